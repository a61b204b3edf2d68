"""One run of inline content as a block: which tags become codes, and what white space means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from mtkit.formats.html_body import Measure
from mtkit.formats.html_scan import unescape
from mtkit.formats.text import WHITE, joint, strip
from mtkit.text import Code, Role, Span

__all__ = ["Bit", "Run", "Show", "make_run", "references"]


class Show(Enum):
    """What a bit of a run is to a reader."""

    TEXT = "text"
    CHAR = "char"
    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Bit:
    """A tag, a comment, a stretch of text or a character reference inside a run.

    ``text`` is what it shows: a character, "\\n" for a line break, the content of an opaque element.
    """

    span: Span
    show: Show
    name: str = ""
    text: str = ""
    linked: bool = False
    opaque: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is to be a block. ``is_blank``: nothing in it to read."""

    span: Span
    codes: tuple[Code, ...]
    measure: Measure
    is_blank: bool = False


_SPACES = re.compile("[ \t\n\r\f]{2,}|[\t\n\r\f]")
_REFERENCE = re.compile("&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")


def make_run(text: str, bits: list[Bit], node: int) -> Run:
    """The block for ``bits``: trimmed of white space and of tags without text at its ends, tags paired."""
    parts = list(_split(text, bits))
    readable = [at for at, bit in enumerate(parts) if bit.show in {Show.TEXT, Show.CHAR} and bit.text.strip(WHITE)]
    if not readable:
        return Run(Span(bits[0].span.start, bits[0].span.start), (), Measure(node, 0, 0), is_blank=True)
    partner = _pairs(parts)
    low, high = _edges(parts, partner, readable[0], readable[-1])
    _trim(text, parts, low, high)
    codes = tuple(_codes(parts, partner, low, high))
    length = sum(len(parts[at].text) for at in readable)
    linked = sum(len(parts[at].text) for at in readable if parts[at].linked)
    return Run(Span(parts[low].span.start, parts[high].span.end), codes, Measure(node, length, linked))


def references(text: str, span: Span) -> tuple[Span, tuple[Code, ...]]:
    """An attribute's value, trimmed, with its character references and line breaks as codes."""
    span = strip(text, span)
    found: list[Code] = []
    for match in re.compile(f"{_REFERENCE.pattern}|{_SPACES.pattern}").finditer(text, span.start, span.end):
        meaning = unescape(match[0]) if match[0][0] == "&" else " "
        if meaning:
            found.append(Code(Span(*match.span()), Role.CHAR, text=meaning))
    return span, tuple(found)


def _split(text: str, bits: list[Bit]) -> Iterator[Bit]:
    """``bits`` with white space that a browser collapses as CHAR bits, and text bits that show their text."""
    for bit in bits:
        if bit.show is not Show.TEXT:
            if len(bit.span):
                yield bit
            continue
        done = bit.span.start
        for match in _SPACES.finditer(text, bit.span.start, bit.span.end):
            if match.start() > done:
                yield replace(bit, span=Span(done, match.start()), text=text[done : match.start()])
            across = "\n" if "\n" in match[0] or "\r" in match[0] else ""
            yield replace(bit, span=Span(*match.span()), show=Show.CHAR, name=across, text=" ")
            done = match.end()
        if bit.span.end > done:
            yield replace(bit, span=Span(done, bit.span.end), text=text[done : bit.span.end])


def _pairs(parts: list[Bit]) -> dict[int, int]:
    """Tags that form properly nested pairs, each pointing at its partner."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    waiting: dict[str, int] = {}
    for at, bit in enumerate(parts):
        if bit.show is Show.OPEN:
            stack.append(at)
            waiting[bit.name] = waiting.get(bit.name, 0) + 1
        elif bit.show is Show.CLOSE and waiting.get(bit.name):
            while True:
                opener = stack.pop()
                waiting[parts[opener].name] -= 1
                if parts[opener].name == bit.name:
                    break
            partner[opener], partner[at] = at, opener
    return partner


def _edges(parts: list[Bit], partner: dict[int, int], first: int, last: int) -> tuple[int, int]:
    """The part of a run that is its block: no white space, no image and no empty pair at its ends."""
    low, high = 0, len(parts) - 1
    while low < first:
        if parts[low].opaque and parts[low].text.strip(WHITE):
            break
        if parts[low].show is Show.OPEN and low in partner:
            if partner[low] > first:
                break
            low = partner[low]
        low += 1
    while high > last:
        if parts[high].opaque and parts[high].text.strip(WHITE):
            break
        if parts[high].show is Show.CLOSE and high in partner:
            if partner[high] < last:
                break
            high = partner[high]
        high -= 1
    return low, high


def _trim(text: str, parts: list[Bit], low: int, high: int) -> None:
    """The first and the last part lose the white space at the outer end (of an unclosed element, too)."""
    for at in (low, high):
        bit = parts[at]
        if bit.show is Show.TEXT or bit.opaque:
            piece = bit.span.of(text)
            kept = piece.lstrip(WHITE) if at == low else piece
            kept = kept.rstrip(WHITE) if at == high else kept
            start = bit.span.end - len(piece.lstrip(WHITE)) if at == low else bit.span.start
            shown = bit.text if bit.opaque else kept
            parts[at] = replace(bit, span=Span(start, start + len(kept)), text=shown)


def _codes(parts: list[Bit], partner: dict[int, int], low: int, high: int) -> Iterator[Code]:
    """The codes of a block, numbered from 1. White space collapses, and between unspaced scripts a line end is none."""
    numbers: dict[int, int] = {}
    count, before = 0, ""
    following = _followers(parts, low, high)
    for at in range(low, high + 1):
        bit, meaning = parts[at], parts[at].text
        if bit.show is Show.CHAR:
            if bit.name == "\n":
                meaning = joint(before, following[at])
            if meaning == " " and before in {" ", "\n"}:
                meaning = ""
            yield Code(bit.span, Role.CHAR, text=meaning)
        elif bit.show is not Show.TEXT:
            other = partner.get(at, -1)
            if low <= other < at:
                yield Code(bit.span, Role.CLOSE, numbers[other])
            else:
                count += 1
                numbers[at] = count
                role = Role.OPEN if at < other <= high else Role.EMPTY
                yield Code(bit.span, role, count, "" if role is Role.OPEN else meaning)
        before = meaning[-1:] or before


def _followers(parts: list[Bit], low: int, high: int) -> dict[int, str]:
    """For each part, the first character that is shown after it, white space apart."""
    out: dict[int, str] = {}
    char = ""
    for at in range(high, low - 1, -1):
        out[at] = char
        char = parts[at].text.strip(WHITE)[:1] or char
    return out
