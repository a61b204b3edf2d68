"""The golden files: news-like texts in every language, each with its sentences.

A file holds cases parted by ``====``; a case is its text, ``----``, and one sentence a line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.lang import LANGUAGES
from mtkit.segment import segmenter
from mtkit.segment.facts import facts
from mtkit.segment.thai import ThaiSegmenter

GOLDEN = Path(__file__).parent.parent / "golden" / "segment"


def cases():
    for lang in LANGUAGES:
        whole = (GOLDEN / f"{lang}.txt").read_text(encoding="utf-8").rstrip("\n")
        for number, case in enumerate(whole.split("\n====\n"), start=1):
            text, _, sentences = case.partition("\n----\n")
            yield pytest.param(lang, text, sentences.split("\n"), id=f"{lang}-{number}")


@pytest.mark.parametrize(("lang", "text", "expected"), list(cases()))
def test_golden(lang, text, expected):
    # what Thai guesses depends on the extra that is installed: the golden file holds what is sure in either
    sure = ThaiSegmenter(facts("th"), tagger=False) if lang == "th" else segmenter(lang)
    assert [sentence.span.of(text).strip() for sentence in sure.sentences(text)] == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_at_least_fifteen_cases(lang):
    assert (GOLDEN / f"{lang}.txt").read_text(encoding="utf-8").count("\n----\n") >= 15
