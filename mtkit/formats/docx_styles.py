"""What the paragraphs of a Word file are, by their styles: headings, captions, items of lists, quotations.

Styles are known by their names, which Word keeps in English whatever language it speaks (ECMA-376 part 1, 17.7.4.9),
and by what they inherit: a style made by a desk on top of "heading 1" is a heading, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mtkit.formats.docx_scan import Sort, attribute, prefix_of, scan
from mtkit.text import Kind

__all__ = ["Style", "kind_of", "read_styles"]

_NAMES = (
    (re.compile(r"heading ?[1-9]|title|toc heading"), Kind.HEADLINE),
    (re.compile(r"subtitle"), Kind.STANDFIRST),
    (re.compile(r"caption"), Kind.CAPTION),
    (re.compile(r"(?:intense )?quote|block text"), Kind.QUOTE),
    (re.compile(r"list(?: (?:paragraph|bullet|number|continue).*)?"), Kind.ITEM),
)
_MAX_CHAIN = 30


@dataclass(slots=True)
class Style:
    """One paragraph style; ``outlined``: it has a level in the outline, ``listed``: it numbers or bullets."""

    name: str = ""
    based_on: str = ""
    outlined: bool = False
    listed: bool = False


def read_styles(text: str, start: int, end: int) -> Mapping[str, Style]:
    """The paragraph styles of the part ``[start, end)``, by id; the default one also as ``""``."""
    prefix = prefix_of(text, start, end)
    found: dict[str, Style] = {}
    if prefix is None:
        return found
    style: Style | None = None
    for token in scan(text, start, end):
        if token.sort is Sort.CLOSE and token.name == f"{prefix}style":
            style = None
        if token.sort not in {Sort.OPEN, Sort.EMPTY} or not token.name.startswith(prefix):
            continue
        raw, local = text[token.start : token.end], token.name[len(prefix) :]
        value = attribute(raw, f"{prefix}val") or ""
        if local == "style" and attribute(raw, f"{prefix}type") == "paragraph":
            style = Style()
            found[attribute(raw, f"{prefix}styleId") or ""] = style
            if attribute(raw, f"{prefix}default") in {"1", "true", "on"}:
                found.setdefault("", style)
        elif style is None:
            continue
        elif local == "name":
            style.name = value.strip().lower()
        elif local == "basedOn":
            style.based_on = value
        elif local == "outlineLvl":
            style.outlined = value in set("012345678")
        elif local == "numPr":
            style.listed = True
    return found


def kind_of(styles: Mapping[str, Style], style_id: str, *, outlined: bool, listed: bool, cell: bool) -> Kind:
    """What a paragraph is; ``outlined`` and ``listed`` are its own properties, ``cell``: it stands in a table."""
    if outlined:
        return Kind.HEADLINE
    by_style = _of_style(styles, style_id)
    if by_style in {Kind.HEADLINE, Kind.STANDFIRST, Kind.CAPTION}:
        return by_style
    if cell:
        return Kind.CELL
    return Kind.ITEM if listed else by_style


def _of_style(styles: Mapping[str, Style], style_id: str) -> Kind:
    listed = False
    for _ in range(_MAX_CHAIN):
        style = styles.get(style_id)
        if style is None:
            break
        for pattern, kind in _NAMES:
            if pattern.fullmatch(style.name):
                return kind
        if style.outlined:
            return Kind.HEADLINE
        listed = listed or style.listed
        style_id = style.based_on
        if not style_id:
            break
    return Kind.ITEM if listed else Kind.BODY
