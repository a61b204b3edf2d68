"""What a format reports no loss of comes back the same; what it reports is all that differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import GlossaryError
from mtkit.glossary import Article, Case, Concept, Status, Term
from mtkit.glossary.compare import compare
from mtkit.glossary.exchange import FORMATS, losses
from mtkit.glossary.files import checked, loads
from mtkit.lang import Pair

DAY = date(2026, 11, 23)
PAIR = Pair("zh", "vi")
WORDS = st.sampled_from(
    ["中国—东盟中心", "东盟", "Trung tâm ASEAN", "ศูนย์อาเซียน-จีน", "=1+1", "'=x", "@ASEAN", "a<b>&amp;c", '"quoted"',
     "#no",
     "mtkit:case=any", "အာဆီယံ", "A; B", "_x000D_", "]]>", "1e5", "007", "TRUE", "2022-01-19", "அமைப்பு", "a,b"]
)  # fmt: skip
PROSE = st.one_of(st.just(""), WORDS, st.sampled_from(["one\ntwo", "tab\there", "line\r\nend", "mtkit:note=x", "’"]))
DATES = st.sampled_from([(None, None), (date(2020, 1, 1), None), (None, date(2019, 12, 31)), (date(2021, 5, 1), DAY)])


@st.composite
def terms(draw: st.DrawFn, concept: str) -> Term:
    first, last = draw(DATES)
    return Term(
        concept, draw(st.sampled_from(["zh", "vi", "th", "en", "zh-Hant"])), draw(WORDS), draw(st.sampled_from(Status)),
        draw(st.sampled_from(Case)), draw(st.sampled_from(Article)), draw(st.one_of(st.just(""), WORDS)),
        draw(st.one_of(st.just(""), WORDS)), draw(PROSE), draw(st.sampled_from(["", "high", "low"])), first, last,
        draw(st.one_of(st.just(""), WORDS)), draw(PROSE),
    )  # fmt: skip


@st.composite
def glossaries(draw: st.DrawFn) -> tuple[Concept, ...]:
    """Sound glossaries: drawn terms that break a rule between rows are left out."""
    made: list[Concept] = []
    for name in draw(st.lists(st.sampled_from(["acc", "10plus1", "a.b-c", "x_y"]), min_size=1, unique=True)):
        kept: list[Term] = []
        for term in draw(st.lists(terms(name), min_size=1, max_size=5)):
            try:
                checked([Concept(name, "body", (*kept, term))])
            except GlossaryError:
                continue
            kept.append(term)
        if kept:
            made.append(Concept(name, draw(st.sampled_from(["body", "phrase"])), tuple(kept), "", draw(PROSE)))
    return checked(made)


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "tbx", "tbx-2008"])
@settings(max_examples=40, deadline=None)
@given(book=glossaries())
def test_there_and_back_is_the_same_where_no_loss_is_told(name: str, book: tuple[Concept, ...]) -> None:
    form = FORMATS[name]
    if not book:
        return
    again = loads(form.read(form.write(book, None, DAY), "x", None), "x")
    lost = {loss.field for loss in losses(book, again)}
    assert (again == book) == (not lost)
    assert lost <= (
        {"order of rows"} if name.startswith("tbx") else {"note", "about", "authority"} if name == "xlsx" else set()
    )
    if name.startswith("tbx"):
        assert compare(book, again) == ()


@pytest.mark.parametrize("name", ["omegat", "weblate-csv", "weblate-tbx"])
@settings(max_examples=40, deadline=None)
@given(book=glossaries())
def test_formats_of_a_pair_add_nothing_and_tell_every_loss(name: str, book: tuple[Concept, ...]) -> None:
    form = FORMATS[name]
    data = form.write(book, PAIR, DAY)
    if name == "weblate-tbx" and b"<term>" not in data:
        return
    again = loads(form.read(data, "x", PAIR), "x")
    texts = {(term.lang, term.text) for concept in book for term in concept.terms}
    assert {(term.lang, term.text) for concept in again for term in concept.terms} <= texts
    assert bool(losses(book, again)) == (again != book)


@settings(max_examples=60, deadline=None)
@given(book=glossaries())
def test_a_glossary_differs_from_itself_in_nothing_and_from_a_changed_one_in_that(book: tuple[Concept, ...]) -> None:
    assert compare(book, book[::-1]) == ()
    if book:
        changed = (replace(book[0], note=book[0].note + "!"), *book[1:])
        assert [change.field for change in compare(book, changed)] == ["about"]
        assert [change.what for change in compare(book, book[1:])] == ["removed"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_rubbish_is_refused_in_one_line_or_read(name: str, data: bytes) -> None:
    try:
        FORMATS[name].read(data, "x", PAIR)
    except GlossaryError as error:
        assert "\n" not in str(error)
