"""Check whole files: PO files of any maker, pairs of plain-text files, and single texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mtkit.check import Sample, check
from mtkit.errors import BadInputError
from mtkit.formats import decode, po
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.pipeline import day_of, segments_of
from mtkit.text import Document
from mtkit.unit import Issue, State

__all__ = ["Finding", "check_lines", "check_po", "check_text"]

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
    path: Path, glossary: Glossary | None, *, day: date | None = None, ignore: Collection[str] = ()
) -> Iterator[Finding]:
    """What is wrong in a PO file, unit by unit; units without a translation are passed over.

    The languages are the header's. A translator comment ``mtkit-ignore: N01 P02`` silences codes for its unit. Raises
    PoSyntaxError for a file that gettext would refuse, BadInputError where the header does not name its languages.
    """
    file = po.read(path)
    for unit in file.units:
        if unit.state is State.UNTRANSLATED or not unit.target:
            continue
        sample = Sample(
            unit.target,
            lang(unit.pair.target),
            unit.segment.text,
            lang(unit.pair.source),
            kind=unit.segment.kind,
            glossary=glossary,
            day=day or file.day or date.today(),
        )
        silenced = {*ignore, *file.ignored(unit.segment.id)}
        for issue in check(sample, ignore=silenced):
            yield Finding(str(path), unit.segment.id, issue, unit.segment.text, unit.target)


def check_lines(
    source: Path, target: Path, pair: Pair, glossary: Glossary | None, *, day: date, ignore: Collection[str] = ()
) -> Iterator[Finding]:
    """What is wrong in a plain-text translation, line by line.

    Raises BadInputError if the files differ in their number of lines.
    """
    sources, targets = _lines(source, pair.source), _lines(target, pair.target)
    if len(sources) != len(targets):
        message = f"has {len(targets)} lines, {source} has {len(sources)}: line n must translate line n"
        raise BadInputError(message, where=str(target))
    for number, (before, after) in enumerate(zip(sources, targets, strict=True), 1):
        if not before.strip() and not after.strip():
            continue
        sample = Sample(after.strip(), lang(pair.target), before.strip(), lang(pair.source), glossary=glossary, day=day)
        for issue in check(sample, ignore=ignore):
            yield Finding(str(target), f"line-{number}", issue, before, after)


def check_text(
    document: Document, glossary: Glossary | None, *, day: date | None = None, ignore: Collection[str] = ()
) -> Iterator[Finding]:
    """What is wrong in a text whose source is not at hand: wrong names, and what can be seen in the target alone."""
    day = day or day_of(document)
    for segment in segments_of(document):
        sample = Sample(segment.text, lang(document.lang), kind=segment.kind, glossary=glossary, day=day)
        line = len(_LINE_END.findall(document.text[: segment.span.start])) + 1
        for issue in check(sample, ignore=ignore):
            yield Finding(document.id, f"line-{line}", issue, "", segment.text)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before the rest; the order of the files within each."""
    return sorted(findings, key=lambda finding: -finding.issue.severity.rank)


def _lines(path: Path, code: str) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror}", where=str(path)) from None
    lines = _LINE_END.split(decode.decode(data, where=str(path), lang=code).text)
    return lines[:-1] if lines and not lines[-1] else lines
