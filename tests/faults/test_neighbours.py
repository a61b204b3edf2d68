"""Two jobs at once, and what other programs do to a job's cache, manifest, model and articles."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from job_runs import NOTES, Desk, articles, files, manifest, only, sound, temporary, wait_for

from mtkit.engine.embedded import embedded_folder


@pytest.mark.deep
def test_two_jobs_in_one_folder(desk: Desk, whole: dict[str, bytes]) -> None:
    first = desk.begin("-o", "out", gated=True)
    wait_for(desk.folder / "out" / NOTES / "manifest.jsonl", running=first)
    second = desk.run("-o", "out")
    assert (second.code, len(second.errors), second.events) == (3, 1, ())
    assert "out: another mtkit is writing there: wait for it to end, or call with --wait" in second.errors[0]
    third = desk.begin("-o", "out", "--wait")
    third.says("waiting for it to end")
    done = first.end()
    assert (done.code, len(done.files("done"))) == (0, 8), done.err
    waited = third.end()
    assert (waited.code, len(waited.files("done")), len(waited.files("skipped"))) == (0, 0, 8), waited.err
    assert files(desk.folder / "out") == whole
    assert len(manifest(desk.folder / "out")) == 8


def test_two_jobs_with_one_cache_that_is_not_there_yet(desk: Desk, whole: dict[str, bytes]) -> None:
    both = [desk.begin("-o", name) for name in ("left", "right")]
    for name, running in zip(("left", "right"), both, strict=True):
        ended = running.end()
        assert (ended.code, files(desk.folder / name)) == (0, whole), ended.err
        assert "cache" not in ended.err
    assert sound(desk.cache)


def damaged(cache: Path, how: str) -> None:
    data = bytearray(cache.read_bytes())
    if how == "truncated":
        cache.write_bytes(data[: len(data) // 2])
    elif how == "foreign":
        cache.write_bytes(b"SQLite has nothing to do with this\n" * 500)
    elif how == "scattered":  # here and there, but for the header
        for at in range(4096, len(data), 97):
            data[at] ^= 0x5A
        cache.write_bytes(data)
    elif how == "empty":
        cache.write_bytes(b"")
    else:
        db = sqlite3.connect(cache)
        with db:
            if how == "entries":
                db.execute("UPDATE said SET value = substr(value, 1, 20)")
            else:
                db.execute("DROP TABLE said")
        db.close()


@pytest.mark.deep
@pytest.mark.parametrize("how", ["truncated", "foreign", "scattered", "empty", "entries", "without its table"])
def test_a_damaged_cache_costs_itself_alone(desk: Desk, whole: dict[str, bytes], how: str) -> None:
    assert desk.run("-o", "first").code == 0
    damaged(desk.cache, how)
    if how == "scattered":
        copy = desk.cache.read_bytes()
        for verb in ("stats", "clear"):
            desk.cache.write_bytes(copy)
            ended = desk.run("cache", verb, as_json=False)
            assert (ended.code, len(ended.errors)) == (3, 1), ended.err
            assert "nobody's work is in it, it may be deleted" in ended.errors[0]
        desk.cache.write_bytes(copy)
    ended = desk.run("-o", "out")
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    assert sum("cache" in line for line in ended.err.splitlines()) <= 1
    again = desk.run("-o", "again")
    assert (again.code, files(desk.folder / "again")) == (0, whole)
    assert "cache" not in again.err, again.err
    assert sound(desk.cache)


def test_a_cache_of_a_later_mtkit_is_left_to_it(desk: Desk, whole: dict[str, bytes]) -> None:
    desk.cache.parent.mkdir(parents=True)
    db = sqlite3.connect(desk.cache)
    with db:
        db.execute("CREATE TABLE said2 (all_that_is_new TEXT)")
        db.execute("PRAGMA user_version=2")
    db.close()
    before = desk.cache.read_bytes()
    ended = desk.run("-o", "out")
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    (note,) = [line for line in ended.err.splitlines() if "cache" in line]
    assert "later mtkit" in note
    assert "damaged" not in note
    assert [path.name for path in desk.cache.parent.iterdir()] == [desk.cache.name]
    assert desk.cache.read_bytes() == before


@pytest.mark.deep
@pytest.mark.parametrize("how", ["another", "gone", "truncated", "folder"])
def test_a_cache_that_is_replaced_while_the_job_runs(desk: Desk, whole: dict[str, bytes], how: str) -> None:
    running = desk.begin("-o", "out", gated=True)
    wait_for(desk.folder / "out" / NOTES / "manifest.jsonl", running=running)
    if how == "truncated":
        with desk.cache.open("r+b") as stream:
            stream.truncate(100)
    else:
        desk.cache.unlink()
        if how == "another":
            desk.cache.write_bytes(b"something else\n" * 1000)
        elif how == "folder":
            desk.cache.mkdir()
    ended = running.end()
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    assert sum("cache" in line for line in ended.err.splitlines()) <= 1
    again = desk.run("-o", "again")
    assert (again.code, files(desk.folder / "again")) == (0, whole), again.err


def test_a_manifest_that_says_what_is_not_so(desk: Desk, unbroken: Desk, whole: dict[str, bytes]) -> None:
    """Torn, foreign, of files that are gone, changed or approved: what it does not settle, the files do."""
    out = desk.folder / "out"
    shutil.copytree(unbroken.folder / "out", out)
    record = out / NOTES / "manifest.jsonl"
    lines = record.read_bytes().splitlines(keepends=True)
    nested = b"[" * 200_000 + b"\n"
    record.write_bytes(b"".join(lines[:-1]) + b"\xff\xfe\x00\n" + nested + b'{"file": 3}\n' + lines[-1][:-9])
    (out / "0000.en.po").unlink()
    changed = (out / "0001.vi.po").read_bytes().replace(b"X-Mtkit-Source-Hash: ", b"X-Mtkit-Source-Hash: 0")
    (out / "0001.vi.po").write_bytes(changed)
    approved = (out / "0002.vi.po").read_text(encoding="utf-8").replace("#, fuzzy\n", "", 2)
    (out / "0002.vi.po").write_text(approved, encoding="utf-8")
    ended = desk.run("-o", "out")
    assert ended.code == 3
    (error,) = ended.errors
    assert "0002.vi.po: a person has edited or approved units of this file" in error
    assert "4 lines could not be read and counted as missing" in ended.err
    assert sorted(ended.files("done")) == ["0000.en.po", "0001.vi.po"]
    assert len(ended.files("skipped")) == 5
    assert files(out) == {**whole, "0002.vi.po": approved.encode()}
    assert temporary(out) == []


@pytest.mark.deep
def test_a_manifest_that_is_no_file(desk: Desk, whole: dict[str, bytes]) -> None:
    record = desk.folder / "out" / NOTES / "manifest.jsonl"
    record.mkdir(parents=True)
    ended = desk.run("-o", "out")
    assert (ended.code, len(ended.errors)) == (3, 1)
    assert "manifest.jsonl: Is a directory" in ended.errors[0]
    shutil.rmtree(record.parent)
    record.parent.write_bytes(b"")
    ended = desk.run("-o", "out")
    assert (ended.code, len(ended.errors)) == (3, 1)
    assert "is not a folder" in ended.errors[0]


@pytest.mark.deep
def test_a_manifest_that_vanishes_while_the_job_runs(desk: Desk, whole: dict[str, bytes]) -> None:
    running = desk.begin("-o", "out", gated=True)
    record = desk.folder / "out" / NOTES / "manifest.jsonl"
    wait_for(record, running=running)
    record.unlink()
    ended = running.end()
    assert (ended.code, len(ended.errors)) == (3, 1), ended.err
    again = desk.run("-o", "out")
    assert (again.code, files(desk.folder / "out")) == (0, whole)
    assert "0000.en.po" in again.files("skipped")


@pytest.mark.deep
def test_a_model_that_is_damaged_while_the_job_runs(desk: Desk) -> None:
    """What is loaded is used to the end, whatever becomes of the file; the next job finds it damaged."""
    articles(desk.folder / "in", count=6, lines=12)
    shutil.copytree(embedded_folder(), desk.folder / "model")
    file = desk.folder / "model" / "model.bin"
    data = file.read_bytes()
    options = ("--model", "model", "--no-cache")
    running = desk.begin("-o", "out", *options)
    running.event("started")
    with running.stopped():
        file.write_bytes(data[: len(data) // 2])
    ended = running.end()
    assert ended.code == 0, ended.err
    made = files(desk.folder / "out")
    assert len(ended.files("done")) == 12
    ended = desk.run("-o", "out", *options)
    assert (ended.code, len(ended.errors)) == (4, 1), ended.err
    assert ended.errors[0].startswith("mtkit: error: model")
    assert "pull or convert it again" in ended.errors[0]
    assert files(desk.folder / "out") == made
    file.write_bytes(data)
    assert len(desk.run("-o", "out", *options).files("skipped")) == 12


def test_articles_that_are_no_longer_what_they_were(desk: Desk, whole: dict[str, bytes]) -> None:
    """Between the listing and the reading: gone, a folder, a pipe, a broken link, other text."""
    folder = desk.folder / "in"
    for name in ("a-gone", "b-folder", "c-pipe", "d-link", "e-other"):
        shutil.copy(folder / "0000.md", folder / f"{name}.md")
    running = desk.begin("-o", "out", gated=True)
    wait_for(desk.folder / "out" / NOTES / "manifest.jsonl", running=running)
    for name in ("a-gone", "b-folder", "c-pipe", "d-link"):
        (folder / f"{name}.md").unlink()
    (folder / "b-folder.md").mkdir()
    os.mkfifo(folder / "c-pipe.md")
    (folder / "d-link.md").symlink_to("nowhere.md")
    shutil.copy(folder / "0001.md", folder / "e-other.md")
    ended = running.end()
    assert ended.code == 3
    said = {str(event["source"]): str(event["error"]) for event in ended.events if event["event"] == "failed"}
    assert said == {
        "a-gone.md": "in/a-gone.md: no such file",
        "b-folder.md": "in/b-folder.md: a directory, not an article; name a file",
        "c-pipe.md": "in/c-pipe.md: not a regular file, not an article; name a file",
        "d-link.md": "in/d-link.md: no such file",
    }
    assert len(ended.errors) == 4
    made = files(desk.folder / "out")
    assert {name: data for name, data in made.items() if not name.startswith("e-")} == whole
    assert b"0001" not in made["e-other.en.po"]
    assert len(only(list(made))) == 10


def test_a_listed_link_that_leads_nowhere_is_not_passed_over(desk: Desk) -> None:
    folder = articles(desk.folder / "in", count=1, lines=1)
    (folder / "later.md").symlink_to("nowhere.md")
    (folder / ".#0000.md").symlink_to("somebody@somewhere.4711:1")  # what Emacs puts beside a file that is edited
    os.mkfifo(folder / "pipe.md")
    ended = desk.run("-o", "out")
    assert ended.code == 3
    assert sorted(str(event["source"]) for event in ended.events if event["event"] == "failed") == [
        "later.md", "pipe.md",
    ]  # fmt: skip
    assert len(ended.files("done")) == 2


CLOCK = """
import datetime, itertools, os, time
_time, _time_ns, _moves = time.time, time.time_ns, itertools.cycle([0, -9, 4, 30, -2])
_YEAR = 31_556_952
time.time = lambda: _time() + next(_moves) * _YEAR
time.time_ns = lambda: _time_ns() + next(_moves) * _YEAR * 10**9
class _Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = _Moved
open(os.environ["CLOCK_USED"], "w").close()
"""


def test_a_clock_that_jumps(desk: Desk, whole: dict[str, bytes]) -> None:
    """By years, at each look: the same bytes, and the next job believes what this one wrote down."""
    (desk.folder / "clock").mkdir()
    (desk.folder / "clock" / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    used = desk.folder / "clock" / "used"
    paths = os.pathsep.join([str(desk.folder / "clock"), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {"PYTHONPATH": paths, "CLOCK_USED": str(used)}
    ended = desk.run("-o", "out", env=env)
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    assert used.exists()
    assert len({str(line["when"])[:4] for line in manifest(desk.folder / "out")}) > 1
    assert "cache" not in ended.err
    again = desk.run("-o", "out")
    assert (again.code, len(again.files("skipped"))) == (0, 8), again.err


WRITER = """
import sys
from pathlib import Path
story, stop = map(Path, sys.argv[1:])
text = story.read_text(encoding="utf-8")
while not stop.exists():
    for n in range(50):
        story.write_text(text + "会议结束。\\n\\n" * n, encoding="utf-8")
