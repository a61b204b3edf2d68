"""Scores: which signature each language gets, and how copied marks are counted."""

from __future__ import annotations

import pytest

from mtkit.train.score import marks_rate, measure, read_flores

pytest.importorskip("sacrebleu", reason="scores need sacrebleu")


def test_marks_count_when_they_come_exactly_once():
    sources = ["⟦1⟧ met ⟦2⟧", "no mark", "⟦5⟧", "⟦7⟧"]
    hypotheses = ["⟦2⟧会见⟦1⟧", "没有", "⟦5⟧⟦5⟧", "⟦7⟧和⟦9⟧"]
    assert marks_rate(sources, hypotheses) == (3 / 4, 1 / 3, 4)
    assert marks_rate(["none"], ["无"]) == (1.0, 1.0, 0)


@pytest.mark.parametrize(
    ("target", "text", "tokeniser"),
    [
        ("zh", "中国与东盟国家加强媒体合作。", "tok:zh"),
        ("th", "จีนและอาเซียนกระชับความร่วมมือด้านสื่อ", "tok:char"),
        ("vi", "Trung Quốc và ASEAN tăng cường hợp tác báo chí.", "tok:13a"),
    ],
)
def test_a_perfect_translation_scores_100_and_names_its_tokeniser(target, text, tokeniser):
    found = measure([text, text], [text, text], target)
    assert (round(found.chrf, 3), round(found.bleu, 3), found.n) == (100.0, 100.0, 2)
    assert tokeniser in found.signature
    assert measure(["x", "y"], [text, text], target).chrf < 20


def test_an_absent_test_set_is_named(tmp_path):
    from mtkit.train.rows import DataError

    with pytest.raises(DataError, match="cannot read the test set"):
        read_flores(tmp_path, "lo", part="devtest", count=3)
