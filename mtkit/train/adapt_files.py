"""The files of an adaptation: written whole or not at all, read back strictly, never a pickle."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mtkit.errors import BadInputError, OutputError

__all__ = ["begun_whole", "demand_room", "load_tensors", "read_json", "save_tensors", "write_json", "write_text"]


@contextlib.contextmanager
def begun_whole(out: Path, *inside: str) -> Iterator[None]:
    """Make the folder ``out``; if what is done under ``with`` fails, neither it nor ``inside`` of it stays behind.

    What was there before stays in any case. Raises OSError where the folder cannot be made.
    """
    fresh = [folder for folder in (out, *out.parents) if not folder.exists()]  # the innermost first
    new = [out / name for name in inside if not (out / name).exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in new:
            shutil.rmtree(path, ignore_errors=True)
        for folder in fresh:
            with contextlib.suppress(OSError):
                folder.rmdir()  # what others put there keeps it
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises OutputError."""
    _write(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON, letters of every script as they are. Raises OutputError."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> Any:
    """A value that ``write_json`` wrote; None where there is no file. Raises BadInputError for a damaged one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInputError(f"cannot be read ({error}): delete the folder and begin anew", where=str(path)) from error


def save_tensors(path: Path, tensors: Mapping[str, Any], note: Mapping[str, Any] | None = None) -> None:
    """Write tensors and a note as one safetensors file, whole or not at all. Raises OutputError."""
    from safetensors.torch import save

    plain = {name: value.detach().to("cpu").contiguous() for name, value in tensors.items()}
    metadata = {"format": "pt"} | ({"note": json.dumps(note, ensure_ascii=False)} if note is not None else {})
    _write(path, save(plain, metadata))


def load_tensors(path: Path) -> tuple[dict[str, Any], Any]:
    """What ``save_tensors`` wrote: the tensors, on the CPU, and the note. Raises BadInputError for a damaged file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
            note = (file.metadata() or {}).get("note", "null")
        return tensors, json.loads(note)
    except (OSError, ValueError, SafetensorError) as error:
        raise BadInputError(f"damaged ({error}): delete it and run again", where=str(path)) from error


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """One line for a place that cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return OutputError(f"{path}: the disk is full: free some space and run again, it goes on from where it stood")
    return OutputError(f"{path}: cannot be written: {error.strerror or error}")


def demand_room(folder: Path, wanted: int) -> None:
    """Raise OutputError unless the disk of ``folder`` has ``wanted`` bytes free."""
    place = next((p for p in (folder, *folder.resolve().parents) if p.exists()), Path())
    free = shutil.disk_usage(place).free
    if free < wanted:
        raise OutputError(
            f"{folder}: about {wanted // 2**20 + 1} MB are needed and {free // 2**20} MB are free: free some space"
        )
