"""X: what can be seen only across units: one source with two translations, one translation for many sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtkit.check.interface import Sample
from mtkit.check.length import english_letters
from mtkit.text import Kind
from mtkit.unit import Issue, Severity

__all__ = ["check_across"]

_LABEL = re.compile(r"\{/?\d+/?\}")
_WHITE = re.compile(r"[\s\u200b\u2060]+")
_FINAL = ".。．។៕။｡॥।!！?？…,，;；:： \"'”’」』»"
_TITLES = frozenset({Kind.HEADLINE, Kind.STANDFIRST, Kind.CAPTION, Kind.CELL, Kind.ITEM, Kind.META, Kind.CUE})
_PASSED_OVER = frozenset({Kind.BYLINE, Kind.META})

_SHORT = 12.0  # English letters' worth under which a source may well mean several things
_SAYS_ENOUGH = 24.0  # and under which many sources may well have one translation: "He said:", "Thank you all."
_ALIKE = 0.5  # Dice coefficient of pairs of characters from which two sources may mean one thing
_MOST = 32  # different sources of one translation that are compared with each other


@dataclass(frozen=True, slots=True)
class _Said:
    """A sample, its place, and its texts as they are compared."""

    place: int
    sample: Sample
    source: str
    target: str

    @property
    def is_title(self) -> bool:
        return self.sample.kind in _TITLES


def check_across(samples: Sequence[Sample]) -> dict[int, list[Issue]]:
    """X01 and X02, by the place of the sample in ``samples``, which are of one direction.

    Case, white space, inline codes and final marks do not make texts different.
    """
    by_source: dict[str, list[_Said]] = {}
    by_target: dict[str, list[_Said]] = {}
    for place, sample in enumerate(samples):
        if sample.source is None or sample.kind in _PASSED_OVER:
            continue
        said = _Said(place, sample, _plain(sample.source), _plain(sample.target))
        if said.target and any(c.isalpha() for c in said.source):
            by_source.setdefault(said.source, []).append(said)
            by_target.setdefault(said.target, []).append(said)
    found: dict[int, list[Issue]] = {}
    for issues in (*map(_differing, by_source.values()), *map(_collapsed, by_target.values())):
        for place, issue in issues:
            found.setdefault(place, []).append(issue)
    return found


def _plain(text: str) -> str:
    """``text`` without inline codes, white space, case and the marks at its end."""
    return _WHITE.sub("", _LABEL.sub("", text)).casefold().rstrip(_FINAL)


def _differing(group: Sequence[_Said]) -> Iterator[tuple[int, Issue]]:
    """X01 for all but the commonest translation of one source; of several as common, the first stands."""
    counts = Counter(said.target for said in group)
    if len(counts) < 2:
        return
    usual, times = counts.most_common(1)[0]  # the first of equals: counters keep the order of arrival
    models = [said for said in group if said.target == usual]
    sample = group[0].sample
    short = sample.source_lang is None or english_letters(group[0].source, sample.source_lang.base) < _SHORT
    shown, where = _shown(models[0].sample.target), "elsewhere" if times == 1 else f"in {times} other places"
    for said in group:
        if said.target != usual:
            mild = short or all(said.is_title != model.is_title for model in models)
            message = f"the same source is “{shown}” {where}: one source, one translation"
            yield said.place, Issue("X01", Severity.INFO if mild else Severity.WARNING, message)


def _collapsed(group: Sequence[_Said]) -> Iterator[tuple[int, Issue]]:
    """X02 where clearly different sources have one translation: an error for three of them or more."""
    first = {said.source: said for said in reversed(group)}
    if len(first) < 2 or english_letters(group[0].target, group[0].sample.target_lang.base) < _SAYS_ENOUGH:
        return
    compared = list(first)[::-1][:_MOST]
    unlike = {one: [other for other in compared if _likeness(one, other) < _ALIKE] for one in first}
    grave = sum(bool(others) for others in unlike.values()) > 2
    for said in group:
        if unlike[said.source]:
            other = _shown(first[unlike[said.source][0]].sample.source or "")
            message = f"another source has the same translation: “{other}”"
            yield said.place, Issue("X02", Severity.ERROR if grave else Severity.WARNING, message)


def _likeness(one: str, other: str) -> float:
    """Dice coefficient of the pairs of neighbouring characters of two texts (Dice 1945); 1 for equal ones."""
    if one == other:
        return 1.0
    left, right = (Counter(pairwise(text)) for text in (one, other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _shown(text: str) -> str:
    """The beginning of ``text``, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
