"""What an editor may know about the sentences of a language: the tables of ``data/<lang>.toml``.

The keys are explained at the top of ``data/en.toml``. A table names the table that it builds on (``base``); lists
are joined, so that a language states only its own facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from mtkit.errors import ConfigError
from mtkit.lang import lang as find_language

__all__ = ["Facts", "facts"]

_THAI = frozenset({"final", "joins", "openings", "fronted"})
_WORDS = frozenset({"starters", "reporting", "continues", "resumes", "protect"}) | _THAI
_ABBREVIATIONS = frozenset({"never", "numeric", "maybe", "closing", "months"})
_SETS = _WORDS | _ABBREVIATIONS
_TABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "marks": frozenset({"ends", "stops", "quotes", "brackets", "glued", "dot_ends_native"}),
        "abbreviations": _ABBREVIATIONS,
        "words": _WORDS,
        "limits": frozenset({"quote", "bracket"}),
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """One language's facts, its bases included.

    ``quotes`` and ``brackets`` map an opening mark to its closing one. ``numeric`` holds the months, too. Lengths
    are in code points. ``glued`` says that a sentence may follow an end mark without a space; ``dot_ends_native``
    that a full stop ends a sentence in the language's own script.
    """

    lang: str
    ends: str
    stops: str
    quotes: Mapping[str, str]
    brackets: Mapping[str, str]
    never: frozenset[str]
    numeric: frozenset[str]
    maybe: frozenset[str]
    closing: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]
    continues: tuple[str, ...]
    resumes: tuple[str, ...]
    protect: tuple[str, ...]
    final: tuple[str, ...]
    joins: tuple[str, ...]
    openings: tuple[str, ...]
    fronted: tuple[str, ...]
    glued: bool
    dot_ends_native: bool
    quote_limit: int
    bracket_limit: int

    @property
    def closers(self) -> str:
        """Every closing mark, straight quotation marks excepted, in a fixed order."""
        return "".join(dict.fromkeys([*self.quotes.values(), *self.brackets.values()]))


@cache
def facts(code: str) -> Facts:
    """The facts of a language, by any spelling of its code.

    Raises UnknownLanguageError for an unknown language and ConfigError for a table with a wrong key or value.
    """
    code = find_language(code).code
    merged: dict[str, Any] = {name: set() for name in _SETS}
    for name, table in _chain(code):
        _check(name, table)
        for part in (table.get(key, {}) for key in _TABLES):
            for key, value in part.items():
                if key in _SETS:
                    merged[key] |= set(value)
                elif key in {"quotes", "brackets"}:
                    merged[key] = {**merged.get(key, {}), **{pair[0]: pair[1] for pair in value}}
                else:
                    merged[key] = value
    merged["numeric"] |= merged.pop("months")
    return Facts(
        lang=code,
        ends=merged["ends"],
        stops=merged["stops"],
        quotes=MappingProxyType(merged["quotes"]),
        brackets=MappingProxyType(merged["brackets"]),
        glued=merged["glued"],
        dot_ends_native=merged["dot_ends_native"],
        quote_limit=merged["quote"],
        bracket_limit=merged["bracket"],
        never=frozenset(merged["never"]),
        numeric=frozenset(merged["numeric"]),
        maybe=frozenset(merged["maybe"]),
        closing=frozenset(merged["closing"]),
        starters=frozenset(merged["starters"]),
        reporting=frozenset(merged["reporting"]),
        continues=_longest_first(merged["continues"]),
        resumes=_longest_first(merged["resumes"]),
        protect=_longest_first(merged["protect"]),
        final=_longest_first(merged["final"]),
        joins=_longest_first(merged["joins"]),
        openings=_longest_first(merged["openings"]),
        fronted=_longest_first(merged["fronted"]),
    )


def _longest_first(words: set[str]) -> tuple[str, ...]:
    """In a fixed order in which an alternation meets a longer word before its own beginning."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _chain(code: str) -> list[tuple[str, dict[str, Any]]]:
    """The tables of ``code``, its bases first."""
    chain: list[tuple[str, dict[str, Any]]] = []
    name = code
    while name:
        table = _load(name)
        if any(seen == name for seen, _ in chain):
            raise ConfigError(f"segment/data/{name}.toml: its bases lead back to it; name another base")
        chain.insert(0, (name, table))
        name = table.get("base", "")
    return chain


def _load(name: str) -> dict[str, Any]:
    source = files("mtkit.segment").joinpath("data", f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"segment/data/{name}.toml: no such table; see data/en.toml for the keys") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"segment/data/{name}.toml: {error}") from None


def _check(name: str, table: Mapping[str, Any]) -> None:
    where = f"segment/data/{name}.toml"
    for unknown in sorted(set(table) - set(_TABLES) - {"base"}):
        raise ConfigError(f"{where}: unknown key {unknown!r}; known are base, {', '.join(_TABLES)}")
    for part, known in _TABLES.items():
        for key, value in table.get(part, {}).items():
            if key not in known:
                raise ConfigError(f"{where}: unknown key {part}.{key}; known are {', '.join(sorted(known))}")
            if not _fits(key, value):
                raise ConfigError(f"{where}: wrong value for {part}.{key}; see the top of data/en.toml")


def _fits(key: str, value: object) -> bool:
    """Whether a value has the type that its key asks for."""
    if key in {"ends", "stops"}:
        return isinstance(value, str)
    if key in {"glued", "dot_ends_native"}:
        return isinstance(value, bool)
    if key in {"quote", "bracket"}:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return False
    return key not in {"quotes", "brackets"} or all(len(item) == 2 for item in value)
