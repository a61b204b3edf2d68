"""Write docs/config.md from docs/config.frame.md and the table of keys: ``python docs/build_config.py [--check]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from mtkit.cli.app import app
from mtkit.config.keys import KEYS, Key, Kind
from mtkit.lang import LANGUAGES
from mtkit.style import SWITCHES, Style
from mtkit.style.model import facts

FRAME = Path(__file__).with_name("config.frame.md")
PAGE = Path(__file__).with_name("config.md")


def keys() -> str:
    """A table for the top and one for each table of the file."""
    commands = dict(_commands(typer.main.get_command(app), ()))
    parts = []
    for section in dict.fromkeys(key.section for key in KEYS.values()):
        title = f"`[{section}]`" if section else "The top"
        rows = [f"### {title}", "", "| key | holds | default | for |", "| --- | --- | --- | --- |"]
        rows += [_row(key, commands) for key in KEYS.values() if key.section == section]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _row(key: Key, commands: Mapping[str, Mapping[str, Any]]) -> str:
    if key.tabled:
        row = "vi" if key.tabled == "language" else '"TEXT"'
        name = f"`[{key.name}]` <br> `{row} = {key.example}`"
    else:
        name = f"`{key.bare} = {key.example}`"
    about = key.doc + (f" One of {', '.join(f'`{word}`' for word in key.words)}." if key.kind is Kind.CHOICE else "")
    about += f" From {key.least} to {key.most}." if key.kind is Kind.COUNT else ""
    about += f" `{key.env}` comes before the file." if key.env else ""
    options: dict[str, list[str]] = {}
    for verb, found in commands.items():
        if param := key.param(verb, found):
            options.setdefault(found[param].opts[0], []).append(verb)
    where = "; ".join(f"`{option}` of {', '.join(verbs)}" for option, verbs in options.items())
    return f"| {name} | {about} | {_default(key)} | {where} |"


def _default(key: Key) -> str:
    if key.spread:
        return "see [Style](#style)"
    if key.default in {None, ""}:
        return ""
    value = key.default[0] if isinstance(key.default, tuple) else key.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield " ".join(words), {p.name: p for p in command.params if p.param_type_name == "option"}
    for name, inside in getattr(command, "commands", {}).items():
        yield from _commands(inside, (*words, name))


def style() -> str:
    """What each switch is by default, and what "desk" means, by language."""
    rows = [f"| language | {' | '.join(SWITCHES)} |", "| --- |" + " --- |" * len(SWITCHES)]
    for code, lang in LANGUAGES.items():
        rows.append(f"| {lang.name} (`{code}`) | {' | '.join(_cell(code, name) for name in SWITCHES)} |")
    return "\n".join(rows)


def _cell(code: str, switch: str) -> str:
    known = facts(code)
    if not known.knows(switch):
        return ""
    word = Style().choice(switch, code)
    desk = known.desk.get(switch, "")
    if not desk or desk == word:
        return word
    return f"{word} (`desk`: {desk.format(y='2025', m='9', d='18') if switch == 'dates' else desk})"


def page() -> str:
    """The page as it should be."""
    frame = FRAME.read_text(encoding="utf-8").partition("-->\n")[2].lstrip("\n")
    return frame.replace("{keys}", keys()).replace("{style}", style())


if __name__ == "__main__":
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf-8") != page():
            raise SystemExit("docs/config.md is not what mtkit/config/keys.py says: run make docs")
    else:
        PAGE.write_text(page(), encoding="utf-8")
