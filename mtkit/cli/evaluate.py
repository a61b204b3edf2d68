"""``mtkit evaluate``."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mtkit.cli import inputs
from mtkit.cli.configured import ConfiguredGroup
from mtkit.cli.output import emit, emit_json, progress_for, say
from mtkit.errors import UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.evaluate import ScoreReport, TermReport
    from mtkit.evaluate.backward import Judged
    from mtkit.glossary import Glossary

__all__ = ["app"]


class _ScoresFirst(ConfiguredGroup):
    """``mtkit evaluate FILE`` is ``mtkit evaluate scores FILE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the verb in front where none is given; what is nearly one and no file is a slip."""
        if args and args[0] not in {*self.commands, "--help", "-h"}:
            near = get_close_matches(args[0], self.commands, n=1)
            if near and not Path(args[0]).exists():
                raise UsageError(f"no verb and no file {args[0]!r}: did you mean mtkit evaluate {near[0]}?")
            args = ["scores", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_ScoresFirst,
    help="Measure translations: figures with signatures. 'mtkit evaluate FILE' is 'mtkit evaluate scores FILE'.",
    no_args_is_help=True,
)


@app.callback()
def _group() -> None:
    """Measure translations: figures with signatures. `mtkit evaluate FILE` is `mtkit evaluate scores FILE`."""


@app.command("scores")
def scores_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="TESTSET",
            help="Reviewed PO files or folders of them; or a test set: JSON Lines by language code, TSV, TMX, or two "
            "text files, SOURCE REFERENCE.",
        ),
    ],
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="Language of the sources; in PO, the header's.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", "-t", metavar="LANG", help="Target language; repeat for more.")
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            "-s",
            metavar="SYSTEM",
            help="What to score; repeat for more. A file of translations (lines, or PO); options of mtkit, as in "
            "NAME:glossary=off,model=PATH,engine=marian,beam=1; mtkit as it is; or recorded, the machine text in PO.",
        ),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Score two systems, named as for --system, and say whether B is better."),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="BLEU, chrF or TER; repeat for more. By default all three.")
    ] = None,
    tokenizer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Of BLEU, by sacrebleu's names; by default zh, char for Thai, Lao, Khmer and Burmese, else 13a.",
        ),
    ] = None,
    comet: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Weights of COMET on this machine, to score with it, too.")
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The first N segments of each direction only.")
    ] = None,
    resamples: Annotated[int, typer.Option(min=40, max=100_000, metavar="N", help="Bootstrap resamples.")] = 1000,
    seed: Annotated[
        int, typer.Option(min=0, metavar="N", help="Of the resamples; sacrebleu's own by default.")
    ] = 12345,
    html: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a page with plots, too.")] = None,
    *,
    documents: Annotated[
        bool, typer.Option("--documents", help="The scores of each document, the worst first.")
    ] = False,
    no_glossary: Annotated[
        bool, typer.Option("--no-glossary", help="Translate without names, and count none.")
    ] = False,
    allow_low_quality: inputs.AllowLowQuality = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object a system and direction, one a comparison.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """How good are translations? BLEU, chrF, TER, names, findings, edits, each with its signature; docs/evaluate.md.

    PO files: the machine's own text against what was approved. Test sets are translated by mtkit, unless --system or
    --compare name others. Two systems are compared by paired bootstrap resampling.

    \b
    Examples:
      mtkit evaluate out/ --html scores.html
      mtkit evaluate news.jsonl --from zh --to en --compare bare:glossary=off mtkit
      mtkit evaluate news.zh.txt news.en.txt --from zh --to en --compare old.txt new.txt
    """
    from mtkit import evaluate

    pairs = [Pair.of(source, code) for code in dict.fromkeys(to or ())] if source else []
    if to and not source:
        raise UsageError("--to needs --from: mtkit evaluate TESTSET --from LANG --to LANG")
    if compare and system:
        raise UsageError("--compare names the two systems itself: leave out --system")
    if html is not None and html.suffix.lower() not in {".html", ".htm"}:
        raise UsageError(f"--html {html}: the page is HTML: give it a name that ends in .html")
    named = _metrics(metric)
    if tokenizer is not None:
        evaluate.bleu_tokeniser("en", tokenizer)
    asked = compare or system or ()
    recorded = all(evaluate.is_po(path) for path in paths)
    systems = evaluate.parse_systems(list(asked), recorded=recorded)
    book = inputs.glossary_of(glossary, none=no_glossary)
    day = inputs.parse_day(as_of)
    report = evaluate.evaluate_systems(
        evaluate.batches_of(paths, pairs, limit=limit),
        systems,
        glossary=book,
        day=day,
        metrics=named,
        tokeniser=tokenizer,
        comet=comet,
        comparing=bool(compare),
        resamples=resamples,
        seed=seed,
        allow_low_quality=allow_low_quality,
        progress=progress_for(quiet=quiet),
    )
    _put_scores(report, html, documents=documents, as_json=as_json, quiet=quiet)


def _metrics(given: list[str] | None) -> list[str]:
    """The metrics by their own names. Raises UsageError."""
    from mtkit.evaluate import METRICS

    known = {name.lower(): name for name in METRICS}
    unknown = next((name for name in given or () if name.lower() not in known), None)
    if unknown is not None:
        raise UsageError(f"--metric {unknown}: known are {', '.join(METRICS)}; COMET is asked for by --comet PATH")
    return [name for key, name in known.items() if not given or key in {one.lower() for one in given}]


def _put_scores(report: ScoreReport, html: Path | None, *, documents: bool, as_json: bool, quiet: bool) -> None:
    """Print scores, and write the page."""
    from mtkit import evaluate

    if as_json:
        for value in evaluate.score_json(report):
            emit_json(value)
    else:
        for line in evaluate.score_text(report, documents=documents):
            emit(line)
    for note in report.notes:
        say(f"mtkit: {note}", quiet=quiet)
    if html is not None:
        evaluate.write_page(report, html)
        say(f"mtkit: {html}: the same with plots", quiet=quiet)


@app.command("units")
def units_command(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE.po|DIR", help="PO files, or folders of them.")],
    worst: Annotated[int | None, typer.Option(min=1, metavar="N", help="The N worst units of each file only.")] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count; by default the one a file is of, else today."),
    ] = None,
    publisher: inputs.Publisher = "",
    *,
    back_translate: Annotated[
        bool,
        typer.Option("--back-translate", help="Translate machine text back, and go by how much of the source it has."),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the estimates beside the PO file, for mtkit status, proof and review.")
    ] = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
    allow_low_quality: inputs.AllowLowQuality = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object a unit: estimate, how, signals, findings.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Which units should be read first? The worst first: by findings, then by estimated quality; docs/evaluate.md.

    The estimate, from 0 to 1, goes by the model's log-probability, lengths, findings and more, without a reference. It
    is of machine text alone that nobody has touched, orders the units of one language, and is no judgement.

    \b
    Examples:
      mtkit evaluate units out/forum.vi.po --worst 10
      mtkit evaluate units out/ --back-translate --keep
    """
    from mtkit import estimate
    from mtkit.evaluate.backward import judge_files

    book = inputs.glossary_of(glossary, none=no_glossary)
    judged = judge_files(
        paths,
        book,
        day=inputs.parse_day(as_of),
        publisher=publisher,
        back_translate=back_translate,
        allow_low_quality=allow_low_quality,
    )
    for units in judged:
        for one in units[:worst]:
            _put_unit(one, as_json=as_json)
        known = {one.unit.segment.id: one.estimate for one in units if one.estimate}
        if keep and known:
            kept = estimate.keep(units[0].path, known)
            say(f"mtkit: {units[0].path}: kept {kept} estimates", quiet=quiet)
    hows = dict.fromkeys(one.estimate.how for units in judged for one in units if one.estimate)
    for how in hows:
        say(f"mtkit: estimated by {how}", quiet=quiet)


def _put_unit(one: Judged, *, as_json: bool) -> None:
    """Print a unit with what is known of its quality."""
    unit, guess = one.unit, one.estimate
    codes = [issue.code for issue in one.issues]
    if as_json:
        emit_json(
            {
                "file": str(one.path),
                "unit": unit.segment.id,
                "state": unit.state.value,
                "estimate": guess.value if guess else None,
                "how": guess.how if guess else "",
                "signals": dict(guess.parts) if guess else {},
                "findings": codes,
                "source": unit.segment.text,
                "target": unit.target,
                "back": one.back,
            }
        )
        return
    value = f"{guess.value:.2f}" if guess else "-"
    said = ",".join(dict.fromkeys(codes)) or "-"
    emit(f"{one.path}: {unit.segment.id}: {value}  {unit.state.value}  {said}  {unit.segment.text}")


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
    allow_low_quality: inputs.AllowLowQuality = False,
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
