"""Regular expressions for lists of words that do not try each word at each place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

__all__ = ["one_of"]


def one_of(words: Iterable[str] | Mapping[str, str]) -> str:
    """A pattern for the longest of ``words`` at a place, as a tree by their letters.

    A mapping gives for each word what must follow it, as a pattern (a look-ahead), or "". No words match nothing.
    """
    entries = words if isinstance(words, Mapping) else dict.fromkeys(words, "")
    return _branch(sorted(entries.items())) if entries else "(?!)"


def _branch(entries: list[tuple[str, str]]) -> str:
    """Sorted entries of one node; longer words come before the one that ends here."""
    ends = [follow for rest, follow in entries if not rest]
    longer = [
        re.escape(first) + _branch([(rest[1:], follow) for rest, follow in group])
        for first, group in groupby((entry for entry in entries if entry[0]), key=lambda entry: entry[0][0])
    ]
    alternatives = longer + ends
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"
