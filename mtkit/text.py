"""The text values: spans, blocks, inline codes, documents and segments.

Every offset counts code points of ``Document.text``, the decoded file with nothing changed in it: markup, line
ends and boilerplate are all there. A format says which stretches are to be translated (blocks) and which
characters inside them are markup (codes); writing back replaces segments and leaves every other character alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = ["Block", "Code", "Document", "Kind", "Role", "Room", "Segment", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """The same stretch, counted from ``by`` code points further left."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies inside, edges included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Kind(StrEnum):
    """What a block is in its article; it is also the context of a PO entry."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    QUOTE = "quote"
    ITEM = "item"
    CELL = "cell"
    META = "meta"
    CUE = "cue"
    SKIP = "skip"  # kept as it is: boilerplate, code, scripts


class Role(StrEnum):
    """How an inline code behaves."""

    OPEN = "open"  # begins a pair, such as <b> or the [ of a link
    CLOSE = "close"  # ends one
    EMPTY = "empty"  # stands alone, such as <img>
    CHAR = "char"  # markup for plain characters: &amp;, a soft line break


@dataclass(frozen=True, slots=True)
class Code:
    """One piece of inline markup inside a block.

    ``span`` is its place in the document. ``number`` counts from 1 within the block; a pair shares one number.
    ``text`` is what a ``CHAR`` means to a reader ("&" for ``&amp;``, " " or nothing for a soft line break); of an
    ``EMPTY``, "\\n" if it breaks the line (``<br>``), or the words that it keeps untranslated (inline code).
    """

    span: Span
    role: Role
    number: int = 0
    text: str = ""

    @property
    def label(self) -> str:
        """How the code is shown to translators: ``{1}``, ``{/1}`` or ``{2/}``; a ``CHAR`` shows as its text."""
        match self.role:
            case Role.OPEN:
                return f"{{{self.number}}}"
            case Role.CLOSE:
                return f"{{/{self.number}}}"
            case Role.EMPTY:
                return f"{{{self.number}/}}"
            case Role.CHAR:
                return self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that belongs together: a paragraph, a headline, a table cell."""

    kind: Kind
    span: Span
    codes: tuple[Code, ...] = ()  # sorted, within the span, not overlapping
    syntax: str = ""  # how text is spelled there, where a format has several ways; its own affair

    def shown(self, text: str) -> str:
        """What a reader sees of it: the characters of ``text``, its document's, with no markup among them."""
        out: list[str] = []
        done = self.span.start
        for code in self.codes:
            out += (text[done : code.span.start], code.text if code.role in {Role.CHAR, Role.EMPTY} else "")
            done = code.span.end
        return "".join([*out, text[done : self.span.end]])


_NO_META: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was read.

    ``id`` is its path, POSIX and relative where possible, or ``-``. ``blocks`` are sorted and do not overlap; what
    lies between them is layout. ``meta`` may hold ``title``, ``date`` (ISO 8601), ``author``. ``format`` names the
    format that read it and will write it. ``encoding`` is a Python codec name, ``bom`` the bytes in front, if any.
    ``carrier`` is the untouched file of a format that is a package of parts (DOCX), of which ``text`` holds some.
    """

    id: str
    lang: str
    text: str
    blocks: tuple[Block, ...]
    format: str = "text"
    meta: Mapping[str, str] = field(default_factory=lambda: _NO_META)
    encoding: str = "utf-8"
    bom: bytes = b""
    carrier: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        # a mapping handed in stays the caller's own; freeze a copy, so that the value cannot change later
        object.__setattr__(self, "meta", MappingProxyType(dict(self.meta)))


@dataclass(frozen=True, slots=True)
class Room:
    """What a sentence of a subtitle has on the screen: its share of lines, and the seconds that it is shown."""

    lines: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, or what stands for one, of a document.

    ``span.of(document.text) == source``: the raw characters, markup included, without white space at the ends.
    ``text`` is what a translator sees: codes as labels, entities as characters. In formats with codes, a literal
    brace is doubled, so that a label is never mistaken. Codes are numbered anew, from 1, in each segment.
    ``guessed`` says that the boundary was not marked in the text (Thai). ``id`` is unique within the document and
    does not hold line numbers. ``room`` is set where only so much text fits.
    """

    id: str
    span: Span
    source: str
    text: str
    kind: Kind = Kind.BODY
    codes: tuple[Code, ...] = ()
    guessed: bool = False
    room: Room | None = None
