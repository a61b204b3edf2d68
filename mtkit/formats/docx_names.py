"""What the codes of a Word file are, in the words of a translator: ``bold``, ``link``, ``footnote mark``."""

from __future__ import annotations

import re

from mtkit.formats.docx_scan import Sort, attribute, scan

__all__ = ["described"]

_WORD_TAG = re.compile(r"\s*</?w:|\s*<m:oMath")
_LOOKS = {
    "b": "bold", "i": "italic", "u": "underlined", "strike": "struck out", "dstrike": "struck out", "caps": "capitals",
    "smallCaps": "small capitals", "highlight": "highlighted", "shd": "shaded", "color": "coloured", "em": "stressed",
    "sz": "another size", "position": "raised or lowered", "rFonts": "another font",
}  # fmt: skip
_THINGS = {
    "hyperlink": "link", "footnoteReference": "footnote mark", "endnoteReference": "endnote mark",
    "commentReference": "comment", "commentRangeStart": "start of a comment", "commentRangeEnd": "end of a comment",
    "tab": "tab", "ptab": "tab", "br": "line break", "cr": "line break", "drawing": "picture", "pict": "picture",
    "object": "embedded object", "oMath": "formula", "oMathPara": "formula", "ins": "proposed insertion",
    "del": "proposed deletion", "moveTo": "moved here", "moveFrom": "moved away", "sdt": "form field",
    "bookmarkStart": "bookmark", "bookmarkEnd": "end of a bookmark", "sym": "symbol", "ruby": "reading",
    "smartTag": "smart tag", "fldSimple": "field", "fldChar": "field", "vanish": "hidden text",
}  # fmt: skip


def described(markup: str) -> str:
    """``markup`` of a code in words, if it is a Word file's; else as it is. Each thing is told once."""
    if not _WORD_TAG.match(markup):
        return markup
    found: list[str] = []
    for token in scan(markup):
        if token.sort in {Sort.OPEN, Sort.EMPTY}:
            raw = markup[token.start : token.end]
            said = _said(token.name.rpartition(":")[2], raw)
            if said and said not in found:
                found.append(said)
    instruction = re.search(r"<w:instrText[^<>]*>\s*(\w+)", markup)
    if instruction is not None:
        link = instruction[1].upper() == "HYPERLINK"
        found = ["link" if link else f"field {instruction[1]}", *(one for one in found if one != "field")]
    telling = [one for one in found if one != "another font" and not one.startswith("style ")]
    return ", ".join(telling or found) or "markup"


def _said(name: str, raw: str) -> str:
    value = attribute(raw, "w:val") or ""
    if name == "rStyle":
        return "" if value in {"Hyperlink", "FootnoteReference", "EndnoteReference"} else f"style {value}"
    if name == "vertAlign":
        return value if value in {"superscript", "subscript"} else ""
    if name == "rFonts" and not re.search(r"w:(?:ascii|hAnsi|eastAsia|cs)", raw):
        return ""
    if name == "br" and attribute(raw, "w:type") == "page":
        return "page break"
    if value in {"0", "false", "off", "none", "auto"}:
        return ""
    return _LOOKS.get(name) or _THINGS.get(name, "")
