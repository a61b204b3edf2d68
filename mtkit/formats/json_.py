"""JSON and JSON Lines, as content management systems export articles: the fields of a map are text, all else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mtkit.errors import UnknownLanguageError
from mtkit.formats.fields import FieldMap, Fields, usual
from mtkit.formats.interface import Parsed, Place
from mtkit.formats.json_scan import String, strings, view
from mtkit.formats.nested import Nested, blocks_in, escaped_html, is_markup, plain
from mtkit.lang import lang as language
from mtkit.text import Block, Code, Kind, Span

__all__ = ["Json", "JsonLines", "same_language", "tag_of"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CONTROL = re.compile("[\x00-\x1f]")
_SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TAG = re.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


class Json(Nested):
    """The format of ``.json`` files. ``fields`` says what is text in them; by default the usual map."""

    name = "json"
    suffixes: tuple[str, ...] = (".json",)
    has_codes = True
    many = False

    def __init__(self, fields: FieldMap | None = None) -> None:
        self._map = fields

    def mapped(self, fields: FieldMap) -> Json:
        """The same format with another map."""
        return type(self)(fields)

    def parse(self, text: str, lang: str) -> Parsed:
        """The fields of the map. An object that says it is in another language is passed over, if others are in it."""
        fields = (self._map or usual()).json
        found = list(strings(text, many=self.many))
        told = _told(text, found, fields, lang)
        blocks: list[Block] = []
        meta: dict[str, str] = {}
        for value in found:
            if value.path and fields.is_date(value.path[-1]) and len(value.owners) == 1:
                said = value.span.of(text)
                if _DATE.match(said):
                    meta.setdefault("date", said[:10])
            ours = next((told[owner] for owner in reversed(value.owners) if owner in told), True)
            take = fields.take(value.path) if value.path and ours else None
            if take is None or not len(value.span):
                continue
            shown = view(text, value.span)
            html = take.mode == "html" or (take.mode == "auto" and is_markup(shown.text))
            inside = blocks_in(shown, take.kind, "html" if html else "text", lang, html=html)
            blocks += inside
            if inside and take.kind is Kind.HEADLINE:
                meta.setdefault("title", plain(shown.text, html=html))
        return tuple(blocks), meta

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """``text`` in a JSON string, non-ASCII letters as ``\\uXXXX`` where the file writes them so."""
        if place is not None and place.block.syntax == "html":
            text = escaped_html(text, place)
        text = text.replace("\\", "\\\\").replace('"', '\\"')
        text = _CONTROL.sub(lambda found: _SHORT.get(found[0], f"\\u{ord(found[0]):04x}"), text)
        if place is None:
            return text
        ascii_only, upper, slashes, angles = _habits(place.text)
        if slashes:
            text = text.replace("/", "\\/")
        if angles:
            text = "".join(_escaped(char, upper=upper) if char in "<>&" else char for char in text)
        if ascii_only:
            text = "".join(_escaped(char, upper=upper) if ord(char) > 126 else char for char in text)
        return text

    def labels(self, text: str, lang: str) -> Iterator[Span]:
        """The fields of language that say ``lang``."""
        fields = (self._map or usual()).json
        for value in strings(text, many=self.many):
            if value.path and fields.is_language(value.path[-1]) and same_language(value.span.of(text), lang):
                yield value.span


class JsonLines(Json):
    """The format of ``.jsonl`` and ``.ndjson`` files: a JSON value a line."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")
    many = True


def tag_of(said: str) -> str:
    """The code of the language that a tag such as ``zh_CN`` names; "" if it is none that mtkit knows."""
    if not _TAG.fullmatch(said):
        return ""
    tag = said.replace("_", "-")
    for wanted in (tag, tag.partition("-")[0]):
        try:
            return language(wanted).code
        except UnknownLanguageError:
            continue
    return ""


def same_language(said: str, lang: str) -> bool:
    """Whether the tag ``said`` names ``lang``, or Chinese in another script."""
    code = tag_of(said)
    return bool(code) and code.partition("-")[0] == lang.partition("-")[0]


def _told(text: str, found: Sequence[String], fields: Fields, lang: str) -> dict[int, bool]:
    """The objects that name their language, and whether it is ``lang``; none if it is of no object."""
    told: dict[int, bool] = {}
    for value in found:
        if value.path and value.owners and fields.is_language(value.path[-1]) and tag_of(said := value.span.of(text)):
            told[value.owners[-1]] = same_language(said, lang)
    return told if any(told.values()) else {}


@lru_cache(maxsize=8)
def _habits(text: str) -> tuple[bool, bool, bool, bool]:
    """How a file escapes: non-ASCII letters, in capital hex digits, slashes, angle brackets."""
    escapes = re.findall(r"\\u([0-9A-Fa-f]{4})", text) if "\\u" in text else []
    ascii_only = text.isascii() and any(int(code, 16) > 126 for code in escapes)
    upper = any(re.search("[A-F]", code) for code in escapes) and not any(re.search("[a-f]", code) for code in escapes)
    angles = any(code.lower() in {"003c", "003e"} for code in escapes)
    return ascii_only, upper, "\\/" in text, angles


def _escaped(char: str, *, upper: bool) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    codes = (f"{data[at]:02x}{data[at + 1]:02x}" for at in range(0, len(data), 2))
    return "".join(f"\\u{code.upper() if upper else code}" for code in codes)
