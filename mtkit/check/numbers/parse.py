"""Finding the numbers of a text and their values, whatever the script and the counting words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from mtkit.check.numbers.calendar import MONTHS
from mtkit.check.numbers.digits import Reading, clock, plain_digits
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.patterns import one_of
from mtkit.check.numbers.tokens import ZH_DIGITS, Token, tokens
from mtkit.text import Span

__all__ = [
    "NUMBERED_NAME",
    "Mention",
    "Numbers",
    "compose",
    "grouped",
    "has_large",
    "month_names",
    "numbers",
    "prepared",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """One number in a text.

    It is met when all values of any of ``readings`` are on the other side; the first reading is the likeliest.
    ``written`` says that it has digits; ``scaled`` that a word such as million multiplies it; ``attached`` that it
    belongs to a name such as F-16; ``optional`` that the name has translations without a number (COVID-19, 新冠).
    """

    span: Span
    readings: tuple[Reading, ...]
    written: bool = True
    scaled: bool = False
    attached: bool = False
    optional: bool = False

    @property
    def value(self) -> Decimal:
        """The likeliest value (of a date or time: its first part)."""
        return self.readings[0][0]

    def met_by(self, pool: frozenset[Decimal]) -> bool:
        """Whether one of its readings is wholly in ``pool``."""
        return any(all(value in pool for value in reading) for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one text: those that must be met, and every value that can meet one.

    ``text`` is the text as it was read: digits of every script as ASCII ones, in lower case, addresses blanked.
    """

    mentions: tuple[Mention, ...]
    pool: frozenset[Decimal]
    text: str = ""


