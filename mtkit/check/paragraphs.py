"""X03: which paragraphs of an article and of its translation belong together, and which have no counterpart."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mtkit.check.length import english_letters
from mtkit.text import Kind

__all__ = ["Bead", "Paragraph", "align"]

_ANCHOR = re.compile(r"\d[\d.,:]*\d|\d|[A-Za-z][A-Za-z-]{2,}")
_TITLES = frozenset({Kind.HEADLINE, Kind.STANDFIRST, Kind.BYLINE, Kind.META, Kind.CAPTION, Kind.CELL})

# Costs are negative natural logarithms, as in Gale and Church 1993: of the kind of bead, and of the difference in
# length, which is normal in the logarithm of the ratio.
_BEADS = {(1, 1): 0.1, (1, 0): 4.6, (0, 1): 4.6, (2, 1): 3.2, (1, 2): 3.2}
_SPREAD = 0.35  # standard deviation of that logarithm for paragraphs of news
_WORST = 8.0
_OTHER_KIND = 1.5
_SHARED = 1.0  # for each number or Latin word that both sides have, up to three
_NONE_SHARED = 1.5  # both sides have some, and none of them is shared
_BAND = 60  # paragraphs off the diagonal that are looked at


@dataclass(frozen=True)
class Paragraph:
    """One block of an article: its text without markup, its kind, the base code of its language, its line."""

    text: str
    kind: Kind
    lang: str
    line: int = 0

    @cached_property
    def weight(self) -> float:
        """English letters' worth."""
        return english_letters(self.text, self.lang)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Numbers and Latin words, which a translation is likely to have, too."""
        plain = "".join(
            str(value) if (value := unicodedata.decimal(c, None)) is not None and not c.isascii() else c
            for c in self.text
        )
        return frozenset(found.strip(".,:").casefold() for found in _ANCHOR.findall(plain))


@dataclass(frozen=True, slots=True)
class Bead:
    """Paragraphs that belong together: those of the source and those of the target, by place; either may be none."""

    source: range
    target: range


def align(source: Sequence[Paragraph], target: Sequence[Paragraph]) -> list[Bead]:
    """The likeliest beads of one or two paragraphs a side, in order, covering both sides once.

    Dynamic programming over lengths (Gale and Church 1993), with kinds, numbers and Latin words as further evidence.
    As many paragraphs on both sides are taken one by one.
    """
    if len(source) == len(target):
        return [Bead(range(n, n + 1), range(n, n + 1)) for n in range(len(source))]
    slope = len(target) / max(1, len(source))
    band = _BAND + abs(len(source) - len(target))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(source) + 1):
        middle = round(i * slope)
        for j in range(max(0, middle - band), min(len(target), middle + band) + 1):
            if i or j:
                reached = list(_ways(source, target, i, j, best))
                if reached:
                    best[i, j] = min(reached)
    return list(_back(best, len(source), len(target)))


def _ways(
    source: Sequence[Paragraph],
    target: Sequence[Paragraph],
    i: int,
    j: int,
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]],
) -> Iterator[tuple[float, tuple[int, int]]]:
    for step, prior in _BEADS.items():
        before = best.get((i - step[0], j - step[1]))
        if before is not None:
            cost = _cost(source[i - step[0] : i], target[j - step[1] : j])
            yield before[0] + prior + cost, step


def _cost(source: Sequence[Paragraph], target: Sequence[Paragraph]) -> float:
    """How unlikely it is that the two sides translate each other; 0 for a side that is empty."""
    if not source or not target:
        return 0.0
    left, right = sum(p.weight for p in source), sum(p.weight for p in target)
    off = math.log((right + 10) / (left + 10)) / _SPREAD
    cost = min(off * off / 2, _WORST)
    if (source[0].kind in _TITLES) != (target[0].kind in _TITLES):
        cost += _OTHER_KIND
    ours = frozenset[str]().union(*(p.anchors for p in source))
    theirs = frozenset[str]().union(*(p.anchors for p in target))
    shared = len(ours & theirs)
    if shared:
        return cost - _SHARED * min(shared, 3)
    return cost + _NONE_SHARED if ours and theirs else cost


def _back(best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int) -> Iterator[Bead]:
    steps: list[Bead] = []
    while i or j:
        left, right = best[i, j][1]
        steps.append(Bead(range(i - left, i), range(j - right, j)))
        i, j = i - left, j - right
    return reversed(steps)
