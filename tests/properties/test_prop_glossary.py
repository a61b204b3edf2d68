"""Invariants of the glossary, whatever its terms and whatever the text."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import GlossaryError
from mtkit.glossary import Article, Case, Concept, Glossary, Status, Term
from mtkit.glossary.files import dump_csv, load_csv, read_csv
from mtkit.glossary.lint import lint
from mtkit.glossary.match import is_chinese
from mtkit.glossary.normal import fold

DAY = date(2024, 6, 21)
LANGS = ("en", "zh", "zh-Hant", "vi", "th", "km", "my", "lo", "ta", "id")

# few different letters, so that forms nest, touch and straddle
WORDS = st.sampled_from(
    ["ASEAN", "Asean", "China", "Centre", "the", "a", "中国", "中國", "东盟", "中心", "部", "外交", "长", "ไทย", "จีน",
     "เ", "ា", "ចិន", "្", "မြန်", "မာ", "ລາວ", "சீனா", "ஆசியான்", "்", "Vie\u0323\u0302t", "Việt", "’s",
     "-", "—", "–", " ", "\u200b", "\n", "\n\n", "'", "“", "=", "１", "nya", "é", "e\u0301"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=14).map("".join)
FORMS = st.lists(WORDS.filter(lambda word: "\n" not in word), min_size=1, max_size=4).map("".join)
DATES = st.sampled_from([None, None, date(2020, 1, 1), date(2024, 6, 20), date(2024, 6, 21), date(2024, 6, 22)])
PROSE = st.sampled_from(["", "asean.org", "=SUM(A1)", "'@x", 'a, "b"; c', "第一行\n第二行", "-"])


@st.composite
def terms(draw: st.DrawFn, concept: str) -> Term:
    first, last = draw(DATES), draw(DATES)
    if first and last and last < first:
        first, last = last, first
    return Term(
        concept,
        draw(st.sampled_from(LANGS)),
        draw(FORMS),
        draw(st.sampled_from(Status)),
        draw(st.sampled_from(Case)),
        draw(st.sampled_from(Article)),
        draw(st.just("") | FORMS),
        draw(st.just("") | FORMS),
        draw(PROSE),
        draw(st.sampled_from(["", "high", "medium", "low"])),
        first,
        last,
        draw(st.sampled_from(["", "vna"])),
        draw(PROSE),
    )


@st.composite
def books(draw: st.DrawFn) -> Glossary:
    concepts = []
    for name in draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1, max_size=3)):
        kind = draw(st.sampled_from(["body", "country", "title", "phrase"]))
        kept: list[Term] = []
        for term in draw(st.lists(terms(name), min_size=1, max_size=3)):
            try:
                Glossary.of([Concept(name, kind, (*kept, term))])
            except GlossaryError:
                continue
            kept.append(term)
        if kept:
            concepts.append(Concept(name, kind, tuple(kept), draw(st.sampled_from(["", "z"])), draw(PROSE)))
    return Glossary.of(concepts)


def key(text: str, lang: str) -> str:
    """A form as the index knows it: small letters, without the end that Tamil case endings replace."""
    return fold(text, chinese=is_chinese(lang)).lower.rstrip("\u0bcd\u0bc1" if lang == "ta" else "")


@settings(max_examples=50)
@given(books(), TEXTS, st.sampled_from(LANGS))
def test_hits_are_sorted_disjoint_and_spell_a_form_of_their_concept(book: Glossary, text: str, lang: str) -> None:
    hits = book.find(text, lang, day=DAY)
    for one, two in pairwise(hits):
        assert one.span.end <= two.span.start
    for hit in hits:
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert hit.term in hit.concept.terms
        assert hit.term.status is not Status.DERIVED
        spelled = key(hit.span.of(text), lang)
        assert spelled in {key(form, lang) for form in (hit.term.text, hit.term.abbreviation) if form}


@settings(max_examples=50)
@given(books(), TEXTS, st.sampled_from(LANGS), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(book: Glossary, text: str, lang: str, random) -> None:
    concepts = [Concept(c.id, c.kind, tuple(random.sample(c.terms, len(c.terms))), c.replaced_by, c.note) for c in book]
    random.shuffle(concepts)
    other = Glossary.of(concepts)
    assert other.digest == book.digest
    for one, two in zip(book.find(text, lang, day=DAY), other.find(text, lang, day=DAY), strict=True):
        assert (one.span, one.concept.id, one.term) == (two.span, two.concept.id, two.term)
    for one, two in zip(book.forbidden(text, lang, day=DAY), other.forbidden(text, lang, day=DAY), strict=True):
        assert (one.span, one.concept.id) == (two.span, two.concept.id)


@settings(max_examples=50)
@given(books(), TEXTS, st.sampled_from(LANGS))
def test_a_forbidden_form_never_lies_in_or_half_over_an_accepted_one(book: Glossary, text: str, lang: str) -> None:
    accepted = [hit.span for hits in book.accepted(text, lang, day=DAY).values() for hit in hits]
    for hit in book.forbidden(text, lang, day=DAY):
        assert hit.term.status is Status.FORBIDDEN
        for span in accepted:
            assert not span.overlaps(hit.span) or (hit.span.covers(span) and hit.span != span)


@settings(max_examples=50)
@given(books(), TEXTS, st.sampled_from(LANGS))
def test_occurrences_agree_with_the_one_pass_over_all(book: Glossary, text: str, lang: str) -> None:
    every = book.accepted(text, lang, day=DAY)
    for concept in book:
        hits = book.occurrences(text, lang, concept.id, day=DAY)
        assert hits == every.get(concept.id, ())
        assert all(hit.term.valid_on(DAY) and hit.term.status is not Status.FORBIDDEN for hit in hits)


@settings(max_examples=50)
@given(books())
def test_writing_and_reading_gives_the_same_glossary(book: Glossary) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "glossary.csv"
        dump_csv(book, path)
        assert load_csv(path) == book.concepts
        assert Glossary.load(path) == book
        assert lint(path, day=DAY) == lint(book, day=DAY)


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: ("concept,kind,lang,term,status\n" + text).encode())
)
def test_any_bytes_are_read_or_refused_in_one_line(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "glossary.csv"
        path.write_bytes(raw)
        try:
            Glossary.load(path)
        except GlossaryError as error:
            assert "\n" not in str(error)
            assert str(error).startswith(str(path))
        try:
            read_csv(path)
            lint(path, day=DAY)
        except GlossaryError as error:
            assert "\n" not in str(error)


@given(TEXTS, st.booleans())
def test_folding_maps_every_letter_back_in_order(text: str, chinese: bool) -> None:
    folded = fold(text, chinese=chinese)
    assert len(folded.exact) == len(folded.lower) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    # once folded, folding again changes nothing
    assert fold(folded.exact, chinese=chinese).exact == folded.exact
