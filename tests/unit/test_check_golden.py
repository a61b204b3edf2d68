"""Golden cases: one file per code, and right translations that must stay unflagged."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mtkit.check import CODES, Sample, check
from mtkit.lang import lang
from mtkit.text import Span
from mtkit.unit import Issue, Severity

GOLDEN = Path(__file__).parent.parent / "golden" / "check"
FOUND_BY_CHECKS = {code for code in CODES if not code.startswith("M")}
NEED_A_GLOSSARY = {"T01", "T02", "T04", "T05", "T06", "T07", "T08"}  # test_check_terms.py, test_verify.py


def cases(name: str) -> list[dict[str, Any]]:
    with (GOLDEN / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)["case"]


def issues(case: dict[str, Any]) -> tuple[Issue, ...]:
    source, _, target = case["pair"].partition("-")
    return check(
        Sample(target=case["target"], target_lang=lang(target), source=case["source"], source_lang=lang(source))
    )


def words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


@pytest.mark.parametrize("code", sorted(code for code in set(CODES) - NEED_A_GLOSSARY if code in FOUND_BY_CHECKS))
def test_each_code_has_cases_and_is_found(code: str) -> None:
    for case in cases(code):
        found = [issue for issue in issues(case) if issue.code == code]
        assert [issue.severity for issue in found] == [find["severity"] for find in case["find"]], case["target"]
        for issue, find in zip(found, case["find"], strict=True):
            if "source" in find:
                assert words(case["source"], issue.source) == find["source"]
            if "target" in find:
                assert words(case["target"], issue.target) == find["target"]


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: f"{case['pair']}: {case['source'][:20]}")
def test_right_translations_pass(case: dict[str, Any]) -> None:
    assert [issue for issue in issues(case) if issue.severity is not Severity.INFO] == []
