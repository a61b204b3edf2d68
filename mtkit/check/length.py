"""L: lengths, in English letters' worth, against what is usual."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mtkit.captions import reading
from mtkit.check.interface import Sample
from mtkit.text import Kind
from mtkit.unit import Issue, Severity

__all__ = ["check_length", "english_letters"]

# Median length of a translation over that of its English original, in characters without blanks: news sentences,
# by `benchmarks/checks.py --lengths`. A character of a script of its own weighs the reciprocal; Latin letters in
# such a text are names and weigh one.
_RATIO = {
    "en": 1.0, "id": 1.11, "ms": 1.14, "fil": 1.25, "vi": 0.98, "pt": 1.08, "tet": 1.08, "zh": 0.34,
    "th": 1.10, "lo": 1.11, "km": 1.26, "my": 1.39, "ta": 1.24,
}  # fmt: skip
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060]+")
_LABEL = re.compile(r"\{/?\d+/?\}")
_ASCII = re.compile(r"[!-~]+")
_LATIN_LANGS = frozenset({"en", "id", "ms", "fil", "vi", "pt", "tet"})

_LEAST = 20.0  # letters' worth of source below which lengths say little
_LEAST_MILD = 40.0  # and below which only gross differences do
_ERROR = (0.4, 2.8)
_WARNING = (0.58, 2.0)
_INFO = (0.72, 1.65)
_SLACK = (
    4.0,
    16.0,
)  # by how much the bounds of a warning are wider, over the letters' worth: short sentences vary more

# Median width of a translation over that of its English original, in columns: wide characters count two, marks above
# and below none. Sentences shorter than 110 columns, by `benchmarks/checks.py --lengths`.
_WIDTH = {
    "en": 1.0, "id": 1.07, "ms": 1.11, "fil": 1.25, "vi": 1.04, "pt": 1.08, "tet": 1.08, "zh": 0.61,
    "th": 0.75, "lo": 0.76, "km": 0.86, "my": 0.87, "ta": 0.99,
}  # fmt: skip
_HEADLINE = 100.0  # columns that an English headline may take; in Chinese that is 30 characters
_GROWN = 1.8  # of a hundred short sentences, one grows more in good translation, the medians evened out
_ROOM = 0.5  # of the room of a headline: however much it grows, a shorter one fits


_FAST = 1.25  # times the usual speed of reading, which already is that of slow readers

_IN_BRACKETS = re.compile(r"(?<=\S)\s?[(（]([^()（）]{2,60})[)）]")


def without_originals(text: str, base: str) -> str:
    """``text`` without names in brackets that are in another script than the language ``base`` is written in.

    Those stand behind their own transcription, which counts; translations into the language of the name drop them.
    """
    if "(" not in text and "（" not in text:
        return text
    latin = base in _LATIN_LANGS

    def kept(match: re.Match[str]) -> str:
        letters = [c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in match[1] if c.isalpha()]
        return match[0] if not letters or any(is_latin == latin for is_latin in letters) else ""

    return _IN_BRACKETS.sub(kept, text)


def english_letters(text: str, base: str) -> float:
    """How long ``text`` would be in English, in letters, going by the median length of the language ``base``."""
    text = _BLANKS.sub("", text)
    ratio = _RATIO.get(base, 1.0)
    if base in _LATIN_LANGS:
        return len(text) / ratio
    plain = sum(len(run) for run in _ASCII.findall(text))
    return plain + (len(text) - plain) / ratio


def columns(text: str) -> int:
    """How wide ``text`` is: wide characters count two, combining and invisible ones nothing."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 1
        for c in text
    )


def _headline(sample: Sample) -> Iterator[Issue]:
    """L04 for a headline that takes more room than a headline has, or has grown far more than a language grows."""
    wide = _WIDTH.get(sample.target_lang.base, 1.0)
    target = columns(_LABEL.sub("", sample.target).strip())
    room = round(_HEADLINE * wide)
    if target <= _ROOM * room:
        return
    text = f"headline takes {target} columns"
    if sample.source is None or sample.source_lang is None:
        if target > room:
            yield Issue("L04", Severity.WARNING, f"{text}, {room} fit in {sample.target_lang.name}: shorten it")
        return
    source = columns(_LABEL.sub("", sample.source).strip()) / _WIDTH.get(sample.source_lang.base, 1.0)
    growth = target / wide / max(source, 1.0)
    if target > room:
        mild = source > _HEADLINE and growth <= _INFO[1]
        severity = Severity.INFO if mild else Severity.WARNING
        yield Issue("L04", severity, f"{text}, {room} fit in {sample.target_lang.name}: shorten it")
    elif growth > _GROWN:
        message = f"{text}, {growth:.0%} of what its source lets expect: shorten it"
        yield Issue("L04", Severity.WARNING, message)


def _screen(sample: Sample) -> Iterator[Issue]:
    """L05 for a subtitle that is wider than its lines, or that nobody can read in its time."""
    if sample.room is None:
        return
    facts = reading(sample.target_lang.code)
    wide = columns(_LABEL.sub("", sample.target).strip())
    fit = max(1, round(sample.room.lines * facts.columns))
    if wide > fit:
        yield Issue("L05", Severity.WARNING, f"subtitle takes {wide} columns, {fit} fit in its cues: shorten it")
        return
    seconds = max(sample.room.seconds, 0.1)
    fast = wide / seconds / facts.speed
    if fast <= _FAST or wide <= facts.columns / 2:
        return
    before = 0.0
    if sample.source is not None and sample.source_lang is not None:
        source = columns(_LABEL.sub("", sample.source).strip())
        before = source / seconds / reading(sample.source_lang.code).speed
    readable = int(seconds * facts.speed)
    message = f"subtitle takes {wide} columns, viewers read {readable} in its {seconds:.1f} seconds: shorten it"
    yield Issue("L05", Severity.INFO if before >= fast else Severity.WARNING, message)


def check_length(sample: Sample) -> Iterator[Issue]:
    """L01 and L02 by the ratio of lengths; L03 for an empty target; L04 and L05 for what does not fit."""
    if not sample.target.strip():
        if sample.source is None or sample.source.strip():
            yield Issue("L03", Severity.ERROR, "the target is empty")
        return
    if sample.kind is Kind.HEADLINE:
        yield from _headline(sample)
    yield from _screen(sample)
    if sample.source is None or sample.source_lang is None:
        return
    before, after = (
        english_letters(without_originals(text, language.base), language.base)
        for text, language in ((sample.source, sample.source_lang), (sample.target, sample.target_lang))
    )
    if before < _LEAST and after < 3 * _LEAST:
        return
    ratio = after / max(before, 1.0)
    if _INFO[0] <= ratio <= _INFO[1]:
        return
    severity, code = Severity.INFO, "L02"
    if not _ERROR[0] <= ratio <= _ERROR[1]:
        severity, code = Severity.ERROR, "L01"
    elif before < _LEAST_MILD:
        return
    elif not _WARNING[0] - _SLACK[0] / before <= ratio <= _WARNING[1] + _SLACK[1] / before:
        severity = Severity.WARNING
    what = "shorter" if ratio < 1 else "longer"
    hint = "is something missing?" if ratio < 1 else "is something added or repeated?"
    yield Issue(code, severity, f"target is {what} than usual, {ratio:.0%} of the expected length: {hint}")
