"""The glossary that ships with mtkit: real sentences, and what its rows must say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mtkit.errors import ConfigError
from mtkit.glossary import Glossary, Status
from mtkit.glossary.lint import lint
from mtkit.lang import LANGUAGES
from mtkit.resources import resource

GOLDEN = Path(__file__).parents[1] / "golden" / "glossary" / "find.tsv"
DAY = date(2024, 6, 24)
CASES = [line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def book() -> Glossary:
    return Glossary.bundled()


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_news_sentences(book: Glossary, lang: str, text: str, expected: str) -> None:
    hits = book.find(text, lang, day=DAY)
    assert " | ".join(f"{hit.span.of(text)} = {hit.concept.id}" for hit in hits) == expected


def test_every_language_has_golden_sentences() -> None:
    assert {lang for lang, _, _ in CASES} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("organized by the China Foreign Languages Bureau", "China Foreign Languages Bureau",
         "China International Communications Group"),
        ("and the China-ASEAN Center, which", "China-ASEAN Center", "ASEAN-China Centre"),
        ("Counselor of the Asia Department of the Ministry of Foreign Affairs",
         "Asia Department of the Ministry of Foreign Affairs",
         "Department of Asian Affairs of the Ministry of Foreign Affairs"),
        ("building a “heart-to-heart connection” between the two sides", "heart-to-heart connection",
         "people-to-people bonds"),
        ("Director of the Standing Committee of the Municipal People’s Congress",
         "Director of the Standing Committee of the Municipal People’s Congress",
         "Chairperson of the Standing Committee of the People's Congress"),
        ("Deputy Secretary of State of the Ministry of Information of Cambodia",
         "Deputy Secretary of State of the Ministry of Information of Cambodia",
         "Under Secretary of State of the Ministry of Information of Cambodia"),
        ("a mechanized platform for media exchanges", "mechanized platform for media", "institutionalized platform"),
        ("Asean ministers", "Asean", "ASEAN"),
    ],
)  # fmt: skip
def test_wrong_names_are_found_with_the_right_one_and_who_says_so(
    book: Glossary, text: str, wrong: str, right: str
) -> None:
    (hit,) = book.forbidden(text, "en", day=DAY)
    approved = hit.concept.approved("en", DAY)
    assert approved is not None
    assert (hit.span.of(text), approved.text) == (wrong, right)
    assert approved.authority


@pytest.mark.parametrize(
    "text",
    [
        "The US State Department and the Foreign Ministry of India declined to comment.",
        "The Chinese daily newspaper ran a story on the intrigue surrounding diplomacy.",
        "Vietnamese and Vietnam's own media call it Viet Nam; Timor Leste joined ASEAN.",
        "The International Monetary Fund's Asia and Pacific Department published its outlook.",
        "The committee's deputy director, a mechanized infantry officer, spoke of shared fate.",
        "The Malaysian government and Malay-language media attended the ASEAN-China Year of Media Exchanges.",
    ],
)
def test_good_english_is_left_alone(book: Glossary, text: str) -> None:
    assert book.forbidden(text, "en", day=DAY) == ()


def test_the_file_is_sound(book: Glossary) -> None:
    found = lint(resource("glossaries", "china-asean.csv"), day=date(2026, 11, 23))
    assert [f for f in found if f.severity == "error"] == []
    # one office of parties and of organisations has one name in these languages
    assert {(f.code, f.concept) for f in found if f.severity == "warning"} <= {("G02", "t_secgen")}
    assert all(term.authority and term.confidence for concept in book for term in concept.terms)


def test_it_covers_the_region_in_its_languages(book: Glossary) -> None:
    approved = {code: sum(concept.approved(code, DAY) is not None for concept in book) for code in LANGUAGES}
    assert len(book) >= 600
    assert min(approved["en"], approved["zh"], approved["zh-Hant"]) >= 580  # the rest had other names on that day
    assert min(approved["vi"], approved["id"]) >= 310
    assert min(approved["th"], approved["ms"]) >= 220
    assert min(approved[code] for code in ("pt", "fil", "lo", "km")) >= 75
    assert min(approved[code] for code in ("my", "ta")) >= 60
    # both ends of every concept: Chinese and English at some time
    for concept in book:
        assert {"en", "zh"} <= {term.lang for term in concept.terms}, concept.id


def test_each_state_has_its_bodies(book: Glossary) -> None:
    for state, code in (("bn", "ms"), ("kh", "km"), ("id", "id"), ("lao", "lo"), ("my", "ms"), ("mm", "my"),
                        ("ph", "fil"), ("sg", "ms"), ("th", "th"), ("tl", "pt"), ("vn", "vi")):  # fmt: skip
        bodies = [concept for concept in book if concept.kind == "body" and concept.id.startswith(f"{state}_")]
        assert len(bodies) >= 5, state
        assert sum(any(term.lang == code for term in concept.terms) for concept in bodies) >= 4, state


def test_what_was_renamed_says_when_and_into_what(book: Glossary) -> None:
    renamed = [concept for concept in book if concept.replaced_by]
    assert len(renamed) >= 15
    for concept in renamed:
        later = book[concept.replaced_by]
        end = max(term.valid_to for term in concept.terms if term.valid_to is not None)
        assert all(term.valid_to is not None for term in concept.terms if term.status is Status.APPROVED), concept.id
        assert later.approved("en", date.fromordinal(end.toordinal() + 1)) is not None, concept.id


def test_countries_have_a_name_to_write_in_every_language(book: Glossary) -> None:
    members = ["bn", "kh", "id", "la", "my", "mm", "ph", "sg", "th", "tl", "vn", "cn", "asean"]
    missing = [(name, lang) for name in members for lang in LANGUAGES if book[name].approved(lang, DAY) is None]
    assert missing == []


def test_no_accepted_form_is_taken_for_a_forbidden_one(book: Glossary) -> None:
    for concept in book:
        for term in concept.terms:
            if term.status in {Status.APPROVED, Status.ADMITTED}:
                day = term.valid_from or term.valid_to or DAY
                assert book.forbidden(term.text, term.lang, day=day) == (), term.text


def test_every_approved_form_is_found_as_its_own_concept_or_a_longer_ones(book: Glossary) -> None:
    shared = {"Sekretaris Jenderal", "Setiausaha Agung", "secretário-geral"}
    for concept in book:
        for term in concept.terms:
            if term.status is Status.APPROVED and term.text not in shared:
                day = term.valid_from or term.valid_to or DAY
                hits = book.find(term.text, term.lang, day=day)
                assert [hit.concept.id for hit in hits] == [concept.id], term.text
                assert hits[0].span.of(term.text) == term.text


def test_a_missing_resource_is_one_clear_line() -> None:
    with pytest.raises(ConfigError, match=r"glossaries/none\.csv is missing"):
        resource("glossaries", "none.csv")
