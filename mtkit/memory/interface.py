"""The values of the memory: what is kept of a translation, and what a look-up gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from mtkit.glossary import Glossary
from mtkit.lang import Pair

__all__ = [
    "NOWHERE",
    "Added",
    "Context",
    "Entry",
    "Found",
    "Provenance",
    "Pruned",
    "Stats",
    "TranslationMemory",
]  # fmt: skip


class Provenance(StrEnum):
    """How the text of an entry came about. All but ``MACHINE`` were approved by a person; that one is kept apart."""

    HUMAN = "human"  # written by a person
    POST_EDITED = "post-edited"  # machine text that a person changed
    MACHINE_APPROVED = "machine-approved"  # machine text that a person signed off as it was
    MEMORY = "memory"  # from the memory, signed off anew
    IMPORTED = "imported"  # from another program, which did not say
    MACHINE = "machine"  # raw; never given out as approved


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands: the kind of its block, and the digest of the segment before it ("" where unknown).

    ``turn`` tells segments apart that are alike in text, kind and predecessor, yet translated in two ways: "" or "2".
    """

    kind: str = ""
    previous: str = ""
    turn: str = ""

    def same_as(self, other: Context) -> bool:
        """Whether both stand behind the same segment, in the same kind of block; never for what stands first."""
        return bool(self.previous) and (self.kind, self.previous) == (other.kind, other.previous)


NOWHERE = Context()


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation and where it is from. Times are UTC, ``2026-11-23T02:00:00Z``; "" for what is not known.

    ``changed`` is when the text was approved. ``superseded`` is when a later approval of the same place came to stand
    in its stead. ``used`` counts how often it was put into a translation. ``id`` is 0 before it is in a memory.
    """

    source: str
    target: str
    pair: Pair
    context: Context = NOWHERE
    provenance: Provenance = Provenance.HUMAN
    author: str = ""
    created: str = ""
    changed: str = ""
    document: str = ""
    model: str = ""
    signature: str = ""
    used: int = field(default=0, compare=False)
    last_used: str = field(default="", compare=False)
    superseded: str = ""
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a look-up.

    ``score`` is in percent: 100 for the same text and no other. ``in_context`` says that the predecessor is the same,
    too. ``changed`` names the facts in which the entry's source differs: ``number 5 → 8``, ``negation``.
    """

    entry: Entry
    score: float
    in_context: bool = False
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding entries: ``added`` new; ``changed`` in place of an earlier text; ``known`` before.

    ``older`` were approved before what is in force, and are kept behind it. ``machine`` are raw texts, kept apart.
    """

    added: int = 0
    changed: int = 0
    known: int = 0
    older: int = 0
    machine: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.added + other.added, self.changed + other.changed, self.known + other.known,
            self.older + other.older, self.machine + other.machine,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, or would be: so many entries, and the first of them to look at."""

    count: int
    sample: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """What a memory holds, by pair and by provenance, in the order of the pairs."""

    path: str
    schema: int
    bytes: int
    entries: int
    superseded: int
    machine: int
    pairs: tuple[tuple[Pair, int], ...]
    provenance: tuple[tuple[Provenance, int], ...]
    documents: int
    used: int
    oldest: str = ""
    newest: str = ""


class TranslationMemory(Protocol):
    """What the main path asks of a memory."""

    def exact(self, text: str, pair: Pair, context: Context = NOWHERE) -> tuple[Found, ...]:
        """The approved translations of ``text``, those in the same context first, then the newest."""

    def fuzzy(
        self,
        text: str,
        pair: Pair,
        *,
        threshold: float = 75,
        limit: int = 3,
        glossary: Glossary | None = None,
        day: date = date.max,
    ) -> tuple[Found, ...]:
        """Approved translations of other texts that are like ``text``, the likest first."""

    def digest(self, pair: Pair) -> str:
        """What all look-ups of ``pair`` depend on, in 16 hex digits."""

    def touch(self, ids: Sequence[int]) -> None:
        """Count a use of each of the entries."""
