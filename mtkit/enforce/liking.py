"""How does a model like the likely places of a code? It is asked how probable it finds texts that are given to it.

A stretch of the translation belongs to a stretch of the source if the model would translate the one by the other, and
what is left of the one by what is left of the other, in both directions if it knows both. One code is asked for at a
time: the answers say of each by itself where it belongs, and the choice for all is made elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkit.enforce.interface import Desk
from mtkit.enforce.nesting import Node
from mtkit.enforce.singles import beside
from mtkit.enforce.stretch import Texts, edges, likely
from mtkit.engine.interface import Request, SupportsScoring
from mtkit.lang import Pair
from mtkit.text import Span

__all__ = ["Liking", "LikingWeights", "Work", "likings"]

Liking = Mapping[Span, Mapping[tuple[int, int], float]]
"""By the place of a code in the source: what is added to the scores of stretches of the target's tokens."""


@dataclass(frozen=True, slots=True)
class LikingWeights:
    """What a unit of log-probability counts; fitted on the development part of benchmarks/heldout/markup.jsonl.

    ``inside`` and ``rest``: of what the code encloses and of all else, there and ``back``. ``size`` and ``log_size``
    are of the stretch. Where the model is asked, the edges count for more than without it: ``begins`` and ``ends`` are
    added to their weight.
    """

    inside: float = 0.26
    rest: float = 0.25
    back_inside: float = 0.31
    back_rest: float = 0.37
    size: float = -0.89
    log_size: float = 4.0
    begins: float = 0.64
    ends: float = 1.23
    asked: int = 16  # stretches of a code that the model is asked about


@dataclass(frozen=True, slots=True)
class Work:
    """Two texts with their links, and the codes of the source (None: they cross)."""

    texts: Texts
    nodes: tuple[Node, ...] | None


@dataclass(frozen=True, slots=True)
class _Code:
    """A code at ``at``, or the phrase beside it (``node``); stretches of tokens, and where they are in the target."""

    work: int
    at: Span
    node: Node
    spots: tuple[tuple[int, int], ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """One answer for each spot of a code, with what each counts."""

    code: int
    weight: float
    asked: tuple[tuple[Request, str], ...]


def likings(works: Sequence[Work], desk: Desk, weights: LikingWeights | None = None) -> list[Liking]:
    """What the model adds to the scores of likely places of each code; nothing where it cannot say."""
    found: list[dict[Span, dict[tuple[int, int], float]]] = [{} for _ in works]
    if not isinstance(desk.engine, SupportsScoring):
        return list(found)
    weighed = weights or LikingWeights()
    codes = [code for n, work in enumerate(works) for code in _codes(n, work, weighed.asked)]
    asked = [one for n, code in enumerate(codes) for one in _questions(n, code, works[code.work], desk, weighed)]
    sums = [_shape(code, works[code.work].texts, weighed) for code in codes]
    for one, said in zip(asked, desk.engine.score([one.asked for one in asked]), strict=True):
        sums[one.code] = [value + one.weight * score for value, score in zip(sums[one.code], said, strict=True)]
    for code, values in zip(codes, sums, strict=True):
        best = max(values)
        found[code.work][code.at] = {spot: value - best for spot, value in zip(code.spots, values, strict=True)}
    return list(found)


def _codes(n: int, work: Work, count: int) -> Iterator[_Code]:
    if work.texts.links.source and work.texts.links.target:
        yield from (code for code in _each(n, work.nodes or (), work.texts, count) if len(code.spots) > 1)


def _each(n: int, nodes: Sequence[Node], texts: Texts, count: int) -> Iterator[_Code]:
    tokens = texts.links.target
    for m, node in enumerate(nodes):
        near = beside(node.span.start, nodes, m, texts) if node.single else None
        asked = near[0] if near is not None else node
        if asked.opening is not None and asked.closing is not None:
            spots = tuple(likely(asked, texts, count))
            spans = tuple(Span(tokens[a].span.start, tokens[b - 1].span.end) for a, b in spots)
            yield _Code(n, node.span, asked, spots, spans)
        yield from _each(n, node.inner, texts, count)


def _shape(code: _Code, texts: Texts, weights: LikingWeights) -> list[float]:
    starts, stops = edges(code.node, texts)
    values = []
    for first, last in code.spots:
        size = sum(token.weight for token in texts.links.target[first:last] if token.mark < 0)
        edge = weights.begins * starts[first] + weights.ends * stops[last]
        values.append(weights.size * size + weights.log_size * math.log(size + 0.5) + edge)
    return values


def _questions(n: int, code: _Code, work: Work, desk: Desk, weights: LikingWeights) -> Iterator[_Question]:
    there, back = desk.pair, Pair(desk.pair.target, desk.pair.source)
    source, target = work.texts.source, work.texts.target
    inside, rest = code.node.span.of(source).strip(), _without(source, code.node.span)
    theirs = [(span.of(target), _without(target, span)) for span in code.spans]
    if not desk.takes(source, target):
        return
    if inside:
        yield _Question(n, weights.inside, tuple((Request(inside, there), one) for one, _ in theirs))
        if back in desk.info.pairs:
            yield _Question(n, weights.back_inside, tuple((Request(one, back), inside) for one, _ in theirs))
    if rest:
        yield _Question(n, weights.rest, tuple((Request(rest, there), one) for _, one in theirs))
        if back in desk.info.pairs:
            yield _Question(n, weights.back_rest, tuple((Request(one, back), rest) for _, one in theirs))


def _without(text: str, span: Span) -> str:
    before, behind = text[: span.start], text[span.end :]
    gap = " " if before.endswith(" ") or behind.startswith(" ") else ""
    return (before.rstrip(" ") + gap + behind.lstrip(" ")).strip()
