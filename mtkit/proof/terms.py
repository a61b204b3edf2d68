"""Where the names of the glossary stand in a unit, and who says that they are written so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from mtkit.glossary import Glossary
from mtkit.lang import lang
from mtkit.text import Span
from mtkit.unit import Unit
from mtkit.verify import Rendering

__all__ = ["address_of", "terms_of"]

_URL = re.compile(r"https?://[^\s\"'<>()]+")
_HOST = re.compile(r"\(((?:[a-z0-9-]+\.)+[a-z]{2,})\)")
_PREFIX = re.compile(r"^(?:seen|memory):\s*")


def terms_of(unit: Unit, glossary: Glossary | None, *, day: date, publisher: str = "") -> list[dict[str, Any]]:
    """The concepts of a unit in the order of its source: the form to write, its authority, spans in both texts.

    With a glossary, what it finds now; else, and besides, what was noted when the unit was made. ``url`` is the
    address in the authority, if it names one.
    """
    found = _by_glossary(unit, glossary, day, publisher) if glossary else {}
    for use in unit.terms:
        if use.concept not in found:
            spans = _spans(use.source, unit.segment.text), _spans(use.target, unit.target)
            found[use.concept] = _term(use.concept, use.target, use.authority, *spans)
    return sorted(found.values(), key=lambda term: (term["source"] or [[len(unit.segment.text), 0]], term["concept"]))


def _by_glossary(unit: Unit, glossary: Glossary, day: date, publisher: str) -> dict[str, dict[str, Any]]:
    source, target = lang(unit.pair.source), lang(unit.pair.target)
    text = Rendering(unit.target, target, glossary, day, unit.segment.text, source, publisher)
    hits = text.hits()
    said = text.accepted(hits) if hits and unit.target else {}
    found: dict[str, dict[str, Any]] = {}
    for hit in hits:
        if (known := found.get(hit.concept.id)) is not None:
            known["source"].append([hit.span.start, hit.span.end])
            continue
        official = text.official(hit.concept)
        there = [place.span for place in said.get(hit.concept.id, ())]
        form, authority = (official.text, official.authority) if official else ("", "")
        found[hit.concept.id] = _term(hit.concept.id, form, authority, [hit.span], there)
    return found


def _term(concept: str, form: str, authority: str, source: list[Span], target: list[Span]) -> dict[str, Any]:
    authority = _PREFIX.sub("", authority).strip().strip('"“”')
    return {
        "concept": concept,
        "form": form,
        "authority": authority,
        "url": address_of(authority),
        "source": [[span.start, span.end] for span in source],
        "target": [[span.start, span.end] for span in target],
    }


def address_of(authority: str) -> str:
    """The web address in the name of an authority, "" if there is none: ``asean.org`` in brackets counts as one."""
    if match := _URL.search(authority):
        return match[0].rstrip(".,;:")
    match = _HOST.search(authority)
    return f"https://{match[1]}" if match else ""


def _spans(form: str, text: str) -> list[Span]:
    """Where ``form`` stands in ``text``, capitals aside."""
    if not form:
        return []
    return [Span(*match.span()) for match in re.finditer(re.escape(form), text, re.IGNORECASE)]
