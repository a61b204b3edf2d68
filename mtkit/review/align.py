"""Which old sentence each sentence of a new version came from.

Sentences that stand in both versions are found first, by their text, and hold the rest in place: a changed sentence is
looked for where its neighbours are, and only a close likeness is believed anywhere else (a paragraph that moved and
changed). One sentence may have become two or three, and several one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Link", "Sentence", "in_order", "likeness", "links", "matched"]

_NEAR, _FAR = 0.5, 0.65
_BONUS = 0.1
_JOINED = 0.75
_GAIN = 0.08
_PIECES = 3
_PART = 0.4
_SHARED = 0.15
_COMMON = 100
_TRIED = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one version: its text and its kind."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Old sentences that became new ones, by their places in the two versions.

    ``old`` and ``new`` hold one place each, but for a sentence that was split (several ``new``) or sentences that
    were merged (several ``old``). ``score`` is their likeness from 0 to 1.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float


def matched(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, int]:
    """New place -> old place for sentences of the same text, each old one once.

    Of several that read alike, one of the same kind and between the same neighbours is taken, then the next in order.
    """
    waiting: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(old):
        waiting[sentence.text].append(at)
    wanted: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(new):
        if sentence.text in waiting:
            wanted[sentence.text].append(at)
    found: dict[int, int] = {}
    for text, places in wanted.items():
        if len(places) == len(waiting[text]) == 1:
            found[places[0]] = waiting[text][0]
            continue
        ranked = sorted(
            (-_kinship(old, o, new, n), abs(i - j), n, o)
            for i, n in enumerate(places)
            for j, o in enumerate(waiting[text])
        )
        taken: set[int] = set()
        for _, _, n, o in ranked:
            if n not in found and o not in taken:
                found[n] = o
                taken.add(o)
    return found


def _kinship(old: Sequence[Sentence], o: int, new: Sequence[Sentence], n: int) -> int:
    """How much speaks for two sentences of one text being the same one: kind and neighbours."""
    score = 2 * (old[o].kind == new[n].kind)
    for step in (-1, 1):
        before = old[o + step].text if 0 <= o + step < len(old) else ""
        after = new[n + step].text if 0 <= n + step < len(new) else ""
        score += before == after
    return score


def in_order(found: dict[int, int]) -> set[int]:
    """The new places whose sentences kept their order: the longest increasing run of old places."""
    places = sorted(found)
    best: list[int] = []  # best[k] ends the run of length k + 1 with the least old place
    back: dict[int, int | None] = {}
    for n in places:
        low, high = 0, len(best)
        while low < high:
            middle = (low + high) // 2
            if found[best[middle]] < found[n]:
                low = middle + 1
            else:
                high = middle
        back[n] = best[low - 1] if low else None
        best[low : low + 1] = [n]
    run: set[int] = set()
    at = best[-1] if best else None
    while at is not None:
        run.add(at)
        at = back[at]
    return run


def links(
    old: Sequence[Sentence], new: Sequence[Sentence], found: dict[int, int], *, done: Collection[int] = ()
) -> tuple[Link, ...]:
    """What became of the sentences that ``found``, the result of ``matched``, leaves over on both sides.

    ``done`` are new places that need no link. Each sentence is in one link at most; the likeliest links are made
    first. Sentences without a link went, or are new.
    """
    taken = set(found.values())
    left_old = [o for o in range(len(old)) if o not in taken]
    left_new = [n for n in range(len(new)) if n not in found and n not in done]
    if not left_old or not left_new:
        return ()
    gap_old, gap_new = _gaps(len(old), len(new), {n: found[n] for n in in_order(found)})
    alike = {
        (left_old[o], left_new[n]): likeness(old[left_old[o]].text, new[left_new[n]].text)
        for o, n in _akin([old[o].text for o in left_old], [new[n].text for n in left_new])
    }
    candidates: list[tuple[float, int, Link]] = []
    for (o, n), score in alike.items():
        near = gap_old[o] == gap_new[n]
        if score >= (_NEAR if near else _FAR):
            candidates.append((score + _BONUS * near, 1, Link((o,), (n,), score)))
    candidates += _joined(old, new, alike, gap_old, gap_new, set(left_old), set(left_new))
    made: list[Link] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, link in sorted(candidates, key=lambda item: (-item[0], item[1], item[2].new, item[2].old)):
        if used_old.isdisjoint(link.old) and used_new.isdisjoint(link.new):
            made.append(link)
            used_old.update(link.old)
            used_new.update(link.new)
    return tuple(sorted(made, key=lambda link: link.new))


def _joined(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    alike: Mapping[tuple[int, int], float],
    gap_old: Sequence[int],
    gap_new: Sequence[int],
    left_old: Collection[int],
    left_new: Collection[int],
) -> list[tuple[float, int, Link]]:
    """Sentences that were split or merged inside one gap: together they are more alike than any of them alone."""
    best: dict[int, float] = defaultdict(float)
    for (o, n), score in alike.items():
        best[o] = max(best[o], score)
        best[~n] = max(best[~n], score)
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    for (o, n), score in alike.items():
        if score < _PART or gap_old[o] != gap_new[n]:
            continue
        for run in _runs(n, left_new, gap_new):
            if ((o,), run) not in found:
                found[(o,), run] = likeness(old[o].text, _join([new[at].text for at in run])) - best[o]
        for run in _runs(o, left_old, gap_old):
            if (run, (n,)) not in found:
                found[run, (n,)] = likeness(_join([old[at].text for at in run]), new[n].text) - best[~n]
    links = []
    for (olds, news), gain in found.items():
        score = gain + best[olds[0] if len(olds) == 1 else ~news[0]]
        if score >= _JOINED and gain > _GAIN:
            links.append((score + _BONUS, 0, Link(olds, news, score)))
    return links


def _runs(at: int, left: Collection[int], gaps: Sequence[int]) -> list[tuple[int, ...]]:
    """Two or three places that follow each other in one gap, ``at`` among them."""
    runs = []
    for length in range(2, _PIECES + 1):
        for first in range(at - length + 1, at + 1):
            run = tuple(range(first, first + length))
            if all(place in left and gaps[place] == gaps[at] for place in run):
                runs.append(run)
    return runs


def _join(texts: Sequence[str]) -> str:
    return " ".join(texts) if all(text.isascii() or " " in text for text in texts) else "".join(texts)


def _gaps(olds: int, news: int, anchors: dict[int, int]) -> tuple[list[int], list[int]]:
    """For each place of the two versions, after how many anchors it stands."""
    old_anchors, new_anchors = set(anchors.values()), set(anchors)
    gaps: tuple[list[int], list[int]] = ([], [])
    for size, held, gap in ((olds, old_anchors, gaps[0]), (news, new_anchors, gaps[1])):
        passed = 0
        for at in range(size):
            gap.append(passed)
            passed += at in held
    return gaps


def likeness(one: str, other: str) -> float:
    """How alike two sentences are, from 0 to 1: half by the characters in order, half by short runs of them.

    Letters alone make sentences of an alphabet look alike that have nothing in common; runs of characters (two of
    Chinese, three of any other script) do not, and need no spaces between words.
    """
    from rapidfuzz.distance import Indel

    if one == other:
        return 1.0
    a, b = one.casefold(), other.casefold()
    return (Indel.normalized_similarity(a, b) + _dice(_grams(a), _grams(b))) / 2


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


@lru_cache(maxsize=32768)
def _grams(text: str) -> Counter[str]:
    tight = " ".join(text.split())
    size = 2 if sum("\u3400" <= char <= "\u9fff" for char in tight) * 2 > len(tight) else 3
    padded = f" {tight} "
    return Counter(padded[at : at + size] for at in range(len(padded) - size + 1))


def _akin(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs that share enough short runs to be worth comparing, the dozen that share most for each new text.

    Runs that a hundred old texts have tell nothing apart and are not counted, so that the work stays in bounds.
    """
    places: dict[str, list[int]] = defaultdict(list)
    sizes = [_grams(text.casefold()).total() for text in olds]
    for at, text in enumerate(olds):
        for gram in _grams(text.casefold()):
            places[gram].append(at)
    pairs = []
    for n, text in enumerate(news):
        grams = _grams(text.casefold())
        total = grams.total()
        shared: Counter[int] = Counter()
        telling = 0
        for gram in grams:
            having = places.get(gram, ())
            if len(having) <= _COMMON:
                shared.update(having)
                telling += 1
        enough = _SHARED * telling / max(len(grams), 1)
        ranked = sorted((-2 * count / (total + sizes[o]), o) for o, count in shared.items())
        pairs += [(o, n) for closeness, o in ranked[:_TRIED] if -closeness >= enough]
    return pairs
