"""Answers that are begun: how those that go on together, or are attended to together, are put into batches.

CTranslate2 reads beginnings as it finds best for the batch; here they are put together so that no answer, score or
weight depends on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from mtkit.engine.stream import Source, filler, length_group, length_limit, marks_in

__all__ = ["POSITIONS", "Begun", "both_sizes", "from_the_start", "open_marks", "room_for"]

# MarianMT has sine positions for 512 tokens at least; a network with more was not trained on longer texts.
POSITIONS = 512
_BEGUN = 64  # pieces; beginnings up to a multiple of it go together
# a source, and the pieces that its answer begins with
Begun: TypeAlias = tuple[Source, tuple[str, ...]]


def room_for(item: Begun) -> int:
    """How many pieces an answer may have, its beginning included."""
    source, begun = item
    room = -(-len(begun) // _BEGUN) * _BEGUN
    return min(length_limit(len(source), POSITIONS) + room, POSITIONS)


def both_sizes(item: Begun) -> int:
    """The size of an item in a batch: the pieces of the source, padded, and of the answer's beginning."""
    return length_group(len(item[0])) + len(item[1])


def from_the_start(part: Sequence[Begun], marks: Sequence[str]) -> tuple[list[list[str]], list[list[str]]]:
    """The sources and beginnings of a batch, and one more that begins with nothing and is padded to the full group.

    CTranslate2 reads in one go what all beginnings of a batch have in length; next to an empty one it takes each piece
    by piece, so that no sum depends on how long the others are.
    """
    sources = [source for source, _ in part]
    more = filler(sources, marks, POSITIONS) or (max(sources, key=len),)
    return [list(source) for source in (*sources, *more)], [*(list(begun) for _, begun in part), []]


def open_marks(item: Begun, marks: Sequence[str]) -> tuple[str, ...]:
    """The marks that an answer may still give: those of the source that its beginning lacks."""
    source, begun = item
    return tuple(mark for mark in marks_in(source, marks) if mark not in begun)
