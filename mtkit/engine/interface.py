"""What an engine is: requests in, answers out, in order, as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from mtkit.lang import Pair

__all__ = ["Answer", "Decoding", "Engine", "EngineInfo", "Request"]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search: ``beam`` hypotheses kept, the best ``nbest`` of them returned.

    ``batch_tokens`` bounds the padded source tokens that are decoded together; it changes speed, never the output.
    """

    beam: int = 4
    nbest: int = 1
    batch_tokens: int = 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate; it fits the model (``Engine.count`` <= ``EngineInfo.max_tokens``)."""

    text: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Answer:
    """The hypotheses for one request, best first, with log-probabilities per target token (natural log)."""

    texts: tuple[str, ...]
    scores: tuple[float | None, ...]


_NO_SCORES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine says of itself and its model.

    ``marks`` are symbols that the model was trained to copy, each exactly once; empty for stock models.
    ``max_tokens`` counts source tokens with the target token and ``</s>``. ``scores`` maps "en-zh" to a line such as
    "chrF 21.3 (FLORES-200 devtest)". ``sha256`` is of the weights file, "" where there is none.
    """

    name: str  # table, marian, ctranslate
    version: str  # "ctranslate2 4.8.5"
    model: str
    revision: str
    pairs: tuple[Pair, ...]
    sha256: str = ""
    marks: tuple[str, ...] = ()
    max_tokens: int = 512
    licence: str = ""
    scores: Mapping[str, str] = field(default_factory=lambda: _NO_SCORES)

    @property
    def label(self) -> str:
        """``model@revision``, as provenance names it."""
        return f"{self.model}@{self.revision}" if self.revision else self.model


class Engine(Protocol):
    """A model that translates.

    Contract (held by tests/contract): one answer per request, in the order of the requests, read lazily; the same
    answers whatever the order, the number and the batching of requests; a pair outside ``info.pairs`` raises
    EngineError before anything is translated; an empty or blank text gives an empty answer without the model.
    """

    @property
    def info(self) -> EngineInfo:
        """Name, model, revision, pairs, limits."""

    def count(self, text: str, pair: Pair) -> int:
        """Source tokens of ``text`` in the model's own pieces, target token and ``</s>`` included."""

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """Answers in the order of ``requests``. Raises EngineError if a request is longer than the model takes."""
