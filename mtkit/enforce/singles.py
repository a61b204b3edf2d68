"""Where a code that stands alone belongs: a footnote mark, a picture, a break of the line.

It stays beside what it stood beside: a pair of codes, a mark, or a word. Between two words that nothing parts, as a
break of the line does, it goes where the translation parts what was before it from what was behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtkit.enforce.nesting import Node
from mtkit.enforce.stretch import Spot, Texts, cut, stretch
from mtkit.enforce.tokenised import Token, mark_class
from mtkit.lang import lang
from mtkit.mask import Code
from mtkit.text import Span

__all__ = ["beside", "single_place"]

# at most, of the phrase that a code stands beside; letters where nothing parts words
_WORDS, _LETTERS, _CHINESE = 3, 12, 6


def single_place(
    n: int, spots: Sequence[Spot], where: Mapping[int, tuple[int, int]], low: int, high: int, texts: Texts
) -> tuple[int, bool]:
    """The place of the single code ``spots[n]`` between ``low`` and ``high``, outside of its neighbours; if it is sure.

    ``where`` has the places of all pairs beside it, and of the single codes before it.
    """
    at = spots[n].node.span.start
    before = spots[n - 1].node if n else None
    behind = next((m for m in range(n + 1, len(spots)) if not spots[m].node.single), None)
    if before is not None and before.span.end == at and before.closing is not None:
        return where[n - 1][1], spots[n - 1].sure >= 0.0
    if before is not None and before.single and before.span.end == at:
        return where[n - 1][1], True
    blank = texts.source[at - 1 : at].isspace() or at == 0
    if behind is not None and spots[behind].node.span.start == at and blank:
        return where[behind][0], spots[behind].sure >= 0.0
    place, sure = _free(at, low, high, texts)
    for m, (start, end) in where.items():
        if not spots[m].node.single and start < place < end:
            place = start if place - start < end - place else end
            sure = False
    return max(low, min(place, high)), sure


def _free(at: int, low: int, high: int, texts: Texts) -> tuple[int, bool]:
    tokens = texts.links.target
    first = next((t for t, token in enumerate(tokens) if token.span.end > low), len(tokens))
    last = next((t for t, token in enumerate(tokens) if token.span.start >= high), len(tokens))
    if first >= last:
        return low, False
    left = texts.source[at - 1 : at]
    before = [s for s, token in enumerate(texts.links.source) if token.span.end <= at]
    behind = [s for s, token in enumerate(texts.links.source) if token.span.start >= at]
    if not before:
        return (low if low == 0 else tokens[first].span.start), True
    if not behind:
        return tokens[last - 1].span.end, True
    if left and not left.isspace() and mark_class(left) >= 0:
        found = _behind_mark(before[-1], first, last, texts)
        if found is not None:
            return found, True
    near = _near(at, texts)
    if near is not None:
        return _beside(at, near, first, last, texts)
    border = cut(at, first, last, texts)
    return (tokens[border - 1].span.end if border > first else tokens[first].span.start), False


def _behind_mark(mark: int, first: int, last: int, texts: Texts) -> int | None:
    """The end of the mark of the target that the ``mark`` of the source became."""
    links = texts.links
    kind = links.source[mark].mark
    found = [t for t in range(first, last) if links.target[t].mark == kind]
    best = max(found, key=lambda t: (links.columns[t][mark], -t), default=None)
    return None if best is None else links.target[best].span.end


def _beside(at: int, near: tuple[Node, bool], first: int, last: int, texts: Texts) -> tuple[int, bool]:
    """The beginning or end of what the nearest word of the source became."""
    node, begins = near
    spot = stretch(node, first, last, texts, at=Span(at, at), begins=begins)
    if spot.first >= spot.last:
        return texts.links.target[first].span.start, False
    found: Token = texts.links.target[spot.first if begins else spot.last - 1]
    return (found.span.start if begins else found.span.end), spot.sure >= 0.0


def beside(at: int, nodes: Sequence[Node], n: int, texts: Texts) -> tuple[Node, bool] | None:
    """The nearest words to the single code ``nodes[n]``, and whether it begins with them; None if it has no word."""
    before = nodes[n - 1] if n else None
    behind = next((node for node in nodes[n + 1 :] if not node.single), None)
    if before is not None and before.span.end == at and (before.single or before.closing is not None):
        return None
    blank = texts.source[at - 1 : at].isspace() or at == 0
    return None if behind is not None and behind.span.start == at and blank else _near(at, texts)


def _near(at: int, texts: Texts) -> tuple[Node, bool] | None:
    """The nearest words of the source; None at the ends, behind a mark, and between words that nothing parts."""
    source = texts.links.source
    left, right = texts.source[at - 1 : at], texts.source[at : at + 1]
    before = [s for s in range(len(source)) if source[s].span.end <= at]
    behind = [s for s in range(len(source)) if source[s].span.start >= at]
    if not before or not behind:
        return None
    if left.isspace():
        near, begins = behind, True
    elif right.isspace() or mark_class(right) >= 0 or not lang(texts.pair.source).spaced:
        near, begins = before[::-1], False
    else:
        return None
    words = _phrase(near, texts)
    span = Span(source[min(words)].span.start, source[max(words)].span.end)
    return Node(span, Code("{"), Code("}")), begins


def _phrase(near: Sequence[int], texts: Texts) -> list[int]:
    """The words of a short phrase, from the nearest on: up to a mark or a small word.

    What follows a noun in one language stands before it in another: *the new fund*, กองทุนใหม่.
    """
    source = texts.links.source
    code = lang(texts.pair.source)
    most = _WORDS if code.spaced else _CHINESE if code.script.is_han else _LETTERS
    words = [s for s in near if source[s].mark < 0][:1] or list(near[:1])
    for s in near[near.index(words[0]) + 1 :]:
        size = len(words) + 1 if code.spaced else sum(len(source[word].span) for word in (*words, s))
        if source[s].mark >= 0 or source[s].small or size > most:
            break
        words.append(s)
    return words
