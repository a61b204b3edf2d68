"""One writer at a time: locks of the operating system, which lets go of them when a process dies, however it dies.

``locked`` is a lock on the name of a file, held while it is read, changed and replaced. It is on a file beside it,
``.NAME.mtkit-lock``, since the file itself is replaced by each writing. It holds among the processes and threads of
mtkit alone; what other programs write meanwhile is seen by reading again. On POSIX the lock file is taken away after
use; on Windows, where that can fail while another waits for it, it may stay behind, empty.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mtkit.errors import OutputError

__all__ = ["locked", "take_lock"]

_PAUSE = 0.02


@contextlib.contextmanager
def locked(path: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the lock of ``path`` for the length of a ``with``; it is not reentrant.

    Raises OutputError if another mtkit holds it for longer than ``wait`` seconds, or where no lock can be made.
    """
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.mtkit-lock")
    until = time.monotonic() + wait
    while (held := _take(beside, path)) is None:
        if time.monotonic() > until:
            raise OutputError(f"{path}: another mtkit is writing it; wait for it to end and try again")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _let_go(held, beside)


def _take(beside: Path, path: Path) -> int | None:
    """The descriptor of the lock file, locked; None if another has it."""
    try:
        held = os.open(
            beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o600
        )
    except PermissionError as error:
        if sys.platform == "win32":  # it is being deleted by the one who had it
            return None
        raise OutputError(f"{path}: cannot be locked: {error.strerror}; make its folder writable") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked: {error.strerror or error}; make its folder writable") from None
    if take_lock(held) and _is_at(held, beside):
        return held
    os.close(held)
    return None


def _is_at(held: int, beside: Path) -> bool:
    """Whether the file that was locked is still the one of that name: its last holder may have taken it away."""
    try:
        return os.path.samestat(os.fstat(held), beside.stat())
    except OSError:
        return False


def _let_go(held: int, beside: Path) -> None:
    with contextlib.suppress(OSError):
        beside.unlink()  # while it is locked, so that nobody locks a file that is about to go
    os.close(held)


if sys.platform == "win32":
    import msvcrt

    def take_lock(held: int, *, shared: bool = False) -> bool:
        """Lock the open file ``held`` if nobody else has it; there are no shared locks here: one is no lock."""
        if shared:
            return True
        try:
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def take_lock(held: int, *, shared: bool = False) -> bool:
        """Lock the open file ``held`` if nobody else has it; a shared lock lets other shared ones in."""
        try:
            fcntl.flock(held, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: nothing can be held, and one writer is better than none
            return True
        return True
