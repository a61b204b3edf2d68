"""What differs between two glossaries: concepts added, removed and changed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.glossary.model import Concept, Status, Term
from mtkit.glossary.rules import COLUMNS, CONCEPT_COLUMNS, values

__all__ = ["Change", "compare"]

_TERM_COLUMNS = tuple(column for column in COLUMNS if column not in CONCEPT_COLUMNS and column != "lang")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``what`` is ``added``, ``removed`` or ``changed``; of a concept, or of a ``term`` if it is named.

    For what changed, ``field`` is the column, with its value ``before`` and ``after``.
    """

    what: str
    concept: str
    lang: str = ""
    term: str = ""
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def line(self) -> str:
        """The difference in one line: ``+``, ``-`` or ``~``, the concept, and what of it."""
        mark = {"added": "+", "removed": "-", "changed": "~"}[self.what]
        place = f"{mark} {self.concept}" + (f" {self.lang} {self.term!r}" if self.lang else "")
        if self.what == "changed":
            return f"{place} {self.field}: {self.before!r} -> {self.after!r}"
        return f"{place} {self.after or self.before}".rstrip()


def compare(before: Sequence[Concept], after: Sequence[Concept]) -> tuple[Change, ...]:
    """The differences, by concept in the order of ``before`` and then of ``after``; empty if they say the same.

    The order of rows and concepts does not count.
    """
    old, new = {concept.id: concept for concept in before}, {concept.id: concept for concept in after}
    changes: list[Change] = []
    for concept_id, concept in old.items():
        if concept_id in new:
            changes += _concept(concept, new[concept_id])
        else:
            changes.append(Change("removed", concept_id, before=_names(concept)))
    changes += [Change("added", c.id, after=_names(c)) for c in new.values() if c.id not in old]
    return tuple(changes)


def _names(concept: Concept) -> str:
    """A concept's kind and a few of its names."""
    shown = [term.text for term in concept.terms if term.status is Status.APPROVED][:3]
    return f"({concept.kind}: {', '.join(shown) or concept.terms[0].text})"


def _concept(old: Concept, new: Concept) -> Iterator[Change]:
    for column, attribute in CONCEPT_COLUMNS.items():
        one, two = getattr(old, attribute), getattr(new, attribute)
        if one != two:
            yield Change("changed", old.id, field=column, before=one, after=two)
    for one, two in _paired(list(old.terms), list(new.terms)):
        if one and two:
            said, now = values(old, one), values(new, two)
            for column in _TERM_COLUMNS:
                if said[column] != now[column]:
                    yield Change("changed", old.id, one.lang, one.text, column, said[column], now[column])
        elif one:
            yield Change("removed", old.id, one.lang, one.text, before=f"({one.status})")
        elif two:
            yield Change("added", old.id, two.lang, two.text, after=f"({two.status})")


def _paired(old: list[Term], new: list[Term]) -> Iterator[tuple[Term | None, Term | None]]:
    """Each term with the one it became: the same, else the same text, else the approved one of its language."""
    pairs: list[tuple[Term | None, Term | None]] = []
    for key in (_all, _text, _approved):
        waiting: dict[object, list[Term]] = {}
        for term in new:
            waiting.setdefault(key(term), []).append(term)
        for term in tuple(old):
            matches = waiting.get(key(term)) if key(term) else None
            if matches:
                pairs.append((term, matches[0]))
                old.remove(term)
                new.remove(matches.pop(0))
    pairs += [(term, None) for term in old]
    pairs += [(None, term) for term in new]
    return (pair for pair in pairs if pair[0] != pair[1])


def _all(term: Term) -> object:
    return term


def _text(term: Term) -> object:
    return term.lang, term.text


def _approved(term: Term) -> object:
    """The language, the house and the first day of an approved form; None for any other."""
    return (term.lang, term.publisher, term.valid_from) if term.status is Status.APPROVED else None
