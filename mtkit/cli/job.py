"""One call of ``mtkit translate``: what it has left to do, what becomes of it, and what is written down of it."""

from __future__ import annotations

import errno
import hashlib
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mtkit import __version__
from mtkit.cli import inputs
from mtkit.cli.output import emit_bytes, emit_json
from mtkit.cli.plan import OutputFormat, Plan
from mtkit.cli.report import Report
from mtkit.errors import BadInputError, MtkitError, OutputError
from mtkit.unit import Origin

if TYPE_CHECKING:
    from datetime import date
    from types import FrameType

    from mtkit.formats.fields import FieldMap
    from mtkit.manifest import Manifest
    from mtkit.pipeline import Translation
    from mtkit.text import Document
    from mtkit.translator import Translator

__all__ = ["Job", "interruptible", "opened"]

# what is wrong with the place and not with one file: no other would fare better
_PLACE = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})

_LOOKED_AT, _SHOWN = 20, 150  # blocks of an article, and characters of each, that tell its language


@contextmanager
def opened(plan: Plan, *, many: bool, wait: bool, part: str, report: Report) -> Iterator[Manifest | None]:
    """The manifest of the job's folder, which no other job uses meanwhile; None for a single article, or for stdout.

    Raises OutputError if another job uses the folder, or where nothing can be written there.
    """
    from mtkit.formats.po_disk import sweep
    from mtkit.manifest import FOLDER, Manifest, hold

    if not many or plan.stdout or plan.file:
        yield None
        return

    def waiting() -> None:
        report.say(f"{plan.folder}: another mtkit is writing there; waiting for it to end")

    with ExitStack() as stack:
        stack.enter_context(hold(plan.folder, part=part, wait=wait, waiting=waiting))
        if not part:  # the other parts may be at work, on other machines
            for folder in {plan.folder / FOLDER, *plan.folders}:
                sweep(folder)
        manifest = stack.enter_context(Manifest(plan.folder, part=part))
        for note in manifest.notes:
            report.note(note)
        yield manifest


