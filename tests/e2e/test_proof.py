"""``mtkit proof``: one file to read translations in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import Mtkit
from proof_files import po_text

ENTRIES = [
    ("论坛有240名代表出席。", "Có 420 đại biểu dự diễn đàn.", "#, fuzzy\n"),
    ("会议结束。", "Hội nghị kết thúc.", ""),
]


def write(path: Path, target: str = "vi") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(po_text(target, ENTRIES), encoding="utf-8")
    return path


def test_a_folder_becomes_one_page(mtkit: Mtkit, tmp_path: Path) -> None:
    write(tmp_path / "out" / "forum.vi.po")
    write(tmp_path / "out" / "forum.th.po", "th")
    result = mtkit("proof", "out", "-o", "made/forum.html", "--title", "Bản in <thử>")
    assert (result.code, result.out) == (0, "made/forum.html\n")
    assert re.search(r"2 files, 4 units, [1-9]\d* errors", result.err)
    html = (tmp_path / "made" / "forum.html").read_text(encoding="utf-8")
    assert "<h1>Bản in &lt;thử&gt;</h1>" in html
    assert re.findall(r'class="u" id="(f\d-\d)"', html) == ["f0-1", "f1-1", "f0-2", "f1-2"]
    assert mtkit("proof", "out", "-o", "again.html", "--title", "Bản in <thử>").code == 0
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "made" / "forum.html").read_bytes()


def test_the_page_speaks_chinese_and_goes_to_stdout(mtkit: Mtkit, tmp_path: Path) -> None:
    write(tmp_path / "forum.vi.po")
    result = mtkit("proof", "forum.vi.po", "-o", "-", "--ui", "zh", "--sort", "worst", "--no-glossary")
    assert result.code == 0
    assert result.out.startswith("<!doctype html>") and result.out.endswith("</html>\n")
    assert "机器译文" in result.out


def test_files_of_one_name_are_told_apart(mtkit: Mtkit, tmp_path: Path) -> None:
    write(tmp_path / "a" / "forum.vi.po")
    write(tmp_path / "b" / "forum.vi.po")
    assert mtkit("proof", "a", "b").code == 0
    html = (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert "a/forum.vi.po" in html and "b/forum.vi.po" in html


@pytest.mark.deep
def test_what_cannot_be_shown_is_one_line_and_no_file(mtkit: Mtkit, tmp_path: Path) -> None:
    po = write(tmp_path / "forum.vi.po")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "unknown.po", "xx")
    for args, code, said in (
        (("empty",), 3, "no PO files in this folder"),
        (("missing.po",), 3, "missing.po"),
        (("unknown.po",), 3, "does not name both languages"),
        (("forum.vi.po", "-o", "forum.vi.po"), 2, "name an HTML file"),
        (("forum.vi.po", "--ui", "fr"), 2, "fr"),
    ):
        before = po.read_bytes()
        result = mtkit("proof", *args)
        assert (result.code, said in result.err) == (code, True), (args, result)
        assert not (tmp_path / "proof.html").exists()
        assert po.read_bytes() == before


def test_no_engine_is_loaded(mtkit: Mtkit, tmp_path: Path) -> None:
    write(tmp_path / "forum.vi.po")
    program = (
        "import sys\nfrom mtkit.cli.app import main\nsys.argv = ['mtkit', 'proof', 'forum.vi.po']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'torch', 'transformers', 'ctranslate2', 'numpy'} & set(sys.modules)))"
    )
    assert mtkit(python=program).out.splitlines()[-1] == "[]"
