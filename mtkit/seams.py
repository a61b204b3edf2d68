"""The seams of texts that are put together again: punctuation per language, fragments, places found or guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from types import MappingProxyType

from mtkit.lang import Lang
from mtkit.mask import Placed
from mtkit.text import Span

__all__ = ["chinese_marks", "edges", "fragment", "guess_codes", "locate", "punctuation"]

_TO_HAN = MappingProxyType(
    {
        ",": "，",
        ".": "。",
        ";": "；",
        ":": "：",
        "?": "？",
        "!": "！",
        "(": "（",
        ")": "）",
        "។": "。",
        "။": "。",
        "၊": "，",
    }
)
_FROM_HAN = MappingProxyType(
    {
        "、": ", ", "，": ", ", "。": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "（": " (", "）": ") ",
        "《": "“", "》": "”", "「": "“", "」": "”", "『": "“", "』": "”",
    }
)  # fmt: skip
_FULL_STOP = MappingProxyType({"km": "។", "my": "။"})
_SENTENCE_ENDS = ".!?。！？។။…"


def punctuation(text: str, target: Lang) -> str:
    """``text``, which holds no words, with the marks that ``target`` writes."""
    if target.script.is_han:
        spelt = "".join(_TO_HAN.get(char, char) for char in text)
        return re.sub(r"(?<=[，。；：？！（]) +| +(?=[，。；：？！）])", "", spelt)
    spelt = re.sub(" {2,}", " ", "".join(_FROM_HAN.get(char, char) for char in text))
    stop = _FULL_STOP.get(target.code)
    return re.sub(r"[.。](?=\s|$)", stop, spelt) if stop else spelt


_HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff”』」》）])\s*([,;:?!])\s*(?=[\u3400-\u9fff“『「《（]|$)")
_HALF_STOP = re.compile(r"(?<=[\u3400-\u9fff”』」》）])\.$")


def chinese_marks(text: str) -> str:
    """``text``, in Chinese, with full-width marks between Chinese characters and at the end.

    Stock models answer with half-width ones; numbers, addresses and Latin words keep theirs.
    """
    return _HALF_STOP.sub("。", _HALF_WIDTH.sub(lambda match: _TO_HAN[match[1]], text))


def edges(chunk: str) -> tuple[str, str, str]:
    """``chunk`` as marks and blanks, words, marks and blanks; the words are empty where it has none."""

    def is_word(char: str) -> bool:
        return char.isalnum() or unicodedata.category(char)[0] == "M"

    words = [n for n, char in enumerate(chunk) if is_word(char)]
    if not any(chunk[n].isalnum() for n in words):
        return chunk, "", ""
    return chunk[: words[0]], chunk[words[0] : words[-1] + 1], chunk[words[-1] + 1 :]


def fragment(source: str, output: str, source_lang: Lang, target: Lang, *, begins: bool = False) -> str:
    """A model's answer to ``source``, a part of a sentence, without the capital and full stop of a whole one.

    ``begins``: the part is the first of its sentence; its capital stays unless the source has none.
    """
    out = output.strip()
    if out and out[-1] in _SENTENCE_ENDS and source.strip()[-1:] not in _SENTENCE_ENDS:
        out = out.rstrip(_SENTENCE_ENDS).rstrip()
    starts_low = source[:1].islower() if source_lang.cased else not begins
    if starts_low and target.cased and out[:1].isupper() and out[1:2].islower():
        out = out[:1].lower() + out[1:]
    return out


def locate(held: Sequence[Placed], text: str, target: Lang) -> tuple[Placed, ...] | None:
    """Where each of ``held`` stands in ``text`` in its exact form, each in a place of its own; None if one does not.

    Longer forms choose first, so that a name inside a longer name is not counted for the shorter one.
    """
    taken: list[Span] = []
    found: list[Placed] = []
    for place in sorted(held, key=lambda p: -len(p.what.form)):
        span = next((s for s in _occurrences(place.what.form, text, target) if not any(map(s.overlaps, taken))), None)
        if span is None:
            return None
        taken.append(span)
        found.append(Placed(span, place.what))
    return tuple(sorted(found, key=lambda p: p.span))


def _occurrences(form: str, text: str, target: Lang) -> list[Span]:
    pattern = re.escape(form)
    if target.spaced:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def guess_codes(
    source: str, codes: Sequence[Placed], text: str, held: Sequence[Placed], target: Lang
) -> tuple[Placed, ...]:
    """``held`` and ``codes`` placed in ``text``: a code keeps its share of the length, at the nearest word edge.

    The order of the codes is that of the source, so that pairs stay pairs; none falls inside a held form.
    """
    stops = _word_edges(text, held, target)
    placed: list[Placed] = []
    least = 0
    for code in codes:
        wish = round(code.span.start * len(text) / max(1, len(source)))
        at = min((stop for stop in stops if stop >= least), key=lambda stop: abs(stop - wish), default=len(text))
        placed.append(Placed(Span(at, at), code.what))
        least = at
    return tuple(sorted([*held, *placed], key=lambda p: (p.span.start, not p.is_code and p.span.end > p.span.start)))


def _word_edges(text: str, held: Sequence[Placed], target: Lang) -> list[int]:
    if target.spaced:
        edge = {0, len(text), *(m.start() for m in re.finditer(r"(?<=\w)\b|\b(?=\w)", text))}
    else:
        edge = {n for n in range(len(text) + 1) if n == len(text) or unicodedata.category(text[n])[0] != "M"}
        edge -= {m.start() + n for m in re.finditer(r"[0-9A-Za-z.,]{2,}", text) for n in range(1, len(m[0]))}
    inside = {n for place in held for n in range(place.span.start + 1, place.span.end)}
    return sorted(edge - inside)
