"""The main path: an article in, units for the editor out.

    Document --segment--> Segment* --place--> Job* --carry, hop by hop--> Outcome* --finish, check--> Unit*
                             |--recall--> what a person approved before: not asked of a model

``segments_of`` and ``translate_segments`` are that line: to read them is to read the tool. ``Pipeline`` brings many
articles and languages through it, a window of segments at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from threading import Lock

from mtkit import __version__
from mtkit.cache import Cache, Recent
from mtkit.dating import date_of
from mtkit.enforce import Job, Outcome, calibration_of
from mtkit.enforce.recall import Claims, carry_anew, settings_of
from mtkit.engine.characters import CONVERSIONS
from mtkit.engine.interface import Decoding, Engine
from mtkit.engine.machine import worker_count
from mtkit.errors import DocumentError, NoRouteError
from mtkit.finishing import Item, consistent, finish, placed, recall, remembered, unsaid
from mtkit.formats import format_for
from mtkit.formats.interface import Timed
from mtkit.formats.po_text import digest
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.memory.interface import Context
from mtkit.memory.lookup import Lookup, Offer
from mtkit.mentions import Mentions, plan
from mtkit.placing import PLAIN, Read, look, read, relabel
from mtkit.progress import SILENT, Progress
from mtkit.schedule import InFlight, flights_for
from mtkit.segment import segmenter
from mtkit.segment.document import segment_document
from mtkit.style import OFF, Style, convertible, engine
from mtkit.text import Document, Segment
from mtkit.unit import Hop, Signature, Unit
from mtkit.zawgyi import ZAWGYI_ADVICE, looks_zawgyi

__all__ = [
    "Item",
    "Leg",
    "Pipeline",
    "Translation",
    "as_models_know",
    "consistent",
    "day_of",
    "finish",
    "readable",
    "recall",
    "remembered",
    "segments_of",
    "translate_segments",
]

WINDOW = 1024
_FIRST = 256
_DAYS = 4096  # signatures that are remembered, one for each pair and day
_TOGETHER = frozenset({"ctranslate", "table"})  # engines that several threads may ask at once


@dataclass(frozen=True, slots=True)
class Leg:
    """One hop of a route: a direction and the engine that goes it."""

    pair: Pair
    engine: Engine


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one language: its units in the order of the source, and how they were made."""

    document: Document
    target: str
    units: tuple[Unit, ...]
    signature: Signature
    day: date


def segments_of(document: Document, *, like: str = "") -> tuple[Segment, ...]:
    """The segments of a document, in order; ``like``: as the segmenter of that name cut it. Raises as ``readable``."""
    segments = segment_document(readable(document), segmenter(document.lang, like=like))
    fmt = format_for(document.format)
    return fmt.timed(document, segments) if isinstance(fmt, Timed) else segments


def readable(document: Document) -> Document:
    """``document``, if its text is what it seems. Raises DocumentError for Burmese in Zawgyi's private encoding."""
    if lang(document.lang).base == "my" and looks_zawgyi(document.text):
        raise DocumentError(ZAWGYI_ADVICE, where=document.id)
    return document


