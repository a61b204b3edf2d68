"""An article that is plainly in another language than was named: a warning, and the work goes on."""

from __future__ import annotations

import json
from pathlib import Path

from command import SAMPLES, Mtkit

CALL = ("--to", "en", "-o", "out", "--allow-low-quality")
LINE = "mtkit: warning: forum.zh.md: looks like Chinese, not Vietnamese: --from zh?"


def test_a_wrong_language_is_a_warning_and_the_work_goes_on(mtkit: Mtkit, tmp_path: Path) -> None:
    text = (SAMPLES / "forum.zh.md").read_text(encoding="utf-8")
    (tmp_path / "forum.zh.md").write_text(text, encoding="utf-8")
    wrong = mtkit("translate", "forum.zh.md", "--from", "vi", *CALL, "--json")
    assert wrong.code == 0, wrong.err
    assert wrong.err.splitlines().count(LINE) == 1
    (event,) = [event for event in map(json.loads, wrong.out.splitlines()) if event["event"] == "doubted"]
    assert (event["source"], event["looks_like"]) == ("forum.zh.md", "zh")
    right = mtkit("translate", "forum.zh.md", "--from", "zh", *CALL)
    assert right.code == 0
    assert "looks like" not in right.err
    assert mtkit("translate", "forum.zh.md", "--from", "vi", *CALL, "-q", "--format", "text").err == ""


def test_markup_is_no_english(mtkit: Mtkit, tmp_path: Path) -> None:
    page = (
        "<html lang='zh'><head><meta name='generator' content='the publishing system of the house'></head>"
        "<body><div class='the article of the day and its summary'><p>会议结束。</p></div></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert "looks like" not in mtkit("translate", "a.html", "--from", "zh", *CALL).err
