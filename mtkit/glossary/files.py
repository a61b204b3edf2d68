"""Reading and writing glossaries: one tidy CSV, one row = one term, that an editor opens in Excel.

Another format (TBX, XLSX) needs a function from bytes to ``Row`` values and one back; the rules are in ``rules.py``.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary.model import Concept, Term
from mtkit.glossary.rules import COLUMNS, CONCEPT_COLUMNS, REQUIRED, Problem, Row, build, guarded, nearest

__all__ = ["cells", "checked", "dump_csv", "load_csv", "read_csv"]

_MAX_BYTES = 64 * 1024 * 1024
_SAVE_AS = 'save it as "CSV UTF-8 (comma delimited)"'


def load_csv(path: Path) -> tuple[Concept, ...]:
    """The concepts of a glossary file, in the order in which they first occur.

    Raises GlossaryError that names file, row (as Excel counts), column and the mend of the first problem, and how
    many more there are; nothing is half-loaded.
    """
    rows, problems = read_csv(path)
    concepts, more = build(rows)
    _refuse(problems + more, str(path))
    return concepts


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
    _refuse(problems + more, "glossary")
    return built


def _refuse(problems: Sequence[Problem], where: str) -> None:
    if not problems:
        return
    first = min(problems, key=lambda problem: problem.row)
    others = f" (and {len(problems) - 1} more: mtkit glossary lint shows all)" if len(problems) > 1 else ""
    raise GlossaryError(first.line + others, where=where)


def read_csv(path: Path) -> tuple[list[Row], list[Problem]]:
    """The rows of a file as they stand, and what is wrong with the file itself.

    Understands UTF-8 with or without a byte order mark, UTF-16 with one, and GB 18030; commas, semicolons or tabs;
    any line ends; line breaks inside quotes. Raises GlossaryError only when the file cannot be read at all.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise GlossaryError(f"larger than {_MAX_BYTES >> 20} MB: split it into several glossaries", where=str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"cannot be read ({error.strerror}): check the path", where=str(path)) from None
    text, problems = _decode(raw, str(path))
    if not text.strip():
        raise GlossaryError(f"is empty: its first row must name the columns {', '.join(REQUIRED)}", where=str(path))
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first):  # Excel's own hint, which it does not show as a row
        text = rest
    records = _records(text, _delimiter(text), problems)
    rows = _rows(records, problems)
    return rows, problems


def _decode(raw: bytes, where: str) -> tuple[str, list[Problem]]:
    """The text of a file, whatever of the usual encodings it was saved in."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError:
            raise GlossaryError(f"is damaged UTF-16: {_SAVE_AS}", where=where) from None
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        message = f"is neither UTF-8 nor GB 18030 (the first bad byte is in line {line}): {_SAVE_AS}"
        raise GlossaryError(message, where=where) from None
    # a legacy encoding cannot hold Thai or Vietnamese: Excel writes ? in their place, without a word
    lost = [number for number, row in enumerate(text.splitlines(), 1) if "?" in row]
    message = f"letters were lost when the file was saved in a Chinese legacy encoding: {_SAVE_AS}"
    return text, [Problem(number, "", message) for number in lost[:1]]


def _delimiter(text: str) -> str:
    """The separator under which the first row names the most columns."""
    header = text.lstrip("\r\n").split("\n", 1)[0]

    def known(mark: str) -> int:
        return sum(cell.strip().strip('"').strip().lower() in COLUMNS for cell in header.split(mark))

    return max(",;\t", key=known)


def _records(text: str, delimiter: str, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """The records with their numbers as Excel counts rows, blank ones left out."""
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return records
        except csv.Error as error:
            mend = "a quotation mark is not closed, or stands inside a cell without being doubled"
            problems.append(Problem(number, "", f"{mend} ({error})"))
            return records
        if any(cell.strip() for cell in record):
            records.append((number, record))


def _rows(records: list[tuple[int, list[str]]], problems: list[Problem]) -> list[Row]:
    """The records as rows by column name."""
    if not records:
        return []
    top, header = records[0]
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in COLUMNS:
            problems.append(Problem(top, name, f"unknown column {name!r}{nearest(name, COLUMNS)}"))
        elif names.count(name) > 1:
            problems.append(Problem(top, name, f"column {name!r} occurs twice: delete one"))
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        problems.append(Problem(top, missing[0], f"column {missing[0]!r} is missing from the first row: add it"))
        return []
    rows = []
    for number, record in records[1:]:
        extra = [cell for cell in record[len(names) :] if cell.strip()]
        if extra:
            mend = "put quotes round a cell that holds the separator"
            message = f"has a cell beyond the last column ({extra[0]!r}): {mend}"
            problems.append(Problem(number, "", message))
        padded = record + [""] * (len(names) - len(record))
        rows.append(Row(number, dict(zip(names, padded, strict=False))))
    return rows


def cells(concept: Concept, term: Term) -> list[str]:
    """What a term says, as the cells of its row in the order of ``COLUMNS``, safe to open in a spreadsheet."""
    values = {name: getattr(concept, attribute) for name, attribute in CONCEPT_COLUMNS.items()}
    for name in COLUMNS:
        if name not in values:
            value = getattr(term, "text" if name == "term" else name)
            values[name] = "" if value is None else str(value)
    return [guarded(values[name]) for name in COLUMNS]


def dump_csv(concepts: Iterable[Concept], path: Path) -> None:
    """Write ``concepts`` so that ``load_csv`` gives them back and Excel shows every script.

    UTF-8 with a byte order mark, CRLF, cells that look like a formula guarded by an apostrophe. The file is
    replaced in one step.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for concept in concepts:
        for term in concept.terms:
            writer.writerow(cells(concept, term))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(buffer.getvalue().encode("utf-8-sig"))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
