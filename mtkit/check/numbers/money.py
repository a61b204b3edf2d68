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

__all__ = ["check_money"]

_SIGN_CODES = len([cell for line in SIGNS.strip().splitlines() for cell in line.split(";")])
_NAME_FIRST = frozenset({"my", "ta"})  # languages that put the name of the currency before the number
_ZH_FIRST = "人民币|美金|港币|港幣|新台币|新臺幣"
_GAP_BEFORE = "[ \u00a0\u200b.:(（]{0,2}$"
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


@dataclass(frozen=True, slots=True)
class _Finder:
    before: re.Pattern[str]
    before_codes: tuple[str, ...]
    after: re.Pattern[str]
    anywhere: re.Pattern[str]
    codes: tuple[str, ...]


def _alternatives(entries: Sequence[tuple[str, str]], letters: str) -> str:
    return "|".join(f"((?:(?<!{letters})(?={letters})|(?!{letters}))(?:{names}))" for _, names in entries)


@lru_cache(maxsize=32)
def _finder(base: str) -> _Finder:
    entries = CURRENCY_NAMES[base]
    letters = "[^\\W\\d_]" if LEXICONS[base].words else "[a-z]"
    end = f"(?:(?<!{letters})|(?!{letters}))"
    if base in _NAME_FIRST:
        first = entries
    elif base == "zh":
        kept = ((code, "|".join(set(names.split("|")) & set(_ZH_FIRST.split("|")))) for code, names in entries)
        first = (*(entry for entry in kept if entry[1]), *entries[-_SIGN_CODES:])
    else:
        first = entries[-_SIGN_CODES:]
    english = CURRENCY_NAMES["en"][:-_SIGN_CODES] if base != "en" else ()
    anywhere = _alternatives(entries, letters) + ("|" + _alternatives(english, "[a-z]") if english else "")
    gap = _GAP_AFTER.get(base, "[ \u00a0\u200b-]?")
    return _Finder(
        re.compile(f"(?:{_alternatives(first, letters)}){_GAP_BEFORE}"),
        tuple(code for code, _ in first),
        re.compile(f"{gap}(?:{_alternatives(entries, letters)}){end}"),
        re.compile(f"(?:{anywhere}){end}"),
        tuple(code for code, _ in (*entries, *english)),
    )


def _shaky(number: Mention, code: str) -> bool:
    """Whether the word behind the number is more likely no currency (5 pounds of rice, in 1998 won)."""
    year = not number.scaled and _YEARS[0] <= number.value <= _YEARS[1]
    return code.endswith("*") and not number.scaled and (number.value < 100 or year)


def _amounts(of: Numbers, base: str) -> list[_Amount]:
    """The numbers of a text that have a currency right before or after them."""
    finder, text, found = _finder(base), of.text, list[_Amount]()
    for number in of.mentions:
        start, end = number.span.start, number.span.end
        behind = finder.after.match(text, end)
        ahead = finder.before.search(text[max(0, start - _WINDOW) : start]) if start else None
        codes = [finder.codes[(behind.lastindex or 1) - 1]] if behind else []
        codes += [finder.before_codes[(ahead.lastindex or 1) - 1]] if ahead else []
        if not codes:
            continue
        code = min(codes, key=lambda code: not code.isalpha())  # $45 million AUD: the exact one
        if _shaky(number, code):
            continue
        first = start - len(ahead[0]) if ahead else start
        found.append(_Amount(number, code, Span(first, behind.end() if behind else end)))
    return found


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


def _anywhere(of: Numbers, base: str) -> set[str]:
    finder = _finder(base)
    return {finder.codes[(match.lastindex or 1) - 1] for match in finder.anywhere.finditer(of.text)}


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
    named = _anywhere(target, bases[1])
    places = source.text + target.text
    said: set[str] = set()
    for amount in wanted:
        if amount.code in said:
            continue
        issue = _judged(amount, wanted, got, named, target, places, texts)
        if issue is not None:
            said.add(amount.code)
            yield issue


def _judged(
    amount: _Amount, wanted: Sequence[_Amount], got: Sequence[_Amount], named: set[str], target: Numbers,
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
    if any(_alike(amount.code, code, places) for code in named):
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
