"""Which words of a translation come from which of its source: attention both ways, and what can be told for certain.

Attention alone is rough, and some engines give none. So it is joined with what two texts share to the letter (numbers
by value, names of months and days, words in Latin letters, addresses, names of the glossary), with likeness of
spelling, with marks that stand in the same order, and, faintly, with the place in the sentence. Then every word is
given a share of what it is worth on the other side, by scaling rows and columns in turn (Sinkhorn and Knopp 1967), so
that no word takes all attention.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.check.numbers.calendar import MONTHS, WEEKDAYS
from mtkit.check.numbers.parse import month_names, numbers, prepared
from mtkit.enforce.lexis import JOINED
from mtkit.engine.interface import Alignment
from mtkit.glossary.normal import is_unspaced
from mtkit.lang import Pair, lang
from mtkit.segment.fit import cluster_boundary
from mtkit.text import Span

__all__ = ["Links", "Token", "link", "mark_class", "tokens"]

_INNER = ".,:'’-–/@_&%"  # stands inside a word or number, between two letters or digits
_ROUNDS = 12
_FLOOR = 1e-3
_SURE = 60.0  # how much more a certain link weighs than a usual one
_NEAR = 0.18  # how far, as a share of the sentence, a word is thought to move
_CLASSES = (
    "“„«「『‘‹《", "”»」』’›》", "\"'", "(（[［", ")）]］", ".。។။!！?？…", ",，、၊،;；", ":：៖", "-–—―",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a cluster of a script without spaces, or a mark. ``mark`` is the class of a mark, else -1."""

    span: Span
    mark: int = -1

    @property
    def weight(self) -> float:
        """What it counts for."""
        return 0.15 if self.mark >= 0 else math.sqrt(len(self.span))


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


def mark_class(char: str) -> int:
    """Which kind of mark ``char`` is; a number of its own for marks that are of none; -1 for what is no mark."""
    for n, chars in enumerate(_CLASSES):
        if char in chars:
            return n
    if char.isalnum() or unicodedata.category(char)[0] == "M":
        return -1
    return len(_CLASSES) + 1


def tokens(text: str, code: str, whole: Iterable[Span] = ()) -> tuple[Token, ...]:
    """The tokens of ``text``, blanks left out. Each of ``whole`` is one token, whatever is in it."""
    keep = sorted(whole)
    known = _known(code)
    found: list[Token] = []
    at = 0
    while at < len(text):
        held = next((span for span in keep if span.start == at and len(span)), None)
        if held is not None:
            found.append(Token(held))
            at = held.end
            continue
        if text[at].isspace() or text[at] in "\u200b\u200c\u2060\ufeff":
            at += 1
            continue
        bound = next((span.start for span in keep if span.start > at), len(text))
        end = min(_end(text, at, known), bound)
        mark = mark_class(text[at]) if end == at + 1 else -1
        found.append(Token(Span(at, end), mark))
        at = end
    return tuple(found)


def _end(text: str, at: int, known: re.Pattern[str] | None) -> int:
    if is_unspaced(text[at]):
        word = known.match(text, at) if known is not None else None
        if word is not None and cluster_boundary(text, word.end()):
            return word.end()
        end = at + 1
        while not cluster_boundary(text, end):
            end += 1
        return end
    if mark_class(text[at]) >= 0:
        end = at + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        return end
    end = at + 1
    while end < len(text):
        char = text[end]
        if is_unspaced(char) and not _digit(char):
            break
        if mark_class(char) < 0:
            end += 1
        elif char in _INNER and end + 1 < len(text) and _wordlike(text[end + 1]) and _wordlike(text[end - 1]):
            end += 2
        else:
            break
    return end


def _digit(char: str) -> bool:
    return unicodedata.category(char) == "Nd"


def _wordlike(char: str) -> bool:
    return mark_class(char) < 0 and (not is_unspaced(char) or _digit(char))


@lru_cache(maxsize=32)
def _known(code: str) -> re.Pattern[str] | None:
    """Words of a script without spaces that are certain: small words, months, days; longest first."""
    base = lang(code).base
    words = {*JOINED.get(base, ()), *(MONTHS.get(base, ()) if not lang(code).spaced else ())}
    if not words:
        return None
    digits = "[0-9០-៩၀-၉๐-๙໐-໙][0-9០-៩၀-၉๐-๙໐-໙.,:]*(?<![.,:])"
    return re.compile("|".join([digits, *map(re.escape, sorted(words, key=lambda word: (-len(word), word)))]))


