"""From the signals of a unit to its estimate, and from estimates to an order of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtkit.estimate.calibration import Calibration, calibrations
from mtkit.estimate.signals import signals_of
from mtkit.lang import lang
from mtkit.unit import Estimate, Issue, Origin, Severity, State, Unit

__all__ = ["estimable", "estimate", "estimated", "valid", "worst_first"]

_WEIGHT = {Severity.ERROR: 1_000_000, Severity.WARNING: 1_000, Severity.INFO: 1}


def estimate(unit: Unit, *, back: str | None = None, calibration: Calibration | None = None) -> Estimate:
    """How good the machine text of ``unit`` is likely to be; always the same for the same unit.

    The value is the chrF (0 to 1) that texts with such signals had in the data of the ``calibration``: by default the
    most telling one that is for the unit's model and signals. ``back`` is a translation of the target back into the
    source's language. It orders units of one direction; between languages it is no measure, for chrF is not.
    """
    signals = signals_of(unit, back=back)
    model = unit.trail[-1].model if unit.trail else ""
    chosen = calibration or next(one for one in calibrations() if one.fits(signals, model))
    value = round(chosen.value(signals, unit.pair), 4)
    known = "" if str(unit.pair) in chosen.pairs else "|pair:not in data"
    how = f"{chosen.name}@{chosen.digest}|{chosen.label}|on:{chosen.data}|by:{'+'.join(chosen.weights)}{known}"
    return Estimate(value, how, tuple((name, round(part, 3)) for name, part in signals.items()))


def estimable(unit: Unit) -> bool:
    """Whether there is something to estimate: a model's own text, not characters converted without one."""
    models = unit.origin is not Origin.MEMORY and lang(unit.pair.source).base != lang(unit.pair.target).base
    return models and bool((unit.raw or unit.target).strip())


def estimated(unit: Unit, *, back: str | None = None) -> Unit:
    """``unit`` with its estimate; one without a model's text as it is."""
    return replace(unit, estimate=estimate(unit, back=back)) if estimable(unit) else unit


def valid(unit: Unit) -> Estimate | None:
    """The estimate of what stands in ``unit`` now: of machine text alone that nobody has touched.

    One that was kept is taken, for it may know more; else it is made now.
    """
    if unit.state is not State.RAW or unit.origin is not Origin.MACHINE or not unit.target.strip():
        return None
    if not estimable(unit):
        return None
    return unit.estimate if unit.estimate is not None else estimate(unit)


def worst_first(units: Sequence[Unit], issues: Sequence[Sequence[Issue]]) -> list[int]:
    """The places of ``units`` by what should be looked at first: findings, then estimates; equals as they stand.

    Units without a text come first, approved ones last.
    """

    def key(at: int) -> tuple[int, int, float, int]:
        unit, found = units[at], valid(units[at])
        heavy = sum(_WEIGHT[issue.severity] for issue in issues[at])
        rank = 0 if not unit.target.strip() else 2 if unit.state is State.APPROVED else 1
        return rank, -heavy, found.value if found else 1.0, at

    return sorted(range(len(units)), key=key)
