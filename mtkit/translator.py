"""The library's front door: models and glossary loaded once, articles streamed through them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import date
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Literal, Self

from mtkit import formats
from mtkit.cache import Cache
from mtkit.engine import Decoding, EnginePool, Route, Store, resolve
from mtkit.engine.characters import Characters, converts
from mtkit.errors import UsageError
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.memory import Memory
from mtkit.memory.lookup import THRESHOLD, Lookup
from mtkit.mentions import Mentions
from mtkit.outputs import as_article
from mtkit.pipeline import Leg, Pipeline, Translation, as_models_know
from mtkit.placing import PLAIN
from mtkit.progress import SILENT, Progress
from mtkit.schedule import flights_for
from mtkit.segment import segmenter
from mtkit.style import Style
from mtkit.text import Document

__all__ = ["GlossaryLike", "Models", "Translator", "sentences", "translate"]

GlossaryLike = Glossary | Path | str | None
"""A glossary, a CSV file that holds one, "china-asean" for the one in the box, or None to leave names to the model."""

BUNDLED: Literal["china-asean"] = "china-asean"


class Translator:
    """Translates with one glossary and one set of options; each model is loaded once, when it is first needed.

    ``engine`` is ``ctranslate`` (default) or ``marian``. ``model`` is a folder or id used in place of the route's own.
    ``device`` (``auto``, ``cpu``, ``cuda``) is for ``marian``. ``day`` picks the names in force, by default each
    article's own date, else today. A pair that is only served by a model under its floor (configs/quality.toml) is
    refused with LowQualityError unless ``allow_low_quality``.

    ``memory`` is a translation memory or its file: a text that is in it is put in for review and asked of no model; a
    like one, from ``memory_threshold`` percent, is noted in the unit. With ``memory_approved``, what was approved
    behind the same segment counts as approved. A memory that is opened here shows what it held then, and is let go of
    by ``close``, or by leaving ``with``.

    ``cache`` holds what models said before, by default for as long as the Translator is there: give a DiskCache to keep
    it. ``threads`` is how many cores decode, by default all that there are. ``style`` is the house's style.
    """

    def __init__(
        self,
        *,
        glossary: GlossaryLike = BUNDLED,
        engine: str | None = None,
        model: str | Path | None = None,
        beam: int = 4,
        day: date | None = None,
        publisher: str = "",
        mentions: Mentions = Mentions.SOURCE,
        device: str = "auto",
        allow_low_quality: bool = False,
        memory: Memory | Path | str | None = None,
        memory_approved: bool = False,
        memory_threshold: float = THRESHOLD,
        cache: Cache | None = None,
        threads: int | None = None,
        style: Style = PLAIN,
        progress: Progress = SILENT,
    ) -> None:
        if not 1 <= memory_threshold <= 100:
            raise UsageError(f"a threshold of {memory_threshold:g} percent cannot be: choose one from 1 to 100")
        self._own = Memory.open(memory, create=False, frozen=True) if isinstance(memory, Path | str) else None
        asked = self._own or (memory if isinstance(memory, Memory) else None)
        self._style = style
        lookup = Lookup(asked, memory_approved, memory_threshold) if asked else None
        self._models = Models(engine=engine, model=model, device=device, threads=threads, allow_low=allow_low_quality)
        self._pipeline = Pipeline(
            self._models.legs,
            glossary=_glossary(glossary),
            decoding=Decoding(beam=beam, nbest=beam),
            day=day,
            publisher=publisher,
            mentions=mentions,
            lookup=lookup,
            cache=cache,
            threads=flights_for(threads) if threads else None,
            style=style,
            progress=progress,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the memory, if one was opened here; what was used of it is counted in it."""
        if self._own:
            self._own.close()
            self._own = None

    def translate(self, document: Document, to: str) -> Translation:
        """One article into one language. Raises as ``stream``."""
        return self._pipeline.translate(document, to)

    def stream(
        self, documents: Iterable[Document], to: Sequence[str] | Callable[[Document], Sequence[str]]
    ) -> Generator[Translation, None, None]:
        """Every article in every language of ``to``, in order, as soon as done; articles are read lazily.

        Raises NoRouteError if no model leads to a language, ModelNotFoundError or EngineError if one cannot be used,
        DocumentError for a text that cannot be translated as it is.
        """
        return self._pipeline.translate_all(documents, to)

    def signature(self, document: Document, to: str) -> str:
        """What ``stream`` would sign this article's units with."""
        pair, day = Pair(document.lang, lang(to).code), self._pipeline.day(document)
        return str(self._pipeline.signature(pair, day, fields=document.meta.get("fields", "")))

    def day(self, document: Document) -> date:
        """The day whose names ``stream`` would use for this article."""
        return self._pipeline.day(document)

    def key(self, source: str, to: str) -> str:
        """What a translation depends on but the article and, where that has no date and none was given, today's date.

        Equal keys and equal articles give the same units. Raises as ``stream``.
        """
        return self._pipeline.key(Pair.of(source, to))

    def hints(self, source: str, targets: Sequence[str]) -> list[str]:
        """Lines for the person at the terminal: which models are used, how good they are, and how to get better ones.

        Raises NoRouteError if no model leads to one of the targets.
        """
        routes = [self._models.route(as_models_know(Pair.of(source, target), self._style)) for target in targets]
        return list(dict.fromkeys(line for route in routes for line in (*route.hints, *route.notes)))