def link(
    source: str,
    target: str,
    pair: Pair,
    *,
    there: Alignment | None = None,
    back: Alignment | None = None,
    same: Sequence[tuple[Span, Span]] = (),
) -> Links:
    """The links between two texts. ``there`` aligns the target with the source, ``back`` the source with the target.

    ``same`` are stretches that are known to be translations of each other.
    """
    ours = tokens(source, pair.source, [one for one, _ in same])
    theirs = tokens(target, pair.target, [other for _, other in same])
    if not ours or not theirs:
        return Links(ours, theirs, (), (), tuple(same))
    sure = (*same, *_certain(source, target, pair, same))
    weights = [[_place(t, s, theirs, ours) for s in range(len(ours))] for t in range(len(theirs))]
    for found, turned in ((there, False), (back, True)):
        if found is not None and found.weights:
            _attend(weights, found, theirs, ours, turned=turned)
    _alike(weights, source, target, theirs, ours)
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
            for m, weight in enumerate(found.weights[n] if n < len(found.weights) else ()):
                pieces[m] += share * weight
        table.append([sum(pieces[m] * inside for m, inside in column) for column in parts])
    for row in table:
        total = sum(row)
        if total > 0:
            row[:] = [value / total for value in row]
    for t in range(len(theirs)):
        for s in range(len(ours)):
            weights[t][s] *= 0.03 + (table[s][t] if turned else table[t][s])


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


def _certain(source: str, target: str, pair: Pair, same: Sequence[tuple[Span, Span]]) -> Iterator[tuple[Span, Span]]:
    """Stretches that mean the same: numbers by value, months, days of the week, and what is there to the letter."""
    taken = [(one, other) for one, other in same]
    for find in (_equal_strings, _equal_days, _equal_numbers):
        for one, other in find(source, target, pair):
            if not any(one.overlaps(a) or other.overlaps(b) for a, b in taken):
                taken.append((one, other))
                yield one, other


def _paired(ours: Iterable[tuple[object, Span]], theirs: Iterable[tuple[object, Span]]) -> Iterator[tuple[Span, Span]]:
    """What has the same key on both sides and as often, in order."""
    left: dict[object, list[Span]] = {}
    right: dict[object, list[Span]] = {}
    for key, span in ours:
        left.setdefault(key, []).append(span)
    for key, span in theirs:
        right.setdefault(key, []).append(span)
    for key, spans in left.items():
        if len(spans) == len(right.get(key, ())):
            yield from zip(spans, right[key], strict=True)


_STRING = re.compile(r"https?://[!-~]+|[A-Za-z0-9][A-Za-z0-9.@&'+/-]*[A-Za-z0-9]|[\u4e00-\u9fff]{2,}")


def _equal_strings(source: str, target: str, pair: Pair) -> Iterator[tuple[Span, Span]]:
    def strings(text: str) -> Iterator[tuple[object, Span]]:
        for match in _STRING.finditer(text):
            if any(char.isalpha() for char in match[0]):
                yield match[0].rstrip(".,;"), Span(match.start(), match.start() + len(match[0].rstrip(".,;")))

    common = _bare  # a short word may be another word in another language: "a", "di", "pada"
    for one, other in _paired(strings(source), strings(target)):
        word = one.of(source)
        if len(common(word)) >= 4 or not word.islower():
            yield one, other


def _equal_days(source: str, target: str, pair: Pair) -> Iterator[tuple[Span, Span]]:
    yield from _paired(_days(source, lang(pair.source).base), _days(target, lang(pair.target).base))


def _days(text: str, base: str) -> Iterator[tuple[object, Span]]:
    for n, pattern in enumerate(_weekday_patterns(base)):
        for match in pattern.finditer(text):
            yield ("day", n), Span(*match.span())
    names = month_names(base)
    for match in names.finditer(text.lower()) if names is not None and len(text.lower()) == len(text) else ():
        yield ("month", MONTHS[base][match[0]]), Span(*match.span())
    if base in {"zh", "vi"}:
        for match in re.finditer(r"(?:tháng )([0-9]{1,2})\b" if base == "vi" else r"([0-9]{1,2})月", text):
            yield ("month", int(match[1])), Span(*match.span())


@lru_cache(maxsize=32)
def _weekday_patterns(base: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(day) for day in WEEKDAYS.get(base, ()))


def _equal_numbers(source: str, target: str, pair: Pair) -> Iterator[tuple[Span, Span]]:
    def values(text: str, code: str) -> Iterator[tuple[object, Span]]:
        base = lang(code).base
        if len(prepared(text)) == len(text):
            for mention in numbers(text, base).mentions:
                yield mention.readings[0], mention.span

    yield from _paired(values(source, pair.source), values(target, pair.target))
