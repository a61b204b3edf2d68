"""Markdown: CommonMark with GFM tables and strikethrough, front matter and footnotes.

Blocks are paragraphs, headings, list entries, quotations and table cells; code, raw HTML blocks and link reference
definitions are layout. The text of a link, not its address or title, is translated; so is the alternative text of an
image that does not stand in mid-sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mtkit.formats import boilerplate, front_matter, markdown_write
from mtkit.formats.interface import Parsed, Place
from mtkit.formats.markdown_inline import apart, engine, inline_codes
from mtkit.formats.text import WHITE
from mtkit.text import Block, Code, Kind, Role, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Markdown"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")


@dataclass(frozen=True, slots=True)
class _Content:
    """Inline content as the parser sees it, and where its lines stand: ``(offset in content, span in the file)``."""

    text: str
    lines: tuple[tuple[int, Span], ...]

    def place(self, at: int) -> int:
        """The offset in the file of an offset in the content; white space at the edges of a line counts as the edge."""
        index = max(0, bisect_right(self.lines, at, key=lambda line: line[0]) - 1)
        start, span = self.lines[index]
        return min(max(span.start, span.start + at - start), span.end)

    def end(self, at: int) -> int:
        """As ``place``, for the end of a code: in white space between two lines, where the second begins."""
        index = max(0, bisect_right(self.lines, at, key=lambda line: line[0]) - 1)
        start, span = self.lines[index]
        if at > start + len(span) and index + 1 < len(self.lines):
            return self.lines[index + 1][1].start
        return self.place(at)

    def code(self, code: Code) -> Code:
        """``code`` with its span in the file."""
        return replace(code, span=Span(self.place(code.span.start), self.end(code.span.end)))


class Markdown:
    """The format of ``.md`` files."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown")
    has_codes = True

    def parse(self, text: str, lang: str) -> Parsed:
        """The blocks of the header, if any, and of the body."""
        begin, head, meta = front_matter.front_matter(text)
        env: dict[str, Any] = {}
        body = list(_blocks(text, begin, engine().parse(text[begin:], env), env))
        blocks = [*head, *boilerplate.mark(text, sorted(body, key=lambda block: block.span))]
        title = next((block for block in blocks if block.kind is Kind.HEADLINE), None)
        if title is not None:
            meta.setdefault("title", boilerplate.shown(text, title))
        return tuple(_apart(blocks)), meta

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """A backslash before what would be markup; in front matter, what its quotes need."""
        return markdown_write.escape(text, codes, place)

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Emphasis that a reader's program recognises, also between characters without spaces."""
        return markdown_write.knit(parts, before, after)

    def seal(self, rendered: str, place: Place) -> str:
        """A plain value of the header gets quotes if it needs them now."""
        return front_matter.seal(rendered) if markdown_write.scalar_mark(place) == "" else rendered

    def relabel(self, written: str, lang: str) -> str:
        """Markdown does not say its language."""
        return written


def _apart(blocks: list[Block]) -> Iterator[Block]:
    done = 0
    for block in sorted(blocks, key=lambda block: block.span):
        if block.span.start >= done and len(block.span):
            yield block
            done = block.span.end


def _blocks(text: str, begin: int, tokens: list[Token], env: dict[str, Any]) -> Iterator[Block]:
    lines = [Span(*match.span()).shift(0) for match in _LINE.finditer(text, begin)]
    around: list[Kind] = []
    kind, cursor, row = Kind.BODY, 0, -1
    for token in tokens:
        if token.type in {"blockquote_open", "bullet_list_open", "ordered_list_open"}:
            around.append(Kind.QUOTE if token.type == "blockquote_open" else Kind.ITEM)
        elif token.type in {"blockquote_close", "bullet_list_close", "ordered_list_close"}:
            around.pop()
        elif token.type == "heading_open":
            kind = Kind.HEADLINE
        elif token.type in {"th_open", "td_open"}:
            kind = Kind.CELL
        elif token.type == "paragraph_open":
            kind = around[-1] if around else Kind.BODY
        elif token.type == "inline" and token.map and token.content.strip(WHITE):
            if kind is Kind.CELL:
                cursor = cursor if row == token.map[0] else 0
                row = token.map[0]
                content, cursor = _cell(text, lines[row], cursor, token.content)
            else:
                content = _content(text, lines[token.map[0] : token.map[1]], token)
            if content is not None:
                yield from _inline_blocks(content, kind, env)


