"""Progress, passed in by whoever has a screen; silent by default."""

from __future__ import annotations

from typing import Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """Told how a longer job goes on.

    A library caller who does not care leaves the default; the command line passes one that draws on stderr.
    """

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a task called ``what`` of ``total`` steps, or of unknown length."""

    def advance(self, steps: int = 1) -> None:
        """``steps`` more are done."""

    def note(self, message: str) -> None:
        """Something worth a line, such as a model being converted."""

    def finish(self) -> None:
        """The task is done."""


class _Silent:
    def start(self, what: str, total: int | None = None) -> None: ...

    def advance(self, steps: int = 1) -> None: ...

    def note(self, message: str) -> None: ...

    def finish(self) -> None: ...


SILENT: Progress = _Silent()
