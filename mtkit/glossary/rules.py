"""What makes rows a glossary: the columns, and the rules that a row and a concept must keep."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from mtkit.errors import UnknownLanguageError
from mtkit.glossary.model import Article, Case, Concept, Status, Term
from mtkit.lang import lang

__all__ = [
    "COLUMNS", "CONCEPT_COLUMNS", "FORMULA", "KINDS", "REQUIRED", "Problem", "Row", "assemble", "build", "cells",
    "guarded", "nearest", "parse", "values",
]  # fmt: skip

COLUMNS = (
    "concept", "kind", "lang", "term", "status", "case", "article", "abbreviation", "later", "authority",
    "confidence", "valid_from", "valid_to", "publisher", "replaced_by", "note", "about",
)  # fmt: skip
REQUIRED = ("concept", "kind", "lang", "term", "status")
CONCEPT_COLUMNS = MappingProxyType({"concept": "id", "kind": "kind", "replaced_by": "replaced_by", "about": "note"})
"""Columns that speak of the concept and must not differ between its rows, with the attribute of ``Concept``."""
KINDS = ("body", "title", "person", "place", "event", "document", "media", "phrase", "abbr", "country")
MAX_TERM = 200
FORMULA = re.compile(r"'*[=+\-@]")
"""What a spreadsheet takes for a formula, behind any number of apostrophes that ``guarded`` put before it."""
_FORMULA_BEGINS = frozenset("'=+-@")

_SAID = tuple(
    (name, name in CONCEPT_COLUMNS, CONCEPT_COLUMNS.get(name, "text" if name == "term" else name)) for name in COLUMNS
)
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_PROSE = frozenset({"note", "about", "authority"})
_CONFIDENCES = ("high", "medium", "low")
_STATUSES = {str(status): status for status in Status}
_CASES = {str(case): case for case in Case}
_ARTICLES = {str(article): article for article in Article}
_SHARED = ("kind", "lang", "status", "case", "article", "confidence", "valid_from", "valid_to")
_Wrong = Callable[[str, str], None]
# language, status, case, article, confidence, first and last day
_Said = tuple[str, str, str, str, str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in a file: its number as Excel counts (the first row is 1) and its cells by column.

    In a file without rows (TBX) the number is the line's, and ``place`` says so in words.
    """

    number: int
    cells: Mapping[str, str]
    place: str = ""

    def __getitem__(self, column: str) -> str:
        """What the cell says: without blanks at its ends and without the apostrophe of ``guarded``."""
        cell = self.cells.get(column)
        if not cell:
            return ""
        cell = cell.strip()
        return cell[1:].strip() if cell.startswith("'") and FORMULA.match(cell) else cell


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, and the mend. ``row`` 0 means the whole file; ``column`` may be empty.

    ``place`` is where the row is, if it is no row of a table; ``column`` is then an element.
    """

    row: int
    column: str
    message: str
    place: str = ""

    @property
    def line(self) -> str:
        """The problem in one line."""
        part = "element" if self.place else "column"
        parts = (self.place or (f"row {self.row}" if self.row else ""), f"{part} {self.column}" if self.column else "")
        place = ", ".join(filter(None, parts))
        return f"{place}: {self.message}" if place else self.message


def nearest(word: str, known: Iterable[str]) -> str:
    """A clause that names the known word that ``word`` may be meant for, or all."""
    names = list(known)
    near = difflib.get_close_matches(word.lower(), names, n=1)
    return f": did you mean {near[0]!r}?" if near else f": use one of {', '.join(names)}"


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; ``Row`` takes the guard off again."""
    return f"'{cell}" if cell[:1] in _FORMULA_BEGINS and FORMULA.match(cell) else cell


def values(concept: Concept, term: Term) -> dict[str, str]:
    """What a term says, by column, in the order of ``COLUMNS``."""
    found = ((name, getattr(concept if of_concept else term, attribute)) for name, of_concept, attribute in _SAID)
    return {name: "" if value is None else str(value) for name, value in found}


def cells(concept: Concept, term: Term) -> list[str]:
    """What a term says, as the cells of its row in the order of ``COLUMNS``, safe to open in a spreadsheet."""
    return [guarded(value) for value in values(concept, term).values()]


def build(rows: Sequence[Row]) -> tuple[tuple[Concept, ...], list[Problem]]:
    """The concepts that ``rows`` make, and every broken rule. With problems, the concepts are not to be used."""
    parsed, problems = parse(rows)
    concepts, more = assemble(parsed)
    return concepts, sorted(problems + more, key=lambda problem: problem.row)


