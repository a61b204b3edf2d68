"""Check whole files: PO files of any maker, pairs of plain-text files, and single texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mtkit.check import CHECKS, CODES, Sample, check
from mtkit.check.terms import check_renderings
from mtkit.errors import BadInputError
from mtkit.formats import po
from mtkit.formats.decode import read_lines
from mtkit.formats.po_text import normal
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair, lang
from mtkit.pipeline import day_of, segments_of
from mtkit.text import Document
from mtkit.unit import Issue

__all__ = ["Finding", "check_lines", "check_po", "check_text", "worst_first"]

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
    unknown = [code for code in (file.pair.source, file.pair.target) if code not in LANGUAGES]
    if unknown and file.units:
        message = "the header does not name both languages (X-Source-Language, Language): give --from and --to"
        raise BadInputError(message, where=str(path))
    day = day or _day_in(file.header.get("X-Mtkit-Signature", "")) or datetime.now(tz=UTC).date()
    publisher = publisher or _publisher_in(file.header.get("X-Mtkit-Signature", ""))
    silenced = _silenced(file.entries)
    units = [unit for unit in file.units if unit.target.strip()]
    samples = [
        Sample(
            unit.target,
            lang(unit.pair.target),
            unit.segment.text,
            lang(unit.pair.source),
            kind=unit.segment.kind,
            glossary=glossary,
            day=day,
            publisher=publisher,
        )
        for unit in units
    ]
    renderings = check_renderings(samples)
    for n, (unit, sample) in enumerate(zip(units, samples, strict=True)):
        left_out = {*ignore, *silenced.get(normal(unit.segment.text), ())}
        for issue in (*check(sample, ignore=left_out), *_kept(renderings.get(n, ()), left_out)):
            yield Finding(str(path), unit.segment.id, issue, unit.segment.text, unit.target)


def check_lines(
    source: Path,
    target: Path,
    pair: Pair,
    glossary: Glossary | None,
    *,
    day: date,
    publisher: str = "",
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
    renderings = check_renderings(samples)
    for n, (before, after) in enumerate(zip(sources, targets, strict=True)):
        if not before.strip() and not after.strip():
            continue
        for issue in (*check(samples[n], ignore=ignore), *_kept(renderings.get(n, ()), ignore)):
            yield Finding(str(target), f"line-{n + 1}", issue, before, after)


def check_text(
    document: Document,
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    ignore: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong in a text whose source is not at hand: wrong names, and what can be seen in the target alone."""
    day = day or day_of(document)
    for segment in segments_of(document):
        sample = Sample(
            segment.text, lang(document.lang), kind=segment.kind, glossary=glossary, day=day, publisher=publisher
        )
        line = len(_LINE_END.findall(document.text[: segment.span.start])) + 1
        for issue in check(sample, ignore=ignore):
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


def _kept(issues: Iterable[Issue], left_out: Collection[str]) -> list[Issue]:
    """``issues`` without the codes and groups that are ``left_out``."""
    codes = {code.strip().upper() for code in left_out}
    return [issue for issue in issues if issue.code not in codes and issue.code[0] not in codes]


def _silenced(entries: Iterable[po.Entry]) -> dict[str, set[str]]:
    """Codes that translator comments silence, by the source text of their unit."""
    silenced: dict[str, set[str]] = {}
    for entry in entries:
        for comment in entry.comments:
            name, _, codes = comment.strip().partition(":")
            if name == "mtkit-ignore":
                known = {
                    code for code in re.findall(r"[A-Z](?:\d\d)?\b", codes.upper()) if code in CODES or code in CHECKS
                }
                silenced.setdefault(entry.msgid, set()).update(known)
    return silenced
