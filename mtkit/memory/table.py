"""The tables of the memory, row by row: what the look-ups and the writing of ``store`` are made of."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtkit.lang import Pair
from mtkit.memory.index import tokens
from mtkit.memory.interface import Entry
from mtkit.memory.rows import COLUMNS, entry_of, fingerprint, source_hash, values_of
from mtkit.memory.schema import guarded

__all__ = ["Table"]

_DIGESTS = 1 << 128
_COLUMNS = ", ".join(COLUMNS)
_ROW = f"id, used, last_used, {_COLUMNS}"
_INSERT = f"INSERT INTO entries (pair, hash, {_COLUMNS}) VALUES (?, ?{', ?' * len(COLUMNS)})"


class Table:
    """The entries of one open file. What writes must be inside ``transaction``."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._pairs: dict[Pair, int] = {}
        self._moved: Counter[int] = Counter()  # how much the digest of each pair moves in this transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it. Waits for other writers."""
        with guarded(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._moved.clear()
            try:
                yield
                self._move_digests()
                self._connection.execute("COMMIT")
            except BaseException:
                self._pairs.clear()  # a pair that was made in this transaction is gone
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def known(self, pair: Pair) -> int | None:
        """The number of a pair, if the memory has it."""
        if pair not in self._pairs:
            query = "SELECT id FROM pairs WHERE source = ? AND target = ?"
            row = self._connection.execute(query, (pair.source, pair.target)).fetchone()
            if row is None:
                return None
            self._pairs[pair] = int(row[0])
        return self._pairs[pair]

    def pair(self, pair: Pair) -> int:
        """The number of a pair, given to it now if it has none."""
        known = self.known(pair)
        if known is None:
            self._connection.execute("INSERT INTO pairs (source, target) VALUES (?, ?)", (pair.source, pair.target))
            known = self.known(pair)
        return known or 0

    @staticmethod
    def where(pair: Pair | None, *, document: str | None = None) -> tuple[list[str], list[Any]]:
        """Conditions on rows, and their values."""
        wanted, values = list[str](), list[Any]()
        if pair is not None:
            wanted.append("pair IN (SELECT id FROM pairs WHERE source = ? AND target = ?)")
            values += (pair.source, pair.target)
        if document is not None:
            wanted.append("document = ?")
            values.append(document)
        return wanted, values

    def select(self, where: str, values: Sequence[Any]) -> Iterator[Entry]:
        """The entries that meet ``where``, one by one."""
        pairs = {
            row[0]: Pair(row[1], row[2]) for row in self._connection.execute("SELECT id, source, target FROM pairs")
        }
        for row in self._connection.execute(f"SELECT pair, {_ROW} FROM entries WHERE {where}", values):
            yield entry_of(row[1:], pairs[row[0]])

    def alike(self, source: str, pair: Pair) -> list[Entry]:
        """All entries with the text ``source``, superseded ones too."""
        number = self.known(pair)
        if number is None:
            return []
        query = f"SELECT {_ROW} FROM entries WHERE pair = ? AND hash = ? AND source = ?"
        rows = self._connection.execute(query, (number, source_hash(source), source))
        return [entry_of(row, pair) for row in rows]

    def insert(self, entry: Entry, pair: int, key: int) -> None:
        """A new row, with its grams."""
        values = values_of(entry)
        done = self._connection.execute(_INSERT, (pair, key, *values))
        self._connection.execute(
            "INSERT INTO grams (rowid, tokens) VALUES (?, ?)",
            (done.lastrowid, " ".join(tokens(entry.source, entry.pair.source, pair))),
        )
        if entry.used:
            self._connection.execute(
                "UPDATE entries SET used = ?, last_used = ? WHERE id = ?", (entry.used, entry.last_used, done.lastrowid)
            )
        self._moved[pair] += fingerprint(values)

    def supersede(self, old: Entry, at: str) -> None:
        """Put ``old`` behind another entry, approved ``at``."""
        new = replace(old, superseded=at)
        self._connection.execute("UPDATE entries SET superseded = ? WHERE id = ?", (at, old.id))
        self._moved[self.pair(old.pair)] += fingerprint(values_of(new)) - fingerprint(values_of(old))

    def remove(self, entries: Sequence[Entry]) -> None:
        """Rows away, with their grams."""
        for entry in entries:
            pair = self.pair(entry.pair)
            self._connection.execute(
                "INSERT INTO grams (grams, rowid, tokens) VALUES ('delete', ?, ?)",
                (entry.id, " ".join(tokens(entry.source, entry.pair.source, pair))),
            )
            self._connection.execute("DELETE FROM entries WHERE id = ?", (entry.id,))
            self._moved[pair] -= fingerprint(values_of(entry))

    def _move_digests(self) -> None:
        ask = self._connection.execute
        for pair, by in self._moved.items():
            (old,) = ask("SELECT digest FROM pairs WHERE id = ?", (pair,)).fetchone()
            ask("UPDATE pairs SET digest = ? WHERE id = ?", (str((int(old) + by) % _DIGESTS), pair))
