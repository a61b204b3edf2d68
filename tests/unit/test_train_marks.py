"""Marks in training pairs: each exactly once on both sides, in the place of what both sides share."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mtkit.train.marks import MARKS, Terms, draw, mark_pair, marks_in, same_marks, shared_strings

SHARED = ("ASEAN", "Xinhua", "https://example.org/a?b=1", "2026", "%1$s", "China Media Group", "46", "MIDI 2")
WORDS = st.sampled_from(("the", "delegates", "met", "in", "东盟", "开幕", "ประชุม", "và", "，", "“", "”", "။", *SHARED))


@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=14), st.integers(0, 2**31), st.integers(1, 12))
def test_marks_stand_exactly_once_on_both_sides(left, right, seed, limit):
    source, target = mark_pair(" ".join(left), "".join(right), Random(seed), limit=limit)
    assert same_marks(source, target)
    assert len(marks_in(source)) <= limit


@given(st.integers(0, 2**31))
def test_putting_the_forms_back_gives_the_pair_back(seed):
    source = "Xinhua and ASEAN signed in 2026, see https://example.org/a?b=1"
    target = "新华社Xinhua与ASEAN于2026年签署，见https://example.org/a?b=1"
    one, two = mark_pair(source, target, Random(seed))
    marks = marks_in(one)
    forms = re.fullmatch(re.sub("⟦[0-9]+⟧", "(.+)", re.escape(one)), source).groups()
    for mark, form in zip(marks, forms, strict=True):
        two = two.replace(mark, form)
    assert marks
    assert two == target


def test_a_term_is_found_by_its_two_forms():
    rng = Random(3)
    source, target = mark_pair(
        "The Mekong River Commission met.",
        "湄公河委员会开会。",
        rng,
        terms=[("Mekong River Commission", "湄公河委员会")],
    )
    (mark,) = marks_in(source)
    assert source == f"The {mark} met."
    assert target == f"{mark}开会。"


def test_a_name_inside_a_longer_word_or_twice_in_a_sentence_is_left_alone():
    assert shared_strings("see Laos now", "xem Laosian") == []
    assert shared_strings("Then ASEAN met ASEAN", "ASEAN") == []
    assert shared_strings("in 2026 and 20", "năm 2026 và 20") == [("2026", "2026")]


def test_a_pair_with_uneven_marks_is_left_alone():
    pair = ("⟦1⟧ met ASEAN", "ASEAN họp")
    assert mark_pair(*pair, Random(0)) == pair


def test_drawn_marks_are_different_and_free():
    taken = MARKS[:20]
    assert sorted(draw(Random(1), 9, taken=taken)) == sorted(MARKS[20:])
    assert len({tuple(draw(Random(seed), 3)) for seed in range(20)}) > 10


def test_terms_are_found_by_their_source_form_from_the_start_of_a_word():
    terms = Terms([("port", "港口"), ("port", "口岸"), ("the port", "港"), ("市场", "market"), ("x" * 50, "y")])
    assert terms.near("A port in the port city") == [("port", "港口"), ("port", "口岸"), ("the port", "港")]
    assert terms.near("Transport and airports") == []
    assert terms.near("新市场开张") == [("市场", "market")]
    assert terms.near("x" * 50) == []


@given(st.lists(st.tuples(st.sampled_from(["港口", "market", "ตลาด", "a", "ab"]), WORDS), max_size=6), WORDS, WORDS)
def test_every_term_found_stands_in_the_text(pairs, one, two):
    text = f"{one} market{two} ตลาด港口 ab"
    assert all(form in text for form, _ in Terms(pairs).near(text))
