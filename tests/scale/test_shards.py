"""A job in parts: each article in one, the same one everywhere."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.errors import UsageError
from mtkit.scale import Shard, only, shard_of

IDS = [f"2025/09/{day:02d}/南宁-{n}.md" for day in range(1, 29) for n in range(40)]


def test_an_id_has_the_same_shard_for_good() -> None:
    # written down once: another hash would send articles to shards that did not make their files
    assert [shard_of(name, 8) for name in ("forum.md", "2025/东盟.html", "ข่าว/หน้า ๑.txt", "")] == [8, 4, 1, 5]


def test_a_shard_does_not_depend_on_the_hash_of_this_process() -> None:
    code = "from mtkit.scale import shard_of; print([shard_of(f'article-{n}.md', 5) for n in range(50)])"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_shards_are_of_like_size() -> None:
    sizes = [len(only(IDS, Shard(number, 8))) for number in range(1, 9)]
    assert sum(sizes) == len(IDS)
    assert min(sizes) > 0.75 * len(IDS) / 8 and max(sizes) < 1.25 * len(IDS) / 8, sizes


@given(st.lists(st.text(), unique=True), st.integers(1, 20))
def test_each_article_is_in_one_shard_and_the_order_is_kept(ids: list[str], count: int) -> None:
    shards = [only(ids, Shard(number, count)) for number in range(1, count + 1)]
    assert sorted(name for shard in shards for name in shard) == sorted(ids)
    assert all([name for name in ids if name in set(shard)] == shard for shard in shards)


@given(st.lists(st.text(), unique=True, min_size=1), st.integers(1, 20))
def test_articles_that_come_move_no_others(ids: list[str], count: int) -> None:
    before = {name: shard_of(name, count) for name in ids[:-1]}
    assert all(shard_of(name, count) == shard for name, shard in before.items())


def test_none_is_the_whole_job() -> None:
    assert only(IDS, None) == IDS


def test_a_shard_reads_as_it_is_written() -> None:
    assert Shard.parse(" 3/8 ") == Shard(3, 8)
    assert str(Shard(3, 8)) == "3/8"
    assert Shard(3, 8).name == "3-of-8"
    assert Shard.parse("1/1") == Shard(1, 1)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3", "I/N"),
        ("", "I/N"),
        ("3/", "I/N"),
        ("a/b", "I/N"),
        ("-1/8", "I/N"),
        ("1/2/3", "I/N"),
        ("٣/٨", "I/N"),
        ("0/8", "the first of 8 is 1/8"),
        ("9/8", "the last is 8/8"),
        ("1/0", "the last is 0/0"),
    ],
)
def test_what_is_no_shard_is_said_in_one_line(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        Shard.parse(text)
    assert hint in str(caught.value) and "\n" not in str(caught.value)
