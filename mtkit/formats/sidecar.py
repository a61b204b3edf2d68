"""The sidecar: what a PO file cannot hold of its units, one JSON line for each, in a file beside it.

``#.`` comments round off scores, drop spans, and are thrown away by msgmerge; the sidecar has all of a unit as it
was when the PO was written. The PO stays the truth: what an editor did there wins over what is here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.errors import BadInputError
from mtkit.formats.po_calm import calm
from mtkit.formats.po_compose import contexts
from mtkit.formats.po_disk import replace_file
from mtkit.formats.po_facts import Glance, derive, glance, machine_hash, parse_facts, standing_in_po
from mtkit.formats.po_file import PoFile, place_in_article, units_of_entry
from mtkit.formats.po_header import Header
from mtkit.formats.po_lex import Entry
from mtkit.formats.po_text import digest, normal
from mtkit.lang import Pair
from mtkit.text import Code, Kind, Role, Room, Segment, Span
from mtkit.unit import Estimate, Hop, Issue, MemoryMatch, Origin, Severity, State, TermUse, Unit

__all__ = [
    "SCHEMA", "Sidecar", "dumps_sidecar", "loads_sidecar", "read_sidecar", "sidecar_path", "units_of", "write_sidecar",
]  # fmt: skip

SCHEMA = 1
"""The number in the first line; a file with a higher one is refused."""

_AS_IS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPED = json.JSONEncoder(separators=(",", ":"))
_KINDS = MappingProxyType({kind.value: kind for kind in Kind})
_STATES = MappingProxyType({state.value: state for state in State})
_ORIGINS = MappingProxyType({origin.value: origin for origin in Origin})


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The units of one PO file as they were written, and the msgctxt that each has there."""

    header: Header
    units: tuple[Unit, ...]
    contexts: tuple[str | None, ...]


def sidecar_path(po_path: Path) -> Path:
    """``news.vi.mtkit.jsonl`` for ``news.vi.po``."""
    return po_path.with_suffix(".mtkit.jsonl")


@calm()
def write_sidecar(
    units: Sequence[Unit], path: Path, header: Header, *, placed: Sequence[str | None] | None = None
) -> None:
    """Write the sidecar at ``path``, whole or not at all. Raises MtkitError if that fails."""
    replace_file(path, dumps_sidecar(units, header, placed=placed).encode())


def dumps_sidecar(units: Sequence[Unit], header: Header, *, placed: Sequence[str | None] | None = None) -> str:
    """The header and then the units, a line of JSON each.

    ``placed`` is the msgctxt of each unit, where the PO file was not laid out by ``compose``.
    """
    first = {"mtkit-sidecar": SCHEMA, **{name: getattr(header, name) for name in Header.__slots__ if name != "extra"}}
    placed = contexts(units) if placed is None else placed
    records = (_record(unit, context) for unit, context in zip(units, placed, strict=True))
    return "".join(map(_line, chain(({**first, "extra": dict(header.extra)},), records)))


def _line(record: dict[str, Any]) -> str:
    line = _AS_IS.encode(record)
    if not line.isascii():
        try:
            line.encode()
        except UnicodeEncodeError:  # half a character, which UTF-8 has no bytes for
            line = _ESCAPED.encode(record)
    return line + "\n"


def _record(unit: Unit, context: str | None) -> dict[str, Any]:
    """What ``_unit`` reads; what is empty is left out."""
    segment = unit.segment
    record: dict[str, Any] = {"id": segment.id, "span": _ends(segment.span), "kind": segment.kind}
    if context:
        record["context"] = context
    record["text"] = segment.text
    record |= _segment_facts(segment)
    record["pair"] = [unit.pair.source, unit.pair.target]
    record["target"], record["state"], record["origin"] = unit.target, unit.state, unit.origin
    if unit.raw:
        record["raw"] = unit.raw
    if unit.previous:
        record["previous"] = unit.previous
    if unit.trail:
        record["hops"] = [
            {"pair": [h.pair.source, h.pair.target], "model": h.model, "text": h.text, "score": h.score, "tier": h.tier}
            for h in unit.trail
        ]
    if unit.terms:
        record["terms"] = [[term.concept, term.source, term.target, term.authority] for term in unit.terms]
    if unit.issues:
        record["issues"] = [
            {"code": i.code, "severity": i.severity, "message": i.message, "source": _ends(i.source),
             "target": _ends(i.target)}
            for i in unit.issues
        ]  # fmt: skip
    if segment.source != segment.text:
        record["source"] = segment.source
    if unit.matches:
        record["memory"] = [
            [m.score, m.source, m.target, m.author, m.date, m.document, list(m.changed), m.use] for m in unit.matches
        ]
    if unit.estimate:
        record["estimate"] = {
            "value": unit.estimate.value,
            "how": unit.estimate.how,
            "parts": dict(unit.estimate.parts),
        }
    return record


