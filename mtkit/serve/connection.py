"""Connections that are cut off when a client is too slow: with the head of a request, or taking an answer.

The framework bounds neither, and a few thousand idle sockets are all that it takes to keep everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from mtkit.serve.limits import Limits

__all__ = ["connection_class"]


def connection_class(limits: Limits) -> type[Any]:
    """How uvicorn is to handle a connection: as ever (h11), with the times of ``limits``."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    return type("Connection", (_Clocks, H11Protocol), {"limits": limits})


class _Clocks:
    """The two clocks of a connection, over a protocol of uvicorn's."""

    limits: Limits
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    cycle: Any
    _head: asyncio.TimerHandle | None = None
    _write: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[misc]
        self._expect()

    def data_received(self, data: bytes) -> None:
        if self._idle():
            self._expect()
        super().data_received(data)  # type: ignore[misc]
        if not self._idle():
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        self.resume_writing()
        super().connection_lost(exc)  # type: ignore[misc]

    def pause_writing(self) -> None:
        """The client does not take what it is sent."""
        super().pause_writing()  # type: ignore[misc]
        if self._write is None:
            self._write = self.loop.call_later(self.limits.slow_reader, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()  # type: ignore[misc]
        if self._write is not None:
            self._write.cancel()
            self._write = None

    def _idle(self) -> bool:
        """Whether no request is in hand: what comes now is the head of the next one."""
        return self.cycle is None or self.cycle.response_complete

    def _expect(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(self.limits.slow_headers, self.transport.abort)

    def _forget(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