def _content(text: str, lines: list[Span], token: Token) -> _Content | None:
    """The lines of a paragraph or heading found in the file; None if the parser changed them beyond recognition."""
    found: list[tuple[int, Span]] = []
    at = 0
    rows = iter(lines)
    heading = token.type == "inline" and len(lines) == 1
    for piece in token.content.split("\n"):
        words = piece.strip()
        span = None
        while words and span is None:
            row = next(rows, None)
            if row is None:
                return None
            line = row.of(text)
            right = line.rstrip()
            if right.replace("\x00", "\ufffd").endswith(words):
                start = row.start + len(right) - len(words)
                span = Span(start, start + len(words))
            elif heading and (place := line.find(words, line.find("#"))) >= 0:
                span = Span(row.start + place, row.start + place + len(words))
        if span is not None:
            found.append((at + len(piece) - len(piece.lstrip()), span))
        at += len(piece) + 1
    return _Content(token.content, tuple(found)) if found else None


def _cell(text: str, row: Span, cursor: int, content: str) -> tuple[_Content | None, int]:
    """A table cell found in its row from ``cursor`` on. The parser took the backslash from ``\\|``."""
    pattern = re.compile(r"(?<![^\s|>])" + re.escape(content).replace(r"\|", r"\\?\|") + r"(?=[ \t]*(?:\||[\r\n]|$))")
    found = pattern.search(text, max(cursor, row.start), row.end)
    if found is None:
        return None, cursor
    return _Content(found[0], ((0, Span(*found.span())),)), found.end()


def _inline_blocks(content: _Content, kind: Kind, env: dict[str, Any]) -> Iterator[Block]:
    """The block of some inline content, and those of the alternative texts of images at its ends."""
    source = content.text
    skipped = _FOOTNOTE.match(source)
    inline = inline_codes(source, env)
    codes = list(inline.codes)
    start, end = _edges(source, codes, skipped.end() if skipped else 0)
    inner = [code for code in codes if start <= code.span.start and code.span.end <= end]
    for image, alt in inline.images.items():
        if not start <= image.start < end and alt.of(source).strip(WHITE):
            words = inline_codes(alt.of(source), env).codes
            shifted = tuple(content.code(replace(code, span=code.span.shift(alt.start))) for code in words)
            yield Block(Kind.META, Span(content.place(alt.start), content.place(alt.end)), shifted)
    if start < end:
        pictured = any(image.end <= start for image in inline.images)
        if kind is Kind.BODY and pictured and _is_caption(inner, Span(start, end)):
            kind = Kind.CAPTION
        yield Block(kind, Span(content.place(start), content.place(end)), tuple(apart(map(content.code, inner))))


def _is_caption(codes: list[Code], span: Span) -> bool:
    """Whether all words are emphasised as one: below an image, a caption."""
    if not codes or codes[0].role is not Role.OPEN:
        return False
    last = codes[-1]
    return codes[0].span.start == span.start and last.span.end == span.end and last.number == codes[0].number


def _edges(source: str, codes: list[Code], begin: int) -> tuple[int, int]:
    """The part of some content from its first to its last word, with the codes that touch them; empty if no words."""
    done = begin
    words: list[Span] = []
    for code in [*codes, Code(Span(len(source), len(source)), Role.EMPTY)]:
        if code.span.start < begin:
            done = max(done, code.span.end)
            continue
        if source[done : code.span.start].strip(WHITE):
            words.append(Span(done, code.span.start))
        if code.text.strip(WHITE):
            words.append(code.span)
        done = code.span.end
    if not words:
        return 0, 0
    first, last = words[0], words[-1]
    closes = {code.number: code.span.start for code in codes if code.role is Role.CLOSE}
    opens = {code.number: code.span.start for code in codes if code.role is Role.OPEN}
    start = min(
        (at for number, at in opens.items() if begin <= at < first.start <= closes[number]), default=first.start
    )
    end = max((at for number, at in closes.items() if start <= opens[number] < last.end <= at), default=last.end)
    return start, next((code.span.end for code in codes if code.span.start == end and code.role is Role.CLOSE), end)
