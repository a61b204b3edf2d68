"""``mtkit evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, progress_for, say
from mtkit.errors import UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.evaluate import TermReport
    from mtkit.glossary import Glossary

__all__ = ["app"]

app = typer.Typer(help="Measure translations: figures with signatures.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Measure translations: figures with signatures."""


@app.command("terms")
def terms_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="TESTSET", help="JSON Lines by language code; or two text files, SOURCE REFERENCE; or PO files."
        ),
    ],
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="Language of the sources; in PO, the header's.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", "-t", metavar="LANG", help="Target language; repeat for more.")
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    model: Annotated[
        str | None, typer.Option(metavar="PATH|ID", help="A model folder or id, in place of the route's own.")
    ] = None,
    engine: Annotated[str | None, typer.Option(metavar="NAME", help="ctranslate (the default) or marian.")] = None,
    beam: Annotated[int, typer.Option(min=1, max=32, help="Hypotheses kept in the search.")] = 4,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="The first N rows only.")] = None,
    repeats: Annotated[
        int, typer.Option(min=1, max=99, metavar="N", help="How often each run is made, for the ratio of times.")
    ] = 3,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Draw the figures, too.")] = None,
    *,
    with_details: Annotated[
        bool, typer.Option("--details", help="List every name that failed, the worst direction first.")
    ] = False,
    allow_low_quality: Annotated[
        bool, typer.Option("--allow-low-quality", help="Use a model even where it is measured as too weak.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a direction.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Are the official names where they should be, and what does it cost?

    Translates a test set with the glossary and without, and counts names. PO files are scored as they are.

    \b
    Examples:
      mtkit evaluate terms benchmarks/termsets/news.jsonl --from en --to zh --to id --plot terms.png
      mtkit evaluate terms news.zh.txt news.en.txt --from zh --to en --limit 50
      mtkit evaluate terms out/forum.vi.po --details
    """
    from mtkit import evaluate

    if plot is not None:
        evaluate.ready_to_plot(plot)
    book = inputs.glossary_of(glossary)
    if book is None:  # never: there is no --no-glossary here
        raise UsageError("terms are counted by a glossary: give one with --glossary")
    day = inputs.parse_day(as_of)
    files = [Path(path) for path in paths]
    pairs = [Pair.of(source, code) for code in dict.fromkeys(to or ())] if source else []
    if any(evaluate.is_po(path) for path in files):
        if not all(evaluate.is_po(path) for path in files) or len(pairs) > 1:
            raise UsageError("PO files are scored as they are: give PO files alone, and at most one --to")
        report = evaluate.evaluate_po(files, book, pair=pairs[0] if pairs else None, day=day, limit=limit)
    elif not pairs:
        raise UsageError("say what to translate: --from LANG --to LANG")
    else:
        if len(files) == 2 and len(pairs) > 1:
            raise UsageError("two text files are one direction: give one --to")
        report = evaluate.evaluate_terms(
            evaluate.read_set(files, pairs[0], limit=limit),
            pairs,
            glossary=book,
            engine=engine,
            model=model,
            beam=beam,
            day=day,
            repeats=repeats,
            allow_low_quality=allow_low_quality,
            progress=progress_for(quiet=quiet),
        )
    _put(report, book, with_details=with_details, as_json=as_json, quiet=quiet)
    if plot is not None:
        evaluate.plot(report, plot)
        say(f"mtkit: {plot}: term success, chrF and tiers by direction", quiet=quiet)


def _put(report: TermReport, book: Glossary, *, with_details: bool, as_json: bool, quiet: bool) -> None:
    """Print a report."""
    from mtkit import evaluate

    if as_json:
        for value in evaluate.as_json(report, failures=with_details):
            emit_json({**value, "glossary": f"{book.name}@{book.digest}"})
    else:
        for line in evaluate.as_text(report):
            emit(line)
        for line in evaluate.details(report) if with_details else ():
            emit(line)
    for note in report.notes:
        say(f"mtkit: {note}", quiet=quiet)
