"""Scores as sacrebleu's own command line gives them; the bootstrap; edits; systems; the page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.significance import PairedTest

from mtkit.errors import BadInputError, EngineError, UsageError
from mtkit.evaluate import (
    Batch,
    Passage,
    System,
    bleu_tokeniser,
    compare,
    edits_of,
    evaluate_systems,
    interval,
    parse_systems,
    score_json,
    score_page,
    score_text,
    tally,
    works_of,
)
from mtkit.evaluate.bootstrap import draws, total
from mtkit.evaluate.comet import comet_of, has_comet
from mtkit.evaluate.metrics import METRICS, demand_sacrebleu
from mtkit.evaluate.svg import Bar, Span, bars, differences, dots, histogram
from mtkit.glossary import Glossary
from mtkit.lang import Pair

DAY = date(2026, 11, 1)
ZH = [
    "第二十八次中国—东盟领导人会议周二在吉隆坡举行。",
    "双方同意在年底前完成自贸区升级谈判。",
    "贸易额同比增长百分之八点六。",
    "湄公河沿岸的渔民说，水位比去年低了两米。", "卫生部门提醒居民注意登革热。", "铁路明年三月通车。",
]  # fmt: skip
SOURCES = [
    "The 28th China-ASEAN Summit was held in Kuala Lumpur on Tuesday.",
    "The two sides agreed to finish the talks on upgrading the free trade area by the end of the year.",
    "Trade grew by 8.6 percent year on year.",
    "Fishermen along the Mekong said the water was two metres lower than last year.",
    "The health department reminded residents to beware of dengue fever.",
    "The railway opens next March.",
]
ZH_ONE = [
    "第28届中国-东盟峰会星期二在吉隆坡举行。", "双方同意在年底前完成自由贸易区升级的谈判。", "贸易同比增长8.6%。",
    "湄公河沿岸的渔民说水位比去年低两米。", "卫生部提醒居民小心登革热。", "铁路明年三月通车。",
]  # fmt: skip
ZH_TWO = ["峰会举行。", "双方同意谈判。", "贸易增长。", "渔民说水低。", "卫生部门提醒居民。", "铁路通车。"]
TH = [
    "การประชุมสุดยอดจัดขึ้นที่กรุงกัวลาลัมเปอร์", "การค้าเพิ่มขึ้นร้อยละ 8.6",
    "ชาวประมงบอกว่าระดับน้ำลดลงสองเมตร",
]  # fmt: skip
TH_ONE = ["การประชุมสุดยอดจัดที่กัวลาลัมเปอร์", "การค้าเติบโตร้อยละ 8.6", "ชาวประมงกล่าวว่าน้ำลดลงสองเมตร"]
ID = ["KTT digelar di Kuala Lumpur pada Selasa.", "Perdagangan tumbuh 8,6 persen.", "Jalur kereta dibuka Maret depan."]
ID_ONE = [
    "KTT diadakan di Kuala Lumpur hari Selasa.",
    "Perdagangan naik 8,6 persen.",
    "Jalur kereta dibuka Maret depan.",
]


def sacrebleu(
    folder: Path, references: list[str], hypotheses: list[str], *options: str
) -> dict[str, tuple[float, str]]:
    """What ``sacrebleu -f json`` prints, by metric."""
    (folder / "ref").write_text("\n".join(references) + "\n", encoding="utf-8")
    (folder / "hyp").write_text("\n".join(hypotheses) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sacrebleu", "ref", "-i", "hyp", "-m", "bleu", "chrf", "ter", "-w", "4", "--force",
         *options],
        cwd=folder, capture_output=True, check=True, env={**os.environ, "PYTHONUTF8": "1", "SACREBLEU": str(folder)},
    )  # fmt: skip
    return {one["name"]: (one["score"], one["signature"]) for one in json.loads(done.stdout)}


@pytest.mark.parametrize(
    ("target", "references", "hypotheses", "options"),
    [
        ("zh", ZH, ZH_ONE, ("--tokenize", "zh", "--ter-normalized", "--ter-asian-support")),
        ("id", ID, ID_ONE, ()),
        ("th", TH, TH_ONE, ("--tokenize", "char")),
    ],
)
def test_scores_and_signatures_are_those_of_the_command_line(tmp_path, target, references, hypotheses, options):
    theirs = sacrebleu(tmp_path, references, hypotheses, *options)
    for name in METRICS:
        counted = tally(name, hypotheses, references, target)
        if counted is None:
            assert (name, target) == ("TER", "th")
            continue
        score, signature = theirs["chrF2" if name == "chrF" else name]
        assert round(total(counted), 4) == pytest.approx(score, abs=2e-4)
        assert signature == counted.signature


def test_the_paired_bootstrap_is_sacrebleus():
    metrics = {}
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    metrics = {"BLEU": BLEU(tokenize="zh", force=True, references=[ZH]), "CHRF": CHRF(references=[ZH])}
    _, theirs = PairedTest([("one", ZH_ONE), ("two", ZH_TWO)], metrics, None, test_type="bs", n_samples=200)()
    for name, key in (("BLEU", "BLEU"), ("chrF", "chrF2")):
        one, two = (tally(name, texts, ZH, "zh") for texts in (ZH_ONE, ZH_TWO))
        assert one is not None and two is not None
        found = compare(one, two, resamples=200)
        baseline, other = theirs[key]
        assert found.first == pytest.approx(baseline.score) and found.other == pytest.approx(other.score)
        assert found.p == pytest.approx(other.p_value)
        low, high = interval(two, resamples=200)
        assert (high - low) / 2 == pytest.approx(other.ci, rel=1e-5)
        assert found.low <= found.value <= found.high and found.won < 0.05


def test_a_system_is_no_better_than_itself():
    one = tally("chrF", ZH_ONE, ZH, "zh")
    assert one is not None
    found = compare(one, one, resamples=100)
    assert (found.value, found.low, found.high, found.p, found.won) == (0, 0, 0, 1, 0.5)


@given(st.integers(1, 40), st.integers(40, 60), st.integers(0, 5))
def test_draws_are_those_of_one_call(count, resamples, seed):
    import numpy as np

    at_once = np.random.default_rng(seed).choice(count, size=(resamples, count), replace=True)
    assert (np.array(list(draws(count, resamples, seed))) == at_once).all()


def test_tokenisers_by_language(tmp_path, monkeypatch):
    assert [bleu_tokeniser(code) for code in ("zh", "zh-Hant", "my", "km", "ta", "pt")] == [
        "zh", "zh", "char", "char", "13a", "13a",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="known are 13a"):
        bleu_tokeniser("en", "words")
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    with pytest.raises(UsageError, match="needs its model, which is not here"):
        bleu_tokeniser("km", "flores200")


def test_edits_are_counted_in_characters_and_words():
    works = works_of(["Perdagangan naik 8,6 persen.", "Sama."], ["Perdagangan tumbuh 8,6 persen.", "Sama. "])
    found = edits_of(works, "id")
    assert found.untouched == 50
    assert found.words == pytest.approx(100 / 5)
    assert 15 < found.chars < 18
    assert edits_of(works, "zh").words is None
    assert edits_of((), "id").chars == 0


def batch(**changed: object) -> Batch:
    passages = tuple(
        Passage(str(n), f"d{n // 3}", source, reference, recorded, n)
        for n, (source, reference, recorded) in enumerate(zip(SOURCES, ZH, ZH_ONE, strict=True))
    )
    return replace(Batch("news", "0123456789ab", Pair("en", "zh"), passages, 6, "mtkit:x"), **changed)


def write(path: Path, texts: list[str]) -> Path:
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_two_files_are_scored_and_compared(tmp_path):
    one, two = write(tmp_path / "one.txt", ZH_ONE), write(tmp_path / "two.txt", ZH_TWO)
    systems = parse_systems([str(one), str(two)], recorded=True)
    report = evaluate_systems(
        [batch()], systems, glossary=Glossary.bundled(), day=DAY, comparing=True, resamples=100
    )  # fmt: skip
    first, second = report.systems
    assert list(first.scores) == ["BLEU", "chrF", "TER", "edits", "terms"]
    assert first.edits.untouched == pytest.approx(100 / 6)
    assert first.scores["edits"].value == pytest.approx(first.edits.chars)
    assert first.documents["d0"]["chrF"] > second.documents["d0"]["chrF"]
    assert first.lengths == {"d0": 3, "d1": 3}
    assert first.terms is not None and first.terms.terms >= 1
    assert "L02" in second.codes or "L01" in second.codes
    (found,) = report.compared
    assert (found.first, found.other) == ("one.txt", "two.txt")
    assert found.differences["chrF"].value < 0 < found.differences["TER"].value
    assert "Koehn 2004" in found.signature
    assert evaluate_systems([batch()], systems, glossary=Glossary.bundled(), day=DAY, comparing=True,
                            resamples=100) == report  # fmt: skip
    lines = list(score_text(report, documents=True))
    assert any("two.txt against one.txt" in line for line in lines)
    assert any("tok:zh" in line and "bs:100|seed:12345" in line for line in lines)
    values = [json.loads(json.dumps(value)) for value in score_json(report)]
    assert [value["kind"] for value in values] == ["scores", "scores", "comparison"]
    assert values[2]["differences"]["BLEU"]["difference"] == pytest.approx(found.differences["BLEU"].value)


def test_what_editors_approved_is_held_against_what_was_recorded():
    report = evaluate_systems([batch()], parse_systems([], recorded=True), glossary=None, day=DAY, metrics=["chrF"])
    (found,) = report.systems
    assert found.system == "recorded" and found.terms is None
    assert found.signature.startswith("mtkit:x|set:news@0123456789ab|n:6")
    assert any("kind to the system" in note for note in report.notes)


def test_a_file_must_have_a_line_for_each_passage(tmp_path):
    path = write(tmp_path / "short.txt", ZH_ONE[:4])
    with pytest.raises(BadInputError, match="has 4 lines, news has 6"):
        evaluate_systems([batch()], [System("short", path=path)], glossary=None, day=DAY)
    some = replace(batch(), passages=batch().passages[2:4])
    whole = write(tmp_path / "whole.txt", ZH_ONE)
    (found,) = evaluate_systems([some], [System("w", path=whole)], glossary=None, day=DAY, metrics=["chrF"]).systems
    assert found.segments == 2 and found.scores["chrF"].value > 40


@pytest.mark.parametrize(
    ("texts", "recorded", "says"),
    [
        (["none.txt"], False, "no system 'none.txt'"),
        (["bare:glossary=off,temperature=1"], False, "'temperature=1' is none of glossary="),
        (["beam=0"], False, "beam is a number from 1 to 32"),
        (["recorded"], False, "no machine text of its own"),
        (["mtkit", "mtkit"], False, "is named twice"),
        (["a:beam=1", "a:beam=2"], False, "two systems are named a"),
    ],
)
def test_systems_that_make_no_sense_are_refused(texts, recorded, says):
    with pytest.raises(UsageError, match=re.escape(says)):
        parse_systems(texts, recorded=recorded)


def test_systems_are_named(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "out.txt", ["x"])
    found = parse_systems([str(tmp_path / "a" / "out.txt"), str(tmp_path / "b" / "out.txt")], recorded=False)
    assert len({system.name for system in found}) == 2
    (bare,) = parse_systems(["bare:glossary=off,beam=1"], recorded=False)
    assert (bare.name, dict(bare.options or {})) == ("bare", {"glossary": "off", "beam": "1"})
    assert parse_systems([], recorded=False) == (System("mtkit", {}),)


def test_the_page_loads_nothing_and_escapes_what_it_shows(tmp_path):
    evil = write(tmp_path / "a<script>&.txt", ZH_TWO)
    one = write(tmp_path / "one.txt", ZH_ONE)
    report = evaluate_systems(
        [batch(name="<b>")], parse_systems([str(one), str(evil)], recorded=False), glossary=None, day=DAY,
        comparing=True, resamples=60,
    )  # fmt: skip
    page = score_page(report)
    assert page == score_page(report)
    assert "<script" not in page and "<b>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert "default-src 'none'" in page and "prefers-color-scheme: dark" in page and " style=" not in page
    for plot in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(plot)
    assert page.count('role="img"') >= 7
    for words in ("tok:zh", "Koehn 2004", "chrF by document", "Findings for each 100 segments"):
        assert words in page


def test_plots_bear_nothing_and_extremes():
    plots = [
        bars([], "x"), bars([Bar("a", 0.0)], "x"), bars([Bar("很长" * 40, 1e9, 0.0, 2e9)], "x"),
        differences([Span("a", 0.0, 0.0, 0.0, "unsure")], "x"), dots([("a", [5.0, 5.0])], "x"),
        histogram([("a", [0.0])], "x"), histogram([], "x"),
    ]  # fmt: skip
    for plot in plots:
        ElementTree.fromstring(plot)
        assert "nan" not in plot and "inf" not in plot


def test_what_is_missing_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(EngineError, match="pip install"):
        demand_sacrebleu()
    if not has_comet():
        with pytest.raises(EngineError, match="unbabel-comet"):
            comet_of(tmp_path, [], [], [])
