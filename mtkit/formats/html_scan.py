"""HTML cut into tokens with their offsets; together they are the file, to the character.

A tokenizer after the WHATWG standard (section 13.2.5), reduced to what offsets need. ``html.parser`` is not used: it
raises AssertionError on input such as ``<![x[``, its states differ between Python versions, and it is quadratic on
some malformed pages. This one is linear, because each token is found once and none is looked for again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from mtkit.text import Span

__all__ = ["Attribute", "Sort", "Token", "attribute", "scan", "unescape"]


class Sort(Enum):
    """What a token is."""

    TEXT = "text"
    CHAR = "char"  # a character reference
    OPEN = "open"  # a start tag
    CLOSE = "close"
    OTHER = "other"  # a comment, a declaration, the content of a script


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its name, and where its value stands, without quotes."""

    name: str
    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``name`` is the tag's, in lower case."""

    sort: Sort
    span: Span
    name: str = ""
    attributes: tuple[Attribute, ...] = ()


_MARKUP = re.compile("<[A-Za-z/!?]|&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_NAME = re.compile(r"[A-Za-z][^\s/>]*", re.ASCII)
_ATTRIBUTE = re.compile(
    r"[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)(\"?)|'([^']*)('?)|([^\s>\"'][^\s>]*)))?", re.ASCII
)
_SPACE = re.compile(r"[\s/]*", re.ASCII)
_RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "template"})


def unescape(reference: str) -> str:
    """The character that a reference stands for; "" if it is no reference (an ``&`` of its own). Line ends are " "."""
    meaning = html.unescape(reference)
    if meaning == reference:
        return ""
    return " " if meaning in {"\n", "\r", "\t", "\f", "\v"} else meaning


def attribute(token: Token, name: str, text: str) -> str | None:
    """The value of an attribute, references resolved; None if the tag has none of that name."""
    for found in token.attributes:
        if found.name == name:
            return html.unescape(found.span.of(text))
    return None


def scan(text: str) -> Iterator[Token]:
    """The tokens of ``text``. Their spans follow each other from 0 to its end."""
    done, at, size = 0, 0, len(text)
    lowered: str | None = None
    while True:
        match = _MARKUP.search(text, at)
        if match is None:
            break
        start = match.start()
        token = _token(text, start, match)
        if token is None:
            at = match.end() if text[start] == "&" else start + 1
            continue
        if start > done:
            yield Token(Sort.TEXT, Span(done, start))
        yield token
        done = at = token.span.end
        if token.sort is Sort.OPEN and token.name in _RAW:
            lowered = lowered if lowered is not None else _lower(text)
            end = lowered.find("</" + token.name, done)
            end = size if end < 0 else end
            if end > done:
                yield Token(Sort.OTHER, Span(done, end), token.name)
            done = at = end
    if size > done:
        yield Token(Sort.TEXT, Span(done, size))


def _lower(text: str) -> str:
    """ASCII letters in lower case, every offset kept (str.lower() can lengthen a text)."""
    return text.translate({upper: upper + 32 for upper in range(65, 91)})


def _token(text: str, start: int, match: re.Match[str]) -> Token | None:
    """The token that begins at ``start``; None if it is text after all."""
    head = match[0]
    if head[0] == "&":
        return Token(Sort.CHAR, Span(start, match.end())) if unescape(head) else None
    if head[1].isalpha():
        return _tag(text, start, start + 1, Sort.OPEN)
    if head[1] == "/":
        if text[start + 2 : start + 3].isalpha() and text[start + 2] < "\x80":
            return _tag(text, start, start + 2, Sort.CLOSE)
        return None if start + 2 >= len(text) else _until(text, start, ">", start + 2)
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):
            return _until(text, start, ">", start + 4)
        return _until(text, start, "-->", start + 4)
    if text.startswith("<![CDATA[", start):
        return _until(text, start, "]]>", start + 9)
    return _until(text, start, ">", start + 2)


def _until(text: str, start: int, mark: str, after: int) -> Token:
    end = text.find(mark, after)
    return Token(Sort.OTHER, Span(start, len(text) if end < 0 else end + len(mark)))


def _tag(text: str, start: int, name_at: int, sort: Sort) -> Token:
    name = _NAME.match(text, name_at)
    assert name is not None, "the caller saw a letter"
    at = name.end()
    attributes: list[Attribute] = []
    size = len(text)
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= size:
            return Token(sort, Span(start, size), name[0].lower(), tuple(attributes))
        if text[at] == ">":
            return Token(sort, Span(start, at + 1), name[0].lower(), tuple(attributes))
        found = _ATTRIBUTE.match(text, at)
        if found is None:
            at += 1
            continue
        for group, quoted in ((2, True), (4, True), (6, False)):
            if found[group] is not None:
                attributes.append(Attribute(found[1].lower(), Span(*found.span(group)), quoted))
        at = found.end()
