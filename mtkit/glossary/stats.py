"""What a glossary holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mtkit.glossary.model import Concept, Status
from mtkit.lang import LANGUAGES

__all__ = ["Stats", "stats"]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts on one day. ``covered[kind][lang]`` are concepts of a kind with an approved form in force in ``lang``.

    ``forms`` are terms by language, ``authorities`` the number of terms each vouches for, the most first; terms that
    name none count under "". ``expired`` are ids of concepts that had an approved form and have none in force now.
    """

    day: date
    concepts: int
    terms: int
    forms: dict[str, int]
    kinds: dict[str, int]
    statuses: dict[str, int]
    confidences: dict[str, int]
    authorities: dict[str, int]
    expired: tuple[str, ...]
    ended_terms: int
    covered: dict[str, dict[str, int]]


def stats(concepts: Iterable[Concept], *, day: date) -> Stats:
    """Count ``concepts`` as they stand on ``day``."""
    known = tuple(concepts)
    terms = [term for concept in known for term in concept.terms]
    langs = _ordered(Counter(term.lang for term in terms))
    covered: dict[str, Counter[str]] = {}
    expired = []
    for concept in known:
        row = covered.setdefault(concept.kind, Counter())
        approved = {term.lang for term in concept.terms if term.status is Status.APPROVED}
        current = {lang for lang in approved if concept.approved(lang, day) is not None}
        row.update(current)
        if approved and not current:
            expired.append(concept.id)
    return Stats(
        day,
        len(known),
        len(terms),
        langs,
        _most(Counter(concept.kind for concept in known)),
        _most(Counter(str(term.status) for term in terms)),
        _most(Counter(term.confidence for term in terms)),
        _most(Counter(term.authority for term in terms)),
        tuple(expired),
        sum(1 for term in terms if term.valid_to is not None and term.valid_to < day),
        {kind: {lang: row[lang] for lang in langs} for kind, row in sorted(covered.items())},
    )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    """By language, in the order of ``LANGUAGES``."""
    return {code: counts[code] for code in LANGUAGES if counts[code]}


def _most(counts: Counter[str]) -> dict[str, int]:
    """The most first; equal ones by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
