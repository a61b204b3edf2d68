"""``mtkit translate``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from mtkit.cli import fill, inputs
from mtkit.cli.cache import cache_for_job, cache_path
from mtkit.cli.job import Job, interruptible, opened
from mtkit.cli.output import say
from mtkit.cli.plan import OutputFormat, Plan
from mtkit.cli.report import Report
from mtkit.errors import BadInputError, UsageError
from mtkit.lang import lang as language
from mtkit.mentions import Mentions
from mtkit.scale.place import is_url

__all__ = ["Device", "OutputFormat", "command"]


class Device(StrEnum):
    """Where models run."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


def command(
    paths: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, or - for stdin.")],
    to: Annotated[list[str], typer.Option("--to", "-t", metavar="LANG", help="Target language; repeat for more.")],
    source: Annotated[
        str | None,
        typer.Option("--from", "-f", metavar="LANG", help="Language of the articles; PO and XLIFF files may say it."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="DIR|FILE|-", help="Where to; by default here, for stdin to stdout."),
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Use the names in force on DATE. By default, on the article's own date: front matter, meta tag, "
            "byline or dateline; else today.",
        ),
    ] = None,
    publisher: inputs.Publisher = "",
    style: inputs.StyleRows = None,
    mentions: Annotated[
        Mentions,
        typer.Option(
            help="When a later mention of a body is short: source, where the source is; glossary, where the glossary "
            "has a short form; full, never."
        ),
    ] = Mentions.SOURCE,
    output_format: Annotated[
        OutputFormat,
        typer.Option("--format", help="po: for editors. text: the article in its own layout. jsonl: a unit a line."),
    ] = OutputFormat.PO,
    input_format: inputs.InputFormat = None,
    fields: inputs.FieldsFile = None,
    engine: inputs.EngineName = None,
    model: inputs.Model = None,
    device: Annotated[
        Device, typer.Option(help="Where models run; auto takes a GPU where one can be used.")
    ] = Device.AUTO,
    threads: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Cores to decode on; by default all. MTKIT_THREADS sets it, too."),
    ] = None,
    beam: inputs.Beam = 4,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Reuse what was approved before, from this translation memory; 'default' names the usual one. "
            "MTKIT_MEMORY sets it for all calls.",
        ),
    ] = None,
    memory_threshold: Annotated[
        int, typer.Option(metavar="N", min=1, max=100, help="Show translations of texts that are alike from N percent.")
    ] = 75,
    cache: inputs.CacheFile = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Only part I of N of the articles, for job arrays (docs/scale.md)."),
    ] = None,
    distributed: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="ray: on a Ray cluster, that of RAY_ADDRESS or one on this machine."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Workers of --distributed; by default as many as fit.")
    ] = None,
    worker_timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=1, help="Start a worker anew that has shown no progress for so long."),
    ] = 900,
    *,
    memory_approved: Annotated[
        bool,
        typer.Option(
            "--memory-approved/--no-memory-approved",
            show_default=False,
            help="Take a text that was approved behind the same sentence as approved, not fuzzy.",
        ),
    ] = False,
    no_memory: inputs.NoMemory = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Keep nothing of what models say, and use nothing that was kept.")
    ] = False,
    allow_low_quality: inputs.AllowLowQuality = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Leave names to the model.")] = False,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Fill in the PO or XLIFF file itself, in place of a copy of it.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Where another mtkit writes to the same folder, wait for it to end.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report what happens as one JSON object a line: files, failures, totals.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Translate articles; every official title and body in its approved form, the doubtful units flagged.

    Writes one <stem>.<lang>.po per article and language. A PO file that a person has worked on is never written over.
    Called again, it makes what is missing or has changed, and nothing else (docs/jobs.md). Of PO and XLIFF files
    that others made, what has no translation is filled in for review; nothing else in them changes (docs/exchange.md).

    \b
    Examples:
      mtkit translate forum.md --from zh --to vi --to th -o out
      mtkit translate articles/ --from en --to id --glossary my-terms.csv --glossary china-asean
      mtkit translate archive/ --from zh --to en -o out --shard 3/8
      mtkit translate s3://news/2025 --from zh --to vi -o s3://news/po --distributed ray
      mtkit translate po/vi.po --to vi --in-place
      cat note.txt | mtkit translate - --from id --to en --format text
    """
    from mtkit.scale.shards import Shard, only
    from mtkit.style import Style, regional

    part = Shard.parse(shard) if shard is not None else None
    targets = list(dict.fromkeys(language(code).code for code in to))
    bilingual = fill.are_bilingual(paths)
    if source is None and not bilingual:
        raise UsageError("name the language of the articles: --from LANG")
    if in_place and not bilingual:
        raise UsageError("--in-place is for PO and XLIFF files: of an article, a translation is made")
    code = language(source).code if source else ""
    day = inputs.parse_day(as_of)
    options: dict[str, Any] = {
        "glossary": inputs.glossary_of(glossary, none=no_glossary),
        "engine": engine,
        "model": model,
        "beam": beam,
        "day": day,
        "publisher": publisher,
        "style": Style.of([*regional(to), *(style or ())]),
        "mentions": mentions,
        "device": device,
        "allow_low_quality": allow_low_quality,
        "memory": _memory(memory, none=no_memory, quiet=quiet),
        "memory_approved": memory_approved,
        "memory_threshold": memory_threshold,
        "threads": threads,
    }
    if bilingual:
        if part or distributed or output_format is not OutputFormat.PO:
            raise UsageError("--shard, --distributed and --format are for articles: a PO or XLIFF file is filled in")
        asked = fill.Call(paths, code or None, targets, output, in_place, options, cache, no_cache, as_json, quiet)
        raise typer.Exit(fill.run(asked))
    if distributed is not None or any(map(is_url, [*paths, output or ""])):
        from mtkit.cli import far

        call = far.Call(
            paths, code, targets, output, output_format, input_format, options, inputs.fields_of(fields), part, wait,
            as_json, quiet,
        )  # fmt: skip
        cluster = far.cluster_of(distributed, workers=workers, timeout=worker_timeout, threads=threads, device=device)
        raise typer.Exit(far.run(call, cluster, cache=None if no_cache else cache_path(cache)))
    if workers is not None:
        raise UsageError("--workers is for --distributed; here, --threads says how many cores decode")

    from mtkit.translator import Translator

    known_fields = inputs.fields_of(fields)
    items = inputs.expand(paths)
    for line in inputs.passed_over(paths):
        say(f"mtkit: {line}", quiet=quiet)
    plan = Plan(items, targets, output, output_format)
    many = len(items) > 1 or any(Path(path).is_dir() for path in paths)
    every = len(items)
    items = only(items, part, id_of=lambda item: str(item.name))
    report = Report(inputs.sizes(items), targets, as_json=as_json, quiet=quiet, data=plan.stdout)
    with (
        cache_for_job(cache, off=no_cache, quiet=quiet) as kept,
        opened(plan, many=many, wait=wait, part=part.name if part else "", report=report) as manifest,
        Translator(**options, cache=kept, progress=report) as translator,
    ):
        # where nothing that was named is there, that is what to say, and not what there is of models
        there = any(item.path is None or os.path.lexists(item.path) for item in items)
        hints = translator.hints(code, targets) if there else []
        job = Job(
            translator,
            plan,
            targets,
            report,
            source=code,
            input_format=input_format,
            fields=known_fields,
            manifest=manifest,
            hints=hints,
            chosen_day=day is not None,
        )
        report.started(plan.folder if manifest else None)
        if part and not items:
            report.say(part.without_any(every))
        with interruptible():
            job.run(items)
    if report.count["failed"]:
        raise typer.Exit(BadInputError.exit_code)


def _memory(given: str | None, *, none: bool, quiet: bool) -> Path | None:
    """The memory to ask, if any. One that MTKIT_MEMORY names need not be there yet; one that is asked for must."""
    from mtkit.memory import path_of

    if none:
        if given is not None:
            raise UsageError("--memory and --no-memory exclude each other")
        return None
    path = path_of(given)
    if path is not None and given is None and not path.exists():
        say(f"mtkit: {path}: no memory here yet (MTKIT_MEMORY): nothing to reuse", quiet=quiet)
        return None
    return path