"""


@pytest.mark.deep
def test_an_article_that_is_written_while_it_is_read(desk: Desk) -> None:
    """Whatever was read is what the file is made of, or it is said; the next call finds what it has become."""
    folder = articles(desk.folder / "in", count=2, lines=4)
    story = folder / "0001.md"
    text = story.read_text(encoding="utf-8")
    stop = desk.folder / "stop"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(story), str(stop)]) as other:
        ended = desk.run("-o", "out")
        stop.touch()
        other.wait(60)
    assert ended.code in {0, 3}
    assert all("changed while it was read" in error for error in ended.errors)
    story.write_text(text, encoding="utf-8")
    assert desk.run("-o", "out").code == 0
    assert desk.run("-o", "fresh", "--no-cache").code == 0
    assert files(desk.folder / "out") == files(desk.folder / "fresh")


@pytest.mark.deep
def test_json_events_are_whole_lines(desk: Desk) -> None:
    """A pipe that is read slowly, and then not at all."""
    articles(desk.folder / "in", count=2, lines=2)
    running = desk.begin("-o", "out", gated=True)
    assert running.event("started")["articles"] == 2
    os.close(running.read)
    code = running.process.wait(60)
    assert code in {0, 3}
    assert "Traceback" not in running.err
    assert desk.run("-o", "out").code == 0
