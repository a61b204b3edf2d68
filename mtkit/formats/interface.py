"""What a document format is: it reads an article into blocks, and spells plain text in its own syntax."""

from __future__ import annotations

from typing import Protocol

from mtkit.text import Block, Code

__all__ = ["Format", "Parsed"]

Parsed = tuple[tuple[Block, ...], dict[str, str]]
"""Blocks in order, and what the article says of itself (``title``, ``date``, ``author``, ``lang``)."""


class Format(Protocol):
    """One file format. Stateless; reading and writing of bytes is done around it."""

    @property
    def name(self) -> str:
        """``text``, ``markdown``, ``html``."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file endings it takes, lower case, with the dot."""

    @property
    def has_codes(self) -> bool:
        """Whether blocks can hold inline codes, so that literal braces are doubled in segments."""

    def parse(self, text: str, lang: str) -> Parsed:
        """The blocks of a decoded file. Sorted, not overlapping; codes likewise within their block."""

    def escape(self, text: str, codes: tuple[Code, ...]) -> str:
        """Plain translated text as this format spells it where ``codes`` stood (``&`` as ``&amp;``)."""
