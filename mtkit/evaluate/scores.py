"""The values of scoring systems: what is scored against what, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mtkit.evaluate.bootstrap import Difference
from mtkit.evaluate.interface import Counts
from mtkit.lang import Pair
from mtkit.unit import Issue

__all__ = ["Batch", "Compared", "Edits", "Output", "Passage", "ScoreReport", "Scores", "Shown"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment to be translated, and how it should read. ``recorded``: what the machine said when it was made.

    ``line`` counts from 0 where the segments stand in a file, empty lines too.
    """

    id: str
    document: str
    source: str
    reference: str
    recorded: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Passages of one direction; those of one document follow each other.

    ``digest`` is the first 12 hex digits of the SHA-256 of what was read, ``lines`` how many lines a file of
    translations of them may have, ``made`` how the recorded texts were made, if there are any.
    """

    name: str
    digest: str
    pair: Pair
    passages: tuple[Passage, ...]
    lines: int
    made: str = ""

    @property
    def references(self) -> list[str]:
        """How the passages should read."""
        return [passage.reference for passage in self.passages]


@dataclass(frozen=True, slots=True)
class Output:
    """What one system says to each passage of a batch, and how it was made."""

    system: str
    texts: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Edits:
    """What it takes to make the reference of the translation: insertions, deletions and substitutions (Levenshtein).

    ``chars`` and ``words`` are for each 100 characters and words of the references, ``untouched`` the share of
    segments that need none, in points of 100. ``words`` is None in languages without spaces between words.
    """

    chars: float
    words: float | None
    untouched: float


@dataclass(frozen=True, slots=True)
class Shown:
    """One score, in points of 100 (COMET: as its model gives it), with what 95 percent of its resamples lie between."""

    value: float
    low: float
    high: float
    signature: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured of one system in one direction.

    ``scores`` are by metric, in the order of the metrics; ``documents`` holds the scores of each document, where there
    is more than one. ``findings`` are of each passage. ``terms`` is None without a glossary.
    """

    system: str
    pair: Pair
    segments: int
    scores: Mapping[str, Shown]
    edits: Edits
    findings: tuple[tuple[Issue, ...], ...]
    signature: str
    terms: Counts | None = None
    documents: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)  # segments of each document
    distances: tuple[float, ...] = ()  # characters to edit of each segment, for each one of its reference

    @property
    def codes(self) -> dict[str, int]:
        """How often each code was found, by code."""
        found: dict[str, int] = {}
        for issues in self.findings:
            for issue in issues:
                found[issue.code] = found.get(issue.code, 0) + 1
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two systems in one direction, metric by metric. ``signature`` says how they were compared."""

    pair: Pair
    first: str
    other: str
    differences: Mapping[str, Difference]
    signature: str


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What ``mtkit evaluate`` has to say. ``notes`` say what a reader must know, and what could not be measured."""

    testset: str
    digest: str
    day: date
    systems: tuple[Scores, ...]
    compared: tuple[Compared, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The directions, in the order in which they were scored."""
        return tuple(dict.fromkeys(one.pair for one in self.systems))

    def of(self, pair: Pair) -> tuple[Scores, ...]:
        """The systems in one direction."""
        return tuple(one for one in self.systems if one.pair == pair)
