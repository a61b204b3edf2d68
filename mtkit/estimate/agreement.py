"""How alike two texts of one language are, by their characters."""

from __future__ import annotations

from collections import Counter

__all__ = ["agreement"]

_ORDER = 6
_BETA = 2.0


def agreement(text: str, reference: str) -> float:
    """chrF2 of one sentence (Popović 2015), from 0 to 1, as sacrebleu computes it: blanks do not count.

    Orders that neither text is long enough for do not count. Two texts without characters agree in nothing.
    """
    one, two = "".join(text.split()), "".join(reference.split())
    precision = recall = 0.0
    orders = 0
    for n in range(1, _ORDER + 1):
        ours = Counter(one[i : i + n] for i in range(len(one) - n + 1))
        theirs = Counter(two[i : i + n] for i in range(len(two) - n + 1))
        if not ours or not theirs:
            continue
        same = sum((ours & theirs).values())
        precision += same / ours.total()
        recall += same / theirs.total()
        orders += 1
    if not orders:
        return 0.0
    precision, recall = precision / orders, recall / orders
    if precision + recall == 0:
        return 0.0
    weight = _BETA**2
    return (1 + weight) * precision * recall / (weight * precision + recall)
