"""``mtkit check``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, progress_for, say
from mtkit.errors import UsageError
from mtkit.lang import Pair
from mtkit.lang import lang as language
from mtkit.unit import Severity

if TYPE_CHECKING:
    from mtkit.checking import Finding
    from mtkit.glossary import Glossary

__all__ = ["command"]

_PO = (".po", ".pot")


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", help="PO files, or folders of them; with --from and --to, two documents."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="INPUT is SOURCE TARGET, two documents.")
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
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Look for these codes (N01) or groups (N) alone; repeat for more."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A code or group to leave out; repeat for more.")
    ] = None,
    silence: inputs.Silence = None,
    fail_on: Annotated[
        Severity, typer.Option(help="The least severity that makes the exit code 1.", show_default=True)
    ] = Severity.ERROR,
    output: Annotated[
        Format, typer.Option("--format", help="Lines, one JSON object a finding, or SARIF 2.1.0.", show_default=True)
    ] = Format.TEXT,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Say what a code or group means, with examples; 'all' lists them. No INPUT."),
    ] = None,
    *,
    worst_first: Annotated[
        bool,
        typer.Option(
            "--worst-first", help="Errors first, then warnings; of equals, the units of the lowest estimated quality."
        ),
    ] = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names of the glossary.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="As --format json: file, line, unit, code, severity, message, source, target, spans."
        ),
    ] = False,
) -> None:
    """Say what is wrong in translations: names, numbers, negation, script, loops, length, marks. See docs/checks.md.

    Takes PO and XLIFF files that mtkit or anyone else made; two documents of any format mtkit reads, paragraph by
    paragraph (plain text line by line); or single texts. Several PO files of one direction are one batch: a source
    with two translations is found across them.

    \b
    Examples:
      mtkit check out/forum.vi.po
      mtkit check out --select N --select E --fail-on warning
      mtkit check --from zh forum.zh.md --to vi forum.vi.md
      mtkit check --to en report.txt
      mtkit check --explain N01
    """
    if explain is not None:
        _explain(explain, paths)
        return
    if not paths:
        raise UsageError("name a PO file, a folder, or two documents with --from and --to; or a code with --explain")
    if as_json and output is Format.SARIF:
        raise UsageError("--json and --format sarif exclude each other")
    day = inputs.parse_day(as_of)
    chosen, left_out = _codes(select) if select else None, _codes(ignore) if ignore else ()
    book = inputs.glossary_of(glossary, none=no_glossary)
    counts = dict.fromkeys(Severity, 0)
    silenced = _silenced(silence or ())
    found = (
        one for one in _findings(paths, source, target, book, day, publisher, chosen, left_out) if not silenced(one)
    )
    shown = _counted(found, counts)
    if worst_first:
        from mtkit import checking

        shown = iter(checking.worst_first(shown))
    if output is Format.SARIF:
        _print_sarif(list(shown), counts, fail_on)
    else:
        for finding in shown:
            if as_json or output is Format.JSON:
                emit_json(_as_json(finding))
            else:
                emit(_as_line(finding))
    say(f"mtkit: {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, {counts[Severity.INFO]} notes")
    if _exit_code(counts, fail_on):
        raise typer.Exit(1)


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    """Codes and groups as typed, also several parted by commas. Raises UsageError for one that does not exist."""
    from mtkit.check import known

    codes = tuple(code for text in given for code in re.split(r"[,\s]+", text.strip()) if code)
    if not codes:
        raise UsageError("a check code is empty: write one such as N01, or a group such as N")
    known(codes)
    return codes


def _silenced(given: Iterable[str]) -> Callable[[Finding], bool]:
    """Whether a finding is one of ``TEXT=CODE``."""
    quiet = inputs.silenced_of(given)

    def silenced(finding: Finding) -> bool:
        codes = quiet.get(" ".join(finding.source.split()), ()) if quiet else ()
        return finding.issue.code in codes or finding.issue.code[:1] in codes

    return silenced


def _counted(findings: Iterable[Finding], counts: dict[Severity, int]) -> Iterator[Finding]:
    for finding in findings:
        counts[finding.issue.severity] += 1
        yield finding


def _exit_code(counts: dict[Severity, int], fail_on: Severity) -> int:
    return int(any(count and severity.rank >= fail_on.rank for severity, count in counts.items()))


def _findings(
    paths: list[str],
    source: str | None,
    target: str | None,
    glossary: Glossary | None,
    as_of: date | None,
    publisher: str,
    select: Collection[str] | None,
    ignore: Collection[str],
) -> Iterator[Finding]:
    from mtkit import checking
    from mtkit.checking.parallel import processors
    from mtkit.cli.fill import bytes_of
    from mtkit.formats.xliff import XLIFF_ENDINGS

    if source and not target:
        raise UsageError("--from needs --to: mtkit check --from zh SOURCE --to vi TARGET")
    pair = Pair.of(source, target) if source and target else None
    bilingual = [path for path in paths if path.lower().endswith(XLIFF_ENDINGS)]
    for path in bilingual:
        from mtkit.exchange.checked import check_xliff

        yield from check_xliff(
            bytes_of(Path(path)), glossary, name=path, pair=pair, day=as_of, publisher=publisher, select=select,
            ignore=ignore,
        )  # fmt: skip
    paths = [path for path in paths if path not in bilingual]
    if bilingual and not paths:
        return
    if pair and not all(path.endswith(_PO) or Path(path).is_dir() for path in paths):
        yield from _of_documents(paths, pair, glossary, as_of, publisher, select, ignore)
        return
    catalogs: list[Path] = []
    texts: list[str] = []
    for given in paths:
        if given.endswith(_PO):
            catalogs.append(Path(given))
        elif target and not pair:
            texts.append(given)
        elif Path(given).is_dir():
            inside = sorted(Path(given).rglob("*.po"))
            if not inside:
                raise UsageError(f"{given}: no PO files in this folder")
            catalogs += inside
        else:
            raise UsageError(f"{given} is not a PO file: name its language with --to LANG to check it as a text")
    yield from checking.check_batch(
        list(dict.fromkeys(catalogs)),
        glossary,
        pair=pair,
        day=as_of,
        publisher=publisher,
        select=select,
        ignore=ignore,
        progress=progress_for(quiet=False),
        jobs=processors(),
    )
    for item in inputs.expand(texts) if texts else ():
        document = inputs.read(item, language(target or "").code, None)
        yield from checking.check_text(
            document, glossary, day=as_of, publisher=publisher, select=select, ignore=ignore
        )  # fmt: skip


def _of_documents(
    paths: list[str],
    pair: Pair,
    glossary: Glossary | None,
    as_of: date | None,
    publisher: str,
    select: Collection[str] | None,
    ignore: Collection[str],
) -> Iterator[Finding]:
    """Two documents: plain text line by line, others by paragraphs."""
    from mtkit import checking, formats

    if len(paths) != 2:
        raise UsageError(f"--from and --to take two files, SOURCE and TARGET, not {len(paths)}")
    before, after = Path(paths[0]), Path(paths[1])
    kinds = [_format_of(path) for path in (before, after)]
    if kinds == ["text", "text"]:
        day = as_of or datetime.now(tz=UTC).date()
        yield from checking.check_lines(
            before, after, pair, glossary, day=day, publisher=publisher, select=select, ignore=ignore
        )
        return
    original = formats.read(before, lang=pair.source, format=kinds[0], id=before.as_posix())
    translated = formats.read(after, lang=pair.target, format=kinds[1], id=after.as_posix())
    yield from checking.check_documents(
        original, translated, glossary, day=as_of, publisher=publisher, select=select, ignore=ignore
    )


def _format_of(path: Path) -> str:
    """The format that a file's name says; whatever has no known ending is plain text."""
    from mtkit.formats import FORMATS

    endings = {suffix: name for name, fmt in FORMATS.items() for suffix in fmt.suffixes}
    return endings.get(path.suffix.lower(), "text")


