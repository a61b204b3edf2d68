"""Calibrations: what signals meant in translations whose quality is known."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mtkit.errors import ConfigError
from mtkit.lang import Pair

__all__ = ["REACH", "Calibration", "calibrations", "read_calibrations"]

REACH = 2.5
"""Spreads from the mean beyond which a signal says no more: sentences that are unlike the data prove little."""

_FILE = Path(__file__).with_name("calibration.toml")


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of a label from 0 to 1.

    Signals are weighed, each less its ``mean`` and by its ``scale``, no further than ``REACH``.
    ``model`` is the model whose texts it is for, "" for any. ``pairs`` hold the intercepts of the directions that it
    was fitted on; ``intercept`` is for all others. ``data`` and ``label`` say what on, ``digest`` names these numbers.
    """

    name: str
    model: str
    data: str
    label: str
    digest: str
    intercept: float
    weights: Mapping[str, tuple[float, float, float]]  # signal: mean, scale, weight
    pairs: Mapping[str, float]

    def value(self, signals: Mapping[str, float], pair: Pair) -> float:
        """The label that is to be expected; a signal that is missing counts as its mean."""
        total = self.pairs.get(str(pair), self.intercept)
        for name, (mean, scale, weight) in self.weights.items():
            total += weight * max(-REACH, min(REACH, (signals.get(name, mean) - mean) / scale))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def fits(self, signals: Mapping[str, float], model: str) -> bool:
        """Whether this is for texts of ``model`` (name@revision) with these signals."""
        return (not self.model or model.partition("@")[0] == self.model) and set(self.weights) <= set(signals)


@lru_cache(maxsize=1)
def calibrations() -> tuple[Calibration, ...]:
    """The calibrations in the box, the most telling first."""
    return read_calibrations(_FILE)


def read_calibrations(path: Path) -> tuple[Calibration, ...]:
    """The calibrations in a TOML file as benchmarks/estimate.py writes it. Raises ConfigError for a damaged one."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Calibration(
                name,
                one["model"],
                one["data"],
                one["label"],
                one["digest"],
                float(one["intercept"]),
                MappingProxyType({key: (float(m), float(s), float(w)) for key, (m, s, w) in one["signals"].items()}),
                MappingProxyType({key: float(value) for key, value in one["pairs"].items()}),
            )
            for name, one in raw["calibration"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path}: no calibration of estimates ({type(error).__name__}: {error})") from None
