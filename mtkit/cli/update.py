"""``mtkit update``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, progress_for, say
from mtkit.errors import PoSyntaxError, UsageError
from mtkit.mentions import Mentions

if TYPE_CHECKING:
    from mtkit.pipeline import Translation
    from mtkit.review.update import Change, Update
    from mtkit.text import Document

__all__ = ["command"]

_OUTCOMES = {
    "afresh": "translated afresh",
    "set aside": "{state} text set aside (obsolete, and in the notes); machine text to review",
    "stale": "{state} text kept, marked stale",
    "obsolete": "{state} text kept as obsolete",
    "kept": "{state}, as it was",
}


def command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The article as it is now; - for stdin.")],
    path: Annotated[Path, typer.Argument(metavar="FILE.po", help="Its PO file, made from an earlier version.")],
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Use the names in force on DATE; by default, on the article's own date."),
    ] = None,
    publisher: inputs.Publisher = "",
    style: inputs.StyleRows = None,
    mentions: Annotated[
        Mentions, typer.Option(help="When a later mention of a body is short: source, glossary or full.")
    ] = Mentions.SOURCE,
    input_format: inputs.InputFormat = None,
    fields: inputs.FieldsFile = None,
    engine: inputs.EngineName = None,
    model: inputs.Model = None,
    beam: inputs.Beam = 4,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Reuse, for review, what was approved before, from this translation memory; 'default' names the usual "
            "one. MTKIT_MEMORY sets it for all calls.",
        ),
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be done; write nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Go on although SOURCE has little in common with the file.")
    ] = False,
    allow_low_quality: inputs.AllowLowQuality = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Leave names to the model.")] = False,
    no_memory: inputs.NoMemory = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object: counts, and each change with its facts and texts.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Bring a PO file up to date with its article: approvals stay, only what changed is translated.

    Prints which numbers, dates, names and negations changed, and where. What a person wrote is never lost: see
    docs/review.md.

    \b
    Examples:
      mtkit update forum.md out/forum.vi.po
      mtkit update forum.md out/forum.vi.po --dry-run
    """
    from mtkit.formats import po
    from mtkit.lang import LANGUAGES
    from mtkit.pipeline import day_of
    from mtkit.review.update import preview, update, write_update
    from mtkit.style import Style

    if source != "-" and Path(source).is_dir():
        raise UsageError(f"{source} is a folder: give the article itself")
    try:
        seen = path.read_bytes()
    except OSError as error:
        raise PoSyntaxError(f"cannot be read: {error.strerror or error}", where=path.as_posix()) from error
    file = po.read(path)
    for note in file.notes:
        say(f"mtkit: {path}: {note}", quiet=quiet)
    if file.pair.source not in LANGUAGES:
        raise PoSyntaxError(
            "the header does not name the source's language (X-Source-Language): add it", where=str(path)
        )
    document = inputs.read(inputs.expand([source])[0], file.pair.source, input_format, inputs.fields_of(fields))
    book = inputs.glossary_of(glossary, none=no_glossary)
    house = Style.of(style or ())
    remembered = _memory(memory, none=no_memory)

    def translate(changed: Document) -> Translation:
        from mtkit.translator import Translator

        with Translator(
            glossary=book,
            engine=engine,
            model=model,
            beam=beam,
            day=inputs.parse_day(as_of),
            publisher=publisher,
            style=house,
            mentions=mentions,
            allow_low_quality=allow_low_quality,
            memory=remembered,
            progress=progress_for(quiet=quiet),
        ) as translator:
            for hint in translator.hints(changed.lang, [file.pair.target]):
                say(f"mtkit: {hint}", quiet=quiet)
            return translator.translate(changed, file.pair.target)

    where, day = str(path), inputs.parse_day(as_of) or day_of(document)
    if dry_run:
        done = preview(file, document, where=where, glossary=book, day=day, publisher=publisher, force=force)
    else:
        done = update(file, document, translate, where=where, glossary=book, day=day, publisher=publisher, force=force)
        write_update(done, path, seen=seen)
    _tell(done, path, dry_run=dry_run, as_json=as_json)


def _memory(given: str | None, *, none: bool) -> Path | None:
    """The memory to ask, if any; one that only the environment names need not be there yet."""
    from mtkit.memory import path_of

    if none and given is not None:
        raise UsageError("--memory and --no-memory exclude each other")
    path = None if none else path_of(given)
    return path if path is not None and (given is not None or path.exists()) else None


def _tell(done: Update, path: Path, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "file": str(path),
                "written": done.needed and not dry_run,
                **done.counts,
                "changes": [_as_json(change) for change in done.changes],
            }
        )
        return
    if not done.needed:
        emit(f"{path}: up to date, nothing is changed")
        return
    counts = done.counts
    kept = f"{counts['kept']} kept" + (f" ({counts['moved']} moved)" if counts["moved"] else "")
    more = [f"{counts[name]} {name}" for name in ("changed", "new", "removed", "returned") if counts[name]]
    emit(f"{path}: {', '.join([kept, *more])}{' (not written)' if dry_run else ''}")
    for change in done.changes:
        if change.event == "moved":
            continue
        facts = "; ".join(str(fact) for fact in change.facts) or _shown(change.source or change.before)
        emit(f"  {change.place} {change.kind} {change.event}: {facts}: {_outcome(change)}")


def _outcome(change: Change) -> str:
    return _OUTCOMES[change.outcome].format(state=change.state)


def _shown(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _as_json(change: Change) -> dict[str, object]:
    return {
        "event": change.event,
        "place": change.place,
        "kind": change.kind.value,
        "source": change.source,
        "before": change.before,
        "state": change.state.value if change.state else None,
        "target": change.target,
        "outcome": change.outcome,
        "facts": [
            {
                "kind": fact.kind,
                "old": fact.old,
                "new": fact.new,
                "about": fact.about,
                "old_span": [fact.old_span.start, fact.old_span.end] if fact.old_span else None,
                "new_span": [fact.new_span.start, fact.new_span.end] if fact.new_span else None,
            }
            for fact in change.facts
        ],
    }