def _segment_facts(segment: Segment) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if segment.codes:
        found["codes"] = [[c.span.start, c.span.end, c.role, c.number, c.text] for c in segment.codes]
    if segment.guessed:
        found["guessed"] = True
    if segment.room:
        found["room"] = [segment.room.lines, segment.room.seconds]
    return found


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar at ``path``. Raises BadInputError, with path and line, where it is damaged or of a later schema."""
    where = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInputError(f"not UTF-8: {_MEND}", where=where) from error
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror or error}", where=where) from error
    return loads_sidecar(text, where=where)


_MEND = "delete it and use the PO alone, or translate the article again"


def loads_sidecar(text: str, *, where: str = "") -> Sidecar:
    """What ``dumps_sidecar`` wrote. Raises BadInputError as ``read_sidecar`` does."""
    lines = text.removesuffix("\n").split("\n")  # never splitlines(): U+2028 may stand inside a string
    units: list[Unit] = []
    found: list[str | None] = []
    pairs: dict[str, Pair] = {}
    decode, at = json.JSONDecoder().raw_decode, 0
    try:
        first = json.loads(lines[0])
        schema = first.pop("mtkit-sidecar")
        if not isinstance(schema, int) or schema > SCHEMA:
            message = f"sidecar schema {schema} is later than {SCHEMA}, which this mtkit knows; update mtkit"
            raise BadInputError(message, where=where)
        header = Header(**first)
        for at in range(1, len(lines)):
            record, end = decode(lines[at])
            if end != len(lines[at]):
                raise ValueError(f"more than one value, from character {end} on")
            units.append(_unit(record, pairs))
            found.append(record.get("context"))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        place = f"{where}:{at + 1}" if where else f"line {at + 1}"
        raise BadInputError(f"not a sidecar line ({type(error).__name__}: {error}); {_MEND}", where=place) from error
    return Sidecar(header, tuple(units), tuple(found))


def _unit(record: dict[str, Any], pairs: dict[str, Pair]) -> Unit:
    """The unit of a record; ``pairs`` holds those that were met, for a file has but a few."""

    def pair(source: str, target: str) -> Pair:
        name = f"{source} {target}"
        return pairs[name] if name in pairs else pairs.setdefault(name, Pair(source, target))

    get = record.get
    text = record["text"]
    codes = [Code(Span(start, end), Role(role), number, shown) for start, end, role, number, shown in get("codes", ())]
    segment = Segment(
        record["id"], Span(*record["span"]), get("source", text), text, _KINDS[record["kind"]], tuple(codes),
        get("guessed", False), Room(*record["room"]) if "room" in record else None,
    )  # fmt: skip
    issues = [
        Issue(said["code"], Severity(said["severity"]), said["message"], _span(said["source"]), _span(said["target"]))
        for said in get("issues", ())
    ]
    trail = [
        Hop(pair(*said["pair"]), said["model"], said["text"], said["score"], said["tier"]) for said in get("hops", ())
    ]
    return Unit(
        segment, pair(*record["pair"]), record["target"], _STATES[record["state"]], _ORIGINS[record["origin"]],
        tuple(issues), tuple([TermUse(*said) for said in get("terms", ())]), tuple(trail), get("raw", ""),
        get("previous", ""), tuple([_match(*said) for said in get("memory", ())]), _estimate(get("estimate")),
    )  # fmt: skip


def _estimate(said: dict[str, Any] | None) -> Estimate | None:
    """What was estimated; a value that is no number from 0 to 1 is damage."""
    if said is None:
        return None
    value = float(said["value"])
    if not 0 <= value <= 1:
        raise ValueError(f"an estimate of {value}")
    return Estimate(value, str(said["how"]), tuple((str(name), float(part)) for name, part in said["parts"].items()))


def _match(score: int, source: str, target: str, author: str, date: str, document: str, *rest: Any) -> MemoryMatch:
    changed, use = rest
    return MemoryMatch(score, source, target, author, date, document, tuple(changed), use)


def _span(ends: list[int] | None) -> Span | None:
    return None if ends is None else Span(ends[0], ends[1])


class _Known:
    """The units of a sidecar with their places, to be found by id or, where ids are lost, by entry or text."""

    def __init__(self, sidecar: Sidecar, keys: Collection[tuple[str | None, str]]) -> None:
        self._sidecar = sidecar
        self._keys = keys  # of all entries of the file
        self._given: set[int] = set()
        self._by_id = {unit.segment.id: (place, unit) for place, unit in enumerate(sidecar.units)}
        self._by_key: dict[tuple[str | None, str], list[tuple[int, Unit]]] = {}
        self._by_text: dict[str, list[tuple[int, Unit]]] = {}
        self._marks: frozenset[str] | None = None

    def of(self, entry: Entry, facts: Glance) -> list[tuple[int, Unit] | str]:
        """What stands for ``entry``: units with their places, or the bare id where the sidecar does not know one."""
        if facts.segments:
            return [hit if (hit := self._by_id.get(name)) and _has(hit[1], entry) else name for name in facts.segments]
        if not self._by_text:
            self._learn_texts()
        return list(self._by_key.get(entry.key) or self._by_its_text(entry))

    def _by_its_text(self, entry: Entry) -> list[tuple[int, Unit]]:
        """The units with the text of ``entry`` that no other entry can have: each stands in one entry alone."""
        contexts = self._sidecar.contexts
        free = [
            hit
            for hit in self._by_text.get(entry.msgid, ())
            if hit[0] not in self._given and (contexts[hit[0]], entry.msgid) not in self._keys
        ]
        kind = (entry.msgctxt or "").partition("~")[0]
        found = [hit for hit in free if hit[1].segment.kind == kind] or free
        self._given.update(place for place, _ in found)
        return found

    def _learn_texts(self) -> None:
        for place, (unit, context) in enumerate(zip(self._sidecar.units, self._sidecar.contexts, strict=True)):
            text = normal(unit.segment.text)
            self._by_key.setdefault((context, text), []).append((place, unit))
            self._by_text.setdefault(text, []).append((place, unit))

    def misplaced(self, entry: Entry, plain: Unit) -> Unit:
        """``plain``, a unit of a text not known here: machine text of another sentence is not a person's work.

        msgmerge puts such text on a sentence that has changed, without any sign if it was fuzzy before.
        """
        if not entry.msgstr or plain.origin is not Origin.HUMAN:
            return plain
        if self._marks is None:
            self._marks = frozenset(machine_hash(unit) for unit in self._sidecar.units)
        mark = digest(entry.msgstr)
        if mark not in self._marks:
            return plain
        stale = plain.state is State.STALE
        state, origin = derive(entry.msgstr, fuzzy=entry.fuzzy, mark=mark, stale=stale, memory=False)
        return replace(plain, state=state, origin=origin, raw=entry.msgstr)


def _has(unit: Unit, entry: Entry) -> bool:
    return unit.segment.text == entry.msgid or normal(unit.segment.text) == entry.msgid


def units_of(po: PoFile, sidecar: Sidecar, *, pair: Pair | None = None) -> tuple[Unit, ...]:
    """The units of ``po`` with all that ``sidecar`` knows of them, in the order of the article.

    An entry that nobody touched gives back its unit exactly. One that was edited or approved keeps segment, machine
    text and trail; its text and state are the PO's. Entries of which another program dropped the ``#.`` lines are
    known again by context and text; machine text that one of them moved to a changed sentence is seen to be that, not
    a person's. A sidecar that belongs to another run of the machine gives the segment alone. ``pair`` is the
    direction of ``po``, where its units do not tell.
    """
    pair = pair or po.pair
    known = _Known(sidecar, {entry.key for entry in po.entries if not entry.obsolete})
    found: list[tuple[int | None, Unit]] = []
    for entry in po.entries:
        if entry.obsolete or entry.plural is not None:
            continue
        facts = glance(entry.extracted)
        met = known.of(entry, facts)
        if not met:
            found.append((None, known.misplaced(entry, _plain(entry, pair, 0))))
        for number, hit in enumerate(met):
            if isinstance(hit, str):
                found.append((place_in_article(entry, number), known.misplaced(entry, _plain(entry, pair, number))))
            else:
                found.append((hit[0], _merged(entry, facts, hit[1]) or _of_another_run(entry, pair, number, hit[1])))
    if all(place is not None for place, _ in found):
        found.sort(key=lambda item: item[0] or 0)
    return tuple(unit for _, unit in found)


def _plain(entry: Entry, pair: Pair, number: int) -> Unit:
    """What the PO alone says of unit ``number`` of ``entry``, or of its last."""
    found = units_of_entry(entry, parse_facts(entry.extracted), pair)
    return found[min(number, len(found) - 1)]


def _of_another_run(entry: Entry, pair: Pair, number: int, kept: Unit) -> Unit:
    return replace(_plain(entry, pair, number), segment=kept.segment)


def _merged(entry: Entry, facts: Glance, kept: Unit) -> Unit | None:
    """``kept``, a unit of the sidecar, as ``entry`` has it now; None if the entry is of another run of the machine."""
    mark = machine_hash(kept)
    if facts.mark and facts.mark != mark:
        return None
    before = standing_in_po(kept, mark)
    lost = not facts.segments
    stale = bool(entry.msgstr) and entry.fuzzy and (facts.stale or entry.previous is not None)
    stale = stale or (lost and kept.state is State.STALE and entry.msgstr == before[0])
    memory = facts.memory or (lost and kept.origin is Origin.MEMORY)
    same = entry.msgstr == before[0] and (kept.state is State.RAW or kept.raw == kept.target)
    untouched = True if same and entry.msgstr else None  # the hash was made of that text
    state, origin = derive(entry.msgstr, fuzzy=entry.fuzzy, mark=mark, stale=stale, memory=memory, untouched=untouched)
    previous = entry.previous or (before[3] if lost else "")
    previous = previous if state is State.STALE else ""
    if (entry.msgstr, state, origin, previous) == before:
        return kept
    if entry.msgstr == before[0]:
        return replace(kept, state=state, origin=origin, previous=previous)
    issues = tuple(replace(issue, target=None) for issue in kept.issues)
    return replace(kept, target=entry.msgstr, state=state, origin=origin, issues=issues, previous=previous)
