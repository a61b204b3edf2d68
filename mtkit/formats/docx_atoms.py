"""A paragraph of a Word file as a line of atoms: text, the tags around it, and what stands between.

The names are those of ECMA-376 part 1, chapter 17. What is text to a reader is in ``w:t``; whatever else is kept,
dropped when its sentence is translated (spelling marks, page breaks of the last print), or a wall across which no
sentence is read (a text box in mid-paragraph).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from mtkit.formats.docx_scan import Sort, Token, attribute, meaning, partners, scan

__all__ = ["MARKS", "WRAPPERS", "Atom", "Line", "Show", "links", "read_line"]


class Show(Enum):
    """What an atom is."""

    TEXT = "text"
    CHAR = "char"  # markup for plain characters
    DROP = "drop"  # tags of runs, marks without meaning
    KEEP = "keep"  # inside a run: a tab, a break, a picture
    MARK = "mark"  # between runs: a bookmark, a deletion; or a whole run without text
    RUN = "run"  # the start of a run with its properties
    END = "end"  # its end
    OPEN = "open"  # the start of what holds runs, such as a hyperlink
    CLOSE = "close"
    FIELD = "field"  # w:fldChar; ``text`` is begin, separate or end
    CODE = "code"  # w:instrText
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a paragraph. ``text`` is what it shows or means; of a RUN, its properties."""

    show: Show
    start: int
    end: int
    text: str = ""


@dataclass(slots=True)
class Line:
    """The atoms of one paragraph, and the stretches in which other paragraphs lie (text boxes)."""

    atoms: list[Atom] = field(default_factory=list)
    boxes: list[tuple[int, int]] = field(default_factory=list)


WRAPPERS = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "fldSimple", "sdt",
                      "sdtContent"})  # fmt: skip
"""Elements of a paragraph that hold runs which are read."""
MARKS = frozenset([
    "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "del", "moveFrom", "subDoc",
    "oMath", "oMathPara", "smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr",
])  # fmt: skip
"""Elements that stand between runs."""

_FIXED = re.compile(r"<[^\s>]*?(?:dropDownList|comboBox|date|checkbox|picture|equation|docPartList)[\s/>]")
_BLANKS = re.compile("[\t\n\r]+")
_SPECIAL = re.compile("&[^;]{1,10};|(?<! ) *[\t\n\r][ \t\n\r]*")
_LINKS = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t"}


def read_line(text: str, start: int, end: int, prefix: str) -> Line:
    """The paragraph whose content is ``[start, end)``; ``prefix`` is that of WordprocessingML in this part."""
    return _Reader(text, list(scan(text, start, end)), prefix).read()


def links(instruction: str) -> bool:
    """Whether a field is a hyperlink, whose result is text of the article."""
    return bool(_LINKS.match(instruction))


