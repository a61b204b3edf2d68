"""Places that are full, closed, or taken away while a job writes to them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Disk
from job_runs import Desk, articles, files, manifest, only, sound, temporary, wait_for, without_privileges

# no file may become longer than so many bytes: what a full disk is to a single file, also where nothing can be mounted
LIMIT = "import resource, signal\nresource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


def test_a_full_disk_keeps_what_is_finished(desk: Desk, whole: dict[str, bytes], disk: Disk) -> None:
    out = disk("out", "48k")
    ended = desk.run("-o", "out")
    assert ended.code == 3
    assert len(ended.errors) == 1
    assert "No space left on device" in ended.errors[0]
    made = files(out)
    assert made.items() <= whole.items()
    assert 0 < len(only(list(made))) < 8
    assert temporary(out) == []
    disk("out", "4m")
    again = desk.run("-o", "out")
    assert again.code == 0, again.err
    assert files(out) == whole
    assert sorted(again.files("skipped")) == only(list(made))
    assert sorted(again.files("done")) == sorted(set(only(list(whole))) - set(made))


@pytest.mark.deep
def test_a_disk_that_is_full_at_any_place(desk: Desk, whole: dict[str, bytes], disk: Disk) -> None:
    out = disk("out", "8k", ",nr_inodes=1")
    for size, inodes in [("4k", n) for n in range(2, 7)] + [(f"{n}k", 0) for n in range(4, 80, 10)]:
        shutil.rmtree(out / ".mtkit", ignore_errors=True)
        for path in list(out.iterdir()):
            path.unlink()
        disk("out", size, f",nr_inodes={inodes}")
        ended = desk.run("-o", "out")
        assert ended.code == 3
        assert len(ended.errors) == 1, ended.err
        assert "No space left on device" in ended.errors[0]
        assert files(out).items() <= whole.items(), (size, inodes)
        assert temporary(out) == []
    before = files(out)
    disk("out", "4m", ",nr_inodes=0")
    again = desk.run("-o", "out")
    assert (again.code, files(out)) == (0, whole), again.err
    assert sorted(again.files("skipped")) == only(list(before))


@pytest.mark.deep
def test_a_file_that_finds_no_room_does_not_stop_the_others(desk: Desk, whole: dict[str, bytes]) -> None:
    articles(desk.folder / "more", count=1, lines=80)
    (desk.folder / "more" / "0000.md").rename(desk.folder / "in" / "0002b.md")
    ended = desk.run("-o", "out", prelude=LIMIT.format(16_384), env={"MTKIT_CACHE": "off"})
    assert ended.code == 3
    assert [error for error in ended.errors if "File too large" not in error] == []
    assert sorted({str(event["source"]) for event in ended.events if event["event"] == "failed"}) == ["0002b.md"]
    assert files(desk.folder / "out") == whole
    again = desk.run("-o", "out")
    assert again.code == 0
    assert sorted(again.files("done")) == ["0002b.en.po", "0002b.vi.po"]


@pytest.mark.deep
def test_a_manifest_that_finds_no_room_is_one_line(desk: Desk, whole: dict[str, bytes]) -> None:
    place = desk.folder / "out" / ".mtkit"
    place.mkdir(parents=True)
    (place / "manifest.jsonl").write_text(json.dumps({"of": "another job" * 1400}) + "\n", encoding="utf-8")
    size = (place / "manifest.jsonl").stat().st_size
    ended = desk.run("-o", "out", prelude=LIMIT.format(size + 2_000), env={"MTKIT_CACHE": "off"})
    assert ended.code == 3
    assert len(ended.errors) == 1
    assert "manifest.jsonl: cannot be written: No space left on device" in ended.errors[0]
    assert files(desk.folder / "out").items() <= whole.items()
    assert (place / "manifest.jsonl").read_bytes().endswith(b"}\n")
    assert desk.run("-o", "out").code == 0
    assert files(desk.folder / "out") == whole


@pytest.mark.parametrize("room", ["none", pytest.param("some", marks=pytest.mark.deep)])
def test_a_cache_without_room_costs_the_cache_alone(desk: Desk, whole: dict[str, bytes], disk: Disk, room: str) -> None:
    place = disk("caches", "4k" if room == "none" else "40k")
    ended = desk.run("-o", "out", env={"MTKIT_CACHE": str(place / "cache.sqlite")})
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    assert sum("cache" in line for line in ended.err.splitlines()) == 1, ended.err
    disk("caches", "4m")
    again = desk.run("-o", "again", env={"MTKIT_CACHE": str(place / "cache.sqlite")})
    assert (again.code, files(desk.folder / "again")) == (0, whole)
    assert "cache" not in again.err
    assert sound(place / "cache.sqlite")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_place_behind_stdout_is_one_line(desk: Desk) -> None:
    articles(desk.folder / "in", count=1, lines=2)
    full = "os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    for args in (("-o", "-", "--format", "jsonl"), ("-o", "out")):
        ended = desk.run(*args, prelude=full, as_json=False)
        assert ended.code == 3
        assert len(ended.errors) == 1, ended.err
        assert "No space left on device" in ended.errors[0]


def test_what_may_not_be_written_is_one_line(desk: Desk, whole: dict[str, bytes]) -> None:
    prelude = without_privileges()
    out = desk.folder / "out"
    out.mkdir(mode=0o555)
    ended = desk.run("-o", "out", prelude=prelude)
    assert (ended.code, len(ended.errors), files(out)) == (3, 1, {})
    assert "out/.mtkit: the folder cannot be made: Permission denied; choose another place" in ended.errors[0]
    out.chmod(0o755)
    home = desk.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o555)
    ended = desk.run("-o", "out", prelude=prelude)
    assert (ended.code, files(out)) == (0, whole), ended.err
    assert sum("cache" in line for line in ended.err.splitlines()) == 1
    assert "going on without it" in ended.err


@pytest.mark.deep
def test_a_cache_that_may_not_be_written_is_one_note(desk: Desk, whole: dict[str, bytes]) -> None:
    assert desk.run("-o", "first").code == 0
    desk.cache.chmod(0o444)
    desk.cache.parent.chmod(0o555)
    ended = desk.run("-o", "out", prelude=without_privileges())
    assert (ended.code, files(desk.folder / "out")) == (0, whole), ended.err
    assert sum("cache" in line for line in ended.err.splitlines()) == 1
    desk.cache.parent.chmod(0o755)


@pytest.mark.deep
def test_a_file_and_a_manifest_that_may_not_be_written(desk: Desk, whole: dict[str, bytes]) -> None:
    assert desk.run("-o", "out").code == 0
    out = desk.folder / "out"
    record = out / ".mtkit" / "manifest.jsonl"
    record.chmod(0o444)
    ended = desk.run("-o", "out", "--beam", "1", prelude=without_privileges())
    assert (ended.code, len(ended.errors), files(out)) == (3, 1, whole)
    assert f"{Path('out/.mtkit/manifest.jsonl')}: Permission denied" in ended.errors[0]
    record.chmod(0o644)
    out.chmod(0o555)
    ended = desk.run("-o", "out", "--beam", "1", prelude=without_privileges())
    out.chmod(0o755)
    assert (ended.code, len(ended.errors), files(out)) == (3, 8, whole)
    assert all("cannot be written: Permission denied; what was there is unchanged" in error for error in ended.errors)
    (out / "0000.en.po").chmod(0o600)  # its mode is kept when it is replaced
    assert desk.run("-o", "out", "--beam", "1").code == 0
    assert (out / "0000.en.po").stat().st_mode & 0o777 == 0o600


@pytest.mark.deep
def test_a_folder_that_is_taken_away_while_the_job_runs(desk: Desk, whole: dict[str, bytes]) -> None:
    out = desk.folder / "out"
    running = desk.begin("-o", "out", gated=True)
    wait_for(out / ".mtkit" / "manifest.jsonl", running=running)
    out.rename(desk.folder / "elsewhere")
    ended = running.end()
    assert ended.code == 3
    assert len(ended.errors) == 1
    assert "out: files of this job were taken away while it ran: run it again" in ended.errors[0]
    assert desk.run("-o", "out").code == 0
    assert files(out) == whole
    assert len(manifest(out)) == 8
