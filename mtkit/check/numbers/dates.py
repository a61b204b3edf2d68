"""Months and days of the week that differ between a source and its translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mtkit.check.numbers.calendar import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import month_names, prepared
from mtkit.lang import Lang
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["Reading", "check_dates"]

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


_ANY_DIGIT = re.compile("[0-9]")
# what every name of a weekday has in it, in small letters
_DAY_SIGN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh": ("周", "週", "星期", "礼拜", "禮拜"), "th": ("วัน",), "lo": ("ວັນ",), "km": ("ថ្ងៃ",), "ta": ("கிழமை",),
        "vi": ("thứ ", "chủ nhật"), "my": ("နေ့", "တနင်", "ဗုဒ္ဓဟူး", "ကြာသပတေး"), "pt": ("-feira", "sábado", "domingo"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that is being read: as it is, and prepared; ``digits`` says whether it has any."""

    raw: str
    text: str
    base: str
    digits: bool

    @classmethod
    def of(cls, raw: str, lang: Lang) -> Reading:
        """``raw`` in the language ``lang``."""
        text = prepared(raw)
        return cls(raw, text, lang.base, _ANY_DIGIT.search(text) is not None)

    @property
    def names_weekdays(self) -> bool:
        """Whether a weekday could be named."""
        signs = _DAY_SIGN.get(self.base)
        return signs is None or any(sign in self.text for sign in signs)


@lru_cache(maxsize=32)
def _weekdays(base: str) -> re.Pattern[str] | None:
    days = WEEKDAYS.get(base)
    if days is None:
        return None
    pattern = "|".join(f"(?P<d{n}>{day})" for n, day in enumerate(days, 1))
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if LEXICONS[base].words else pattern)


def _months_in(reading: Reading) -> Found:
    text, base = reading.text, reading.base
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


def _weekdays_in(reading: Reading) -> Found:
    found: Found = {}
    scanner = _weekdays(reading.base) if reading.names_weekdays else None
    for match in scanner.finditer(reading.raw) if scanner else ():
        found.setdefault(int((match.lastgroup or "d0")[1:]), Span(*match.span()))
    return found


def _named(said: str, name: str) -> str:
    """What a text says, with what that is in English, unless it is that."""
    return said if said.casefold() == name.casefold() else f"{said} ({name})"


def check_dates(source: Reading, target: Reading) -> Iterator[Issue]:
    """N05 where another month, N06 where another weekday stands in the place of the source's."""
    kinds: tuple[tuple[str, Callable[[Reading], Found], tuple[str, ...]], ...] = (
        ("N05", _months_in, _NAMES),
        ("N06", _weekdays_in, _DAYS),
    )
    for code, finder, names in kinds:
        wanted = finder(source)
        got = finder(target) if wanted else {}
        missing, extra = sorted(wanted.keys() - got.keys()), sorted(got.keys() - wanted.keys())
        for m, e in zip(missing, extra, strict=False):
            yield Issue(
                code,
                Severity.ERROR,
                f"source has {_named(wanted[m].of(source.raw), names[m - 1])}, "
                f"target has {_named(got[e].of(target.raw), names[e - 1])}",
                wanted[m],
                got[e],
            )
