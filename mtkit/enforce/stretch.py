"""Which stretch of a translation holds what a pair of codes encloses in the source."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mtkit.enforce.edges import EdgeWeights, edge
from mtkit.enforce.links import Links
from mtkit.enforce.nesting import Node
from mtkit.lang import Pair
from mtkit.text import Span

__all__ = ["Spot", "Texts", "Weights", "assign", "cut", "edges", "ends", "likely", "stretch", "texts_of"]

_KEPT = 24  # how many stretches of a pair are weighed against those of its neighbours


@dataclass(frozen=True, slots=True)
class Weights:
    """What a stretch is chosen by; set on the development part of benchmarks/heldout/markup.jsonl.

    ``order`` is what it costs neighbours to change places; ``doubt`` how much better the best stretch must be than
    the next, to be sure. Where a model was asked, the scores times ``scale`` are log-odds, and those of the chosen
    stretch against all others must be ``odds`` at least.
    """

    inside: float = 0.7
    covered: float = 1.0
    length: float = 0.8
    order: float = 0.5
    exact: float = 3.0
    doubt: float = 0.7
    scale: float = 0.88
    odds: float = 1.9
    edges: EdgeWeights = field(default_factory=EdgeWeights)


@dataclass(frozen=True, slots=True)
class Texts:
    """Source and target with their links; ``ratio`` is the weight of the target's words to that of the source's.

    ``liking``: by the place of a code in the source, what a model that was asked adds to the score of stretches.
    """

    source: str
    target: str
    pair: Pair
    links: Links
    weights: Weights
    ratio: float
    liking: Mapping[Span, Mapping[tuple[int, int], float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and its stretch of target tokens ``[first, last)``; it is sure if ``sure`` is 0 or more."""

    node: Node
    first: int
    last: int
    sure: float
    inner: tuple[Spot, ...] = ()


def texts_of(source: str, target: str, pair: Pair, links: Links, weights: Weights | None = None) -> Texts:
    """The texts with the ratio of their words."""
    ours, theirs = (sum(t.weight for t in side if t.mark < 0) for side in (links.source, links.target))
    return Texts(source, target, pair, links, weights or Weights(), theirs / ours if ours and theirs else 1.0)


_Scored = tuple[float, int, int]


def assign(nodes: Sequence[Node], low: int, high: int, texts: Texts) -> tuple[Spot, ...]:
    """A stretch for each pair among ``nodes``, inside ``[low, high)`` and apart: those that are best together."""
    pairs = [node for node in nodes if not node.single]
    choices = [_scored(node, low, high, texts) for node in pairs]
    chosen = _together(choices, texts.weights.order)
    spots: list[Spot] = []
    for node, own, best in zip(pairs, choices, chosen, strict=True):
        if best is None:
            at = _gap(low, high, [(first, last) for _, first, last in filter(None, chosen)])
            spots.append(Spot(node, at, at, -1.0, assign(node.inner, at, at, texts)))
            continue
        _, first, last = best
        others = [one for one, a, b in own if (a, b) != (first, last)]
        sure = _sureness(best, others, node, texts, asked=node.span in texts.liking)
        spots.append(Spot(node, first, last, sure, assign(node.inner, first, last, texts)))
    done = iter(spots)
    return tuple(Spot(node, low, high, 0.0) if node.single else next(done) for node in nodes)


def likely(node: Node, texts: Texts, count: int) -> list[tuple[int, int]]:
    """The ``count`` best stretches of the whole target for ``node``, best first."""
    return [(first, last) for _, first, last in _scored(node, 0, len(texts.links.target), texts)[:count]]


def edges(node: Node, texts: Texts) -> tuple[list[float], list[float]]:
    """What speaks for each boundary of the target's tokens as the beginning of ``node``, and as its end."""
    return _edges(node, texts, begins=True), _edges(node, texts, begins=False)


def stretch(node: Node, low: int, high: int, texts: Texts, *, at: Span, begins: bool) -> Spot:
    """The best stretch for ``node`` alone, as the neighbour of the code at ``at``; only its ``begins`` edge counts."""
    found = _scored(node, low, high, texts, at)
    if not found:
        return Spot(node, low, low, -1.0)
    _, first, last = found[0]
    others = [one for one, a, b in found if (a != first if begins else b != last)]
    return Spot(node, first, last, _sureness(found[0], others, node, texts, asked=at in texts.liking))