def parse(rows: Iterable[Row]) -> tuple[list[tuple[Row, Term]], list[Problem]]:
    """Each row with its term, as far as it has a valid one, and every rule that a row by itself breaks."""
    problems: list[Problem] = []
    known: dict[tuple[str | None, ...], _Said] = {}
    terms = [(row, _term(row, problems, known)) for row in rows]
    return [(row, term) for row, term in terms if term is not None], problems


def assemble(parsed: Iterable[tuple[Row, Term]]) -> tuple[tuple[Concept, ...], list[Problem]]:
    """The concepts that the rows make, in the order of their first rows, and the rules broken between rows."""
    problems: list[Problem] = []
    grouped: dict[str, list[tuple[Row, Term]]] = {}
    for row, term in parsed:
        grouped.setdefault(term.concept, []).append((row, term))
    concepts = []
    for concept_id, members in grouped.items():
        shared = {name: _shared(name, concept_id, members, problems) for name in CONCEPT_COLUMNS if name != "concept"}
        _check_forms(members, problems)
        concepts.append(
            Concept(concept_id, shared["kind"], tuple(t for _, t in members), shared["replaced_by"], shared["about"])
        )
    return tuple(concepts), problems


def _term(row: Row, problems: list[Problem], known: dict[tuple[str | None, ...], _Said]) -> Term | None:
    """The term of a row, or None when the row breaks a rule; the problems go to ``problems``.

    ``known`` remembers the cells of a few words, which hundreds of rows share: reading a glossary is a fifth of the
    time of a short call.
    """
    before = len(problems)

    def wrong(column: str, message: str) -> None:
        problems.append(Problem(row.number, column, message, row.place))

    if not "".join(row.cells.values()).isprintable():
        for column, cell in row.cells.items():
            _check_characters(column, cell, wrong)
    concept = row["concept"]
    if not _ID.fullmatch(concept):
        wrong("concept", f"{concept!r} is no concept id: use small letters, digits, _ . and -, at most 64")
    shared = tuple(map(row.cells.get, _SHARED))
    said = known.get(shared)
    if said is None:
        sound = len(problems)
        said = _said(row, wrong)
        if len(problems) == sound:
            known[shared] = said
    texts = {name: unicodedata.normalize("NFC", row[name]) for name in ("term", "abbreviation", "later")}
    if not texts["term"]:
        wrong("term", "is empty: fill it in or delete the row")
    for name, text in texts.items():
        if len(text) > MAX_TERM:
            wrong(name, f"is {len(text)} characters long: a term has at most {MAX_TERM}")
    if len(problems) > before:
        return None
    code, status, case, article, confidence, first, last = said
    return Term(
        concept, code, texts["term"], _STATUSES[status], _CASES[case], _ARTICLES[article], texts["abbreviation"],
        texts["later"], row["authority"], confidence, first, last, row["publisher"], row["note"],
    )  # fmt: skip


def _said(row: Row, wrong: _Wrong) -> _Said:
    """What the cells of ``_SHARED`` say."""

    def word(column: str, known: Collection[str], default: str) -> str:
        value = row[column].lower()
        if not value and default != "!":
            return default
        if value not in known:
            wrong(column, f"{row[column]!r} is no {column}{nearest(value, [name for name in known if name])}")
        return value

    word("kind", KINDS, "")
    status = word("status", _STATUSES, "!")
    case = word("case", _CASES, Case.SENTENCE.value)
    article = word("article", _ARTICLES, "")
    confidence = word("confidence", _CONFIDENCES, "")
    first, last = _days(row, wrong)
    return _code(row, wrong), status, case, article, confidence, first, last


def _check_characters(column: str, cell: str, wrong: _Wrong) -> None:
    if cell.isprintable():
        return
    allowed = "\n\r\t" if column in _PROSE else ""
    for char in cell.strip():
        if unicodedata.category(char) in {"Cc", "Cs", "Cn"} and char not in allowed:
            wrong(column, f"holds a character that is no text (U+{ord(char):04X}): delete it")
            return


def _code(row: Row, wrong: _Wrong) -> str:
    try:
        return _known_code(row["lang"])
    except UnknownLanguageError as error:
        wrong("lang", str(error))
    return ""


@lru_cache(maxsize=256)
def _known_code(code: str) -> str:
    return lang(code).code


