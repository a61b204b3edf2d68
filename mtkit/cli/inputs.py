"""Inputs as the verbs take them: files, folders and stdin."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.errors import BadInputError, DocumentError, UsageError

if TYPE_CHECKING:
    from mtkit.formats.fields import FieldMap
    from mtkit.glossary import Glossary
    from mtkit.text import Document

__all__ = [
    "AllowLowQuality",
    "Beam",
    "CacheFile",
    "EngineName",
    "FieldsFile",
    "Glossaries",
    "Input",
    "InputFormat",
    "Model",
    "NoMemory",
    "Publisher",
    "Silence",
    "StyleRows",
    "data_of",
    "expand",
    "fields_of",
    "glossary_of",
    "parse",
    "parse_day",
    "po_files",
    "read",
    "read_stdin",
    "silenced_of",
    "sizes",
]

InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format", metavar="NAME", help="Format of the files (docs/formats.md); by default told by their names."
    ),
]
FieldsFile = Annotated[
    Path | None,
    typer.Option(
        "--fields", metavar="FILE", help="Which fields of JSON files and feeds are text (docs/formats.md), as TOML."
    ),
]
Glossaries = Annotated[
    list[str] | None,
    typer.Option(
        "--glossary",
        "-g",
        metavar="FILE",
        help="Glossary (CSV, TSV, XLSX, TBX, OmegaT, Weblate) in place of the one in the box; repeat to add more. "
        "'china-asean' names the one in the box.",
    ),
]
Publisher = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="The house whose usage counts, by its name in the glossary, where houses differ."
    ),
]
EngineName = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="ctranslate (the default) or marian (transformers, GPU).")
]
Model = Annotated[
    str | None, typer.Option("--model", metavar="PATH|ID", help="A model folder or id, in place of the route's own.")
]
Beam = Annotated[int, typer.Option("--beam", min=1, max=32, help="Hypotheses kept in the search.")]
AllowLowQuality = Annotated[
    bool,
    typer.Option(
        "--allow-low-quality/--no-allow-low-quality",
        show_default=False,
        help="Use a model even where it is measured as too weak.",
    ),
]
CacheFile = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="FILE",
        help="Where what models said is kept; 'off' keeps nothing. MTKIT_CACHE names it, too.",
    ),
]
NoMemory = Annotated[bool, typer.Option("--no-memory", help="Ask no memory, whatever MTKIT_MEMORY says.")]
Silence = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT=CODE",
        help="Leave a code or group out wherever the source is TEXT: the desk has looked at it; repeat for more.",
    ),
]
StyleRows = Annotated[
    list[str] | None,
    typer.Option(
        "--style",
        metavar="[LANG.]NAME=WORD",
        help="The house's style in machine text, such as quotes=curly or zh-Hant.variant=tw (docs/config.md); "
        "repeat for more.",
    ),
]
BUNDLED = "china-asean"
_OWN = ".mtkit.jsonl"
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".tbx", ".tmx"})  # a desk's glossaries and memories


@dataclass(frozen=True, slots=True)
class Input:
    """One article to read. ``name`` is how it was found: relative to a folder that was given, else as typed."""

    path: Path | None  # None for stdin
    name: PurePosixPath


def expand(paths: Sequence[str]) -> list[Input]:
    """The inputs that the arguments name, folders by their articles in sorted order, each file once.

    Raises DocumentError for a folder without articles, or with a folder in it that cannot be read; UsageError when
    stdin is named twice and for an empty argument.
    """
    from mtkit.formats import FORMATS

    known = tuple(suffix for fmt in FORMATS.values() for suffix in fmt.suffixes)
    found: dict[Path | None, Input] = {}
    for given in paths:
        if given == "-":
            if None in found:
                raise UsageError("- (stdin) can be read once only")
            found[None] = Input(None, PurePosixPath("-"))
            continue
        if not given:
            raise UsageError("an input is empty: name a file or a folder ('.' is this one)")
        path = Path(given)
        if path.is_dir():
            inside = sorted(p for p in _files_in(path) if p.name.lower().endswith(known) and _is_claimed(p))
            if not inside:
                raise DocumentError(f"no articles in this folder: known endings are {', '.join(known)}", where=given)
            for file in inside:
                found.setdefault(_place(file), Input(file, PurePosixPath(file.relative_to(path).as_posix())))
        else:
            found.setdefault(_place(path), Input(path, PurePosixPath(path.name)))
    return list(found.values())


def po_files(paths: Iterable[Path]) -> Iterator[Path | BadInputError]:
    """The PO files that the arguments name, each once; for a folder without any, what is wrong."""
    seen: set[Path] = set()
    for given in paths:
        inside = sorted(given.rglob("*.po")) if given.is_dir() else [given]
        if not inside:
            yield BadInputError("no PO files in this folder: name another", where=str(given))
        for path in inside:
            if path not in seen:
                seen.add(path)
                yield path


def passed_over(paths: Sequence[str]) -> list[str]:
    """A line for each folder among ``paths`` that holds texts which no format takes, such as PDF."""
    from mtkit.formats import FORMATS
    from mtkit.formats.registry import FOREIGN

    foreign = {*FOREIGN} - _TABLES - {suffix for fmt in FORMATS.values() for suffix in fmt.suffixes}
    lines = []
    for given in paths:
        if given and Path(given).is_dir():
            endings = Counter(file.suffix.lower() for file in _files_in(Path(given)))
            there = [f"{endings[ending]} {ending}" for ending in sorted(endings) if ending in foreign]
            if there:
                lines.append(f"{given}: passed over: {', '.join(there)}; named one by one, each says what it needs")
    return lines


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file below ``folder``, and what is none but has a file's place: a link that leads nowhere, a pipe.

    The notes that editors and Word keep (``.#name``, ``~$name``) and what mtkit keeps beside PO files are none. Raises
    DocumentError for a folder that cannot be read, so that none is missed.
    """

    def refuse(error: OSError) -> None:
        raise DocumentError(f"the folder cannot be read: {error.strerror}", where=str(error.filename)) from None

    for root, inside, names in os.walk(folder, onerror=refuse):
        inside[:] = [name for name in inside if name != ".mtkit"]
        yield from (Path(root, name) for name in names if not name.startswith((".#", "~$")) and not name.endswith(_OWN))


