"""A request as the endpoints see it: its fields, whatever way they came, and who sent it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mtkit.serve.keys import Key
from mtkit.serve.limits import Limits

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Call", "RefusedError", "Upload", "read_call", "read_json"]

_FIELDS = 64
_FORM = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """An answer that says why not: a status, one line, and headers."""

    def __init__(self, status: int, line: str, headers: Mapping[str, str] | None = None, *, reason: str = "") -> None:
        super().__init__(line)
        self.status = status
        self.headers = dict(headers or {})
        self.reason = reason  # for metrics


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request; ``name`` is as the client gave it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """``fields`` are those of the body and, where they are not there, of the address; ``key`` is the client's."""

    request: Request
    fields: Mapping[str, Any]
    upload: Upload | None = None
    key: Key | None = None
    places: Mapping[str, str] = field(default_factory=dict)  # the parts of the path that vary

    def given_key(self) -> str:
        """The key that came with the request, wherever it was put; "" for none."""
        scheme, _, token = self.request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return token.strip()
        if given := self.request.headers.get("x-api-key", "").strip():
            return given
        said = self.fields.get("api_key")
        return said.strip() if isinstance(said, str) else ""


async def read_call(request: Request, limits: Limits) -> Call:
    """The fields of a request whose client chooses how to send them: JSON, a form, the address.

    Raises RefusedError for a body that is not what it says it is.
    """
    query = dict(request.query_params)
    if request.method in {"GET", "HEAD"}:
        return Call(request, query)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == "application/json" or kind.endswith("+json"):
        said = _parsed(body)
        if not isinstance(said, dict):
            raise RefusedError(400, "Invalid JSON format")
        return Call(request, {**query, **said})
    if kind == "multipart/form-data":
        fields, upload = await _parts(request, body, limits)
        return Call(request, {**query, **fields}, upload)
    if kind == _FORM:
        return Call(request, {**query, **_form(body)})
    if body and "q" not in query:
        raise RefusedError(400, f"Content-Type is {kind or 'missing'}: send application/json, or a form")
    return Call(request, query)


async def read_json(request: Request) -> Any:
    """The value of a request that must be JSON. Raises RefusedError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind != "application/json":
        raise RefusedError(415, "send application/json")
    return _parsed(body)


def _parsed(body: bytes) -> Any:
    def refuse(_: str) -> Any:
        raise ValueError

    try:
        return json.loads(body.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError):
        raise RefusedError(400, "the body is not JSON in UTF-8") from None


def _form(body: bytes) -> dict[str, str]:
    """Fields percent-encoded or, as curl's ``-d q=会议`` sends them, in UTF-8 as they are."""
    try:
        if body.lstrip()[:1] == b"{":
            raise RefusedError(400, "the body looks like JSON: send it with Content-Type: application/json")
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError:
        raise RefusedError(400, "the form cannot be read: send application/x-www-form-urlencoded in UTF-8") from None
    return dict(pairs)


async def _parts(request: Request, body: bytes, limits: Limits) -> tuple[dict[str, str], Upload | None]:
    from starlette.datastructures import Headers, UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    class InMemory(MultiPartParser):
        """Of a body that is here as a whole already: nothing of it is written to a disk."""

        spool_max_size = limits.file + 1

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    found = re.search(r'boundary=(?:"([^"\r\n\\]{1,200})"|([^\s;",]{1,200}))', request.headers["content-type"])
    if not found:
        raise RefusedError(400, "the form has no boundary: send multipart/form-data as browsers do")
    kind = f'multipart/form-data; boundary="{found[1] or found[2]}"'  # UTF-8, whatever else it says
    try:
        parser = InMemory(
            Headers({"content-type": kind}), stream(), max_files=1, max_fields=_FIELDS, max_part_size=limits.body
        )
        form = await parser.parse()
    except (MultiPartException, ValueError):
        raise RefusedError(
            400, "the form cannot be read: send one file and its fields as multipart/form-data"
        ) from None
    fields: dict[str, str] = {}
    upload = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name == "file":
                upload = Upload(value.filename or "", await value.read())
        else:
            fields[name] = value
    await form.close()
    return fields, upload
