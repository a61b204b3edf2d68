"""The main path: an article in, units for the editor out.

    Document --segment--> Segment* --place--> Job* --carry, hop by hop--> Outcome* --finish, check--> Unit*
                             |--recall--> what a person approved before: not asked of a model

``segments_of`` and ``translate_segments`` are that line: to read them is to read the tool. ``Pipeline`` brings many
articles and languages through it, a window of segments at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mtkit import __version__
from mtkit.cache import Cache, Recent
from mtkit.check import Sample, check
from mtkit.check.terms import check_renderings
from mtkit.dating import date_of
from mtkit.enforce import Job, Outcome, calibration_of
from mtkit.enforce.recall import Claims, carry_anew
from mtkit.engine.interface import Decoding, Engine
from mtkit.errors import DocumentError
from mtkit.formats import format_for
from mtkit.formats.po_text import digest
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.memory.interface import NOWHERE, Context
from mtkit.memory.lookup import Lookup, Offer
from mtkit.mentions import Mention, Mentions, plan
from mtkit.placing import Placing, Sighted, look, place, relabel, target_text
from mtkit.progress import SILENT, Progress
from mtkit.segment import segmenter
from mtkit.segment.document import segment_document
from mtkit.text import Document, Segment
from mtkit.unit import Hop, Issue, Origin, Signature, State, Unit
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


@dataclass(frozen=True, slots=True)
class Item:
    """A segment that waits for its turn, with what its document says.

    That is the day of the names, whether it has codes, whose usage counts, and, once they are known, what stands in
    the segment and which of its mentions are short. ``context`` is where it stands, for the memory.
    """

    segment: Segment
    day: date
    has_codes: bool
    publisher: str = ""
    sighted: Sighted | None = None
    mentions: tuple[Mention, ...] = ()
    context: Context = NOWHERE


def segments_of(document: Document) -> tuple[Segment, ...]:
    """The segments of a document, in order. Raises DocumentError as ``readable``."""
    return segment_document(readable(document), segmenter(document.lang))


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
) -> list[Unit]:
    """The units of ``items``, in their order: names found and placed, brought through each hop, restored, checked.

    What ``cache`` has is not asked of a model again; threads that share it share ``claims``.
    """
    placings = [
        place(
            item.segment,
            pair,
            glossary,
            item.day,
            has_codes=item.has_codes,
            publisher=item.publisher,
            sighted=item.sighted,
            mentions=item.mentions,
        )
        for item in items
    ]
    jobs = [placing.job for placing in placings]
    trails: list[list[Hop]] = [[] for _ in items]
    outcomes: list[Outcome] = []
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
        for trail, outcome in zip(trails, outcomes, strict=True):
            trail.append(Hop(leg.pair, leg.engine.info.label, outcome.text, outcome.score, outcome.tier))
        jobs = [Job(outcome.text, outcome.placed) for outcome in outcomes]
    return [
        finish(item, pair, placing, trail, outcome, glossary)
        for item, placing, trail, outcome in zip(items, placings, trails, outcomes, strict=True)
    ]


def recall(item: Item, pair: Pair, lookup: Lookup, glossary: Glossary | None) -> Offer:
    """What the memory has for a segment, held to the glossary in force as everything that is published."""
    segment = item.segment

    def faults(target: str) -> tuple[Issue, ...]:
        return check(_sample(segment, target, pair, glossary, item.day, item.publisher))

    return lookup.offer(segment.text, pair, item.context, faults, glossary=glossary, day=item.day)


def remembered(item: Item, pair: Pair, offer: Offer, glossary: Glossary | None) -> Unit:
    """The unit of a segment whose text the memory has: for a person to read, unless it was approved just here."""
    placing = place(
        item.segment,
        pair,
        glossary,
        item.day,
        has_codes=item.has_codes,
        publisher=item.publisher,
        sighted=item.sighted,
        mentions=item.mentions,
    )
    terms = tuple(use if use.target in offer.target else replace(use, target="", authority="") for use in placing.terms)
    state = State.APPROVED if offer.approved else State.RAW
    return Unit(
        item.segment, pair, offer.target, state, Origin.MEMORY, offer.issues, terms, (), offer.target, "", offer.matches
    )


def finish(
    item: Item, pair: Pair, placing: Placing, trail: Sequence[Hop], outcome: Outcome, glossary: Glossary | None
) -> Unit:
    """The unit of one segment: its text for the editor, and everything that is to be said of it."""
    segment = item.segment
    target = target_text(outcome, pair.target, has_codes=item.has_codes, day=item.day, publisher=item.publisher)
    sample = _sample(segment, target, pair, glossary, item.day, item.publisher)
    issues = (*placing.issues, *outcome.issues, *check(sample))
    state = State.RAW if target else State.UNTRANSLATED
    return Unit(segment, pair, target, state, Origin.MACHINE, issues, placing.terms, tuple(trail), target)


def consistent(units: Sequence[Unit], glossary: Glossary | None, day: date, *, publisher: str = "") -> tuple[Unit, ...]:
    """The ``units`` of one document, with a T07 on those that call a thing by another name than the rest."""
    if glossary is None or not any(_says_more(unit, glossary, day, publisher) for unit in units):
        return tuple(units)
    samples = [_sample(unit.segment, unit.target, unit.pair, glossary, day, publisher) for unit in units]
    found = check_renderings(samples)
    return tuple(
        replace(unit, issues=(*unit.issues, *found[n])) if n in found else unit for n, unit in enumerate(units)
    )


def _says_more(unit: Unit, glossary: Glossary, day: date, publisher: str) -> bool:
    """Whether a name of ``unit`` may stand in its target by another form than the one that was placed."""
    target = unit.target.lower()
    for use in unit.terms:
        placed = use.target.lower()
        if use.concept in glossary:
            forms = glossary[use.concept].accepted(unit.pair.target, day, publisher=publisher)
            if any(form.lower() in target and form.lower() not in placed for form in forms):
                return True
    return False


def _sample(segment: Segment, target: str, pair: Pair, glossary: Glossary | None, day: date, publisher: str) -> Sample:
    return Sample(
        target,
        lang(pair.target),
        segment.text,
        lang(pair.source),
        kind=segment.kind,
        glossary=glossary,
        day=day,
        publisher=publisher,
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """A document that waits for its turn, with its segments."""

    document: Document
    segments: tuple[Segment, ...]
    day: date
    targets: tuple[str, ...]


class Pipeline:
    """Translates articles with fixed engines, glossary and options.

    ``legs`` gives the route of a pair, one leg or two. ``day`` picks the terms in force: by default each article's
    own date, else today. ``publisher`` is the house whose usage counts where houses differ; ``mentions`` says when a
    later mention of a name is short. ``lookup`` is the memory that is asked before the models; ``cache`` holds what
    they said before, by default of this pipeline alone.
    ``window`` is how many segments are brought through the models together; it bounds RAM, and does not change the
    output.
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
        window: int = 1024,
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
        self._window = window
        self._progress = progress

    def translate(self, document: Document, to: str) -> Translation:
        """One article into one language. See ``translate_all``."""
        return next(self.translate_all([document], [to]))

    def translate_all(
        self, documents: Iterable[Document], to: Sequence[str] | Callable[[Document], Sequence[str]]
    ) -> Iterator[Translation]:
        """Every article in every language of ``to``, article by article, as soon as they are done.

        ``to`` may differ by article. Articles are read lazily and brought through the models together, as many as
        fit the window. Raises NoRouteError if a language cannot be reached; EngineError if a model fails;
        DocumentError for a text that cannot be translated as it is.
        """
        for batch in self._batches(documents, to if callable(to) else lambda _: to):
            done: dict[tuple[int, str], list[Unit]] = {}
            for target in dict.fromkeys(code for work in batch for code in work.targets):
                wanted = [n for n, work in enumerate(batch) if target in work.targets]
                made = self._translate_batch([batch[n] for n in wanted], target)
                done.update({(n, target): units for n, units in zip(wanted, made, strict=True)})
            for n, work in enumerate(batch):
                for target in work.targets:
                    signature = self.signature(Pair(work.document.lang, target), work.day)
                    units = consistent(done[n, target], self._glossary, work.day, publisher=self._publisher)
                    yield Translation(work.document, target, units, signature, work.day)

    def signature(self, pair: Pair, day: date) -> Signature:
        """How this pipeline makes units of ``pair`` with the names of ``day``."""
        legs = self._legs(as_models_know(pair))
        glossary = f"{self._glossary.name}@{self._glossary.digest}" if self._glossary else "none"
        engines = ",".join(dict.fromkeys(leg.engine.info.version for leg in legs))
        options = f"beam:{self._decoding.beam}|as-of:{day.isoformat()}"
        options += f"|publisher:{self._publisher}" if self._publisher else ""
        options += f"|mentions:{self._mentions}" if self._mentions is not Mentions.SOURCE else ""
        calibrated = [c.digest for leg in legs if (c := calibration_of(leg.engine.info, self._glossary))]
        options += f"|calibration:{','.join(calibrated)}" if calibrated else ""
        options += f"|{self._lookup.options(pair)}" if self._lookup else ""
        models = tuple(leg.engine.info.label for leg in legs)
        return Signature(__version__, engines, models, glossary, segmenter(pair.source).name, options)

    def key(self, pair: Pair) -> str:
        """What units of ``pair`` depend on but the article: equal keys and equal articles give equal units.

        An article without a date of its own is of the day it is translated on, unless a day was given: that is not in
        the key.
        """
        engines = [leg.engine.info.sha256 for leg in self._legs(as_models_know(pair))]
        return digest(f"{pair} {self._day} {self.signature(pair, self._day or date.min)} {engines}", 32)

    def day(self, document: Document) -> date:
        """The day whose names this pipeline uses for ``document``."""
        return self._day or day_of(document)

    def _batches(self, documents: Iterable[Document], to: Callable[[Document], Sequence[str]]) -> Iterator[list[_Work]]:
        batch: list[_Work] = []
        waiting = 0
        for document in documents:
            targets = tuple(dict.fromkeys(lang(code).code for code in to(document)))
            batch.append(_Work(document, segments_of(document), self.day(document), targets))
            waiting += len(batch[-1].segments)
            if waiting >= self._window:
                yield batch
                batch, waiting = [], 0
        if batch:
            yield batch

    def _translate_batch(self, batch: Sequence[_Work], target: str) -> list[list[Unit]]:
        """The units of each work, through the models in windows of segments of one source language."""
        items = [
            (n, work.document.lang, item)
            for n, work in enumerate(batch)
            for item in self._items(work, Pair(work.document.lang, target))
        ]
        units: list[list[Unit]] = [[] for _ in batch]
        self._progress.start(f"-> {target}", len(items))
        for source in dict.fromkeys(work.document.lang for work in batch):
            ours = [item for item in items if item[1] == source]
            for first in range(0, len(ours), self._window):
                window = ours[first : first + self._window]
                made = self._through(Pair(source, target), [item for _, _, item in window])
                for (n, _, _), unit in zip(window, made, strict=True):
                    units[n].append(unit)
                self._progress.advance(len(window))
        self._progress.finish()
        return units

    def _items(self, work: _Work, pair: Pair) -> list[Item]:
        """The segments of an article with what stands in them, and how each mention in it is written."""
        codes = _has_codes(work.document)
        seen = [
            look(segment, pair, self._glossary, work.day, has_codes=codes, publisher=self._publisher)
            for segment in work.segments
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

    def _through(self, pair: Pair, items: Sequence[Item]) -> list[Unit]:
        """The units of ``items``: from the memory what it has, all others through the models."""
        lookup, glossary = self._lookup, self._glossary
        offers = [recall(item, pair, lookup, glossary) if lookup else Offer() for item in items]
        asked = [item for item, offer in zip(items, offers, strict=True) if not offer.target]
        legs = self._legs(as_models_know(pair)) if asked else ()
        made = iter(
            translate_segments(
                asked,
                pair,
                legs,
                glossary=glossary,
                decoding=self._decoding,
                cache=self._cache,
                claims=self._claims,
            )
        )
        return [
            remembered(item, pair, offer, glossary) if offer.target else replace(next(made), matches=offer.matches)
            for item, offer in zip(items, offers, strict=True)
        ]


def day_of(document: Document) -> date:
    """The article's own date, by which terms are picked; today's where it has none that can be read."""
    return date_of(document) or datetime.now(tz=UTC).date()


def as_models_know(pair: Pair) -> Pair:
    """The pair whose models are asked: Traditional Chinese is read in Simplified characters, see ``place``."""
    return Pair("zh", pair.target) if pair.source == "zh-Hant" else pair


def _has_codes(document: Document) -> bool:
    return format_for(document.format).has_codes
