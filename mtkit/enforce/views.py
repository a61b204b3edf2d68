"""How a job is shown to a model: with marks for its names, or as it stands; and how the answer is read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.interface import GUESSED_CODES, Desk, Job, Outcome, View
from mtkit.enforce.nesting import is_nested, loose
from mtkit.engine.interface import Phrase
from mtkit.lang import Pair, lang
from mtkit.mask import Masked, Placed, join, mask, restore
from mtkit.seams import guess_codes, locate
from mtkit.text import Span

__all__ = ["AsItStands", "UnderMarks", "as_it_stands", "under_marks", "view_of", "with_codes"]


@dataclass(frozen=True, slots=True)
class UnderMarks:
    """Names, literals and perhaps codes under marks that the model copies. ``marks`` are all that it knows."""

    masked: Masked
    marks: tuple[str, ...]
    pair: Pair

    @property
    def text(self) -> str:
        """What the model is asked."""
        return self.masked.text

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The marks of the held things."""
        return tuple(
            Phrase(Span(at, at + len(mark_)), mark_) for mark_ in self._held if (at := self.text.find(mark_)) >= 0
        )

    @property
    def _held(self) -> tuple[str, ...]:
        return tuple(
            mark_ for mark_, place in zip(self.masked.marks, self.masked.placed, strict=True) if not place.is_code
        )

    def found(self, answer: str) -> tuple[tuple[int, ...], ...]:
        """Where each mark stands in a raw answer, first of all."""
        return tuple((at, at + len(mark_)) if (at := answer.find(mark_)) >= 0 else () for mark_ in self._held)

    def read(self, answer: str) -> tuple[str, tuple[Placed, ...]] | None:
        """The answer with the forms in; None unless each mark of a held thing came back once, and no strange one did.

        Codes that did not come back, or not in order, are left out: their places can be guessed.
        """
        given = set(self.masked.marks)
        if any(answer.count(mark_) != 1 for mark_ in self._held):
            return None
        own = {place.what.form for place in self.masked.placed}
        if any(mark_ in answer for mark_ in self.marks if mark_ not in given and mark_ not in own):
            return None
        return self.rescue(answer)

    def rescue(self, answer: str) -> tuple[str, tuple[Placed, ...]]:
        """The answer with the forms of the marks that came back, each once."""
        restored = restore(self.masked, answer, self.pair.target, marks=self.marks)
        placed = restored.placed
        codes = sum(place.is_code for place in self.masked.placed)
        kept = sum(place.is_code for place in placed) == codes and not restored.doubled
        kept = kept and loose(placed) == loose(self.masked.placed)
        if not kept or not is_nested(placed, len(restored.text)):
            placed = tuple(place for place in placed if not place.is_code)
        return restored.text, placed


@dataclass(frozen=True, slots=True)
class AsItStands:
    """The job's own text; the answer must hold the forms."""

    job: Job
    pair: Pair

    @property
    def text(self) -> str:
        """What the model is asked."""
        return self.job.text

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The forms of the held things."""
        return tuple(Phrase(place.span, place.what.form) for place in self.job.held)

    def found(self, answer: str) -> tuple[tuple[int, ...], ...]:
        """Where the forms stand in a raw answer; longer ones choose first."""
        return _found(self.job.held, answer, self.pair)

    def read(self, answer: str) -> tuple[str, tuple[Placed, ...]] | None:
        """The answer, its forms with the articles and capitals that they take; None if one is not there."""
        placed = locate(self.job.held, answer, lang(self.pair.target))
        return None if placed is None else respelt(answer, placed, self.pair)

    def rescue(self, answer: str) -> tuple[str, tuple[Placed, ...]]:
        """The answer with the forms that are there."""
        spans = self.found(answer)
        held = [
            Placed(Span(*span), place.what) for place, span in zip(self.job.held, spans, strict=True) if len(span) == 2
        ]
        return respelt(answer, sorted(held, key=lambda place: place.span), self.pair)


def _found(held: Sequence[Placed], answer: str, pair: Pair) -> tuple[tuple[int, ...], ...]:
    """The place of each of ``held``; () for one that ``answer`` lacks."""
    wanted = sorted(range(len(held)), key=lambda n: (-len(held[n].what.form), n))
    spans: dict[int, Span] = {}
    for n in wanted:
        mine = [*spans, n]
        placed = locate([Placed(Span(i, i), held[i].what) for i in mine], answer, lang(pair.target))
        if placed is not None:
            fresh = _assign(held, mine, placed)
            spans = fresh
    return tuple((spans[n].start, spans[n].end) if n in spans else () for n in range(len(held)))


def _assign(held: Sequence[Placed], mine: Sequence[int], placed: Sequence[Placed]) -> dict[int, Span]:
    """Which of ``mine`` got which of ``placed``: equal things in the order of the source."""
    left = list(placed)
    spans: dict[int, Span] = {}
    for n in sorted(mine):
        at = next(i for i, place in enumerate(left) if place.what == held[n].what)
        spans[n] = left.pop(at).span
    return spans


def respelt(text: str, placed: Sequence[Placed], pair: Pair) -> tuple[str, tuple[Placed, ...]]:
    """``text`` with the articles, capitals and blanks that its ``placed`` forms take, as ``join`` spells them."""
    pieces: list[str | Placed] = []
    at = 0
    for place in placed:
        pieces += [text[at : place.span.start], place]
        at = place.span.end
    return join([*pieces, text[at:]], lang(pair.target))


def under_marks(job: Job, desk: Desk, *, codes: bool, turn: int = 0) -> UnderMarks | None:
    """``job`` under the model's marks, from number ``turn`` on; None if there are not enough of them.

    ``codes``: they are put under marks, too, where models are shown them at all.
    """
    marks = desk.info.marks[turn:] + desk.info.marks[:turn]
    wanted = job.placed if codes and desk.shows_codes else job.held
    masked = mask(job.text, wanted, marks)
    return UnderMarks(masked, desk.info.marks, desk.pair) if marks and len(masked.placed) == len(wanted) else None


def as_it_stands(job: Job, desk: Desk) -> AsItStands:
    """``job`` without marks."""
    return AsItStands(job, desk.pair)


def view_of(job: Job, desk: Desk) -> View | None:
    """``job`` as a model is forced to keep its names: by marks where it has them, else by the forms themselves."""
    return under_marks(job, desk, codes=False) if desk.info.marks else as_it_stands(job, desk)


def with_codes(job: Job, outcome: Outcome, pair: Pair) -> Outcome:
    """``outcome`` with the job's inline codes in it; where the model did not place them, at guessed places."""
    if not job.codes or any(place.is_code for place in outcome.placed):
        return outcome
    placed = guess_codes(job.text, job.codes, outcome.text, outcome.placed, lang(pair.target))
    return replace(outcome, placed=placed, issues=(*outcome.issues, GUESSED_CODES))
