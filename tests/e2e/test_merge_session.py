"""From a Chinese article to its Vietnamese and Thai ones, as a desk does it: translate, approve, merge."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import SAMPLES, Mtkit

SOURCE = "forum.zh.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in two languages, made once for the tests of this file."""
    folder = tmp_path_factory.mktemp("merge")
    command = [
        sys.executable,
        "-m",
        "mtkit",
        "translate",
        str(SAMPLES / SOURCE),
        "--from",
        "zh",
        "-t",
        "vi",
        "-t",
        "th",
    ]
    env = {**os.environ, "MTKIT_HOME": str(folder / "home"), "PYTHONWARNINGS": "error"}
    done = subprocess.run([*command, "-o", "po"], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shutil.copy(SAMPLES / SOURCE, folder)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A copy to work on, in the folder where the command runs."""
    shutil.copytree(made / "po", tmp_path / "po")
    shutil.copy(made / SOURCE, tmp_path)
    return tmp_path


def approve(path: Path, times: int = 0) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("#, fuzzy\n", "", times or -1), encoding="utf-8")


def skeleton(text: str) -> list[str]:
    """What is layout in each line: marks at its start, table rules, and the links."""
    shape = [(re.match(r"[#>*|\- ]*", line) or [""])[0] + "|" * line.count("|") for line in text.split("\n")]
    return [*shape, *re.findall(r"\]\(https?://[^)]+\)|[a-z]+@[a-z.]+[a-z]", text)]


def test_approved_articles_come_back_in_the_layout_of_their_source(desk: Path, mtkit: Mtkit) -> None:
    for code in ("vi", "th"):
        approve(desk / f"po/forum.zh.{code}.po")
    done = mtkit("merge", SOURCE, "po/forum.zh.vi.po", "po/forum.zh.th.po", "-o", "site")
    assert done.code == 0
    assert done.out.split() == ["site/forum.zh.vi.md", "site/forum.zh.th.md"]
    assert "approved as the machine gave them; models mtkit-embedded@" in done.err
    source = (desk / SOURCE).read_text(encoding="utf-8")
    for name in done.out.split():
        text = (desk / name).read_text(encoding="utf-8")
        assert text.count("\n") == source.count("\n")
        assert skeleton(text) == skeleton(source)
        assert "date: 2025-09-18\n" in text
        first = (desk / name).read_bytes()
        assert mtkit("merge", SOURCE, f"po/{Path(name).stem}.po", "-o", "site").code == 0
        assert (desk / name).read_bytes() == first


def test_what_is_not_reviewed_is_refused_and_named(desk: Path, mtkit: Mtkit) -> None:
    path = "po/forum.zh.vi.po"
    done = mtkit("merge", SOURCE, path)
    assert (done.code, done.out) == (1, "")
    assert f"mtkit: {path}: 28 of 28 sentences are not reviewed: 28 raw" in done.err
    assert "and 23 more" in done.err
    assert "--allow-unreviewed" in done.err
    assert not list(desk.glob("*.vi.md"))
    approve(desk / path, 20)
    done = mtkit("merge", SOURCE, path, "--allow-unreviewed", "--json", "--report", "out/report.json", "--disclosure")
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["file"], told["reviewed"], told["sentences"]) == ("forum.zh.vi.md", False, 28)
    assert told["provenance"]["approved_as_is"] + len(told["unreviewed"]) == 28
    assert {item["state"] for item in told["unreviewed"]} == {"raw"}
    assert len([line for line in done.err.splitlines() if "machine text that nobody has reviewed" in line]) == len(
        told["unreviewed"]
    )
    assert json.loads((desk / "out/report.json").read_text(encoding="utf-8")) == {"articles": [told]}
    assert (desk / "forum.zh.vi.md").read_text(encoding="utf-8").endswith(f"\n\n*{told['disclosure']}*\n")
    assert "chưa được" in told["disclosure"]


def test_a_changed_source_names_update(desk: Path, mtkit: Mtkit) -> None:
    text = (desk / SOURCE).read_text(encoding="utf-8")
    (desk / SOURCE).write_text(text.replace("240多名", "250多名"), encoding="utf-8")
    done = mtkit("merge", SOURCE, "po/forum.zh.vi.po")
    assert done.code == 3
    assert done.errors == [
        f"mtkit: error: po/forum.zh.vi.po: {SOURCE} has changed since this file was made of it: "
        f"run mtkit update {SOURCE} po/forum.zh.vi.po first"
    ]


@pytest.mark.deep
@pytest.mark.parametrize("place", [SOURCE, "po/forum.zh.vi.po", "po/forum.zh.vi.mtkit.jsonl", "link.md", "hard.md"])
def test_nothing_that_the_article_is_made_of_is_written_over(place: str, desk: Path, mtkit: Mtkit) -> None:
    approve(desk / "po/forum.zh.vi.po")
    (desk / "link.md").symlink_to(desk / SOURCE)
    (desk / "hard.md").hardlink_to(desk / SOURCE)
    before = {path: path.read_bytes() for path in desk.rglob("*.*") if path.is_file()}
    for options in (["-o", place], ["-o", "new.md", "--report", place]):
        done = mtkit("merge", SOURCE, "po/forum.zh.vi.po", *options)
        assert done.code == 2
        assert len(done.errors) == 1
    assert {path: path.read_bytes() for path in desk.rglob("*.*") if path.is_file()} == before


@pytest.mark.deep
def test_stdout_file_and_folder(desk: Path, mtkit: Mtkit) -> None:
    path = "po/forum.zh.th.po"
    approve(desk / path)
    shown = mtkit("merge", SOURCE, path, "-o", "-", "-q")
    assert (shown.code, shown.err) == (0, "")
    assert mtkit("merge", SOURCE, path, "-o", "th/page.md", "-q").code == 0
    assert (desk / "th/page.md").read_text(encoding="utf-8") == shown.out
    piped = mtkit("merge", "-", path, "--input-format", "markdown", "-o", "-", stdin=(desk / SOURCE).read_bytes())
    assert piped.out == shown.out
    assert mtkit("merge", SOURCE, path, "po/forum.zh.vi.po", "-o", "one.md").code == 2
    assert mtkit("merge", SOURCE, path, "po/forum.zh.vi.po", "-o", "-").code == 2
    assert mtkit("merge", SOURCE, path, "-o", "").code == 2
    shutil.copy(desk / path, desk / "po/again.po")
    twice = mtkit("merge", SOURCE, path, "po/again.po", "-o", "site")
    assert (twice.code, len(twice.errors)) == (2, 1)


def test_one_language_that_fails_does_not_stop_the_others(desk: Path, mtkit: Mtkit) -> None:
    approve(desk / "po/forum.zh.th.po")
    (desk / "po/broken.po").write_text('msgid "a\nmsgstr "b"\n', encoding="utf-8")
    done = mtkit("merge", SOURCE, "po/broken.po", "po/forum.zh.vi.po", "po/forum.zh.th.po", "-o", "site")
    assert done.code == 3
    assert done.out.split() == ["site/forum.zh.th.md"]
    assert len(done.errors) == 1


def test_approved_errors_are_told_and_refused_if_wished(desk: Path, mtkit: Mtkit) -> None:
    path = desk / "po/forum.zh.vi.po"
    approve(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r'(msgid "他说。.*|msgid "安塔拉通讯社")\nmsgstr ".*"', r'\1\nmsgstr "ANTARA 2024"', text),
        encoding="utf-8",
    )
    done = mtkit("merge", SOURCE, "po/forum.zh.vi.po")
    assert done.code == 0
    assert "approved with error" in done.err
    done = mtkit("merge", SOURCE, "po/forum.zh.vi.po", "--fail-on", "error", "-o", "other")
    assert (done.code, done.out) == (1, "")
    assert "not written, for --fail-on error" in done.err
    assert not (desk / "other").exists()


def test_all_faults_of_a_broken_file_are_shown(desk: Path, mtkit: Mtkit) -> None:
    text = 'msgid "a\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d\n\n<<<<<<< HEAD\n'
    (desk / "broken.po").write_text(text, encoding="utf-8")
    done = mtkit("check", "broken.po")
    assert done.code == 3
    assert [line.split(": ")[2] for line in done.errors] == ["broken.po:1", "broken.po:5", "broken.po:7"]


def test_an_article_in_the_place_of_a_po_file_is_told_from_a_broken_one(desk: Path, mtkit: Mtkit) -> None:
    swapped = mtkit("merge", "po/forum.zh.vi.po", SOURCE)
    assert swapped.code == 3
    (line,) = swapped.errors
    assert line.startswith(f"mtkit: error: {SOURCE}: is no PO file: merge takes the article first")
    assert line.endswith(f": mtkit merge {SOURCE} po/forum.zh.vi.po")
    assert mtkit("merge", SOURCE, SOURCE).errors[0].endswith("mtkit merge ARTICLE FILE.po")
    assert "No such file" in mtkit("merge", SOURCE, "po/none.po").errors[0]


def test_show_takes_the_folder_as_status_does(desk: Path, mtkit: Mtkit) -> None:
    shown = mtkit("show", "po", "-n", "1")
    assert shown.code == 0, shown.err
    heads = [line.partition(": ")[0] for line in shown.out.splitlines() if line.startswith("po/")]
    assert heads == ["po/forum.zh.th.po", "po/forum.zh.vi.po"]
    assert mtkit("show", "po", "po/forum.zh.vi.po", "-n", "1").out == shown.out
    (desk / "none").mkdir()
    empty = mtkit("show", "none")
    assert (empty.code, empty.errors) == (3, ["mtkit: error: none: no PO files in this folder: name another"])
