"""Full dates in every language, and their weekdays."""

from __future__ import annotations

import pytest

from mtkit.check import Sample, check
from mtkit.check.numbers.daybook import days
from mtkit.check.numbers.parse import prepared
from mtkit.lang import lang
from mtkit.unit import Severity

RIGHT = {
    "en": ("12 September 2024", "September 12, 2024", "Sept. 12, 2024", "the 12th of September 2024", "2024-09-12"),
    "zh": ("2024年9月12日", "二〇二四年九月十二日", "2024年9月12号", "2024/9/12"),
    "id": ("12 September 2024", "12/9/2024"),
    "ms": ("12 September 2024", "12 haribulan September 2024"),
    "fil": ("ika-12 ng Setyembre 2024", "Setyembre 12, 2024", "ika-12 ng Setyembre, 2024"),
    "vi": ("ngày 12 tháng 9 năm 2024", "ngày 12/9/2024", "12-9-2024"),
    "th": ("12 กันยายน 2567", "วันที่ 12 กันยายน พ.ศ. 2567", "๑๒ ก.ย. ๒๕๖๗", "12 กันยายน ค.ศ. 2024", "12 กันยายน 2024"),
    "lo": ("ວັນທີ 12 ກັນຍາ 2024", "ວັນທີ 12 ເດືອນ 9 ປີ 2024", "12 ກັນຍາ ພ.ສ. 2567"),
    "km": ("ថ្ងៃទី១២ ខែកញ្ញា ឆ្នាំ២០២៤", "12 កញ្ញា 2024"),
    "my": ("၂၀၂၄ ခုနှစ် စက်တင်ဘာ ၁၂ ရက်", "၂၀၂၄ ခုနှစ်၊ စက်တင်ဘာလ ၁၂ ရက်"),
    "ta": ("2024 செப்டம்பர் 12", "செப்டம்பர் 12, 2024", "12 செப்டம்பர் 2024", "2024 ஆம் ஆண்டு செப்டம்பர் 12"),
    "pt": ("12 de setembro de 2024", "12/09/2024"),
    "tet": ("12 fulan setembru tinan 2024", "12 setembru 2024"),
}
THURSDAY = {
    "en": "Thursday, 12 September 2024", "zh": "2024年9月12日（星期四）", "id": "Kamis, 12 September 2024",
    "ms": "Khamis, 12 September 2024", "fil": "Huwebes, ika-12 ng Setyembre 2024",
    "vi": "thứ Năm, ngày 12 tháng 9 năm 2024", "th": "วันพฤหัสบดีที่ 12 กันยายน 2567", "lo": "ວັນພະຫັດ ທີ 12 ກັນຍາ 2024",
    "km": "ថ្ងៃព្រហស្បតិ៍ ទី១២ ខែកញ្ញា ឆ្នាំ២០២៤", "my": "၂၀၂၄ ခုနှစ် စက်တင်ဘာ ၁၂ ရက် ကြာသပတေးနေ့",
    "ta": "வியாழக்கிழமை, 12 செப்டம்பர் 2024", "pt": "quinta-feira, 12 de setembro de 2024",
}  # fmt: skip


@pytest.mark.parametrize(("base", "text"), [(base, text) for base, texts in RIGHT.items() for text in texts])
def test_one_date_in_all_ways_of_writing(base: str, text: str) -> None:
    (day,) = days(prepared(text), base)
    assert (2024, 9, 12) in day.readings
    assert day.full


@pytest.mark.parametrize("base", sorted(THURSDAY))
def test_weekday_that_fits_passes_and_a_day_later_does_not(base: str) -> None:
    def codes(text: str) -> list[str]:
        return [issue.code for issue in check(Sample(target=text, target_lang=lang(base)), select=("N10",))]

    right = THURSDAY[base]
    wrong = right.replace("12", "13").replace("១២", "១៣").replace("၁၂", "၁၃")
    assert codes(right) == []
    assert codes(wrong) == ["N10"]


@pytest.mark.parametrize("a", sorted(RIGHT))
@pytest.mark.parametrize("b", ["zh", "en", "th", "vi"])
def test_dates_meet_across_languages(a: str, b: str) -> None:
    if a == b:
        return
    sample = Sample(target=RIGHT[b][0], target_lang=lang(b), source=RIGHT[a][0], source_lang=lang(a))
    assert [i for i in check(sample, select=("N",)) if i.severity is not Severity.INFO] == []


def test_a_range_is_no_other_day() -> None:
    sample = Sample(
        target="The fair runs from 12 to 15 September 2024.", target_lang=lang("en"),
        source="博览会于2024年9月12日至15日举行。", source_lang=lang("zh"),
    )  # fmt: skip
    assert check(sample, select=("N09",)) == ()


def test_month_first_is_right_in_english_alone() -> None:
    source = Sample(
        target="The treaty of 4/5/2024", target_lang=lang("en"), source="2024年4月5日的条约", source_lang=lang("zh")
    )
    assert check(source, select=("N09",)) == ()
    other = Sample(
        target="Perjanjian 4/5/2024", target_lang=lang("id"), source="2024年4月5日的条约", source_lang=lang("zh")
    )
    assert [issue.severity for issue in check(other, select=("N09",))] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("code", "source", "target", "said"),
    [
        ("en", "They met on Wednesday.", "Họ gặp nhau hôm thứ Năm.",
         "source has Wednesday, target has thứ Năm (Thursday)"),
        ("zh", "双方周三举行了会谈。", "Hai bên hội đàm hôm thứ Năm.",
         "source has 周三 (Wednesday), target has thứ Năm (Thursday)"),
    ],
)  # fmt: skip
def test_a_day_that_english_says_is_not_said_twice(code: str, source: str, target: str, said: str) -> None:
    found = [issue for issue in check(Sample(target, lang("vi"), source, lang(code))) if issue.code == "N06"]
    assert [issue.message for issue in found] == [said]


def test_what_numbers_and_months_say_is_not_said_again() -> None:
    sample = Sample(
        target="Ngày 12 tháng 10 năm 2024", target_lang=lang("vi"), source="2024年9月12日", source_lang=lang("zh")
    )
    assert "N09" not in {issue.code for issue in check(sample, select=("N",))}
