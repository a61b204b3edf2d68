"""The tokens that codes are placed between: words, numbers, marks; without spaces, syllables and known words.

Nothing is ever cut inside a grapheme cluster, a number, a word in letters that are spaced, a word of ``lexis``, or a
piece of the model's own vocabulary that is longer than a cluster.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.check.numbers.calendar import MONTHS
from mtkit.enforce.lexis import AFTER, BEFORE, JOINED
from mtkit.glossary.normal import is_unspaced
from mtkit.lang import lang
from mtkit.segment.fit import cluster_boundary
from mtkit.text import Span

__all__ = ["Token", "is_weak", "mark_class", "tokens"]

_INNER = ".,:'’-–/@_&"  # stands inside a word or number, between two letters or digits
_CLASSES = (
    "“„«「『‘‹《", "”»」』’›》", "\"'", "(（[［", ")）]］", ".。។။!！?？…", ",，、၊،;；", ":：៖-–—―",
)  # fmt: skip
_DIGITS = "0-9०-९០-៩၀-၉๐-๙໐-໙"
_LONGEST = 12
_MARK, _SMALL = 0.15, 0.55
_LAO = re.compile("[ກ-ຢລວສອຮຽ](?![ະ-ຼ່-ໍ])")  # a consonant that no vowel follows: the end of a syllable
_CONSONANT = re.compile("[ก-ฮក-អ](?![ะ-ฺ็-๎ា-៓])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a syllable, or a mark; ``mark`` is the class of a mark, else -1; ``small``: of ``lexis``."""

    span: Span
    mark: int = -1
    small: bool = False

    @property
    def weight(self) -> float:
        """What it counts for."""
        return _MARK if self.mark >= 0 else math.sqrt(len(self.span)) * (_SMALL if self.small else 1.0)


@lru_cache(maxsize=4096)
def mark_class(char: str) -> int:
    """Which kind of mark ``char`` is; a number of its own for marks that are of none; -1 for what is no mark."""
    for n, chars in enumerate(_CLASSES):
        if char in chars:
            return n
    if char.isalnum() or unicodedata.category(char)[0] == "M" or char in "ฯๆ%％":
        return -1
    return len(_CLASSES)


def tokens(
    text: str, code: str, whole: Iterable[Span] = (), pieces: Sequence[Span] = (), *, breaks: Iterable[int] = ()
) -> tuple[Token, ...]:
    """The tokens of ``text``, blanks left out. Each of ``whole`` is one token, whatever is in it.

    ``pieces`` are those of a model, by their places; at ``breaks`` a token ends in any case.
    """
    keep = sorted(span for span in whole if len(span))
    ends = {piece.start: piece.end for piece in pieces if len(piece)}
    base = lang(code).base
    small = BEFORE.get(base, frozenset()) | AFTER.get(base, frozenset())
    reader = _Reader(text, base, _known(code), ends)
    stops = sorted(breaks)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if keep and keep[0].start <= at:
            held = keep.pop(0)
            if held.start == at:
                found.append(Token(held))
                at = held.end
            continue
        if text[at].isspace() or text[at] in "\u200b\u200c\u2060\ufeff":
            at += 1
            continue
        bounds = [keep[0].start] if keep else []
        end = min(reader.end(at), *bounds, *(one for one in stops if one > at), len(text))
        mark = mark_class(text[at]) if end == at + 1 else -1
        found.append(Token(Span(at, end), mark, text[at:end].lower() in small))
        at = end
    return tuple(found)


def is_weak(text: str, at: int) -> bool:
    """Whether a word hardly begins at ``at``: a lone consonant of Thai or Khmer, which mostly ends a syllable."""
    return _CONSONANT.match(text, at) is not None


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    base: str
    known: re.Pattern[str] | None
    ends: Mapping[int, int]

    def end(self, at: int) -> int:
        """Where the token that begins at ``at`` ends."""
        text = self.text
        word = self.known.match(text, at) if self.known is not None else None
        if word is not None and cluster_boundary(text, word.end()):
            return word.end()
        if is_unspaced(text[at]):
            return self._syllable(at)
        end = at + 1
        if mark_class(text[at]) >= 0:
            while end < len(text) and unicodedata.category(text[end])[0] == "M":
                end += 1
            return end
        while end < len(text):
            char = text[end]
            if is_unspaced(char) and not char.isdigit():
                break
            if mark_class(char) < 0:
                end += 1
            elif char in _INNER and _letter(text[end - 1]) and end + 1 < len(text) and _letter(text[end + 1]):
                end += 2
            else:
                break
        return end

    def _syllable(self, at: int) -> int:
        text = self.text
        end = self._cluster(at)
        piece = self.ends.get(at, 0)
        if end < piece <= at + _LONGEST and cluster_boundary(text, piece) and text[at:piece].isprintable():
            end = piece if not any(c.isspace() or mark_class(c) >= 0 for c in text[at:piece]) else end
        while self.base == "lo" and _LAO.match(text, end) and not self._begins(end):
            end += 1
        return end

    def _begins(self, at: int) -> bool:
        return self.known is not None and self.known.match(self.text, at) is not None

    def _cluster(self, at: int) -> int:
        end = at + 1
        while not cluster_boundary(self.text, end):
            end += 1
        return end


def _letter(char: str) -> bool:
    return mark_class(char) < 0 and (not is_unspaced(char) or char.isdigit())


@lru_cache(maxsize=32)
def _known(code: str) -> re.Pattern[str] | None:
    """Words of a script without spaces that are certain, longest first, and numbers in its digits."""
    base = lang(code).base
    if lang(code).spaced:
        return None
    words = {*JOINED.get(base, ()), *MONTHS.get(base, ())}
    number = f"[{_DIGITS}](?:[{_DIGITS}.,:]*[{_DIGITS}])?[%％]?"
    if base == "zh":
        number += "(?:年|月|日|号|时|点)?"
    return re.compile("|".join([number, *map(re.escape, sorted(words, key=lambda word: (-len(word), word)))]))
