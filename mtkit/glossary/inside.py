"""Which of many short texts stand inside longer ones, in time that grows with their length and not their product."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

__all__ = ["first_containers"]


def first_containers(needles: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """For each of ``needles`` that is a proper part of one of ``texts``, the first of them.

    At each place of a text the longest needle is found by bisection, shorter ones by links from each needle to the
    longest other that begins it; a chain that was walked once is not walked again.
    """
    names = sorted({needle for needle in needles if needle})
    shorter: list[int] = []
    still_open: list[int] = []
    for place, name in enumerate(names):
        while still_open and not name.startswith(names[still_open[-1]]):
            still_open.pop()
        shorter.append(still_open[-1] if still_open else -1)
        still_open.append(place)
    longest = max(map(len, names), default=0)
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        for start in range(len(text)):
            ahead = text[start : start + longest]
            nearest = bisect_right(names, ahead) - 1
            while nearest >= 0:
                name = names[nearest]
                if ahead.startswith(name) and name != text:
                    if name in found:
                        break  # and so were those that begin it
                    found[name] = text
                nearest = shorter[nearest]
    return found
