"""X: what can be seen only across units: one source with two translations, one translation for many sources."""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.check.interface import Sample
from mtkit.unit import Issue

__all__ = ["check_across"]


def check_across(samples: Sequence[Sample]) -> dict[int, list[Issue]]:
    """X01 and X02, by the place of the sample in ``samples``, which are of one direction."""
    del samples
    return {}
