"""Lint: each finding has a code, a severity, a row as Excel counts, and a mend."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from mtkit.glossary import Glossary
from mtkit.glossary.lint import Finding, lint

DAY = date(2026, 11, 23)
HEADER = "concept,kind,lang,term,status,authority,confidence,valid_to,replaced_by"


def findings(tmp_path: Path, *rows: str, header: str = HEADER) -> list[Finding]:
    path = tmp_path / "terms.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return list(lint(path, day=DAY))


@pytest.mark.parametrize(
    ("rows", "code", "severity", "row", "says"),
    [
        (["a,body,en,A,aproved,x,high"], "G01", "error", 2, "did you mean 'approved'?"),
        (["a,body,en,A,approved,x,high", "a,body,en,B,approved,x,high"], "G01", "error", 3, "at the same time as 'A'"),
        (["a,body,en,MIC,approved,x,high", "b,body,en,Mic,admitted,x,high"], "G02", "warning", 3,
         "also names 'a' (row 2)"),
        (["a,body,zh,中国—东盟中心,approved,x,high", "b,body,zh,中国－东盟中心,forbidden,x,high"], "G03", "error", 3,
         "will not be found"),
        (["a,body,en,Malaysia,approved,x,high", "a,body,en,Malay,forbidden,x,high"], "G04", "info", 3,
         "part of 'Malaysia' (row 2)"),
        (["a,body,en,A,approved,,high"], "G05", "warning", 2, "say who calls it so"),
        (["a,body,en,A,approved,x,"], "G06", "warning", 2, "high, medium or low"),
        (["a,body,en,A,approved,x,high,2025-02-28"], "G07", "warning", 2, "ended 2025-02-28"),
        (["a,body,en,АSEAN,approved,x,high"], "G08", "warning", 2, "CYRILLIC CAPITAL LETTER A"),
        (["a,body,th,ศูนย์中国,approved,x,high"], "G08", "warning", 2, "no letter of Thai"),
        (["a,body,km,អាស៊ាន\u200b,approved,x,high"], "G09", "warning", 2, "U+200B"),
        (["a,body,en,\u202eA,approved,x,high"], "G09", "warning", 2, "U+202E"),
        (["a,body,en, A,approved,x,high"], "G10", "info", 2, "blanks at the ends of ' A'"),
        (["a,country,vi,Vie\u0323\u0302t Nam,approved,x,high"], "G11", "info", 2, "it is read as 'Việt Nam'"),
        (["a,body,zh,國務院,approved,x,high"], "G12", "warning", 2, "traditional characters (國務)"),
        (["a,body,en,=1+1,approved,x,high"], "G13", "warning", 2, "put ' before it"),
        (["a,body,en,A,approved,x,high,,b"], "G14", "error", 2, "'b' is no concept here"),
        (["a,body,en,A,approved,x,high,,b", "b,body,en,B,approved,x,high,,a"], "G14", "error", 2, "a > b > a"),
        (["a,country,my,ေမြန္မာ,approved,x,high"], "G15", "warning", 2, "Zawgyi"),
        (["a,body,en,A,admitted,x,high"], "G16", "info", 2, "no approved form"),
        (["a,body,my,အာဆီယံ,proposed,x,low"], "G18", "info", 2, "does nothing yet"),
        (["a,body,en,China–ASEAN Expo,approved,x,high", "a,body,en,China-ASEAN Expo,admitted,x,high"], "G19", "info", 3,
         "is read as 'China–ASEAN Expo' (row 2)"),
    ],
)  # fmt: skip
def test_each_finding(tmp_path: Path, rows: list[str], code: str, severity: str, row: int, says: str) -> None:
    found = findings(tmp_path, *rows)
    matching = [f for f in found if (f.code, f.severity, f.row) == (code, severity, row)]
    assert [f for f in matching if says in f.message], found
    assert not [f for f in found if "\n" in f.message]
    assert {f.code for f in found} - {code, "G16"} == set()


def test_a_sound_glossary_has_no_findings(tmp_path: Path) -> None:
    rows = [
        "mict,body,en,Ministry of Information,approved,x,high,2025-03-19,mct",
        "mct,body,en,Ministry of Culture,approved,x,high,,",
        "mct,body,zh,文化部,approved,x,high,,",
        "mct,body,my,ပြန်ကြားရေးဝန်ကြီးဌာန,approved,x,high,,",
        "mct,body,zh-Hant,文化部著作處,approved,x,high,,",
        "pub,body,zh,著作出版社,approved,x,high,,",
        "pub,body,en,'=quoted,approved,x,high,,",
    ]
    assert findings(tmp_path, *rows) == []


def test_all_problems_of_a_file_are_shown_in_order(tmp_path: Path) -> None:
    found = findings(tmp_path, "a,body,en,A,x,y,high", "b,nope,en,B,approved,y,high", "c,body,q1,C,approved,y,high")
    assert [(f.code, f.row) for f in found] == [("G01", 2), ("G01", 3), ("G01", 4)]


def test_a_circle_further_on_is_no_endless_loop(tmp_path: Path) -> None:
    rows = [f"{a},body,en,{a.upper()},approved,x,high,,{b}" for a, b in ("ab", "bc", "cb")]
    assert [(f.row, f.code) for f in findings(tmp_path, *rows)] == [(2, "G14"), (3, "G14"), (4, "G14")]


def test_a_glossary_in_memory_has_the_rows_of_its_file(tmp_path: Path) -> None:
    rows = ["a,body,en,A,admitted,,", "a,body,zh,國務院,admitted,x,high", "b,body,en,A,approved,x,"]
    path = tmp_path / "terms.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    assert lint(Glossary.load(path), day=DAY) == lint(path, day=DAY)


def test_two_concepts_of_the_same_names_are_one(tmp_path: Path) -> None:
    rows = [f"{a},body,{code},{text},approved,x,high" for a in "ab" for code, text in [("en", "ASEAN"), ("zh", "东盟")]]
    found = [(f.code, f.row) for f in findings(tmp_path, *rows)]
    assert found == [("G02", 4), ("G17", 4), ("G02", 5)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([f"a,body,en,Name {n},approved,x,high" for n in range(5000)], id="rivals"),
        pytest.param([f"c{n},body,en,Same,{('approved', 'forbidden')[n % 2]},x,high" for n in range(5000)], id="same"),
        pytest.param([f"c{n},body,en,N{n},approved,x,high,,c{n + 1}" for n in range(5000)], id="chain"),
        pytest.param([f"c{n},body,en,N{n},approved,x,high,,c{(n + 1) % 5000}" for n in range(5000)], id="circle"),
        pytest.param(
            [
                f"{name}{n},body,zh,{'中' * (n % 190 + 1)}{n}{end},{status},x,high"
                for n in range(2500)
                for name, end, status in (("f", "", "forbidden"), ("r", "国", "approved"))
            ],
            id="nested",
        ),
        pytest.param([f"c{n},body,en,({'a+' * 60})+${n},forbidden,x,high" for n in range(1000)], id="pattern"),
    ],
)
def test_rows_made_to_be_slow_are_not(tmp_path: Path, rows: list[str]) -> None:
    start = time.process_time()
    assert findings(tmp_path, *rows)
    assert time.process_time() - start < 10
