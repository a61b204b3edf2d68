"""Cutting a text into the pieces of its numbers: digits, number words, Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mtkit.check.numbers.digits import TOKEN, Reading, readings
from mtkit.check.numbers.lexicon import LEXICONS, Lexicon
from mtkit.check.numbers.patterns import one_of

__all__ = ["ZH_DIGITS", "ZH_SCALES", "Token", "tokens"]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a number, with what it may mean."""

    kind: str  # d digits, u unit, s scale, t teen
    start: int
    end: int
    value: Decimal
    readings: tuple[Reading, ...] = ()


ZH_DIGITS = {
    c: n
    for n, characters in enumerate(("〇零○", "一壹", "二两兩贰", "三叁", "四", "五伍", "六", "七", "八", "九"))
    for c in characters
}
_ZH_TENS = {"廿": 20, "卅": 30}
ZH_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ZH_RUN = (
    rf"(?:[{''.join(ZH_DIGITS)}廿卅十萬亿億]|万(?![象隆])|百(?!分)|千(?![米克瓦卡焦赫帕伏升位])|兆(?![赫瓦字位帕]))+"
)
# counting words that begin other words: Burmese century, percent and census, Thai species and Lanna, Vietnamese
# billionaires, rates and summons
_VI_WORDS = r"(?!\s(?:phú|lệ|giá|số|trọng|suất)(?!\w))"
_NOT_BEFORE = {
    "ရာ": "(?!စု|ခိုင်|နှုန်း|သီ|ထူး)", "သန်း": "(?!ခေါင်)", "พัน": "(?!ธ)", "แสน": "(?!ย)", "ล้าน": "(?!นา(?!ที)|ช้าง)",
    "ລ້ານ": "(?!ນາ(?!ທີ)|ຊ້າງ)", "tỷ": _VI_WORDS, "tỉ": _VI_WORDS, "triệu": r"(?!\s(?:phú|tập|hồi|chứng)(?!\w))",
}  # fmt: skip
# the year of 2024 ခုနှစ် and ယခုနှစ် (this year), and the years of 10 နှစ်, are spelt like seven and two
_MY_YEARS = frozenset({"ခုနှစ်", "နှစ်"})
_MY_COUNTED = re.compile("(?:[0-9] ?|ယ|အ|ထို ?|ဤ ?|၎င်း ?|ဘယ် ?|မည်သည့် ?)$")
_MY_POINT = "ဒသမ"
_DIGITS = re.compile(TOKEN)


@lru_cache(maxsize=32)
def _words(base: str) -> re.Pattern[str]:
    """What finds number words in lower-case text."""
    if base == "zh":
        return re.compile(_ZH_RUN)
    lexicon = LEXICONS[base]
    pattern = one_of({word: _NOT_BEFORE.get(word, "") for word in {*lexicon.units, *lexicon.scales, *lexicon.teens}})
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])" if lexicon.words else pattern)


def _zh_tokens(run: str, start: int) -> Iterator[Token]:
    if len(run) > 1 and all(c in ZH_DIGITS for c in run):
        yield Token("u", start, start + len(run), Decimal("".join(str(ZH_DIGITS[c]) for c in run)))
        return
    for place, c in enumerate(run, start):
        if ZH_DIGITS.get(c) == 0 and run[place - start - 1 : place - start] in ZH_SCALES:
            continue  # 一百零五: it marks a place that is empty
        if c in ZH_SCALES:
            yield Token("s", place, place + 1, Decimal(ZH_SCALES[c]))
        else:
            yield Token("u", place, place + 1, Decimal(_ZH_TENS.get(c, ZH_DIGITS.get(c, 0))))


def tokens(text: str, base: str) -> Iterator[Token]:
    """The pieces of numbers in a prepared text, from left to right."""
    return _with_points(text, _all_tokens(text, base)) if base == "my" else _all_tokens(text, base)


def _with_points(text: str, found: Iterator[Token]) -> Iterator[Token]:
    """Burmese decimals, 7 ဒသမ 8, as the one number that they are."""
    held: list[Token] = []
    for token in found:
        held.append(token)
        if len(held) == 3 and _is_decimal(text, held):
            whole, _, part = held
            value = Decimal(f"{text[whole.start : whole.end]}.{text[part.start : part.end]}")
            held = [Token("d", whole.start, part.end, value, ((value,),))]
        elif len(held) == 3:
            yield held.pop(0)
    yield from held


def _is_decimal(text: str, three: list[Token]) -> bool:
    whole, point, part = three
    if (whole.kind, part.kind) != ("d", "d") or text[point.start : point.end] != _MY_POINT:
        return False
    gaps = text[whole.end : point.start] + text[point.end : part.start]
    shown = text[whole.start : whole.end] + text[part.start : part.end]
    return gaps in {"", " ", "  "} and shown.isdigit()


def _all_tokens(text: str, base: str) -> Iterator[Token]:
    lexicon = LEXICONS[base]
    digits = _DIGITS.finditer(text)
    ahead = next(digits, None)
    for match in _words(base).finditer(text):
        while ahead is not None and ahead.start() < match.start():
            yield _digit_token(ahead, dot_groups=lexicon.dot_groups)
            ahead = next(digits, None)
        if match[0] in _MY_YEARS and _MY_COUNTED.search(text, max(0, match.start() - 8), match.start()):
            continue
        if base == "zh":
            yield from _zh_tokens(match[0], match.start())
        else:
            yield _word_token(match, lexicon)
    while ahead is not None:
        yield _digit_token(ahead, dot_groups=lexicon.dot_groups)
        ahead = next(digits, None)


def _digit_token(match: re.Match[str], *, dot_groups: bool) -> Token:
    found = readings(match[0], dot_groups=dot_groups)
    return Token("d", match.start(), match.end(), found[0][0], found)


def _word_token(match: re.Match[str], lexicon: Lexicon) -> Token:
    word = match[0]
    kind, table = (
        ("s", lexicon.scales)
        if word in lexicon.scales
        else ("t", lexicon.teens)
        if word in lexicon.teens
        else ("u", lexicon.units)
    )
    return Token(kind, match.start(), match.end(), Decimal(table[word]))
