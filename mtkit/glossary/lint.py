"""What is wrong or doubtful in a glossary, row by row, each with its mend.

G01 error    the row breaks a rule: the file would be refused
G02 warning  one form names two concepts: which one is meant is settled by dates, standing, kind and id
G03 error    a forbidden form is right elsewhere, or differs from a right one only in what folding takes away
G04 info     a forbidden form is part of a right one: it is found only outside of it
G05 warning  no authority
G06 warning  no confidence
G07 warning  nothing approved is in force any more, and nothing replaces the concept
G08 warning  letters of another script than the language's
G09 warning  invisible characters, or marks that turn the direction of writing
G10 info     blanks at the ends of a cell
G11 info     not in composed form (NFC)
G12 warning  traditional characters in a zh row
G13 warning  a cell that a spreadsheet would run as a formula
G14 error    replaced_by names no concept, or leads in a circle
G15 warning  Burmese that looks like Zawgyi
G16 info     no approved form in any language
G17 warning  two concepts have the same approved names in two languages or more
G18 info     a proposed row waits for a person's word
G19 info     two rows of a concept differ only in what folding takes away: one is enough
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from mtkit.glossary.book import Glossary
from mtkit.glossary.files import cells, read, told
from mtkit.glossary.inside import first_containers
from mtkit.glossary.match import is_chinese
from mtkit.glossary.model import Case, Concept, Status, Term
from mtkit.glossary.normal import INVISIBLE, fold, hant_to_hans
from mtkit.glossary.rules import COLUMNS, FORMULA, Row, assemble, parse
from mtkit.lang import LANGUAGES, Pair, Script
from mtkit.zawgyi import signs_of_zawgyi

__all__ = ["Finding", "lint"]

_SCRIPTS = MappingProxyType(
    {
        Script.LATIN: "LATIN",
        Script.HANS: "CJK",
        Script.HANT: "CJK",
        Script.THAI: "THAI",
        Script.LAO: "LAO",
        Script.KHMER: "KHMER",
        Script.BURMESE: "MYANMAR",
        Script.TAMIL: "TAMIL",
    }
)
_FORMS = ("term", "abbreviation", "later")
_SHOWN = 8  # ids of a circle
_Parsed = Sequence[tuple[Row, Term]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its code, ``error``, ``warning`` or ``info``, the row as Excel counts (0: the file), one line."""

    code: str
    severity: str
    row: int
    concept: str
    message: str


def lint(
    source: Glossary | Path | str,
    *,
    day: date,
    format: str | None = None,  # noqa: A002
    pair: Pair | None = None,
) -> tuple[Finding, ...]:
    """All findings for a glossary or a file, by row; see the module for the codes.

    ``day`` is the day on which a form must be in force to count as current. A glossary has the row numbers that
    it would have in a file. Raises GlossaryError only for a file that cannot be read at all.
    """
    findings: list[Finding] = []
    if isinstance(source, Glossary):
        terms = [(concept, term) for concept in source for term in concept.terms]
        rows = [
            Row(number, dict(zip(COLUMNS, cells(concept, term), strict=True)))
            for number, (concept, term) in enumerate(terms, 2)
        ]
    else:
        sheet = read(Path(source), format=format, pair=pair)
        rows = list(sheet.rows)
        findings += [Finding("G01", "error", problem.row, "", told(problem).line) for problem in sheet.problems]
    parsed, problems = parse(rows)
    concepts, more = assemble(parsed)
    ids = {row.number: row["concept"] for row in rows}
    findings += [Finding("G01", "error", p.row, ids.get(p.row, ""), told(p).line) for p in (*problems, *more)]
    for row in rows:
        findings += _of_row(row)
    findings += _clashes(parsed)
    findings += _doubles(parsed)
    findings += _of_concepts(concepts, {term.concept: row.number for row, term in reversed(parsed)}, day)
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.row, f.code, f.message)))


def _of_row(row: Row) -> Iterator[Finding]:
    """What a row shows by itself."""

    def finding(code: str, severity: str, message: str) -> Finding:
        return Finding(code, severity, row.number, row["concept"], message)

    for column, cell in row.cells.items():
        if FORMULA.match(cell) and not cell.startswith("'"):
            yield finding("G13", "warning", f"column {column}: {cell!r} is a formula to a spreadsheet: put ' before it")
        if column in _FORMS and cell != cell.strip():
            yield finding("G10", "info", f"column {column}: blanks at the ends of {cell!r} are left out: delete them")
    if not row["authority"]:
        yield finding("G05", "warning", "column authority: empty: say who calls it so")
    if not row["confidence"]:
        yield finding("G06", "warning", "column confidence: empty: write high, medium or low")
    code = row["lang"] if row["lang"] in LANGUAGES else ""
    for column in _FORMS:
        for found, severity, message in _of_form(row[column], code):
            yield finding(found, severity, f"column {column}: {message}")


