"""The OpenAPI 3.1 document of a server, made of the table of endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from mtkit import __version__
from mtkit.serve.table import Operation, error

__all__ = ["document"]

_ALWAYS = (400, 403, 408, 413, 415, 421, 429, 431, 503)
_KEYED = (401,)


def document(operations: Sequence[Operation], *, keys: bool) -> dict[str, Any]:
    """The document; with ``keys``, endpoints that ask for one say so."""
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, keys=keys)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mtkit",
            "version": __version__,
            "summary": "Machine translation between China and ASEAN, official names in their approved forms.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"Error": error()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            },
        },
    }


def _operation(one: Operation, *, keys: bool) -> dict[str, Any]:
    good = (
        {one.plain: {"schema": dict(one.answer)}} if one.plain else {"application/json": {"schema": dict(one.answer)}}
    )
    answers: dict[str, Any] = {"200": {"description": "As asked.", "content": good}}
    for status in sorted({*_ALWAYS, *one.refusals, *(_KEYED if keys and not one.open else ())}):
        answers[str(status)] = _refusal(status)
    said: dict[str, Any] = {
        "operationId": one.name.replace(".", "_"),
        "summary": one.about,
        "tags": ["mtkit" if one.path.startswith("/v1/") else "LibreTranslate"],
        "responses": answers,
    }
    if parameters := [*_places(one.path), *_query(one.query or {})]:
        said["parameters"] = parameters
    if one.body is not None:
        said["requestBody"] = {"required": True, "content": _content(one)}
    if keys and not one.open:
        said["security"] = [{"bearer": []}, {"key": []}]
    return said


def _content(one: Operation) -> dict[str, Any]:
    schema = dict(one.body or {})
    if one.form == "multipart/form-data":
        return {one.form: {"schema": schema}}
    return {"application/json": {"schema": schema}, **({one.form: {"schema": schema}} if one.form else {})}


def _places(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _query(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "required": False, "schema": dict(schema)} for name, schema in fields.items()]


def _refusal(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    if status in {429, 503}:
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return found
