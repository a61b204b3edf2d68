"""Which unit of a PO file stands for which sentence of its article.

By the id in ``#. mtkit-segment:`` and the sidecar, where they are; where other programs dropped them, by the place in
``#:``, and last by the text and the context that ``compose`` gives to texts that occur more than once. Nothing is
guessed: a sentence that several entries could stand for, with different translations, is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mtkit import formats
from mtkit.errors import BadInputError
from mtkit.formats.interface import Mapped
from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_compose import SPLIT_HASH
from mtkit.formats.po_facts import parse_facts
from mtkit.formats.po_file import units_of_entry
from mtkit.formats.po_text import digest, normal, token
from mtkit.text import Document, Segment
from mtkit.unit import State, Unit

__all__ = ["match_units", "or_the_map", "shown", "texts_in_common"]

_PLACE = re.compile(r":(\d{1,9})$")
_Key = tuple[str, State]


def shown(text: str, length: int = 40) -> str:
    """``text`` cut to ``length`` characters, in quotes, for a message."""
    return repr(text if len(text) <= length else text[:length] + "…")


def texts_in_common(file: PoFile, segments: Sequence[Segment]) -> int:
    """How many of ``segments`` have an entry with their text."""
    texts = {entry.msgid for entry in file.entries if not entry.obsolete}
    return sum(normal(segment.text) in texts for segment in segments)


def match_units(file: PoFile, document: Document, segments: Sequence[Segment], *, where: str) -> tuple[Unit, ...]:
    """The unit of each segment, with the segment as the document has it now.

    Raises BadInputError, ``where`` in front, for a sentence without an entry, an entry that is no sentence of the
    article, and a sentence whose entry cannot be told.
    """
    finder = _Finder(file, document, segments)
    found: list[Unit] = []
    missing: list[Segment] = []
    for at, segment in enumerate(segments):
        unit = finder.unit(at, where)
        if unit is None:
            missing.append(segment)
        else:
            state = unit.state if unit.target.strip() else State.UNTRANSLATED
            found.append(replace(unit, segment=segment, state=state))
    mend = f"run mtkit update on the article and this file{or_the_map(document, ', or give')}"
    if missing:
        what = f"{len(missing)} of {len(segments)} sentences have no entry, first {shown(missing[0].text)}"
        raise BadInputError(f"{what}; {mend}", where=where)
    texts = {normal(segment.text) for segment in segments}
    foreign = [entry for entry in file.entries if not entry.obsolete and entry.msgid not in texts]
    if foreign:
        what = f"{len(foreign)} entries are no sentence of {document.id}, first {shown(foreign[0].msgid)}"
        raise BadInputError(f"{what}; {mend}", where=f"{where}:{foreign[0].line}")
    return tuple(found)


def or_the_map(document: Document, lead: str = ", or") -> str:
    """A further mend for files in which a map says what is text: another map makes other sentences."""
    if isinstance(formats.format_for(document.format), Mapped):
        return f"{lead} the --fields that it was translated with"
    return ""


class _Finder:
    """The units of a file, to be found for the segments of a document."""

    def __init__(self, file: PoFile, document: Document, segments: Sequence[Segment]) -> None:
        self._file = file
        self._segments = segments
        self._path = token(document.id)
        self._by_id: dict[str, list[Unit]] = {}
        for unit in file.units:
            self._by_id.setdefault(unit.segment.id, []).append(unit)
        self._by_text: dict[str, list[Entry]] = {}
        for entry in file.entries:
            if not entry.obsolete and entry.plural is None:
                self._by_text.setdefault(entry.msgid, []).append(entry)
        befores = ["", *(normal(segment.text) for segment in segments)]
        self._befores = befores[: len(segments)]
        self._alike = Counter(self._look(at) for at in range(len(segments)))

    def _look(self, at: int) -> tuple[str, str, str]:
        segment = self._segments[at]
        return normal(segment.text), segment.kind.value, self._befores[at]

    def unit(self, at: int, where: str) -> Unit | None:
        """The unit of segment ``at``; None if no entry has its text."""
        segment = self._segments[at]
        text = normal(segment.text)
        known = [unit for unit in self._by_id.get(segment.id, ()) if normal(unit.segment.text) == text]
        if known and len({(unit.target, unit.state) for unit in known}) == 1:
            return known[0]
        entries = self._by_text.get(text, [])
        entry = self._only(entries) or self._at_place(entries, at) or self._in_context(entries, at)
        if entry is not None:
            return units_of_entry(entry, parse_facts(entry.extracted), self._file.pair)[0]
        if entries:
            lines = " and ".join(str(entry.line) for entry in entries)
            what = f"{shown(text)} has several translations (lines {lines}), and nothing says which is for which place"
            raise BadInputError(f"{what}; make them alike, or run mtkit update", where=where)
        return None

    def _only(self, entries: Sequence[Entry]) -> Entry | None:
        """The entry, if all of them say the same."""
        said = {(entry.msgstr, entry.fuzzy, entry.previous) for entry in entries}
        return entries[0] if len(said) == 1 else None

    def _at_place(self, entries: Sequence[Entry], at: int) -> Entry | None:
        """The one entry whose references name the place of the segment."""
        place = str(at + 1)
        named = []
        for entry in entries:
            found = (reference.rpartition(":") for reference in entry.references)
            if any(path == self._path and number == place for path, _, number in found):
                named.append(entry)
        return named[0] if len(named) == 1 else None

    def _in_context(self, entries: Sequence[Entry], at: int) -> Entry | None:
        """The entry that ``compose`` would have made for the segment, if that can be told from contexts alone."""
        _, kind, before = look = self._look(at)
        by_context = {entry.msgctxt: entry for entry in entries}
        split = f"{kind}~{digest(before, SPLIT_HASH)}"
        if split in by_context and self._alike[look] > 1:
            return None
        for context in (split, kind, None):
            if context in by_context:
                return by_context[context]
        return None
