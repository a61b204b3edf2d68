"""Which stretch of a translation holds what a pair of codes encloses in the source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.lexis import AFTER, BEFORE
from mtkit.enforce.links import Links, Token, mark_class
from mtkit.enforce.nesting import Node
from mtkit.lang import Pair, lang

__all__ = ["Spot", "Texts", "Weights", "assign", "cut", "ends", "stretch"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a stretch is chosen by; set on the development part of benchmarks/heldout/markup.jsonl."""

    inside: float = 1.0
    covered: float = 1.0
    length: float = 0.8
    edge: float = 0.6
    small: float = 0.35
    blank: float = 0.3
    doubt: float = 0.35


@dataclass(frozen=True, slots=True)
class Texts:
    source: str
    target: str
    pair: Pair
    links: Links
    weights: Weights
    ratio: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and its stretch of target tokens ``[first, last)``; of a single code, both are its place in the text."""

    node: Node
    first: int
    last: int
    sure: float
    inner: tuple[Spot, ...] = ()


def assign(nodes: Sequence[Node], low: int, high: int, texts: Texts) -> tuple[Spot, ...]:
    """A stretch for each pair among ``nodes``, inside ``[low, high)`` and apart; the surest choose first."""
    pairs = [node for node in nodes if not node.single]
    chosen: dict[int, Spot] = {}
    left = list(range(len(pairs)))
    while left:
        best: tuple[float, int, Spot] | None = None
        for n in left:
            taken = [(spot.first, spot.last) for spot in chosen.values()]
            spot, score = stretch(pairs[n], low, high, taken, texts)
            if best is None or score > best[0]:
                best = (score, n, spot)
        if best is None:
            break
        _, n, spot = best
        inner = assign(spot.node.inner, spot.first, spot.last, texts)
        chosen[n] = replace(spot, inner=inner)
        left.remove(n)
    out: list[Spot] = []
    for node in nodes:
        if node.single:
            out.append(Spot(node, low, high, 1.0))
        else:
            out.append(chosen[pairs.index(node)])
    return tuple(out)


def stretch(node: Node, low: int, high: int, taken: Sequence[tuple[int, int]], texts: Texts) -> tuple[Spot, float]:
    """The best stretch for ``node`` that overlaps none of ``taken``, and how good it is."""
    links = texts.links
    mine = [s for s, token in enumerate(links.source) if token.span.overlaps(node.span)]
    if not mine:
        at = cut(node.span.start, low, high, texts)
        return Spot(node, at, at, 0.0), -1.0
    inside = [sum(row[s] for s in mine) for row in links.rows]
    gain = [
        texts.weights.inside * token.weight * (2.0 * share - 1.0)
        for token, share in zip(links.target, inside, strict=True)
    ]
    cover = [
        texts.weights.covered * sum(column[s] * links.source[s].weight for s in mine) * texts.ratio
        for column in links.columns
    ]
    sums, covers = [0.0], [0.0]
    for one, other in zip(gain, cover, strict=True):
        sums.append(sums[-1] + one)
        covers.append(covers[-1] + other)
    size = sum(links.source[s].weight for s in mine if links.source[s].mark < 0) * texts.ratio
    sizes = [0.0]
    for token in links.target:
        sizes.append(sizes[-1] + (token.weight if token.mark < 0 else 0.0))
    starts = [_edge(node, n, texts, begins=True) for n in range(len(links.target) + 1)]
    ends = [_edge(node, n, texts, begins=False) for n in range(len(links.target) + 1)]
    firsts = [low] if node.opening is None else range(low, high)
    found: list[tuple[float, int, int]] = []
    for first in firsts:
        for last in [high] if node.closing is None else range(first + 1, high + 1):
            if any(first < end and start < last for start, end in taken):
                break
            score = sums[last] - sums[first] + covers[last] - covers[first]
            score -= texts.weights.length * _misfit(sizes[last] - sizes[first], size) * math.sqrt(max(size, 1.0))
            found.append((score + starts[first] + ends[last], first, last))
    if not found:
        at = next((n for n in range(low, high + 1) if not any(a < n < b for a, b in taken)), low)
        return Spot(node, at, at, 0.0), -1.0
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    score, first, last = found[0]
    other = found[1][0] if len(found) > 1 else score - 9.0
    return Spot(node, first, last, _sureness(score, other, size)), score / max(size, 1.0)


def _misfit(size: float, wanted: float) -> float:
    return abs(math.log((size + 0.5) / (wanted + 0.5)))


def _sureness(score: float, other: float, size: float) -> float:
    return (score - other) / math.sqrt(max(size, 1.0))


def _edge(node: Node, at: int, texts: Texts, *, begins: bool) -> float:
    """What speaks for the target's token boundary ``at`` as the beginning or end of what ``node`` encloses."""
    if (node.opening if begins else node.closing) is None:
        return 0.0
    weights, links = texts.weights, texts.links
    theirs = _around(links.target, texts.target, at)
    spot = node.span.start if begins else node.span.end
    ours = _around(links.source, texts.source, _token_at(links.source, spot, begins=begins))
    value = 0.0
    for side in (0, 1):
        one, other = ours[side], theirs[side]
        mark, there = _class(one, last=side == 0), _class(other, last=side == 0)
        within = side == (1 if begins else 0)
        if mark >= 0 and mark == there:
            value += 3.0 if not _is_stop(mark) else 1.5
        elif within and there >= 0:
            value -= 3.0  # a mark of its own inside the edge
        elif within and mark >= 0:
            value -= 1.5
        elif mark >= 0 or there >= 0:
            value -= 0.2 if not other or not one or not there >= 0 else 0.0
        if not one and not other:
            value += 1.2  # both at the end of the text
    value += _small(ours, theirs, texts, begins=begins) * weights.small
    if not lang(texts.pair.target).spaced and 0 < at < len(links.target):
        value += weights.blank if links.target[at - 1].span.end < links.target[at].span.start else 0.0
    return value * weights.edge


