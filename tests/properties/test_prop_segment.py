"""Invariants of segmentation and fitting over random mixtures of scripts, marks and slips."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtkit.lang import LANGUAGES
from mtkit.segment import fit, segmenter
from mtkit.segment.facts import facts
from mtkit.segment.fit import cluster_boundary
from mtkit.segment.thai import ThaiSegmenter
from mtkit.text import Span
from mtkit.zawgyi import looks_zawgyi

PIECES = [
    "Mr. ", "U.S. ", "3.5", "No. 5 ", "word ", "Ia ", "他说", "。", "！”", "“", "”", "「", "」",
    "……", "《", "》", "（", "）", "(", ")", "[1]", '"', "'", "‘", "’", "«", "»", ". ", "...",
    "? ", "!", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\ufeff", "\u200b", "\u00a0",
    "\t", "😀", "👩‍👩‍👧", "🇨🇳🇹🇭", "e\u0301", "ក្រុម", "។", "។ល។", "៕", "៛", "ၕ", "မြန်မာ",
    "။", "၊", "ဟု", "ການ", "ດຣ. ", "เก้า", "น้ำ", "ดร. ", "எஸ். ", "திரு. ", "Đ. ",
    "TP. ", "São ", "Sr. ", "https://a.b/c?d=1. ", "a@b.co. ", "1. ", ";", ",", "，", "；",
    " — ", "\ud83d",
]  # fmt: skip
BLANK = "\u200b\u2060\ufeff" + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=80),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25).map("".join),
)
langs = st.sampled_from(sorted(LANGUAGES))
sure_langs = st.sampled_from(sorted(set(LANGUAGES) - {"th"}))  # Thai may call a tagger, which takes its time
quotes = st.sampled_from(["auto", "split", "keep"])


@given(text=texts, lang=langs, quotes=quotes)
def test_sentences_tile_any_text(text, lang, quotes):
    cutter = ThaiSegmenter(facts("th"), quotes=quotes, tagger=False) if lang == "th" else segmenter(lang, quotes=quotes)
    sentences = cutter.sentences(text)
    assert "".join(sentence.span.of(text) for sentence in sentences) == text
    assert all(len(sentence.span) > 0 for sentence in sentences)
    inner = {sentence.span.start for sentence in sentences[1:]}
    assert not any(text[at - 1 : at + 1] == "\r\n" for at in inner)
    # each line that holds something begins a sentence
    at = 0
    for line in text.splitlines(keepends=True):
        visible = line.lstrip(" \t\u00a0\u200b\ufeff\u2060").rstrip()
        if visible and visible[0].isalnum() and text[:at].strip(BLANK):
            assert at + line.index(visible[0]) in inner
        at += len(line)


@given(text=texts, lang=sure_langs, limit=st.integers(min_value=1, max_value=30), data=st.data())
def test_fitted_pieces_tile_and_fit(text, lang, limit, data):
    edges = sorted(data.draw(st.lists(st.integers(min_value=0, max_value=len(text)), max_size=6)))
    keep = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    calls = 0

    def count(piece):
        nonlocal calls
        calls += 1
        return len(piece)

    pieces = fit(text, limit, count, lang=lang, keep=keep)
    assert "".join(piece.of(text) for piece in pieces) == text
    cuts = {piece.end for piece in pieces[:-1]}
    assert not any(span.start < cut < span.end for span in keep for cut in cuts)
    for cut in cuts:
        assert cluster_boundary(text, cut)
    for piece in pieces:
        if len(piece) > limit:
            # it may only be one kept span or one cluster, or such a pile of them as nothing may part
            inside = range(piece.start + 1, piece.end)
            assert not any(
                cluster_boundary(text, at) and not any(span.start < at < span.end for span in keep) for at in inside
            )
    assert calls <= 2 * len(pieces)


@given(text=texts)
def test_zawgyi_never_raises(text):
    assert looks_zawgyi(text) in {True, False}


@given(text=texts, gap=st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\u2029"]), lang=sure_langs)
def test_blank_lines_between_change_no_sentence(text, gap, lang):
    cutter = segmenter(lang)
    first = [s.span.of(text).strip(BLANK) for s in cutter.sentences(text)]
    both = text + gap + text
    twice = [s.span.of(both).strip(BLANK) for s in cutter.sentences(both)]
    assert [s for s in twice if s] == [s for s in first + first if s]
