"""Check whole files: PO files of any maker, pairs of plain-text files, and single texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from mtkit.check import CODES, Sample, check, check_together, kept, ordered
from mtkit.check.codes import GROUPS
from mtkit.errors import BadInputError
from mtkit.formats import po
from mtkit.formats.decode import read_lines
from mtkit.formats.po import PoFile
from mtkit.formats.po_text import normal
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.pipeline import day_of, segments_of
from mtkit.text import Document
from mtkit.unit import Issue, State, Unit

__all__ = ["Finding", "check_file", "check_lines", "check_po", "check_text", "check_units", "worst_first"]

_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One issue with its place: the file, the unit's id (``line-3`` in plain text), and both texts."""

    file: str
    unit: str
    issue: Issue
    source: str
    target: str


def check_po(
    path: Path,
    glossary: Glossary | None,
    *,
    pair: Pair | None = None,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a PO file, unit by unit; units without a translation are passed over.

    The languages are the header's; ``pair`` is for a file whose header does not name them. The day of the names is
    ``day``, else the one the file was made for, else today; the house whose usage counts is ``publisher``, else the
    one the file was made for. A translator comment ``mtkit-ignore: N01 P02`` silences
    codes for its unit. Raises PoSyntaxError for a file that gettext would refuse, BadInputError where the languages
    are not known.
    """
    file = po.read(path, pair=pair)
    _demand_languages(file, str(path))
    issues = check_file(file, glossary, day=day, publisher=publisher, select=select, ignore=ignore)
    for unit, found in zip(file.units, issues, strict=True):
        for issue in found:
            yield Finding(str(path), unit.segment.id, issue, unit.segment.text, unit.target)


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
    places = [place for place, unit in enumerate(units) if unit.target.strip()]
    samples = [_sample(units[place], glossary, day, publisher) for place in places]
    together = check_together(samples, select=select, ignore=ignore)
    found: list[tuple[Issue, ...]] = [()] * len(units)
    for n, (place, sample) in enumerate(zip(places, samples, strict=True)):
        unit = units[place]
        quiet = silenced.get(unit.segment.text) or silenced.get(normal(unit.segment.text)) or ()
        left_out = {*ignore, *quiet}
        made = (issue for issue in unit.issues if issue.code.startswith("M") and unit.state is State.RAW)
        more = kept((*made, *together.get(n, ())), select, left_out)
        own = check(sample, select=select, ignore=left_out)
        found[place] = ordered((*own, *more)) if more else own
    return tuple(found)


def check_file(
    file: PoFile,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> tuple[tuple[Issue, ...], ...]:
    """``check_units`` of a PO file: day and publisher, where not given, are those that it was made for.

    Its ``mtkit-ignore`` comments silence codes for their units; the day is today where nobody says another.
    """
    signature = file.header.get("X-Mtkit-Signature", "")
    return check_units(
        file.units,
        glossary,
        day=day or _day_in(signature) or datetime.now(tz=UTC).date(),
        publisher=publisher or _publisher_in(signature),
        select=select,
        ignore=ignore,
        silenced=_silenced(file.entries),
    )


def _sample(unit: Unit, glossary: Glossary | None, day: date, publisher: str) -> Sample:
    return Sample(
        unit.target,
        lang(unit.pair.target),
        unit.segment.text,
        lang(unit.pair.source),
        kind=unit.segment.kind,
        glossary=glossary,
        day=day,
        publisher=publisher,
    )


def _demand_languages(file: PoFile, where: str) -> None:
    """Raise BadInputError where a file with units does not say its languages."""
    if file.units and any(code not in LANGUAGES for code in (file.pair.source, file.pair.target)):
        message = "the header does not name both languages (X-Source-Language, Language): give --from and --to"
        raise BadInputError(message, where=where)


def check_lines(
    source: Path,
    target: Path,
    pair: Pair,
    glossary: Glossary | None,
    *,
    day: date,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a plain-text translation, line by line.

    Raises BadInputError if the files differ in their number of lines.
    """
    sources, targets = read_lines(source, pair.source, ends=_LINE_END), read_lines(target, pair.target, ends=_LINE_END)
    if len(sources) != len(targets):
        message = f"has {len(targets)} lines, {source} has {len(sources)}: line n must translate line n"
        raise BadInputError(message, where=str(target))
    samples = [
        Sample(
            after.strip(),
            lang(pair.target),
            before.strip(),
            lang(pair.source),
            glossary=glossary,
            day=day,
            publisher=publisher,
        )
        for before, after in zip(sources, targets, strict=True)
    ]
    together = check_together(samples, select=select, ignore=ignore)
    for n, (before, after) in enumerate(zip(sources, targets, strict=True)):
        if not before.strip() and not after.strip():
            continue
        for issue in ordered((*check(samples[n], select=select, ignore=ignore), *together.get(n, ()))):
            yield Finding(str(target), f"line-{n + 1}", issue, before, after)


def check_text(
    document: Document,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a text whose source is not at hand: wrong names, and what can be seen in the target alone."""
    day = day or day_of(document)
    for segment in segments_of(document):
        sample = Sample(
            segment.text, lang(document.lang), kind=segment.kind, glossary=glossary, day=day, publisher=publisher
        )
        line = len(_LINE_END.findall(document.text[: segment.span.start])) + 1
        for issue in check(sample, select=select, ignore=ignore):
            yield Finding(document.id, f"line-{line}", issue, "", segment.text)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before the rest; the order of the files within each."""
    return sorted(findings, key=lambda finding: -finding.issue.severity.rank)


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
                known = {
                    code for code in re.findall(r"[A-Z](?:\d\d)?\b", codes.upper()) if code in CODES or code in GROUPS
                }
                silenced.setdefault(entry.msgid, set()).update(known)
    return silenced
