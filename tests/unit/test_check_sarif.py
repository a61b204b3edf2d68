"""SARIF 2.1.0, by what its schema demands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtkit.check import CODES
from mtkit.checking import Finding, check_batch
from mtkit.checking.sarif import sarif
from mtkit.text import Span
from mtkit.unit import Issue, Severity

PO = """msgid ""
msgstr ""
"Language: vi\\n"
"X-Source-Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "论坛有240名代表出席。"
msgstr "Có 420 đại biểu dự diễn đàn."

#: a.md:3
msgctxt "body"
msgid ""
"会议将于9月12日"
"举行。"
msgstr ""
"Hội nghị sẽ được tổ chức "
"vào ngày 12 tháng 10."
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "số báo").mkdir()
    (tmp_path / "số báo" / "a#1.vi.po").write_text(PO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def log(name: str | Path) -> dict[str, Any]:
    report = sarif(check_batch([Path(name)], None), exit_code=1)
    return json.loads(json.dumps(report, ensure_ascii=False))  # type: ignore[no-any-return]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_the_log_has_what_the_schema_requires(folder: Path) -> None:
    report = log("số báo/a#1.vi.po")
    assert report["version"] == "2.1.0"
    assert re.fullmatch(r"https://\S+/sarif-schema-2\.1\.0\.json", report["$schema"])
    assert set(report) == {"$schema", "version", "runs"}
    (run,) = report["runs"]
    assert set(run) == {"tool", "invocations", "columnKind", "results"}
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    driver = run["tool"]["driver"]
    assert driver["name"] == "mtkit"
    assert driver["version"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"].strip()
        assert result["partialFingerprints"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["region"]["startLine"] >= 1
            assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"


def test_each_rule_says_what_it_means_and_where_more_is_said(folder: Path) -> None:
    rules = log("số báo/a#1.vi.po")["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    assert len({rule["name"] for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", rule["name"])
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"] and rule["help"]["markdown"]
        assert re.fullmatch(rf"[a-z]+:\S*docs/checks\.md#{rule['id'].lower()}", rule["helpUri"])  # an absolute URI
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    assert all(f'<a id="{rule["helpUri"].partition("#")[2]}"></a>' in page for rule in rules)


def test_results_stand_at_the_line_of_msgstr(folder: Path) -> None:
    results = log("số báo/a#1.vi.po")["runs"][0]["results"]
    places = [
        (r["ruleId"], r["level"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in results
    ]  # fmt: skip
    assert places[0] == ("N01", "error", 10)
    assert ("N05", "error", 17) in places
    assert results[0]["properties"]["target"] == "Có 420 đại biểu dự diễn đàn."
    start, end = results[0]["properties"]["targetSpan"]
    assert results[0]["properties"]["target"][start:end] == "420"


def test_uris_are_relative_posix_and_quoted(folder: Path) -> None:
    relative, absolute = log("số báo/a#1.vi.po"), log(folder / "số báo" / "a#1.vi.po")
    assert relative == absolute
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in relative["runs"][0]["results"]}
    assert uris == {"s%E1%BB%91%20b%C3%A1o/a%231.vi.po"}
    assert not any(str(folder) in text for text in strings(relative))


def test_fingerprints_outlive_moved_lines_and_tell_findings_apart(folder: Path) -> None:
    path = folder / "số báo" / "a#1.vi.po"
    before = [r["partialFingerprints"] for r in log(path)["runs"][0]["results"]]
    path.write_text("# the desk\n\n" + PO, encoding="utf-8")
    after = log(path)["runs"][0]["results"]
    assert [r["partialFingerprints"] for r in after] == before
    assert {r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in after} == {12, 19}
    twice = [Finding("a.po", "p-1", Issue("N03", Severity.WARNING, text, Span(0, 1)), "1 2", "x", 4) for text in "ab"]
    marks = [r["partialFingerprints"]["unitAndCode/v1"] for r in sarif(twice, exit_code=0)["runs"][0]["results"]]  # type: ignore[index]
    assert len(set(marks)) == 2


def test_no_findings_are_an_empty_list() -> None:
    report = sarif([], exit_code=0)
    assert report["runs"][0]["results"] == []  # type: ignore[index]
    assert "region" not in json.dumps(
        sarif([Finding("a.po", "u", Issue("X03", Severity.INFO, "m"), "", "")], exit_code=0)["runs"][0]["results"]  # type: ignore[index]
    )