def _together(choices: Sequence[Sequence[_Scored]], order: float) -> list[_Scored | None]:
    """One of the choices of each, so that none overlap, and the sum is best; None for one that finds no room.

    A beam over the pairs in the order of the source.
    """
    beam: list[tuple[float, tuple[_Scored | None, ...]]] = [(0.0, ())]
    for own in choices:
        grown: list[tuple[float, tuple[_Scored | None, ...]]] = []
        for total, taken in beam:
            done = [one for one in taken if one is not None]
            fits = [one for one in own if not any(one[1] < b and a < one[2] for _, a, b in done)]
            for one in fits[:_KEPT]:
                crossed = sum(one[1] < a for _, a, _ in done)
                grown.append((total + one[0] - order * crossed, (*taken, one)))
            if not fits:
                grown.append((total - 50.0, (*taken, None)))
        grown.sort(key=lambda one: -one[0])
        beam = grown[: 4 * _KEPT]
    return list(beam[0][1])


def _scored(node: Node, low: int, high: int, texts: Texts, at: Span | None = None) -> list[_Scored]:
    """The stretches that ``node`` may have, best first; ``at``: what the model was asked about, if not ``node``."""
    links, weights = texts.links, texts.weights
    mine = [s for s, token in enumerate(links.source) if token.span.overlaps(node.span)]
    if not mine or low >= high:
        return []
    worth, sizes = [0.0], [0.0]
    for token, row, column in zip(links.target, links.rows, links.columns, strict=True):
        inside = sum(row[s] for s in mine)
        covers = sum(column[s] * links.source[s].weight for s in mine) * texts.ratio
        worth.append(worth[-1] + weights.inside * token.weight * (2.0 * inside - 1.0) + weights.covered * covers)
        sizes.append(sizes[-1] + (token.weight if token.mark < 0 else 0.0))
    size = _size(node, texts)
    starts = _edges(node, texts, begins=True)
    stops = _edges(node, texts, begins=False)
    scale = weights.length * math.sqrt(max(size, 1.0))
    found = []
    for first in [low] if node.opening is None else range(low, high):
        for last in [high] if node.closing is None else range(first + 1, high + 1):
            misfit = abs(math.log((sizes[last] - sizes[first] + 0.5) / (size + 0.5)))
            score = worth[last] - worth[first] - scale * misfit + starts[first] + stops[last]
            found.append((score, first, last))
    exact = _exact(node, mine, texts)
    if exact is not None:
        found = [(s + weights.exact * ((a, b) == exact), a, b) for s, a, b in found]
    liking = texts.liking.get(at or node.span)
    if liking:
        least = min(liking.values())
        found = [(s + liking.get((a, b), least), a, b) for s, a, b in found]
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    return found


def _exact(node: Node, mine: Sequence[int], texts: Texts) -> tuple[int, int] | None:
    """The stretch of a node of which every word is certain; None where one is not, or they are apart."""
    links = texts.links
    inside = [(one, other) for one, other in links.sure if node.span.covers(one)]
    words = [links.source[s] for s in mine if links.source[s].mark < 0 and not links.source[s].small]
    if not words or not all(any(one.covers(word.span) for one, _ in inside) for word in words):
        return None
    hit = [t for t, token in enumerate(links.target) if any(token.span.overlaps(other) for _, other in inside)]
    between = [links.target[t] for t in range(hit[0], hit[-1] + 1) if t not in hit] if hit else []
    return (hit[0], hit[-1] + 1) if hit and all(t.mark >= 0 or t.small for t in between) else None


def _edges(node: Node, texts: Texts, *, begins: bool) -> list[float]:
    if (node.opening if begins else node.closing) is None:
        return [0.0] * (len(texts.links.target) + 1)
    place = node.span.start if begins else node.span.end
    return edge(place, texts.source, texts.target, texts.pair, texts.links, texts.weights.edges, begins=begins)


def _size(node: Node, texts: Texts) -> float:
    """How much of the target the words of ``node`` should take."""
    own = [token.weight for token in texts.links.source if token.mark < 0 and token.span.overlaps(node.span)]
    return sum(own) * texts.ratio


def _sureness(best: _Scored, others: Sequence[float], node: Node, texts: Texts, *, asked: bool) -> float:
    """By how much ``best`` is surer than need be, next to the scores of ``others``, best first."""
    weights = texts.weights
    if not others:
        return 9.0
    if not asked:
        return (best[0] - others[0]) / math.sqrt(max(_size(node, texts), 1.0)) - weights.doubt
    return -math.log(sum(math.exp(weights.scale * (other - best[0])) for other in others)) - weights.odds


def _gap(low: int, high: int, taken: Sequence[tuple[int, int]]) -> int:
    """A boundary in ``[low, high]`` that is inside none of ``taken``."""
    return next((n for n in range(low, high + 1) if not any(a < n < b for a, b in taken)), low)


def cut(place: int, low: int, high: int, texts: Texts) -> int:
    """The token boundary in ``[low, high]`` that parts what comes from before ``place`` from what comes from behind."""
    links = texts.links
    before = [s for s, token in enumerate(links.source) if token.span.end <= place]
    best, score, at = 0.0, 0.0, low
    for n in range(low, high):
        score += links.target[n].weight * (2.0 * sum(links.rows[n][s] for s in before) - 1.0)
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
