"""What both interfaces do: texts into documents, documents through the batches, languages by any spelling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

from mtkit.lang import LANGUAGES, Pair
from mtkit.pipeline import Translation
from mtkit.serve.batching import Batcher, FullError
from mtkit.serve.detect import Detected, detect
from mtkit.serve.room import Room
from mtkit.text import Document

__all__ = ["Chores", "Service"]

T = TypeVar("T")
_SURE = 60.0  # from which a text is trusted to tell its own language


class Chores:
    """Work in Python that would hold up the event loop, in a few threads; no more waits for them than fits."""

    def __init__(self, *, threads: int = 2, waiting: int = 128) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="mtkit-chore")
        self._waiting = waiting
        self._now = 0

    async def do(self, work: Callable[[], T]) -> T:
        """What ``work`` gives. Raises FullError where too much is waiting, and what ``work`` raises."""
        if self._now >= self._waiting:
            raise FullError(1)
        self._now += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._done)
        return await future

    def _done(self, _: object) -> None:
        self._now -= 1

    def stop(self) -> None:
        """Wait for what is being done."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Service:
    """A room, its batches and its chores."""

    def __init__(self, room: Room, batcher: Batcher, chores: Chores) -> None:
        self.room = room
        self.batcher = batcher
        self.chores = chores

    def targets(self, source: str) -> tuple[str, ...]:
        """The languages that ``source`` can be translated into here, in the order of LANGUAGES."""
        routes = self.room.routes
        return tuple(code for code in LANGUAGES if Pair(source, code) in routes)

    def languages(self) -> tuple[str, ...]:
        """The languages that anything can be translated from or into here."""
        routes = self.room.routes
        return tuple(code for code in LANGUAGES if any(code in {pair.source, pair.target} for pair in routes))

    async def told(self, texts: Sequence[str]) -> list[Detected]:
        """The language of each text: its own where that is certain, else that of all together."""

        def tell() -> list[Detected]:
            together = detect(texts)[0]
            return [own if (own := detect(text)[0]).confidence >= _SURE else together for text in texts]

        return await self.chores.do(tell)

    async def documents(
        self, texts: Sequence[str], sources: Sequence[str], kind: str = "text", day: date | None = None
    ) -> list[Document]:
        """Texts as documents. Raises DocumentError for one that cannot be translated as it is."""
        pairs = list(zip(texts, sources, strict=True))
        return await self.chores.do(lambda: [self.room.document(t, s, kind=kind, day=day) for t, s in pairs])

    async def translate(self, documents: Sequence[Document], target: str, *, turn: int = 0) -> list[Translation]:
        """Every document in ``target``, in their order; those of one language go together.

        Raises NoRouteError where no way leads, and as the batches do.
        """
        sources = list(dict.fromkeys(document.lang for document in documents))
        for source in sources:
            self.room.demand(Pair(source, target))
        groups = [[n for n, document in enumerate(documents) if document.lang == source] for source in sources]
        parts = await asyncio.gather(
            *(
                self.batcher.translate([documents[n] for n in places], Pair(source, target), turn=turn)
                for source, places in zip(sources, groups, strict=True)
            )
        )
        done = {n: one for places, part in zip(groups, parts, strict=True) for n, one in zip(places, part, strict=True)}
        return [done[n] for n in range(len(documents))]
