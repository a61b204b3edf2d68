"""``mtkit cache``, and which cache a job uses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say

if TYPE_CHECKING:
    from mtkit.cache import Cache, DiskCache

__all__ = ["app", "cache_for_job", "cache_path"]

OFF = "off"

app = typer.Typer(
    help="What models said before, kept so that nothing is asked twice. It may be deleted at any time.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def cache_path(given: str | None = None, environment: Mapping[str, str] | None = None) -> Path | None:
    """Where translations are kept: what ``--cache`` or else ``MTKIT_CACHE`` says, else a file in mtkit's folder.

    None if it says "off".
    """
    from mtkit.engine.store import default_home

    env = os.environ if environment is None else environment
    said = (env.get("MTKIT_CACHE", "") if given is None else given).strip()
    if said.lower() == OFF:
        return None
    return Path(said).expanduser() if said else default_home(env) / "cache" / "translations.sqlite"


@contextmanager
def cache_for_job(given: str | None = None, *, off: bool, quiet: bool = False) -> Iterator[Cache]:
    """The cache of a job: on disk, and in memory alone where that is not wanted or cannot be; a note says so."""
    from mtkit.cache import DiskCache, Recent
    from mtkit.errors import OutputError

    path = None if off else cache_path(given)
    if path is None:
        yield Recent()
        return
    try:
        disk = DiskCache(path)
    except OutputError as error:
        say(f"mtkit: {error}; going on without it", quiet=quiet)
        yield Recent()
        return
    if told := disk.note:
        say(f"mtkit: {told}", quiet=quiet)
    try:
        yield Recent(disk)
    finally:
        disk.close()
        if disk.note != told:
            say(f"mtkit: {disk.note}", quiet=quiet)
        elif disk.failed:
            say(f"mtkit: {path}: the cache could not be read or written; the job did without", quiet=quiet)


@app.command("stats")
def stats_command(cache: inputs.CacheFile = None, *, as_json: AsJson = False) -> None:
    """Say how much is kept, and where."""
    path = cache_path(cache)
    if path is None or not path.exists():
        there = "off" if path is None else str(path)
        if as_json:
            emit_json({"path": None if path is None else str(path), "entries": 0, "bytes": 0, "file_bytes": 0})
        else:
            emit(f"{there}: nothing is kept")
        return
    with _opened(path) as kept:
        found = kept.stats()
    if as_json:
        emit_json({"path": str(path), "entries": found.entries, "bytes": found.values, "file_bytes": found.size})
    else:
        emit(f"{path}: {found.entries} entries, {found.values / 2**20:.1f} MB, the file {found.size / 2**20:.1f} MB")


@app.command("clear")
def clear_command(cache: inputs.CacheFile = None) -> None:
    """Forget everything that is kept. Nobody's work is in it: models are asked again."""
    path = cache_path(cache)
    if path is None or not path.exists():
        say("mtkit: nothing is kept")
        return
    with _opened(path) as kept:
        say(f"mtkit: {path}: {kept.clear()} entries forgotten")


@app.command("path")
def path_command(cache: inputs.CacheFile = None) -> None:
    """Print where it lies."""
    path = cache_path(cache)
    if path is None:
        say("mtkit: off")
    else:
        emit(str(path))


@contextmanager
def _opened(path: Path) -> Iterator[DiskCache]:
    import sqlite3

    from mtkit.cache import DiskCache
    from mtkit.errors import OutputError

    with DiskCache(path) as cache:
        if cache.note:
            say(f"mtkit: {cache.note}")
        try:
            yield cache
        except sqlite3.Error as error:
            raise OutputError(f"{path}: cannot be read ({error}): nobody's work is in it, it may be deleted") from None
