"""The review page over HTTP: one page, and calls that take and give JSON.

Every call takes one object with known fields of known types; anything else is answered by 400 and one line. No path
of a file comes from outside: files are ``f0``, ``f1`` ... Nothing of the articles is written to a log.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mtkit.errors import MtkitError, OutputError
from mtkit.proof.page import page_html
from mtkit.review.edit import EditError, StaleEditError
from mtkit.review.edit_file import BlockedError
from mtkit.review.edit_session import NotThereError
from mtkit.serve.desk import Desk, StaleError
from mtkit.serve.guard import Guard, TooLongError, policy
from mtkit.unit import State

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

__all__ = ["application"]

_STATES = {state.value: state for state in (State.APPROVED, State.EDITED, State.UNTRANSLATED)}
_Fields = Mapping[str, tuple[type, bool]]  # by name: the type, and whether it must be there
_UNIT: _Fields = {"file": (str, True), "key": (str, True)}
_SINCE: _Fields = {"since": (int, False)}


class _BadRequestError(MtkitError):
    """A call that is not as the page makes it."""


def application(
    desk: Desk,
    *,
    token: str,
    port: int,
    names: frozenset[str],
    complain: Callable[[str], None],
    any_address: bool = False,
    ui: str = "en",
    sort: str = "article",
) -> ASGIApp:
    """The ASGI application for ``desk``; see ``Guard`` for who may call it, ``page_html`` for ``ui`` and ``sort``.

    ``complain`` gets one line for each fault of the server itself, without any text of the articles.
    """
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    calls = _Calls(desk, token, complain, ui=ui, sort=sort)
    routes = [
        Route("/", calls.index, methods=["GET"]),
        Route("/favicon.ico", calls.icon, methods=["GET"]),
        Route("/api/page", calls.read(lambda _: desk.page()), methods=["GET"]),
        Route("/api/changes", calls.read(lambda request: desk.changes(_since(request))), methods=["GET"]),
    ]
    routes += [Route(f"/api/{name}", calls.write(*call), methods=["POST"]) for name, call in _writers(desk).items()]
    app = Starlette(routes=routes, exception_handlers={HTTPException: calls.refused})
    app.router.redirect_slashes = False
    return Guard(app, token=token, port=port, names=names, any_address=any_address)


def _writers(desk: Desk) -> dict[str, tuple[_Fields, Callable[[Mapping[str, Any]], Any]]]:
    """The calls that change or look something up: their fields, and what they do."""

    def unit(said: Mapping[str, Any]) -> Any:
        if "target" not in said and "state" not in said:
            raise _BadRequestError("give target, state or both")
        state = said.get("state")
        if state is not None and state not in _STATES:
            raise _BadRequestError(f"state must be one of {', '.join(_STATES)}")
        new = None if state is None else _STATES[state]
        return desk.edit(said["file"], said["key"], said["version"], said.get("target"), new, since=said.get("since"))

    def silence(said: Mapping[str, Any]) -> Any:
        return desk.silence(
            said["file"], said["key"], said["version"], said["code"], on=said["on"], since=said.get("since")
        )

    def replace(said: Mapping[str, Any]) -> Any:
        phrases = said["file"], said["key"], said["old"], said["new"]
        if not said["apply"]:
            return desk.places(*phrases)
        return desk.replace(*phrases, keep=said.get("keep", False), only=_slots(said), since=said.get("since"))

    versioned: _Fields = {**_UNIT, "version": (str, True), **_SINCE}
    phrases: _Fields = {**_UNIT, "old": (str, True), "new": (str, True), "apply": (bool, True), **_SINCE}
    return {
        "unit": ({**versioned, "target": (str, False), "state": (str, False)}, unit),
        "check": (
            {**_UNIT, "target": (str, True)},
            lambda said: desk.check(said["file"], said["key"], said["target"]),
        ),
        "silence": ({**versioned, "code": (str, True), "on": (bool, True)}, silence),
        "forget": (
            {**_UNIT, **_SINCE},
            lambda said: desk.forget(said["file"], said["key"], since=said.get("since")),
        ),
        "undo": (_SINCE, lambda said: desk.undo(since=said.get("since"))),
        "redo": (_SINCE, lambda said: desk.redo(since=said.get("since"))),
        "replace": ({**phrases, "keep": (bool, False), "only": (list, False)}, replace),
    }


def _slots(said: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """The places to replace in, ``[[file, key], ...]``, if the call names some."""
    if "only" not in said:
        return None
    found = []
    for slot in said["only"]:
        if not (isinstance(slot, list) and len(slot) == 2 and all(isinstance(part, str) for part in slot)):
            raise _BadRequestError("only must be a list of [file, key]")
        found.append((slot[0], slot[1]))
    return found


class _Calls:
    """The answers to requests."""

    def __init__(self, desk: Desk, token: str, complain: Callable[[str], None], *, ui: str, sort: str) -> None:
        self._desk = desk
        self._token = token
        self._ui = ui
        self._sort = sort
        self._complain = complain

    def index(self, request: Request) -> Response:
        """The page, for who has the token."""
        from starlette.responses import HTMLResponse, PlainTextResponse

        if not _same(request.query_params.get("token", ""), self._token):
            line = "the token is missing or wrong: open the address that mtkit printed\n"
            return PlainTextResponse(line, HTTPStatus.FORBIDDEN)

        def page() -> Response:
            nonce = secrets.token_urlsafe(16)
            html = page_html(self._desk.page(), mode="review", ui=self._ui, nonce=nonce, sort=self._sort)
            return HTMLResponse(html, headers={"Content-Security-Policy": policy(nonce)})

        return self._answer(page)

    def icon(self, request: Request) -> Response:
        """No icon: browsers ask for one whatever the page says."""
        from starlette.responses import Response

        return Response(status_code=HTTPStatus.NO_CONTENT)

    def read(self, tell: Callable[[Request], Any]) -> Callable[[Request], Response]:
        """The endpoint of a call without a body."""

        def endpoint(request: Request) -> Response:
            return self._answer(lambda: _json(tell(request)))

        return endpoint

    def write(self, fields: _Fields, act: Callable[[Mapping[str, Any]], Any]) -> Callable[[Request], Any]:
        """The endpoint of a call with a body of ``fields``."""
        from starlette.concurrency import run_in_threadpool

        async def endpoint(request: Request) -> Response:
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                return _json({"error": "send application/json"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            try:
                body = await request.body()
            except TooLongError:
                return _json({"error": "the request is too long: send less"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return await run_in_threadpool(self._answer, lambda: _json(act(_fields(body, fields))))

        return endpoint

    def refused(self, request: Request, error: Exception) -> Response:
        """What the framework itself turns away: unknown addresses, wrong methods."""
        status = HTTPStatus(getattr(error, "status_code", 500))
        return _json({"error": status.phrase.lower()}, status, getattr(error, "headers", None))

    def _answer(self, act: Callable[[], Response]) -> Response:
        try:
            return act()
        except StaleError as error:
            more = {"unit": error.units[0], "units": list(error.units)} if error.units else {}
            return _json({"error": str(error), **more}, HTTPStatus.CONFLICT)
        except StaleEditError as error:
            return _json({"error": str(error)}, HTTPStatus.CONFLICT)
        except NotThereError as error:
            return _json({"error": str(error)}, HTTPStatus.NOT_FOUND)
        except BlockedError as error:
            return _json({"error": str(error)}, HTTPStatus.SERVICE_UNAVAILABLE)
        except (EditError, _BadRequestError) as error:
            return _json({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        except OutputError as error:
            return _json({"error": str(error)}, HTTPStatus.INSUFFICIENT_STORAGE)
        except Exception as error:  # the last fence: one line, and neither a traceback nor text of the article
            kind = type(error).__name__
            self._complain(f"a fault of mtkit, {kind}; nothing was written by this request; please report it")
            return _json({"error": f"a fault of mtkit, {kind}"}, HTTPStatus.INTERNAL_SERVER_ERROR)


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def _json(value: Any, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """``value`` as JSON in ASCII, so that no half of a character can break it."""
    from starlette.responses import Response

    return Response(json.dumps(value), status, headers, media_type="application/json")


def _since(request: Request) -> int:
    text = request.query_params.get("since", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _BadRequestError("since must be a number")
    return int(text)


def _fields(body: bytes, fields: _Fields) -> Mapping[str, Any]:
    """The object that ``body`` spells. Raises _BadRequestError for anything but the known fields."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise _BadRequestError("the body is not JSON") from None
    if not isinstance(said, dict):
        raise _BadRequestError("the body must be an object")
    for name in said:
        if name not in fields:
            raise _BadRequestError(f"unknown field {str(name)[:40]!r}")
    for name, (kind, needed) in fields.items():
        if name not in said:
            if needed:
                raise _BadRequestError(f"the field {name} is missing")
        elif type(said[name]) is not kind:  # a bool is no int here
            raise _BadRequestError(f"the field {name} must be {_KINDS[kind]}")
    return said


_KINDS = {str: "a string", int: "a number", bool: "true or false", list: "a list"}
