"""The library's front door: models and glossary loaded once, articles streamed through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from mtkit import formats
from mtkit.engine.interface import Decoding
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.outputs import as_article
from mtkit.pipeline import Leg, Pipeline, Translation
from mtkit.progress import SILENT, Progress
from mtkit.text import Document

__all__ = ["GlossaryLike", "Translator", "translate"]

GlossaryLike = Glossary | Path | str | None
"""A glossary, a CSV file that holds one, "china-asean" for the one in the box, or None to leave names to the model."""

BUNDLED: Literal["china-asean"] = "china-asean"


class Translator:
    """Translates with one glossary and one set of options; each model is loaded once, when it is first needed.

    ``engine`` is ``ctranslate`` (default) or ``marian``. ``model`` is a folder or id that takes the place of the
    route's own models. ``day`` picks the names in force, by default each article's own date, else today.
    """

    def __init__(
        self,
        *,
        glossary: GlossaryLike = BUNDLED,
        engine: str | None = None,
        model: str | Path | None = None,
        beam: int = 4,
        day: date | None = None,
        progress: Progress = SILENT,
    ) -> None:
        self._pool = _Pool(engine=engine, model=model)
        self._pipeline = Pipeline(
            self._pool.legs,
            glossary=_glossary(glossary),
            decoding=Decoding(beam=beam, nbest=beam),
            day=day,
            progress=progress,
        )

    def translate(self, document: Document, to: str) -> Translation:
        """One article into one language. Raises as ``stream``."""
        return self._pipeline.translate(document, to)

    def stream(
        self, documents: Iterable[Document], to: Sequence[str] | Callable[[Document], Sequence[str]]
    ) -> Iterator[Translation]:
        """Every article in every language of ``to``, in order, as soon as done; articles are read lazily.

        Raises NoRouteError if no model leads to a language, ModelNotFoundError or EngineError if one cannot be used,
        DocumentError for a text that cannot be translated as it is.
        """
        return self._pipeline.translate_all(documents, to)

    def signature(self, document: Document, to: str) -> str:
        """What ``stream`` would sign this article's units with."""
        return str(self._pipeline.signature(Pair(document.lang, lang(to).code), self._pipeline.day(document)))

    def hints(self, source: str, targets: Sequence[str]) -> list[str]:
        """Lines for the person at the terminal: which models are used, how good they are, and how to get better ones.

        Raises NoRouteError if no model leads to one of the targets.
        """
        lines = dict.fromkeys(line for target in targets for line in self._pool.hints(Pair.of(source, target)))
        return list(lines)


def translate(
    text: str,
    *,
    source: str,
    target: str,
    glossary: GlossaryLike = BUNDLED,
    as_of: date | None = None,
) -> str:
    """``text`` in the language ``target``, line for line, official names in their approved forms.

    For the findings, or for more than a text or two, use a Translator: it loads models once and gives units.
    """
    document = formats.read_text(text, lang=lang(source).code)
    return as_article(Translator(glossary=glossary, day=as_of).translate(document, target)).decode()


def _glossary(given: GlossaryLike) -> Glossary | None:
    if given is None or isinstance(given, Glossary):
        return given
    return Glossary.bundled() if given == BUNDLED else Glossary.load(given)


class _Pool:
    def __init__(self, *, engine: str | None, model: str | Path | None) -> None:
        self._engine = None

    def legs(self, pair: Pair) -> Sequence[Leg]:
        from mtkit.engine.embedded import load_embedded

        if self._engine is None:
            self._engine = load_embedded()
        if pair in self._engine.info.pairs:
            return [Leg(pair, self._engine)]
        return [Leg(Pair(pair.source, "en"), self._engine), Leg(Pair("en", pair.target), self._engine)]

    def hints(self, pair: Pair) -> list[str]:
        return []
