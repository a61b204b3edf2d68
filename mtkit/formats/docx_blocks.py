"""The paragraphs of a Word file as blocks, with the markup between their characters as codes.

A block covers whole runs. Of the look that most of a paragraph has, the tags of its runs are CHAR codes of no text:
they vanish in a translation, and ``docx_write`` puts runs around the text again. Runs of another look are pairs, and so
are hyperlinks; what shows no text but must stay (a footnote mark, a bookmark, a line break) stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mtkit.errors import DocumentError
from mtkit.formats.docx_atoms import Atom, Show, read_line
from mtkit.formats.docx_fields import resolve
from mtkit.formats.docx_looks import groups
from mtkit.formats.docx_scan import Sort, attribute, scan
from mtkit.formats.docx_styles import Style, kind_of
from mtkit.text import Block, Code, Kind, Role, Span

__all__ = ["base_run", "blocks_of"]

_MAX_PARAGRAPH = 8 << 20  # characters of XML; one page has some ten thousand
_WORDS = (Show.TEXT, Show.CHAR)  # tuples: members of an Enum are slow to hash
_ALONE = (Show.KEEP, Show.MARK)


@dataclass(frozen=True, slots=True)
class _Section:
    """Atoms of a paragraph between two walls, from its first to its last word, wrappers whole.

    ``looks`` gives the look of each run by the index of its RUN atom, ``base`` is that of most of the text.
    """

    atoms: Sequence[Atom]
    looks: Mapping[int, int]
    base: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A code in the making; no role: text. ``pair`` is what the two halves of a pair share."""

    role: Role | None
    start: int
    end: int
    text: str = ""
    pair: int = 0
    show: Show = Show.DROP

    @property
    def is_nothing(self) -> bool:
        return self.role is Role.CHAR and not self.text


def blocks_of(
    text: str,
    start: int,
    end: int,
    prefix: str,
    styles: Mapping[str, Style],
    *,
    kind: Kind | None = None,
    cell: bool = False,
) -> Iterator[Block]:
    """The blocks in a stretch of whole elements, in order. ``kind``: what all are, whatever their styles say.

    The fallback of an alternate content, which is a copy for old programs, is left alone.
    """
    cells = int(cell)
    fallback = depth = content = 0
    for match in _landmarks(prefix).finditer(text, start, end):
        name = match["name"]
        if name is None or text[match.end() - 2] == "/":
            continue
        step = -1 if match["close"] else 1
        if name.endswith("p"):
            if fallback:
                continue
            depth += step
            if step > 0:
                content = match.end() if depth == 1 else content
            elif not depth:
                yield from _paragraph(text, content, match.start(), prefix, styles, kind, cell=cells > 0)
        elif depth:
            continue
        elif name.endswith("Fallback"):
            fallback += step
        else:
            cells += step


@lru_cache(maxsize=16)
def _landmarks(prefix: str) -> re.Pattern[str]:
    """The tags of paragraphs, cells and fallbacks; comments and character data, which may hold the like."""
    p = re.escape(prefix)
    rest = r"""(?:\s(?:[^<>"']*(?:"[^"]*"|'[^']*'))*[^<>"']*)?/?>"""
    return re.compile(
        rf"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(?P<close>/?)(?P<name>{p}p|{p}tc|(?:[^\s<>/:]+:)?Fallback){rest}", re.DOTALL
    )


def base_run(text: str, span: Span, prefix: str) -> str:
    """The start of a run of the look that most of the block ``span`` has: its tag and its properties."""
    for section in _sections(read_line(text, span.start, span.end, prefix).atoms, prefix):
        for at, look in section.looks.items():
            if look == section.base:
                return text[section.atoms[at].start : section.atoms[at].end]
    return f"<{prefix}r>"


def _paragraph(
    text: str, start: int, end: int, prefix: str, styles: Mapping[str, Style], fixed: Kind | None, *, cell: bool
) -> Iterator[Block]:
    if end - start > _MAX_PARAGRAPH:
        limit = f"more than the {_MAX_PARAGRAPH >> 20} MB that are read: split it"
        raise DocumentError(f"a paragraph has {(end - start) >> 20} MB, {limit}")
    line = read_line(text, start, end, prefix)
    kind = fixed or _kind(text, start, end, prefix, styles, cell=cell)
    found = [_block(section, kind) for section in _sections(line.atoms, prefix)]
    for first, last in line.boxes:
        found += blocks_of(text, first, last, prefix, styles, kind=fixed, cell=cell)
    yield from sorted(found, key=lambda block: block.span)


