"""The fence around the interfaces: who may knock, with how much, for how long; and what every answer carries.

Names and origins are as in ``guard``: a web page of another site in a browser on the same machine is turned away,
unless its origin was allowed. Bodies are bounded in size and time. What the server says of itself is one line of JSON.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtkit.serve.guard import TooLongError, announced, goes_by, headers_of, is_loopback, marked, refuse
from mtkit.serve.limits import Limits
from mtkit.serve.metrics import Metrics

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Access", "Fence", "SlowError"]

_FILE = "/translate_file"
_HEAD = 32 << 10  # bytes
_METHODS = b"GET, POST, OPTIONS"
_ASKED = b"Authorization, Content-Type, X-Api-Key"


class SlowError(Exception):
    """A body that did not come in time."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who reaches the server: ``names`` that a Host header may name, ``port`` (None: any, behind a proxy).

    ``origins`` are web sites whose pages may ask, ``*`` for all. ``proxied``: the client's address and the scheme are
    what a proxy on this machine says in X-Forwarded-For (the last entry) and X-Forwarded-Proto.
    """

    names: frozenset[str]
    port: int | None
    any_address: bool = False
    origins: frozenset[str] = field(default_factory=frozenset)
    proxied: bool = False

    def allows(self, origin: str) -> bool:
        """Whether pages of ``origin`` may ask."""
        return "*" in self.origins or origin.lower() in self.origins


class Fence:
    """Wraps an ASGI application. ``endpoint_of`` names the endpoint of a path, for metrics."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access,
        limits: Limits,
        metrics: Metrics,
        endpoint_of: Callable[[str], str],
        complain: Callable[[str], None],
    ) -> None:
        self._app = app
        self._access = access
        self._limits = limits
        self._metrics = metrics
        self._endpoint_of = endpoint_of
        self._complain = complain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or turn it away; count it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 499  # as proxies count it: the client left
        headers = headers_of(scope)
        peer = scope["client"][0] if scope.get("client") else ""
        proxied = self._access.proxied and is_loopback(peer)
        scope["mtkit.client"] = (
            headers.get("x-forwarded-for", "").rpartition(",")[2].strip() if proxied else ""
        ) or peer
        scope["mtkit.scheme"] = "https" if proxied and headers.get("x-forwarded-proto") == "https" else "http"
        begun = False

        async def noted(message: MutableMapping[str, Any]) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
            await send(message)

        out = self._crossing(marked(noted), headers.get("origin"))
        self._metrics.began()
        try:
            if not await self._turned_away(scope, headers, out):
                await self._pass(scope, receive, out)
        except Exception as error:  # the last fence: one line, and neither a traceback nor anybody's text
            endpoint = self._endpoint_of(scope["path"])
            self._complain(f"a fault of mtkit, {type(error).__name__}, at {endpoint}; please report it")
            if begun:
                raise
            await refuse(out, 500, f"a fault of mtkit, {type(error).__name__}; please report it")
        finally:
            self._metrics.ended(self._endpoint_of(scope["path"]), status, time.monotonic() - started)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        most, until = self._most(scope), time.monotonic() + self._limits.slow_body
        taken = 0
        whole = False

        async def limited() -> Message:
            nonlocal taken, whole
            if whole:  # what comes behind the body is the client's leaving, which may take as long as it likes
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(until - time.monotonic(), 0.001))
            except TimeoutError:
                raise SlowError from None
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLongError
            whole = not message.get("more_body", False)
            return message

        close = [(b"connection", b"close")]
        try:
            await self._app(scope, limited, send)
        except TooLongError:
            self._metrics.refused("size")
            await refuse(send, 413, f"the request is longer than {most} bytes: send less", close)
        except SlowError:
            self._metrics.refused("slow")
            await refuse(send, 408, f"the request took more than {self._limits.slow_body:g} s to come", close)

    def _most(self, scope: Scope) -> int:
        return self._limits.file if scope["path"].rstrip("/").endswith(_FILE) else self._limits.body

    async def _turned_away(self, scope: Scope, headers: dict[str, str], send: Send) -> bool:
        host, origin, access = headers.get("host", ""), headers.get("origin"), self._access
        if sum(len(name) + len(value) for name, value in scope["headers"]) + len(scope["query_string"]) > _HEAD:
            self._metrics.refused("size")
            await refuse(send, 431, f"the head of the request is longer than {_HEAD} bytes: send texts in the body")
            return True
        if not goes_by(host, port=access.port, names=access.names, any_address=access.any_address):
            self._metrics.refused("host")
            await refuse(send, 421, "this server does not go by that name: start it with --allow-host to let it")
            return True
        if origin is not None and access.allows(origin):
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                asked = [(b"access-control-allow-methods", _METHODS), (b"access-control-allow-headers", _ASKED)]
                await send({"type": "http.response.start", "status": 204, "headers": asked})
                await send({"type": "http.response.body", "body": b""})
                return True
        elif self._is_foreign(scope, headers, host, origin):
            self._metrics.refused("origin")
            await refuse(send, 403, "the request comes from the page of another site: start with --cors to let it")
            return True
        most = self._most(scope)
        if announced(headers, most) > most:
            self._metrics.refused("size")
            await refuse(
                send, 413, f"the request is longer than {most} bytes: send less", [(b"connection", b"close")]
            )  # fmt: skip
            return True
        return False

    @staticmethod
    def _is_foreign(scope: Scope, headers: dict[str, str], host: str, origin: str | None) -> bool:
        """Whether a page of another site sent it: browsers say so, and other programs say nothing of the kind."""
        if origin is not None and origin.lower() not in {f"http://{host.lower()}", f"https://{host.lower()}"}:
            return True
        return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"} and scope["method"] != "GET"

    def _crossing(self, send: Send, origin: str | None) -> Send:
        """``send`` with what lets an allowed page read the answer."""
        if origin is None or not self._access.allows(origin):
            return send

        async def allowed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                more = [(b"access-control-allow-origin", origin.encode("latin-1", "replace")), (b"vary", b"Origin")]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        return allowed
