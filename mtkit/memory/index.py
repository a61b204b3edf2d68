"""Finding the few entries that may be like a text among very many: an inverted index of its grams, in FTS5.

Two texts that are alike at 75 percent share many grams, also among the rare ones; so each gram that few entries have
is looked up, and the entries that share the most are scored. A gram that very many have says nothing, and is left out
unless all are such. Grams are pairs of characters in Chinese, triples in Thai, Lao, Khmer and Burmese; elsewhere
words and the triples inside them.
"""

from __future__ import annotations

import heapq
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Sequence

from mtkit.lang import LANGUAGES

__all__ = ["candidates", "grams", "tokens"]

_COMMON = 1500
"""A gram in so many entries or more is no help."""
_MOST = 250
"""So many candidates are scored."""
_SHARE = 0.25
"""An entry with less than this share of the grams that the best one has is none to score."""
_RARE_ENOUGH = 24
_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 600


def grams(text: str, lang: str) -> list[str]:
    """The grams of a text in the language ``lang``, each once, in order."""
    known = LANGUAGES.get(lang)
    if known is not None and not known.spaced:
        size = 2 if known.script.is_han else 3
        run = _LETTERS.sub("", text[:_LONGEST]) if known.script.is_han else re.sub(r"[\s\u200b]+", "", text[:_LONGEST])
        run = f"^{run}$"
        return list(dict.fromkeys(run[at : at + size] for at in range(max(1, len(run) - size + 1))))
    found: dict[str, None] = {}
    for word in _WORD.findall(text[:_LONGEST].lower()):
        padded = f"^{word}$"
        found[padded] = None
        if len(padded) > 6:
            found.update(dict.fromkeys(padded[at : at + 4] for at in range(len(padded) - 3)))
    return list(found) or [text[:8]]


def tokens(text: str, lang: str, pair: int) -> list[str]:
    """The words of the index for ``text``; those of one pair are not those of another."""
    return [f"{zlib.crc32(f'{pair} {gram}'.encode()):08x}" for gram in grams(text, lang)]


def candidates(connection: sqlite3.Connection, text: str, lang: str, pair: int, known: set[str]) -> list[int]:
    """The ids of the entries that share the most rare grams with ``text``, at most so many that scoring stays quick.

    ``known`` collects the grams that are in too many entries, so that they are not looked up each time.
    """
    shared: Counter[int] = Counter()
    common: list[str] = []
    wanted = tokens(text, lang, pair)
    step = max(1, len(wanted) // (3 * _RARE_ENOUGH))  # of a long text, every second gram does
    for token in wanted[::step]:
        rows = _having(connection, f'"{token}"') if token not in known else ()
        if token in known or len(rows) == _COMMON:
            common.append(token)
        else:
            shared.update(row for (row,) in rows)
    known.update(common)
    if len(shared) < _MOST // 10 and common:
        every = " AND ".join(f'"{token}"' for token in common[: 2 * _RARE_ENOUGH : 2])
        shared.update(row for (row,) in _having(connection, every))
    least = max(shared.values(), default=0) * _SHARE
    best = heapq.nlargest(_MOST, ((count, -row) for row, count in shared.items() if count >= least))
    return [-row for _, row in best]


def _having(connection: sqlite3.Connection, query: str) -> Sequence[tuple[int]]:
    found = connection.execute("SELECT rowid FROM grams WHERE grams MATCH ? LIMIT ?", (query, _COMMON))
    return found.fetchall()
