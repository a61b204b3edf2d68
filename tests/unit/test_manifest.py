"""The manifest of a job: what it settles, what it leaves to others, and what it survives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mtkit.errors import OutputError
from mtkit.manifest import FOLDER, Finished, Manifest, hold

TODAY = "2026-01-31"
ASKED = {"source": "公报.md", "source_sha256": "a" * 64, "target": "vi", "key": "k1"}


def finished(file: str = "公报.vi.po", day: str = "", **other: str) -> Finished:
    return Finished(file, **{**ASKED, **other}, day=day, units=3)


def recorded(folder: Path, one: Finished, data: bytes = b"msgid") -> Path:
    path = folder / one.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    with Manifest(folder) as manifest:
        manifest.record(one)
    return path


def settled(folder: Path, file: str = "公报.vi.po", today: str = TODAY, **other: str) -> bool:
    with Manifest(folder) as manifest:
        return manifest.settled(file, today=today, **{**ASKED, **other})


def test_what_was_finished_is_settled_as_long_as_nothing_changes(tmp_path: Path) -> None:
    path = recorded(tmp_path, finished())
    assert settled(tmp_path)
    os.utime(path, ns=(5, 5))
    assert settled(tmp_path), "another time, the same bytes"
    path.write_bytes(b"MSGID")
    assert not settled(tmp_path)
    path.unlink()
    assert not settled(tmp_path)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_another_article_target_or_way_is_not_settled(tmp_path: Path, name: str) -> None:
    recorded(tmp_path, finished())
    assert not settled(tmp_path, **{name: "other"})
    assert not settled(tmp_path, "b.vi.po")


def test_a_day_that_is_nobodys_own_passes(tmp_path: Path) -> None:
    recorded(tmp_path, finished(day=TODAY))
    assert settled(tmp_path)
    assert not settled(tmp_path, today="2026-02-01")


@pytest.mark.parametrize("cut", [2, 40, 200])
def test_a_torn_last_line_counts_as_missing_and_the_next_one_is_whole(tmp_path: Path, cut: int) -> None:
    recorded(tmp_path, finished())
    recorded(tmp_path, finished("b.vi.po"))
    path = tmp_path / FOLDER / "manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    with Manifest(tmp_path) as manifest:
        assert len(manifest.notes) == 1
        (tmp_path / "c.vi.po").write_bytes(b"c")
        manifest.record(finished("c.vi.po"))
    assert [settled(tmp_path, name) for name in ("公报.vi.po", "b.vi.po", "c.vi.po")] == [True, False, True]


@pytest.mark.parametrize(
    "line", [b"\xff\xfe\n", b"[1]\n", b"{}\n", b'{"file": 1, "size": "x"}\n', b"\n", b"null\n", b"9" * 5000 + b"\n"]
)
def test_foreign_lines_are_left_aside_with_a_note(tmp_path: Path, line: bytes) -> None:
    recorded(tmp_path, finished())
    path = tmp_path / FOLDER / "manifest.jsonl"
    path.write_bytes(line + path.read_bytes())
    with Manifest(tmp_path) as manifest:
        assert ["could not be read" in note for note in manifest.notes] == [True]
    assert settled(tmp_path)


def test_the_parts_of_a_job_read_each_others_manifests(tmp_path: Path) -> None:
    (tmp_path / "公报.vi.po").write_bytes(b"x")
    with Manifest(tmp_path, part="1-of-2") as manifest:
        manifest.record(finished())
    assert settled(tmp_path)
    with Manifest(tmp_path, part="2-of-2") as other:
        assert other.settled("公报.vi.po", today=TODAY, **ASKED)


def test_many_runs_do_not_make_it_long(tmp_path: Path) -> None:
    for n in range(130):
        recorded(tmp_path, finished(), str(n).encode())
    with Manifest(tmp_path):
        pass
    lines = (tmp_path / FOLDER / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 105
    assert settled(tmp_path)
    assert json.loads(lines[-1])["units"] == 3


def test_files_that_were_taken_away_are_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with Manifest(folder) as manifest:
        (folder / FOLDER / "manifest.jsonl").unlink()
        (folder / "公报.vi.po").write_bytes(b"x")
        with pytest.raises(OutputError, match="taken away"):
            manifest.record(finished())


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "manifest.jsonl").symlink_to("/dev/full")
    (tmp_path / "公报.vi.po").write_bytes(b"x")
    with Manifest(tmp_path) as manifest, pytest.raises(OutputError, match="No space left"):
        manifest.record(finished())


def test_a_folder_is_held_by_one_job_and_let_go_when_that_dies(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom mtkit.manifest import hold\n"
        "with hold(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match="--wait"), hold(tmp_path):
            pass
        with pytest.raises(OutputError, match="--wait"), hold(tmp_path, part="1-of-2"):
            pass
        told: list[int] = []

        def waiting() -> None:
            told.append(1)
            other.kill()

        with hold(tmp_path, wait=True, waiting=waiting):
            assert told == [1]


def test_the_parts_of_a_job_share_a_folder(tmp_path: Path) -> None:
    with hold(tmp_path, part="1-of-2"), hold(tmp_path, part="2-of-2"):
        with pytest.raises(OutputError), hold(tmp_path, part="1-of-2"):
            pass
        with pytest.raises(OutputError), hold(tmp_path):
            pass
