"""Numbers under marks, beside the names: they come back by value, in the digits that the target language writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.asked import read_all
from mtkit.enforce.interface import Climb, Desk, Draft, Job, Outcome
from mtkit.enforce.views import under_marks
from mtkit.engine.interface import Answer
from mtkit.figures import figures
from mtkit.mask import Literal, Placed

__all__ = ["Numbered"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Marks for what is placed and for every number that means the same in both languages.

    A number is no promise: where an answer loses one, the next tier asks with the numbers in the text.
    """

    name: str = "numbers"

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """The text under marks; None without numbers, or if there are not enough marks."""
        job = _with_numbers(climb.job, desk)
        view = under_marks(job, desk, codes=True) if job is not None else None
        return (view.text,) if view is not None else None

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """The best hypothesis with every mark; no draft is left behind, for it would be of another job."""
        job = _with_numbers(climb.job, desk)
        view = under_marks(job, desk, codes=True) if job is not None else None
        if job is None or view is None:
            return ()
        outcome = read_all(self.name, view, job, desk, answers[0])
        if not isinstance(outcome, Outcome):
            return ()
        left = list(climb.job.placed)
        placed: list[Placed] = []
        for place in outcome.placed:
            mine = next((n for n, other in enumerate(left) if other.what == place.what), None)
            if mine is not None:
                placed.append(place)
                del left[mine]
        return replace(outcome, placed=tuple(placed))


def _with_numbers(job: Job, desk: Desk) -> Job | None:
    """``job`` with its numbers placed, too; None where there are none, or the model knows no marks."""
    if not desk.info.marks:
        return None
    numbers = [
        Placed(figure.span, Literal(figure.form))
        for figure in figures(job.text, desk.pair.source, desk.pair.target)
        if not any(figure.span.overlaps(place.span) for place in job.placed)
    ]
    # sorted() keeps a code before the number that it touches
    return Job(job.text, tuple(sorted([*job.placed, *numbers], key=lambda place: place.span))) if numbers else None
