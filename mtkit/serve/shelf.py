"""Translated files until they are fetched: in memory, a few, not for long. Nothing is written to a disk."""

from __future__ import annotations

import re
import secrets
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mtkit.serve.limits import Limits

__all__ = ["Kept", "Shelf", "disposition", "safe_name"]

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|;=%\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, by the name that it is to have, and when it is forgotten."""

    name: str
    data: bytes
    until: float


class Shelf:
    """Files by an address that nobody can guess; who was put there first goes first when there is no room."""

    def __init__(self, limits: Limits, *, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._now = now
        self._lock = threading.Lock()
        self._files: OrderedDict[str, Kept] = OrderedDict()

    def put(self, name: str, data: bytes) -> str:
        """Keep a file; what to ask for it by: a secret, a dot, and its name."""
        place = f"{secrets.token_urlsafe(24)}.{name}"
        with self._lock:
            self._files[place] = Kept(name, data, self._now() + self._limits.kept_seconds)
            self._sweep()
        return place

    def get(self, place: str) -> Kept | None:
        """The file at ``place``, if it is still there."""
        with self._lock:
            self._sweep()
            return self._files.get(place)

    def _sweep(self) -> None:
        now = self._now()
        for place in [place for place, kept in self._files.items() if kept.until <= now]:
            del self._files[place]
        size = sum(len(kept.data) for kept in self._files.values())
        while len(self._files) > 1 and (len(self._files) > self._limits.kept_files or size > self._limits.kept_bytes):
            _, gone = self._files.popitem(last=False)
            size -= len(gone.data)


def safe_name(given: str) -> str:
    """The last part of a file's name with nothing in it that a path, a header or a shell could trip over; "" if none.

    Letters of all scripts stay. It is never used as a path here: it is what the browser saves the answer as.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    stem, dot, suffix = _UNSAFE.sub("_", last).lstrip().rstrip(" .").rpartition(".")
    return f"{stem[:100] or 'text'}.{suffix[:10]}" if dot else suffix[:100]


def disposition(name: str) -> str:
    """The Content-Disposition that saves a file as ``name``, for readers of ASCII and for others (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
