"""The tutorials, as a newcomer types them: each block marked ``sh`` or ``python`` is run, in order, and succeeds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
_BLOCK = re.compile(r"^```(sh|python|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.deep
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_can_be_followed(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if "msgattrib" in text and shutil.which("msgattrib") is None:
        pytest.skip("gettext is not installed")
    lines = ["set -e"]
    for kind, block in _BLOCK.findall(text):
        if kind == "sh":
            lines.append(block)
        elif kind == "python":
            lines.append(f"python - <<'END'\n{block}END\n")
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "MTKIT_HOME": str(tmp_path / "home"),
        "MTKIT_SAMPLES": str(ROOT / "samples"),
        "HOME": str(tmp_path),
    }
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=tmp_path / "work", env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for kind, block in _BLOCK.findall(text):
        if kind == "text":  # what the page says is printed
            assert block in done.stdout


def test_there_are_tutorials_for_all_three() -> None:
    assert [page.stem for page in PAGES] == ["editor", "pipeline", "translator"]
