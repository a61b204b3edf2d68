"""JSON Schema, as much of it as the interfaces here use: what a document says of a call is what the call is held to."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["Schema", "array", "choice", "integer", "one_of", "problem", "record", "text"]

Schema = Mapping[str, Any]

_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_SAID = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def text(about: str = "", **more: Any) -> dict[str, Any]:
    """A string."""
    return {"type": "string", **({"description": about} if about else {}), **more}


def choice(values: Any, about: str = "") -> dict[str, Any]:
    """One of some strings."""
    return text(about, enum=list(values))


def integer(about: str = "", **more: Any) -> dict[str, Any]:
    """A whole number."""
    return {"type": "integer", **({"description": about} if about else {}), **more}


def array(items: Schema, about: str = "", **more: Any) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": dict(items), **({"description": about} if about else {}), **more}


def record(fields: Mapping[str, Schema], needed: tuple[str, ...] | None = None, *, closed: bool = True) -> Schema:
    """An object; ``needed`` are the fields that must be there, by default all. ``closed`` has no others."""
    return {
        "type": "object",
        "properties": dict(fields),
        "required": list(fields if needed is None else needed),
        **({"additionalProperties": False} if closed else {}),
    }


def one_of(*schemas: Schema) -> dict[str, Any]:
    """Any of several."""
    return {"anyOf": [dict(schema) for schema in schemas]}


def problem(value: Any, schema: Schema, at: str = "") -> str:
    """What is wrong with ``value``, in one line that names the place; "" where it is as ``schema`` says.

    The value itself is not in the line: it may be somebody's text.
    """
    if "anyOf" in schema:
        found = [problem(value, one, at) for one in schema["anyOf"]]
        return "" if "" in found else found[0]
    name = at or "the body"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, kind) for kind in kinds):
        return f"{name} must be {' or '.join(_SAID[kind] for kind in kinds)}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{name} must be one of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str):
        return _of_text(value, schema, name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, schema, name)
    if isinstance(value, list):
        return _of_list(value, schema, name, at)
    return _of_record(value, schema, at) if isinstance(value, dict) else ""


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()  # JSON has one kind of number: 1.0 is whole
    return isinstance(value, _KINDS[kind])


def _of_text(value: str, schema: Schema, name: str) -> str:
    if len(value) < schema.get("minLength", 0):
        return f"{name} must not be empty"
    if len(value) > schema.get("maxLength", math.inf):
        return f"{name} has {len(value)} characters, more than {schema['maxLength']}: send less"
    if any("\ud800" <= char <= "\udfff" for char in value):
        return f"{name} holds half a character (a lone surrogate): send whole ones"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return f"{name} is not of the form {schema['pattern']}"
    if schema.get("format") == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return f"{name} is not a date: write it as 2026-01-31"
        if len(value) != 10 or value[4] != "-":
            return f"{name} is not a date: write it as 2026-01-31"
    return ""


def _of_number(value: float, schema: Schema, name: str) -> str:
    if not math.isfinite(value) or not schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf):
        return f"{name} must be from {schema.get('minimum', '')} to {schema.get('maximum', '')}"
    return ""


def _of_list(value: list[Any], schema: Schema, name: str, at: str) -> str:
    if len(value) < schema.get("minItems", 0):
        return f"{name} must have at least {schema['minItems']} items"
    if len(value) > schema.get("maxItems", math.inf):
        return f"{name} has {len(value)} items, more than {schema['maxItems']}: send less"
    return next((line for n, item in enumerate(value) if (line := problem(item, schema["items"], f"{at}[{n}]"))), "")


def _of_record(value: dict[str, Any], schema: Schema, at: str) -> str:
    fields = schema.get("properties", {})
    for name in value:
        if name not in fields and schema.get("additionalProperties") is False:
            return f"unknown field {_path(at, str(name)[:40])!r}: known are {', '.join(fields)}"
    for name in schema.get("required", ()):
        if name not in value:
            return f"the field {_path(at, name)} is missing"
    return next(
        (line for name in fields if name in value and (line := problem(value[name], fields[name], _path(at, name)))), ""
    )


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
