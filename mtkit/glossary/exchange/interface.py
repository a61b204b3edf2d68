"""What a format of glossaries is: bytes to rows, and concepts to bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mtkit.glossary.model import Concept
from mtkit.glossary.rules import Problem, Row
from mtkit.lang import Pair

__all__ = ["MAX_BYTES", "MAX_ROWS", "Format", "Loss", "Sheet"]

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Loss:
    """What one side holds and the other cannot: which field, how many values, and the first of them with its place."""

    field: str
    count: int
    example: str

    @property
    def line(self) -> str:
        """The loss in one line."""
        return f"{self.field}: {self.count} lost, first {self.example}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it stands: its rows, what is wrong with the file itself, and what has no place in a glossary here."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    left: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    ``read`` takes the bytes, the name of the file for messages, and the pair of languages that was asked for; it
    raises GlossaryError for what cannot be read at all. ``write`` takes the concepts, the pair, and the day whose
    forms count in a format without dates. ``paired`` formats hold two languages, and do not say which.
    """

    name: str
    about: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, Pair | None], Sheet]
    write: Callable[[Sequence[Concept], Pair | None, date], bytes]
    paired: bool = False