def _around(side: Sequence[Token], text: str, at: int) -> tuple[str, str]:
    return (
        side[at - 1].span.of(text) if at > 0 else "",
        side[at].span.of(text) if at < len(side) else "",
    )


def _token_at(side: Sequence[Token], place: int, *, begins: bool) -> int:
    """The boundary of tokens at a place in the text."""
    return sum(token.span.end <= place for token in side) if begins else sum(token.span.start < place for token in side)


def _class(word: str, *, last: bool) -> int:
    return mark_class(word[-1 if last else 0]) if word and len(word) == 1 else -1


def _is_stop(mark: int) -> bool:
    return mark in {5, 6}


def _small(ours: tuple[str, str], theirs: tuple[str, str], texts: Texts, *, begins: bool) -> float:
    """Small words stand outside, unless they stand inside in the source, too."""
    source, target = (lang(code).base for code in (texts.pair.source, texts.pair.target))
    words, side = (BEFORE, 1) if begins else (AFTER, 0)
    own, there = words.get(source, frozenset()), words.get(target, frozenset())
    value = 0.0
    inner, outer = theirs[side].lower(), theirs[1 - side].lower()
    if inner in there:
        value += 0.5 if ours[side].lower() in own else -2.0
    if outer in there:
        value += 1.0
    other = AFTER if begins else BEFORE
    if outer in other.get(target, frozenset()):
        value += 1.0
    return value


def cut(place: int, low: int, high: int, texts: Texts) -> int:
    """The token boundary in ``[low, high]`` that parts what comes from before ``place`` from what comes from behind."""
    links = texts.links
    before = [s for s, token in enumerate(links.source) if token.span.end <= place]
    shares = [sum(row[s] for s in before) for row in links.rows]
    best, score, at = 0.0, 0.0, low
    for n in range(low, high):
        score += links.target[n].weight * (2.0 * shares[n] - 1.0)
        if score > best:
            best, at = score, n + 1
    return at


def ends(spot: Spot, texts: Texts) -> tuple[int, int]:
    """The place in the text where the stretch of ``spot`` begins, and where it ends."""
    tokens = texts.links.target
    if spot.first >= spot.last:
        at = tokens[spot.first].span.start if spot.first < len(tokens) else tokens[-1].span.end
        return at, at
    start = tokens[spot.first].span.start if spot.node.opening is not None else 0
    end = tokens[spot.last - 1].span.end if spot.node.closing is not None else len(texts.target)
    return start, end
