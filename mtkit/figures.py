"""Numbers that can be carried over a translation by value: found in the source, written as the target writes them.

Only what is certain is taken: a number in digits that stands alone. Left to the model are times, dates with slashes,
months by number, ordinals, codes, numbers that a counting word scales where the other language counts by other steps
(Chinese ten thousands, Burmese and Tamil lakhs), and years that may or may not be of the Buddhist Era.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mtkit.check.numbers.digits import plain_digits, readings
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import ZH_SCALES
from mtkit.lang import lang
from mtkit.text import Span

__all__ = ["Figure", "figures", "native_digits", "write_number"]

_MOST = 24  # what has more is no number of the news, and no Decimal of the usual precision
_NUMBER = re.compile(
    r"(?<![a-z0-9\u27e6])(?<![0-9][.,:/–-])(?<![a-z][-–])(?<![:/])"
    r"[0-9]+(?:[.,][0-9]+)*"
    r"(?![a-z0-9:/\u27e7]|[.,–-][0-9]|[-–][a-z])"
)
_DIGITS = {"km": "០១២៣៤៥៦៧៨៩", "my": "၀၁၂၃၄၅၆၇၈၉"}
_NO_GROUPS = frozenset({"zh"})
# Languages whose large numbers go by other steps than thousands.
_OTHER_STEPS = frozenset({"zh", "my", "ta"})
_ERA = 543
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|from|during|of|year|tahun|pada|sejak|hingga|năm|taong|noong|em|de|desde|ano)|ປີ|ឆ្នាំ)\s*$"
)
_YEAR_AFTER = re.compile(r"\s*(?:年|ခုနှစ်|ஆண்ட|ஆம் ஆண்ட)")
# English writes 21st where others put a word or a letter before the number.
_ORDINAL_BEFORE = re.compile(r"(?:第|\bke-|\bika-|\bthứ |ครั้งที่|ທີ|ទី)\s*$")
_MONTH_BEFORE = re.compile(r"\btháng\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the source text, and how the target language writes it."""

    span: Span
    form: str


def native_digits(text: str, code: str) -> str:
    """``text`` with its ASCII digits as the news of the language writes them: Khmer and Burmese in their own."""
    own = _DIGITS.get(code)
    return text.translate({ord("0") + value: digit for value, digit in enumerate(own)}) if own else text


def write_number(value: int | Decimal, code: str, *, places: int = 0, grouped: bool = True) -> str:
    """A number as the news of a language writes it: its digits, its marks for thousands and decimals."""
    base = lang(code).base
    text = f"{value:,.{places}f}"
    if not grouped or base in _NO_GROUPS:
        text = text.replace(",", "")
    if LEXICONS[base].dot_groups:
        text = text.translate({ord(","): ".", ord("."): ","})
    return native_digits(text, base)


def figures(text: str, source: str, target: str) -> tuple[Figure, ...]:
    """The numbers of ``text`` that mean the same in ``target`` whatever stands around them, in order.

    Numbers of one digit are left out: languages write many of them as words.
    """
    a, b = lang(source).base, lang(target).base
    plain = plain_digits(text)
    found: list[Figure] = []
    for match in _NUMBER.finditer(plain):
        token = match.group()
        value = _value(token, a)
        if value is None or not 2 <= sum(map(str.isdigit, token)) <= _MOST or _stays(plain, match, a, b):
            continue
        places = len(token) - 1 - max(token.rfind("."), token.rfind(",")) if value % 1 or _has_zeros(token, a) else 0
        grouped = value >= 10_000 or (value >= 1000 and not token.isdigit())
        if "th" in {a, b} and a != b and token.isdigit() and len(token) == 4:
            year = _year(plain, match, int(value), a)
            if year is None:
                continue
            value = Decimal(year)
        found.append(Figure(Span(*match.span()), write_number(value, b, places=places, grouped=grouped)))
    return tuple(found)


def _value(token: str, base: str) -> Decimal | None:
    """What the token is worth; None where that is not certain."""
    if len(token) > 1 and token[0] == "0" and token[1].isdigit():
        return None
    read = readings(token, dot_groups=LEXICONS[base].dot_groups)
    return read[0][0] if len(read[0]) == 1 and (len(read) == 1 or re.fullmatch(r"\d{1,3}(\.\d{3})+", token)) else None


def _has_zeros(token: str, base: str) -> bool:
    """Whether the token is a decimal such as 5.0, whose noughts were meant."""
    mark = "," if LEXICONS[base].dot_groups else "."
    return token.count(mark) == 1 and not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", token)


def _stays(plain: str, match: re.Match[str], source: str, target: str) -> bool:
    """Whether a number is better left to the model, for what stands beside it."""
    before, after = plain[: match.start()], plain[match.end() :].lstrip(" \u00a0")
    if after.startswith("月") or _MONTH_BEFORE.search(before) or (target == "en" and _ORDINAL_BEFORE.search(before)):
        return True
    if source == target or not {source, target} & _OTHER_STEPS:
        return False
    scales = tuple(ZH_SCALES) if source == "zh" else tuple(LEXICONS[source].scales)
    return after.startswith(scales) or before.rstrip().endswith(LEXICONS[source].before or ("\0",))


def _year(plain: str, match: re.Match[str], value: int, source: str) -> int | None:
    """Four digits into or out of Thai: the year in the other era, the number itself, or None if that is not certain."""
    if source == "th":
        return value - _ERA if 2400 <= value <= 2700 else value
    if not 1800 <= value <= 2200:
        return value
    is_year = _YEAR_BEFORE.search(plain[: match.start()]) or _YEAR_AFTER.match(plain[match.end() :])
    return value + _ERA if is_year else None
