"""``mtkit export``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, say
from mtkit.errors import BadInputError, MtkitError, OutputError, UsageError

if TYPE_CHECKING:
    from mtkit.formats.po import PoFile
    from mtkit.glossary import Glossary

__all__ = ["command"]


class ReviewFormat(StrEnum):
    """What is written."""

    XLIFF2 = "xliff2"
    XLIFF12 = "xliff12"
    TMX = "tmx"


_SUFFIX = {ReviewFormat.XLIFF2: ".xlf", ReviewFormat.XLIFF12: ".xlf", ReviewFormat.TMX: ".tmx"}
_NAMED = {
    ReviewFormat.XLIFF2: (".xlf", ".xliff"), ReviewFormat.XLIFF12: (".xlf", ".xliff"), ReviewFormat.TMX: (".tmx",),
}  # fmt: skip


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE.po", help="PO files, or folders of them.")],
    output_format: Annotated[
        ReviewFormat,
        typer.Option("--format", help="xliff2: XLIFF 2.1. xliff12: XLIFF 1.2. tmx: what is approved, as TMX 1.4."),
    ] = ReviewFormat.XLIFF2,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR|FILE", help="Where to; by default here, one file for each PO."),
    ] = Path(),
    glossary: inputs.Glossaries = None,
    *,
    machine: Annotated[
        bool, typer.Option("--mt", help="With --format tmx: the raw machine text, in place of what is approved.")
    ] = False,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Look for no names in the findings.")] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Name the findings that the PO has: quicker.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Write PO files for other tools: XLIFF with states, codes, candidates, terms and findings; or TMX.

    The XLIFF comes back with 'mtkit import'. See docs/exchange.md for OmegaT, Weblate, Trados, memoQ and Poedit.

    \b
    Examples:
      mtkit export out/*.po --format xliff2 -o to-translators
      mtkit export out/forum.vi.po --format xliff12
      mtkit export out --format tmx -o omegat/tm/auto
    """
    from mtkit.formats import po
    from mtkit.formats.po_disk import make_folder

    if machine and output_format is not ReviewFormat.TMX:
        raise UsageError("--mt is for --format tmx: XLIFF names the machine's text as a candidate anyway")
    checks = output_format is not ReviewFormat.TMX and not no_check
    book = inputs.glossary_of(glossary, none=no_glossary) if checks else None
    places = _places(paths, output, output_format)
    failed = 0
    for path, place in places.items():
        try:
            file = po.read(path)
            make_folder(place.parent)
            if output_format is ReviewFormat.TMX:
                said = _tmx(file, path, place, machine=machine)
            else:
                said = _xliff(file, path, place, output_format, book, check=checks)
        except MtkitError as error:
            failed += 1
            say(f"mtkit: error: {error}")
            continue
        emit(str(place))
        say(f"mtkit: {place}: {said}", quiet=quiet)
    if failed:
        raise typer.Exit(BadInputError.exit_code)


def _places(paths: list[Path], output: Path, output_format: ReviewFormat) -> dict[Path, Path]:
    """Where each PO file goes. Raises UsageError where two would be written to one place, or none is there."""
    if output == Path("-"):
        raise UsageError("-o - is no place: name a folder, or a file for one PO file")
    named = output.suffix.lower() in _NAMED[output_format] and not output.is_dir()
    found: dict[Path, Path] = {}
    taken: dict[Path, Path] = {}
    for given in paths:
        inside = sorted(given.rglob("*.po")) if given.is_dir() else [given]
        if not inside:
            raise UsageError(f"{given}: no PO files in this folder")
        for path in dict.fromkeys(inside):
            place = output if named else output / path.with_suffix(_SUFFIX[output_format]).name
            if (other := taken.setdefault(place, path)) != path:
                raise UsageError(f"{other} and {path} would both be written to {place}: export them one by one")
            found[path] = place
    return found


def _xliff(
    file: PoFile, path: Path, place: Path, output_format: ReviewFormat, glossary: Glossary | None, *, check: bool
) -> str:
    from mtkit.checking import check_file
    from mtkit.exchange.review_in import holds_work
    from mtkit.exchange.review_out import review_xliff
    from mtkit.formats.po_disk import replace_file
    from mtkit.unit import State

    version = "2.1" if output_format is ReviewFormat.XLIFF2 else "1.2"
    issues = check_file(file, glossary) if check else None
    text = review_xliff(file, version=version, name=path.name, issues=issues)
    if place.exists() and holds_work(place.read_bytes(), str(place)):
        raise OutputError(f"{place}: is there already, with work in it: 'mtkit import' it, or move it away")
    replace_file(place, text.encode())
    approved = sum(unit.state is State.APPROVED for unit in file.units)
    return f"{len(file.units)} sentences, {approved} of them approved, as XLIFF {version}"


def _tmx(file: PoFile, path: Path, place: Path, *, machine: bool) -> str:
    from mtkit.memory.harvest import harvest
    from mtkit.memory.interface import Provenance
    from mtkit.memory.tmx_write import write

    found = harvest(file, document=path.name, machine=machine).entries
    wanted = [entry for entry in found if (entry.provenance is Provenance.MACHINE) is machine]
    count = write(wanted, place, pair=file.pair)
    return f"{count} {'raw machine texts' if machine else 'approved translations'}, as TMX"
