"""Cutting a text that is longer than a model takes into pieces that fit, at the best places.

The places are ranked: between sentences; behind ``; : —`` and their kin; behind the commas of the script; behind
white space; and, where a run has none of these, between grapheme clusters. Pieces come out about equally long, so
that no piece is left with two words and no context.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtkit.clusters import cluster_boundary
from mtkit.errors import UsageError
from mtkit.segment.interface import TokenCounter
from mtkit.text import Span

__all__ = ["cluster_boundary", "fit"]

_CLOSING = "”’\"'」』»）)\\]】〕》〉"
_CLAUSE = re.compile(
    rf"(?:[;:](?=[\s{_CLOSING}])|[；：៖፤]|——|—|⸺|\s[–-]{{1,2}}(?=\s)|…{{1,2}}(?=[\s{_CLOSING}]))[{_CLOSING}]{{0,3}}\s*"
)
_COMMA = re.compile(rf"(?:,(?=[\s{_CLOSING}])|[，、၊،､·‧])[{_CLOSING}]{{0,3}}\s*")
_SPACE = re.compile("[\\s\u200b]+")
_FULL = 0.96  # pieces are planned this full at most: tokens are not spread evenly over the characters
_REACH = 0.30  # how far from the ideal place, as a share of a piece, a cut may be for the sake of a better mark


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with the places where it may be cut, best rank first, each list in order."""

    text: str
    ranks: tuple[tuple[int, ...], ...]
    keep: tuple[Span, ...]
    count: TokenCounter
    limit: int

    def allowed(self, at: int) -> bool:
        """Whether ``at`` is inside no span that must stay whole."""
        index = bisect_left(self.keep, Span(at, 0)) - 1
        return index < 0 or at >= self.keep[index].end


def fit(text: str, limit: int, count: TokenCounter, *, lang: str, keep: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Cut ``text`` into pieces of at most ``limit`` tokens each, which tile it; one piece if it fits as it is.

    ``count`` gives the tokens of a piece; it is called about twice per piece. No cut falls inside a span of ``keep``
    (a term, a mark) nor inside a grapheme cluster: a piece exceeds ``limit`` only where one such span or cluster
    alone does. Raises UsageError for a ``limit`` below 1 and UnknownLanguageError for an unknown ``lang``.
    """
    if limit < 1:
        raise UsageError(f"a piece of at most {limit} tokens cannot hold text: the limit must be at least 1")
    if not text:
        return ()
    total = count(text)
    if total <= limit:
        return (Span(0, len(text)),)
    kept = _merged(keep)
    ranks = (
        _sentence_starts(text, lang),
        *(tuple(match.end() for match in marks.finditer(text)) for marks in (_CLAUSE, _COMMA, _SPACE)),
    )
    whole = _Text(text, ranks, kept, count, limit)
    return tuple(_cut(whole, total))


def _cut(whole: _Text, total: int) -> list[Span]:
    """The pieces, by halving what is too long; a stack, not recursion, so that no text is too long for it."""
    done: list[Span] = []
    todo = [(Span(0, len(whole.text)), total, math.ceil(total / whole.limit))]
    while todo:
        span, tokens, planned = todo.pop()
        found = _place(whole, span, tokens, planned) if tokens > whole.limit else None
        if found is None:
            done.append(span)
            continue
        at, before, behind = found
        left, right = Span(span.start, at), Span(at, span.end)
        todo.append((right, whole.count(right.of(whole.text)), behind))
        todo.append((left, whole.count(left.of(whole.text)), before))
    return done


def _place(whole: _Text, span: Span, tokens: int, planned: int) -> tuple[int, int, int] | None:
    """Where to cut ``span``, and the pieces planned on either side; None if it cannot be cut.

    The fewest pieces that could do are tried first, then one more, which leaves room to cut at a better mark.
    """
    fewest = max(2, planned, math.ceil(tokens / whole.limit))
    plans = [_Plan.of(span, tokens, pieces, whole.limit) for pieces in (fewest, fewest + 1)]
    for ranks in (whole.ranks[:-1], whole.ranks[-1:]):
        for plan in plans:
            for rank in ranks:
                at = _nearest(rank, plan.ideal, (plan.low, plan.high), whole.allowed)
                if at is not None:
                    return at, plan.pieces // 2, plan.pieces - plan.pieces // 2
    plan = plans[0]
    reach = plan.step * 2 * _REACH
    window = (max(span.start + 1, plan.ideal - reach), min(span.end - 1, plan.ideal + reach))
    for rank in whole.ranks[::-1]:  # nothing nearby: a space further off is better than a cut inside a word
        at = _nearest(rank, plan.ideal, window, whole.allowed)
        if at is not None:
            return at, 1, 1
    at = _cluster_near(whole, span, plan.ideal)
    return None if at is None else (at, plan.pieces // 2, plan.pieces - plan.pieces // 2)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a cut should be for a number of pieces, ``step`` long: at ``ideal``, between ``low`` and ``high``."""

    pieces: int
    ideal: int
    low: float
    high: float
    step: float

    @classmethod
    def of(cls, span: Span, tokens: int, pieces: int, limit: int) -> _Plan:
        left = pieces // 2
        step = len(span) / pieces
        ideal = span.start + round(step * left)
        # a cut further away would make one side too long for its share of pieces, or leave a scrap
        room = _FULL * limit * len(span) / tokens
        low = max(ideal - step * _REACH, span.end - (pieces - left) * room, span.start + 1)
        high = min(ideal + step * _REACH, span.start + left * room, span.end - 1)
        return cls(pieces, ideal, low, high, step)


def _nearest(
    places: tuple[int, ...], ideal: int, window: tuple[float, float], allowed: Callable[[int], bool]
) -> int | None:
    """The allowed place in the closed ``window`` that is nearest to ``ideal``; the earlier of two equally near."""
    found = places[bisect_left(places, window[0]) : bisect_right(places, window[1])]
    middle = bisect_left(found, ideal)
    before, after = middle - 1, middle
    while before >= 0 or after < len(found):
        if after >= len(found) or (before >= 0 and ideal - found[before] <= found[after] - ideal):
            at, before = found[before], before - 1
        else:
            at, after = found[after], after + 1
        if allowed(at):
            return at
    return None


def _cluster_near(whole: _Text, span: Span, ideal: int) -> int | None:
    """The cluster boundary inside ``span`` nearest to ``ideal``; None if it is one cluster or one kept span."""
    for distance in range(len(span)):
        for at in (ideal - distance, ideal + distance):
            if span.start < at < span.end and whole.allowed(at) and cluster_boundary(whole.text, at):
                return at
    return None


def _sentence_starts(text: str, lang: str) -> tuple[int, ...]:
    from mtkit.segment import segmenter

    return tuple(sentence.span.start for sentence in segmenter(lang, quotes="split").sentences(text)[1:])


def _merged(keep: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one, empty ones dropped."""
    merged: list[Span] = []
    for span in sorted(keep):
        if len(span) <= 0:
            continue
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
