"""Which line of a TOML file each key stands on; tomllib reads values and forgets their places."""

from __future__ import annotations

import re

__all__ = ["lines_of"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TRIPLE = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}', re.DOTALL)
_SINGLE = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_COMMENT = re.compile(r"#[^\n]*")
_BLANK = re.compile(r"[ \t]*")


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line, from 1, of every table and key of ``text``, by its full name; ``text`` is valid TOML.

    What stands in an inline table has the line of that table's key.
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    at = 0
    while at < len(text):
        char = text[at]
        if char in " \t\r\n":
            at += 1
        elif char == "#":
            at = _end(_COMMENT, text, at)
        elif char == "[":
            start = at
            while text[at : at + 1] == "[":
                at += 1
            table, at = _name(text, at)
            _note(found, table, 1, text.count("\n", 0, start) + 1)
            while text[at : at + 1] == "]":
                at += 1
        else:
            start = at
            name, at = _name(text, at)
            _note(found, (*table, *name), len(table) + 1, text.count("\n", 0, start) + 1)
            at = _value(text, at + 1)  # behind the equals sign
    return found


def _note(found: dict[tuple[str, ...], int], name: tuple[str, ...], least: int, line: int) -> None:
    """Note the line of a name, and of the tables that it makes by being said: those of ``least`` parts or more."""
    for parts in range(least, len(name) + 1):
        found.setdefault(name[:parts], line)


def _name(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """A dotted name, and where it ends."""
    parts: list[str] = []
    while True:
        at = _end(_BLANK, text, at)
        match = _SINGLE.match(text, at) or _BARE.match(text, at)
        if match is None:  # not in valid TOML
            return tuple(parts), at + 1
        parts.append(_unquoted(match[0]))
        at = _end(_BLANK, text, match.end())
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at += 1


def _unquoted(part: str) -> str:
    """The name that a quoted part says."""
    if part[0] == "'":
        return part[1:-1]
    if part[0] != '"':
        return part
    import tomllib

    return next(iter(tomllib.loads(f"{part} = 0")))


def _value(text: str, at: int) -> int:
    """Where a value ends: at the end of its line, outside of brackets and strings."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char in "\"'":
            at = _end(_TRIPLE, text, at) if text[at : at + 3] in {'"""', "'''"} else _end(_SINGLE, text, at)
            continue
        if char == "#":
            at = _end(_COMMENT, text, at)
            continue
        if char == "\n" and not depth:
            return at
        depth += (char in "[{") - (char in "]}")
        at += 1
    return at


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match and match.end() > at else at + (pattern is not _BLANK)