class _Reader:
    def __init__(self, text: str, tokens: list[Token], prefix: str) -> None:
        self.text, self.tokens, self.prefix = text, tokens, prefix
        self.partner = partners(tokens)
        self.line = Line()
        self.depth = 0

    def read(self) -> Line:
        self.content(0, len(self.tokens))
        return self.line

    def local(self, token: Token) -> str:
        """The name without its prefix; that of another namespace with it, but for formulas."""
        name = token.name
        plain = name.rpartition(":")[2]
        if plain in {"oMath", "oMathPara"}:
            return plain
        return name[len(self.prefix) :] if name.startswith(self.prefix) else f"?{name}"

    def add(self, show: Show, first: int, last: int, text: str = "") -> None:
        """An atom from the token ``first`` to the token ``last``."""
        self.line.atoms.append(Atom(show, self.tokens[first].start, self.tokens[last].end, text))

    def shown(self, first: int, last: int) -> str:
        """The text of all ``t`` elements among some tokens."""
        out, inside = [], False
        for token in self.tokens[first : last + 1]:
            if token.name.rpartition(":")[2] == "t":
                inside = token.sort is Sort.OPEN
            elif inside and token.sort is Sort.TEXT:
                out.append(meaning(self.text[token.start : token.end]))
        return "".join(out)

    def content(self, at: int, end: int) -> None:
        """What stands in a paragraph, or in a wrapper."""
        while at < end:
            token, last = self.tokens[at], self.partner[at]
            name = self.local(token) if token.name else ""
            if token.sort in (Sort.TEXT, Sort.CDATA, Sort.OTHER, Sort.CLOSE):
                self.add(Show.DROP, at, last)
            elif name in {"pPr", "rPr"}:
                pass
            elif name == "r":
                self.run(at, last)
            elif name in WRAPPERS:
                self.wrapper(name, at, last)
            elif name == "proofErr" or (name.startswith("bookmark") and self.is_idle(at)):
                self.add(Show.DROP, at, last)
            elif name in MARKS:
                self.add(Show.MARK, at, last, self.shown(at, last) if name.startswith("oMath") else "")
            else:
                self.wall(at, last)
            at = last + 1

    def is_idle(self, at: int) -> bool:
        """Whether a bookmark, or its end right behind it, is the one that Word sets where somebody stopped typing."""
        raw = self.text[self.tokens[at].start : self.tokens[at].end]
        if attribute(raw, f"{self.prefix}name") == "_GoBack":
            after = self.tokens[self.partner[at] + 1 : self.partner[at] + 2]
            return bool(after) and self.is_end_of(after[0], raw)
        before = self.tokens[at - 1] if at else None
        if before is None or before.name != f"{self.prefix}bookmarkStart":
            return False
        start = self.text[before.start : before.end]
        return attribute(start, f"{self.prefix}name") == "_GoBack" and self.is_end_of(self.tokens[at], start)

    def is_end_of(self, token: Token, start: str) -> bool:
        raw = self.text[token.start : token.end]
        key = f"{self.prefix}id"
        return token.name == f"{self.prefix}bookmarkEnd" and attribute(raw, key) == attribute(start, key)

    def wall(self, at: int, last: int) -> None:
        """Something in which whole paragraphs may lie."""
        if self.depth:
            self.add(Show.MARK, at, last)
            return
        self.line.boxes.append((self.tokens[at].start, self.tokens[last].end))
        self.add(Show.WALL, at, last)

    def wrapper(self, name: str, at: int, last: int) -> None:
        raw = self.text[self.tokens[at].start : self.tokens[at].end]
        first = at
        close = last
        opaque = self.tokens[at].sort is Sort.EMPTY
        if name == "fldSimple":
            opaque = opaque or not links(attribute(raw, f"{self.prefix}instr") or "")
        elif name == "sdt" and not opaque:
            inner = next((n for n in self.children(at, last) if self.local(self.tokens[n]) == "sdtContent"), -1)
            head = self.text[self.tokens[at].start : self.tokens[max(at, inner)].start]
            opaque = inner < 0 or self.tokens[inner].sort is Sort.EMPTY or bool(_FIXED.search(head))
            first, close = (inner, self.partner[inner]) if not opaque else (at, last)
        elif name in {"smartTag", "customXml"} and not opaque:
            inner = next(iter(self.children(at, last)), -1)
            if inner > 0 and self.local(self.tokens[inner]) in {"smartTagPr", "customXmlPr"}:
                first = self.partner[inner]
        if opaque:
            self.add(Show.MARK, at, last, self.shown(at, last))
            return
        self.add(Show.OPEN, at, first)
        self.depth += 1
        self.content(first + 1, close)
        self.depth -= 1
        self.add(Show.CLOSE, close, last)

    def children(self, at: int, last: int) -> Iterator[int]:
        """The tags directly inside the element ``at``."""
        at += 1
        while at < last:
            if self.tokens[at].sort in (Sort.OPEN, Sort.EMPTY):
                yield at
            at = self.partner[at] + 1

    def run(self, at: int, last: int) -> None:
        inner = at + 1
        properties = ""
        if inner < last and self.local(self.tokens[inner]) == "rPr":
            after = self.partner[inner]
            properties = self.text[self.tokens[inner].end : self.tokens[after].start] if after > inner else ""
            inner = after + 1
        hidden = re.search(rf"<{re.escape(self.prefix)}vanish\s*/>", properties) is not None
        if last == at or hidden:
            self.add(Show.MARK if hidden else Show.DROP, at, last)
            return
        outside = self.line
        self.line = Line()
        self.add(Show.RUN, at, inner - 1, properties)
        self.inside(inner, last)
        self.add(Show.END, last, last)
        atoms, boxes = self.line.atoms, self.line.boxes
        self.line = outside
        self.line.atoms += _whole(atoms, self.depth == 0)
        if any(atom.show is Show.WALL for atom in self.line.atoms[-1:]):
            self.line.boxes += boxes

    def inside(self, at: int, end: int) -> None:
        """What stands in a run."""
        while at < end:
            token, last = self.tokens[at], self.partner[at]
            name = self.local(token) if token.name else ""
            if token.sort not in (Sort.OPEN, Sort.EMPTY) or name in {"lastRenderedPageBreak", "softHyphen"}:
                self.add(Show.DROP, at, last)
            elif name == "t":
                self.letters(at, last)
            elif name in _BREAKS:
                self.add(Show.KEEP, at, last, _BREAKS[name])
            elif name == "noBreakHyphen":
                self.add(Show.CHAR, at, last, "\u2011")
            elif name == "ruby":
                self.ruby(at, last)
            elif name == "fldChar":
                raw = self.text[token.start : token.end]
                self.add(Show.FIELD, at, last, attribute(raw, f"{self.prefix}fldCharType") or "")
            elif name in {"instrText", "delInstrText"}:
                inner = self.text[token.end : self.tokens[last].start] if last > at else ""
                self.add(Show.CODE, at, last, meaning(inner))
            elif any(one.name == f"{self.prefix}txbxContent" for one in self.tokens[at : last + 1]):
                self.line.boxes.append((token.start, self.tokens[last].end))
                self.add(Show.WALL, at, last)
            else:
                self.add(Show.KEEP, at, last)
            at = last + 1

    def ruby(self, at: int, last: int) -> None:
        """A phonetic guide: its base is the text, and the reading goes when the sentence is translated."""
        base = next((n for n in self.children(at, last) if self.local(self.tokens[n]) == "rubyBase"), None)
        said = self.shown(base, self.partner[base]) if base is not None else ""
        self.add(Show.CHAR if said else Show.KEEP, at, last, said)

    def letters(self, at: int, last: int) -> None:
        """``w:t``: its tags, and the characters in it; white space at its ends counts if it says so."""
        self.add(Show.DROP, at, at)
        inner = self.tokens[at + 1 : last]
        if last == at:
            return
        raw = self.text[self.tokens[at].start : self.tokens[at].end]
        keeps = attribute(raw, "xml:space") == "preserve"
        pieces = [piece for token in inner for piece in self.pieces(token)]
        if not keeps:
            pieces = list(_bare(self.text, pieces))
        self.line.atoms += pieces
        self.add(Show.DROP, last, last)

    def pieces(self, token: Token) -> Iterator[Atom]:
        if token.sort is Sort.CDATA:
            yield Atom(Show.CHAR, token.start, token.end, self.text[token.start + 9 : token.end - 3])
        elif token.sort is not Sort.TEXT:
            yield Atom(Show.DROP, token.start, token.end)
        else:
            done = token.start
            for match in _SPECIAL.finditer(self.text, token.start, token.end):
                if match.start() > done:
                    yield Atom(Show.TEXT, done, match.start(), self.text[done : match.start()])
                said = meaning(match[0]) if match[0][0] == "&" else " "
                yield Atom(Show.CHAR, match.start(), match.end(), _BLANKS.sub(" ", said))
                done = match.end()
            if token.end > done:
                yield Atom(Show.TEXT, done, token.end, self.text[done : token.end])


