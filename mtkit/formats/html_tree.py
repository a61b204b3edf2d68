"""A page read for its structure: block-level elements, the runs of text between them, and translatable attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mtkit.formats.html_body import Node
from mtkit.formats.html_run import Bit, Run, Show, make_run, references
from mtkit.formats.html_scan import Sort, Token, attribute, scan, unescape
from mtkit.text import Code, Span

__all__ = ["Page", "Value", "read_page"]

_INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "math", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
])  # fmt: skip
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "keygen",
])  # fmt: skip
_OPAQUE = frozenset({"code", "kbd", "samp", "var", "tt", "svg", "math"})
# a footnote mark or an exponent, perhaps a link: shown as digits it would run into a number before it
_RAISED = re.compile(
    r"(?:\s|<a\b[^<>]{0,500}>|</a\s*>|[0-9*†‡§¶①-⑳,，;–-]|[\[\]()（）【】〔〕]){1,24}</(?:sup|sub)\s*>", re.IGNORECASE
)
_SKIPPED = frozenset({"pre", "listing", "plaintext", "object", "canvas", "audio", "video"})
_CLOSES_P = frozenset([
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "ul",
])  # fmt: skip
_IMPLIED = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
    "body": (frozenset({"head"}), frozenset({"html"})),
}
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "headline"),
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "caption": "caption", "figcaption": "caption",
    "blockquote": "quote", "title": "meta", "address": "byline",
}  # fmt: skip
_CLASS_KINDS = {
    "byline": re.compile(r"\b(?:by-?line|authors?|writer|reporter|source|dateline|(?:post|article|entry)-?meta)\b"),
    "standfirst": re.compile(
        r"\b(?:standfirst|lead|lede|deck|summary|excerpt|subtitle|sub-?head(?:line)?|abstract|sapo|intro)\b"
    ),
    "caption": re.compile(r"\b(?:caption|credit|wp-caption-text|photo-?caption|img-?desc)\b"),
}
_DESCRIPTIONS = frozenset({
    "description", "og:description", "og:title", "twitter:title", "twitter:description", "og:image:alt",
})  # fmt: skip
_DATES = frozenset({
    "article:published_time", "og:published_time", "date", "pubdate", "publishdate", "publish_date", "publish-date",
    "publishtime", "publish_time", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created",
    "datepublished", "citation_date", "citation_publication_date", "weibo:article:create_at",
})  # fmt: skip
_AUTHORS = frozenset({"author", "article:author", "dc.creator"})
_MAX_DEPTH = 2000


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute's value to translate. ``always``: whatever the article is (the page's description)."""

    span: Span
    node: int
    codes: tuple[Code, ...]
    always: bool = False


@dataclass(slots=True)
class Page:
    """What was read. ``nodes[0]`` stands for the page; parents come before their children."""

    text: str
    nodes: list[Node] = field(default_factory=lambda: [Node("", -1)])
    runs: list[Run] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)


def read_page(text: str) -> Page:
    """The structure of an HTML page or fragment."""
    reader = _Reader(Page(text))
    for token in scan(text):
        reader.take(token)
    reader.flush()
    return reader.page


