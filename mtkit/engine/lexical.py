"""Which target pieces a source piece is translated by: IBM Model 1 on pairs of texts in pieces.

Brown et al. (1993), "The Mathematics of Statistical Machine Translation: Parameter Estimation": expectation
maximisation from equal chances, with an empty source piece for what comes from nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["Lexicon", "PiecePair", "likeliest"]

PiecePair: TypeAlias = tuple[Sequence[str], Sequence[str]]
Lexicon: TypeAlias = Mapping[str, tuple[str, ...]]
_ROUNDS = 3
_MEETINGS = 2_000_000  # pairs of a source and a target piece that are looked at together
_CELLS = 20_000_000  # kinds of such pairs that are kept; beyond, those that met once are let go
_NOWHERE = "\0"


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Some texts: for each meeting its cell (source times width, plus target), and the target piece it is about."""

    codes: Array
    places: Array


def likeliest(pairs: Sequence[PiecePair], count: int) -> Lexicon:
    """For each source piece the ``count`` target pieces that it most probably stands for, best first."""
    import numpy as np

    kept = [(source, target) for source, target in pairs if source and target]
    if not kept:
        return {}
    sources = _numbered([_NOWHERE, *(piece for source, _ in kept for piece in source)])
    targets = _numbered([piece for _, target in kept for piece in target])
    width = len(targets)
    coded = [
        (
            np.array([0, *(sources[piece] for piece in source)], dtype=np.int64),
            np.array([targets[piece] for piece in target], dtype=np.int64),
        )
        for source, target in kept
    ]
    cells = _cells(coded, width)
    chances = np.ones(len(cells))
    for _ in range(_ROUNDS):
        counts = np.zeros(len(cells))
        for some in _meetings(coded, width):
            which = np.minimum(np.searchsorted(cells, some.codes), len(cells) - 1)
            share = np.where(cells[which] == some.codes, chances[which], 0.0)
            whole = np.bincount(some.places, share)[some.places]
            share = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
            counts += np.bincount(which, share, minlength=len(cells))
        owner = cells // width
        chances = counts / np.maximum(np.bincount(owner, counts), 1e-300)[owner]
    return _best(cells, chances, list(sources), list(targets), count)


def _meetings(coded: Sequence[tuple[Array, Array]], width: int) -> Iterator[_Meetings]:
    """All meetings of pieces, some texts at a time."""
    import numpy as np

    codes: list[Array] = []
    places: list[Array] = []
    size = at = 0
    for left, right in coded:
        codes.append((left[None, :] * width + right[:, None]).ravel())
        places.append(np.repeat(np.arange(at, at + len(right)), len(left)))
        at += len(right)
        size += len(codes[-1])
        if size >= _MEETINGS:
            yield _Meetings(np.concatenate(codes), np.concatenate(places))
            codes, places, size, at = [], [], 0, 0
    if codes:
        yield _Meetings(np.concatenate(codes), np.concatenate(places))


def _cells(coded: Sequence[tuple[Array, Array]], width: int) -> Array:
    """The kinds of meetings, in order."""
    import numpy as np

    cells, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for some in _meetings(coded, width):
        new, seen = np.unique(some.codes, return_counts=True)
        merged, which = np.unique(np.concatenate([cells, new]), return_inverse=True)
        counts = np.bincount(which, np.concatenate([counts, seen])).astype(np.int64)
        cells = merged
        if len(cells) > _CELLS:
            cells, counts = cells[counts > 1], counts[counts > 1]
    return cells


def _best(cells: Array, chances: Array, sources: Sequence[str], targets: Sequence[str], count: int) -> Lexicon:
    import numpy as np

    owner, said = cells // len(targets), cells % len(targets)
    order = np.lexsort((said, -chances, owner))
    found: dict[str, tuple[str, ...]] = {}
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        piece = sources[int(owner[order[start]])]
        if piece != _NOWHERE:
            found[piece] = tuple(targets[int(n)] for n in said[order[start : min(end, start + count)]])
    return found


def _numbered(pieces: Sequence[str]) -> dict[str, int]:
    return {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
