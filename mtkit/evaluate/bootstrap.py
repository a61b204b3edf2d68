"""How sure a score is, and whether one system is better than another: bootstrap resampling.

Paired bootstrap resampling is that of Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation":
test sets are drawn with replacement from the segments, the same for both systems. The p-value is the share of draws
whose difference is off its mean by more than the difference that was measured, as sacrebleu and Moses compute it, and
the draws are sacrebleu's own: with the same seed the figures are those of ``sacrebleu --paired-bs``. But where two
systems never differ, p is 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mtkit.evaluate.metrics import Tally

__all__ = ["RESAMPLES", "SEED", "Difference", "compare", "draws", "interval"]

SEED = 12345
RESAMPLES = 1000
_SHARE = 40  # of the sorted draws, this part is cut off at either end: 95 percent are left


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of two systems over the same segments: ``other`` less ``first``, in points of 100.

    ``low`` and ``high`` hold 95 percent of the resampled differences; ``p`` is two-sided; ``won`` is the share of
    resamples in which the other system is better (ties count half).
    """

    first: float
    other: float
    low: float
    high: float
    p: float
    won: float

    @property
    def value(self) -> float:
        """The difference of the scores."""
        return self.other - self.first


def draws(count: int, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Any]:
    """Indices of ``count`` segments drawn with replacement, again and again: a NumPy array for each resample."""
    import numpy as np

    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        yield rng.choice(count, size=count, replace=True)


def _scores(one: Tally, picked: Sequence[Any]) -> Any:
    import numpy as np

    rows = np.array(one.rows, dtype="float32")
    return np.array([one.score(rows[chosen].sum(0)) for chosen in picked])


def _ends(sample: Any) -> tuple[float, float]:
    """What 95 percent of the sorted sample lie between, by sacrebleu's count."""
    found = sorted(map(float, sample))
    cut = len(found) // _SHARE
    return found[cut], found[len(found) - cut - 1]


def total(one: Tally) -> float:
    """The score over all segments."""
    return one.score([sum(column) for column in zip(*one.rows, strict=True)])


def interval(one: Tally, *, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[float, float]:
    """The 95 percent interval of a score (Efron's percentiles)."""
    return _ends(_scores(one, list(draws(len(one.rows), resamples, seed))))


def compare(first: Tally, other: Tally, *, resamples: int = RESAMPLES, seed: int = SEED) -> Difference:
    """How ``other`` differs from ``first``, a tally of the same metric over the same segments."""
    import numpy as np

    picked = list(draws(len(first.rows), resamples, seed))
    one, two = total(first), total(other)
    ours, theirs = _scores(first, picked), _scores(other, picked)
    spread = np.abs(theirs - ours)
    beyond = int(np.sum(spread - spread.mean() > abs(two - one))) if spread.any() else len(picked)
    sign = 1 if first.rising else -1
    won = float((np.sum(sign * (theirs - ours) > 0) + 0.5 * np.sum(theirs == ours)) / len(picked))
    low, high = _ends(theirs - ours)
    return Difference(one, two, low, high, (beyond + 1) / (len(picked) + 1), won)
