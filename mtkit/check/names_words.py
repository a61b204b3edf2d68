"""Words that names are told by: the tables of ``data/names.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["alike", "common_abbreviations", "own_words", "said_as", "titles", "translated", "unweighed"]

_SAME = {"id": "ms"}  # Malay and Indonesian share a table
_ALSO = {"id": "en", "ms": "en", "fil": "en", "tet": "pt"}  # whose words such a text has as well


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files("mtkit.check").joinpath("data", "names.toml").read_text(encoding="utf-8"))


@cache
def own_words(base: str) -> frozenset[str]:
    """Words with a capital that the language ``base`` writes in its own way, in small letters."""
    return frozenset(_tables()["translated"].get(_SAME.get(base, base), "").split())


@cache
def translated(base: str) -> frozenset[str]:
    """Words of a text in ``base`` that a translator puts into the other language, though they may have a capital."""
    if base == "vi":
        return frozenset()  # its syllables tell, see names_latin
    return own_words(base) | (own_words(_ALSO[base]) if base in _ALSO else frozenset())


@cache
def alike() -> frozenset[str]:
    """Words that are translated, in small letters, but to much the same word in each language with Latin letters."""
    return frozenset(_tables()["alike"]["words"].split())


@cache
def titles(base: str) -> frozenset[str]:
    """Words before the name of a person, in small letters."""
    return frozenset(_tables()["titles"].get(base, "").split())


@cache
def common_abbreviations() -> frozenset[str]:
    """Abbreviations that many languages write otherwise or in full: their absence is a hint at most."""
    return frozenset(_tables()["abbreviations"]["common"].split())


@cache
def unweighed() -> frozenset[str]:
    """Units, times, eras and titles in capitals, whose absence says nothing."""
    return frozenset(_tables()["abbreviations"]["unweighed"].split())


@cache
def said_as(abbreviation: str, base: str) -> tuple[str, ...]:
    """What an abbreviation is in the language ``base``, in small letters; () where no table says."""
    return tuple(_tables()["said_as"].get(abbreviation, {}).get(base, ()))
