"""``mtkit translate``."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.cache import cache_for_job
from mtkit.cli.output import emit, emit_bytes, emit_json, progress_for, say
from mtkit.errors import BadInputError, MtkitError, OutputError, UsageError
from mtkit.lang import lang as language
from mtkit.mentions import Mentions
from mtkit.unit import Origin, Severity

if TYPE_CHECKING:
    from mtkit.pipeline import Translation
    from mtkit.text import Document
    from mtkit.translator import Translator

__all__ = ["OutputFormat", "command"]


class OutputFormat(StrEnum):
    """What is written."""

    PO = "po"
    TEXT = "text"
    JSONL = "jsonl"


def command(
    paths: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, or - for stdin.")],
    source: Annotated[str, typer.Option("--from", "-f", metavar="LANG", help="Language of the articles.")],
    to: Annotated[list[str], typer.Option("--to", "-t", metavar="LANG", help="Target language; repeat for more.")],
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
    engine: Annotated[
        str | None, typer.Option(metavar="NAME", help="ctranslate (the default) or marian (transformers, GPU).")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="PATH|ID", help="A model folder or id, in place of the route's own.")
    ] = None,
    beam: Annotated[int, typer.Option(min=1, max=32, help="Hypotheses kept in the search.")] = 4,
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
    *,
    memory_approved: Annotated[
        bool,
        typer.Option(
            "--memory-approved", help="Take a text that was approved behind the same sentence as approved, not fuzzy."
        ),
    ] = False,
    no_memory: Annotated[bool, typer.Option("--no-memory", help="Ask no memory, whatever MTKIT_MEMORY says.")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Keep nothing of what models say, and use nothing that was kept.")
    ] = False,
    allow_low_quality: Annotated[
        bool, typer.Option("--allow-low-quality", help="Use a model even where it is measured as too weak.")
    ] = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Leave names to the model.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report the files written as one JSON object a line.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Translate articles; every official title and body in its approved form, the doubtful units flagged.

    Writes one <stem>.<lang>.po per article and language. A PO file that a person has worked on is never written over.

    \b
    Examples:
      mtkit translate forum.md --from zh --to vi --to th -o out
      mtkit translate articles/ --from en --to id --glossary my-terms.csv --glossary china-asean
      cat note.txt | mtkit translate - --from id --to en --format text
    """
    from mtkit.translator import Translator

    items = inputs.expand(paths)
    targets = list(dict.fromkeys(language(code).code for code in to))
    code = language(source).code
    plan = _Plan(items, targets, output, output_format)
    with (
        cache_for_job(off=no_cache, quiet=quiet) as cache,
        Translator(
            glossary=inputs.glossary_of(glossary, none=no_glossary),
            engine=engine,
            model=model,
            beam=beam,
            day=inputs.parse_day(as_of),
            publisher=publisher,
            mentions=mentions,
            allow_low_quality=allow_low_quality,
            memory=_memory(memory, none=no_memory, quiet=quiet),
            memory_approved=memory_approved,
            memory_threshold=memory_threshold,
            cache=cache,
            progress=progress_for(quiet=quiet),
        ) as translator,
    ):
        for hint in translator.hints(code, targets):
            say(f"mtkit: {hint}", quiet=quiet)
        run = _Run(translator, plan, targets, as_json=as_json, quiet=quiet)
        for translation in translator.stream(run.documents(items, code, input_format), to=run.wanted):
            run.put(translation)
    if run.failed:
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


class _Run:
    """One call of the verb: what it has left to do, and what went wrong on the way."""

    def __init__(
        self, translator: Translator, plan: _Plan, targets: Sequence[str], *, as_json: bool, quiet: bool
    ) -> None:
        self._translator = translator
        self._plan = plan
        self._targets = targets
        self._as_json = as_json
        self._quiet = quiet
        self.failed = 0

    def documents(self, items: Sequence[inputs.Input], lang: str, input_format: str | None) -> Iterator[Document]:
        """The articles that can be read; the others are one line each, and the run goes on."""
        from mtkit.pipeline import readable

        for item in items:
            try:
                yield readable(inputs.read(item, lang, input_format))
            except BadInputError as error:
                self._fail(error)

    def wanted(self, document: Document) -> list[str]:
        """The languages still to be made: not those whose file is there already, and none that a person works on."""
        from mtkit.outputs import TOUCHED, Standing, standing

        if self._plan.stdout or self._plan.format is not OutputFormat.PO:
            return list(self._targets)
        left = []
        for target in self._targets:
            path = self._plan.path(document.id, target)
            try:
                found = standing(path, document, self._translator.signature(document, target))
                if found is Standing.TOUCHED:
                    raise BadInputError(TOUCHED, where=str(path))
            except (BadInputError, OutputError) as error:
                self._fail(error)
                continue
            if found is Standing.DONE:
                say(f"mtkit: {path}: already made, nothing has changed", quiet=self._quiet)
                if not self._as_json:
                    emit(str(path))
            else:
                left.append(target)
        return left

    def put(self, translation: Translation) -> None:
        """Write one translation."""
        try:
            _put(translation, self._plan, as_json=self._as_json, quiet=self._quiet)
        except (BadInputError, OutputError) as error:
            self._fail(error)

    def _fail(self, error: MtkitError) -> None:
        self.failed += 1
        say(f"mtkit: error: {error}")


