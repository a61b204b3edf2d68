"""The one table of formats: those of mtkit, then those of other packages.

A package adds a format by an entry point of the group ``mtkit.formats``; its name is the format's name, its value a
class that is called without arguments, or a format. Other packages are only looked for when no format of mtkit takes
a file, or all formats are listed. One that cannot be used is a value in ``faults``, and an error only where somebody
asks for it: no package can break another's format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtkit.errors import DocumentError, MtkitError, UsageError
from mtkit.formats.interface import Format, Parsed

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["BUILT_IN", "FORMATS", "GROUP", "Plugins", "faults", "for_file", "format_for", "parsed", "plugins"]

GROUP = "mtkit.formats"
"""The group of entry points under which packages offer formats."""

_OWN = MappingProxyType(
    {
        "text": "text:PlainText",
        "markdown": "markdown:Markdown",
        "html": "html:Html",
        "docx": "docx:Docx",
        "srt": "srt:Srt",
        "vtt": "vtt:Vtt",
        "json": "json_:Json",
        "jsonl": "json_:JsonLines",
        "feed": "feed:Feed",
    }
)


class _Own(Mapping[str, Format]):
    """mtkit's formats; the module of each is loaded when it is asked for, as most calls need none or one of them."""

    def __init__(self) -> None:
        self._loaded: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._loaded:
            module, _, kind = _OWN[name].partition(":")
            self._loaded.setdefault(name, getattr(import_module(f"mtkit.formats.{module}"), kind)())
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in _OWN

    def __iter__(self) -> Iterator[str]:
        return iter(_OWN)

    def __len__(self) -> int:
        return len(_OWN)


BUILT_IN: Mapping[str, Format] = _Own()
"""The formats of mtkit by name. A suffix belongs to the first that takes it."""

FOREIGN: Mapping[str, str] = MappingProxyType(
    {
        ".docm": "save it as .docx, without its macros", ".dotx": "save it as .docx first",
        ".doc": "save it as .docx or .html first",
        ".odt": "save it as .docx or .html first", ".pdf": "export the text of the article as .txt first",
        ".rtf": "save it as .html or .txt first", ".ass": "save it as .srt or .vtt first",
        ".ssa": "save it as .srt or .vtt first", ".sub": "save it as .srt first",
        ".sbv": "save it as .srt or .vtt first", ".ttml": "save it as .srt or .vtt first",
        ".tmx": "it is a translation memory: mtkit memory import", ".tbx": "it is a glossary: name it with --glossary",
        ".csv": "export texts as .json or .jsonl; a glossary is named with --glossary",
        ".tsv": "export texts as .json or .jsonl; a glossary is named with --glossary",
        ".xlsx": "export texts as .json or .jsonl; a glossary is named with --glossary",
        ".epub": "unpack it, and give the .xhtml files", ".zip": "unpack it first",
    }
)  # fmt: skip
"""What to do with files of text that no format takes, by their endings."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_SUFFIX = re.compile(r"(?:\.[^\s./\\]{1,20}){1,3}")
_METHODS = ("parse", "escape", "knit", "seal", "relabel")


@dataclass(frozen=True, slots=True)
class Plugins:
    """What other packages offer. ``faults`` say, by name, why a format cannot be used; each is one line."""

    formats: Mapping[str, Format]
    packages: Mapping[str, str]
    faults: Mapping[str, str]


class Formats(Mapping[str, Format]):
    """All formats by name, mtkit's own first. Other packages are looked for when those do not suffice."""

    def __getitem__(self, name: str) -> Format:
        return BUILT_IN[name] if name in BUILT_IN else plugins().formats[name]

    def __iter__(self) -> Iterator[str]:
        yield from BUILT_IN
        yield from plugins().formats

    def __len__(self) -> int:
        return len(BUILT_IN) + len(plugins().formats)


FORMATS: Mapping[str, Format] = Formats()
"""The formats by name."""


@lru_cache(maxsize=1)
def plugins() -> Plugins:
    """The formats of other packages; looked for once."""
    from importlib.metadata import entry_points

    found: dict[str, Format] = {}
    packages: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        package = entry.dist.name if entry.dist else entry.value
        name = entry.name
        if name in BUILT_IN:
            wrong[f"{name} ({package})"] = f"the package {package} offers a format {name!r}, which mtkit has itself"
        elif name in packages:
            others = f"{packages[name]} and {package}"
            wrong[name] = f"the packages {others} both offer a format {name!r}: remove one of them"
            found.pop(name, None)
        else:
            packages[name] = package
            loaded = _load(entry)
            if isinstance(loaded, str):
                wrong[name] = f"the format {name!r} of the package {package} cannot be used: {loaded}"
            else:
                found[name] = loaded
    return Plugins(MappingProxyType(found), MappingProxyType(packages), MappingProxyType(wrong))


