"""``mtkit glossary`` convert, diff, stats and suggest, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

from command import Mtkit

ROWS = (
    "concept,kind,lang,term,status,authority,confidence\r\n"
    "lmw,body,zh,澜湄水资源合作中心,approved,LMC,high\r\n"
    "lmw,body,en,Lancang-Mekong Water Centre,approved,LMC,high\r\n"
    "lmw,body,en,Lan Mei Water Center,forbidden,LMC,high\r\n"
    "lmw,body,th,ศูนย์น้ำล้านช้าง-แม่โขง,approved,LMC,high\r\n"
)
PO = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Source-Language: zh\\n"

msgid "丝路书香工程资助泰国译者。"
msgstr "The Silk Road Book Project supports Thai translators."

msgid "陈教授介绍了丝路书香工程。"
msgstr "Professor Chen presented the Silk Road Book Project."

#, fuzzy
msgid "丝路书香工程延期。"
msgstr "The Silk Road Bookish Engineering is postponed."
"""


def given(folder: Path) -> None:
    (folder / "terms.csv").write_text(ROWS, encoding="utf-8", newline="")


def test_convert_goes_round_all_formats_that_hold_everything(mtkit: Mtkit, tmp_path: Path) -> None:
    given(tmp_path)
    before = "terms.csv"
    for after in ("a.tbx", "b.martif", "c.xlsx", "d.tsv", "e.csv"):
        result = mtkit("glossary", "convert", before, after, "--strict")
        assert result.code == 0, result.err
        assert result.err == f"mtkit: 4 terms of 1 concepts written as {form(after)}; no kinds of loss\n"
        before = after
    result = mtkit("glossary", "diff", "terms.csv", "e.csv")
    assert (result.code, result.out) == (0, "")


def form(name: str) -> str:
    return {"martif": "tbx-2008"}.get(name.rpartition(".")[2], name.rpartition(".")[2])


def test_convert_tells_what_is_lost_and_strict_writes_nothing(mtkit: Mtkit, tmp_path: Path) -> None:
    given(tmp_path)
    words = ("glossary", "convert", "terms.csv", "terms.zh-en.utf8", "--from", "zh", "--to", "en")
    result = mtkit(*words, "--strict")
    assert result.code == 1
    assert "mtkit: lost rows (forbidden): 1, first 'Lan Mei Water Center' of lmw\n" in result.err
    assert "mtkit: lost rows in other languages: 1, first" in result.err
    assert not (tmp_path / "terms.zh-en.utf8").exists()
    assert mtkit(*words).code == 0
    text = (tmp_path / "terms.zh-en.utf8").read_text(encoding="utf-8")
    assert text.splitlines()[1:] == ["澜湄水资源合作中心\tLancang-Mekong Water Centre"]
    found = mtkit("glossary", "find", "澜湄水资源合作中心", "--from", "zh", "--to", "en", "-g", "terms.zh-en.utf8")
    assert "en: Lancang-Mekong Water Centre" in found.out


def test_check_takes_a_workbook(mtkit: Mtkit, tmp_path: Path) -> None:
    given(tmp_path)
    mtkit("glossary", "convert", "terms.csv", "terms.xlsx")
    (tmp_path / "zh.txt").write_text("澜湄水资源合作中心成立。\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("The Lan Mei Water Center opened.\n", encoding="utf-8")
    words = ("check", "--from", "zh", "zh.txt", "--to", "en", "en.txt", "--as-of", "2026-11-23")
    assert mtkit(*words, "-g", "terms.xlsx").out == mtkit(*words, "-g", "terms.csv").out != ""


def test_what_cannot_be_read_is_one_line_and_leaves_the_old_file(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "bad.tbx").write_text('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', encoding="utf-8")
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    result = mtkit("glossary", "convert", "bad.tbx", "out.csv")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("mtkit: error: bad.tbx:1: declares or uses an entity of its own")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"
    assert mtkit("glossary", "convert", "bad.tbx", "-").code == 2
    assert mtkit("glossary", "convert", "china-asean", "x.utf8").code == 2


def test_diff_and_stats(mtkit: Mtkit, tmp_path: Path) -> None:
    given(tmp_path)
    (tmp_path / "new.csv").write_text(
        ROWS.replace("Water Centre", "Water Hub") + "eas,event,zh,东亚峰会,approved,,\r\n", encoding="utf-8", newline=""
    )
    result = mtkit("glossary", "diff", "terms.csv", "new.csv")
    assert (result.code, result.out.splitlines()) == (
        1,
        [
            "~ lmw en 'Lancang-Mekong Water Centre' term: 'Lancang-Mekong Water Centre' -> 'Lancang-Mekong Water Hub'",
            "+ eas (event: 东亚峰会)",
        ],
    )
    assert result.err == "mtkit: 1 concepts added, 0 removed, 1 changed\n"
    first = json.loads(mtkit("glossary", "diff", "terms.csv", "new.csv", "--json").out.splitlines()[0])
    assert (first["what"], first["field"], first["after"]) == ("changed", "term", "Lancang-Mekong Water Hub")
    counted = json.loads(mtkit("glossary", "stats", "new.csv", "--json").out)
    assert (counted["concepts"], counted["terms"], counted["forms"]) == (2, 5, {"en": 2, "zh": 2, "th": 1})
    assert counted["covered"]["event"] == {"en": 0, "zh": 1, "th": 0}
    assert counted["statuses"] == {"approved": 4, "forbidden": 1}
    assert "approved 4, forbidden 1" in mtkit("glossary", "stats", "new.csv").out


def test_suggest_writes_rows_to_review(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "po").mkdir()
    (tmp_path / "po" / "n.en.po").write_text(PO, encoding="utf-8")
    result = mtkit("glossary", "suggest", "po", "-o", "new.csv")
    assert result.code == 0, result.err
    assert result.out == (
        "丝路书香工程\tSilk Road Book Project\tin 2 of 2 reviewed units; as in n.en.po:1, n.en.po:2\n"
    )
    rows = (tmp_path / "new.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row.split(",")[2:5] for row in rows] == [
        ["zh", "丝路书香工程", "proposed"], ["en", "Silk Road Book Project", "proposed"],
    ]  # fmt: skip
    assert mtkit("glossary", "lint", "new.csv").code == 0
    assert json.loads(mtkit("glossary", "suggest", "po", "--json").out)["pair"] == "zh-en"
