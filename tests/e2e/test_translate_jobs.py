"""Jobs of many articles: begun again, interrupted, two at once, reported to machines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import Mtkit

from mtkit.manifest import FOLDER, hold

ROUTE = ("--from", "zh", "--to", "en", "--to", "vi", "--allow-low-quality")
STORIES = {
    "论坛.md": "---\ndate: 2025-09-18\n---\n\n# 论坛开幕\n\n东盟秘书处发布公报。共有3个国家参加。\n",
    "mon/公报.txt": "会议结束。\n中国外文局主办论坛。\n",
    "mon/短讯.txt": "会议结束。\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for name, text in STORIES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "in"


def files(folder: Path) -> dict[str, bytes]:
    """The files of a job, its notes apart."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def events(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def kinds(out: str) -> list[object]:
    return [event["event"] for event in events(out)]


def test_what_is_not_there_is_said_before_anything_of_models(mtkit: Mtkit, tmp_path: Path) -> None:
    call = ("--from", "zh", "--to", "vi", "-o", "out")
    for more in ((), ("--model", "no-such-model")):
        gone = mtkit("translate", "gone.md", *call, *more)
        assert (gone.code, gone.err.splitlines()) == (3, ["mtkit: error: gone.md: no such file"])
    (tmp_path / "here.txt").write_text("会议结束。\n", encoding="utf-8")
    both = mtkit("translate", "gone.md", "here.txt", *call).err.splitlines()
    assert both[0] == "mtkit: error: gone.md: no such file"
    assert both[1].startswith("mtkit: zh-vi: translated by ")


