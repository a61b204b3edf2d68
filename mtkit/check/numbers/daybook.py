"""Full dates: finding day, month and year in each language's own order.

A date has a set of readings, for 4/5/2024 is in April or in May. Years of the Buddhist era are brought to the common
era where the language or the words before them say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from mtkit.check.numbers.calendar import MONTHS
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.patterns import one_of
from mtkit.text import Span

__all__ = ["Day", "days"]


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text: what it may be, as (year or 0, month, day).

    ``near`` are small numbers beside it, which may be the other end of a range (12 to 15 September).
    """

    span: Span
    readings: tuple[tuple[int, int, int], ...]
    near: frozenset[int] = frozenset()

    @property
    def full(self) -> bool:
        """Whether the year is said."""
        return self.readings[0][0] > 0

    def meets(self, other: Day) -> bool:
        """Whether both may be one date; a year that is not said is any year."""
        return any(
            a[1:] == b[1:] and (a[0] == b[0] or not a[0] or not b[0]) for a in self.readings for b in other.readings
        )

    def dates(self) -> tuple[date, ...]:
        """The readings that have a year and are in the calendar."""
        return tuple(date(*one) for one in self.readings if one[0] and _possible(*one))


_BLANK = "[ \u00a0\u200b]"
_D = "(?<![0-9.,/:])(?P<d{n}>[0-3]?[0-9])(?![0-9:%])"
_Y = "(?P<y{n}>(?:[12][0-9]|0[0-9])[0-9]{{2}})(?![0-9])"
_ERA = "(?:พ\\.?ศ\\.?|ค\\.?ศ\\.?|ພ\\.?ສ\\.?|ຄ\\.?ສ\\.?|ព\\.?ស\\.?|គ\\.?ស\\.?)"
# language -> orders, each with D, M, Y and what may stand between them, as a regular expression
_ORDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "D(?:st|nd|rd|th)?(?: day)?(?: of)? M(?:\\.|,)?(?: of)?(?: Y)?",
            "M\\.? (?:the )?D(?:st|nd|rd|th)?(?:(?:,| of|) ?Y)?",
        ),
        "id": ("D(?: hari)?(?:bulan)? ?M(?:,? (?:tahun )?Y)?",),
        "ms": ("D(?: ?haribulan)? M(?:,? (?:tahun )?Y)?",),
        "fil": (
            "(?:ika-)?D(?:ng)?(?: araw)?(?: ng)? M(?:,?(?: ng)?(?: taong)? Y)?",
            "M D(?:,? (?:ng )?(?:taong )?Y)?",
        ),
        "pt": ("D(?:º|o)? de M(?:,? (?:de |do ano de )?Y)?",),
        "tet": ("D(?: de| fulan| fulan-)? ?M(?:,? (?:de |tinan )?Y)?",),
        "vi": ("D(?: tháng |/| ?- ?tháng )N(?![0-9/.])(?:,? (?:năm )?Y|/Y)?",),
        "zh": ("(?:Y ?年(?:[（(][^（）()]{1,9}[)）])? ?)?N ?月(?:份)? ?D ?[日号號]",),
        "th": ("D _(?:เดือน)?_M_(?:(?:ปี)?_E?_Y)?",),
        "lo": ("D_(?:ເດືອນ)?_M_,?_(?:(?:ປີ)?_E?_Y)?", "D_ເດືອນ_N_,?_(?:(?:ປີ)?_E?_Y)?"),
        "km": ("D_(?:ខែ|ខែ ខែ)?_M_,?_(?:(?:ឆ្នាំ)?_E?_Y)?",),
        "my": ("(?:Y_(?:ခုနှစ်|ခု ?နှစ်|ပြည့်နှစ်)_[၊,]?_)?M_(?:လ)?_D_ရက်",
               "D_ရက်_,?_M_(?:လ)?_,?_(?:Y)?"),
        "ta": (
            "(?:Y(?:_-?ஆம்_ஆண்டு|_-?ம்_ஆண்டு|ஆம்_ஆண்டு)?_,?_)?M(?:_மாதம்)?"
            "_D(?:_-?ஆம்_தேதி|_-?ம்_தேதி|ஆம்)?(?:,? Y)?",
            "D_M(?:,?_Y)?",
        ),
    }
)  # fmt: skip
_NUMERIC = re.compile(
    r"(?<![0-9./:-])(?:(?P<y>[12][0-9]{3})(?P<m1>[-/.])(?P<a>[0-9]{1,2})(?P=m1)(?P<b>[0-9]{1,2})"
    r"|(?P<c>[0-9]{1,2})(?P<m2>[-/.])(?P<e>[0-9]{1,2})(?P=m2)(?P<z>[12][0-9]{3}))(?![0-9./-]?[0-9])"
)
_ENDINGS = MappingProxyType({"ta": "[\u0bbe-\u0bcd]?"})  # Tamil names of months are stems
_MONTH_FIRST = frozenset({"en", "fil"})  # languages that write 9/12/2024 for 12 September as well
_BUDDHIST = frozenset({"th", "lo", "km"})
_BUDDHIST_ERA = re.compile("(?:พ\\.?ศ\\.?|ພ\\.?ສ\\.?|ព\\.?ស\\.?|佛历|佛曆|be|b\\.e\\.|phật lịch|buddha)[ \u00a0]?$")
_COMMON_ERA = re.compile("(?:ค\\.?ศ\\.?|ຄ\\.?ສ\\.?|គ\\.?ស\\.?)[ \u00a0]?$")
_ZH_DIGITS = MappingProxyType({c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"})
_ZH_RUN = "〇零○一二三四五六七八九十"
_ZH_YEAR = re.compile(
    f"(?P<y>[{_ZH_RUN[:-1]}]{{4}})年(?P<m>[{_ZH_RUN[3:]}]{{1,2}})月(?P<d>[{_ZH_RUN[3:]}]{{1,3}})[日号號]"
)
_LUNAR = re.compile("(?:农历|農曆|阴历|陰曆|闰|lịch|âm lịch|lunar )$")
_NEAR_BEFORE = re.compile("(?<![0-9])([0-9]{1,2})([^0-9]{1,9})$")
_NEAR_AFTER = re.compile("([^0-9]{1,9})([0-9]{1,2})(?![0-9])")
_NEAR = 12


@lru_cache(maxsize=32)
def _months(base: str) -> str:
    pattern = one_of(list(MONTHS.get(base, ())))
    return rf"(?<!\w)(?:{pattern})(?!\w)" if LEXICONS[base].words else f"(?:{pattern})"


@lru_cache(maxsize=32)
def _scanners(base: str) -> tuple[re.Pattern[str], ...]:
    """One pattern per order of a language, with groups d0, y0, y1 and month or number."""
    compiled: list[re.Pattern[str]] = []
    for order in _ORDERS.get(base, _ORDERS["en"]):
        pieces: list[str] = []
        years = 0
        for piece in re.split(r"(?<![a-z\\])([DMNYE_])(?![a-z])", order):
            if piece == "Y":
                pieces.append(_Y.format(n=years))
                years += 1
            else:
                pieces.append(
                    {
                        "D": _D.format(n=0), "E": _ERA, "_": _BLANK + "*",
                        "M": f"(?P<month>{_months(base)}){_ENDINGS.get(base, '')}",
                        "N": "(?P<number>1[0-2]|0?[1-9])",
                    }.get(piece, piece.replace(" ", _BLANK))
                )  # fmt: skip
        compiled.append(re.compile("".join(pieces)))
    return tuple(compiled)


def _possible(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _common(year: int, before: str, base: str) -> int:
    """The year in the common era; ``before`` is the text that stands before it."""
    if _BUDDHIST_ERA.search(before) and year > 543:
        return year - 543
    if base in _BUDDHIST and 2400 <= year <= 2620 and not _COMMON_ERA.search(before):
        return year - 543
    return year


@lru_cache(maxsize=32)
def _of_another(base: str) -> re.Pattern[str]:
    """What says that a number beside a day is no day of the same month."""
    return re.compile(f"[月/]|tháng|{_months(base)}")


def _near(text: str, start: int, end: int, base: str) -> frozenset[int]:
    """Numbers that may be the other end of a range of days."""
    before = _NEAR_BEFORE.search(text[max(0, start - _NEAR) : start])
    after = _NEAR_AFTER.match(text, end)
    sides = [(before[1], before[2])] if before else []
    sides += [(after[2], after[1])] if after else []
    another = _of_another(base)
    return frozenset(int(number) for number, gap in sides if not another.search(gap))


def _named(text: str, base: str) -> Iterator[Day]:
    for scanner in _scanners(base):
        for match in scanner.finditer(text):
            groups = match.groupdict()
            name, day = groups.get("month"), int(groups["d0"])
            month = MONTHS[base][name] if name else int(groups.get("number") or 0)
            place = next((key for key in ("y0", "y1") if groups.get(key)), None)
            year = 0
            if place is not None:
                year = _common(int(groups[place]), text[max(0, match.start(place) - 12) : match.start(place)], base)
            if not 1 <= month <= 12 or not _possible(2024, month, day):
                continue
            if _LUNAR.search(text[max(0, match.start() - 8) : match.start()]):
                continue
            span = Span(*match.span())
            yield Day(span, ((year, month, day),), _near(text, match.start("d0"), match.end("d0"), base))


def _numeric(text: str, base: str) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text):
        if match["y"]:
            year = _common(int(match["y"]), text[max(0, match.start() - 12) : match.start()], base)
            orders = [(year, int(match["a"]), int(match["b"]))]
        else:
            year, one, two = _common(int(match["z"]), "", base), int(match["c"]), int(match["e"])
            orders = [(year, two, one)]
            if base in _MONTH_FIRST:
                orders.append((year, one, two))
        found = tuple(dict.fromkeys(order for order in orders if 1 <= order[1] <= 12 and 1 <= order[2] <= 31))
        if found:
            yield Day(Span(*match.span()), found)


def _chinese(text: str) -> Iterator[Day]:
    """二〇二四年九月十二日."""
    for match in _ZH_YEAR.finditer(text):
        year = int("".join(_ZH_DIGITS[c] for c in match["y"]))
        month, day = _small(match["m"]), _small(match["d"])
        if 1 <= month <= 12 and _possible(2024, month, day):
            yield Day(Span(*match.span()), ((year, month, day),))


def _small(characters: str) -> int:
    """A Chinese number under a hundred."""
    tens, ten, ones = characters.partition("十")
    if not ten:
        return int("".join(_ZH_DIGITS[c] for c in tens))
    return 10 * int(_ZH_DIGITS.get(tens, "1")) + int(_ZH_DIGITS.get(ones, "0"))


def days(text: str, base: str) -> tuple[Day, ...]:
    """The dates of ``text``, as ``plain_digits`` gives it, in the language ``base``: left to right, disjoint."""
    if base not in LEXICONS:
        return ()
    found = [*_named(text, base), *_numeric(text, base)]
    if base == "zh":
        found += _chinese(text)
    kept: list[Day] = []
    for day in sorted(found, key=lambda day: (day.span.start, -day.span.end)):
        if not kept or day.span.start >= kept[-1].span.end:
            kept.append(day)
        elif day.full and not kept[-1].full and day.span.end > kept[-1].span.end:
            kept[-1] = day
    return tuple(kept)
