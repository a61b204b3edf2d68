"""Names on the main path: houses, doubts, expiry, pivots, and names that are hard to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.formats import read_text
from mtkit.glossary import Article, Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.pipeline import Leg, Pipeline, consistent
from mtkit.unit import Severity, Unit

DAY = date(2026, 3, 1)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))
UNTIL = date(2025, 3, 19)


def concept(name: str, kind: str, *terms: Term, replaced_by: str = "", **forms: str) -> Concept:
    made = [Term(name, lang, text, confidence="high") for lang, text in forms.items()]
    return Concept(name, kind, (*made, *terms), replaced_by)


def house(name: str, lang: str, text: str, publisher: str) -> Term:
    return Term(name, lang, text, publisher=publisher, confidence="high")


BOOK = Glossary.of(
    [
        concept(
            "vna",
            "media",
            house("vna", "en", "Vietnam News Agency", "VNA"),
            house("vna", "en", "Viet Nam News Agency", "ASEAN"),
            zh="越通社",
            th="สำนักข่าวเวียดนาม",
        ),
        concept("mic_a", "body", zh="通讯部", en="Ministry of Communications of Malaysia"),
        concept("mic_b", "body", zh="通讯部", en="Ministry of Communications of Viet Nam"),
        concept(
            "old",
            "body",
            Term("old", "zh", "新闻文旅部", valid_to=UNTIL),
            Term("old", "en", "Ministry of Information, Culture and Tourism", valid_to=UNTIL, confidence="high"),
            replaced_by="new",
        ),
        concept("new", "body", zh="老挝文旅部", en="Ministry of Culture and Tourism of Laos"),
        concept("asean", "abbr", zh="东盟", en="ASEAN", th="อาเซียน", my="အာဆီယံ", ta="ஆசியான்", pt="ASEAN"),
        concept(
            "asean_sec",
            "body",
            Term("asean_sec", "en", "ASEAN Secretariat", article=Article.THE, confidence="high"),
            zh="东盟秘书处",
            vi="Ban Thư ký ASEAN",
            th="สำนักเลขาธิการอาเซียน",
            lo="ກອງເລຂາທິການອາຊຽນ",
            km="លេខាធិការដ្ឋានអាស៊ាន",
            my="အာဆီယံအတွင်းရေးမှူးရုံး",
            ms="Sekretariat ASEAN",
            fil="Kalihiman ng ASEAN",
            pt="Secretariado da ASEAN",
            ta="ஆசியான் செயலகம்",
            id="Sekretariat ASEAN",
        ),
        # the right name holds what is wrong elsewhere
        concept("malaysia", "country", zh="马来西亚", en="Malaysia", vi="Malaysia"),
        concept("malay", "phrase", Term("malay", "en", "Malaysian", Status.FORBIDDEN), zh="马来语", en="Malay"),
        concept("person", "person", zh="高金洪", en="Kao Kim Hourn"),
        concept("expo", "event", zh="东博会", en="China-ASEAN Expo"),
        concept("rcep", "document", zh="区域协定", en="Regional Comprehensive Economic Partnership"),
        concept("river", "place", zh="平陆运河", en="Pinglu Canal"),
        concept("unheard", "body", zh="边贸协会"),
        concept("phrase", "phrase", zh="民心相通", en="people-to-people ties"),
    ],
    name="test",
)


def unit(text: str, to: str, *engines: TableEngine, source: str = "zh", **options: object) -> Unit:
    legs = [Leg(engine.info.pairs[0], engine) for engine in engines] or [
        Leg(Pair(source, to), TableEngine({}, Pair(source, to), marks=MARKS))
    ]
    line = Pipeline(lambda pair: legs, glossary=BOOK, decoding=Decoding(beam=1), day=DAY, **options)  # type: ignore[arg-type]
    (made,) = line.translate(read_text(text, lang=source), to).units
    return made


def codes(made: Unit) -> dict[str, Severity]:
    return {issue.code: issue.severity for issue in made.issues if issue.code[0] in "MT"}


def test_the_publisher_chooses_and_signs() -> None:
    assert "Viet Nam News Agency" in unit("越通社报道。", "en", publisher="asean").target
    assert "Vietnam News Agency" in unit("越通社报道。", "en", publisher="VNA").target
    pair = Pair("zh", "en")
    engine = TableEngine({}, pair, marks=MARKS)
    line = Pipeline(lambda _: [Leg(pair, engine)], glossary=BOOK, publisher=" VNA|x ")
    assert str(line.signature(pair, DAY)).endswith("|publisher:VNA x")


def test_houses_that_differ_are_not_chosen_between() -> None:
    made = unit("越通社报道。", "en")
    assert not any(use.target for use in made.terms)
    assert codes(made) == {"T05": Severity.ERROR}
    assert codes(unit("越通社报道。", "th")) == {}


def test_a_word_for_two_things_is_not_guessed() -> None:
    assert codes(unit("通讯部宣布。", "en")) == {"T05": Severity.ERROR}


def test_a_reading_without_a_form_is_a_doubt_as_well() -> None:
    book = Glossary.of(
        [
            concept("a", "body", zh="通讯部", en="Ministry A", th="กระทรวงเอ"),
            concept("b", "body", zh="通讯部", en="Ministry B"),
        ]
    )
    made = {}
    for to in ("th", "km"):
        pair = Pair("zh", to)
        engine = TableEngine({}, pair, marks=MARKS)
        line = Pipeline(lambda pair, e=engine: [Leg(pair, e)], glossary=book, day=DAY)  # type: ignore[misc]
        (made[to],) = line.translate(read_text("通讯部宣布。", lang="zh"), to).units
    assert codes(made["th"]) == {"T05": Severity.ERROR}
    assert "b, which has no form" in next(i.message for i in made["th"].issues if i.code == "T05")
    assert codes(made["km"]) == {"M04": Severity.WARNING}
    assert "Ministry" not in made["km"].target


def test_an_expired_name_is_left_alone_and_flagged() -> None:
    made = unit("新闻文旅部宣布。", "en")
    assert codes(made) == {"T06": Severity.WARNING}
    assert "Ministry" not in made.target


@pytest.mark.parametrize("word", ["高金洪", "东博会", "区域协定", "平陆运河", "东盟", "越通社"])
@pytest.mark.parametrize("hops", [1, 2])
def test_a_proper_name_without_a_form_keeps_its_english_one_through_every_hop(word: str, hops: int) -> None:
    first, second = TableEngine({}, Pair("zh", "en"), marks=MARKS), TableEngine({}, Pair("en", "km"), marks=MARKS)
    engines = [first, second] if hops == 2 else [TableEngine({}, Pair("zh", "km"), marks=MARKS)]
    made = unit(f"{word}很好。", "km", *engines, publisher="VNA")
    (use,) = made.terms
    assert use.target and use.target in made.target
    assert codes(made) == {"M04": Severity.WARNING}
    if hops == 2:
        assert use.target in made.trail[0].text


def test_a_phrase_is_left_to_the_model_and_a_name_without_any_form_says_so() -> None:
    assert codes(unit("民心相通很好。", "km")) == {}
    made = unit("边贸协会很好。", "km")
    assert codes(made) == {"M04": Severity.WARNING}
    assert "left to the model" in made.issues[0].message


@pytest.mark.parametrize("to", ["en", "vi", "th", "lo", "km", "my", "ms", "fil", "pt", "ta", "id"])
@pytest.mark.parametrize(
    "text",
    [
        "东盟秘书处发表声明。",
        "東盟秘書處發表聲明。",
        "东盟秘书处",
        "声明由东盟秘书处发表",
        "“东盟秘书处”（东盟秘书处）",
        "东盟\u200b秘书处发表声明。",
        "⟦0⟧东盟秘书处⟦1⟧",
        "东盟秘书处" * 10,
        "{1}东盟秘书处{/1}",
    ],
)
def test_hard_sources_hold_their_names_in_every_language(text: str, to: str) -> None:
    source = "zh-Hant" if "東" in text else "zh"
    engine = TableEngine({}, Pair("zh", to), marks=MARKS)
    made = unit(text, to, engine, source=source)
    form = BOOK["asean_sec"].approved(to, DAY)
    assert form is not None
    assert made.target.count(form.text) == text.replace("\u200b", "").count("东盟秘书处") + text.count("東盟秘書處")
    assert not {"T01", "T02", "M06"} & set(codes(made))


def test_a_right_name_that_holds_a_wrong_one_is_right() -> None:
    made = unit("马来西亚和马来语", "en")
    assert "Malaysia" in made.target and "Malay" in made.target
    assert codes(made) == {}


def test_a_full_width_name_is_found_in_its_own_language() -> None:
    made = unit("ＡＳＥＡＮ　Secretariat met.", "zh", TableEngine({}, Pair("en", "zh"), marks=MARKS), source="en")
    assert "东盟秘书处" in made.target


def test_units_of_one_article_that_differ_in_a_name_are_flagged() -> None:
    book = Glossary.of(
        [
            concept(
                "acc",
                "body",
                Term("acc", "vi", "Trung tâm ASEAN - Trung Hoa", Status.ADMITTED),
                zh="中国—东盟中心",
                vi="Trung tâm ASEAN-Trung Quốc",
            )
        ]
    )
    pair = Pair("zh", "vi")
    engine = TableEngine({}, pair, marks=MARKS)
    line = Pipeline(lambda _: [Leg(pair, engine)], glossary=book, day=DAY)
    units = line.translate(read_text("中国—东盟中心。\n中国—东盟中心。\n", lang="zh"), "vi").units
    assert [codes(made) for made in units] == [{}, {}]
    edited = [units[0], replace(units[1], target="Trung tâm ASEAN - Trung Hoa.")]
    assert [codes(made) for made in consistent(edited, book, DAY)] == [{}, {"T07": Severity.WARNING}]
