"""Where would a model that was trained with marks have put them? It is asked how it likes each of the likely places.

The source gets marks where a code stands, the translation gets them at one place after the other, and the model says
how probable it finds the whole. What is held stands under marks of its own on both sides, as in training. One code is
asked at a time: the answers say of each by itself where it belongs, and the choice for all is made elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkit.enforce.interface import Desk
from mtkit.enforce.nesting import Node
from mtkit.enforce.singles import beside
from mtkit.enforce.stretch import Texts, likely
from mtkit.engine.interface import Request, SupportsScoring
from mtkit.text import Span

__all__ = ["Liking", "Work", "likings"]

_ASKED = 12  # stretches of a code that the model is asked about

Liking = Mapping[Span, Mapping[tuple[int, int], float]]
"""By the place of a code in the source: stretches of the target's tokens with how the model likes each, best 0.0."""


@dataclass(frozen=True, slots=True)
class Work:
    """Two texts with their links, the codes of the source (None: they cross), and what is held on both sides."""

    texts: Texts
    nodes: tuple[Node, ...] | None
    same: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """``spots[n]`` is the stretch that ``texts[n]`` has the marks at."""

    work: int
    at: Span
    source: str
    spots: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]


def likings(works: Sequence[Work], desk: Desk) -> list[Liking]:
    """How the model likes the likely places of each code; nothing where it knows no marks or cannot say."""
    found: list[dict[Span, dict[tuple[int, int], float]]] = [{} for _ in works]
    engine = desk.engine
    if not isinstance(engine, SupportsScoring) or not desk.info.marks:
        return list(found)
    asked = [one for n, work in enumerate(works) for one in _questions(n, work, desk)]
    scores = engine.score([(Request(one.source, desk.pair), one.texts) for one in asked])
    for one, said in zip(asked, scores, strict=True):
        best = max(said)
        found[one.work][one.at] = {spot: score - best for spot, score in zip(one.spots, said, strict=True)}
    return list(found)


def _questions(n: int, work: Work, desk: Desk) -> Iterator[_Question]:
    texts = work.texts
    marks = [mark for mark in desk.info.marks if mark not in texts.source and mark not in texts.target]
    if len(marks) < len(work.same) + 2 or not texts.links.target:
        return
    ours = [(one, mark) for (one, _), mark in zip(work.same, marks[2:], strict=False)]
    theirs = [(other, mark) for (_, other), mark in zip(work.same, marks[2:], strict=False)]
    for at, places in _places(work.nodes or (), texts):
        source = _under(texts.source, ours, (at.start, at.end), marks)
        if len(places) > 1 and desk.takes(source):
            answers = tuple(_under(texts.target, theirs, place, marks) for place in places.values())
            yield _Question(n, at, source, tuple(places), answers)


def _places(nodes: Sequence[Node], texts: Texts) -> Iterator[tuple[Span, dict[tuple[int, int], tuple[int, ...]]]]:
    """Each code with its likely stretches, and where its marks would stand for each."""
    tokens = texts.links.target
    for n, node in enumerate(nodes):
        if node.single:
            near = beside(node.span.start, nodes, n, texts)
            spots = likely(near[0], texts, _ASKED) if near is not None else []
            begins = near is not None and near[1]
            yield (
                node.span,
                {(a, b): (tokens[a].span.start if begins else tokens[b - 1].span.end,) * 2 for a, b in spots},
            )
            continue
        if node.opening is not None and node.closing is not None:
            yield (
                node.span,
                {(a, b): (tokens[a].span.start, tokens[b - 1].span.end) for a, b in likely(node, texts, _ASKED)},
            )
        yield from _places(node.inner, texts)


def _under(text: str, held: Sequence[tuple[Span, str]], at: Sequence[int], marks: Sequence[str]) -> str:
    """``text`` with marks over what is held, and one at each end of ``at``, or one alone if both are the same."""
    changes = [(span.start, 1, span.end, mark) for span, mark in held]
    start, end = at
    changes.append((start, 0, start, marks[0]))
    parts: list[str] = []
    done = 0
    for first, _, last, mark in sorted([*changes, *([(end, -1, end, marks[1])] if start != end else [])]):
        parts += [text[done:first], mark]
        done = max(done, last)
    return "".join([*parts, text[done:]])
