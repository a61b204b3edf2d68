"""Our table as a workbook of Excel, by openpyxl: text alone, no formula is ever run or written."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from mtkit.errors import GlossaryError
from mtkit.glossary.exchange.interface import MAX_ROWS, Format, Loss, Sheet
from mtkit.glossary.exchange.table import rows_of
from mtkit.glossary.exchange.xml_scan import scan_only
from mtkit.glossary.model import Concept
from mtkit.glossary.rules import COLUMNS, FORMULA, REQUIRED, Problem, Row, cells
from mtkit.lang import Pair

__all__ = ["XLSX"]

_MAX_MEMBERS = 500
_MAX_UNPACKED = 128 * 1024 * 1024
_MAX_RATIO = 200  # XML of a table packs 10 to 40 times; a bomb 1000 times
_SMALL = 1024 * 1024
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_SAVE = "save it anew as an Excel workbook (.xlsx) without a password"
_CLOCK = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_BAD_WORKBOOK = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, SyntaxError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def read(raw: bytes, where: str, _pair: Pair | None = None) -> Sheet:
    """The rows of the first sheet, read without running anything.

    Raises GlossaryError for a file that is no workbook, is packed like a bomb, declares a document type, or reaches
    beyond 256 columns. A cell with a formula is a problem, not its last result.
    """
    _check_package(raw, where)
    problems: list[Problem] = []
    with _openpyxl(where) as openpyxl:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        sheets = book.worksheets
        if not sheets:
            raise GlossaryError("has no sheet with rows: put the glossary in the first one", where=where)
        records = _records(sheets[0], problems)
    left = (Loss("sheets", len(sheets) - 1, repr(sheets[1].title)),) if len(sheets) > 1 else ()
    if not records:
        raise GlossaryError(f"is empty: its first row must name the columns {', '.join(REQUIRED)}", where=where)
    return Sheet(tuple(_guard(row) for row in rows_of(records, problems)), tuple(problems), left)


def _guard(row: Row) -> Row:
    """Cells of text that look like a formula are none: guard them as in a CSV file."""
    return Row(row.number, {name: f"'{c}" if FORMULA.match(c) and c[0] != "'" else c for name, c in row.cells.items()})


@contextmanager
def _openpyxl(where: str) -> Iterator[Any]:
    """openpyxl, with its complaints as GlossaryError."""
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise GlossaryError(
            "XLSX needs openpyxl: pip install openpyxl, or save the glossary as CSV", where=where
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that it leaves out
            yield openpyxl
    except (*_BAD_WORKBOOK, InvalidFileException) as error:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise GlossaryError(f"is no workbook that can be read ({reason}): {_SAVE}", where=where) from None


def _records(sheet: Any, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """The records of a sheet with their numbers, blank ones left out."""
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    records: list[tuple[int, list[str]]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        record = [_text(cell, number, place, problems) for place, cell in enumerate(row)]
        if any(cell.strip() for cell in record):
            records.append((number, record))
    return records


def _text(cell: Any, number: int, place: int, problems: list[Problem]) -> str:
    """What a cell says."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        what = f"holds the formula {value!r}" if cell.data_type == "f" else f"holds the error {value}"
        problems.append(Problem(number, _letters(place), f"{what}: paste its value as text"))
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_package(raw: bytes, where: str) -> None:
    """Raise GlossaryError for a package that is none, or that is made to harm, before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            members = package.infolist()
            if len(members) > _MAX_MEMBERS:
                raise GlossaryError(f"holds {len(members)} parts, more than {_MAX_MEMBERS}: {_SAVE}", where=where)
            total = sum(member.file_size for member in members)
            if total > _MAX_UNPACKED:
                mend = "split the glossary"
                raise GlossaryError(
                    f"unpacks to {total >> 20} MB, more than {_MAX_UNPACKED >> 20} MB: {mend}", where=where
                )
            for member in members:
                _check_member(package, member, where)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise GlossaryError(f"is no workbook of Excel ({error}): {_SAVE}", where=where) from None


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> None:
    if member.file_size > _SMALL and member.file_size > _MAX_RATIO * max(member.compress_size, 1):
        raise GlossaryError(f"its part {member.filename!r} is packed like a bomb: {_SAVE}", where=where)
    if not member.filename.endswith((".xml", ".rels", ".vml")):
        return
    place = f"{where} ({member.filename})"

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "c" and "r" in attributes:
            met = _PLACE.fullmatch(attributes["r"])
            if not met or len(met[1]) > 2 or (met[1] > "IV" and len(met[1]) == 2) or int(met[2]) > MAX_ROWS:
                mend = f"a glossary has {len(COLUMNS)} columns and at most {MAX_ROWS} rows"
                raise GlossaryError(f"cell {attributes['r'][:20]}: too far out: {mend}", where=where)

    scan_only(package.read(member), place, start)


def write(concepts: Sequence[Concept], _pair: Pair | None, _day: date) -> bytes:
    """A workbook of one sheet, all cells text; the same bytes in every run."""
    with _openpyxl("XLSX") as openpyxl:
        from openpyxl.cell import WriteOnlyCell

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("glossary")
        sheet.freeze_panes = "A2"

        plain = WriteOnlyCell(sheet)
        plain.number_format = "@"

        def texts(record: Iterable[str]) -> list[Any]:
            shown: list[Any] = []
            for value in record:
                if not value:
                    shown.append(None)
                    continue
                cell = WriteOnlyCell(sheet, value=value)
                cell.data_type = "s"  # whatever it begins with
                cell._style = plain._style  # to set the format of each costs half of the time
                shown.append(cell)
            return shown

        sheet.append(texts(COLUMNS))
        for concept in concepts:
            for term in concept.terms:
                sheet.append(texts(cell.replace("\r\n", "\n") for cell in cells(concept, term)))
        buffer = io.BytesIO()
        book.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same package without the time at which it was made."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(member.filename, _CLOCK), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


XLSX = Format("xlsx", "a workbook of Excel with the columns of ours", (".xlsx",), read, write)
