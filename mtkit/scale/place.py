"""Where articles lie and files go: a folder here, or any store that fsspec knows by a URL.

A name is relative to its place, with ``/`` between folders. What is written is there whole or not at all: in a folder
by a rename; in an object store by one put, which such stores show whole or not at all; elsewhere under another name
first, which is then moved.
"""

from __future__ import annotations

import os
import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from mtkit.errors import BadInputError, DocumentError, MtkitError, OutputError, UsageError

__all__ = ["LocalPlace", "Place", "RemotePlace", "is_url", "place_of", "split", "without_secrets"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?:::|://)")
# stores that show an object whole or not at all, and in which nothing can be moved but by a copy
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oci", "oss", "memory"})
# errors of the libraries behind fsspec that are no OSError; looked up only where the library is loaded
_FOREIGN = (
    ("aiohttp", "ClientError"),
    ("azure.core.exceptions", "AzureError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
)


class Place(Protocol):
    """A tree of files by name."""

    @property
    def shared(self) -> bool:
        """Whether other machines find the same files here."""

    def list(self) -> list[str]:
        """The names of all files below, sorted. Raises DocumentError where the place cannot be read."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises DocumentError where it cannot be read."""

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, whole or not at all. Raises OutputError where that fails."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file. Raises OutputError where that cannot be told."""

    def show(self, name: str) -> str:
        """The file as a message names it; no password is in it."""


def is_url(text: str) -> bool:
    """Whether ``text`` names a place by URL, such as ``s3://bucket/articles``, rather than by path."""
    return _URL.match(text) is not None


def place_of(text: str) -> Place:
    """The place that ``text``, a path or a URL, names. Nothing is read yet, and nothing made.

    ``file://`` is a folder that all machines have under this path. Raises UsageError where fsspec, or what it needs
    for this kind of URL, is not installed, and for a kind that it does not know.
    """
    if not is_url(text):
        return LocalPlace(Path(text))
    if text.startswith("file://"):
        return LocalPlace(Path("/" + text.removeprefix("file://").lstrip("/")), shared=True)
    return RemotePlace(text)


def split(text: str) -> tuple[str, str]:
    """The place of a file and its name there."""
    folder, _, name = text.rpartition("/")
    return folder, name


def without_secrets(url: str) -> str:
    """The URL without the user and password, or the query, that it may hold."""
    return re.sub(r"(?<=://)[^/@]*@", "", url).partition("?")[0]


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A folder of this machine; ``shared`` if the others have it, too."""

    folder: Path
    shared: bool = False

    def list(self) -> list[str]:
        """See Place."""

        def refuse(error: OSError) -> None:
            raise DocumentError(f"the folder cannot be read: {error.strerror}", where=str(error.filename)) from None

        found = []
        for root, folders, names in os.walk(self.folder, onerror=refuse):
            folders[:] = [name for name in folders if name != ".mtkit"]
            found += [(Path(root, name)).relative_to(self.folder).as_posix() for name in names]
        return sorted(found)

    def read(self, name: str) -> bytes:
        """See Place."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise DocumentError(f"cannot be read: {error.strerror or error}", where=self.show(name)) from None

    def write(self, name: str, data: bytes) -> None:
        """See Place."""
        from mtkit.formats.po_disk import make_folder, replace_file

        path = self.folder / name
        make_folder(path.parent)
        replace_file(path, data)

    def exists(self, name: str) -> bool:
        """See Place."""
        try:
            return (self.folder / name).exists()
        except OSError as error:
            message = f"{self.show(name)}: {error.strerror or error}; choose another place"
            raise OutputError(message) from None

    def show(self, name: str) -> str:
        """See Place."""
        return str(self.folder / name)


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """A folder of a store that fsspec knows by the URL of the folder."""

    url: str
    _kept: list[tuple[Any, str]] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._store()

    def __getstate__(self) -> dict[str, str]:
        return {"url": self.url}  # a connection is each process's own

    def __setstate__(self, state: dict[str, str]) -> None:
        object.__setattr__(self, "url", state["url"])
        object.__setattr__(self, "_kept", [])

    @property
    def shared(self) -> bool:
        """See Place. What lies in the memory of this process is nobody else's."""
        return self._protocol != "memory"

    @property
    def _protocol(self) -> str:
        return self.url.partition("://")[0].rpartition("::")[2]

    def list(self) -> list[str]:
        """See Place."""
        fs, root = self._store()
        with self._failing("", DocumentError, "the place cannot be read"):
            found = fs.find(root)
        base = root.rstrip("/") + "/" if root else ""
        return sorted(str(path).removeprefix(base).lstrip("/") for path in found if f"{path}".startswith(base))

    def read(self, name: str) -> bytes:
        """See Place."""
        fs, _ = self._store()
        with self._failing(name, DocumentError, "cannot be read"):
            return bytes(fs.cat_file(self._key(name)))

    def write(self, name: str, data: bytes) -> None:
        """See Place."""
        fs, _ = self._store()
        key = self._key(name)
        with self._failing(name, OutputError, "cannot be written"):
            if self._protocol in _OBJECT_STORES:
                fs.pipe_file(key, data)
                return
            if fs.isdir(key):  # a move would go into it
                raise IsADirectoryError("there is a folder of this name")
            folder, _, last = key.rpartition("/")
            beside = f"{folder}/.{last}.{uuid.uuid4().hex}.tmp"
            fs.makedirs(folder, exist_ok=True)
            try:
                fs.pipe_file(beside, data)
                fs.mv(beside, key)
            finally:
                if fs.exists(beside):
                    fs.rm_file(beside)

    def exists(self, name: str) -> bool:
        """See Place."""
        fs, _ = self._store()
        with self._failing(name, OutputError, "cannot be looked up"):
            fs.invalidate_cache()
            return bool(fs.isfile(self._key(name)))

    def show(self, name: str) -> str:
        """See Place."""
        folder = without_secrets(self.url).rstrip("/")
        return f"{folder}/{name}" if name else folder

    def _key(self, name: str) -> str:
        root = self._store()[1].rstrip("/")
        return f"{root}/{name}" if root else name

    def _store(self) -> tuple[Any, str]:
        if not self._kept:
            self._kept.append(_open(self.url))
        return self._kept[0]

    @contextmanager
    def _failing(self, name: str, kind: type[MtkitError], what: str) -> Iterator[None]:
        """Whatever goes wrong in the store, as one line of an error of ``kind``."""
        try:
            yield
        except _failures() as error:
            missing = isinstance(error, FileNotFoundError)
            reason = "there is none" if missing else without_secrets(_line(error))
            if issubclass(kind, BadInputError):
                raise kind(f"{what}: {reason}", where=self.show(name)) from None
            raise kind(f"{self.show(name)}: {what}: {reason}") from None


def _failures() -> tuple[type[Exception], ...]:
    """What stores raise. Looked up when something was raised: then the library that did is loaded."""
    found = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    foreign = tuple(kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception))
    return (OSError, ValueError, RuntimeError, *foreign)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _open(url: str) -> tuple[Any, str]:
    """The store of a URL and the folder in it. Raises UsageError where it cannot be used here."""
    shown = without_secrets(url)
    try:
        url_to_fs = import_module("fsspec.core").url_to_fs
    except ImportError:
        raise UsageError(f"{shown}: URLs need fsspec: pip install 'mtkit[remote]'") from None
    try:
        fs, root = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        package = re.search(r"install [\"']?([a-z0-9_-]+)", _line(error), re.IGNORECASE)
        mend = f": pip install {package[1]}" if package else f" ({_line(error)})"
        raise UsageError(f"{shown}: this kind of URL needs one more package{mend}") from None
    except (ValueError, OSError, TypeError) as error:
        raise UsageError(f"{shown}: not a place that can be used: {_line(error)}") from None
    return fs, str(root)
