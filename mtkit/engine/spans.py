"""Where pieces stand in a text, and how a text goes on from a beginning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from mtkit.engine.interface import Alignment, Phrase
from mtkit.engine.pieces import Pieces
from mtkit.text import Span

__all__ = ["alignment", "continued", "mass", "phrase_pieces", "piece_spans", "pieces_of"]

_REACH = 12  # how many characters a piece may be ahead of its place, where a text was normalised in between

_BYTE = re.compile("<0x([0-9A-F]{2})>")


def piece_spans(text: str, pieces: Sequence[str]) -> tuple[Span, ...]:
    """The stretch of ``text`` behind each of its ``pieces``; an empty one for a piece without characters of its own.

    Compared by compatibility forms (NFKC), which many vocabularies write in the place of full-width letters.
    """
    plain: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for folded in unicodedata.normalize("NFKC", char):
            plain.append(folded)
            origin.append(at)
    whole = "".join(plain)
    spans: list[Span] = []
    at = 0
    for surface in _surfaces(pieces):
        found = whole.find(surface, at, at + len(surface) + _REACH) if surface else -1
        if found < 0:
            here = origin[at] if at < len(origin) else len(text)
            spans.append(Span(here, here))
            continue
        at = found + len(surface)
        spans.append(Span(origin[found], origin[at - 1] + 1))
    return tuple(spans)


def _surfaces(pieces: Sequence[str]) -> Iterator[str]:
    """What each piece looks like; of a character that is spelt in bytes, the last one looks like it."""
    spelt = b""
    for piece in pieces:
        byte = _BYTE.fullmatch(piece)
        spelt = spelt + bytes([int(byte[1], 16)]) if byte else b""
        text = spelt.decode("utf-8", "ignore") if byte else piece.replace("\u2581", " ").strip()
        spelt = b"" if byte and text else spelt
        yield unicodedata.normalize("NFKC", text)


def alignment(
    source_text: str,
    source: Sequence[str],
    text: str,
    target: Sequence[str],
    weights: Sequence[Sequence[float]],
    *,
    lead: int,
) -> Alignment:
    """An alignment from the pieces of both texts; the first ``lead`` of the source and its end are no part of it."""
    inner = source[lead:-1]
    rows = tuple(
        tuple(float(weight) for weight in row[lead : lead + len(inner)]) for row in list(weights)[: len(target)]
    )
    return Alignment(piece_spans(source_text, inner), piece_spans(text, target), rows)


def mass(found: Alignment, span: Span) -> list[float]:
    """For each piece of the answer, the share of its attention that falls into ``span`` of the source."""
    inside = pieces_of(found, span)
    return [sum(row[n] for n in inside) for row in found.weights]


def pieces_of(found: Alignment, span: Span) -> list[int]:
    """The pieces of the source that lie in ``span``."""
    return [n for n, piece in enumerate(found.source) if len(piece) and piece.overlaps(span)]


def phrase_pieces(source_text: str, source: Sequence[str], lead: int, phrase: Phrase) -> list[int]:
    """The places, in the whole ``source``, of the pieces that a phrase stands for."""
    spans = piece_spans(source_text, source[lead:-1])
    return [lead + n for n, piece in enumerate(spans) if len(piece) and piece.overlaps(phrase.span)]


def continued(begun: str, more: Sequence[str], pieces: Pieces) -> str:
    """``begun``, to the letter, followed by the text of the pieces that came after it."""
    rest = pieces.decode(more)
    gap = " " if rest and begun and more[0].startswith("\u2581") else ""
    return begun + gap + rest
