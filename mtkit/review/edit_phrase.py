"""The same phrase in other translations: where it stands as words of its own, and what the text is without it."""

from __future__ import annotations

import re
import unicodedata

from mtkit.lang import LANGUAGES
from mtkit.text import Span

__all__ = ["phrase_spans", "replaced"]

_LABEL = re.compile(r"\{(?:/\d+|\d+/?)\}")
# what binds the letter after it: a joiner, the signs that stack Khmer and Burmese letters, vowels written in front
_BEFORE = frozenset("\u200d\u17d2\u1039" + "เแโใไ" + "ເແໂໃໄ")
_AFTER = frozenset("\u200d" + "ะาำๅ" + "ະາຳ")  # vowels of the letter before them that Unicode calls letters


def phrase_spans(text: str, phrase: str, language: str) -> tuple[Span, ...]:
    """Where ``phrase`` stands in ``text``, both in NFC, from left to right and not overlapping; code points.

    In a language that parts its words by blanks it must not begin or end inside a word; Chinese, Thai, Lao, Khmer and
    Burmese do not tell, so there it must only not cut a letter from its vowel signs and marks. An inline code such as
    ``{1}`` is never cut.
    """
    if not phrase:
        return ()
    spaced = LANGUAGES[language].spaced if language in LANGUAGES else True
    labels = [Span(match.start(), match.end()) for match in _LABEL.finditer(text)]
    found: list[Span] = []
    at = text.find(phrase)
    while at >= 0:
        span = Span(at, at + len(phrase))
        whole = _whole(text, span, spaced=spaced) and not any(
            label.overlaps(span) and not span.covers(label) for label in labels
        )
        if whole:
            found.append(span)
        at = text.find(phrase, span.end if whole else at + 1)
    return tuple(found)


def replaced(text: str, old: str, new: str, language: str) -> str:
    """``text`` with ``new`` for ``old`` in each place that ``phrase_spans`` finds."""
    parts, end = [], 0
    for span in phrase_spans(text, old, language):
        parts += [text[end : span.start], new]
        end = span.end
    return "".join((*parts, text[end:]))


def _whole(text: str, span: Span, *, spaced: bool) -> bool:
    before = text[span.start - 1] if span.start else ""
    after = text[span.end] if span.end < len(text) else ""
    if _belongs(after) or before in _BEFORE or (before and _belongs(text[span.start])):
        return False
    if not spaced:
        return True
    return not (_in_word(before) and _in_word(text[span.start])) and not (
        _in_word(text[span.end - 1]) and _in_word(after)
    )


def _belongs(char: str) -> bool:
    """Whether ``char`` is part of the letter before it."""
    return bool(char) and (unicodedata.category(char)[0] == "M" or char in _AFTER)


def _in_word(char: str) -> bool:
    return bool(char) and (unicodedata.category(char)[0] in "LNM" or char in "_\u200d")
