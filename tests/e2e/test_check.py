"""``mtkit check`` on PO files, pairs of texts and single texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Mtkit

from mtkit.check import CODES

PO = """msgid ""
msgstr ""
"Project-Id-Version: desk\\n"
"Language: vi\\n"
"X-Source-Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "论坛有240名代表出席。"
msgstr "Có 420 đại biểu dự diễn đàn."

# mtkit-ignore: N01 N02
msgid "论坛有240名代表参加。"
msgstr "Có 420 đại biểu tham gia diễn đàn."

msgid "东盟秘书处发布公报。"
msgstr "Ban Thư ký ASEAN ra thông cáo."

msgid "会议结束。"
msgstr ""
"""


def test_a_po_file_of_any_maker(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    result = mtkit("check", "a.po", "--json", "--fail-on", "warning")
    assert result.code == 1
    findings = [json.loads(line) for line in result.out.splitlines()]
    assert {finding["source"] for finding in findings} == {"论坛有240名代表出席。"}
    first = findings[0]
    assert {"file", "unit", "code", "severity", "message", "source", "target"} <= set(first)
    assert first["code"].startswith("N")
    assert "240" in first["message"]


def test_two_texts_line_by_line(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.zh.txt").write_text("论坛由中国—东盟中心主办。\n\n会议结束。\n", encoding="utf-8")
    (tmp_path / "a.en.txt").write_text(
        "The forum was hosted by the China-ASEAN Center.\n\nThe meeting is over.\n", encoding="utf-8"
    )
    result = mtkit("check", "--from", "zh", "a.zh.txt", "--to", "en", "a.en.txt")
    assert result.code == 1
    assert "line-1" in result.out
    assert "ASEAN-China Centre" in result.out
    assert "asean-china-center.org" in result.out
    assert "line-3" not in result.out


ARTICLE = """中国—东盟媒体合作论坛在昆明开幕

论坛周三在云南昆明开幕，来自东盟十国的240名代表出席。

老挝新闻文化旅游部副部长在致辞中表示，媒体是两国人民相互了解的桥梁。

