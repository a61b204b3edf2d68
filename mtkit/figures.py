"""Numbers that can be carried over a translation by value: found in the source, written as the target writes them.

Only what is certain is taken: a number in digits that stands alone, or digits with their counting words (9823亿, 5.6
million). Left to the model are times, dates with slashes, months by number, ordinals, codes, fractions, what only nears
a number (30多万), and years that may or may not be of the Buddhist Era.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from mtkit.articles import counted
from mtkit.check.numbers.digits import plain_digits, readings
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.priced import priced
from mtkit.check.numbers.sums import Sum, sums
from mtkit.check.numbers.written import WRITTEN
from mtkit.lang import Lang, lang
from mtkit.text import Span

__all__ = [
    "Figure",
    "amounts",
    "figures",
    "native_digits",
    "with_currency",
    "write_amount",
    "write_number",
    "write_sum",
]

_MOST = 24  # what has more is no number of the news, and no Decimal of the usual precision
_NUMBER = re.compile(
    r"(?<![a-z0-9\u27e6])(?<![0-9][.,:/–-])(?<![a-z][-–])(?<![:/])"
    r"[0-9]+(?:[.,][0-9]+)*"
    r"(?![a-z0-9:/\u27e7]|[.,–-][0-9]|[-–][a-z])"
)
_POINT = re.compile(r"(?<![a-z0-9.,:/\u27e6–-])([0-9]{1,12}) ?ဒသမ ?([0-9]{1,6})(?![a-z0-9:/\u27e7]|[.,–-][0-9])")
_DIGITS = {"km": "០១២៣៤៥៦៧៨៩", "my": "၀၁၂၃၄၅၆၇၈၉"}
_NO_GROUPS = frozenset({"zh"})
# Languages whose large numbers go by other steps than thousands.
_OTHER_STEPS = frozenset({"zh", "my", "ta"})
_LIMIT = Decimal(10) ** 18
_ERA = 543
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|from|during|of|year|tahun|pada|sejak|hingga|năm|taong|noong|em|de|desde|ano)|ປີ|ឆ្នាំ)\s*$"
)
_YEAR_AFTER = re.compile(r"\s*(?:年|ခုနှစ်|ஆண்ட|ஆம் ஆண்ட)")
# English writes 21st where others put a word or a letter before the number.
_ORDINAL_BEFORE = re.compile(r"(?:第|\bke-|\bika-|\bthứ |ครั้งที่|ທີ|ទី)\s*$")
_MONTH_BEFORE = re.compile(r"\btháng\s*$")


# The counting words of the news, the largest first; "{}" is where the digits go.
_WORDS: Mapping[str, tuple[tuple[int, str], ...]] = MappingProxyType(
    {
        "en": ((10**12, "{} trillion"), (10**9, "{} billion"), (10**6, "{} million")),
        "zh": ((10**12, "{}万亿"), (10**8, "{}亿"), (10**4, "{}万")),
        "id": ((10**12, "{} triliun"), (10**9, "{} miliar"), (10**6, "{} juta")),
        "ms": ((10**12, "{} trilion"), (10**9, "{} bilion"), (10**6, "{} juta")),
        "fil": ((10**12, "{} trilyon"), (10**9, "{} bilyon"), (10**6, "{} milyon")),
        "vi": ((10**9, "{} tỷ"), (10**6, "{} triệu")),
        "pt": ((10**12, "{} biliões"), (10**9, "{} mil milhões"), (10**6, "{} milhões")),
        "tet": ((10**9, "biliaun {}"), (10**6, "miliaun {}")),
        "th": ((10**12, "{} ล้านล้าน"), (10**6, "{} ล้าน")),
        "lo": ((10**12, "{} ພັນຕື້"), (10**9, "{} ຕື້"), (10**6, "{} ລ້ານ")),
        "km": ((10**12, "{} ទ្រីលាន"), (10**9, "{} ពាន់លាន"), (10**6, "{} លាន")),
        "my": ((10**12, "{} ထရီလီယံ"), (10**9, "{} ဘီလီယံ"), (10**6, "{} သန်း")),
        "ta": ((10**12, "{} டிரில்லியன்"), (10**9, "{} பில்லியன்"), (10**6, "{} மில்லியன்")),
    }
)
_ONE = MappingProxyType({"milhões": "milhão", "biliões": "bilião"})  # Portuguese: 1 milhão
_NOT_ONE = frozenset({"{} mil milhões"})
_CURRENCY_FIRST = frozenset({"my", "tet"})
_US_DOLLAR = frozenset({"id", "vi", "th", "lo", "km", "my", "tet"})  # where a dollar without a name is that of the US
_TRADITIONAL = str.maketrans("万亿", "萬億")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the source text, and how the target language writes it; ``scaled`` says that a word multiplies it.

    ``currency``, an ISO 4217 code, where span and form take in that of the number.
    """

    span: Span
    form: str
    scaled: bool = False
    currency: str = ""


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


