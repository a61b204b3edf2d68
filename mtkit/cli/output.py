"""What the verbs print with: data on stdout, all else on stderr."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TextIO

from mtkit.progress import SILENT, Progress

__all__ = ["ReaderGoneError", "emit", "emit_bytes", "emit_json", "emit_table", "open_streams", "progress_for", "say"]

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")


class ReaderGoneError(Exception):
    """Whoever read stdout has enough. (No BrokenPipeError, which typer would turn into exit code 1: findings.)"""


class _Stderr(io.TextIOWrapper):
    """Standard error that is never the reason why a job stops: what cannot be said is left unsaid."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            return


def open_streams() -> None:
    """Make the standard streams fit to use: UTF-8 whatever the locale, and there even if the caller closed them.

    A closed one becomes the null device, so that no file of ours is opened in its place and then printed into.
    """
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None and os.open(os.devnull, os.O_RDWR) != number:
            raise OSError(f"stream {number} cannot be opened")
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open as long as the program)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    buffer = sys.stderr.buffer if sys.stderr else open(2, "wb", closefd=False)  # noqa: SIM115
    sys.stderr = _Stderr(buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True)


@contextmanager
def _to_reader() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ReaderGoneError from None


def emit(line: str) -> None:
    """One line of data; a control character, such as a line end in a file's name, is spelt as an escape."""
    _write(_one_line(line))


def emit_bytes(data: bytes) -> None:
    """Data as it is, whatever the terminal's encoding."""
    with _to_reader():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def emit_json(value: Mapping[str, object]) -> None:
    """One JSON object on one line, letters of every script as they are."""
    _write(json.dumps(value, ensure_ascii=False))


def emit_table(rows: Sequence[Sequence[str]], *, least: Sequence[int] = ()) -> None:
    """Rows of as many texts each, one a line, in columns two blanks apart; ``least`` are widths of the first columns.

    Columns are those of a terminal: Chinese takes two, marks above and below letters none.
    """
    from mtkit.captions import width

    shown = [[_one_line(text) for text in row] for row in rows]
    wide = [max(map(width, column)) for column in zip(*shown, strict=True)]
    wide = [max(found, least[n] if n < len(least) else 0) for n, found in enumerate(wide)]
    for row in shown:
        padded = (text + " " * (wide[n] - width(text)) for n, text in enumerate(row[:-1]))
        emit("  ".join([*padded, row[-1]]).rstrip())


def _write(line: str) -> None:
    with _to_reader():
        sys.stdout.write(line + "\n")


def say(line: str, *, quiet: bool = False) -> None:
    """One line for the person at the terminal."""
    if not quiet:
        sys.stderr.write(_one_line(line) + "\n")


def _one_line(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


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
