"""A live story for the tests of updates: an article in versions, a machine that is a table, and an editor's hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.formats import po, read_text
from mtkit.formats.sidecar import sidecar_path
from mtkit.lang import Pair
from mtkit.outputs import write_po
from mtkit.pipeline import Leg, Pipeline, Translation
from mtkit.review.update import Update, update, write_update
from mtkit.text import Document

DAY = date(2026, 11, 23)


class Machine:
    """A translator that answers ``[vi] source`` for what its table lacks, and counts what it was asked."""

    def __init__(self, target: str, table: dict[str, str] | None = None) -> None:
        self.target = target
        self.table = table or {}
        self.asked: list[str] = []

    def __call__(self, document: Document) -> Translation:
        pair = Pair(document.lang, self.target)
        line = Leg(pair, TableEngine(self.table, pair, marks=tuple(f"⟦{n}⟧" for n in range(12))))
        made = Pipeline(lambda _: [line], decoding=Decoding(beam=1), day=DAY).translate(document, self.target)
        self.asked += [unit.segment.text for unit in made.units]
        return made


def article(text: str, lang: str, *, name: str = "story.txt") -> Document:
    return read_text(text, id=name, lang=lang)


class Desk:
    """One PO file in a folder, its article, and the people and programs that work on it."""

    def __init__(self, folder: Path, lang: str, target: str, text: str, *, table: dict[str, str] | None = None) -> None:
        self.path = folder / f"story.{target}.po"
        self.machine = Machine(target, table)
        self.lang = lang
        self.document = article(text, lang)
        write_po(self.machine(self.document), self.path)
        self.machine.asked.clear()

    def file(self) -> po.PoFile:
        return po.read(self.path)

    def entry(self, source: str) -> po.Entry:
        """The active entry of a source text."""
        return next(entry for entry in self.file().entries if entry.msgid == source and not entry.obsolete)

    def obsolete(self) -> list[tuple[str, str]]:
        return [(entry.msgid, entry.msgstr) for entry in self.file().entries if entry.obsolete]

    def edit(self, source: str, change: Callable[[po.Entry], po.Entry]) -> None:
        """Change the active entry of ``source`` as a PO editor does, the sidecar left alone."""
        file = po.read(self.path, sidecar=False)
        entries = tuple(
            change(entry) if entry.msgid == source and not entry.obsolete else entry for entry in file.entries
        )
        po.save(replace(file, entries=entries), self.path)

    def write(self, source: str, target: str, *, comment: str = "") -> None:
        """Write a translation and leave it as a draft."""
        self.edit(
            source,
            lambda entry: replace(
                entry, msgstr=target, flags=("fuzzy",), comments=(*entry.comments, *([comment] if comment else []))
            ),
        )

    def approve(self, source: str, target: str | None = None, *, comment: str = "") -> None:
        """Sign a translation off; a new one where ``target`` is given."""
        if target is not None:
            self.write(source, target, comment=comment)
        self.edit(source, lambda entry: replace(entry, flags=(), previous=None))

    def update(self, text: str, **options: object) -> Update:
        """The article has ``text`` now: bring the file up to date."""
        self.document = article(text, self.lang)
        seen = self.path.read_bytes()
        done = update(self.file(), self.document, self.machine, **options)  # type: ignore[arg-type]
        write_update(done, self.path, seen=seen)
        return done

    def drop_sidecar(self) -> None:
        sidecar_path(self.path).unlink(missing_ok=True)

    def drop_facts(self) -> None:
        """Take out every ``#.`` and ``#:`` line, as programs do that make files anew from a template."""
        lines = self.path.read_text(encoding="utf-8").split("\n")
        kept = [line for line in lines if not line.startswith(("#.", "#:"))]
        self.path.write_text("\n".join(kept), encoding="utf-8")
