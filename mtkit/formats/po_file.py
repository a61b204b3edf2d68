"""PO files as values: what a text says, and the text of what is to be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mtkit.formats.po_facts import Facts, derive, parse_facts
from mtkit.formats.po_header import pair_of, parse_fields, spell_fields
from mtkit.formats.po_lex import Entry, parse
from mtkit.formats.po_text import digest, encode_string
from mtkit.lang import Pair
from mtkit.text import Kind, Segment, Span
from mtkit.unit import State, Unit

__all__ = [
    "TWO_VERSIONS",
    "PoFile",
    "loads",
    "place_in_article",
    "render",
    "units_in",
    "units_of_entry",
    "without_units",
]

TWO_VERSIONS = "#-#-#-#-#"
"""What msgcat puts before each of several translations of one message."""

_CHARSET = re.compile(r"charset=(?!utf-?8\b)[^\s;]*", re.IGNORECASE)
_PLACE = re.compile(r":(\d{1,9})$")
_NOTHING: Mapping[tuple[str | None, str], tuple[Entry, str]] = MappingProxyType({})
_KINDS = MappingProxyType({kind.value: kind for kind in Kind})


@dataclass(frozen=True, slots=True)
class PoFile:
    """A PO file: its header's fields, its entries as they stand, and the units they mean.

    ``units`` are in the order of the article. ``head`` is the header entry without its fields, for its comments;
    ``tail`` are comments after the last entry. ``notes`` say what was mended in reading, or left out of ``units``.
    ``written`` has, by key, entries as they were read, with their lines: those that are still the same are written
    back to the character, however another program wrapped them.
    """

    header: Mapping[str, str]
    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]
    head: Entry | None = None
    tail: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    written: Mapping[tuple[str | None, str], tuple[Entry, str]] = field(
        default_factory=lambda: _NOTHING, compare=False, repr=False
    )

    @property
    def pair(self) -> Pair:
        """The direction of translation."""
        return self.units[0].pair if self.units else pair_of(self.header)


def loads(text: str, *, where: str = "", pair: Pair | None = None) -> PoFile:
    """The PO file that ``text`` spells. ``pair`` is for files whose header does not name the languages.

    Raises PoSyntaxError, with place, text and mend, for what gettext would refuse.
    """
    po = without_units(text, where=where)
    units = units_in(po.entries, pair_of(po.header, pair))
    return replace(po, units=units)


def without_units(text: str, *, where: str = "") -> PoFile:
    """``loads`` without the units, for a caller that makes them of a sidecar."""
    entries, tail, notes, lines = parse(text, where)
    written = {(e.msgctxt, e.msgid): (e, said) for e, said in zip(entries, lines, strict=True) if said}
    head = next((entry for entry in entries if entry.is_header and not entry.obsolete), None)
    header = parse_fields(head.msgstr) if head else {}
    if "Content-Type" in header:  # whatever it was read from, it is written as UTF-8
        header["Content-Type"] = _CHARSET.sub("charset=UTF-8", header["Content-Type"])
    messages = tuple(entry for entry in entries if entry is not head)
    head = replace(head, msgstr="") if head else None  # its text is in the fields
    plural = (entry.line for entry in messages if entry.plural is not None and not entry.obsolete)
    skipped = (f"line {line}: plural entry kept as it is; it is no unit" for line in plural)
    twice = (e.line for e in messages if TWO_VERSIONS in e.msgstr)
    marked = (f"line {line}: msgcat left several translations side by side; choose one" for line in twice)
    missing = () if head else ("no header: languages and charset are not stated",)
    return PoFile(
        MappingProxyType(header),
        messages,
        (),
        head,
        tail,
        (*notes, *missing, *skipped, *marked),
        MappingProxyType(written),
    )


def units_in(entries: Iterable[Entry], pair: Pair) -> tuple[Unit, ...]:
    """The units that entries stand for, in the order of the article; plural and obsolete ones stand for none."""
    found: list[tuple[int | None, Unit]] = []
    for entry in entries:
        if entry.obsolete or entry.plural is not None:
            continue
        units = units_of_entry(entry, parse_facts(entry.extracted), pair)
        found += [(place_in_article(entry, number), unit) for number, unit in enumerate(units)]
    places = [place for place, _ in found if place is not None]
    if len(places) == len(found):
        found = [found[at] for at in sorted(range(len(found)), key=places.__getitem__)]
    return tuple(unit for _, unit in found)


def place_in_article(entry: Entry, number: int) -> int | None:
    """The place, from 0, of an entry's unit ``number``, by its references; those of other programs do not tell."""
    if len(entry.references) <= number or not any(line.startswith("mtkit-segment: ") for line in entry.extracted):
        return None
    match = _PLACE.search(entry.references[number])
    return int(match[1]) - 1 if match else None


