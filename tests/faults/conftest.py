"""A desk for each test, and a small disk where one can be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from job_runs import Desk, articles, files

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []

Disk = Callable[..., Path]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where a job of four articles was done and nothing was amiss."""
    desk = Desk(tmp_path_factory.mktemp("unbroken"))
    articles(desk.folder / "in", count=4, lines=6)
    ended = desk.run("-o", "out")
    assert (ended.code, len(ended.files("done"))) == (0, 8), ended.err
    return desk


@pytest.fixture
def whole(desk: Desk, unbroken: Desk) -> dict[str, bytes]:
    """The articles of that job on the desk of this test, and the files that they become."""
    shutil.copytree(unbroken.folder / "in", desk.folder / "in")
    return files(unbroken.folder / "out")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """``disk("out", "64k")`` makes that folder a file system of this size; called again, it changes the size."""
    mounted: list[Path] = []

    def make(name: str, size: str, options: str = "") -> Path:
        place = tmp_path / name
        again = "remount," if place in mounted else ""
        place.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"{again}size={size}{options}", "tmpfs", str(place)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip("no mount here")
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
        if not again:
            mounted.append(place)
        return place

    yield make
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
