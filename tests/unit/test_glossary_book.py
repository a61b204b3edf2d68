"""The glossary as a whole: forbidden forms, occurrences, ambiguity, digest."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.errors import UnknownLanguageError
from mtkit.glossary import Case, Concept, Glossary, Status, Term

DAY = date(2024, 6, 21)


def concept(name: str, kind: str, *terms: tuple[str, str, Status], case: Case = Case.SENTENCE) -> Concept:
    return Concept(name, kind, tuple(Term(name, lang, text, status, case) for lang, text, status in terms))


OK, ALSO, BAD = Status.APPROVED, Status.ADMITTED, Status.FORBIDDEN
ACC = concept(
    "acc", "body", ("en", "ASEAN-China Centre", OK), ("en", "China-ASEAN Center", BAD), ("zh", "中国—东盟中心", OK)
)
CN = concept("cn", "country", ("en", "China", OK), ("zh", "中国", OK))
ASEAN = concept("asean", "abbr", ("en", "ASEAN", OK), ("en", "Asean", BAD), ("zh", "东盟", OK), case=Case.ANY)
BOOK = Glossary.of([ACC, CN, ASEAN], name="small")


def forbidden(text: str, glossary: Glossary = BOOK, **options: object) -> list[str]:
    return [hit.span.of(text) for hit in glossary.forbidden(text, "en", day=DAY, **options)]  # type: ignore[arg-type]


def test_wrong_names_in_a_source_mean_their_concept() -> None:
    text = "It was organized by the China-ASEAN Center."
    (hit,) = BOOK.find(text, "en", day=DAY)
    assert (hit.span.of(text), hit.concept.id, hit.term.status) == ("China-ASEAN Center", "acc", Status.FORBIDDEN)
    approved = hit.concept.approved("zh", DAY)
    assert approved is not None
    assert approved.text == "中国—东盟中心"


def test_a_forbidden_form_that_holds_right_ones_is_found() -> None:
    assert forbidden("the China-ASEAN Center in China") == ["China-ASEAN Center"]


def test_a_form_forbidden_for_its_capitals_is_found_only_so() -> None:
    assert forbidden("Asean and ASEAN, ASEAN and Asean’s; asean") == ["Asean", "Asean"]


def test_a_forbidden_form_inside_a_right_one_is_left_alone() -> None:
    glossary = Glossary.of(
        [
            concept("a", "body", ("en", "Information Department", BAD), ("en", "Press Department", OK)),
            concept("b", "body", ("en", "Information Department of Guangxi", OK)),
        ]
    )
    text = "the Information Department of Guangxi and the Information Department"
    hits = glossary.forbidden(text, "en", day=DAY)
    assert [(hit.span.start, hit.concept.id) for hit in hits] == [(text.rindex("Information"), "a")]


def test_a_forbidden_form_half_over_a_right_one_is_left_alone() -> None:
    glossary = Glossary.of(
        [
            concept("a", "body", ("en", "Asia Department", BAD), ("en", "Department of Asian Affairs", OK)),
            concept("b", "body", ("en", "Department of Education", OK)),
        ]
    )
    assert forbidden("the Asia Department of Education", glossary) == []
    assert forbidden("the Asia Department", glossary) == ["Asia Department"]


def test_the_search_can_be_limited_to_concepts() -> None:
    text = "Asean and the China-ASEAN Center"
    assert forbidden(text, concepts=["acc"]) == ["China-ASEAN Center"]
    assert forbidden(text, concepts=[]) == []


def test_an_old_name_is_right_until_its_last_day() -> None:
    terms = (
        Term("cicg", "en", "China International Publishing Group", valid_to=date(2022, 1, 18)),
        Term("cicg", "en", "China International Communications Group", valid_from=date(2022, 1, 19)),
        Term("cicg", "en", "China International Publishing Group", BAD, valid_from=date(2022, 1, 19)),
    )
    glossary = Glossary.of([Concept("cicg", "body", terms)])
    text = "the China International Publishing Group"
    for day, wrong, right in [(date(2022, 1, 18), 0, 1), (date(2022, 1, 19), 1, 0)]:
        assert len(glossary.forbidden(text, "en", day=day)) == wrong
        assert len(glossary.occurrences(text, "en", "cicg", day=day)) == right
        assert [hit.concept.id for hit in glossary.find(text, "en", day=day)] == ["cicg"]


def test_a_shorter_name_inside_a_longer_one_does_not_count() -> None:
    text = "the ASEAN-China Centre and ASEAN"
    assert [hit.span.start for hit in BOOK.occurrences(text, "en", "asean", day=DAY)] == [text.rindex("ASEAN")]


def test_a_longer_name_that_the_source_lacks_hides_none() -> None:
    text = "the ASEAN-China Centre"
    assert BOOK.occurrences(text, "en", "asean", day=DAY) == ()
    (hit,) = BOOK.occurrences(text, "en", "asean", day=DAY, among=["cn"])
    assert hit.span.of(text) == "ASEAN"
    assert sorted(BOOK.accepted(text, "en", day=DAY, among=["cn", "asean"])) == ["asean", "cn"]


def test_one_form_of_two_concepts_counts_for_both_in_a_target() -> None:
    glossary = Glossary.of(
        [
            concept("a", "body", ("en", "Ministry of Culture and Tourism", OK)),
            concept("b", "body", ("en", "Ministry of Culture and Tourism", OK)),
        ]
    )
    text = "the Ministry of Culture and Tourism"
    assert {name: len(hits) for name, hits in glossary.accepted(text, "en", day=DAY).items()} == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        # in force on the day
        (Term("a", "en", "MIC", valid_to=date(2020, 1, 1)), Term("b", "en", "MIC"), "b"),
        # better standing
        (Term("a", "en", "MIC", Status.FORBIDDEN), Term("b", "en", "MIC", Status.ADMITTED), "b"),
        # id
        (Term("b", "en", "MIC"), Term("a", "en", "MIC"), "a"),
    ],
)
def test_an_ambiguous_form_is_settled_without_regard_to_order(first: Term, second: Term, winner: str) -> None:
    concepts = [Concept(term.concept, "body", (term,)) for term in (first, second)]
    for order in (concepts, concepts[::-1]):
        (hit,) = Glossary.of(order).find("The MIC said so.", "en", day=DAY)
        assert hit.concept.id == winner


def test_the_more_specific_kind_wins() -> None:
    for kinds in (("abbr", "person"), ("person", "abbr")):
        glossary = Glossary.of(concept(f"{kind}1", kind, ("en", "Wang", OK)) for kind in kinds)
        (hit,) = glossary.find("Wang said so.", "en", day=DAY)
        assert hit.concept.kind == "person"


def test_the_neutral_form_comes_before_a_publishers_own() -> None:
    terms = (Term("vn", "en", "Vietnam", publisher="vna"), Term("vn", "en", "Viet Nam"))
    approved = Glossary.of([Concept("vn", "country", terms)])["vn"].approved("en", DAY)
    assert approved is not None
    assert approved.text == "Viet Nam"


def test_what_is_passed_over_shows_what_stands_inside_it() -> None:
    text = "the ASEAN-China Centre"
    hits = BOOK.find(text, "en", day=DAY, without={"acc"})
    assert [(hit.span.of(text), hit.concept.id) for hit in hits] == [("ASEAN", "asean"), ("China", "cn")]


def test_digest_says_what_the_glossary_says() -> None:
    again = Glossary.of([ASEAN, CN, Concept(ACC.id, ACC.kind, ACC.terms[::-1])], name="other")
    assert again.digest == BOOK.digest
    assert len(BOOK.digest) == 12
    assert Glossary.of([ACC, CN]).digest != BOOK.digest


def test_chinese_of_either_kind() -> None:
    hant = Glossary.of([concept("asean", "abbr", ("zh", "东盟", OK), ("zh-Hant", "東協", OK), ("zh", "东协", BAD))])
    for lang in ("zh", "zh-Hant"):
        assert [hit.span.of("東盟和東協") for hit in hant.find("東盟和東協", lang, day=DAY)] == ["東盟", "東協"]
    assert [hit.span.of("东盟和东协") for hit in hant.forbidden("东盟和东协", "zh", day=DAY)] == ["东协"]
    assert hant.forbidden("東盟和東協", "zh-Hant", day=DAY) == ()


def test_container_and_language_codes() -> None:
    assert [entry.id for entry in BOOK] == ["acc", "cn", "asean"]
    assert len(BOOK) == 3
    assert "acc" in BOOK
    assert "xyz" not in BOOK
    assert BOOK.find("中国", "zh_CN", day=DAY)[0].concept is BOOK["cn"]
    with pytest.raises(UnknownLanguageError):
        BOOK.find("China", "klingon", day=DAY)
    assert Glossary.load().find("China", "en", day=DAY) == ()
