"""Names in Latin letters that a text in another script spells by their sound."""

from __future__ import annotations

import pytest

from mtkit.check import Sample
from mtkit.check.names import check_names
from mtkit.check.names_sound import distance, is_known, weight
from mtkit.lang import Script, lang

# the same city, and a sentence that has no such sound
HEARD = [
    ("th", "Montevideo", "การประชุมจัดขึ้นที่กรุงมอนเตวิเดโอ", "การประชุมจัดขึ้นที่เมืองหลวง"),
    ("zh-Hans", "Montevideo", "会议在蒙得维的亚举行。", "会议在首都举行。"),
    ("ta", "Montevideo", "கூட்டம் மொண்டேவிடியோவில் நடைபெற்றது", "கூட்டம் தலைநகரில் நடைபெற்றது"),
    ("my", "Montevideo", "အစည်းအဝေးကို မွန်တီဗီဒီယိုတွင် ကျင်းပသည်", "အစည်းအဝေးကို မြို့တော်၌ ကျင်းပသည်"),
    ("km", "Montevideo", "ការប្រជុំនៅទីក្រុងម៉ុនតេវីដេអូ", "ការប្រជុំនៅរាជធានី"),
    ("lo", "Montevideo", "ກອງປະຊຸມຢູ່ນະຄອນມົນເຕວິເດໂອ", "ກອງປະຊຸມຢູ່ເມືອງຫຼວງ"),
]


@pytest.mark.parametrize(("code", "name", "good", "other"), HEARD)
def test_a_name_is_nearer_to_its_own_spelling_than_to_other_words(code: str, name: str, good: str, other: str) -> None:
    script = lang(code).script
    assert is_known(script)
    assert distance(name, good, script) <= 0.25 * weight(name)
    assert distance(name, other, script) > distance(name, good, script)


def test_scripts_without_a_table_are_known_as_such() -> None:
    assert not is_known(Script.LATIN)


def test_a_name_without_consonants_weighs_nothing() -> None:
    assert weight("Io") == 0
    assert distance("Io", "", Script.THAI) == 0


def missing(pair: str, source: str, target: str) -> list[str]:
    before, _, after = pair.partition("-")
    return [i.message for i in check_names(Sample(target, lang(after), source, lang(before))) if i.code == "E02"]


@pytest.mark.parametrize(
    ("pair", "good", "bad"),
    [
        (
            "en-th",
            "ภัณฑารักษ์ มาร์ตินา กัสเตลโด เปิดนิทรรศการเมื่อวานนี้",
            "ภัณฑารักษ์เปิดนิทรรศการเมื่อวานนี้",
        ),
        ("en-ta", "காப்பாளர் மார்டினா காஸ்டெல்டோ நேற்று கண்காட்சியைத் திறந்தார்.", "காப்பாளர் நேற்று விழாவைத் தொடங்கினார்."),
    ],
)
def test_a_person_whom_nothing_sounds_like_is_missing(pair: str, good: str, bad: str) -> None:
    source = "Yesterday the exhibition was opened by the curator Martina Casteldo."
    assert missing(pair, source, good) == []
    assert missing(pair, source, bad) == ["the source names “Martina Casteldo”, nothing in the target sounds like it"]


def test_half_a_name_in_latin_letters_is_missing_its_other_half() -> None:
    source = "The report was written by Martina Casteldo for the museum."
    assert missing("en-zh", source, "该报告由 Martina Casteldo 为博物馆撰写。") == []
    assert missing("en-zh", source, "该报告由 Martina 为博物馆撰写。") == [
        "the source names “Casteldo”, the target does not"
    ]


def test_a_brand_with_a_capital_inside_stays_in_a_chinese_text() -> None:
    assert missing("en-zh", "The studio built AstroPanel last year.", "该工作室去年推出了AstroPanel。") == []
    assert missing("en-zh", "The studio built AstroPanel last year.", "该工作室去年推出了新产品。") != []


def test_a_name_that_is_missing_is_told_once() -> None:
    source = "The exhibition was opened by Martina Casteldo, and the guests thanked Martina Casteldo."
    assert len(missing("en-th", source, "ภัณฑารักษ์เปิดนิทรรศการเมื่อวานนี้")) == 1
