"""Lines, quotation marks and brackets of a text: what the rules must know before they look at full stops.

Every function reads the text once, from left to right, so that its time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["BLANK", "Pair", "lines", "outermost", "pairs", "skip_blank"]

BLANK = "\\s\u200b\u2060\ufeff"
"""White space, and the invisible word breaks of Khmer, Thai and Burmese typing, for a character class."""

_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_SPACES = re.compile(f"[{BLANK}]*")
_BEFORE_OPENING = frozenset("([（[{，,：:；;—–-“‘「『《、")
_AFTER_CLOSING = frozenset(".,;:!?)]}）。，、；：！？…—–-”’」』》។၊။៕")


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening mark at ``start`` with its closing mark at ``end`` (both are indexes of characters)."""

    start: int
    end: int
    quote: bool


def skip_blank(text: str, start: int, end: int) -> int:
    """The first index in ``[start, end)`` that is not white space; ``end`` if all is."""
    match = _SPACES.match(text, start, end)
    return match.end() if match else start


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold something, without their line ends and outer white space (any line end of Unicode)."""
    for match in _LINE.finditer(text):
        start = skip_blank(text, match.start(), match.end())
        if start == match.end():
            continue
        end = match.end()
        while text[end - 1].isspace() or text[end - 1] in "\u200b\u2060\ufeff":
            end -= 1
        yield start, end


def pairs(
    text: str, start: int, end: int, *, quotes: Mapping[str, str], brackets: Mapping[str, str], marks: re.Pattern[str]
) -> list[Pair]:
    """The balanced quotations and brackets of a line; a mark without its partner is left out.

    ``marks`` finds every mark of ``quotes`` and ``brackets`` and the straight double quotation mark. An apostrophe
    is no quotation mark; neither is the sign for inches.
    """
    found: list[Pair] = []
    open_at: list[tuple[str, int]] = []  # the closing mark that is awaited, and where it was opened
    awaited: dict[str, int] = {}  # how often each closing mark is awaited: a search of the stack never fails
    straight = -1
    for match in marks.finditer(text, start, end):
        at, char = match.start(), match.group()
        if char == '"':
            straight = _straight(text, at, (start, end), straight, found)
            continue
        closing = quotes.get(char) or brackets.get(char)
        if closing is not None and not (char == "‘" and at > start and text[at - 1].isalnum()):
            open_at.append((closing, at))
            awaited[closing] = awaited.get(closing, 0) + 1
        elif awaited.get(char, 0) and not (char == "’" and _inside_word(text, at, start, end)):
            while True:
                waiting, opened = open_at.pop()
                awaited[waiting] -= 1
                if waiting == char:
                    break
            found.append(Pair(opened, at, text[opened] in quotes))
    found.sort(key=lambda pair: pair.start)
    return found


def _straight(text: str, at: int, bounds: tuple[int, int], opened: int, found: list[Pair]) -> int:
    """Where a straight quotation is open after the mark at ``at``; -1 if none. Adds the pair that it closes."""
    start, end = bounds
    after_gap = at == start or text[at - 1].isspace() or text[at - 1] in _BEFORE_OPENING
    before_gap = at + 1 >= end or text[at + 1].isspace() or text[at + 1] in _AFTER_CLOSING
    if opened < 0:
        return -1 if before_gap and not after_gap else at
    if after_gap and not before_gap:
        return at  # the one before was stray
    found.append(Pair(opened, at, quote=True))
    return -1


def _inside_word(text: str, at: int, start: int, end: int) -> bool:
    return start < at < end - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def outermost(found: list[Pair]) -> list[Pair]:
    """The pairs that lie in no other, in order."""
    kept: list[Pair] = []
    for pair in found:
        if not kept or pair.start > kept[-1].end:
            kept.append(pair)
        elif pair.end > kept[-1].end:  # they cross: stray marks; the union is the safe reading
            kept[-1] = Pair(kept[-1].start, pair.end, kept[-1].quote)
    return kept
