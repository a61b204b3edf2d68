"""Amounts of money whose currency is certain: a number, and the word or sign that touches it.

Left out is every name that is another word as well (won, pounds, เหรียญ), that goes on as another word (元件, ဘတ်ဂျက်),
and one of several currencies, unless the text leaves one: 元 is the yuan where no place with dollars is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from mtkit.check.numbers.currencies import PLACES, SIGNS
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.money import NAME_FIRST, ahead_of, behind
from mtkit.text import Span

__all__ = ["Price", "priced"]

_BLANKS = " \u00a0\u200b"
_LINKING = frozenset({"", "-", "of", "de", "g", "ng", "na"})
# What is another word as often as a currency, whatever number stands before it.
_DOUBTFUL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        base: frozenset(words.split("|"))
        for base, words in {
            "zh": "圆|块钱|镑|鎊", "vi": "đô|bảng|đồng bảng|bạt|đồng bạt|đ", "th": "ดอง|ดอลลา",
            "lo": "ຈັດ|ຈາດ|ດົງ|ດອງ|ຣຽນ|ລຽນ",
            "km": "ចាត", "ta": "வான்|ரியல்|ரூ", "my": "ကစ်|ဝွမ်",
            "fil": "rupya|rupi|libra|libras",
        }.items()
    }
)  # fmt: skip
# What is a currency for certain only beside a counting word or a large number.
_SCALED_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        base: frozenset(words.split("|"))
        for base, words in {
            "vi": "kíp|kip|yên|yen|tệ|đồng", "th": "วอน|กีบ|เรียล|จัต", "lo": "ກີບ|ວອນ|ບາດ", "km": "បាត|គីប",
            "my": "ဝမ်|ဒေါင်", "en": "euro|kip|dong", "id": "kip|dong", "ms": "kip|dong", "pt": "bates",
        }.items()
    }
)  # fmt: skip
# What makes another word of it, right behind.
_GOES_ON: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        base: re.compile(pattern)
        for base, pattern in {
            "en": r"[ -](?:zone|area|countries|nations|members?|states?)\b",
            "zh": "[件器气氣帅代年宵旦首]|[(（](?!约|約|相当|折合)",
            "vi": r"\s(?:bái|tâm|ổn|ngựa)(?!\w)", "th": "โซน|โพล|ไทม์|ลิตี้|ดอท",
            "lo": "ເຈັບ|ແຜ|ໂຊນ", "km": "ដៃ|ជើង|សមុទ្រ", "my": "ဂျက်|သား|ဇုန်", "ta": "[\u0b80-\u0bff]",
        }.items()
    }
)  # fmt: skip
_OTHERS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "CNY+": re.compile(
            "|".join([*PLACES.values(), "澳门|澳門|台币|臺幣|港币|港幣|[新坡]币|港元|新元|澳元|加元|纽元"])
        ),
        "CNY?": re.compile("日本|日元|日圆|日圓|东京|ជប៉ុន|តូក្យូ"),
        "INR?": re.compile("印尼|印度尼西亚|indon|อินโด|ອິນໂດ|ឥណ្ឌូ|အင်ဒို|இந்தோ"),
        "IDR?": re.compile("越南|越盾"),
        "KHR": re.compile("อิหร่าน|บราซิล|โอมาน|เยเมน|ซาอุ|กาตาร์"),
    }
)
"""Code -> what, named in a text, puts it in doubt."""
_LARGE = 5  # digits
_INDONESIA = re.compile("印尼|印度尼西亚")


@dataclass(frozen=True, slots=True)
class Price:
    """Which currency a number is of: an ISO 4217 code, with ? for a bare dollar, peso or rupee.

    ``span`` takes in the number and what names its currency.
    """

    code: str
    span: Span


def priced(plain: str, numbers: Sequence[Span], scaled: Sequence[bool], base: str) -> tuple[Price | None, ...]:
    """The currency of each of the ``numbers`` of a prepared text (see ``plain_digits``); None where it is in doubt.

    ``scaled`` says which have a counting word. A word between two numbers that may belong to either is in doubt.
    """
    found = [_price(plain, span, base, scaled=word) for span, word in zip(numbers, scaled, strict=True)]
    order = sorted((n for n, price in enumerate(found) if price), key=lambda n: numbers[n])
    shared = set[int]()
    for a, b in pairwise(order):
        one, two = found[a], found[b]
        if one and two and one.span.overlaps(two.span):
            shared |= {a, b}
    return tuple(None if n in shared else price for n, price in enumerate(found))


def _price(plain: str, number: Span, base: str, *, scaled: bool) -> Price | None:
    after = behind(plain, number.end, base)
    before = ahead_of(plain, number.start, base) if number.start else None
    if after and _of_next(plain, after[1], base):
        after = None
    if before and _of_last(plain, before[1], base):
        return None
    if after and plain[number.end : after[1].start].strip(_BLANKS) not in _LINKING:
        return None
    if before and plain[before[1].end : number.start].strip(_BLANKS):
        return None
    sides = [side for side in (after, before) if side]
    large = scaled or sum(map(str.isdigit, number.of(plain))) >= _LARGE
    known = [_certain(code, span, plain, base, large=large) for code, span in sides]
    codes = {code for code in known if code}
    exact = {code for code in codes if code.isalpha()} or codes
    if "CNY+" in [code for code, _ in sides] and len(sides) == 1 and re.search("[萬億]", number.of(plain)):
        return None
    if None in known or len(exact) != 1 or len({code[:3] for code in codes}) != 1:
        return None
    spans = [number, *(span for _, span in sides)]
    return Price(exact.pop(), Span(min(span.start for span in spans), max(span.end for span in spans)))


def _of_next(plain: str, word: Span, base: str) -> bool:
    """Whether a currency behind a number may be that of the next one: in 2024 $5 was paid."""
    goes_on = plain[word.end :].lstrip(_BLANKS)[:1].isdigit()
    return goes_on and (base in NAME_FIRST or word.of(plain) in SIGNS)


def _of_last(plain: str, word: Span, base: str) -> bool:
    """Whether a currency before a number may be that of the last one: 50 USD 20."""
    rest = plain[: word.start].rstrip(_BLANKS)
    if len(rest) < word.start and not word.of(plain)[-1].isalpha() and plain[word.end : word.end + 1].isdigit():
        return False  # 2024 $5
    if rest[-1:].isdigit():
        return True
    return base in NAME_FIRST and rest.endswith(tuple(LEXICONS[base].scales))


def _certain(code: str, span: Span, plain: str, base: str, *, large: bool) -> str | None:
    """The currency that ``code``, found as the word at ``span``, is for certain."""
    word = span.of(plain)
    goes_on = _GOES_ON.get(base)
    following = plain[span.end : span.end + 1]
    if word in _DOUBTFUL.get(base, ()) or (not large and word in _SCALED_ONLY.get(base, ())):
        return None
    if (goes_on and goes_on.match(plain, span.end)) or (following and unicodedata.category(following)[0] == "M"):
        return None
    if word.endswith("dolar") and word != "dolar" and " " not in word:  # petrodolar
        return None
    others = _OTHERS.get(code)
    if others and others.search(plain):
        return None
    if code in {"CNY+", "CNY?"}:
        return "CNY" if base == "zh" or (code == "CNY?" and base == "km") else None
    if code == "IDR?":
        return "IDR" if _INDONESIA.search(plain) else None
    if code == "INR?":
        return code if base not in {"pt", "tet"} else None
    return code if code.isalpha() or code in {"USD?", "PHP?"} else None
