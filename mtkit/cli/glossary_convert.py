"""``mtkit glossary convert``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit_bytes, say
from mtkit.errors import UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.glossary.exchange import Loss

__all__ = ["command"]


def command(
    source: Annotated[str, typer.Argument(metavar="FILE", help="The glossary; 'china-asean' is the one in the box.")],
    target: Annotated[str, typer.Argument(metavar="OUT", help="Where to write it; - is stdout, with --to-format.")],
    from_format: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="csv, tsv, xlsx, tbx, tbx-2008, omegat, weblate-csv or weblate-tbx."),
    ] = None,
    to_format: Annotated[
        str | None, typer.Option(metavar="NAME", help="The same; by default both are told from the endings.")
    ] = None,
    from_lang: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="For OmegaT and Weblate: the source language.")
    ] = None,
    to_lang: Annotated[
        str | None, typer.Option("--to", "-t", metavar="LANG", help="For OmegaT and Weblate: the target language.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day whose names count where a format has no dates; today.")
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing if something would be lost.")] = False,
) -> None:
    """Bring a glossary from one format into another, and list what the other cannot hold.

    What was written is read back and compared: losses are counted on stderr, field by field, with the first example.
    See docs/glossary-formats.md for what each format holds.

    \b
    Examples:
      mtkit glossary convert china-asean terms.tbx
      mtkit glossary convert terms.xlsx terms.csv --strict
      mtkit glossary convert terms.csv terms.zh-vi.utf8 --from zh --to vi
    """
    from mtkit.formats.po_disk import replace_file
    from mtkit.glossary import files
    from mtkit.glossary.exchange import losses
    from mtkit.resources import resource

    pair = _pair(from_lang, to_lang)
    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    path = resource("glossaries", f"{inputs.BUNDLED}.csv") if source == inputs.BUNDLED else Path(source)
    if target == "-" and to_format is None:
        raise UsageError("- (stdout) has no ending that tells a format: add --to-format NAME")
    form = files.format_of(Path(target), to_format)
    sheet = files.read(path, format=from_format, pair=pair)
    concepts = files.loads(sheet, str(path))
    data = form.write(concepts, pair, day)
    again = files.loads(form.read(data, target, pair), target) if _has_rows(data, form.name) else ()
    lost = [*sheet.left, *losses(concepts, again)]
    for loss in lost:
        _tell(loss)
    if strict and lost:
        say(f"mtkit: {target} not written: {len(lost)} fields or kinds of rows would be lost (--strict)")
        raise typer.Exit(1)
    if target == "-":
        emit_bytes(data)
    else:
        replace_file(Path(target), data)
    terms = sum(len(concept.terms) for concept in again)
    say(f"mtkit: {terms} terms of {len(again)} concepts written as {form.name}; {len(lost) or 'no'} kinds of loss")


def _pair(source: str | None, target: str | None) -> Pair | None:
    if (source is None) != (target is None):
        raise UsageError("--from and --to go together: --from zh --to vi")
    return Pair.of(source, target) if source and target else None


def _has_rows(data: bytes, name: str) -> bool:
    """Whether a TBX file just written has an entry: one without any would be refused."""
    return not name.endswith(("tbx", "tbx-2008")) or b"<term>" in data


def _tell(loss: Loss) -> None:
    say(f"mtkit: lost {loss.field}: {loss.count}, first {loss.example}")
