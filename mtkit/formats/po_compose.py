"""Units into the entries of a PO file: which of them share one, and what stays of an earlier file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mtkit.errors import BadInputError, UsageError
from mtkit.formats.po_calm import calm
from mtkit.formats.po_facts import fact_lines, foreign_lines, glance, machine_hash, target_in_po
from mtkit.formats.po_file import PoFile
from mtkit.formats.po_header import Header, fields
from mtkit.formats.po_lex import Entry
from mtkit.formats.po_text import digest, normal, token
from mtkit.lang import Pair
from mtkit.unit import State, Unit

__all__ = ["SPLIT_HASH", "compose", "contexts"]

SPLIT_HASH = 8
_Key = tuple[str | None, str]


@calm()
def compose(units: Sequence[Unit], header: Header, *, keep: PoFile | None = None) -> PoFile:
    """The PO file of one article's units, in their order.

    Units with the same text and kind share an entry, unless their targets or states differ. With ``keep``, an
    earlier file of the same article, an entry keeps the translator's comments, the ``#.`` lines of others and
    gettext's flags; entries whose text is gone become obsolete, for the text may come back.

    Raises UsageError for units of another pair than the header's, BadInputError for a unit without text.
    """
    pair = Pair.of(header.source, header.target)
    names: set[str] = set()
    for unit in units:
        if unit.segment.id in names:
            raise UsageError(f"two segments have the id {unit.segment.id!r}: write one file for each document")
        names.add(unit.segment.id)
        if unit.pair != pair:
            raise UsageError(f"unit {unit.segment.id!r} is {unit.pair}, the file {pair}: write a file for each pair")
        if not unit.segment.text.strip("\r\n"):
            raise BadInputError(f"segment {unit.segment.id!r} has no text for a PO entry", where=header.document)
    groups: dict[_Key, list[int]] = {}
    texts = [normal(unit.segment.text) for unit in units]
    for at, context in enumerate(_contexts(units, texts)):
        groups.setdefault((context, texts[at]), []).append(at)
    old = _Earlier(keep)
    entries = []
    for key, members in groups.items():
        position = f"unit {members[0] + 1}/{len(units)}"
        entry = old.moved(key, units[members[0]], members, position, header) if len(members) == 1 else None
        if entry is None:
            entry = old.merged(_entry(key, [(at, units[at]) for at in members], position, header))
        entries.append(entry)
    entries += old.obsolete(groups)
    kept: Mapping[str, str] = keep.header if keep else MappingProxyType({})
    named = MappingProxyType(fields(header, units, kept))
    head = Entry("", comments=keep.head.comments if keep and keep.head else ())
    if keep is None:
        return PoFile(named, tuple(entries), tuple(units), head)
    return PoFile(named, tuple(entries), tuple(units), head, keep.tail, written=keep.written)


def contexts(units: Sequence[Unit]) -> list[str | None]:
    """The msgctxt of each unit.

    None where a text occurs in one kind only; else the kind. Of units alike in both, those that are translated
    otherwise than the first get the kind and a hash of the segment before, never a number that an edit would move.
    """
    return _contexts(units, [normal(unit.segment.text) for unit in units])


def _contexts(units: Sequence[Unit], texts: Sequence[str]) -> list[str | None]:
    kinds: dict[str, set[str]] = {}
    for text, unit in zip(texts, units, strict=True):
        kinds.setdefault(text, set()).add(unit.segment.kind)
    taken: dict[tuple[str | None, str], Unit] = {}
    found: list[str | None] = []
    before = ""
    for text, unit in zip(texts, units, strict=True):
        context = unit.segment.kind.value if len(kinds[text]) > 1 else None
        number = 1
        while (other := taken.setdefault((context, text), unit)) is not unit and _meaning(other) != _meaning(unit):
            split = f"{unit.segment.kind.value}~{digest(before, SPLIT_HASH)}"
            context = split if number == 1 else f"{split}~{number}"
            number += 1
        found.append(context)
        before = text
    return found


def _meaning(unit: Unit) -> tuple[object, ...]:
    """What units must have in common to share an entry."""
    return target_in_po(unit), unit.state, unit.origin, machine_hash(unit), normal(unit.previous)


def _entry(key: _Key, members: Sequence[tuple[int, Unit]], position: str, header: Header) -> Entry:
    unit = members[0][1]
    target = target_in_po(unit)
    fuzzy = bool(target) and unit.state is not State.APPROVED
    lines = fact_lines(unit, [member.segment.id for _, member in members], position, header.glossary)
    path = token(header.document) or "-"
    return Entry(
        msgid=key[1],
        msgstr=target,
        msgctxt=key[0],
        extracted=tuple(lines),
        references=tuple(f"{path}:{at + 1}" for at, _ in members),
        flags=("fuzzy",) if fuzzy else (),
        previous=normal(unit.previous) if fuzzy and unit.state is State.STALE and unit.previous else None,
    )


class _Earlier:
    """The entries of an earlier file, by their key and, where there is but one, by their text."""

    def __init__(self, po: PoFile | None) -> None:
        self.entries = po.entries if po else ()
        self.by_key: dict[_Key, Entry] = {}
        self.by_text: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self.by_key[entry.key] = entry
            self.by_text.setdefault(entry.msgid, []).append(entry)
        self.used: set[_Key] = set()
        self.units = {unit.segment.id: unit for unit in po.units} if po else {}

    def moved(self, key: _Key, unit: Unit, members: Sequence[int], position: str, header: Header) -> Entry | None:
        """The entry of an earlier file whose one unit is the same as ``unit``, at its new place; None if it is not.

        This gives what ``merged`` gives, without the facts being spelt and compared.
        """
        old, kept = self.by_key.get(key), self.units.get(unit.segment.id)
        if old is None or kept is None or old.obsolete or old.plural is not None or not _alike(unit, kept):
            return None
        first, mine = f"role: {unit.segment.kind} | {position}", f"mtkit-segment: {token(unit.segment.id)}"
        shown = old.extracted[1:2] == (mine,) and old.extracted[0].startswith("role: ")
        fuzzy = bool(old.msgstr) and unit.state is not State.APPROVED
        if not shown or old.msgstr != unit.target or old.fuzzy is not fuzzy or (old.previous or "") != unit.previous:
            return None
        self.used.add(key)
        references = (f"{token(header.document) or '-'}:{members[0] + 1}",)
        if old.extracted[0] == first and old.references == references:
            return old
        return replace(old, extracted=(first, *old.extracted[1:]), references=references)

    def merged(self, fresh: Entry) -> Entry:
        """``fresh`` with what others than mtkit put into the entry it follows."""
        alike = self.by_text.get(fresh.msgid, [])
        old = self.by_key.get(fresh.key) or (alike[0] if len(alike) == 1 else None)
        if old is None or old.plural is not None:
            return fresh
        self.used.add(old.key)
        flags = tuple(flag for flag in old.flags if flag != "fuzzy")
        lines = _provenance_kept(fresh, old)
        if lines is not fresh.extracted:
            lines = (*lines, *foreign_lines(old.extracted))
        elif not flags and not old.comments:
            return fresh
        return replace(fresh, comments=old.comments, extracted=lines, flags=(*fresh.flags, *flags))

    def obsolete(self, current: Mapping[_Key, object]) -> list[Entry]:
        """What the new file has no message for: translations, marked obsolete, and plural entries, as they were."""
        rest = []
        for entry in self.entries:
            if entry.key in self.used or entry.key in current:
                continue
            if entry.obsolete or (entry.msgstr and entry.plural is None):
                rest.append(replace(entry, obsolete=True, references=()))
            elif entry.plural is not None:
                rest.append(entry)
        return sorted(rest, key=lambda entry: entry.obsolete)


def _alike(unit: Unit, kept: Unit) -> bool:
    """Whether two units have the same facts; where each stands in its article does not count."""
    if unit is kept:
        return True
    mine, theirs = unit.segment, kept.segment
    return (
        (unit.target, unit.state, unit.origin, unit.raw, unit.previous)
        == (kept.target, kept.state, kept.origin, kept.raw, kept.previous)
        and (unit.trail, unit.terms, unit.issues, unit.matches) == (kept.trail, kept.terms, kept.issues, kept.matches)
        and (mine.text, mine.source, mine.kind, mine.guessed, mine.room)
        == (theirs.text, theirs.source, theirs.kind, theirs.guessed, theirs.room)
        and len(mine.codes) == len(theirs.codes)
    )


def _provenance_kept(fresh: Entry, old: Entry) -> tuple[str, ...]:
    """The facts of ``fresh``, with those of ``old`` that only the old file knows.

    Units read from a PO alone have no codes, and no machine text once a person changed it; a text that is still the
    same keeps the glossary it was made with.
    """
    if fresh.extracted[1:] == old.extracted[1:]:
        return fresh.extracted
    lines = list(fresh.extracted)
    if not any(line.startswith("mtkit-code: ") for line in lines):
        lines[2:2] = [line for line in old.extracted if line.startswith("mtkit-code: ")]
    mark = glance(old.extracted).mark
    if glance(lines).mark not in {"", mark}:
        return tuple(lines)
    earlier = {_without_glossary(line): line for line in old.extracted if line.startswith("mtkit-mt: ")}
    lines = [earlier.get(_without_glossary(line), line) for line in lines]
    if mark and fresh.msgstr and not any(line.startswith("mtkit-mt-hash: ") for line in lines):
        after = [at for at, line in enumerate(lines) if not line.startswith(("mtkit-term: ", "mtkit-qa: "))]
        lines.insert(after[-1] + 1, f"mtkit-mt-hash: {mark}")
    return tuple(lines)


def _without_glossary(line: str) -> str:
    return line.partition(" glossary=")[0]
