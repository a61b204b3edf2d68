"""Glossary files in every format of ``mtkit.glossary.exchange``, held to the rules of ``rules.py``."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mtkit.errors import GlossaryError, UsageError
from mtkit.glossary.exchange import FORMATS
from mtkit.glossary.exchange.interface import MAX_BYTES, Format, Sheet
from mtkit.glossary.exchange.omegat import OMEGAT
from mtkit.glossary.exchange.table import CSV, decode, delimiter_of, records_of
from mtkit.glossary.exchange.tbx_read import ELEMENTS
from mtkit.glossary.exchange.weblate import FIELDS, WEBLATE_CSV, is_weblate
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import COLUMNS, REQUIRED, Problem, Row, build, cells, nearest
from mtkit.lang import Pair

__all__ = [
    "cells", "checked", "dump_csv", "format_of", "load", "load_csv", "loads", "read", "read_csv", "refuse", "sheet_of",
    "told",
]  # fmt: skip


def format_of(path: Path, name: str | None = None) -> Format:
    """The format called ``name``, else the one that the suffix of ``path`` tells.

    Raises UsageError for a name that is none, GlossaryError for a suffix that tells nothing.
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError(f"{name!r} is no format{nearest(name, FORMATS)}")
        return FORMATS[name]
    suffix = path.suffix.lower()
    for form in FORMATS.values():
        if suffix in form.suffixes:
            return form
    known = ", ".join(suffix for form in FORMATS.values() for suffix in form.suffixes)
    raise GlossaryError(f"has no ending that tells its format: use one of {known}", where=str(path))


def load(path: Path, *, format: str | None = None, pair: Pair | None = None) -> tuple[Concept, ...]:  # noqa: A002
    """The concepts of a glossary file, in the order in which they first occur.

    Raises GlossaryError that names file, row (as Excel counts; in TBX line and entry), column and the mend of the
    first problem, and how many more there are; nothing is half-loaded.
    """
    return loads(read(path, format=format, pair=pair), str(path))


def loads(sheet: Sheet, where: str) -> tuple[Concept, ...]:
    """The concepts of a file that was read. Raises GlossaryError as ``load`` does."""
    concepts, more = build(sheet.rows)
    refuse([*sheet.problems, *more], where)
    return concepts


def load_csv(path: Path) -> tuple[Concept, ...]:
    """``load`` for a table of ours, whatever the file's name."""
    return loads(sheet_of(_bytes(path), str(path), CSV), str(path))


def checked(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """``concepts`` made in code, cleaned and held to the rules of a file.

    Raises GlossaryError, with the concept's place in the sequence for a row number.
    """
    rows: list[Row] = []
    ids: set[str] = set()
    problems: list[Problem] = []
    empty: list[Concept] = []
    for number, concept in enumerate(concepts, 1):
        if concept.id in ids:
            problems.append(Problem(number, "concept", f"{concept.id!r} occurs twice: merge the two"))
        ids.add(concept.id)
        if not concept.terms:
            empty.append(concept)
        for term in concept.terms:
            if term.concept != concept.id:
                problems.append(
                    Problem(number, "concept", f"a term of {concept.id!r} says that it belongs to {term.concept!r}")
                )
            rows.append(Row(number, dict(zip(COLUMNS, cells(concept, term), strict=True))))
    problems += [Problem(0, "term", f"{concept.id!r} has no term: add one") for concept in empty]
    built, more = build(rows)
    refuse(problems + more, "glossary")
    return built


def told(problem: Problem) -> Problem:
    """``problem`` in the words of its format: where there are no rows and columns, lines and elements."""
    if not problem.place:
        return problem
    column = ELEMENTS.get(problem.column, problem.column)
    return replace(problem, column=column, message=re.sub(r"\brow (?=\d)", "line ", problem.message))


def refuse(problems: Sequence[Problem], where: str) -> None:
    """Raise GlossaryError for the first of ``problems``, if there is one."""
    if not problems:
        return
    first = told(min(problems, key=lambda problem: problem.row))
    others = f" (and {len(problems) - 1} more: mtkit glossary lint shows all)" if len(problems) > 1 else ""
    raise GlossaryError(first.line + others, where=where)


def read(path: Path, *, format: str | None = None, pair: Pair | None = None) -> Sheet:  # noqa: A002
    """The rows of a file as they stand, and what is wrong with the file itself.

    The format is told by the suffix; a ``.csv`` whose first row names Weblate's columns is Weblate's. ``pair`` is for
    formats that do not say their languages. Raises GlossaryError only when the file cannot be read at all.
    """
    if path.is_dir() or not path.exists():
        _bytes(path)  # which says so, rather than something about endings
    form = format_of(path, format)
    return sheet_of(_bytes(path), str(path), form, pair=pair, sniff=format is None)


def sheet_of(raw: bytes, where: str, form: Format, *, pair: Pair | None = None, sniff: bool = False) -> Sheet:
    """``read`` for bytes. With ``sniff``, the first row may say that it is another kind of table."""
    if sniff and form in {CSV, OMEGAT}:
        header = _header(raw, where)
        if is_weblate(header):
            form = WEBLATE_CSV
        elif set(REQUIRED) <= {name.strip().lower() for name in header}:
            form = CSV
    return form.read(raw, where, pair)


def _header(raw: bytes, where: str) -> list[str]:
    text, _ = decode(raw, where)
    head = text[:4096]
    records = records_of(head, delimiter_of(head, {*COLUMNS, *FIELDS}), [])
    return records[0][1] if records else []


def read_csv(path: Path) -> tuple[list[Row], list[Problem]]:
    """``read`` for a table of ours, whatever the file's name: its rows and its problems."""
    sheet = sheet_of(_bytes(path), str(path), CSV)
    return list(sheet.rows), list(sheet.problems)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryError(f"larger than {MAX_BYTES >> 20} MB: split it into several glossaries", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"cannot be read ({error.strerror}): check the path", where=str(path)) from None


def dump_csv(concepts: Iterable[Concept], path: Path) -> None:
    """Write ``concepts`` so that ``load_csv`` gives them back and Excel shows every script.

    UTF-8 with a byte order mark, CRLF, cells that look like a formula guarded by an apostrophe. The file is
    replaced in one step.
    """
    data = CSV.write(tuple(concepts), None, date.min)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
