"""What a reader sees as one letter: where a text must not be cut."""

from __future__ import annotations

import unicodedata

__all__ = ["cluster_boundary"]

_JOINERS = frozenset("\u1039\u17d2\u200d\u1a60\u2060")  # what follows stays with what is before
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
_TRAILING_VOWELS = frozenset("ะาำๅະາຳໆๆៗ")


def cluster_boundary(text: str, at: int) -> bool:
    """Whether text may be cut before the character at ``at`` without parting what a reader sees as one.

    The extended grapheme clusters of UAX 29, as far as they need no tables, and beyond them: the vowels that Thai
    and Lao write before or behind their consonant, Khmer and Burmese stacks, a Burmese final with its asat, the
    signs of repetition, CR LF, flags, and emoji joined by U+200D.
    """
    if at <= 0 or at >= len(text):
        return True
    before, char = text[at - 1], text[at]
    if before in _JOINERS or before in _LEADING_VOWELS or char in _TRAILING_VOWELS or char in _JOINERS:
        return False
    if unicodedata.category(char) in {"Mn", "Mc", "Me"} or (before == "\r" and char == "\n"):
        return False
    if "\u200c" <= char <= "\u200d" or "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return False
    if "\u1000" <= char <= "\u1021" and text[at + 1 : at + 2] in {"\u103a", "\u1039"}:
        return False  # it closes the syllable before it
    if "\U0001f1e6" <= char <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff":
        run = at
        while run > max(0, at - 64) and "\U0001f1e6" <= text[run - 1] <= "\U0001f1ff":
            run -= 1
        return (at - run) % 2 == 0
    return True
