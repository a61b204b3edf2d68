"""HTML: the runs of text between block-level tags, with the tags inside them as codes.

The page is read for its structure and never written from it: blocks are stretches of the source. What a browser
would do with unclosed or crossing tags is guessed at, but no guess can lose or repeat a character. Alternative texts
in mid-sentence images stay in their code and are not translated; others are blocks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtkit.formats import boilerplate, html_body
from mtkit.formats.html_run import Run
from mtkit.formats.html_scan import Sort, scan
from mtkit.formats.html_tree import Page, read_page
from mtkit.formats.interface import Parsed, Place
from mtkit.text import Block, Code, Kind, Role

__all__ = ["Html", "declare_utf8"]

_DECLARED = re.compile(r"(<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*)([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML_DECLARED = re.compile(r"(^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"'])([A-Za-z0-9_:.-]+)")
_HEAD = 20_000
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES = {'"': "&quot;", "'": "&#39;"}
_BARE = {" ": "&#32;", "=": "&#61;", "`": "&#96;", "\t": "&#9;"}


class Html:
    """The format of ``.html`` files: saved pages, and fragments from a CMS."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")
    has_codes = True

    def parse(self, text: str, lang: str) -> Parsed:
        """The article's blocks; what is around it as SKIP; title, description and alternative texts as META."""
        page = read_page(text)
        runs = [run for run in page.runs if not run.is_blank]
        chosen, within = html_body.select(page.nodes, [run.measure for run in runs])
        blocks = [_block(page, run, taken) for run, taken in zip(runs, chosen, strict=True)]
        body = boilerplate.mark(text, [block for block in blocks if block.kind is not Kind.SKIP])
        blocks = sorted([*body, *(block for block in blocks if block.kind is Kind.SKIP)], key=lambda block: block.span)
        values = [value for value in page.values if value.always or within[value.node]]
        meta = dict(page.meta)
        title = next((block for block in blocks if block.kind is Kind.HEADLINE), None)
        if title is not None:
            meta["title"] = boilerplate.shown(text, title)
        return tuple(_merged(blocks, [Block(Kind.META, value.span, value.codes) for value in values])), meta

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """``&``, ``<`` and ``>`` as entities, quotes too in attributes; references of the source are used again."""
        table: dict[str, str | int | None] = dict(_ESCAPES)
        if place is not None:
            for code in codes:
                raw = code.span.of(place.text)
                if code.role is Role.CHAR and raw.startswith("&") and len(code.text) == 1 and code.text != " ":
                    table.setdefault(code.text, raw)
            if place.block.kind is Kind.META:
                table |= _QUOTES
                if place.text[: place.block.span.start].rstrip(" \t\r\n\f").endswith("="):  # a value without quotes
                    table |= _BARE
        return text.translate(str.maketrans(table))

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """Text and markup one after the other."""
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        """Escapes are enough."""
        return rendered

    def relabel(self, written: str, lang: str) -> str:
        """The ``lang`` attribute of ``<html>`` set to ``lang``, if it has one."""
        for token in scan(written[:_HEAD]):
            if token.sort is Sort.OPEN and token.name == "html":
                for found in reversed(token.attributes):
                    if found.name in {"lang", "xml:lang"} and len(found.span):
                        written = written[: found.span.start] + lang + written[found.span.end :]
                break
            if token.sort is Sort.OPEN:
                break
        return written


def declare_utf8(text: str) -> str:
    """``text`` with the charset that its ``<meta>`` or XML declaration names, if any, replaced by UTF-8."""
    head = _XML_DECLARED.sub(r"\1UTF-8", _DECLARED.sub(r"\1utf-8", text[:2048], count=1), count=1)
    return head + text[2048:]


def _block(page: Page, run: Run, taken: bool) -> Block:  # noqa: FBT001
    kind = Kind(page.nodes[run.measure.node].kind or "body")
    return Block(kind if taken or kind is Kind.META else Kind.SKIP, run.span, run.codes)


def _merged(blocks: list[Block], values: list[Block]) -> Iterator[Block]:
    """Both in order; a value inside a block, where its tag is a code, is left out."""
    waiting = sorted(values, key=lambda block: block.span, reverse=True)
    for block in blocks:
        while waiting and waiting[-1].span.start < block.span.end:
            value = waiting.pop()
            if value.span.end <= block.span.start:
                yield value
        yield block
    yield from reversed(waiting)
