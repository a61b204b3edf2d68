"""What of a translation no layout should part: official names, and numbers with their counting words."""

from __future__ import annotations

from collections.abc import Iterable

from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.sums import sums
from mtkit.lang import lang
from mtkit.unit import Unit

__all__ = ["unbroken"]


def unbroken(units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    """For each translated unit that has any, by its segment's id: the forms of its names, and its sums."""
    kept: dict[str, tuple[str, ...]] = {}
    for unit in units:
        if not unit.target:
            continue
        names = dict.fromkeys(use.target for use in unit.terms if use.target)
        found = sums(plain_digits(unit.target), lang(unit.pair.target).base)
        if words := (*names, *(one.span.of(unit.target) for one in found)):
            kept[unit.segment.id] = words
    return kept
