"""A text of a PO file as HTML: nothing in it can become markup, and what stands out in it is marked.

``page/render.js`` says the same again for units that are changed on the review page; a browser test holds the two to
the same markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtkit.proof.words import attribute

__all__ = ["Mark", "Name", "diff", "marked", "plain", "shown"]

# what a reader does not see or what would turn the page's text round; white space is kept
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LABEL = re.compile(r"\{/?\d{1,3}/?\}")
_RANK = {"info": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding's place: ``ref`` is how the list under the text calls it."""

    start: int
    end: int
    severity: str
    ref: str


@dataclass(frozen=True, slots=True)
class Name:
    """An official name's place, and what is to be said of it."""

    start: int
    end: int
    said: str


def shown(text: str) -> str:
    """``text`` as HTML, with invisible and direction marks by their names and labels of inline codes set apart."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _HIDDEN.sub(lambda match: f'<span class="ctl">U+{ord(match[0]):04X}</span>', text)
    return _LABEL.sub(lambda match: f'<span class="ph">{match[0]}</span>', text)


def plain(text: str) -> str:
    """``text`` for an attribute, invisible marks by their names."""
    return attribute(_HIDDEN.sub(lambda match: f"U+{ord(match[0]):04X}", text))


def marked(text: str, names: Sequence[Name], marks: Sequence[Mark]) -> str:
    """``text`` as HTML with its names and findings marked; of names that overlap, the first and longest stands."""
    chosen = _disjoint([Name(*_snapped(text, name.start, name.end), name.said) for name in names])
    marks = [Mark(*_snapped(text, m.start, m.end), m.severity, m.ref) for m in marks]
    edges = sorted({0, len(text), *(n.start for n in chosen), *(n.end for n in chosen), *_edges_of(marks)})
    html: list[str] = []
    opened: Name | None = None
    for start, end in pairwise(edges):
        name = next((name for name in chosen if name.start <= start and end <= name.end), None)
        if name is not opened:
            html.append("</span>" if opened else "")
            html.append(f'<span class="term" tabindex="0" title="{plain(name.said)}">' if name else "")
            opened = name
        html.append(_piece(shown(text[start:end]), [m for m in marks if m.start <= start and end <= m.end]))
    html.append("</span>" if opened else "")
    return "".join(html)


def _edges_of(marks: Sequence[Mark]) -> Iterator[int]:
    for mark in marks:
        yield from (mark.start, mark.end)


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of a stretch of ``text``, moved so that no sign is torn from its letter, which would not be drawn."""
    start, end = min(start, len(text)), min(end, len(text))
    while 0 < start < len(text) and _is_sign(text[start]):
        start -= 1
    while 0 < end < len(text) and _is_sign(text[end]):
        end += 1
    return start, end


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _disjoint(names: Sequence[Name]) -> list[Name]:
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if name.start < name.end and (not kept or kept[-1].end <= name.start):
            kept.append(name)
    return kept


def _piece(html: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return html
    worst = max((mark.severity for mark in marks), key=_RANK.__getitem__)
    refs = " ".join(mark.ref for mark in marks)
    return f'<mark class="{worst}" data-i="{refs}">{html}</mark>'


def diff(runs: Sequence[tuple[int, str]]) -> str:
    """Runs of ``changes`` as HTML: what was taken out and what was put in."""
    tags = {-1: "del", 1: "ins"}
    return "".join(shown(text) if kind == 0 else f"<{tags[kind]}>{shown(text)}</{tags[kind]}>" for kind, text in runs)
