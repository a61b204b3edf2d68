"""Batches that are being decoded: waited for, but not for ever; cut in half where the memory does not suffice.

CTranslate2 decodes in threads of its own and answers with promises. Waiting in it can be broken by nothing, not even by
Ctrl-C; so we ask whether a promise is kept, and sleep in between.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from mtkit.errors import EngineError, UsageError

__all__ = ["Running", "Watch", "time_limit"]

# No machine that anybody would translate on is slower than this: some 60 times below one core of a laptop.
_SLOWEST = 20.0  # target pieces of hypotheses per second and worker
_PATIENCE = 120.0  # seconds that every batch has, for a machine that swaps or was busy with something else
_NAP = 0.005  # seconds, at most, between two looks
_MEMORY = re.compile(r"bad_alloc|out of memory|cannot allocate|alloc_failed|allocation fail", re.IGNORECASE)

T = TypeVar("T")


def time_limit(pieces: int, environment: Mapping[str, str] | None = None) -> float:
    """Seconds that a batch of at most ``pieces`` target pieces, of all hypotheses, may take; MTKIT_TIMEOUT if set.

    Raises UsageError for a setting that is no positive number.
    """
    wanted = (os.environ if environment is None else environment).get("MTKIT_TIMEOUT", "").strip()
    if not wanted:
        return _PATIENCE + pieces / _SLOWEST
    try:
        seconds = float(wanted)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise UsageError(f"MTKIT_TIMEOUT={wanted}: give a number of seconds, more than 0")
    return seconds


class Watch:
    """Watches over the batches of one model, from whatever threads they come.

    ``owner`` is what decodes. Once a wait was broken off it is kept alive to the end of the process: to let go of it
    would be to wait for all that it still has to do.
    """

    def __init__(self, folder: Path, owner: object) -> None:
        self._folder = folder
        self._owner = owner
        self._back = time.monotonic()  # when the last batch came back
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let every wait, in any thread, end with an EngineError now."""
        self._stopped.set()

    def wait(self, job: Any, *, since: float, limit: float) -> Any:
        """What ``job`` came to, as CTranslate2 gives it or raises it.

        ``since`` is when it was handed over. It has ``limit`` seconds from then on, or from when another batch last
        came back: before that it had to queue. Raises EngineError if it does not come, or after ``stop``.
        """
        begun = time.monotonic()
        try:
            while not job.done():
                now = time.monotonic()
                if now - max(since, self._back) > limit:
                    raise EngineError(
                        f"{self._folder}: the model hangs: a batch did not come back within {limit:.0f} seconds; "
                        "start again, with MTKIT_THREADS=1 if it happens again (MTKIT_TIMEOUT sets the seconds)"
                    )
                if self._stopped.is_set():
                    raise EngineError(f"{self._folder}: stopped while the model was at work")
                time.sleep(min(_NAP, 0.0002 + (now - begun) / 20))
        except BaseException:
            self._keep()
            raise
        self._back = time.monotonic()
        return job.result()

    def _keep(self) -> None:
        """One reference too many, on purpose."""
        if sys.implementation.name == "cpython":
            import ctypes

            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._owner))


class Running(Generic[T]):
    """A batch that was handed over; ``results`` waits for it.

    ``start`` hands a batch over and gives a promise per item. ``pieces`` bounds the target pieces of one item, all
    hypotheses together; ``name`` says what an item is, for a message.
    """

    def __init__(
        self,
        batch: Sequence[T],
        start: Callable[[Sequence[T]], Sequence[Any]],
        watch: Watch,
        *,
        folder: Path,
        pieces: int,
        name: Callable[[T], str],
    ) -> None:
        self._batch, self._start, self._watch = batch, start, watch
        self._folder, self._pieces, self._name = folder, pieces, name
        self._limit = time_limit(pieces * len(batch))
        self._since = time.monotonic()
        self._jobs = start(batch)

    def results(self) -> list[Any]:
        """One result per item, in order.

        A batch that the memory does not suffice for is done in halves, down to single items. Raises EngineError where
        that does not help, for any other failure of the model, and for a batch that does not come back.
        """
        try:
            return [self._watch.wait(job, since=self._since, limit=self._limit) for job in self._jobs]
        except (RuntimeError, ValueError, MemoryError) as error:
            if not _for_want_of_memory(error):
                raise EngineError(f"{self._folder}: the model failed: {_line(error)}") from error
            if len(self._batch) == 1:
                raise EngineError(
                    f"{self._folder}: the memory does not suffice for the text {self._name(self._batch[0])!r}: "
                    "close other programs, or use a smaller --beam, MTKIT_THREADS=1 or --device cpu"
                ) from error
        middle = len(self._batch) // 2
        # one after the other: side by side they would want as much as before
        return [result for half in (self._batch[:middle], self._batch[middle:]) for result in self._anew(half)]

    def _anew(self, half: Sequence[T]) -> list[Any]:
        again = Running(half, self._start, self._watch, folder=self._folder, pieces=self._pieces, name=self._name)
        return again.results()


def _for_want_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or _MEMORY.search(str(error)) is not None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
