"""OmegaT's glossary: source, tab, target, tab, comment; UTF-8; lines that begin with # are remarks.

Source: the OmegaT manual, "Glossaries: File format". The pair is the project's; the file does not say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mtkit.errors import GlossaryError
from mtkit.glossary.exchange.interface import MAX_ROWS, Format, Loss, Sheet
from mtkit.glossary.exchange.pairs import (
    Entry,
    entries_of,
    one_line,
    pair_for_reading,
    pair_for_writing,
    rows_of_entries,
)  # fmt: skip
from mtkit.glossary.exchange.table import decode
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import Problem
from mtkit.lang import Pair

__all__ = ["OMEGAT"]

_HEAD = "# Glossary in tab-separated format -*- coding: utf-8 -*-"


def read(raw: bytes, where: str, pair: Pair | None = None) -> Sheet:
    """The rows of an OmegaT glossary; each source text is a concept. Raises GlossaryError."""
    both = pair_for_reading(pair, where)
    text, problems = decode(raw, where)
    entries: list[Entry] = []
    beyond: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_ROWS:
        raise GlossaryError(f"more than {MAX_ROWS} lines: split it into several glossaries", where=where)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) < 2 or not parts[0] or not parts[1]:
            mend = "write source, tab, target, tab, comment"
            problems.append(Problem(number, "", f"{line.strip()[:40]!r} has no target: {mend}"))
            continue
        beyond += [f"{part!r} in row {number}" for part in parts[3:] if part]
        entries.append(Entry(number, parts[0], parts[1], note=parts[2] if len(parts) > 2 else ""))
    left = (Loss("cells beyond the comment", len(beyond), beyond[0]),) if beyond else ()
    return Sheet(tuple(rows_of_entries(entries, both)), tuple(problems), left)


def write(concepts: Sequence[Concept], pair: Pair | None, day: date) -> bytes:
    """The forms in force on ``day``. A source that begins with # would be a remark and is left out."""
    both = pair_for_writing(pair, "an OmegaT glossary")
    lines = [_HEAD]
    for entry in entries_of(concepts, both, day, alternatives=True):
        if not entry.source.startswith("#"):
            note = one_line(entry.note)
            lines.append("\t".join([entry.source, entry.target, *([note] if note else [])]))
    return ("\n".join(lines) + "\n").encode()


OMEGAT = Format("omegat", "OmegaT's glossary of one pair", (".utf8", ".tab", ".txt"), read, write, paired=True)
