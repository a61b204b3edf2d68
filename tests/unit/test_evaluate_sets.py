"""Test sets from files, PO files scored as they are, and our own set against its promises."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from mtkit.errors import BadInputError, EngineError, UsageError
from mtkit.evaluate import Example, evaluate_po, read_aligned, read_jsonl, read_set, ready_to_plot, score_terms
from mtkit.glossary import Glossary
from mtkit.lang import Pair

OURS = Path(__file__).parents[2] / "benchmarks" / "termsets" / "news.jsonl"
DAY = date(2026, 11, 1)
BOOK = Glossary.bundled()
ALL = ("en", "zh", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")


def test_rows_have_texts_a_name_and_a_document(tmp_path):
    path = tmp_path / "set.jsonl"
    rows = [{"row": "x", "document": "d", "theme": "t", "en": "ASEAN\nmet", "id": "ASEAN bertemu"}, {"zh": "东盟"}]
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    found = read_jsonl(path)
    assert found.name == "set"
    assert [row.id for row in found.rows] == ["x", "3"]
    assert found.rows[0].texts == {"en": "ASEAN met", "id": "ASEAN bertemu"}
    assert found.rows[0].document != found.rows[1].document
    assert read_set([path], limit=1).rows == found.rows[:1]
    assert read_set([path], limit=1).digest != found.digest == read_jsonl(path).digest


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"en": "a"}\n{"en": ', ":2: not JSON"),
        ('["a"]', ":1: not an object"),
        ('{"xx": "a"}', ":1: no text under a language code"),
        ('{"en": 3}', ":1: en is no text"),
        ("\n", "no rows"),
    ],
)
def test_a_bad_row_is_named(tmp_path, text, says):
    path = tmp_path / "set.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=says):
        read_jsonl(path)


def test_aligned_files_are_read_line_by_line(tmp_path):
    one, two = tmp_path / "a.zh.txt", tmp_path / "a.en.txt"
    one.write_text("东盟\n\n中国\n", encoding="utf-8")
    two.write_text("ASEAN\n\nChina\n", encoding="utf-8")
    found = read_aligned(one, two, Pair("zh", "en"))
    assert [(row.id, dict(row.texts)) for row in found.rows] == [
        ("1", {"zh": "东盟", "en": "ASEAN"}),
        ("3", {"zh": "中国", "en": "China"}),
    ]
    two.write_text("ASEAN\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="has 1 lines"):
        read_set([one, two], Pair("zh", "en"))
    with pytest.raises(UsageError, match="a test set is"):
        read_set([one, two, one], Pair("zh", "en"))


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"X-Source-Language: zh\\n"

msgid "东盟与中国签署联合声明。"
msgstr "ASEAN and China signed a joint statement."

msgid "新华社记者到达老挝。"
msgstr "Reporters arrived in Laos."

msgid "东盟"
msgstr ""
"""


def test_po_files_are_scored_as_they_are(tmp_path):
    path = tmp_path / "a.po"
    path.write_text(PO, encoding="utf-8")
    report = evaluate_po([tmp_path], BOOK, day=DAY)
    (found,) = report.directions
    counts = found.named.counts
    assert str(found.pair) == "zh-en"
    assert (counts.segments, counts.terms, counts.exclusive) == (2, 5, 4)
    assert [failure.concept for failure in found.named.failures] == ["xinhua"]
    assert found.chrf is found.bare is found.time_ratio is None
    assert "glossary" not in found.signature.split("scored with:")[0]
    assert evaluate_po([path], BOOK, day=DAY, limit=1).directions[0].named.counts.segments == 1


def test_the_day_is_the_one_that_the_file_was_made_for(tmp_path):
    path = tmp_path / "a.po"
    path.write_text(
        PO.replace('"Language: en', '"X-Mtkit-Signature: mtkit:1|as-of:2020-05-01\\n"\n"Language: en'), "utf-8"
    )
    assert evaluate_po([path], BOOK).day == date(2020, 5, 1)
    assert evaluate_po([path], BOOK, day=DAY).day == DAY


def test_po_files_with_nothing_to_score_are_refused(tmp_path):
    with pytest.raises(BadInputError, match="no PO files"):
        evaluate_po([tmp_path], BOOK)
    path = tmp_path / "a.po"
    path.write_text(PO.replace('"ASEAN and China signed a joint statement."', '""').replace(
        '"Reporters arrived in Laos."', '""'), encoding="utf-8")  # fmt: skip
    with pytest.raises(BadInputError, match="no unit is translated"):
        evaluate_po([path], BOOK)


def test_a_picture_needs_the_right_ending(tmp_path):
    with pytest.raises(UsageError, match=r"ends in \.png"):
        ready_to_plot(tmp_path / "terms.pdf")


def test_a_missing_matplotlib_is_one_line_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(EngineError, match=r"pip install 'mtkit\[train\]'"):
        ready_to_plot(tmp_path / "terms.png")


def test_our_set_is_as_large_as_it_says():
    rows = read_jsonl(OURS).rows
    assert len(rows) >= 220
    assert all({"en", "zh"} <= set(row.texts) for row in rows)
    assert sum(set(row.texts) == set(ALL) for row in rows) >= 60
    assert len({row.id for row in rows}) == len(rows) == len({row.texts["en"] for row in rows})
    assert len({row.texts["zh"] for row in rows}) == len(rows)
    used = {
        hit.concept.id for row in rows for code in ("en", "zh")
        for hit in BOOK.find(row.texts[code], code, day=DAY)
    }  # fmt: skip
    assert len(used) >= 120


@pytest.mark.parametrize("pair", [Pair("zh", "en"), *(Pair("en", code) for code in ALL if code != "en")], ids=str)
def test_our_references_hold_every_name(pair):
    examples = [
        Example(row.id, row.document, row.texts[pair.source], row.texts[pair.target])
        for row in read_jsonl(OURS).rows
        if pair.target in row.texts
    ]
    scored = score_terms(examples, pair, BOOK, day=DAY)
    assert scored.counts.terms > 150
    assert scored.failures == ()
    assert scored.counts.surface_rate == scored.counts.exclusive_rate == scored.counts.consistency == 100
