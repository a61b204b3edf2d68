"""Names of territories: CLDR's, or an override that says so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mtkit.errors import UnknownLanguageError
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.glossary.territories import OVERRIDES, REGIONS, cldr_name, fill, territory
from mtkit.lang import LANGUAGES

pytest.importorskip("babel")
DAY = date(2026, 11, 23)
MEMBERS = frozenset({"bn", "kh", "id", "la", "my", "mm", "ph", "sg", "th", "tl", "vn"})
PAIRS = [(concept, code) for concept in REGIONS for code in LANGUAGES]


@pytest.fixture(scope="module")
def book() -> Glossary:
    return Glossary.bundled()


@pytest.mark.parametrize(("concept", "code"), PAIRS)
def test_the_glossary_writes_the_name_of_cldr_or_of_the_overrides(book: Glossary, concept: str, code: str) -> None:
    term = book[concept].approved(code, DAY)
    # CLDR has no Tetum, and babel no name where it has not
    assert (term.text if term else "") == territory(concept, code)


def test_every_country_of_the_glossary_is_held_to_cldr(book: Glossary) -> None:
    assert {concept.id for concept in book if concept.kind == "country"} <= set(REGIONS)
    assert set(REGIONS) > MEMBERS | {"cn"}


def test_no_override_says_what_cldr_says() -> None:
    idle = [
        (concept, code) for concept, forms in OVERRIDES.items() for code, form in forms.items()
        if form == cldr_name(REGIONS[concept], code)
    ]  # fmt: skip
    assert idle == []
    assert set(OVERRIDES) <= set(REGIONS)


@pytest.mark.parametrize(
    ("concept", "code", "name"),
    [
        ("mm", "en", "Myanmar"),  # CLDR: Myanmar (Burma)
        ("mm", "vi", "Myanmar"),  # CLDR: Myanmar (Miến Điện)
        ("mm", "th", "เมียนมา"),
        ("hk", "en", "Hong Kong"),  # CLDR: Hong Kong SAR China
        ("macao", "zh", "澳门"),
        ("bn", "ms", "Brunei Darussalam"),
        ("bn", "km", "ព្រុយណេ"),
        ("vn", "en", "Viet Nam"),
        ("vn", "id", "Vietnam"),
        ("la", "lo", "ສປປ ລາວ"),
        ("la", "zh-Hant", "老撾"),  # the usage of Hong Kong, not of Taiwan
        ("tl", "id", "Timor-Leste"),
        ("cn", "id", "Tiongkok"),
        ("cn", "ms", "China"),
        ("cn", "fil", "China"),
        ("kr", "km", "កូរ៉េខាងត្បូង"),  # CLDR: with zero-width spaces
    ],
)
def test_names_a_newsroom_would_write(concept: str, code: str, name: str) -> None:
    assert territory(concept, code) == name


def test_cldr_gives_nothing_where_it_has_nothing() -> None:
    assert cldr_name("KH", "tet") == ""
    assert cldr_name("ZZZ", "en") == ""
    with pytest.raises(UnknownLanguageError):
        cldr_name("KH", "xx")
    with pytest.raises(KeyError):
        territory("asean", "en")


def _without(concepts: Iterable[Concept], codes: Iterable[str]) -> tuple[Concept, ...]:
    gone = set(codes)
    return tuple(replace(c, terms=tuple(t for t in c.terms if t.lang not in gone)) for c in concepts)


def test_filling_adds_nothing_to_the_bundled_glossary(book: Glossary) -> None:
    assert fill(book.concepts) == book.concepts


def test_filling_brings_back_what_was_taken_out(book: Glossary) -> None:
    codes = ("en", "zh", "lo", "km", "my")
    members = [concept for concept in book if concept.id in MEMBERS]
    filled = Glossary.of(fill(_without(members, codes)))
    for concept in members:
        for code in codes:
            was, now = concept.approved(code, DAY), filled[concept.id].approved(code, DAY)
            assert was is not None
            assert now is not None
            assert (now.text, now.case, now.confidence) == (was.text, was.case, "high")
            assert now.authority in {"CLDR", "official usage"}


def test_filling_leaves_other_concepts_and_standing_forms_alone() -> None:
    other = Concept("forum", "event", (Term("forum", "en", "Mekong Forum"),))
    own = Concept(
        "th", "country", (Term("th", "en", "Kingdom of Thailand"), Term("th", "en", "Siam", Status.FORBIDDEN))
    )
    first, second = fill([other, own])
    assert first is other
    assert second.terms[:2] == own.terms
    assert {term.text for term in second.terms if term.lang == "en"} == {"Kingdom of Thailand", "Siam"}
    assert {term.lang for term in second.terms} == set(LANGUAGES)


def test_the_glossary_loads_without_babel(tmp_path: Path) -> None:
    (tmp_path / "babel.py").write_text("raise ImportError('babel is not here')\n", encoding="utf-8")
    code = (
        "from mtkit.errors import ConfigError\n"
        "from mtkit.glossary import Glossary\n"
        "from mtkit.glossary.territories import fill\n"
        "book = Glossary.bundled()\n"
        "try:\n    fill(Glossary.of(book.concepts).concepts)\n    print('filled')\n"
        "except ConfigError as error:\n    print(error)\n"
        "from mtkit.glossary.territories import cldr_name\n"
        "try:\n    cldr_name('KH', 'en')\n"
        "except ConfigError as error:\n    print(error)\n"
    )
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(root)))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, env=env, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "names of territories need babel" in done.stdout
