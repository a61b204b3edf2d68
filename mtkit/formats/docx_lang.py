"""The language that a Word file says it is in, and what its letters need to be shown well.

Word keeps three languages beside each other, for Latin, East Asian and complex script (ECMA-376 part 1, 17.3.2.20), and
takes the fonts of a theme from them. The one that the target's script belongs to is set wherever it is said, in the
defaults also where it is not. Bold, italics and size have twins for complex script (``w:bCs``, ``w:iCs``, ``w:szCs``)
that programs forget: they are added where the target needs them. The hint that a run is East Asian goes from runs whose
letters are not, because Word would take letters with accents from a Chinese font.
"""

from __future__ import annotations

import re

from mtkit.formats.docx_package import Part, Role, parts
from mtkit.formats.docx_scan import prefix_of

__all__ = ["relabelled", "tag_of"]

_TAGS = {
    "zh": "zh-CN", "zh-Hant": "zh-TW", "en": "en-US", "pt": "pt-PT", "id": "id-ID", "ms": "ms-MY", "fil": "fil-PH",
    "vi": "vi-VN", "th": "th-TH", "lo": "lo-LA", "km": "km-KH", "my": "my-MM", "ta": "ta-IN", "tet": "tet-TL",
}  # fmt: skip
_COMPLEX = {"th": "\u0e00-\u0e7f", "lo": "\u0e80-\u0eff", "km": "\u1780-\u17ff\u19e0-\u19ff",
            "my": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", "ta": "\u0b80-\u0bff"}  # fmt: skip
_EAST = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"


def tag_of(lang: str) -> tuple[str, str]:
    """The tag that Word has for a language, and which of its three it is: ``val``, ``eastAsia`` or ``bidi``."""
    base = lang.partition("-")[0]
    slot = "eastAsia" if base == "zh" else "bidi" if base in _COMPLEX else "val"
    return _TAGS.get(lang) or _TAGS.get(base) or lang, slot


def relabelled(written: str, lang: str) -> str:
    """The text of the parts with their declarations of language set to ``lang``."""
    out: list[str] = []
    done = 0
    for part in parts(written):
        out.append(written[done : part.start])
        out.append(_part(part, written[part.start : part.end], lang))
        done = part.end
    return "".join(out)


def _part(part: Part, xml: str, lang: str) -> str:
    tag, slot = tag_of(lang)
    if part.role is Role.CORE:
        return re.sub(r"(<dc:language(?:\s[^>]*)?>)[^<]*(</dc:language\s*>)", rf"\g<1>{lang}\g<2>", xml, count=1)
    prefix = prefix_of(xml)
    if prefix is None:
        return xml
    if part.role is Role.SETTINGS:
        return _said(xml, "themeFontLang", prefix, slot, tag, always=True)
    if part.role is Role.STYLES:
        head = re.search(rf"</{re.escape(prefix)}docDefaults\s*>", xml)
        end = head.end() if head else 0
        xml = _said(xml[:end], "lang", prefix, slot, tag, always=True) + _said(xml[end:], "lang", prefix, slot, tag)
        return _twins(xml, prefix) if slot == "bidi" else xml
    return _runs(_said(xml, "lang", prefix, slot, tag), prefix, lang)


def _said(xml: str, name: str, prefix: str, slot: str, tag: str, *, always: bool = False) -> str:
    """``xml`` with the language of ``slot`` set in each element ``name`` that has one, or in all of them."""
    said = re.compile(rf"""(\s{re.escape(prefix)}{slot}\s?=\s?)(?:"[^"]*"|'[^']*')""")

    def renew(match: re.Match[str]) -> str:
        raw = match[0]
        if said.search(raw):
            return said.sub(rf'\g<1>"{tag}"', raw, count=1)
        if not always:
            return raw
        head = raw.rstrip("/>").rstrip()
        return f'{head} {prefix}{slot}="{tag}"{raw[len(head) :].lstrip()}'

    return re.sub(rf"<{re.escape(prefix)}{name}(?=[\s/>])[^<>]*>", renew, xml)


def _twins(xml: str, prefix: str) -> str:
    """Properties of runs with the twins that bold, italics and size have for complex script, where they lack."""
    p = re.escape(prefix)

    def renew(match: re.Match[str]) -> str:
        inner = match[2]
        for plain, twin in (("b", "bCs"), ("i", "iCs"), ("sz", "szCs")):
            if not re.search(rf"<{p}{twin}[\s/>]", inner):
                inner = re.sub(rf"<{p}{plain}(\s[^<>]*?)?/>", rf"\g<0><{prefix}{twin}\g<1>/>", inner, count=1)
        return match[1] + inner + match[3]

    return re.sub(rf"(<{p}rPr\s?>)(.*?)(</{p}rPr\s?>)", renew, xml, flags=re.DOTALL)


def _runs(xml: str, prefix: str, lang: str) -> str:
    """Runs as the letters in them need it."""
    p = re.escape(prefix)
    base = lang.partition("-")[0]
    if base == "zh":
        return xml
    letters = re.compile(f"[{_COMPLEX[base]}]") if base in _COMPLEX else None
    properties = re.compile(rf"<{p}rPr\s?>(?:(?!</?{p}rPr[\s>]).)*</{p}rPr\s?>(?=<{p}t[\s>])", re.DOTALL)
    says = re.compile(rf"(?:<{p}t(?:\s[^<>]*)?>)([^<]*)")
    hint = re.compile(rf"""\s{p}hint\s*=\s*["']eastAsia["']""")
    empty = re.compile(rf"<{p}rFonts\s*/>")

    def renew(match: re.Match[str]) -> str:
        raw = match[0]
        said = says.match(xml, match.end())
        text = said[1] if said else ""
        if letters is not None and letters.search(text):
            raw = _twins(raw, prefix)
        if not text.isascii() and not re.search(f"[{_EAST}]", text):
            raw = empty.sub("", hint.sub("", raw))
        return raw

    return properties.sub(renew, xml)
