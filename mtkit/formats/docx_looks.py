"""Which runs of a paragraph look alike, so that a reader sees no seam between them.

Word cuts runs wherever somebody typed, a spelling was checked or the script changed. Two runs are alike if what a
reader sees of their properties is the same; fonts count only where the characters of both use the same one of the four
slots (Latin, East Asian, complex script), so that Chinese in one font and the figures in it in another stay together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mtkit.formats.docx_scan import Sort, attribute, partners, scan

__all__ = ["groups"]

_UNSEEN = frozenset([
    "rFonts", "lang", "noProof", "kern", "w", "spacing", "bCs", "iCs", "szCs", "cs", "rtl", "snapToGrid", "fitText",
    "rPrChange", "webHidden", "eastAsianLayout", "ins", "moveTo", "effect",
])  # fmt: skip
_COMPARED = 16  # so many looks that differ in fonts alone are told apart for sure
_PLAIN = re.compile(r"""<\S+?(?:color|u|vertAlign|highlight|em)\s[^>]*val=["'](?:auto|none|baseline)["'][^>]*/>""")
_OFF = re.compile(r"""<[^\s/]+\s[^>]*val=["'](?:0|false|off)["'][^>]*/>""")
_ON = re.compile(r"""\s\S*?val=["'](?:1|true|on)["']""")
_VISIBLE_BLANK = re.compile(r"<[^\s/>]*?(?:u|strike|dstrike|highlight|shd|bdr)[\s/>]")
_EAST = re.compile("[\u1100-\u11ff\u2e80-\u312f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
                   "\U00020000-\U0003ffff]")  # fmt: skip
_COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f]")
_LATIN = re.compile("[0-9A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]")
_SLOTS = (("eastAsia", "eastAsiaTheme", _EAST), ("cs", "cstheme", _COMPLEX), ("ascii", "asciiTheme", _LATIN))


@dataclass(slots=True)
class _Group:
    """Runs that look alike: what is seen of their properties, and the fonts of the slots they use."""

    seen: tuple[str, ...]
    fonts: dict[str, str] = field(default_factory=dict)

    def fits(self, seen: tuple[str, ...], fonts: dict[str, str]) -> bool:
        return self.seen == seen and all(self.fonts.get(slot, font) == font for slot, font in fonts.items())


def groups(runs: Sequence[tuple[str, str]], prefix: str) -> list[int]:
    """The number of the look of each run; ``runs`` are properties (the XML inside ``w:rPr``) and text.

    White space looks like what stands before it, unless it is underlined or coloured.
    """
    known: list[_Group] = []
    alike: dict[tuple[str, ...], list[int]] = {}
    out: list[int] = []
    waiting = 0  # leading runs of white space, which look like what follows
    for properties, text in runs:
        seen, fonts = _look(properties, text, prefix)
        blank = not text.strip() and not _VISIBLE_BLANK.search("".join(seen))
        if blank and not out:
            waiting += 1
            continue
        if blank:
            out.append(out[-1])
            continue
        near = [out[-1]] if out else []
        others = alike.setdefault(seen, [])
        choice = next((n for n in [*near, *others[:_COMPARED]] if known[n].fits(seen, fonts)), None)
        if choice is None:
            choice = len(known)
            known.append(_Group(seen))
            others.append(choice)
        known[choice].fonts |= fonts
        out += [choice] * (waiting + 1)
        waiting = 0
    return out + [0] * waiting


def _look(properties: str, text: str, prefix: str) -> tuple[tuple[str, ...], dict[str, str]]:
    seen, named = _read(properties, prefix)
    fonts = dict(named)
    return seen, {slot: fonts.get(slot, "") for slot, _, letters in _SLOTS if letters.search(text)}


@lru_cache(maxsize=4096)
def _read(properties: str, prefix: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """What is seen of the properties, and the fonts that they name by slot."""
    seen: list[str] = []
    named: list[tuple[str, str]] = []
    tokens = list(scan(properties))
    partner = partners(tokens)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.sort in (Sort.OPEN, Sort.EMPTY):
            raw = properties[token.start : tokens[partner[at]].end]
            name = token.name.removeprefix(prefix)
            if name == "rFonts":
                for slot, theme, _ in _SLOTS:
                    font = attribute(raw, prefix + theme) or attribute(raw, prefix + slot)
                    if font:
                        named.append((slot, font))
            elif name not in _UNSEEN and not _PLAIN.fullmatch(raw) and not _OFF.fullmatch(raw):
                seen.append(re.sub(r"\s*/>", "/>", _ON.sub("", raw)))
        at = partner[at] + 1
    return tuple(sorted(seen)), tuple(named)
