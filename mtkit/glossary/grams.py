"""Stretches of text that come back in several sentences: the raw material of new terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtkit.glossary.normal import is_unspaced
from mtkit.text import Span

__all__ = ["Gram", "Token", "grams", "tokens"]

_LABEL = re.compile(r"\{/?\d+\}")
_JOINERS = frozenset("-'’\u2010\u2011")
_LONGEST = 16  # letters of an unspaced script; words are longer
_LONGEST_WORDS = 8
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on at to for and or by with from as is was are were be has have had that this it its he she"
        "  they said says will would not also which who after before"
        "  dan yang di ke dari untuk pada dengan ini itu oleh"
        "  và của các những trong cho với là được tại ở này một"
        "  de do da dos das em no na para com e o os ang ng sa mga at ay si ni",
    )
)
"""Words that neither begin nor end a name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a letter with its marks in a script without spaces. ``part`` numbers the stretch it stands in."""

    text: str
    span: Span
    part: int
    unspaced: bool


@dataclass(frozen=True, slots=True)
class Gram:
    """A stretch as it is written, and the sentences that hold it, by number, with its relative place in each."""

    text: str
    where: Mapping[int, float]
    size: int


def tokens(text: str, masked: Iterable[Span] = ()) -> list[Token]:
    """The tokens of ``text`` outside the stretches ``masked`` and outside labels such as ``{1}``."""
    hidden = [*masked, *(Span(*met.span()) for met in _LABEL.finditer(text))]
    free = [True] * len(text)
    for span in hidden:
        free[span.start : span.end] = [False] * (span.end - span.start)
    found: list[Token] = []
    place = part = 0
    while place < len(text):
        end = place + 1
        if not free[place] or not text[place].isalnum():
            part += not text[place].isspace() or bool(found and found[-1].unspaced)
        elif is_unspaced(text[place]):
            while end < len(text) and free[end] and unicodedata.category(text[end])[0] == "M":
                end += 1
            found.append(Token(text[place:end], Span(place, end), part, unspaced=True))
        else:
            while end < len(text) and free[end] and _goes_on(text, end):
                end += 1
            found.append(Token(text[place:end], Span(place, end), part, unspaced=False))
        place = end
    return found


def _goes_on(text: str, place: int) -> bool:
    """Whether the word before ``place`` goes on there."""
    char = text[place]
    if is_unspaced(char):
        return False
    if char in _JOINERS:
        return place + 1 < len(text) and text[place + 1].isalnum()
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def grams(texts: Sequence[tuple[str, Sequence[Token]]], *, least: int) -> list[Gram]:
    """The stretches that at least ``least`` of ``texts`` hold, none of them inside a longer one of the same texts.

    Level by level: a stretch is looked at only if both stretches one token shorter come back as often.
    """
    frequent: dict[tuple[str, ...], dict[int, tuple[int, int]]] = {}
    level: dict[tuple[str, ...], dict[int, tuple[int, int]]] = {}
    folded = [[token.text.casefold() for token in line] for _, line in texts]
    size = 0
    while size < _LONGEST:
        size += 1
        found: dict[tuple[str, ...], dict[int, tuple[int, int]]] = {}
        for number, (_, line) in enumerate(texts):
            for start in range(len(line) - size + 1):
                last = line[start + size - 1]
                if line[start].part != last.part or (size > _LONGEST_WORDS and not last.unspaced):
                    continue
                key = tuple(folded[number][start : start + size])
                if size == 1 or (key[:-1] in level and key[1:] in level):
                    found.setdefault(key, {}).setdefault(number, (start, start + size))
        shorter, level = level, {key: where for key, where in found.items() if len(where) >= least}
        for key, where in level.items():
            if key[0] in _LITTLE or key[-1] in _LITTLE:
                continue  # "the Centre" is no reason to leave out "Centre"
            for inner in (key[:-1], key[1:]):
                if inner in shorter and len(shorter[inner]) == len(where):
                    frequent.pop(inner, None)
        frequent |= level
        if not level:
            break
    return [gram for key, where in frequent.items() if (gram := _gram(key, where, texts)) is not None]


def _gram(
    key: tuple[str, ...],
    where: Mapping[int, tuple[int, int]],
    texts: Sequence[tuple[str, Sequence[Token]]],
) -> Gram | None:
    """The stretch as it is first written; None for what cannot be a name."""
    number, (start, end) = next(iter(where.items()))
    text, line = texts[number]
    shown = text[line[start].span.start : line[end - 1].span.end]
    if line[start].unspaced and line[end - 1].unspaced:
        if len(key) < 2:
            return None
    elif key[0] in _LITTLE or key[-1] in _LITTLE or key[0].isdigit() or (len(key) == 1 and not _named(where, texts)):
        return None
    if not any(char.isalpha() for char in shown):
        return None
    places = {n: (s + e) / 2 / max(len(texts[n][1]), 1) for n, (s, e) in where.items()}
    return Gram(shown, places, len(key))


def _named(where: Mapping[int, tuple[int, int]], texts: Sequence[tuple[str, Sequence[Token]]]) -> bool:
    """Whether a single word is written with a capital where no sentence begins."""
    inside = [texts[n][1][start].text for n, (start, _) in where.items() if start]
    return bool(inside) and all(word[0].isupper() for word in inside)
