"""``mtkit glossary``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli import glossary_calibrate, glossary_convert, glossary_diff, glossary_stats, glossary_suggest, inputs
from mtkit.cli.output import emit, emit_json, say
from mtkit.lang import lang as language
from mtkit.unit import Severity

__all__ = ["app"]

app = typer.Typer(
    help="Official titles and bodies: find them in a text; check, convert, compare and grow glossaries.",
    no_args_is_help=True,
)
app.command("calibrate")(glossary_calibrate.command)
app.command("convert")(glossary_convert.command)
app.command("diff")(glossary_diff.command)
app.command("stats")(glossary_stats.command)
app.command("suggest")(glossary_suggest.command)


@app.command("lint")
def lint_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Glossary of any format; without one, the glossary in the box."),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day by which rows are expired or not.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a finding.")] = False,
) -> None:
    """Say what is wrong in a glossary file: file, row, and the mend. Exits 1 if there are errors.

    \b
    Example:
      mtkit glossary lint glossaries/china-asean.csv
    """
    from mtkit.glossary.lint import lint
    from mtkit.resources import resource

    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    files = [Path(path) for path in paths] if paths else [resource("glossaries", f"{inputs.BUNDLED}.csv")]
    errors = warnings = 0
    for file in files:
        for finding in lint(file, day=day):
            errors += finding.severity == Severity.ERROR
            warnings += finding.severity == Severity.WARNING
            if as_json:
                emit_json(
                    {
                        "file": str(file),
                        "row": finding.row,
                        "code": finding.code,
                        "severity": finding.severity,
                        "message": finding.message,
                    }
                )
            else:
                emit(f"{file}:{finding.row}: {finding.severity} {finding.code}: {finding.message}")
    say(f"mtkit: {errors} errors, {warnings} warnings")
    if errors:
        raise typer.Exit(1)


@app.command("find")
def find_command(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file that holds one, or - for stdin.")],
    source: Annotated[str, typer.Option("--from", "-f", metavar="LANG", help="Language of the text.")],
    target: Annotated[
        list[str] | None, typer.Option("--to", "-t", metavar="LANG", help="Show the form in LANG; repeat for more.")
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a hit.")] = False,
) -> None:
    """Find the terms of the glossary in a text, with their official forms and who says so.

    \b
    Example:
      mtkit glossary find 中国外文局局长杜占元 --from zh --to en --to vi
    """
    from mtkit.formats.decode import decode

    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    book = inputs.glossary_of(glossary)
    if book is None:
        return
    lang = language(source)
    if text == "-":
        text = decode(inputs.read_stdin(), where="stdin", lang=lang.code).text
    elif len(text) < 256 and Path(text).is_file():
        text = decode(Path(text).read_bytes(), where=text, lang=lang.code).text
    for hit in book.find(text, lang.code, day=day):
        forms = {language(code).code: hit.concept.approved(language(code).code, day) for code in target or ()}
        if as_json:
            emit_json(
                {
                    "start": hit.span.start,
                    "end": hit.span.end,
                    "text": hit.span.of(text),
                    "concept": hit.concept.id,
                    "status": hit.term.status.value,
                    "forms": {code: term.text if term else None for code, term in forms.items()},
                    "authority": hit.term.authority,
                }
            )
            continue
        shown = "".join(f"\t{code}: {term.text if term else '(none)'}" for code, term in forms.items())
        wrong = " (not an official form)" if hit.term.status.value == "forbidden" else ""
        emit(
            f"{hit.span.start}-{hit.span.end}\t{hit.span.of(text)}{wrong}\t{hit.concept.id}{shown}\t{hit.term.authority}"
        )
