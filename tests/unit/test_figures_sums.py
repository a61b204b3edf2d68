"""Numbers with a counting word: which are certain, and how each language writes them, exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mtkit.figures import figures, write_sum

TAKEN = [
    (
        "zh-en",
        "贸易额达9823亿美元，560万人受益，总投资1.2万亿元，覆盖3亿5000万人，每户1万5千元",
        {"9823亿": "982.3 billion", "560万": "5.6 million", "1.2万亿": "1.2 trillion", "3亿5000万": "350 million",
         "1万5千": "15,000"},
    ),
    ("zh-th", "进口额9823亿美元，游客560万人次，投资1.2万亿元", {
        "9823亿": "982,300 ล้าน", "560万": "5.6 ล้าน", "1.2万亿": "1.2 ล้านล้าน"}),
    ("zh-km", "进口额9823亿美元，游客560万人次", {"9823亿": "៩៨២,៣ ពាន់លាន", "560万": "៥,៦ លាន"}),
    ("zh-my", "进口额9823亿美元，游客560万人次", {"9823亿": "၉၈၂.၃ ဘီလီယံ", "560万": "၅.၆ သန်း"}),
    ("zh-pt", "投资100万美元，产值10亿元，贸易额9823亿美元", {
        "100万": "1 milhão", "10亿": "1.000 milhões", "9823亿": "982,3 mil milhões"}),
    ("zh-zh-Hant", "投资3.5亿元，12万人", {"3.5亿": "3.5億", "12万": "12萬"}),
    ("zh-en", "近9823亿美元、3亿多人、约560万吨", {
        "9823亿": "982.3 billion", "3亿": "300 million", "560万": "5.6 million"}),
    ("zh-en", "3亿-5亿元；3到5万人", {
        "3亿": "300 million", "5亿": "500 million", "3": "30,000", "5万": "50,000"}),
    ("zh-en", "全年发电560亿千瓦时，5千克", {"560亿": "56 billion"}),
    ("en-zh", "US$982.3 billion, $5bn, RM5 million, 2 lakh farmers and 30 to 50 million tourists", {
        "982.3 billion": "9823亿", "5bn": "50亿", "5 million": "500万", "2 lakh": "20万", "30": "3000万",
        "50 million": "5000万"}),
    ("en-zh", "In 2024 and 5 million people", {"2024": "2024", "5 million": "500万"}),
    ("id-zh", "Rp1.250 triliun, 1,5 juta orang, 3 juta 500 ribu ton", {
        "1.250 triliun": "1250万亿", "1,5 juta": "150万", "3 juta 500 ribu": "350万"}),
    ("ms-en", "RM1,250.5 juta dan 1.25 bilion", {"1,250.5 juta": "1,250.5 million", "1.25 bilion": "1.25 billion"}),
    ("vi-zh", "1.250 tỷ đồng, 15 nghìn tỷ đồng, 20 triệu năm trước", {
        "1.250 tỷ": "1.25万亿", "15 nghìn tỷ": "15万亿", "20 triệu": "2000万"}),
    ("th-zh", "ผู้ใช้ 3.2 ล้านคน มูลค่า 982,300 ล้านดอลลาร์ และ 1 แสน 2 หมื่นไร่", {
        "3.2 ล้าน": "320万", "982,300 ล้าน": "9823亿", "1 แสน 2 หมื่น": "12万"}),
    ("km-en", "ភ្ញៀវ៥លាននាក់ ៩៨២,៣ ពាន់លានដុល្លារ និង ១,២ ត្រីលានរៀល", {
        "៥លាន": "5 million", "៩៨២,៣ ពាន់លាន": "982.3 billion", "១,២ ត្រីលាន": "1.2 trillion"}),
    ("my-en", "ဒေါ်လာ သန်း ၃၀ ၊ လူ ၁၀ သိန်း ၊ ယွမ် ၅ ဒသမ ၆ ဘီလီယံ ၊ ၂၃ ဒသမ ၅ ရာခိုင်နှုန်း", {
        "သန်း ၃၀": "30 million", "၁၀ သိန်း": "1 million", "၅ ဒသမ ၆ ဘီလီယံ": "5.6 billion", "၂၃ ဒသမ ၅": "23.5"}),
    ("ta-en", "25 லட்சம் பேர், 1.2 லட்சம் கோடி டாலர், 25 லட்சத்து 50 ஆயிரம் வீடுகள்", {
        "25 லட்சம்": "2.5 million", "1.2 லட்சம் கோடி": "1.2 trillion", "25 லட்சத்து 50 ஆயிரம்": "2.55 million"}),
    ("lo-en", "ນັກທ່ອງທ່ຽວ 5,6 ລ້ານຄົນ, ມູນຄ່າ 1,2 ພັນຕື້ກີບ", {"5,6 ລ້ານ": "5.6 million", "1,2 ພັນຕື້": "1.2 trillion"}),
    ("pt-en", "982,3 mil milhões de dólares, 35 mil pessoas", {
        "982,3 mil milhões": "982.3 billion", "35 mil": "35,000"}),
    ("fil-en", "982.3 bilyong dolyar para sa 5.6 milyong katao", {
        "982.3 bilyong": "982.3 billion", "5.6 milyong": "5.6 million"}),
    ("tet-en", "dolar miliaun 5,6 no ema rihun 35", {"miliaun 5,6": "5.6 million", "rihun 35": "35,000"}),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "text", "forms"), TAKEN, ids=[f"{n}:{case[0]}" for n, case in enumerate(TAKEN)])
def test_what_is_certain_is_written_as_the_news_of_the_target_does(pair, text, forms):
    found = figures(text, *pair.split("-", 1))
    assert {figure.span.of(text): figure.form for figure in found} == forms


LEFT = [
    ("zh", "30多万人"), ("zh", "100余亿元"), ("zh", "第3亿位用户"), ("zh", "3万分之一"), ("zh", "3万亿分之一"),
    ("zh", "1、2亿人"), ("zh", "8点5亿元"), ("zh", "3亿半"), ("zh", "3万象牙"), ("zh", "2000兆"),
    ("zh", "5000万2024年"),
    ("en", "a 5-million-dollar fund"), ("en", "3 million and a half"), ("en", "30 or 40 million"), ("en", "5 dozen"),
    ("en", "5 hundredths"),
    ("en", "Rp. 43. 5 trillion"), ("en", "dollars. .8 billion"), ("en", "the 3 millionth guest"),
    ("en", "15 billionaires"),
    ("id", "1.250 juta orang"), ("id", "1,250 juta orang"), ("id", "2 juta setengah"), ("id", "ke-3 juta"),
    ("vi", "15 tỷ phú"), ("vi", "3 triệu rưỡi"), ("vi", "năm 2024 triệu tập hội nghị"), ("vi", "25 tỷ lệ"),
    ("th", "3 ล้านครึ่ง"), ("th", "3 ล้านห้าแสน"), ("th", "5 พันธมิตร"), ("th", "2 ล้านนา"), ("th", "ครั้งที่ 3 ล้าน"),
    ("my", "၂ သန်းခွဲ"), ("my", "၂၀ သန်းခေါင်စာရင်း"), ("my", "ထောင် ၁၀ နှစ်"), ("my", "ဦးသန်း ၅၀"),
    ("ta", "25 லட்சத்துக்கும் மேல்"), ("ta", "3 மில்லியனுக்கு"), ("km", "ទី៣លាន"), ("km", "៣លានកន្លះ"),
    ("lo", "3 ລ້ານຊ້າງ"), ("lo", "1.250 ຕື້"), ("pt", "10 000 milhões e meio"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), LEFT, ids=[f"{n}:{case[0]}" for n, case in enumerate(LEFT)])
def test_what_may_mean_something_else_is_left_to_the_model(source, text):
    target = "en" if source == "zh" else "zh"
    assert [
        f for f in figures(text, source, target) if f.form not in {"2024", "10", "15", "20", "25", "50", "43"}
    ] == []


@pytest.mark.parametrize(
    ("value", "code", "written"),
    [
        ("1234000000", "en", "1.234 billion"),
        ("1234500000", "en", "1,234.5 million"),
        ("1234567890", "en", "1,234,567,890"),
        ("1234000000", "id", "1.234.000.000"),  # 1,234 miliar may be read as a thousand and more
        ("1234000000", "vi", "1.234 triệu"),
        ("1234567", "zh", "123.4567万"),
        ("1200000000000", "vi", "1.200 tỷ"),
        ("1200000000000", "tet", "biliaun 1.200"),
        ("35000", "en", "35,000"),
        ("3500.5", "id", "3.500,5"),
        ("9000", "zh", "9000"),
    ],
)
def test_a_value_is_never_rounded(value, code, written):
    assert write_sum(Decimal(value), code) == written
