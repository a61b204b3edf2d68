"""How good is a machine text likely to be? An estimate without a reference, from what is at hand, to order units by.

``estimate`` weighs the signals of a unit (``signals_of``) by a calibration that was fitted on real translations
(calibration.toml, by benchmarks/estimate.py). It is the chrF that texts with such signals had, and no more than that:
docs/evaluate.md says how well it finds the worst.
"""

from __future__ import annotations

from mtkit.estimate.agreement import agreement
from mtkit.estimate.calibration import Calibration, calibrations
from mtkit.estimate.judge import estimable, estimate, estimated, valid, worst_first
from mtkit.estimate.keep import keep
from mtkit.estimate.signals import signals_of
from mtkit.unit import Estimate

__all__ = [
    "Calibration",
    "Estimate",
    "agreement",
    "calibrations",
    "estimable",
    "estimate",
    "estimated",
    "keep",
    "signals_of",
    "valid",
    "worst_first",
]
