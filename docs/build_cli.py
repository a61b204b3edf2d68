"""Write docs/cli.md from what ``mtkit --help`` prints: ``python docs/build_cli.py [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

from typer.testing import CliRunner

from mtkit.cli.app import app

PAGE = Path(__file__).with_name("cli.md")
VERBS = (
    (),
    ("translate",),
    ("check",),
    ("merge",),
    ("proof",),
    ("review",),
    ("update",),
    ("status",),
    ("segment",),
    ("show",),
    ("glossary",),
    ("glossary", "lint"),
    ("glossary", "find"),
    ("glossary", "calibrate"),
    ("glossary", "convert"),
    ("glossary", "diff"),
    ("glossary", "stats"),
    ("glossary", "suggest"),
    ("memory",),
    ("memory", "add"),
    ("memory", "search"),
    ("memory", "import"),
    ("memory", "export"),
    ("memory", "stats"),
    ("memory", "prune"),
    ("cache",),
    ("cache", "stats"),
    ("cache", "clear"),
    ("cache", "path"),
    ("models",),
    ("models", "list"),
    ("models", "show"),
    ("models", "pull"),
    ("models", "verify"),
    ("models", "path"),
    ("models", "remove"),
    ("models", "shortlist"),
    ("config",),
    ("config", "show"),
    ("config", "path"),
    ("config", "check"),
    ("init",),
    ("train",),
    ("evaluate",),
    ("evaluate", "scores"),
    ("evaluate", "terms"),
)


def page() -> str:
    """The page as it should be."""
    runner = CliRunner()
    parts = ["# The command line\n\nWritten by `make docs` from the commands' own help.\n"]
    for verb in VERBS:
        name = " ".join(("mtkit", *verb))
        result = runner.invoke(
            app, [*verb, "--help"], prog_name="mtkit", env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"}
        )
        if result.exit_code:
            raise SystemExit(f"{name} --help: {result.output}")
        text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/cli.md is old: run make docs")
    PAGE.write_text(page(), encoding="utf-8")
