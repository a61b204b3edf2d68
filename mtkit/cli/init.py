"""``mtkit init``: the files of a new desk."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli.output import emit, say
from mtkit.errors import BadInputError, OutputError, UnknownLanguageError, UsageError
from mtkit.lang import LANGUAGES
from mtkit.lang import lang as language

__all__ = ["command"]

_MOST = 200  # files that are looked at
_HEAD = 4096  # bytes of each
_SCRIPTS = {"THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TAMIL": "ta"}
_LEFT_OUT = frozenset({"out", "node_modules", "glossaries"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a folder tells: languages with the file that told them, glossaries, a memory, an article."""

    source: str = ""
    targets: tuple[str, ...] = ()
    told: str = ""
    glossaries: tuple[str, ...] = ()
    memory: str = ""
    article: str = ""


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder; it is made if need be.")] = Path(),
    source: Annotated[
        str | None, typer.Option("--from", "-f", metavar="LANG", help="The language of the articles.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", "-t", metavar="LANG", help="Target language; repeat for more.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing, also on a terminal.")] = False,
) -> None:
    """Set up a desk: mtkit.toml with comments, a glossary of its own to fill, out/ kept out of git.

    What the folder tells by itself is not asked: languages from PO files and articles, glossaries, a memory. Nothing
    that is there is written over.

    \b
    Example:
      mtkit init --from zh --to vi --to th
    """
    from mtkit.config import FILE
    from mtkit.config.starter import GLOSSARY, starter

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder")
    if (folder / FILE).exists():
        raise UsageError(f"{folder / FILE} is there already: change it, or move it away (mtkit config check)")
    chosen = (language(source).code if source else "", tuple(dict.fromkeys(language(code).code for code in to or ())))
    if chosen[0] in chosen[1]:
        raise UsageError(f"{chosen[0]} is both --from and --to: leave it out of the targets")
    seen = _look(folder) if folder.is_dir() else _Seen()
    known = chosen[0] or (seen.source if seen.source not in chosen[1] else "")
    targets = chosen[1] or tuple(code for code in seen.targets if code != known)
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        known = known or _ask("Language of your articles (such as zh)", many=False)[0]
        targets = targets or tuple(_ask("Languages to translate into (such as vi th)", many=True))
    told = "" if chosen[0] or not known else seen.told
    glossaries = seen.glossaries or ("glossaries/desk.csv",)
    text = starter(source=known, targets=targets, glossaries=glossaries, memory=seen.memory, found=told)
    if not seen.glossaries:
        _write(folder / "glossaries" / "desk.csv", GLOSSARY)
    _ignore(folder)
    _write(folder / FILE, text)
    _say_next(folder, known, targets, seen)


def _write(path: Path, text: str) -> None:
    """A file that is not there yet. Raises OutputError."""
    from mtkit.formats.po_disk import make_folder

    try:
        make_folder(path.parent)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        return  # what is there stays
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; choose another folder") from None
    emit(str(path))


def _ignore(folder: Path) -> None:
    """Keep out/ out of git: a line in .gitignore, with what stands there left as it is."""
    path = folder / ".gitignore"
    try:
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if any(line.strip().strip("/") == "out" for line in there.splitlines()):
            return
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(("" if not there or there.endswith("\n") else "\n") + "out/\n")
    except (OSError, UnicodeDecodeError) as error:
        say(f"mtkit: {path}: left as it is ({error}): add a line out/ yourself")
        return
    emit(str(path))


def _ask(question: str, *, many: bool) -> list[str]:
    """Languages from the terminal; an empty answer leaves them open."""
    while True:
        said = str(typer.prompt(question, default="", show_default=False, err=True))
        try:
            codes = list(dict.fromkeys(language(code).code for code in re.split(r"[\s,;]+", said.strip()) if code))
        except UnknownLanguageError as error:
            say(f"mtkit: {error}")
            continue
        if many or len(codes) <= 1:
            return codes or ([] if many else [""])
        say("mtkit: one language, please; the others are targets")


def _say_next(folder: Path, source: str, targets: tuple[str, ...], seen: _Seen) -> None:
    if not source or not targets:
        say(f"mtkit: name your languages in {folder / 'mtkit.toml'}: from and to")
    article = seen.article or "ARTICLE"
    name = Path(article).stem
    say("mtkit: next:")
    into = "" if str(folder) == "." else f"cd {folder} && "
    target = targets[0] if targets else "LANG"
    for line in (
        f"{into}mtkit translate {article}",
        f"mtkit review out/{name}.{target}.po",
        f"mtkit merge {article} out/{name}.{target}.po",
    ):
        say(f"  {line}")


def _look(folder: Path) -> _Seen:
    """What the files in a folder tell, at most so many of them, in sorted order."""
    from mtkit.formats import FORMATS

    endings = {suffix for fmt in FORMATS.values() for suffix in fmt.suffixes}
    files = sorted(islice((p for p in folder.rglob("*") if _counts(p, folder)), _MOST))
    sources: Counter[str] = Counter()
    targets: dict[str, None] = {}
    told = article = ""
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".po":
            pair = _pair_of(path)
            if pair[0]:
                sources[pair[0]] += 3  # a header is surer than a guess
                told = told or name
            if pair[1]:
                targets[pair[1]] = None
        elif path.suffix.lower() in endings and not path.name.lower().startswith(("readme", "license", "changelog")):
            article = article or name
            code = _language_of(path)
            if code:
                sources[code] += 1
                told = told or name
    glossaries = tuple(
        sorted(f"glossaries/{p.name}" for p in (folder / "glossaries").glob("*.csv") if p.is_file())
        if (folder / "glossaries").is_dir()
        else ()
    )
    memory = next((path.name for path in sorted(folder.glob("*.sqlite"))), "")
    source = min(sources, key=lambda code: (-sources[code], code)) if sources else ""
    return _Seen(source, tuple(targets), told if source else "", glossaries, memory, article)


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    return not hidden and (parts[0] not in _LEFT_OUT or path.suffix == ".po") and path.is_file()


def _pair_of(path: Path) -> tuple[str, str]:
    """The languages of a PO file's header, "" where it does not say or cannot be read."""
    from mtkit.formats import po

    try:
        pair = po.read(path).pair
    except BadInputError:
        return "", ""
    known = [code if code in LANGUAGES else "" for code in (pair.source, pair.target)]
    return known[0], known[1]


def _language_of(path: Path) -> str:
    """The language of an article: by its name (``forum.zh.md``), else by its script; "" where neither tells."""
    said = path.stem.rpartition(".")[2] if "." in path.stem else ""
    try:
        if said:
            return language(said).code
    except UnknownLanguageError:
        pass
    try:
        with path.open("rb") as file:
            text = file.read(_HEAD).decode("utf-8", "ignore")
    except OSError:
        return ""
    letters = Counter(unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha())
    if not letters:
        return ""
    script, count = max(letters.items(), key=lambda item: (item[1], item[0]))
    if 2 * count < sum(letters.values()):
        return ""
    if script == "CJK":
        from mtkit.glossary.normal import simplified

        return "zh" if simplified(text) == text else "zh-Hant"
    return _SCRIPTS.get(script, "")
