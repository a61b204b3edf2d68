"""Running an application on a port of this machine until somebody stops it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from mtkit.errors import UsageError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

__all__ = ["address", "bind", "demand_extra", "run", "server_of"]

_GRACE = 2  # seconds that requests in hand are given when the server is stopped


def demand_extra() -> None:
    """Raise UsageError, with the command that mends it, where the server's libraries are not installed."""
    try:
        import starlette
        import uvicorn
    except ImportError as error:
        message = f"the review page needs {error.name}, which is not installed: pip install 'mtkit[serve]'"
        raise UsageError(message) from None
    del starlette, uvicorn


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


def server_of(app: ASGIApp) -> uvicorn.Server:
    """The server for ``app``: silent, without headers that tell of it, patient with what is in hand when it ends."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=30,
    )
    return uvicorn.Server(config)


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Serve ``app`` until the program is interrupted, which is how it ends: KeyboardInterrupt goes no further."""
    try:
        server_of(app).run(sockets=[listener])
    except KeyboardInterrupt:
        return
    finally:
        listener.close()
