"""chrF with what a resampling needs, and the paired bootstrap that the guard decides by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["SIGNATURE", "Compared", "chrf", "compare", "statistics"]

_ORDER = 6
_BETA = 2
_SAMPLES = 1000
SIGNATURE = "chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|like sacrebleu:2"


def statistics(hypotheses: Sequence[str], references: Sequence[str]) -> Array:
    """What chrF counts, for each sentence: [sentence, order, (grams of hypothesis, of reference, in both)]."""
    import numpy as np

    table = np.zeros((len(hypotheses), _ORDER, 3), dtype=np.int64)
    for row, (hypothesis, reference) in enumerate(zip(hypotheses, references, strict=True)):
        one, other = "".join(hypothesis.split()), "".join(reference.split())
        for order in range(_ORDER):
            ours, theirs = _grams(one, order + 1), _grams(other, order + 1)
            table[row, order] = ours.total(), theirs.total(), (ours & theirs).total()
    return table


def _grams(text: str, length: int) -> Counter[str]:
    return Counter(text[start : start + length] for start in range(len(text) - length + 1))


def chrf(table: Array) -> Any:
    """chrF2 in points of 100 (Popović 2015, as sacrebleu has it) of summed statistics, [..., order, 3] -> [...].

    Orders that the hypothesis or the reference is too short for do not count.
    """
    import numpy as np

    ours, theirs, both = (table[..., n].astype(np.float64) for n in range(3))
    counted = (ours > 0) & (theirs > 0)
    precision = np.divide(both, ours, out=np.zeros_like(both), where=counted).sum(-1)
    recall = np.divide(both, theirs, out=np.zeros_like(both), where=counted).sum(-1)
    orders = np.maximum(counted.sum(-1), 1)
    precision, recall = precision / orders, recall / orders
    below = _BETA**2 * precision + recall
    return 100 * np.divide((1 + _BETA**2) * precision * recall, below, out=np.zeros_like(below), where=below > 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two systems on one test set: chrF before and after, and where the difference lies in 95 of 100 resamplings.

    ``surely`` is the difference that 95 of 100 resamplings reach: the lower end of a one-sided interval.
    """

    n: int
    before: float
    after: float
    low: float
    high: float
    surely: float

    @property
    def change(self) -> float:
        """After less before, in points of chrF."""
        return self.after - self.before

    def __str__(self) -> str:
        return (
            f"chrF {self.before:.1f} before, {self.after:.1f} after: {self.change:+.1f}"
            f" (95 %: {self.low:+.1f} to {self.high:+.1f}; {self.n} sentences)"
        )


def compare(before: Sequence[str], after: Sequence[str], references: Sequence[str], *, seed: int = 12345) -> Compared:
    """Score two systems on the same sentences, with the paired bootstrap (Koehn 2004, 1,000 samples)."""
    import numpy as np

    one, other = statistics(before, references), statistics(after, references)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(references), np.full(len(references), 1 / len(references)), size=_SAMPLES)
    shape = (_SAMPLES, _ORDER, 3)
    flat = [(weights @ table.reshape(len(references), -1)).reshape(shape) for table in (one, other)]
    changes = chrf(flat[1]) - chrf(flat[0])
    low, surely, high = (float(value) for value in np.percentile(changes, [2.5, 5, 97.5]))
    return Compared(len(references), float(chrf(one.sum(0))), float(chrf(other.sum(0))), low, high, surely)
