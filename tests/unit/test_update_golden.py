"""Live stories in Chinese, Thai, Khmer and Burmese, version by version: tests/golden/update."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from live_story import Desk

from mtkit.review.update import Change

GOLDEN = Path(__file__).parents[1] / "golden" / "update"
CASES = sorted(GOLDEN.glob("*.toml"))


def line(change: Change) -> str:
    facts = "; ".join(map(str, change.facts))
    return f"{change.place} {change.event} {change.outcome}" + (f": {facts}" if facts else "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_live_story_is_told_and_kept(path: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    versions = case["versions"]
    desk = Desk(tmp_path, case["source"], case["target"], versions["v1"])
    approved = {}
    for edit in case["edit"]:
        if edit["approve"]:
            desk.approve(edit["source"], edit["target"])
            approved[edit["source"]] = desk.entry(edit["source"])
        else:
            desk.write(edit["source"], edit["target"])
    for step in case["update"]:
        done = desk.update(versions[step["version"]])
        if "changes" in step:
            assert [line(change) for change in done.changes] == step["changes"]
        assert dict(done.counts) == step["counts"]
        texts = [entry.msgstr for entry in desk.file().entries]
        for edit in case["edit"]:
            assert edit["target"] in texts
        before = desk.path.read_bytes()
        assert not desk.update(versions[step["version"]]).needed
        assert desk.path.read_bytes() == before
    # the last version is the first again: every approval is back as it was signed
    for source, entry in approved.items():
        now = desk.entry(source)
        assert (now.msgstr, now.flags, now.previous, now.comments) == (entry.msgstr, (), None, entry.comments)
