"""The fence around a page that runs on a person's own machine, where any web site in the same browser can knock.

- The Host header must name this server: a name of the web that was made to point at 127.0.0.1 (DNS rebinding) is
  turned away.
- What a page of another origin sends is turned away by Origin and Sec-Fetch-Site; and it does not know the token,
  which every call carries in a header that no form can set.
- The token is compared in constant time. Bodies are limited. Nothing is cached, framed or guessed at.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import re
import secrets
from collections.abc import Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "Guard",
    "TooLongError",
    "announced",
    "goes_by",
    "headers_of",
    "host_names",
    "is_loopback",
    "marked",
    "policy",
    "refuse",
]

MOST = 1 << 20
"""The most bytes that the body of a request may have."""

TOKEN_HEADER = "x-mtkit-token"
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(\d{1,5}))?")


class TooLongError(Exception):
    """A body of more than ``MOST`` bytes."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens at ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_names(host: str, names: Iterable[str] = ()) -> frozenset[str]:
    """What a Host header may name, for a server at ``host``; ``names`` are the machine's own."""
    return frozenset(name.lower() for name in ("localhost", "127.0.0.1", "[::1]", _bracketed(host), *names))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def policy(nonce: str) -> str:
    """The Content-Security-Policy of the page: its own script and style, its own server, nothing else."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class Guard:
    """Wraps an ASGI application; a request that may not pass gets one line of JSON that says why.

    ``names`` are the hosts that a Host header may name, ``any_address`` lets it be any numeric address: a server
    open to the network is reached by those, and rebinding needs a name. ``port`` is the one that is listened at.
    """

    def __init__(
        self, app: ASGIApp, *, token: str, port: int, names: frozenset[str], any_address: bool = False
    ) -> None:
        self._app = app
        self._token = token.encode()
        self._port = port
        self._names = names
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or turn it away."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        refusal = self._refusal(scope, headers)
        if refusal is None and announced(headers, MOST) > MOST:
            refusal = (413, f"the request is longer than {MOST} bytes: send less")
        if refusal is not None:
            await refuse(marked(send), *refusal)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST:
                raise TooLongError
            return message

        await self._app(scope, limited, marked(send))

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not goes_by(host, port=self._port, names=self._names, any_address=self._any_address):
            return 421, "this server does not go by that name: open the address that mtkit printed"
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{host.lower()}":
            return 403, "the request comes from another site: open the address that mtkit printed"
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"} and scope["path"] != "/":
            return 403, "the request comes from another site: open the address that mtkit printed"
        if scope["path"].startswith("/api/") and not self.knows(headers.get(TOKEN_HEADER, "")):
            return 403, "the token is missing or wrong: open the address that mtkit printed"
        return None

    def knows(self, token: str) -> bool:
        """Whether that is the token; takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(token.encode(), self._token)

    @staticmethod
    def new_token() -> str:
        """A token that nobody can guess: 256 bits, fit for an address."""
        return secrets.token_urlsafe(32)


def goes_by(host: str, *, port: int | None, names: frozenset[str], any_address: bool) -> bool:
    """Whether a Host header may name this server: one of ``names``, or any numeric address where that is allowed.

    ``port`` is the one that it must name, None for any: behind a proxy it is the proxy's.
    """
    match = _HOST.fullmatch(host)
    if not match or (port is not None and int(match[2] or 80) != port):
        return False
    if match[1].lower() in names:
        return True
    try:
        ipaddress.ip_address(match[1].strip("[]"))
    except ValueError:
        return False
    return any_address


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by name. One that is given twice is joined, so that it is not what it should be."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, said = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]},{said}" if key in found else said
    return found


def announced(headers: Mapping[str, str], most: int) -> int:
    """How long a body says it is, in bytes; more than ``most`` where it says so in no way that can be read."""
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 12 else most + 1


def marked(send: Send) -> Send:
    """``send`` with the headers that every answer has."""

    async def send_marked(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", ())}
            more = [*_HEADERS, (b"content-security-policy", policy(secrets.token_urlsafe(16)).encode())]
            message = {
                **message,
                "headers": [*message.get("headers", ()), *(pair for pair in more if pair[0] not in there)],
            }
        await send(message)

    return send_marked


async def refuse(send: Send, status: int, error: str, more: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Answer by one line of JSON that says why not."""
    body = json.dumps({"error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
