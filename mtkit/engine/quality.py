"""Floors: the measured quality below which a hop is used only when the caller says so."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mtkit.engine.card import Score
from mtkit.errors import ConfigError
from mtkit.lang import Pair
from mtkit.resources import resource

__all__ = ["Floors", "read_floors", "shipped_floors"]


@dataclass(frozen=True, slots=True)
class Floors:
    """The lowest chrF (points of 100) that passes, by target language; ``default`` for the others."""

    default: float
    chrf: Mapping[str, float]

    def floor(self, pair: Pair) -> float:
        """The floor for the target of ``pair``."""
        return self.chrf.get(pair.target, self.default)

    def passes(self, pair: Pair, score: Score | None) -> bool:
        """Whether the score reaches the floor; what was never measured passes."""
        return score is None or score.chrf is None or score.chrf >= self.floor(pair)


def read_floors(path: Path) -> Floors:
    """Read ``[chrf]`` of a quality file. Raises ConfigError for a file or value that cannot be used."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot read the floors: {error}") from error
    table = raw.get("chrf")
    if not isinstance(table, dict) or "default" not in table:
        raise ConfigError(f"{path}: [chrf] needs a default, such as default = 20.0")
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise ConfigError(f"{path}: chrf.{key} must be a number from 0 to 100, not {value!r}")
    floors = {key: float(value) for key, value in table.items() if key != "default"}
    return Floors(float(table["default"]), MappingProxyType(floors))


@cache
def shipped_floors() -> Floors:
    """The floors of configs/quality.toml."""
    return read_floors(resource("configs", "quality.toml"))
