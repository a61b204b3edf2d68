"""The keys of those who may use the server: a file that holds their hashes, never the keys themselves.

One line a key: ``sha256:HEX NAME RATE DAY``, RATE being requests a minute or ``-``. A key has 256 random bits, so that
a plain SHA-256 keeps it: there is nothing to guess that a slow hash would guard.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mtkit.errors import ConfigError, OutputError, UsageError

__all__ = ["Key", "Keys", "add_key", "digest_of", "read_keys", "remove_key"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_LINE = re.compile(r"sha256:([0-9a-f]{64})\s+(\S+)\s+(-|[1-9]\d{0,8})\s+(\d{4}-\d\d-\d\d)")
_LOOK_EVERY = 1.0  # seconds
_HEAD = "# mtkit serve: keys by their hashes; add one with: mtkit serve keys add FILE NAME\n"


@dataclass(frozen=True, slots=True)
class Key:
    """Whose key it is, its SHA-256, how many requests a minute it may make (None: as many as anyone), since when."""

    name: str
    digest: str
    rate: int | None = None
    added: str = ""


def digest_of(key: str) -> str:
    """What the file keeps of ``key``."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in a file. Raises ConfigError, with the line, for anything else in it or a file that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError(f"{path}: the keys cannot be read: {why}; make the file with mtkit serve keys add") from None
    found: list[Key] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ConfigError(f"{path}:{number}: no key: a line is sha256:HEX NAME RATE DAY, as keys add writes it")
        if any(match[2] == key.name for key in found):
            raise ConfigError(f"{path}:{number}: the name {match[2]} stands twice: remove one of the two")
        found.append(Key(match[2], match[1], None if match[3] == "-" else int(match[3]), match[4]))
    return tuple(found)


def add_key(path: Path, name: str, *, rate: int | None = None) -> str:
    """Make a key for ``name``, keep its hash in ``path``, and return it: it is to be had this once.

    Raises UsageError for a name that is taken or cannot be one, ConfigError for a damaged file, OutputError where
    nothing can be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"the name {name!r} cannot be used: take up to 64 letters, digits and . _ @ -")
    keys = read_keys(path) if path.exists() else ()
    if any(key.name == name for key in keys):
        raise UsageError(f"{path}: {name} has a key: take another name, or remove that one first")
    key = f"mtk_{secrets.token_urlsafe(32)}"
    _write(path, (*keys, Key(name, digest_of(key), rate, datetime.now(tz=UTC).date().isoformat())))
    return key


def remove_key(path: Path, name: str) -> None:
    """Take back the key of ``name``; a running server notices within a second. Raises as ``add_key``."""
    keys = read_keys(path)
    if not any(key.name == name for key in keys):
        raise UsageError(f"{path}: nobody by the name {name}: mtkit serve keys list shows all")
    _write(path, tuple(key for key in keys if key.name != name))


def _write(path: Path, keys: tuple[Key, ...]) -> None:
    """The file, whole or not at all, for its owner alone."""
    rows = [f"sha256:{key.digest} {key.name} {key.rate or '-'} {key.added}\n" for key in keys]
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(_HEAD + "".join(rows))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; choose another place") from None


class Keys:
    """The keys in a file, read anew when it changes. A file that went bad meanwhile leaves the keys as they were.

    Raises ConfigError where it cannot be read at first.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._stamp = self._stamp_now()
        self._keys = self._by_digest()

    def find(self, given: str) -> Key | None:
        """Whose key that is, if anybody's."""
        with self._lock:
            if time.monotonic() - self._looked >= _LOOK_EVERY:
                self._look()
            return self._keys.get(digest_of(given))

    def _look(self) -> None:
        self._looked = time.monotonic()
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        try:
            self._keys = self._by_digest()
        except ConfigError:
            return
        self._stamp = stamp

    def _stamp_now(self) -> tuple[int, int, int]:
        try:
            stat = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return (stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def _by_digest(self) -> Mapping[str, Key]:
        return {key.digest: key for key in read_keys(self._path)}
