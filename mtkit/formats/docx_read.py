"""What there is to read in the parts of a Word file, in the order in which a reader meets it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from mtkit.formats.docx_blocks import blocks_of
from mtkit.formats.docx_package import Part, Role, parts
from mtkit.formats.docx_scan import meaning, prefix_of
from mtkit.formats.docx_styles import Style, read_styles
from mtkit.formats.interface import Parsed
from mtkit.formats.text import looks_like_headline, strip
from mtkit.text import Block, Code, Kind, Span
from mtkit.text import Role as CodeRole

__all__ = ["ATTRIBUTE", "blocks_in"]

_TITLE = re.compile(r"<dc:title(?:\s[^<>]*)?>([^<]*)</dc:title\s*>")
_REFERENCE = re.compile("&[^;]{1,10};|[\t\n\r]+")
_PICTURE = re.compile(r"""<(?:[^\s<>/:]+:)?docPr(?=\s)(?:[^<>"']*(?:"[^"]*"|'[^']*'))*""")
_DESCRIPTION = re.compile(r"""\sdescr\s?=\s?(["'])(.*?)\1""", re.DOTALL)
_FILE_NAME = re.compile(r"[^\n]{1,100}\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|tiff?|webp)", re.IGNORECASE)
ATTRIBUTE = "attribute"
"""The ``syntax`` of blocks that are values of attributes, in double or single quotes."""
_READ = frozenset({Role.BODY, Role.FOOTNOTES, Role.ENDNOTES, Role.HEADER, Role.FOOTER})


def blocks_in(text: str) -> Parsed:
    """The paragraphs of all parts: those of the article first, the file's own title last, as META."""
    held = parts(text)
    styles: dict[str, Style] = {}
    for part in held:
        if part.role is Role.STYLES:
            styles = dict(read_styles(text, part.start, part.end))
    blocks: list[Block] = []
    for part in held:
        if part.role is Role.CORE:
            blocks += _title(text, part)
        elif part.role in _READ:
            prefix = prefix_of(text, part.start, part.end)
            if prefix is not None:
                kind = Kind.META if part.role in {Role.HEADER, Role.FOOTER} else None
                found = list(blocks_of(text, part.start, part.end, prefix, styles, kind=kind))
                blocks += sorted([*found, *_descriptions(text, part, found)], key=lambda block: block.span)
        if part.role is Role.BODY:
            blocks = _with_headline(text, blocks)
    meta: dict[str, str] = {}
    title = next((block for block in blocks if block.kind is Kind.HEADLINE), None)
    if title is not None:
        meta["title"] = _shown(text, title)
    return tuple(blocks), meta


def _title(text: str, part: Part) -> list[Block]:
    found = _TITLE.search(text, part.start, part.end)
    if found is None:
        return []
    span = strip(text, Span(*found.span(1)))
    return [Block(Kind.META, span, _references(text, span))] if len(span) else []


def _descriptions(text: str, part: Part, blocks: Sequence[Block]) -> list[Block]:
    """What pictures show to those who cannot see them, but for pictures in mid-sentence, which are codes."""
    starts = [block.span.start for block in blocks]
    out: list[Block] = []
    for tag in _PICTURE.finditer(text, part.start, part.end):
        value = _DESCRIPTION.search(text, tag.start(), tag.end())
        span = strip(text, Span(*value.span(2))) if value else Span(0, 0)
        before = bisect_right(starts, span.start) - 1
        if (
            len(span)
            and not _FILE_NAME.fullmatch(span.of(text))
            and not (before >= 0 and blocks[before].span.covers(span))
        ):
            out.append(Block(Kind.META, span, _references(text, span), ATTRIBUTE))
    return out


def _references(text: str, span: Span) -> tuple[Code, ...]:
    return tuple(
        Code(Span(*match.span()), CodeRole.CHAR, text=meaning(match[0]).strip("\t\n\r") or " ")
        for match in _REFERENCE.finditer(text, span.start, span.end)
    )


def _with_headline(text: str, blocks: list[Block]) -> list[Block]:
    """``blocks`` of the article; without a heading among them, the first is one if it reads like one."""
    places = [n for n, block in enumerate(blocks) if block.kind is not Kind.META][:2]
    if len(places) < 2 or any(block.kind is Kind.HEADLINE for block in blocks):
        return blocks
    head = blocks[places[0]]
    first, second = (_shown(text, blocks[n]) for n in places)
    if head.kind is not Kind.BODY or not looks_like_headline(first, second, apart=False):
        return blocks
    return [replace(block, kind=Kind.HEADLINE) if block is head else block for block in blocks]


def _shown(text: str, block: Block) -> str:
    """What a reader sees of a block, on one line."""
    return " ".join(block.shown(text).split())
