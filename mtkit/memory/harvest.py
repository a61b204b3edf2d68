"""What a reviewed PO file has for the memory: its approved units, with who approved them, when and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from mtkit.formats.po import PoFile
from mtkit.formats.po_text import digest
from mtkit.memory.interface import Context, Entry, Provenance
from mtkit.unit import Origin, State, Unit

__all__ = ["Harvest", "contexts", "harvest"]

_NOBODY = re.compile(r"mtkit \(|FULL NAME <EMAIL@ADDRESS>")


@dataclass(frozen=True, slots=True)
class Harvest:
    """The entries of a file, and how many of its units were left, by reason."""

    entries: tuple[Entry, ...]
    skipped: Mapping[str, int]


def harvest(file: PoFile, *, document: str = "", machine: bool = False, without: Collection[str] = ()) -> Harvest:
    """What ``file`` has for the memory.

    ``document`` names the article where the header does not. With ``machine``, raw texts are taken too, as what they
    are. Units whose segment is in ``without`` are left out.
    """
    named = file.header.get("X-Mtkit-Document", "") or document
    author, moment = _signed(file.header)
    entries: list[Entry] = []
    skipped: Counter[str] = Counter()
    for unit, context in zip(file.units, contexts(file.units), strict=True):
        reason = _reason(unit, machine=machine) or ("with errors" if unit.segment.id in without else "")
        if reason:
            skipped[reason] += 1
            continue
        provenance = _provenance(unit)
        raw = provenance is Provenance.MACHINE
        entries.append(
            Entry(
                unit.segment.text,
                unit.target,
                file.pair,
                context,
                provenance,
                "" if raw else author,
                "" if raw else moment,
                "" if raw else moment,
                named,
                unit.trail[-1].model if unit.trail else "",
                file.header.get("X-Mtkit-Signature", "") if unit.trail else "",
            )
        )
    return Harvest(tuple(entries), MappingProxyType(dict(sorted(skipped.items()))))


def contexts(units: Collection[Unit]) -> list[Context]:
    """Where each unit of an article stands, in its order."""
    found: list[Context] = []
    turns: dict[tuple[str, str, str], dict[str, str]] = {}
    before = ""
    for unit in units:
        kind, text = unit.segment.kind.value, unit.segment.text
        previous = digest(before) if before else ""
        targets = turns.setdefault((kind, text, previous), {})
        turn = ""
        if unit.state is State.APPROVED:
            turn = targets.setdefault(unit.target, str(len(targets) + 1) if targets else "")
        found.append(Context(kind, previous, turn))
        before = text
    return found


def _reason(unit: Unit, *, machine: bool) -> str:
    """Why a unit is left out; "" for one that is taken."""
    match unit.state:
        case State.UNTRANSLATED:
            return "untranslated"
        case State.RAW if not machine or unit.origin is not Origin.MACHINE:
            return "raw"
        case State.EDITED:
            return "edited, not approved"
        case State.STALE:
            return "stale"
        case State.APPROVED if any(match.use == "approved" for match in unit.matches):
            return "from the memory as it was"
        case _:
            return ""


def _provenance(unit: Unit) -> Provenance:
    if unit.state is State.RAW:
        return Provenance.MACHINE
    match unit.origin:
        case Origin.MACHINE:
            return Provenance.MACHINE_APPROVED
        case Origin.MEMORY:
            return Provenance.MEMORY
        case Origin.HUMAN:
            return Provenance.POST_EDITED if unit.trail or unit.raw else Provenance.HUMAN


def _signed(header: Mapping[str, str]) -> tuple[str, str]:
    """Who signed a file and when, in UTC; two empty strings where no person has."""
    author = header.get("Last-Translator", "").strip()
    if not author or _NOBODY.match(author):
        return "", ""
    try:
        moment = datetime.strptime(header.get("PO-Revision-Date", "").strip(), "%Y-%m-%d %H:%M%z")
    except ValueError:
        return author, ""
    return author, moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
