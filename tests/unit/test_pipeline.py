"""The main path, on a table in place of a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.errors import DocumentError
from mtkit.formats import read_text
from mtkit.glossary import Article, Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.pipeline import Leg, Pipeline, day_of, segments_of
from mtkit.text import Document
from mtkit.unit import State

DAY = date(2025, 9, 18)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))


def concept(name: str, kind: str = "body", **forms: str | tuple[Term, ...]) -> Concept:
    terms = [Term(name, lang, text, authority="example.org", confidence="high") for lang, text in forms.items()]
    return Concept(name, kind, tuple(terms))


SECRETARIAT = Concept(
    "asean_sec",
    "body",
    (
        Term("asean_sec", "en", "ASEAN Secretariat", article=Article.THE, authority="asean.org", confidence="high"),
        Term("asean_sec", "en", "ASEAN Secretary Office", Status.FORBIDDEN),
        Term("asean_sec", "zh", "东盟秘书处", authority="asean.org", confidence="high"),
        Term("asean_sec", "vi", "Ban Thư ký ASEAN", authority="asean.org", confidence="high"),
    ),
)
CICG = Concept(
    "cicg",
    "body",
    (
        Term("cicg", "zh", "中国外文局", authority="cicg.org.cn", confidence="high"),
        Term("cicg", "en", "China International Publishing Group", valid_to=date(2022, 1, 18), confidence="high"),
        Term("cicg", "en", "China International Communications Group", valid_from=date(2022, 1, 19), confidence="high"),
    ),
)
GLOSSARY = Glossary.of([SECRETARIAT, CICG], name="test")


def pipeline(*legs: Leg, day: date | None = DAY, window: int = 1024) -> Pipeline:
    return Pipeline(lambda pair: legs, glossary=GLOSSARY, decoding=Decoding(beam=1), day=day, window=window)


def leg(source: str, target: str, table: dict[str, str], **options) -> Leg:
    pair = Pair(source, target)
    return Leg(pair, TableEngine(table, pair, marks=options.pop("marks", MARKS), **options))


def test_an_article_comes_out_as_units_in_its_order() -> None:
    line = leg("zh", "vi", {"⟦0⟧发布公报。": "⟦0⟧ ra thông cáo.", "会议结束。": "Hội nghị kết thúc."})
    document = read_text("东盟秘书处发布公报。会议结束。\n", id="a.txt", lang="zh")
    translation = pipeline(line).translate(document, "vi")
    assert [unit.target for unit in translation.units] == ["Ban Thư ký ASEAN ra thông cáo.", "Hội nghị kết thúc."]
    first = translation.units[0]
    assert first.state is State.RAW
    assert [(use.concept, use.source, use.target) for use in first.terms] == [
        ("asean_sec", "东盟秘书处", "Ban Thư ký ASEAN")
    ]
    assert first.trail[0].tier == "marks"
    assert "test@" in str(translation.signature)


def test_a_concept_holds_across_a_pivot_whose_middle_is_kept() -> None:
    first = leg("zh", "en", {"⟦0⟧在雅加达发布公报。": "⟦0⟧ issued a communique in Jakarta."})
    second = leg("en", "vi", {"The ⟦0⟧ issued a communique in Jakarta.": "⟦0⟧ ra thông cáo tại Jakarta."})
    document = read_text("东盟秘书处在雅加达发布公报。", id="a.txt", lang="zh")
    unit = pipeline(first, second).translate(document, "vi").units[0]
    assert unit.target == "Ban Thư ký ASEAN ra thông cáo tại Jakarta."
    assert unit.trail[0].text == "The ASEAN Secretariat issued a communique in Jakarta."


def test_the_articles_date_picks_the_name() -> None:
    table = {"⟦0⟧主办论坛。": "⟦0⟧ hosts the forum."}
    document = read_text("中国外文局主办论坛。", id="a.txt", lang="zh")
    then = pipeline(leg("zh", "en", table), day=date(2020, 5, 1)).translate(document, "en").units[0]
    now = pipeline(leg("zh", "en", table)).translate(document, "en").units[0]
    assert then.target == "China International Publishing Group hosts the forum."
    assert now.target == "China International Communications Group hosts the forum."


def test_a_body_without_a_form_keeps_its_english_name_and_says_so() -> None:
    line = leg("zh", "vi", {"⟦0⟧主办论坛。": "⟦0⟧ chủ trì diễn đàn."})
    unit = pipeline(line).translate(read_text("中国外文局主办论坛。", id="a.txt", lang="zh"), "vi").units[0]
    assert unit.target.startswith("China International Communications Group")
    assert "M04" in {issue.code for issue in unit.issues}


@pytest.mark.parametrize("drop", [(), MARKS])
def test_a_covered_term_is_in_the_output_or_the_unit_carries_an_error(drop: tuple[str, ...]) -> None:
    line = leg("zh", "vi", {}, drop=drop)
    text = "东盟秘书处和东盟秘书处。\n" * 3
    for unit in pipeline(line).translate(read_text(text, id="a.txt", lang="zh"), "vi").units:
        assert unit.target.count("Ban Thư ký ASEAN") == 2 or unit.worst == "error"


@pytest.mark.parametrize("window", [1, 2, 1024])
def test_the_window_does_not_change_the_output(window: int) -> None:
    line = leg("zh", "vi", {})
    documents = [read_text(f"第{n}号公报。东盟秘书处发布。\n第三句。", id=f"{n}.txt", lang="zh") for n in range(5)]
    made = list(pipeline(line, window=window).translate_all(documents, ["vi"]))
    assert [t.document.id for t in made] == [f"{n}.txt" for n in range(5)]
    whole = list(pipeline(line, window=9999).translate_all(documents, ["vi"]))
    assert made == whole


def test_articles_of_two_languages_come_out_in_their_order() -> None:
    engine = TableEngine({("zh", "vi"): {}, ("en", "vi"): {}}, marks=MARKS)
    line = Pipeline(lambda pair: [Leg(pair, engine)], glossary=GLOSSARY, day=DAY)
    documents = [
        read_text(text, id=text, lang=code) for code, text in [("zh", "会议。"), ("en", "Hello."), ("zh", "完。")]
    ]
    assert [t.document.id for t in line.translate_all(documents, ["vi"])] == ["会议。", "Hello.", "完。"]


def test_the_day_of_an_article_is_its_own() -> None:
    document = read_text("---\ndate: 2021-05-01\n---\n\nText.\n", id="a.md", lang="en", format="markdown")
    assert day_of(document) == date(2021, 5, 1)


def test_zawgyi_is_refused_with_the_mend() -> None:
    word = "\u1031\u1019\u102c\u1004\u1039"
    zawgyi = f"{word}{word} \u1031\u1000\u103a\u102c\u1004\u1039\u1038\u104b " * 4
    with pytest.raises(DocumentError, match="Zawgyi"):
        segments_of(read_text(zawgyi, id="a.txt", lang="my"))


def test_traditional_chinese_is_read_by_the_models_of_chinese() -> None:
    line = leg("zh", "vi", {"⟦0⟧发布公报。": "⟦0⟧ ra thông cáo."})
    unit = pipeline(line).translate(read_text("東盟秘書處發布公報。", id="a.txt", lang="zh-Hant"), "vi").units[0]
    assert unit.target == "Ban Thư ký ASEAN ra thông cáo."
    assert unit.segment.text == "東盟秘書處發布公報。"


def test_what_is_held_does_not_grow_with_the_job() -> None:
    line = leg("zh", "vi", {})
    read = 0
    most = 0

    def articles() -> Iterator[Document]:
        nonlocal read
        for n in range(300):
            read += 1
            yield read_text(f"第{n}号公报。\n会议结束。\n", id=f"{n}.txt", lang="zh")

    made = Pipeline(lambda pair: [line], day=DAY, window=10, threads=2).translate_all(articles(), ["vi", "th"])
    for done, translation in enumerate(made, start=1):
        most = max(most, read - done // 2)
        assert translation.document.id == f"{(done - 1) // 2}.txt"
    assert read == 300
    # windows in flight and waiting, five articles each, and the one that is being read
    assert most <= 5 * (2 * 2 + 2)
