"""What the memory held for a unit, as ``#.`` lines of its PO entry.

    #. mtkit-memory: candidate 100% | Somchai | 2026-11-20T02:00:00Z | forum.md
    #. mtkit-tm: 80% "source" -> "target" | Somchai | 2026-11-20T02:00:00Z | forum.md | number 5 → 8

The first says where the text that was put in is from; the others stand beside it for the editor to read.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import unquote

from mtkit.formats.po_text import flat
from mtkit.unit import MemoryMatch, Unit

__all__ = ["match_lines", "parsed_match", "shown_match"]

_SERVED = re.compile(r"(candidate|approved) (\d{1,3})% \| (.*)")
_SHOWN = re.compile(r"(\d{1,3})% (?=\")")
_IN_FIELDS = re.compile("[%|;]")


def match_lines(unit: Unit) -> list[str]:
    """A line for each match of ``unit``."""
    return [_line(match) for match in unit.matches]


def _line(match: MemoryMatch) -> str:
    fields = [_field(match.author), _field(match.date), _field(match.document)]
    fields += ["; ".join(_field(said) for said in match.changed)] if match.changed else []
    facts = " | ".join(fields)
    if match.use != "shown":
        return f"mtkit-memory: {match.use} {match.score}% | {facts}"
    both = " -> ".join(json.dumps(flat(text), ensure_ascii=False) for text in (match.source, match.target))
    return f"mtkit-tm: {match.score}% {both} | {facts}"


def _field(text: str) -> str:
    text = _IN_FIELDS.sub(lambda found: f"%{ord(found[0]):02X}", flat(text))
    return {"": "-", "-": "%2D"}.get(text, text)


def _plain(field: str) -> str:
    return "" if field == "-" else unquote(field)


def parsed_match(name: str, text: str) -> MemoryMatch | None:
    """What ``match_lines`` wrote, or None; of what was put in, the texts are those of the entry and not repeated."""
    if name == "mtkit-memory":
        served = _SERVED.fullmatch(text)
        return _with_facts(MemoryMatch(int(served[2]), "", "", use=served[1]), served[3]) if served else None
    opening = _SHOWN.match(text)
    if not opening:
        return None
    decoder = json.JSONDecoder()
    try:
        source, at = decoder.raw_decode(text, opening.end())
        if text[at : at + 4] != " -> ":
            return None
        target, at = decoder.raw_decode(text, at + 4)
    except ValueError:
        return None
    if text[at : at + 3] != " | " or not isinstance(source, str) or not isinstance(target, str):
        return None
    return _with_facts(MemoryMatch(int(opening[1]), source, target), text[at + 3 :])


def _with_facts(match: MemoryMatch, facts: str) -> MemoryMatch | None:
    fields = facts.split(" | ")
    if len(fields) not in {3, 4}:
        return None
    changed = tuple(_plain(said) for said in fields[3].split("; ")) if len(fields) == 4 else ()
    return replace(match, author=_plain(fields[0]), date=_plain(fields[1]), document=_plain(fields[2]), changed=changed)


def shown_match(match: MemoryMatch) -> MemoryMatch:
    """``match`` as its line gives it back."""
    served = match.use != "shown"
    return MemoryMatch(
        match.score,
        "" if served else flat(match.source),
        "" if served else flat(match.target),
        flat(match.author),
        flat(match.date),
        flat(match.document),
        tuple(flat(said) for said in match.changed),
        match.use,
    )
