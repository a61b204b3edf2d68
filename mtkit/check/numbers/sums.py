"""Numbers in digits with a counting word (9823亿, 5.6 million, ៥ លាន), where it is certain what they are worth.

Left out is all that may be read in two ways, that only nears a value (30多万), that a half or a fraction goes on with,
that is an ordinal, and words that merely begin like a counting word: 2024万象 is Vientiane, 15 tỷ phú billionaires.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from mtkit.check.numbers.currencies import CURRENCY_NAMES, SIGNS
from mtkit.check.numbers.digits import readings
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import compose, grouped
from mtkit.check.numbers.patterns import one_of
from mtkit.check.numbers.tokens import Token
from mtkit.text import Span

__all__ = ["Sum", "spare_words", "sums"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number with a counting word and its place; ``value`` is None where it is not certain what it is worth."""

    span: Span
    value: Decimal | None


# The words that a number may end with: cardinal, and nothing else.
_SURE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        base: frozenset(words.split())
        for base, words in {
            "en": "thousand million billion trillion lakh crore mn bn tn",
            "zh": "万 萬 亿 億",
            "id": "ribu juta miliar milyar triliun trilyun",
            "ms": "ribu juta bilion billion trilion",
            "fil": "libo libong milyon milyong bilyon bilyong bilyun trilyon trilyong million billion trillion",
            "vi": "nghìn ngàn vạn triệu tỷ tỉ",
            "pt": "mil milhão milhões bilhão bilhões trilhão trilhões bilião biliões",
            "tet": "rihun tokon miliaun biliaun",
            "th": "พัน หมื่น แสน ล้าน พันล้าน ล้านล้าน",
            "lo": "ພັນ ໝື່ນ ຫມື່ນ ແສນ ລ້ານ ຕື້ ພັນລ້ານ ລ້ານລ້ານ",
            "km": "ម៉ឺន លាន កោដិ ពាន់លាន ប៊ីលាន ប៊ីលីយ៉ុន ប៊ីលីយាន ប៊ីលៀន ទ្រីលាន ត្រីលាន ទ្រីលីយ៉ុន ទ្រីលៀន",
            "my": "သောင်း သိန်း သန်း ကုဋေ မီလီယံ မီလီယမ် မီလျံ ဘီလီယံ ဘီလီယမ် ဘီလျံ ထရီလီယံ ထရီလျံ ထရီလီယမ်",
            "ta": "ஆயிர லட்ச இலட்ச கோடி மில்லிய மிலிய பில்லிய டிரில்லிய ட்ரில்லிய",
        }.items()
    }
)
# What makes another word of it, right behind; Tamil words must end in the nominative (see _end).
_GUARDS: Mapping[str, str] = MappingProxyType(
    {
        "zh": "[分象隆宁州科达圣博事物众能国联纬兆]|[欧歐](?!元)|千里马",
        "vi": r"\s(?:phú|lệ|giá|số|trọng|suất|tập|hồi|chứng|rưỡi)(?!\w)",
        "th": "นา(?!ที)|ช้าง|ธ|สิริ|เปอร์|ย(?!ูโร)",
        "lo": "ນາ|ຊ້າງ|ທ|ສຸກ",
        "km": "កីឡា|ហាល|ព្រេន|មនោ",
        "my": "ခေါင်|ကျန်း|စိန်|ငှက်|ဇော်",
    }
)
_SHORT = re.compile(r"(?:mn|bn|tn)(?!\w)")  # $5bn
_HALF = "half|a half|半|½|¼|¾"
# Digits before which, without a blank, no letter may stand but the sign of a currency.
_CODE_BEFORE = re.compile(f"(?<![a-z]){one_of([sign for sign in SIGNS if sign.isalpha() and sign.isascii()])}$")
_UNFIT_BEFORE = re.compile(
    r"(?:[a-z0-9\u27e6.,]|[0-9](?:[:/–—~～-]|\.\s)|[a-z][-–]|[:/]"
    r"|(?:第|\bke-|\bika-|\bthứ |ครั้งที่|ลำดับที่|อันดับที่|ທີ|ទី)\s?"
    r"|[0-9]\s?(?:จุด|ຈຸດ|ចុច|ក្បៀស|phẩy|koma|点|點|ဒသမ|புள்ளி)\s?)$"
)
_UNFIT_AFTER = re.compile(r"[a-z0-9\u27e7]|[.,][0-9]|-[a-z]")
# Between two numbers that are one range or a choice: the first may go without its counting word.
_BETWEEN = re.compile(
    r"[0-9]\s?(?:[-–—~～、/]|至|到|或|to|or|and|hingga|sampai|atau|dan|đến|tới|hoặc|và|ถึง|หรือ|และ|ຫາ|ເຖິງ|ຫຼື|ແລະ|ដល់|ទៅ|ឬ|និង"
    r"|မှ|နှင့်|ကနေ|முதல்|அல்லது|மற்றும்|a|até|ou|e|hanggang|o|at|to['’]o)\s?(?:[a-z]{0,3}[$€£¥￥₱฿₫₩₭]|rm|rp\.?)?\s?$"
)
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20|24|25)[0-9]{2}$")
# One range for certain, where the lower number stands right before it: 3-5亿, 30 to 50 million.
_RANGE = re.compile(
    r"(?<![0-9])(?P<low>[0-9]{1,3}(?:[.,][0-9]{1,2})?)"
    r"\s?(?:[-–—~～]|至|到|to|hingga|sampai|đến|tới|ถึง|ຫາ|ເຖິງ|ដល់|até|hanggang)\s?$"
)
_BLANKS = " \u00a0\u200b"
_BLANK = re.compile(f"[{_BLANKS}]?")
_INSIDE = MappingProxyType(
    {"zh": re.compile(f"[{_BLANKS}]?|[零〇]"), "ta": re.compile(f"[\u0bbe-\u0bcdறதமன]{{0,4}}[{_BLANKS}]?")}
)
_TAMIL_ENDS = re.compile(r"(?:(?<=ய)ன்|(?<=ச)ம்|(?<=ர)ம்|(?<=கோடி))(?![\u0b80-\u0bff])")
# Languages in which a dot before three digits parts thousands, and these alone; elsewhere only before the largest word.
_DOTS = frozenset({"vi", "pt"})
_LARGEST = MappingProxyType({"id": "triliun", "tet": "biliaun"})


