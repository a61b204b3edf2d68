"""The memory itself: one SQLite file that several programs may use at once.

A write is one transaction, whole or not at all, whatever is killed. Of each place in a document one translation is in
force; those that it took the place of are kept behind it, out of all look-ups but ``search``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from mtkit.errors import OutputError, UsageError
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.memory.index import candidates
from mtkit.memory.interface import NOWHERE, Added, Context, Entry, Found, Provenance, Pruned, Stats
from mtkit.memory.rows import as_kept, kept_text, source_hash
from mtkit.memory.schema import SCHEMA, connect, guarded
from mtkit.memory.similar import score, similarity
from mtkit.memory.table import Table

__all__ = ["Memory", "now"]

_SAMPLE = 10


def now() -> str:
    """This second in UTC, as the memory writes times."""
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Memory:
    """A translation memory, open. Use it as a context manager, in one thread; ``open`` makes it where there is none."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, frozen: bool = False) -> None:
        self.path = path
        self._connection = connection
        self._table = Table(path, connection)
        self._frozen = frozen
        self._touched: list[int] = []
        self._common: set[str] = set()  # grams that tell nothing, see index.candidates

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True, frozen: bool = False) -> Self:
        """The memory at ``path``. ``frozen`` shows it as it is at the first look-up until it is closed, whoever writes.

        Raises BadInputError for a file that is damaged, of another program or a later schema, or, without ``create``,
        that is not there; OutputError for a place where none can be.
        """
        path = Path(path)
        memory = cls(path, connect(path, create=create), frozen=frozen)
        if frozen:
            with guarded(path):
                memory._connection.execute("BEGIN")
        return memory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write down what was used, and let go of the file."""
        with guarded(self.path):
            try:
                if self._frozen:
                    self._frozen = False
                    self._connection.execute("COMMIT")
                ids, self._touched = self._touched, []
                if ids:
                    with suppress(OutputError):  # a count of uses is not worth a finished run
                        self.touch(ids)
            finally:
                self._connection.close()

    # writing

    def add(self, entries: Iterable[Entry], *, at: str = "") -> Added:
        """Keep ``entries``, in their order; those that are there already stay as they are.

        ``at`` is the time for entries without one, by default this second. Of the same place in a document, the entry
        approved last is in force; one without a document takes nobody's place. Raw machine text goes to a table of its
        own. An entry without text on either side is left out.
        """
        at = at or now()
        total = Added()
        with self._writing():
            for entry in entries:
                kept = as_kept(entry)
                if kept.source and kept.target:
                    total += self._add(
                        replace(kept, created=kept.created or kept.changed or at, changed=kept.changed or at)
                    )
        return total

    def _add(self, entry: Entry) -> Added:
        pair, key = self._table.pair(entry.pair), source_hash(entry.source)
        if entry.provenance is Provenance.MACHINE:
            values = (pair, key, entry.source, entry.target, entry.document, entry.model, entry.created)
            done = self._connection.execute("INSERT OR IGNORE INTO machine VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", values)
            return Added(machine=done.rowcount) if done.rowcount else Added(known=1)
        there = [e for e in self._table.alike(entry.source, entry.pair) if _same_place(e, entry)]
        if entry.provenance is Provenance.MEMORY and any(
            e.target == entry.target and not e.superseded for e in self._table.alike(entry.source, entry.pair)
        ):
            return Added(known=1)
        if any(e.target == entry.target and not e.superseded for e in there):
            return Added(known=1)
        newer = next((e for e in there if not e.superseded and e.changed > entry.changed), None)
        if newer is not None:
            if any(e.target == entry.target for e in there):
                return Added(known=1)
            self._table.insert(replace(entry, superseded=newer.changed), pair, key)
            return Added(older=1)
        for e in there:
            if e.target == entry.target:
                self._table.remove([e])  # it comes back, with its new date
            elif not e.superseded:
                self._table.supersede(e, entry.changed)
        self._table.insert(entry, pair, key)
        return Added(changed=1) if there else Added(added=1)

    def touch(self, ids: Sequence[int]) -> None:
        """Count a use of each of the entries; of a frozen memory, when it is closed."""
        if self._frozen:
            self._touched += ids
            return
        with self._writing():
            at = now()
            self._connection.executemany(
                "UPDATE entries SET used = used + 1, last_used = ? WHERE id = ?", [(at, number) for number in ids]
            )

    def prune(
        self, *, before: date | None = None, document: str | None = None, pair: Pair | None = None,
        unused: bool = False, duplicates: bool = False, superseded: bool = False, machine: bool = False,
        dry_run: bool = False,
    ) -> Pruned:  # fmt: skip
        """Remove the entries that meet every condition: approved ``before`` a day, of a ``document``, of a ``pair``,
        never used, said again by a newer entry, or superseded. With ``machine``, raw texts in place of entries.

        Raises UsageError where no condition is given: it would empty the memory.
        """
        if not (before or document is not None or pair or unused or duplicates or superseded or machine):
            raise UsageError("nothing says what to prune: give a date, a document, a pair, or what else is to go")
        if machine and (unused or duplicates or superseded):
            raise UsageError("raw machine texts are pruned by date, document and pair alone")
        time = "created" if machine else "changed"
        wanted, values = self._table.where(pair, document=document)
        if before:
            wanted.append(f"{time} < ?")
            values.append(before.isoformat())
        if unused:
            wanted.append("used = 0")
        if superseded:
            wanted.append("superseded != ''")
        if duplicates:
            wanted.append(
                "superseded = '' AND EXISTS (SELECT 1 FROM entries AS e WHERE e.pair = entries.pair AND e.hash ="
                " entries.hash AND e.source = entries.source AND e.target = entries.target AND e.superseded = '' AND"
                " e.kind = entries.kind AND e.previous = entries.previous AND"
                " (e.changed, e.id) > (entries.changed, entries.id))"
            )
        return self._pruned_machine(wanted, values, dry_run) if machine else self._pruned(wanted, values, dry_run)

    def _pruned(self, wanted: list[str], values: list[Any], dry_run: bool) -> Pruned:  # noqa: FBT001
        with self._writing():
            found = list(self._table.select(f"{_and(wanted)} ORDER BY changed, id", values))
            self._common.clear()
            if not dry_run:
                self._table.remove(found)
        return Pruned(len(found), tuple(found[:_SAMPLE]))

    def _pruned_machine(self, wanted: list[str], values: list[Any], dry_run: bool) -> Pruned:  # noqa: FBT001
        with self._writing():
            ids = self._connection.execute(f"SELECT id FROM machine WHERE {_and(wanted)}", values).fetchall()
            if not dry_run:
                self._connection.executemany("DELETE FROM machine WHERE id = ?", ids)
        return Pruned(len(ids))

    def _writing(self) -> AbstractContextManager[None]:
        if self._frozen:
            raise UsageError(f"{self.path}: a frozen memory is only read: open it without 'frozen' to write")
        return self._table.transaction()

    # reading

    def exact(self, text: str, pair: Pair, context: Context = NOWHERE) -> tuple[Found, ...]:
        """The approved translations of ``text``, each once: those in the same context first, then the newest."""
        with guarded(self.path):
            alike = [entry for entry in self._table.alike(kept_text(text), pair) if not entry.superseded]
        found = [Found(entry, 100.0, entry.context.same_as(context)) for entry in alike]
        found.sort(key=lambda one: (one.in_context, one.entry.changed, one.entry.id), reverse=True)
        return tuple({one.entry.target: one for one in reversed(found)}[target] for target in _targets(found))

    def fuzzy(
        self,
        text: str,
        pair: Pair,
        *,
        threshold: float = 75,
        limit: int = 3,
        glossary: Glossary | None = None,
        day: date = date.max,
    ) -> tuple[Found, ...]:
        """Approved translations of other texts that are like ``text``, the likest first; see ``similar.score``.

        ``glossary`` tells the names in force on ``day``, which must not differ. Raises UsageError for a threshold
        outside 1 to 100.
        """
        if not 1 <= threshold <= 100:
            raise UsageError(f"a threshold of {threshold:g} percent cannot be: choose one from 1 to 100")
        text = kept_text(text)
        with guarded(self.path):
            number = self._table.known(pair)
            if number is None:
                return ()
            ids = candidates(self._connection, text, pair.source, number, self._common)
            marks = ", ".join("?" * len(ids))
            rows = self._connection.execute(f"SELECT id, source FROM entries WHERE id IN ({marks})", ids).fetchall()
            near = [
                (similarity(text, source, pair.source, least=threshold), row) for row, source in rows if source != text
            ]
            near = sorted((one for one in near if one[0] >= threshold), reverse=True)
            found: list[Found] = []
            for like, row in near:
                if len(found) >= limit and found[limit - 1].score >= like:
                    break
                for entry in self._table.select("id = ? AND superseded = ''", [row]):
                    points, changed = score(text, entry.source, pair.source, glossary=glossary, day=day)
                    if points >= threshold:
                        found.append(Found(entry, points, changed=changed))
                found.sort(key=lambda one: (-one.score, _newest_first(one.entry)))
        first = {(one.entry.source, one.entry.target): one for one in reversed(found)}
        return tuple(one for one in found if first[one.entry.source, one.entry.target] is one)[:limit]

    def search(self, text: str, *, pair: Pair | None = None, limit: int = 20) -> tuple[Entry, ...]:
        """Entries with ``text``, in any case, in the source or the target, the newest first; superseded ones last."""
        wanted, values = self._table.where(pair)
        part = kept_text(text).casefold()
        with guarded(self.path):
            self._connection.create_function("folded", 1, str.casefold, deterministic=True)
            where = _and([*wanted, "(instr(folded(source), ?) OR instr(folded(target), ?))"])
            order = "ORDER BY superseded != '', changed DESC, id DESC LIMIT ?"
            return tuple(self._table.select(f"{where} {order}", [*values, part, part, limit]))

    def entries(self, *, pair: Pair | None = None, superseded: bool = False) -> Iterator[Entry]:
        """All entries in force, by pair and text; they are read as they are asked for."""
        wanted, values = self._table.where(pair)
        if not superseded:
            wanted.append("superseded = ''")
        order = "ORDER BY pair, source, document, kind, previous, turn, target, changed, id"
        with guarded(self.path):
            yield from self._table.select(f"{_and(wanted)} {order}", values)

    def machine(self, *, pair: Pair | None = None) -> Iterator[Entry]:
        """All raw machine texts, which nobody has approved."""
        wanted, values = self._table.where(pair)
        columns = "pairs.source, pairs.target, m.source, m.target, m.document, m.model, m.created, m.id"
        joined = f"SELECT {columns} FROM machine AS m JOIN pairs ON pairs.id = m.pair WHERE {_and(wanted)}"
        with guarded(self.path):
            rows = self._connection.execute(f"{joined} ORDER BY m.pair, m.source, m.document, m.model, m.id", values)
            for origin, aim, source, target, document, model, created, number in rows:
                yield Entry(
                    source, target, Pair(origin, aim), NOWHERE, Provenance.MACHINE, "", created, created, document,
                    model, id=number,
                )  # fmt: skip

    def digest(self, pair: Pair) -> str:
        """What all look-ups of ``pair`` depend on, in 16 hex digits; not changed by usage or the order of adding."""
        with guarded(self.path):
            row = self._connection.execute(
                "SELECT digest FROM pairs WHERE source = ? AND target = ?", (pair.source, pair.target)
            ).fetchone()
        return f"{int(row[0]) if row else 0:032x}"[:16]

    def stats(self) -> Stats:
        """What the memory holds."""
        ask = self._connection.execute
        with guarded(self.path):
            force = "FROM entries WHERE superseded = ''"
            by_pair = ask(
                "SELECT p.source, p.target, count(e.id) FROM pairs AS p JOIN entries AS e ON e.pair = p.id"
                " WHERE e.superseded = '' GROUP BY p.id ORDER BY p.source, p.target"
            ).fetchall()
            origins = ask(f"SELECT origin, count(*) {force} GROUP BY origin ORDER BY origin").fetchall()
            count, documents, used, oldest, newest = ask(
                f"SELECT count(*), count(DISTINCT document), sum(used > 0), min(changed), max(changed) {force}"
            ).fetchone()
            return Stats(
                str(self.path),
                SCHEMA,
                self.path.stat().st_size,
                count,
                ask("SELECT count(*) FROM entries WHERE superseded != ''").fetchone()[0],
                ask("SELECT count(*) FROM machine").fetchone()[0],
                tuple((Pair(source, target), n) for source, target, n in by_pair),
                tuple((Provenance(origin), n) for origin, n in origins),
                documents,
                used or 0,
                oldest or "",
                newest or "",
            )

    def damage(self) -> tuple[str, ...]:
        """What a full look at the file finds wrong with it; () for a sound one."""
        with guarded(self.path):
            said = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(10)")]
            if said == ["ok"]:
                self._connection.execute("INSERT INTO grams (grams) VALUES ('integrity-check')")
        return tuple(line for line in said if line != "ok")


def _same_place(one: Entry, other: Entry) -> bool:
    if not other.document:  # nobody knows where it stood: it is the same only if all is
        return not one.document and one.target == other.target and one.context == other.context
    return one.document == other.document and one.context == other.context


def _targets(found: Sequence[Found]) -> list[str]:
    return list(dict.fromkeys(one.entry.target for one in found))


def _newest_first(entry: Entry) -> tuple[float, int]:
    digits = "".join(c for c in entry.changed if c.isdigit())
    return (-float(digits or 0), -entry.id)


def _and(wanted: Sequence[str]) -> str:
    return " AND ".join(wanted) or "1"
