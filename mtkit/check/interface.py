"""What a check is: a function from a pair of texts to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from mtkit.glossary import Glossary
from mtkit.lang import Lang
from mtkit.text import Kind, Room
from mtkit.unit import Issue

__all__ = ["Check", "Sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a check looks at: a source and its translation, or a single text (``source is None``).

    ``glossary`` None means that terms are not checked. ``day`` picks the forms that were in force, ``publisher`` the
    house whose usage counts; ``room`` is what a subtitle has on the screen.
    """

    target: str
    target_lang: Lang
    source: str | None = None
    source_lang: Lang | None = None
    kind: Kind = Kind.BODY
    glossary: Glossary | None = None
    day: date = date.max
    publisher: str = ""
    room: Room | None = None


Check = Callable[[Sample], Iterable[Issue]]
