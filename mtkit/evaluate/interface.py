"""The values of evaluation: test sets, what was scored, and what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from mtkit.lang import Pair

__all__ = ["Counts", "Direction", "EvalSet", "Example", "Failure", "Fault", "Row", "Scored", "TermReport", "total"]


@dataclass(frozen=True, slots=True)
class Row:
    """One segment of a test set in its languages. Rows of one ``document`` (never "") belong together, in order."""

    id: str
    document: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EvalSet:
    """A test set. ``digest`` is the first 12 hex digits of the SHA-256 of its rows, as they were read."""

    name: str
    digest: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One translated segment, ready to be scored. ``flagged``: it carries an error, and will not be published so."""

    id: str
    document: str
    source: str
    target: str
    reference: str = ""
    flagged: bool = False


class Fault(StrEnum):
    """What can be wrong with a name in a translation."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    DOUBLED = "doubled"
    UNLIKE = "unlike"  # another rendering than elsewhere in the document


@dataclass(frozen=True, slots=True)
class Failure:
    """One occurrence that failed: what stood in the source, what should stand in the target, what does, if anything."""

    row: str
    fault: Fault
    concept: str
    named: str
    wanted: str
    found: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted; counts of several documents or directions add up.

    ``terms`` are covered occurrences: a concept stands in the source, and the glossary has one form to write for it in
    the target language on the day. ``surface`` and ``exclusive`` of them are in the target (see ``score_terms``).
    ``passed`` are those in segments without an error, ``passed_held`` of these are in the target by the exclusive
    rule. ``forbidden`` counts forbidden forms of the source's concepts, ``doubled`` mentions beyond those of the
    source. ``repeated`` counts concepts said at least twice in a document, ``unlike`` those of them with more than one
    rendering. ``unsure`` are occurrences for which the glossary cannot choose a form; they are not ``terms``.
    """

    segments: int = 0
    with_terms: int = 0
    flagged: int = 0
    terms: int = 0
    surface: int = 0
    exclusive: int = 0
    passed: int = 0
    passed_held: int = 0
    forbidden: int = 0
    doubled: int = 0
    repeated: int = 0
    unlike: int = 0
    unsure: int = 0

    @property
    def surface_rate(self) -> float | None:
        """Term success by the loose rule, in points of 100; None without terms."""
        return _share(self.surface, self.terms)

    @property
    def exclusive_rate(self) -> float | None:
        """Term success by the strict rule, in points of 100; None without terms."""
        return _share(self.exclusive, self.terms)

    @property
    def passed_rate(self) -> float | None:
        """Term success in segments without an error, by the strict rule: the promise is 100."""
        return _share(self.passed_held, self.passed)

    @property
    def forbidden_rate(self) -> float | None:
        """Forbidden forms for each 100 terms."""
        return _share(self.forbidden, self.terms)

    @property
    def doubled_rate(self) -> float | None:
        """Mentions too many for each 100 terms."""
        return _share(self.doubled, self.terms)

    @property
    def consistency(self) -> float | None:
        """Share of repeated concepts with one rendering in their document; None if none is repeated."""
        return _share(self.repeated - self.unlike, self.repeated)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def total(counts: Iterable[Counts]) -> Counts:
    """The sum."""
    every = list(counts)
    return Counts(**{f.name: sum(getattr(one, f.name) for one in every) for f in fields(Counts)})


@dataclass(frozen=True, slots=True)
class Scored:
    """Counts, and every occurrence that failed, in the order of the examples."""

    counts: Counts
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Direction:
    """What was measured in one direction. None stands for what could not be: no reference, no model, no sacrebleu.

    ``bare`` are the same segments translated without the glossary, ``oracle`` the references themselves. chrF
    (chrF2, points of 100) is over segments with terms and a reference. ``plain`` counts segments without a term,
    ``plain_changed`` those whose bytes differ between the runs with and without the glossary: must be 0, and
    ``plain_chrf_change`` too. ``time_ratio`` is the median over ``repeats`` of CPU time with the glossary by CPU time
    without. ``tiers`` counts the ways by which units with terms were made, last hop, most frequent first.
    """

    pair: Pair
    named: Scored
    bare: Counts | None = None
    oracle: Counts | None = None
    chrf: float | None = None
    chrf_bare: float | None = None
    chrf_segments: int = 0
    plain: int = 0
    plain_changed: int | None = None
    plain_chrf_change: float | None = None
    time_ratio: float | None = None
    repeats: int = 0
    tiers: tuple[tuple[str, int], ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class TermReport:
    """What ``mtkit evaluate terms`` has to say. ``notes`` say what could not be measured, and how it could."""

    testset: str
    digest: str
    day: date
    directions: tuple[Direction, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def worst_first(self) -> tuple[Direction, ...]:
        """The directions by exclusive term success, lowest first; those without terms last."""

        def badness(direction: Direction) -> tuple[float, str]:
            rate = direction.named.counts.exclusive_rate
            return (101.0 if rate is None else rate, str(direction.pair))

        return tuple(sorted(self.directions, key=badness))
