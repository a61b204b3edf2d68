"""What the interfaces have in common: models, glossary and options, loaded once, and a text brought through them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from mtkit import formats
from mtkit.cache import Recent
from mtkit.dating import date_of
from mtkit.engine import Answer, Decoding, Engine, EngineInfo, Request, Route
from mtkit.errors import EngineError, NoRouteError
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair
from mtkit.memory.lookup import Lookup
from mtkit.mentions import Mentions
from mtkit.outputs import as_article
from mtkit.pipeline import Leg, Pipeline, Translation, as_models_know, readable
from mtkit.style import Style
from mtkit.text import Document

__all__ = ["Another", "Models", "Room", "text_of"]

_MIB = 1 << 20
_PLAIN = Style()
_SAID = 16 * _MIB  # of what models said, that is kept in memory
_SAID_ELSE = 4 * _MIB


class Models(Protocol):
    """Routes and engines by pair; several threads may ask. ``mtkit.translator.Models`` is the usual one."""

    def route(self, pair: Pair) -> Route:
        """The way of a pair. Raises NoRouteError where none leads."""

    def legs(self, pair: Pair) -> list[Leg]:
        """The same with its engines loaded."""


@dataclass(frozen=True, slots=True)
class Another:
    """An engine that gives its ``turn``-th best answer first (1 is the one after the best), for alternatives.

    It can do nothing beyond translating, so that names are held by the ways that every engine has.
    """

    engine: Engine
    turn: int

    @property
    def info(self) -> EngineInfo:
        """That of the engine itself."""
        return self.engine.info

    def count(self, text: str, pair: Pair) -> int:
        """As the engine counts."""
        return self.engine.count(text, pair)

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """The engine's answers, each with the wanted one first; an answer that has no such hypothesis as it is."""
        for answer in self.engine.translate(requests, decoding):
            at = self.turn if self.turn < len(answer.texts) else 0
            yield Answer(
                (*answer.texts[at:], *answer.texts[:at]),
                (*answer.scores[at:], *answer.scores[:at]),
            )


class Room:
    """One set of options for all who ask. Nothing is loaded until a pair is first asked for.

    ``day`` picks the names in force where a text does not say its own; by default today, anew for each request.
    ``mentions`` and ``style`` are as ``Pipeline`` has them.
    """

    def __init__(
        self,
        models: Models,
        *,
        glossary: Glossary | None,
        beam: int = 4,
        day: date | None = None,
        publisher: str = "",
        lookup: Lookup | None = None,
        threads: int | None = None,
        mentions: Mentions = Mentions.SOURCE,
        style: Style = _PLAIN,
    ) -> None:
        self.models = models
        self.glossary = glossary
        self.publisher = publisher
        self.beam = beam
        self._day = day
        self._lookup = lookup
        self._threads = threads
        self._mentions = mentions
        self._style = style
        self._lock = threading.Lock()
        self._pipelines: dict[int, Pipeline] = {}
        self._routes: Mapping[Pair, Route] | None = None

    @property
    def routes(self) -> Mapping[Pair, Route]:
        """Every direction that can be translated here, with its way."""
        with self._lock:
            if self._routes is None:
                self._routes = dict(self._found())
            return self._routes

    def _found(self) -> Iterator[tuple[Pair, Route]]:
        for source in LANGUAGES:
            for target in LANGUAGES:
                try:
                    yield Pair(source, target), self.models.route(as_models_know(Pair(source, target), self._style))
                except NoRouteError:
                    continue

    def demand(self, pair: Pair) -> None:
        """Raise NoRouteError, with what to do about it, where ``pair`` cannot be translated here."""
        if pair not in self.routes:
            self.models.route(as_models_know(pair, self._style))
            raise NoRouteError(f"no way from {pair.source} to {pair.target}")

    def document(self, text: str, source: str, *, kind: str = "text", day: date | None = None) -> Document:
        """The document of one text. Raises DocumentError for what cannot be translated as it is."""
        return self._dated(formats.read_text(text, id="text", lang=source, format=kind), day)

    def document_of(self, data: bytes, name: str, source: str) -> Document:
        """The document in a file. Raises DocumentError as every reading does."""
        return self._dated(formats.read_bytes(data, id=name, lang=source), None)

    def _dated(self, document: Document, day: date | None) -> Document:
        readable(document)
        if day is None and self._day is not None and date_of(document) is None:
            day = self._day
        return replace(document, meta={**document.meta, "date": day.isoformat()}) if day else document

    def work(self, documents: Sequence[Document], pair: Pair, turn: int) -> list[Translation]:
        """The documents of one direction in its target; ``turn`` 0 is the best answer, 1 the one after it.

        Raises what the pipeline raises.
        """
        done = list(self._pipeline(turn).translate_all(documents, [pair.target]))
        if len(done) != len(documents):
            raise EngineError(f"{pair}: {len(documents) - len(done)} texts came to no end: please report it")
        return done

    def _pipeline(self, turn: int) -> Pipeline:
        with self._lock:
            if turn not in self._pipelines:
                self._pipelines[turn] = Pipeline(
                    self.models.legs if turn == 0 else lambda pair: _turned(self.models.legs(pair), turn),
                    glossary=self.glossary,
                    decoding=Decoding(beam=self.beam, nbest=self.beam),
                    publisher=self.publisher,
                    lookup=self._lookup,
                    cache=Recent(limit=_SAID if turn == 0 else _SAID_ELSE),
                    threads=self._threads,
                    mentions=self._mentions,
                    style=self._style,
                )
            return self._pipelines[turn]


def _turned(legs: Sequence[Leg], turn: int) -> list[Leg]:
    """The same way, whose last hop gives another answer."""
    return [*legs[:-1], Leg(legs[-1].pair, Another(legs[-1].engine, turn))]


def text_of(translation: Translation) -> str:
    """The translated text in the layout of its source."""
    return as_article(translation).decode("utf-8")
