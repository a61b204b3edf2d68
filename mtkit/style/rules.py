"""The rules: each reads a text and says what to write elsewhere in it, in edits that are sorted and apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from mtkit.style.model import OFF, Facts, Style, facts
from mtkit.style.quotes import quotes
from mtkit.text import Span

__all__ = ["Edit", "Rule", "rules"]

Edit = tuple[int, int, str]
"""Start, end, what stands there instead."""
Rule = Callable[[str, Sequence[Span]], list[Edit]]
"""From a text and what is held in it to edits; the caller drops what would touch the inside of something held."""

_ASCII = "0123456789"
_TOKEN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:[._/:@#+,–-]+[A-Za-z0-9\u00c0-\u024f]+)*")
_SPACES = "[ \u00a0\u202f]"
_DOTS = re.compile(r"(?:\.{3,}|[…⋯])+")
_WORD_BEFORE = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DATE = re.compile(
    r"(?<![0-9A-Za-z./–-])(1[89][0-9]{2}|20[0-9]{2})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z/–-]|[.,][0-9])"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = re.compile(
    rf"(?<=[{_HAN}])[,;:?!.](?=[”’」』》）])|(?<=[，。；：？！、…”’」』》）])[ \u00a0]+(?=[{_HAN}“‘「『《（])"
)
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_ELLIPSES = {"dots": "...", "sign": "…", "double": "……"}


@lru_cache(maxsize=256)
def rules(style: Style, code: str) -> tuple[Rule, ...]:
    """The rules that are on for a language, in the order in which they are applied; each twice is as once."""
    known = facts(code)
    words = {switch: style.choice(switch, code) for switch in _MAKERS}
    order = sorted(_MAKERS, key=lambda switch: words[switch] != "ascii")  # dates are read in ASCII digits
    return tuple(_MAKERS[switch](known, words[switch]) for switch in order if words[switch] != OFF)


def _quotes(known: Facts, word: str) -> Rule:
    han = known.code.startswith("zh")
    return lambda text, held: quotes(text, held, word, singles=han)


def _ellipsis(_known: Facts, word: str) -> Rule:
    mark = _ELLIPSES[word]
    return lambda text, _held: _swapped(text, _DOTS.finditer(text), lambda _: mark)


def _percent(known: Facts, word: str) -> Rule:
    digits = f"[{_ASCII}{known.digits}]"
    if word == "tight":
        spaces = re.compile(rf"(?<={digits}){_SPACES}+(?=[%％])")
        return lambda text, _held: _swapped(text, spaces.finditer(text), lambda _: "")
    before = re.compile(rf"(?<={digits}){_SPACES}*(?=[%％])")
    return lambda text, _held: _swapped(text, before.finditer(text), lambda _: "\u00a0")


def _latin(known: Facts, word: str) -> Rule:
    other = "A-Za-z\u00c0-\u024f" + (_ASCII if known.beside == "words and numbers" else "")
    if word == "spaced":
        seam = re.compile(rf"(?<=[{known.letters}])(?=[{other}])|(?<=[{other}])(?=[{known.letters}])")
        return lambda text, _held: [(m.start(), m.start(), " ") for m in seam.finditer(text)]
    seam = re.compile(rf"(?<=[{known.letters}]) +(?=[{other}])|(?<=[{other}]) +(?=[{known.letters}])")
    return lambda text, _held: _swapped(text, seam.finditer(text), lambda _: "")


def _digits(known: Facts, word: str) -> Rule:
    if word == "ascii":
        own = re.compile(f"[{known.digits}]+")
        table = str.maketrans(known.digits, _ASCII)
        return lambda text, _held: _swapped(text, own.finditer(text), lambda m: m[0].translate(table))
    native = str.maketrans(_ASCII, known.digits)

    def to_native(text: str, _held: Sequence[Span]) -> list[Edit]:
        # a word with letters in it, such as COVID-19 or G20, is a name
        numbers = (m for m in _TOKEN.finditer(text) if not _WORD_BEFORE.search(m[0]))
        return _swapped(text, numbers, lambda m: m[0].translate(native))

    return to_native


def _dates(known: Facts, _word: str) -> Rule:
    form = known.desk["dates"]

    def written(match: re.Match[str]) -> str:
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        try:
            date(year, month, day)
        except ValueError:
            return match[0]
        return form.format(y=year, m=month, d=day)

    return lambda text, _held: _swapped(text, _DATE.finditer(text), written)


def _swapped(text: str, found: Iterator[re.Match[str]], new: Callable[[re.Match[str]], str]) -> list[Edit]:
    edits = [(match.start(), match.end(), new(match)) for match in found]
    return [edit for edit in edits if text[edit[0] : edit[1]] != edit[2]]


def _width(_known: Facts, _word: str) -> Rule:
    """What is left of half-width marks and blanks behind ``mtkit.seams.chinese_marks``."""
    return lambda text, _held: _swapped(text, _WIDE.finditer(text), lambda m: _FULL.get(m[0], ""))


_MAKERS: dict[str, Callable[[Facts, str], Rule]] = {
    "dates": _dates,
    "quotes": _quotes,
    "width": _width,
    "ellipsis": _ellipsis,
    "percent": _percent,
    "latin": _latin,
    "digits": _digits,
}
