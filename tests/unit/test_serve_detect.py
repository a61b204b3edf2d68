"""Which language a text is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.lang import LANGUAGES
from mtkit.serve.detect import detect, has_letters, mistaken

NEWS = {
    "en": "The ministers agreed on Friday that the railway will open before the rainy season begins.",
    "zh": "与会部长周五同意，这条铁路将在雨季到来之前通车。",
    "zh-Hant": "與會部長週五同意，這條鐵路將在雨季到來之前通車。",
    "id": "Para menteri sepakat pada hari Jumat bahwa jalur kereta itu akan dibuka sebelum musim hujan tiba.",
    "ms": "Para menteri bersetuju pada Jumaat bahawa landasan kereta api itu akan dibuka sebelum musim hujan.",
    "fil": "Nagkasundo ang mga ministro noong Biyernes na bubuksan ang riles bago magsimula ang tag-ulan.",
    "vi": "Các bộ trưởng hôm thứ Sáu đã nhất trí rằng tuyến đường sắt sẽ khai trương trước mùa mưa.",
    "th": "บรรดารัฐมนตรีเห็นพ้องเมื่อวันศุกร์ว่าทางรถไฟจะเปิดก่อนฤดูฝน",
    "lo": "ບັນດາລັດຖະມົນຕີໄດ້ເຫັນດີໃນວັນສຸກວ່າທາງລົດໄຟຈະເປີດກ່ອນລະດູຝົນ",
    "km": "រដ្ឋមន្ត្រីបានយល់ព្រមកាលពីថ្ងៃសុក្រថា ផ្លូវរថភ្លើងនឹងបើកមុនរដូវវស្សា។",
    "my": "ဝန်ကြီးများက မီးရထားလမ်းကို မိုးရာသီမတိုင်မီ ဖွင့်လှစ်မည်ဟု သောကြာနေ့တွင် သဘောတူခဲ့ကြသည်။",
    "ta": "மழைக்காலம் தொடங்கும் முன் ரயில் பாதை திறக்கப்படும் என்று அமைச்சர்கள் வெள்ளிக்கிழமை ஒப்புக்கொண்டனர்.",
    "pt": "Os ministros concordaram na sexta-feira que a ferrovia será aberta antes da estação das chuvas.",
    "tet": "Ministru sira konkorda iha loron-sesta katak estrada ne'e sei loke molok tempu udan hahú.",
}


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_a_sentence_of_news_tells_its_language(code: str) -> None:
    best, *others = detect(NEWS[code])
    assert best.language == code
    assert best.confidence > 50
    assert all(one.confidence <= best.confidence for one in others)


def test_names_and_addresses_in_another_script_do_not_decide() -> None:
    assert detect("东盟秘书处（ASEAN Secretariat）发布公报：https://asean.org/communique")[0].language == "zh"
    assert detect("นายกรัฐมนตรีพบ Prabowo Subianto ที่กรุงเทพฯ เมื่อวานนี้")[0].language == "th"


def test_a_little_text_is_a_guess_and_says_so() -> None:
    assert detect("Jakarta")[0].confidence < detect(NEWS["id"])[0].confidence
    assert detect("ASEAN 2026")[0].confidence < 50
    (only,) = detect("42 % — 1,500")
    assert (only.language, only.confidence) == ("en", 0.0)
    assert detect("")[0].confidence == 0.0
    assert not has_letters("42 % — 1,500 😀")
    assert has_letters("ก")


def test_many_texts_are_taken_together() -> None:
    assert detect(["Selamat pagi", NEWS["ms"]])[0].language == "ms"


HELDOUT = Path(__file__).parents[2] / "benchmarks" / "heldout" / "news.jsonl"
ROWS = [json.loads(line) for line in HELDOUT.read_text(encoding="utf-8").splitlines()]
WRITTEN = [code for code in LANGUAGES if code in ROWS[0]]
LATIN = {"en", "id", "ms", "fil", "vi", "pt", "tet"}


@pytest.mark.parametrize("many", [1, 2, 5, 20])
@pytest.mark.parametrize("code", WRITTEN)
def test_a_language_that_was_named_rightly_is_never_doubted(code: str, many: int) -> None:
    for first in range(0, len(ROWS), many):
        text = "\n".join(row[code] for row in ROWS[first : first + many])
        assert mistaken(text, code) is None, text


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_one_sentence_of_its_own_language_is_never_doubted(code: str) -> None:
    assert mistaken(NEWS[code], code) is None


@pytest.mark.parametrize("said", list(LANGUAGES))
@pytest.mark.parametrize("code", WRITTEN)
def test_another_script_is_told_from_a_paragraph(code: str, said: str) -> None:
    text = "\n".join(row[code] for row in ROWS[:3])
    found = mistaken(text, said)
    if code == said or {code, said} <= {"zh", "zh-Hant"}:
        assert found is None
    elif not {code, said} <= LATIN:
        assert found is not None
        assert found.language == code


@pytest.mark.parametrize(("code", "said"), [("en", "vi"), ("vi", "id"), ("fil", "en"), ("pt", "ms"), ("id", "en")])
def test_latin_languages_are_told_apart_in_an_article(code: str, said: str) -> None:
    found = mistaken("\n".join(row[code] for row in ROWS[:12]), said)
    assert found is not None
    assert found.language == code


def test_names_a_short_note_and_a_text_in_two_languages_raise_no_doubt() -> None:
    assert mistaken("ASEAN Secretariat\nMedia Forum 2025", "zh") is None
    assert (
        mistaken("Prabowo Subianto, Anwar Ibrahim, Hun Manet, Lawrence Wong, Ferdinand Marcos Jr., To Lam", "th")
        is None
    )
    assert mistaken("Perhimpunan itu berjalan lancar.", "id") is None
    assert mistaken(f"{NEWS['en']}\n{NEWS['zh']}", "zh") is None
    assert mistaken(NEWS["zh-Hant"], "zh") is None
    assert mistaken("", "vi") is None


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_whatever_it_is_given_it_answers(text: str) -> None:
    found = detect(text)
    assert found == detect(text)
    assert all(one.language in LANGUAGES and 0 <= one.confidence <= 100 for one in found)
