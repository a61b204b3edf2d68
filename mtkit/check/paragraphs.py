"""X03: which paragraphs of an article and of its translation belong together, and which have no counterpart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mtkit.check.length import english_letters
from mtkit.check.numbers.parse import Mention, numbers
from mtkit.text import Kind

__all__ = ["Bead", "Paragraph", "align"]

_LATIN = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_QUOTATION = re.compile('[“「«"„]')
_QUESTION = re.compile("[?？]")
_TITLES = frozenset({Kind.HEADLINE, Kind.STANDFIRST, Kind.BYLINE, Kind.META, Kind.CAPTION, Kind.CELL})

# Costs are negative natural logarithms, as in Gale and Church 1993: of the kind of bead, and of the difference in
# length, which is normal in the logarithm of the ratio.
_BEADS = {(1, 1): 0.1, (1, 0): 4.6, (0, 1): 4.6, (2, 1): 5.0, (1, 2): 5.0}
_SPREAD = 0.2  # standard deviation of that logarithm
_WORST = 8.0
_OTHER_KIND = 1.5
_OTHER_MARKS = 0.7  # a quotation or a question on one side alone
_SHARED = 1.0  # for each number, name or Latin word that both sides have, up to three
_UNMET = 0.3  # for each number in digits that the other side does not have, up to three: it may be the fault
_BAND = 60  # paragraphs off the diagonal that are looked at


@dataclass(frozen=True)
class Paragraph:
    """One block of an article: its text without markup, its kind, the base code of its language, its line.

    ``names`` are the concepts of a glossary that it names.
    """

    text: str
    kind: Kind
    lang: str
    line: int = 0
    names: frozenset[str] = frozenset()

    @cached_property
    def weight(self) -> float:
        """English letters' worth."""
        return english_letters(self.text, self.lang)

    @cached_property
    def words(self) -> frozenset[str]:
        """Names, and words in Latin letters, which a translation may have, too."""
        return self.names.union(found.casefold() for found in _LATIN.findall(self.text))

    @cached_property
    def numbers(self) -> tuple[tuple[Mention, ...], frozenset[Decimal]]:
        """The numbers, and all values that may meet one, in whatever script and scale."""
        found = numbers(self.text, self.lang)
        return tuple(m for m in found.mentions if not m.optional), found.pool

    @cached_property
    def marks(self) -> tuple[bool, bool]:
        """Whether it has a quotation, and whether a question."""
        return bool(_QUOTATION.search(self.text)), bool(_QUESTION.search(self.text))


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
    cost += sum(_OTHER_MARKS for ours, theirs in zip(_marks(source), _marks(target), strict=True) if ours != theirs)
    met, unmet = _numbers(source, target)
    cost -= _SHARED * min(3, met + _shared_words(source, target))
    return cost + _UNMET * min(3, unmet)


def _numbers(source: Sequence[Paragraph], target: Sequence[Paragraph]) -> tuple[int, int]:
    """How many numbers of the source the target has, and how many in digits of either side the other has not."""
    met = unmet = 0
    for ours, theirs in ((source, target), (target, source)):
        pool = frozenset[Decimal]().union(*(p.numbers[1] for p in theirs))
        mentions = [mention for p in ours for mention in p.numbers[0]]
        met += sum(mention.met_by(pool) for mention in mentions) if ours is source else 0
        unmet += sum(mention.written and not mention.met_by(pool) for mention in mentions)
    return met, unmet


def _marks(paragraphs: Sequence[Paragraph]) -> tuple[bool, ...]:
    return tuple(any(p.marks[k] for p in paragraphs) for k in (0, 1))


def _shared_words(source: Sequence[Paragraph], target: Sequence[Paragraph]) -> int:
    ours, theirs = (frozenset[str]().union(*(p.words for p in side)) for side in (source, target))
    return len(ours & theirs)


def _back(best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int) -> Iterator[Bead]:
    steps: list[Bead] = []
    while i or j:
        left, right = best[i, j][1]
        steps.append(Bead(range(i - left, i), range(j - right, j)))
        i, j = i - left, j - right
    return reversed(steps)
