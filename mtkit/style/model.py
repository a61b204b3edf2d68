"""What a desk has settled of its style, and what holds where it has not."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from mtkit.errors import UnknownLanguageError, UsageError
from mtkit.lang import lang

__all__ = ["OFF", "SWITCHES", "Facts", "Style", "facts"]

OFF = "off"
DESK = "desk"

SWITCHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "quotes": (OFF, DESK, "straight", "curly", "corner", "angle"),
        "dates": (OFF, DESK),
        "digits": (OFF, "native", "ascii"),
        "latin": (OFF, "spaced", "tight"),
        "percent": (OFF, "spaced", "tight"),
        "ellipsis": (OFF, "dots", "sign", "double"),
        "width": (OFF, "full"),
        "variant": (OFF, "hant", "tw", "tw-words", "hk"),
    }
)
"""Every switch with the words it can be."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a language, see ``data.toml``."""

    code: str
    desk: Mapping[str, str]
    default: Mapping[str, str]
    digits: str = ""
    letters: str = ""
    beside: str = ""

    def knows(self, switch: str) -> bool:
        """Whether the switch means anything in this language."""
        if switch == "dates":
            return "dates" in self.desk
        if switch == "digits":
            return bool(self.digits)
        if switch == "latin":
            return bool(self.letters)
        if switch == "width":
            return lang(self.code).script.is_han
        return switch != "variant" or self.code == "zh-Hant"


@cache
def facts(code: str) -> Facts:
    """The facts of a language."""
    raw = _data().get(code, {})
    plain = {name: raw.get(name, "") for name in ("digits", "letters", "beside")}
    return Facts(code, MappingProxyType(raw.get("desk", {})), MappingProxyType(raw.get("default", {})), **plain)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("mtkit.style").joinpath("data.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Style:
    """What was settled: (language, switch, word), "" for all languages; the last that fits counts, a language first."""

    said: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, rows: Iterable[str]) -> Style:
        """The style that ``quotes=curly`` and ``vi.quotes=straight`` say. Raises UsageError for what is none."""
        return cls(tuple(_row(row) for row in rows))

    def choice(self, switch: str, code: str) -> str:
        """The word of a switch for a language; "off" where the switch means nothing there."""
        known = facts(code)
        if not known.knows(switch):
            return OFF
        own = {(where, name): word for where, name, word in self.said}
        word = own.get((code, switch)) or own.get(("", switch)) or known.default.get(switch, OFF)
        return known.desk.get(switch, OFF) if word == DESK and switch == "quotes" else word

    def options(self, code: str) -> str:
        """What is otherwise than by default for a language, for a signature; "" for nothing."""
        plain = Style()
        rows = [(name, self.choice(name, code)) for name in SWITCHES if name != "variant"]
        return ",".join(f"{name}={word}" for name, word in rows if word != plain.choice(name, code))


def _row(row: str) -> tuple[str, str, str]:
    name, sign, word = row.strip().partition("=")
    where, dot, switch = name.strip().rpartition(".")
    if not sign:
        raise UsageError(f"--style {row!r}: write a switch and its word, such as quotes=curly or vi.quotes=straight")
    if switch not in SWITCHES:
        near = difflib.get_close_matches(switch, SWITCHES, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"--style {row!r}: unknown switch {switch!r}: {hint}known are {', '.join(SWITCHES)}")
    if word.strip() not in SWITCHES[switch]:
        raise UsageError(f"--style {row!r}: {switch} is one of {', '.join(SWITCHES[switch])}")
    try:
        return (lang(where).code if dot else "", switch, word.strip())
    except UnknownLanguageError as error:
        raise UsageError(f"--style {row!r}: {error}") from None
