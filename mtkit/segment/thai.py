"""Thai, which marks no sentence end: a space may part sentences, clauses, names or numbers.

Sure boundaries are line ends, ``!`` and ``?``. Which of the spaces end a sentence is guessed: by the conditional
random field ``crfcut`` of pythainlp where the extra ``thai`` is installed, by cue words otherwise; either guess is
held back where a title, a conjunction or an open bracket shows that the sentence goes on. Every such boundary is
flagged ``guessed``.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from mtkit.segment.facts import Facts
from mtkit.segment.interface import Sentence
from mtkit.segment.rules import Quotes, RuleSegmenter, tile
from mtkit.segment.scan import lines, skip_blank

__all__ = ["ThaiSegmenter"]

_GAP = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[^\s(“\"]+$")
_NUMBER = re.compile(r"[\d๐-๙]")
_THAI = re.compile(r"[\u0e01-\u0e3a]")
_CHUNK = 4000  # characters given to the tagger at once: its time grows with the length, its features take memory
_SHORTEST = 30  # characters: a guess never leaves less than this on its left
_LEAST_AFTER = 12
_LONG = 60  # without the tagger: so long a clause that its last word may end a sentence
_VERY_LONG = 100


class ThaiSegmenter:
    """Rules for what is marked, guesses for what is not. ``quotes`` as in ``segmenter``.

    ``tagger``: whether to use pythainlp; by default where it is installed with what its tagger needs.
    """

    def __init__(self, facts: Facts, *, quotes: Quotes = "auto", tagger: bool | None = None) -> None:
        self._rules = RuleSegmenter(facts, quotes=quotes)
        self._facts = facts
        installed = _tagger_version()
        self._tagger = installed if installed and tagger is not False else ""
        self._starters = tuple(sorted(facts.starters, key=lambda word: (-len(word), word)))

    @property
    def name(self) -> str:
        """``rules-th@1+pythainlp-5.4.0`` with the tagger, ``rules-th@1`` without."""
        return self._rules.name + (f"+pythainlp-{self._tagger}" if self._tagger else "")

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of ``text``; they tile it."""
        starts: list[int] = []
        guessed: set[int] = set()
        for start, end in lines(text):
            sure = [start, *self._rules.starts(text, start, end)]
            more = set(self._guesses(text, sure, end))
            guessed |= more
            starts += sorted({*sure, *more})
        return tile(text, starts, frozenset(guessed))

    def _guesses(self, text: str, sure: list[int], end: int) -> Iterator[int]:
        """Where sentences begin that no mark parts, in the line that starts at ``sure[0]``."""
        proposed = _tagged(text, sure[0], end) if self._tagger else None
        wholes = self._rules.wholes(text, sure[0], end)
        known = frozenset(sure)
        whole_starts = [pair.start for pair in wholes]
        sentence = sure[0]
        for gap in _GAP.finditer(text, sure[0], end):
            before, after = gap.span()
            if end - after < _LEAST_AFTER:
                return
            sentence = max(sentence, sure[bisect_right(sure, before) - 1])
            index = bisect_right(whole_starts, before) - 1
            if index >= 0 and wholes[index].end > before:
                continue
            likely = self._likely(text, sentence, before, after) if proposed is None else before in proposed
            if likely and after not in known and self._possible(text, sentence, before, after):
                sentence = after
                yield after

    def _possible(self, text: str, sentence: int, before: int, after: int) -> bool:
        """Whether nothing on either side of a space says that the sentence goes on."""
        if before - sentence < _SHORTEST or text.startswith(self._facts.continues, after):
            return False
        if not text[after].isalnum() and text[after] not in "“\"‘'(":
            return False
        if text.startswith(self._facts.fronted, sentence) and not _GAP.search(text, sentence, before):
            return False  # "เมื่อวันจันทร์ที่ผ่านมา" and its main clause
        tail = text[max(sentence, before - 30) : before]
        if tail.endswith(self._facts.joins):
            return False
        match = _LAST_WORD.search(tail)
        word = match.group() if match else ""
        if not word.endswith("."):
            return True
        # of the dotted abbreviations only the hour ends sentences: "17.00 น."; months and titles go on
        return word == "น." and bool(_NUMBER.search(tail))

    def _likely(self, text: str, sentence: int, before: int, after: int) -> bool:
        """The guess without a tagger: a new sentence begins with a cue, or a long clause ends with one."""
        length = before - sentence
        if text.startswith(self._starters, after):
            return length >= _SHORTEST
        if length >= _LONG and text[max(sentence, before - 16) : before].endswith(self._facts.final):
            return True
        return length >= _VERY_LONG and text.startswith(self._facts.openings, after)


def _tagger_version() -> str:
    """The version of pythainlp if it and its tagger's library are installed; nothing otherwise."""
    try:
        version("python-crfsuite")
        return version("pythainlp")
    except PackageNotFoundError:
        return ""


@cache
def _crfcut() -> Callable[[str], list[str]]:
    if "PYTHAINLP_READ_MODE" not in os.environ:  # its older name; pythainlp refuses both
        # no folder in the user's home, and no network: what the tagger needs is in its wheel
        os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize import sent_tokenize  # takes a second, and only Thai needs it

    def cut(text: str) -> list[str]:
        return [str(piece) for piece in sent_tokenize(text, engine="crfcut")]

    return cut


def _tagged(text: str, start: int, end: int) -> set[int]:
    """Where the tagger ends sentences: the indexes of the white space behind them."""
    found: set[int] = set()
    while start < end:
        stop = min(end, start + _CHUNK)
        if stop < end and (space := text.rfind(" ", start + 1, stop)) > 0:
            stop = space
        at = start
        if not _THAI.search(text, start, stop):
            start = skip_blank(text, stop, end)
            continue
        for piece in _crfcut()(text[start:stop]):
            at += len(piece)
            found.add(at - (len(piece) - len(piece.rstrip())))
        if at != stop:  # never seen: a tagger that loses characters cannot say where it cut
            return set()
        start = skip_blank(text, stop, end)
    return found
