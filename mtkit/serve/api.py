"""The interfaces over HTTP: each request finds its endpoint, its sender is known, and its answer comes in time."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mtkit import __version__
from mtkit.errors import (
    BadInputError,
    EngineError,
    MtkitError,
    NoRouteError,
    UsageError,
)
from mtkit.serve.batching import Batcher, Batching, FullError, StoppingError
from mtkit.serve.call import Call, RefusedError, read_call, read_json
from mtkit.serve.fence import Access, Fence, SlowError
from mtkit.serve.guard import TooLongError
from mtkit.serve.keys import Key, Keys
from mtkit.serve.libre import Libre
from mtkit.serve.limits import Buckets, Limits, network_of
from mtkit.serve.metrics import Metrics
from mtkit.serve.openapi import document
from mtkit.serve.room import Room
from mtkit.serve.schema import problem, record
from mtkit.serve.service import Chores, Service
from mtkit.serve.shelf import Shelf
from mtkit.serve.table import Operation, operations
from mtkit.serve.v1 import V1

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Api", "Options", "Served", "application"]

_Handler = Callable[[Call], Awaitable[Any]]
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Options:
    """How a server serves. ``keys``: who may ask; None for everybody that reaches it."""

    access: Access
    limits: Limits = field(default_factory=Limits)
    batching: Batching = field(default_factory=Batching)
    keys: Keys | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """An application, and what lets go of its threads when its server has ended."""

    app: ASGIApp
    close: Callable[[], None]


def application(room: Room, options: Options, *, complain: Callable[[str], None]) -> Served:
    """The ASGI application for ``room``. ``complain`` gets one line, without any text, for a fault of the server."""
    metrics = Metrics()
    batcher = Batcher(room.work, options.batching, observer=metrics)
    chores = Chores()
    api = Api(Service(room, batcher, chores), options, metrics)
    fence = Fence(
        api,
        access=options.access,
        limits=options.limits,
        metrics=metrics,
        endpoint_of=api.endpoint_of,
        complain=complain,
    )

    def close() -> None:
        batcher.close()
        chores.stop()

    return Served(fence, close)


class Api:
    """Endpoints by address, and what is the same for all of them."""

    def __init__(self, service: Service, options: Options, metrics: Metrics) -> None:
        self._options = options
        self._limits = options.limits
        self._metrics = metrics
        self._buckets = Buckets()
        self._table = operations(options.limits)
        self._document = document(self._table, keys=options.keys is not None)
        self._places = [(re.compile(_PLACE.sub(r"(?P<\1>[^/]+)", one.path)), one) for one in self._table]
        shelf = Shelf(options.limits)
        libre = Libre(service, options.limits, shelf, keys=options.keys is not None)
        own = V1(service, options.limits)
        self._handlers: Mapping[str, _Handler] = {
            "translate": libre.translate,
            "detect": libre.detect,
            "languages": libre.languages,
            "settings": libre.settings,
            "translate_file": libre.translate_file,
            "download": libre.download,
            "suggest": libre.suggest,
            "health": libre.health,
            "spec": self._spec,
            "metrics": self._counted,
            "about": self._about,
            "v1.translate": own.translate,
            "v1.check": own.check,
            "v1.find": own.find,
            "v1.detect": own.detect,
            "v1.languages": own.languages,
            "v1.routes": own.routes,
            "v1.codes": own.codes,
            "v1.openapi": self._spec,
        }

    def endpoint_of(self, path: str) -> str:
        """The address of an endpoint as the table has it; "other" for what is none."""
        plain = _plain(path)
        return next((one.path for pattern, one in self._places if pattern.fullmatch(plain)), "other")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.requests import Request

        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except _GoneError:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        own = _plain(request.url.path).startswith("/v1/")
        try:
            one, places = self._find(request)
            call = replace(await self._read(one, request, own=own), places=places)
            if not one.open:
                call = replace(call, key=self._known(call, own=own))
                self._count(call)
            return _response(await self._in_time(self._handlers[one.name], call))
        except RefusedError as error:
            if error.reason:
                self._metrics.refused(error.reason)
            return _json({"error": str(error)}, error.status, error.headers)
        except FullError as error:
            self._metrics.refused("queue")
            line = f"Slowdown: {error}"
            return _json({"error": line}, 429, {"Retry-After": str(error.after)})
        except StoppingError as error:
            return _json({"error": str(error)}, 503, {"Retry-After": "1"})
        except MtkitError as error:
            return _json({"error": str(error)}, _status(error, own=own))

    def _find(self, request: Request) -> tuple[Operation, Mapping[str, str]]:
        path, method = _plain(request.url.path), "GET" if request.method == "HEAD" else request.method
        found = [(one, match) for pattern, one in self._places if (match := pattern.fullmatch(path))]
        for one, match in found:
            if one.method == method:
                return one, match.groupdict()
        if found:
            allowed = ", ".join(sorted({one.method for one, _ in found}))
            raise RefusedError(405, f"{path} takes {allowed}", {"Allow": allowed})
        raise RefusedError(404, "no such address: GET /spec lists those that there are")

    async def _read(self, one: Operation, request: Request, *, own: bool) -> Call:
        """The call that ``request`` is. Who has no key is told of that first, and nothing of what a call must be."""
        try:
            return await self._read_fields(one, request)
        except RefusedError:
            if own and not one.open:
                self._known(Call(request, dict(request.query_params)), own=own)
            raise

    async def _read_fields(self, one: Operation, request: Request) -> Call:
        if one.strict and one.body is not None:
            said = await read_json(request)
            if line := problem(said, one.body):
                raise RefusedError(400, line)
            return Call(request, said)
        call = await read_call(request, self._limits)
        if one.path.startswith("/v1/") and (line := problem(dict(call.fields), record(one.query or {}, ()))):
            raise RefusedError(400, line)
        return call

    def _known(self, call: Call, *, own: bool) -> Key | None:
        """Whose call it is. LibreTranslate's statuses at its addresses, those of HTTP at mtkit's own."""
        keys = self._options.keys
        if keys is None:
            return None
        given = call.given_key()
        if not given:
            line = "Please contact the server operator to get an API key"
            challenge = {"WWW-Authenticate": "Bearer"} if own else {}
            raise RefusedError(401 if own else 400, line, challenge, reason="key")
        key = keys.find(given)
        if key is None:
            raise RefusedError(403, "Invalid API key", reason="key")
        return key

    def _count(self, call: Call) -> None:
        """Count the request against its sender's rate: as often as it has texts."""
        who = f"key {call.key.name}" if call.key else network_of(call.request.scope["mtkit.client"])
        rate = self._limits.rate if call.key is None or call.key.rate is None else call.key.rate
        texts = call.fields.get("texts", call.fields.get("q"))
        wait = self._buckets.take(who, rate, max(1, len(texts)) if isinstance(texts, list) else 1)
        if wait > 0:
            after = {"Retry-After": str(math.ceil(wait))}
            raise RefusedError(429, f"Slowdown: {rate} requests a minute are allowed", after, reason="rate")

    async def _in_time(self, handler: _Handler, call: Call) -> Any:
        """What ``handler`` gives, unless it takes too long or its client leaves: then nobody works for it any more."""
        work = asyncio.ensure_future(handler(call))
        gone = asyncio.ensure_future(_left(call.request))
        try:
            await asyncio.wait({work, gone}, timeout=self._limits.timeout, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            if gone.done():
                raise _GoneError
            line = f"no answer within {self._limits.timeout:g} s: send less at once, or come again"
            raise RefusedError(504, line, reason="timeout")
        finally:
            for task in (work, gone):
                task.cancel()

    async def _spec(self, call: Call) -> Any:
        return self._document

    async def _about(self, call: Call) -> Any:
        return {"name": "mtkit", "version": __version__, "spec": "/spec"}

    async def _counted(self, call: Call) -> Any:
        from starlette.responses import Response

        data, kind = self._metrics.text()
        return Response(data, headers={"Content-Type": kind})


def _plain(path: str) -> str:
    """``path`` as it was meant by who wrote the server's address with a slash too many."""
    return re.sub(r"//+", "/", path).rstrip("/") or "/"


class _GoneError(Exception):
    """The client has left: there is nobody to answer."""


async def _left(request: Request) -> None:
    """Wait until the client leaves; one that goes on sending where nothing is read has left, too."""
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except (TooLongError, SlowError):
        return


def _status(error: MtkitError, *, own: bool) -> int:
    """The status for a failure that mtkit foresees: the client's text or choice, or the server's model."""
    if isinstance(error, NoRouteError | BadInputError | UsageError):
        return 422 if own else 400
    return 500 if isinstance(error, EngineError) else 422


def _response(value: Any) -> Response:
    from starlette.responses import Response

    return value if isinstance(value, Response) else _json(value)


def _json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import Response

    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, headers, media_type="application/json")
