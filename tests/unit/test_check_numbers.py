"""Numbers read by value, in every script and counting system."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mtkit.check.numbers.digits import plain_digits, readings
from mtkit.check.numbers.parse import numbers


@pytest.mark.parametrize(
    ("base", "text", "value"),
    [
        ("zh", "5.67万亿元", "5670000000000"),
        ("zh", "1亿2000万", "120000000"),
        ("zh", "3000多万人", "30000000"),
        ("zh", "5千克", "5"),  # 千克 is one word: kilogram
        ("zh", "15%", "15"),
        ("vi", "6,41 nghìn tỷ đồng", "6410000000000"),
        ("vi", "1.250 người", "1250"),
        ("id", "5 juta 300 ribu", "5300000"),
        ("id", "Rp1,5 triliun", "1500000000000"),
        ("ms", "680 juta", "680000000"),
        ("fil", "230 milyong piso", "230000000"),
        ("th", "๕.๒ หมื่นล้านบาท", "52000000000"),
        ("th", "5 พันธุ์", "5"),  # พันธุ์ is a species, not a thousand
        ("lo", "45 ຕື້ກີບ", "45000000000"),
        ("km", "១,៥ ពាន់លាន", "1500000000"),
        ("km", "៣ ម៉ឺន", "30000"),
        ("my", "၁ သိန်း ၂ သောင်း", "120000"),
        ("my", "သန်း ၅၀", "50000000"),
        ("my", "၁၉ ရာစု", "19"),  # ရာစု is a century
        ("ta", "15 லட்சம்", "1500000"),
        ("ta", "1,23,45,678", "12345678"),
        ("pt", "560 mil milhões", "560000000000"),
        ("pt", "1,5 bilhão", "1500000000"),
        ("en", "1,234.5", "1234.5"),
        ("en", "$3 bn", "3000000000"),
    ],
)
def test_written_number_has_its_value(base: str, text: str, value: str) -> None:
    written = [mention for mention in numbers(text, base).mentions if mention.written]
    assert [mention.value for mention in written] == [Decimal(value)]


@pytest.mark.parametrize(
    ("base", "text", "values"),
    [
        ("zh", "二〇二四年十月三十二", [2024, 10, 32]),
        ("zh", "两千三百人", [2300]),
        ("zh", "20世纪90年代", [1990]),
        ("en", "twenty-one thousand", [21000]),
        ("en", "chapter XIV", [14]),
        ("en", "half a million", [500000]),
        ("en", "2024-25", [2024, 2025]),
        ("zh", "增长3成", [30]),
        ("id", "dua puluh lima ribu", [25000]),
        ("ms", "tujuh belas", [17]),
        ("fil", "dalawampu't isang libo", [21000]),
        ("vi", "hai mươi mốt triệu", [21000000]),
        ("th", "สองหมื่นห้าพัน", [25000]),
        ("th", "มิถุนายน", [6]),
        ("lo", "ຊາວຫ້າ", [25]),
        ("km", "ប្រាំបី", [8]),
        ("my", "သုံးဆယ်", [30]),
        ("ta", "இரண்டாயிரம்", [2000]),
        ("pt", "dois mil e vinte e quatro", [2024]),
    ],
)
def test_words_can_meet_digits(base: str, text: str, values: list[int]) -> None:
    assert {Decimal(value) for value in values} <= numbers(text, base).pool


@pytest.mark.parametrize(
    ("text", "pool"),
    [
        ("代表团共十一人", {11}),  # not 10 and 1
        ("共有一百零五名代表", {105}),
        ("捐款两千零五元", {2005}),
        ("一亿零五百万人", {105000000}),
        ("花了三万五", {3, 5, 10000, 30005, 35000}),  # in speech; one cannot be sure
        ("三四百人", {3, 400}),
        ("十一长假", {1, 10, 11}),  # the first of October
    ],
)
def test_a_whole_chinese_numeral_lends_no_parts(text: str, pool: set[int]) -> None:
    assert numbers(text, "zh").pool == pool


def test_separators_follow_the_language() -> None:
    assert readings("1.234", dot_groups=False) == ((Decimal("1.234"),),)
    assert readings("1.234", dot_groups=True)[0] == (Decimal(1234),)
    assert (Decimal("1.234"),) in readings("1.234", dot_groups=True)


def test_time_is_read_by_both_clocks() -> None:
    assert readings("15:00", dot_groups=False) == ((Decimal(15),), (Decimal(3),))
    assert (Decimal(3), Decimal(30)) in readings("15:30", dot_groups=False)


def test_buddhist_year_is_the_christian_one_too() -> None:
    assert Decimal(2024) in numbers("ปี 2567", "th").pool
    assert Decimal(2024) not in numbers("2567 people", "en").pool


def test_addresses_and_labels_are_not_numbers() -> None:
    assert numbers("{1}see https://example.org/2024/06{/1}", "en").mentions == ()


@pytest.mark.parametrize("token", ["2024.9-12", "2024.9/12", "2024-9.12"])
def test_a_date_with_two_kinds_of_marks_is_read(token: str) -> None:
    assert readings(token, dot_groups=False) == ((Decimal(2024), Decimal(9), Decimal(12)),)


def test_plain_digits_keeps_places() -> None:
    text = "๒๕๖๗ ၂၀၂၄ ２０２４ ៥៦ İ"
    assert len(plain_digits(text)) == len(text)
    assert plain_digits(text).startswith("2567 2024 2024 56")
