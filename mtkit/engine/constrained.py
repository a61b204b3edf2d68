"""Searches of the marian engine that must say given phrases. Works on tensors that it is handed; imports no torch.

``ForcedTurns`` makes a beam search of transformers follow ``forcing.turn``. ``allocated_search`` is dynamic beam
allocation: Post and Vilar (2018), "Fast Lexically Constrained Decoding with Dynamic Beam Allocation for Neural Machine
Translation": the beam is shared out among hypotheses by how much of the phrases they have said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mtkit.engine.forcing import Progress, Spelling, advance, entries, turn

__all__ = ["Attention", "ForcedTurns", "Task", "Vocabulary", "allocated_search"]

_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the network's target side. ``joining`` are those that run on from a word, as a mask of rows."""

    ids: Mapping[str, int]
    pieces: Mapping[int, str]
    end: int
    joining: Any


@dataclass(frozen=True, slots=True)
class Task:
    """What the answer to one source must say; from ``patience`` pieces on, it says what is left and ends."""

    spellings: tuple[Spelling, ...]
    patience: int
    spaced: bool


@dataclass(slots=True)
class Attention:
    """What a forward hook on a layer of cross-attention saw last: [row, head, target, source]."""

    weights: Any = None

    def __call__(self, module: Any, inputs: Any, output: Any) -> None:
        """Keep the weights."""
        self.weights = output[1]


@dataclass(slots=True)
class ForcedTurns:
    """A logits processor for a batch of ``tasks``, each with ``beams`` hypotheses; call it on log-probabilities."""

    tasks: Sequence[Task]
    beams: int
    head: int
    attention: Attention
    vocabulary: Vocabulary
    _known: dict[tuple[int, tuple[int, ...]], Progress] = field(default_factory=dict)

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """``scores`` with everything forbidden that may not come next."""
        words = self.vocabulary
        looks = self.attention.weights[:, self.head, -1, :].tolist()
        likeliest = scores.argmax(-1).tolist()
        known: dict[tuple[int, tuple[int, ...]], Progress] = {}
        for row, ids in enumerate(input_ids[:, 1:].tolist()):
            item = row // self.beams
            task, said = self.tasks[item], tuple(ids)
            if words.end in said:
                continue
            names = [words.pieces[number] for number in said]
            before = self._known.get((item, said[:-1]), Progress())
            now = advance(before, names, task.spellings, spaced=task.spaced) if said else Progress()
            late = len(said) >= task.patience
            wants_end = likeliest[row] == words.end or late
            last = names[-1] if names else ""
            next_ = turn(now, last, task.spellings, looks[row], spaced=task.spaced, wants_end=wants_end)
            known[item, said] = next_.progress
            if next_.only:
                _keep(scores[row], [words.ids[piece] for piece in next_.only])
                continue
            if not next_.may_end:
                scores[row, words.end] = _NEVER
            elif late:
                _keep(scores[row], [words.end])
                continue
            for piece in next_.banned:
                scores[row, words.ids[piece]] = _NEVER
            if next_.apart:
                scores[row].masked_fill_(words.joining, _NEVER)
        self._known = known
        return scores


def _keep(scores: Any, allowed: Sequence[int]) -> None:
    kept = scores[list(allowed)].clamp_min(-50.0)  # a piece that another rule forbade must still be sayable here
    scores.fill_(_NEVER)
    scores[list(allowed)] = kept


@dataclass(frozen=True, slots=True)
class _Path:
    score: float
    progress: Progress
    said: tuple[str, ...] = ()

    def met(self, spellings: Sequence[Spelling]) -> int:
        """How many pieces of phrases it has said."""
        return sum(len(spellings[n].word) for n in self.progress.done) + (self.progress.at if self.progress.busy else 0)

    @property
    def mean(self) -> float:
        """Log-probability per piece, the end included."""
        return self.score / max(len(self.said) + 1, 1)


