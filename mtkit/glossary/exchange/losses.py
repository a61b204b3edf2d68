"""What a format could not hold: found by reading back what was written and comparing, so that nothing is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from mtkit.glossary.exchange.interface import Loss
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import values

__all__ = ["losses"]

_Row = dict[str, str]


def losses(before: Sequence[Concept], after: Sequence[Concept]) -> tuple[Loss, ...]:
    """Where ``after`` says less or other than ``before``: rows, then single fields; empty exactly if they are equal."""
    if tuple(before) == tuple(after):
        return ()
    lost: dict[str, list[str]] = defaultdict(list)
    rows, left = _rows(before), _rows(after)
    held = {row["lang"] for row in left}
    for row, other in _paired(rows, left):
        if other is None:
            field = "rows in other languages" if row["lang"] not in held else f"rows ({row['status']})"
            lost[field].append(_shown(row, "term"))
            continue
        for column, value in row.items():
            if value != other[column]:
                lost[column].append(_shown(row, column, other[column]))
    if not lost:
        lost["order of rows"].append(f"{rows[0]['concept']} and later")
    return tuple(Loss(field, len(found), found[0]) for field, found in lost.items())


def _rows(concepts: Iterable[Concept]) -> list[_Row]:
    return [values(concept, term) for concept in concepts for term in concept.terms]


def _shown(row: _Row, column: str, other: str = "") -> str:
    value = row[column] or "(empty)"
    now = f", read as {other[:40]!r}" if other else ""
    place = row["concept"] if column in {"term", "concept"} else f"{row['term'][:40]} ({row['concept']}, {row['lang']})"
    return f"{value[:60]!r}{now} of {place}"


def _paired(rows: Sequence[_Row], left: Sequence[_Row]) -> list[tuple[_Row, _Row | None]]:
    """Each row with the one that was made of it: the same in all, else in fewer and fewer columns."""
    found: dict[int, _Row] = {}
    free = set(range(len(left)))
    for columns in (tuple(rows[0]) if rows else (), ("concept", "lang", "term", "status"), ("concept", "lang", "term"),
                    ("lang", "term", "status"), ("lang", "term")):  # fmt: skip
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for number in sorted(free):
            waiting[tuple(left[number][column] for column in columns)].append(number)
        for number, row in enumerate(rows):
            matches = waiting.get(tuple(row[column] for column in columns))
            if number not in found and matches:
                taken = matches.pop(0)
                found[number] = left[taken]
                free.discard(taken)
    return [(row, found.get(number)) for number, row in enumerate(rows)]
