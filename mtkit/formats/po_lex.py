"""Reading PO text into entries, with the line and the mend for whatever is wrong.

The grammar is that of the GNU gettext manual, "The Format of PO Files", with its ``#=`` lines of 2025. What other
tools get wrong but leaves the meaning clear is mended with a note; what gettext refuses is refused here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from mtkit.errors import PoSyntaxError
from mtkit.formats.po_text import decode_string, token

__all__ = ["Entry", "decode", "parse"]


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


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, where: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a PO file, and notes on what was unusual in it.

    The declared charset decides, a byte order mark before it; GBK and GB2312 are read as their superset GB18030.
    Raises PoSyntaxError for an unknown charset, or bytes that are not in it, with the line of the first.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            note = f"read as {name.upper()} by its byte order mark, which gettext refuses; written back as UTF-8"
            return _decoded(data[len(bom) :], name, where), (note,)
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return _decoded(data, name, where), (f"read as {name.upper()}; written back as UTF-8",)
    declared = re.search(rb"charset=([A-Za-z0-9_:.\-]+)", head)
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.upper() in {"CHARSET", "UTF-8", "UTF8"}:
        return _decoded(data, "utf-8", where, declared=bool(declared)), ()
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        raise PoSyntaxError(f"unknown charset {name!r}; write charset=UTF-8 and save it so", where=where) from None
    if codec in {"gbk", "gb2312", "cp936"}:
        codec = "gb18030"
    text = _decoded(data, codec, where)
    return text, () if codec == "ascii" else (f"read as {codec.upper()} as declared; written back as UTF-8",)


def _decoded(data: bytes, codec: str, where: str, *, declared: bool = True) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not {codec.upper()}"
    mend = "save the file as UTF-8"
    if codec == "utf-8":
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            mend = "it may be GB18030: convert it, or " + ("correct" if declared else "declare") + " the charset"
    raise PoSyntaxError(f"{what}; {mend}", where=_place(where, line))


def _place(where: str, line: int) -> str:
    return f"{where}:{line}" if where else f"line {line}"


_STRINGS = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"\s*)+')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr|domain)\b(\[\d+\])?")
_CONFLICT = re.compile(r"(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(\s|$)|=======$")
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
    """The state of one reading; ``entries`` and ``notes`` grow as lines come in."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.number = 0
        self.line = ""
        self.draft = _Draft()
        self.entries: list[Entry] = []
        self.notes: list[str] = []
        self.domain = ""

    def fail(self, what: str, mend: str) -> PoSyntaxError:
        shown = self.line.strip()
        shown = shown if len(shown) <= 60 else shown[:60] + "…"
        return PoSyntaxError(f"{what} in {shown!r}; {mend}", where=_place(self.where, self.number))

    def note(self, text: str) -> None:
        self.notes.append(f"line {self.number}: {text}")

    def flush(self) -> None:
        """Close the entry in hand, if its message is complete."""
        if self.draft.complete:
            self.entries.append(self.draft.entry())
            self.draft = _Draft()

    def feed(self, line: str) -> None:
        self.line = line
        self.number += 1
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


def parse(text: str, where: str = "") -> tuple[tuple[Entry, ...], tuple[str, ...], tuple[str, ...]]:
    """The entries of a PO text (its header among them), comments after the last one, and notes on what was mended.

    Raises PoSyntaxError, with line, text and mend, for what gettext would refuse: broken quotes, unknown escapes,
    merge-conflict marks, a message without msgstr, an entry that is there twice.
    """
    reader = _Reader(where)
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        reader.notes.append("line ends are not LF alone; written back with LF")
        text = text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
    for line in text.split("\n"):
        reader.feed(line)
    reader.flush()
    if reader.draft.state:
        reader.line = f"{reader.draft.state} of line {reader.draft.line}"
        raise reader.fail("file ends inside an entry", "add the msgstr that is missing")
    tail = reader.draft
    _refuse_doubles(reader.entries, where)
    rest = (*tail.comments, *(f". {line}".rstrip() for line in tail.extracted))
    return tuple(reader.entries), rest, tuple(reader.notes)


def _refuse_doubles(entries: list[Entry], where: str) -> None:
    seen: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry.line)
        if first != entry.line:
            shown = entry.msgid if len(entry.msgid) <= 40 else entry.msgid[:40] + "…"
            message = f"entry {shown!r} is already at line {first}; delete one, or run msguniq"
            raise PoSyntaxError(message, where=_place(where, entry.line))
