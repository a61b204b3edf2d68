"""Concepts and their terms.

A concept is one thing in the world (a body, an office, a forum) and knows what it is called in every language, so
that it holds across a pivot. A term is one of those names, with its standing, its authority and its dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mtkit.text import Span

__all__ = ["Article", "Case", "Concept", "Hit", "Status", "Term"]


class Status(StrEnum):
    """The standing of a form."""

    APPROVED = "approved"  # the one form that mtkit writes
    ADMITTED = "admitted"  # also right; accepted by the checks, understood in a source
    DERIVED = "derived"  # built on the name (Chinese for China): accepted in a target, not sought in a source
    FORBIDDEN = "forbidden"  # wrong; understood in a source, an error in a target


class Case(StrEnum):
    """How capitals count when a form is sought."""

    FIXED = "fixed"  # as written
    SENTENCE = "sentence"  # as written, or with a capital at the start of a sentence
    ANY = "any"


class Article(StrEnum):
    """Whether English puts "the" before the form in running text."""

    UNKNOWN = ""
    THE = "the"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """One form of one concept in one language.

    ``authority`` says who calls it so, ``confidence`` is ``high``, ``medium`` or ``low``. It holds from
    ``valid_from`` to ``valid_to``, both included, None for open. ``abbreviation`` follows the first mention in
    brackets, ``later`` is what later mentions are called. ``publisher`` limits a form to one house's usage.
    """

    concept: str
    lang: str
    text: str
    status: Status = Status.APPROVED
    case: Case = Case.SENTENCE
    article: Article = Article.UNKNOWN
    abbreviation: str = ""
    later: str = ""
    authority: str = ""
    confidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    publisher: str = ""
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the form is in force on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names. ``kind``: body, title, person, place, event, document, media, phrase, abbr, country."""

    id: str
    kind: str
    terms: tuple[Term, ...]
    replaced_by: str = ""
    note: str = ""

    def approved(self, lang: str, day: date) -> Term | None:
        """The form to write in ``lang`` on ``day``; None where the glossary has no certain one.

        Where several are approved and valid, one that no publisher claims for itself, then the first in the
        glossary's order.
        """
        forms = [t for t in self.terms if t.lang == lang and t.status is Status.APPROVED and t.valid_on(day)]
        return min(forms, key=lambda term: term.publisher, default=None)

    def accepted(self, lang: str, day: date) -> tuple[str, ...]:
        """Every form that counts as right in ``lang`` on ``day``, the approved one first, abbreviations last."""
        forms: dict[str, None] = {}
        valid = [t for t in self.terms if t.lang == lang and t.status is not Status.FORBIDDEN and t.valid_on(day)]
        for term in sorted(valid, key=lambda t: t.status is not Status.APPROVED):
            forms[term.text] = None
        for term in valid:
            forms.update(dict.fromkeys(text for text in (term.later, term.abbreviation) if text))
        return tuple(forms)

    def forbidden(self, lang: str) -> tuple[str, ...]:
        """The forms known to be wrong in ``lang``, in the glossary's order."""
        return tuple(dict.fromkeys(t.text for t in self.terms if t.lang == lang and t.status is Status.FORBIDDEN))


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a text: where, and by which of its forms."""

    span: Span
    concept: Concept
    term: Term
