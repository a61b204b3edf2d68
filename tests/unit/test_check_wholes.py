"""What a layout keeps together: names and sums of translated units."""

from __future__ import annotations

from mtkit.check.wholes import unbroken
from mtkit.lang import Pair
from mtkit.text import Segment, Span
from mtkit.unit import TermUse, Unit


def unit(name: str, target: str, *names: str) -> Unit:
    segment = Segment(name, Span(0, 2), "原文", "原文")
    terms = tuple(TermUse(form, "名", form) for form in names)
    return Unit(segment, Pair("zh", "en"), target, terms=terms)


def test_names_and_sums_of_translated_units_are_kept() -> None:
    units = [
        unit("a", "ASEAN trade reached 982.3 billion dollars in 2024.", "ASEAN"),
        unit("b", "Nothing here in 2024."),
        unit("c", "", "ASEAN"),
    ]
    assert unbroken(units) == {"a": ("ASEAN", "982.3 billion")}
