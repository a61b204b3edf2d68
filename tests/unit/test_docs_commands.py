"""Every command line in the documents is one that mtkit takes: its verb and its options are there."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
from build_cli import commands  # noqa: E402

TREE = dict(commands())
PAGES = sorted(
    [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("docs/examples/*"), *ROOT.glob("glossaries/*.md")]
)
_OPERATORS = {"||", "&&", "|", ";", ">", "<", "&"}
_UNSAID = {("evaluate",): ("evaluate", "scores")}  # the verb that a group has where none is named
_EVERYWHERE = {"--help", "-h", "--profile"}
_LINE = re.compile(
    r"^[ \t]*(?:[-\w]+: +)?(?:[$|] *|.*\| *|(?:[A-Z_]+=\S+ +)+|ExecStart=\S*/)?(mtkit [a-z].*)$", re.MULTILINE
)


def lines_of(page: Path) -> Iterator[str]:
    """The calls in a page: in the fenced blocks of a document, anywhere in an example."""
    text = page.read_text(encoding="utf-8")
    parts = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.M | re.S) if page.suffix == ".md" else [text]
    for part in parts:
        yield from _LINE.findall(part.replace("\\\n", " "))


def wrong_with(line: str) -> str:
    """What is wrong with a call; "" if nothing."""
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((n for n, word in enumerate(words) if word in _OPERATORS), len(words))]
    names: tuple[str, ...] = ()
    for word in words:
        if (*names, word) not in TREE:
            break
        names = (*names, word)
    names = _UNSAID.get(names, names)
    command: Any = TREE[names]
    if not names or (getattr(command, "commands", None) and not command.invoke_without_command):
        return f"no such verb: {' '.join(words[: len(names) + 1])}"
    known = {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)} | _EVERYWHERE
    given = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
    return ", ".join(f"{' '.join(names)} has no {option}" for option in given if option not in known)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_calls_in_documents_are_calls_that_mtkit_takes(page: Path) -> None:
    assert [(line, wrong) for line in lines_of(page) if (wrong := wrong_with(line))] == []


def test_the_calls_are_found() -> None:
    assert sum(1 for page in PAGES for _ in lines_of(page)) > 50
    assert wrong_with("mtkit translate a.md --form zh") == "translate has no --form"
    assert wrong_with("mtkit memory ad out") == "no such verb: memory ad"
