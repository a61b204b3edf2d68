"""First and later mentions: short only where the source is, or where one asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mtkit.engine.table import TableEngine
from mtkit.formats import read_text
from mtkit.glossary import Article, Concept, Glossary, Status, Term
from mtkit.lang import Pair
from mtkit.mentions import Mention, Mentions, plan
from mtkit.pipeline import Leg, Pipeline
from mtkit.text import Kind

DAY = date(2025, 9, 18)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))
CICG = Concept(
    "cicg",
    "body",
    (
        Term("cicg", "zh", "中国外文局"),
        Term("cicg", "zh", "外文局", Status.ADMITTED),
        Term("cicg", "en", "China International Communications Group", article=Article.THE, abbreviation="CICG"),
        Term("cicg", "vi", "Cục Ngoại văn Trung Quốc"),
    ),
)
ACC = Concept(
    "acc",
    "body",
    (
        Term("acc", "zh", "中国—东盟中心", abbreviation="中心"),
        Term("acc", "en", "ASEAN-China Centre", article=Article.THE, abbreviation="ACC", later="the Centre"),
        Term("acc", "km", "មជ្ឈមណ្ឌលអាស៊ាន-ចិន", abbreviation="ACC"),
    ),
)
BOOK = Glossary.of([CICG, ACC], name="test")
FIRST, SHORT, FULL = Mention(introduce=True), Mention(short=True), Mention()


def planned(
    *texts: str, to: str = "en", style: Mentions = Mentions.SOURCE, kinds: Sequence[Kind] = ()
) -> list[Mention]:
    rows = [(kinds[n] if kinds else Kind.BODY, text, BOOK.find(text, "zh", day=DAY)) for n, text in enumerate(texts)]
    return [mention for row in plan(rows, to, DAY, style=style) for mention in row]


def translated(text: str, to: str = "en", **options: object) -> list[str]:
    engine = TableEngine({}, Pair("zh", to), marks=MARKS)
    line = Pipeline(lambda pair: [Leg(pair, engine)], glossary=BOOK, day=DAY, **options)  # type: ignore[arg-type]
    units = line.translate(read_text(text, lang="zh"), to).units
    assert not [issue for unit in units for issue in unit.issues if issue.code in {"T01", "T07", "M06"}]
    return [unit.target for unit in units]


def test_a_later_mention_is_short_where_the_source_is() -> None:
    assert planned("中国外文局说。", "外文局说。", "中国外文局说。") == [FIRST, SHORT, FULL]
    assert planned("中国外文局说。", "中国外文局说。") == [FULL, FULL]


def test_a_first_mention_is_in_full_even_if_the_source_is_short() -> None:
    assert planned("外文局说。", "外文局说。") == [FIRST, SHORT]


def test_brackets_of_the_source_introduce_the_short_form_already() -> None:
    assert planned("中国外文局（外文局）说。", "外文局说。") == [FULL, FULL, SHORT]


def test_a_headline_introduces_nothing() -> None:
    kinds = [Kind.HEADLINE, Kind.BODY, Kind.BODY]
    assert planned("外文局开会", "中国外文局说。", "外文局说。", kinds=kinds) == [FULL, FIRST, SHORT]


def test_without_a_short_form_in_the_target_all_stay_in_full() -> None:
    assert planned("中国外文局说。", "外文局说。", to="vi") == [FULL, FULL]


def test_the_glossary_may_ask_for_more_and_full_asks_for_nothing() -> None:
    twice = ("中国外文局说。", "中国外文局说。")
    assert planned(*twice, style=Mentions.GLOSSARY) == [FIRST, SHORT]
    assert planned("中国外文局说。", "外文局说。", style=Mentions.FULL) == [FULL, FULL]


def test_a_document_reads_so_and_its_terms_count_as_present() -> None:
    said = translated("中国外文局主办论坛。\n外文局主办论坛。\n中国—东盟中心出席。\n中心出席。\n")
    assert "China International Communications Group (CICG)" in said[0]
    assert "CICG" in said[1] and "Group" not in said[1]
    assert "ASEAN-China Centre" in said[2] and "ACC" not in said[2]
    assert "the Centre" in said[3]
    assert "(CICG)" not in translated("中国外文局主办论坛。\n外文局主办论坛。\n", mentions=Mentions.FULL)[0]


def test_the_brackets_are_those_of_the_script() -> None:
    assert "មជ្ឈមណ្ឌលអាស៊ាន-ចិន (ACC)" in translated("中国—东盟中心出席。\n中心出席。\n", "km")[0]


def test_documents_do_not_share_their_mentions() -> None:
    engine = TableEngine({}, Pair("zh", "en"), marks=MARKS)
    line = Pipeline(lambda pair: [Leg(pair, engine)], glossary=BOOK, day=DAY)
    documents = [read_text("外文局说。", id=str(n), lang="zh") for n in range(2)]
    texts = [unit.target for made in line.translate_all(documents, ["en"]) for unit in made.units]
    assert all("China International Communications Group" in text for text in texts)