def units_of_entry(entry: Entry, facts: Facts, pair: Pair) -> list[Unit]:
    """What the PO alone says of the units that share ``entry``, at least one; spans are (0, 0), codes missing."""
    stale = facts.stale or (entry.fuzzy and entry.previous is not None)
    untouched = bool(facts.mark) and digest(entry.msgstr, len(facts.mark)) == facts.mark
    state, origin = derive(
        entry.msgstr, fuzzy=entry.fuzzy, mark=facts.mark, stale=stale, memory=facts.memory, untouched=untouched
    )
    raw = entry.msgstr if untouched else ""
    trail = (*facts.hops[:-1], replace(facts.hops[-1], text=raw)) if facts.hops else ()
    kind = facts.kind or _kind_in(entry.msgctxt)
    ids = facts.segments or ("po-" + digest("\x04".join((entry.msgctxt or "", entry.msgid))),)
    previous = (entry.previous or "") if state is State.STALE else ""
    return [
        Unit(
            Segment(name, Span(0, 0), entry.msgid, entry.msgid, kind, (), facts.guessed, facts.room),
            pair, entry.msgstr, state, origin, facts.issues, facts.terms, trail, raw, previous,
            facts.matches,
        )
        for name in ids
    ]  # fmt: skip


def _kind_in(context: str | None) -> Kind:
    return _KINDS.get((context or "").partition("~")[0], Kind.BODY)


def render(po: PoFile) -> str:
    """The text of a PO file: UTF-8 is meant, lines end in LF; the header comes first.

    Nothing is wrapped but entries that were read so and are as they were.
    """
    blocks = []
    if po.head is not None or po.header:
        head = replace(po.head or Entry(""), msgstr=spell_fields(po.header))
        blocks.append(_spelt(head, po))
    blocks += [_spelt(entry, po) for entry in po.entries]
    if po.tail:
        blocks.append("\n".join(_comment("#", line) for line in po.tail))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _comment(mark: str, line: str) -> str:
    guard = " " if line.endswith("\\") else ""  # gettext takes a backslash at the end to join the next line
    return f"{mark} {line}{guard}" if line else mark


def _spelt(entry: Entry, po: PoFile) -> str:
    read = po.written.get((entry.msgctxt, entry.msgid))
    return read[1] if read is not None and (read[0] is entry or read[0] == entry) else _spelt_anew(entry)


def _spelt_anew(entry: Entry) -> str:
    lines = [_comment("#", line) for line in entry.comments]
    lines += [f"#. {line}" if line and line[-1] != "\\" else _comment("#.", line) for line in entry.extracted]
    if entry.references:
        lines.append("#: " + " ".join(entry.references))
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    old = "#~" if entry.obsolete else ""
    previous = (("msgctxt", entry.previous_ctxt), ("msgid", entry.previous), ("msgid_plural", entry.previous_plural))
    for name, text in previous:
        if text is not None:
            lines += _prefixed(f"{old or '#'}| ", name, text)
    strings: list[tuple[str, str | None]] = [("msgctxt", entry.msgctxt), ("msgid", entry.msgid)]
    if entry.plural is None:
        strings.append(("msgstr", entry.msgstr))
    else:
        strings.append(("msgid_plural", entry.plural))
        strings += [(f"msgstr[{number}]", text) for number, text in enumerate(entry.plurals)]
    for name, text in strings:
        if text is not None:
            lines += _prefixed(f"{old} " if old else "", name, text)
    return "\n".join(lines)


def _prefixed(prefix: str, name: str, text: str) -> list[str]:
    if not prefix:
        return [f"{name} {encode_string(text)}"]
    return [prefix + line for line in f"{name} {encode_string(text)}".split("\n")]
