"""Training data: what passes the filter, what is held out, and that draws follow from the seed."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.train.config import Mixture, Recipe
from mtkit.train.data import (
    Pair,
    acceptable,
    development,
    draw_examples,
    held_out,
    join_on_english,
    load,
    read_corpora,
)
from mtkit.train.rows import DataError, clean, fold, read_aligned, read_domain, read_test_lines

TEST_EN = "The ferry between the two ports was cancelled because of the storm."
TEST_ZH = "由于风暴，两港之间的渡轮停航。"
ROWS = [
    ("news", "The market opened early today.", "市场今天提早开市。"),
    ("news", "The market opened early today.", "市场今天提早开市。"),
    ("news", TEST_EN.upper(), "渡轮停航。"),
    ("news", "A ferry was cancelled.", TEST_ZH.replace("，", " ")),
    ("news", "Open the menu", "Open the menu"),
    ("news", "Farmers sold more fruit than last year.", "Petani menjual lebih banyak buah."),
    ("news", "if (x == 1) { return [y]; }", "如果 (x == 1) { return [y]; }"),
    ("words", "boat", "船"),
    ("manual", "Press the button to start the engine.", "按下按钮启动发动机。"),
    ("manual", "Turn the key to stop the engine.", "转动钥匙关闭发动机。"),
]
PATTERNS = [
    {"theme": "t", "en": f"{{PLACE1}} hosted meeting {n}.", "zh": f"{{PLACE1}}举办了第{n}次会议。"} for n in range(40)
]
PLAIN = [{"theme": "t", "en": f"Rice grew well in field {n}.", "zh": f"第{n}块田的水稻长势良好。"} for n in range(40)]
SLOTS = [
    {"slot": slot, "en": f"{slot.title()} {n}", "zh": f"{zh}{n}"}
    for slot, zh in (("PLACE", "地点"), ("PERSON", "某人"), ("TITLE", "主任"), ("BODY", "机构"), ("EVENT", "活动"))
    for n in "ABCDEFGH"
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    (tmp_path / "domain").mkdir()
    (tmp_path / "eval" / "set").mkdir(parents=True)
    lines = "".join("\t".join(row) + "\n" for row in ROWS)
    (tmp_path / "train" / "en-zh.tsv.xz").write_bytes(lzma.compress(lines.encode()))
    (tmp_path / "eval" / "set" / "devtest.en").write_text(TEST_EN + "\n", encoding="utf-8")
    (tmp_path / "eval" / "set" / "devtest.zh").write_text(TEST_ZH + "\n", encoding="utf-8")
    for name, rows in (("patterns", PATTERNS), ("plain", PLAIN), ("slots", SLOTS)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / "domain" / f"{name}.zh.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def recipe(**changes: object) -> Recipe:
    values: dict[str, object] = {
        "directions": {"en-zh": 1.0, "zh-en": 1.0},
        "shares": {"pattern": 1.0, "plain": 1.0, "list": 1.0, "corpus": 1.0},
        "corpora": {"news": 1.0, "manual": 0.5},
        "held_out": 0.2,
    }
    return Recipe("t", "0", tokens={"en": ">>eng<<", "zh": ">>cmn_Hans<<"}, mixture=Mixture(**(values | changes)))


def test_no_test_line_passes_in_any_case_or_punctuation(folder):
    banned = read_test_lines(folder)
    pairs = read_corpora(folder / "train" / "en-zh.tsv.xz", "zh", recipe().mixture, banned=banned)
    assert {fold(TEST_EN), fold(TEST_ZH)} <= banned
    assert not banned & {fold(text) for pair in pairs for text in (pair.source, pair.target)}
    assert [pair.source for pair in pairs] == [
        "Press the button to start the engine.",
        "Turn the key to stop the engine.",
        "The market opened early today.",
    ]


def test_a_test_line_in_the_domain_files_is_left_out_too(folder):
    (folder / "eval" / "set" / "devtest.en").write_text("RICE GREW WELL IN FIELD 7\n", encoding="utf-8")
    corpus = load(folder, recipe())
    plain = [row for pool in corpus.sources.values() for row in pool.plain]
    plain += [row for domain in corpus.held_out for row in domain.plain]
    texts = [row.texts["en"] for row in plain]
    assert "Rice grew well in field 8." in texts
    assert "Rice grew well in field 7." not in texts


def test_a_cap_keeps_the_same_lines_each_time(folder):
    mixture = recipe(caps={"manual": 1}).mixture
    path = folder / "train" / "en-zh.tsv.xz"
    kept = [read_corpora(path, "zh", mixture, banned=frozenset()) for _ in range(2)]
    assert kept[0] == kept[1]
    assert sum(pair.corpus == "manual" for pair in kept[0]) == 1


def test_a_broken_line_is_named(folder):
    path = folder / "train" / "en-zh.tsv.xz"
    path.write_bytes(lzma.compress(b"news\tonly two\n"))
    with pytest.raises(DataError, match=r"en-zh\.tsv\.xz:1: 2 fields"):
        load(folder, recipe())
    (folder / "domain" / "plain.zh.jsonl").write_text('{"en": "a", "zh": "b"}\n{"en"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"plain\.zh\.jsonl:2: not JSON"):
        load(folder, recipe())


def test_held_out_rows_are_in_no_draw(folder):
    corpus = load(folder, recipe())
    out = {row.texts["en"] for domain in corpus.held_out for row in domain.plain}
    assert 0 < len(out) < len(PLAIN) / 2
    drawn = {example.source for pool in range(3) for example in draw_examples(corpus, seed=1, pool=pool, count=500)}
    assert not out & drawn
    tested = {example.source for example in development(corpus, ("en", "zh"), seed=1, count=100)}
    assert out <= tested


def test_holding_out_depends_on_the_words_alone():
    assert held_out("A ferry, at last!", 0.3) == held_out("a FERRY at last", 0.3)
    share = sum(held_out(f"sentence number {n}", 0.1) for n in range(2000)) / 2000
    assert 0.07 < share < 0.13


def test_the_same_seed_draws_the_same_and_another_does_not(folder):
    corpus, again = load(folder, recipe()), load(folder, recipe())
    one = draw_examples(corpus, seed=5, pool=3, count=200)
    assert one == draw_examples(again, seed=5, pool=3, count=200)
    assert one != draw_examples(corpus, seed=5, pool=4, count=200)
    assert one != draw_examples(corpus, seed=6, pool=3, count=200)
    assert {example.direction for example in one} == {("en", "zh"), ("zh", "en")}


def test_only_a_machine_made_target_is_tagged(folder):
    corpus = load(folder, recipe(shares={"corpus": 1.0}, synthetic=("manual",)))
    drawn = draw_examples(corpus, seed=5, pool=0, count=200)
    tagged = {example.source for example in drawn if example.synthetic}
    assert tagged == {"Press the button to start the engine.", "Turn the key to stop the engine."}


@pytest.mark.parametrize(
    ("english", "target", "lang", "good"),
    [
        ("The summit opened on Monday.", "การประชุมสุดยอดเปิดเมื่อวันจันทร์", "th", True),
        ("The summit opened on Monday.", "Hội nghị khai mạc hôm thứ Hai.", "th", False),
        ("The summit opened on Monday.", "Hội nghị khai mạc hôm thứ Hai.", "vi", True),
        ("The summit opened on Monday.", "峰会周一开幕。", "id", False),
        ("The summit opened on Monday, after a delay of three hours.", "峰", "zh", False),
        ("", "峰会", "zh", False),
        ("2026", "2026年", "zh", False),
    ],
)
def test_the_filter_knows_script_and_length(english, target, lang, good):
    assert acceptable(Pair(english, target, "news"), lang) is good


def test_text_is_composed_and_keeps_full_width_marks():
    assert clean("Ha\u0300  No\u0323\u0302i\u00a0，“好”") == "Hà Nội ，“好”"


def test_two_targets_of_the_same_english_become_a_pair():
    left = [Pair("rain", "雨", "a"), Pair("sun", "日", "a")]
    right = [Pair("sun", "matahari", "a"), Pair("rain", "hujan", "b")]
    assert join_on_english(left, right) == [Pair("日", "matahari", "a")]


def test_the_recipe_names_where_our_own_text_lies_and_what_must_stay_out(folder, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()
    rows = [{"theme": "t", "en": f"The harbour of town {n} is calm.", "zh": f"{n}号镇的港口很平静。"} for n in range(9)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (other / "plain.harbour.jsonl").write_text(text, encoding="utf-8")
    secret = tmp_path / "secret" / "own.jsonl"
    secret.parent.mkdir()
    secret.write_text(json.dumps({"theme": "t", "en": "x", "zh": "3号镇的港口很平静"}) + "\n", encoding="utf-8")
    plain = replace(recipe(held_out=0.0), domain=str(other), exclude=(str(secret.parent),))
    texts = {row.texts["en"] for row in load(folder, plain).sources["en", "zh"].plain}
    assert texts == {f"The harbour of town {n} is calm." for n in range(9) if n != 3}


def test_aligned_texts_are_rows_in_every_language_that_has_a_file(folder):
    for lang, lines in (
        ("en", "Rain fell.\nThe sun shone.\n"),
        ("zh", "下雨了。\n阳光明媚。\n"),
        ("id", "Hujan.\nCerah.\n"),
    ):
        (folder / "eval" / "set" / f"dev.{lang}").write_text(lines, encoding="utf-8")
    domain = read_aligned(folder / "eval" / "set" / "dev")
    assert domain.languages == ("en", "id", "zh")
    assert [row.texts["id"] for row in domain.plain] == ["Hujan.", "Cerah."]
    (folder / "eval" / "set" / "dev.id").write_text("Hujan.\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"dev\.id: 1 lines, but 2 in dev\.en"):
        read_aligned(folder / "eval" / "set" / "dev")
    with pytest.raises(DataError, match="no such file"):
        read_aligned(folder / "eval" / "set" / "nothing")


def test_patterns_without_fillers_are_refused(tmp_path):
    (tmp_path / "patterns.x.jsonl").write_text(json.dumps(PATTERNS[0]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"write slots\.x\.jsonl beside it"):
        read_domain(tmp_path)
