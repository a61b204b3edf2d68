"""A second look at a PO file that is to be written: does it say what was meant?

Two readers look, neither of which shares code with the writer or the reader of this room. The small one here takes in
all of the file, as it lies on the disk; it knows no more of the format than what is written, so that whatever else
slipped in is an error. polib (in ``po``), a stranger's reader, is asked about every block whose message is not
already, to the character, in the file that is to be replaced. A block stands between blank lines and begins with a
keyword or a comment, which the small reader sees to, so its meaning does not depend on what is around it: what polib
reads in a block it reads there in any file, and asking about an unchanged one at each save tells nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtkit.formats.po_entry import Entry

__all__ = ["Message", "NotReadError", "cut", "meant", "new_blocks", "second_reading"]

Message = tuple[str | None, str, str, tuple[str, ...], bool, bool]
"""msgctxt, msgid, msgstr, the plural forms with msgid_plural first, whether fuzzy, whether obsolete."""

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? )?"((?:[^"\\]|\\["\\ntrabfv])*)"')
_TEXT = r'"([^"\\\n]*(?:\\["\\ntrabfv][^"\\\n]*)*)"'
_SHORT = re.compile(rf"(?:#[.:] ?[^\n]*\n)*(#, fuzzy\n)?msgid {_TEXT}\nmsgstr {_TEXT}")
_ESCAPE = re.compile(r"\\(.)")
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_COMMENTS = re.compile(r"(?:#(?:[ .:].*)?\n)*")


class NotReadError(ValueError):
    """A line that is not as PO files are written here; the message shows it."""


def meant(entries: Iterable[Entry]) -> list[Message]:
    """What a reader must find for ``entries``."""
    return [
        (
            e.msgctxt,
            e.msgid,
            e.msgstr,
            () if e.plural is None else (e.plural, *e.plurals),
            "fuzzy" in e.flags,
            e.obsolete,
        )
        for e in entries
    ]


def cut(text: str) -> list[str]:
    """The blocks of a file: what stands between blank lines."""
    return text.removesuffix("\n").split("\n\n")


def second_reading(blocks: Iterable[str]) -> list[Message]:
    """The messages in ``blocks``, the header among them. Raises NotReadError."""
    return [found for block in blocks if (found := _message(block)) is not None]


def _message(block: str) -> Message | None:
    """The message of one block; None if it holds comments alone."""
    short = _SHORT.fullmatch(block)
    return (None, _plain(short[2]), _plain(short[3]), (), bool(short[1]), False) if short else _long_message(block)


def _long_message(block: str) -> Message | None:
    said: dict[str, str] = {}
    last, fuzzy, old = "", False, False
    for line in block.split("\n"):
        if line.startswith("#"):
            mark = line[:2]
            if mark == "#,":
                fuzzy = fuzzy or "fuzzy" in line[2:].replace(" ", "").split(",")
            if mark != "#~" or line[2:3] == "|":
                if said:
                    raise NotReadError(line)
                continue
            old, line = True, line[3:]
        elif old:
            raise NotReadError(line)
        found = _LINE.fullmatch(line)
        if found is None or (not found[1] and not last):
            raise NotReadError(line)
        if found[1]:
            last = found[1] + (found[2] or "")
            if last in said:
                raise NotReadError(line)
            said[last] = ""
        said[last] += _plain(found[3])
    if not said:
        return None
    if "msgid" not in said:
        raise NotReadError(block)
    forms = tuple(text for name, text in said.items() if name == "msgid_plural" or name[6:].isdigit())
    return said.get("msgctxt"), said["msgid"], said.get("msgstr", ""), forms, fuzzy, old


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: _CHARS.get(found[1], found[1]), text) if "\\" in text else text


def new_blocks(blocks: Iterable[str], before: Iterable[str]) -> list[str]:
    """Those of ``blocks`` that have a message which is in no block of ``before``."""
    known = set(before)
    fresh = [block for block in blocks if block not in known]
    if not fresh:
        return []
    known = {_message_lines(block) for block in known}
    return [block for block in fresh if _message_lines(block) not in known]


def _message_lines(block: str) -> str:
    """``block`` without the comments in front, which have no bearing on its message."""
    found = _COMMENTS.match(block)
    return block[found.end() :] if found else block
