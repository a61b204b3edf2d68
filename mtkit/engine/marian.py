"""The transformers engine: MarianMT as its authors' library runs it. The reference, and the way to a GPU.

The only file beside ``mtkit/train`` that names torch or transformers. Texts are cut by the same ``Pieces`` as in the
CTranslate2 engine and looked up in vocab.json, so both see the same symbols. Weights are read by ``weights.py`` and
handed over as a state dict: no pickle is run, no remote code is fetched.
"""

from __future__ import annotations

import json
import math
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mtkit.engine.card import Card, read_card
from mtkit.engine.constrained import Attention, ForcedTurns, Task, Vocabulary, allocated_search
from mtkit.engine.convert import read_config
from mtkit.engine.forcing import Speller
from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, EngineInfo, Head, Request, Wanted
from mtkit.engine.pieces import END, PAD, UNKNOWN, Pieces
from mtkit.engine.spans import alignment, continued, phrase_pieces
from mtkit.engine.stream import Guess, Source, answers, engine_info, length_limit, loops, marks_in
from mtkit.engine.weights import file_digest, read_weights, weights_file
from mtkit.errors import EngineError, ModelNotFoundError
from mtkit.lang import Pair, lang

__all__ = ["MarianEngine"]


class MarianEngine:
    """A MarianMT checkpoint decoded by transformers.

    ``folder`` holds config.json, vocab.json, source.spm, target.spm and the weights; ``card`` says which pairs it
    serves (default: the folder's card.json). ``device`` is "cpu", "cuda" or "auto". Raises ModelNotFoundError for a
    missing file, EngineError for one that cannot be used, for a device that is not there and where torch or
    transformers are not installed.
    """

    def __init__(self, folder: Path, card: Card | None = None, *, device: str = "auto") -> None:
        found = card or read_card(folder)
        if found is None:
            raise EngineError(f"{folder}: no card.json, so its languages are unknown: name the pair")
        self._card = found
        self._source_ids = _vocabulary(folder / "vocab.json")
        own = folder / "target_vocab.json"
        self._target_ids = _vocabulary(own) if own.is_file() else self._source_ids
        self._target_pieces = {row: piece for piece, row in self._target_ids.items()}
        self._pieces = Pieces(folder, list(self._source_ids))
        for token in sorted(set(found.target_tokens.values())):
            self._pieces.check_token(token, found.name)
        self._pieces.check_marks(found.marks, found.name)
        try:
            import torch
            import transformers
        except ImportError as error:
            raise EngineError(
                f"the marian engine needs torch and transformers ({error}): install them or use --engine ctranslate"
            ) from error
        self._device = _device(device, cuda=torch.cuda.is_available())
        self._model = _load(folder).to(self._device)
        version = f"transformers {transformers.__version__}, torch {torch.__version__}"
        positions = min(int(self._model.config.max_position_embeddings), 512)
        self._positions = positions
        self._info = engine_info(
            "marian", version, found, positions=positions, sha256=file_digest(weights_file(folder))
        )

    @property
    def info(self) -> EngineInfo:
        """Name, model, revision, pairs, limits."""
        return self._info

    @property
    def card(self) -> Card:
        """The card of the model."""
        return self._card

    def count(self, text: str, pair: Pair) -> int:
        """Source tokens of ``text``, target token and ``</s>`` included."""
        return len(self._pieces.encode(text, self._card.token(pair)))

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """Answers in the order of ``requests``; a score of None marks an answer that ran into the length limit."""
        return answers(
            requests,
            decoding,
            info=self._info,
            card=self._card,
            pieces=self._pieces,
            translate_batches=lambda batches: self._translate_batches(batches, decoding),
        )

    @property
    def heads(self) -> tuple[Head, ...]:
        """The heads of cross-attention, last layer first."""
        layers, heads = self._model.config.decoder_layers, self._model.config.decoder_attention_heads
        return tuple(Head(layer, head) for layer in range(-1, -layers - 1, -1) for head in range(heads))

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        """The alignment of each answer, by one pass of the network over it."""
        import torch

        found = []
        for request, text in answers:
            token = self._card.token(request.pair)
            source = self._pieces.encode(request.text, token)
            target = self._pieces.encode_target(text)[: self._positions]  # what comes later is not looked at
            ids = [self._model.config.decoder_start_token_id, *self._rows(target[:-1], self._target_ids)]
            with _quiet(), torch.inference_mode(), self._watched(head) as seen:
                self._model(
                    input_ids=torch.tensor([self._rows(source, self._source_ids)], device=self._device),
                    decoder_input_ids=torch.tensor([ids], device=self._device),
                    use_cache=False,
                )
                weights = seen.weights[0, head.head].tolist()
            found.append(alignment(request.text, source, text, target, weights, lead=1 if token else 0))
        return found

    def resume(self, begun: Sequence[tuple[Request, str]], decoding: Decoding) -> list[Answer]:
        """The answers that begin as given; a score of None marks one that ran into the length limit."""
        import torch

        resumed = []
        for request, text in begun:
            source = self._pieces.encode(request.text, self._card.token(request.pair))
            prefix = self._pieces.encode_target(text)
            start = [self._model.config.decoder_start_token_id, *self._rows(prefix, self._target_ids)]
            marks = [mark for mark in marks_in(source, self._info.marks) if mark not in prefix]
            ids = torch.tensor([start], device=self._device)
            if (room := min(length_limit(len(source), 512), self._positions - len(start) - 1)) < 1:
                resumed.append(Answer((text,), (None,)))
                continue
            guesses = self._generate([source], decoding, marks=marks, decoder_input_ids=ids, room=room)[0]
            resumed.append(
                Answer(
                    tuple(continued(text, guess.pieces[len(prefix) :], self._pieces) for guess in guesses),
                    tuple(round(guess.score, 4) if _is_sound(guess) else None for guess in guesses),
                )
            )
        return resumed

    def force(self, wanted: Sequence[Wanted], decoding: Decoding, *, head: Head = LAST_HEAD) -> list[Answer | None]:
        """Answers by attention-guided forcing (``forcing``); None where a phrase cannot be spelt to the letter."""
        made: list[Answer | None] = []
        for one in wanted:
            source, task = self._task(one)
            if task is None:
                made.append(None)
                continue
            with self._watched(head) as seen:
                turns = ForcedTurns([task], max(decoding.beam, decoding.nbest), head.head, seen, self._words())
                room = task.patience + sum(len(spelling.word) for spelling in task.spellings) + 2
                (guesses,) = self._generate(
                    [source], decoding, room=room, logits_processor=[turns], renormalize_logits=False
                )
            made.append(_answer(guesses, self._pieces))
        return made

    def constrain(self, wanted: Sequence[Wanted], decoding: Decoding) -> list[Answer | None]:
        """Answers by dynamic beam allocation (``constrained``), beam 10 or more; None where none is found."""
        made: list[Answer | None] = []
        for one in wanted:
            source, task = self._task(one)
            found = self._search(source, task, max(decoding.beam, 10)) if task is not None else []
            guesses = tuple(Guess(said, score, ended=True) for said, score in found[: decoding.nbest])
            made.append(_answer(guesses, self._pieces) if guesses else None)
        return made

    def _search(self, source: Source, task: Task, beams: int) -> list[tuple[tuple[str, ...], float]]:
        """What dynamic beam allocation finds, best first."""
        import torch

        unknown, pad = self._target_ids[UNKNOWN], self._model.config.pad_token_id
        foreign = [self._target_ids[mark] for mark in self._info.marks if mark not in source]
        ids = torch.tensor([self._rows(source, self._source_ids)], device=self._device)
        with _quiet(), torch.inference_mode():
            found: list[tuple[tuple[str, ...], float]] = self._model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                num_beams=beams,
                max_new_tokens=task.patience,
                max_length=None,
                do_sample=False,
                forced_eos_token_id=None,
                suppress_tokens=sorted({unknown, self._target_ids.get(PAD, pad), *foreign}),
                bad_words_ids=None,
                custom_generate=allocated_search(task, self._words()),
            )
        return found

    def _task(self, wanted: Wanted) -> tuple[Source, Task | None]:
        """The source in pieces, and what its answer must say; None for what cannot be said."""
        token, spaced = self._card.token(wanted.request.pair), lang(wanted.request.pair.target).spaced
        source = self._pieces.encode(wanted.request.text, token)
        speller = Speller(self._pieces.encode_target, self._pieces.decode, self._target_ids.__contains__)
        spellings = []
        for phrase in wanted.phrases:
            places = phrase_pieces(wanted.request.text, source, 1 if token else 0, phrase)
            spelling = speller.spell(phrase.text, places, spaced=spaced, once=phrase.text in self._info.marks)
            if spelling is None:
                return source, None
            spellings.append(spelling)
        patience = int(1.5 * len(source)) + 20 + sum(len(spelling.word) for spelling in spellings)
        room = self._positions - 2 - sum(len(spelling.word) for spelling in spellings)
        return source, Task(tuple(spellings), min(patience, room), spaced) if room > 0 else None

    def _words(self) -> Vocabulary:
        """The target vocabulary, with the pieces that run on from a word."""
        import torch

        joining = torch.zeros(self._model.config.decoder_vocab_size, dtype=torch.bool, device=self._device)
        for piece, row in self._target_ids.items():
            first = piece[:1] or " "
            joining[row] = (
                first.isalnum() or first == "_" or unicodedata.category(first)[0] == "M" or piece[:3] == "<0x"
            )
        return Vocabulary(self._target_ids, self._target_pieces, self._target_ids[END], joining)

    @contextmanager
    def _watched(self, head: Head) -> Iterator[Attention]:
        """Attention as weights, for a while, and what the layer of ``head`` saw last."""
        layers = self._model.model.decoder.layers
        if not -len(layers) <= head.layer < len(layers):
            raise EngineError(f"{self._info.label} has {len(layers)} layers of attention, and none {head.layer}")
        seen = Attention()
        usual = self._model.config._attn_implementation
        self._model.set_attn_implementation("eager")
        hook = layers[head.layer].encoder_attn.register_forward_hook(seen)
        try:
            yield seen
        finally:
            hook.remove()
            self._model.set_attn_implementation(usual)

    def _rows(self, pieces: Sequence[str], ids: Mapping[str, int]) -> list[int]:
        return [ids.get(piece, ids[UNKNOWN]) for piece in pieces]

    def _translate_batches(
        self, batches: Sequence[Sequence[Source]], decoding: Decoding
    ) -> Iterator[list[tuple[Guess, ...]]]:
        for batch in batches:
            results = self._generate(batch, decoding)
            for index, source in enumerate(batch):
                if not _is_sound(results[index][0]) and not loops(source):
                    (again,) = self._generate([source], decoding, no_repeat_ngram_size=3)
                    results[index] = again if _is_sound(again[0]) else results[index]
            yield results

    def _generate(
        self,
        batch: Sequence[Source],
        decoding: Decoding,
        *,
        marks: Sequence[str] | None = None,
        room: int = 0,
        **options: Any,
    ) -> list[tuple[Guess, ...]]:
        """``marks`` may be given (default: those of the source); ``room`` is a length limit in place of the usual."""
        import torch

        unknown, pad = self._source_ids[UNKNOWN], self._model.config.pad_token_id
        given = batch[0] if marks is None else marks
        foreign = [self._target_ids[mark] for mark in self._info.marks if mark not in given]
        width = max(len(source) for source in batch)
        ids = torch.full((len(batch), width), pad, dtype=torch.long)
        for row, source in enumerate(batch):
            ids[row, : len(source)] = torch.tensor([self._source_ids.get(piece, unknown) for piece in source])
        mask = torch.zeros_like(ids)
        for row, source in enumerate(batch):
            mask[row, : len(source)] = 1
        beams = max(decoding.beam, decoding.nbest)
        with _quiet(), torch.inference_mode():
            made = self._model.generate(
                input_ids=ids.to(self._device),
                attention_mask=mask.to(self._device),
                num_beams=beams,
                num_return_sequences=decoding.nbest,
                max_new_tokens=room or max(length_limit(len(source), self._positions) for source in batch),
                max_length=None,
                min_new_tokens=1,
                do_sample=False,
                early_stopping=True,
                forced_eos_token_id=None,
                suppress_tokens=sorted({self._target_ids[UNKNOWN], self._target_ids.get(PAD, pad), *foreign}),
                bad_words_ids=None,
                output_scores=True,
                return_dict_in_generate=True,
                **{"renormalize_logits": True, **options},
            )
        scores = self._scores(made, beams)
        guesses = [
            self._guess(sequence, score) for sequence, score in zip(made.sequences.tolist(), scores, strict=True)
        ]
        return [tuple(guesses[at : at + decoding.nbest]) for at in range(0, len(guesses), decoding.nbest)]

    def _scores(self, made: Any, beams: int) -> list[float]:
        """Mean log-probability per piece, ``</s>`` included; greedy search keeps no sum of its own."""
        if beams > 1:
            beam_scores: list[float] = made.sequences_scores.tolist()
            return beam_scores
        steps = self._model.compute_transition_scores(made.sequences, made.scores, normalize_logits=True)
        end = self._target_ids[END]
        means = []
        for sequence, row in zip(made.sequences[:, 1:].tolist(), steps.tolist(), strict=True):
            length = sequence.index(end) + 1 if end in sequence else len(sequence)
            means.append(sum(row[:length]) / max(length, 1))
        return means

    def _guess(self, sequence: Sequence[int], score: float) -> Guess:
        """``sequence`` begins with the start symbol and is padded behind its end."""
        body, end = list(sequence[1:]), self._target_ids[END]
        ended = end in body
        kept = body[: body.index(end)] if ended else body
        return Guess(tuple(self._target_pieces[row] for row in kept), score, ended)