@contextmanager
def interruptible() -> Iterator[None]:
    """The end that SIGTERM asks for is that of Ctrl-C: what is finished stays, nothing is half written."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Job:
    """The articles of a call, in every language that is asked for.

    ``chosen_day`` says that the day of the names was chosen for all articles. ``hints`` are said before the first
    article that is to be translated: of one that cannot be read, there is nothing to say of models.
    """

    def __init__(
        self,
        translator: Translator,
        plan: Plan,
        targets: Sequence[str],
        report: Report,
        *,
        source: str,
        input_format: str | None = None,
        fields: FieldMap | None = None,
        manifest: Manifest | None = None,
        hints: Sequence[str] = (),
        chosen_day: bool = False,
    ) -> None:
        self._translator, self._plan, self._report = translator, plan, report
        self._targets, self._source, self._input_format = tuple(targets), source, input_format
        self._manifest, self._fields = manifest, fields
        self._hints, self._chosen_day = list(hints), chosen_day
        self._keys = {target: self._key(target) for target in targets} if manifest else {}
        self._today = datetime.now(tz=UTC).date().isoformat()
        self._wanted: dict[str, list[str]] = {}

    def run(self, items: Sequence[inputs.Input]) -> None:
        """Translate ``items`` and write what they become; what fails of one article does not stop the others."""
        with closing(self._translator.stream(self._documents(items), to=self._left)) as stream:
            try:
                for translation in stream:
                    self._put(translation)
            except (KeyboardInterrupt, MtkitError):  # what is finished is kept, and said
                self._report.finished(interrupted=True)
                raise
        self._report.finished()

    def _documents(self, items: Sequence[inputs.Input]) -> Iterator[Document]:
        """The articles with something left to do that can be read; each file is read once, and is judged by that."""
        from mtkit.pipeline import readable

        for item in items:
            try:
                data = inputs.data_of(item, self._input_format)
                wanted = self._unsettled(str(item.name), data)
                if wanted:
                    document = readable(inputs.parse(item, data, self._source, self._input_format, self._fields))
                    self._wanted[document.id] = wanted
                    self._doubt(document)
                    while self._hints:
                        self._report.note(self._hints.pop(0))
                    yield document
            except BadInputError as error:
                self._report.failed(str(error), str(item.name))

    def _doubt(self, document: Document) -> None:
        """Say so if an article is in another language than was named: its translation would be of no use."""
        from mtkit.lang import lang
        from mtkit.serve.detect import mistaken

        step = max(1, len(document.blocks) // _LOOKED_AT)  # an article may begin with a summary in English
        blocks = document.blocks[::step][:_LOOKED_AT]
        found = mistaken("\n".join(block.shown(document.text)[:_SHOWN] for block in blocks), document.lang)
        if found is not None:
            theirs, said = (lang(code).name.partition(" (")[0] for code in (found.language, document.lang))
            message = f"looks like {theirs}, not {said}: --from {found.language}?"
            self._report.doubted(message, document.id, found.language)

    def _unsettled(self, name: str, data: bytes) -> list[str]:
        """The languages of an article of which the manifest does not say that they are done."""
        if self._manifest is None:
            return list(self._targets)
        sha256 = hashlib.sha256(data).hexdigest()
        wanted = []
        for target in self._targets:
            file = self._plan.name(name, target)
            if self._manifest.settled(
                file, source=name, source_sha256=sha256, target=target, key=self._keys[target], today=self._today
            ):
                self._report.skipped(self._plan.folder / file, name, target)
            else:
                wanted.append(target)
        return wanted

    def _left(self, document: Document) -> list[str]:
        """The languages still to be made: not those whose file is there already, and none that a person works on."""
        from mtkit.outputs import TOUCHED, Standing, standing

        wanted = self._wanted.pop(document.id)
        if self._plan.stdout or self._plan.format is not OutputFormat.PO:
            return wanted
        left = []
        for target in wanted:
            path = self._plan.path(document.id, target)
            try:
                found = standing(path, document, self._translator.signature(document, target))
                if found is Standing.TOUCHED:
                    raise BadInputError(TOUCHED, where=str(path))
            except (BadInputError, OutputError) as error:
                self._report.failed(str(error), document.id, target)
                continue
            if found is Standing.DONE:
                self._record(document, target, self._translator.day(document))
                self._report.skipped(path, document.id, target)
            else:
                left.append(target)
        return left

    def _put(self, translation: Translation) -> None:
        """Write one translation, and say where and how it went."""
        from mtkit import outputs

        document, target = translation.document, translation.target
        if self._plan.stdout:
            self._print(translation)
            return
        path = self._plan.path(document.id, target)
        found = dict(outputs.counts(translation))
        try:
            outputs.write(translation, path, self._plan.format.value)
        except (BadInputError, OutputError) as error:
            if getattr(error.__cause__, "errno", None) in _PLACE:
                raise
            self._report.failed(str(error), document.id, target)
            return
        seconds = self._report.done(path, translation, found)
        facts: dict[str, Any] = {f"{severity.value}s": number for severity, number in found.items()}
        facts["units"] = len(translation.units)
        facts["memory"] = sum(unit.origin is Origin.MEMORY for unit in translation.units)
        facts["signature"] = str(translation.signature)
        self._record(document, target, translation.day, seconds=round(seconds, 3), **facts)

    def _record(self, document: Document, target: str, day: date, **facts: Any) -> None:
        """Write down that a file lies there as it should."""
        from mtkit.dating import date_of
        from mtkit.manifest import Finished
        from mtkit.outputs import source_sha256

        if self._manifest is not None:
            own = self._chosen_day or date_of(document) is not None
            file, key = self._plan.name(document.id, target), self._keys[target]
            made_of = (document.id, source_sha256(document), target, key, "" if own else day.isoformat())
            self._manifest.record(Finished(file, *made_of, version=__version__, **facts))

    def _print(self, translation: Translation) -> None:
        from mtkit import outputs

        if self._plan.format is OutputFormat.JSONL:
            for unit in translation.units:
                emit_json({"file": translation.document.id, **outputs.as_json(unit)})
        elif self._plan.format is OutputFormat.PO:
            emit_bytes(outputs.po_text(translation).encode())
        else:
            emit_bytes(outputs.as_article(translation))

    def _key(self, target: str) -> str:
        from mtkit.cache import key_of

        said = (self._translator.key(self._source, target), self._plan.format.value, self._input_format or "")
        return key_of(*said, *([self._fields.digest] if self._fields and self._fields.digest else [])).hex()[:32]
