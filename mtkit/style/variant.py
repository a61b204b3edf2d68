"""Simplified to Traditional characters by OpenCC (``mtkit[hant]``)."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from mtkit.errors import UsageError
from mtkit.style.model import OFF, Style

__all__ = ["conversion", "convertible", "engine", "regional"]

HANT = "zh-Hant"
_REGIONS = {"tw": "tw", "hk": "hk", "mo": "hk"}
_TABLES = {"hant": "s2t", "tw": "s2tw", "tw-words": "s2twp", "hk": "s2hk"}


def regional(codes: Iterable[str]) -> list[str]:
    """The rows of style that target codes with a region say: ``zh-TW`` is Traditional Chinese with ``variant=tw``,
    unless a row behind it says otherwise.

    Raises UsageError if two regions are named: they would be one file.
    """
    parts = [code.strip().replace("_", "-").lower().split("-") for code in codes]
    found = dict.fromkeys(_REGIONS[code[-1]] for code in parts if code[0] == "zh" and code[-1] in _REGIONS)
    if len(found) > 1:
        raise UsageError("zh-TW and zh-HK would both be written as zh-Hant: ask for them in calls of their own")
    return [f"variant={word}" for word in found]


def convertible(style: Style, target: str) -> bool:
    """Whether texts in ``target`` are asked of models in Simplified characters, and converted.

    Raises UsageError if a desk asks for a variant, and OpenCC is not installed.
    """
    if target != HANT or style.choice("variant", target) == OFF:
        return False
    if _installed():
        return True
    if any(switch == "variant" for _, switch, _ in style.said):
        raise UsageError("the style's variant of Traditional Chinese needs OpenCC: pip install 'mtkit[hant]'")
    return False


def engine(style: Style, target: str) -> str:
    """What converts, for a signature: ``tw(opencc 1.4.2)``; "" where nothing is converted."""
    if not convertible(style, target):
        return ""
    from importlib.metadata import version

    return f"{style.choice('variant', target)}(opencc {version('opencc')})"


def conversion(style: Style, target: str) -> Callable[[str], str] | None:
    """The function that writes a text in the desk's characters; None where nothing is converted.

    It is to be asked for a text as a whole: phrases decide which character is meant. A text that is in Traditional
    characters already comes back as it is.
    """
    if not convertible(style, target):
        return None
    return _converter(_TABLES[style.choice("variant", target)])


@cache
def _installed() -> bool:
    return importlib.util.find_spec("opencc") is not None


@cache
def _converter(table: str) -> Callable[[str], str]:
    from mtkit.check.script_data import HANS

    forward, back = _opencc(table), _opencc("t2s")
    simplified = frozenset(char for char in HANS if forward.convert(char) != char)  # Hong Kong keeps 户

    def convert(text: str) -> str:
        if text.isascii():
            return text
        if simplified.isdisjoint(text) and back.convert(text) != text:
            return text  # another pass would take a character such as 干 for a simplified one
        return str(forward.convert(text))

    return convert


@cache
def _opencc(table: str) -> Any:
    from opencc import OpenCC

    return OpenCC(table)
