"""The ``mtkit.toml`` of a new desk: what is known filled in, what is usual beside it as comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from mtkit.config.keys import KEYS, Key

__all__ = ["GLOSSARY", "starter"]

_HEAD = """\
# What this desk has settled once; `mtkit config show` says what counts and why, docs/config.md what else there is.
# An option on the command line always wins. Paths are relative to this file. Secrets do not belong here.
"""
_TOP = ("publisher", "mentions", "memory", "cache", "model", "threads", "disclosure", "ui", "sort", "rate")
_TABLES = {
    "checks": ("checks.ignore", "checks.fail-on"),
    "style": ("style.quotes", "style.digits", "style.variant"),
    "serve": ("serve.host", "serve.port"),
}
_PROFILE = """\
# A profile takes everything from above, and says what is different: mtkit --profile radio translate ...
# [profile.radio]
# to = ["id"]
# publisher = "Indonesia"
"""
GLOSSARY = (
    "concept,kind,lang,term,status,case,article,abbreviation,later,authority,confidence,valid_from,valid_to,publisher,"
    "replaced_by,note,about\r\n"
    "#desk_tea_forum,event,en,Tea Road Forum,approved,fixed,the,,,the desk's style book,high,,,,,"
    "a row that begins with # does not count: take the # away,\r\n"
)
"""A desk's glossary with its columns and one row as an example."""


def starter(
    *, source: str = "", targets: Sequence[str] = (), glossaries: Sequence[str] = (), memory: str = "", found: str = ""
) -> str:
    """The text of a new ``mtkit.toml``; ``found`` says where the languages were seen, "" if they were given."""
    seen = f"  # as in {' '.join(found.split())}" if found else ""
    rows = [
        _HEAD,
        f'from = "{source}"{seen}' if source else '# from = "zh"  # the language of your articles',
        f"to = [{_listed(targets)}]" if targets else '# to = ["vi", "th"]  # the languages to translate into',
        'output = "out"',
        f"glossary = [{_listed(['china-asean', *glossaries])}]  # what stands in the last counts first",
        "",
    ]
    if memory:
        rows += [f"memory = {_quoted(memory)}", ""]
    rows += [line for name in _TOP if not (memory and name == "memory") for line in _commented(KEYS[name])]
    for table, names in _TABLES.items():
        rows += [f"[{table}]", *(line for name in names for line in _commented(KEYS[name]))]
    return "\n".join([*rows, _PROFILE]).rstrip("\n") + "\n"


def _commented(key: Key) -> list[str]:
    about = textwrap.wrap(f"{key.doc} {_usual(key)}".strip().replace("`", ""), 110)
    return [*(f"# {line}" for line in about), f"# {key.bare} = {key.example}", ""]


def _usual(key: Key) -> str:
    return f"One of {', '.join(key.words)}." if key.words and key.kind.name == "CHOICE" else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(text: str) -> str:
    """A text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
