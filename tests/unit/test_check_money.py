"""Currencies, shares and counting words in every language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mtkit.check import Sample, check
from mtkit.check.numbers.parse import numbers
from mtkit.check.numbers.patterns import one_of
from mtkit.lang import lang
from mtkit.unit import Severity

SOURCE = "该项目耗资3亿元人民币。"
DOLLARS = "该项目耗资3亿美元。"
YUAN = {
    "en": "The project cost 300 million yuan.",
    "id": "Proyek itu menelan biaya 300 juta yuan.",
    "ms": "Projek itu menelan belanja 300 juta yuan.",
    "fil": "Nagkahalaga ng 300 milyong yuan ang proyekto.",
    "vi": "Dự án tiêu tốn 300 triệu nhân dân tệ.",
    "th": "โครงการนี้ใช้เงิน 300 ล้านหยวน",
    "lo": "ໂຄງການນີ້ໃຊ້ເງິນ 300 ລ້ານຢວນ.",
    "km": "គម្រោងនេះចំណាយអស់ ៣០០ លានយ័ន។",
    "my": "ဤစီမံကိန်းသည် ယွမ် သန်း ၃၀၀ ကုန်ကျခဲ့သည်။",
    "ta": "இத்திட்டத்திற்கு 300 மில்லியன் யுவான் செலவானது.",
    "pt": "O projeto custou 300 milhões de yuans.",
    "tet": "Projetu ne'e kusta 300 miliaun yuan.",
}


def found(source: str, target: str, pair: str, code: str) -> list[Severity]:
    a, _, b = pair.partition("-")
    issues = check(Sample(target=target, target_lang=lang(b), source=source, source_lang=lang(a)), select=("N",))
    return [issue.severity for issue in issues if issue.code == code]


@pytest.mark.parametrize("code", sorted(YUAN))
def test_same_amount_in_the_same_currency_is_right(code: str) -> None:
    assert found(SOURCE, YUAN[code], f"zh-{code}", "N07") == []
    assert found(YUAN[code], SOURCE, f"{code}-zh", "N07") == []


@pytest.mark.parametrize("code", sorted(YUAN))
def test_same_amount_in_another_currency_is_an_error(code: str) -> None:
    assert found(DOLLARS, YUAN[code], f"zh-{code}", "N07") == [Severity.ERROR]
    assert found(YUAN[code], DOLLARS, f"{code}-zh", "N07") == [Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("罚款500元。", "The fine is ¥500.", "zh-en"),
        ("The fine is $500.", "罚款500美元。", "en-zh"),
        ("The fine is S$500.", "罚款500新元。", "en-zh"),
        ("The fine is $500 in Hong Kong.", "在香港罚款500元。", "en-zh"),
        ("Phạt 5.000.000đ.", "罚款500万越南盾。", "vi-zh"),
        ("ปรับ 500 บาท", "A fine of ฿500.", "th-en"),
        ("Denda Rp500 ribu.", "A fine of 500,000 rupiah.", "id-en"),
        ("Multa de US$ 500.", "罚款500美元。", "pt-zh"),
        ("கட்டணம் ரூ. 500 ஆகும்.", "费用为500卢比。", "ta-zh"),
        ("It cost 90 yen a day in 1998 won by few.", "一天花费90日元。", "en-zh"),
    ],
)
def test_signs_and_ambiguous_names_meet(source: str, target: str, pair: str) -> None:
    assert found(source, target, pair, "N07") == []


def test_a_conversion_in_brackets_is_right_but_not_exchanged() -> None:
    source = "门票为100元（14美元）。"
    assert found(source, "Tickets are 100 yuan (14 dollars).", "zh-en", "N07") == []
    assert Severity.ERROR in found(source, "Tickets are 100 dollars (14 yuan).", "zh-en", "N07")


@pytest.mark.parametrize(
    ("base", "text", "value"),
    [
        ("zh", "3万名", "30000"),
        ("zh", "2亿名", "200000000"),
        ("th", "20 ล้านคน", "20000000"),
        ("id", "20 juta orang", "20000000"),
        ("ms", "20 juta orang", "20000000"),
        ("vi", "20 triệu người", "20000000"),
        ("vi", "3,9 triệu năm", "3900000"),
        ("vi", "2 tỷ người", "2000000000"),
        ("en", "3 lakh people", "300000"),
        ("ta", "3 லட்சம் பேர்", "300000"),
        ("ta", "2 கோடி பேர்", "20000000"),
        ("lo", "2 ຕື້ຄົນ", "2000000000"),
        ("km", "២ លាននាក់", "2000000"),
        ("my", "၂ သန်း", "2000000"),
        ("fil", "2 bilyong tao", "2000000000"),
        ("pt", "2 milhões de pessoas", "2000000"),
        ("tet", "2 miliaun ema", "2000000"),
    ],
)
def test_counting_words_of_each_script(base: str, text: str, value: str) -> None:
    assert [m.value for m in numbers(text, base).mentions if m.written] == [Decimal(value)]


@pytest.mark.parametrize(
    ("base", "text", "value"),
    [
        ("vi", "mười bốn trường học", 14),
        ("vi", "hai triệu năm", 2_000_000),
        ("ta", "நான்கு மில்லியனுக்கும்", 4_000_000),
        ("ta", "அக்டோபரில்", 10),
        ("fil", "apat na milyong tao", 4_000_000),
        ("fil", "panlabinlima", 15),
        ("zh", "20世纪60年代", 1960),
    ],
)
def test_words_that_were_not_read_before(base: str, text: str, value: int) -> None:
    assert Decimal(value) in numbers(text, base).pool


@pytest.mark.parametrize(
    ("target", "pair", "wanted"),
    [
        ("Tỷ lệ tăng 5 điểm phần trăm.", "zh-vi", []),
        ("Tỷ lệ tăng 5 phần trăm.", "zh-vi", [Severity.ERROR]),
        ("อัตราเพิ่มขึ้น 5 จุดเปอร์เซ็นต์", "zh-th", []),
        ("อัตราเพิ่มขึ้นร้อยละ 5", "zh-th", [Severity.ERROR]),
        ("Tingkatnya naik 5 poin persentase.", "zh-id", []),
        ("Kadar naik 5 peratus.", "zh-ms", [Severity.ERROR]),
        ("Tumaas ng 5 porsyento ang antas.", "zh-fil", [Severity.ERROR]),
        ("ອັດຕາເພີ່ມຂຶ້ນ 5 ເປີເຊັນ.", "zh-lo", [Severity.ERROR]),
        ("អត្រាកើនឡើង ៥ ភាគរយ។", "zh-km", [Severity.ERROR]),
        ("နှုန်းသည် ၅ ရာခိုင်နှုန်း တိုးသည်။", "zh-my", [Severity.ERROR]),
        ("விகிதம் 5 சதவீதம் உயர்ந்தது.", "zh-ta", [Severity.ERROR]),
        ("A taxa subiu 5 pontos percentuais.", "zh-pt", []),
        ("The rate rose by 5 per mille.", "zh-en", [Severity.ERROR]),
        ("The rate rose by 5.", "zh-en", [Severity.WARNING]),
    ],
)
def test_percentage_points(target: str, pair: str, wanted: list[Severity]) -> None:
    assert found("该比率上升了5个百分点。", target, pair, "N08") == wanted


def test_one_of_prefers_the_longest_and_minds_what_follows() -> None:
    import re

    pattern = re.compile(one_of({"ten": "", "tenth": "", "te": "(?!a)", "a.b": ""}))
    assert [m[0] for m in pattern.finditer("tenth tent tea te axb a.b")] == ["tenth", "ten", "te", "a.b"]
    assert re.search(one_of([]), "anything") is None
