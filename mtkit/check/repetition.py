"""R: the loops that decoders fall into."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtkit.check.interface import Sample
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_repetition"]

_GRAM = 4  # characters
_LONGEST = 80  # characters of the repeated unit
_ONE_CHARACTER = re.compile(r"([^\W\d_])\1{4,}")
_LAUGHTER = re.compile(r"[哈呵嘻ห5]+")
_TWICE = re.compile(r"(?<!\w)([^\W\d_]{2,})[ \u00a0]+\1(?!\w)", re.IGNORECASE)
_TWICE_FINE = frozenset({"had", "that", "bye", "no", "so", "very", "muito", "nos", "ha", "bora", "new", "duran"})
_FUNCTION_TWICE = re.compile(r"的的(?!确|士)|(?:是是|在在|和和|把把|被被|与与|與與)(?!非)")


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, period) of stretches that repeat themselves at once, from left to right, not overlapping."""
    last: dict[str, int] = {}
    resume, size = 0, len(text)
    for i in range(size - _GRAM + 1):
        if i < resume:
            continue
        gram = text[i : i + _GRAM]
        period = i - last.get(gram, -_LONGEST - 1)
        last[gram] = i
        if period > _LONGEST or text[i + period - 1 : i + period] != text[i - 1]:
            continue  # too far away, or the unit does not end as the one before it
        end = i
        while end < size and text[end] == text[end - period]:
            end += 1
        if end - i >= period:
            yield i - period, end, period
            last.clear()
            resume = end


def _loops(text: str, *, spaced: bool) -> Iterator[tuple[Span, str, float]]:
    """Repeated stretches with letters in them: where, the unit, how many times."""
    least_twice = 8 if spaced else 5 if re.search(r"[\u0e00-\u109f\u1780-\u17ff]", text) else 4
    for start, end, period in _spans(text):
        unit = text[start : start + period]
        times = (end - start) / period
        letters = sum(c.isalpha() for c in unit)
        if times > 2.9 and letters >= 2 and (not spaced or " " in unit or period > 3):
            yield Span(start, end), unit.strip(), times
        elif times >= 2 and letters >= least_twice:
            yield Span(start, start + int(times) * period), unit.strip(), 2
    for match in _ONE_CHARACTER.finditer(text):
        if not _LAUGHTER.fullmatch(match[0]):
            yield Span(*match.span()), match[1], len(match[0])


def check_repetition(sample: Sample) -> Iterator[Issue]:
    """R01 for a unit three times or more, R02 for a long one twice; what the source repeats may be repeated."""
    target = sample.target.lower()
    if len(target) != len(sample.target):
        target = sample.target
    found = list(_loops(target, spaced=sample.target_lang.spaced))
    if found and sample.source is not None and sample.source_lang is not None:
        twice = [times for _, _, times in _loops(sample.source.lower(), spaced=sample.source_lang.spaced)]
        allowed = max(twice, default=0.0)
        found = [one for one in found if one[2] > allowed + 0.5]
    for span, unit, times in found:
        shown = unit if len(unit) <= 40 else unit[:39] + "…"
        if times > 2.9:
            yield Issue("R01", Severity.ERROR, f"target repeats “{shown}” {times:.0f} times", target=span)
        else:
            yield Issue("R02", Severity.WARNING, f"target says “{shown}” twice in a row", target=span)
    if found:
        return
    base = sample.target_lang.base
    if base in {"en", "pt"}:
        for match in _TWICE.finditer(sample.target):
            if match[1].lower() not in _TWICE_FINE and not match[1][0].isupper():
                yield Issue("R02", Severity.WARNING, f"target says “{match[1]}” twice", target=Span(*match.span()))
    elif base == "zh":
        for match in _FUNCTION_TWICE.finditer(sample.target):
            yield Issue("R02", Severity.WARNING, f"target says “{match[0][0]}” twice", target=Span(*match.span()))
