"""Running an application on a port of this machine until somebody stops it."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mtkit.errors import UsageError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

__all__ = ["address", "bind", "demand_extra", "run", "server_of", "until_told"]

_GRACE = 2  # seconds that requests in hand are given when the server is stopped


def demand_extra(what: str = "the review page", *more: str) -> None:
    """Raise UsageError, with the command that mends it, where the server's libraries (or ``more``) are not there."""
    for name in ("starlette", "uvicorn", *more):
        try:
            import_module(name)
        except ImportError as error:
            message = f"{what} needs {error.name}, which is not installed: pip install 'mtkit[serve]'"
            raise UsageError(message) from None


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens at ``host``; ``port`` 0 takes a free one.

    Raises UsageError, with the mend, where that cannot be.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise UsageError(f"--host {host}: no such address on this machine; leave it out for 127.0.0.1") from None
    family, kind, number, _, place = found[0]
    listener = socket.socket(family, kind, number)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where reuse would let another program in beside us
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise UsageError(_refused(error, host, port)) from None
    return listener


def _refused(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use: give another --port, or leave it out for a free one"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used: give a --port above 1023, or leave it out for a free one"
    return f"--host {host} --port {port} cannot be used: {error.strerror or error}; leave them out"


def address(listener: socket.socket, host: str) -> str:
    """What a browser on this machine opens: ``http://127.0.0.1:8000``."""
    port = listener.getsockname()[1]
    name = "127.0.0.1" if host in {"0.0.0.0", ""} else "::1" if host == "::" else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def server_of(
    app: ASGIApp,
    *,
    grace: int = _GRACE,
    http: Any = "auto",
    connections: int | None = None,
    ready: Callable[[], None] = lambda: None,
) -> uvicorn.Server:
    """The server for ``app``: silent, without headers that tell of it, patient with what is in hand when it ends.

    ``grace`` is how many seconds that may take. ``http`` is uvicorn's name or class of how a connection is handled;
    what comes when there are more than ``connections`` is turned away by 503. ``ready`` is called once it answers, and
    hears signals.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        http=http,
        limit_concurrency=connections,
        timeout_graceful_shutdown=grace,
        timeout_keep_alive=30,
    )
    return Server(config)


@contextmanager
def until_told(listener: socket.socket) -> Iterator[None]:
    """Let what is inside go on until it is interrupted or told to end (SIGTERM), which is how it ends: no error.

    For the main thread, where signals arrive. ``listener`` is closed at the end.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
        listener.close()


def run(server: uvicorn.Server, listener: socket.socket) -> None:
    """Serve until the program is interrupted or told to end; what is in hand is finished first."""
    with until_told(listener):
        server.run(sockets=[listener])


def _interrupt(*_: object) -> None:
    """What the server does once it has ended for a signal: it sends it again, to whoever handled it before."""
    raise KeyboardInterrupt
