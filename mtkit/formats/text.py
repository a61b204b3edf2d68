"""Plain text: each line with words is a block; hard-wrapped paragraphs are joined where that is certain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mtkit.formats import boilerplate
from mtkit.formats.interface import Parsed, Place
from mtkit.text import Block, Code, Kind, Role, Span

__all__ = ["WHITE", "PlainText", "joint", "looks_like_headline", "strip"]

WHITE = "".join(map(chr, (*range(9, 14), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029,
                          0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))  # fmt: skip
"""All white space of Unicode, and the zero-width space, word joiner and byte-order mark."""

_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_FINAL = tuple('.!?…。！？；：;:၊။។៕,，、"”’」』)）»')
_CHINESE = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf"
                      "\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")  # fmt: skip
_ENTRY = re.compile(r"(?:[-*•–—·]|\d{1,3}[.)])[ \t]")
_BULLET = re.compile(r"[-*•][ \t]+(?=\S)")
_SAMPLE_LINES = 400
_WRAP_RANGE = range(55, 81)


def strip(text: str, span: Span) -> Span:
    """``span`` without the white space at its ends; empty, at its start, if there is nothing else."""
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip(WHITE))
    return Span(span.start + left, max(span.start + left, span.start + len(piece.rstrip(WHITE))))


def joint(before: str, after: str) -> str:
    """What a line break between two characters means to a reader: nothing inside Chinese, else a blank.

    Thai, Lao, Khmer and Burmese put blanks between phrases, and lines are broken there.
    """
    return "" if _CHINESE.match(before) and _CHINESE.match(after) else " "


def looks_like_headline(first: str, second: str, *, apart: bool) -> bool:
    """Whether ``first`` reads as the headline of what follows: short, no final mark, set apart or much shorter."""
    width = _width(first)
    if not second or width > 120 or first.endswith(_FINAL) or not any(map(str.isalnum, first)):
        return False
    return apart or _width(second[:1000]) > 2 * width


class PlainText:
    """The format of ``.txt`` files. It has no codes but the soft line breaks of hard-wrapped paragraphs."""

    name = "text"
    suffixes = (".txt", ".text")
    has_codes = False

    def parse(self, text: str, lang: str) -> Parsed:
        """One block per line with words; one per paragraph where the file is evidently hard-wrapped."""
        lines = [found for match in _LINE.finditer(text) if len(found := strip(text, Span(*match.span())))]
        spans = list(_paragraphs(text, lines)) if _is_wrapped(text, lines) else [(line, ()) for line in lines]
        blocks = boilerplate.mark(text, [_block(text, span, codes) for span, codes in spans])
        meta: dict[str, str] = {}
        at = next((index for index, block in enumerate(blocks) if block.kind is not Kind.SKIP), len(blocks))
        if at + 1 < len(blocks) and blocks[at].kind is Kind.BODY and not blocks[at].codes:
            first, second = blocks[at].span, blocks[at + 1].span
            apart = len(_BREAK.findall(text, first.end, second.start)) > 1
            if looks_like_headline(first.of(text), second.of(text), apart=apart):
                blocks[at] = Block(Kind.HEADLINE, first)
                meta["title"] = first.of(text)
        return tuple(blocks), meta

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """Plain text is spelled as it is."""
        return text

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """Plain text needs no quoting."""
        return rendered

    def relabel(self, written: str, lang: str) -> str:
        """Plain text does not say its language."""
        return written


def _block(text: str, span: Span, codes: tuple[Code, ...]) -> Block:
    bullet = _BULLET.match(text, span.start, span.end)
    return Block(Kind.ITEM, Span(bullet.end(), span.end), codes) if bullet else Block(Kind.BODY, span, codes)


def _width(text: str) -> int:
    """Columns on a terminal: wide characters count twice, combining marks nothing."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


def _runs(text: str, lines: list[Span]) -> Iterator[list[Span]]:
    """Lines that follow each other without a blank line."""
    run: list[Span] = []
    for line in lines:
        if run and len(_BREAK.findall(text, run[-1].end, line.start)) > 1:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether the file is hard-wrapped, judged on its first lines.

    Of the lines that another follows at once, at least four, nine in ten must be 55 to 80 columns wide and at
    most three in ten may end with a final mark; and their widths must reach within 25 columns of each other.
    """
    runs = _runs(text, lines[:_SAMPLE_LINES])
    inner = [line for run in runs for line, after in pairwise(run) if not _ENTRY.match(text, after.start)]
    if len(inner) < 4 or any(len(line) > 200 for line in inner):
        return False
    widths = [_width(line.of(text)) for line in inner]
    fitting = sum(width in _WRAP_RANGE for width in widths)
    final = sum(line.of(text).endswith(_FINAL[:9]) for line in inner)
    return fitting * 10 >= len(inner) * 9 and final * 10 <= len(inner) * 3


def _paragraphs(text: str, lines: list[Span]) -> Iterator[tuple[Span, tuple[Code, ...]]]:
    """The paragraphs of a hard-wrapped file, their inner line breaks as CHAR codes.

    A list entry ("- ", "* ", "1. ") begins a paragraph of its own.
    """
    for run in _runs(text, lines):
        start = run[0].start
        codes: list[Code] = []
        for before, after in pairwise(run):
            if _ENTRY.match(text, after.start):
                yield Span(start, before.end), tuple(codes)
                start, codes = after.start, []
                continue
            meaning = joint(text[before.end - 1], text[after.start])
            codes.append(Code(Span(before.end, after.start), Role.CHAR, text=meaning))
        yield Span(start, run[-1].end), tuple(codes)