def _of_form(text: str, code: str) -> Iterator[tuple[str, str, str]]:
    """What the characters of a form show."""
    hidden = sorted({char for char in text if char in INVISIBLE})
    if hidden:
        names = ", ".join(f"U+{ord(char):04X}" for char in hidden)
        yield "G09", "warning", f"{text!r} holds invisible characters ({names}): delete them"
    if not unicodedata.is_normalized("NFC", text):
        yield (
            "G11",
            "info",
            f"{text!r} is not in composed form (NFC): it is read as {unicodedata.normalize('NFC', text)!r}",
        )
    if code:
        own = {"LATIN", _SCRIPTS[LANGUAGES[code].script]}
        foreign = [char for char in text if char.isalpha() and not unicodedata.name(char, "?").startswith(tuple(own))]
        if foreign:
            name = unicodedata.name(foreign[0], "no character")
            yield (
                "G08",
                "warning",
                f"{text!r} holds {foreign[0]!r} ({name}), no letter of {LANGUAGES[code].name}: retype it",
            )
    if code == "zh":
        old = [char for char in text if char in hant_to_hans() and not _in_gb2312(char)]
        if old:
            message = (
                f"{text!r} holds traditional characters ({''.join(old)}): write it in simplified ones, or as zh-Hant"
            )
            yield "G12", "warning", message
    if code == "my" and signs_of_zawgyi(text):
        yield "G15", "warning", f"{text!r} looks like Zawgyi: convert it to Unicode"


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _key(text: str, lang: str, case: Case) -> str:
    folded = fold(text, chinese=is_chinese(lang))
    return folded.exact if case is Case.FIXED else folded.lower


def _clashes(parsed: _Parsed) -> Iterator[Finding]:
    """Forms that stand for two things, or are both right and wrong."""
    right: dict[tuple[str, str], list[tuple[Row, Term]]] = {}
    for row, term in parsed:
        if term.status not in {Status.FORBIDDEN, Status.DERIVED, Status.PROPOSED}:
            right.setdefault((term.lang, _key(term.text, term.lang, Case.ANY)), []).append((row, term))
    for group in right.values():
        first, *others = group
        for row, term in others:
            if term.concept != first[1].concept:
                message = (
                    f"{term.text!r} also names {first[1].concept!r} (row {first[0].number}): "
                    f"make one of them longer, or the commoner one's only"
                )
                yield Finding("G02", "warning", row.number, term.concept, message)
    yield from _both(parsed, right)
    yield from _inside(parsed, right)


_Right = Mapping[tuple[str, str], Sequence[tuple[Row, Term]]]


def _both(parsed: _Parsed, right: _Right) -> Iterator[Finding]:
    """Forbidden forms that are right elsewhere."""
    for row, term in parsed:
        if term.status is not Status.FORBIDDEN:
            continue
        folded = fold(term.text, chinese=is_chinese(term.lang))
        for other_row, other in right.get((term.lang, folded.lower), ()):
            together = max(term.valid_from or date.min, other.valid_from or date.min) <= min(
                term.valid_to or date.max, other.valid_to or date.max
            )
            if together and fold(other.text, chinese=is_chinese(other.lang)).exact == folded.exact:
                message = (
                    f"forbidden {term.text!r} is right for {other.concept!r} (row {other_row.number}) "
                    f"and will not be found: delete it, or give the two different dates"
                )
                yield Finding("G03", "error", row.number, term.concept, message)
                break


def _inside(parsed: _Parsed, right: _Right) -> Iterator[Finding]:
    """Forbidden forms that are parts of right ones, each with the first that holds it."""
    wrong: dict[str, list[tuple[Row, Term, str]]] = {}
    for row, term in parsed:
        if term.status is Status.FORBIDDEN:
            key = fold(term.text, chinese=is_chinese(term.lang)).lower
            wrong.setdefault(term.lang, []).append((row, term, key))
    for lang, group in wrong.items():
        keys = [key for code, key in right if code == lang]
        found = first_containers((key for _, _, key in group), keys)
        for row, term, key in group:
            if key in found:
                other_row, other = right[lang, found[key]][0]
                whole = f"{other.text!r} (row {other_row.number})"
                message = f"forbidden {term.text!r} is part of {whole}: it is found only outside it"
                yield Finding("G04", "info", row.number, term.concept, message)


