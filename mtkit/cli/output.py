"""What the verbs print with: data on stdout, all else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TextIO

from mtkit.progress import SILENT, Progress

__all__ = ["emit", "emit_bytes", "emit_json", "progress_for", "say"]


def emit(line: str) -> None:
    """One line of data."""
    sys.stdout.write(line + "\n")


def emit_bytes(data: bytes) -> None:
    """Data as it is, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def emit_json(value: Mapping[str, object]) -> None:
    """One JSON object on one line, letters of every script as they are."""
    emit(json.dumps(value, ensure_ascii=False))


def say(line: str, *, quiet: bool = False) -> None:
    """One line for the person at the terminal."""
    if not quiet:
        sys.stderr.write(line + "\n")


def progress_for(*, quiet: bool) -> Progress:
    """A bar where stderr is a terminal, else nothing but notes."""
    if quiet:
        return SILENT
    return _Bar(sys.stderr) if sys.stderr.isatty() else _Notes(sys.stderr)


class _Notes:
    """Notes alone, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def start(self, what: str, total: int | None = None) -> None: ...

    def advance(self, steps: int = 1) -> None: ...

    def note(self, message: str) -> None:
        self._stream.write(f"mtkit: {message}\n")

    def finish(self) -> None: ...


class _Bar:
    """One line that is drawn over until the task is done."""

    _WIDTH = 28

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._what = ""
        self._total: int | None = None
        self._done = 0

    def start(self, what: str, total: int | None = None) -> None:
        self._what, self._total, self._done = what, total, 0
        self._draw()

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        self._draw()

    def note(self, message: str) -> None:
        self._stream.write(f"\r\x1b[Kmtkit: {message}\n")
        self._draw()

    def finish(self) -> None:
        self._stream.write("\r\x1b[K")
        self._stream.flush()
        self._what = ""

    def _draw(self) -> None:
        if not self._what:
            return
        if self._total:
            full = self._WIDTH * min(self._done, self._total) // self._total
            bar = f"[{'#' * full}{'.' * (self._WIDTH - full)}] {self._done}/{self._total}"
        else:
            bar = f"{self._done}"
        self._stream.write(f"\r\x1b[K{self._what} {bar}")
        self._stream.flush()