def _kind(text: str, start: int, end: int, prefix: str, styles: Mapping[str, Style], *, cell: bool) -> Kind:
    """What the paragraph is, by its properties and its style."""
    style, outlined, listed = "", False, False
    head = re.compile(rf"\s*<{re.escape(prefix)}pPr\s*>").match(text, start, end)
    if head is not None:
        for token in scan(text, head.end(), end):
            name = token.name.removeprefix(prefix)
            if name == "pPrChange" or (token.sort is Sort.CLOSE and name == "pPr"):
                break
            value = attribute(text[token.start : token.end], f"{prefix}val") or ""
            if name == "pStyle":
                style = value
            elif name == "outlineLvl":
                outlined = value in set("012345678")
            elif name == "numId":
                listed = value != "0"
    return kind_of(styles, style, outlined=outlined, listed=listed, cell=cell)


def _sections(atoms: Sequence[Atom], prefix: str) -> Iterator[_Section]:
    """What stands between walls, if there is a word in it."""
    part: list[Atom] = []
    for atom in [*resolve(atoms), Atom(Show.WALL, 0, 0)]:
        if atom.show is not Show.WALL:
            part.append(atom)
            continue
        section = _section(part, prefix)
        if section is not None:
            yield section
        part = []


def _section(atoms: list[Atom], prefix: str) -> _Section | None:
    words = [at for at, atom in enumerate(atoms) if atom.show in _WORDS and atom.text.strip()]
    if not words:
        return None
    first, last = _whole(atoms, words[0], words[-1])
    kept = atoms[first : last + 1]
    starts: list[int] = []
    runs: list[tuple[str, str]] = []
    weights: list[int] = []
    depth = 0
    for at, atom in enumerate(kept):
        if atom.show is Show.RUN:
            starts.append(at)
            runs.append((atom.text, ""))
            weights.append(depth)
        elif atom.show in _WORDS and runs:
            runs[-1] = (runs[-1][0], runs[-1][1] + atom.text)
        elif atom.show in (Show.OPEN, Show.CLOSE):
            depth += 1 if atom.show is Show.OPEN else -1
    looks = groups(runs, prefix)
    free = [n for n, inner in enumerate(weights) if not inner] or list(range(len(runs)))
    sums: dict[int, int] = {}
    for n in free:
        sums[looks[n]] = sums.get(looks[n], 0) + len(runs[n][1].strip())
    base = max(sums, key=lambda look: (sums[look], -look))
    return _Section(kept, dict(zip(starts, looks, strict=True)), base)


def _whole(atoms: Sequence[Atom], first: int, last: int) -> tuple[int, int]:
    """The outermost wrapper or the run around the first and the last word."""
    opened: list[int] = []
    start = -1
    stop = -1
    for at, atom in enumerate(atoms):
        if atom.show in (Show.OPEN, Show.RUN):
            opened.append(at)
        elif atom.show in (Show.CLOSE, Show.END) and opened:
            opened.pop()
            if not opened and at > last:
                stop = at
                break
        if at == first:
            start = opened[0] if opened else at
    return start, stop if stop >= 0 else len(atoms) - 1


def _block(section: _Section, kind: Kind) -> Block:
    pieces = _joined(_collapsed(_without_hollow(list(_pieces(section)))))
    codes: list[Code] = []
    numbers: dict[int, int] = {}
    count = 0
    for piece in pieces:
        span = Span(piece.start, piece.end)
        if piece.role is Role.CHAR:
            codes.append(Code(span, Role.CHAR, text=piece.text))
        elif piece.role is Role.CLOSE:
            codes.append(Code(span, Role.CLOSE, numbers[piece.pair]))
        elif piece.role is not None:
            count += 1
            if piece.role is Role.OPEN:
                numbers[piece.pair] = count
            codes.append(Code(span, piece.role, count, piece.text))
    return Block(kind, Span(section.atoms[0].start, section.atoms[-1].end), tuple(codes))


