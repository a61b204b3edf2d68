"""``mtkit proof``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_bytes, say
from mtkit.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from mtkit.formats.po import PoFile

__all__ = ["Ui", "command", "po_files"]


class Ui(StrEnum):
    """The language of the page itself."""

    EN = "en"
    ZH = "zh"


class Order(StrEnum):
    """The order of units within a document."""

    ARTICLE = "article"
    WORST = "worst"


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="PO|DIR", help="PO files, or folders of them.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE|-", help="Where to.")] = "proof.html",
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count; by default the one a file is of, else today."),
    ] = None,
    publisher: inputs.Publisher = "",
    title: Annotated[str, typer.Option(help="The page's heading; by default the article's.")] = "",
    ui: Annotated[Ui, typer.Option(help="The page's own language; a reader can change it.")] = Ui.EN,
    sort: Annotated[Order, typer.Option(help="The order of units at first.")] = Order.ARTICLE,
    *,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
) -> None:
    """Make one HTML file to read translations in: source and targets side by side, findings and names marked.

    Files of one article stand in columns, one for each language. The page needs no network and no server, and what it
    loads is all inside it; send it to whoever has to read along. proof.html#f0-12 opens at unit 12 of the first file.

    \b
    Examples:
      mtkit proof out/forum.*.po -o forum.html
      mtkit proof out/ --ui zh --sort worst
    """
    from mtkit.formats.po_disk import make_folder, replace_file
    from mtkit.proof.model import page_of
    from mtkit.proof.page import page_html

    files = po_files(paths)
    book = inputs.glossary_of(glossary, none=no_glossary)
    data = page_of(files, glossary=book, day=inputs.parse_day(as_of), publisher=publisher, title=title)
    page = page_html(data, ui=ui.value, sort=sort.value).encode()
    if output == "-":
        emit_bytes(page)
        return
    to = Path(output)
    if to.suffix.lower() in {".po", ".pot"}:
        raise UsageError(f"-o {output} is a PO file's name: name an HTML file")
    make_folder(to.parent)
    replace_file(to, page)
    units = [unit for file in data["files"] for unit in file["units"]]
    found = [issue["severity"] for unit in units for issue in unit["issues"]]
    errors, warnings = found.count("error"), found.count("warning")
    emit(str(to))
    say(f"mtkit: {len(files)} files, {len(units)} units, {errors} errors, {warnings} warnings")


def po_files(paths: list[Path]) -> list[tuple[str, PoFile]]:
    """The PO files that ``paths`` name, folders by what is in them in sorted order, each once, by its name.

    Files of one name in different folders are told apart by as much of their paths as it takes. Raises BadInputError
    for a folder without PO files, PoSyntaxError for a file that cannot be read.
    """
    from mtkit.formats import po

    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.po"))
            if not inside:
                raise BadInputError("no PO files in this folder", where=str(path))
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None
    names = [path.name for path in found]
    return [(path.as_posix() if names.count(path.name) > 1 else path.name, po.read(path)) for path in found]
