"""Weblate's glossary as CSV: one pair, the fields of its CSV files in their order.

Source: Weblate's manual, "CSV files" and "Glossary". Its CSV holds no flags, so that forbidden translations, read-only
and terminology terms go by TBX alone (``weblate-tbx``). A concept's id is kept in ``context``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mtkit.glossary.exchange.interface import Format, Loss, Sheet
from mtkit.glossary.exchange.pairs import (
    Entry,
    entries_of,
    pair_for_reading,
    pair_for_writing,
    rows_of_entries,
    valid_id,
)  # fmt: skip
from mtkit.glossary.exchange.table import decode, delimiter_of, records_of, spelt
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import FORMULA, Problem, guarded
from mtkit.lang import Pair

__all__ = ["WEBLATE_CSV", "is_weblate"]

FIELDS = (
    "location", "source", "target", "id", "fuzzy", "context", "translator_comments", "developer_comments",
)  # fmt: skip
_TRUE = frozenset({"true", "1", "yes"})


def is_weblate(header: Sequence[str]) -> bool:
    """Whether the first row of a table names Weblate's columns."""
    names = {name.strip().lower() for name in header}
    return {"source", "target"} <= names and "concept" not in names


def read(raw: bytes, where: str, pair: Pair | None = None) -> Sheet:
    """The rows of a Weblate glossary. Entries that need editing come as proposed. Raises GlossaryError."""
    both = pair_for_reading(pair, where)
    text, problems = decode(raw, where)
    records = records_of(text, delimiter_of(text, FIELDS), problems)
    if not records or not is_weblate(records[0][1]):
        number = records[0][0] if records else 0
        mend = f"the first row must name the columns {', '.join(FIELDS)}"
        return Sheet((), (*problems, Problem(number, "source", f"is missing: {mend}")))
    names = [name.strip().lower() for name in records[0][1]]
    entries: list[Entry] = []
    beyond: dict[str, list[str]] = {}
    for number, record in records[1:]:
        cells = {name: _bare(cell) for name, cell in zip(names, record, strict=False)}
        if not cells.get("source"):
            problems.append(Problem(number, "source", "is empty: fill it in or delete the row"))
            continue
        context = cells.get("context", "")
        known = valid_id(context)
        status = "proposed" if cells.get("fuzzy", "").lower() in _TRUE else ""
        about = cells.get("developer_comments", "")
        note = cells.get("translator_comments", "")
        entries.append(
            Entry(number, cells["source"], cells.get("target", ""), context if known else "", note, about, status)
        )
        for name, cell in cells.items():
            if cell and (name not in FIELDS or name in {"location", "id"} or (name == "context" and not known)):
                beyond.setdefault(name, []).append(f"{cell!r} in row {number}")
    left = tuple(Loss(name, len(found), found[0]) for name, found in beyond.items())
    return Sheet(tuple(rows_of_entries(entries, both)), tuple(problems), left)


def _bare(cell: str) -> str:
    """The cell without blanks at its ends and without the apostrophe of ``guarded``."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def write(concepts: Sequence[Concept], pair: Pair | None, day: date) -> bytes:
    """The forms in force on ``day``."""
    both = pair_for_writing(pair, "a Weblate glossary")
    table: list[Sequence[str]] = [FIELDS]
    for entry in entries_of(concepts, both, day, alternatives=False):
        cells = ["", entry.source, entry.target, "", "", entry.concept, entry.note, entry.about]
        table.append([guarded(cell) for cell in cells])
    return spelt(table).encode()


WEBLATE_CSV = Format("weblate-csv", "Weblate's glossary of one pair as CSV", (), read, write, paired=True)
