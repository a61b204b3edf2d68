"""Names and negation: never an exception, spans inside the texts, silence where the names are equal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.check import Sample
from mtkit.check.names import check_names, check_people
from mtkit.check.negation import check_negation
from mtkit.lang import LANGUAGES, lang
from mtkit.text import Span

_PIECES = st.sampled_from(
    [
        "Du Zhanyuan", "Du Zhanyaun", "局长杜占元出席", "马克龙总统说，", "AMRO", "RCEPs", "São Paulo", "Sao",
        "Nguyễn Thị", "Mr. Reid's", "not", "n't", "没有", "不仅", "không", "ไม่",
        "မရှိ", "இல்லை", "la'ós", "tidak", "·", "、", "“",
        " ", ". ", "İ", "ß", "\u0301", "{1}",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=40), st.lists(_PIECES, max_size=10).map("".join), st.lists(_PIECES, max_size=8).map(" ".join)
)
_CODES = st.sampled_from(sorted(LANGUAGES))


def _inside(span: Span | None, text: str) -> bool:
    return span is None or 0 <= span.start < span.end <= len(text)


@given(_TEXTS, _TEXTS, _CODES, _CODES)
@settings(max_examples=150, deadline=None)
def test_any_texts_give_findings_inside_them(source: str, target: str, before: str, after: str) -> None:
    sample = Sample(target, lang(after), source, lang(before))
    for issue in (*check_names(sample), *check_negation(sample)):
        assert issue.code in {"E01", "E02", "E04", "G01", "G02"}
        assert issue.message
        assert _inside(issue.source, source)
        assert _inside(issue.target, target)


@given(_TEXTS, _CODES, _CODES)
@settings(max_examples=80, deadline=None)
def test_a_target_with_all_that_the_source_has_loses_no_name(text: str, before: str, after: str) -> None:
    assert list(check_names(Sample(text, lang(after), text, lang(before)))) == []
    if before == after:
        assert list(check_negation(Sample(text, lang(after), text, lang(before)))) == []


@given(st.lists(st.tuples(_TEXTS, _TEXTS), max_size=5), _CODES, _CODES)
@settings(max_examples=60, deadline=None)
def test_people_are_told_by_place(texts: list[tuple[str, str]], before: str, after: str) -> None:
    samples = [Sample(target, lang(after), source, lang(before)) for source, target in texts]
    for place, issues in check_people(samples).items():
        assert 0 <= place < len(samples)
        assert all(issue.code == "E03" and _inside(issue.target, samples[place].target) for issue in issues)
