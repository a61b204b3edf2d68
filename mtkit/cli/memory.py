"""``mtkit memory``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import BadInputError, UsageError
from mtkit.lang import Pair
from mtkit.lang import lang as language
from mtkit.unit import Severity, State

if TYPE_CHECKING:
    from mtkit.formats.po import PoFile
    from mtkit.glossary import Glossary
    from mtkit.memory import Added, Entry, Found, Memory
    from mtkit.memory.tmx_read import Skip

__all__ = ["app"]

app = typer.Typer(
    help="The translation memory: what people approved, kept in one file, found again, exchanged as TMX.",
    no_args_is_help=True,
)

Where = Annotated[
    str | None,
    typer.Option(
        "--memory", metavar="FILE", help="The memory's file; by default MTKIT_MEMORY, else the usual place ('default')."
    ),
]
Source = Annotated[str | None, typer.Option("--from", "-f", metavar="LANG", help="The source language.")]
Target = Annotated[str | None, typer.Option("--to", "-t", metavar="LANG", help="The target language.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
_SHOWN = 10


def _open(given: str | None, *, create: bool = False) -> Memory:
    from mtkit.memory import Memory, default_path, path_of

    return Memory.open(path_of(given) or default_path(), create=create)


def _pair(source: str | None, target: str | None) -> Pair | None:
    if source is None and target is None:
        return None
    if source is None or target is None:
        raise UsageError("name both languages, --from and --to, or neither")
    return Pair.of(source, target)


@app.command("add")
def add_command(
    paths: Annotated[list[str], typer.Argument(metavar="PO|DIR", help="Reviewed PO files, or folders of them.")],
    source: Source = None,
    target: Target = None,
    memory: Where = None,
    glossary: inputs.Glossaries = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Leave out approved units that have errors.")] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not look for errors: quicker.")] = False,
    keep_raw: Annotated[
        bool, typer.Option("--mt", help="Keep raw machine text too, apart; it is never given out as approved.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Keep the approved units of PO files. What is there already stays; what is left out is counted, with the reason.

    A person's approval is taken as it is; one that has errors, or a form that the glossary no longer allows, is kept
    and named, or left out with --strict. --from and --to are for files that do not name their languages.

    \b
    Example:
      mtkit memory add out/ --memory desk.sqlite
    """
    from mtkit.formats import po
    from mtkit.memory import Added
    from mtkit.memory.harvest import harvest

    if strict and no_check:
        raise UsageError("--strict and --no-check exclude each other")
    book = None if no_check else inputs.glossary_of(glossary)
    pair = _pair(source, target)
    total, failed = Added(), 0
    files = list(_po_files(paths))
    if not any(path.exists() for path in files):  # no memory is begun for nothing
        raise BadInputError("no such file", where=str(files[0]))
    with _open(memory, create=True) as held:
        for path in files:
            try:
                file = po.read(path, pair=pair)
                if "und" in {file.pair.source, file.pair.target}:
                    raise BadInputError("does not name its languages: give --from and --to", where=str(path))
            except BadInputError as error:
                failed += 1
                say(f"mtkit: error: {error}")
                continue
            wrong = {} if no_check else _wrong(file, book)
            for name, message in wrong.items():
                kept = "left out" if strict else "kept all the same"
                say(f"mtkit: {path}: {name}: approved with an error, {kept}: {message}")
            got = harvest(file, document=path.name, machine=keep_raw, without=wrong if strict else ())
            done = held.add(got.entries)
            total += done
            _tell_added(str(path), done, got.skipped, len(wrong), as_json=as_json)
        say(f"mtkit: {held.path}: {_counted(total)}")
    if failed:
        raise typer.Exit(BadInputError.exit_code)