_ZH_CENTURY = re.compile(r"([0-9]{1,2})\s?世[纪紀](?:\s?([0-9]{2})\s?年代)?")
_ZH_TENTHS = re.compile(r"([0-9一二两兩三四五六七八九])成(?![都为為了立员員本果功熟长長])")
_ZH_ONE, _ZH_NONE = "[一二两兩三四五六七八九]", "[零〇○]"
_ZH_SMALL = f"(?:{_ZH_ONE}千)?(?:{_ZH_NONE}?{_ZH_ONE}百)?(?:{_ZH_NONE}?{_ZH_ONE}?十)?"
_ZH_BELOW = f"(?=[^万萬亿億]){_ZH_SMALL}(?:(?<![百千万萬亿億]){_ZH_ONE}|{_ZH_NONE}{_ZH_ONE})?"
_ZH_WHOLE = re.compile(f"(?:{_ZH_BELOW}[亿億])?(?:{_ZH_NONE}?{_ZH_BELOW}[万萬])?(?:{_ZH_NONE}?{_ZH_BELOW})?")
_ZH_HOLIDAY = re.compile("十一(?=长假|長假|假期|黄金周|黃金週|国庆|國慶|小长假|放假)")
_MASKED = re.compile(r"\{/?\d+/?\}|https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ATTACHED = re.compile(r"(?<![a-z])([a-z]+)[-‐‑–]?$")
_ORDINAL_PREFIXES = frozenset({"ika", "ke", "pang", "alas", "ala", "ga", "th", "us", "rm", "rp", "php", "p", "s"})
OPTIONAL_NAME = re.compile(r"(?:covid|cov|โควิด|ໂຄວິດ|កូវីដ|ကိုဗစ်|கோவிட்|கொவிட்)\s?[-‐‑–—]?\s?$", re.IGNORECASE)
NUMBERED_NAME = re.compile(OPTIONAL_NAME.pattern.removesuffix("$"), re.IGNORECASE)
_HOUR_AFTER = re.compile(r"\s?(?:点|點|时(?!代)|時|giờ|น\.|นาฬิกา|โมง|ໂມງ|နာရီ|மணி|h\b|horas\b|hrs?\b|hours\b)")
_HOUR_BEFORE = re.compile(r"(?:pukul|jam|ម៉ោង|alas|às|at)\s?$")
_CLOCK_AFTER = re.compile(r"\s?(?:gmt|utc|hours|hrs|h\b|น\.|时(?!代)|時)")
_PM_AFTER = re.compile(r"\s?p\.?\s?m\b")
_SHORT_SCALE = re.compile(r"\s?(k|m|bn|b|tn)\b")
_SHORT = {"k": 10**3, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_DECADE_AFTER = re.compile(r"['’]?s\b|-?an\b|\s?年代|-?களி|-?கள\b|\s?ပြည့်|\s?ခုနှစ်များ")
_DECADE_BEFORE = re.compile(
    r"(?:thập (?:niên|kỷ)|những năm|ทศวรรษ(?:ที่)?|ช่วงปี|ทศวรรษปี|ທົດສະວັດ(?:ທີ)?|ຊຸມປີ|ຊຸມປີທີ|ទសវត្ស(?:រ៍|ឆ្នាំ)*(?:ទី)?|anos(?: de)?|"
    r"dekada(?:ng)?|dekad|década(?: de)?|dekade|tahun|taong|mga)\s*['’]?$"
)
_RANGE_GAP = re.compile(r"[^.。;；!?！？\n]{1,14}")
_ROMAN = re.compile(r"(?<![\w-])(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?![\w-])")
_ROMAN_HINT = re.compile(r"(?<![\w-])[IVX]")
_HALF = Decimal("0.5")
_BUDDHIST = frozenset({"th", "lo", "km"})
_YEAR_BEFORE = re.compile(r"(?<![0-9])(1[0-9]|20)[0-9]{2}\s?[-/–—~]\s?$")


@lru_cache(maxsize=32)
def month_names(base: str) -> re.Pattern[str] | None:
    """What finds names of months in lower-case text of a language; None where months are counted."""
    names = MONTHS.get(base)
    if not names:
        return None
    follow = dict.fromkeys(names, "")
    if base == "ta":  # the month of May is two letters that many words begin with
        follow["மே"] = "(?<![\u0b80-\u0bff]மே)(?![\u0b80-\u0bff])"
    pattern = one_of(follow)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if LEXICONS[base].words else f"(?:{pattern})(?!การ|ການ|ការ)")


@lru_cache(maxsize=32)
def _gap(base: str) -> re.Pattern[str]:
    lexicon = LEXICONS[base]
    if not lexicon.words:
        # Tamil words are stems here: what they end with stands between them
        tamil = "(?:[மன]\u0bcd|[\u0bbe-\u0bcdறத]{0,4})[ \u00a0\u200b]?"
        inside = {"my": "ပေါင်း ?| ?", "zh": f"[ \u00a0]?[多余餘]?|{_ZH_NONE}", "ta": tamil}
        return re.compile(inside.get(base, "[ \u00a0\u200b]?"))
    linking = "|".join(lexicon.linking)
    return re.compile(rf"[\s\u00a0'’-]*(?:(?:{linking})[\s-]+)?" if linking else r"[\s\u00a0-]*")


def _joins(group: list[Token], token: Token, gap: str, base: str) -> bool:
    """Whether ``token`` goes on with the number that ``group`` has begun."""
    last = group[-1]
    if not _gap(base).fullmatch(gap):
        return False
    if token.kind in "st":
        return last.kind != "d" or len(last.readings[0]) == 1
    if token.kind == "d":
        if last.kind == "s" and len(group) == 1 and LEXICONS[base].before:
            return base == "my" or last.value >= 1000
        return last.kind == "s" and gap == "" and len(group) > 1 and token.value < last.value
    if last.kind == "d":
        return False
    if last.kind == "s":
        return token.value < last.value
    least = {"km": 5, "ta": 5, "vi": 10}.get(base, 20)
    return last.value > token.value and last.value >= least


def compose(group: list[Token], first: Decimal | None = None) -> Decimal:
    """The value of a group: a scale multiplies the digits, or the sum of the smaller numbers, right before it."""
    stack: list[Decimal] = []
    digits = False
    for token in group:
        value = token.value
        if token.kind == "d" and first is not None:
            value, first = first, None
        if token.kind == "t":
            stack.append((stack.pop() if stack else Decimal(0)) + value)
        elif token.kind == "s":
            smaller = stack.pop() if digits else Decimal(0)  # 48040万 is more than 万 times 万
            while not digits and stack and stack[-1] < value:
                smaller += stack.pop()
            stack.append((smaller or Decimal(1)) * value)
        else:
            stack.append(value)
        digits = token.kind == "d"
    return sum(stack, Decimal(0))


def _written(text: str, group: list[Token], base: str) -> Mention:
    """The mention for a group that has digits in it."""
    digits = next(token for token in group if token.kind == "d")
    start, end = group[0].start, group[-1].end
    scaled = len(group) > 1
    before = text[max(0, start - 14) : start]
    attached = _ATTACHED.search(before)
    extra: list[Reading] = []
    if scaled:
        found: list[Reading] = [(compose(group, one[0]),) for one in digits.readings if len(one) == 1]
        if group[0].kind == "s":  # a scale in front: it may belong to the word before
            rest = group[1:]
            found = [(group[0].value * digits.value,), (compose(rest),)]
        elif 1900 <= digits.value <= 2100 and group[1].value <= 1000 and group[1].start > digits.end:
            extra.append((digits.value,))  # "in 2020 hundreds of people"
    else:
        found = list(digits.readings)
        short = _SHORT_SCALE.match(text, end)
        if short and base not in {"th", "lo", "km", "my"}:
            extra.append((digits.value * _SHORT[short[1]],))
        extra += _in_context(text, before, end, digits, base)
    name = bool(attached and attached[1] not in _ORDINAL_PREFIXES)
    optional = OPTIONAL_NAME.search(text, max(0, start - 14), start) is not None
    every = tuple(dict.fromkeys([*found, *extra]))
    return Mention(Span(start, end), every, scaled=scaled, attached=name, optional=optional)


def _in_context(text: str, before: str, end: int, digits: Token, base: str) -> list[Reading]:
    """Further readings of unscaled digits, by what stands around them: hours, decades, Buddhist years."""
    value, found = digits.value, list[Reading]()
    if value != value.to_integral_value() or len(digits.readings[0]) > 1:
        return found
    year = _YEAR_BEFORE.search(before) if digits.end - digits.start == 2 else None
    if year:  # 2024-25
        found.append((Decimal(year[1]) * 100 + value,))
    if base == "zh" and value < 10 and _ZH_TENTHS.match(text, digits.start):
        found.append((value * 10,))
    if 12 < value <= 24 and (_HOUR_AFTER.match(text, end) or _HOUR_BEFORE.search(before)):
        found.append((value - 12,))
    if value <= 12 and _PM_AFTER.match(text, end):
        found.append((value + 12,))
    if digits.end - digits.start == 4 and value < 2400 and value % 100 < 60 and _CLOCK_AFTER.match(text, end):
        found += clock(int(value) // 100, [int(value) % 100])
    decade = digits.end - digits.start == 4 and value % 10 == 0 and 1000 <= value < 2100
    if decade and (_DECADE_AFTER.match(text, end) or _DECADE_BEFORE.search(before)):
        found.append((value % 100,) if value % 100 else (value // 100 + 1,))
    if base in _BUDDHIST and 2400 <= value <= 2620:
        found.append((value - 543,))
    return found


def _share_scale(text: str, mentions: list[Mention], groups: list[list[Token]]) -> list[Mention]:
    """``3到5万`` and "30 to 50 million": the first number may have the scale of the second."""
    shared = list(mentions)
    for i in range(len(mentions) - 1):
        this, following = mentions[i], mentions[i + 1]
        if this.scaled or not following.scaled or not (this.written and following.written):
            continue
        if not _RANGE_GAP.fullmatch(text[this.span.end : following.span.start]):
            continue
        scales = [token for token in groups[i + 1] if token.kind == "s"]
        if len(this.readings[0]) == 1 and scales:
            times = Decimal(1)
            for token in scales:
                times *= token.value
            shared[i] = replace(this, readings=(*this.readings, (this.value * times,)))
    return shared


def _goes_on(group: list[Token], following: list[Token], gap: str, base: str) -> bool:
    """Whether two numbers are one: ``1 แสน 2 หมื่น``, "5 juta 300 ribu" (a smaller scale after a larger)."""
    if group[-1].kind != "s" or following[0].kind != "d" or following[-1].kind != "s" or group[0].kind == "s":
        return False
    return following[-1].value < group[-1].value and bool(_gap(base).fullmatch(gap))


def grouped(text: str, base: str) -> list[list[Token]]:
    """The numbers of a prepared text, each by its pieces: digits, number words, counting words."""
    merged: list[list[Token]] = []
    for group in _simple_groups(text, base):
        if merged and _goes_on(merged[-1], group, text[merged[-1][-1].end : group[0].start], base):
            merged[-1] += group
        else:
            merged.append(group)
    return merged


def _simple_groups(text: str, base: str) -> list[list[Token]]:
    groups: list[list[Token]] = []
    for token in tokens(text, base):
        if groups and _joins(groups[-1], token, text[groups[-1][-1].end : token.start], base):
            groups[-1].append(token)
        else:
            groups.append([token])
    return _without_years(text, groups) if base == "vi" else groups


def _without_years(text: str, groups: list[list[Token]]) -> list[list[Token]]:
    """Vietnamese groups with *năm*, five or year, parted from the number before it: two million years."""
    parted: list[list[Token]] = []
    for group in groups:
        last = group[-1]
        if len(group) > 1 and text[last.start : last.end] == "năm" and not text[group[-2].end : last.start].strip():
            parted += [group[:-1], [last]]
        else:
            parted.append(group)
    return parted


def _in_centuries(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions of a Chinese text where 20 and 60 of 20世纪60年代 may both be met by 1960."""
    found = list(_ZH_CENTURY.finditer(text))
    if not found:
        return mentions
    shared = list(mentions)
    for match in found:
        year = (int(match[1]) - 1) * 100 + int(match[2] or 0)
        more = ((Decimal(year),),) + (((Decimal(match[2]),),) if match[2] else ())
        for n, m in enumerate(shared):
            if m.written and match.start() <= m.span.start < match.end():
                shared[n] = replace(m, readings=tuple(dict.fromkeys((*m.readings, *more))))
    return shared


def _loose_values(raw: str, text: str, base: str, mentions: list[Mention]) -> set[Decimal]:
    """Values that a text offers without a number of its own: months, Roman numerals, halves, centuries."""
    loose: set[Decimal] = set()
    months = month_names(base)
    if months is not None:
        loose.update(Decimal(MONTHS[base][match[0]]) for match in months.finditer(text))
    if base == "zh":
        for match in _ZH_CENTURY.finditer(text):
            century = (int(match[1]) - 1) * 100
            loose.update((Decimal(century), Decimal(century + int(match[2] or 0))))
        for match in _ZH_TENTHS.finditer(text):
            loose.add(Decimal(ZH_DIGITS.get(match[1]) or match[1]) * 10)
    elif LEXICONS[base].words:
        for match in _ROMAN.finditer(raw) if _ROMAN_HINT.search(raw) else ():
            tens, rest = match[1], match[2]
            ones = {"IX": 9, "IV": 4}.get(rest, (5 if rest[:1] == "V" else 0) + rest.count("I"))
            loose.add(Decimal(10 * len(tens) + ones))
    for mention in mentions:
        if mention.written and 1000 < mention.value < 2100 and mention.value % 10 == 0:
            loose.add(mention.value // 100 + 1)
    return loose


def _shortened(group: list[Token], base: str) -> set[Decimal]:
    """三万五 is 35,000 in speech: a last digit right behind a scale counts tenths of it."""
    if base != "zh" or len(group) < 2 or (group[-1].kind, group[-2].kind) != ("u", "s"):
        return set()
    scale, last = group[-2], group[-1]
    near = scale.value >= 100 and scale.end == last.start and last.value < 10
    return {compose(group[:-1]) + last.value * scale.value / 10} if near else set()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a Chinese numeral of several characters is written in full, so that no part of it is a number by itself:
    十一 is 11, not 10 and 1; of 三四百 or 一百五 one cannot be sure. 十一 before a word for holidays is October 1."""
    word = text[start:end]
    return _ZH_WHOLE.fullmatch(word) is not None and not _ZH_HOLIDAY.match(text, start)


def prepared(raw: str) -> str:
    """``raw`` as it is read: ASCII digits, small letters, addresses and inline labels blanked; as long as before."""
    masked = "{" in raw or "@" in raw or "://" in raw or "www." in raw
    return plain_digits(_MASKED.sub(lambda match: " " * len(match[0]), raw) if masked else raw)


@lru_cache(maxsize=32)
def _large(base: str) -> re.Pattern[str]:
    scales = [word for word, value in LEXICONS[base].scales.items() if value >= 10**4]
    return re.compile(one_of(scales) if base != "zh" else "[万萬亿億]")


def has_large(text: str, base: str) -> bool:
    """Whether a prepared text has a counting word such as million, in whatever sense."""
    return _large(base if base in LEXICONS else "en").search(text) is not None


def numbers(raw: str, base: str, *, text: str | None = None) -> Numbers:
    """The numbers of ``raw``, a text in the language with the code ``base`` (without script).

    Web addresses and inline labels such as ``{1}`` are not read. An unknown language is read as English. ``text``
    is ``prepared(raw)`` where that is known.
    """
    if base not in LEXICONS:
        base = "en"
    text = prepared(raw) if text is None else text
    groups = grouped(text, base)
    mentions: list[Mention] = []
    pool: set[Decimal] = set()
    for group in groups:
        if any(token.kind == "d" for token in group):
            mentions.append(_written(text, group, base))
        else:
            if base != "zh" or not _whole(text, group[0].start, group[-1].end):
                pool.update(token.value for token in group)
                pool |= _shortened(group, base)
            if base == "zh" and len(group) == 1 and group[0].end - group[0].start > 1:
                pool.update(Decimal(ZH_DIGITS[c]) for c in text[group[0].start : group[0].end])
            mentions.append(Mention(Span(group[0].start, group[-1].end), ((compose(group),),), written=False))
    mentions = _share_scale(text, mentions, groups)
    if base == "zh":
        mentions = _in_centuries(text, mentions)
    pool.update(value for mention in mentions for reading in mention.readings for value in reading)
    pool |= _loose_values(raw, text, base, mentions)
    if any(word in text for word in LEXICONS[base].half):
        pool |= {value + _HALF for value in pool} | {value * _HALF for value in pool if value >= 100}
        pool |= {_HALF, Decimal(50)}
    return Numbers(tuple(mentions), frozenset(pool), text)
