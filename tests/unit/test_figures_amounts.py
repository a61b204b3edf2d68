"""Numbers with the currency that touches them: what is certain is carried, all else stays with the model."""

from __future__ import annotations

import pytest

from mtkit.figures import amounts, write_amount

CARRIED = [
    ("zh-en", "总投资1.2亿元。", "1.2亿元", "120 million yuan"),
    ("zh-id", "人民币1.2亿元投入使用。", "人民币1.2亿元", "120 juta yuan"),
    ("zh-vi", "总投资1.2亿元人民币。", "1.2亿元人民币", "120 triệu nhân dân tệ"),
    ("zh-th", "总投资1.2亿元（约合6亿泰铢）。", "1.2亿元", "120 ล้านหยวน"),
    ("zh-km", "总投资1.2亿元。", "1.2亿元", "១២០ លានយ័ន"),
    ("zh-my", "总投资1.2亿元。", "1.2亿元", "ယွမ် ၁၂၀ သန်း"),
    ("zh-lo", "总投资1.2亿元。", "1.2亿元", "120 ລ້ານຢວນ"),
    ("zh-ta", "总投资1.2亿元。", "1.2亿元", "120 மில்லியன் யுவான்"),
    ("zh-pt", "总投资1.2亿元。", "1.2亿元", "120 milhões de yuans"),
    ("zh-fil", "总投资1.2亿元。", "1.2亿元", "120 milyong yuan"),
    ("zh-tet", "总投资1.2亿元。", "1.2亿元", "yuan miliaun 120"),
    ("zh-zh-Hant", "总投资1.2亿元。", "1.2亿元", "1.2億元人民幣"),
    ("zh-Hant-en", "總投資1.2億元人民幣。", "1.2億元人民幣", "120 million yuan"),
    ("zh-en", "援助500万欧元。", "500万欧元", "5 million euros"),
    ("zh-ms", "投资1.2亿林吉特。", "1.2亿林吉特", "RM120 juta"),
    ("id-zh", "Anggaran Rp3,6 triliun disiapkan.", "Rp3,6 triliun", "3.6万亿印尼盾"),
    ("ms-zh", "Nilainya RM1.2 bilion.", "RM1.2 bilion", "12亿林吉特"),
    ("en-zh", "It lent US$5bn to firms.", "US$5bn", "50亿美元"),
    ("en-vi", "It lent $2.5 billion.", "$2.5 billion", "2,5 tỷ đô la"),
    ("en-id", "In 2024 $45 million was paid.", "$45 million", "45 juta dolar"),
    ("th-zh", "ใช้งบประมาณ 1.5 แสนล้านบาท", "1.5 แสนล้านบาท", "1500亿泰铢"),
    ("th-zh", "มูลค่า 15 ล้านดอลลาร์", "15 ล้านดอลลาร์", "1500万美元"),
    ("th-en", "มูลค่า 5 ล้านยูโร", "5 ล้านยูโร", "5 million euros"),
    ("vi-zh", "Vốn 1.250 tỷ đồng.", "1.250 tỷ đồng", "1.25万亿越南盾"),
    ("vi-en", "Giá 500.000 đồng.", "500.000 đồng", "500,000 dong"),
    ("km-en", "ថ្លៃ ៥០០០០ រៀល", "៥០០០០ រៀល", "50,000 riel"),
    ("my-en", "ကျပ် ၅၀ သန်း ကုန်ကျသည်။", "ကျပ် ၅၀ သန်း", "50 million kyat"),
    ("ta-en", "25 கோடி ரூபாய் ஒதுக்கப்பட்டது.", "25 கோடி ரூபாய்", "250 million rupees"),
    ("lo-en", "ໃຊ້ທຶນ 120 ລ້ານກີບ.", "120 ລ້ານກີບ", "120 million kip"),
    ("fil-en", "Umabot sa 5.6 milyong piso.", "5.6 milyong piso", "5.6 million Philippine pesos"),
    ("tet-en", "Orsamentu dolar miliaun 120.", "dolar miliaun 120", "120 million dollars"),
    ("pt-id", "Custa 5,6 milhões de euros.", "5,6 milhões de euros", "5,6 juta euro"),
]
LEFT = [
    ("zh-en", "台湾企业投资1.2亿元。"),  # of which dollar?
    ("zh-en", "香港项目耗资1.2亿元。"),
    ("zh-Hant-en", "總投資1.2億元。"),
    ("zh-en", "總投資1.2億元。"),
    ("zh-en", "投资3亿多元。"),
    ("zh-en", "生产500万元件。"),
    ("zh-en", "2月12日元宵节。"),
    ("zh-en", "投资5亿盾。"),
    ("zh-en", "投资1.2亿元（港币）。"),
    ("zh-en", "投资1.2亿津巴布韦元。"),
    ("en-zh", "It lent $2.5 billion."),  # Chinese has no bare dollar
    ("en-zh", "It lent $45 million AUD."),
    ("en-id", "In 2024 $5 was paid."),
    ("en-id", "Of 50 USD 20 went home."),
    ("en-id", "Rice of 12 million pounds."),
    ("en-id", "Team won 15 million won."),
    ("en-id", "The 20 euro countries met."),
    ("vi-en", "Có 15 đồng phạm."),
    ("vi-en", "Có 15 đô thị."),
    ("id-en", "Ada 15 petrodolar."),
    ("th-en", "ได้ 15 เหรียญ"),
    ("lo-en", "ມີ 12 ບາດເຈັບ"),
    ("ta-en", "15 கோடி ரூபாயை வழங்கியது."),
    ("my-en", "၅ ကျပ် ၂၀ ရှိသည်။"),
    ("my-en", "၁၂၀ သန်း ဘတ်ဂျက် ရှိသည်။"),
]


@pytest.mark.parametrize(("pair", "text", "span", "form"), CARRIED)
def test_a_number_takes_its_currency_along(pair: str, text: str, span: str, form: str) -> None:
    source, _, target = pair.removeprefix("zh-Hant-").partition("-")
    if pair.startswith("zh-Hant-"):
        source, target = "zh-Hant", pair.removeprefix("zh-Hant-")
    found = [(one.span.of(text), one.form) for one in amounts(text, source, target) if one.currency]
    assert (span, form) in found


@pytest.mark.parametrize(("pair", "text"), LEFT)
def test_a_currency_in_doubt_stays_with_the_model(pair: str, text: str) -> None:
    source, _, target = pair.rpartition("-")
    assert [one.currency for one in amounts(text, source, target) if one.currency] == []


def test_a_word_between_two_numbers_is_of_one_of_them() -> None:
    text = "ယွမ် ၁၂၀ သန်း ကျပ် ၅၀ သန်း"
    found = {one.span.of(text): one.currency for one in amounts(text, "my", "en")}
    assert "MMK" not in found.values() or found["ကျပ် ၅၀ သန်း"] == "MMK"
    assert "၁၂၀ သန်း ကျပ်" not in found


def test_no_form_is_written_for_a_currency_without_a_certain_word() -> None:
    assert write_amount("120 ລ້ານ", "MMK", "lo") is None
    assert write_amount("12 million", "XAF", "en") is None