def _doubles(parsed: _Parsed) -> Iterator[Finding]:
    """Rows and concepts that say what others have said, and rows that say nothing yet."""
    seen: dict[tuple[str, str, str, str], tuple[Row, Term]] = {}
    named: dict[tuple[str, str], str] = {}
    shared: dict[tuple[str, str], dict[str, int]] = {}
    for row, term in parsed:
        exact = fold(term.text, chinese=is_chinese(term.lang)).exact
        if term.status is Status.PROPOSED:
            message = f"{term.text!r} is proposed and does nothing yet: give it another status, or delete it"
            yield Finding("G18", "info", row.number, term.concept, message)
        elif term.status is not Status.FORBIDDEN:
            first = seen.setdefault((term.concept, term.lang, term.publisher, exact), (row, term))
            if first[1].text != term.text:
                message = f"{term.text!r} is read as {first[1].text!r} (row {first[0].number}): delete one"
                yield Finding("G19", "info", row.number, term.concept, message)
        if term.status is Status.APPROVED and term.lang != "zh-Hant":
            first_id = named.setdefault((term.lang, exact), term.concept)
            if first_id != term.concept:
                shared.setdefault((first_id, term.concept), {}).setdefault(term.lang, row.number)
    for (first_id, concept), langs in shared.items():
        if len(langs) > 1:
            message = f"has the same names as {first_id!r} in {', '.join(langs)}: merge the two, or tell them apart"
            yield Finding("G17", "warning", min(langs.values()), concept, message)


def _of_concepts(concepts: Iterable[Concept], rows: Mapping[str, int], day: date) -> Iterator[Finding]:
    """What the rows of a concept show together."""
    by_id = {concept.id: concept for concept in concepts}
    circles = _circles(by_id)
    for concept in by_id.values():
        for code, severity, message in (*_currency(concept, day), *_succession(concept, by_id, circles)):
            yield Finding(code, severity, rows.get(concept.id, 0), concept.id, message)


def _currency(concept: Concept, day: date) -> Iterator[tuple[str, str, str]]:
    """Whether there is a form to write on ``day``."""
    approved = [term for term in concept.terms if term.status is Status.APPROVED]
    if not approved:
        yield "G16", "info", f"{concept.id!r} has no approved form in any language: nothing will be written for it"
    for lang in dict.fromkeys(term.lang for term in approved):
        if concept.approved(lang, day) is None and not concept.replaced_by:
            last = max((term.valid_to for term in approved if term.lang == lang and term.valid_to), default=None)
            when = f"ended {last}" if last and last < day else f"is not in force on {day}"
            yield "G07", "warning", f"{concept.id!r} in {lang} {when}: add a later form, or fill in replaced_by"


def _succession(
    concept: Concept, by_id: Mapping[str, Concept], circles: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """Whether ``replaced_by`` leads to a concept."""
    if concept.id in circles:
        circle = list(circles[concept.id])
        if concept.id in circle:
            turn = circle.index(concept.id)
            trail = [*circle[turn:], *circle[:turn], concept.id]
        else:
            trail = [concept.id, *circle, circle[0]]
        if len(trail) > _SHOWN:
            trail = [*trail[: _SHOWN - 1], "…", trail[-1]]
        yield "G14", "error", f"replaced_by leads in a circle, {' > '.join(trail)}: clear one"
    elif concept.replaced_by and concept.replaced_by not in by_id:
        yield "G14", "error", f"replaced_by {concept.replaced_by!r} is no concept here: mend or clear it"


def _circles(by_id: Mapping[str, Concept]) -> dict[str, Sequence[str]]:
    """For each concept whose ``replaced_by`` leads into a circle, that circle; every concept is visited once."""
    found: dict[str, Sequence[str]] = {}
    done: set[str] = set()
    for start in by_id:
        path: dict[str, None] = {}
        at = start
        while at in by_id and at not in done:
            done.add(at)
            path[at] = None
            at = by_id[at].replaced_by
        if at in path:
            trail = list(path)
            circle: Sequence[str] = trail[trail.index(at) :]
        else:
            circle = found.get(at, ())
        if circle:
            found.update(dict.fromkeys(path, circle))
    return found
