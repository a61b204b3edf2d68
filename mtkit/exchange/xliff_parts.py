"""The insides of XLIFF elements: inline markup of 1.2 and 2.x as codes, and tags with attributes set anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from mtkit.exchange.inline import Glyph, Mark, Spelling, codes_in
from mtkit.exchange.slots import Slot
from mtkit.text import Role, Span

__all__ = ["attributes_of", "plain", "set_attributes", "slot_of"]

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>"
    r"|<(?P<close>/?)(?P<name>[^\s<>/]+)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>"
    r"|&(?P<entity>[^;<&]{1,32});|(?P<run>[^<&]+)",
    re.DOTALL,
)
_CHARACTER = re.compile(r"\r\n|.", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ONE_CDATA = re.compile(r"(\s*<!\[CDATA\[)(.*)(\]\]>\s*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_XML_ENTITY = MappingProxyType({"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"})
_WHOLE = frozenset({"ph", "bpt", "ept", "it", "x", "cp", "sc", "ec", "sm", "em", "bx", "ex"})
_OPENS = frozenset({"bpt", "bx", "sc", "sm"})
_CLOSES = frozenset({"ept", "ex", "ec", "em"})
_TIES = ("startRef", "rid", "id")
_BREAKS = frozenset({"lb", "x-lb", "xlf:lb", "x-br"})


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag, by their names as they are written."""
    name_end = re.match(r"<[^\s/>]+", tag)
    return {
        match[1]: unescape(match[2] if match[2] is not None else match[3])
        for match in _ATTRIBUTE.finditer(tag, name_end.end() if name_end else 0)
    }


def set_attributes(tag: str, values: Mapping[str, str | None]) -> str:
    """A start tag with attributes set, or, for None, taken away; the others stay to the character."""
    for name, value in values.items():
        found = next((match for match in _ATTRIBUTE.finditer(tag) if match[1] == name), None)
        if found is not None:
            before = tag[: found.start()]
            spelt = f"{name}={quoteattr(value)}" if value is not None else ""
            tag = (before if spelt else before.rstrip()) + spelt + tag[found.end() :]
        elif value is not None:
            at = len(tag[: -2 if tag.endswith("/>") else -1].rstrip())
            tag = f"{tag[:at]} {name}={quoteattr(value)}{tag[at:]}"
    return tag


def plain(raw: str) -> str:
    """What a reader sees of an element's content: no markup, entities and CDATA as characters."""
    if "<" not in raw:
        return unescape(raw) if "&" in raw else raw
    return "".join(part.shown if isinstance(part, Glyph) else part.text for part in _Parts(_spelt_out(raw)).parts())


def slot_of(raw: str, *, keep_space: bool) -> tuple[Slot, str, str]:
    """The slot of an element's content, and what goes before and after its translation.

    Content that is one CDATA section gives the slot of what is in it; where there are several, their characters are
    spelt as others are.
    """
    whole = _ONE_CDATA.fullmatch(raw)
    if whole and "]]>" not in whole[2]:
        parts: list[Glyph | Mark] = [*_glyphs(whole[2], Span(0, len(whole[2])))]
        found = codes_in(parts, formatted=False)
        return Slot(whole[2], found.codes, Spelling(html=found.html, cdata=True), found.held), whole[1], whole[3]
    raw = _spelt_out(raw)
    found = codes_in(list(_Parts(raw).parts()), formatted=False, soft=not keep_space)
    return Slot(raw, found.codes, Spelling(html=found.html, xml=True), found.held), "", ""


def _spelt_out(raw: str) -> str:
    return _CDATA.sub(lambda match: escape(match[1]), raw) if "<![CDATA[" in raw else raw


class _Parts:
    """Reads the content of one element into what is seen of it and the markup between."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.open: list[tuple[str, str]] = []
        self.count = 0

    def parts(self) -> Iterator[Glyph | Mark]:
        at = 0
        while at < len(self.raw):
            match = _TOKEN.match(self.raw, at)
            if match is None:  # well-formed XML leaves nothing else
                yield Glyph(self.raw[at], Span(at, at + 1))
                at += 1
                continue
            span, at = Span(match.start(), match.end()), match.end()
            if match["run"]:
                yield from _glyphs(self.raw, span)
            elif match["entity"]:
                yield Glyph(_entity(match["entity"]), span)
            elif match["name"]:
                mark = self.mark(match)
                yield mark
                at = mark.span.end
            else:  # a comment or an instruction goes where the text around it goes
                yield Mark(span, Role.CHAR, "")

    def mark(self, match: re.Match[str]) -> Mark:
        """The markup that begins at ``match``: a tag, or a whole element whose content is not to be translated."""
        name = match["name"].rpartition(":")[2]
        span = Span(match.start(), match.end())
        if match["close"]:
            tie = self.open.pop()[1] if self.open else self.fresh()
            return Mark(span, Role.CLOSE, tie)
        said = attributes_of(match[0])
        if name in _WHOLE:
            span = Span(match.start(), match.end() if match["empty"] else self.end_of(match))
            return self.whole(name, span, said)
        if name == "mrk" and (said.get("translate") == "no" or said.get("mtype") in {"protected", "x-DNT"}):
            end = match.end() if match["empty"] else self.end_of(match)
            text = plain(self.raw[match.end() : end].rpartition("</")[0])
            return Mark(Span(match.start(), end), Role.EMPTY, self.fresh(), text)
        if match["empty"]:
            return Mark(span, Role.EMPTY, self.fresh())
        tie = self.fresh()
        self.open.append((name, tie))
        return Mark(span, Role.OPEN, tie)

    def whole(self, name: str, span: Span, said: Mapping[str, str]) -> Mark:
        role = Role.OPEN if name in _OPENS else Role.CLOSE if name in _CLOSES else Role.EMPTY
        if role is Role.EMPTY:
            kind = said.get("ctype") or said.get("subType") or ""
            return Mark(span, role, self.fresh(), "\n" if kind in _BREAKS else "")
        family = "span" if name in {"sm", "em"} else "code"
        key = next((said[key] for key in _TIES if key in said), self.fresh())
        return Mark(span, role, f"{family} {key}")

    def fresh(self) -> str:
        self.count += 1
        return f"own {self.count}"

    def end_of(self, match: re.Match[str]) -> int:
        """Where the element ends whose start tag is ``match``."""
        depth, at = 1, match.end()
        while depth and (inner := _TOKEN.match(self.raw, at)):
            at = inner.end()
            if inner["name"] and not inner["empty"]:
                depth += -1 if inner["close"] else 1
        return at


def _glyphs(text: str, span: Span) -> Iterator[Glyph]:
    """The characters of a stretch, line ends as XML reads them."""
    for one in _CHARACTER.finditer(text, span.start, span.end):
        yield Glyph(one[0] if one[0][0] != "\r" else "\n", Span(one.start(), one.end()))


def _entity(name: str) -> str:
    if name in _XML_ENTITY:
        return _XML_ENTITY[name]
    number = int(name[2:], 16) if name[1:2] in {"x", "X"} else int(name[1:])
    return chr(number)
