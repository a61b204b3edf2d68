"""Translated text as Markdown: escapes where it would become markup, emphasis that a reader's program recognises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mtkit.formats import front_matter
from mtkit.formats.interface import Place
from mtkit.text import Code, Kind, Role

__all__ = ["escape", "knit", "scalar_mark"]

_MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[`\[\]]|(?<![ \t])\*|\*(?![ \t])|~~|<(?=[A-Za-z/!?])(?!https?://[^\s<>]*>)"
    r"|&(?=#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)|(?<![^\W_])_|_(?![^\W_])"
)
_LINE_START = re.compile(
    r"^([ \t]*\d{0,9})((?<=\d)[.)](?=[ \t]|$)"
    r"|(?<!\d)(?:#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|>|[-=]{2,}[ \t]*$|---|___|:?-+:?[ \t]*\|))"
)
_AS_HTML = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}


def escape(text: str, codes: tuple[Code, ...], place: Place | None) -> str:
    """``text`` with a backslash before what would be markup there; in the header, with what its quotes need."""
    if place is None:
        return _escaped(text)
    mark = scalar_mark(place)
    if mark is not None:
        return front_matter.quote(text, mark)
    out = _escaped(text)
    if place.block.kind is Kind.CELL:
        out = re.sub(r"(?<!\\)\|", r"\\|", out)
    if place.leads and _begins_line(place):
        out = _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", out)
    if place.block.kind is Kind.HEADLINE:
        out = re.sub(r"(^|[ \t])(?=#+$)", r"\1\\", out)
    if place.follows.startswith("[") and out.endswith("!"):
        out = out[:-1] + "\\!"
    references: dict[str, str | int | None] = {
        code.text: raw
        for code in codes
        if code.role is Role.CHAR and len(code.text) == 1 and (raw := code.span.of(place.text))[0] == "&"
    }
    references.pop(" ", None)
    return out.translate(str.maketrans(references))


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: "\\" + found[0], text)


def _begins_line(place: Place) -> bool:
    before = place.text[max(0, place.start - 200) : place.start]
    return place.start == place.block.span.start or not re.split(r"[\r\n]", before)[-1].strip(" \t>")


def scalar_mark(place: Place) -> str | None:
    """The quote that a header's value stands in ("" for none, " " in a block scalar); None outside the header."""
    begin = place.block.span.start
    if not place.text.startswith("---") or begin >= front_matter.body_start(place.text):
        return None
    line = re.split(r"[\r\n]", place.text[max(0, begin - 500) : begin])[-1]
    if line[:1] in {" ", "\t", ""}:
        return " "
    mark = line.rstrip()[-1:]
    return mark if mark in {'"', "'"} else ""


def knit(parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
    """The parts of a rendered sentence as one string, between two characters of the file.

    Emphasis marks work only in certain company (CommonMark, 6.2): ``**“词”**后`` and ``_词_后`` are no emphasis.
    Where the translation puts a pair of marks in such company, underscores become asterisks, and if that does not
    help, the pair becomes the HTML tags that it stands for. A pair of marks around nothing is left out.
    """
    pieces = [raw for raw, _ in parts]
    for opened, closed in _marks(parts):
        if not "".join(pieces[opened + 1 : closed]).strip():
            pieces[opened] = pieces[closed] = ""
            continue
        raw = pieces[opened]
        for spelled in dict.fromkeys((raw, raw.replace("_", "*"))):
            pieces[opened] = pieces[closed] = spelled
            if _works(pieces, opened, before, after)[0] and _works(pieces, closed, before, after)[1]:
                break
        else:
            tag = _AS_HTML[raw]
            pieces[opened], pieces[closed] = f"<{tag}>", f"</{tag}>"
    return "".join(pieces)


def _marks(parts: Sequence[tuple[str, Code | None]]) -> list[tuple[int, int]]:
    """Where pairs of emphasis marks open and close; outer pairs first."""
    codes = [(at, raw, code) for at, (raw, code) in enumerate(parts) if code is not None]
    opened = {code.number: at for at, raw, code in codes if code.role is Role.OPEN and raw in _AS_HTML}
    closed = {code.number: at for at, _, code in codes if code.role is Role.CLOSE}
    return [(at, closed[number]) for number, at in opened.items() if number in closed]


def _works(pieces: Sequence[str], at: int, before: str, after: str) -> tuple[bool, bool]:
    """Whether the marks in ``pieces[at]`` can open, and whether they can close emphasis there."""
    mark = pieces[at][0]
    left = (before + "".join(pieces[:at])).rstrip(mark)[-1:]
    right = ("".join(pieces[at + 1 :]) + after).lstrip(mark)[:1]
    opens = bool(right.strip()) and (not _is_mark(right) or not left.strip() or _is_mark(left))
    closes = bool(left.strip()) and (not _is_mark(left) or not right.strip() or _is_mark(right))
    if mark == "_":
        return opens and (not closes or _is_mark(left)), closes and (not opens or _is_mark(right))
    return opens, closes


def _is_mark(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "PS"
