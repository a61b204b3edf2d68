"""What holds of the counts whatever the names and their order."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.evaluate import Example, Scored, score_terms
from mtkit.glossary import Glossary
from mtkit.lang import Pair

BOOK = Glossary.bundled()
DAY = date(2026, 11, 1)
# every one with a form in all these languages, none inside another
IDS = ("asean", "un", "joint_stmt", "cn", "la", "vn", "kh", "mm", "my", "sg", "ph", "jp")
TARGETS = ("id", "vi", "th", "km", "lo", "my", "ta", "pt")
names = st.lists(st.sampled_from(IDS), min_size=1, max_size=7)


def written(ids: list[str], code: str) -> list[str]:
    return [term.text for name in ids if (term := BOOK[name].approved(code, DAY))]


def score(ids: list[str], forms: list[str], target: str) -> Scored:
    source = "、".join(written(ids, "zh"))
    return score_terms([Example("1", "1", source, " / ".join(forms))], Pair("zh", target), BOOK, day=DAY)


@settings(max_examples=60, deadline=None)
@given(names, st.sampled_from(TARGETS), st.randoms(use_true_random=False))
def test_a_perfect_reference_scores_all_in_any_order(ids, target, rng):
    forms = written(ids, target)
    rng.shuffle(forms)
    counts = score(ids, forms, target).counts
    assert counts.terms == len(ids)
    assert counts.surface_rate == counts.exclusive_rate == 100
    assert counts.doubled == counts.forbidden == 0


@settings(max_examples=60, deadline=None)
@given(names, st.sampled_from(TARGETS), st.data())
def test_dropping_one_occurrence_lowers_both_rates_by_one(ids, target, data):
    forms = written(ids, target)
    gone = data.draw(st.integers(0, len(ids) - 1))
    scored = score(ids, forms[:gone] + forms[gone + 1 :], target)
    assert scored.counts.surface == scored.counts.exclusive == len(ids) - 1
    assert [failure.concept for failure in scored.failures] == [ids[gone]]


@settings(max_examples=60, deadline=None)
@given(names, st.sampled_from(TARGETS), st.data())
def test_adding_one_occurrence_is_one_too_many(ids, target, data):
    forms = written(ids, target)
    counts = score(ids, [*forms, data.draw(st.sampled_from(forms))], target).counts
    assert (counts.exclusive, counts.doubled) == (len(ids), 1)


@settings(max_examples=60, deadline=None)
@given(names, names, st.sampled_from(TARGETS))
def test_exclusive_is_never_more_than_surface_nor_surface_than_terms(ids, others, target):
    counts = score(ids, written(others, target), target).counts
    assert counts.exclusive <= counts.surface <= counts.terms
