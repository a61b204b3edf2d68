"""Rates, keys, the shelf of files, the schema of calls."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import ConfigError, OutputError, UsageError
from mtkit.serve.keys import Keys, add_key, digest_of, read_keys, remove_key
from mtkit.serve.limits import Buckets, Limits, network_of
from mtkit.serve.schema import array, choice, integer, one_of, problem, record, text
from mtkit.serve.shelf import Shelf, disposition, safe_name


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_evenly() -> None:
    clock = Clock()
    buckets = Buckets(now=clock)
    assert [buckets.take("a", 3) for _ in range(4)] == [0.0, 0.0, 0.0, 20.0]
    assert buckets.take("b", 3) == 0.0
    clock.now += 20
    assert buckets.take("a", 3) == 0.0
    assert buckets.take("a", 3) == pytest.approx(20)
    clock.now += 3600
    assert buckets.take("a", 3, 100) == 0.0  # more than a minute's worth: the whole of it
    assert buckets.take("a", 3) == pytest.approx(20)
    assert [buckets.take("c", 0) for _ in range(1000)] == [0.0] * 1000


def test_the_buckets_forget_whom_they_have_not_seen_longest() -> None:
    buckets = Buckets(now=Clock())
    buckets.take("first", 1)
    for n in range(10_000):
        buckets.take(f"other {n}", 1)
    assert buckets.take("first", 1) == 0.0
    assert len(buckets._levels) == 10_000


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::8", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("<script>", "?"),
        ("", "?"),
    ],
)
def test_one_party_is_one_client(address: str, known: str) -> None:
    assert network_of(address) == known


def test_keys_come_and_go_while_the_server_runs(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keys.txt"
    first = add_key(path, "weblate", rate=600)
    second = add_key(path, "cms@example.org")
    assert first.startswith("mtk_") and len(first) > 40
    text_ = path.read_text(encoding="utf-8")
    assert first not in text_ and second not in text_
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [(key.name, key.rate, key.added) for key in read_keys(path)] == [
        ("weblate", 600, datetime.now(tz=UTC).date().isoformat()),
        ("cms@example.org", None, datetime.now(tz=UTC).date().isoformat()),
    ]
    keys = Keys(path)
    found = keys.find(first)
    assert found is not None and found.name == "weblate"
    assert keys.find(first + "x") is None
    assert keys.find("") is None
    assert keys.find(digest_of(first)) is None
    remove_key(path, "weblate")
    time.sleep(1.05)
    assert keys.find(first) is None
    assert keys.find(second) is not None
    path.write_text("what?\n", encoding="utf-8")
    time.sleep(1.05)
    assert keys.find(second) is not None  # a file that went bad changes nothing


def test_a_key_file_is_read_with_care(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    with pytest.raises(ConfigError, match="keys cannot be read: No such file"):
        Keys(path)
    add_key(path, "a")
    with pytest.raises(UsageError, match="a has a key"):
        add_key(path, "a")
    with pytest.raises(UsageError, match="cannot be used"):
        add_key(path, "a b\n")
    with pytest.raises(UsageError, match="nobody by the name b"):
        remove_key(path, "b")
    line = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(f"# mine\n\n{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"keys.txt:4: the name a stands twice"):
        read_keys(path)
    path.write_text("mtk_plain a - 2026-01-01\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"keys.txt:1: no key"):
        read_keys(path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        add_key(tmp_path / "file" / "keys.txt", "a")


def test_the_shelf_is_small_and_forgets() -> None:
    clock = Clock()
    shelf = Shelf(Limits(kept_files=3, kept_bytes=100, kept_seconds=60), now=clock)
    places = [shelf.put("a.txt", b"x" * 30) for _ in range(4)]
    assert [shelf.get(place) is not None for place in places] == [False, True, True, True]
    big = shelf.put("b.txt", b"x" * 500)
    kept = shelf.get(big)
    assert kept is not None and len(kept.data) == 500
    assert all(shelf.get(place) is None for place in places)
    clock.now += 61
    assert shelf.get(big) is None
    assert len(set(places)) == 4
    assert all(len(place) > 30 for place in places)


@pytest.mark.parametrize(
    ("given_", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("会议公报.docx", "会议公报.docx"),
        ("ประกาศ.md", "ประกาศ.md"),
        ('a"; filename="b.exe\r\nSet-Cookie: x=1.txt', "a_ filename_b.exe_Set-Cookie_ x_1.txt"),
        ("‮txt.exe", "_txt.exe"),
        ("..", ""),
        ("", ""),
        (".txt", "text.txt"),
        ("a" * 500 + ".txt", "a" * 100 + ".txt"),
    ],
)
def test_a_name_is_made_safe(given_: str, safe: str) -> None:
    assert safe_name(given_) == safe


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set('\r\n"\\/;\x00')
    header = disposition(safe)
    assert header.isascii() and header.isprintable()
    assert header.count('"') == 2


SCHEMA = record(
    {
        "texts": array(text(maxLength=5), minItems=1, maxItems=2),
        "to": choice(("vi", "th")),
        "n": integer(minimum=0, maximum=3),
        "day": text(format="date"),
        "either": one_of(text(pattern="^[a-z]+$"), {"type": "null"}),
    },
    ("texts", "to"),
)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"texts": ["a"], "to": "vi"}, ""),
        ({"texts": ["a", "你好"], "to": "th", "n": 3, "day": "2026-11-23", "either": None}, ""),
        ({"texts": ["a"], "to": "vi", "n": 2.0}, ""),
        ([], "the body must be an object"),
        (None, "the body must be an object"),
        ({"to": "vi"}, "the field texts is missing"),
        ({"texts": [], "to": "vi"}, "texts must have at least 1 items"),
        ({"texts": ["a"] * 3, "to": "vi"}, "texts has 3 items, more than 2: send less"),
        ({"texts": ["a", 3], "to": "vi"}, "texts[1] must be a string"),
        ({"texts": ["abcdef"], "to": "vi"}, "texts[0] has 6 characters, more than 5: send less"),
        ({"texts": ["\ud800"], "to": "vi"}, "texts[0] holds half a character (a lone surrogate): send whole ones"),
        ({"texts": ["a"], "to": "xx"}, "to must be one of vi, th"),
        ({"texts": ["a"], "to": "vi", "n": True}, "n must be a whole number"),
        ({"texts": ["a"], "to": "vi", "n": 4}, "n must be from 0 to 3"),
        ({"texts": ["a"], "to": "vi", "n": 1e400}, "n must be a whole number"),
        ({"texts": ["a"], "to": "vi", "day": "2026-02-30"}, "day is not a date: write it as 2026-01-31"),
        ({"texts": ["a"], "to": "vi", "day": "20260101"}, "day is not a date: write it as 2026-01-31"),
        ({"texts": ["a"], "to": "vi", "either": "A"}, "either is not of the form ^[a-z]+$"),
        ({"texts": ["a"], "to": "vi", "more": 1},
         "unknown field 'more': known are texts, to, n, day, either"),
    ],
)  # fmt: skip
def test_a_call_is_held_to_its_schema(value: Any, line: str) -> None:
    assert problem(value, SCHEMA) == line
