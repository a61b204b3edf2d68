"""Several programs with one memory: nothing is lost, and one that is killed leaves a sound file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from mtkit.lang import Pair
from mtkit.memory import Entry, Memory

PAIR = Pair("zh", "vi")
WRITER = """
import sys
from mtkit.lang import Pair
from mtkit.memory import Entry, Memory
path, name, times, each = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for turn in range(times):
    with Memory.open(path) as memory:
        memory.add(
            Entry(f"{name}写手第{turn}次会议的第{n}句。", f"{name} {turn} {n}", Pair("zh", "vi"), document=name)
            for n in range(each)
        )
        memory.touch([1])
    print(turn, flush=True)
"""


def start(path: Path, name: str, times: int, each: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(times), str(each)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_programs_that_add_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"  # not there yet: all of them want to make it
    writers = [start(path, name, 8, 25) for name in ("甲", "乙", "丙", "丁")]
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
        assert len(out.split()) == 8
    with Memory.open(path) as memory:
        entries = list(memory.entries())
        assert len({entry.source for entry in entries}) == len(entries) == 4 * 8 * 25
        assert sum(entry.used for entry in entries) == 4 * 8
        assert memory.damage() == ()
        digest = memory.digest(PAIR)
    with Memory.open(tmp_path / "alone.sqlite") as alone:
        alone.add(reversed(entries))
        assert alone.digest(PAIR) == digest, "the digest is of what is kept, not of who came first"


def test_one_that_is_killed_while_it_writes_leaves_whole_transactions(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    for wait in (0.0, 0.01, 0.03):
        writer = start(path, f"k{wait}", 1000, 40)
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.readline()
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait(timeout=30)
        writer.stdout.close()
        writer.stderr.close()
        with Memory.open(path) as memory:
            assert memory.damage() == ()
            count = memory.stats().entries
            assert count
            assert count % 40 == 0
            assert memory.add([Entry(f"之后{wait}", "sau", PAIR, document="x")]).added == 1
            assert memory.fuzzy("k0.0写手第0次会议的第7句啊。", PAIR, limit=1)
            memory.prune(document="x")


def test_a_reader_goes_on_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with Memory.open(path) as reader:
        reader.add([Entry("会议结束。", "Hội nghị kết thúc.", PAIR)])
        writer = start(path, "甲", 10, 200)
        while writer.poll() is None:
            assert reader.exact("会议结束。", PAIR)
        _, err = writer.communicate()
        assert (writer.returncode, err) == (0, "")