def sums(text: str, base: str) -> tuple[Sum, ...]:
    """The numbers with counting words of a prepared text (see ``plain_digits``), in order.

    Each has digits in it. Tamil words are taken with their ending.
    """
    if base not in _SURE:
        return ()
    found: list[Sum] = []
    for group in grouped(text, base):
        short = _SHORT.match(text, group[-1].end) if base == "en" and group[-1].kind == "d" else None
        if short and len(group) == 1:
            group = [*group, Token("s", *short.span(), Decimal(LEXICONS[base].scales[short[0]]))]
        if not any(token.kind == "d" for token in group) or not any(token.kind == "s" for token in group):
            continue
        start, end = group[0].start, _end(text, group, base)
        low = _between(text[max(0, start - 24) : start])
        value = _worth(text, group, base) if end is not None and _fits(text, group, end, base) else None
        if low:
            lower = _lower(text, group, base, value)
            if lower is None:
                value = None
                lower = Sum(Span(max(0, start - 24) + low.start(), start), None)
            found.append(lower)
        found.append(Sum(Span(start, end or group[-1].end), value))
    return tuple(found)


def _between(before: str) -> re.Match[str] | None:
    """The end of ``before`` where a number goes on to the one behind it; a year does not ("in 2024 and 5 million")."""
    match = _BETWEEN.search(before)
    return None if match is None or _YEAR.search(before[: match.start() + 1]) else match


def _lower(text: str, group: Sequence[Token], base: str, value: Decimal | None) -> Sum | None:
    """The lower end of a range that ``group`` with ``value`` is the upper one of; None where that is not certain."""
    begin = max(0, group[0].start - 24)
    before = text[begin : group[0].start]
    match = _RANGE.search(before)
    if match is None or value is None or [token.kind for token in group].count("d") != 1 or group[0].kind != "d":
        return None
    upper = group[0].value
    values = {one[0] for one in readings(match["low"], dot_groups=LEXICONS[base].dot_groups) if len(one) == 1}
    if len(values) != 1 or _UNFIT_BEFORE.search(before[: match.start()]) or not _plain(text, group[:2], base):
        return None
    low = values.pop()
    if not low < upper <= low * 100:
        return None
    return Sum(Span(begin + match.start(), begin + match.end("low")), low * value / upper)


def _end(text: str, group: Sequence[Token], base: str) -> int | None:
    """Where the last word of a number ends; None where it is no cardinal in its plain form."""
    last = group[-1]
    if last.kind == "d":
        return last.end
    word = text[last.start : last.end]
    if word not in _SURE[base] and not (base == "zh" and word == "千" and len(group) > 2):
        return None
    if base == "ta":
        ending = _TAMIL_ENDS.match(text, last.end)
        return ending.end() if ending else None
    return last.end


