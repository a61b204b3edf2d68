"""The order of work on the proof page: findings first, then the estimate; with a script and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from proof_files import DAY, po_file

from mtkit.proof.model import page_of
from mtkit.proof.page import page_html

pytestmark = pytest.mark.deep
UNITS = [
    ("贸易额增长。", "Thương mại tăng.", "#, fuzzy\n"),
    ("出席者240人。", "24 người dự.", "#, fuzzy\n"),
    ("渔民说水位下降。", "Ngư dân nói mực nước hạ.", "#, fuzzy\n"),
    ("铁路明年通车。", "Đường sắt thông xe năm tới.", "#, fuzzy\n"),
]
GUESSES = (0.4, 0.9, 0.2, 0.3)


@pytest.mark.parametrize("script", [True, False])
def test_units_stand_by_findings_then_by_estimate(
    open_page: Callable[..., Any], tmp_path: Path, *, script: bool
) -> None:
    data = page_of([("a.vi.po", po_file("vi", UNITS))], glossary=None, day=DAY)
    units = data["files"][0]["units"]
    for unit, value in zip(units, GUESSES, strict=True):
        unit["issues"] = [issue for issue in unit["issues"] if issue["code"].startswith("N")]
        unit["estimate"] = {"value": value, "how": "embedded@00000000|<expects>:chrF2"}
    assert [bool(unit["issues"]) for unit in units] == [False, True, False, False]
    path = tmp_path / "proof.html"
    path.write_text(page_html(data, sort="article" if script else "worst"), encoding="utf-8")
    page = open_page(path.as_uri(), expect=(f"asked for {path.as_uri()}",))
    if script:
        assert page.locator(".row .n").all_text_contents() == ["1", "2", "3", "4"]
        page.select_option("#f-order", "worst")
    assert page.locator(".row .n").all_text_contents() == ["2", "3", "4", "1"]
    page.locator(".row:nth-of-type(1) details summary").first.click()
    said = page.locator("details[open] dl").inner_text()
    assert "0.90 of 1, without a reference" in said and "<expects>:chrF2" in said
