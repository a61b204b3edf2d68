"""What becomes of each sentence when an article changes: the decisions of ``mtkit update``, before anything is made.

The entry of a sentence that still stands is kept, whatever its state, kind or place. For one that changed:

* untouched machine text is no reason to keep anything: the sentence is translated afresh;
* a person's text stays in place, marked stale, where the new wording says the same facts and reads much alike;
* where a fact changed (a number, date, name, negation, rise or fall, an inline code), where the likeness is low, or
  where the sentence was split or merged, the person's text is *set aside*: the unit gets fresh machine text,
  unreviewed, and the old translation is shown in its ``#.`` lines and kept whole as an obsolete entry. Of the two
  mistakes that are left, an editor corrects bad machine text, which reads as such and is checked against its own
  source; a good old sentence that says five where the article now says eight reads well, passes for done, and goes to
  print.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_facts import parse_facts
from mtkit.formats.po_text import digest, normal
from mtkit.formats.splice import LABEL
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES
from mtkit.review.align import Link, Sentence, in_order, likeness, links, matched
from mtkit.review.entries import entries_of
from mtkit.review.facts import FactChange, fact_changes
from mtkit.text import Segment
from mtkit.unit import Origin, State, Unit

__all__ = ["HUMAN", "WAS", "Group", "Old", "Plan", "Way", "plan"]

HUMAN = frozenset({State.EDITED, State.APPROVED, State.STALE})
"""The states of units that a person has worked on."""

WAS = "mtkit-was approved: "
"""Begins the ``#.`` line of a stale entry that was approved, before the hash of the text that was."""

_SAFE = 0.8


class Way(StrEnum):
    """What is done for a sentence of the new version."""

    KEEP = "keep"  # its entry stands
    RETURN = "return"  # its entry is obsolete, and is one no longer
    RESTORE = "restore"  # the entry that was approved for it went stale meanwhile: approved again
    STALE = "stale"  # a person's text of the old wording
    AFRESH = "afresh"  # machine text


@dataclass(frozen=True, slots=True)
class Old:
    """A sentence of the old version: its unit, and the place of its entry in the file."""

    unit: Unit
    entry: Entry
    place: int

    @property
    def human(self) -> bool:
        """Whether a person's text is in it."""
        return bool(self.entry.msgstr) and self.unit.state in HUMAN

    @property
    def source(self) -> str:
        """The text that its translation was made for."""
        return (self.unit.previous if self.unit.state is State.STALE else "") or self.entry.msgid


