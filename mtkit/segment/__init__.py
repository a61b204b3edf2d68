"""Cutting plain text into sentences, and sentences that are too long for a model into pieces."""

from __future__ import annotations

from functools import cache
from typing import get_args

from mtkit.errors import UsageError
from mtkit.lang import lang as find_language
from mtkit.segment.facts import facts as facts_of
from mtkit.segment.fit import fit
from mtkit.segment.interface import Segmenter, Sentence, TokenCounter
from mtkit.segment.rules import Quotes, RuleSegmenter
from mtkit.segment.thai import ThaiSegmenter

__all__ = [
    "Quotes",
    "Segmenter",
    "Sentence",
    "TokenCounter",
    "fit",
    "segmenter",
]


def segmenter(lang: str, *, quotes: Quotes = "auto", like: str = "") -> Segmenter:
    """The segmenter of a language, by any spelling of its code.

    ``quotes``: ``auto`` leaves a short quotation whole where a sentence frames it, ``split`` cuts inside all
    quotations, ``keep`` inside none. ``like`` is the name of the segmenter that cut the text before:
    where that one used no tagger, this one uses none. Raises UnknownLanguageError, or UsageError for other ``quotes``.
    """
    if quotes not in get_args(Quotes):
        raise UsageError(f"unknown quotes {quotes!r}: known are {', '.join(get_args(Quotes))}")
    return _built(find_language(lang).code, quotes, tagger=not like or "+" in like)


@cache
def _built(code: str, quotes: Quotes, *, tagger: bool) -> Segmenter:
    known = facts_of(code)
    if known.lang != "th":
        return RuleSegmenter(known, quotes=quotes)
    return ThaiSegmenter(known, quotes=quotes, tagger=None if tagger else False)