class _Plan:
    """Where each translation goes."""

    def __init__(
        self, items: Sequence[inputs.Input], targets: Sequence[str], output: str | None, output_format: OutputFormat
    ) -> None:
        self.format = output_format
        only_stdin = all(item.path is None for item in items)
        one = len(items) == 1 and len(targets) == 1
        self.stdout = output == "-" or (output is None and only_stdin)
        if self.stdout and not one and output_format is not OutputFormat.JSONL:
            raise UsageError("stdout takes one article and one language: give -o DIR for more, or --format jsonl")
        self.file, self.folder = None, Path()
        if output == "":
            raise UsageError("-o is empty: give a folder or a file ('.' is this folder)")
        if output and not self.stdout:
            self.file, self.folder = (Path(output), Path()) if _names_file(output) else (None, Path(output))
        if self.file and not one:
            raise UsageError(f"-o {output} is one file, but there is more to write: give a folder")
        stems = Counter(item.name.with_suffix("") for item in items)
        # two articles that differ in their ending alone keep it, so that neither is lost
        self._twins = {str(item.name) for item in items if stems[item.name.with_suffix("")] > 1}
        if not self.stdout:
            self._refuse_losses(items, targets)

    def _refuse_losses(self, items: Sequence[inputs.Input], targets: Sequence[str]) -> None:
        """Raise UsageError if a file to be written is an article of this call, or is to be written twice."""
        articles = {os.path.realpath(item.path) for item in items if item.path is not None}
        taken: dict[str, inputs.Input] = {}
        for item in items:
            for target in targets:
                path = self.path(str(item.name), target)
                if (place := os.path.realpath(path)) in articles:
                    raise UsageError(f"{path} would be written over, and it is an article to translate: change -o")
                if (other := taken.setdefault(place, item)) is not item:
                    both = f"{other.path} and {item.path}"
                    raise UsageError(f"{both} would both be written to {path}: give the folder that holds them both")

    def path(self, document_id: str, target: str) -> Path:
        """The file for one article in one language."""
        if self.file:
            return self.file
        name = PurePosixPath("stdin.txt" if document_id == "-" else document_id)
        stem = str(name) if document_id in self._twins else str(name.with_suffix(""))
        suffix = {OutputFormat.PO: ".po", OutputFormat.JSONL: ".jsonl", OutputFormat.TEXT: name.suffix}[self.format]
        return self.folder / f"{stem}.{target}{suffix}"


def _names_file(output: str) -> bool:
    """Whether ``-o`` names a file rather than a folder: it has a suffix, such as .po but not the .18 of a date."""
    return bool(re.search(r"[^/]\.[^\W\d]\w*$", output)) and not Path(output).is_dir()


def _put(translation: Translation, plan: _Plan, *, as_json: bool, quiet: bool) -> None:
    """Write one translation, and say where and how it went."""
    from mtkit import outputs

    if plan.stdout:
        if plan.format is OutputFormat.JSONL:
            for unit in translation.units:
                emit_json({"file": translation.document.id, **outputs.as_json(unit)})
        elif plan.format is OutputFormat.PO:
            emit_bytes(outputs.po_text(translation).encode())
        else:
            emit_bytes(outputs.as_article(translation))
        return
    path = plan.path(translation.document.id, translation.target)
    outputs.write(translation, path, plan.format.value)
    found = outputs.counts(translation)
    kept = sum(unit.origin is Origin.MEMORY for unit in translation.units)
    if as_json:
        emit_json(
            {
                "file": str(path),
                "source": translation.document.id,
                "from": translation.document.lang,
                "to": translation.target,
                "units": len(translation.units),
                "memory": kept,
                **{f"{severity.value}s": count for severity, count in found.items()},
                "signature": str(translation.signature),
            }
        )
    else:
        emit(str(path))
    errors, warnings = found[Severity.ERROR], found[Severity.WARNING]
    reused = f", {kept} from the memory" if kept else ""
    say(f"mtkit: {path}: {len(translation.units)} units{reused}, {errors} errors, {warnings} warnings", quiet=quiet)
