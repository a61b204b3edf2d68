"""A live story as an editor lives it: translate, review, a new version, update, status; with the model in the box."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command import Mtkit

EN = """---
title: Flood on the Mekong
date: 2026-11-20
---

# Five people killed in flood

Five people were killed and 27 were injured on Monday when the river burst its banks. The government sent soldiers to \
the area.

China sent 20 tonnes of rice. ASEAN thanked China for the support.
"""
ZH = """# 东盟与中国加强防灾合作

东盟与中国代表周五在雅加达举行会谈。双方同意加强防灾合作。

中国将向灾区提供20吨大米。
"""


def edit(path: Path, source: str, target: str, *, approve: bool = True, comment: str = "") -> None:
    """Write a translation into the entry of ``source`` as a PO editor saves it."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    (at,) = [n for n, block in enumerate(blocks) if f'\nmsgid "{source}"' in block]
    block = re.sub(r'\nmsgstr ".*"', lambda _: f'\nmsgstr "{target}"', blocks[at])
    blocks[at] = (f"# {comment}\n" if comment else "") + (block.replace("#, fuzzy\n", "") if approve else block)
    path.write_text("\n\n".join(blocks), encoding="utf-8")


def block_of(path: Path, source: str) -> str:
    """The lines of an entry that an editor sees: all but where it is and what the program says of it."""
    (block,) = [b for b in path.read_text(encoding="utf-8").split("\n\n") if f'\nmsgid "{source}"' in b]
    return "\n".join(line for line in block.split("\n") if not line.startswith(("#:", "#.")))


@pytest.fixture
def story(tmp_path: Path, mtkit: Mtkit) -> Path:
    (tmp_path / "flood.md").write_text(EN, encoding="utf-8")
    assert mtkit("translate", "flood.md", "--from", "en", "--to", "id", "-q").code == 0
    return tmp_path / "flood.id.po"


def test_a_live_story_from_english_to_indonesian(story: Path, mtkit: Mtkit) -> None:
    killed = "Five people were killed and 27 were injured on Monday when the river burst its banks."
    edit(story, killed, "Lima orang tewas dan 27 luka-luka pada Senin ketika sungai meluap.", comment="angka BNPB")
    edit(story, "China sent 20 tonnes of rice.", "Tiongkok mengirim 20 ton beras.", comment="cek")
    edit(story, "The government sent soldiers to the area.", "Pemerintah mengirim tentara.", approve=False)
    kept = block_of(story, "China sent 20 tonnes of rice.")

    now = EN.replace("Five people were killed and 27", "Eight people were killed and 27").replace(
        " The government sent soldiers to the area.", ""
    )
    source = story.with_name("flood.md")
    source.write_text(now.replace("for the support.", "for the support. A second ship will follow."), encoding="utf-8")
    before = story.read_bytes()
    shown = mtkit("update", "flood.md", "flood.id.po", "--dry-run")
    assert shown.code == 0
    assert story.read_bytes() == before
    assert "(not written)" in shown.out

    done = mtkit("update", "flood.md", "flood.id.po", "-q")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "flood.id.po: 4 kept, 1 changed, 1 new, 1 removed",
        "  3 body changed: number Five -> Eight people were killed: approved text set aside (obsolete, and in the "
        "notes); machine text to review",
        "  6 body new: A second ship will follow.: translated afresh",
        "  4 body removed: The government sent soldiers to the area.: edited text kept as obsolete",
    ]
    text = story.read_text(encoding="utf-8")
    assert block_of(story, "China sent 20 tonnes of rice.") == kept
    assert '#~ msgstr "Lima orang tewas dan 27 luka-luka pada Senin ketika sungai meluap."' in text
    assert '#~ msgstr "Pemerintah mengirim tentara."' in text
    assert "#. mtkit-changed: number Five -> Eight people were killed\n" in text

    again = story.read_bytes()
    quiet = mtkit("update", "flood.md", "flood.id.po", "-q")
    assert quiet.out == "flood.id.po: up to date, nothing is changed\n"
    assert story.read_bytes() == again
    if shutil.which("msgfmt"):
        checked = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", story], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_difference_as_data_from_chinese_to_vietnamese(tmp_path: Path, mtkit: Mtkit) -> None:
    source, path = tmp_path / "hezuo.md", tmp_path / "hezuo.vi.po"
    source.write_text(ZH, encoding="utf-8")
    assert mtkit("translate", source, "--from", "zh", "--to", "vi", "-q", "--as-of", "2026-11-20").code == 0
    agreed = "Hai bên nhất trí tăng cường hợp tác phòng chống thiên tai."
    edit(path, "双方同意加强防灾合作。", agreed)
    edit(path, "中国将向灾区提供20吨大米。", "Trung Quốc sẽ cung cấp 20 tấn gạo.")
    now = ZH.replace("双方同意加强防灾合作", "双方一致同意加强防灾合作").replace("20吨", "50吨")
    source.write_text(now, encoding="utf-8")
    done = mtkit("update", source, path, "--json", "-q", "--as-of", "2026-11-20")
    assert done.code == 0
    said = json.loads(done.out)
    assert {name: said[name] for name in ("written", "kept", "changed", "new", "removed")} == {
        "written": True, "kept": 2, "changed": 2, "new": 0, "removed": 0,
    }  # fmt: skip
    first, second = said["changes"]
    assert (first["outcome"], first["state"], first["target"], first["facts"]) == ("stale", "approved", agreed, [])
    assert second["outcome"] == "set aside"
    assert [(fact["kind"], fact["old"], fact["new"]) for fact in second["facts"]] == [("number", "20", "50")]
    text = path.read_text(encoding="utf-8")
    assert f'#| msgid "双方同意加强防灾合作。"\nmsgid "双方一致同意加强防灾合作。"\nmsgstr "{agreed}"' in text


