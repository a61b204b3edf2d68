"""T0: plain questions. The names under marks, or as they stand, or their forms written in; every hypothesis is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.interface import Climb, Desk, Draft, Job, Outcome, View, ended
from mtkit.enforce.views import AsItStands, as_it_stands, under_marks, with_codes
from mtkit.engine.interface import Answer, SupportsPrefix
from mtkit.mask import Masked, Placed, restore
from mtkit.text import Span

__all__ = ["Marked", "Plain", "Trusted", "read_all"]


@dataclass(frozen=True, slots=True)
class Plain:
    """Nothing is held: the model's best answer is the outcome, and codes are put into it."""

    name: str = "plain"

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text itself."""
        job = climb.job
        return None if job.held or (job.codes and desk.shows_codes) else (job.text,)

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The best answer, without marks that nobody gave out."""
        answer = answers[0]
        restored = restore(Masked(climb.job.text, (), ()), answer.texts[0], desk.pair.target, marks=desk.info.marks)
        made = Outcome(restored.text, (), self.name, answer.scores[0], ended(*answer.scores[:1]))
        return with_codes(climb.job, made, desk.pair)


@dataclass(frozen=True, slots=True)
class Marked:
    """Marks that the model copies, for all of ``placed`` or the names alone; ``turn`` picks other marks."""

    name: str
    codes: bool
    turn: int = 0

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text under marks."""
        job = climb.job
        if not (job.held or (job.codes and self.codes and desk.shows_codes)):
            return None
        if not self.codes and isinstance(desk.engine, SupportsPrefix):
            return None  # mending the first answer costs less than asking again, and works more often
        view = under_marks(job, desk, codes=self.codes, turn=self.turn)
        return (view.text,) if view is not None else None

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The best hypothesis with every mark of a name, of equals one with the codes, too."""
        view = under_marks(climb.job, desk, codes=self.codes, turn=self.turn)
        return read_all(self.name, view, climb.job, desk, answers[0]) if view is not None else ()


@dataclass(frozen=True, slots=True)
class Trusted:
    """A stock model's own answer, taken if every form can be found in it; ``inline`` writes the forms in first."""

    name: str
    inline: bool

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text, or the text with its forms."""
        if desk.info.marks or not climb.job.placed:
            return None
        if not self.inline:
            return (climb.job.text,)
        return (written_in(climb.job).text,) if climb.job.held else None

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The first hypothesis that holds every form."""
        job = written_in(climb.job) if self.inline else climb.job
        return read_all(self.name, as_it_stands(job, desk), climb.job, desk, answers[0])


def read_all(tier: str, view: View, job: Job, desk: Desk, answer: Answer) -> Outcome | tuple[Draft, ...]:
    """The outcome of the first hypothesis that holds everything, one with its codes in place rather; else drafts."""
    second: Outcome | None = None
    for text, score in zip(answer.texts, answer.scores, strict=True):
        made = view.read(text)
        if made is None:
            continue
        outcome = with_codes(job, Outcome(*made, tier, score, ended(score)), desk.pair)
        if not outcome.issues or isinstance(view, AsItStands):
            return outcome
        second = second or outcome
    if second is not None:
        return second
    return tuple(Draft(view, text, score) for text, score in zip(answer.texts, answer.scores, strict=True))


def written_in(job: Job) -> Job:
    """``job`` with each held form in the place of its source words; codes do not count."""
    parts: list[str] = []
    placed: list[Placed] = []
    at = length = 0
    for place in job.held:
        parts += [job.text[at : place.span.start], place.what.form]
        length += place.span.start - at
        placed.append(replace(place, span=Span(length, length + len(place.what.form))))
        length += len(place.what.form)
        at = place.span.end
    return Job("".join([*parts, job.text[at:]]), tuple(placed))
