"""Marks: the placeholders that carry terms, codes and addresses through the model.

A mark is one of 24 symbols, ``⟦0⟧`` to ``⟦23⟧``. Each is a single piece of the vocabulary, and the model learns to copy
each one exactly once, wherever the target's word order wants it. The functions here put marks into training pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

MARK_COUNT = 24
MARKS: tuple[str, ...] = tuple(f"⟦{index}⟧" for index in range(MARK_COUNT))

_MARK = re.compile(r"⟦\d+⟧")
_URL = re.compile(r"(?:https?://|www\.)[\w\-./?=&%#~+:@]*[\w/]")
# Placeholders that software strings already carry: %1$s, %d, {0}, {name}, ^1.
_CODE = re.compile(r"%(?:\d\$)?[sd]|\{\{?\w+\}?\}|\^\d")
# A name as both sides of a pair may write it: Latin words that begin with a capital, joined by one space or hyphen.
_NAME = re.compile(r"(?<![\w⟦])[A-Z][A-Za-z0-9]*(?:[ \-][A-Z][A-Za-z0-9]*){0,3}(?![\w⟧])")
_NUMBER = re.compile(r"(?<![\w.,⟦])\d{2,}(?:[.,]\d+)*(?![\w⟧])")


def marks_in(text: str) -> list[str]:
    """Return the marks of ``text`` in their order."""
    return _MARK.findall(text)


def same_marks(source: str, target: str) -> bool:
    """Say whether both texts hold the same marks, each exactly once."""
    ours, theirs = marks_in(source), marks_in(target)
    return len(set(ours)) == len(ours) and sorted(ours) == sorted(theirs)


def draw(rng: Random, count: int, *, taken: Iterable[str] = ()) -> list[str]:
    """Draw ``count`` different marks in random order, none of them in ``taken``; fewer if so many are not left."""
    used = set(taken)
    free = [mark for mark in MARKS if mark not in used]
    return rng.sample(free, min(count, len(free)))


def _spans(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group() for match in pattern.finditer(text)]


def shared_strings(source: str, target: str, terms: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Find what a mark may stand for: (source form, target form), each exactly once on its side.

    Addresses and placeholders come first, then ``terms`` (pairs of forms known to be translations), then names and
    numbers written alike on both sides. Longer forms come before shorter ones of their kind.
    """
    found: list[tuple[str, str]] = []
    for pattern in (_URL, _CODE):
        found += [(form, form) for form in _spans(pattern, source)]
    found += sorted(terms, key=lambda pair: (-len(pair[0]), pair))
    names = _spans(_NAME, source)
    # The first word of a sentence has its capital from its place: a lone one is no name.
    names = [name for name in names if " " in name or not source.startswith(name)]
    found += [(form, form) for form in sorted(names, key=lambda form: (-len(form), form))]
    found += [(form, form) for form in _spans(_NUMBER, source)]
    return [pair for pair in found if _once(source, pair[0]) and _once(target, pair[1])]


def _once(text: str, form: str) -> bool:
    return bool(form) and text.count(form) == 1 and _whole(text, form)


def _whole(text: str, form: str) -> bool:
    """Say whether ``form`` stands in ``text`` as whole words, where its ends are Latin letters or digits."""
    start = text.find(form)
    end = start + len(form)
    before, after = text[start - 1 : start], text[end : end + 1]
    left = _latin(form[0]) and _latin(before)
    right = _latin(form[-1]) and _latin(after)
    return not (left or right)


def _latin(char: str) -> bool:
    return char.isalnum() and (char.isdigit() or "A" <= char <= "ɏ" or "Ḁ" <= char <= "ỿ")


class Terms:
    """Pairs of forms known to be translations, found in a text by their source form."""

    MOST = 40

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._targets: dict[str, list[str]] = {}
        for source, target in pairs:
            if len(source) <= self.MOST:
                targets = self._targets.setdefault(source, [])
                if target not in targets:
                    targets.append(target)
        self._lengths = sorted({len(form) for form in self._targets})

    def near(self, text: str) -> list[tuple[str, str]]:
        """List the pairs whose source form stands in ``text``, from the start of a word where words are spaced."""
        found: dict[tuple[str, str], None] = {}
        for start in range(len(text)):
            if start and _latin(text[start]) and _latin(text[start - 1]):
                continue
            for length in self._lengths:
                form = text[start : start + length]
                if len(form) < length:
                    break
                for target in self._targets.get(form, ()):
                    found[form, target] = None
        return list(found)


def mark_pair(
    source: str,
    target: str,
    rng: Random,
    *,
    terms: Sequence[tuple[str, str]] = (),
    limit: int = 4,
) -> tuple[str, str]:
    """Put up to ``limit`` marks in the place of strings that both sides share (see :func:`shared_strings`).

    A pair whose marks are uneven to begin with is returned as it is. The result always satisfies :func:`same_marks`
    when the input does.
    """
    if not same_marks(source, target):
        return source, target
    candidates = shared_strings(source, target, terms)
    if not candidates:
        return source, target
    wanted = rng.randint(1, limit)
    kept = candidates if len(candidates) <= wanted else _pick(candidates, wanted, rng)
    fresh = draw(rng, len(kept), taken=marks_in(source))
    for (form, other), mark in zip(kept, fresh, strict=False):
        # An earlier mark may have covered this form: look again.
        if _once(source, form) and _once(target, other):
            source, target = source.replace(form, mark), target.replace(other, mark)
    return source, target


def _pick(candidates: list[tuple[str, str]], wanted: int, rng: Random) -> list[tuple[str, str]]:
    chosen = set(rng.sample(range(len(candidates)), wanted))
    return [pair for index, pair in enumerate(candidates) if index in chosen]
