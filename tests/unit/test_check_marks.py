"""Missing marks and characters that cannot be seen."""

from __future__ import annotations

import unicodedata

import pytest

from mtkit.check import Sample, check
from mtkit.lang import lang
from mtkit.unit import Severity

GOOD = {
    "vi": "Lãnh đạo hai nước nhất trí tăng cường hợp tác truyền thông, đào tạo phóng viên trẻ và trao đổi phim.",
    "pt": "A cooperação entre os meios de comunicação dos dois países não é só importante, é também necessária.",
    "th": "ผู้นำทั้งสองประเทศเห็นพ้องที่จะเสริมสร้างความร่วมมือด้านสื่อ ฝึกอบรมนักข่าวรุ่นใหม่ และแลกเปลี่ยนภาพยนตร์สารคดี",
    "lo": "ຜູ້ນຳທັງສອງປະເທດເຫັນດີເພີ່ມທະວີການຮ່ວມມືດ້ານສື່ມວນຊົນ ຝຶກອົບຮົມນັກຂ່າວໜຸ່ມ ແລະ ແລກປ່ຽນຮູບເງົາສາລະຄະດີ",
    "km": "មេដឹកនាំប្រទេសទាំងពីរបានឯកភាពគ្នាពង្រឹងកិច្ចសហប្រតិបត្តិការសារព័ត៌មាន បណ្តុះបណ្តាលអ្នកកាសែតវ័យក្មេង",
    "my": "နှစ်နိုင်ငံခေါင်းဆောင်များသည် မီဒီယာပူးပေါင်းဆောင်ရွက်မှုကို မြှင့်တင်ရန် သဘောတူခဲ့ကြပြီး လူငယ်သတင်းထောက်များ",
    "ta": "இரு நாடுகளின் தலைவர்கள் ஊடக ஒத்துழைப்பை வலுப்படுத்தவும் இளம் பத்திரிகையாளர்களுக்குப் பயிற்சி அளிக்கவும் உடன்பட்டனர்",
}


def codes(text: str, code: str) -> dict[str, Severity]:
    return {i.code: i.severity for i in check(Sample(target=text, target_lang=lang(code)), select=("S",))}


def stripped(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return plain.replace("đ", "d").replace("Đ", "D")


@pytest.mark.parametrize("code", sorted(GOOD))
def test_good_text_has_its_marks(code: str) -> None:
    assert not {"S07", "S08"} & codes(GOOD[code], code).keys()


@pytest.mark.parametrize("code", sorted(GOOD))
def test_text_without_its_marks_is_found(code: str) -> None:
    assert codes(stripped(GOOD[code]), code)["S07"] is Severity.ERROR


@pytest.mark.parametrize("code", ["vi", "pt"])
def test_decomposed_letters_are_found(code: str) -> None:
    assert codes(unicodedata.normalize("NFD", GOOD[code]), code)["S08"] is Severity.WARNING


def test_stripped_vietnamese_is_not_called_another_language() -> None:
    assert "S01" not in codes(stripped(GOOD["vi"]), "vi")


@pytest.mark.parametrize("code", ["km", "th", "lo", "my"])
def test_a_space_without_width_parts_words(code: str) -> None:
    text = GOOD[code]
    assert "S08" not in codes(text.replace(" ", "\u200b "), code)


@pytest.mark.parametrize(
    ("text", "code", "wanted"),
    [
        ("Rapat di Ha\u00adnoi.", "id", Severity.WARNING),
        ("Rapat di \u202eHanoi.", "id", Severity.WARNING),
        ("Rapat\ufeff di Hanoi.", "id", Severity.WARNING),
        ("\ufeffRapat di Hanoi.", "id", None),
        ("Rapat\u200b di Hanoi.", "id", Severity.INFO),
        ("Keluarga 👨\u200d👩\u200d👧 itu.", "id", None),
        ("Rapat di Hanoi\U000e0049.", "id", Severity.ERROR),
        ("会议在河\u200d内举行。", "zh", Severity.WARNING),
        ("க்\u200cஷ", "ta", None),
        ("العربية\u200f (Arab)", "id", None),
    ],
)
def test_invisible_characters(text: str, code: str, wanted: Severity | None) -> None:
    assert codes(text, code).get("S08") == wanted


def test_what_the_source_has_is_a_hint() -> None:
    sample = Sample(
        target="Rapat di Ha\u00adnoi.", target_lang=lang("id"), source="Ha\u00adnoi", source_lang=lang("en")
    )
    assert [i.severity for i in check(sample, select=("S08",))] == [Severity.INFO]
