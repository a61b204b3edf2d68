"""A document to its segments: the sentences of each block, with the markup inside them as numbered labels.

A segmenter sees only what a reader sees. Its cuts are carried back to the document through an offset map; markup at a
cut goes where it belongs (an opening code with what follows, a closing one with what precedes).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mtkit.segment.interface import Segmenter
from mtkit.text import Block, Code, Document, Kind, Role, Segment, Span

__all__ = ["LINE_BREAK", "PLAIN_FORMATS", "segment_document", "tiles"]

PLAIN_FORMATS = frozenset({"text"})
"""The formats without inline codes: braces in their segments stand for themselves and are not doubled."""

LINE_BREAK = "\n"
"""The ``text`` of an EMPTY code that breaks the line (``<br>``, a hard break): a sentence ends there."""

_WHITE = "".join(map(chr, (*range(9, 14), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028,
                           0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))  # fmt: skip
_A_WORD = "Xxx"  # what inline code is to a segmenter: a word, whatever marks are in it
_LETTERS = {
    Kind.HEADLINE: "h", Kind.STANDFIRST: "s", Kind.BYLINE: "l", Kind.BODY: "b", Kind.CAPTION: "c", Kind.QUOTE: "q",
    Kind.ITEM: "i", Kind.CELL: "t", Kind.META: "m", Kind.CUE: "u", Kind.SKIP: "x",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a block: text, or one code. ``at`` is its offset in the visible text, ``shown`` what it shows there."""

    span: Span
    at: int
    shown: str
    code: Code | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is characters of the sentence: text, or a CHAR code."""
        return self.code is None or self.code.role is Role.CHAR

    @property
    def is_blank(self) -> bool:
        """Whether nothing in it would be missed: white space, a line break, a code that shows nothing."""
        paired = self.code is not None and self.code.role in {Role.OPEN, Role.CLOSE}
        return not paired and not self.shown.strip(_WHITE)

    def part(self, start: int, end: int) -> _Piece:
        """The characters ``[start, end)`` of a piece of text."""
        return _Piece(Span(self.span.start + start, self.span.start + end), self.at + start, self.shown[start:end])


def segment_document(document: Document, segmenter: Segmenter) -> tuple[Segment, ...]:
    """The segments of all blocks but SKIP, in order.

    Each is trimmed of white space and of markup that wraps the whole of it. Sentences without a letter or digit
    are left in the layout. Codes are numbered from 1 within each segment; ``id`` is a letter for the kind and a hash
    of the text, with ``~2`` for its second occurrence, so that an edit elsewhere does not change it.
    """
    doubled = document.format not in PLAIN_FORMATS
    seen: dict[str, int] = {}
    segments: list[Segment] = []
    for block in document.blocks:
        if block.kind is Kind.SKIP:
            continue
        for pieces, guessed in _sentences(document.text, block, segmenter):
            trimmed = _trim(pieces)
            if any(char.isalnum() for piece in trimmed if piece.is_text for char in piece.shown):
                segment = _segment(document.text, block.kind, trimmed, doubled=doubled)
                count = seen[segment.id] = seen.get(segment.id, 0) + 1
                name = segment.id if count == 1 else f"{segment.id}~{count}"
                segments.append(replace(segment, id=name, guessed=guessed))
    return tuple(segments)


def tiles(document: Document, segments: Sequence[Segment]) -> Iterator[tuple[str, str, Span]]:
    """The whole document as ``(id, kind, span)``: each segment, and as ``skip-1`` ... what lies between.

    White space between segments belongs to the segment before it (at the start, to the first one). The spans follow
    each other without a gap, from 0 to the length of the text; an empty document has none. ``segments`` are sorted.
    """
    text, done, skips = document.text, 0, 0
    held: tuple[str, str, Span] | None = None
    for segment in segments:
        gap = Span(done, segment.span.start)
        start = segment.span.start
        if not gap.of(text).strip(_WHITE):
            if held is None:
                start = gap.start
            else:
                held = (held[0], held[1], Span(held[2].start, gap.end))
        else:
            if held is not None:
                yield held
            skips += 1
            held = (f"skip-{skips}", Kind.SKIP.value, gap)
        if held is not None:
            yield held
        held = (segment.id, segment.kind.value, Span(start, segment.span.end))
        done = segment.span.end
    rest = Span(done, len(text))
    if held is not None and not rest.of(text).strip(_WHITE):
        yield (held[0], held[1], Span(held[2].start, rest.end))
        return
    if held is not None:
        yield held
    if len(rest):
        yield (f"skip-{skips + 1}", Kind.SKIP.value, rest)


def _pieces(text: str, block: Block) -> Iterator[_Piece]:
    """The block cut at its codes, with the offset of each part in the visible text."""
    at, done = 0, block.span.start
    for code in block.codes:
        if code.span.start > done:
            span = Span(done, code.span.start)
            yield _Piece(span, at, span.of(text))
            at += len(span)
        shown = code.text if code.role in {Role.CHAR, Role.EMPTY} else ""
        if code.role is Role.EMPTY and shown.strip(_WHITE):
            shown = _A_WORD
        yield _Piece(code.span, at, shown, code)
        at += len(shown)
        done = code.span.end
    if block.span.end > done:
        span = Span(done, block.span.end)
        yield _Piece(span, at, span.of(text))


def _sentences(text: str, block: Block, segmenter: Segmenter) -> Iterator[tuple[list[_Piece], bool]]:
    """The pieces of each sentence of a block, and whether its end was guessed."""
    pieces = list(_pieces(text, block))
    visible = "".join(piece.shown for piece in pieces)
    groups: list[tuple[list[_Piece], bool]] = []
    left = iter(pieces)
    rest, low = next(left, None), 0  # the part of ``rest`` before ``low`` is dealt with
    for sentence in segmenter.sentences(visible):
        end, group = sentence.span.end, list[_Piece]()
        while rest is not None and (rest.at + low < end or not rest.shown):
            if rest.at + len(rest.shown) > end and rest.code is None:
                group.append(rest.part(low, end - rest.at))
                low = end - rest.at
                break
            # a code is never cut: the boundary moves behind it
            group.append(rest.part(low, len(rest.shown)) if low else rest)
            rest, low = next(left, None), 0
        if group:
            groups.append((group, sentence.guessed))
    if rest is not None:
        groups.append(([rest.part(low, len(rest.shown)) if low else rest, *left], False))
    for (group, _), (after, _) in pairwise(groups):
        _deal(group, after)
    yield from groups


def _deal(group: list[_Piece], after: list[_Piece]) -> None:
    """Move the markup at the end of ``group`` that belongs to what follows to the front of ``after``.

    Behind the last character, a closing code stays, an opening one goes; one that stands alone (an image, a
    footnote mark) stays if it touches the sentence and goes if white space parts it from it.
    """
    index = len(group)
    while index and (group[index - 1].is_blank or not group[index - 1].shown):
        index -= 1
    apart = index > 0 and group[index - 1].shown[-1:] in _WHITE
    for at in range(index, len(group)):
        code = group[at].code
        if code is None or code.role is Role.CHAR or code.text == LINE_BREAK:
            apart = True
        elif code.role is Role.OPEN or (code.role is Role.EMPTY and apart):
            after[:0] = group[at:]
            del group[at:]
            return


def _trim(pieces: list[_Piece]) -> list[_Piece]:
    """``pieces`` without white space at the ends, and without codes there that leave the rest balanced."""
    places: dict[tuple[int, Role], int] = {}
    for index, piece in enumerate(pieces):
        if piece.code is not None:
            places[piece.code.number, piece.code.role] = index
    low, high = 0, len(pieces) - 1
    while low <= high:
        first, last = pieces[low].code, pieces[high].code
        if pieces[low].is_blank or (first is not None and first.role is Role.CLOSE):
            low += 1
        elif pieces[high].is_blank or (last is not None and last.role is Role.OPEN):
            high -= 1
        elif first is not None and first.role is Role.OPEN and places.get((first.number, Role.CLOSE), high) >= high:
            if last is not None and last.role is Role.CLOSE and last.number == first.number:
                high -= 1
            low += 1
        elif last is not None and last.role is Role.CLOSE and places.get((last.number, Role.OPEN), -1) < low:
            high -= 1
        else:
            break
    kept = pieces[low : high + 1]
    if kept and kept[0].code is None:
        kept[0] = kept[0].part(len(kept[0].shown) - len(kept[0].shown.lstrip(_WHITE)), len(kept[0].shown))
    if kept and kept[-1].code is None:
        kept[-1] = kept[-1].part(0, len(kept[-1].shown.rstrip(_WHITE)))
    return kept


def _segment(text: str, kind: Kind, pieces: list[_Piece], *, doubled: bool) -> Segment:
    """One segment; its codes are numbered anew, so that its text does not depend on the sentences before it."""
    numbers: dict[int, int] = {}
    codes: list[Code] = []
    shown: list[str] = []
    for piece in pieces:
        code = piece.code
        if code is not None:
            if code.role is not Role.CHAR:
                code = replace(code, number=numbers.setdefault(code.number, len(numbers) + 1))
            codes.append(code)
        if code is None or code.role is Role.CHAR:
            shown.append(piece.shown.replace("{", "{{").replace("}", "}}") if doubled else piece.shown)
        else:
            shown.append(code.label)
    span = Span(pieces[0].span.start, pieces[-1].span.end)
    label = "".join(shown)
    digest = hashlib.blake2b(label.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return Segment(f"{_LETTERS[kind]}-{digest}", span, span.of(text), label, kind, tuple(codes))
