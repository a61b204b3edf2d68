"""One entry of a PO file as a value, and the quick way to read one that is laid out as gettext lays it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mtkit.errors import PoSyntaxError
from mtkit.formats.po_text import decode_string

__all__ = ["Entry", "has_rare_escape", "is_usual", "quick_entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a PO file, as it stands there.

    ``comments`` are the translator's (``# ``), ``extracted`` the program's (``#.``), one line each without the mark.
    ``line`` is where its message begins, 0 if it was not read from a file; it does not count in comparisons.
    """

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str | None = None
    previous_ctxt: str | None = None
    previous_plural: str | None = None
    plural: str | None = None
    plurals: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = field(default=0, compare=False)

    @property
    def fuzzy(self) -> bool:
        """Whether nobody has signed it off."""
        return "fuzzy" in self.flags

    @property
    def key(self) -> tuple[str | None, str]:
        """What must be unique in a file."""
        return self.msgctxt, self.msgid

    @property
    def is_header(self) -> bool:
        """Whether it holds the fields of the file, not a message."""
        return self.msgctxt is None and not self.msgid


_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2068]")
_ONE = r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"((?:\n"[^"\\\n]*(?:\\.[^"\\\n]*)*")*)'
_PLAIN = re.compile(
    r"((?:# .*\n|#\n)*)((?:#\. .*\n|#\.\n)*)((?:#: .*\n)*)(?:#, (.*)\n)?"
    rf"(?:msgctxt {_ONE}\n)?msgid {_ONE}\nmsgstr {_ONE}"
)
_PIECE = re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"')
_RARE_ESCAPE = re.compile(r'\\[^ntrvbf"]')
_USUAL_LINE = re.compile(
    r"#\.?|#[.:,]? .*|(?:#~? ?\| |#~ )?(?:(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?"
    r'"(?:[^"\\]|\\[ntrvbf"\\])*"'
)


def quick_entry(block: str, number: int) -> Entry | None:
    """The entry that ``block``, the lines from ``number`` on between two blank lines, spells in the usual layout.

    None where anything in it is unusual, obsolete, plural, changed or wrong: the reader then goes line by line.
    """
    found = _PLAIN.fullmatch(block)
    if found is None or (not block.replace("\n", "").isprintable() and _ODD.search(block)):
        return None
    comments, extracted, references, flags, context, more_context, msgid, more_id, msgstr, more_str = found.groups()
    try:
        return Entry(
            _string(msgid, more_id),
            _string(msgstr, more_str),
            None if context is None else _string(context, more_context),
            _texts(comments) if comments else (),
            _texts(extracted) if extracted else (),
            tuple(word for line in references.split("\n") for word in line[2:].split()) if references else (),
            ("fuzzy",) if flags == "fuzzy" else _flags(flags) if flags else (),
            line=number + block.count("\n", 0, found.start(5 if context is not None else 7)),
        )
    except PoSyntaxError:
        return None


def _string(first: str, more: str) -> str:
    if more:
        return decode_string(first) + "".join(decode_string(piece) for piece in _PIECE.findall(more))
    return decode_string(first)


def _texts(lines: str) -> tuple[str, ...]:
    """Comment lines without their marks, ``# `` or ``#. ``."""
    start = 1 if lines[1] in " \n" else 2
    if " \n" not in lines and "\t\n" not in lines and "#\n" not in lines and "#.\n" not in lines:
        return tuple(lines[start + 1 : -1].split("\n#. " if start == 2 else "\n# "))
    return tuple(line.rstrip(" \t")[start:].removeprefix(" ") for line in lines[:-1].split("\n"))


def _flags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flag for word in text.split(",") if (flag := word.strip())))


def is_usual(lines: Sequence[str]) -> bool:
    """Whether ``lines`` spell their entry as gettext's own tools do, so that any program reads the same in them."""
    return all(_USUAL_LINE.fullmatch(line) and not _ODD.search(line) for line in lines)


def has_rare_escape(block: str) -> bool:
    """Whether ``block``, which ``quick_entry`` reads, has escapes that not every program knows."""
    return "\\" in block and bool(_RARE_ESCAPE.search(block.replace("\\\\", "")))