class _Reader:
    """Takes tokens one by one. Only block-level elements are nodes; tags inside a run are bits of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text
        self.stack = [0]
        self.open: dict[str, int] = {}
        self.bits: list[Bit] = []
        self.linked = False
        self.opaque: tuple[str, int, int] | None = None  # tag, how many of it are open, depth of the stack

    def take(self, token: Token) -> None:
        """One token, in order."""
        if token.sort is Sort.TEXT:
            self._add(token, Show.TEXT)
        elif token.sort is Sort.CHAR:
            self._add(token, Show.CHAR, unescape(token.span.of(self.text)))
        elif token.sort is Sort.OTHER:
            self._add(token, Show.ALONE)
        elif token.sort is Sort.OPEN:
            self._values(token)
            if token.name in _INLINE:
                self._inline_open(token)
            else:
                self._block_open(token)
        elif token.name in _INLINE:
            self._inline_close(token)
        else:
            self._block_close(token)

    def flush(self) -> None:
        """End the current run."""
        if self.bits:
            node = self.stack[-1]
            if not self.page.nodes[node].skip:
                self.page.runs.append(make_run(self.text, self.bits, node))
            self.bits = []

    def _add(self, token: Token, show: Show, meaning: str = "") -> None:
        if self.opaque is not None:
            said = token.span.of(self.text) if show is Show.TEXT else meaning if show is Show.CHAR else ""
            if self.bits and self.bits[-1].opaque:
                last = self.bits[-1]
                span = Span(last.span.start, token.span.end)
                self.bits[-1] = Bit(span, Show.ALONE, text=last.text + said, opaque=True)
            else:
                self.bits.append(Bit(token.span, Show.ALONE, text=said, opaque=True))
            return
        self.bits.append(Bit(token.span, show, token.name, meaning, linked=self.linked))

    def _inline_open(self, token: Token) -> None:
        if self.opaque is not None:
            self._add(token, Show.ALONE)
            tag, count, depth = self.opaque
            if token.name == tag and token.name not in _VOID:
                self.opaque = (tag, count + 1, depth)
        elif token.name in _VOID or self._is_closed(token):
            self._add(token, Show.ALONE, "\n" if token.name == "br" else "")
        elif token.name in _OPAQUE or self._is_kept(token) or self._is_raised(token):
            self.bits.append(Bit(token.span, Show.ALONE, opaque=True))
            self.opaque = (token.name, 1, len(self.stack))
        else:
            self._add(token, Show.OPEN)
            self.linked = self.linked or token.name == "a"

    def _inline_close(self, token: Token) -> None:
        if self.opaque is None:
            self.linked = self.linked and token.name != "a"
            self._add(token, Show.CLOSE if token.name != "br" else Show.ALONE)
            return
        self._add(token, Show.ALONE)
        tag, count, depth = self.opaque
        if token.name == tag:
            self.opaque = (tag, count - 1, depth) if count > 1 else None
            if self.opaque is None:  # what follows starts a code of its own
                self.bits.append(Bit(Span(token.span.end, token.span.end), Show.ALONE))

    def _is_closed(self, token: Token) -> bool:
        """Whether the tag ends in ``/>``, and the slash is not the end of an unquoted value."""
        slash = token.span.end - 2
        return self.text.startswith("/>", slash) and not (token.attributes and token.attributes[-1].span.end > slash)

    def _is_raised(self, token: Token) -> bool:
        """Whether nothing but a few digits and signs stands above or below the line."""
        return token.name in {"sup", "sub"} and _RAISED.match(self.text, token.span.end) is not None

    def _is_kept(self, token: Token) -> bool:
        """Whether the page forbids to translate the element."""
        if not token.attributes:
            return False
        classes = (attribute(token, "class", self.text) or "").split()
        return (attribute(token, "translate", self.text) or "").lower() == "no" or "notranslate" in classes

    def _block_open(self, token: Token) -> None:
        self.flush()
        name = token.name
        if name in _CLOSES_P and self.open.get("p"):
            self._pop_to(frozenset({"p"}), frozenset({"td", "th", "table", "li", "body"}))
        if name in _IMPLIED:
            self._pop_to(*_IMPLIED[name])
        if name == "html":
            self._say("lang", attribute(token, "lang", self.text))
        if name in _VOID or self._is_closed(token) or len(self.stack) > _MAX_DEPTH:
            return
        self.page.nodes.append(self._node(token))
        self.stack.append(len(self.page.nodes) - 1)
        self.open[name] = self.open.get(name, 0) + 1

    def _node(self, token: Token) -> Node:
        above = self.page.nodes[self.stack[-1]]

        def said(name: str) -> str:
            return (attribute(token, name, self.text) or "").strip().lower() if token.attributes else ""

        labels = " ".join(attribute(token, name, self.text) or "" for name in ("class", "id"))
        kind = _KINDS.get(token.name) or above.kind
        if token.name in {"p", "div", "span", "section", "ul", "li", "header"} and above.kind in {"", "body"}:
            spaced = re.sub(r"[_\s]+", " ", labels.lower()).replace("__", " ")
            kind = next((name for name, pattern in _CLASS_KINDS.items() if pattern.search(spaced)), kind)
        if said("itemprop") in {"author", "description"}:
            kind = "byline" if said("itemprop") == "author" else "standfirst"
        hidden = any(found.name == "hidden" for found in token.attributes) or said("aria-hidden") == "true"
        hidden = hidden or re.search(r"display\s*:\s*none", said("style")) is not None
        skip = above.skip or token.name in _SKIPPED or self._is_kept(token)
        return Node(token.name, self.stack[-1], kind, skip, said("role"), said("itemprop"), labels, hidden)

    def _block_close(self, token: Token) -> None:
        self.flush()
        if self.open.get(token.name):
            self._pop_to(frozenset({token.name}), frozenset())

    def _pop_to(self, tags: frozenset[str], walls: frozenset[str]) -> None:
        """Close elements up to the nearest of ``tags``, unless one of ``walls`` comes first."""
        if not any(self.open.get(tag) for tag in tags):
            return
        at = len(self.stack) - 1
        while at > 0 and (tag := self.page.nodes[self.stack[at]].tag) not in tags:
            if tag in walls:
                return
            at -= 1
        for node in self.stack[at:] if at > 0 else ():
            self.open[self.page.nodes[node].tag] -= 1
        del self.stack[max(at, 1) :]
        if self.opaque is not None and len(self.stack) < self.opaque[2]:
            self.opaque = None

    def _values(self, token: Token) -> None:
        """Attributes that a reader sees, and what the page says of itself."""
        if not token.attributes:
            return
        node = self.stack[-1]
        if token.name == "time":
            self._say("date", attribute(token, "datetime", self.text))
        if token.name == "meta":
            named = attribute(token, "name", self.text) or attribute(token, "property", self.text)
            key = (named or attribute(token, "itemprop", self.text) or "").lower()
            content = attribute(token, "content", self.text)
            if key in _DATES:
                self._say("date", content)
            elif key in _AUTHORS:
                self._say("author", content)
            elif key in _DESCRIPTIONS:
                self._value(token, "content", node, always=True)
            return
        if not self.page.nodes[node].skip and self.opaque is None and not self._is_kept(token):
            for name in ("alt", "title"):
                self._value(token, name, node)

    def _value(self, token: Token, name: str, node: int, *, always: bool = False) -> None:
        for found in token.attributes:
            if found.name == name:
                span, codes = references(self.text, found.span)
                if len(span):
                    self.page.values.append(Value(span, node, codes, always))
                return

    def _say(self, key: str, value: str | None) -> None:
        if value and value.strip():
            self.page.meta.setdefault(key, value.strip())