def _answer(guesses: Sequence[Guess], pieces: Pieces) -> Answer:
    return Answer(
        tuple(pieces.decode(guess.pieces) for guess in guesses),
        tuple(round(guess.score, 4) if guess.ended and math.isfinite(guess.score) else None for guess in guesses),
    )


def _is_sound(guess: Guess) -> bool:
    return guess.ended and not loops(guess.pieces)


def _device(wanted: str, *, cuda: bool) -> str:
    if wanted not in {"auto", "cpu", "cuda"}:
        raise EngineError(f"unknown device {wanted!r}: give auto, cpu or cuda")
    if wanted == "cuda" and not cuda:
        raise EngineError("torch sees no CUDA device: use --device cpu, or install a torch with CUDA")
    return "cuda" if cuda and wanted != "cpu" else "cpu"


def _load(folder: Path) -> Any:
    """The network of ``folder``, its weights from our own readers."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig(**{key: value for key, value in read_config(folder).items() if key not in _SEARCH_KEYS})
    with _quiet():
        model = MarianMTModel(config)
        arrays: Mapping[str, Any] = read_weights(folder)
        state = {name: torch.tensor(array) for name, array in arrays.items() if not name.endswith(_POSITIONS)}
        _tie(state, config)
        missing, unexpected = model.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith(_POSITIONS)]
    if missing or unexpected:
        raise EngineError(f"{folder}: the weights do not fit config.json: {(missing or unexpected)[0]}")
    model.train(mode=False)
    return model


_POSITIONS = "embed_positions.weight"  # fixed by the architecture, whatever a checkpoint says
# what a config.json of 2020 says of the search; the engine decides that itself
_SEARCH_KEYS = frozenset({"num_beams", "max_length", "bad_words_ids", "forced_eos_token_id", "model_type"})


def _tie(state: dict[str, Any], config: Any) -> None:
    """Fill in the names of tied matrices that a checkpoint may leave out."""
    if config.share_encoder_decoder_embeddings:
        shared = state.get("model.shared.weight")
        if shared is not None:
            for name in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"):
                state.setdefault(name, shared)
            state.setdefault("lm_head.weight", shared)
    elif "model.decoder.embed_tokens.weight" in state:
        state.setdefault("lm_head.weight", state["model.decoder.embed_tokens.weight"])


def _vocabulary(path: Path) -> dict[str, int]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelNotFoundError(f"{path}: missing: pull or copy the model again") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot be read ({error}): pull or copy the model again") from error
    if not isinstance(value, dict) or END not in value or UNKNOWN not in value:
        raise EngineError(f"{path}: not the vocabulary of a MarianMT model: pull or copy it again")
    return {str(piece): int(row) for piece, row in value.items()}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the notices of transformers off stderr for a while; errors still come through."""
    from transformers.utils import logging

    level = logging.get_verbosity()
    logging.set_verbosity(40)  # ERROR of the standard library's logging
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
