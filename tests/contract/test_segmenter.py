"""One suite over every language and treatment of quotations: what ``mtkit.segment.interface`` promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from mtkit.lang import LANGUAGES
from mtkit.segment import Quotes, Sentence, segmenter
from mtkit.segment.facts import facts
from mtkit.segment.thai import ThaiSegmenter

GOLDEN = Path(__file__).parent.parent / "golden" / "segment"
LINE_ENDS = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


def made(lang, quotes):
    # the tagger is another project's: its tiling is held by a test of its own in tests/unit
    return ThaiSegmenter(facts("th"), quotes=quotes, tagger=False) if lang == "th" else segmenter(lang, quotes=quotes)


@pytest.fixture(params=[(lang, quotes) for lang in LANGUAGES for quotes in get_args(Quotes)], ids="-".join)
def case(request):
    lang, quotes = request.param
    texts = [
        part.partition("\n----\n")[0]
        for part in (GOLDEN / f"{lang}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
    ]
    return lang, made(lang, quotes), texts


def test_the_name_says_language_version_and_treatment(case):
    lang, cutter, _ = case
    assert re.fullmatch(rf"rules-{lang}@[0-9]+(\+quotes-(split|keep))?", cutter.name)


def test_names_tell_treatments_apart():
    for lang in LANGUAGES:
        assert len({made(lang, quotes).name for quotes in get_args(Quotes)}) == len(get_args(Quotes))


def test_sentences_tile_the_text(case):
    _, cutter, texts = case
    for text in ["  " + texts[0] + "\n\n ", *texts, "\n".join(texts), " ".join(texts)]:
        sentences = cutter.sentences(text)
        assert all(isinstance(sentence, Sentence) for sentence in sentences)
        assert "".join(sentence.span.of(text) for sentence in sentences) == text
        assert all(sentence.span.of(text).strip() for sentence in sentences)


def test_an_empty_text_has_no_sentence_and_a_blank_one_has_one(case):
    _, cutter, _ = case
    assert not cutter.sentences("")
    assert [(s.span.start, s.span.end, s.guessed) for s in cutter.sentences(" \r\n\u2028\t")] == [(0, 5, False)]


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_a_line_end_is_always_a_boundary(case, end):
    _, cutter, texts = case
    for text in texts[:6]:
        first = text.replace("\n", " ")
        both = f"{first}, ({end}{first}"
        assert len(first) + 3 + len(end) in {sentence.span.start for sentence in cutter.sentences(both)}
        assert sum(1 for s in cutter.sentences(both)) >= 2


def test_the_same_text_gives_the_same_sentences(case):
    _, cutter, texts = case
    text = "\n".join(texts)
    assert cutter.sentences(text) == cutter.sentences(text)


def test_cutting_a_sentence_again_changes_nothing_where_no_quotation_frames_it(case):
    lang, cutter, texts = case
    if "split" not in cutter.name:
        return
    for text in texts:
        for sentence in cutter.sentences(text):
            alone = sentence.span.of(text)
            # a quotation that is cut inside leaves halves, which may be read another way
            if not re.search("[“”「」«»\"'（(]", alone):
                assert len(cutter.sentences(alone)) == 1, (lang, alone)


def test_no_mark_is_guessed(case):
    lang, cutter, texts = case
    if lang != "th":
        assert not any(sentence.guessed for sentence in cutter.sentences("\n".join(texts)))