def translate(
    text: str,
    *,
    source: str,
    target: str,
    glossary: GlossaryLike = BUNDLED,
    as_of: date | None = None,
    publisher: str = "",
    allow_low_quality: bool = False,
) -> str:
    """``text`` in the language ``target``, line for line, official names in their approved forms.

    For the findings, or for more than a text or two, use a Translator: it loads models once and gives units.
    """
    document = formats.read_text(text, lang=lang(source).code)
    translator = Translator(glossary=glossary, day=as_of, publisher=publisher, allow_low_quality=allow_low_quality)
    return as_article(translator.translate(document, target)).decode()


def sentences(text: str, lang: str) -> list[str]:
    """The sentences of a plain text, white space included: ``"".join(sentences(text, lang)) == text``."""
    return [sentence.span.of(text) for sentence in segmenter(lang).sentences(text)]


def _glossary(given: GlossaryLike) -> Glossary | None:
    if given is None or isinstance(given, Glossary):
        return given
    return Glossary.bundled() if given == BUNDLED else Glossary.load(given)


def _converted(pair: Pair) -> Route:
    """The way of a pair whose characters alone differ: no hop, for there is no model."""
    return Route(pair, (), (f"{pair}: characters converted by OpenCC {Characters().info.revision}, without a model",))


class Models:
    """Routes and engines, found and loaded when a pair first asks for them; several threads may ask."""

    def __init__(
        self,
        *,
        engine: str | None = None,
        model: str | Path | None = None,
        device: str = "auto",
        threads: int | None = None,
        allow_low: bool = False,
    ) -> None:
        self._engine, self._model, self._allow_low = engine, model, allow_low
        self._lock = RLock()
        self._store = Store()
        self._pool = EnginePool(threads=threads, device=device)
        self._routes: dict[Pair, Route] = {}

    def route(self, pair: Pair) -> Route:
        """The way of a pair. Raises NoRouteError where none leads."""
        with self._lock:
            if pair not in self._routes:
                self._routes[pair] = _converted(pair) if converts(pair) else self._resolved(pair)
            return self._routes[pair]

    def _resolved(self, pair: Pair) -> Route:
        return resolve(pair, store=self._store, engine=self._engine, model=self._model, allow_low=self._allow_low)

    def legs(self, pair: Pair) -> list[Leg]:
        """The way of a pair, its engines loaded. Raises as ``route``, and EngineError for a damaged model."""
        with self._lock:
            if converts(pair):
                return [Leg(pair, Characters())]
            return [Leg(leg.pair, self._pool.engine(leg)) for leg in self.route(pair).legs]
