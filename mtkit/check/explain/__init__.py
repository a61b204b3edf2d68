"""What each code means, why it matters, how it looks and how to mend it: package data, one TOML file a group.

The same words are printed by ``mtkit check --explain``, given to code-scanning tools with the findings, and set in
docs/checks.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Example", "Explanation", "about", "explain", "lines", "markdown"]


@dataclass(frozen=True, slots=True)
class Example:
    """A source with a target that has the finding and one that has not; several units where many are looked at.

    ``good`` is empty where the finding is about the source. ``glossary`` names the glossary that it takes, ``terms``
    are rows (concept, kind, language, form) of one made for the example; ``room`` is what a subtitle has.
    """

    source_lang: str
    target_lang: str
    source: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    kind: str = "body"
    glossary: str = ""
    terms: tuple[tuple[str, str, str, str], ...] = ()
    day: date | None = None
    room: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of one code."""

    code: str
    title: str
    severity: str
    finds: str
    why: str
    mend: str
    examples: tuple[Example, ...]


def explain(code: str) -> Explanation:
    """The explanation of ``code``, which is one of ``CODES``."""
    return _read(code[0])[1][code]


def about(group: str) -> str:
    """What holds for all codes of a ``group``, Markdown, paragraphs parted by blank lines."""
    return _read(group)[0]


def lines(code: str) -> list[str]:
    """The explanation of a code for a terminal, without wrapping."""
    one = explain(code)
    said = [f"{code}: {one.title}", f"severity: {one.severity}", "", one.finds, one.why, ""]
    for example in one.examples:
        said.append(f"{example.source_lang} → {example.target_lang}")
        said += [f"  source  {text}" for text in example.source]
        said += [f"  wrong   {_visible(text)}" for text in example.bad]
        said += [f"  right   {text}" for text in example.good]
        said.append("")
    return [
        *said,
        f"mend: {one.mend}",
        f"silence: a comment “# mtkit-ignore: {code}” above the entry, or --ignore {code}",
    ]


def markdown(code: str) -> str:
    """The explanation of a code as Markdown, without a heading."""
    one = explain(code)
    said = [f"*{one.severity}*", "", one.finds, one.why, ""]
    if one.examples:
        said += ["| | source | wrong | right |", "| --- | --- | --- | --- |"]
        for example in one.examples:
            cells = ["<br>".join(map(_cell, texts)) for texts in (example.source, example.bad, example.good)]
            said.append(" | ".join((f"| {example.source_lang} → {example.target_lang}", *cells)) + " |")
        said.append("")
    return "\n".join([*said, f"Mend: {one.mend}"]) + "\n"


def _visible(text: str) -> str:
    """``text`` with soft hyphens and zero-width spaces spelt out; "(nothing)" for a text of white space."""
    shown = text.replace("\u200b", "[U+200B]").replace("\u00ad", "[U+00AD]")
    return shown if text.strip() else "(nothing)"


def _cell(text: str) -> str:
    return f"`{_visible(text).replace('|', chr(92) + '|')}`"


@cache
def _read(group: str) -> tuple[str, Mapping[str, Explanation]]:
    data = tomllib.loads(files(__package__).joinpath(f"{group}.toml").read_text(encoding="utf-8"))
    about_all = data.pop("about").strip()
    return about_all, MappingProxyType({code: _explanation(code, table) for code, table in data.items()})


def _explanation(code: str, table: Mapping[str, object]) -> Explanation:
    texts = {name: str(value) for name, value in table.items() if name != "examples"}
    examples = table.get("examples", [])
    made = tuple(_example(one) for one in examples) if isinstance(examples, list) else ()
    return Explanation(code, examples=made, **texts)


def _example(table: Mapping[str, object]) -> Example:
    several = {
        name: tuple(text) if isinstance(text := table.get(name, ""), list) else ((text,) if text else ())
        for name in ("source", "bad", "good")
    }
    rest = {name: value for name, value in table.items() if name not in several and name != "terms"}
    rest |= {"room": tuple(room)} if isinstance(room := table.get("room"), list) else {}
    terms = table.get("terms", [])
    rows = tuple((str(a), str(b), str(c), str(d)) for a, b, c, d in terms) if isinstance(terms, list) else ()
    return Example(**several, **rest, terms=rows)  # type: ignore[arg-type]
