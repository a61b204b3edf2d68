"""Work in flight: parts of a long stream done in threads, their results in order, never more than a few at once.

The threads are for waiting: a model decodes in threads of its own and needs no Python meanwhile, so that one part is
found, placed, restored and checked while others are being decoded. How many there are changes speed and memory alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

__all__ = ["InFlight", "flights_for"]

T = TypeVar("T")
R = TypeVar("R")


def flights_for(workers: int) -> int:
    """How many parts to have in flight for ``workers`` batches that are decoded at once.

    One is prepared and one is finished in Python while the others keep the workers busy; a part has some ten batches.
    """
    return 2 + -(-workers // 4)


class InFlight(Generic[T, R]):
    """``do`` of each of ``parts``, which are read lazily: pairs of a part and its result, in the order of the parts.

    At most ``threads`` parts are worked on, and as many again wait for their turn or to be taken. An error of ``parts``
    or of ``do`` is raised when all results before it are taken. Leaving ``with`` lets go of what nobody waits for any
    more; what is being worked on ends in its thread.
    """

    def __init__(self, parts: Iterable[T], do: Callable[[T], R], *, threads: int) -> None:
        self._parts = iter(parts)
        self._do = do
        self._ahead = 2 * threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="mtkit")
        self._held: deque[tuple[T, Future[R]]] = deque()
        self._ended = False
        self._failure: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        idle = not self._held
        self._ended = True
        self._held.clear()
        self._pool.shutdown(wait=idle, cancel_futures=True)

    def __iter__(self) -> Iterator[tuple[T, R]]:
        while True:
            self.fill()
            if not self._held:
                break
            part, result = self._held[0]
            done = result.result()
            self._held.popleft()
            yield part, done
        if self._failure is not None:
            raise self._failure

    def fill(self) -> None:
        """Begin what there is room for. Whoever is long at what they do with a result calls it in between."""
        while not self._ended and len(self._held) < self._ahead:
            try:
                part = next(self._parts)
            except StopIteration:
                self._ended = True
            except Exception as error:  # raised in its place, behind the results before it
                self._ended, self._failure = True, error
            else:
                self._held.append((part, self._pool.submit(self._do, part)))
