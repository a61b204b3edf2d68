"""Reading PO text into entries, with the line and the mend for whatever is wrong.

The grammar is that of the GNU gettext manual, "The Format of PO Files", with its ``#=`` lines of 2025. What other
tools get wrong but leaves the meaning clear is mended with a note; what gettext refuses is refused here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mtkit.errors import PoSyntaxError
from mtkit.formats.po_decode import decode, place_of
from mtkit.formats.po_entry import Entry, has_rare_escape, is_usual, quick_entry
from mtkit.formats.po_text import decode_string, token

__all__ = ["Entry", "Parsed", "decode", "parse"]


_STRINGS = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"\s*)+')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr|domain)\b(\[\d+\])?")
_CONFLICT = re.compile(r"(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(\s|$)|=======$")
_TOLD = 100  # how many problems are spelt out besides the first
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ISOLATED = re.compile("\u2068([^\u2069]*)\u2069")
_AFTER = {  # what may come before each keyword
    "msgctxt": {""},
    "msgid": {"", "msgctxt"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid"},
    "msgstr[]": {"msgid_plural", "msgstr[]"},
}


class _Draft:
    """An entry while its lines are being read."""

    def __init__(self) -> None:
        self.strings: dict[str, list[str]] = {}
        self.comments: list[str] = []
        self.extracted: list[str] = []
        self.references: list[str] = []
        self.flags: list[str] = []
        self.state = ""  # the last keyword
        self.open = ""  # the string that a bare quoted line goes on with
        self.obsolete = False
        self.line = 0
        self.lines: list[str] = []  # as they stand in the file
        self.mended = False

    @property
    def complete(self) -> bool:
        return self.state in {"msgstr", "msgstr[]"}

    def entry(self) -> Entry:
        joined = {name: "".join(parts) for name, parts in self.strings.items()}
        return Entry(
            msgid=joined["msgid"],
            msgstr=joined.get("msgstr", ""),
            msgctxt=joined.get("msgctxt"),
            comments=tuple(self.comments),
            extracted=tuple(self.extracted),
            references=tuple(self.references),
            flags=tuple(dict.fromkeys(self.flags)),
            previous=joined.get("|msgid"),
            previous_ctxt=joined.get("|msgctxt"),
            previous_plural=joined.get("|msgid_plural"),
            plural=joined.get("msgid_plural"),
            plurals=tuple(text for name, text in joined.items() if name.startswith("msgstr[")),
            obsolete=self.obsolete,
            line=self.line,
        )


class _Reader:
    """The state of one reading; ``entries``, ``written``, ``notes`` and ``problems`` grow as lines come in."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.number = 0
        self.line = ""
        self.draft = _Draft()
        self.entries: list[Entry] = []
        self.written: list[str] = []  # what each entry was read from; "" if that had to be mended
        self.notes: list[str] = []
        self.problems: list[PoSyntaxError] = []
        self.domain = ""
        self.lost = ""  # why lines are passed over: "" for not, else what ends it
        self.torn = False  # whether a merge conflict has begun
        self.quick = ""  # the block before this one, if it was read the quick way

    def fail(self, what: str, mend: str) -> PoSyntaxError:
        shown = self.line.strip()
        shown = shown if len(shown) <= 60 else shown[:60] + "…"
        return PoSyntaxError(f"{what} in {shown!r}; {mend}", where=place_of(self.where, self.number))

    def note(self, text: str) -> None:
        self.draft.mended = True
        self.notes.append(f"line {self.number}: {text}")

    def flush(self) -> None:
        """Close the entry in hand, if its message is complete."""
        if self.draft.complete:
            usual = not self.draft.mended and is_usual(self.draft.lines)
            self.entries.append(self.draft.entry())
            self.written.append("\n".join(self.draft.lines) if usual else "")
            self.draft = _Draft()

    def take(self, block: str) -> None:
        """Read the lines of ``block``, which stands between two blank lines."""
        draft = self.draft
        if (draft.complete or not draft.lines) and not self.lost and (found := quick_entry(block, self.number + 1)):
            self.flush()
            self.entries.append(found)
            self.written.append("" if has_rare_escape(block) else block)
            self.number += block.count("\n") + 1
            self.quick = block
        else:
            self.reopen()
            for line in block.split("\n"):
                self.try_line(line)
        self.number += 1  # the blank line
        self.lost = self.lost if self.lost == ">>>>>>>" else ""

    def reopen(self) -> None:
        """Read the block before this one again, line by line, for this one may go on with its entry."""
        if self.quick:
            lines = self.quick.split("\n")
            self.quick = ""
            self.entries.pop()
            self.written.pop()
            self.number -= len(lines) + 1
            for line in lines:
                self.try_line(line)
            self.number += 1

    def try_line(self, line: str) -> None:
        """``feed``; what is wrong is kept, and what cannot be read because of it is passed over."""
        self.number += 1
        if self.lost == ">>>>>>>":
            if line.startswith(">>>>>>>"):
                self.lost, self.torn = "", False
            return
        if self.lost and (not line.strip() or (line[:1] == "#" and line[:2] not in {"#~", "#|"})):
            self.lost = ""
        if self.lost:
            return
        self.line = line
        try:
            self.feed(line)
        except PoSyntaxError as error:
            if not _CONFLICT.match(line):
                self.draft, self.lost = _Draft(), "a blank line"
            elif line.startswith("<<<<<<<"):
                self.torn = True
            else:  # the other side of a conflict is passed over
                self.lost = ">>>>>>>"
                if self.torn:
                    return
            self.problems.append(error)

    def feed(self, line: str) -> None:
        if "\x00" in line:
            raise self.fail("NUL byte", "the file is damaged or not text: restore it")
        stripped = line.strip(" \t\r\f\v")
        if not stripped:
            return
        if _CONFLICT.match(stripped):
            raise self.fail("merge conflict mark", "choose one side and delete the marks")
        if stripped.startswith("#~"):
            rest = stripped[2:]
            if rest.startswith("|"):
                self.previous(rest[1:].strip(), obsolete=True)
            elif rest.strip():
                self.message(rest.strip(), obsolete=True)
        elif stripped.startswith("#|"):
            self.previous(stripped[2:].strip(), obsolete=False)
        elif stripped.startswith("#"):
            self.comment(stripped)
        else:
            self.message(stripped, obsolete=False)
        self.draft.lines.append(line)

    def start_comment(self) -> None:
        self.flush()
        if self.draft.state:
            raise self.fail("comment inside an entry", f"its {self.draft.state} has no msgstr: complete it first")

    def comment(self, line: str) -> None:
        self.start_comment()
        mark, rest = line[:2], line[2:]
        if _CONTROL.search(line):
            self.note("control character taken out of a comment")
            rest = _CONTROL.sub(" ", rest)
        if "\r" in rest:
            self.note("carriage return inside a comment taken as a blank")
            rest = rest.replace("\r", " ")
        match mark:
            case "#.":
                self.draft.extracted.append(rest.removeprefix(" "))
            case "#:":
                self.draft.references += self.references(rest)
            case "#," | "#=":
                if mark == "#=":
                    self.note("flags of a '#=' line are read as those of '#,'")
                self.draft.flags += [flag for word in rest.split(",") if (flag := word.strip())]
            case _:
                text = (_CONTROL.sub(" ", line[1:]) if _CONTROL.search(line) else line[1:]).replace("\r", " ")
                self.draft.comments.append(text.removeprefix(" "))

    def references(self, text: str) -> list[str]:
        """The names in a ``#:`` line; gettext sets those with blanks between U+2068 and U+2069."""
        if "\u2068" in text:
            self.note("a reference between U+2068 and U+2069 is written back percent-encoded")
            text = _ISOLATED.sub(lambda match: token(match[1]), text)
        return text.split()

    def previous(self, text: str, *, obsolete: bool) -> None:
        if not text.startswith('"'):
            if self.draft.complete or self.draft.state:
                self.start_comment()
            self.draft.open = ""
        self.strings(text, "|", obsolete=obsolete)

    def message(self, text: str, *, obsolete: bool) -> None:
        if _CONTROL.search(text):
            raise self.fail("control character", "delete it")
        self.strings(text, "", obsolete=obsolete)

    def strings(self, text: str, prefix: str, *, obsolete: bool) -> None:
        keyword = _KEYWORD.match(text)
        if keyword:
            name = self.begin(keyword, prefix, obsolete=obsolete)
            text = text[keyword.end() :]
        elif text.startswith('"'):
            name = self.draft.open
            if not name or name.startswith("|") != bool(prefix):
                raise self.fail("text without a keyword", "put msgid or msgstr before it")
        else:
            raise self.fail("not a line of a PO file", "comment it with '# ' or delete it")
        pieces = self.quoted(text)
        if name == "domain":
            self.set_domain("".join(pieces))
            return
        if not prefix and self.draft.obsolete != obsolete:
            raise self.fail("entry partly obsolete", "put '#~ ' before all of its lines or none")
        self.draft.strings.setdefault(name, []).extend(pieces)

    def begin(self, keyword: re.Match[str], prefix: str, *, obsolete: bool) -> str:
        """The name of the string that ``keyword`` opens, entered in the draft."""
        name, index = keyword[1], keyword[2] or ""
        if prefix:
            self.draft.open = prefix + name
            return self.draft.open
        self.flush_before(name, index)
        if name == "domain":
            self.draft.open = ""
            return name
        state = name + ("[]" if index else "")
        if self.draft.state not in _AFTER.get(state, set()):
            before = f"after {self.draft.state}" if self.draft.state else "at the start of an entry"
            raise self.fail(f"{name} {before}", "an entry is msgctxt (if any), msgid, msgstr in this order")
        if not self.draft.state:
            self.draft.line, self.draft.obsolete = self.number, obsolete
        self.draft.state, self.draft.open = state, name + index
        if self.draft.open in self.draft.strings:
            raise self.fail(f"{self.draft.open} given twice", "delete one of them")
        return self.draft.open

    def flush_before(self, name: str, index: str) -> None:
        if name in {"msgctxt", "msgid", "domain"} or (name == "msgstr" and not index):
            self.flush()

    def set_domain(self, name: str) -> None:
        if self.domain and name != self.domain:
            raise self.fail("second domain", "split the file: one PO for each domain")
        self.domain = name
        self.note(f"domain {name!r} is not kept")

    def quoted(self, text: str) -> list[str]:
        """The decoded strings of ``text``, which is nothing but strings in double quotes."""
        if not _STRINGS.fullmatch(text):
            raise self.fail(*_quote_fault(text.strip()))
        if "\r" in text:
            raise self.fail("carriage return inside a string", "write it as \\n or delete it")
        try:
            return [decode_string(piece) for piece in _STRING.findall(text)]
        except PoSyntaxError as error:
            what, _, mend = str(error).partition("; ")
            raise self.fail(what, mend) from None


