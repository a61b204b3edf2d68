"""What two texts share for certain: dates, shares, numbers by value, months and days by name, and equal strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from mtkit.check.numbers.calendar import MONTHS, WEEKDAYS
from mtkit.check.numbers.daybook import days
from mtkit.check.numbers.parse import month_names, numbers, prepared
from mtkit.lang import Pair, lang
from mtkit.text import Span

__all__ = ["certain"]

_STRING = re.compile(r"https?://[!-~]+|[A-Za-z0-9][A-Za-z0-9.@&'+/-]*[A-Za-z0-9]|[\u4e00-\u9fff]{2,}")
_PERCENT = (
    "[%％]|per\\s?cent|persen|peratus|porsiyento|phần trăm|por cento|pursentu|ร้อยละ|เปอร์เซ็นต์|ເປີເຊັນ|ສ່ວນຮ້ອຍ|ភាគរយ"
    "|ရာခိုင်နှုန်း|சத(?:வீத|விகித)\\w*|விழுக்காடு|百分之"
)
_SHARE = re.compile(rf"(?:(?:{_PERCENT})\s?)?(?P<number>[0-9]+(?:[.,][0-9]+)?)\s?(?:{_PERCENT})?")
_VIETNAMESE_DAY = re.compile(r"(?:ngày )?([0-9]{1,2})(?: tháng |/)([0-9]{1,2})\b")
_Keyed = Iterator[tuple[object, Span]]


def certain(
    source: str, target: str, pair: Pair, taken: Sequence[tuple[Span, Span]] = ()
) -> Iterator[tuple[Span, Span]]:
    """Stretches of the two texts that mean the same; none overlaps another, or one of ``taken``.

    What is on one side more often than on the other is left out: it is not clear which is which.
    """
    known = list(taken)
    ours, theirs = lang(pair.source).base, lang(pair.target).base
    for read in (_strings, _dates, _shares, _names, _numbers):
        for one, other in _paired(read(source, ours), read(target, theirs)):
            if not any(one.overlaps(a) or other.overlaps(b) for a, b in known):
                known.append((one, other))
                yield one, other


def _paired(ours: Iterable[tuple[object, Span]], theirs: Iterable[tuple[object, Span]]) -> Iterator[tuple[Span, Span]]:
    """What has the same key on both sides and as often, in order."""
    left: dict[object, list[Span]] = {}
    right: dict[object, list[Span]] = {}
    for side, items in ((left, ours), (right, theirs)):
        for key, span in items:
            side.setdefault(key, []).append(span)
    for key, spans in left.items():
        if len(spans) == len(right.get(key, ())):
            yield from zip(spans, right[key], strict=True)


def _strings(text: str, _base: str) -> _Keyed:
    """Words with letters; a short one in small letters may be another word in another language: a, di, para."""
    for match in _STRING.finditer(text):
        word = match[0].rstrip(".,;")
        if any(map(str.isalpha, word)) and (len(word) >= 5 or not word.islower()):
            yield word, Span(match.start(), match.start() + len(word))


def _dates(text: str, base: str) -> _Keyed:
    plain = prepared(text)
    if len(plain) != len(text):
        return
    for day in days(plain, base):
        end = day.span.end - (text[day.span.end - 1] == ".")
        yield day.readings[0][1:], Span(day.span.start, end)
    for match in _VIETNAMESE_DAY.finditer(plain) if base == "vi" else ():
        yield (int(match[2]), int(match[1])), Span(*match.span())


def _shares(text: str, _base: str) -> _Keyed:
    plain = prepared(text)
    if len(plain) != len(text):
        return
    for match in _SHARE.finditer(plain):
        if len(match[0].strip()) > len(match["number"]):
            shown = match[0].rstrip()
            yield ("%", match["number"].replace(",", ".")), Span(match.start(), match.start() + len(shown))


def _names(text: str, base: str) -> _Keyed:
    """Months and days of the week."""
    for n, pattern in enumerate(_weekdays(base)):
        for match in pattern.finditer(text):
            yield ("day", n), Span(*match.span())
    names, low = month_names(base), text.lower()
    for match in names.finditer(low) if names is not None and len(low) == len(text) else ():
        yield ("month", MONTHS[base][match[0]]), Span(*match.span())
    counted = {"vi": r"tháng ([0-9]{1,2})\b", "zh": r"([0-9]{1,2})月"}.get(base)
    for match in re.finditer(counted, low) if counted and len(low) == len(text) else ():
        yield ("month", int(match[1])), Span(*match.span())


@lru_cache(maxsize=32)
def _weekdays(base: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(day) for day in WEEKDAYS.get(base, ()))


def _numbers(text: str, base: str) -> _Keyed:
    if len(prepared(text)) == len(text):
        for mention in numbers(text, base).mentions:
            # "one" in letters is an article, or part of another word (Portuguese "um", Tamil "முதல்")
            if mention.written or mention.value != 1:
                yield mention.readings[0], mention.span
