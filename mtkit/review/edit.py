"""Edits of PO entries, as functions from entries to entries.

An edit touches what it is about and nothing else: the translator's comments, the ``#.`` lines with the hash of the
machine's text, references and other programs' flags stay, so that the state of a unit can still be derived from its
entry. What a person typed is kept to the character, but for what a PO cannot hold (see ``po_text.normal``).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from mtkit.check import CODES
from mtkit.errors import MtkitError
from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_text import fit, flat, normal
from mtkit.review.entries import silenced_in
from mtkit.unit import State

__all__ = [
    "EditError", "StaleEditError", "approve", "edit_entry", "merged", "reopen", "set_state", "silence", "stamped",
]  # fmt: skip

_FUZZY = "fuzzy"
_IGNORE = "mtkit-ignore"
_STALE_LINE = "mtkit-state: stale"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ONLY_CODES = re.compile(r"(?:[\s,]*[A-Z](?:\d\d)?\b)*\s*", re.IGNORECASE)


class EditError(MtkitError):
    """An edit that cannot be made; nothing was changed."""


class StaleEditError(EditError):
    """An edit or undo made for a text that has been changed since; nothing was changed."""


def edit_entry(entry: Entry, target: str) -> Entry:
    """``entry`` with the translation ``target``, in NFC and with line feeds at its ends as in the source.

    A new text is a draft: fuzzy until somebody approves it. The same text changes nothing. An empty one makes the
    entry untranslated. Raises EditError for control characters and halves of characters.
    """
    wrong = _UNWRITABLE.search(target)
    if wrong:
        raise EditError(f"the text holds the control character U+{ord(wrong[0]):04X}: delete it")
    text = fit(normal(target), entry.msgid)
    if text == entry.msgstr:
        return entry
    if not text.strip():
        return _without_sign(replace(entry, msgstr=""))
    return reopen(replace(entry, msgstr=text))


def approve(entry: Entry) -> Entry:
    """``entry`` signed off: not fuzzy, and no longer of an earlier source. Raises EditError if it has no text."""
    if not entry.msgstr.strip():
        raise EditError("an empty translation cannot be approved: write it first")
    lines = tuple(line for line in entry.extracted if line.strip() != _STALE_LINE)
    return replace(_without_sign(entry), extracted=lines)


def reopen(entry: Entry) -> Entry:
    """``entry`` not signed off. An entry without text stays as it is."""
    if entry.fuzzy or not entry.msgstr.strip():
        return entry
    return replace(entry, flags=(_FUZZY, *entry.flags))


def set_state(entry: Entry, state: State) -> Entry:
    """``entry`` as ``approved``, ``edited`` (not signed off) or ``untranslated`` (its text deleted)."""
    match state:
        case State.APPROVED:
            return approve(entry)
        case State.EDITED:
            return reopen(entry)
        case State.UNTRANSLATED:
            return edit_entry(entry, "")
        case _:
            raise EditError(f"nobody can make a unit {state.value}: approved, edited or untranslated")


def _without_sign(entry: Entry) -> Entry:
    """``entry`` without ``fuzzy`` and the earlier source that goes with it."""
    flags = tuple(flag for flag in entry.flags if flag != _FUZZY)
    return replace(entry, flags=flags, previous=None, previous_ctxt=None, previous_plural=None)


def silence(entry: Entry, code: str, *, on: bool) -> Entry:
    """``entry`` with a comment ``mtkit-ignore`` that names ``code``, or with none that does.

    Words that somebody wrote after the codes stay. Raises EditError for an unknown code, or to hear again of one
    code of a group that is silenced whole.
    """
    if code not in CODES:
        raise EditError(f"there is no finding {code!r}: give a code such as N01")
    quiet = silenced_in(entry)
    if on:
        return entry if {code, code[0]} & set(quiet) else _noted(entry, code)
    if code[0] in quiet:
        message = f"all of {code[0]} is silenced here: take it out of the comment '{_IGNORE}' in a PO editor"
        raise EditError(message)
    return _unnoted(entry, code) if code in quiet else entry


def _noted(entry: Entry, code: str) -> Entry:
    lines = list(entry.comments)
    for at, line in enumerate(lines):
        name, colon, said = line.strip().partition(":")
        if name == _IGNORE and colon and _ONLY_CODES.fullmatch(said):
            lines[at] = f"{line.rstrip()} {code}"
            return replace(entry, comments=tuple(lines))
    return replace(entry, comments=(*lines, f"{_IGNORE}: {code}"))


def _unnoted(entry: Entry, code: str) -> Entry:
    lines = []
    for line in entry.comments:
        name, _, said = line.strip().partition(":")
        if name == _IGNORE:
            rest = re.sub(rf"\s*\b{code}\b,?", "", said, flags=re.IGNORECASE)
            if rest == said:
                lines.append(line)
            elif rest.strip():
                lines.append(f"{_IGNORE}: {rest.strip()}")
        else:
            lines.append(line)
    return replace(entry, comments=tuple(lines))


def merged(base: Entry, ours: Entry, theirs: Entry) -> Entry:
    """``theirs`` with what changed from ``base`` to ``ours``: the way to undo without undoing others' work.

    Text, sign-off and earlier source are one thing: who changed any of them changed the translation. Comments are
    merged line by line. Raises StaleEditError where both sides changed the same thing.
    """
    if theirs == base:
        return ours
    said, now = _said(ours), _said(theirs)
    if said != _said(base) and now != _said(base) and said != now:
        raise StaleEditError("the translation has been changed since by another program or person")
    taken = theirs
    if said != _said(base):
        flags = tuple(flag for flag in theirs.flags if flag != _FUZZY)
        taken = replace(
            theirs,
            msgstr=ours.msgstr,
            flags=(_FUZZY, *flags) if ours.fuzzy else flags,
            previous=ours.previous,
            previous_ctxt=ours.previous_ctxt,
            previous_plural=ours.previous_plural,
        )
    return replace(
        taken,
        comments=_lines_merged(base.comments, ours.comments, theirs.comments),
        extracted=_lines_merged(base.extracted, ours.extracted, theirs.extracted),
    )


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.msgstr, entry.fuzzy, entry.previous, entry.previous_ctxt, entry.previous_plural


def _lines_merged(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    if base in {ours, theirs}:
        return ours if theirs == base else theirs
    gone, fresh = [line for line in base if line not in ours], [line for line in ours if line not in base]
    if any(line not in theirs for line in gone):
        raise StaleEditError("the comment has been changed since by another program or person")
    return (*(line for line in theirs if line not in gone), *(line for line in fresh if line not in theirs))


def stamped(file: PoFile, now: datetime, who: str = "") -> PoFile:
    """``file`` with the time of its last change, and who made it if that is known. A file without a header has none.

    ``now`` has its offset; it is written as gettext writes times, ``2026-11-23 10:00+0800``.
    """
    if not file.header:
        return file
    named = {**file.header, "PO-Revision-Date": f"{now:%Y-%m-%d %H:%M%z}"}
    if who:
        named["Last-Translator"] = flat(who)
    return replace(file, header=MappingProxyType(named))
