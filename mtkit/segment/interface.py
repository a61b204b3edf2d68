"""What a segmenter is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mtkit.text import Span

__all__ = ["Segmenter", "Sentence", "TokenCounter"]

TokenCounter = Callable[[str], int]
"""Tokens of a text in the model's own vocabulary, special tokens included."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text that ends where a sentence ends, the white space after it included.

    ``guessed``: the boundary at its end was inferred, not marked in the text (Thai, Lao without full stops).
    """

    span: Span
    guessed: bool = False


class Segmenter(Protocol):
    """Cuts plain text of one language into sentences.

    Contract (held by tests/contract): the sentences tile the text, ``"".join(s.span.of(text)) == text``; a line end
    is always a boundary; the same text gives the same sentences.
    """

    @property
    def name(self) -> str:
        """Name and version of the rules, for the signature: ``rules-zh@1``."""

    def sentences(self, text: str) -> Sequence[Sentence]:
        """The sentences of ``text``, in order; none for an empty text."""
