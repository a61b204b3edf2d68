"""How does a model like the likely places of a code? It is asked how probable it finds texts that are given to it.

A stretch of the translation belongs to a stretch of the source if the model would translate the one by the other, and
what is left of the one by what is left of the other, in both directions if it knows both. A model that was trained with
marks is asked, besides, with marks in the source where the code stands, and in the translation at one place after the
other; what is held stands under marks of its own then, as in training. One code is asked for at a time: the answers say
of each by itself where it belongs, and the choice for all is made elsewhere.
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

    ``inside`` and ``rest``: of what the code encloses and of all else, there and ``back``; ``marked``: of the whole
    with marks. Long stretches are less probable than short ones: ``size`` and ``log_size`` make up for it. Where the
    model is asked, the edges count for more than without it: ``begins`` and ``ends`` are added to their weight.
    """

    marked: float = 0.13
    inside: float = 0.22
    rest: float = 0.19
    back_inside: float = 0.33
    back_rest: float = 0.33
    size: float = -0.89
    log_size: float = 4.2
    begins: float = 0.64
    ends: float = 1.35
    asked: int = 14  # stretches of a code that the model is asked about


@dataclass(frozen=True, slots=True)
class Work:
    """Two texts with their links, the codes of the source (None: they cross), and what is held on both sides."""

    texts: Texts
    nodes: tuple[Node, ...] | None
    same: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class _Code:
    """A code at ``at``, or the word beside it (``node``), with stretches of tokens and where they are in the target.

    ``points``: where marks would stand, for each.
    """

    work: int
    at: Span
    node: Node
    spots: tuple[tuple[int, int], ...]
    spans: tuple[Span, ...]
    points: tuple[Span, ...]


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
            points = spans
            if near is not None:
                points = tuple(Span(at, at) for at in (span.start if near[1] else span.end for span in spans))
            yield _Code(n, node.span, asked, spots, spans, points)
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
    marks = [mark for mark in desk.info.marks if mark not in source and mark not in target]
    if len(marks) >= len(work.same) + 2:
        ours = [(one, mark) for (one, _), mark in zip(work.same, marks[2:], strict=False)]
        held = [(other, mark) for (_, other), mark in zip(work.same, marks[2:], strict=False)]
        asked = Request(_under(source, ours, code.at, marks), there)
        if desk.takes(asked.text):
            answers = (_under(target, held, point, marks) for point in code.points)
            yield _Question(n, weights.marked, tuple((asked, one) for one in answers))


def _without(text: str, span: Span) -> str:
    before, behind = text[: span.start], text[span.end :]
    gap = " " if before.endswith(" ") or behind.startswith(" ") else ""
    return (before.rstrip(" ") + gap + behind.lstrip(" ")).strip()


def _under(text: str, held: Sequence[tuple[Span, str]], at: Span, marks: Sequence[str]) -> str:
    """``text`` with marks over what is held, and one at each end of ``at``, or one alone if it is empty."""
    changes = [(span.start, 1, span.end, mark) for span, mark in held]
    changes.append((at.start, 0, at.start, marks[0]))
    if len(at):
        changes.append((at.end, -1, at.end, marks[1]))
    parts: list[str] = []
    done = 0
    for first, _, last, mark in sorted(changes):
        parts += [text[done:first], mark]
        done = max(done, last)
    return "".join([*parts, text[done:]])
