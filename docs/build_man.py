"""Write docs/man/mtkit.1 from the commands themselves: ``python docs/build_man.py [--check]``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from build_cli import commands
from typer.main import get_command

from mtkit.cli.app import app

PAGE = Path(__file__).parent / "man" / "mtkit.1"
_ENVIRONMENT = {
    "MTKIT_HOME": "where models, the cache and the usual memory are kept",
    "MTKIT_CONFIG": 'the mtkit.toml to use, or "off"; by default one is looked for upwards from the working directory',
    "MTKIT_PROFILE": "the profile of mtkit.toml to use",
    "MTKIT_MEMORY": "the translation memory to ask in every call",
    "MTKIT_CACHE": 'the file of the cache, or "off"',
    "MTKIT_THREADS": "how many cores decode",
    "MTKIT_TIMEOUT": "seconds after which a batch counts as hung",
    "HF_ENDPOINT": "a mirror of the hub, for models pull",
}
_CONTEXT = get_command(app).make_context("mtkit", ["--help"], resilient_parsing=True)
_CODES = {0: "done", 1: "findings", 2: "usage", 3: "bad input", 4: "engine or model", 130: "interrupted"}


def escaped(text: str) -> str:
    """``text`` as roff prints it to the letter."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def paragraphs(text: str) -> Iterator[str]:
    """A help text: paragraphs to fill, and those marked with \b as they are."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if lines and lines[0] == "\b":
            yield ".PP\n.nf\n" + escaped("\n".join(lines[1:])) + "\n.fi"
        else:
            yield ".PP\n" + escaped(" ".join(lines))


def parameter(one: Any) -> str:
    """An option or argument with its help."""
    is_option = one.param_type_name == "option"
    name = ", ".join([*one.opts, *one.secondary_opts]) if is_option else (one.metavar or one.name.upper())
    metavar = "" if not is_option or one.is_flag else f" {one.metavar or one.display_type(_CONTEXT)}"
    return f".TP\n.B {escaped(name)}{escaped(metavar)}\n{escaped(getattr(one, 'help', '') or '')}"


def section(names: tuple[str, ...], command: Any) -> str:
    """One verb."""
    title = " ".join(("mtkit", *names))
    shown = [one for one in command.params if not getattr(one, "hidden", False)]
    parts = [f".SS {escaped(title)}", *paragraphs(command.help or "")]
    return "\n".join([*parts, *map(parameter, shown)])


def page() -> str:
    """The page as it should be."""
    (_, whole), *verbs = list(commands())
    parts = [
        '.\\" Written by `make docs` from the commands themselves.',
        '.TH MTKIT 1 "" "mtkit" "User Commands"',
        ".SH NAME\nmtkit \\- " + escaped(whole.help.rstrip(".")),
        ".SH SYNOPSIS\n.B mtkit\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIINPUT\\fR]...",
        ".SH OPTIONS\n" + "\n".join(parameter(one) for one in whole.params),
        ".SH COMMANDS",
        *(section(names, command) for names, command in verbs),
        ".SH ENVIRONMENT",
        *(f".TP\n.B {name}\n{escaped(what)}" for name, what in _ENVIRONMENT.items()),
        ".SH EXIT STATUS",
        *(f".TP\n.B {code}\n{escaped(what)}" for code, what in _CODES.items()),
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(0 if PAGE.read_text(encoding="utf-8") == page() else "docs/man/mtkit.1 is old: run make docs")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
