"""Months and days of the week that differ between a source and its translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from mtkit.check.interface import Sample
from mtkit.check.numbers.calendar import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import month_names
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_dates"]

Found = dict[int, Span]
"""Number of a month or weekday, from 1, to the first place where it is named."""

_ZH_MONTH = re.compile(
    r"(?<![0-9一二三四五六七八九十])(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?![球亮光饼牙色])"
)
_ZH_NUMBER = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_VI_MONTH = re.compile(r"tháng\s(1[0-2]|[1-9]|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai))?|chạp)(?!\w)")
_VI_WORDS = "giêng hai ba tư năm sáu bảy tám chín mười mười_một mười_hai"
_VI_NUMBER = {w.replace("_", " "): n for n, w in enumerate(_VI_WORDS.split(), 1)} | {"chạp": 12}
_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=32)
def _weekdays(base: str) -> re.Pattern[str] | None:
    days = WEEKDAYS.get(base)
    if days is None:
        return None
    pattern = "|".join(f"(?P<d{n}>{day})" for n, day in enumerate(days, 1))
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if LEXICONS[base].words else pattern)


def _months_in(raw: str, base: str) -> Found:
    text = plain_digits(raw)
    found: Found = {}
    if base in {"zh", "vi"}:
        scanner, numbers = (_ZH_MONTH, _ZH_NUMBER) if base == "zh" else (_VI_MONTH, _VI_NUMBER)
        for match in scanner.finditer(text):
            number = int(match[1]) if match[1].isdigit() else numbers[match[1]]
            found.setdefault(number, Span(*match.span()))
        return found
    names = month_names(base)
    if names is None:
        return found
    for match in names.finditer(text):
        near = text[max(0, match.start() - 4) : match.start()] + text[match.end() : match.end() + 4]
        if match[0] not in AMBIGUOUS_MONTHS or re.search(r"[0-9]", near):
            found.setdefault(MONTHS[base][match[0]], Span(*match.span()))
    return found


def _weekdays_in(text: str, base: str) -> Found:
    found: Found = {}
    scanner = _weekdays(base)
    for match in scanner.finditer(text) if scanner else ():
        found.setdefault(int((match.lastgroup or "d0")[1:]), Span(*match.span()))
    return found


def check_dates(sample: Sample) -> Iterator[Issue]:
    """N05 where another month, N06 where another weekday stands in the place of the source's."""
    if sample.source is None or sample.source_lang is None:
        return
    kinds: tuple[tuple[str, Callable[[str, str], Found], tuple[str, ...]], ...] = (
        ("N05", _months_in, _NAMES),
        ("N06", _weekdays_in, _DAYS),
    )
    for code, finder, names in kinds:
        source = finder(sample.source, sample.source_lang.base)
        target = finder(sample.target, sample.target_lang.base) if source else {}
        missing, extra = sorted(source.keys() - target.keys()), sorted(target.keys() - source.keys())
        for m, e in zip(missing, extra, strict=False):
            yield Issue(
                code,
                Severity.ERROR,
                f"source has {source[m].of(sample.source)} ({names[m - 1]}), "
                f"target has {target[e].of(sample.target)} ({names[e - 1]})",
                source[m],
                target[e],
            )
