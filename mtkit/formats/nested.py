"""Text inside text: a value as its readers see it, with the place of each character in the file around it.

JSON strings, XML text and CDATA sections are such values; what is in them is plain text or HTML once more.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from mtkit.formats.html import Html
from mtkit.formats.interface import Parsed, Place
from mtkit.formats.splice import splice
from mtkit.formats.text import WHITE
from mtkit.lang import lang as language
from mtkit.text import Block, Code, Document, Kind, Role, Segment, Span

__all__ = ["HTML", "Nested", "View", "blocks_in", "escaped_html", "is_markup", "plain"]

HTML = Html()
_MARKUP = re.compile(
    r"</?(?:p|br|b|i|a|em|strong|div|span|h[1-6]|ul|ol|li|img|figure|blockquote|table|tr|td|u|s|sup|sub|small|section|hr)\b"
    r"[^<>]*>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);",
    re.IGNORECASE,
)
_TAG = re.compile("</?[A-Za-z][^<>]*>")
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+|mailto:\S+|www\.\S+|/?[\w.-]+(?:/[\w.-]+)+/?", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class View:
    """``text`` as it is read; character ``i`` of it stands at ``[starts[i], ends[i])`` of the file."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def plain(self, start: int, end: int) -> None:
        """The next characters stand in the file as they are."""
        self.starts += range(start, end)
        self.ends += range(start + 1, end + 1)

    def outer(self, span: Span) -> Span:
        """The place in the file of a stretch that is not empty."""
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def escapes(self, start: int, end: int) -> Iterator[Code]:
        """CHAR codes for what is spelled otherwise in the file, and for holes between characters there."""
        for at in range(start, end):
            yield from self.hole(at, start)
            if self.ends[at] - self.starts[at] != 1:
                shown = self.text[at]
                yield Code(Span(self.starts[at], self.ends[at]), Role.CHAR, text=" " if shown in "\n\r\t\f" else shown)

    def hole(self, at: int, first: int) -> Iterator[Code]:
        """What stands in the file in front of a character and is not of the value (the end of a CDATA section)."""
        if at > first and self.starts[at] > self.ends[at - 1]:
            yield Code(Span(self.ends[at - 1], self.starts[at]), Role.CHAR)


class Nested(ABC):
    """What formats of text inside text have in common: how they are put together, and their language laid."""

    name = ""
    suffixes: tuple[str, ...] = ()
    has_codes = True

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """Escapes are enough."""
        return rendered

    def relabel(self, written: str, lang: str) -> str:
        """``lay`` does it, which knows the language of the source."""
        return written

    @abstractmethod
    def parse(self, text: str, lang: str) -> Parsed:
        """See Format."""

    @abstractmethod
    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """See Format."""

    @abstractmethod
    def labels(self, text: str, lang: str) -> Iterator[Span]:
        """Where the file says that it is in ``lang``, in order."""

    def lay(
        self, document: Document, translations: Mapping[str, str], segments: Sequence[Segment], *, lang: str
    ) -> str:
        """The file with its segments replaced, and its language where it says that of the source."""
        text = splice(document, translations, segments, self, lang=lang)
        if lang == language(document.lang).code:
            return text
        out: list[str] = []
        done = 0
        for span in self.labels(text, document.lang):
            out += (text[done : span.start], lang)
            done = span.end
        return "".join([*out, text[done:]])


def is_markup(text: str) -> bool:
    """Whether a value reads as HTML: it holds a tag or an entity."""
    return _MARKUP.search(text) is not None


def plain(text: str, *, html: bool) -> str:
    """A value on one line, without tags and entities where it is HTML."""
    return " ".join((unescape(_TAG.sub(" ", text)) if html else text).split())


def blocks_in(view: View, kind: Kind, syntax: str, lang: str, *, html: bool) -> list[Block]:
    """The blocks of a value, placed in the file. An address is none; plain text has one for each line."""
    if _ADDRESS.fullmatch(view.text.strip()):
        return []
    if html:
        parsed, _ = HTML.parse(view.text, lang)
        return [_placed(view, block, kind, syntax) for block in parsed if len(block.span)]
    found = []
    for match in _LINE.finditer(view.text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip(WHITE))
        end = match.start() + len(line.rstrip(WHITE))
        if start < end:
            found.append(Block(kind, view.outer(Span(start, end)), tuple(view.escapes(start, end)), syntax))
    return found


def _placed(view: View, block: Block, kind: Kind, syntax: str) -> Block:
    """A block of the value's HTML as one of the file."""
    codes: list[Code] = []
    done = block.span.start
    for code in block.codes:
        codes += view.escapes(done, code.span.start)
        if len(code.span):
            codes += view.hole(code.span.start, block.span.start)
            codes.append(replace(code, span=view.outer(code.span)))
        codes += view.hole(code.span.end, block.span.start) if code.span.end < block.span.end else ()
        done = code.span.end
    codes += view.escapes(done, block.span.end)
    own = kind if block.kind is Kind.BODY else block.kind
    return Block(own, view.outer(block.span), tuple(dict.fromkeys(codes)), syntax)


def escaped_html(text: str, place: Place | None) -> str:
    """``text`` as HTML spells it, before the file around it is thought of."""
    return HTML.escape(text, (), place)
