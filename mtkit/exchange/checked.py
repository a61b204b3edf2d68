"""Findings in the translations of somebody's XLIFF file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from mtkit.checking import Finding, check_units
from mtkit.errors import DocumentError
from mtkit.exchange.xliff_file import XliffFile, known_language, parse_xliff
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.text import Segment, Span
from mtkit.unit import Origin, State, Unit
from mtkit.xmlsafe import Element, decode

__all__ = ["check_xliff"]

_CLOSING = frozenset({"ept", "ex", "ec", "em"})
_OPENING = frozenset({"bpt", "bx", "sc", "sm"})
_ALONE = frozenset({"x", "ph", "it", "cp"})


def check_xliff(
    data: bytes,
    glossary: Glossary | None,
    *,
    name: str,
    pair: Pair | None = None,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What ``check`` finds in each segment with a translation, and across them; inline codes are labels.

    ``pair`` is for a file that does not name its languages. Raises DocumentError for what is no XLIFF.
    """
    text, _, _ = decode(data, name, error=DocumentError)
    file = parse_xliff(text, name)
    direction = _pair(file, pair)
    rows = list(_units(file, direction))
    units = [unit for _, unit in rows]
    today = day or datetime.now(tz=UTC).date()
    found = check_units(units, glossary, day=today, publisher=publisher, select=select, ignore=ignore)
    for (line, unit), issues in zip(rows, found, strict=True):
        for issue in issues:
            yield Finding(Path(name).as_posix(), unit.segment.id, issue, unit.segment.text, unit.target, line)


def _pair(file: XliffFile, pair: Pair | None) -> Pair:
    source, target = (known_language(tag) for tag in file.languages)
    if pair is None and (source is None or target is None):
        raise DocumentError("does not name both languages: give --from and --to", where=file.where)
    if source is None or target is None:
        return pair or Pair("und", "und")
    return Pair(source.code, target.code)


def _units(file: XliffFile, pair: Pair) -> Iterator[tuple[int, Unit]]:
    for unit in file.units:
        for piece in unit.pieces:
            if piece.target is None or not piece.target.text.strip() or unit.reason:
                continue
            numbers: dict[str, int] = {}
            source, target = (_labelled(one, numbers) for one in (piece.source, piece.target))
            approved = unit.element.attributes.get("approved") == "yes"
            name = f"{unit.id}/{piece.mid}" if piece.mid else unit.id
            segment = Segment(name, Span(0, 0), source, source)
            state = State.APPROVED if approved else State.EDITED
            yield piece.target.line, Unit(segment, pair, target, state, Origin.HUMAN)


def _labelled(element: Element, numbers: dict[str, int]) -> str:
    """The text of an element with a label for each code; ``numbers`` are those of the codes met so far."""
    out = []
    for part in element.content:
        if isinstance(part, str):
            out.append(part.replace("{", "{{").replace("}", "}}"))
            continue
        said, name = part.attributes, part.name
        if name in {"mrk", "sm", "em"}:
            out.append(_labelled(part, numbers))
            continue
        halves = name in _OPENING | _CLOSING
        key = (
            next((said[key] for key in ("startRef", "rid", "id") if key in said), "") if halves else said.get("id", "")
        )
        number = numbers.setdefault(f"{'half' if halves else ''} {key}", len(numbers) + 1)
        if name in _ALONE or (part.closed and not halves):
            out.append(f"{{{number}/}}")
        elif halves:
            out.append(f"{{/{number}}}" if name in _CLOSING else f"{{{number}}}")
        else:
            out.append(f"{{{number}}}{_labelled(part, numbers)}{{/{number}}}")
    return "".join(out)
