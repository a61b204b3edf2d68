"""The values of review: units, their state, what was found in them, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mtkit.lang import Pair
from mtkit.text import Segment, Span

__all__ = ["Estimate", "Hop", "Issue", "MemoryMatch", "Origin", "Severity", "Signature", "State", "TermUse", "Unit"]


class State(StrEnum):
    """Where a unit stands in review. Derived, never kept in a flag that other tools would strip."""

    UNTRANSLATED = "untranslated"
    RAW = "raw"  # machine text that nobody has touched
    EDITED = "edited"  # begun by a person, not yet signed off
    APPROVED = "approved"
    STALE = "stale"  # approved for a source that has changed since


class Origin(StrEnum):
    """Who made the target text."""

    MACHINE = "machine"
    MEMORY = "memory"
    HUMAN = "human"


class Severity(StrEnum):
    """How much a finding matters: an ``ERROR`` must not be published."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error, to sort and compare by."""
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: a stable code such as ``N01``, how bad, one line for the editor, and where.

    ``source`` and ``target`` are spans in the texts that were checked; None where there is no one place.
    """

    code: str
    severity: Severity
    message: str
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class TermUse:
    """A glossary concept met in a unit: what stood in the source, what stands in the target, who says so."""

    concept: str
    source: str
    target: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route: which model gave which text, by which way of holding the terms.

    ``score`` is the model's log-probability per target token, natural logarithm, uncalibrated.
    """

    pair: Pair
    model: str  # "name@revision"
    text: str
    score: float | None = None
    tier: str = "plain"


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """What the translation memory holds for a unit: the same text or one like it, who approved it, when and where.

    ``score`` is in percent, 100 for the same text. ``use`` is ``candidate`` where it was put in for review,
    ``approved`` where it was put in as it was approved, ``shown`` where it only stands beside. ``changed`` says in
    which facts the sources differ, or why it was not put in.
    """

    score: int
    source: str
    target: str
    author: str = ""
    date: str = ""  # ISO 8601, UTC
    document: str = ""
    changed: tuple[str, ...] = ()
    use: str = "shown"


@dataclass(frozen=True, slots=True)
class Estimate:
    """How good a machine text may be, told without a reference: ``value`` from 0 to 1, more is better.

    ``how`` names the calibration and the signals it went by; ``parts`` are the signals, by name. See mtkit.estimate.
    """

    value: float
    how: str
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment with its translation, as an editor meets it.

    ``trail`` holds the hops in order, the last one giving ``raw``; a pivot's intermediate text is in the first.
    ``raw`` is the text the machine or the memory gave, by which an untouched unit is told from an edited one; "" if
    none. ``matches`` is what the memory held when it was made.
    ``previous`` is the source that a stale target was made for, where it is known. ``estimate`` is of ``raw``.
    """

    segment: Segment
    pair: Pair
    target: str
    state: State = State.RAW
    origin: Origin = Origin.MACHINE
    issues: tuple[Issue, ...] = ()
    terms: tuple[TermUse, ...] = ()
    trail: tuple[Hop, ...] = ()
    raw: str = ""
    previous: str = ""
    matches: tuple[MemoryMatch, ...] = ()
    estimate: Estimate | None = None

    @property
    def worst(self) -> Severity | None:
        """The gravest severity among the issues, or None."""
        return max((issue.severity for issue in self.issues), key=lambda s: s.rank, default=None)


@dataclass(frozen=True, slots=True)
class Signature:
    """How a set of units was made: enough to make the same bytes again."""

    mtkit: str
    engine: str  # "ctranslate2 4.8.5"
    models: tuple[str, ...]  # "name@revision", one per hop
    glossary: str  # "name@digest", or "none"
    segmenter: str
    options: str = ""  # "beam=4|as-of=2026-11-23"

    def __str__(self) -> str:
        parts = [f"mtkit:{self.mtkit}", f"engine:{self.engine}", f"models:{','.join(self.models)}"]
        parts += [f"glossary:{self.glossary}", f"segmenter:{self.segmenter}"]
        return "|".join([*parts, *([self.options] if self.options else [])])
