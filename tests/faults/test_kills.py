"""Jobs that are killed or interrupted, at any moment: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from job_runs import Desk, Ended, Running, articles, files, manifest, sound, temporary


def settle(desk: Desk, whole: dict[str, bytes], *args: str) -> Ended:
    """Run a job that was killed to its end, and see that it was not done anew what was done."""
    out = desk.folder / "out"
    before = {name: (out / name).stat().st_ino for name in files(out)}
    ended = desk.run("-o", "out", *args)
    assert ended.code == 0, ended.err
    assert files(out) == whole
    missing = {name for name in whole if name.endswith(".po")} - before.keys()
    assert set(ended.files("done")) == missing
    assert len(ended.files("done")) == len(missing)
    kept = [name for name in before if name.endswith(".po")]
    assert all((out / name).stat().st_ino == before[name] for name in kept)
    assert sorted(ended.files("skipped")) == sorted(kept)
    assert temporary(out) == []
    assert sorted({str(line["file"]) for line in manifest(out)}) == sorted(n for n in whole if n.endswith(".po"))
    assert "could not be" not in ended.err or "a line could not be read" in ended.err, ended.err
    return ended


def nothing_half(out: Path, whole: dict[str, bytes]) -> None:
    """What lies at a final name is whole."""
    for name, data in files(out).items() if out.exists() else ():
        if not name.endswith((".tmp", ".part")):
            assert data == whole[name], f"{name} is half written"
        else:
            assert Path(name).name.startswith("."), name


def die_at(running: Running, moment: str, chance: random.Random, out: Path, span: float) -> bool:
    """Kill it at a moment; False if it was over before."""
    if moment == "start":
        time.sleep(chance.uniform(0, span))
    elif moment == "work":
        running.event("started")
        time.sleep(chance.uniform(0, span))
    else:  # while a file is being written
        until = time.monotonic() + 240
        while running.process.poll() is None and time.monotonic() < until:
            if out.exists() and list(out.glob(".*.tmp")):
                break
    return running.kill().code != 0


def test_a_killed_job_goes_on_where_it_was(desk: Desk, whole: dict[str, bytes]) -> None:
    """Killed while it writes its first file, and, in the next run, when it has finished another."""
    out = desk.folder / "out"
    die_at(desk.begin("-o", "out"), "write", random.Random(1), out, 0)
    nothing_half(out, whole)
    assert len(files(out)) < len(whole)
    running = desk.begin("-o", "out")
    running.event("done")
    running.kill()
    nothing_half(out, whole)
    settle(desk, whole)
    assert sound(desk.cache)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(5))
def test_fifty_kills_at_random_moments(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    articles(desk.folder / "in", count=16, lines=12 if seed else 66)  # 66: two windows for each language
    begun = time.monotonic()
    first = desk.run("-o", "whole", "--no-cache")
    span = float(str(first.last["seconds"]))
    start = time.monotonic() - begun - span
    whole = files(desk.folder / "whole")
    assert len(whole) == 64
    out = desk.folder / "out"
    options = ["--no-cache"] if seed == 0 else []
    kills = 0
    while kills < 10:
        moment = chance.choice(["start", "work", "work", "work", "write"])
        running = desk.begin("-o", "out", *options)
        killed = die_at(running, moment, chance, out, max(start, 0.2) if moment == "start" else span)
        kills += killed
        nothing_half(out, whole)
        if not killed or len(files(out)) == len(whole):
            settle(desk, whole, *options)
            out.rename(desk.folder / f"done-{time.monotonic_ns()}")
            if chance.random() < 0.5:
                desk.cache.unlink(missing_ok=True)
    settle(desk, whole, *options)
    if not options:
        assert sound(desk.cache)


@pytest.mark.deep
def test_kills_while_older_files_are_replaced(desk: Desk) -> None:
    articles(desk.folder / "in", count=10, lines=20)
    old = desk.run("-o", "old", "--beam", "1")
    assert old.code == 0
    assert desk.run("-o", "whole", "--no-cache", "--beam", "2").code == 0
    whole, former = files(desk.folder / "whole"), files(desk.folder / "old")
    assert whole.keys() == former.keys()
    assert desk.run("-o", "out", "--beam", "1").code == 0
    out = desk.folder / "out"
    for number in range(8):
        running = desk.begin("-o", "out", "--beam", "2")
        die_at(running, "write" if number % 2 else "work", random.Random(number), out, 0.5)
        for name, data in files(out).items():
            assert name.endswith((".tmp", ".part")) or data in {whole[name], former[name]}, name
    ended = desk.run("-o", "out", "--beam", "2")
    assert (ended.code, files(out)) == (0, whole), ended.err
    assert temporary(out) == []


@pytest.mark.deep
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_job_ends_with_one_line_at_any_moment(desk: Desk, number: signal.Signals) -> None:
    chance = random.Random(int(number))
    articles(desk.folder / "in", count=16, lines=24)
    first = desk.run("-o", "whole", "--no-cache")
    span = float(str(first.last["seconds"]))
    whole = files(desk.folder / "whole")
    out = desk.folder / "out"
    for turn in range(10):
        running = desk.begin("-o", "out", *(["--no-cache"] if turn % 2 else []))
        running.event("started")
        time.sleep(chance.uniform(0, span))
        running.process.send_signal(number)
        sent = time.monotonic()
        ended = running.end()
        assert time.monotonic() - sent < 60
        nothing_half(out, whole)
        assert ended.last["event"] == "finished", ended.last
        if not ended.last.get("interrupted"):
            # all was done; while it leaves, the signal may end the process by itself
            assert ended.code in {0, -int(number)}, ended
            assert files(out) == whole
        else:
            assert ended.code == 130, ended
            assert ended.last["interrupted"] is True
            assert ended.err.count("what is finished is whole, the same call goes on from it") == 1, ended.err
            assert len(ended.errors) <= 1, ended.err
            assert temporary(out) == []
        if len(files(out)) == len(whole):
            out.rename(desk.folder / f"done-{turn}")
    settle(desk, whole)


@pytest.mark.deep
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_it_starts_or_leaves(desk: Desk, number: signal.Signals) -> None:
    """Before there is a job there is nothing to keep: the signal may end the process by itself, but without noise."""
    chance = random.Random(7)
    articles(desk.folder / "in")
    begun = time.monotonic()
    whole = desk.run("-o", "out")
    assert whole.code == 0
    span = time.monotonic() - begun
    made = files(desk.folder / "out")
    for _ in range(15):
        running = desk.begin("-o", "out")
        time.sleep(chance.uniform(0.05, 1.2 * span))
        running.process.send_signal(number)
        ended = running.end()
        assert ended.code in {0, 130, -number}, ended
        assert len(ended.errors) <= 1
        assert files(desk.folder / "out") == made


def test_a_second_interrupt_ends_it_at_once(desk: Desk) -> None:
    articles(desk.folder / "in", count=30, lines=40)
    running = desk.begin("-o", "out", "--no-cache")
    running.event("started")
    for _ in range(5):
        running.process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    sent = time.monotonic()
    ended = running.end()
    assert time.monotonic() - sent < 60
    assert ended.code in {130, -signal.SIGINT}, ended
    assert len(ended.errors) <= 1


def test_what_a_killed_process_left_beside_is_swept_away(desk: Desk, unbroken: Desk, whole: dict[str, bytes]) -> None:
    out = desk.folder / "out"
    shutil.copytree(unbroken.folder / "out", out)
    for name in (".0000.en.po.4194304.tmp", ".0000.en.po.4194304.tmp.part", ".gone.vi.mtkit.jsonl.4194304.tmp"):
        (out / name).write_bytes(b"half")
    (out / ".mtkit" / ".manifest.jsonl.4194304.tmp").write_bytes(b"half")
    (out / f".0001.en.po.{os.getpid()}.tmp").write_bytes(b"of another program that is at work")
    (out / "notes.tmp").write_bytes(b"a person's")
    (out / ".notes.4194304.tmp.bak").write_bytes(b"a person's")
    ended = desk.run("-o", "out")
    assert (ended.code, len(ended.files("skipped"))) == (0, 8), ended.err
    assert sorted(files(out).keys() - whole.keys()) == [
        f".0001.en.po.{os.getpid()}.tmp", ".notes.4194304.tmp.bak", "notes.tmp",
    ]  # fmt: skip
    assert not (out / ".mtkit" / ".manifest.jsonl.4194304.tmp").exists()
