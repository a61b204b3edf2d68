"""``mtkit check``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import UsageError
from mtkit.lang import Pair
from mtkit.lang import lang as language
from mtkit.unit import Severity

if TYPE_CHECKING:
    from mtkit.checking import Finding
    from mtkit.glossary import Glossary

__all__ = ["command"]


def command(
    paths: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="PO files; with --from and --to, two plain-text files.")
    ],
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="INPUT is SOURCE TARGET, plain text.")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--to", "-t", metavar="LANG", help="Alone: check each text without its source.")
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count; by default the one a file is of, else today."),
    ] = None,
    publisher: inputs.Publisher = "",
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A finding's code to leave out; repeat for more.")
    ] = None,
    fail_on: Annotated[
        Severity, typer.Option(help="The least severity that makes the exit code 1.", show_default=True)
    ] = Severity.ERROR,
    *,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="One object a finding: file, unit, code, severity, message, source, target, spans."
        ),
    ] = False,
) -> None:
    """Say what is wrong in translations: names, numbers, script, loops, length, marks. See docs/checks.md.

    Takes PO files that mtkit or anyone else made; two plain-text files, line by line; or single texts.

    \b
    Examples:
      mtkit check out/forum.vi.po
      mtkit check --from zh forum.zh.txt --to vi forum.vi.txt
      mtkit check --to en report.txt
    """
    day = inputs.parse_day(as_of)
    book = inputs.glossary_of(glossary, none=no_glossary)
    silenced = frozenset(ignore or ())
    found = dict.fromkeys(Severity, 0)
    for finding in _findings(paths, source, target, book, day, publisher, silenced):
        found[finding.issue.severity] += 1
        if as_json:
            emit_json(_as_json(finding))
        else:
            issue = finding.issue
            emit(f"{finding.file}: {finding.unit}: {issue.severity} {issue.code}: {issue.message}")
    say(f"mtkit: {found[Severity.ERROR]} errors, {found[Severity.WARNING]} warnings, {found[Severity.INFO]} notes")
    if any(count and severity.rank >= fail_on.rank for severity, count in found.items()):
        raise typer.Exit(1)


def _findings(
    paths: list[str],
    source: str | None,
    target: str | None,
    glossary: Glossary | None,
    as_of: date | None,
    publisher: str,
    ignore: frozenset[str],
) -> Iterator[Finding]:
    from mtkit import checking

    if source and not target:
        raise UsageError("--from needs --to: mtkit check --from zh SOURCE --to vi TARGET")
    pair = Pair.of(source, target) if source and target else None
    if pair and not all(path.endswith((".po", ".pot")) for path in paths):
        if len(paths) != 2:
            raise UsageError(f"--from and --to take two files, SOURCE and TARGET, not {len(paths)}")
        today = as_of or datetime.now(tz=UTC).date()
        yield from checking.check_lines(
            Path(paths[0]), Path(paths[1]), pair, glossary, day=today, publisher=publisher, ignore=ignore
        )
        return
    for given in paths:
        if given.endswith((".po", ".pot")):
            yield from checking.check_po(
                Path(given), glossary, pair=pair, day=as_of, publisher=publisher, ignore=ignore
            )
        elif target:
            for item in inputs.expand([given]):
                document = inputs.read(item, language(target).code, None)
                yield from checking.check_text(document, glossary, day=as_of, publisher=publisher, ignore=ignore)
        elif Path(given).is_dir():
            for path in sorted(Path(given).rglob("*.po")):
                yield from checking.check_po(path, glossary, day=as_of, publisher=publisher, ignore=ignore)
        else:
            raise UsageError(f"{given} is not a PO file: name its language with --to LANG to check it as a text")


def _as_json(finding: Finding) -> dict[str, object]:
    issue = finding.issue
    return {
        "file": finding.file,
        "unit": finding.unit,
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "source": finding.source,
        "target": finding.target,
        "source_span": [issue.source.start, issue.source.end] if issue.source else None,
        "target_span": [issue.target.start, issue.target.end] if issue.target else None,
    }
