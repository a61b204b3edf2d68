"""How much text a screen holds and viewers read, per language: for subtitles, and for what is checked of them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from mtkit.lang import lang as language

__all__ = ["LANGUAGES_TOLD", "Reading", "reading", "width"]


@dataclass(frozen=True, slots=True)
class Reading:
    """``columns`` of one line, ``lines`` of one cue, and the ``speed`` of reading in columns a second."""

    columns: int
    lines: int
    speed: float


def reading(lang: str) -> Reading:
    """What is usual for subtitles in ``lang``. Raises UnknownLanguageError."""
    table = _table()
    return Reading(**{**table["default"], **table.get(language(lang).code, {})})


def width(text: str) -> int:
    """The columns that ``text`` takes: wide characters two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 1
        for c in text
    )


@lru_cache(maxsize=1)
def _table() -> Mapping[str, dict[str, int]]:
    return tomllib.loads((files("mtkit") / "captions.toml").read_text(encoding="utf-8"))


LANGUAGES_TOLD = frozenset(_table()) - {"default"}
"""The languages of which the table says more than what is usual."""
