"""What changed between two texts, in pieces that a reader takes in: words, or letters with their signs."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any

from mtkit.lang import LANGUAGES

__all__ = ["changes", "pieces"]

_WORDS = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")
_RUNS = re.compile(r"\s+|[0-9A-Za-zÀ-ɏ]+|.", re.DOTALL)
_MOST = 4000  # pieces; beyond, the texts are shown as wholly changed, for the comparison is quadratic


def pieces(text: str, lang: str) -> list[str]:
    """``text`` cut into words and what is between them; into letters with their signs where words are not parted."""
    known = LANGUAGES.get(lang)
    spaced = known is None or known.spaced
    cut = (_WORDS if spaced else _RUNS).findall(text)
    return cut if text.isascii() else _joined(cut, words=spaced)


def _joined(parts: list[str], *, words: bool) -> list[str]:
    """``parts`` with signs put to the letter before them, and with ``words`` the rest of the word to them both."""
    found: list[str] = []
    for part in parts:
        sign = unicodedata.category(part[0])[0] == "M"
        torn = words and bool(found) and unicodedata.category(found[-1][-1])[0] == "M" and part[0].isalnum()
        if found and not found[-1].isspace() and (sign or torn):
            found[-1] += part
        else:
            found.append(part)
    return found


def changes(before: str, after: str, lang: str) -> list[list[Any]] | None:
    """Runs of ``[kind, text]`` that turn ``before`` into ``after``: -1 taken out, 0 kept, 1 put in; None if equal."""
    if before == after:
        return None
    old, new = pieces(before, lang), pieces(after, lang)
    if len(old) + len(new) > _MOST:
        return [run for run in ([-1, before], [1, after]) if run[1]]
    found: list[list[Any]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            _add(found, 0, "".join(new[c:d]))
            continue
        _add(found, -1, "".join(old[a:b]))
        _add(found, 1, "".join(new[c:d]))
    return _smooth(found)


def _add(runs: list[list[Any]], kind: int, text: str) -> None:
    if text:
        runs.append([kind, text])


def _smooth(runs: list[list[Any]]) -> list[list[Any]]:
    """``runs`` without kept blanks between changes, which only tear a changed phrase to pieces."""
    found: list[list[Any]] = []
    old = new = ""
    for n, (kind, text) in enumerate(runs):
        inside = kind == 0 and text.isspace() and (old or new) and n + 1 < len(runs)
        if kind == 0 and not inside:
            found += [[-1, old]] * bool(old) + [[1, new]] * bool(new) + [[0, text]]
            old = new = ""
            continue
        old += text if kind != 1 else ""
        new += text if kind != -1 else ""
    return found + [[-1, old]] * bool(old) + [[1, new]] * bool(new)