@dataclass(slots=True)
class Group:
    """Sentences of the new version, by their places in order, that share an entry; ``olds`` are what it came from.

    ``event`` says more than ``way``: ``new``, ``changed``, ``split``, ``merged`` or nothing.
    """

    way: Way
    members: list[int]
    text: str
    olds: tuple[Old, ...] = ()
    facts: tuple[FactChange, ...] = ()
    event: str = ""
    base: str = ""  # the old wording that it was compared with
    score: float = 0.0
    beside: bool = False  # not the first part of a split sentence: comments went to that


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of an article's sentences: groups in the order of their first member.

    ``moved`` are new places of sentences that changed their order. ``gone`` are old sentences without a successor.
    ``used`` are the places of entries that the new file has in some form, ``shared`` counts sentences in common.
    """

    segments: tuple[Segment, ...]
    groups: tuple[Group, ...]
    moved: tuple[int, ...]
    gone: tuple[Old, ...]
    olds: tuple[Old, ...]
    shared: int
    obsolete: frozenset[int] = field(default_factory=frozenset)  # places of obsolete entries that return


def plan(
    file: PoFile,
    segments: Sequence[Segment],
    *,
    glossary: Glossary | None = None,
    day: date = date.max,
    publisher: str = "",
) -> Plan:
    """What becomes of the units of ``file`` when its article has ``segments``."""
    return _Planner(file, segments, glossary, day, publisher).plan()


class _Planner:
    def __init__(
        self, file: PoFile, segments: Sequence[Segment], glossary: Glossary | None, day: date, publisher: str
    ) -> None:
        self._file = file
        self._segments = tuple(segments)
        self._texts = [normal(segment.text) for segment in segments]
        self._facts_by = (glossary, day, publisher)
        places = {id(entry): place for place, entry in enumerate(file.entries)}
        pairs = zip(file.units, entries_of(file), strict=True)
        self._olds = [Old(unit, entry, places[id(entry)]) for unit, entry in pairs if entry is not None]
        self._groups: dict[tuple[object, ...], Group] = {}
        self._done: set[int] = set()
        self._waiting: dict[str, list[int]] = defaultdict(list)  # places of obsolete entries, by their text
        for place, entry in enumerate(file.entries):
            if entry.obsolete and entry.plural is None:
                self._waiting[entry.msgid].append(place)
        self._returning: set[int] = set()

    def plan(self) -> Plan:
        before = [Sentence(old.entry.msgid, old.unit.segment.kind) for old in self._olds]
        after = [Sentence(text, s.kind) for text, s in zip(self._texts, self._segments, strict=True)]
        found = self._signed(matched(before, after))
        steady = in_order(found)
        for n, o in sorted(found.items()):
            self._keep(n, self._olds[o])
        self._more_of_the_same()
        self._returned()
        restored = self._restored(found)
        made = links(before, after, {**found, **restored}, done=self._done)
        for link in made:
            self._linked(link)
        self._new()
        linked = {o for link in made for o in link.old} | set(found.values()) | set(restored.values())
        standing = {self._olds[o].place for o in found.values()}
        gone = [old for o, old in enumerate(self._olds) if o not in linked and old.place not in standing]
        for group in self._groups.values():
            group.members.sort()
        groups = sorted(self._groups.values(), key=lambda group: group.members[0])
        return Plan(
            self._segments, tuple(groups), tuple(n for n in sorted(found) if n not in steady), tuple(gone),
            tuple(self._olds), len(found) + len(made), frozenset(self._returning),
        )  # fmt: skip

    def _put(self, key: tuple[object, ...], n: int, group: Group) -> None:
        """Enter ``group`` for place ``n``, or ``n`` in the group that has its key already."""
        known = self._groups.setdefault(key, group)
        if known is not group:
            known.members.append(n)
        self._done.add(n)

    def _signed(self, found: dict[int, int]) -> dict[int, int]:
        """``found``, new to old places, but with an approved entry before one of the same text that nobody worked on.

        So it is where a text stood as a headline and in the body, and stands once now.
        """
        standing = {self._olds[o].place for o in found.values()}
        free: dict[str, list[int]] = defaultdict(list)
        for o, old in enumerate(self._olds):
            if old.place not in standing and old.human and old.unit.state is State.APPROVED:
                free[old.entry.msgid].append(o)
        better = {}
        for n, o in sorted(found.items()):
            others = free[self._olds[o].entry.msgid] if free else []
            if others and not self._olds[o].human:
                better[n] = others[0]
        return {**found, **better}

    def _keep(self, n: int, old: Old) -> None:
        text = old.entry.msgid
        nobodys = _nobodys(old)
        if (nobodys or not old.entry.msgstr) and self._return(n, text):
            return
        way = Way.AFRESH if nobodys else Way.KEEP
        self._put((old.place,), n, Group(way, [n], text, (old,), event="new" if nobodys else ""))

    def _more_of_the_same(self) -> None:
        """A sentence that occurs more often than before: the entry of its kind, else any, stands for it as well."""
        standing: dict[str, list[Old]] = defaultdict(list)
        for old in self._olds:
            standing[old.entry.msgid].append(old)
        for n, text in enumerate(self._texts):
            if n not in self._done and text in standing:
                kind = self._segments[n].kind
                self._keep(n, min(standing[text], key=lambda old: old.unit.segment.kind is not kind))

    def _returned(self) -> None:
        """Sentences whose entry is obsolete."""
        for n, text in enumerate(self._texts):
            if n not in self._done and text in self._waiting and not self._return(n, text):
                place = self._best(n, text)
                old = Old(_unit_of(self._file.entries[place], self._file), self._file.entries[place], place)
                self._put((place,), n, Group(Way.AFRESH, [n], text, (old,), event="new"))
                self._returning.add(place)

    def _return(self, n: int, text: str) -> bool:
        """Let an obsolete translation of ``text`` stand for place ``n``; False if there is none."""
        place = self._best(n, text)
        entry = self._file.entries[place] if place >= 0 else None
        if entry is None or not entry.msgstr:
            return False
        old = Old(_unit_of(entry, self._file), entry, place)
        self._put((place,), n, Group(Way.RETURN, [n], text, (old,), event="returned"))
        self._returning.add(place)
        return True

    def _best(self, n: int, text: str) -> int:
        """The place of the obsolete entry that is most fit to stand for place ``n``, or -1."""
        kind = self._segments[n].kind.value
        return min(self._waiting.get(text, ()), key=lambda at: _rank(self._file.entries[at], kind), default=-1)

    def _restored(self, found: dict[int, int]) -> dict[int, int]:
        """Sentences that read as they did when a translation was approved that has gone stale: new -> old place."""
        kept = set(found.values())
        stale = {
            old.source: o
            for o, old in enumerate(self._olds)
            if o not in kept and old.unit.state is State.STALE and _was_approved(old.entry)
        }
        back = {}
        for n, text in enumerate(self._texts):
            if n not in self._done and text in stale:
                old = self._olds[stale[text]]
                self._put((old.place,), n, Group(Way.RESTORE, [n], text, (old,), event="returned"))
                back[n] = stale[text]
        return back

    def _linked(self, link: Link) -> None:
        olds = tuple(self._olds[o] for o in link.old)
        texts = [self._texts[n] for n in link.new]
        whole = texts[0] if len(texts) == 1 else _join(texts)
        event = "split" if len(texts) > 1 else "merged" if len(olds) > 1 else "changed"
        base = olds[0].source if event != "merged" else _join([old.source for old in olds])
        if base == whole:  # a stale text whose source came back, and nobody knows whether it was approved
            base = olds[0].entry.msgid
        facts = (*self._fact_changes(base, whole), *_markup(base, whole))
        score = likeness(base, whole)
        safe = event == "changed" and olds[0].human and not facts and score >= _SAFE
        for part, (n, text) in enumerate(zip(link.new, texts, strict=True)):
            way = Way.STALE if safe else Way.AFRESH
            group = Group(way, [n], text, olds, facts if part == 0 else (), event, base, score, beside=part > 0)
            self._put((text, self._segments[n].kind), n, group)

    def _new(self) -> None:
        for n, text in enumerate(self._texts):
            if n not in self._done:
                self._put((text, self._segments[n].kind), n, Group(Way.AFRESH, [n], text, event="new"))

    def _fact_changes(self, old: str, new: str) -> tuple[FactChange, ...]:
        glossary, day, publisher = self._facts_by
        lang = self._file.pair.source
        if lang not in LANGUAGES:
            lang = "und"
        return fact_changes(old, new, lang, glossary=glossary, day=day, publisher=publisher)


def _nobodys(old: Old) -> bool:
    """Whether an entry's text is neither a person's nor the machine's for this sentence.

    So it is where another program added an empty entry, or put the machine's text of one sentence on another; the
    ``#.`` lines are then missing, or those of a template that was made of the new version.
    """
    if old.human:
        return False
    text, facts = old.entry.msgstr, parse_facts(old.entry.extracted)
    unknown = not facts.segments and old.unit.segment.id.startswith("po-")
    if not text:
        return not facts.segments or bool(facts.mark and not old.unit.raw)
    another = bool(facts.mark) and digest(text, len(facts.mark)) != facts.mark
    return (unknown or another) and old.unit.state is State.RAW and old.unit.origin is not Origin.MEMORY


def _was_approved(entry: Entry) -> bool:
    marks = [line.removeprefix(WAS) for line in entry.extracted if line.startswith(WAS)]
    return bool(marks) and marks[-1] == digest(entry.msgstr)


def _rank(entry: Entry, kind: str) -> tuple[bool, bool, bool]:
    """The best of obsolete entries with one text has the least rank: a translation, approved, of the kind."""
    return not entry.msgstr, entry.fuzzy, (entry.msgctxt or kind).partition("~")[0] != kind


def _unit_of(entry: Entry, file: PoFile) -> Unit:
    from mtkit.formats.po_file import units_of_entry

    return units_of_entry(entry, parse_facts(entry.extracted), file.pair)[0]


def _join(texts: Sequence[str]) -> str:
    return " ".join(texts) if any(" " in text for text in texts) else "".join(texts)


def _markup(old: str, new: str) -> tuple[FactChange, ...]:
    """Inline codes that one wording has and the other has not: the old translation would lose or invent some."""
    before, after = (Counter(match[0] for match in LABEL.finditer(text)) for text in (old, new))
    if before == after:
        return ()
    lost, more = (sorted((one - other).elements()) for one, other in ((before, after), (after, before)))
    return (FactChange("markup", " ".join(lost), " ".join(more)),)
