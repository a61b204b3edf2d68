"""Comparing the numbers of a source and its translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from mtkit.check.interface import Sample
from mtkit.check.numbers.dates import Reading, check_dates
from mtkit.check.numbers.fulldates import check_calendar, check_days, check_era
from mtkit.check.numbers.money import check_money
from mtkit.check.numbers.parse import NUMBERED_NAME, Mention, Numbers, has_large, numbers
from mtkit.check.numbers.shares import check_shares
from mtkit.unit import Issue, Severity

__all__ = ["check_numbers"]

_IN_NAMES = frozenset({Decimal(2), Decimal(19), Decimal(2019)})  # SARS-CoV-2, COVID-19
_TENFOLD = frozenset(Decimal(10) ** n for n in range(-12, 13) if n)


def _show(value: Decimal) -> str:
    """A value for an editor: thousands parted by blanks."""
    return f"{value.normalize():,f}".replace(",", " ")


def _quote(mention: Mention, text: str) -> str:
    word = mention.span.of(text)
    shown = _show(mention.value)
    return word if shown.replace(" ", "") == word or len(mention.readings[0]) > 1 else f"{word} ({shown})"


def _weight(mention: Mention) -> int:
    """How sure one can be that the number must be there: 2 for two digits or a scale, 1 for one digit, 0 for a word."""
    if not mention.written:
        return 0
    return 2 if mention.scaled or len(mention.readings[0]) > 1 or mention.value >= 10 or mention.value % 1 else 1


def _tenfold(one: Mention, other: Mention) -> bool:
    if len(one.readings[0]) > 1 or len(other.readings[0]) > 1:
        return False
    a, b = one.value, other.value
    return bool(a and b) and (a / b) in _TENFOLD


def _closeness(one: Mention, other: Mention) -> tuple[int, int]:
    """Small for numbers that look alike: the sort key by which the missing is paired with the new."""
    a, b = str(one.value), str(other.value)
    return (0 if _tenfold(one, other) else 1, abs(len(a) - len(b)) + sum(x != y for x, y in zip(a, b, strict=False)))


def _paired(missing: list[Mention], extra: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Each missing number with the likeliest one that stands in its place; the lists are emptied of them."""
    order = sorted((_closeness(m, e), i, j) for i, m in enumerate(missing) for j, e in enumerate(extra))
    used_m: set[int] = set()
    used_e: set[int] = set()
    pairs: list[tuple[Mention, Mention]] = []
    for _, i, j in order:
        if i not in used_m and j not in used_e:
            used_m.add(i)
            used_e.add(j)
            pairs.append((missing[i], extra[j]))
    missing[:] = [m for i, m in enumerate(missing) if i not in used_m]
    extra[:] = [e for j, e in enumerate(extra) if j not in used_e]
    return pairs


def _unmet(of: Numbers, by: Numbers, text: str) -> list[Mention]:
    """The written numbers of ``of`` that ``text``, whose numbers are ``by``, does not have."""
    unmet = [m for m in of.mentions if m.written and not m.met_by(by.pool)]
    return [m for m in unmet if not m.optional or m.value not in _IN_NAMES or NUMBERED_NAME.search(text)]


def _fewer(source: Numbers, target: Numbers) -> list[Mention]:
    """Numbers of two digits or more that the target has, but not as often as the source: the last mention of each."""
    written = [m for m in source.mentions if m.written and _weight(m) == 2 and len(m.readings) == 1]
    if len({m.value for m in written}) == len(written):
        return []
    have = Counter(value for m in target.mentions for value in {v for reading in m.readings for v in reading})
    often = Counter(m.value for m in written)
    last = {m.value: m for m in written}
    return [last[value] for value, n in often.items() if n > have[value] > 0]


def check_numbers(sample: Sample) -> Iterator[Issue]:
    """N01 another number in the place of one, N02 off by a power of ten, N03 missing, N04 new, N07 money, N08 percent.

    N05, N06, N09 and N10 are dates.
    """
    if not sample.target.strip():
        return
    right = Reading.of(sample.target, sample.target_lang)
    if sample.source is None or sample.source_lang is None:
        yield from check_calendar(right, None)
        return
    left = Reading.of(sample.source, sample.source_lang)
    dates = list(check_dates(left, right))
    yield from dates
    yield from check_calendar(right, left)
    if not (left.digits or right.digits or has_large(left.text, left.base)):
        return  # numbers in words alone are not compared
    source, target = (numbers(side.raw, side.base, text=side.text) for side in (left, right))
    said = list(_compared(source, target, (left.raw, right.raw)))
    yield from said
    if source.mentions and target.mentions:
        bases, texts = (left.base, right.base), (left.raw, right.raw)
        yield from check_money(source, target, bases, texts)
        yield from check_shares(source, target, bases, texts)
        wrong = list(check_days(source, target, bases, [*dates, *said]))
        yield from wrong
        for issue in check_era(source, target, bases, texts):
            if not any(issue.target and other.target and other.target.overlaps(issue.target) for other in wrong):
                yield issue


def _compared(source: Numbers, target: Numbers, texts: tuple[str, str]) -> Iterator[Issue]:
    """N01 to N04."""
    if not (source.mentions or target.mentions):
        return
    missing, extra = _unmet(source, target, texts[1]), _unmet(target, source, texts[0])
    for m in _fewer(source, target):
        yield Issue(
            "N03",
            Severity.INFO,
            f"source has {_quote(m, texts[0])} more often than the target",
            source=m.span,
        )
    for m, e in _paired(missing, extra):
        tenfold = _tenfold(m, e)
        sure = max(_weight(m), _weight(e)) == 2 and not (m.attached or e.attached)
        yield Issue(
            "N02" if tenfold else "N01",
            Severity.ERROR if sure else Severity.WARNING,
            f"source has {_quote(m, texts[0])}, target has {_quote(e, texts[1])}"
            + (": off by a power of ten" if tenfold else ""),
            m.span,
            e.span,
        )
    for m in missing:
        yield Issue(
            "N03",
            Severity.WARNING if _weight(m) == 2 and not m.attached else Severity.INFO,
            f"source has {_quote(m, texts[0])}, target does not",
            source=m.span,
        )
    for e in extra:
        yield Issue(
            "N04",
            Severity.WARNING if _weight(e) == 2 and not e.attached else Severity.INFO,
            f"target has {_quote(e, texts[1])}, source does not",
            target=e.span,
        )
