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
_NUMBER = re.compile(r"(\d{1,6})e?")


class ForeignError(ValueError):
    """An inline element that mtkit did not write; the message names it."""


@dataclass(frozen=True, slots=True)
class Markup:
    """The labels of a unit's source, and what they stand for where that is known."""

    labels: frozenset[str]
    known: Mapping[str, str]


def markup_of(unit: Unit, entry: Entry) -> Markup | None:
    """The codes of a unit: of its segment, or, without the sidecar, of the lines in its entry; None if it has none."""
    segment = unit.segment
    known: dict[str, str] = {}
    for code in segment.codes:
        if code.role is not Role.CHAR:
            known[code.label] = code.span.shift(-segment.span.start).of(segment.source)
    for line in entry.extracted if not known else ():
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
    pairs = _nested([part[1] for part in parts if not isinstance(part, str)])
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(xml_text(part))
        else:
            out.append(_element(*part[1:], markup, version, paired=part[2] in pairs, data=data))
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


def _nested(labels: Sequence[str]) -> set[str]:
    """The numbers of pairs that are whole and cross no other."""
    places: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        places.setdefault(label, []).append(at)
    spans: dict[str, tuple[int, int]] = {}
    for label, opens in places.items():
        if label[1] != "/" and not label.endswith("/}"):
            close = places.get(f"{{/{label[1:-1]}}}", [])
            if len(opens) == len(close) == 1 and opens[0] < close[0]:
                spans[label[1:-1]] = (opens[0], close[0])
    crossed = {
        name
        for name, (start, end) in spans.items()
        for other, (first, last) in spans.items()
        if other != name and (start < first < end < last or first < start < last < end)
    }
    return set(spans) - crossed


def _element(label: str, number: str, role: str, markup: Markup, version: int, *, paired: bool, data: bool) -> str:
    if version == 1:
        return _element_1(label, number, role, markup, paired=paired)
    close = f"{{/{number}}}"
    fixed = ' canCopy="no" canDelete="no"'
    refs = [f'dataRef="d{number}"' if data and label in markup.known else ""]
    if role == "empty":
        return _tag("ph", f'id="{number}"{fixed}', *refs, f"disp={quoteattr(label)}") + "/>"
    if paired:
        if role == "close":
            return "</pc>"
        start = f'dataRefStart="d{number}"' if data and label in markup.known else ""
        end = f'dataRefEnd="d{number}e"' if data and close in markup.known else ""
        shown = f"dispStart={quoteattr(label)} dispEnd={quoteattr(close)}"
        return _tag("pc", f'id="{number}"{fixed}', start, end, shown) + ">"
    if role == "open":
        return _tag("sc", f'id="{number}"{fixed}', *refs, f"disp={quoteattr(label)}", 'isolated="yes"') + "/>"
    ref = f'dataRef="d{number}e"' if data and label in markup.known else ""
    return _tag("ec", f'id="{number}e"{fixed}', ref, f"disp={quoteattr(label)}", 'isolated="yes"') + "/>"


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
