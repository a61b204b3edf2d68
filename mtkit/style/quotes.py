"""Quotation marks: pairs by their depth, in the marks of the house."""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.text import Span

__all__ = ["quotes"]

_MARKS = {"straight": ('""', "''"), "curly": ("“”", "‘’"), "corner": ("「」", "『』"), "angle": ("«»", "“”")}
_OPENS = {'"': '"', "‘": "’", "“": "”", "„": "”", "«": "»", "「": "」", "『": "』"}
_CLOSES = frozenset("”»」』")
_BEFORE_OPENING = frozenset(" \t\u00a0\u3000\u200b([{（【《〈“「『‘«—–-/:：,，、;；。．.!！?？…")


def quotes(text: str, held: Sequence[Span], style: str, *, singles: bool) -> list[tuple[int, int, str]]:
    """Edits that write each pair of quotation marks as ``style`` does at its depth.

    ``singles``: ‘ and ’ are quotation marks wherever they stand, not only inside of a quotation. Where marks do not
    pair, nothing is touched: what the author meant is not certain.
    """
    if not any(mark in text for mark in '"“”„«»「」『』‘'):
        return []
    pairs = _pairs(text, singles=singles)
    if pairs is None:
        return []
    edits: list[tuple[int, int, str]] = []
    for start, end, depth in pairs:
        if any(span.start <= at < span.end for span in held for at in (start, end)):
            continue  # part of a name
        marks = _MARKS[style][depth % 2]
        edits += [(start, start + 1, marks[0]), (end, end + 1, marks[1])]
    return sorted(edit for edit in edits if text[edit[0]] != edit[2])


def _pairs(text: str, *, singles: bool) -> list[tuple[int, int, int]] | None:
    """Each pair with its depth from 0; None where a mark has no partner."""
    open_: list[tuple[int, str]] = []
    found: list[tuple[int, int, int]] = []
    for at, mark in enumerate(text):
        match _role(text, at, open_, singles=singles):
            case "opens":
                open_.append((at, _OPENS[mark]))
            case "closes" if open_ and _fits(open_[-1][1], mark):
                start, _ = open_.pop()
                found.append((start, at, len(open_)))
            case "closes" | "neither":
                return None
            case _:
                continue
    return None if open_ else found


def _role(text: str, at: int, open_: list[tuple[int, str]], *, singles: bool) -> str:
    """Whether a character opens a quotation or closes one; "neither" where nobody can tell, "" for other characters."""
    mark, wanted = text[at], open_[-1][1] if open_ else ""
    if mark == '"':
        return _role_of_straight(text, at, open_)
    if mark == "‘":
        return "opens" if (singles or open_) and not _joins(text, at) else ""
    if mark == "’":
        return "closes" if wanted == "’" and not _joins(text, at) else ""
    return "opens" if mark in _OPENS else "closes" if mark in _CLOSES else ""


def _role_of_straight(text: str, at: int, open_: list[tuple[int, str]]) -> str:
    if open_ and open_[-1][1] in {'"', "”"} and not _opens_here(text, at, open_):
        return "neither" if text[at - 1].isspace() else "closes"
    if any(wanted == '"' for _, wanted in open_) or _measures(text, at):
        return "neither"
    return "opens"


def _fits(wanted: str, mark: str) -> bool:
    return mark == wanted or {mark, wanted} == {'"', "”"}


def _opens_here(text: str, at: int, open_: list[tuple[int, str]]) -> bool:
    """Whether a straight mark opens a quotation inside of another kind of quotation."""
    if open_[-1][1] == '"':
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before in _BEFORE_OPENING) and bool(after) and not after.isspace()


def _measures(text: str, at: int) -> bool:
    """Whether the mark stands behind a number or a Latin word, or before a blank: inches, or a slip."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (before.isalnum() and before < "\u0250") or not after or after.isspace()


def _joins(text: str, at: int) -> bool:
    """Whether the mark stands between letters of a word: an apostrophe."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return before.isalpha() and after.isalpha() and before < "\u2e80" and after < "\u2e80"
