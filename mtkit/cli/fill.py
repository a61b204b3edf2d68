"""What ``mtkit translate`` does with PO and XLIFF files of others: fills in what has no translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.cli.cache import cache_for_job
from mtkit.cli.output import emit, emit_bytes, emit_json, progress_for, say
from mtkit.errors import BadInputError, OutputError, UsageError
from mtkit.unit import Severity

if TYPE_CHECKING:
    from mtkit.exchange import Pretranslated
    from mtkit.translator import Translator

__all__ = ["Call", "are_bilingual", "bytes_of", "run"]


@dataclass(frozen=True, slots=True)
class Call:
    """What the command line asks for. ``options`` are those of a Translator."""

    paths: Sequence[str]
    source: str | None
    targets: Sequence[str]
    output: str | None
    in_place: bool
    options: Mapping[str, Any]
    cache: str | None
    no_cache: bool
    as_json: bool
    quiet: bool


def are_bilingual(paths: Sequence[str]) -> bool:
    """Whether ``paths`` are PO and XLIFF files. Raises UsageError where only some are."""
    from mtkit.formats.xliff import PO_ENDINGS, XLIFF_ENDINGS

    found = [Path(path).suffix.lower() in PO_ENDINGS + XLIFF_ENDINGS for path in paths]
    if any(found) and not all(found):
        raise UsageError("PO and XLIFF files are filled in, articles are translated: name them in calls of their own")
    return any(found)


def run(call: Call) -> int:
    """Fill in the files of a call, and return the exit code; what fails of one does not stop the others."""
    from mtkit.translator import Translator

    places = _places(call)
    failed = 0
    with (
        cache_for_job(call.cache, off=call.no_cache, quiet=call.quiet) as kept,
        Translator(**call.options, cache=kept, progress=progress_for(quiet=call.quiet)) as translator,
    ):
        hinted: set[str] = set()
        for path, place in places.items():
            try:
                _one(path, place, translator, call, hinted)
            except BadInputError as error:
                failed += 1
                say(f"mtkit: error: {error}")
                for line in getattr(error, "more", ()):
                    say(f"mtkit: error: {line}")
            except OutputError as error:
                failed += 1
                say(f"mtkit: error: {error}")
    return BadInputError.exit_code if failed else 0


def _one(path: Path, place: Path | None, translator: Translator, call: Call, hinted: set[str]) -> None:
    from mtkit.exchange import pretranslate
    from mtkit.formats.po_disk import make_folder, replace_file
    from mtkit.locking import locked

    data = bytes_of(path)
    done = pretranslate(data, translator, name=path.as_posix(), to=call.targets[0], source=call.source)
    for hint in translator.hints(done.pair.source, [done.pair.target]) if done.filled else ():
        if hint not in hinted:
            say(f"mtkit: {hint}", quiet=call.quiet)
        hinted.add(hint)
    if place is None:
        emit_bytes(done.data)
    elif place == path:
        with locked(path):
            if bytes_of(path) != data:
                raise OutputError(f"{path}: was changed by another program meanwhile; nothing is written: try again")
            if done.data != data:
                replace_file(path, done.data)
    else:
        make_folder(place.parent)
        replace_file(place, done.data)
    _tell(path, place, done, call)


def bytes_of(path: Path) -> bytes:
    """The bytes of a bilingual file. Raises BadInputError for one that cannot be read, or is too large."""
    from mtkit.formats.decode import MAX_BYTES

    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            mend = f"{size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read; split it"
            raise BadInputError(mend, where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror or error}", where=str(path)) from None


def _places(call: Call) -> dict[Path, Path | None]:
    """Where each file goes, None for stdout. Raises UsageError for what cannot be meant."""
    paths = [Path(path) for path in dict.fromkeys(call.paths)]
    if len(call.targets) != 1:
        raise UsageError("a PO or XLIFF file is into one language: give --to once, and a file for each language")
    if call.in_place:
        if call.output is not None:
            raise UsageError("--in-place and -o exclude each other")
        if any(path.suffix.lower() == ".pot" for path in paths):
            raise UsageError("a template serves all languages: give the new file's name, such as -o vi.po")
        return {path: path for path in paths}
    if not call.output:
        raise UsageError("say where the filled-in file goes: -o FILE or DIR, or --in-place to change it itself")
    if call.output == "-":
        if len(paths) > 1 or call.as_json:
            raise UsageError("-o - takes one file and no --json: stdout holds the file alone")
        return {paths[0]: None}
    return dict(_elsewhere(paths, Path(call.output)))


def _elsewhere(paths: Sequence[Path], output: Path) -> Iterator[tuple[Path, Path]]:
    """Where copies go. Raises UsageError where one would be written over a file that is read, or over another."""
    one = bool(re.search(r"[^/]\.[^\W\d]\w*$", str(output))) and not output.is_dir()
    if one and len(paths) > 1:
        raise UsageError(f"-o {output} is one file, but there is more to write: give a folder")
    real, taken = {path.resolve() for path in paths}, set[Path]()
    for path in paths:
        place = output if one else output / path.name
        if place.resolve() in real:
            raise UsageError(f"{place} would be written over: that is what --in-place is for")
        if place in taken:
            raise UsageError(f"two files would be written to {place}: give them a folder each")
        taken.add(place)
        yield path, place


def _tell(path: Path, place: Path | None, done: Pretranslated, call: Call) -> None:
    """Say what was filled in, what was left, and what a person must look at first."""
    grave = [one for one in done.filled if any(issue.severity is Severity.ERROR for issue in one.issues)]
    if call.as_json:
        emit_json(_as_json(path, place, done))
        return
    if place is not None:
        emit(str(place))
    for line in _lines(path, done):
        say(f"mtkit: {line}", quiet=call.quiet)
    told = f"{len(done.filled)} filled in for review, {done.finished} had a translation"
    told += f"; {len(done.left)} left" if done.left else ""
    told += f"; {len(grave)} with errors" if grave else ""
    say(f"mtkit: {place or path}: {told}", quiet=call.quiet)


def _lines(path: Path, done: Pretranslated) -> Iterator[str]:
    for note in done.notes:
        yield f"{path}: {note}"
    for left in done.left:
        if not left.reason.startswith("marked"):
            yield f"{path}: {left.place}: not filled in: {left.reason}"
    for one in done.filled:
        for issue in one.issues:
            if issue.severity is Severity.ERROR:
                yield f"{path}: {one.place}: error {issue.code}: {issue.message}"


def _as_json(path: Path, place: Path | None, done: Pretranslated) -> dict[str, object]:
    return {
        "event": "filled",
        "file": str(path),
        "written": str(place) if place else None,
        "source_lang": done.pair.source,
        "target_lang": done.pair.target,
        "finished": done.finished,
        "filled": [
            {
                "place": one.place, "source": one.source, "target": one.target, "score": one.score,
                "estimate": one.estimate, "memory": one.memory,
                "issues": [{"code": i.code, "severity": i.severity.value, "message": i.message} for i in one.issues],
            }
            for one in done.filled
        ],
        "left": [{"place": one.place, "reason": one.reason} for one in done.left],
        "notes": list(done.notes),
    }  # fmt: skip
