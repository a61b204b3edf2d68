"""``mtkit check`` on PO files, pairs of texts and single texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Mtkit

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


def test_texts_of_different_length_are_refused(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一。\n二。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("One.\n", encoding="utf-8")
    result = mtkit("check", "--from", "zh", "a.txt", "--to", "en", "b.txt")
    assert result.code == 3
    assert "1 lines" in result.errors[0]
    assert "2" in result.errors[0]


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
