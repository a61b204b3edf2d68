"""Candidates from reviewed translations."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.glossary.grams import grams, tokens
from mtkit.glossary.suggest import proposals, suggest
from mtkit.lang import Pair
from mtkit.text import Kind, Segment, Span
from mtkit.unit import Origin, State, Unit

DAY = date(2026, 11, 23)
BOOK = Glossary.of(
    [
        Concept("asean", "body", (Term("asean", "zh", "东盟"), Term("asean", "en", "ASEAN"))),
        Concept("acc", "body", (Term("acc", "zh", "中国—东盟中心"), Term("acc", "en", "ASEAN-China Centre"))),
    ]
)


def unit(source: str, target: str, raw: str = "", state: State = State.APPROVED) -> Unit:
    segment = Segment("s", Span(0, len(source)), source, source, Kind.BODY)
    return Unit(segment, Pair("zh", "en"), target, state, Origin.HUMAN, raw=raw)


NEWS = [
    unit("澜湄水资源合作中心周一在北京举办研讨会。",
         "The Lancang-Mekong Water Centre held a seminar in Beijing on Monday.",
         "The Lan Mei water resources centre held a seminar in Beijing on Monday."),
    unit("老挝代表访问了澜湄水资源合作中心。", "Lao delegates visited the Lancang-Mekong Water Centre.",
         "Lao delegates visited the Lan Mei water resources centre."),
    unit("专家说，澜湄水资源合作中心将发布数据。", "Experts said the Lancang-Mekong Water Centre would publish data.",
         "Experts said the Lancang-Mekong Water Centre would publish data."),
    unit("陈教授介绍了丝路书香工程。", "Professor Chen presented the Silk Road Book Project."),
    unit("丝路书香工程资助泰国译者。", "The Silk Road Book Project supports Thai translators."),
    unit("东盟欢迎这一决定。", "ASEAN welcomed the decision."),
    unit("东盟秘书处发布公报。", "ASEAN issued a communique."),
]  # fmt: skip


def mined(units: list[Unit], **options):
    return suggest([(f"n.po:{number}", one) for number, one in enumerate(units, 1)], BOOK, day=DAY, **options)


def test_what_editors_keep_changing_comes_first_with_its_evidence() -> None:
    first, second, *rest = mined(NEWS)
    assert (first.source, first.target) == ("澜湄水资源合作中心", "Lancang-Mekong Water Centre")
    assert (first.units, first.sources, first.changed, first.machine) == (3, 3, 2, "Lan Mei water resources centre")
    assert first.why == (
        "in 3 of 3 reviewed units; editors changed the machine's text ('Lan Mei water resources centre') in 2; "
        "as in n.po:1, n.po:2, n.po:3"
    )
    assert (second.source, second.target, second.changed) == ("丝路书香工程", "Silk Road Book Project", 0)
    assert rest == []


def test_what_nobody_approved_says_nothing() -> None:
    raw = [unit(one.segment.text, one.target, one.raw, state) for one in NEWS for state in (State.RAW, State.EDITED)]
    assert mined(raw) == ()


def test_a_name_that_editors_write_otherwise_contradicts_the_glossary() -> None:
    units = [
        unit("中国—东盟中心举行晚会。", "The China-ASEAN Hub held a gala."),
        unit("中国—东盟中心的代表到达。", "Delegates of the China-ASEAN Hub arrived."),
        unit("他离开中国—东盟中心。", "He left the China-ASEAN Hub."),
    ]
    (found,) = mined(units)
    assert (found.concept, found.target) == ("acc", "China-ASEAN Hub")
    (concept,) = proposals([found], BOOK)
    assert concept.terms[:2] == BOOK["acc"].terms
    assert [(t.lang, t.text, t.status) for t in concept.terms[2:]] == [("en", "China-ASEAN Hub", Status.PROPOSED)]


def test_proposals_are_a_glossary_that_changes_nothing_until_reviewed() -> None:
    made = Glossary.of(proposals(mined(NEWS), BOOK))
    assert {term.status for concept in made for term in concept.terms} == {Status.PROPOSED}
    assert {term.confidence for concept in made for term in concept.terms} == {"low"}
    assert all(made.find(one.segment.text, "zh", day=DAY) == () for one in NEWS)


def test_the_order_of_files_does_not_count_in_what_is_found() -> None:
    one, other = mined(NEWS), mined(NEWS[::-1])
    assert [(c.source, c.target, c.units) for c in one] == [(c.source, c.target, c.units) for c in other]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trung tâm ASEAN-Trung Quốc, {1}Hà Nội{/1}", ["Trung", "tâm", "ASEAN-Trung", "Quốc", "Hà", "Nội"]),
        ("กัมพูชา", ["กั", "ม", "พู", "ช", "า"]),
        ("在10+1会议", ["在", "10", "1", "会", "议"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


def test_a_stretch_inside_a_longer_one_of_the_same_sentences_is_left_out() -> None:
    lines = ["本次博览会在南宁开幕", "本次博览会成果丰硕", "博览会延期"]
    found = {gram.text: sorted(gram.where) for gram in grams([(line, tokens(line)) for line in lines], least=2)}
    assert found == {"博览会": [0, 1, 2], "本次博览会": [0, 1]}


def test_many_equal_sentences_take_no_longer_than_they_should() -> None:
    import time

    units = [
        unit("各国代表在会上就合作交换意见并通过联合声明草案" * 4, "Delegates exchanged views. " * 8)
        for _ in range(200)
    ]
    start = time.process_time()
    mined(units)
    assert time.process_time() - start < 10
