"""N07: amounts of money whose currency changed or was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.check.numbers.currencies import ALSO, CURRENCY_NAMES, PLACES, SHOWN, SIGNS
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import Mention, Numbers
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["NAME_FIRST", "ahead_of", "behind", "check_money", "is_currency"]

NAME_FIRST = frozenset({"my", "ta", "tet"})  # languages that put the name of the currency before the number
_ZH_FIRST = (("CNY", "人民[币幣]"), ("USD", "美金"), ("HKD", "港币|港幣"), ("TWD", "新台币|新臺幣"))
_BLANKS = " \u00a0\u200b:(（"
_LAST = re.compile(r"[^\s\d(（,，、;；]{1,4}$")
_GAP_AFTER = {
    "en": "[ \u00a0-]?(?:of )?",
    "zh": "[ \u00a0]?[多余餘]?[ \u00a0]?",
    "ta": "[\u0b80-\u0bff]{0,6}[ \u00a0-]?",  # what is left of the word for million
    "pt": "[ \u00a0-]?(?:de )?",
    "tet": "[ \u00a0-]?(?:de )?",
    "fil": "[ \u00a0-]?(?:na |ng )?",
}
_WINDOW = 24
_YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its currency: a code of ``currencies``, with ?, + or * where it is not exact."""

    number: Mention
    code: str
    span: Span


def _letters(base: str) -> str:
    return "[^\\W\\d_]" if base not in LEXICONS or LEXICONS[base].words else "[a-z]"


def _alternatives(entries: Sequence[tuple[str, str]], letters: str) -> str:
    """A group for the names of each entry, each beginning and ending at the bounds of a word."""
    groups = "|".join(f"({names})" for _, names in entries)
    return f"(?:(?<!{letters})|(?!{letters}))(?:{groups})(?:(?<!{letters})|(?!{letters}))"