def _pieces(section: _Section) -> Iterator[_Piece]:
    """The atoms with their roles; runs of one look that follow each other, with no wrapper between, are one pair."""
    atoms, looks, base = section.atoms, section.looks, section.base
    pairs = 0
    stack: list[int] = []
    inside = base  # the look of the run that is being read
    held = 0  # the pair of runs that is open, 0 for none
    for at, atom in enumerate(atoms):
        show = atom.show
        role: Role | None = Role.CHAR
        pair, text = 0, ""
        if show is Show.TEXT:
            role = None
        elif show is Show.CHAR:
            text = atom.text
        elif show in _ALONE:
            role, text = Role.EMPTY, "\n" if "\n" in atom.text else atom.text
        elif show is Show.RUN:
            inside = looks[at]
            if inside != base and not held:
                pairs += 1
                held = pair = pairs
                role = Role.OPEN
        elif show is Show.END:
            if held and _next_look(atoms, looks, at) != inside:
                role, pair, held = Role.CLOSE, held, 0
        elif show is Show.OPEN:
            pairs += 1
            stack.append(pairs)
            role, pair = Role.OPEN, pairs
        elif show is Show.CLOSE:
            role, pair = Role.CLOSE, stack.pop()
        yield _Piece(role, atom.start, atom.end, text, pair, show)


def _next_look(atoms: Sequence[Atom], looks: Mapping[int, int], at: int) -> int:
    """The look of the next run; -1 if a wrapper begins or ends before it."""
    for n in range(at + 1, len(atoms)):
        if atoms[n].show is Show.RUN:
            return looks[n]
        if atoms[n].show in (Show.OPEN, Show.CLOSE):
            break
    return -1


def _closes(pieces: Sequence[_Piece]) -> dict[int, int]:
    """By the index of each OPEN that of its CLOSE."""
    opened = {piece.pair: at for at, piece in enumerate(pieces) if piece.role is Role.OPEN}
    return {opened[piece.pair]: at for at, piece in enumerate(pieces) if piece.role is Role.CLOSE}


def _without_hollow(pieces: list[_Piece]) -> list[_Piece]:
    """Pairs with no text in them as one piece that stands alone."""
    closes = _closes(pieces)
    out: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        end = closes.get(at, at)
        if end > at and not any(p.role is None or (p.role is Role.CHAR and p.text) for p in pieces[at : end + 1]):
            piece = _Piece(Role.EMPTY, piece.start, pieces[end].end, show=Show.MARK)
        else:
            end = at
        out.append(piece)
        at = end + 1
    return out


def _collapsed(pieces: list[_Piece]) -> list[_Piece]:
    """Pairs that begin and end together as one: a hyperlink and the look of its only run."""
    closes = _closes(pieces)
    behind: dict[int, int] = {}  # the next piece that is more than nothing
    following = len(pieces)
    for at in range(len(pieces) - 1, -1, -1):
        behind[at] = following
        following = following if pieces[at].is_nothing else at
    gone: set[int] = set()
    out = list(pieces)
    for at in sorted(closes):
        inner = at
        while at not in gone and behind[inner] in closes and behind[closes[behind[inner]]] == closes[inner]:
            inner = behind[inner]
        if inner != at:
            gone |= {*range(at + 1, inner + 1), *range(closes[inner], closes[at])}
            out[at] = replace(pieces[at], end=pieces[inner].end)
            out[closes[at]] = replace(pieces[closes[at]], start=pieces[closes[inner]].start)
    return [piece for at, piece in enumerate(out) if at not in gone]


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """``pieces`` with neighbours joined that mean nothing, or that stand alone beside each other."""
    out: list[_Piece] = []
    for piece in pieces:
        if out and out[-1].end == piece.start:
            last = out[-1]
            nothing = last.is_nothing and piece.is_nothing
            if nothing or (last.role is Role.EMPTY and piece.role is Role.EMPTY and last.show is piece.show):
                text = last.text + piece.text
                out[-1] = replace(last, end=piece.end, text="\n" if "\n" in text else text)
                continue
        out.append(piece)
    return out
