"""Where a line may end, and how good a place it is, in each script.

Spaces everywhere; in Chinese between characters, but not before a closing mark, behind an opening one, or between a
figure and what it counts; in Thai between words where pythainlp is installed to tell them; in Lao, Khmer, Burmese and
Thai without it between grapheme clusters, as the last resort.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from mtkit.clusters import cluster_boundary
from mtkit.lang import lang as language

__all__ = ["Rank", "breaks"]


class Rank(IntEnum):
    """How good a place is to end a line, best first."""

    SENTENCE = 0
    CLAUSE = 1
    WORD = 2
    INSIDE = 3  # no mark shows that a word ends here


_NEVER_FIRST = frozenset("!),.:;?]}%…’”›»、。〃々〉》」』】〕！％），．：；？］｝～·၊။៖។៕ៗๆฯໆຯ°℃")
_NEVER_LAST = frozenset("([{‘“‹«$£¥€〈《「『【〔（［｛＄￥#")
_SENTENCE = frozenset("!.?…。！？។៕။")
_CLAUSE = frozenset(",;:、，；：၊៖—–")
_CLOSING = frozenset("\"'”’)]}」』》〉】）")
_LONGEST = 2000  # letters of Thai without a blank that are looked up
_SPACE = re.compile("[ \t\n\r\f\v\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+")
_HAN = re.compile("[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_FIGURE = re.compile("[0-9０-９]")
_HAN_ENDS = frozenset("的了着过吗呢吧")  # often the last character of a phrase
_HAN_STARTS = frozenset("和与及并在对将把被为是向从由但而也都就")  # often the first
_SEASIA = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_CLOSES = re.compile("[\u1780-\u17a2](?![\u17b6-\u17d3])|[\u0e81-\u0eae](?![\u0eb0-\u0ebd\u0ec8-\u0ecd])|"
                     "[\u0e01-\u0e2e](?![\u0e30-\u0e3a\u0e47-\u0e4e])|[\u1000-\u1021]\u1037\u103a")  # fmt: skip
"""A letter without a vowel of its own, which mostly closes the syllable before it."""


def breaks(text: str, lang: str) -> list[tuple[int, Rank]]:
    """The places in ``text`` before which a new line may begin, in order; white space before one belongs to neither.

    Never inside a grapheme cluster, behind an opening mark or before a closing one. Raises UnknownLanguageError.
    """
    code = language(lang)
    found: dict[int, Rank] = {}
    done = 0
    for match in _SPACE.finditer(text):
        _inside(text, done, match.start(), code.base, found)
        done = match.end()
        if match.start() and done < len(text) and not _held(text, match.start(), done):
            found[done] = _rank(text, match.start(), unspaced=not code.spaced)
    _inside(text, done, len(text), code.base, found)
    return sorted(found.items())


def _held(text: str, end: int, start: int) -> bool:
    """Whether what ends at ``end`` and what begins at ``start`` must share a line."""
    before, after = text[end - 1], text[start]
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return True
    if before in "\"'" and (end == 1 or text[end - 2].isspace() or text[end - 2] in _NEVER_LAST):
        return True  # a straight quotation mark that opens
    return start == end and not cluster_boundary(text, start)


def _rank(text: str, end: int, *, unspaced: bool = False) -> Rank:
    at = end - 1
    while at > 0 and text[at] in _CLOSING:
        at -= 1
    if text[at] in _SENTENCE:
        return Rank.SENTENCE
    return Rank.CLAUSE if text[at] in _CLAUSE or unspaced else Rank.WORD


def _inside(text: str, start: int, end: int, base: str, found: dict[int, Rank]) -> None:
    """The places within a run without white space."""
    if text.isascii():
        return
    for at in range(start + 1, end):
        before, after = text[at - 1], text[at]
        if before in "—–" and after not in "—–" and not _held(text, at, at):
            found[at] = Rank.CLAUSE
        elif (_HAN.match(before) or _HAN.match(after)) and "—" not in before + after:
            counted = _FIGURE.match(before) and _HAN.match(after)
            if not counted and not _held(text, at, at) and before + after not in _han_words():
                found[at] = _han_rank(text, at)
    run = text[start:end]
    if not _SEASIA.search(run):
        return
    words = _thai_words(run) if base == "th" and len(run) <= _LONGEST else frozenset()
    for at in range(1, len(run)):
        sides = bool(_SEASIA.match(run[at - 1])) + bool(_SEASIA.match(run[at]))
        fit = (sides > 0 and at in words) if words else (sides == 2 and not _CLOSES.match(run, at))
        if fit and not _held(text, start + at, start + at):
            found.setdefault(start + at, Rank.WORD if words else Rank.INSIDE)


@cache
def _han_words() -> frozenset[str]:
    """Frequent words of two characters, which are not cut in two."""
    data = tomllib.loads((files("mtkit") / "linebreak.toml").read_text(encoding="utf-8"))
    return frozenset(" ".join(data["zh"]["words"]).split())


def _han_rank(text: str, at: int) -> Rank:
    rank = _rank(text, at)
    if rank is not Rank.WORD:
        return rank
    return Rank.WORD if text[at - 1] in _HAN_ENDS or text[at] in _HAN_STARTS else Rank.INSIDE


def _thai_words(run: str) -> frozenset[int]:
    """Where words begin in a run of Thai; nothing where no dictionary is installed."""
    cut = _thai()
    if cut is None:
        return frozenset()

    def starts() -> Iterator[int]:
        at = 0
        for word in cut(run):
            yield at
            at += len(word)
        if at != len(run):  # never seen: a word was changed
            raise ValueError

    try:
        return frozenset(starts())
    except ValueError:
        return frozenset()


@cache
def _thai() -> Callable[[str], list[str]] | None:
    try:
        version("pythainlp")
    except PackageNotFoundError:
        return None
    if "PYTHAINLP_READ_MODE" not in os.environ:
        os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize import word_tokenize  # loads a dictionary

    def cut(text: str) -> list[str]:
        return [str(word) for word in word_tokenize(text, engine="newmm", keep_whitespace=True)]

    return cut
