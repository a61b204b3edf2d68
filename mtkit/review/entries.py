"""Which PO entry a unit stands in, and how an edit names it.

A key stays the same when a file is read again; a version changes whenever a person's or a program's work on the entry
does, so that an edit made for one version is never laid over another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from mtkit.check import CHECKS, CODES
from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_facts import parse_facts
from mtkit.formats.po_text import digest, normal

__all__ = ["entries_of", "entry_key", "entry_version", "silenced_in"]


def entry_key(entry: Entry) -> str:
    """Twelve hex digits that name ``entry`` in its file, by context and source text."""
    return digest("\x04".join((entry.msgctxt or "", entry.msgid)))


def entry_version(entry: Entry) -> str:
    """Twelve hex digits of the translation as it stands, to the character: text, flags and previous source."""
    said = json.dumps([entry.msgstr, sorted(entry.flags), entry.previous])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def silenced_in(entry: Entry) -> tuple[str, ...]:
    """The codes and groups that translator comments ``mtkit-ignore: N01 P`` silence, sorted."""
    found: set[str] = set()
    for comment in entry.comments:
        name, _, codes = comment.strip().partition(":")
        if name == "mtkit-ignore":
            found.update(re.findall(r"[A-Z](?:\d\d)?\b", codes.upper()))
    return tuple(sorted(code for code in found if code in CODES or code in CHECKS))


def entries_of(file: PoFile) -> tuple[Entry | None, ...]:
    """The entry of each of ``file.units``; units that share a text share one. None if the file does not have it."""
    live = [entry for entry in file.entries if not entry.obsolete and entry.plural is None and not entry.is_header]
    by_name: dict[str, Entry] = {}
    by_text: dict[str, list[Entry]] = {}
    for entry in live:
        names = parse_facts(entry.extracted).segments or ("po-" + entry_key(entry),)
        by_name.update(dict.fromkeys(names, entry))
        by_text.setdefault(entry.msgid, []).append(entry)
    found: list[Entry | None] = []
    for unit in file.units:
        text = normal(unit.segment.text)
        named = by_name.get(unit.segment.id)
        if named is None or named.msgid != text:
            named = _likeliest(by_text.get(text, ()), unit.target, unit.segment.kind.value)
        found.append(named)
    return tuple(found)


def _likeliest(entries: Iterable[Entry], target: str, kind: str) -> Entry | None:
    """Of entries with one source text, the one that has the unit's translation, then its kind, then the first."""

    def unlike(entry: Entry) -> tuple[bool, bool]:
        return entry.msgstr != normal(target), (entry.msgctxt or "").partition("~")[0] != kind

    return min(entries, key=unlike, default=None)
