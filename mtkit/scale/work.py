"""What a worker does, on whatever machine: articles in, the bytes of their files out.

A worker is told by plain values what to do and answers with plain values; a failure is one of them. Files are the
same bytes wherever they are made, because a translation depends on the article and the recipe alone.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit import __version__, formats
from mtkit.cache import Cache, DiskCache, Recent, key_of
from mtkit.dating import date_of
from mtkit.errors import BadInputError, EngineError, MtkitError, OutputError, UsageError
from mtkit.formats.sidecar import sidecar_path
from mtkit.outputs import TOUCHED, Standing, counts, standing, write
from mtkit.pipeline import Translation, readable
from mtkit.progress import SILENT, Progress
from mtkit.review.status import words
from mtkit.scale.place import Place
from mtkit.text import Document
from mtkit.unit import Origin

if TYPE_CHECKING:
    from mtkit.formats.fields import FieldMap
    from mtkit.translator import Translator

__all__ = ["Made", "Outcome", "Recipe", "Task", "Worker", "failed", "key_of_file"]


class Outcome(StrEnum):
    """What became of an article in a language."""

    MADE = "made"
    DONE = "done"  # it was there already, and nothing has changed
    FAILED = "failed"  # this one alone
    FATAL = "fatal"  # a model, an option: no other would fare better


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a worker must know of a job, but its articles.

    ``options`` are the keywords of Translator. ``kind`` is ``po``, ``text`` or ``jsonl``. Files go to ``output``, or
    back to whoever asked. ``cache`` is the file of a cache of the worker's own machine. ``fields`` says what is text in
    JSON and feeds, in place of the usual map.
    """

    options: Mapping[str, Any]
    source: str
    kind: str = "po"
    input_format: str | None = None
    output: Place | None = None
    cache: Path | None = None
    version: str = __version__
    fields: FieldMap | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An article, and the file to make of it in each language: target code to name in the output.

    It is read from ``place`` by the name ``key``, or comes as ``data``, where the worker cannot read it there.
    """

    id: str
    names: Mapping[str, str]
    place: Place | None = None
    key: str = ""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An article in a language: the files in the order to write them (none if the worker did), or why not.

    ``facts`` are what the command line reports and keeps of it: units, memory, errors, warnings, signature, key, day.
    """

    id: str
    target: str
    name: str
    outcome: Outcome
    files: tuple[tuple[str, bytes], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    exit_code: int = 0


def failed(task: Task, target: str, error: MtkitError, *, outcome: Outcome = Outcome.FAILED) -> Made:
    """The value of a failure. ``target`` is empty where it is of the whole article."""
    return Made(task.id, target, task.names.get(target, ""), outcome, error=str(error), exit_code=type(error).exit_code)


class Worker:
    """Does tasks by one recipe; models and glossary are loaded once, when the first task needs them."""

    def __init__(self, recipe: Recipe, *, progress: Progress = SILENT) -> None:
        self._recipe = recipe
        self._progress = progress
        self._translator: Translator | None = None

    def do(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """What becomes of ``tasks``, article by article in their order, each language of an article by itself.

        What is wrong with one article is a value FAILED; what would be wrong with any is one value FATAL, the last.
        """
        given: dict[str, Task] = {}
        said: list[Made] = []

        def documents() -> Iterator[Document]:
            for task in tasks:
                given[task.id] = task
                try:
                    yield self._read(task)
                except BadInputError as error:
                    said.append(failed(task, "", error))

        def wanted(document: Document) -> list[str]:
            left, made = self._wanted(document, given[document.id])
            said.extend(made)
            return left

        try:
            for translation in self._open().stream(documents(), to=wanted):
                yield from said
                said.clear()
                yield self._finish(translation, given[translation.document.id])
            yield from said
        except (EngineError, UsageError) as error:
            yield from said
            last = next(reversed(given.values()), Task("", {}))
            yield failed(last, "", error, outcome=Outcome.FATAL)

    def close(self) -> None:
        """Let go of what is open."""
        if self._translator is not None:
            self._translator.close()
            self._translator = None

    def left(self, task: Task) -> tuple[list[str], list[Made]]:
        """The languages of a task that are still to be made, and what there is to say of the others."""
        try:
            return self._wanted(self._read(task), task)
        except BadInputError as error:
            return [], [failed(task, target, error) for target in task.names]

    def hints(self, targets: Sequence[str]) -> list[str]:
        """Lines for the person at the terminal; see Translator."""
        return self._open().hints(self._recipe.source, targets)

    def key(self, target: str) -> str:
        """What files in this language depend on but their article; see Translator."""
        return self._open().key(self._recipe.source, target)

    def _open(self) -> Translator:
        from mtkit.translator import Translator

        if self._recipe.version != __version__:
            message = f"a worker has mtkit {__version__}, the job is of {self._recipe.version}: install the same on all"
            raise UsageError(message)
        if self._translator is None:
            kept: Cache = Recent()
            if self._recipe.cache is not None:
                with contextlib.suppress(OutputError):  # a machine without a place for it does without
                    kept = Recent(DiskCache(self._recipe.cache))
            self._translator = Translator(**self._recipe.options, cache=kept, progress=self._progress)
        return self._translator

    def _read(self, task: Task) -> Document:
        recipe = self._recipe
        data = task.data
        if data is None and task.place is not None:
            data = task.place.read(task.key)
        document = formats.read_bytes(
            data or b"", id=task.id, lang=recipe.source, format=recipe.input_format, fields=recipe.fields
        )
        return readable(document)

    def _wanted(self, document: Document, task: Task) -> tuple[list[str], list[Made]]:
        """The languages still to be made, where this worker can see what is there; no file of a person's is."""
        output = self._recipe.output
        if output is None or self._recipe.kind != "po":
            return list(task.names), []
        left: list[str] = []
        said: list[Made] = []
        for target, name in task.names.items():
            try:
                found = self._standing(output, name, document, target)
                if found is Standing.TOUCHED:
                    raise BadInputError(TOUCHED, where=output.show(name))
            except (BadInputError, OutputError) as error:
                said.append(failed(task, target, error))
                continue
            if found is Standing.DONE:
                said.append(Made(task.id, target, name, Outcome.DONE))
            else:
                left.append(target)
        return left, said

    def _standing(self, output: Place, name: str, document: Document, target: str) -> Standing:
        """What lies at ``name`` of ``output``: looked at in a copy here, by the judge of local files."""
        if not output.exists(name):
            return Standing.NEW
        signature = self._open().signature(document, target)
        with tempfile.TemporaryDirectory(prefix="mtkit-") as folder:
            copy = Path(folder, Path(name).name)
            copy.write_bytes(output.read(name))
            beside = sidecar_path(Path(name)).as_posix()
            if output.exists(beside):
                sidecar_path(copy).write_bytes(output.read(beside))
            try:
                return standing(copy, document, signature)
            except BadInputError as error:
                raise BadInputError(str(error).replace(copy.as_posix(), output.show(name))) from None

    def _finish(self, translation: Translation, task: Task) -> Made:
        """The files of a translation, written where this worker can."""
        recipe, target = self._recipe, translation.target
        name = task.names[target]
        try:
            files = _files(translation, name, recipe.kind)
            if recipe.output is not None:
                for path, data in files:
                    recipe.output.write(path, data)
                files = ()
        except (BadInputError, OutputError) as error:
            return failed(task, target, error)
        return Made(task.id, target, name, Outcome.MADE, files, self._facts(translation))

    def _facts(self, translation: Translation) -> dict[str, Any]:
        found = counts(translation)
        own = self._recipe.options.get("day") or date_of(translation.document)
        return {
            "units": len(translation.units),
            "memory": sum(unit.origin is Origin.MEMORY for unit in translation.units),
            **{f"{severity.value}s": count for severity, count in found.items()},
            "signature": str(translation.signature),
            "words": sum(words(unit.segment.text, translation.document.lang) for unit in translation.units),
            "key": self.key(translation.target),
            "day": "" if own else translation.day.isoformat(),
        }


def key_of_file(key: str, recipe: Recipe) -> str:
    """The key under which a manifest has a file: of the translation, and of what is written of it."""
    fields = [recipe.fields.digest] if recipe.fields and recipe.fields.digest else []
    return key_of(key, recipe.kind, recipe.input_format or "", *fields).hex()[:32]


def _files(translation: Translation, name: str, kind: str) -> tuple[tuple[str, bytes], ...]:
    """What is to be written, in this order: made as a local run makes it, with all its checks, in a folder aside."""
    with tempfile.TemporaryDirectory(prefix="mtkit-") as folder:
        path = Path(folder, "file").with_suffix(Path(name).suffix)
        write(translation, path, kind)
        beside = sidecar_path(path)
        files = [(sidecar_path(Path(name)).as_posix(), beside.read_bytes())] if kind == "po" else []
        return (*files, (name, path.read_bytes()))