def _explain(code: str, paths: list[str] | None) -> None:
    """Print what a code, a group or all codes mean."""
    from mtkit.check.codes import CODES, GROUPS, describe
    from mtkit.check.explain import about, lines

    if paths:
        raise UsageError("--explain takes a code and no INPUT")
    wanted = code.strip().upper()
    if wanted == "ALL":
        for group, text in GROUPS.items():
            emit(f"{group}    {text}")
            for one in (name for name in CODES if name.startswith(group)):
                emit(f"  {one}  {CODES[one]}")
        return
    title = describe(wanted)  # raises UsageError with the nearest code
    if wanted in CODES:
        _emit_all(lines(wanted))
        return
    _emit_all([f"{wanted}: {title}", "", *about(wanted).split("\n")])
    for one in (name for name in CODES if name.startswith(wanted)):
        _emit_all(["", *lines(one)])


def _emit_all(texts: Iterable[str]) -> None:
    for text in texts:
        emit(text)


def _print_sarif(findings: list[Finding], counts: dict[Severity, int], fail_on: Severity) -> None:
    from mtkit.checking.sarif import sarif

    emit_json(sarif(findings, exit_code=_exit_code(counts, fail_on)))


def _as_line(finding: Finding) -> str:
    issue = finding.issue
    place = "" if not finding.line or finding.unit == f"line-{finding.line}" else f":{finding.line}"
    return f"{finding.file}{place}: {finding.unit}: {issue.severity} {issue.code}: {issue.message}"


def _as_json(finding: Finding) -> dict[str, object]:
    issue = finding.issue
    return {
        "file": finding.file,
        "line": finding.line or None,
        "unit": finding.unit,
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "source": finding.source,
        "target": finding.target,
        "source_span": [issue.source.start, issue.source.end] if issue.source else None,
        "target_span": [issue.target.start, issue.target.end] if issue.target else None,
        "estimate": finding.quality,
    }
