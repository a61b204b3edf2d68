"""Texts with labels (``{1}``, ``{/1}``, ``{2/}``) as inline elements of XLIFF, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from mtkit.formats.po import Entry
from mtkit.formats.po_text import fit, normal
from mtkit.formats.splice import LABEL
from mtkit.text import Role
from mtkit.unit import Unit
from mtkit.xmlsafe import Element, tree

__all__ = [
    "ForeignError",
    "Markup",
    "as_text",
    "back_from",
    "content",
    "labels_in",
    "markup_of",
    "readable",
    "xml_text",
]

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODE_LINE = re.compile(r"mtkit-code: \{(\d{1,6})(/?)\} = (.*)", re.DOTALL)
_SHOWN = 100
_NUMBER = re.compile(r"(\d{1,6})e?")


class ForeignError(ValueError):
    """An inline element that mtkit did not write; the message names it."""


@dataclass(frozen=True, slots=True)
class Markup:
    """The labels of a unit's source, and what they stand for where that is known."""

    labels: frozenset[str]
    known: Mapping[str, str]


def markup_of(unit: Unit, entry: Entry) -> Markup | None:
    """The codes of a unit, of its segment and of the lines in its entry; None if it has none."""
    segment = unit.segment
    known: dict[str, str] = {}
    for code in segment.codes:
        if code.role is not Role.CHAR:
            markup = code.span.shift(-segment.span.start).of(segment.source)
            known[code.label] = markup if len(markup) <= _SHOWN else markup[:_SHOWN] + "…"
    for line in entry.extracted:  # these are meant for people
        if match := _CODE_LINE.fullmatch(line):
            known[f"{{{match[1]}{match[2]}}}"] = match[3]
    return Markup(frozenset(labels_in(entry.msgid)), known) if known else None