def _bare(text: str, pieces: Sequence[Atom]) -> Iterator[Atom]:
    """``pieces`` of a ``w:t`` without ``xml:space``: white space at its ends shows nothing."""
    full = [n for n, atom in enumerate(pieces) if atom.text.strip(" \t\n\r")]
    for n, atom in enumerate(pieces):
        if not full or n < full[0] or n > full[-1]:
            yield Atom(Show.DROP, atom.start, atom.end)
            continue
        if atom.show is not Show.TEXT:
            yield atom
            continue
        start = atom.end - len(atom.text.lstrip(" ")) if n == full[0] else atom.start
        end = atom.start + len(atom.text.rstrip(" ")) if n == full[-1] else atom.end
        if start > atom.start:
            yield Atom(Show.DROP, atom.start, start)
        yield Atom(Show.TEXT, start, end, text[start:end])
        if atom.end > end:
            yield Atom(Show.DROP, end, atom.end)


def _whole(atoms: list[Atom], outermost: bool) -> list[Atom]:  # noqa: FBT001
    """The atoms of a run; one atom for the whole of it if it shows no text and no field."""
    shows = {atom.show for atom in atoms}
    start, end = atoms[0].start, atoms[-1].end
    if shows & {Show.TEXT, Show.CHAR, Show.FIELD, Show.CODE}:
        kept = Show.KEEP  # a text box in a run with text of its own is left alone
        return [Atom(kept, a.start, a.end) if a.show is Show.WALL else a for a in atoms]
    if Show.WALL in shows:
        return [Atom(Show.WALL if outermost else Show.MARK, start, end)]
    if Show.KEEP in shows:
        text = "".join(atom.text for atom in atoms if atom.show is Show.KEEP)
        return [Atom(Show.MARK, start, end, "\n" if "\n" in text else text)]
    return [Atom(Show.DROP, start, end)]