def _days(row: Row, wrong: _Wrong) -> tuple[date | None, date | None]:
    first, last = _day(row, "valid_from", wrong), _day(row, "valid_to", wrong)
    if first and last and last < first:
        wrong("valid_to", f"{last} is before valid_from {first}: swap or mend them")
    return first, last


def _day(row: Row, column: str, wrong: _Wrong) -> date | None:
    value = row[column]
    if not value:
        return None
    parts = _DAY.fullmatch(value)
    if parts:
        try:
            return date(*map(int, parts.groups()))
        except ValueError:
            pass
    wrong(column, f"{value!r} is no date: write year-month-day, as 2022-01-19")
    return None


def _shared(column: str, concept_id: str, members: list[tuple[Row, Term]], problems: list[Problem]) -> str:
    """What the rows of a concept agree on in ``column``; an empty cell says nothing."""
    value, said = "", 0
    for row, _ in members:
        cell = row[column].lower() if column == "kind" else row[column]
        if cell and value and cell != value:
            message = f"{cell!r} differs from {value!r} in row {said} of the same concept {concept_id!r}: make them one"
            problems.append(Problem(row.number, column, message, row.place))
        elif cell and not value:
            value, said = cell, row.number
    if column == "kind" and not value:
        first = members[0][0]
        problems.append(Problem(first.number, column, f"is empty: use one of {', '.join(KINDS)}", first.place))
    return value


def _check_forms(members: list[tuple[Row, Term]], problems: list[Problem]) -> None:
    """Rules between the rows of one concept in one language, in time that grows with the rows, not their pairs."""
    said: set[tuple[int, int]] = set()
    for one, two, message in chain(_twice(members), _both_wrong_and_right(members), _rivals(members)):
        if (one[0].number, two[0].number) not in said:
            said.add((one[0].number, two[0].number))
            text = f"{two[1].text!r} {message} (row {one[0].number})"
            problems.append(Problem(two[0].number, "term", text, two[0].place))


_Member = tuple[Row, Term]
_Clash = tuple[_Member, _Member, str]


def _twice(members: Iterable[_Member]) -> Iterator[_Clash]:
    """The same form of the same house twice."""
    for one, two in _meeting(members, lambda term: (term.publisher, term.text, term.status is Status.FORBIDDEN)):
        if Status.PROPOSED not in {one[1].status, two[1].status}:
            yield one, two, "stands twice: delete one row"


def _rivals(members: Iterable[_Member]) -> Iterator[_Clash]:
    """Two approved forms at the same time."""
    approved = [member for member in members if member[1].status is Status.APPROVED]
    mend = "make one admitted, or give them dates or publishers apart"
    for one, two in _meeting(approved, lambda term: term.publisher):
        yield one, two, f"is approved at the same time as {one[1].text!r}: {mend}"


def _both_wrong_and_right(members: Sequence[_Member]) -> Iterator[_Clash]:
    """Forbidden forms that are right in another row."""
    right: dict[tuple[str, str], list[_Member]] = {}
    for member in members:
        term = member[1]
        if term.status not in {Status.FORBIDDEN, Status.PROPOSED}:
            for text in {term.text, term.abbreviation, term.later} - {""}:
                right.setdefault((term.lang, text), []).append(member)
    for member in members:
        if member[1].status is Status.FORBIDDEN:
            others = right.get((member[1].lang, member[1].text), ())
            other = next((other for other in others if _together(member[1], other[1])), None)
            if other:
                one, two = sorted((member, other), key=lambda item: item[0].number)
                yield one, two, "is both forbidden and right: delete one, or give them different dates"


def _meeting(members: Iterable[_Member], key: Callable[[Term], object]) -> Iterator[tuple[_Member, _Member]]:
    """Pairs of the same language and ``key`` that are in force on one day, each with the one that lasts longest."""
    groups: dict[tuple[str, object], list[_Member]] = {}
    for member in members:
        groups.setdefault((member[1].lang, key(member[1])), []).append(member)
    for group in groups.values():
        last: _Member | None = None
        for member in sorted(group, key=lambda item: (item[1].valid_from or date.min, item[0].number)):
            if last and _together(last[1], member[1]):
                one, two = sorted((last, member), key=lambda item: item[0].number)
                yield one, two
            if last is None or (last[1].valid_to or date.max) < (member[1].valid_to or date.max):
                last = member


def _together(a: Term, b: Term) -> bool:
    """Whether there is a day on which both are in force."""
    first = max(a.valid_from or date.min, b.valid_from or date.min)
    return first <= min(a.valid_to or date.max, b.valid_to or date.max)