def _is_claimed(path: Path) -> bool:
    """Whether the format that takes a file of this ending takes this one; of what cannot be read, later."""
    from mtkit.formats import format_for
    from mtkit.formats.interface import Claiming

    fmt = format_for(path.as_posix())
    if not isinstance(fmt, Claiming) or not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            return fmt.claims(file.read(4096))
    except OSError:
        return True


def _place(path: Path) -> Path:
    """One spelling of a path, however it was typed; a link is not the file it leads to."""
    return Path(os.path.realpath(path.parent), path.name)  # resolve() raises in a loop of links


def sizes(items: Sequence[Input]) -> dict[str, int]:
    """The bytes of each input, by its name; 0 where they cannot be told."""
    found = {}
    for item in items:
        try:
            found[str(item.name)] = item.path.stat().st_size if item.path else 0
        except OSError:
            found[str(item.name)] = 0
    return found


def read(item: Input, lang: str, format_name: str | None, fields: FieldMap | None = None) -> Document:
    """The document of one input. Raises DocumentError."""
    return parse(item, data_of(item, format_name), lang, format_name, fields)


def fields_of(path: Path | None) -> FieldMap | None:
    """The map of fields in the file that ``--fields`` names; None for the usual one. Raises ConfigError."""
    if path is None:
        return None
    from mtkit.formats import fields

    return fields.load(path)


def data_of(item: Input, format_name: str | None) -> bytes:
    """The bytes of one input, read once. Raises DocumentError."""
    from mtkit import formats

    return read_stdin() if item.path is None else formats.read_file(item.path, format=format_name)


def parse(item: Input, data: bytes, lang: str, format_name: str | None, fields: FieldMap | None = None) -> Document:
    """The document in the bytes of an input. Raises DocumentError."""
    from mtkit import formats

    if item.path is None:
        return formats.read_bytes(data, id="-", lang=lang, format=format_name, fields=fields)
    name = format_name or formats.format_for(item.path.as_posix()).name
    return formats.read_bytes(data, id=str(item.name), lang=lang, format=name, fields=fields)


def read_stdin() -> bytes:
    """All of stdin. Raises DocumentError if there is none."""
    if sys.stdin is None:
        raise DocumentError("is closed: nothing can be read from it", where="stdin")
    return sys.stdin.buffer.read()


def glossary_of(files: Sequence[str] | None, *, none: bool = False) -> Glossary | None:
    """The glossary that the options ask for: the one in the box where nothing is said."""
    from mtkit.glossary import Glossary

    if none:
        if files:
            raise UsageError("--glossary and --no-glossary exclude each other")
        return None
    if not files or list(files) == [BUNDLED]:
        return Glossary.bundled()
    from mtkit.resources import resource

    return Glossary.load(*(resource("glossaries", f"{BUNDLED}.csv") if f == BUNDLED else Path(f) for f in files))


def silenced_of(rows: Iterable[str]) -> dict[str, set[str]]:
    """The codes of ``TEXT=CODE`` by text, runs of blanks as one.

    Raises UsageError for a row without a code, or with one that does not exist.
    """
    from mtkit.check import known

    quiet: dict[str, set[str]] = {}
    for row in rows:
        text, sign, said = row.rpartition("=")
        codes = said.replace(",", " ").split()
        if not sign or not text.strip() or not codes:
            raise UsageError(f"--silence {row!r}: write the text of the source, an equals sign and a code, TEXT=N01")
        known(codes)
        quiet.setdefault(" ".join(text.split()), set()).update(codes)
    return quiet


def parse_day(text: str | None) -> date | None:
    """The day of ``--as-of``. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text!r} is not a date: write it as 2026-01-31") from None
