"""Check units, PO files, and batches of PO files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from mtkit.check import CODES, Sample, check, check_together, kept, known, ordered
from mtkit.check.codes import GROUPS
from mtkit.checking.finding import Finding
from mtkit.checking.parallel import spread
from mtkit.errors import BadInputError
from mtkit.estimate import valid
from mtkit.formats import po
from mtkit.formats.po import PoFile
from mtkit.formats.po_facts import parse_facts
from mtkit.formats.po_lex import decode
from mtkit.formats.po_text import digest, normal
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.progress import SILENT, Progress
from mtkit.unit import Issue, State, Unit

__all__ = ["check_batch", "check_file", "check_po", "check_units"]

_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})
_WORTH_A_BAR = 500  # units
_WORTH_A_PROCESS = 2000  # units


@dataclass(frozen=True, slots=True)
class _Task:
    """A translated unit as the checks see it, and the codes that nobody wants to hear of there."""

    unit: Unit
    sample: Sample
    left_out: frozenset[str]


def check_units(
    units: Sequence[Unit],
    glossary: Glossary | None,
    *,
    day: date,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    silenced: Mapping[str, Collection[str]] = _NOTHING,
) -> tuple[tuple[Issue, ...], ...]:
    """What is wrong in each of ``units``, in their order; an untranslated unit has nothing, for status counts it.

    That is what ``check`` finds in each, what is found across all of them, and, while a unit is raw, what was noted
    when it was made (M). ``silenced`` maps a unit's source text to codes and groups that its editor does not want to
    hear of. Raises UsageError for an unknown code in ``select`` or ``ignore``.
    """
    known(select, ignore)
    return _judged(_tasks(units, glossary, day, publisher, ignore, silenced), select)


def check_file(
    file: PoFile,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    silenced: Mapping[str, Collection[str]] = _NOTHING,
) -> tuple[tuple[Issue, ...], ...]:
    """``check_units`` of a PO file: day and publisher, where not given, are those that it was made for.

    Its ``mtkit-ignore`` comments silence codes for their units, as ``silenced`` does.
    The day is today where nobody says another.
    """
    known(select, ignore)
    return _judged(_tasks_in(file, glossary, day, publisher, ignore, silenced), select)


def check_po(
    path: Path | str,
    glossary: Glossary | None,
    *,
    pair: Pair | None = None,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """``check_batch`` of one PO file."""
    return check_batch(
        [path], glossary, pair=pair, day=day, publisher=publisher, select=select, ignore=ignore
    )  # fmt: skip


def check_batch(
    paths: Sequence[Path | str],
    glossary: Glossary | None,
    *,
    pair: Pair | None = None,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    progress: Progress = SILENT,
    jobs: int = 1,
) -> Iterator[Finding]:
    """What is wrong in PO files, unit by unit; units without a translation are passed over.

    Files of one direction are one batch: a source with two translations, a person with two names and the like are
    found across them. The languages are the header's; ``pair`` is for files whose header does not name them. The day
    of the names is ``day``, else the one a file was made for, else today; the house whose usage counts is
    ``publisher``, else the one a file was made for. A translator comment ``mtkit-ignore: N01 P02`` silences codes for
    its unit. Raises PoSyntaxError for a file that gettext would refuse, BadInputError where the languages are not
    known, UsageError for an unknown code. ``jobs`` is the number of processes for a large batch, on Linux.
    """
    known(select, ignore)
    files = [po.read(path, pair=pair) for path in paths]
    for path, file in zip(map(Path, paths), files, strict=True):
        _demand_languages(file, str(path))
    tasks = [_tasks_in(file, glossary, day, publisher, ignore) for file in files]
    flat = [task for mine in tasks for task in mine]
    together: dict[int, Sequence[Issue]] = {}
    for direction in dict.fromkeys(file.pair for file in files):
        places = [n for n, task in enumerate(flat) if task and task.unit.pair == direction]
        found = check_together([task.sample for n in places if (task := flat[n])], select=select)
        together.update({places[n]: issues for n, issues in found.items()})
    if len(flat) >= _WORTH_A_BAR:
        progress.start("checking", len(flat))
    judged = spread(
        lambda start, stop: [_issues(flat[n], together.get(n, ()), select) for n in range(start, stop)],
        len(flat),
        jobs if len(flat) >= _WORTH_A_PROCESS else 1,
    )
    for path, file in zip(map(Path, paths), files, strict=True):
        lines: dict[str, int] | None = None
        for unit in file.units:
            issues = next(judged)
            if issues and lines is None:
                lines = _lines(path, file)
            guess = valid(unit) if issues else None
            quality = guess.value if guess else None
            for issue in issues:
                where = (lines or {}).get(unit.segment.id, 0)
                yield Finding(path.as_posix(), unit.segment.id, issue, unit.segment.text, unit.target, where, quality)
            progress.advance()
    progress.finish()


def _tasks_in(
    file: PoFile,
    glossary: Glossary | None,
    day: date | None,
    publisher: str,
    ignore: Collection[str],
    silenced: Mapping[str, Collection[str]] = _NOTHING,
) -> list[_Task | None]:
    signature = file.header.get("X-Mtkit-Signature", "")
    day = day or _day_in(signature) or datetime.now(tz=UTC).date()
    quiet = _silenced(file.entries)
    for text, codes in silenced.items():
        quiet.setdefault(text, set()).update(codes)
    return _tasks(file.units, glossary, day, publisher or _publisher_in(signature), ignore, quiet)


def _tasks(
    units: Sequence[Unit],
    glossary: Glossary | None,
    day: date,
    publisher: str,
    ignore: Collection[str],
    silenced: Mapping[str, Collection[str]],
) -> list[_Task | None]:
    """One task a unit; None for those without a translation."""
    ignored = frozenset(ignore)
    tasks: list[_Task | None] = []
    for unit in units:
        if not unit.target.strip():
            tasks.append(None)
            continue
        source = unit.segment.text
        quiet = (silenced.get(source) or silenced.get(normal(source)) or ()) if silenced else ()
        sample = Sample(
            unit.target,
            lang(unit.pair.target),
            source,
            lang(unit.pair.source),
            kind=unit.segment.kind,
            glossary=glossary,
            day=day,
            publisher=publisher,
            room=unit.segment.room,
        )
        tasks.append(_Task(unit, sample, ignored.union(quiet) if quiet else ignored))
    return tasks


def _judged(tasks: Sequence[_Task | None], select: Collection[str] | None) -> tuple[tuple[Issue, ...], ...]:
    """The issues of each task, one by one and across all."""
    places = [n for n, task in enumerate(tasks) if task]
    found = check_together([task.sample for task in tasks if task], select=select)
    together = {places[n]: issues for n, issues in found.items()}
    return tuple(_issues(task, together.get(n, ()), select) for n, task in enumerate(tasks))


def _issues(task: _Task | None, together: Sequence[Issue], select: Collection[str] | None) -> tuple[Issue, ...]:
    """The issues of a task; ``together`` has those that show across units."""
    if task is None:
        return ()
    own = check(task.sample, select=select, ignore=task.left_out)
    raw = task.unit.state is State.RAW
    made = [issue for issue in task.unit.issues if issue.code.startswith("M")] if raw else []
    more = kept((*made, *together), select, task.left_out)
    return ordered((*own, *more)) if more else own


def _demand_languages(file: PoFile, where: str) -> None:
    """Raise BadInputError where a file with units does not say its languages."""
    if file.units and any(code not in LANGUAGES for code in (file.pair.source, file.pair.target)):
        message = "the header does not name both languages (X-Source-Language, Language): give --from and --to"
        raise BadInputError(message, where=where)


def _lines(path: Path, file: PoFile) -> dict[str, int]:
    """The line of ``msgstr`` in the PO file at ``path``, by the id of the unit."""
    text, _ = decode(path.read_bytes(), path.as_posix())
    rows = text.split("\n")
    found: dict[str, int] = {}
    by_text: dict[str, int] = {}
    for entry in file.entries:
        if entry.obsolete or not entry.line:
            continue
        line = entry.line
        while line < len(rows) and not rows[line - 1].lstrip().startswith("msgstr"):
            line += 1
        name = digest("\x04".join((entry.msgctxt or "", entry.msgid)))
        found.update(dict.fromkeys(parse_facts(entry.extracted).segments or (f"po-{name}",), line))
        by_text.setdefault(entry.msgid, line)
    for unit in file.units:  # segments that the sidecar knows, of entries that lost their facts
        if unit.segment.id not in found and (at := by_text.get(normal(unit.segment.text))):
            found[unit.segment.id] = at
    return found


def _day_in(signature: str) -> date | None:
    match = re.search(r"as-of:(\d{4}-\d\d-\d\d)", signature)
    return date.fromisoformat(match[1]) if match else None


def _publisher_in(signature: str) -> str:
    match = re.search(r"\|publisher:([^|]+)", signature)
    return match[1] if match else ""


def _silenced(entries: Iterable[po.Entry]) -> dict[str, set[str]]:
    """Codes that translator comments silence, by the source text of their unit."""
    silenced: dict[str, set[str]] = {}
    for entry in entries:
        for comment in entry.comments:
            name, _, codes = comment.strip().partition(":")
            if name == "mtkit-ignore":
                named = re.findall(r"[A-Z](?:\d\d)?\b", codes.upper())
                silenced.setdefault(entry.msgid, set()).update(c for c in named if c in CODES or c in GROUPS)
    return silenced
