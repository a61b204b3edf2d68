"""Invariant 2: restoring what was masked gives it back, and marks never collide with the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtkit.mask import Literal, Placed, find_literals, mask, restore
from mtkit.text import Span

MARKS = tuple(f"⟦{n}⟧" for n in range(24))

# the alphabet holds the characters of marks and braces, so that texts look like them
ALPHABET = [*"ab中东盟ไทยខ្មែរမြန် .,{}/⟦⟧01\n", "⟦1⟧", "⟦0⟧"]
texts = st.lists(st.sampled_from(ALPHABET), max_size=60).map("".join)


@st.composite
def placings(draw: st.DrawFn) -> tuple[str, tuple[Placed, ...]]:
    text = draw(texts)
    held = list(find_literals(text))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        span = Span(start, end)
        if not any(span.overlaps(place.span) for place in held):
            held.append(Placed(span, Literal(span.of(text))))
    return text, tuple(sorted(held, key=lambda p: p.span))


@given(placings())
def test_restore_of_mask_is_the_text(case: tuple[str, tuple[Placed, ...]]) -> None:
    text, placed = case
    masked = mask(text, placed, MARKS)
    assert len(masked.placed) == len(placed)
    restored = restore(masked, masked.text, "th", marks=MARKS)
    assert restored.text == text
    assert restored.complete


@given(placings())
def test_no_mark_is_given_out_that_the_text_keeps(case: tuple[str, tuple[Placed, ...]]) -> None:
    text, placed = case
    masked = mask(text, placed, MARKS)
    for mark in masked.marks:
        assert masked.text.count(mark) == 1
