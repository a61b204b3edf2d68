"""What pre-translating a file gives, as values."""

from __future__ import annotations

from dataclasses import dataclass

from mtkit.lang import Pair
from mtkit.unit import Issue

__all__ = ["Filled", "Left", "Pretranslated"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A unit that was filled in: where (``line 12``, ``unit 7``), its texts, and what a reviewer should know.

    ``score`` is the model's log-probability per token, or None; ``memory`` says that it is a person's text.
    ``estimate``, from 0 to 1, is how good the machine text is likely to be (mtkit.estimate).
    """

    place: str
    source: str
    target: str
    issues: tuple[Issue, ...] = ()
    score: float | None = None
    memory: bool = False
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A unit without a translation that was not filled in, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pretranslated:
    """A file with its untranslated units filled in: ``data`` is all of its bytes.

    ``finished`` counts units that were let alone because they have a translation.
    """

    data: bytes
    pair: Pair
    filled: tuple[Filled, ...]
    left: tuple[Left, ...]
    finished: int
    notes: tuple[str, ...] = ()