@lru_cache(maxsize=32)
def _unfit_behind(base: str) -> re.Pattern[str]:
    """What must not follow a number: a letter that goes on, a half, another counting word."""
    lexicon = LEXICONS[base]
    halves = "|".join([_HALF, *lexicon.half])
    scales = one_of(list(lexicon.scales))
    more = rf"(?:{scales})(?!\w)" if lexicon.words else f"(?:{scales})"
    if base == "zh":
        more = "[百万萬亿億兆]|千(?![米克瓦卡焦赫帕伏升位])"
    guard = _GUARDS.get(base, "(?!)")
    return re.compile(rf"{guard}|[{_BLANKS}]?(?:and )?(?:a )?(?:{halves})|[{_BLANKS}]?(?:{more})")


def _fits(text: str, group: Sequence[Token], end: int, base: str) -> bool:
    """Whether what stands around a number leaves it as it is."""
    before = text[max(0, group[0].start - 24) : group[0].start]
    apart = _between(before) or _CODE_BEFORE.search(before)
    if _UNFIT_BEFORE.search(before) and not apart:
        return False
    if not apart and LEXICONS[base].words and re.search(r"\w$", before):
        return False
    return not (_UNFIT_AFTER.match(text, end) or _unfit_behind(base).match(text, end))


def _worth(text: str, group: Sequence[Token], base: str) -> Decimal | None:
    """The value of a number by its shape: digits and their counting words, larger ones first; None in any doubt."""
    kinds = "".join(token.kind for token in group)
    if kinds == "sd":
        return _word_first(text, group, base)
    if not re.fullmatch("(?:ds+)+", kinds) or not _close(text, group, base):
        return None
    total, part, before = Decimal(0), Decimal(0), Decimal("Infinity")
    for n, token in enumerate(group):
        if token.kind == "d":
            value = _plain(text, group[n : n + 2], base)
            if value is None:
                return None
            part = value
        else:
            if part >= token.value and group[n - 1].kind == "s":
                return None
            part *= token.value
        if n + 1 == len(group) or group[n + 1].kind == "d":
            if part >= before:
                return None
            total, before = total + part, token.value
    first = next(token for token in group if token.kind == "d")
    return total if len(group) == 2 or compose(list(group), _plain(text, [first, group[1]], base)) == total else None


def _close(text: str, group: Sequence[Token], base: str) -> bool:
    """Whether nothing but blanks stands inside a number: of 30多万 the value is not known."""
    pattern = _INSIDE.get(base, _BLANK)
    return all(pattern.fullmatch(text, one.end, two.start) for one, two in pairwise(group))


def _plain(text: str, pair: Sequence[Token], base: str) -> Decimal | None:
    """What digits are worth before a counting word; None where they may be read in two ways."""
    digits, word = pair
    shown = text[digits.start : digits.end]
    if len(shown) > 1 and shown[0] == "0" and shown[1].isdigit():
        return None
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*|[0-9]+ ?ဒသမ ?[0-9]+", shown):
        return None
    values = {reading[0] for reading in digits.readings if len(reading) == 1}
    if len(values) > 1 and re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", shown):
        largest = _LARGEST.get(base) == text[word.start : word.end]
        return digits.value if base in _DOTS or largest else None
    return digits.value if len(values) == 1 and len(digits.readings[0]) == 1 else None


@lru_cache(maxsize=1)
def _kyats() -> re.Pattern[str]:
    names = "|".join(names for _, names in CURRENCY_NAMES["my"])
    return re.compile(f"(?:{names}|[$€£¥])(?: ?ငွေ)?(?: ?ပေါင်း)?[{_BLANKS}]?$")


def _word_first(text: str, group: Sequence[Token], base: str) -> Decimal | None:
    """The value of a number that its word precedes: in Tetum, and in Burmese behind the name of a currency."""
    word, digits = group
    if text[word.start : word.end] not in _SURE[base] or not _close(text, group, base):
        return None
    if base == "my" and not _kyats().search(text[max(0, word.start - 24) : word.start]):
        return None
    value = _plain(text, (digits, word), base)
    return None if value is None else value * word.value


@lru_cache(maxsize=32)
def spare_words(base: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a counting word at the end of the text before a number, and at the beginning of the text behind it.

    Where the number has its own, such a word is one too many: 350 juta juta. Never one, before, in most languages.
    """
    words = one_of(sorted(_SURE[base]))
    guard = _GUARDS.get(base, "(?!)")
    if base == "zh":
        words = "[万萬亿億]+"
    elif base == "ta":
        words = f"{words}(?:{_TAMIL_ENDS.pattern})"
    elif LEXICONS[base].words:
        words = rf"{words}s?(?!\w)"
    before = rf"(?<!\w){words}[{_BLANKS}]?$" if base == "tet" else f"{words}[{_BLANKS}]?$" if base == "my" else "(?!)"
    return re.compile(before), re.compile(f"[{_BLANKS}]?{words}(?!{guard})")
