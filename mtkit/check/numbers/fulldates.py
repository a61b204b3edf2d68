"""N09 and N10: dates compared as dates, and with the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from mtkit.check.numbers.calendar import MONTHS, WEEKDAYS
from mtkit.check.numbers.dates import Reading
from mtkit.check.numbers.daybook import Day, days
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import Numbers
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_calendar", "check_days", "check_era"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BUDDHIST = frozenset({"th", "lo", "km"})
_BUDDHIST_YEARS = (2400, 2620)
_ERA_NAMED = re.compile("佛历|佛曆|buddh|\\bb\\.? ?e\\.?\\b|phật lịch|budista|พ\\.ศ|ພ\\.ສ|ព\\.ស|புத்த|ဗုဒ္ဓ|သာသနာ")
_YEAR_BEFORE = re.compile(
    "(?:ปี|พ\\.?ศ\\.?|ປີ|ພ\\.?ສ\\.?|ឆ្នាំ|ព\\.?ស\\.?|" + "|".join(
        re.escape(name) for base in sorted(_BUDDHIST) for name in sorted(MONTHS[base])
    ) + ")[ \u00a0\u200b]*$"
)  # fmt: skip
_WRONG_ERA = re.compile(
    "(?:พ\\.?ศ\\.?|ພ\\.?ສ\\.?|ព\\.?ស\\.?)[ \u00a0]?((?:1[89]|20)[0-9]{2})(?![0-9])"
    "|(?:ค\\.?ศ\\.?|ຄ\\.?ສ\\.?|គ\\.?ស\\.?)[ \u00a0]?(2[4-6][0-9]{2})(?![0-9])"
)
_YEAR = re.compile("[0-9]{4}|[〇零○一二三四五六七八九]{4}年")
_FAR = 20  # characters between a date and its weekday
_NOT_BETWEEN = re.compile("[0-9。？！?!;；។]|[.] ")


def check_days(source: Numbers, target: Numbers, bases: tuple[str, str], said: Iterable[Issue]) -> Iterator[Issue]:
    """N09 for a date of the source that is another one in the target, though all its numbers are there.

    Day and month exchanged, another year, or the day of another number in the sentence. ``said`` are the findings
    on single numbers and months: what they cover is not reported again.
    """
    wanted = days(source.text, bases[0]) if source.mentions and target.mentions else ()
    if not wanted:
        return
    got = days(target.text, bases[1])
    told = [issue for issue in said if issue.code in {"N01", "N02", "N05"}]
    lone = [t for t in got if not any(s.meets(t) for s in wanted)]
    for s in wanted:
        if any(s.meets(t) for t in got):
            continue
        other = next(((t, why) for t in lone if (why := _unlike(s, t, wanted, got))), None)
        if other is None or any(_covers(issue, s.span, other[0].span) for issue in told):
            continue
        t, why = other
        lone.remove(t)
        yield Issue(
            "N09", Severity.ERROR,
            f"source has {s.span.of(source.text)} ({_shown(s)}), "
            f"target has {t.span.of(target.text)} ({_shown(t)}): {why}",
            s.span, t.span,
        )  # fmt: skip


def _covers(issue: Issue, source: Span, target: Span) -> bool:
    return bool((issue.source and issue.source.overlaps(source)) or (issue.target and issue.target.overlaps(target)))


def _shown(day: Day) -> str:
    year, month, number = day.readings[0]
    return f"{year:04}-{month:02}-{number:02}" if year else f"{number}/{month}"


def _unlike(s: Day, t: Day, wanted: Sequence[Day], got: Sequence[Day]) -> str:
    """Why ``t`` must be meant for ``s`` and is wrong; "" where it may be another date."""
    for a in s.readings:
        for b in t.readings:
            years = not (a[0] and b[0]) or a[0] == b[0]
            if years and a[1] == b[2] and a[2] == b[1]:
                return "day and month exchanged"
            if a[1:] == b[1:] and not years:
                off = abs(a[0] - b[0])
                return "the year is off by 543: the Buddhist era" if off == 543 else "another year"
            if years and a[1] == b[1] and _only(a[1], wanted) and _only(a[1], got):
                ranged = b[2] in s.near or a[2] in t.near or (s.near & t.near)
                return "" if ranged else "another day"
    return ""


def _only(month: int, among: Sequence[Day]) -> bool:
    return sum(any(reading[1] == month for reading in day.readings) for day in among) == 1


def check_era(source: Numbers, target: Numbers, bases: tuple[str, str], texts: tuple[str, str]) -> Iterator[Issue]:
    """N09 for a year of the Buddhist era that was not converted, or was given the wrong era's name."""
    for match in _WRONG_ERA.finditer(target.text) if bases[1] in _BUDDHIST else ():
        if match[0].replace(" ", "") in source.text.replace(" ", ""):
            continue
        year = int(match[1]) - 543 if match[1] else int(match[2])
        yield Issue(
            "N09", Severity.ERROR,
            f"target has {texts[1][match.start() : match.end()]}, the year {year} of the common era",
            target=Span(*match.span()),
        )  # fmt: skip
    if bases[0] not in _BUDDHIST or bases[1] in _BUDDHIST:
        return
    years = {
        m.value for m in source.mentions
        if (Decimal(m.value - 543),) in m.readings
        and _YEAR_BEFORE.search(source.text[max(0, m.span.start - 12) : m.span.start])
    }  # fmt: skip
    for m in target.mentions if years else ():
        if m.value in years and m.value - 543 not in target.pool and not _ERA_NAMED.search(target.text):
            yield Issue(
                "N09", Severity.ERROR, f"the year {m.value} of the Buddhist era is {m.value - 543} in the common era",
                target=m.span,
            )  # fmt: skip


