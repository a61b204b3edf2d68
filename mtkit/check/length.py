"""L: lengths, in English letters' worth, against what is usual."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtkit.check.interface import Sample
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
_ASCII = re.compile(r"[!-~]+")
_LATIN_LANGS = frozenset({"en", "id", "ms", "fil", "vi", "pt", "tet"})

_LEAST = 20.0  # letters' worth of source below which lengths say little
_LEAST_MILD = 40.0  # and below which only gross differences do
_ERROR = (0.4, 2.8)
_WARNING = (0.58, 2.0)
_INFO = (0.72, 1.65)


def english_letters(text: str, base: str) -> float:
    """How long ``text`` would be in English, in letters, going by the median length of the language ``base``."""
    text = _BLANKS.sub("", text)
    ratio = _RATIO.get(base, 1.0)
    if base in _LATIN_LANGS:
        return len(text) / ratio
    plain = sum(len(run) for run in _ASCII.findall(text))
    return plain + (len(text) - plain) / ratio


def check_length(sample: Sample) -> Iterator[Issue]:
    """L01 and L02 by the ratio of lengths; L03 for an empty target."""
    if not sample.target.strip():
        if sample.source is None or sample.source.strip():
            yield Issue("L03", Severity.ERROR, "the target is empty")
        return
    if sample.source is None or sample.source_lang is None:
        return
    before = english_letters(sample.source, sample.source_lang.base)
    after = english_letters(sample.target, sample.target_lang.base)
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
    elif not _WARNING[0] <= ratio <= _WARNING[1]:
        severity = Severity.WARNING
    what = "shorter" if ratio < 1 else "longer"
    hint = "is something missing?" if ratio < 1 else "is something added or repeated?"
    yield Issue(code, severity, f"target is {what} than usual, {ratio:.0%} of the expected length: {hint}")