论坛将持续到11月28日，其间将签署15项合作协议。
"""


def test_a_paragraph_that_is_missing_is_named_and_the_rest_is_checked(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "China-ASEAN media forum opens in Kunming\n\n"
        "The forum opened in Kunming, Yunnan, on Wednesday with 420 delegates from the ten ASEAN countries.\n\n"
        "The forum runs until November 28, and 15 agreements will be signed during it.\n",
        encoding="utf-8",
    )
    result = mtkit("check", "--from", "zh", "a.txt", "--to", "en", "b.txt", "--no-glossary")
    assert result.code == 1
    lines = result.out.splitlines()
    assert [line for line in lines if " X03: " in line] == [
        "b.txt: line-5: error X03: paragraph 3 of the source is missing: "
        "“老挝新闻文化旅游部副部长在致辞中表示，媒体是两国人民相互了解的桥梁。”; "
        "the source has 4 paragraphs, the target 3"
    ]
    assert any(line.startswith("b.txt: line-3: error N01:") and "420" in line for line in lines)
    assert not any("line-5" in line and "N0" in line for line in lines)


def test_two_documents_of_different_formats(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# 论坛开幕\n\n论坛周三在**昆明**开幕，[240名代表](https://example.org/a)出席。\n", encoding="utf-8"
    )
    (tmp_path / "b.html").write_text(
        "<html><body><h1>Forum opens.</h1>\n<p>The forum opened in Kunming on <b>Wednesday</b>; 204 delegates came.</p>"
        "</body></html>\n",
        encoding="utf-8",
    )
    result = mtkit("check", "--from", "zh", "a.md", "--to", "en", "b.html", "--json")
    findings = [json.loads(line) for line in result.out.splitlines()]
    assert [(finding["code"], finding["line"]) for finding in findings] == [("P08", 1), ("N01", 2)]
    assert result.code == 1


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("the China-ASEAN Center", "ASEAN-China Centre"),
        ("the China Foreign Languages Bureau", "China International Communications Group"),
        ("the Asia Department of the Ministry of Foreign Affairs", "Department of Asian Affairs"),
        ("a heart-to-heart connection between China and ASEAN", "people-to-people"),
    ],
)
def test_a_single_text_is_told_the_official_forms_and_who_says_so(
    mtkit: Mtkit, tmp_path: Path, wrong: str, right: str
) -> None:
    (tmp_path / "report.txt").write_text(f"Officials spoke of {wrong} at the opening.\n", encoding="utf-8")
    result = mtkit("check", "--to", "en", "report.txt", "--json")
    assert result.code == 1
    messages = [json.loads(line)["message"] for line in result.out.splitlines()]
    assert any(right in message and "says" in message for message in messages), messages


def test_a_good_text_is_left_alone(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(
        "The ASEAN-China Centre and China International Communications Group opened the forum on Thursday.\n",
        encoding="utf-8",
    )
    result = mtkit("check", "--to", "en", "good.txt")
    assert (result.code, result.out) == (0, "")


@pytest.mark.deep
@pytest.mark.parametrize(
    "text",
    [
        'msgid "a\nmsgstr "b"\n',
        "<<<<<<< HEAD\n" + PO,
        PO.replace('msgid "会议结束。"', 'msgid "东盟秘书处发布公报。"'),
        "not a po file at all\n",
        "\x00\x01\x02",
    ],
    ids=["quote", "conflict", "twice", "prose", "binary"],
)
def test_a_broken_po_file_is_one_line(mtkit: Mtkit, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.po").write_text(text, encoding="utf-8")
    result = mtkit("check", "a.po")
    assert result.code == 3
    assert len(result.errors) == 1
    assert "a.po" in result.errors[0]


def test_a_po_file_without_languages_asks_for_them(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "会议结束。"\nmsgstr "Hết."\n', encoding="utf-8")
    assert "--from" in mtkit("check", "a.po").errors[0]
    assert mtkit("check", "a.po", "--from", "zh", "--to", "vi").code in {0, 1}


def test_selected_ignored_and_failed_on(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    assert mtkit("check", "a.po", "--select", "S", "--select", "P01").code == 0
    assert mtkit("check", "a.po", "--ignore", "N,L", "--no-glossary").code == 0
    result = mtkit("check", "a.po", "--select", "n01", "--format", "json")
    assert result.code == 1
    (finding,) = map(json.loads, result.out.splitlines())
    assert (finding["code"], finding["line"], finding["file"]) == ("N01", 11, "a.po")
    assert result.err == "mtkit: 1 errors, 0 warnings, 0 notes\n"
    assert "a.po:11: " in mtkit("check", "a.po", "--select", "N01").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.po", "--select", "N99"], "did you mean N09?"),
        (["a.po", "--ignore", "X10"], "did you mean X0"),
        (["a.po", "--select", " "], "empty"),
        (["--explain", "T99"], "did you mean T0"),
        (["--explain", "N01", "a.po"], "no INPUT"),
        (["a.po", "--json", "--format", "sarif"], "exclude each other"),
        ([], "name a PO file"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(
    mtkit: Mtkit, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    result = mtkit("check", *arguments)
    assert (result.code, result.out, len(result.errors)) == (2, "", 1)
    assert said in result.errors[0]


def test_codes_groups_and_all_are_explained(mtkit: Mtkit) -> None:
    one, group, listed = (mtkit("check", "--explain", name) for name in ("n01", "X", "all"))
    assert (one.code, group.code, listed.code) == (0, 0, 0)
    assert one.out.startswith("N01: another number stands in the place of the source's\nseverity: error")
    assert "1.235" in one.out and "# mtkit-ignore: N01" in one.out
    assert [line[:3] for line in group.out.splitlines() if line.startswith("X0")] == ["X01", "X02", "X03"]
    assert len([line for line in listed.out.splitlines() if line.startswith("  ")]) == len(CODES)
    assert one.err == ""


def test_sarif_of_a_folder(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a.vi.po", "b.vi.po"):
        (tmp_path / "out" / name).write_text(PO, encoding="utf-8")
    result = mtkit("check", "out", "--format", "sarif", "--fail-on", "error")
    assert result.code == 1
    (run,) = json.loads(result.out)["runs"]
    assert run["invocations"][0]["exitCode"] == 1
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert places == {"out/a.vi.po", "out/b.vi.po"}


def test_a_batch_is_checked_across_and_an_empty_folder_refused(mtkit: Mtkit, tmp_path: Path) -> None:
    other = PO.replace("Ban Thư ký ASEAN ra thông cáo.", "Ban Thư ký của ASEAN đã công bố một văn bản.")
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    (tmp_path / "b.po").write_text(other, encoding="utf-8")
    result = mtkit("check", "a.po", "b.po", "--select", "X", "--fail-on", "warning")
    assert result.code == 1
    assert "b.po:18: " in result.out and " X01: " in result.out
    assert "a.po" not in result.out
    (tmp_path / "none").mkdir()
    assert mtkit("check", "none").code == 2