def faults() -> tuple[str, ...]:
    """Why formats of other packages cannot be used, one line each."""
    return tuple(plugins().faults.values())


def format_for(suffix_or_name: str) -> Format:
    """The format that a name (``html``), a suffix (``.htm``) or a file name (``a/b.md``) stands for.

    Raises UsageError for an unknown name or a package that cannot be used, DocumentError for a file whose suffix no
    format takes.
    """
    wanted = suffix_or_name.lower()
    if wanted in BUILT_IN:
        return BUILT_IN[wanted]
    if "." not in wanted and "/" not in wanted:
        if wanted in plugins().formats:
            return plugins().formats[wanted]
        if wanted in plugins().faults:
            raise UsageError(plugins().faults[wanted])
        raise UsageError(f"unknown format {suffix_or_name!r}; known are {', '.join(FORMATS)}")
    return for_file(suffix_or_name)


def for_file(name: str) -> Format:
    """The format that takes a file of this name, or a bare suffix; text for the standard input (``-``).

    Raises DocumentError if none does, UsageError if the formats of several packages do.
    """
    path = PurePath(name.lower())
    if name == "-":
        return BUILT_IN["text"]
    ending = path.name
    for fmt in BUILT_IN.values():
        if ending.endswith(fmt.suffixes):
            return fmt
    taking = [fmt for fmt in plugins().formats.values() if ending.endswith(fmt.suffixes)]
    if len(taking) == 1:
        return taking[0]
    if taking:
        both = " and ".join(f"{fmt.name} ({plugins().packages[fmt.name]})" for fmt in taking)
        raise UsageError(f"{name}: {both} both take this ending: name one with --input-format")
    suffix = path.suffix or (path.name if path.name.startswith(".") else "")
    known = ", ".join(end for fmt in FORMATS.values() for end in fmt.suffixes)
    mend = FOREIGN.get(suffix, "name the format, or rename the file")
    mend = "; ".join([mend, *faults()])
    raise DocumentError(
        f"no format takes {suffix or 'a file without a suffix'} (known are {known}); {mend}", where=name
    )


def parsed(fmt: Format, text: str, lang: str, where: str) -> Parsed:
    """What ``fmt`` reads in a decoded file. Raises DocumentError, also where another package's format fails."""
    if fmt.name in BUILT_IN:
        try:
            return fmt.parse(text, lang)
        except DocumentError as error:
            place = error.where if error.where.startswith(":") else ""  # a line, from what does not know the file
            if error.where and not place:
                raise
            message = str(error).removeprefix(f"{place}: ") if place else str(error)
            raise DocumentError(message, where=where + place) from None
    package = plugins().packages.get(fmt.name, "?")
    try:
        blocks, meta = fmt.parse(text, lang)
        ends = [end for block in blocks for end in (block.span.start, block.span.end)]
        if ends != sorted(ends) or (ends and (ends[0] < 0 or ends[-1] > len(text))):
            raise ValueError("its blocks overlap, are not sorted or lie outside the file")
    except MtkitError:
        raise
    except Exception as error:
        message = f"the format {fmt.name!r} of the package {package} failed: {_line(error)}"
        raise DocumentError(message, where=where) from None
    return tuple(blocks), dict(meta)


def _load(entry: EntryPoint) -> Format | str:
    """The format behind an entry point, or what is wrong with it."""
    try:
        value = entry.load()
        value = value() if isinstance(value, type) else value
    except Exception as error:
        return _line(error)
    return _wrong(value, entry.name) or value


def _line(error: Exception) -> str:
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _wrong(value: object, name: str) -> str:
    """What keeps ``value`` from being the format ``name``; "" if nothing does."""
    said = getattr(value, "name", None)
    if not _NAME.fullmatch(name):
        return "its name is not of small letters, digits and hyphens"
    if said != name:
        return f"it calls itself {said!r}"
    suffixes = getattr(value, "suffixes", None)
    if not isinstance(suffixes, tuple) or not suffixes:
        return "it has no tuple of suffixes"
    for suffix in suffixes:
        if not isinstance(suffix, str) or not _SUFFIX.fullmatch(suffix) or suffix != suffix.lower():
            return f"{suffix!r} is no suffix in small letters with its dot"
    if getattr(value, "has_codes", None) is not True:  # braces are doubled in segments of all formats but plain text
        return "has_codes must be True"
    missing = [method for method in _METHODS if not callable(getattr(value, method, None))]
    return f"it has no {missing[0]}()" if missing else ""
