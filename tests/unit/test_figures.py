"""Numbers that are carried by value: which are certain, and how each language writes them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtkit.figures import figures, write_number
from mtkit.lang import LANGUAGES
from mtkit.train.marks import MARKS

CASES = [
    (
        "en-id",
        "Trade reached 982.3 billion US dollars in 2024, up 7.8 percent, with 1,200 firms",
        {"982.3 billion": "982,3 miliar", "2024": "2024", "7.8": "7,8", "1,200": "1.200"},
    ),
    (
        "en-zh",
        "Trade reached 982.3 billion US dollars in 2024, up 7.8 percent",
        {"982.3 billion": "9823亿", "2024": "2024", "7.8": "7.8"},
    ),
    (
        "zh-en",
        "2024年贸易额达9823亿美元，同比增长7.8%，12000人于8月15日参加第21届博览会",
        {"2024": "2024", "9823亿": "982.3 billion", "7.8": "7.8", "12000": "12,000", "15": "15"},
    ),
    ("zh-vi", "第21届博览会吸引12000人，金额达3.5万元", {"21": "21", "12000": "12.000", "3.5万": "35.000"}),
    ("en-th", "Some 2000 people came in 2024; 45,300 visitors", {"2024": "2567", "45,300": "45,300"}),
    ("zh-th", "2024年有1250人", {"2024": "2567", "1250": "1250"}),
    # 7.50 may be a time of day
    ("th-en", "ในปี 2567 มีผู้เข้าร่วม 1,250 คน เพิ่มขึ้น 7.5 จาก 7.50", {"2567": "2024", "1,250": "1,250", "7.5": "7.5"}),
    ("km-en", "នៅឆ្នាំ២០២៤ មាន ១.២៥០ នាក់ កើន ៧,៨%", {"២០២៤": "2024", "១.២៥០": "1,250", "៧,៨": "7.8"}),
    ("en-km", "In 2024 there were 1,250 visitors", {"2024": "២០២៤", "1,250": "១.២៥០"}),
    ("en-my", "1,250 people in 2024 and 30 million kyat", {"1,250": "၁,၂၅၀", "2024": "၂၀၂၄", "30 million": "၃၀ သန်း"}),
    ("my-en", "၂၀၂၄ ခုနှစ်တွင် ၁၂၅၀ ဦး", {"၂၀၂၄": "2024", "၁၂၅၀": "1250"}),
    ("vi-en", "ngày 15/8 năm 2024, tăng 7,8%, 1.250 người, tháng 12", {"2024": "2024", "7,8": "7.8", "1.250": "1,250"}),
    ("ta-en", "2024 இல் 25 லட்சம் பேர், 48 நாடுகள்", {"2024": "2024", "25 லட்சம்": "2.5 million", "48": "48"}),
    ("en-vi", "the 21st COVID-19 meeting at 9:30 on 2024-05-06, call 007 or A380, 5 films, 3-4 days, v2.0.1", {}),
    ("en-id", "See ⟦12⟧ and https://example.org/2024/15", {}),
]


@pytest.mark.parametrize(("pair", "text", "forms"), CASES, ids=[f"{n}:{case[0]}" for n, case in enumerate(CASES)])
def test_certain_numbers_are_found_and_written_as_the_target_writes_them(pair, text, forms):
    found = figures(text, *pair.split("-"))
    assert {figure.span.of(text): figure.form for figure in found} == forms


@pytest.mark.parametrize(
    ("value", "code", "written"),
    [
        (1234567, "en", "1,234,567"),
        (1234567, "zh", "1234567"),
        (1234567, "id", "1.234.567"),
        (1234567, "my", "၁,၂၃၄,၅၆၇"),
        (1234567, "km", "១.២៣៤.៥៦៧"),
        (1234567, "zh-Hant", "1234567"),
    ],
)
def test_numbers_are_grouped_as_each_language_does(value, code, written):
    assert write_number(value, code) == written


LANGS = st.sampled_from(sorted(LANGUAGES))


@example("10000000000000000000000000000", "en", "en")
@given(st.text(st.sampled_from("0123456789.,:/-% 年月日万亿เดือนmillion⟦⟧aé")), LANGS, LANGS)
def test_spans_are_in_order_apart_and_hold_the_digits(text, source, target):
    found = figures(text, source, target)
    assert all(one.span.end <= two.span.start for one, two in itertools.pairwise(found))
    assert all(any(map(str.isdigit, figure.span.of(text))) for figure in found)


@given(st.integers(10, 10**9), LANGS, LANGS, LANGS)
def test_a_number_is_worth_the_same_through_two_hops(value, source, through, target):
    if len({source, through, target} & {"th"}):
        value = 10_000 + value  # four digits may be a year of another era
    text = f"({write_number(value, source)})"
    (one,) = figures(text, source, through)
    (two,) = figures(f"({one.form})", through, target)
    (back,) = figures(f"({two.form})", target, source)
    assert back.form in {write_number(value, source), str(value), write_number(value, source, grouped=False)}


def test_text_that_looks_like_a_mark_is_left_alone():
    assert figures(" ".join(MARKS), "en", "id") == ()
