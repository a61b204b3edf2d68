"""JSON cut into its strings, each with its path and its place, by the grammar of RFC 8259 and nothing beyond it.

The standard library's parser gives no places, forgets doubled keys and fails on deep nesting; this one is linear, has
a bound on depth, and looks at every character once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.errors import DocumentError
from mtkit.formats.nested import View
from mtkit.text import Span

__all__ = ["String", "strings", "view"]

_MAX_DEPTH = 256
_TOKEN = re.compile(
    r'[ \t\n\r]*+(?:(?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")'
    r"|(?P<scalar>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.+-])|(?:true|false|null)\b)"
    r"|(?P<mark>[{}\[\],:])|(?P<end>\Z))"
)
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))")
_MEANING = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class String:
    """A value that is a string. ``path`` are the keys to it; ``span`` is without quotes; ``owners`` are the numbers
    of the objects that it lies in, the outermost first."""

    path: tuple[str, ...]
    span: Span
    owners: tuple[int, ...]


@dataclass(slots=True)
class _Frame:
    is_object: bool
    path: tuple[str, ...]
    owners: tuple[int, ...]
    key: str = ""
    wants: str = ""  # first, key, colon, value, comma


def strings(text: str, *, many: bool) -> Iterator[String]:
    """The strings of a JSON text, or with ``many`` of the values in it, one after the other.

    Raises DocumentError, with the line, for what is no JSON, and for more than 256 levels.
    """
    stack: list[_Frame] = []
    objects = values = 0
    for mark, span in _tokens(text):
        top = stack[-1] if stack else None
        if top is None and values and not many:
            raise _wrong(text, span.start, "more after the end of the value (is it JSON Lines? name it .jsonl)")
        if top is not None and (_passes(top, mark) or _is_key(text, top, mark, span)):
            continue
        if top is not None and _closes(top, mark):
            stack.pop()
        elif not _begins(top, mark):
            wanted = top.wants.replace("first", "value") if top else "value"
            raise _wrong(text, span.start, f"{span.of(text)[:12]!r} out of place (a {wanted} should be there)")
        else:
            path, owners = ((*top.path, top.key) if top.is_object else top.path, top.owners) if top else ((), ())
            if top:
                top.wants = "comma"
            if mark == '"':
                yield String(path, Span(span.start + 1, span.end - 1), owners)
            elif mark:
                objects += mark == "{"
                stack.append(_Frame(mark == "{", path, (*owners, objects) if mark == "{" else owners, wants="first"))
                if len(stack) > _MAX_DEPTH:
                    raise _wrong(text, span.start, f"more than {_MAX_DEPTH} levels")
        values += not stack
    if stack:
        raise _wrong(text, len(text), f"ends inside {'an object' if stack[-1].is_object else 'a list'}")
    if not values and text.strip():
        raise _wrong(text, 0, "no value")


def _tokens(text: str) -> Iterator[tuple[str, Span]]:
    """Each token: its mark, a quotation mark for a string, "" for a number or a word."""
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _wrong(text, at, "no JSON value, or a string that is not closed or holds a raw line end")
        at = match.end()
        if match["end"] is not None:
            return
        said = match["string"] or match["scalar"] or match["mark"]
        yield '"' if match["string"] else match["mark"] or "", Span(at - len(said), at)


def _passes(top: _Frame, mark: str) -> bool:
    """Whether ``mark`` is the colon or comma that should come, and is dealt with."""
    if mark == ":" and top.wants == "colon":
        top.wants = "value"
        return True
    if mark == "," and top.wants == "comma":
        top.wants = "key" if top.is_object else "value"
        return True
    return False


def _is_key(text: str, top: _Frame, mark: str, span: Span) -> bool:
    """Whether the string at ``span`` is a key; it is noted then."""
    if mark != '"' or not top.is_object or top.wants not in {"first", "key"}:
        return False
    top.key, top.wants = view(text, Span(span.start + 1, span.end - 1)).text, "colon"
    return True


def _closes(top: _Frame, mark: str) -> bool:
    return mark == ("}" if top.is_object else "]") and top.wants in {"first", "comma"}


def _begins(top: _Frame | None, mark: str) -> bool:
    """Whether a value may begin here."""
    wanted = top is None or top.wants == "value" or (top.wants == "first" and not top.is_object)
    return wanted and mark in {"", '"', "{", "["}


def view(text: str, span: Span) -> View:
    """The string at ``span`` as it is read; half a surrogate pair reads as U+FFFD."""
    out, done = View(), span.start
    chars: list[str] = []
    for match in _ESCAPE.finditer(text, span.start, span.end):
        chars.append(text[done : match.start()])
        out.plain(done, match.start())
        if match[1]:
            shown = chr(0x10000 + ((int(match[1], 16) & 0x3FF) << 10) + (int(match[2], 16) & 0x3FF))
        elif match[3]:
            shown = chr(int(match[3], 16))
            shown = "\ufffd" if "\ud800" <= shown <= "\udfff" else shown
        else:
            shown = _MEANING.get(match[4], match[4])
        chars.append(shown)
        out.starts.append(match.start())
        out.ends.append(match.end())
        done = match.end()
    chars.append(text[done : span.end])
    out.plain(done, span.end)
    out.text = "".join(chars)
    return out


def _wrong(text: str, at: int, what: str) -> DocumentError:
    ends = [match.start() for match in re.finditer("\n", text[:at])]
    return DocumentError(f"is no valid JSON, line {bisect_right(ends, at) + 1}: {what}")
