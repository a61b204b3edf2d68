"""Where do the codes of a source belong in its translation? Chosen by the words that they stand around.

Each pair gets the stretch of whole words that holds most of what it encloses and least of the rest; inner pairs stay
inside outer ones, neighbours apart. A code that stands alone goes where the words before and behind it part, beside
the word or mark that it stood beside. The result is well formed by construction, whatever the links say. The method
is "detag and project" as in Bergamot's browser translator, with a search over stretches in the place of the votes of
single words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.enforce.nesting import Node
from mtkit.enforce.singles import single_place
from mtkit.enforce.stretch import Spot, Texts, assign, ends
from mtkit.mask import Placed
from mtkit.text import Span

__all__ = ["Projected", "project"]


@dataclass(frozen=True, slots=True)
class Projected:
    """The codes at their places, in their order, and the labels of those whose place is not sure."""

    placed: tuple[Placed, ...]
    doubtful: tuple[str, ...] = ()


def project(texts: Texts, nodes: Sequence[Node]) -> Projected:
    """The codes of ``nodes`` in the target of ``texts``."""
    placed: list[Placed] = []
    links, target = texts.links, texts.target
    if not links.source or not links.target:
        _emit_plainly(nodes, target, placed)
        return Projected(tuple(placed), tuple(place.what.form for place in placed))
    doubtful: list[str] = []
    _emit(assign(nodes, 0, len(links.target), texts), 0, len(target), texts, placed, doubtful)
    return Projected(tuple(placed), tuple(doubtful))


def _emit_plainly(nodes: Sequence[Node], target: str, placed: list[Placed], *, low: int = 0) -> None:
    """Around everything, where there is nothing to go by; of several side by side, the last one."""
    for n, node in enumerate(nodes):
        end = len(target) if n == len(nodes) - 1 else low
        if node.opening is not None:
            placed.append(Placed(Span(low, low), node.opening))
        _emit_plainly(node.inner, target[:end], placed, low=low)
        if node.closing is not None:
            placed.append(Placed(Span(end, end), node.closing))


def _emit(spots: Sequence[Spot], low: int, high: int, texts: Texts, placed: list[Placed], doubtful: list[str]) -> None:
    """Write the codes of ``spots`` in the order of the target, between two places in the text."""
    where: dict[int, tuple[int, int]] = {}
    for n, spot in enumerate(spots):
        if not spot.node.single:
            start, end = ends(spot, texts)
            start = max(low, min(start, high))
            where[n] = start, max(start, min(end, high))
    for n, spot in enumerate(spots):
        if spot.node.single:
            at, sure = single_place(n, spots, where, low, high, texts)
            where[n] = at, at
            if not sure and spot.node.opening is not None:
                doubtful.append(spot.node.opening.form)
        elif spot.sure < 0.0:
            doubtful += [code.form for code in (spot.node.opening or spot.node.closing,) if code is not None]
    for n in sorted(where, key=lambda n: (where[n], n)):
        spot, (start, end) = spots[n], where[n]
        if spot.node.opening is not None:
            placed.append(Placed(Span(start, start), spot.node.opening))
        _emit(spot.inner, start, end, texts, placed, doubtful)
        if spot.node.closing is not None:
            placed.append(Placed(Span(end, end), spot.node.closing))
