"""The cache of translations: content-addressed, bounded, and never the reason why a job fails."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mtkit.cache import DiskCache, Recent, key_of
from mtkit.errors import OutputError

ENTRIES = {key_of(text): text.encode() for text in ("会议开幕。", "ការប្រជុំ", "การประชุม", "")}


def test_what_was_put_is_there_also_for_the_next_one_who_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    with DiskCache(path) as cache:
        cache.put(ENTRIES)
        assert cache.get([*ENTRIES, key_of("unknown")]) == ENTRIES
    with DiskCache(path) as cache:
        assert cache.get(ENTRIES) == ENTRIES
        assert cache.stats().entries == len(ENTRIES)


def test_parts_of_a_key_are_never_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("abc") != key_of("abc", "")


def test_a_damaged_entry_counts_as_missing_and_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    keys = list(ENTRIES)
    with DiskCache(path) as cache:
        cache.put(ENTRIES)
    db = sqlite3.connect(path)
    with db:
        db.execute("UPDATE said SET value = x'00112233445566778899' WHERE key = ?", (keys[0],))
        # a whole value under another entry's key
        (other,) = db.execute("SELECT value FROM said WHERE key = ?", (keys[2],)).fetchone()
        db.execute("UPDATE said SET value = ? WHERE key = ?", (other, keys[1]))
    db.close()
    with DiskCache(path) as cache:
        assert cache.get(keys) == {key: ENTRIES[key] for key in keys[2:]}
        assert cache.stats().entries == len(ENTRIES) - 2


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but long enough to look like one " * 40, b"SQLite format 3\x00junk"]
)
def test_a_damaged_file_is_put_aside(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(damage)
    with DiskCache(path) as cache:
        assert "begun anew" in cache.note
        cache.put(ENTRIES)
        assert cache.get(ENTRIES) == ENTRIES
    assert path.with_name("cache.sqlite.damaged").read_bytes() == damage


def test_the_file_stays_bounded_and_the_oldest_go_first(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    old = {key_of("old", str(n)): bytes(range(256)) * 4 for n in range(50)}
    new = {key_of("new", str(n)): bytes(range(256)) * 4 for n in range(50)}
    with DiskCache(path) as cache:
        cache.put(old)
    with DiskCache(path) as cache:
        size = cache.stats().values
    with DiskCache(path, limit=size) as cache:
        cache.put(new)
    with DiskCache(path) as cache:
        assert cache.stats().values <= size
        assert len(cache.get(new)) > len(cache.get(old))


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="the cache cannot be opened"):
        DiskCache(tmp_path / "file" / "cache.sqlite")


def test_recent_entries_are_kept_in_memory_up_to_a_limit(tmp_path: Path) -> None:
    with DiskCache(tmp_path / "cache.sqlite") as disk:
        recent = Recent(disk, limit=1000)
        entries = {key_of(str(n)): b"x" * 100 for n in range(30)}
        recent.put(entries)
        assert recent.get(entries) == entries
        disk.clear()
        left = recent.get(entries)
        assert 0 < len(left) <= 10
        assert set(left) <= set(entries)


def test_several_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    code = (
        "import sys; from pathlib import Path; from mtkit.cache import DiskCache, key_of\n"
        "with DiskCache(Path(sys.argv[1])) as cache:\n"
        "    for n in range(40): cache.put({key_of(sys.argv[2], str(n)): b'%d' % n})\n"
        "    sys.exit(cache.failed)"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b", "c")]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    with DiskCache(path) as cache:
        assert cache.stats().entries == 120