@lru_cache(maxsize=32)
def _weekdays(base: str) -> re.Pattern[str] | None:
    names = WEEKDAYS.get(base)
    if names is None:
        return None
    pattern = "|".join(f"(?P<d{n}>{name.replace('(?i:', '(?:')})" for n, name in enumerate(names))
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if LEXICONS[base].words else pattern, re.IGNORECASE)


def _misfits(reading: Reading) -> Iterator[tuple[Day, Span, int]]:
    """Full dates of a text with a weekday beside them that is not theirs: date, place and number of the weekday."""
    if not reading.names_weekdays or not _YEAR.search(reading.text):
        return
    scanner = _weekdays(reading.base)
    found = scanner.finditer(reading.raw) if scanner else ()
    named = [(Span(*match.span()), int((match.lastgroup or "d0")[1:])) for match in found]
    if not named:
        return
    for day in days(reading.text, reading.base):
        dates = day.dates()
        if not dates:
            continue
        beside = [(span, n) for span, n in named if _beside(span, day.span, reading.text)]
        if len(beside) == 1 and all(one.weekday() != beside[0][1] for one in dates):
            yield day, *beside[0]


def _beside(weekday: Span, day: Span, text: str) -> bool:
    between = text[weekday.end : day.start] if weekday.end <= day.start else text[day.end : weekday.start]
    return len(between) <= _FAR and not weekday.overlaps(day) and not _NOT_BETWEEN.search(between)


def check_calendar(target: Reading, source: Reading | None) -> Iterator[Issue]:
    """N10 for a full date whose weekday is another; a hint where the source has such a flaw, too."""
    wrong = list(_misfits(target))
    if not wrong:
        return
    flawed = source is not None and next(_misfits(source), None) is not None
    for day, span, named in wrong:
        when = day.dates()[0]
        yield Issue(
            "N10", Severity.INFO if flawed else Severity.WARNING,
            f"target has {span.of(target.raw)} ({_DAYS[named]}) beside {day.span.of(target.raw)}: "
            f"{when.isoformat()} is a {_DAYS[when.weekday()]}" + (", as in the source" if flawed else ""),
            target=span,
        )  # fmt: skip
