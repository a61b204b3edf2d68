"""Files and streams as they come: nothing is lost, nothing is written over, and no stream has to be there."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from command import Mtkit

MTKIT = f"{shlex.quote(sys.executable)} -m mtkit"
ROUTE = ("--from", "zh", "--to", "en")


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def article(path: Path, text: str = "会议结束。\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_is_never_written_over(mtkit: Mtkit, tmp_path: Path) -> None:
    source = article(tmp_path / "a.txt")
    result = mtkit("translate", "a.txt", *ROUTE, "--format", "text", "-o", "a.txt")
    assert (result.code, len(result.errors)) == (2, 1)
    assert source.read_text(encoding="utf-8") == "会议结束。\n"


def test_an_article_that_has_the_name_of_a_translation_is_not_written_over(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "a.txt")
    other = article(tmp_path / "a.en.txt", "论坛开幕。\n")
    assert mtkit("translate", "a.txt", "a.en.txt", *ROUTE, "--format", "text").code == 2
    assert other.read_text(encoding="utf-8") == "论坛开幕。\n"


def test_articles_of_one_name_in_two_folders_are_not_written_over_each_other(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "mon" / "news.txt")
    article(tmp_path / "tue" / "news.txt", "论坛开幕。\n")
    result = mtkit("translate", "mon", "tue", *ROUTE, "-o", "out")
    assert (result.code, len(result.errors)) == (2, 1)
    assert not (tmp_path / "out").exists()


def test_one_article_under_two_spellings_is_read_once(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "x" / "a.txt")
    assert mtkit("segment", "x/a.txt", "x/../x/a.txt", "./x", "--from", "zh").out == "会议结束。\n"


@pytest.mark.parametrize("args", [("", *ROUTE), ("a.txt", *ROUTE, "-o", "")])
def test_an_empty_argument_is_not_taken_for_this_folder(mtkit: Mtkit, tmp_path: Path, args: tuple[str, ...]) -> None:
    article(tmp_path / "a.txt")
    result = mtkit("translate", *args)
    assert (result.code, len(result.errors)) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_named_by_a_date_is_a_folder(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "a.txt")
    assert mtkit("translate", "a.txt", *ROUTE, "-o", "2025.09.18").out == "2025.09.18/a.en.po\n"


@pytest.mark.deep
@pytest.mark.parametrize("place", ["taken", "taken/deep", "/dev/null/deep"])
def test_a_place_that_is_no_folder_is_one_line(mtkit: Mtkit, tmp_path: Path, place: str) -> None:
    article(tmp_path / "a.txt")
    article(tmp_path / "taken")
    result = mtkit("translate", "a.txt", *ROUTE, "-o", place)
    assert (result.code, len(result.errors)) == (3, 1)
    assert "folder" in result.errors[0]


@pytest.mark.deep
def test_a_name_that_is_too_long_does_not_stop_the_others(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "in" / f"{'a' * 245}.txt")
    article(tmp_path / "in" / "b.txt")
    result = mtkit("translate", "in", *ROUTE, "-o", "out")
    assert (result.code, result.out) == (3, "out/b.en.po\n")
    assert "too long" in result.errors[0]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".mtkit", "b.en.mtkit.jsonl", "b.en.po"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_inside_that_cannot_be_read_is_said(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "in" / "a.txt")
    article(tmp_path / "in" / "locked" / "b.txt").parent.chmod(0)
    try:
        result = mtkit("translate", "in", *ROUTE)
    finally:
        (tmp_path / "in" / "locked").chmod(0o755)
    assert result.code == 3
    assert "locked" in result.errors[0]


@pytest.mark.deep
def test_texts_of_a_folder_that_no_format_takes_are_counted(mtkit: Mtkit, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name in ("forum.md", "speech.PDF", "letter.doc", "note.doc", "terms.csv", "photo.jpg"):
        (news / name).write_text("论坛在昆明开幕。\n", encoding="utf-8")
    done = mtkit("translate", "news", "--from", "zh", "--to", "vi", "-o", "out")
    assert done.code == 0
    assert "mtkit: news: passed over: 2 .doc, 1 .pdf; named one by one, each says what it needs\n" in done.err
    quiet = mtkit("translate", "news", "--from", "zh", "--to", "vi", "-o", "out", "-q")
    assert (quiet.code, quiet.err) == (0, "")


def test_loops_of_links_are_one_line(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to("y")
    (tmp_path / "y").symlink_to("x")
    article(tmp_path / "a.txt")
    assert mtkit("segment", "x/a.txt", "--from", "zh").code == 3
    assert mtkit("translate", "a.txt", *ROUTE, "-o", "x/out").code == 3


def test_a_line_end_in_a_name_does_not_end_the_line(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "a\nb\x1b[31m.txt")
    result = mtkit("translate", "a\nb\x1b[31m.txt", *ROUTE)
    assert result.out == "a\\nb\\x1b[31m.en.po\n"
    assert "\x1b" not in result.err


def test_json_lines_are_json_whatever_the_text_holds(mtkit: Mtkit, tmp_path: Path) -> None:
    text = article(tmp_path / "a\n.txt", "Ein\u0085zwei\u2028 drei\x1c\u009b vier \U0001f600.\n").read_text(
        encoding="utf-8"
    )
    result = mtkit("segment", "a\n.txt", "--from", "en", "--json")
    assert "".join(json.loads(line)["text"] for line in result.out.split("\n") if line) == text


@pytest.mark.deep
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_stream_that_is_not_there_does_not_stop_the_work(tmp_path: Path, closed: str) -> None:
    article(tmp_path / "a.txt")
    done = shell(tmp_path, f"{MTKIT} translate a.txt --from zh --to en -o out {closed}")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done
    assert (tmp_path / "out" / "a.en.po").read_text(encoding="utf-8").startswith("msgid")


def test_a_closed_stdin_is_one_line(tmp_path: Path) -> None:
    done = shell(tmp_path, f"{MTKIT} segment - --from zh <&-")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


@pytest.mark.parametrize("verb", ["segment a.txt --from zh --json", "check a.txt --to zh --json"])
def test_a_reader_that_has_enough_is_no_failure(tmp_path: Path, verb: str) -> None:
    article(tmp_path / "a.txt", "论坛 forum 在在在在在在在在 开幕。\n" * 4000)
    done = shell(tmp_path, f"{MTKIT} {verb} | head -1; echo ${{PIPESTATUS[0]}}")
    assert done.stdout.splitlines()[-1] == "0", done


@pytest.mark.deep
def test_a_full_disk_leaves_what_was_there(mtkit: Mtkit, tmp_path: Path) -> None:
    article(tmp_path / "a.txt")
    assert mtkit("translate", "a.txt", *ROUTE).code == 0
    before = (tmp_path / "a.en.po").read_bytes()
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700)); from mtkit.cli.app import main; main()"
    result = mtkit("translate", "a.txt", *ROUTE, "--beam", "1", python=limit)
    assert (result.code, len(result.errors)) == (3, 1)
    assert (tmp_path / "a.en.po").read_bytes() == before
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")]
