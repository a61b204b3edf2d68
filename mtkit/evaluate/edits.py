"""How much an editor has to change: edit distance in characters and words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.evaluate.metrics import SPACELESS
from mtkit.evaluate.scores import Edits
from mtkit.lang import lang

__all__ = ["Work", "edits_of", "works_of"]


@dataclass(frozen=True, slots=True)
class Work:
    """One segment: edits in characters and words, and how many of them its reference has."""

    chars: int
    of_chars: int
    words: int
    of_words: int
    same: bool


def works_of(texts: Sequence[str], references: Sequence[str]) -> tuple[Work, ...]:
    """The work in each segment: Levenshtein distances between code points and between words, after NFC."""
    from rapidfuzz.distance import Levenshtein

    found = []
    for text, reference in zip(texts, references, strict=True):
        one, two = unicodedata.normalize("NFC", text.strip()), unicodedata.normalize("NFC", reference.strip())
        words, of_words = one.split(), two.split()
        found.append(
            Work(
                Levenshtein.distance(one, two),
                len(two),
                Levenshtein.distance(words, of_words),
                len(of_words),
                one == two,
            )
        )
    return tuple(found)


def edits_of(works: Sequence[Work], target: str) -> Edits:
    """The work in all segments together."""
    base = lang(target).base
    spaced = base not in SPACELESS and base != "zh"
    return Edits(
        _rate(sum(work.chars for work in works), sum(work.of_chars for work in works)),
        _rate(sum(work.words for work in works), sum(work.of_words for work in works)) if spaced else None,
        _rate(sum(work.same for work in works), len(works)),
    )


def _rate(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
