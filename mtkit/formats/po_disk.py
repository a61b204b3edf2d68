"""Files that are whole or not there: the new bytes take the place of the old in one step."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from mtkit.errors import OutputError

__all__ = ["make_folder", "replace_file", "sweep"]

_BESIDE = re.compile(r"\..+\.([1-9][0-9]{0,9})\.tmp(\.part)?")  # as ``replace_file`` and the check of a PO name them


def make_folder(path: Path) -> None:
    """Make the folder ``path`` and those above it, where they are missing. Raises OutputError if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{path}: is there already and is not a folder: choose another place") from None
    except OSError as error:
        raise OutputError(
            f"{path}: the folder cannot be made: {error.strerror or error}; choose another place"
        ) from None


def replace_file(path: Path, data: bytes, *, check: Callable[[Path], None] | None = None) -> None:
    """Put ``data`` at ``path``: beside it first, to the disk, then ``check`` sees that file, then it is renamed.

    Whatever fails, the old file stays as it was and nothing is left beside it. The old file's mode is kept; a link
    stays a link. Raises OutputError if the file cannot be written, and whatever ``check`` raises.
    """
    path = Path(os.path.realpath(path))  # resolve() raises in a loop of links
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write(beside, data)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
        if check is not None:
            check(beside)
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}; what was there is unchanged") from error
    finally:
        with contextlib.suppress(OSError):  # a name that is too long cannot be unlinked either
            beside.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def sweep(folder: Path) -> None:
    """Take away what ``replace_file`` left in ``folder`` where its process was killed; one that lives keeps its own.

    Only for a folder that no process of another machine writes to. This process must not have begun to write there.
    """
    try:
        found = [(path, process) for path in folder.iterdir() if (process := _BESIDE.fullmatch(path.name))]
    except OSError:  # not there yet, or what is wrong with it is said where it is written to
        return
    for path, process in found:
        if not _lives(int(process[1])):
            with contextlib.suppress(OSError):
                path.unlink()


def _lives(process: int) -> bool:
    """Whether another process has this number."""
    if sys.platform == "win32" or process == os.getpid():  # there, a file that is still open cannot be taken away
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
