"""``mtkit glossary suggest``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import UsageError

if TYPE_CHECKING:
    from mtkit.unit import Unit

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(metavar="PO", help="Reviewed PO files, or folders of them.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write the candidates as a glossary to review.")
    ] = None,
    glossary: inputs.Glossaries = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    least: Annotated[int, typer.Option(min=2, help="In how many units a form must stand.")] = 2,
    most: Annotated[int, typer.Option(min=1, help="How many candidates to give.")] = 200,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a candidate.")] = False,
) -> None:
    """Find terms that the glossary lacks or contradicts in translations that editors approved.

    Terms that editors keep changing in the machine's text come first; then those that come back with one translation.
    The rows of --out have the status proposed: mtkit neither seeks nor writes them until you change it.

    \b
    Example:
      mtkit glossary suggest out/ -o candidates.csv
    """
    from mtkit.formats.po_disk import replace_file
    from mtkit.glossary import Glossary, files
    from mtkit.glossary.suggest import proposals, suggest

    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    form = files.format_of(out) if out else None
    book = inputs.glossary_of(glossary) or Glossary.of(())
    found = suggest(_units(paths), book, day=day, least=least, most=most)
    for candidate in found:
        if as_json:
            emit_json({**asdict(candidate), "pair": str(candidate.pair)})
        else:
            emit(f"{candidate.source}\t{candidate.target}\t{candidate.why}")
    if out and form:
        replace_file(out, form.write(proposals(found, book), None, day))
    say(f"mtkit: {len(found)} candidates" + (f", written to {out} to be reviewed" if out else ""))


def _units(paths: list[str]) -> Iterator[tuple[str, Unit]]:
    from mtkit.formats import po

    for given in paths:
        path = Path(given)
        if path.is_dir():
            files = sorted(path.rglob("*.po"))
            if not files:
                raise UsageError(f"{given}: no PO files in this folder")
        else:
            files = [path]
        for file in files:
            for number, unit in enumerate(po.read(file).units, 1):
                yield f"{file.name}:{number}", unit
