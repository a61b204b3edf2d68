"""Files that are whole or not there: the new bytes take the place of the old in one step."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from mtkit.errors import MtkitError

__all__ = ["replace_file"]


def replace_file(path: Path, data: bytes, *, check: Callable[[Path], None] | None = None) -> None:
    """Put ``data`` at ``path``: beside it first, to the disk, then ``check`` sees that file, then it is renamed.

    Whatever fails, the old file stays as it was and nothing is left beside it. The old file's mode is kept; a link
    stays a link. Raises MtkitError if the file cannot be written, and whatever ``check`` raises.
    """
    path = path.resolve()
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
        raise MtkitError(f"{path}: cannot be written: {reason}; what was there is unchanged") from error
    finally:
        beside.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
