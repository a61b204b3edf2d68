"""A cue's text as lines: as few as hold it, cut where it hurts least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from mtkit.captions import Reading
from mtkit.linebreak import Rank
from mtkit.text import Code

__all__ = ["Atom", "wrap"]

_LINE_CUT = {Rank.SENTENCE: 0.0, Rank.CLAUSE: 1.0, Rank.WORD: 4.0, Rank.INSIDE: 16.0}
_MANY = 6  # lines, from which on they are filled one after the other


@dataclass(frozen=True, slots=True)
class Atom:
    """Text that is never cut: with what parts it from the next, and how good a place its end is."""

    parts: tuple[str | Code, ...]
    columns: int
    gap: str
    rank: Rank


def wrap(atoms: Sequence[Atom], facts: Reading, most: int) -> list[Sequence[Atom]]:
    """``atoms`` as lines: as few as hold them, cut where it hurts least, the lines about equally long."""
    if not atoms:
        return []
    total = _columns(atoms)
    if total <= facts.columns or len(atoms) == 1:
        return [atoms]
    count = max(2, -(-total // facts.columns))
    if count > _MANY:
        return _filled(atoms, facts.columns)
    for lines in range(count, max(most, count) + 2):
        found = _cut_lines(atoms, lines, facts.columns)
        if all(_columns(line) <= facts.columns for line in found):
            return found
    return _cut_lines(atoms, max(count, min(most, len(atoms))), facts.columns)


def _filled(atoms: Sequence[Atom], columns: int) -> list[Sequence[Atom]]:
    """``atoms`` in lines that are filled one after the other."""
    lines: list[Sequence[Atom]] = []
    start, used = 0, 0
    for index, atom in enumerate(atoms):
        if index > start and used + atom.columns > columns:
            lines.append(atoms[start:index])
            start, used = index, 0
        used += atom.columns + len(atom.gap)
    return [*lines, atoms[start:]]


def _columns(atoms: Sequence[Atom]) -> int:
    return sum(atom.columns + len(atom.gap) for atom in atoms) - (len(atoms[-1].gap) if atoms else 0)


def _cut_lines(atoms: Sequence[Atom], lines: int, columns: int) -> list[Sequence[Atom]]:
    """``atoms`` in at most ``lines`` lines at the least cost."""
    sums = [0, *accumulate(atom.columns + len(atom.gap) for atom in atoms)]
    ideal = sums[-1] / lines
    costs: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number in range(1, lines + 1):
        step: dict[int, tuple[float, tuple[int, ...]]] = {}
        ends = [len(atoms)] if number == lines else range(1, len(atoms) + 1)
        for end in ends:
            for begin, (cost, cuts) in costs.items():
                if begin > end or (begin == end and end < len(atoms)):
                    continue
                used = sums[end] - sums[begin] - (len(atoms[end - 1].gap) if end else 0)
                total = cost + ((used - ideal) / 6) ** 2 + 100 * max(0, used - columns)
                total += _LINE_CUT[atoms[end - 1].rank] if end < len(atoms) else 0.0
                if end not in step or total < step[end][0]:
                    step[end] = (total, (*cuts, end))
        costs = step
    cuts = costs[len(atoms)][1]
    return [atoms[a:b] for a, b in pairwise([0, *cuts]) if a < b]
