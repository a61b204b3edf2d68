"""XML that is known to be well-formed, as a sequence of tags and text with their places.

Only for parts that ``mtkit.xmlsafe`` has passed: then these patterns find every tag, and find it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["WORD", "Sort", "Token", "attribute", "meaning", "partners", "prefix_of", "scan"]

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace of WordprocessingML, transitional and strict (ISO/IEC 29500)."""

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"""|<(?P<close>/?)(?P<name>[^\s<>/"'=!?]+)(?:[^<>"']*(?:"[^"]*"|'[^']*'))*[^<>"']*>""",
    re.DOTALL,
)
_ROOT_SPACE = re.compile(r"""\sxmlns(?::(?P<prefix>[^\s=]+))?\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')""")
_ATTRIBUTE = re.compile(r"""\s(?P<name>[^\s=<>"']+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')""")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]{1,6})|#(?P<number>[0-9]{1,7})|(?P<name>[a-z]{2,4}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Sort(Enum):
    """What a token is."""

    OPEN = "open"
    CLOSE = "close"
    EMPTY = "empty"  # <x/>
    TEXT = "text"
    CDATA = "cdata"
    OTHER = "other"  # a comment or an instruction


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, or the text between two; ``name`` as it is written, prefix and all."""

    sort: Sort
    start: int
    end: int
    name: str = ""


def scan(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a stretch of XML; they follow each other without a gap."""
    done = start
    stop = len(text) if end is None else end
    for match in _TOKEN.finditer(text, start, stop):
        if match.start() > done:
            yield Token(Sort.TEXT, done, match.start())
        done = match.end()
        name = match["name"]
        if name is None:
            sort = Sort.CDATA if text.startswith("<![", match.start()) else Sort.OTHER
            yield Token(sort, match.start(), done)
        elif match["close"]:
            yield Token(Sort.CLOSE, match.start(), done, name)
        else:
            yield Token(Sort.EMPTY if text[done - 2] == "/" else Sort.OPEN, match.start(), done, name)
    if stop > done:
        yield Token(Sort.TEXT, done, stop)


def partners(tokens: Sequence[Token]) -> list[int]:
    """For each opening tag the index of its closing one; for all others their own. An unclosed one: the last index."""
    out = list(range(len(tokens)))
    stack: list[int] = []
    for at, token in enumerate(tokens):
        if token.sort is Sort.OPEN:
            stack.append(at)
        elif token.sort is Sort.CLOSE and stack:
            out[stack.pop()] = at
    for at in stack:
        out[at] = len(tokens) - 1
    return out


def attribute(raw: str, name: str) -> str | None:
    """The value of an attribute of the tag ``raw``; None if it has none of that name (with its prefix)."""
    for match in _ATTRIBUTE.finditer(raw):
        if match["name"] == name:
            return meaning(match["a"] if match["a"] is not None else match["b"])
    return None


def meaning(raw: str) -> str:
    """``raw`` with its references as the characters that they stand for."""
    return _REFERENCE.sub(_character, raw)


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED.get(match["name"], match[0])
    return chr(int(match["hex"], 16) if match["hex"] else int(match["number"]))


def prefix_of(text: str, start: int = 0, end: int | None = None) -> str | None:
    """What names of WordprocessingML begin with in a part (``w:``, or nothing); None if its root does not say."""
    for token in scan(text, start, end):
        if token.sort in {Sort.OPEN, Sort.EMPTY}:
            for match in _ROOT_SPACE.finditer(text, token.start, token.end):
                if (match["a"] or match["b"]) in WORD:
                    return f"{match['prefix']}:" if match["prefix"] else ""
            return None
    return None
