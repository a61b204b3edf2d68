"""How a document names a thing the first time and later: in full, with its abbreviation in brackets, then short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from mtkit.text import Kind

if TYPE_CHECKING:  # the command line names Mentions in its options, long before a glossary is read
    from mtkit.glossary import Hit, Term

__all__ = ["FULL", "Mention", "Mentions", "brief", "plan"]


class Mentions(StrEnum):
    """When a later mention is short.

    ``SOURCE``: where the source itself goes on with a short form, so that nothing changes that its author did not ask
    for. ``GLOSSARY``: wherever the glossary has a later form or an abbreviation. ``FULL``: never.
    """

    SOURCE = "source"
    GLOSSARY = "glossary"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: ``short`` by its later form or abbreviation; ``introduce`` in full, the abbreviation in brackets."""

    short: bool = False
    introduce: bool = False


FULL = Mention()
"""In full, as it stands in the glossary."""

_KINDS = frozenset({"body", "media", "event", "document"})
_MORE_KINDS = _KINDS | {"phrase", "person", "place"}
# a headline or a cell is read on its own: there a name is in full, and introduces nothing
_RUNNING = frozenset({Kind.BODY, Kind.QUOTE, Kind.ITEM})
_SHORTER = 0.75


def brief(term: Term) -> str:
    """What a later mention says: the row's later form, else its abbreviation; "" where it has neither."""
    return term.later or term.abbreviation


def plan(
    found: Sequence[tuple[Kind, str, Sequence[Hit]]],
    target: str,
    day: date,
    *,
    publisher: str = "",
    style: Mentions = Mentions.SOURCE,
) -> list[tuple[Mention, ...]]:
    """How each hit of each segment is written in ``target``; ``found`` holds a document's segments in order.

    A first mention is in full. It gets its abbreviation in brackets only if a later one will be that abbreviation, and
    not if the source has brackets of its own there.
    """
    mentions = [[FULL] * len(hits) for _, _, hits in found]
    if style is Mentions.FULL:
        return [tuple(row) for row in mentions]
    first: dict[str, tuple[int, int] | None] = {}
    for n, (kind, text, hits) in enumerate(found):
        if kind not in _RUNNING:
            continue
        for m, hit in enumerate(hits):
            concept = hit.concept
            term = concept.approved(target, day, publisher=publisher)
            kinds = _KINDS if style is Mentions.SOURCE else _MORE_KINDS
            if term is None or not brief(term) or concept.kind not in kinds:
                continue
            if concept.id not in first:
                first[concept.id] = None if _explained(hits, m, text) else (n, m)
            elif not _explains(hits, m, text) and (style is Mentions.GLOSSARY or _is_short(hit, text, day)):
                mentions[n][m] = Mention(short=True)
                place = first[concept.id]
                if place is not None and brief(term) == term.abbreviation:
                    mentions[place[0]][place[1]] = Mention(introduce=True)
    return [tuple(row) for row in mentions]


def _explains(hits: Sequence[Hit], m: int, text: str) -> bool:
    """Whether hit ``m`` stands in brackets behind its own name, or is a name that such brackets follow."""
    return _explained(hits, m, text) or (m > 0 and _explained(hits, m - 1, text))


def _explained(hits: Sequence[Hit], m: int, text: str) -> bool:
    """Whether brackets with another name of the same thing follow hit ``m``."""
    if m + 1 >= len(hits) or hits[m + 1].concept.id != hits[m].concept.id:
        return False
    return text[hits[m].span.end : hits[m + 1].span.start].strip() in {"(", "（"}


def _is_short(hit: Hit, text: str, day: date) -> bool:
    """Whether the source names the thing by a short form: an abbreviation, or an admitted form that is much shorter."""
    from mtkit.glossary.model import Status
    from mtkit.glossary.normal import fold

    said = fold(hit.span.of(text), chinese=hit.term.lang.startswith("zh")).lower
    own = hit.term.lang
    approved = hit.concept.approved(own, day)
    briefs = [form for term in hit.concept.terms if term.lang == own for form in (term.abbreviation, term.later)]
    if said in {fold(form, chinese=own.startswith("zh")).lower for form in briefs if form}:
        return True
    if hit.term.status is not Status.ADMITTED or approved is None:
        return False
    return len(said) < _SHORTER * len(approved.text)