def write_sum(value: Decimal, code: str) -> str:
    """A large number as the news of a language writes it, with exactly its value: 9823亿, 982.3 billion, ៩៨២,៣ ពាន់លាន.

    All its digits, where no counting word makes it short, or where it could be read in another way.
    """
    base = lang(code).base
    most = 4 if base == "zh" else 3
    for scale, word in _WORDS[base]:
        count = (value / scale).normalize()
        places = _places(count)
        if count < 1 or places > most or (count == 1 and word in _NOT_ONE):
            continue
        digits = write_number(count, base, places=places, grouped=count >= 1000)
        form = word.format(digits)
        if count == 1 and base == "pt":
            form = " ".join(_ONE.get(part, part) for part in form.split(" "))
        if [one.value for one in sums(plain_digits(form), base)] == [value]:
            return form.translate(_TRADITIONAL) if lang(code).script == "Hant" else form
    return write_number(value, base, places=_places(value))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def figures(text: str, source: str, target: str) -> tuple[Figure, ...]:
    """The numbers of ``text`` that mean the same in ``target`` whatever stands around them, in order.

    Numbers of one digit are left out, for languages write many of them as words; not so before a counting word.
    """
    a, b = lang(source).base, lang(target).base
    plain = plain_digits(text)
    scaled = sums(plain, a)
    found = [
        Figure(one.span, write_sum(one.value, target), scaled=True)
        for one in scaled
        if one.value is not None and one.value < _LIMIT and _places(one.value) < 6
    ]
    taken = _taken(scaled, found, other_steps=a != b and bool({a, b} & _OTHER_STEPS))
    found += [one for one in _plain_figures(plain, a, b) if not any(one.span.overlaps(span) for span in taken)]
    return tuple(sorted(found, key=lambda one: one.span))


def amounts(text: str, source: str, target: str) -> tuple[Figure, ...]:
    """As ``figures``; a number and the currency that touches it are one, where it is certain which one that is."""
    found, plain = figures(text, source, target), plain_digits(text)
    prices = priced(plain, [one.span for one in found], [one.scaled for one in found], lang(source).base)
    made: list[Figure] = []
    for one, price in zip(found, prices, strict=True):
        if price and price.code == "CNY" and lang(source).script == "Hant" and "人民" not in price.span.of(text):
            price = None  # there, 元 may be of several places
        form = write_amount(one.form, _for_target(price.code, source, target), target) if price else None
        made.append(replace(one, span=price.span, form=form, currency=price.code) if price and form else one)
    return tuple(made)


def _for_target(code: str, source: str, target: str) -> str:
    """``code`` as the target can say it: Chinese has no bare dollar, and in these languages it is that of the US."""
    return "USD" if code == "USD?" and lang(target).base == "zh" and lang(source).base in _US_DOLLAR else code


def write_amount(number: str, currency: str, code: str) -> str | None:
    """A written ``number`` with its ``currency`` (ISO 4217) as the news of a language writes the two.

    None where the language has no certain word for it, or where it would be read as anything else.
    """
    target = lang(code)
    word = WRITTEN[code if code in WRITTEN else target.base].get(currency)
    if word is None:
        return None
    form = word.format(number) if "{}" in word else with_currency(number, word, target)
    plain = plain_digits(form)
    start = plain.index(plain_digits(number)[:-1])
    at = Span(start, start + len(number) + ("g" in form[start + len(number) : start + len(number) + 1]))
    (price,) = priced(plain, [at], [True], target.base)
    return form if price and price.code == currency and price.span == Span(0, len(form)) else None


def with_currency(number: str, currency: str, target: Lang) -> str:
    """A number and its currency in the order of a language, parted as it parts them."""
    if target.base in _CURRENCY_FIRST:
        return f"{currency} {number}"
    joined = counted(number, currency, target)
    if joined == number and target.base == "pt" and re.search(r"(?:milhão|milhões|bilião|biliões)$", number):
        joined += " de"
    elif joined == number and target.base == "fil" and number.endswith("yon"):
        joined += "g"
    glued = not target.spaced and (target.base == "zh" or not number[-1:].isdigit())
    return joined + ("" if glued else " ") + currency


def _taken(scaled: Sequence[Sum], found: Sequence[Figure], *, other_steps: bool) -> list[Span]:
    """Where no plain number is to be found: in sums that are carried, and in all where the steps are not the same."""
    spans = [one.span for one in found]
    return spans + [one.span for one in scaled if one.value is None] if other_steps else spans


def _plain_figures(plain: str, a: str, b: str) -> Iterator[Figure]:
    """The numbers without a counting word."""
    for match in _POINT.finditer(plain) if a == "my" else ():
        decimal = Decimal(f"{match[1]}.{match[2]}")
        if not (_stays(plain, match, a, b) or plain[match.end() :].lstrip().startswith("ဒသမ")):
            yield Figure(Span(*match.span()), write_number(decimal, b, places=len(match[2]), grouped=decimal >= 10_000))
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
        yield Figure(Span(*match.span()), write_number(value, b, places=places, grouped=grouped))


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
    if source == "my" and match.re is _NUMBER and (before.rstrip().endswith("ဒသမ") or after.startswith("ဒသမ")):
        return True
    if after.startswith("月") or _MONTH_BEFORE.search(before):
        return True
    return target == "en" and _ORDINAL_BEFORE.search(before) is not None


def _year(plain: str, match: re.Match[str], value: int, source: str) -> int | None:
    """Four digits into or out of Thai: the year in the other era, the number itself, or None if that is not certain."""
    if source == "th":
        return value - _ERA if 2400 <= value <= 2700 else value
    if not 1800 <= value <= 2200:
        return value
    is_year = _YEAR_BEFORE.search(plain[: match.start()]) or _YEAR_AFTER.match(plain[match.end() :])
    return value + _ERA if is_year else None