def readable(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """``text`` as the content of an element."""
    return escape(readable(text)).replace("\r", "&#13;")


def labels_in(text: str) -> list[str]:
    """The labels in a text, in order."""
    return [_label(match) for match in LABEL.finditer(text) if match["number"] is not None]


def content(text: str, markup: Markup | None, version: int, *, data: bool = True) -> str:
    """The content of a ``source`` or ``target``. ``data``: refer to the original data of the unit (2.x).

    A label that the source does not have, or that is there already, is text.
    """
    if markup is None:
        return xml_text(text)
    parts = _cut(text, markup.labels)
    whole = _whole([part[1] for part in parts if not isinstance(part, str)])
    nested = _nested(whole)
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(xml_text(part))
        else:
            label, number, role = part[1:]
            if version == 1:
                out.append(_element_1(label, number, role, markup, paired=number in nested))
            elif number in nested:
                out.append(_pair(label, number, role, markup, data=data))
            else:
                out.append(_single(label, number, role, markup, isolated=number not in whole, data=data))
    return "".join(out)


def _cut(text: str, labels: frozenset[str]) -> list[str | tuple[str, str, str, str]]:
    """``text`` cut at its labels, each as ("", label, number, role); doubled braces are undoubled."""
    out: list[str | tuple[str, str, str, str]] = []
    words, at = "", 0
    left = set(labels)
    for match in LABEL.finditer(text):
        words += text[at : match.start()]
        at = match.end()
        if match["number"] is None:
            words += match[0][0]
            continue
        if _label(match) not in left:
            words += match[0]
            continue
        left.discard(_label(match))
        if words:
            out.append(words)
        words = ""
        role = "empty" if match["empty"] else "close" if match["close"] else "open"
        out.append(("", _label(match), str(int(match["number"])), role))
    words += text[at:]
    return [*out, words] if words else out


def _label(match: re.Match[str]) -> str:
    return f"{{{match['close']}{int(match['number'])}{match['empty']}}}"


def _whole(labels: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The numbers of pairs that are opened and closed once each, in this order, and where."""
    opens = {label[1:-1]: at for at, label in enumerate(labels) if label[1] != "/" and not label.endswith("/}")}
    closes = {label[2:-1]: at for at, label in enumerate(labels) if label[1] == "/"}
    return {name: (at, closes[name]) for name, at in opens.items() if at < closes.get(name, -1)}


def _nested(whole: Mapping[str, tuple[int, int]]) -> set[str]:
    """The numbers of pairs that cross no other."""
    return {
        name
        for name, (start, end) in whole.items()
        if not any(start < first < end < last or first < start < last < end for first, last in whole.values())
    }


_FIXED = 'canCopy="no" canDelete="no"'


def _pair(label: str, number: str, role: str, markup: Markup, *, data: bool) -> str:
    """The half of a ``pc``."""
    if role == "close":
        return "</pc>"
    close = f"{{/{number}}}"
    start = f'dataRefStart="d{number}"' if data and label in markup.known else ""
    end = f'dataRefEnd="d{number}e"' if data and close in markup.known else ""
    shown = f"dispStart={quoteattr(label)} dispEnd={quoteattr(close)}"
    return _tag("pc", f'id="{number}"', _FIXED, start, end, shown) + ">"


def _single(label: str, number: str, role: str, markup: Markup, *, isolated: bool, data: bool) -> str:
    """A code of 2.x that stands alone, or the half of a pair that crosses another or is not whole here."""
    mark = "e" if role == "close" else ""
    ref = f'dataRef="d{number}{mark}"' if data and label in markup.known else ""
    shown = f"disp={quoteattr(label)}"
    if role == "empty":
        return _tag("ph", f'id="{number}"', _FIXED, ref, shown) + "/>"
    alone = 'isolated="yes"' if isolated else ""
    if role == "open":
        return _tag("sc", f'id="{number}"', _FIXED, ref, shown, alone) + "/>"
    name = f'id="{number}e"' if isolated else f'startRef="{number}"'
    return _tag("ec", name, _FIXED, ref, shown, alone) + "/>"


def _element_1(label: str, number: str, role: str, markup: Markup, *, paired: bool) -> str:
    shown = f"equiv-text={quoteattr(readable(markup.known.get(label, label)))}"
    if role == "empty":
        return _tag("x", f'id="{number}"', shown) + "/>"
    if paired:
        return "</g>" if role == "close" else _tag("g", f'id="{number}"', shown) + ">"
    if role == "open":
        return _tag("bx", f'id="{number}" rid="{number}"', shown) + "/>"
    return _tag("ex", f'id="{number}e" rid="{number}"', shown) + "/>"


def _tag(name: str, *said: str) -> str:
    return " ".join([f"<{name}", *filter(None, said)])


def as_text(element: Element, *, labelled: bool) -> str:
    """The text of a ``source`` or ``target``, with a label for each code. Raises ForeignError for a code of others."""
    out = []
    for part in element.content:
        if isinstance(part, str):
            out.append(part.replace("{", "{{").replace("}", "}}") if labelled else part)
        else:
            out.append(_as_label(part, labelled=labelled))
    return "".join(out)


def back_from(spelt: str, markup: Markup | None, *, source: str) -> str:
    """What ``review_in`` reads in a ``content`` that nobody changed, as a PO file holds it."""
    element = tree(f"<target>{spelt}</target>", "-")
    return fit(normal(as_text(element, labelled=markup is not None)), source)


def _as_label(element: Element, *, labelled: bool) -> str:
    said, name = element.attributes, element.name
    if name in {"mrk", "sm", "em"}:  # what a tool marks in a text is no part of it
        return as_text(element, labelled=labelled)
    if name == "cp":
        return "\ufffd"
    key = said.get("rid") or said.get("startRef") or said.get("id") or ""
    number = _NUMBER.fullmatch(key)
    if name not in {"g", "pc", "x", "ph", "bx", "sc", "ex", "ec"} or number is None or not labelled:
        raise ForeignError(f"<{name}>")
    match name:
        case "g" | "pc":
            return f"{{{number[1]}}}{as_text(element, labelled=labelled)}{{/{number[1]}}}"
        case "x" | "ph":
            return f"{{{number[1]}/}}"
        case "bx" | "sc":
            return f"{{{number[1]}}}"
        case _:
            return f"{{/{number[1]}}}"
