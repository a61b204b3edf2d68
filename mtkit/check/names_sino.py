"""Sino-Vietnamese readings of the characters that Chinese names are made of: ``data/sino.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["sino_vietnamese"]


@cache
def sino_vietnamese() -> Mapping[str, tuple[str, ...]]:
    """Character -> readings in small letters, with their marks, the usual one first."""
    text = tomllib.loads(files("mtkit.check").joinpath("data", "sino.toml").read_text(encoding="utf-8"))["readings"]
    table: dict[str, list[str]] = {}
    for entry in text.split():
        chars = [char for char in entry if "\u4e00" <= char <= "\u9fff"]
        for char in chars:
            known = table.setdefault(char, [])
            known += [reading for reading in entry[len(chars) :].split("/") if reading not in known]
    return MappingProxyType({char: tuple(spoken) for char, spoken in table.items()})
