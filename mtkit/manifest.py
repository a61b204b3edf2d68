"""What a job has finished, written down as it goes: ``.mtkit/manifest.jsonl`` in its output folder.

One line of JSON for each file, appended and brought to the disk when the file lies there. A job that was killed and is
started again reads it: an article whose bytes, and a file whose bytes, are as recorded, and which the same models,
glossary and options would make again, is done without being looked at further. What the manifest does not settle is
judged by the files themselves, so it may be deleted at any time; a line that cannot be read counts as missing.

A folder is used by one job at a time (``hold``). The parts of a job that is divided among machines share the folder,
and each has a manifest of its own, which the others read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from mtkit.errors import OutputError
from mtkit.formats.po_disk import make_folder, replace_file
from mtkit.locking import take_lock

__all__ = ["FOLDER", "Finished", "Manifest", "hold"]

FOLDER = ".mtkit"
_PAUSE = 0.2
_FACTS = frozenset({"file", "size", "mtime_ns", "sha256", "source", "source_sha256", "target", "key", "day"})


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that a job has finished, and what it was made of.

    ``file`` is relative to the job's folder, with ``/``. ``key`` stands for all that the file depends on but the
    article: models, glossary, options, version. ``day`` is the day of the names where that was not the article's own,
    nor chosen; else "". ``seconds`` is the time since the file before it; ``when``, in UTC, is for people to read.
    """

    file: str
    source: str
    source_sha256: str
    target: str
    key: str
    day: str = ""
    units: int = 0
    memory: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    seconds: float = 0.0
    signature: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A line of the manifest, as much of it as decides."""

    size: int
    mtime_ns: int
    sha256: str
    made_of: bytes
    day: str


class Manifest:
    """The manifest of the job in ``folder``. ``part`` names the part of a divided job, such as ``3-of-8``.

    ``notes`` are lines for the person at the terminal. Raises OutputError where it can be neither read nor written.
    """

    def __init__(self, folder: Path, *, part: str = "") -> None:
        self.folder = folder
        self.path = folder / FOLDER / (f"manifest.{part}.jsonl" if part else "manifest.jsonl")
        self.notes: list[str] = []
        self._known: dict[str, list[_Known]] = {}
        make_folder(self.path.parent)
        try:
            for path in sorted(self.path.parent.glob("manifest*.jsonl")):
                if path.is_file():
                    self._read(path)
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o666)
            self._end_torn_line()
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror or error}; mend that, or choose another place") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def settled(self, file: str, *, source: str, source_sha256: str, target: str, key: str, today: str) -> bool:
        """Whether ``file`` lies there as this job, or one before it, finished it of these bytes in this way."""
        made_of = _made_of(source, source_sha256, target, key)
        fitting = [k for k in self._known.get(file, ()) if k.made_of == made_of and k.day in {"", today}]
        return bool(fitting) and _as_recorded(self.folder / file, fitting)

    def record(self, finished: Finished) -> None:
        """Write down that ``finished.file`` lies there now.

        Raises OutputError where that fails; then the manifest is as it was.
        """
        path = self.folder / finished.file
        try:
            stat = path.stat()
            facts: dict[str, Any] = {"file": finished.file, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
            facts |= {"sha256": _sha256(path), **asdict(finished)}
            facts["when"] = datetime.now(tz=UTC).isoformat(timespec="seconds")
            if not os.path.samestat(os.fstat(self._fd), self.path.stat()):
                raise FileNotFoundError(2, "it was replaced")
        except FileNotFoundError:
            raise OutputError(f"{self.folder}: files of this job were taken away while it ran: run it again") from None
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}") from error
        self._append((json.dumps(facts, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape"))

    def _append(self, line: bytes) -> None:
        end = os.fstat(self._fd).st_size
        try:
            if os.write(self._fd, line) < len(line):
                raise OSError(28, "No space left on device")
            os.fsync(self._fd)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, end)
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _read(self, path: Path) -> None:
        strange = lines = 0
        latest: dict[str, tuple[_Known, bytes]] = {}
        with path.open("rb") as stream:
            for line in stream:
                lines += 1
                found = _known_of(line)
                if found is None:
                    strange += 1
                else:
                    latest[found[0]] = (found[1], line)
        for file, (known, _) in latest.items():
            self._known.setdefault(file, []).append(known)
        if strange:
            what = "a line" if strange == 1 else f"{strange} lines"
            self.notes.append(f"{path}: {what} could not be read and counted as missing")
        if path == self.path and lines > 2 * len(latest) + 100:  # of many runs: keep what the last one said of each
            replace_file(path, b"".join(line for _, line in latest.values()))

    def _end_torn_line(self) -> None:
        """Whatever a kill left behind stays on a line of its own."""
        size = os.fstat(self._fd).st_size
        if size:
            os.lseek(self._fd, size - 1, os.SEEK_SET)
            if os.read(self._fd, 1) != b"\n":
                os.write(self._fd, b"\n")


def _known_of(line: bytes) -> tuple[str, _Known] | None:
    """The file that a line is of, and what decides; None for a line that is torn or not of this kind."""
    try:
        facts = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or not facts.keys() >= _FACTS:
        return None
    texts = [facts[name] for name in ("file", "sha256", "day", "source", "source_sha256", "target", "key")]
    size, mtime_ns = facts["size"], facts["mtime_ns"]
    if not all(isinstance(text, str) for text in texts) or not all(
        isinstance(number, int) for number in (size, mtime_ns)
    ):
        return None
    file, sha256, day, *made_of = texts
    return file, _Known(size, mtime_ns, sha256, _made_of(*made_of), sys.intern(day))


def _made_of(*facts: str) -> bytes:
    return hashlib.blake2b(json.dumps(facts).encode(), digest_size=16).digest()


def _as_recorded(path: Path, lines: list[_Known]) -> bool:
    """Whether the file at ``path`` is as one of ``lines`` says; its bytes are read where its time is another."""
    try:
        stat = path.stat()
        same = [line for line in lines if line.size == stat.st_size]
        if any(line.mtime_ns == stat.st_mtime_ns for line in same):
            return True
        return bool(same) and _sha256(path) in {line.sha256 for line in same}
    except OSError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def hold(
    folder: Path, *, part: str = "", wait: bool = False, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Keep other jobs out of ``folder`` for the length of a ``with``; the parts of a divided job share it.

    The operating system lets go of the lock when a process ends, however it ends: the lock file means nothing by
    itself. With ``wait``, waits until the other job ends; ``waiting`` is called once before. Raises OutputError if
    another job uses the folder, or where no lock file can be made.
    """
    make_folder(folder / FOLDER)
    held: list[int] = []
    try:
        # a part lets other parts in, but no job that is not divided
        for name, shared in [("lock", bool(part)), *([(f"lock.{part}", False)] if part else [])]:
            path = folder / FOLDER / name
            try:
                held.append(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666))
            except OSError as error:
                raise OutputError(f"{path}: {error.strerror or error}; choose another place") from error
            told = False
            while not take_lock(held[-1], shared=shared):
                if not wait:
                    raise OutputError(
                        f"{folder}: another mtkit is writing there: wait for it to end, or call with --wait"
                    )
                if not told:
                    waiting()
                    told = True
                time.sleep(_PAUSE)
        yield
    finally:
        for fd in reversed(held):
            os.close(fd)
