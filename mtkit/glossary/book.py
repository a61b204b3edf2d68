"""The glossary: concepts by id, compiled once for finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mtkit.glossary.model import Concept, Hit

__all__ = ["Glossary"]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in a fixed order, with what finds them in text.

    ``digest`` is the first 12 hex digits of the SHA-256 of the concepts in canonical form: two glossaries that say
    the same have the same digest, whatever the order of rows or columns.
    """

    name: str
    concepts: tuple[Concept, ...]

    @classmethod
    def load(cls, *paths: Path | str) -> Glossary:
        """One glossary of one or more CSV files; later files override concepts of earlier ones.

        Raises GlossaryError with file, row, column and the mend; nothing is half-loaded.
        """
        raise NotImplementedError

    @property
    def digest(self) -> str:
        """See the class."""
        raise NotImplementedError

    def __getitem__(self, concept_id: str) -> Concept:
        raise NotImplementedError

    def find(self, text: str, lang: str, *, day: date) -> tuple[Hit, ...]:
        """Concepts in a source text: leftmost-longest, not overlapping, sorted.

        Approved, admitted and forbidden forms are all understood, and those not in force on ``day`` too (an old
        name in an archive piece still means its concept).
        """
        raise NotImplementedError

    def forbidden(self, text: str, lang: str, *, day: date, concepts: Iterable[str] | None = None) -> tuple[Hit, ...]:
        """Forbidden forms that stand in a target text, outside every accepted form of any concept.

        ``concepts`` limits the search to those ids; None looks for all.
        """
        raise NotImplementedError

    def occurrences(self, text: str, lang: str, concept_id: str, *, day: date) -> tuple[Hit, ...]:
        """Where accepted forms of one concept stand in a target text, by exclusive maximal matching.

        A shorter concept's form inside a longer concept's accepted form does not count.
        """
        raise NotImplementedError
