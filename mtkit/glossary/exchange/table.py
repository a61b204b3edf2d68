"""Our own table, one row = one term: as CSV, which an editor opens in Excel, and with tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from mtkit.errors import GlossaryError
from mtkit.glossary.exchange.interface import MAX_ROWS, Format, Sheet
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import COLUMNS, REQUIRED, Problem, Row, cells, nearest
from mtkit.lang import Pair

__all__ = ["CSV", "TSV", "decode", "delimiter_of", "records_of", "rows_of", "spelt"]

_SAVE_AS = 'save it as "CSV UTF-8 (comma delimited)"'


def read(raw: bytes, where: str, _pair: Pair | None = None) -> Sheet:
    """The rows of a table as they stand.

    Understands UTF-8 with or without a byte order mark, UTF-16 with one, and GB 18030; commas, semicolons or tabs;
    any line ends; line breaks inside quotes.
    """
    text, problems = decode(raw, where)
    if not text.strip():
        raise GlossaryError(f"is empty: its first row must name the columns {', '.join(REQUIRED)}", where=where)
    records = records_of(text, delimiter_of(text, COLUMNS), problems)
    rows = rows_of(records, problems)
    return Sheet(tuple(rows), tuple(problems))


def _csv(concepts: Sequence[Concept], _pair: Pair | None, _day: date) -> bytes:
    return spelt(_table(concepts)).encode("utf-8-sig")


def _tsv(concepts: Sequence[Concept], _pair: Pair | None, _day: date) -> bytes:
    return spelt(_table(concepts), delimiter="\t").encode("utf-8-sig")


def _table(concepts: Iterable[Concept]) -> list[Sequence[str]]:
    return [COLUMNS, *(cells(concept, term) for concept in concepts for term in concept.terms)]


def spelt(records: Iterable[Sequence[str]], *, delimiter: str = ",") -> str:
    """The text of a table with CRLF line ends."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(records)
    return buffer.getvalue()


def decode(raw: bytes, where: str) -> tuple[str, list[Problem]]:
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


def delimiter_of(text: str, columns: Iterable[str]) -> str:
    """The separator under which the first row names the most of ``columns``."""
    header = _without_hint(text).lstrip("\r\n").split("\n", 1)[0]
    names = frozenset(columns)

    def known(mark: str) -> int:
        return sum(cell.strip().strip('"').strip().lower() in names for cell in header.split(mark))

    return max(",;\t", key=known)


def _without_hint(text: str) -> str:
    """``text`` without Excel's own hint on the separator, which it does not show as a row."""
    first, _, rest = text.partition("\n")
    return rest if re.fullmatch(r"sep=.\r?", first) else text


def records_of(text: str, delimiter: str, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """The records with their numbers as Excel counts rows, blank ones left out."""
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(_without_hint(text), newline=""), delimiter=delimiter, strict=True)
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
        if number > MAX_ROWS:
            problems.append(Problem(number, "", f"more than {MAX_ROWS} rows: split the file into several glossaries"))
            return records
        if any(map(str.strip, record)):
            records.append((number, record))


def rows_of(records: list[tuple[int, list[str]]], problems: list[Problem]) -> list[Row]:
    """The records as rows by column name; one whose concept begins with ``#`` is a comment."""
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
        if names[0] == "concept" and record[0].lstrip().startswith("#"):
            continue  # a row that somebody has set aside
        extra = [cell for cell in record[len(names) :] if cell.strip()] if len(record) > len(names) else ()
        if extra:
            mend = "put quotes round a cell that holds the separator"
            message = f"has a cell beyond the last column ({extra[0]!r}): {mend}"
            problems.append(Problem(number, "", message))
        padded = record if len(record) >= len(names) else record + [""] * (len(names) - len(record))
        rows.append(Row(number, dict(zip(names, padded, strict=False))))
    return rows


CSV = Format("csv", "a table of ours, one row = one term", (".csv",), read, _csv)
TSV = Format("tsv", "the same with tabs", (".tsv",), read, _tsv)