def _quote_fault(text: str) -> tuple[str, str]:
    if not text.startswith('"'):
        what = "text in single quotes" if text.startswith("'") else "text not in double quotes"
        return what, 'put " before and after it'
    bare = re.sub(r"\\.", "", text)
    if bare.count('"') % 2:
        return "no closing quote", 'end the line with ", or write \\" for a quote that belongs to the text'
    if not bare.endswith('"'):
        return "text after the closing quote", "delete it or put it inside"
    return "quote inside the text", 'write \\" for a quote that belongs to the text'


class Parsed(NamedTuple):
    """What a PO text says: its entries (the header among them), comments after the last, notes on what was mended.

    ``written`` holds for each entry the lines that it was read from, "" where they are not such as gettext writes.
    """

    entries: tuple[Entry, ...]
    tail: tuple[str, ...]
    notes: tuple[str, ...]
    written: tuple[str, ...]


def parse(text: str, where: str = "") -> Parsed:
    """The entries of a PO text.

    Raises PoSyntaxError, with line, text and mend, for what gettext would refuse: broken quotes, unknown escapes,
    merge-conflict marks, a message without msgstr, an entry that is there twice; all of it at once, in ``more``.
    """
    reader = _Reader(where)
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        reader.notes.append("line ends are not LF alone; written back with LF")
        text = text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
    for block in text.removesuffix("\n").split("\n\n"):
        reader.take(block)
    reader.number -= not text.endswith("\n")  # there is no blank line after the last block
    reader.flush()
    if reader.draft.state:
        reader.line = f"{reader.draft.state} of line {reader.draft.line}"
        reader.problems.append(reader.fail("file ends inside an entry", "add the msgstr that is missing"))
    reader.problems += _doubles(reader.entries, where)
    if reader.problems:
        raise _all_of(reader.problems)
    tail = reader.draft
    rest = (*tail.comments, *(f". {line}".rstrip() for line in tail.extracted))
    return Parsed(tuple(reader.entries), rest, tuple(reader.notes), tuple(reader.written))


def _all_of(problems: list[PoSyntaxError]) -> PoSyntaxError:
    """The first of ``problems``, which names the number of the others and has them in ``more``."""
    first, *others = sorted(problems, key=lambda error: int(re.split("[: ]", error.where)[-1]))
    if not others:
        return first
    message = str(first).removeprefix(f"{first.where}: ")
    rest = "another problem" if len(others) == 1 else f"{len(others)} more problems"
    more = [str(error) for error in others[:_TOLD]]
    if len(others) > _TOLD:
        more.append(f"{others[_TOLD].where}: and {len(others) - _TOLD} more problems from here on")
    return PoSyntaxError(f"{message} (and {rest})", where=first.where, more=tuple(more))


def _doubles(entries: list[Entry], where: str) -> list[PoSyntaxError]:
    seen: dict[tuple[str | None, str], int] = {}
    found = []
    for entry in entries:
        first = seen.setdefault((entry.msgctxt, entry.msgid), entry.line)
        if first != entry.line:
            shown = entry.msgid if len(entry.msgid) <= 40 else entry.msgid[:40] + "…"
            message = f"entry {shown!r} is already at line {first}; delete one, or run msguniq"
            found.append(PoSyntaxError(message, where=place_of(where, entry.line)))
    return found