def _po_files(paths: Sequence[str]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        inside = sorted(path.rglob("*.po")) if path.is_dir() else [path]
        if not inside:
            raise BadInputError("no PO files in this folder", where=given)
        yield from inside


def _wrong(file: PoFile, glossary: Glossary | None) -> dict[str, str]:
    """The first error of each approved unit that has one, by the unit's id."""
    from mtkit.checking import check_file

    wrong = {}
    for unit, issues in zip(file.units, check_file(file, glossary), strict=True):
        grave = next((issue for issue in issues if issue.severity is Severity.ERROR), None)
        if grave is not None and unit.state is State.APPROVED:
            wrong[unit.segment.id] = f"{grave.code} {grave.message}"
    return wrong


def _counted(done: Added) -> str:
    parts = [f"{done.added} added", f"{done.changed} changed", f"{done.known} known"]
    parts += [f"{done.older} older than what is there"] if done.older else []
    parts += [f"{done.machine} of raw machine text, kept apart"] if done.machine else []
    return ", ".join(parts)


def _tell_added(what: str, done: Added, skipped: Mapping[str, int], wrong: int, *, as_json: bool) -> None:
    if as_json:
        emit_json({"file": what, **asdict(done), "skipped": dict(skipped), "with_errors": wrong})
        return
    reasons = ", ".join(f"{count} {reason}" for reason, count in skipped.items())
    emit(f"{what}: {_counted(done)}" + (f"; left out: {reasons}" if reasons else ""))


@app.command("search")
def search_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence, or a word or two of it.")],
    source: Source = None,
    target: Target = None,
    memory: Where = None,
    threshold: Annotated[
        int, typer.Option(metavar="N", min=1, max=100, help="Find sentences that are alike from N percent.")
    ] = 75,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="So many at most.")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """Find TEXT: the same sentence, sentences like it (with --from and --to), and those with it on either side.

    \b
    Example:
      mtkit memory search 会议将于周五举行。 --from zh --to vi
    """
    from mtkit.memory.interface import Found

    if not text.strip():
        raise UsageError("there is nothing to search for: give a word or a sentence")
    pair = _pair(source, target)
    with _open(memory) as held:
        near = (*held.exact(text, pair), *held.fuzzy(text, pair, threshold=threshold, limit=limit)) if pair else ()
        ids = {found.entry.id for found in near}
        holding = [Found(entry, 0) for entry in held.search(text, pair=pair, limit=limit) if entry.id not in ids]
    for found in [*near, *holding][:limit]:
        _tell_found(found, as_json=as_json)


def _tell_found(found: Found, *, as_json: bool) -> None:
    entry = found.entry
    if as_json:
        emit_json({"score": int(found.score) or None, "changed": list(found.changed), **_as_json(entry)})
        return
    how = f"{int(found.score)}%" if found.score else "has it"
    how += f" ({'; '.join(found.changed)})" if found.changed else ""
    how += f" (superseded {entry.superseded})" if entry.superseded else ""
    who = ", ".join(part for part in (entry.author, entry.changed, entry.document) if part)
    emit(f"{how}\t{entry.pair}\t{entry.source}\t{entry.target}\t{entry.provenance}\t{who}")


