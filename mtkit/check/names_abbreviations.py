"""E04: abbreviations in capitals, kept, translated by the glossary, or written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtkit.check.interface import Sample
from mtkit.check.names_latin import Token, bare
from mtkit.check.names_words import common_abbreviations, said_as, unweighed
from mtkit.lang import Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["abbreviations"]

_ROMAN = re.compile(r"[IVX]+(?:st|nd|rd|th)?")
_CAPITALS = re.compile(r"[A-Z][-&/\d]?[A-Z]|[A-Z][a-z][A-Z](?![a-z])")
_WORD = re.compile(r"[^\W\d_]+")


def _is_one(text: str) -> bool:
    """Whether a word is an abbreviation: two capitals or more, and hardly any small letter."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals > 1 and capitals >= len(letters) - 1 and len(letters) < 9 and "'" not in text


def abbreviations(sample: Sample, ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Issue]:
    """E04 for abbreviations of the source that are not in the target in any form that can be known."""
    if _CAPITALS.search(sample.source or "") is None:
        return
    wanted = [token for token in ours if _is_one(token.text)]
    if not wanted or (len(ours) > 2 and len(wanted) * 2 > len(ours) and _shouted(sample.source or "")):
        return
    low = sample.target.lower()
    done: set[str] = set()
    for token in wanted:
        name = token.text.rstrip("s") if token.text[-1] == "s" else token.text
        if name in done or name in unweighed() or _ROMAN.fullmatch(token.text):
            continue
        done.add(name)
        if (
            re.search(rf"(?<![^\W\d_]){re.escape(name.lower())}(?![^\W\d_])|{re.escape(name)}", low)
            or name in sample.target
        ):
            continue
        stem = re.split(r"[-–/&\d]", name)[0]
        if len(stem) > 1 and stem != name and stem.lower() in low:
            continue
        known = said_as("US" if name == "USA" else name, sample.target_lang.base)
        if any(form in low for form in known) or _in_glossary(token.span, sample):
            continue
        explained = (sample.source or "")[token.start - 1 : token.start] in {"(", "（"}  # behind its own name in full
        doubtful = explained or bool(known) or name in common_abbreviations()
        doubtful = doubtful or _may_be_said(name, sample, theirs, ours)
        severity = Severity.INFO if doubtful else Severity.WARNING
        yield Issue("E04", severity, f"the source has “{name}”, the target neither keeps nor explains it", token.span)


def _shouted(text: str) -> bool:
    """Whether the text is in capitals altogether."""
    letters = [c for c in text if c.isalpha() and c.isascii()]
    return bool(letters) and sum(c.isupper() for c in letters) * 3 > len(letters) * 2


def _may_be_said(name: str, sample: Sample, theirs: Sequence[Token], ours: Sequence[Token]) -> bool:
    """Whether the target may say it in another way: in another script, another abbreviation, or in full."""
    if sample.target_lang.script is not Script.LATIN:
        return True
    known = {token.text for token in ours}
    if any(_is_one(token.text) and token.text not in known for token in theirs):
        return True
    initials = "".join(word[0] for word in _WORD.findall(bare(sample.target)))
    letters = bare("".join(c for c in name if c.isalpha()))
    if letters in initials or letters[::-1] in initials:
        return True
    fresh = [token for token in theirs if token.text not in known and token.start]
    return len(fresh) >= 2 or len(name) < 3


def _in_glossary(span: Span, sample: Sample) -> bool:
    if sample.glossary is None or sample.source is None or sample.source_lang is None:
        return False
    hits = sample.glossary.find(sample.source, sample.source_lang.code, day=sample.day, publisher=sample.publisher)
    return any(hit.span.overlaps(span) for hit in hits)
