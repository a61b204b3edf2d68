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
    PROPOSED = "proposed"  # waits for a person's word; neither sought, written nor accepted


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

    def claim(self, publisher: str) -> int:
        """Whose usage the form is, seen from ``publisher``: 0 its own, 1 everybody's, 2 another house's.

        Where ``publisher`` is "", 0 everybody's and 2 some house's. Capitals do not count.
        """
        if publisher and self.publisher.casefold() == publisher.casefold():
            return 0
        return 2 if self.publisher else bool(publisher)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names. ``kind``: body, title, person, place, event, document, media, phrase, abbr, country."""

    id: str
    kind: str
    terms: tuple[Term, ...]
    replaced_by: str = ""
    note: str = ""

    def choices(self, lang: str, day: date, *, publisher: str = "") -> tuple[Term, ...]:
        """The approved forms in ``lang`` on ``day`` that ``publisher`` may choose from, in a fixed order.

        Its own, else those that no house claims for itself, else those of other houses. More than one text means
        that the glossary does not say which to write.
        """
        forms = [t for t in self.terms if t.lang == lang and t.status is Status.APPROVED and t.valid_on(day)]
        nearest = min((term.claim(publisher) for term in forms), default=0)
        return tuple(sorted((t for t in forms if t.claim(publisher) == nearest), key=lambda t: (t.publisher, t.text)))

    def approved(self, lang: str, day: date, *, publisher: str = "") -> Term | None:
        """The form to write in ``lang`` on ``day``; None where the glossary has no certain one.

        The first of ``choices``; where that is not the only one, ``mtkit.verify`` flags the unit.
        """
        return next(iter(self.choices(lang, day, publisher=publisher)), None)

    def accepted(self, lang: str, day: date, *, publisher: str = "") -> tuple[str, ...]:
        """Every form that counts as right in ``lang`` on ``day``, the approved one first, abbreviations last.

        With ``publisher``, forms that another house claims for itself do not count.
        """
        forms: dict[str, None] = {}
        valid = [
            t
            for t in self.terms
            if t.lang == lang
            and t.status not in {Status.FORBIDDEN, Status.PROPOSED}
            and t.valid_on(day)
            and not (publisher and t.claim(publisher) == 2)
        ]
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
    """A concept found in a text: where, and by which of its forms.

    ``rivals`` are other concepts that the very same words may mean with as good a right.
    """

    span: Span
    concept: Concept
    term: Term
    rivals: tuple[Concept, ...] = ()
