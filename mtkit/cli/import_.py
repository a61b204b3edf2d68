"""``mtkit import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli.fill import bytes_of
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import UsageError

__all__ = ["command"]


def command(
    path: Annotated[Path, typer.Argument(metavar="FILE.xlf", help="An XLIFF file that 'mtkit export' wrote.")],
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.po|DIR",
            help="The PO file, or its folder; by default the one named in the file, beside it or in this folder.",
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who did the work, for the PO file's Last-Translator.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say what became of it as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Bring a translator's work and approvals from XLIFF back into the PO file.

    What somebody changed in the PO file meanwhile stays: the translator's text of such a sentence is set aside in
    FILE.po.kept, and mtkit review shows both. A sentence whose codes are missing or broken is not taken. Exit code 1
    says that there were such.

    \b
    Examples:
      mtkit import forum.vi.xlf --into out/forum.vi.po --by "Desk editor"
      mtkit import from-translators/forum.vi.xlf --into out
    """
    from mtkit.exchange.review_in import bring_back, original_of

    if path.suffix.lower() == ".tmx":
        raise UsageError(f"{path}: a memory is taken in with 'mtkit memory import'")
    data = bytes_of(path)
    place = into if into is not None and not into.is_dir() else _beside(path, original_of(data, str(path)), into)
    done = bring_back(data, place, name=str(path), who=by)
    for conflict in done.conflicts:
        say(f"mtkit: {path}:{conflict.line}: unit {conflict.unit}: {conflict.reason}, in {done.kept}")
    for refused in done.refused:
        say(f"mtkit: {path}:{refused.line}: unit {refused.unit}: not taken, {refused.reason}")
    counts = {
        "changed": done.changed, "approved": done.approved, "same": done.same, "conflicts": len(done.conflicts),
        "refused": len(done.refused),
    }  # fmt: skip
    if as_json:
        emit_json({"file": str(place), **counts, "kept": str(done.kept) if done.kept else None})
    else:
        emit(str(place))
    told = f"{done.changed} changed, {done.approved} of them approved; {done.same} as they were"
    told += f"; {len(done.conflicts)} set aside" if done.conflicts else ""
    told += f"; {len(done.refused)} not taken" if done.refused else ""
    say(f"mtkit: {place}: {told}", quiet=quiet)
    if done.conflicts or done.refused:
        raise typer.Exit(1)


def _beside(path: Path, name: str, folder: Path | None) -> Path:
    """The PO file of that name. Raises UsageError where it is not to be found."""
    places = [folder / name] if folder is not None else [path.parent / name, Path(name)]
    for place in places:
        if place.is_file():
            return place
    raise UsageError(f"{places[0]} is not there: name the PO file with --into")