def test_a_second_call_parses_nothing_and_makes_nothing(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    first = mtkit("translate", "in", *ROUTE, "-o", "out")
    assert first.code == 0, first.err
    made = files(tmp_path / "out")
    assert len(made) == 12  # a PO and its sidecar, of three articles in two languages
    blind = (
        "from mtkit import formats\n"
        "def parse(*args, **more):\n    raise AssertionError('parsed')\n"
        "formats.read_bytes = parse\n"
        "from mtkit.cli.app import main\nmain()\n"
    )
    again = mtkit("translate", "in", *ROUTE, "-o", "out", python=blind)
    assert again.code == 0, again.err
    assert again.err.count("already made") == 6
    assert sorted(again.out.split()) == sorted(first.out.split())
    assert files(tmp_path / "out") == made


def test_what_changed_is_made_anew_and_nothing_else(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "out")
    (articles / "mon/公报.txt").write_text("会议结束。\n中国外文局主办会议。\n", encoding="utf-8")
    (tmp_path / "out/论坛.vi.po").unlink()
    again = mtkit("translate", "in", *ROUTE, "-o", "out", "--json")
    done = [(event["source"], event["to"]) for event in events(again.out) if event["event"] == "done"]
    assert sorted(done) == [("mon/公报.txt", "en"), ("mon/公报.txt", "vi"), ("论坛.md", "vi")]
    mtkit("translate", "in", *ROUTE, "-o", "fresh", "--no-cache")
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


@pytest.mark.deep
def test_another_option_makes_all_of_it_anew(mtkit: Mtkit, articles: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "out")
    assert kinds(mtkit("translate", "in", *ROUTE, "-o", "out", "--beam", "2", "--json").out).count("done") == 6


@pytest.mark.deep
def test_an_article_without_a_date_is_made_anew_on_another_day(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "out")
    manifest = tmp_path / "out" / FOLDER / "manifest.jsonl"
    lines = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    assert {line["source"] for line in lines if line["day"]} == {"mon/公报.txt", "mon/短讯.txt"}
    chosen = mtkit("translate", "in", *ROUTE, "-o", "chosen", "--as-of", "2025-01-01")
    assert chosen.code == 0
    assert '"day": ""' in (tmp_path / "chosen" / FOLDER / "manifest.jsonl").read_text(encoding="utf-8")


def test_a_file_that_a_person_worked_on_is_left_to_them(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "out")
    path = tmp_path / "out/论坛.vi.po"
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", "", 1), encoding="utf-8")
    kept = path.read_bytes()
    for options in ((), ("--beam", "1")):
        result = mtkit("translate", "in", *ROUTE, "-o", "out", *options)
        assert result.code == 3
        assert "a person" in result.errors[0]
        assert path.read_bytes() == kept


def test_without_the_manifest_the_files_speak_for_themselves(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "out")
    manifest = tmp_path / "out" / FOLDER / "manifest.jsonl"
    manifest.write_bytes(b"\x00 not ours\n")
    again = mtkit("translate", "in", *ROUTE, "-o", "out")
    assert again.err.count("already made") == 6
    assert "counted as missing" in again.err
    assert manifest.read_bytes().count(b"\n") == 7


def test_events_tell_a_machine_all_there_is(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    (articles / "broken.txt").write_bytes(b"\x00\x01\x02")
    result = mtkit("translate", "in", *ROUTE, "-o", "out", "--json", "-q")
    assert result.code == 3
    told = events(result.out)
    assert kinds(result.out) == ["started", "failed", *["done"] * 6, "finished"] or kinds(result.out)[0] == "started"
    assert told[0] == {"event": "started", "articles": 4, "targets": ["en", "vi"], "output": "out",
                       "version": told[0]["version"]}  # fmt: skip
    (failed,) = [event for event in told if event["event"] == "failed"]
    assert (failed["source"], failed["to"]) == ("broken.txt", None)
    done = [event for event in told if event["event"] == "done"]
    assert {str(event["file"]) for event in done} == {
        f"out/{name}.{target}.po" for name in ("论坛", "mon/公报", "mon/短讯") for target in ("en", "vi")
    }
    last = told[-1]
    assert [last[name] for name in ("event", "articles", "done", "skipped", "failed", "interrupted")] == [
        "finished", 4, 6, 0, 1, False,
    ]  # fmt: skip
    assert last["units"] == sum(int(str(event["units"])) for event in done)


def test_a_folder_in_use_is_one_clear_line_or_waited_for(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with hold(tmp_path / "out"):
        result = mtkit("translate", "in", *ROUTE, "-o", "out")
        assert (result.code, result.out, len(result.errors)) == (3, "", 1)
        assert "--wait" in result.errors[0]
        assert files(tmp_path / "out") == {}
    assert mtkit("translate", "in", *ROUTE, "-o", "out", "--wait").code == 0


def test_a_folder_that_cannot_be_written_is_one_clear_line(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = mtkit("translate", "in", *ROUTE, "-o", "out")
    assert (result.code, len(result.errors)) == (3, 1)


def test_one_article_needs_no_notes(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    assert mtkit("translate", "in/论坛.md", *ROUTE, "-o", "out").code == 0
    assert not (tmp_path / "out" / FOLDER).exists()
    assert mtkit("translate", "in", *ROUTE, "-o", "-", "--format", "jsonl").code == 0


@pytest.mark.deep
def test_cached_and_fresh_runs_write_the_same(mtkit: Mtkit, articles: Path, tmp_path: Path) -> None:
    mtkit("translate", "in", *ROUTE, "-o", "first")
    assert int(json.loads(mtkit("cache", "stats", "--json").out)["entries"]) > 0
    mtkit("translate", "in", *ROUTE, "-o", "cached")
    mtkit("translate", "in", *ROUTE, "-o", "fresh", "--no-cache")
    assert files(tmp_path / "first") == files(tmp_path / "cached") == files(tmp_path / "fresh")


@pytest.mark.parametrize("value", ["a folder", "damaged", "off"])
def test_a_cache_that_cannot_be_used_is_one_note(mtkit: Mtkit, articles: Path, tmp_path: Path, value: str) -> None:
    place = tmp_path / "cache.sqlite"
    if value == "a folder":
        place.mkdir()
    elif value == "damaged":
        place.write_bytes(b"no database " * 400)
    env = {"MTKIT_CACHE": "off" if value == "off" else str(place)}
    result = mtkit("translate", "in/论坛.md", *ROUTE, env=env)
    assert result.code == 0
    assert sum("cache" in line for line in result.err.splitlines()) == (0 if value == "off" else 1)


def test_the_verb_of_the_cache(mtkit: Mtkit, articles: Path) -> None:
    assert "nothing is kept" in mtkit("cache", "stats").out
    path = mtkit("cache", "path").out.strip()
    assert path.endswith("translations.sqlite")
    mtkit("translate", "in/论坛.md", *ROUTE)
    assert " entries, " in mtkit("cache", "stats").out
    assert "entries forgotten" in mtkit("cache", "clear").err
    assert ": 0 entries" in mtkit("cache", "stats").out
    assert mtkit("cache", "path", env={"MTKIT_CACHE": "off"}).out == ""


@pytest.mark.deep
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_job_keeps_what_is_finished_and_goes_on(
    mtkit: Mtkit, tmp_path: Path, number: signal.Signals
) -> None:
    for n in range(40):
        path = tmp_path / f"in/{n:02}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"第{n}场会议有{k}位代表参加。\n" for k in range(10)), encoding="utf-8")
    command = [sys.executable, "-m", "mtkit", "translate", "in", *ROUTE, "-o", "out", "--json"]
    env = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as job:
        assert job.stdout is not None
        lines = []
        while not lines or b'"done"' not in lines[-1]:
            lines.append(job.stdout.readline())
            assert lines[-1], job.stderr and job.stderr.read()
        job.send_signal(number)
        sent = time.monotonic()
        out, err = job.communicate()
    assert time.monotonic() - sent < 20
    assert job.returncode == 130, err
    told = events((b"".join(lines) + out).decode())
    assert told[-1]["event"] == "finished"
    assert told[-1]["interrupted"] is True
    assert "interrupted" in err.decode()
    assert not list((tmp_path / "out").rglob("*.tmp"))
    done = sum(event["event"] == "done" for event in told)
    there = len(list((tmp_path / "out").rglob("*.po")))
    assert 0 < done <= there < 80  # a file may be finished at the moment in which its event would be written
    rest = mtkit("translate", "in", *ROUTE, "-o", "out", "--json")
    assert kinds(rest.out).count("done") == 80 - there
    mtkit("translate", "in", *ROUTE, "-o", "unbroken", "--no-cache")
    assert files(tmp_path / "out") == files(tmp_path / "unbroken")
