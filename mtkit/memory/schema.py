"""The file of the memory: how it is laid out, made, opened and found to be damaged."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtkit.errors import BadInputError, MtkitError, OutputError
from mtkit.formats.po_disk import make_folder

__all__ = ["SCHEMA", "connect", "guarded"]

SCHEMA = 1
"""The layout that this mtkit writes, kept as ``user_version``; a file with a higher one is refused."""

_APPLICATION = 0x6D746B74  # "mtkt"
_BUSY_MS = 60_000
_MEND = "restore it from a copy, or move it away and make it anew with 'mtkit memory add' or 'mtkit memory import'"
_LAYOUT = (
    "CREATE TABLE pairs (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL,"
    " digest TEXT NOT NULL DEFAULT '0', UNIQUE (source, target))",
    # hash is of the source: a short key for the index in place of a long text
    "CREATE TABLE entries (id INTEGER PRIMARY KEY, pair INTEGER NOT NULL REFERENCES pairs, hash INTEGER NOT NULL,"
    " source TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, previous TEXT NOT NULL, turn TEXT NOT NULL,"
    " origin TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,"
    " document TEXT NOT NULL, model TEXT NOT NULL, signature TEXT NOT NULL, superseded TEXT NOT NULL DEFAULT '',"
    " used INTEGER NOT NULL DEFAULT 0, last_used TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX entries_by_source ON entries (pair, hash)",
    # raw machine text: another table, so that no look-up can give it out as approved
    "CREATE TABLE machine (id INTEGER PRIMARY KEY, pair INTEGER NOT NULL REFERENCES pairs, hash INTEGER NOT NULL,"
    " source TEXT NOT NULL, target TEXT NOT NULL, document TEXT NOT NULL, model TEXT NOT NULL,"
    " created TEXT NOT NULL, UNIQUE (pair, hash, source, target, document, model))",
    # the inverted index of fuzzy look-up; its text is not stored, for it follows from the source
    "CREATE VIRTUAL TABLE grams USING fts5 (tokens, content='', detail='none', columnsize=0, tokenize='ascii')",
)
_TABLES = frozenset({"pairs", "entries", "machine", "grams"})


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one line: what is wrong with ``path``, and the mend."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _told(path, error) from None
    except sqlite3.DatabaseError as error:
        raise BadInputError(f"is no sound translation memory ({error}): {_MEND}", where=str(path)) from None
    except UnicodeDecodeError:  # SQLite gives out bytes that are no UTF-8
        raise BadInputError(f"is damaged, a text in it is not UTF-8: {_MEND}", where=str(path)) from None


def _told(path: Path, error: sqlite3.OperationalError) -> MtkitError:
    said = str(error)
    if "locked" in said or "busy" in said:
        return OutputError(f"{path}: another program has been writing to this memory for a minute: try again later")
    if "fts5" in said and "module" in said:
        return OutputError(f"{path}: this Python's SQLite has no FTS5, which the memory needs: use another Python")
    if "readonly" in said or "unable to open" in said or "full" in said or "disk I/O" in said:
        return OutputError(f"{path}: the memory cannot be opened or written here ({said}): choose another place")
    return BadInputError(f"is no sound translation memory ({said}): {_MEND}", where=str(path))


def connect(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """The open memory at ``path``; one that is not there is made, unless ``create`` is False.

    Raises BadInputError for a file that is damaged, of another program or of a later schema, OutputError for a place
    where none can be.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder: name the memory's file in it")
    if not path.exists():
        if not create:
            raise BadInputError("there is no memory here: make one with 'mtkit memory add PO'", where=str(path))
        make_folder(path.absolute().parent)
    with guarded(path):
        connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    version = _value(connection, "PRAGMA user_version")
    if version == 0:
        _make(connection, path)
        version = _value(connection, "PRAGMA user_version")
    if _value(connection, "PRAGMA application_id") != _APPLICATION:
        raise BadInputError("is a database of another program: name another file", where=str(path))
    if version > SCHEMA:
        raise BadInputError(
            f"has schema {version}, later than {SCHEMA}, which this mtkit knows: update mtkit", where=str(path)
        )
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if lacking := sorted(_TABLES - there):
        raise BadInputError(f"is damaged, it lacks {', '.join(lacking)}: {_MEND}", where=str(path))
    for table in ("pairs", "entries", "machine"):  # a page that is cut off or written over shows here or at its use
        connection.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1").fetchone()


def _make(connection: sqlite3.Connection, path: Path) -> None:
    """Lay out an empty file, once, whoever else is about to do the same."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _value(connection, "PRAGMA user_version") == 0:
            if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise BadInputError("is a database of another program: name another file", where=str(path))
            for statement in _LAYOUT:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while one writes. The switch itself does not wait for others, so it is tried again."""
    for attempt in range(50):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone():
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 49:
                raise
            time.sleep(0.05)


def _value(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
