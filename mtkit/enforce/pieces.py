"""T5: the net. Translate what stands between the names; where even that fails, keep the best draft and say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.interface import PIECED, Climb, Desk, Draft, Job, Outcome, ended
from mtkit.enforce.views import with_codes
from mtkit.engine.interface import Answer
from mtkit.lang import lang
from mtkit.mask import Masked, Placed, join, restore
from mtkit.seams import edges, fragment, punctuation

__all__ = ["Pieces", "kept"]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Everything between the placed names on its own, then joined in the order of the source."""

    name: str = "pieces"

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The words between the names."""
        return tuple(core for _, core, _ in _chunks(climb.job) if core)

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The joined text. It needs no luck, and reads worst."""
        job, target = climb.job, lang(desk.pair.target)
        left = iter(answers)
        pieces: list[str | Placed] = []
        scores: list[float] = []
        for n, (before, core, after) in enumerate(_chunks(job)):
            pieces.append(punctuation(before, target))
            if core:
                answer = next(left)
                bare = restore(Masked(core, (), ()), answer.texts[0], target.code, marks=desk.info.marks).text
                pieces.append(fragment(core, bare, lang(desk.pair.source), target, begins=n == 0))
                scores += [score for score in answer.scores[:1] if score is not None]
            pieces.append(punctuation(after, target))
            pieces += job.held[n : n + 1]
        text, placed = join(pieces, target)
        shift = len(text) - len(text.lstrip())
        placed = tuple(replace(place, span=place.span.shift(-shift)) for place in placed)
        pieced = bool(job.held) and bool(answers)
        issues = ((PIECED,) if pieced else ()) + ended(*(answer.scores[0] for answer in answers))
        score = sum(scores) / len(scores) if scores else None
        outcome = Outcome(text.strip(), placed, self.name if pieced else "plain", score, issues)
        return with_codes(job, outcome, desk.pair)


def kept(climb: Climb, desk: Desk) -> Outcome:
    """The draft that holds most, or nothing: what an editor gets where no tier could hold every name."""
    best = climb.best
    if best is None:
        return Outcome("", (), "kept")
    text, placed = best.view.rescue(best.text)
    held = tuple(place for place in placed if not place.is_code)
    outcome = Outcome(text, held, "kept", best.score, ended(best.score))
    return with_codes(climb.job, outcome, desk.pair)


def _chunks(job: Job) -> Iterator[tuple[str, str, str]]:
    """What stands before, between and after the held things, as ``edges`` parts it."""
    at = 0
    for place in job.held:
        yield edges(job.text[at : place.span.start])
        at = place.span.end
    yield edges(job.text[at:])
