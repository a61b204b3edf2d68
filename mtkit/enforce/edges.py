"""What speaks for a boundary of words as the beginning or the end of what codes enclose.

The same marks on the same side as in the source; small words outside rather than inside; a name with its capital; a
blank where blanks are rare; no lone consonant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.enforce.lexis import AFTER, BEFORE
from mtkit.enforce.links import Links
from mtkit.enforce.tokenised import Token, is_weak, mark_class
from mtkit.lang import Pair, lang

__all__ = ["EdgeWeights", "edge"]

_STOPS = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class EdgeWeights:
    """Set on the development part of benchmarks/heldout/markup.jsonl."""

    mark: float = 2.4
    stop: float = 0.9
    strange: float = 1.8
    both_end: float = 0.0
    one_end: float = 0.1
    small_inside: float = 1.5
    small_outside: float = 0.55
    small_known: float = 0.5
    capital: float = 2.0
    blank: float = 0.6
    weak: float = 0.5
    split: float = 0.5


def edge(
    place: int, source: str, target: str, pair: Pair, links: Links, weights: EdgeWeights, *, begins: bool
) -> list[float]:
    """For each boundary of the target's tokens, what speaks for it as the counterpart of ``place`` in the source."""
    at = _boundary(links.source, place, begins=begins)
    ours = _around(links.source, source, at)
    spaced = lang(pair.target).spaced
    names = _is_name(ours, at, begins=begins) and lang(pair.source).cased and lang(pair.target).cased
    cased = lang(pair.target).cased
    found: list[float] = []
    for n in range(len(links.target) + 1):
        theirs = _around(links.target, target, n)
        value = sum(_mark(ours[side], theirs[side], weights, inside=side == begins) for side in (0, 1))
        value += _small(ours, theirs, pair, weights, begins=begins)
        if not ours[0] + theirs[0] or not ours[1] + theirs[1]:
            value += weights.both_end
        elif not all((*ours, *theirs)):
            value -= weights.one_end
        value -= weights.split if cased and _inside_name(theirs, n) else 0.0
        if names and _is_name(theirs, n, begins=begins):
            value += weights.capital
        if 0 < n < len(links.target) and not spaced:
            here = links.target[n].span.start
            value += weights.blank if links.target[n - 1].span.end < here else 0.0
            value -= weights.weak if is_weak(target, here) else 0.0
        found.append(value)
    return found


def _boundary(side: Sequence[Token], place: int, *, begins: bool) -> int:
    """The boundary of tokens at a place in the text."""
    return sum(token.span.end <= place for token in side) if begins else sum(token.span.start < place for token in side)


def _around(side: Sequence[Token], text: str, at: int) -> tuple[str, str]:
    """The tokens before and behind a boundary; "" at the ends."""
    before = side[at - 1].span.of(text) if at > 0 else ""
    return before, side[at].span.of(text) if at < len(side) else ""


def _mark(one: str, other: str, weights: EdgeWeights, *, inside: bool) -> float:
    ours, theirs = (mark_class(word) if len(word) == 1 else -1 for word in (one, other))
    if ours >= 0 and ours == theirs:
        return weights.stop if ours in _STOPS else weights.mark
    if inside and theirs >= 0:
        return -weights.strange
    if inside and ours >= 0:
        return -weights.strange / 2
    return 0.0


def _small(ours: tuple[str, str], theirs: tuple[str, str], pair: Pair, weights: EdgeWeights, *, begins: bool) -> float:
    """Small words stand outside, unless one stands inside in the source, too."""
    own, there = ((lang(code).base) for code in (pair.source, pair.target))
    inner, outer = (theirs[1], theirs[0]) if begins else (theirs[0], theirs[1])
    mine = (ours[1] if begins else ours[0]).lower()
    before, after = BEFORE.get(there, frozenset()), AFTER.get(there, frozenset())
    latin = lang(there).spaced and there != "ta"
    loose = before if begins or latin else after  # a phrase of Latin languages does not end with "of" either
    known = mine in BEFORE.get(own, frozenset()) or mine in AFTER.get(own, frozenset())
    value = 0.0
    if inner.lower() in loose:
        value += weights.small_known if known else -weights.small_inside
    if outer.lower() in before or outer.lower() in after:
        value += -weights.small_known if known else weights.small_outside
    return value


def _inside_name(around: tuple[str, str], at: int) -> bool:
    """Whether a boundary is between two words with capitals, of which the first does not begin the sentence."""
    return at > 1 and around[0][:1].isupper() and around[1][:1].isupper()


def _is_name(around: tuple[str, str], at: int, *, begins: bool) -> bool:
    """Whether a name with a capital begins or ends here; the first word of a sentence says nothing."""
    inner, outer = (around[1], around[0]) if begins else (around[0], around[1])
    return inner[:1].isupper() and not outer[:1].isupper() and (not begins or at > 0)
