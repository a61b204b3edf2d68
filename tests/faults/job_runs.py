"""Jobs as processes of their own: begun, held up, killed, looked at from outside."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROUTE = ("--from", "zh", "--to", "en", "--to", "vi", "--allow-low-quality")
NOTES = ".mtkit"
LINES = (
    "第{n}场会议有{k}位代表参加。",
    "东盟秘书处发布第{k}号公报。",
    "中国外文局主办论坛，共有{k}个国家参加。",
    "双方签署了{k}项合作文件。",
    "记者{k}日从会议上获悉，论坛将于明年在金边举行。",
    "老挝、泰国和越南的媒体代表出席了开幕式。",
)


def articles(folder: Path, *, count: int = 3, lines: int = 4, dated: bool = True) -> Path:
    """``count`` articles of ``lines`` sentences in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        head = f"---\ndate: 2025-09-{n % 28 + 1:02}\n---\n\n" if dated else ""
        body = "\n\n".join(LINES[k % len(LINES)].format(n=n, k=k + 2) for k in range(lines))
        (folder / f"{n:04}.md").write_text(f"{head}{body}\n", encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """All that lies in the folder of a job, its notes apart; temporary files, too."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and NOTES not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def temporary(folder: Path) -> list[str]:
    """What no job should leave behind."""
    return sorted(path.name for path in folder.rglob("*") if re.search(r"\.(tmp|part)$", path.name))


def manifest(folder: Path) -> list[dict[str, object]]:
    """The lines of a sound manifest."""
    return [json.loads(line) for line in (folder / NOTES / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def sound(cache: Path) -> bool:
    """Whether SQLite finds nothing amiss with the file of a cache."""
    db = sqlite3.connect(cache)
    try:
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        db.close()


# an interrupt may come between opening a file and the "with" that closes it; only ResourceWarning would tell of it
_WARNINGS = "error,ignore::ResourceWarning"


@dataclass(frozen=True)
class Ended:
    """A job that is over: its exit status, its events, what it said, and its peak of memory (in KiB on Linux)."""

    code: int
    events: tuple[dict[str, object], ...]
    err: str
    peak: int

    def files(self, event: str) -> list[str]:
        """The files of each event of a kind, in order."""
        return [Path(str(told["file"])).name for told in self.events if told["event"] == event]

    @property
    def errors(self) -> list[str]:
        """The lines that say what failed."""
        return [line for line in self.err.splitlines() if line.startswith("mtkit: error: ")]

    @property
    def last(self) -> dict[str, object]:
        """The last event."""
        return self.events[-1]


@dataclass
class Running:
    """A job that is going on. ``gated``: it waits at its first event, before it has read an article."""

    process: subprocess.Popen[bytes]
    read: int
    said: Path
    _held: bytearray = field(default_factory=bytearray)
    _lines: list[str] = field(default_factory=list)

    def event(self, kind: str) -> dict[str, object]:
        """Wait until it tells an event of this kind; one that ends before fails the test."""
        while True:
            line = self._line()
            assert line, f"no {kind!r}: {self.err}"
            if json.loads(line)["event"] == kind:
                return dict(json.loads(line))

    def says(self, text: str, *, seconds: float = 240) -> None:
        """Wait until it says ``text`` on standard error."""
        until = time.monotonic() + seconds
        while text not in self.err:
            assert time.monotonic() < until, f"never said {text!r}: {self.err}"
            assert self.process.poll() is None or text in self.err, self.err
            time.sleep(0.01)

    @property
    def err(self) -> str:
        return self.said.read_text(encoding="utf-8", errors="replace")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Nothing of it runs for the length of a ``with``."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def end(self, *, seconds: float = 240) -> Ended:
        """Let it go on to its end. No traceback is ever allowed."""
        late = threading.Timer(seconds, self.process.kill)
        late.start()
        try:
            while self._line():
                pass
            os.close(self.read)
            code, peak = self._over()
        finally:
            late.cancel()
        err = self.err
        assert "Traceback" not in err, err
        assert "Exception ignored" not in err, err
        assert code in {0, 2, 3, 4, 130} or code < 0, (code, err)
        return Ended(code, tuple(json.loads(line) for line in self._lines), err, peak)

    def _over(self) -> tuple[int, int]:
        """The exit status, and the peak of memory where nobody asked for the status before."""
        try:
            _, status, usage = os.wait4(self.process.pid, 0)
        except ChildProcessError:
            return self.process.wait(), 0
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.process.returncode, usage.ru_maxrss

    def kill(self) -> Ended:
        """SIGKILL, now."""
        self.process.kill()
        ended = self.end()
        assert ended.code == -signal.SIGKILL or ended.code == 0, ended
        return ended

    def _line(self) -> str:
        """The next line of standard output; "" at its end, or for a line that a kill has torn."""
        while b"\n" not in self._held:
            data = os.read(self.read, 65536)
            if not data:
                return ""
            self._held += data.lstrip(b"\n") if not self._held else data
        line, _, rest = bytes(self._held).partition(b"\n")
        self._held[:] = rest.lstrip(b"\n")
        self._lines.append(line.decode())
        return self._lines[-1]


@dataclass(frozen=True)
class Desk:
    """A folder to run jobs in, and a home of their own."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder / "home" / "cache" / "translations.sqlite"

    def begin(
        self,
        *args: str | Path,
        gated: bool = False,
        prelude: str = "",
        env: Mapping[str, str] | None = None,
        as_json: bool = True,
    ) -> Running:
        """Begin ``mtkit translate in ROUTE`` with ``args`` (or what they say instead).

        ``prelude`` is Python that the process runs before it becomes mtkit, such as a limit that it gets.
        """
        call = ["translate", "in", *ROUTE] if not args or str(args[0]).startswith("-") else []
        command = [sys.executable, "-m", "mtkit", *call, *map(str, args), *(["--json"] if as_json else [])]
        if prelude:
            command = [
                sys.executable,
                "-c",
                f"import os, sys\n{prelude}\nos.execv(sys.argv[1], sys.argv[1:])",
                *command,
            ]
        read, write = os.pipe()
        if gated:
            _fill(write)
        said = self.folder / f"said-{time.monotonic_ns()}.txt"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MTKIT_")}
        full = {**clean, "PYTHONUTF8": "1", "PYTHONWARNINGS": _WARNINGS, "HF_HUB_OFFLINE": "1",
                "MTKIT_HOME": str(self.folder / "home"), "OMP_NUM_THREADS": "1", **(env or {})}  # fmt: skip
        with said.open("wb") as errors:
            process = subprocess.Popen(
                command, cwd=self.folder, env=full, stdin=subprocess.DEVNULL, stdout=write, stderr=errors
            )
        os.close(write)
        return Running(process, read, said)

    def run(
        self, *args: str | Path, prelude: str = "", env: Mapping[str, str] | None = None, as_json: bool = True
    ) -> Ended:
        """Run it to its end."""
        return self.begin(*args, prelude=prelude, env=env, as_json=as_json).end()


def _fill(pipe: int) -> None:
    """Leave no room in ``pipe``: who writes to it waits until somebody reads. Empty lines are skipped by ``_line``."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(pipe, False)
    try:
        while True:
            os.write(pipe, b"\n" * 4096)
    except BlockingIOError:
        pass
    try:
        while True:
            os.write(pipe, b"\n")
    except BlockingIOError:
        pass
    os.set_blocking(pipe, True)


def wait_for(path: Path, *, running: Running, seconds: float = 240) -> None:
    """Wait until ``path`` is there."""
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"no {path}: {running.err}"
        assert running.process.poll() is None, running.err
        time.sleep(0.005)


def without_privileges() -> str:
    """Python for ``prelude``: what a file's mode forbids is forbidden to root, too."""
    return (
        "import ctypes\nif os.geteuid() == 0:\n"
        "    for capability in range(64):\n        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)"
    )


def only(names: Sequence[str], suffix: str = ".po") -> list[str]:
    """Those with an ending, sorted."""
    return sorted(name for name in names if name.endswith(suffix))
