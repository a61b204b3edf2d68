"""Golden cases: one file per code, and right translations that must stay unflagged.

A case is a source and a target, or, for what is found across units, lists of both and a finding or none for each.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mtkit.check import CODES, Sample, check, check_together
from mtkit.check.paragraphs import Paragraph
from mtkit.checking.documents import uneven
from mtkit.lang import lang
from mtkit.text import Kind, Room, Span
from mtkit.unit import Issue, Severity

GOLDEN = Path(__file__).parent.parent / "golden" / "check"
FOUND_BY_CHECKS = {code for code in CODES if not code.startswith("M")}
TOGETHER = {"E03", "T07", "X01", "X02", "X03"}
NEED_A_GLOSSARY = {"T01", "T02", "T04", "T05", "T06", "T07", "T08"}  # test_check_terms.py, test_verify.py


def cases(name: str) -> list[dict[str, Any]]:
    with (GOLDEN / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)["case"]


def samples(case: dict[str, Any]) -> list[Sample]:
    source, _, target = case["pair"].partition("-")
    kinds = case.get("kind", "body")
    sources, targets = ([side] if isinstance(side, str) else side for side in (case["source"], case["target"]))
    kinds = [kinds] * len(sources) if isinstance(kinds, str) else kinds
    room = Room(*case["room"]) if "room" in case else None
    return [
        Sample(after, lang(target), before, lang(source), kind=Kind(kind), room=room)
        for before, after, kind in zip(sources, targets, kinds, strict=True)
    ]


def issues(case: dict[str, Any]) -> tuple[Issue, ...]:
    (sample,) = samples(case)
    return check(sample)


def words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


@pytest.mark.parametrize("code", sorted(FOUND_BY_CHECKS - NEED_A_GLOSSARY - TOGETHER))
def test_each_code_has_cases_and_is_found(code: str) -> None:
    for case in cases(code):
        found = [issue for issue in issues(case) if issue.code == code]
        assert [issue.severity for issue in found] == [find["severity"] for find in case["find"]], case["target"]
        for issue, find in zip(found, case["find"], strict=True):
            if "source" in find:
                assert words(case["source"], issue.source) == find["source"]
            if "target" in find:
                assert words(case["target"], issue.target) == find["target"]


@pytest.mark.parametrize("code", sorted(TOGETHER - NEED_A_GLOSSARY - {"X03"}))
def test_each_code_across_units_has_cases_and_is_found(code: str) -> None:
    for case in cases(code):
        found = check_together(samples(case))
        severities = [
            next((i.severity.value for i in found.get(n, ()) if i.code == code), "") for n in range(len(case["target"]))
        ]
        assert severities == case["find"], case["target"]


def test_paragraphs_without_counterpart_are_found() -> None:
    for case in cases("X03"):
        source, _, target = case["pair"].partition("-")
        before, after = (
            [Paragraph(text, Kind.BODY, code) for text in case[side]]
            for side, code in (("source", source), ("target", target))
        )
        assert [(issue.code, issue.severity.value) for issue in uneven(before, after)] == [
            ("X03", s) for s in case["find"]
        ]


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: f"{case['pair']}: {case['source'][:20]}")
def test_right_translations_pass(case: dict[str, Any]) -> None:
    assert [issue for issue in issues(case) if issue.severity is not Severity.INFO] == []