@pytest.mark.deep
def test_what_cannot_be_updated_is_one_line_and_no_change(story: Path, mtkit: Mtkit) -> None:
    folder = story.parent
    before = story.read_bytes()
    (folder / "other.md").write_text("# Rail\n\nA railway opened in Laos. Trains run each day.\n", encoding="utf-8")
    (folder / "no-language.po").write_text('msgid "Rice"\nmsgstr "Beras"\n', encoding="utf-8")
    for arguments, said in (
        (("other.md", "flood.id.po"), "sentences in common with the article"),
        (("flood.md", "missing.po"), "cannot be read"),
        (("missing.md", "flood.id.po"), "missing.md"),
        (("flood.md", "no-language.po"), "X-Source-Language"),
    ):
        result = mtkit("update", *arguments)
        assert result.code == 3, result
        assert len(result.errors) == 1
        assert said in result.errors[0]
    assert mtkit("update", ".", "flood.id.po").code == 2
    assert story.read_bytes() == before


@pytest.mark.deep
def test_status_of_a_folder_of_files(story: Path, mtkit: Mtkit) -> None:
    edit(story, "China sent 20 tonnes of rice.", "Tiongkok mengirim 200 ton beras.")
    text = story.read_text(encoding="utf-8")
    signed = text.replace("mtkit (machine translation, not reviewed)", "Meja Satu <meja@example.org>")
    story.write_text(signed, encoding="utf-8")
    (story.parent / "two").mkdir()
    (story.parent / "two" / "洪水报道第二版.vi.po").write_text(text, encoding="utf-8")
    result = mtkit("status", ".", "missing.po")
    assert result.code == 3
    assert result.errors == ["mtkit: error: missing.po: cannot be read: No such file or directory"]
    lines = result.out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].split() == ["file", "units", "none", "raw", "edit", "stale", "appr", "%", "words", "time", "left"]
    assert lines[1].split()[:8] == ["flood.id.po", "6", "0", "5", "0", "0", "1", "16"]
    assert lines[2].startswith("  en to id, last edited by Meja Satu <meja@example.org>, 2026-11-20")
    assert any(line.startswith("  ") and "N02" in line for line in lines)  # 20 tonnes are not 200
    assert lines[-1].startswith("  ")
    assert any(line.startswith("total") and line.split()[1] == "12" for line in lines)

    told = mtkit("status", "flood.id.po", "--json", "--fail-under", "50")
    assert told.code == 1
    (said,) = [json.loads(line) for line in told.out.splitlines()]
    assert said["states"] == {"untranslated": 0, "raw": 5, "edited": 0, "approved": 1, "stale": 0}
    assert said["issues"]["error"]["N02"] == 1
    assert said["last_translator"] == "Meja Satu <meja@example.org>"
    assert mtkit("status", "flood.id.po", "--fail-under", "16").code == 0
    assert mtkit("status", "flood.id.po", "--rate", "10", "--no-glossary").out.count(" h\n") == 1
