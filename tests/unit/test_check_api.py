"""The face of the checks: selection, order, single texts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mtkit.check import CHECKS, CODES, TOGETHER, Sample, check, describe
from mtkit.errors import UsageError
from mtkit.lang import lang
from mtkit.unit import Severity

SPOILED = Sample(
    target="Kim ngạch đạt 5,67 tỷ nhân dân tệ  (tăng 一带一路.",
    target_lang=lang("vi"),
    source="贸易额达到5.67万亿元（增长）。",
    source_lang=lang("zh"),
)


def codes(sample: Sample, **options: object) -> list[str]:
    return [issue.code for issue in check(sample, **options)]  # type: ignore[arg-type]


def test_gravest_first_then_by_code() -> None:
    found = check(SPOILED)
    assert [issue.code for issue in found] == ["N02", "S02", "P01"]
    assert [issue.severity for issue in found] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_select_and_ignore_take_codes_and_groups() -> None:
    assert codes(SPOILED, select=["N"]) == ["N02"]
    assert codes(SPOILED, select=["N01"]) == []
    assert codes(SPOILED, ignore=["N02", "s"]) == ["P01"]
    assert codes(SPOILED, select=["N", "P"], ignore=["P01"]) == ["N02"]
    assert codes(SPOILED, select=[]) == []


@pytest.mark.parametrize("options", [{"select": ["Q"]}, {"ignore": ["N99"]}, {"select": "N"}])
def test_unknown_codes_are_usage_errors(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        codes(SPOILED, **options)


def test_every_code_belongs_to_a_check_and_is_described() -> None:
    assert {code[0] for code in CODES} == {*CHECKS, *(name[0] for name in TOGETHER), "M"}  # M: while translating
    for code in [*CODES, *CHECKS]:
        assert describe(code.lower()) and "\n" not in describe(code)
    with pytest.raises(UsageError, match="unknown check code"):
        describe("Z01")


def test_empty_target_is_one_finding() -> None:
    empty = Sample(target="\n", target_lang=lang("th"), source="会议开幕。", source_lang=lang("zh"))
    assert codes(empty) == ["L03"]
    assert codes(empty, ignore=["L"]) == []


def test_single_text_is_checked_on_its_own() -> None:
    single = Sample(target="会议(在北京举行,讨论合作 \ufffd。", target_lang=lang("zh"))
    assert codes(single) == ["S03", "P01", "P05"]


def test_same_language_is_not_untranslated() -> None:
    same = Sample(target="会议开幕。", target_lang=lang("zh-Hant"), source="会议开幕。", source_lang=lang("zh"))
    assert "U01" not in codes(same)


def test_names_may_stay_as_they_are() -> None:
    names = Sample(target="Kuala Lumpur, ASEAN 2025", target_lang=lang("ms"), source="Kuala Lumpur, ASEAN 2025",
                   source_lang=lang("en"))  # fmt: skip
    assert codes(names) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("id", "Kupu-kupu terbang ke sana ke mari, anak-anak tertawa-tawa dan berlari-lari."),
        ("th", "เด็ก ๆ ค่อย ๆ เดินไปเรื่อย ๆ"),
        ("km", "ក្មេងៗដើរយឺតៗ"),
        ("vi", "Ngày ngày, người người đi chợ."),
        ("fil", "Araw-araw silang nag-aaral nang mabuting-mabuti."),
        ("zh", "大家高高兴兴地研究研究。"),
    ],
)
def test_reduplication_is_no_loop(code: str, text: str) -> None:
    assert codes(Sample(target=text, target_lang=lang(code)), select=["R"]) == []


def test_checks_load_nothing_heavy() -> None:
    heavy = "torch transformers sentencepiece ctranslate2 polib numpy"
    program = f"import sys, mtkit.check; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
