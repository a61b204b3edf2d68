"""A line at the end of an article that says how it was translated, in the syntax of its format.

What was written before it stays to the character. Where the line would not be read as text of its own (a Markdown
file that ends inside a block of code), it is refused rather than hidden there.
"""

from __future__ import annotations

import re

from mtkit import formats
from mtkit.errors import BadInputError, UsageError
from mtkit.formats.html_scan import Sort, scan
from mtkit.formats.po_text import flat
from mtkit.lang import lang as language
from mtkit.review.disclosure_data import WORDING
from mtkit.text import Document, Segment

__all__ = ["close_with", "wording"]

_END = re.compile(r"\r\n|\n|\r")
_OPEN = frozenset({"text", "markdown", "html", "docx"})  # the formats that a paragraph can be added to
_ENDS = ("article", "main", "body", "html")  # where an HTML article may end; the first that holds most of it


def wording(lang: str, *, reviewed: bool, own: str = "") -> str:
    """The sentence in ``lang`` that says how an article was translated; ``own`` in its place, on one line.

    Raises UsageError if ``own`` is nothing but white space.
    """
    if own:
        if not (text := flat(own)):
            raise UsageError("the text of the disclosure is blank: give one, or leave the option out")
        return text
    return WORDING[language(lang).code][0 if reviewed else 1]


def close_with(line: str, written: str, document: Document, segments: tuple[Segment, ...], *, lang: str) -> str:
    """``written``, the translated ``document``, with ``line`` as its last paragraph.

    Text and Markdown get it after a blank line; HTML before the end of the ``<article>`` that holds most of the
    text, else of ``<main>``, ``<body>`` or ``<html>``, else at the end; a Word file as its last paragraph. Raises
    BadInputError where the file ends inside something that would swallow it.
    """
    if document.format not in _OPEN:
        what = f"a line at its end has no place in {document.format}: leave --disclosure out, or name it on the page"
        raise BadInputError(what, where=document.id)
    fmt = formats.format_for(document.format)
    end = _line_end(document.text)
    if document.format == "html":
        at = _place(written, document.text, segments)
        paragraph = f'<p class="translation-notice" lang="{language(lang).code}">{fmt.escape(line, ())}</p>'
        before = "" if written[:at].endswith(("\n", "\r")) or not at else end
        closed = written[:at] + before + paragraph + end + written[at:]
    elif document.format == "docx":
        from mtkit.formats.docx_write import closed_with

        closed = closed_with(line, written, language(lang).code)
    else:
        paragraph = _emphasised(fmt.escape(line, ())) if document.format == "markdown" else line
        closed = written + _gap(written, end) + paragraph + (end if _ends_in_break(written) else "")
    _demand_read(line, closed, document, lang)
    return closed


def _emphasised(text: str) -> str:
    return f"*{text}*"


def _line_end(text: str) -> str:
    """How the lines of ``text`` end, by its first."""
    found = _END.search(text)
    return found[0] if found else "\n"


def _ends_in_break(text: str) -> bool:
    return not text or bool(_END.match(text[-1]))


def _gap(text: str, end: str) -> str:
    """The line ends that are missing for a blank line after ``text``."""
    if not text.strip():
        return ""
    return end * (2 - min(2, len(_END.findall(text[len(text.rstrip("\r\n")) :]))))


def _place(written: str, source: str, segments: tuple[Segment, ...]) -> int:
    """Where an HTML article ends in ``written``: the tag is found in the source, and is there under the same number.

    Translations are escaped, so that they neither add nor take tags that close an article or a page.
    """
    for name in _ENDS:
        elements = _elements(source, name)
        weights = [sum(len(s.span) for s in segments if start <= s.span.start < end) for start, end in elements]
        best = max(weights, default=0)
        if best * 2 >= sum(len(s.span) for s in segments) and elements:
            return _elements(written, name)[weights.index(best)][1]
    return len(written)


def _elements(text: str, name: str) -> list[tuple[int, int]]:
    """Where each element ``name`` that is closed begins, and where its closing tag does; inner ones first."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for token in scan(text):
        if token.name == name and token.sort is Sort.OPEN:
            opened.append(token.span.start)
        elif token.name == name and token.sort is Sort.CLOSE and opened:
            found.append((opened.pop(), token.span.start))
    return found


def _demand_read(line: str, closed: str, document: Document, lang: str) -> None:
    """Raise BadInputError unless a reader of ``closed`` meets ``line`` as text."""
    fmt = formats.format_for(document.format)
    blocks = formats.read_text(closed, id=document.id, lang=lang, format=fmt.name).blocks
    wanted = fmt.escape(line, ())
    if not any(wanted in block.span.of(closed) for block in reversed(blocks)):
        message = "its end would swallow the disclosure line (code or a script that is not closed): close it there"
        raise BadInputError(message, where=document.id)
