"""Batches: a lazy stream of items in, results out in the same order, decoded together where that is cheap.

Items are read a window at a time; equal ones are decoded once. Within a window the longest come first, so that the
workers finish together, and a batch holds items of one group whose padded size stays within the budget. The next window
is handed over before the results of one are awaited, so that the workers never stand still between them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

__all__ = ["plan_batches", "run_batches", "window_for"]

WINDOW = 1024
_USUAL = 1024  # tokens of a batch that the usual window has enough of
_AHEAD = 2  # windows that are handed over at once

T = TypeVar("T", bound=Hashable)
R = TypeVar("R")


def window_for(budget: int) -> int:
    """How many items to read at a time, so that batches of ``budget`` tokens are mostly full."""
    return WINDOW * max(1, budget // _USUAL)


def plan_batches(
    items: Iterable[T],
    *,
    size_of: Callable[[T], int],
    budget: int,
    group_of: Callable[[T], tuple[Any, ...]] | None = None,
) -> list[list[T]]:
    """Cut ``items`` into batches, longest first; ``size_of`` is in tokens.

    The longest item of a batch times the number of its items is at most ``budget``, unless it is alone. No batch
    crosses groups; the greatest group comes first. Equal sizes keep their order: the plan follows from the items alone.
    """
    group = group_of or (lambda _: ())
    batches: list[list[T]] = []
    room = 0
    last: tuple[Any, ...] | None = None
    for item in sorted(items, key=lambda item: (group(item), size_of(item)), reverse=True):
        size = max(size_of(item), 1)
        if not batches or group(item) != last or room < 1:
            batches.append([])
            room, last = max(budget // size, 1), group(item)
        batches[-1].append(item)
        room -= 1
    return batches


def run_batches(
    items: Iterable[T],
    *,
    size_of: Callable[[T], int],
    translate_batches: Callable[[Sequence[Sequence[T]]], Iterable[Sequence[R]]],
    group_of: Callable[[T], tuple[Any, ...]] | None = None,
    window: int = WINDOW,
    budget: int = 1024,
) -> Iterator[R]:
    """The results of ``items``, in their order.

    ``translate_batches`` gets all batches of a window at once, so that it may decode them in parallel, and gives the
    results of each batch, in order. It may be called for the next window before the results of one are taken. At most
    two windows of ``window`` items are held. An error of ``items`` is raised only after the results of what came before
    its window.
    """
    stream = iter(items)
    handed: deque[tuple[list[T], list[list[T]], Iterator[Sequence[R]]]] = deque()
    failed: Exception | None = None
    ended = False
    while True:
        while not ended and len(handed) < _AHEAD:
            held, failed = _read(stream, window)
            ended = failed is not None or len(held) < window
            if held and failed is None:
                batches = plan_batches(dict.fromkeys(held), size_of=size_of, budget=budget, group_of=group_of)
                handed.append((held, batches, iter(translate_batches(batches))))
        if not handed:
            break
        held, batches, made = handed.popleft()
        done: dict[T, R] = {}
        for batch, results in zip(batches, made, strict=True):
            done.update(zip(batch, results, strict=True))
        for item in held:
            yield done[item]
    if failed is not None:
        raise failed


def _read(stream: Iterator[T], count: int) -> tuple[list[T], Exception | None]:
    """The next ``count`` items, or fewer at the end, or what was raised instead of one."""
    held: list[T] = []
    try:
        for item in stream:
            held.append(item)
            if len(held) == count:
                break
    except Exception as error:  # kept for its turn, whatever it is
        return held, error
    return held, None
