"""The entries of an updated PO file.

Of a sentence that still stands, the entry keeps its context, texts, flags, earlier source and comments to the
character. What says where it is follows the article: ``#:``, and in ``#.`` the place in ``role:`` and the names in
``mtkit-segment:``; the other ``#.`` lines stay, and where another program dropped all of them, they are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_facts import fact_lines, foreign_lines, target_in_po
from mtkit.formats.po_text import digest, fit, flat, normal, token
from mtkit.review.update_plan import WAS, Group, Old, Plan, Way
from mtkit.text import Segment
from mtkit.unit import Origin, State, Unit

__all__ = ["entries_for"]

_ROLE = re.compile(r"role: (\w+) \| unit \d+/\d+")
_SEGMENT = "mtkit-segment: "
_IGNORE = "mtkit-ignore"
_NOTES = ("mtkit-before", "mtkit-before-target ", "mtkit-changed: ")
_SPLIT_HASH = 8
_Key = tuple[str | None, str]


def entries_for(
    file: PoFile, plan: Plan, fresh: Mapping[int, Unit], *, document: str, glossary: str
) -> tuple[tuple[Entry, ...], tuple[Unit, ...], tuple[str | None, ...]]:
    """The entries of the new file, its units in the order of the article, and the context of each unit.

    ``fresh`` has the machine's unit for each first member of a group that is not simply kept; ``document`` is the
    name in references, ``glossary`` what the fresh units were made with.
    """
    return _Builder(file, plan, fresh, token(document) or "-", glossary).build()


class _Builder:
    def __init__(self, file: PoFile, plan: Plan, fresh: Mapping[int, Unit], path: str, glossary: str) -> None:
        self._file, self._plan, self._fresh = file, plan, fresh
        self._path, self._glossary = path, glossary
        self._keys: set[_Key] = {entry.key for entry in file.entries}
        self._aside: dict[int, Entry] = {}  # by place: what becomes obsolete
        self._carried: set[int] = set()  # places of entries whose text went into a new entry

    def build(self) -> tuple[tuple[Entry, ...], tuple[Unit, ...], tuple[str | None, ...]]:
        entries: list[Entry] = []
        units: dict[int, Unit] = {}
        contexts: dict[int, str | None] = {}
        for group in self._plan.groups:
            entry, unit = self._made(group)
            entries.append(entry)
            for n in group.members:
                units[n] = replace(unit, segment=self._plan.segments[n])
                contexts[n] = entry.msgctxt
        order = range(len(self._plan.segments))
        rest = self._rest(entries)
        return (*entries, *rest), tuple(units[n] for n in order), tuple(contexts[n] for n in order)

    def _made(self, group: Group) -> tuple[Entry, Unit]:
        match group.way:
            case Way.KEEP:
                return self._kept(group, group.olds[0].entry, group.olds[0].unit)
            case Way.RETURN:
                entry = replace(group.olds[0].entry, obsolete=False)
                return self._kept(group, entry, group.olds[0].unit)
            case Way.RESTORE:
                return self._restored(group)
            case Way.STALE:
                return self._stale(group)
            case Way.AFRESH:
                return self._afresh(group)

    def _kept(self, group: Group, entry: Entry, unit: Unit) -> tuple[Entry, Unit]:
        segments = self._members(group)
        ids = " ".join(token(segment.id) for segment in segments)
        lines = list(entry.extracted)
        if any(line.startswith(_SEGMENT) for line in lines):
            for at, line in enumerate(lines):
                if line.startswith(_SEGMENT):
                    lines[at] = _SEGMENT + ids
                elif _ROLE.fullmatch(line):
                    lines[at] = f"role: {segments[0].kind} | {self._position(group)}"
        else:
            lines = self._facts_of(group, replace(unit, segment=segments[0])) + list(foreign_lines(lines))
        return replace(entry, extracted=tuple(lines), references=self._references(group)), unit

    def _restored(self, group: Group) -> tuple[Entry, Unit]:
        """A translation that was approved for this very text, signed off again."""
        old = group.olds[0]
        flags = tuple(flag for flag in old.entry.flags if flag != "fuzzy")
        lines = tuple(line for line in old.entry.extracted if not line.startswith((WAS, "mtkit-fresh: ")))
        entry = replace(
            old.entry, msgid=group.text, msgctxt=self._context(group, old.entry.msgctxt), flags=flags, extracted=lines,
            previous=None, previous_ctxt=None,
        )  # fmt: skip
        self._carried.add(old.place)
        return self._kept(group, entry, replace(old.unit, state=State.APPROVED, previous=""))

    def _stale(self, group: Group) -> tuple[Entry, Unit]:
        """A person's text of the old wording: fuzzy, with that wording, and the machine's new text in a note."""
        old, new = group.olds[0], self._fresh[group.members[0]]
        target = fit(normal(old.entry.msgstr), group.text)
        # machine text that a person approved: without "#|", which some programs drop, its hash would call it raw
        raw = "" if normal(old.unit.raw).strip() == target.strip() else old.unit.raw
        unit = replace(
            old.unit, segment=self._members(group)[0], target=target, state=State.STALE, origin=Origin.HUMAN,
            previous=group.base, issues=(), terms=new.terms, raw=raw,
        )  # fmt: skip
        notes = [f"mtkit-fresh: {flat(new.target)}"] if new.target else []
        if old.unit.state is State.APPROVED:
            notes.append(WAS + digest(target))
        elif group.base == old.source:
            notes += [line for line in old.entry.extracted if line.startswith(WAS)]
        entry = Entry(
            msgid=group.text,
            msgstr=target,
            msgctxt=self._context(group, old.entry.msgctxt),
            comments=old.entry.comments,
            extracted=(*self._facts_of(group, unit), *notes, *foreign_lines(old.entry.extracted)),
            references=self._references(group),
            flags=("fuzzy", *(flag for flag in old.entry.flags if flag != "fuzzy")),
            previous=normal(group.base),
        )
        self._carried.add(old.place)
        return entry, unit

    def _afresh(self, group: Group) -> tuple[Entry, Unit]:
        """Machine text, with what a person wrote for the old wording in notes; the old entry goes aside."""
        unit = self._fresh[group.members[0]]
        if unit.state is State.APPROVED:  # by a memory, in a context that is not the article's
            unit = replace(unit, state=State.RAW)
        target = target_in_po(unit)
        comments: list[str] = []
        lines = self._facts_of(group, unit)
        flags = dict.fromkeys(["fuzzy"] if target else [])
        if group.facts or (group.event != "new" and any(old.human for old in group.olds)):
            lines.append(f"mtkit-changed: {'; '.join(flat(str(fact)) for fact in group.facts) or group.event}")
        same = bool(group.olds) and group.olds[0].entry.msgid == group.text
        for old in group.olds:
            lines += self._notes(old)
            if not group.beside:
                comments += [line for line in old.entry.comments if same or not _silences(line)]
                lines += foreign_lines(old.entry.extracted)
            flags |= dict.fromkeys(flag for flag in old.entry.flags if flag != "fuzzy")
            if old.human or (not same and any(_silences(line) for line in old.entry.comments)):
                self._aside.setdefault(old.place, _as_obsolete(old.entry))
            self._carried.add(old.place)
        wish = group.olds[0].entry.msgctxt if group.olds else None
        entry = Entry(
            msgid=group.text,
            msgstr=target,
            msgctxt=wish if same else self._context(group, wish),
            comments=tuple(comments),
            extracted=tuple(lines),
            references=self._references(group),
            flags=tuple(flags),
        )
        return entry, unit

    def _notes(self, old: Old) -> Iterator[str]:
        """What a person's translation of the old wording was; for machine text, what its own notes say of one."""
        if old.human:
            yield f"mtkit-before: {flat(old.source)}"
            yield f"mtkit-before-target {old.unit.state}: {flat(old.entry.msgstr)}"
        else:
            yield from (line for line in old.entry.extracted if line.startswith(_NOTES[:2]))

    def _rest(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """What is no sentence of the new version: plural entries, then obsolete ones, old before new."""
        places = {id(entry): place for place, entry in enumerate(self._file.entries)}
        used = {old.place for group in self._plan.groups for old in group.olds if group.way in {Way.KEEP, Way.RETURN}}
        taken = {entry.key for entry in entries}
        late: list[Entry] = []
        for entry in self._file.entries:
            if not entry.obsolete and entry.plural is not None:
                yield entry
        for entry in self._file.entries:
            place = places[id(entry)]
            if (entry.plural is not None and not entry.obsolete) or place in used:
                continue
            if entry.obsolete:
                if place not in self._plan.obsolete:
                    yield entry
                elif place in self._aside:
                    late.append(self._aside[place])
            elif place in self._aside:
                late.append(self._aside[place])
            elif place not in self._carried and (entry.msgstr or entry.comments):
                late.append(_as_obsolete(entry))
        for entry in late:
            yield entry if entry.key not in taken else replace(entry, msgctxt=self._unused(entry, "before"))

    def _members(self, group: Group) -> list[Segment]:
        return [self._plan.segments[n] for n in group.members]

    def _position(self, group: Group) -> str:
        return f"unit {group.members[0] + 1}/{len(self._plan.segments)}"

    def _references(self, group: Group) -> tuple[str, ...]:
        return tuple(f"{self._path}:{n + 1}" for n in group.members)

    def _facts_of(self, group: Group, unit: Unit) -> list[str]:
        ids = [segment.id for segment in self._members(group)]
        return fact_lines(unit, ids, self._position(group), self._glossary if unit.origin is not Origin.HUMAN else "")

    def _context(self, group: Group, wish: str | None) -> str | None:
        """A context for a new entry: ``wish`` if its text has no entry yet, else the kind, told apart if need be."""
        entry = Entry(group.text, msgctxt=wish)
        if entry.key not in self._keys:
            self._keys.add(entry.key)
            return wish
        return self._unused(entry, self._members(group)[0].kind.value, before=self._before(group))

    def _before(self, group: Group) -> str:
        first = group.members[0]
        return normal(self._plan.segments[first - 1].text) if first else ""

    def _unused(self, entry: Entry, kind: str, *, before: str = "") -> str:
        split = f"{kind}~{digest(before, _SPLIT_HASH)}"
        number, context = 1, kind
        while (context, entry.msgid) in self._keys:
            context = split if number == 1 else f"{split}~{number}"
            number += 1
        self._keys.add((context, entry.msgid))
        return context


def _as_obsolete(entry: Entry) -> Entry:
    return replace(entry, obsolete=True, references=())


def _silences(comment: str) -> bool:
    """Whether a comment hides findings: it was meant for the old text, and could hide an error in the new one."""
    return comment.strip().partition(":")[0] == _IGNORE
