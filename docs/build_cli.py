"""Write docs/cli.md from what ``mtkit --help`` prints: ``python docs/build_cli.py [--check]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from mtkit.cli.app import app

PAGE = Path(__file__).with_name("cli.md")


def commands(command: Any = None, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command with its names, in the order of the help: ``()`` for mtkit itself, ``("memory", "add")``."""
    command = command or get_command(app)
    yield names, command
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from commands(inner, (*names, name))


def page() -> str:
    """The page as it should be."""
    runner = CliRunner()
    parts = ["# The command line\n\nWritten by `make docs` from the commands' own help.\n"]
    for verb, _ in commands():
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
