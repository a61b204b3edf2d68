"""Which pieces translate which: a rough lexicon from co-occurrence, to show the attention where to look.

A small model on little data spends most of its training finding out that the source matters at all. Guided alignment
(Chen et al. 2016, "Guided Alignment Training for Topic-Aware Neural Machine Translation") shortens that: one head of
the last decoder layer is rewarded for looking at the source pieces that the next target piece may come from, and one
of the first layer for looking at those of the piece before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Coded = tuple[Sequence[int], Sequence[int]]


def lexicon(
    groups: Iterable[Sequence[Coded]],
    size: int,
    *,
    never: Iterable[int] = (),
    least: int = 3,
    dice: float = 0.15,
    lift: float = 4.0,
) -> Any:
    """Give a boolean array [size, size], target piece by source piece: may the one come from the other?

    Each group holds the piece numbers of sentence pairs of one pair of languages. Two pieces go together when they
    share ``least`` sentence pairs, their Dice coefficient, 2 n(x, y) / (n(x) + n(y)), reaches ``dice`` and they meet
    ``lift`` times as often as by chance in some group; every piece goes with itself. Those of ``never`` go with none.
    """
    import numpy as np

    table = np.zeros((size, size), dtype=np.bool_)
    np.fill_diagonal(table, val=True)
    for group in groups:
        lefts = [np.unique(np.asarray(source, dtype=np.int64)) for source, _ in group]
        rights = [np.unique(np.asarray(target, dtype=np.int64)) for _, target in group]
        if not lefts:
            continue
        codes = [np.repeat(b, len(a)) * size + np.tile(a, len(b)) for a, b in zip(lefts, rights, strict=True)]
        pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
        ones = np.bincount(np.concatenate(lefts), minlength=size)
        others = np.bincount(np.concatenate(rights), minlength=size)
        b, a = pairs // size, pairs % size
        kept = (shared >= least) & (2 * shared >= dice * (ones[a] + others[b]))
        kept &= shared * len(group) >= lift * ones[a] * others[b]
        table[b[kept], a[kept]] = True
        table[a[kept], b[kept]] = True
    blocked = sorted(never)
    table[blocked, :] = False
    table[:, blocked] = False
    return table


def by_languages(
    directions: Sequence[tuple[str, str]], coded: Sequence[Coded], *, skip: int = 1
) -> list[list[tuple[Sequence[int], Sequence[int]]]]:
    """Group coded examples by their two languages, both directions together, without ``skip`` leading source pieces."""
    groups: defaultdict[tuple[str, ...], list[tuple[Sequence[int], Sequence[int]]]] = defaultdict(list)
    for direction, (source, target) in zip(directions, coded, strict=True):
        key = tuple(sorted(direction))
        pair = (source[skip:], target)
        groups[key].append(pair if key == direction else (target, source[skip:]))
    return [groups[key] for key in sorted(groups)]


def guide(attentions: Sequence[Any], table: Any, source: Any, shifted: Any, target: Any, *, space: int) -> Any:
    """Give how far the first cross-attention head of the first and of the last decoder layer looks astray.

    The last layer is to look at the source pieces that the next target piece may come from; the first layer at those
    of the last target piece that has any, so that the model knows how far it has come. The loss is the mean of -log of
    the attention that falls there. ``attentions`` holds [batch, head, target, source] for each layer; ``table`` is the
    lexicon as a tensor; ``source``, ``shifted`` (the decoder's input) and ``target`` are padded piece numbers, [batch,
    length]. The piece ``space`` stands between all words, and so tells no place.
    """
    import torch

    ahead = table[target[:, :, None], source[:, None, :]]
    behind = table[shifted[:, :, None], source[:, None, :]]
    known = behind.any(-1) & (shifted != space)
    steps = torch.arange(shifted.shape[1], device=shifted.device).expand_as(shifted)
    latest = torch.where(known, steps, 0).cummax(1).values
    behind = behind.gather(1, latest[:, :, None].expand_as(behind))
    return _astray(attentions[-1][:, 0], ahead) + _astray(attentions[0][:, 0], behind)


def _astray(attention: Any, right: Any) -> Any:
    known = right.any(-1)
    mass = (attention.float() * right).sum(-1)
    # A floor that is far down, since nothing is learnt below it.
    return -mass[known].clamp_min(1e-20).log().sum() / known.sum().clamp_min(1)