@lru_cache(maxsize=32)
def _after(base: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What matches a currency behind a number, with the code for each of its groups."""
    signs: dict[str, list[str]] = {}
    for sign, code in SIGNS.items():
        signs.setdefault(code, []).append(re.escape(sign))
    entries = (*CURRENCY_NAMES[base], *((code, "|".join(sorted(group, reverse=True))) for code, group in signs.items()))
    gap = _GAP_AFTER.get(base, "[ \u00a0\u200b-]?")
    return re.compile(gap + _alternatives(entries, _letters(base))), tuple(code for code, _ in entries)


@lru_cache(maxsize=32)
def _before(base: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What finds the name of a currency at the end of the text before a number."""
    entries = CURRENCY_NAMES[base] if base in NAME_FIRST else _ZH_FIRST
    return re.compile(f"{_alternatives(entries, _letters(base))}$"), tuple(code for code, _ in entries)


def _ahead(text: str, start: int, base: str) -> tuple[str, int] | None:
    """The code of the sign or name that ends before a number, and where it begins."""
    before = text[max(0, start - _WINDOW) : start].rstrip(_BLANKS)
    last = _LAST.search(before)
    if last is None:
        return None
    offset = max(0, start - _WINDOW)
    for sign in (last[0][n:] for n in range(len(last[0]))):
        alone = len(sign) == len(last[0]) or not (sign[0].isalpha() and last[0][-len(sign) - 1].isalpha())
        if sign in SIGNS and alone:
            return SIGNS[sign], offset + len(before) - len(sign)
    if base in NAME_FIRST or base == "zh":
        pattern, codes = _before(base)
        named = pattern.search(before)
        if named:
            return codes[(named.lastindex or 1) - 1], offset + named.start()
    return None


def behind(text: str, end: int, base: str) -> tuple[str, Span] | None:
    """The code of the currency named behind a number that ends at ``end``, and where; a linking word may part them."""
    pattern, codes = _after(base)
    match = pattern.match(text, end)
    return (codes[(match.lastindex or 1) - 1], Span(*match.span(match.lastindex or 1))) if match else None


def ahead_of(text: str, start: int, base: str) -> tuple[str, Span] | None:
    """The code of the currency named before a number that begins at ``start``, and where."""
    found = _ahead(text, start, base)
    if found is None:
        return None
    return found[0], Span(found[1], len(text[:start].rstrip(_BLANKS)))


def _shaky(number: Mention, code: str) -> bool:
    """Whether the word behind the number is more likely no currency (5 pounds of rice, in 1998 won)."""
    year = not number.scaled and _YEARS[0] <= number.value <= _YEARS[1]
    return code.endswith("*") and not number.scaled and (number.value < 100 or year)


def _amounts(of: Numbers, base: str) -> list[_Amount]:
    """The numbers of a text that have a currency right before or after them."""
    pattern, codes = _after(base)
    text, found = of.text, list[_Amount]()
    for number in of.mentions:
        start, end = number.span.start, number.span.end
        behind, ahead = pattern.match(text, end), _ahead(text, start, base) if start else None
        here = [codes[(behind.lastindex or 1) - 1]] if behind else []
        here += [ahead[0]] if ahead else []
        if not here:
            continue
        code = min(here, key=lambda code: not code.isalpha())  # $45 million AUD: the exact one
        if not _shaky(number, code):
            span = Span(ahead[1] if ahead else start, behind.end() if behind else end)
            found.append(_Amount(number, code, span))
    return found


def is_currency(words: str, base: str) -> bool:
    """Whether ``words`` are the name or sign of a currency, and nothing more."""
    said = words.strip().lower()
    return said in SIGNS or any(re.fullmatch(names, said) for _, names in CURRENCY_NAMES.get(base, ()))


def _means(code: str) -> frozenset[str]:
    return ALSO.get(code) or frozenset({code.rstrip("?+*")})


def _alike(one: str, other: str, places: str) -> bool:
    """Whether two codes may be one currency: the likeliest of one is among the meanings of the other.

    The second meaning of both counts where the place of that currency is named in ``places``, the texts.
    """
    if one[:3] in _means(other) or other[:3] in _means(one):
        return True
    both = (_means(one) & _means(other)) & PLACES.keys()
    return any(re.search(PLACES[code], places) for code in both)


@lru_cache(maxsize=256)
def _family(base: str, code: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What finds the currency ``code`` and all that share a name with it, so that the longest name counts."""
    akin = {code, *(one for group in ALSO.values() if code in group for one in group)}
    own = [entry for entry in CURRENCY_NAMES[base] if entry[0][:3] in akin]
    own += [entry for entry in CURRENCY_NAMES["en"] if entry[0][:3] in akin and base != "en"]
    signs = [(c, re.escape(sign)) for sign, c in SIGNS.items() if c[:3] in akin]
    entries = [*own, *sorted(signs, key=lambda entry: -len(entry[1]))]
    return re.compile(_alternatives(entries, _letters(base))), tuple(code for code, _ in entries)


def _named(amount: _Amount, target: Numbers, base: str, places: str) -> bool:
    """Whether the currency of ``amount`` is named anywhere in the target."""
    pattern, codes = _family(base, amount.code[:3])
    return any(
        _alike(amount.code, codes[(match.lastindex or 1) - 1], places) for match in pattern.finditer(target.text)
    )


def _same_value(one: Mention, other: Mention) -> bool:
    return any(reading in other.readings for reading in one.readings)


def _show(code: str) -> str:
    return SHOWN.get(code[:3], code[:3])


def check_money(source: Numbers, target: Numbers, bases: tuple[str, str], texts: tuple[str, str]) -> Iterator[Issue]:
    """N07 for each amount of the source that has another currency in the target, or none there.

    ``bases`` and ``texts`` are the languages and the raw texts of both sides. Amounts may stand beside their
    conversion: only the currency of the source's own numbers is asked for.
    """
    if bases[0] not in CURRENCY_NAMES or bases[1] not in CURRENCY_NAMES:
        return
    wanted = _amounts(source, bases[0]) if source.mentions else []
    if not wanted:
        return
    got = _amounts(target, bases[1])
    places = source.text + target.text
    said: set[str] = set()
    for amount in wanted:
        if amount.code in said:
            continue
        issue = _judged(amount, wanted, got, target, bases[1], places, texts)
        if issue is not None:
            said.add(amount.code)
            yield issue


def _judged(
    amount: _Amount, wanted: Sequence[_Amount], got: Sequence[_Amount], target: Numbers, base: str,
    places: str, texts: tuple[str, str],
) -> Issue | None:  # fmt: skip
    """What is wrong with the currency of one amount of the source."""
    same = [other for other in got if _same_value(amount.number, other.number)]
    if any(_alike(amount.code, other.code, places) for other in same):
        return None
    bare = [
        m for m in target.mentions
        if _same_value(amount.number, m) and all(m.span != other.number.span for other in same)
    ]  # fmt: skip
    quoted = f"source has {amount.span.of(texts[0]).strip()} ({_show(amount.code)})"
    if same and not bare:
        other = same[0]
        return Issue(
            "N07", Severity.ERROR, f"{quoted}, target has {other.span.of(texts[1]).strip()} ({_show(other.code)})",
            amount.span, other.span,
        )  # fmt: skip
    if _named(amount, target, base, places):
        return None
    strange = [o for o in got if not any(_alike(o.code, one.code, places) for one in wanted)]
    if strange:
        other = strange[0]
        return Issue(
            "N07", Severity.ERROR if other in same else Severity.WARNING,
            f"{quoted}, target has {other.span.of(texts[1]).strip()} ({_show(other.code)})", amount.span, other.span,
        )  # fmt: skip
    if bare and amount.number.written and not amount.code.endswith("*"):
        place = bare[0].span
        return Issue(
            "N07", Severity.WARNING, f"{quoted}, target has {place.of(texts[1])} and names no currency",
            amount.span, place,
        )  # fmt: skip
    return None
