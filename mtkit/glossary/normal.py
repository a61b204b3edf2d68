"""Folding: one spelling for the many ways in which a name is typed, with a map back to the raw text.

Folded away are: canonical composition (NFC), full-width forms, the kinds of dash, of middle dot and of quotation
mark, runs of spaces, characters without a glyph (zero-width spaces and joiners, soft hyphens, bidi marks), native
digits, and in Chinese the traditional forms, the dash between two characters and spaces between them. Case is kept
in ``exact`` and dropped in ``lower``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mtkit.text import Span

__all__ = ["BREAK", "INVISIBLE", "Folded", "fold", "hant_to_hans", "is_han", "is_unspaced", "simplified"]

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65"
_QUOTES = (
    "\"'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
    "\u300c\u300d\u300e\u300f\u301d\u301e\uff02\uff07"
)
BREAK = "\x1e"
"""What an empty line folds to: it stands in no form, so that no match runs across it."""
INVISIBLE = frozenset(
    "\u00ad\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2066"
    "\u2067\u2068\u2069\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Characters that leave no mark on the page and mean nothing for a name."""

_HALF = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CLASSES = MappingProxyType(
    _HALF | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_DOTS, "\u00b7") | dict.fromkeys(_QUOTES, "'")
)
_ASCII_QUOTES = str.maketrans('"`', "''")
_NOT_PLAIN = re.compile(r"[^\x20-\x7e]|  | -|- |--")
_UNSPACED_CLASS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_UNSPACED_CLASS}]")
_HAN_CLASS = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSEEN = "".join(sorted(INVISIBLE))
# gaps that do not stay as they are: runs, line ends, a space between letters that need none, a dash between characters
_LOOSE = re.compile(
    f"[-{_UNSEEN} \n\r\v\f](?:[-{_UNSEEN} \n\r\v\f]+|(?<=[{_UNSEEN}\n\r\v\f])"
    f"|(?<=[{_UNSPACED_CLASS}] )(?=[{_UNSPACED_CLASS}])|(?<=[{_HAN_CLASS}]-)(?=[{_HAN_CLASS}]))"
)
_JOINED: Mapping[str, str] = MappingProxyType(
    {"\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3", "\u0e40\u0e40": "\u0e41"}
)
"""Pairs that are typed for one character and look the same: sara am in two keys, a doubled sara e."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``exact`` keeps case; ``lower`` is as long; item i came from raw[starts[i]:ends[i]]."""

    exact: str
    lower: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The raw stretch behind the folded stretch ``[start, end)``, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


def is_han(char: str) -> bool:
    """Whether ``char`` is a Chinese character."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
        or char == "\u3007"
    )


@lru_cache(maxsize=4096)
def is_unspaced(char: str) -> bool:
    """Whether ``char`` is of a script without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese."""
    return _UNSPACED.match(char) is not None


@lru_cache(maxsize=1)
def hant_to_hans() -> MappingProxyType[str, str]:
    """Traditional to Simplified characters, one to one.

    Source: kSimplifiedVariant of the Unicode Han Database, characters of Big5 whose simplified form is in GB 2312.
    """
    path = Path(__file__).parent / "hant.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return MappingProxyType({pair[0]: pair[1] for pair in pairs})


def simplified(text: str) -> str:
    """``text`` with each traditional character replaced by its simplified one; as long as ``text``."""
    table = hant_to_hans()
    return "".join(table.get(char, char) for char in text)


@lru_cache(maxsize=64)  # a text is looked through for accepted and for forbidden names, one after the other
def fold(text: str, *, chinese: bool = False) -> Folded:
    """Fold ``text``; with ``chinese``, traditional characters become simplified ones, too."""
    if not _NOT_PLAIN.search(text):
        exact = text.translate(_ASCII_QUOTES)
        return Folded(exact, exact.lower(), range(len(text)), range(1, len(text) + 1))
    if unicodedata.is_normalized("NFC", text):
        folded = _fold_composed(text, chinese=chinese)
        if not any(pair in folded.exact for pair in _JOINED):
            return folded
    return _fold_by_character(text, chinese=chinese)


class _Classes(dict[int, str]):
    """Code point -> the character that stands for it, one for one; filled as characters are met."""

    def __init__(self, *, chinese: bool) -> None:
        super().__init__()
        self._hans = hant_to_hans() if chinese else MappingProxyType[str, str]({})

    def __missing__(self, code: int) -> str:
        char = self[code] = _class_of(chr(code), self._hans)
        return char


def _class_of(char: str, hans: Mapping[str, str]) -> str:
    """What a visible character folds to."""
    if char < "\x7f":
        return " " if char == "\t" else "'" if char in '"`' else char
    if char in INVISIBLE:
        return char
    if char in _CLASSES:
        return _CLASSES[char]
    if char in hans:
        return hans[char]
    if char.isspace():
        return "\n" if char in "\x85\u2028\u2029" else " "
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


@lru_cache(maxsize=2)
def _classes(*, chinese: bool) -> _Classes:
    return _Classes(chinese=chinese)


def _fold_composed(text: str, *, chinese: bool) -> Folded:
    """Fold a text in NFC by stretches: what lies between gaps and invisible characters is kept as it is."""
    classed = text.translate(_classes(chinese=chinese))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _LOOSE.finditer(classed):
        start, end = match.span()
        pieces.append(classed[done:start])
        starts += range(done, start)
        ends += range(done + 1, start + 1)
        gap = [(char, place, place + 1) for place, char in enumerate(match[0], start) if char not in INVISIBLE]
        if gap:
            for char, first, last in _gap(gap, classed[start - 1 : start], classed[end : end + 1]):
                pieces.append(char)
                starts.append(first)
                ends.append(last)
        done = end
    if not done:
        return Folded(classed, _lowered(classed), range(len(text)), range(1, len(text) + 1))
    pieces.append(classed[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    exact = "".join(pieces)
    return Folded(exact, _lowered(exact), starts, ends)


def _lowered(exact: str) -> str:
    """``exact`` in small letters, as long as before."""
    lower = exact.lower()
    return lower if len(lower) == len(exact) and "\u03a3" not in exact else "".join(map(_lower, exact))


def _fold_by_character(text: str, *, chinese: bool) -> Folded:
    """Fold any text, with a map back through what NFC composes."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for char, start, end in _tightened(text, chinese=chinese):
        joined = _JOINED.get(chars[-1] + char) if chars else None
        if joined:
            chars[-1], ends[-1] = joined, end
            continue
        chars.append(char)
        starts.append(start)
        ends.append(end)
    return Folded("".join(chars), "".join(map(_lower, chars)), starts, ends)