def _as_json(entry: Entry) -> dict[str, object]:
    plain = asdict(entry)
    context, pair = plain.pop("context"), plain.pop("pair")
    provenance = plain.pop("provenance").value
    plain.pop("id")
    return {
        "source_lang": pair["source"], "target_lang": pair["target"], **plain, "provenance": provenance,
        "kind": context["kind"], "previous": context["previous"],
    }  # fmt: skip


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="A TMX file of any program.")],
    source: Source = None,
    target: Target = None,
    memory: Where = None,
    *,
    machine: Annotated[
        bool, typer.Option("--mt", help="All of it is raw machine text: keep it apart, never as approved.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in a TMX file, all of it or, if it is damaged, nothing. Machine text that says so is kept apart.

    --from and --to keep to one language each; --from is needed where the file does not name its own.

    \b
    Example:
      mtkit memory import archive.tmx --from zh --to vi
    """
    from mtkit.memory.tmx_read import read

    codes = [language(code).code if code else None for code in (source, target)]
    skipped: dict[str, list[int]] = {}
    with _open(memory, create=True) as held:
        found = read(path, source=codes[0], target=codes[1], machine=machine)
        done = held.add(_entries(found, skipped))
    for reason, lines in skipped.items():
        more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        at = ", ".join(map(str, lines[:_SHOWN]))
        say(f"mtkit: {path}: {len(lines)} left out, {reason}: line {at}{more}")
    _tell_added(str(path), done, {reason: len(lines) for reason, lines in skipped.items()}, 0, as_json=as_json)


def _entries(found: Iterator[Entry | Skip], skipped: dict[str, list[int]]) -> Iterator[Entry]:
    """The entries of a TMX file; what is passed over is noted by its reason."""
    from mtkit.memory.interface import Entry

    for one in found:
        if isinstance(one, Entry):
            yield one
        else:
            skipped.setdefault(one.reason, []).append(one.line)


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="Where to.")],
    source: Source = None,
    target: Target = None,
    memory: Where = None,
    *,
    machine: Annotated[
        bool, typer.Option("--mt", help="The raw machine text that was kept apart, in place of what was approved.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write what was approved as TMX 1.4b, with who approved it and when; or, with --mt, the raw machine text alone.

    \b
    Examples:
      mtkit memory export tm/auto/desk.tmx --from zh --to vi
      mtkit memory export tm/mt/desk.tmx --from zh --to vi --mt
    """
    from mtkit.memory.tmx_write import write

    pair = _pair(source, target)
    if path == Path("-"):
        raise UsageError("a TMX file goes to the disk, not to stdout: name it, such as desk.tmx")
    with _open(memory) as held:
        if path.resolve() == held.path.resolve():
            raise UsageError(f"{path} is the memory itself: name another file")
        known = [known for known, _ in held.stats().pairs]
        sources = {known.source for known in known}
        one = pair or (known[0] if len(sources) == 1 and not machine else None)
        count = write(held.machine(pair=pair) if machine else held.entries(pair=pair), path, pair=one)
    if as_json:
        emit_json({"file": str(path), "units": count, "machine": machine})
    else:
        emit(str(path))
    say(f"mtkit: {path}: {count} {'raw machine texts' if machine else 'approved translations'}")


@app.command("stats")
def stats_command(
    memory: Where = None,
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Look at every page of the file for damage.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a memory holds: how many translations by pair and origin, from when to when.

    \b
    Example:
      mtkit memory stats --memory desk.sqlite
    """
    with _open(memory) as held:
        stats = held.stats()
        damage = held.damage() if verify else ()
    pairs = {str(pair): count for pair, count in stats.pairs}
    origins = {origin.value: count for origin, count in stats.provenance}
    if as_json:
        emit_json({**asdict(stats), "pairs": pairs, "provenance": origins, **({"damage": damage} if verify else {})})
    else:
        emit(f"{stats.path}: {stats.entries} translations of {stats.documents} documents, {stats.bytes:,} bytes")
        if stats.entries:
            emit(f"approved {stats.oldest} to {stats.newest}; {stats.used} used since")
        emit(f"{stats.superseded} superseded; {stats.machine} raw machine texts, kept apart")
        for name, count in (*pairs.items(), *origins.items()):
            emit(f"  {name:<18} {count:>9,}")
        for line in damage:
            emit(f"damage: {line}")
    if damage:
        raise BadInputError(f"is damaged in {len(damage)} places: restore it from a copy", where=stats.path)


@app.command("prune")
def prune_command(
    memory: Where = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="What was approved before DATE.")] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="What is from the document ID.")] = None,
    source: Source = None,
    target: Target = None,
    *,
    unused: Annotated[bool, typer.Option("--unused", help="What was never put into a translation.")] = False,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="What a newer entry says again, in the same context.")
    ] = False,
    superseded: Annotated[bool, typer.Option("--superseded", help="What a later approval has replaced.")] = False,
    machine: Annotated[bool, typer.Option("--mt", help="Raw machine text, in place of approved.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove entries that meet all the conditions given.

    \b
    Example:
      mtkit memory prune --before 2024-01-01 --unused --dry-run
    """
    with _open(memory) as held:
        gone = held.prune(
            before=_day(before),
            document=document,
            pair=_pair(source, target),
            unused=unused,
            duplicates=duplicates,
            superseded=superseded,
            machine=machine,
            dry_run=dry_run,
        )
    done = "would be removed" if dry_run else "removed"
    if as_json:
        emit_json({"removed": 0 if dry_run else gone.count, "found": gone.count, "dry_run": dry_run})
    else:
        for entry in gone.sample:
            emit(f"{done}\t{entry.pair}\t{entry.source}\t{entry.target}\t{entry.changed}\t{entry.document}")
    say(f"mtkit: {gone.count} {done}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--before {text!r} is not a date: write it as 2026-01-31") from None
