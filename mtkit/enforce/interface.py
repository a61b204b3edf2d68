"""What tiers are made of: jobs, the views of them that a model is given, drafts that failed, and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mtkit.enforce.calibration import Calibration
from mtkit.engine.interface import LAST_HEAD, Answer, Decoding, Engine, EngineInfo, Head, Phrase, SupportsAlignment
from mtkit.lang import Pair
from mtkit.mask import Placed
from mtkit.unit import Issue, Severity

__all__ = [
    "CUT_OFF",
    "GUESSED_CODES",
    "PARTED",
    "PIECED",
    "Asking",
    "Climb",
    "Desk",
    "Draft",
    "Job",
    "Outcome",
    "Tier",
    "View",
    "Working",
    "ended",
    "guessed",
    "missing_term",
]

GUESSED_CODES = Issue("M02", Severity.WARNING, "the place of the markup was guessed: check what it encloses")
PIECED = Issue(
    "M01", Severity.WARNING, "translated in pieces around its official names: check word order and small words"
)
CUT_OFF = Issue(
    "M05", Severity.WARNING, "the model did not come to an end and was stopped: the translation may break off or repeat"
)
PARTED = Issue("M03", Severity.INFO, "longer than the model takes: translated in parts and joined")


@dataclass(frozen=True, slots=True)
class Job:
    """A text to bring through a model, and what must come back in it. ``placed`` is sorted, not overlapping."""

    text: str
    placed: tuple[Placed, ...] = ()

    @property
    def held(self) -> tuple[Placed, ...]:
        """The names and literals: what an answer may not lack."""
        return tuple(place for place in self.placed if not place.is_code)

    @property
    def codes(self) -> tuple[Placed, ...]:
        """The inline codes."""
        return tuple(place for place in self.placed if place.is_code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: the text, where the placed things are in it, by which tier, and what the editor should know."""

    text: str
    placed: tuple[Placed, ...]
    tier: str
    score: float | None = None
    issues: tuple[Issue, ...] = ()


class View(Protocol):
    """A job as one model sees it: names under marks, or as they stand."""

    @property
    def text(self) -> str:
        """What the model is asked."""

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What an answer must hold, one for each of the job's held things, in their order."""

    def found(self, answer: str) -> tuple[tuple[int, ...], ...]:
        """Where each phrase stands in a raw answer: (start, end), or () for one that is not there.

        Each has a place of its own.
        """

    def read(self, answer: str) -> tuple[str, tuple[Placed, ...]] | None:
        """The translation that a raw answer makes, and where what was placed is in it; None if a held thing is not."""

    def rescue(self, answer: str) -> tuple[str, tuple[Placed, ...]]:
        """Like ``read``, with as many of the held things as there are."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that lacked something, best first: what a later tier repairs, or the last one keeps."""

    view: View
    text: str
    score: float | None = None

    @property
    def met(self) -> int:
        """How many phrases it holds."""
        return sum(bool(span) for span in self.view.found(self.text))


@dataclass(frozen=True, slots=True)
class Climb:
    """A job on its way up the tiers, with the drafts that it left behind."""

    job: Job
    drafts: tuple[Draft, ...] = ()

    @property
    def best(self) -> Draft | None:
        """The draft that holds most; of equals, the first, which the model liked better."""
        return max(self.drafts, key=lambda draft: draft.met, default=None)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tiers of one hop work with."""

    pair: Pair
    engine: Engine
    decoding: Decoding
    calibration: Calibration | None = None

    @property
    def head(self) -> Head:
        """The head of attention that tells what comes from what."""
        return self.calibration.head(self.pair) if self.calibration is not None else LAST_HEAD

    @property
    def info(self) -> EngineInfo:
        """What the engine says of itself."""
        return self.engine.info

    @property
    def shows_codes(self) -> bool:
        """Whether codes go to the model under marks: only where it cannot say afterwards what its words stand for.

        An answer without codes is the better translation, and codes are better placed in it than by the model: see
        benchmarks/markup.py --own.
        """
        return bool(self.info.marks) and not isinstance(self.engine, SupportsAlignment)

    def takes(self, *texts: str) -> bool:
        """Whether the model takes each of ``texts`` whole."""
        return all(self.engine.count(text, self.pair) <= self.info.max_tokens for text in texts)


@runtime_checkable
class Asking(Protocol):
    """A tier that asks plain questions: those of all jobs go to the model together."""

    @property
    def name(self) -> str:
        """As provenance names it."""

    def texts(self, climb: Climb, desk: Desk) -> tuple[str, ...] | None:
        """What to ask the model; None where this tier has nothing to offer for the job."""

    def outcome(self, climb: Climb, desk: Desk, answers: Sequence[Answer]) -> Outcome | tuple[Draft, ...]:
        """What the answers make; the drafts if a placed thing is not in its form."""


@runtime_checkable
class Working(Protocol):
    """A tier that needs more of an engine than plain answers."""

    @property
    def name(self) -> str:
        """As provenance names it."""

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether it has something to offer: the engine can do what it needs, and the job has what it works on."""

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """For each job, in order, its outcome, or the drafts of a failure."""


Tier = Asking | Working


def ended(*scores: float | None) -> tuple[Issue, ...]:
    """What to say where an engine gives no score, its sign that an answer ran into the length limit."""
    return (CUT_OFF,) if None in scores else ()


def guessed(labels: Sequence[str]) -> Issue:
    """What to say of codes whose place is not sure, by the labels that open them."""
    shown = ", ".join(dict.fromkeys(labels))
    return Issue("M02", Severity.WARNING, f"the place of {shown} was guessed: check what the markup encloses")


def missing_term(source: str, form: str) -> Issue:
    """The last word on a name that no tier could hold."""
    return Issue("M06", Severity.ERROR, f"the official form is missing: “{source}” must be “{form}” in the translation")
