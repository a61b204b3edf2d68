"""Shards: parts of a job that need know nothing of each other.

An article belongs to a shard by a hash of its id, not by its place in a list: a shard is the same on every machine,
and articles that come or go move no others. All shards together are the job, and none is in two of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self, TypeVar

from mtkit.errors import UsageError

__all__ = ["Shard", "only", "shard_of"]

T = TypeVar("T")

_SPELT = re.compile(r"([0-9]+)/([0-9]+)", re.ASCII)


def shard_of(id: str, count: int) -> int:  # noqa: A002 (the document's word)
    """The shard of the article ``id``, one of 1 to ``count``: BLAKE2b of its UTF-8, of 64 bits, modulo ``count``.

    Raises UsageError for a count below 1.
    """
    if count < 1:
        raise UsageError(f"{count} shards cannot be: choose 1 or more")
    digest = hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % count + 1


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """Part ``number`` of ``count``, counted from 1 as job arrays and people do."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise UsageError(f"shard {self}: give I/N with I from 1 to N, as in 3/8")

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The shard that ``text`` names, as ``3/8``. Raises UsageError for anything else."""
        found = _SPELT.fullmatch(text.strip())
        if found is None:
            raise UsageError(f"--shard {text!r} is no part of a job: write it as I/N, as in 3/8")
        number, count = int(found[1]), int(found[2])
        if number == 0:
            raise UsageError(f"--shard {text}: shards are counted from 1: the first of {count} is 1/{count}")
        if number > count:
            raise UsageError(f"--shard {text}: there is no shard {number} of {count}; the last is {count}/{count}")
        return cls(number, count)

    @property
    def name(self) -> str:
        """The shard as part of a file's name: ``3-of-8``."""
        return f"{self.number}-of-{self.count}"

    def without_any(self, count: int) -> str:
        """What to say where none of the ``count`` articles of a job is of this shard: that this is no mistake."""
        whose = "the only article is of another" if count == 1 else f"all {count} articles are of others"
        return f"shard {self} has no article, {whose}: nothing to do"

    def __contains__(self, id: object) -> bool:  # noqa: A002
        """Whether the article of this id is of this shard."""
        return isinstance(id, str) and shard_of(id, self.count) == self.number


def only(items: Iterable[T], shard: Shard | None, *, id_of: Callable[[T], str] = str) -> list[T]:
    """Those of ``items`` that are of ``shard``, in their order; all of them where it is None.

    Names of files are to be planned over all items first: whether two of them would collide must not depend on the
    shard.
    """
    return [item for item in items if shard is None or id_of(item) in shard]
