"""``mtkit evaluate terms`` as a user runs it, with the model in the box."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import ROOT, Mtkit

OURS = ROOT / "benchmarks" / "termsets" / "news.jsonl"


def rows(path: Path) -> Path:
    """Four rows with names and one without."""
    lines = OURS.read_text(encoding="utf-8").splitlines()
    plain = next(line for line in lines if '"theme": "plain"' in line)
    path.write_text("\n".join([*lines[:4], plain]) + "\n", encoding="utf-8")
    return path


def test_five_rows_are_translated_and_scored(mtkit: Mtkit, tmp_path: Path):
    testset = rows(tmp_path / "five.jsonl")
    result = mtkit("evaluate", "terms", testset, "--from", "en", "--to", "zh", "--repeats", "1", "--json",
                   "--details", "--as-of", "2026-11-01", "--allow-low-quality", "--plot", "a.png", "-q")  # fmt: skip
    assert result.code == 0, result.err
    (line,) = result.out.splitlines()
    found = json.loads(line)
    assert (found["pair"], found["segments"], found["with_terms"], found["plain"]) == ("en-zh", 5, 4, 1)
    assert found["terms"] == found["exclusive"] + sum(f["fault"] == "missing" for f in found["failures"])
    assert found["oracle"]["exclusive_rate"] == 100
    assert found["passed_held"] == found["passed"]
    assert found["exclusive"] >= found["bare"]["exclusive"]
    assert found["plain_changed"] == 0
    assert found["time_ratio"] > 0
    assert sum(found["tiers"].values()) >= 4
    for part in ("mtkit:", "models:", "glossary:china-asean@", "as-of:2026-11-01", "match:", "set:five@", "n:5"):
        assert part in found["signature"]
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.deep
def test_bad_calls_are_one_line(mtkit: Mtkit, tmp_path: Path):
    testset = rows(tmp_path / "five.jsonl")
    for args, code, says in (
        ((testset,), 2, "--from LANG --to LANG"),
        ((testset, "--from", "en", "--to", "zh", "--plot", "a.pdf"), 2, "ends in .png"),
        ((testset, testset, "--from", "en", "--to", "zh", "--to", "id"), 2, "two text files are one direction"),
        ((tmp_path / "none.jsonl", "--from", "en", "--to", "zh"), 3, "cannot be read"),
    ):
        result = mtkit("evaluate", "terms", *args)
        assert result.code == code, result
        assert result.out == ""
        assert len(result.errors) == 1 and says in result.errors[0]


def test_a_po_file_is_scored_as_it_is(mtkit: Mtkit, tmp_path: Path):
    (tmp_path / "a.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "东盟与中国签署联合声明。"\nmsgstr "The ASEAN signed a joint statement."\n',
        encoding="utf-8",
    )
    result = mtkit("evaluate", "terms", "a.po", "--from", "zh", "--to", "en", "--details", "--as-of", "2026-11-01")
    assert result.code == 0, result.err
    assert result.out.splitlines()[-1] == "zh-en a.po:" + result.out.splitlines()[-1].split("a.po:")[1]
    assert result.out.splitlines()[-1].endswith("missing cn: “中国” is “China”")
