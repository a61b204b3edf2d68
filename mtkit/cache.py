"""A cache of what models said, addressed by content: a key says everything that an entry depends on.

One SQLite file, safe with several processes, bounded in size; entries that were not asked for longest go first. It is a
cache: nothing in it is anyone's work, and it may be deleted at any time. An entry that is damaged counts as missing,
and a file that is no database any more is put aside and begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Protocol

from mtkit.errors import OutputError

__all__ = ["Cache", "CacheStats", "DiskCache", "Recent", "key_of"]

_SCHEMA = 1
_CHUNK = 500  # SQLite takes at least 999 values in a statement
_CHECK_BYTES = 8
_WAIT_SECONDS = 30.0
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_MIB = 1 << 20
_DAY = 86_400 * 10**9  # nanoseconds
_ENTRY = 256  # bytes that an entry in memory takes beside its value


class Cache(Protocol):
    """Bytes by key. What is missing, damaged or forgotten is not in the answer: the caller makes it again."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that are there."""

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep ``entries``; a failure to do so is no error of the caller's job."""


def key_of(*parts: str) -> bytes:
    """A key of 32 bytes for ``parts``: SHA-256 over each with its length, so that no two lists of parts collide."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


class Recent:
    """The entries used last, in memory, before a slower ``behind``; they take at most ``limit`` bytes."""

    def __init__(self, behind: Cache | None = None, *, limit: int = 16 * _MIB) -> None:
        self._behind = behind
        self._limit = limit
        self._held: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that are here, else behind."""
        found: dict[bytes, bytes] = {}
        missing: list[bytes] = []
        with self._lock:
            for key in dict.fromkeys(keys):
                if key in self._held:
                    self._held.move_to_end(key)
                    found[key] = self._held[key]
                else:
                    missing.append(key)
        if missing and self._behind is not None:
            more = self._behind.get(missing)
            self._hold(more)
            found.update(more)
        return found

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep ``entries`` here and behind."""
        self._hold(entries)
        if self._behind is not None:
            self._behind.put(entries)

    def _hold(self, entries: Mapping[bytes, bytes]) -> None:
        with self._lock:
            for key, value in entries.items():
                before = self._held.get(key)
                self._size += len(value) + _ENTRY if before is None else len(value) - len(before)
                self._held[key] = value
                self._held.move_to_end(key)
            while self._size > self._limit and self._held:
                self._size -= len(self._held.popitem(last=False)[1]) + _ENTRY


@dataclass(frozen=True, slots=True)
class CacheStats:
    """How much a cache holds: entries, bytes of their values, and bytes of the file."""

    path: Path
    entries: int
    values: int
    size: int


class DiskCache:
    """The cache in the file ``path``, made if missing. ``limit`` bounds the bytes of its values.

    Values are kept compressed, with a checksum of the key and what is kept. Times are only compared with each other:
    a clock that jumps changes which entry is forgotten first, and nothing else.

    Raises OutputError where the file can neither be opened nor made, and for one of a later mtkit, which is left alone.
    """

    def __init__(self, path: Path, *, limit: int = 1024 * _MIB) -> None:
        self.path = path
        self._limit = limit
        self.note = ""
        self._failed = self._broken = False
        self._lock = threading.Lock()  # one connection, whichever thread asks
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
            self._file = path.stat()
        except (OSError, sqlite3.OperationalError) as error:
            raise OutputError(f"{path}: the cache cannot be opened ({error}); use --no-cache, or mend that") from None

    def __enter__(self) -> DiskCache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; entries beyond the limit go. One that turned out to be damaged is put aside, for the next."""
        with self._lock:
            try:
                self._shrink()
            except sqlite3.Error as error:
                self._note_fault(error)
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            with contextlib.suppress(OSError):
                if self._broken and os.path.samestat(self._file, self.path.stat()):
                    self._put_aside()
                    self._broken = False

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that are there and whole; a damaged one is forgotten."""
        found: dict[bytes, bytes] = {}
        damaged: list[bytes] = []
        stream = iter(dict.fromkeys(keys))
        with self._lock:
            self._look(stream, found, damaged)
        return found

    def _look(self, stream: Iterator[bytes], found: dict[bytes, bytes], damaged: list[bytes]) -> None:
        now = time.time_ns()
        worn: list[bytes] = []
        try:
            for chunk in _chunks(stream):
                rows = self._db.execute(_select(len(chunk)), chunk).fetchall()
                for key, kept, used in rows:
                    value = _whole(bytes(key), bytes(kept))
                    if value is None:
                        damaged.append(bytes(key))
                    else:
                        found[bytes(key)] = value
                        if abs(now - used) > _DAY:
                            worn.append(bytes(key))
            self._touch(worn, damaged, now)
        except sqlite3.Error as error:
            self._note_fault(error)

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep ``entries``, all of them or none. A full disk or a busy file costs the cache, not the job."""
        now = time.time_ns()
        rows = [(key, _kept(key, value), now) for key, value in entries.items()]
        try:
            with self._lock, self._db:
                self._db.executemany("INSERT OR REPLACE INTO said (key, value, used) VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            self._note_fault(error)

    @property
    def failed(self) -> bool:
        """Whether a read or a write failed since it was opened: the job did without."""
        return self._failed

    def stats(self) -> CacheStats:
        """How much is in it."""
        entries, values = self._db.execute("SELECT count(*), coalesce(sum(length(value)), 0) FROM said").fetchone()
        beside = (self.path, self.path.with_name(self.path.name + "-wal"))
        return CacheStats(self.path, entries, values, sum(p.stat().st_size for p in beside if p.exists()))

    def clear(self) -> int:
        """Forget everything; says how many entries that were."""
        entries = self.stats().entries
        with self._db:
            self._db.execute("DELETE FROM said")
        self._db.execute("VACUUM")
        return entries

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._put_aside()
            return self._connect()

    def _put_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.name}.damaged")
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self.note = f"{self.path}: damaged; begun anew, the old file is {aside.name}"

    def _note_fault(self, error: sqlite3.Error) -> None:
        self._failed = True
        code: int = getattr(error, "sqlite_errorcode", 0)  # with more about it in the higher bits
        self._broken = self._broken or code & 0xFF in _BROKEN

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, check_same_thread=False)
        try:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > _SCHEMA:
                raise OutputError(f"{self.path}: a cache of a later mtkit: update mtkit, or set MTKIT_CACHE to another")
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")  # a power cut may lose the last entries, never the file
            with db:
                db.execute(
                    "CREATE TABLE IF NOT EXISTS said (key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)"
                    " WITHOUT ROWID"
                )
                db.execute(f"PRAGMA user_version={_SCHEMA}")
        except (sqlite3.Error, OutputError):
            db.close()
            raise
        return db

    def _touch(self, worn: list[bytes], damaged: list[bytes], now: int) -> None:
        """Note what was used, to the day, so that a re-run which changes nothing need not write; forget what is bad."""
        if worn or damaged:
            with self._db:
                self._db.executemany("DELETE FROM said WHERE key = ?", [(key,) for key in damaged])
                self._db.executemany("UPDATE said SET used = ? WHERE key = ?", [(now, key) for key in worn])

    def _shrink(self) -> None:
        (values,) = self._db.execute("SELECT coalesce(sum(length(value)), 0) FROM said").fetchone()
        if values <= self._limit:
            return
        going: list[bytes] = []
        for key, size in self._db.execute("SELECT key, length(value) FROM said ORDER BY used, key"):
            if values <= self._limit * 9 // 10:
                break
            going.append(key)
            values -= size
        with self._db:
            self._db.executemany("DELETE FROM said WHERE key = ?", [(key,) for key in going])


def _select(count: int) -> str:
    return f"SELECT key, value, used FROM said WHERE key IN ({_marks(count)})"


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _chunks(stream: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def _check(key: bytes, packed: bytes) -> bytes:
    return hashlib.blake2b(packed, key=key[:64], digest_size=_CHECK_BYTES).digest()


def _kept(key: bytes, value: bytes) -> bytes:
    packed = zlib.compress(value, 1)
    return _check(key, packed) + packed


def _whole(key: bytes, kept: bytes) -> bytes | None:
    """The value, or None where the bytes are not those that were kept under ``key``."""
    packed = kept[_CHECK_BYTES:]
    if kept[:_CHECK_BYTES] != _check(key, packed):
        return None
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None
