"""The documents say what the program does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["build_cli.py", "build_man.py"])
def test_the_pages_of_the_command_line_are_fresh(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("shell", "typed"),
    [
        ("bash", {"COMP_WORDS": "mtkit trans", "COMP_CWORD": "1"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "mtkit trans"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "mtkit trans", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_shells_complete_verbs(shell: str, typed: dict[str, str]) -> None:
    done = subprocess.run(
        [shutil.which("mtkit", path=str(Path(sys.executable).parent)) or "mtkit"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "_MTKIT_COMPLETE": f"complete_{shell}", **typed},
    )
    assert "translate" in done.stdout, done.stderr
    assert "merge" not in done.stdout


def test_the_model_card_is_that_of_the_model_in_the_box() -> None:
    from typer.testing import CliRunner

    from mtkit.cli.app import app

    shown = CliRunner().invoke(app, ["models", "show", "embedded"])
    assert shown.exit_code == 0
    page = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    assert shown.output == page, "run: make docs"


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("glossaries/*.md")]))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_verb_has_its_section() -> None:
    from mtkit.cli.app import app

    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"## mtkit {command.name}\n" in page
    for group in app.registered_groups:
        for command in group.typer_instance.registered_commands:
            assert f"## mtkit {group.name} {command.name}\n" in page
