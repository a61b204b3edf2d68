"""Dynamic batching: what many clients ask within a few milliseconds goes through the models together.

    request --submit--> queue by direction --gather--> one call of the pipeline --> each client's own answer

An answer never depends on what else was in its batch (the engines see to that), so batches change speed alone. The
queue is bounded: what does not fit is refused at once, with the time after which to come again. A batch that fails is
tried again request by request, so that one bad text is its sender's trouble only.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from mtkit.lang import Pair
from mtkit.pipeline import Translation
from mtkit.text import Document

__all__ = ["Batcher", "Batching", "FullError", "Observer", "StoppingError", "Work"]

Work = Callable[[Sequence[Document], Pair, int], list[Translation]]
"""Brings documents of one direction through a pipeline, in a thread; the number says which answer: 0 for the best."""


class FullError(Exception):
    """The queue is full; ``after`` is the number of seconds until there will be room."""

    def __init__(self, after: int) -> None:
        super().__init__(f"too much is waiting: come again in {after} s")
        self.after = after


class StoppingError(Exception):
    """The server ends, and begins nothing any more."""


@dataclass(frozen=True, slots=True)
class Batching:
    """How requests are gathered. ``linger`` is how long (seconds) a batch waits for one more; in all, ten times that.

    ``requests`` and ``characters`` bound a batch, ``workers`` is how many batches are in the pipeline at once;
    ``waiting`` and ``waiting_characters`` bound the queue. A request that is longer than a batch goes alone.
    """

    linger: float = 0.005
    requests: int = 128
    characters: int = 50_000
    workers: int = 2
    waiting: int = 256
    waiting_characters: int = 1_000_000


class Observer:
    """Hears what happens, for metrics; this one does nothing with it."""

    def waiting(self, requests: int, characters: int) -> None:
        """How much is queued now."""

    def batch(self, pair: Pair, requests: int, characters: int, seconds: float) -> None:
        """A batch went through."""


@dataclass(eq=False, slots=True)
class _Job:
    documents: tuple[Document, ...]
    future: asyncio.Future[list[Translation]]
    characters: int
    since: float = field(default_factory=time.monotonic)


_Group = tuple[Pair, int]
_PATIENCE = 10  # times the linger, that the first of a batch waits at most


class Batcher:
    """Gathers requests and has ``work`` do them. It belongs to one event loop, from the first request on."""

    def __init__(self, work: Work, options: Batching | None = None, *, observer: Observer | None = None) -> None:
        self._work = work
        self._options = options or Batching()
        self._observer = observer or Observer()
        self._groups: OrderedDict[_Group, deque[_Job]] = OrderedDict()
        self._requests = self._characters = 0
        self._pace = 2000.0  # characters a second, learnt as batches are done
        self._pool = ThreadPoolExecutor(self._options.workers, thread_name_prefix="mtkit-batch")
        self._more: asyncio.Event | None = None
        self._free: asyncio.Semaphore | None = None
        self._dispatcher: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def translate(self, documents: Sequence[Document], pair: Pair, *, turn: int = 0) -> list[Translation]:
        """The documents in ``pair.target``, in their order; a caller that gives up is cancelled, and not waited for.

        Raises FullError, StoppingError, and what the pipeline raises for these very documents.
        """
        if self._stopping:
            raise StoppingError("the server is stopping: ask again in a moment")
        if not documents:
            return []
        characters = sum(len(document.text) for document in documents)
        if not self._has_room(characters):
            self._let_go()
            if not self._has_room(characters):
                raise FullError(self._wait())
        loop = asyncio.get_running_loop()
        self._begin()
        job = _Job(tuple(documents), loop.create_future(), characters)
        self._groups.setdefault((pair, turn), deque()).append(job)
        self._count(1, characters)
        if self._more is not None:
            self._more.set()
        return await job.future

    def close(self) -> None:
        """Begin nothing new; what is being decoded ends in its thread. Who waits for an answer is served before."""
        self._stopping = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def stopping(self) -> bool:
        """Whether new requests are turned away."""
        return self._stopping

    def _has_room(self, characters: int) -> bool:
        options = self._options
        if self._requests >= options.waiting:
            return False
        return not self._requests or self._characters + characters <= options.waiting_characters

    def _let_go(self) -> None:
        """Forget what is queued and nobody waits for any more."""
        for jobs in self._groups.values():
            for job in [job for job in jobs if job.future.done()]:
                jobs.remove(job)
                self._count(-1, -job.characters)
        # an empty group is the dispatcher's to delete: it may be gathering for it just now

    def _begin(self) -> None:
        if self._dispatcher is None:
            self._more, self._free = asyncio.Event(), asyncio.Semaphore(self._options.workers)
            self._dispatcher = asyncio.get_running_loop().create_task(self._dispatch(self._more, self._free))

    def _count(self, requests: int, characters: int) -> None:
        self._requests += requests
        self._characters += characters
        self._observer.waiting(self._requests, self._characters)

    def _wait(self) -> int:
        """Seconds until about half of what is waiting is done."""
        return max(1, min(60, math.ceil(self._characters / self._pace / 2)))

    async def _dispatch(self, more: asyncio.Event, free: asyncio.Semaphore) -> None:
        while True:
            await free.acquire()
            while not (group := self._oldest()):
                more.clear()
                await more.wait()
            await self._gather(group)
            jobs = self._take(group)
            if not jobs:
                free.release()
                continue
            task = asyncio.get_running_loop().create_task(self._run(group, jobs))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            task.add_done_callback(lambda _: free.release())

    def _oldest(self) -> _Group | None:
        """The direction whose turn it is: the one in which somebody has waited longest."""
        for group in [group for group, jobs in self._groups.items() if not jobs]:
            del self._groups[group]
        return min(self._groups, key=lambda group: self._groups[group][0].since, default=None)

    async def _gather(self, group: _Group) -> None:
        """Wait for company until the batch is full, nobody comes any more, or the first has waited long enough.

        Clients that were answered together ask again together, one shortly behind the other.
        """
        linger = self._options.linger
        until = self._groups[group][0].since + _PATIENCE * linger  # no await since it was seen to have somebody
        before = -1
        while not self._is_full(group) and before < len(self._groups[group]) and time.monotonic() < until:
            before = len(self._groups[group])
            await asyncio.sleep(linger)

    def _is_full(self, group: _Group) -> bool:
        jobs = self._groups[group]
        return len(jobs) >= self._options.requests or sum(j.characters for j in jobs) >= self._options.characters

    def _take(self, group: _Group) -> list[_Job]:
        """The jobs of the next batch, in the order they came; those that nobody waits for any more are let go."""
        waiting = self._groups[group]
        jobs: list[_Job] = []
        characters = 0
        while waiting and len(jobs) < self._options.requests:
            job = waiting[0]
            if jobs and characters + job.characters > self._options.characters:
                break
            waiting.popleft()
            self._count(-1, -job.characters)
            if not job.future.done():
                jobs.append(job)
                characters += job.characters
        return jobs

    async def _run(self, group: _Group, jobs: list[_Job]) -> None:
        started = time.monotonic()
        await self._answer(group, jobs)
        seconds = max(time.monotonic() - started, 1e-6)
        characters = sum(job.characters for job in jobs)
        self._pace += 0.2 * (characters / seconds - self._pace)
        self._observer.batch(group[0], len(jobs), characters, seconds)

    async def _answer(self, group: _Group, jobs: Sequence[_Job]) -> None:
        pair, turn = group
        documents = [document for job in jobs for document in job.documents]
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._pool, self._work, documents, pair, turn)
        except Exception as error:  # whatever it is: it is the answer to whoever asked, and to nobody else
            if len(jobs) == 1:
                _settle(jobs[0], error)
                return
            for job in jobs:
                await self._answer(group, [job])
            return
        rest = iter(done)
        for job in jobs:
            _settle(job, [next(rest) for _ in job.documents])


def _settle(job: _Job, result: list[Translation] | Exception) -> None:
    if job.future.done():  # its caller has given up
        return
    if isinstance(result, Exception):
        job.future.set_exception(result)
    else:
        job.future.set_result(result)