def _lower(char: str) -> str:
    """The small letter, where it is one code point as well."""
    small = char.lower()
    return small if len(small) == 1 else char


def _composed(text: str) -> Iterator[tuple[str, int, int]]:
    """Characters of the NFC of ``text`` with the raw stretch each came from."""
    if unicodedata.is_normalized("NFC", text):
        for place, char in enumerate(text):
            yield char, place, place + 1
        return
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        raw = text[start:end]
        composed = unicodedata.normalize("NFC", raw)
        if composed == raw:
            for place, char in enumerate(raw, start):
                yield char, place, place + 1
        else:
            for char in composed:
                yield char, start, end
        start = end


def _classed(text: str, *, chinese: bool) -> Iterator[tuple[str, int, int]]:
    """Composed characters with each replaced by its class; ignorable ones left out."""
    hans = hant_to_hans() if chinese else {}
    for char, start, end in _composed(text):
        if char < "\x7f":
            yield (" " if char == "\t" else "'" if char in '"`' else char), start, end
        elif char in INVISIBLE:
            continue
        elif char in _CLASSES:
            yield _CLASSES[char], start, end
        elif char in hans:
            yield hans[char], start, end
        elif char.isspace():
            yield ("\n" if char in "\x85\u2028\u2029" else " "), start, end
        elif char.isdecimal():
            yield str(unicodedata.decimal(char)), start, end
        else:
            yield char, start, end


def _tightened(text: str, *, chinese: bool) -> Iterator[tuple[str, int, int]]:
    """Classed characters with runs of spaces and dashes made one, or none where a name may be typed without."""
    gap: list[tuple[str, int, int]] = []
    before = ""
    for item in _classed(text, chinese=chinese):
        if item[0] in " \n\r\v\f-":
            gap.append(item)
            continue
        if gap:
            yield from _gap(gap, before, item[0])
            gap = []
        before = item[0]
        yield item
    if gap:
        yield from _gap(gap, before, "")


def _gap(gap: list[tuple[str, int, int]], before: str, after: str) -> Iterator[tuple[str, int, int]]:
    """What stays of the spaces and dashes between two characters.

    An empty line parts texts and stays. A dash swallows the spaces round it; one between two Chinese characters
    goes, as do spaces between two letters of scripts without word spaces.
    """
    marks = "".join(char for char, _, _ in gap)
    start, end = gap[0][1], gap[-1][2]
    unspaced = bool(before and after) and is_unspaced(before) and is_unspaced(after)
    if marks.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1:
        yield BREAK, start, end
    elif "-" in marks:
        if not (before and after and is_han(before) and is_han(after) and marks.count("-") <= 2):
            yield "-", start, end
    elif not unspaced:
        yield " ", start, end
