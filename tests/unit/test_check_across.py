"""X: one source with two translations, one translation for many sources; headlines by their kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.check import Sample, check, check_together
from mtkit.lang import lang
from mtkit.text import Kind
from mtkit.unit import Severity


def sample(source: str, target: str, pair: str = "zh-en", kind: Kind = Kind.BODY) -> Sample:
    before, _, after = pair.partition("-")
    return Sample(target, lang(after), source, lang(before), kind=kind)


def found(*samples: Sample, select: tuple[str, ...] = ("X",)) -> dict[int, list[tuple[str, str]]]:
    together = check_together(samples, select=select)
    return {place: [(issue.code, issue.severity.value) for issue in issues] for place, issues in together.items()}


OPENED = "论坛周三在昆明开幕，来自东盟十国的代表出席。"


def test_one_source_with_two_translations_is_said_where_it_departs() -> None:
    one = sample(OPENED, "The forum opened in Kunming on Wednesday with delegates from the ten ASEAN countries.")
    two = sample(OPENED, "On Wednesday the forum was opened in Kunming; delegates of all ASEAN states came.")
    assert found(one, two) == {1: [("X01", "warning")]}
    assert found(two, one, one) == {0: [("X01", "warning")]}  # the commonest stands
    message = check_together([one, two])[1][0].message
    assert "The forum opened in Kunming on Wednesday" in message


@pytest.mark.parametrize(
    "target",
    ["ผู้แทนเข้าร่วมการประชุมที่คุนหมิงเมื่อวันพุธ", "ผู้แทนเข้าร่วมการประชุม ที่คุนหมิงเมื่อวันพุธ.", "{1}ผู้แทน{/1}เข้าร่วมการประชุมที่คุนหมิงเมื่อวันพุธ"],
)
def test_blanks_marks_and_codes_make_no_other_translation(target: str) -> None:
    one = sample(OPENED, "ผู้แทนเข้าร่วมการประชุมที่คุนหมิงเมื่อวันพุธ", "zh-th")
    assert found(one, sample(OPENED.rstrip("。"), target, "zh-th")) == {}


def test_case_makes_no_other_translation() -> None:
    one = sample(OPENED, "Forum Opens In Kunming With Delegates Of Ten Countries", kind=Kind.HEADLINE)
    assert found(one, sample(OPENED, "Forum opens in Kunming with delegates of ten countries.")) == {}


def test_a_headline_may_be_worded_otherwise_than_the_body() -> None:
    body = sample(OPENED, "The forum opened in Kunming on Wednesday with delegates from the ten ASEAN countries.")
    head = sample(OPENED, "Forum opens in Kunming, ten ASEAN countries attend", kind=Kind.HEADLINE)
    assert found(body, head) == {1: [("X01", "info")]}


def test_short_sources_may_mean_several_things() -> None:
    assert found(sample("会议", "The meeting"), sample("会议", "The conference")) == {1: [("X01", "info")]}


def test_one_translation_for_different_sources_is_a_collapse() -> None:
    said = "The two sides agreed to deepen cooperation in all fields."
    sources = ["老挝总理通伦在万象会见了代表团。", "今年一季度榴莲进口量创下新高。", "动车于清晨从昆明南站发出。"]
    two = [sample(source, said) for source in sources[:2]]
    assert found(*two) == {0: [("X02", "warning")], 1: [("X02", "warning")]}
    assert {code for issues in found(*(sample(source, said) for source in sources)).values() for code in issues} == {
        ("X02", "error")
    }


def test_near_sources_and_short_answers_may_share_a_translation() -> None:
    said = "Two hundred and forty delegates attended the forum."
    assert found(sample("论坛有240名代表出席。", said), sample("论坛有240名代表参加。", said)) == {}
    assert found(sample("他说：", "He said:"), sample("总理表示：", "He said:")) == {}
    assert found(sample("新华社", "Xinhua News Agency"), sample("中国国家通讯社", "Xinhua News Agency")) == {}
    assert found(sample("2024年", "2024"), sample("二〇二四", "2024")) == {}


def test_selection_and_order_hold_across_units() -> None:
    one = sample(OPENED, "The forum opened in Kunming on Wednesday with delegates from the ten ASEAN countries.")
    two = sample(OPENED, "On Wednesday the forum was opened in Kunming; delegates of all ASEAN states came.")
    assert check_together([one, two], select=["N"]) == {}
    assert check_together([one, two], ignore=["X01"]) == {}
    assert list(check_together([one, two], select=["x01"])) == [1]


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["alpha " * 6, "beta " * 8])), max_size=8))
def test_an_article_translated_by_one_table_has_no_two_translations(rows: list[tuple[str, str]]) -> None:
    table: dict[str, str] = {}
    samples = [
        sample(f"论坛{source}在昆明开幕，代表出席会议。", table.setdefault(source, target)) for source, target in rows
    ]
    assert not any(issue.code == "X01" for issues in check_together(samples).values() for issue in issues)


def headline(source: str, target: str, pair: str) -> dict[str, Severity]:
    issues = check(sample(source, target, pair, Kind.HEADLINE), select=["L04", "P08", "P04", "L03"])
    return {issue.code: issue.severity for issue in issues}


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("zh-en", "中国—东盟媒体合作论坛在昆明开幕", "China-ASEAN media forum opens in Kunming"),
        ("zh-th", "中老铁路客流量突破三千万人次", "ผู้โดยสารรถไฟจีน-ลาวทะลุสามสิบล้านคน"),
        ("en-zh", "China-ASEAN media forum opens in Kunming", "中国—东盟媒体合作论坛在昆明开幕"),
        ("en-vi", "Ministers back digital trade pact", "Các bộ trưởng ủng hộ hiệp định thương mại số"),
        ("zh-en", "王毅会见美国代表", "Wang meets envoys of the U.S."),
        ("en-km", "Will tourists come back?", "តើអ្នកទេសចរនឹងត្រឡប់មកវិញទេ?"),
    ],
)
def test_good_headlines_pass(pair: str, source: str, target: str) -> None:
    assert headline(source, target, pair) == {}


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        (
            "zh-en",
            "中国—东盟媒体合作论坛在昆明开幕",
            "The China-ASEAN Media Cooperation Forum, which many had awaited, was at last opened in Kunming today",
        ),
        (
            "en-zh",
            "China-ASEAN media forum opens in Kunming",
            "备受各方关注的中国与东盟各国媒体合作论坛今天上午在云南省会昆明市隆重拉开帷幕各国代表出席",
        ),
        ("zh-vi", "铁路客流创新高", "Lượng hành khách đi tàu hỏa trên tuyến đường này đã đạt mức cao nhất từ trước"),
    ],
)
def test_headlines_that_do_not_fit(pair: str, source: str, target: str) -> None:
    assert headline(source, target, pair) == {"L04": Severity.WARNING}


def test_a_long_headline_of_a_long_source_is_a_hint() -> None:
    source = "Ministers of ten countries and their media agencies agree on a joint programme of training and exchange, "
    target = source.replace("Ministers", "Menteri-menteri") + "katanya"
    assert headline(source + "they said", target, "en-id") == {"L04": Severity.INFO}


def test_a_full_stop_ends_no_headline() -> None:
    for pair, source, target in (
        ("zh-en", "论坛在昆明开幕", "Forum opens in Kunming."),
        ("en-zh", "Forum opens in Kunming", "论坛在昆明开幕。"),
        ("th-en", "เวทีสื่อเปิดที่คุนหมิง", "Media forum opens in Kunming."),
        ("en-my", "Forum opens in Kunming", "ကူမင်းတွင် ဖိုရမ် ဖွင့်လှစ်။"),
    ):
        assert headline(source, target, pair) == {"P08": Severity.WARNING}, pair
    assert headline("论坛开幕。", "The forum opens.", "zh-en") == {}
    assert "P08" not in {i.code for i in check(sample("论坛开幕", "The forum opens."))}


def test_an_empty_headline_is_found() -> None:
    assert headline("论坛开幕", " ", "zh-en") == {"L03": Severity.ERROR}
