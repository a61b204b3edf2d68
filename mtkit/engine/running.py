"""Batches that are being decoded: waited for, but not for ever; cut in half where the memory does not suffice.

CTranslate2 decodes in threads of its own and answers with promises. Waiting in it can be broken by nothing, not even by
Ctrl-C; so we ask whether a promise is kept, and sleep in between. Nor can it be told to forget what it has queued; so
it is handed little more than it is working on, and the rest waits here.
"""

from __future__ import annotations

import atexit
import os
import re
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from mtkit.errors import EngineError, UsageError

__all__ = ["Running", "Watch", "time_limit"]

# No machine that anybody would translate on is slower than this: some 60 times below one core of a laptop.
_SLOWEST = 20.0  # target pieces of hypotheses per second and worker
_PATIENCE = 120.0  # seconds that every batch has, for a machine that swaps or was busy with something else
_NAP = 0.005  # seconds, at most, between two looks
_MEMORY = re.compile("alloc|out of memory|(not enough|insufficient) memory", re.IGNORECASE)

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
    """Hands the batches of one model over, from whatever threads they come, and watches over them.

    ``owner`` is what decodes, ``workers`` batches at once; it tells its ``num_active_batches``. Once a wait was broken
    off it is kept alive to the end of the process: to let go of it would be to wait for all that it still has to do. If
    it is still at work then, the process ends without its farewell (which would pull the libraries from under its
    threads), with 130 after Ctrl-C and else 4.
    """

    def __init__(self, folder: Path, owner: Any, *, workers: int) -> None:
        self._folder = folder
        self._owner = owner
        self._room = 2 * workers  # so that each has its next batch at hand
        self._turn = threading.Lock()
        self._queue: deque[weakref.ref[Running[Any]]] = deque()  # one that nobody waits for is never begun
        self._back = time.monotonic()  # when the last batch came back
        self._stopped = threading.Event()

    def enqueue(self, running: Running[Any]) -> None:
        """Begin ``running`` when its turn comes."""
        with self._turn:
            self._queue.append(weakref.ref(running))
        self.feed()

    def feed(self) -> None:
        """Begin what there is room for."""
        with self._turn:
            while self._queue and self._owner.num_active_batches < self._room:
                running = self._queue.popleft()()
                if running is not None:
                    running.begin()

    def stop(self) -> None:
        """Let every wait, in any thread, end with an EngineError now."""
        self._stopped.set()

    def wait(self, kept: Callable[[], bool], since: Callable[[], float], limit: float) -> None:
        """Wait until ``kept``; what else is queued is begun meanwhile.

        ``since`` tells when the batch was handed over. It has ``limit`` seconds from then on, or from when another
        batch last came back: before that it had to queue. Raises EngineError if it takes longer, or after ``stop``.
        """
        begun = time.monotonic()
        try:
            while not kept():
                self.feed()
                now = time.monotonic()
                if now - max(since(), self._back) > limit:
                    raise EngineError(
                        f"{self._folder}: the model hangs: a batch did not come back within {limit:.3g} seconds; "
                        "start again, with MTKIT_THREADS=1 if it happens again (MTKIT_TIMEOUT sets the seconds)"
                    )
                if self._stopped.is_set():
                    raise EngineError(f"{self._folder}: stopped while the model was at work")
                time.sleep(min(_NAP, 0.0002 + (now - begun) / 20))
        except BaseException as error:
            self._keep(130 if isinstance(error, KeyboardInterrupt) else EngineError.exit_code)
            raise
        self._back = time.monotonic()
        self.feed()

    def _keep(self, code: int) -> None:
        """One reference too many, on purpose."""
        if sys.implementation.name == "cpython":
            import ctypes

            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._owner))
            atexit.register(_leave, self._owner, code)


def _leave(owner: Any, code: int) -> None:
    """End the process now if ``owner`` still decodes: its threads would crash while the process takes itself apart."""
    if getattr(owner, "num_active_batches", 0):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(code)


class Running(Generic[T]):
    """A batch that is handed over when its turn comes; ``results`` waits for it.

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
        self._jobs: Sequence[Any] = ()
        watch.enqueue(self)

    def begin(self) -> None:
        """Hand it over now. If that fails, it is said to whoever asks for the results."""
        self._since = time.monotonic()
        try:
            self._jobs = self._start(self._batch)
        except (RuntimeError, ValueError, MemoryError) as error:
            self._jobs = [_Refused(error)]

    def _kept(self) -> bool:
        return bool(self._jobs) and all(job.done() for job in self._jobs)

    def results(self) -> list[Any]:
        """One result per item, in order.

        A batch that the memory does not suffice for is done in halves, down to single items. Raises EngineError where
        that does not help, for any other failure of the model, and for a batch that does not come back.
        """
        self._watch.wait(self._kept, lambda: self._since, self._limit)
        try:
            return [job.result() for job in self._jobs]
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


@dataclass(frozen=True, slots=True)
class _Refused:
    """The promise of a batch that could not be handed over."""

    error: Exception

    def done(self) -> bool:
        return True

    def result(self) -> Any:
        raise self.error


def _for_want_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or _MEMORY.search(str(error)) is not None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
