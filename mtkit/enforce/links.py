"""Which words of a translation come from which of its source: attention both ways, and what can be told for certain.

Attention alone is rough, and some engines give none. So it is joined with what two texts share to the letter (numbers
by value, names of months and days, words in Latin letters, addresses, names of the glossary), with likeness of
spelling, with marks that stand in the same order, and, faintly, with the place in the sentence. Then every word is
given a share of what it is worth on the other side, by scaling rows and columns in turn (Sinkhorn and Knopp 1967), so
that no word takes all attention.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from mtkit.check.certain import certain
from mtkit.check.names_sound import distance, is_known, weight
from mtkit.enforce.tokenised import Token, tokens
from mtkit.engine.interface import Alignment
from mtkit.lang import Lang, Pair, lang
from mtkit.text import Span

__all__ = ["Links", "Said", "link"]

_ROUNDS = 12
_FLOOR = 1e-3
_SURE = 90.0  # how much more a certain link weighs than a usual one
_TOLD = 9.0
_LEAST = 0.02  # of attention, which is never quite sure
_SHORTEST = 2
_NEAR = 0.7  # how far, as a share of the sentence, a word is thought to move


@dataclass(frozen=True, slots=True)
class Said:
    """What the model makes of a stretch by itself; ``turned``: the stretch is of the target, ``text`` of the source."""

    span: Span
    text: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """``rows[t][s]``: the share of target token ``t`` that comes from source token ``s``; each row adds up to 1.

    ``columns[t][s]``: the share of source token ``s`` that went into ``t``. ``sure`` has (source span, target span) of
    what is certain.
    """

    source: tuple[Token, ...]
    target: tuple[Token, ...]
    rows: tuple[tuple[float, ...], ...]
    columns: tuple[tuple[float, ...], ...]
    sure: tuple[tuple[Span, Span], ...] = ()
    attended: bool = False


def link(
    source: str,
    target: str,
    pair: Pair,
    *,
    there: Alignment | None = None,
    back: Alignment | None = None,
    same: Sequence[tuple[Span, Span]] = (),
    said: Sequence[Said] = (),
    breaks: Sequence[int] = (),
) -> Links:
    """The links between two texts. ``there`` aligns the target with the source, ``back`` the source with the target.

    ``same`` are stretches that are known to be translations of each other, ``said`` what the model says of single ones;
    no word of the source goes over one of ``breaks``.
    """
    ours = tokens(source, pair.source, [one for one, _ in same], there.source if there else (), breaks=breaks)
    theirs = tokens(target, pair.target, [other for _, other in same], there.target if there else ())
    if not ours or not theirs:
        return Links(ours, theirs, (), (), tuple(same))
    sure = (*same, *certain(source, target, pair, same))
    weights = [[_place(t, s, theirs, ours) for s in range(len(ours))] for t in range(len(theirs))]
    for found, turned in ((there, False), (back, True)):
        if found is not None and found.weights:
            _attend(weights, found, theirs, ours, turned=turned)
    _alike(weights, source, target, theirs, ours)
    _heard(weights, source, target, theirs, ours, lang(pair.target))
    for one in said:
        _told(weights, one, source, target, theirs, ours)
    _marks(weights, theirs, ours)
    _fix(weights, sure, theirs, ours)
    shared = _scaled(weights, [t.weight for t in theirs], [s.weight for s in ours])
    rows = tuple(tuple(x / sum(row) for x in row) for row in shared)
    sums = [sum(row[s] for row in shared) for s in range(len(ours))]
    columns = tuple(tuple(x / sums[s] for s, x in enumerate(row)) for row in shared)
    return Links(ours, theirs, rows, columns, sure, there is not None)


def _place(t: int, s: int, theirs: Sequence[Token], ours: Sequence[Token]) -> float:
    apart = (t + 0.5) / len(theirs) - (s + 0.5) / len(ours)
    return math.exp(-abs(apart) / _NEAR)


def _attend(
    weights: list[list[float]], found: Alignment, theirs: Sequence[Token], ours: Sequence[Token], *, turned: bool
) -> None:
    """Multiply ``weights`` by the attention between tokens, with a floor; ``turned``: the pieces swap sides."""
    first, second = (ours, theirs) if turned else (theirs, ours)
    rows = _over(found.target, first)
    columns = _over(found.source, second)
    parts = _parts(columns)
    table: list[list[float]] = []
    for shares in rows:
        pieces = [0.0] * len(found.source)
        for n, share in shares:
            for m, paid in enumerate(found.weights[n] if n < len(found.weights) else ()):
                pieces[m] += share * paid
        table.append([sum(pieces[m] * inside for m, inside in column) for column in parts])
    for row in table:
        total = sum(row)
        if total > 0:
            row[:] = [value / total for value in row]
    for t in range(len(theirs)):
        for s in range(len(ours)):
            weights[t][s] *= _LEAST + (table[s][t] if turned else table[t][s])


def _over(pieces: Sequence[Span], units: Sequence[Token]) -> list[list[tuple[int, float]]]:
    """For each token, the pieces that lie in it, with the share of the token that each covers."""
    found: list[list[tuple[int, float]]] = []
    for unit in units:
        mine = []
        for n, piece in enumerate(pieces):
            both = min(piece.end, unit.span.end) - max(piece.start, unit.span.start)
            if both > 0:
                mine.append((n, float(both)))
        total = sum(share for _, share in mine)
        found.append([(n, share / total) for n, share in mine])
    return found


def _parts(over: list[list[tuple[int, float]]]) -> list[list[tuple[int, float]]]:
    """For each token, its pieces with the share of the piece that lies in it."""
    total: dict[int, float] = {}
    for column in over:
        for n, share in column:
            total[n] = total.get(n, 0.0) + share
    return [[(n, share / total[n]) for n, share in column] for column in over]


def _alike(
    weights: list[list[float]], source: str, target: str, theirs: Sequence[Token], ours: Sequence[Token]
) -> None:
    """Raise what is spelt alike: film and filem, ministério and ministry."""
    for s, one in enumerate(ours):
        word = _bare(one.span.of(source))
        if one.mark >= 0 or len(word) < 3 or not word.isascii():
            continue
        for t, other in enumerate(theirs):
            like = _likeness(word, _bare(other.span.of(target))) if other.mark < 0 else 0.0
            if like >= 0.5:
                weights[t][s] *= 1.0 + 24.0 * (like - 0.4) ** 2 * min(len(word), 8)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(char for char in plain if unicodedata.category(char)[0] != "M")


def _likeness(one: str, other: str) -> float:
    if len(other) < 3 or not other.isascii():
        return 0.0
    if one == other:
        return 1.0
    row = list(range(len(other) + 1))
    for n, char in enumerate(one, 1):
        last, row[0] = row[0], n
        for m, there in enumerate(other, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (char != there))
    first = 0
    while first < min(len(one), len(other)) and one[first] == other[first]:
        first += 1
    near = 1.0 - row[-1] / max(len(one), len(other))
    return near if first >= 2 or near >= 0.7 else 0.0


def _heard(
    weights: list[list[float]], source: str, target: str, theirs: Sequence[Token], ours: Sequence[Token], to: Lang
) -> None:
    """Raise what is the same by ear: Vientiane and เวียงจันทน์, video and วิดีโอ."""
    if not is_known(to.script) or to.script.is_han:
        return
    for s, one in enumerate(ours):
        word = one.span.of(source)
        sounds = weight(word) if one.mark < 0 and word.isalpha() and word.isascii() else 0
        if sounds < 2 or len(word) < 4:
            continue
        best: list[tuple[float, int, int]] = []
        for first in range(len(theirs)):
            for last in range(first, min(first + (1 if to.spaced else 6), len(theirs))):
                window = target[theirs[first].span.start : theirs[last].span.end]
                if theirs[last].mark >= 0 or " " in window or len(window) > 3 * len(word):
                    break
                if len(window) * 2 >= len(word):
                    missed = distance(word, window, to.script) / sounds + 0.02 * abs(len(window) - len(word))
                    best.append((missed, first, last))
        found = min(best, default=None)
        if found is not None and found[0] <= 0.4:
            lift = 1.0 + (6.0 if word[0].isupper() else 2.0) * min(sounds, 4) * (0.5 - found[0])
            for t in range(found[1], found[2] + 1):
                weights[t][s] *= lift


def _told(
    weights: list[list[float]], said: Said, source: str, target: str, theirs: Sequence[Token], ours: Sequence[Token]
) -> None:
    """Raise what the model says of a stretch by itself, where it says it in the sentence, too."""
    asked, looked, text = (theirs, ours, source) if said.turned else (ours, theirs, target)
    mine = [n for n, token in enumerate(asked) if token.span.overlaps(said.span)]
    for found, share in _stretches(said.text, text):
        hit = [n for n, token in enumerate(looked) if token.span.overlaps(found)]
        for n in mine:
            for m in hit:
                t, s = (n, m) if said.turned else (m, n)
                weights[t][s] *= 1.0 + _TOLD * share


def _stretches(said: str, text: str) -> list[tuple[Span, float]]:
    """Where long stretches of ``said`` stand in ``text``, longest first, with the share of ``said`` that each is."""
    left, there = said.strip(" .。।!?？！,，:：;").lower(), text.lower()
    if len(there) != len(text) or not left:
        return []
    found: list[tuple[Span, float]] = []
    size = len(left)
    for _ in range(3):
        match = SequenceMatcher(None, left, there, autojunk=False).find_longest_match()
        if match.size < _SHORTEST or match.size * 3 < size:
            break
        found.append((Span(match.b, match.b + match.size), match.size / size))
        left = left[: match.a] + "\0" + left[match.a + match.size :]
    return found


def _marks(weights: list[list[float]], theirs: Sequence[Token], ours: Sequence[Token]) -> None:
    """Marks of one kind belong together; where both sides have as many, in their order."""
    kinds = {token.mark for token in (*ours, *theirs) if token.mark >= 0}
    for kind in sorted(kinds):
        here = [s for s, token in enumerate(ours) if token.mark == kind]
        there = [t for t, token in enumerate(theirs) if token.mark == kind]
        for n, s in enumerate(here):
            for m, t in enumerate(there):
                weights[t][s] *= _SURE if len(here) == len(there) and n == m else 4.0
    for t, other in enumerate(theirs):
        for s, one in enumerate(ours):
            if (one.mark >= 0) != (other.mark >= 0):
                weights[t][s] *= 0.1


def _fix(
    weights: list[list[float]], sure: Sequence[tuple[Span, Span]], theirs: Sequence[Token], ours: Sequence[Token]
) -> None:
    for one, other in sure:
        here = {s for s, token in enumerate(ours) if token.span.overlaps(one)}
        there = {t for t, token in enumerate(theirs) if token.span.overlaps(other)}
        for t in range(len(theirs)):
            for s in range(len(ours)):
                if t in there and s in here:
                    weights[t][s] = max(weights[t][s], 0.02) * _SURE
                elif t in there or s in here:
                    weights[t][s] *= 1.0 / _SURE


def _scaled(weights: list[list[float]], rows: Sequence[float], columns: Sequence[float]) -> list[list[float]]:
    total, other = sum(rows), sum(columns)
    table = [[value + _FLOOR * 1e-3 for value in row] for row in weights]
    for _ in range(_ROUNDS):
        for s, worth in enumerate(columns):
            scale = worth / other / sum(row[s] for row in table)
            for row in table:
                row[s] *= scale
        for worth, row in zip(rows, table, strict=True):
            scale = worth / total / sum(row)
            row[:] = [value * scale for value in row]
    return table
