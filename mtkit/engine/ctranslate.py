"""The CTranslate2 engine: MarianMT on CPU as int8, or on a graphics processor; needs neither torch nor transformers.

One worker per physical core with one thread each decodes best: a single batch cannot be split, and more threads per
batch slow it down. Beyond the search that ``Decoding`` asks for, this engine

- never emits the unknown symbol (an unknown source piece is seen by the model as unknown; the answer has real words);
- takes the penalties that the model's card asks for; scores are per target piece all the same;
- never emits a mark that the source lacks;
- limits an answer by the length of its own source (``stream.length_limit``), the same in any batch; an answer that
  ran into the limit keeps its text and has the score None;
- decodes an answer that loops, or ran into the limit, once more without repeated 3-grams, and keeps the second one if
  it is sound. Marks stand once in a text, so this never forbids one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from mtkit.engine.batch import run_batches, window_for
from mtkit.engine.begun import POSITIONS, Begun, both_sizes, from_the_start, open_marks, room_for
from mtkit.engine.card import Card, read_card
from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, EngineInfo, Head, Request
from mtkit.engine.machine import worker_count
from mtkit.engine.opened import opened
from mtkit.engine.pieces import END, Pieces, is_target_token, read_vocabularies
from mtkit.engine.running import Running, Watch
from mtkit.engine.shortlist import RECORD, cannot_list, read_shortlist
from mtkit.engine.spans import alignment, continued
from mtkit.engine.stream import (
    Guess,
    Source,
    answers,
    engine_info,
    filler,
    length_group,
    length_limit,
    loops,
)
from mtkit.engine.weights import expected_digest, file_digest
from mtkit.errors import EngineError, ModelNotFoundError
from mtkit.lang import Pair

__all__ = ["CTranslateEngine", "CTranslateModel", "worker_count"]

_ATTENDED = 2048  # pieces of a batch whose attention is asked for: no search, so many fit
T = TypeVar("T")


class CTranslateModel:
    """The network and pieces of a model folder, loaded once and shared by the engines made of it.

    ``folder`` holds model.bin, config.json, the vocabulary, source.spm and target.spm. ``device`` and ``compute`` (a
    CTranslate2 computation type, or "auto") are as in ``machine.place``, ``threads`` is how many batches to decode at
    once on CPU. Raises ModelNotFoundError where there is no model, EngineError for a damaged one or a device that is
    not there.
    """

    def __init__(self, folder: Path, *, threads: int | None = None, compute: str = "auto", device: str = "cpu") -> None:
        file = folder / "model.bin"
        if not file.is_file():
            raise ModelNotFoundError(f"{folder}: no model.bin here: give the folder of a converted model")
        import ctranslate2

        self.folder = folder
        vocabulary, target = read_vocabularies(folder)
        self.pieces = Pieces(folder, vocabulary)
        before = _state(file)
        self.sha256 = file_digest(file)
        card = read_card(folder)
        if self.sha256 != (expected_digest(folder, card.sha256 if card is not None else "") or self.sha256):
            raise EngineError(
                f"{file}: cut short or changed since it came here ({before[0]:,} bytes): pull or convert it again"
            )
        self._search = dict(card.search) if card is not None else {}
        self.shortlist = read_shortlist(folder, model=self.sha256)
        if self.shortlist and self.shortlist.use and (reason := cannot_list(target, card)):
            raise EngineError(f"{folder}: no shortlist can be used here ({reason}): delete {RECORD}")
        self.place, self._translator = opened(folder, device, compute, threads)
        parts = (f"ctranslate2 {ctranslate2.__version__}", self.place.label, self.shortlist and self.shortlist.label)
        self.version = "+".join(part for part in parts if part)
        if _state(file) != before:
            raise EngineError(f"{file}: changed while it was loaded: start again when it is no longer written to")
        self._watch = Watch(folder, self._translator, workers=self.place.workers)

    def stop(self) -> None:
        """Let all that wait for this model, in any thread, end with an EngineError now."""
        self._watch.stop()

    def listed(self, source: Source, decoding: Decoding) -> bool:
        """Whether ``source`` is decoded with a shortlist, and so in a batch of its own."""
        return self.shortlist is not None and self.shortlist.serves(source, _width(decoding))

    def translate_batches(
        self, batches: Sequence[Sequence[Source]], decoding: Decoding, *, marks: Sequence[str] = ()
    ) -> Iterator[list[tuple[Guess, ...]]]:
        """The hypotheses of each batch of sources, in order; all batches are begun now and decoded side by side.

        The sources of a batch hold the same ones of ``marks``; the others are kept out of their answers.
        """
        begun = [self._begin(batch, decoding, marks) for batch in batches]
        return (
            [
                self._sound(source, self._guesses(result), decoding, marks)
                for source, result in zip(batch, running.results(), strict=True)
            ]
            for batch, running in zip(batches, begun, strict=True)
        )

    def _begin(
        self, batch: Sequence[Source], decoding: Decoding, marks: Sequence[str], **options: Any
    ) -> Running[Source]:
        longest = max(length_limit(len(source), POSITIONS) for source in batch)
        suppressed = [[mark] for mark in marks if mark not in batch[0]] or None
        # with a shortlist, CTranslate2 takes other rows than these ask for, or writes past the end (``cannot_list``)
        listed = self.listed(batch[0], decoding) and not suppressed and not options

        def start(part: Sequence[Source]) -> list[Any]:
            jobs: list[Any] = self._translator.translate_batch(
                [list(source) for source in (*part, *filler(part, marks, POSITIONS))],
                asynchronous=True,
                max_decoding_length=longest,
                suppress_sequences=suppressed,
                use_vmap=listed,
                **self._options(decoding),
                **options,
            )
            return jobs[: len(part)]

        return self._running(batch, start, pieces=longest * _width(decoding), name=_opening)

    def _options(self, decoding: Decoding) -> dict[str, Any]:
        return {
            "beam_size": _width(decoding),
            "num_hypotheses": decoding.nbest,
            "max_input_length": 0,
            "disable_unk": True,
            "return_scores": True,
            "return_end_token": True,
            **self._search,
        }

    def _running(
        self, batch: Sequence[T], start: Callable[[Sequence[T]], list[Any]], *, pieces: int, name: Callable[[T], str]
    ) -> Running[T]:
        return Running(batch, start, self._watch, folder=self.folder, pieces=pieces, name=name)

    def attend(self, batches: Sequence[Sequence[Begun]]) -> Iterator[list[tuple[tuple[float, ...], ...]]]:
        """For each source and given answer, the attention of each piece of the answer to the pieces of the source.

        The sources of a batch are of one ``length_group``.
        """
        begun = [self._attend(batch) for batch in batches]
        return (
            [
                tuple(tuple(row) for row in result.attention[0][: len(target)])
                for (_, target), result in zip(batch, running.results(), strict=True)
            ]
            for batch, running in zip(batches, begun, strict=True)
        )

    def _attend(self, batch: Sequence[Begun]) -> Running[Begun]:
        longest = max(len(target) for _, target in batch) + 1

        def start(part: Sequence[Begun]) -> list[Any]:
            sources, prefixes = from_the_start(part, ())
            jobs: list[Any] = self._translator.translate_batch(
                sources,
                target_prefix=prefixes,
                asynchronous=True,
                beam_size=1,
                max_decoding_length=longest,
                max_input_length=0,
                return_attention=True,
            )
            return jobs[: len(part)]

        return self._running(batch, start, pieces=longest, name=_beginning)

    def score(self, batches: Sequence[Sequence[Begun]]) -> list[list[float]]:
        """The log-probability of each whole answer to its source; a batch is worked out as it is given."""
        begun = [self._score(batch) for batch in batches]
        return [[math.fsum(result.log_probs) for result in running.results()] for running in begun]

    def _score(self, batch: Sequence[Begun]) -> Running[Begun]:
        def start(part: Sequence[Begun]) -> list[Any]:
            sources, targets = ([list(item[side]) for item in part] for side in (0, 1))
            jobs: list[Any] = self._translator.score_batch(sources, targets, max_input_length=0, asynchronous=True)
            return jobs

        return self._running(batch, start, pieces=max(len(target) for _, target in batch), name=_beginning)

    def go_on(
        self, batches: Sequence[Sequence[Begun]], decoding: Decoding, *, marks: Sequence[str] = ()
    ) -> Iterator[list[tuple[Guess, ...]]]:
        """What comes after the beginning of each answer; a batch holds items of one ``open_marks`` and ``room_for``."""
        begun = [self._go_on(batch, decoding, marks) for batch in batches]
        return (
            [
                tuple(
                    Guess(guess.pieces[len(prefix) :], guess.score, _is_sound(guess)) for guess in self._guesses(result)
                )
                for (_, prefix), result in zip(batch, running.results(), strict=True)
            ]
            for batch, running in zip(batches, begun, strict=True)
        )

    def _go_on(self, batch: Sequence[Begun], decoding: Decoding, marks: Sequence[str]) -> Running[Begun]:
        longest = max(map(room_for, batch))
        free = open_marks(batch[0], marks)
        suppressed = [[mark] for mark in marks if mark not in free] or None

        def start(part: Sequence[Begun]) -> list[Any]:
            sources, prefixes = from_the_start(part, marks)
            jobs: list[Any] = self._translator.translate_batch(
                sources,
                target_prefix=prefixes,
                asynchronous=True,
                max_decoding_length=longest,
                suppress_sequences=suppressed,
                **self._options(decoding),
            )
            return jobs[: len(part)]

        return self._running(batch, start, pieces=longest * _width(decoding), name=_beginning)

    def _guesses(self, result: Any) -> tuple[Guess, ...]:
        """The hypotheses of a result; CTranslate2 divides a score by the length to the power of the penalty: undone."""
        excess = self._search.get("length_penalty", 1.0) - 1.0
        guesses = _guesses(result)
        if not excess:
            return guesses
        return tuple(replace(guess, score=guess.score * (len(guess.pieces) + 1) ** excess) for guess in guesses)

    def _sound(
        self, source: Source, guesses: tuple[Guess, ...], decoding: Decoding, marks: Sequence[str]
    ) -> tuple[Guess, ...]:
        """``guesses``, or those of a second search if the best one loops (and its source does not) or did not end."""
        if _is_sound(guesses[0]) or loops(source):
            return guesses
        (result,) = self._begin([source], decoding, marks, no_repeat_ngram_size=3).results()
        again = self._guesses(result)
        return again if _is_sound(again[0]) else guesses


class CTranslateEngine:
    """A MarianMT model decoded by CTranslate2.

    ``card`` says which pairs it serves and with which target tokens; without one, the folder's own card.json counts.
    Raises EngineError for a target token or mark that the model's vocabulary lacks.
    """

    def __init__(self, model: CTranslateModel | Path, card: Card | None = None) -> None:
        self._model = model if isinstance(model, CTranslateModel) else CTranslateModel(model)
        found = card or read_card(self._model.folder)
        if found is None:
            raise EngineError(f"{self._model.folder}: no card.json, so its languages are unknown: name the pair")
        self._card = found
        for token in sorted(set(found.target_tokens.values())):
            self._model.pieces.check_token(token, found.name)
        self._model.pieces.check_marks(found.marks, found.name)
        self._info = engine_info(
            "ctranslate", self._model.version, found, positions=POSITIONS, sha256=self._model.sha256
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
        return len(self._model.pieces.encode(text, self._card.token(pair)))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The pieces of ``text`` that the model cannot tell apart from other unknown ones."""
        return self._model.pieces.unknown(text)

    def pieces(self, text: str, pair: Pair) -> tuple[str, ...]:
        """``text`` as the model is asked for it: target token, pieces and ``</s>``."""
        return self._model.pieces.encode(text, self._card.token(pair))

    def listed(self, request: Request, decoding: Decoding) -> bool:
        """Whether ``request`` is decoded with the model's shortlist."""
        return self._model.listed(self.pieces(request.text, request.pair), decoding)

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """Answers in the order of ``requests``; a score of None marks an answer that ran into the length limit."""
        return answers(
            requests,
            decoding,
            info=self._info,
            card=self._card,
            pieces=self._model.pieces,
            translate_batches=lambda batches: self._model.translate_batches(batches, decoding, marks=self._info.marks),
            scale=self._scale(decoding),
            alone=lambda source: self._model.listed(source, decoding),
        )

    def _scale(self, decoding: Decoding) -> int:
        """How many times the asked batch; a greedy search has a quarter of the rows of a usual one, or less."""
        return self._model.place.scale * (2 if _width(decoding) == 1 else 1)

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        """The alignment of each answer, by the one head that a conversion keeps: Marian's guided one."""
        pieces = self._model.pieces
        sources = [pieces.encode(request.text, self._card.token(request.pair)) for request, _ in answers]
        targets = [pieces.encode_target(text) or (END,) for _, text in answers]
        items: list[Begun] = list(zip(sources, targets, strict=True))
        weights = run_batches(
            items,
            size_of=both_sizes,
            group_of=lambda item: (length_group(len(item[0])),),
            translate_batches=self._model.attend,
            budget=_ATTENDED,
        )
        return [
            alignment(request.text, source, text, target, rows, lead=1 if self._card.token(request.pair) else 0)
            for (request, text), source, target, rows in zip(answers, sources, targets, weights, strict=True)
        ]

    def score(self, asked: Sequence[Sequence[tuple[Request, str]]]) -> list[tuple[float, ...]]:
        """The log-probability of each answer; each sequence is a batch, so that no sum depends on the others."""
        pieces = self._model.pieces
        made = [
            [(pieces.encode(one.text, self._card.token(one.pair)), pieces.encode_target(text)) for one, text in batch]
            for batch in asked
        ]
        scores = iter(self._model.score([batch for batch in made if batch]))
        return [tuple(next(scores)) if batch else () for batch in made]

    def resume(self, begun: Sequence[tuple[Request, str]], decoding: Decoding) -> list[Answer]:
        """The answers that begin as given; a score of None marks one that ran into the length limit."""
        pieces, marks = self._model.pieces, self._info.marks
        items: list[Begun] = [
            (pieces.encode(request.text, self._card.token(request.pair)), pieces.encode_target(text))
            for request, text in begun
        ]
        made = run_batches(
            items,
            size_of=both_sizes,
            group_of=lambda item: (length_group(len(item[0])), room_for(item), open_marks(item, marks)),
            translate_batches=lambda batches: self._model.go_on(batches, decoding, marks=marks),
            budget=(budget := decoding.batch_tokens * self._scale(decoding)),
            window=window_for(budget),
        )
        return [
            Answer(
                tuple(continued(text, guess.pieces, pieces) for guess in guesses),
                tuple(round(guess.score, 4) if guess.ended else None for guess in guesses),
            )
            for (_, text), guesses in zip(begun, made, strict=True)
        ]


def _is_sound(guess: Guess) -> bool:
    return guess.ended and not loops(guess.pieces)


def _guesses(result: Any) -> tuple[Guess, ...]:
    guesses = []
    for pieces, score in zip(result.hypotheses, result.scores, strict=True):
        ended = bool(pieces) and pieces[-1] == END
        guesses.append(Guess(tuple(pieces[:-1] if ended else pieces), float(score), ended))
    return tuple(guesses)


def _width(decoding: Decoding) -> int:
    return max(decoding.beam, decoding.nbest)


def _opening(source: Source) -> str:
    """The beginning of a source, for a message."""
    pieces = [piece for piece in source if piece != END and not is_target_token(piece)]
    return "".join(pieces).replace("\u2581", " ").strip()[:40]


def _beginning(begun: Begun) -> str:
    return _opening(begun[0])


def _state(file: Path) -> tuple[int, int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
