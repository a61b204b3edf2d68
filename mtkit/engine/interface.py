"""What an engine is: requests in, answers out, in order, as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from mtkit.lang import Pair
from mtkit.text import Span

__all__ = [
    "LAST_HEAD",
    "Alignment",
    "Answer",
    "Decoding",
    "Engine",
    "EngineInfo",
    "Head",
    "Phrase",
    "Request",
    "SupportsAlignment",
    "SupportsConstraints",
    "SupportsForcing",
    "SupportsHeads",
    "SupportsPrefix",
    "SupportsScoring",
    "Wanted",
]


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that an answer must hold, and the stretch of the request's text that they stand for."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request, and what its answer must hold: each phrase at a place of its own."""

    request: Request
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A head of cross-attention: ``layer`` counts from 0, or from the end below 0."""

    layer: int = -1
    head: int = 0


LAST_HEAD = Head()
"""What Marian's guided alignment trains: the first head of the last layer."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What an answer looks at: pieces of the answer by pieces of the source, both by their places in the texts.

    ``weights[t][s]`` is the attention that piece ``t`` of the answer pays to piece ``s`` of the source. A piece that
    has no characters of its own has an empty span.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    weights: tuple[tuple[float, ...], ...]


# What an engine may be able to do beyond translating. Those who need it ask by isinstance, and do without otherwise.


@runtime_checkable
class SupportsAlignment(Protocol):
    """Says which words of an answer come from which of the source."""

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        """The alignment of each request with a text in its target language, by one pass over the text.

        An engine that has one head only gives that one.
        """


@runtime_checkable
class SupportsHeads(Protocol):
    """Has several heads of cross-attention to choose from."""

    @property
    def heads(self) -> tuple[Head, ...]:
        """All of them, the last layer's first one by its own number."""


@runtime_checkable
class SupportsPrefix(Protocol):
    """Goes on from the beginning of an answer."""

    def resume(self, begun: Sequence[tuple[Request, str]], decoding: Decoding) -> list[Answer]:
        """The best answer to each request that begins with a given text; that text comes back to the letter.

        A mark that the beginning holds is not given again.
        """


@runtime_checkable
class SupportsScoring(Protocol):
    """Says how probable it finds an answer that is given."""

    def score(self, asked: Sequence[Sequence[tuple[Request, str]]]) -> list[tuple[float, ...]]:
        """The log-probability (natural log) of each whole answer to its request, its end included.

        What is asked in one sequence is worked out together: its scores do not depend on what else is asked.
        """


@runtime_checkable
class SupportsForcing(Protocol):
    """Says a phrase when its attention comes to what the phrase stands for."""

    def force(self, wanted: Sequence[Wanted], decoding: Decoding, *, head: Head = LAST_HEAD) -> list[Answer | None]:
        """Answers that hold every phrase, by construction; None where the model's pieces cannot spell one."""


@runtime_checkable
class SupportsConstraints(Protocol):
    """Searches among the answers that hold every phrase."""

    def constrain(self, wanted: Sequence[Wanted], decoding: Decoding) -> list[Answer | None]:
        """Answers that hold every phrase, wherever it fits best; None where none was found."""
