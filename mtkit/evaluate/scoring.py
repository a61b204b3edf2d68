"""Score what systems say to batches, and compare two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from mtkit import __version__
from mtkit.checking import check_units
from mtkit.evaluate.bootstrap import RESAMPLES, SEED, compare, interval, total
from mtkit.evaluate.comet import NOT_MEASURED, comet_of, has_comet
from mtkit.evaluate.edits import Work, edits_of, works_of
from mtkit.evaluate.interface import Counts, Example
from mtkit.evaluate.metrics import METRICS, Tally, demand_sacrebleu, explained, tally
from mtkit.evaluate.scores import Batch, Compared, Output, ScoreReport, Scores, Shown
from mtkit.evaluate.systems import RECORDED, Runner, System
from mtkit.evaluate.terms import RULE, score_terms
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.progress import SILENT, Progress
from mtkit.text import Kind, Segment, Span
from mtkit.unit import Issue, Unit

__all__ = ["evaluate_systems"]

_LEVENSHTEIN = "levenshtein:chars|norm:NFC|per:reference"
_FEW = 100
_OF_ITSELF = (
    "recorded texts are held against what editors made of those very texts: such references are kind to the system "
    "that was edited, and unkind to any other"
)


@dataclass(frozen=True, slots=True)
class _Options:
    glossary: Glossary | None
    day: date
    metrics: tuple[str, ...]
    tokeniser: str | None
    comet: Path | None
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Scored:
    """The scores of a system with what they are resampled from."""

    scores: Scores
    tallies: Mapping[str, Tally]


def evaluate_systems(
    batches: Sequence[Batch],
    systems: Sequence[System],
    *,
    glossary: Glossary | None,
    day: date | None = None,
    metrics: Sequence[str] = METRICS,
    tokeniser: str | None = None,
    comet: Path | None = None,
    comparing: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    allow_low_quality: bool = False,
    progress: Progress = SILENT,
) -> ScoreReport:
    """Score every system on every batch; with ``comparing``, each system after the first against the first.

    ``glossary`` is what systems translate with by default, and what term success and findings are counted by; ``day``,
    by default today, is the day of its names. ``tokeniser`` is of BLEU, by default that of the language. ``comet`` are
    weights of COMET. Raises EngineError where sacrebleu is not installed, else as ``Runner.output`` and ``comet_of``.
    """
    demand_sacrebleu()
    on = day or datetime.now(tz=UTC).date()
    options = _Options(glossary, on, tuple(metrics), tokeniser, comet, resamples, seed)
    runner = Runner(glossary, on, allow_low_quality)
    found: list[Scores] = []
    compared: list[Compared] = []
    notes = dict.fromkeys(line for batch in batches for line in explained(batch.pair.target, tokeniser))
    progress.start("evaluating", len(batches) * len(systems))
    for batch in batches:
        scored = []
        for system in systems:
            scored.append(_scored(batch, runner.output(system, batch), options))
            progress.advance()
        found += [one.scores for one in scored]
        if comparing:
            compared += [_compared(batch.pair, scored[0], other, options) for other in scored[1:]]
        if len(batch.passages) < _FEW:
            notes[f"{batch.pair}: {len(batch.passages)} segments are few: see how wide the intervals are"] = None
    progress.finish()
    if comet is None and has_comet():
        notes["COMET is installed, but was not measured: name its weights with --comet PATH"] = None
    elif comet is None:
        notes[NOT_MEASURED] = None
    if any(system.name == RECORDED for system in systems):
        notes[_OF_ITSELF] = None
    name, digest = batches[0].name, ",".join(batch.digest for batch in batches)
    return ScoreReport(name, digest, on, tuple(found), tuple(compared), tuple(notes))


def _scored(batch: Batch, output: Output, options: _Options) -> _Scored:
    """All that is counted of one system."""
    target, references = batch.pair.target, batch.references
    tallies: dict[str, Tally] = {}
    for name in options.metrics:
        counted = tally(name, output.texts, references, target, tokeniser=options.tokeniser)
        if counted is not None:
            tallies[name] = counted
    if options.comet is not None:
        values, said = comet_of(options.comet, [p.source for p in batch.passages], output.texts, references)
        tallies["COMET"] = Tally("COMET", [(value, 1.0) for value in values], _mean, said)
    works = works_of(output.texts, references)
    tallies["edits"] = _edits_tally(works)
    findings = _findings(batch, output, options)
    counts = None
    if options.glossary is not None:
        one, counts = _terms(batch, output, options, options.glossary, findings)
        if counts.terms:
            tallies["terms"] = one
    scores = Scores(
        output.system,
        batch.pair,
        len(batch.passages),
        {name: _shown(one, options) for name, one in tallies.items()},
        edits_of(works, target),
        findings,
        f"{output.signature}|set:{batch.name}@{batch.digest}|n:{len(batch.passages)}",
        counts,
        *_by_document(batch, tallies),
        distances=tuple(min(work.chars / work.of_chars, 2.0) if work.of_chars else 0.0 for work in works),
    )
    return _Scored(scores, tallies)


def _mean(summed: Sequence[float]) -> float:
    return float(summed[0] / summed[1]) if summed[1] else 0.0


def _percent(summed: Sequence[float]) -> float:
    return 100 * _mean(summed)


def _edits_tally(works: Sequence[Work]) -> Tally:
    return Tally("edits", [(work.chars, work.of_chars) for work in works], _percent, _LEVENSHTEIN, rising=False)


def _shown(one: Tally, options: _Options) -> Shown:
    low, high = interval(one, resamples=options.resamples, seed=options.seed)
    return Shown(total(one), low, high, f"{one.signature}|bs:{options.resamples}|seed:{options.seed}")


def _findings(batch: Batch, output: Output, options: _Options) -> tuple[tuple[Issue, ...], ...]:
    """What the checks find, document by document."""
    found: list[tuple[Issue, ...]] = []
    both = zip(batch.passages, output.texts, strict=True)
    for _, group in groupby(both, key=lambda item: item[0].document):
        units = [
            Unit(Segment(p.id, Span(0, len(p.source)), p.source, p.source, Kind.BODY), batch.pair, text)
            for p, text in group
        ]
        found += check_units(units, options.glossary, day=options.day)
    return tuple(found)


def _terms(
    batch: Batch, output: Output, options: _Options, glossary: Glossary, findings: Sequence[Sequence[Issue]]
) -> tuple[Tally, Counts]:
    """Term success by the exclusive rule, each segment for itself, and the counts of all."""
    examples = [
        Example(p.id, p.document, p.source, text, p.reference, any(i.severity.rank == 2 for i in issues))
        for p, text, issues in zip(batch.passages, output.texts, findings, strict=True)
    ]
    each = [score_terms([example], batch.pair, glossary, day=options.day).counts for example in examples]
    counts = score_terms(examples, batch.pair, glossary, day=options.day).counts
    said = f"terms:{RULE}|glossary:{glossary.name}@{glossary.digest}|as-of:{options.day.isoformat()}"
    return Tally("terms", [(one.exclusive, one.terms) for one in each], _percent, said), counts


def _by_document(batch: Batch, tallies: Mapping[str, Tally]) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
    """The scores of each document of several segments, where there is more than one."""
    places: dict[str, list[int]] = {}
    for n, passage in enumerate(batch.passages):
        places.setdefault(passage.document, []).append(n)
    if len(places) < 2 or len(places) > len(batch.passages) / 2:
        return {}, {}
    scores = {
        name: {key: total(replace(one, rows=[one.rows[n] for n in mine])) for key, one in tallies.items()}
        for name, mine in places.items()
    }
    return scores, {name: len(mine) for name, mine in places.items()}


def _compared(pair: Pair, first: _Scored, other: _Scored, options: _Options) -> Compared:
    """Two systems by every metric that both have."""
    differences = {
        name: compare(one, other.tallies[name], resamples=options.resamples, seed=options.seed)
        for name, one in first.tallies.items()
        if name in other.tallies
    }
    signature = f"mtkit:{__version__}|paired-bootstrap:{options.resamples}|seed:{options.seed}|after:Koehn 2004"
    return Compared(pair, first.scores.system, other.scores.system, differences, signature)
