"""Thai: what is sure, what is guessed, and which of the two guesses was at work."""

from __future__ import annotations

import pytest

from mtkit.segment import segmenter
from mtkit.segment.facts import facts
from mtkit.segment.thai import ThaiSegmenter

NEWS = (
    "กระทรวงวัฒนธรรมจัดการประชุมสื่อมวลชนจีน-อาเซียนที่กรุงเทพฯ เมื่อวันที่ 21 มิ.ย. พ.ศ. 2567 "
    "นอกจากนี้ ยังมีการลงนามบันทึกความเข้าใจระหว่างสองฝ่ายเพื่อขยายความร่วมมือด้านภาพยนตร์ "
    "อย่างไรก็ตาม รศ.ดร. สมชาย กล่าวว่า ยังต้องหารือกันอีกหลายครั้งก่อนเริ่มโครงการ"
)


def without():
    return ThaiSegmenter(facts("th"), tagger=False)


@pytest.fixture(params=["tagger", "cues"])
def cutter(request):
    if request.param == "tagger":
        pytest.importorskip("pycrfsuite")
        pytest.importorskip("pythainlp")
        return segmenter("th")
    return without()


def test_the_name_says_which_guess_is_in_use():
    pythainlp = pytest.importorskip("pythainlp")
    pytest.importorskip("pycrfsuite")
    assert segmenter("th").name == f"rules-th@1+pythainlp-{pythainlp.__version__}"
    assert without().name == "rules-th@1"


def test_cues_begin_sentences_and_are_flagged(cutter):
    sentences = cutter.sentences(NEWS)
    assert "".join(sentence.span.of(NEWS) for sentence in sentences) == NEWS
    starts = [sentence.span.of(NEWS)[:10] for sentence in sentences]
    assert any(start.startswith("นอกจากนี้") for start in starts)
    assert any(start.startswith("อย่างไรก็") for start in starts)
    assert all(sentence.guessed for sentence in sentences[:-1])
    assert not sentences[-1].guessed


def test_marked_boundaries_are_not_guessed(cutter):
    text = "พร้อมหรือยัง? พร้อมแล้ว!\nเริ่มการประชุม"
    assert [(s.span.of(text).strip(), s.guessed) for s in cutter.sentences(text)] == [
        ("พร้อมหรือยัง?", False),
        ("พร้อมแล้ว!", False),
        ("เริ่มการประชุม", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "เมื่อวันจันทร์ที่ 21 มิ.ย. พ.ศ. 2567 เวลา 17.00 น.",
        "รัฐมนตรีว่าการกระทรวงวัฒนธรรมและคณะผู้แทนไทย และ พล.อ. สมศักดิ์ พร้อมด้วย น.ส. สมหญิง",
        "การประชุมสื่อมวลชนจีน-อาเซียนประจำปีนี้ (มีผู้เข้าร่วมกว่า 150 คน จาก 11 ประเทศ เขากล่าว) สิ้นสุดลง",
        "ผู้เข้าร่วมการประชุมนำภาพยนตร์และหนังสือมาจัดแสดง ซึ่งได้รับความสนใจอย่างมาก",
        "บริษัทมีเดียแห่งประเทศไทย จำกัด (มหาชน) ร่วมลงนามกับ Astro Sdn. Bhd.",
    ],
)
def test_titles_dates_conjunctions_and_brackets_hold_a_guess_back(cutter, text):
    assert len(cutter.sentences(text)) == 1


def test_text_without_thai_never_reaches_the_tagger(cutter):
    text = "The ministers met. They talked (. . . ) about “trade"
    assert [s.span.of(text).strip() for s in cutter.sentences(text)] == [
        "The ministers met. They talked (. . . ) about “trade"
    ] or len(cutter.sentences(text)) == 2


def test_any_text_is_tiled(cutter):
    for text in ("", " ", "ก", "“ก ข", NEWS + "\r\n\u2028" + NEWS, "ๆ ฯลฯ " * 20, "😀 " + NEWS + "\ufeff", "่้ ๊๋ ์"):
        sentences = cutter.sentences(text)
        assert "".join(sentence.span.of(text) for sentence in sentences) == text
        assert cutter.sentences(text) == sentences
