"""Lines of the page around an article: what to skip, and which lines are bylines or captions.

The lists are data (``configs/boilerplate.toml``). They are matched against whole lines, and the ones to skip only
near the top and the end of a document: a sentence that quotes a cookie notice in mid-article is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from mtkit.errors import ConfigError
from mtkit.text import Block, Kind, Role

__all__ = ["Rules", "kinds_of", "mark", "rules", "shown"]

_NEAR_TOP, _NEAR_END = 10, 15
_KEYS = ("skip", "byline", "caption")


@dataclass(frozen=True, slots=True)
class Rules:
    """One pattern for each list of the file, matched against a whole line without regard to case."""

    skip: re.Pattern[str]
    byline: re.Pattern[str]
    caption: re.Pattern[str]


@cache
def rules() -> Rules:
    """The lists of ``configs/boilerplate.toml``, compiled once. ConfigError if the file is missing or wrong."""
    packaged = files("mtkit") / "data" / "configs" / "boilerplate.toml"
    path = Path(str(packaged))
    if not path.is_file():  # a checkout: configs/ lies beside the package
        path = Path(__file__).resolve().parents[2] / "configs" / "boilerplate.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"boilerplate.toml: {error}; install mtkit again") from None
    if unknown := sorted(set(table) - set(_KEYS)):
        raise ConfigError(f"boilerplate.toml: unknown table [{unknown[0]}]; known are {', '.join(_KEYS)}")
    return Rules(*(_compile(key, table.get(key, {})) for key in _KEYS))


def _compile(key: str, table: dict[str, list[str]]) -> re.Pattern[str]:
    """One pattern from exact ``lines``, ``starts`` (anything may follow) and ``patterns`` (regular expressions)."""
    exact = [re.escape(line) for line in table.get("lines", [])]
    starts = [re.escape(start) + ".*" for start in table.get("starts", [])]
    try:
        return re.compile("|".join([*exact, *starts, *table.get("patterns", [])]) or "(?!)", re.IGNORECASE)
    except re.error as error:
        raise ConfigError(f"boilerplate.toml: [{key}] patterns: {error}") from None


def kinds_of(lines: Sequence[str]) -> list[str]:
    """``skip``, ``byline``, ``caption`` or ``""`` for each line of a document, given in order.

    Bylines are short and stand near the top or the end. Lines over 300 characters are never any of these.
    """
    known, last = rules(), len(lines)
    found = [""] * last
    near = {*range(min(_NEAR_TOP, last)), *range(max(0, last - _NEAR_END), last)}
    for index, line in enumerate(lines):
        if len(line) > 300:
            continue
        if index in near and known.skip.fullmatch(line):
            found[index] = "skip"
        elif index in near and len(line) <= 120 and known.byline.fullmatch(line):
            found[index] = "byline"
        elif known.caption.fullmatch(line):
            found[index] = "caption"
    return found


def mark(text: str, blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with boilerplate near the top and the end as SKIP, and bylines and captions told apart."""
    plain = [index for index, block in enumerate(blocks) if block.kind in {Kind.BODY, Kind.ITEM, Kind.HEADLINE}]
    kinds = kinds_of([shown(text, blocks[index]) for index in plain])
    found = {index: Kind(kind) for index, kind in zip(plain, kinds, strict=True) if kind}
    return [replace(block, kind=found[at]) if at in found else block for at, block in enumerate(blocks)]


def shown(text: str, block: Block) -> str:
    """What a reader sees of a block; of one over 1000 characters only the beginning."""
    if len(block.span) > 1000:
        return text[block.span.start : block.span.start + 301]
    out, done = list[str](), block.span.start
    for code in block.codes:
        out.append(text[done : code.span.start])
        out.append(code.text if code.role in {Role.CHAR, Role.EMPTY} else "")
        done = code.span.end
    return "".join([*out, text[done : block.span.end]]).strip()