def translate_segments(
    items: Sequence[Item],
    pair: Pair,
    legs: Sequence[Leg],
    *,
    glossary: Glossary | None,
    decoding: Decoding,
    cache: Cache | None = None,
    claims: Claims | None = None,
    style: Style = PLAIN,
) -> list[Unit]:
    """The units of ``items``, in their order: names found and placed, brought through each hop, restored, checked.

    What ``cache`` has is not asked of a model again; threads that share it share ``claims``. Where a model says nothing
    in one of the hops, the unit is untranslated: codes without words are no translation.
    """
    placings = [placed(item, pair, glossary) for item in items]
    jobs = [placing.job for placing in placings]
    trails: list[list[Hop]] = [[] for _ in items]
    outcomes: list[Outcome] = []
    silent = [False] * len(items)
    for leg in legs:
        last = leg is legs[-1]
        jobs = [
            relabel(job, leg.pair.target, item.day, publisher=item.publisher, last=last)
            for job, item in zip(jobs, items, strict=True)
        ]
        earlier = [outcome.issues for outcome in outcomes] or [()] * len(items)
        calibration = calibration_of(leg.engine.info, glossary)
        outcomes = carry_anew(jobs, leg.pair, leg.engine, decoding, calibration=calibration, cache=cache, claims=claims)
        outcomes = [
            replace(outcome, issues=tuple(dict.fromkeys([*issues, *outcome.issues])))
            for outcome, issues in zip(outcomes, earlier, strict=True)
        ]
        silent = [
            known or (bool(job.text.strip()) and not outcome.text.strip())
            for known, job, outcome in zip(silent, jobs, outcomes, strict=True)
        ]
        outcomes = [unsaid(one) if mute else one for mute, one in zip(silent, outcomes, strict=True)]
        for trail, outcome in zip(trails, outcomes, strict=True):
            score = None if leg.pair in CONVERSIONS else outcome.score  # no model said how probable it is
            trail.append(Hop(leg.pair, leg.engine.info.label, outcome.text, score, outcome.tier))
        jobs = [Job(outcome.text, outcome.placed) for outcome in outcomes]
    return [
        finish(item, pair, placing, trail, outcome, glossary, style=style)
        for item, placing, trail, outcome in zip(items, placings, trails, outcomes, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Work:
    """A document on its way: its segments, what stands in them, and the units made of them so far, by language."""

    document: Document
    segments: tuple[Segment, ...]
    reads: tuple[Read, ...]
    day: date
    units: dict[str, list[Unit]]


@dataclass(frozen=True, slots=True)
class _Window:
    """Segments of one pair that go through the models together, with what the memory offers for each.

    ``into`` says where each unit goes; ``finished`` are the works that are whole when this window is done.
    """

    pair: Pair | None = None
    items: tuple[Item, ...] = ()
    offers: tuple[Offer, ...] = ()
    legs: tuple[Leg, ...] = ()
    into: tuple[list[Unit], ...] = ()
    finished: tuple[_Work, ...] = ()


class Pipeline:
    """Translates articles with fixed engines, glossary and options.

    ``legs`` gives the route of a pair, one leg or two. ``day`` picks the terms in force: by default each article's
    own date, else today. ``publisher`` is the house whose usage counts where houses differ; ``mentions`` says when a
    later mention of a name is short. ``lookup`` is the memory that is asked before the models; ``cache`` holds what
    they said before, by default of this pipeline alone. ``style`` is the house's, put to what models said.
    ``window`` is how many segments are brought through the models together, ``threads`` how many such windows are in
    flight, by default as many as keep the machine busy. Both bound memory, and change nothing of the output.
    """

    def __init__(
        self,
        legs: Callable[[Pair], Sequence[Leg]],
        *,
        glossary: Glossary | None = None,
        decoding: Decoding | None = None,
        day: date | None = None,
        publisher: str = "",
        mentions: Mentions = Mentions.SOURCE,
        lookup: Lookup | None = None,
        cache: Cache | None = None,
        style: Style = PLAIN,
        window: int = WINDOW,
        threads: int | None = None,
        progress: Progress = SILENT,
    ) -> None:
        self._legs = legs
        self._glossary = glossary
        self._decoding = decoding or Decoding()
        self._day = day
        self._publisher = " ".join(publisher.replace("|", " ").split())
        self._mentions = mentions
        self._lookup = lookup
        self._cache = Recent() if cache is None else cache
        self._claims = Claims()
        self._style = style
        self._window = window
        self._threads = threads or flights_for(worker_count())
        self._progress = progress
        self._alone = Lock()
        self._signatures: dict[tuple[Pair, date], Signature] = {}

    def translate(self, document: Document, to: str) -> Translation:
        """One article into one language. See ``translate_all``."""
        (translation,) = self.translate_all([document], [to])
        return translation

    def translate_all(
        self, documents: Iterable[Document], to: Sequence[str] | Callable[[Document], Sequence[str]]
    ) -> Generator[Translation, None, None]:
        """Every article in every language of ``to``, article by article, as soon as they are done.

        ``to`` may differ by article. Articles are read lazily, no more of them than fill the windows in flight. Raises
        NoRouteError if a language cannot be reached; EngineError if a model fails; DocumentError for a text that cannot
        be translated as it is; each behind the articles that were finished before.
        """
        windows = self._windows(documents, to if callable(to) else lambda _: to)
        self._progress.start("translating")
        try:
            with InFlight(windows, self._through, threads=self._threads) as flight:
                for window, units in flight:
                    for row, unit in zip(window.into, units, strict=True):
                        row.append(unit)
                    self._progress.advance(len(units))
                    for work in window.finished:
                        for target in list(work.units):
                            flight.fill()
                            yield self._translation(work, target)
        finally:
            self._progress.finish()

    def _translation(self, work: _Work, target: str) -> Translation:
        """What became of an article in one language; its units are handed over."""
        fields = work.document.meta.get("fields", "")
        signature = self.signature(Pair(work.document.lang, target), work.day, fields=fields)
        units = consistent(work.units.pop(target), self._glossary, work.day, publisher=self._publisher)
        return Translation(work.document, target, units, signature, work.day)

    def signature(self, pair: Pair, day: date, *, fields: str = "") -> Signature:
        """How this pipeline makes units of ``pair`` with the names of ``day``; ``fields`` tells a map of fields."""
        known = self._signatures.get((pair, day))
        if known is None:
            if len(self._signatures) >= _DAYS:  # a server is asked for any day, and runs for long
                self._signatures.clear()
            known = self._signatures[pair, day] = self._signature(pair, day)
        signature = known
        if fields:
            signature = replace(signature, options=f"{signature.options}|fields:{fields}")
        if self._lookup is None:
            return signature
        return replace(signature, options=f"{signature.options}|{self._lookup.options(pair)}")

    def _signature(self, pair: Pair, day: date) -> Signature:
        legs = self._legs(as_models_know(pair, self._style))
        glossary = f"{self._glossary.name}@{self._glossary.digest}" if self._glossary else "none"
        engines = ",".join(dict.fromkeys(leg.engine.info.version for leg in legs))
        options = f"beam:{self._decoding.beam}|as-of:{day.isoformat()}"
        options += f"|publisher:{self._publisher}" if self._publisher else ""
        options += f"|mentions:{self._mentions}" if self._mentions is not Mentions.SOURCE else ""
        said = [self._style.options(pair.target), engine(self._style, pair.target)]
        options += f"|style:{','.join(filter(None, said))}" if any(said) else ""
        calibrated = [c.digest for leg in legs if (c := calibration_of(leg.engine.info, self._glossary))]
        options += f"|calibration:{','.join(calibrated)}" if calibrated else ""
        models = tuple(leg.engine.info.label for leg in legs)
        return Signature(__version__, engines, models, glossary, segmenter(pair.source).name, options)

    def key(self, pair: Pair) -> str:
        """What units of ``pair`` depend on but the article: equal keys and equal articles give equal units.

        An article without a date of its own is of the day it is translated on, unless a day was given: that is not in
        the key.
        """
        legs = self._legs(as_models_know(pair, self._style))
        engines = [(leg.engine.info.sha256, settings_of(leg.engine, leg.pair)) for leg in legs]
        return digest(f"{pair} {self._day} {self.signature(pair, self._day or date.min)} {engines}", 32)

    def day(self, document: Document) -> date:
        """The day whose names this pipeline uses for ``document``."""
        return self._day or day_of(document)

    def _windows(self, documents: Iterable[Document], to: Callable[[Document], Sequence[str]]) -> Iterator[_Window]:
        """The segments of all articles, in the order in which they are brought through the models.

        As many articles as fill a window go into one language after the other, then they are finished.
        """
        for batch in self._batches(documents, to):
            for pair in dict.fromkeys(Pair(work.document.lang, code) for work in batch for code in work.units):
                ours = [work for work in batch if work.document.lang == pair.source and pair.target in work.units]
                rows = [(work, item) for work in ours for item in self._items(work, pair)]
                for first in range(0, len(rows), self._window):
                    yield self._window_of(pair, rows[first : first + self._window])
            yield _Window(finished=tuple(batch))

    def _window_of(self, pair: Pair, rows: Sequence[tuple[_Work, Item]]) -> _Window:
        lookup = self._lookup
        items = tuple(item for _, item in rows)
        offers = tuple(recall(item, pair, lookup, self._glossary) if lookup else Offer() for item in items)
        asks = any(not offer.target for offer in offers)
        legs = tuple(self._legs(as_models_know(pair, self._style))) if asks else ()
        return _Window(pair, items, offers, legs, tuple(work.units[pair.target] for work, _ in rows))

    def _batches(self, documents: Iterable[Document], to: Callable[[Document], Sequence[str]]) -> Iterator[list[_Work]]:
        """The articles, as many at once as fill a window; fewer at first, so that the models soon have work."""
        batch: list[_Work] = []
        waiting, full = 0, min(_FIRST, self._window)
        for document in documents:
            batch.append(self._work(document, to(document)))
            waiting += len(batch[-1].segments)
            if waiting >= full:
                yield batch
                batch, waiting, full = [], 0, min(2 * full, self._window)
        if batch:
            yield batch

    def _work(self, document: Document, targets: Sequence[str]) -> _Work:
        segments, day, codes = segments_of(document), self.day(document), _has_codes(document)
        reads = tuple(
            read(segment, document.lang, self._glossary, day, has_codes=codes, publisher=self._publisher)
            for segment in segments
        )
        return _Work(document, segments, reads, day, {lang(code).code: [] for code in targets})

    def _items(self, work: _Work, pair: Pair) -> list[Item]:
        """The segments of an article with what stands in them, and how each mention in it is written."""
        codes = _has_codes(work.document)
        seen = [
            look(segment, pair, self._glossary, work.day, has_codes=codes, publisher=self._publisher, known=known)
            for segment, known in zip(work.segments, work.reads, strict=True)
        ]
        mentions = plan(
            [(segment.kind, sighted.text, sighted.hits) for segment, sighted in zip(work.segments, seen, strict=True)],
            pair.target,
            work.day,
            publisher=self._publisher,
            style=self._mentions,
        )
        before = ["", *(digest(segment.text) for segment in work.segments)]
        return [
            Item(segment, work.day, codes, self._publisher, sighted, row, Context(segment.kind.value, previous))
            for segment, sighted, row, previous in zip(work.segments, seen, mentions, before[:-1], strict=True)
        ]

    def _through(self, window: _Window) -> list[Unit]:
        """The units of a window, in its order: from the memory what it has, all others through the models."""
        pair, glossary = window.pair, self._glossary
        if pair is None:
            return []
        asked = [item for item, offer in zip(window.items, window.offers, strict=True) if not offer.target]
        together = all(leg.engine.info.name in _TOGETHER for leg in window.legs)
        with nullcontext() if together else self._alone:
            made = iter(
                translate_segments(
                    asked,
                    pair,
                    window.legs,
                    glossary=glossary,
                    decoding=self._decoding,
                    cache=self._cache,
                    claims=self._claims,
                    style=self._style,
                )
            )
        return [
            remembered(item, pair, offer, glossary) if offer.target else replace(next(made), matches=offer.matches)
            for item, offer in zip(window.items, window.offers, strict=True)
        ]


def day_of(document: Document) -> date:
    """The article's own date, by which terms are picked; today's where it has none that can be read."""
    return date_of(document) or datetime.now(tz=UTC).date()


def as_models_know(pair: Pair, style: Style = PLAIN) -> Pair:
    """The pair whose models are asked: Traditional Chinese is read in Simplified characters, see ``place``.

    It is written in them, too, and converted, where that can be (``mtkit.style``): models write them better.
    Between the two no model is asked. Raises NoRouteError where the style forbids to convert, which is all there is.
    """
    if lang(pair.source).base == lang(pair.target).base:
        if pair.target == "zh-Hant" and style.choice("variant", pair.target) == OFF:
            raise NoRouteError(f"{pair}: the style says variant=off, and there is nothing else to do: leave it out")
        return pair
    source = "zh" if pair.source == "zh-Hant" else pair.source
    target = "zh" if convertible(style, pair.target) else pair.target
    return Pair(source, target)


def _has_codes(document: Document) -> bool:
    return format_for(document.format).has_codes
