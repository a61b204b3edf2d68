"""RSS 2.0 and 1.0, and Atom: the fields of a map are text, as plain text, escaped HTML, CDATA or XHTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mtkit.errors import DocumentError
from mtkit.formats.fields import FieldMap, Fields, usual
from mtkit.formats.interface import Parsed, Place
from mtkit.formats.json_ import same_language, tag_of
from mtkit.formats.nested import Nested, View, blocks_in, escaped_html, is_markup, plain
from mtkit.text import Block, Code, Kind, Span
from mtkit.xmlsafe import XML, Element, Limits, tree

__all__ = ["Feed"]

_LIMITS = Limits(what="feed", token=16 << 20, elements=1_000_000)
_ROOTS = frozenset({"rss", "feed", "RDF"})
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:", "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:", "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dc:", "": "",
    "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "", "http://purl.org/rss/1.0/": "",
    "http://backend.userland.com/rss2": "",
}  # fmt: skip
_PIECE = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)\]\]>|<!--.*?-->|<\?.*?\?>|&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);",
    re.DOTALL,
)
_LOOKS = re.compile(rb"<(?:[A-Za-z]{1,9}:)?(?:rss|feed|RDF)[\s>]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LANG = re.compile(r"""(\sxml:lang\s*=\s*["'])([^"']*)""")


class Feed(Nested):
    """The format of ``.rss``, ``.atom`` and ``.xml`` files. ``fields`` says what is text; by default the usual map."""

    name = "feed"
    suffixes = (".rss", ".atom", ".xml")
    has_codes = True

    def __init__(self, fields: FieldMap | None = None) -> None:
        self._map = fields

    def claims(self, head: bytes) -> bool:
        """Whether a file of these first bytes looks like a feed; in folders, other XML is passed over."""
        return _LOOKS.search(head.replace(b"\0", b"")) is not None

    def mapped(self, fields: FieldMap) -> Feed:
        """The same format with another map."""
        return Feed(fields)

    def parse(self, text: str, lang: str) -> Parsed:
        """The fields of the map; entries that say they are in another language are passed over, if others are in it.

        Raises DocumentError for XML that is broken, dangerous or no feed.
        """
        if not text.strip():
            return (), {}
        root = _root(text)
        fields = (self._map or usual()).feed
        own = any(same_language(said, lang) for element in root.walk() if (said := _tag(element)))
        blocks: list[Block] = []
        meta: dict[str, str] = {}
        for element, path in _walk(root, lang if own else ""):
            take = fields.take(path)
            inside = _blocks(text, element, take.kind, take.mode, lang) if take else []
            blocks += inside
            if inside and take and take.kind is Kind.HEADLINE:
                meta.setdefault("title", plain(element.text, html=is_markup(element.text)))
        return tuple(blocks), meta

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """``text`` as it is spelled where it goes: in XML, in CDATA, each plain or as HTML, or in XHTML."""
        text = _CONTROL.sub("", text)
        syntax = place.block.syntax if place is not None else "xml"
        if syntax.startswith("html") or syntax == "xhtml":
            text = escaped_html(text, place)
        if syntax.endswith("cdata"):
            return text.replace("]]>", "]]]]><![CDATA[>")
        return text if syntax == "xhtml" else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def labels(self, text: str, lang: str) -> Iterator[Span]:
        """Where the feed says that it is in ``lang``: elements of language, and ``xml:lang``."""
        if text.strip():
            yield from sorted(set(_labels(text, (self._map or usual()).feed, lang)))


def _root(text: str) -> Element:
    root = tree(text, "", limits=_LIMITS, error=DocumentError)
    if root.name not in _ROOTS:
        raise DocumentError(f"its root element is {root.name!r}: neither RSS nor Atom")
    return root


def _name(element: Element) -> str:
    return _PREFIXES.get(element.space, "?") + element.name


def _tag(element: Element) -> str:
    """The language that an element says it is in; "" for none that is known."""
    said = element.attributes.get(f"{XML} lang", "")
    return said if tag_of(said) else ""


def _walk(root: Element, lang: str) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """The elements with their paths; those in another language than ``lang`` are left out, unless that is ""."""
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, path = waiting.pop()
        said = _tag(element)
        if lang and said and not same_language(said, lang) and not any(
            same_language(_tag(inner), lang) for inner in element.walk()
        ):  # fmt: skip
            continue
        path = (*path, _name(element))
        yield element, path
        waiting += [(child, path) for child in reversed(element.children) if not _is_xhtml(element)]


def _is_xhtml(element: Element) -> bool:
    return element.attributes.get("type") == "xhtml"


def _blocks(text: str, element: Element, kind: Kind, mode: str, lang: str) -> list[Block]:
    """The blocks of an element that is text."""
    inner = Span(element.inner, element.outer)
    if element.closed or not len(inner):
        return []
    if element.children:
        return _xhtml(text, inner, kind, lang) if _is_xhtml(element) else []
    view, sort = _view(text, inner)
    if sort is None:
        return []
    said = element.attributes.get("type", "")
    html = mode == "html" or (mode == "auto" and (said in {"html", "text/html"} or (not said and is_markup(view.text))))
    return blocks_in(view, kind, ("html-" if html else "") + sort, lang, html=html)


def _xhtml(text: str, span: Span, kind: Kind, lang: str) -> list[Block]:
    """The blocks of markup that stands in the feed as it is."""
    view = View(span.of(text))
    view.plain(span.start, span.end)
    return blocks_in(view, kind, "xhtml", lang, html=True)


def _view(text: str, span: Span) -> tuple[View, str | None]:
    """The text of an element as it is read, and how it is spelled there; None if in more than one way."""
    out = View()
    chars: list[str] = []
    sorts: set[str] = set()

    def take(start: int, end: int, sort: str) -> None:
        chars.append(text[start:end])
        out.plain(start, end)
        if not chars[-1].isspace() and chars[-1]:
            sorts.add(sort)

    done = span.start
    for match in _PIECE.finditer(text, span.start, span.end):
        take(done, match.start(), "xml")
        done = match.end()
        if match["data"] is not None:
            take(*match.span("data"), "cdata")
        elif match[0][0] == "&":
            shown = html.unescape(match[0])
            chars.append(shown if len(shown) == 1 else "\ufffd")
            out.starts.append(match.start())
            out.ends.append(match.end())
            sorts.add("xml")
    take(done, span.end, "xml")
    out.text = "".join(chars)
    return out, sorts.pop() if len(sorts) == 1 else None


def _labels(text: str, fields: Fields, lang: str) -> Iterator[Span]:
    for element in _root(text).walk():
        if fields.is_language(_name(element)) and not element.children:
            said = Span(element.inner, element.outer).of(text)
            word = said.strip()
            if same_language(word, lang):
                at = element.inner + said.index(word)
                yield Span(at, at + len(word))
        found = _LANG.search(text, element.start, element.inner)
        if found and same_language(found[2], lang):
            yield Span(*found.span(2))