def allocated_search(task: Task, words: Vocabulary) -> Callable[..., list[tuple[tuple[str, ...], float]]]:
    """A ``custom_generate`` for one source: the answers found, best first, as pieces and mean log-probability."""

    def search(
        model: Any, input_ids: Any, *, logits_processor: Any, **given: Any
    ) -> list[tuple[tuple[str, ...], float]]:
        # of all that generate() prepared, what the network itself takes
        inputs = {key: given[key] for key in ("encoder_outputs", "attention_mask", "past_key_values")}
        beams = input_ids.shape[0]
        paths: list[_Path] = [_Path(0.0, Progress())]
        finished: list[_Path] = []
        for _ in range(task.patience):
            output = model(decoder_input_ids=input_ids[:, -1:], use_cache=True, return_dict=True, **inputs)
            scores = logits_processor(input_ids, output.logits[:, -1].float().log_softmax(-1))
            inputs["past_key_values"] = output.past_key_values
            grown = _grown(paths, scores, task, words, beams)
            finished += [path for path, _, token in grown if token == words.end]
            chosen = _allocated([one for one in grown if one[2] != words.end], task, beams)
            best = max((path.mean for path in finished), default=_NEVER)
            if not chosen or len(finished) >= beams or best > max(path.mean for path, _, _ in chosen):
                break
            paths = [path for path, _, _ in chosen]
            # the batch keeps its size: rows that no path needs go along with the first
            rows = input_ids.new_tensor([row for _, row, _ in chosen] + [chosen[0][1]] * (beams - len(chosen)))
            tokens = input_ids.new_tensor([t for _, _, t in chosen] + [chosen[0][2]] * (beams - len(chosen)))
            input_ids = _appended(input_ids[rows], tokens)
            inputs["past_key_values"].reorder_cache(rows)
        ranked = sorted(finished, key=lambda path: (-path.mean, path.said))
        return [(path.said, path.mean) for path in ranked]

    return search


_Step = tuple[_Path, int, int]


def _appended(ids: Any, tokens: Any) -> Any:
    grown = ids.new_zeros((ids.shape[0], ids.shape[1] + 1))
    grown[:, :-1] = ids
    grown[:, -1] = tokens
    return grown


def _grown(paths: Sequence[_Path], scores: Any, task: Task, words: Vocabulary, beams: int) -> list[_Step]:
    """The candidates: the best pieces of all, those that say more of a phrase, and each path's own best."""
    wanted: set[tuple[int, int]] = set()
    for row, path in enumerate(paths):
        if path.progress.fresh and any(task.spellings[n].apart for n in path.progress.done):
            scores[row].masked_fill_(words.joining, _NEVER)
        for n in path.progress.done:
            if task.spellings[n].once:
                scores[row, words.ids[task.spellings[n].word[-1]]] = _NEVER
        if len(path.progress.done) < len(task.spellings):
            scores[row, words.end] = _NEVER
        elif not path.progress.busy:
            wanted.add((row, words.end))
        wanted.add((row, int(scores[row].argmax())))
        wanted |= {(row, words.ids[piece]) for piece in _useful(path, task)}
    live = scores[: len(paths)] + scores.new_tensor([path.score for path in paths])[:, None]
    size = live.shape[1]
    wanted |= {divmod(int(place), size) for place in live.flatten().topk(min(2 * beams, live.numel())).indices}
    grown = []
    for row, token in sorted(wanted):
        score = float(live[row, token])
        if score == _NEVER:
            continue
        path, piece = paths[row], words.pieces[token]
        if token == words.end:
            grown.append((_Path(score, path.progress, path.said), row, token))
            continue
        said = (*path.said, piece)
        progress = advance(path.progress, said, task.spellings, spaced=task.spaced, forced=False)
        grown.append((_Path(score, progress, said), row, token))
    return grown


def _useful(path: _Path, task: Task) -> set[str]:
    """The pieces that bring a phrase further."""
    progress = path.progress
    if progress.busy:
        return {progress.saying[progress.at]}
    last = path.said[-1] if path.said else ""
    open_ = (spelling for n, spelling in enumerate(task.spellings) if n not in progress.done)
    return {way[0] for spelling in open_ for way in entries(spelling, last, spaced=task.spaced)}


def _allocated(grown: Sequence[_Step], task: Task, beams: int) -> list[_Step]:
    """At most ``beams`` steps: as many for each bank of equal progress as for any other, the rest by score."""
    banks: dict[int, list[_Step]] = {}
    for step in sorted(grown, key=lambda step: (-step[0].score, step[1:])):
        banks.setdefault(step[0].met(task.spellings), []).append(step)
    chosen: list[_Step] = []
    share = max(1, beams // max(1, 1 + sum(len(spelling.word) for spelling in task.spellings)))
    for met in sorted(banks, reverse=True):
        chosen += banks[met][: min(share, beams - len(chosen))]
    left = sorted((step for step in grown if step not in chosen), key=lambda step: (-step[0].score, step[1:]))
    return [*chosen, *left[: beams - len(chosen)]]
