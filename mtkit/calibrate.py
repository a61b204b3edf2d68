"""Find out, once for a model and a glossary, how each name comes through the model best.

Six trial sentences hold the name as a subject, as an object, after a title, in a list, in quotes and after a place.
For each name the cheapest way that comes out right in at least five of them is kept: the name itself, other words for
it (found by translating the official form back), a well-known name of the same kind, the official form written in.
Where the engine shows its attention, the head that tells best what comes from what is picked on the same sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from mtkit.enforce.anchors import anchors_for
from mtkit.enforce.calibration import Calibration, Carrier, calibration_file, model_digest, read_calibration
from mtkit.enforce.carriers import carried
from mtkit.enforce.interface import Job
from mtkit.engine.interface import LAST_HEAD, Decoding, Engine, Head, Request, SupportsAlignment, SupportsHeads
from mtkit.engine.spans import mass
from mtkit.errors import UsageError
from mtkit.glossary import Article, Concept, Glossary
from mtkit.lang import Pair, lang
from mtkit.mask import Name, Placed
from mtkit.progress import SILENT, Progress
from mtkit.seams import locate
from mtkit.text import Span

__all__ = ["ENOUGH", "TRIALS", "calibrate"]

TRIALS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "{} published the report on Monday.",
            "Reporters met {} after the meeting.",
            "The director of {} spoke at the opening.",
            "{}, a university and two companies took part.",
            "The book is called “{}”.",
            "In Nanning, {} signed an agreement.",
        ),
        "zh": (
            "{}周一发布了报告。",
            "会后，记者采访了{}。",
            "{}主任在开幕式上讲话。",
            "{}、一所大学和两家公司参加了活动。",
            "这本书的名字是“{}”。",
            "在南宁，{}签署了一项协议。",
        ),
    }
)
"""Six sentences for a name, by source language; other languages get ``PLAIN_TRIALS``."""

PLAIN_TRIALS = ("{}.", "“{}”.", "({})", "1. {}", "{}: 2025", "{}, Nanning, Jakarta.")
ENOUGH = 5
_BACK = 4  # back-translations that are tried
_HEAD_SAMPLE = 24
_STEP = 16  # names between two savings


@dataclass(frozen=True, slots=True)
class _Term:
    concept: Concept
    source: str
    form: str
    article: Article

    @property
    def key(self) -> str:
        return Calibration.key(self.source, self.form)


def calibrate(
    engine: Engine,
    pair: Pair,
    glossary: Glossary,
    day: date,
    *,
    back: Engine | None = None,
    home: Path | None = None,
    limit: int | None = None,
    progress: Progress = SILENT,
) -> tuple[Calibration, Path]:
    """The calibration of ``engine``'s model for ``pair`` with ``glossary``, and the file that it was written to.

    ``back`` translates the other way; without it no other words are found. ``limit`` bounds the number of names. What
    the file has already is kept: a run that was stopped goes on where it was. Raises UsageError for a model that was
    trained with marks, which needs no carriers; EngineError where the model fails; OutputError.
    """
    if engine.info.marks:
        raise UsageError(f"{engine.info.label} was trained to copy marks: it holds names without a calibration")
    path = calibration_file(engine.info, glossary.digest, home)
    known = read_calibration(path) if path.is_file() else Calibration(model_digest(engine.info), glossary.digest)
    terms = list(_terms(glossary, pair, day))[:limit]
    found = dict(known.carriers.get(pair, {}))
    todo = [term for term in terms if term.key not in found]
    progress.start(f"calibrate {pair}", len(terms))
    progress.advance(len(terms) - len(todo))
    for at in range(0, len(todo), _STEP):
        some = todo[at : at + _STEP]
        found.update(_carriers(engine, pair, some, back))
        known = replace(known, carriers=MappingProxyType({**known.carriers, pair: MappingProxyType(dict(found))}))
        known.write(path)
        progress.advance(len(some))
    if pair not in known.heads:
        head = _best_head(engine, pair, [term for term in terms if found[term.key].kind == "name"])
        known = replace(known, heads=MappingProxyType({**known.heads, pair: head}))
        known.write(path)
    progress.finish()
    return known, path


def _terms(glossary: Glossary, pair: Pair, day: date) -> Iterator[_Term]:
    for concept in glossary.concepts:
        source, target = concept.approved(pair.source, day), concept.approved(pair.target, day)
        if source is not None and target is not None:
            yield _Term(concept, source.text, target.text, target.article)


def _carriers(engine: Engine, pair: Pair, terms: Sequence[_Term], back: Engine | None) -> dict[str, Carrier]:
    """The first option of each term that is right often enough; each round of all terms goes to the model at once."""
    options = {
        term: iter([Carrier("name", "", term.form), *proxies, *_anchors(term, pair), _inline(term)])
        for term, proxies in zip(terms, _proxies(terms, pair, back), strict=True)
    }
    best: dict[_Term, Carrier] = {}
    open_ = list(terms)
    while open_:
        tried = {term: option for term in open_ if (option := next(options[term], None)) is not None}
        results = _tried(engine, pair, tried)
        best |= {term: score for term, score in results.items() if score.exact >= ENOUGH}
        open_ = [term for term in tried if term not in best]
    return {term.key: best.get(term, Carrier("none")) for term in terms}


def _tried(engine: Engine, pair: Pair, options: Mapping[_Term, Carrier]) -> dict[_Term, Carrier]:
    """Each option with its result on the trial sentences."""
    views = {term: [carried(job, [option], pair) for job in _jobs(term, pair)] for term, option in options.items()}
    requests = (Request(view.text, pair) for made in views.values() for view in made)
    answers = engine.translate(requests, Decoding())
    scored = {}
    for term, made in views.items():
        exact = sum(view.read(next(answers).texts[0]) is not None for view in made)
        scored[term] = replace(options[term], exact=exact, of=len(made))
    return scored


def _inline(term: _Term) -> Carrier:
    return Carrier("inline", term.form, term.form)


def _jobs(term: _Term, pair: Pair) -> list[Job]:
    jobs = []
    for trial in TRIALS.get(lang(pair.source).base, PLAIN_TRIALS):
        at = trial.index("{}")
        placed = Placed(Span(at, at + len(term.source)), Name(term.concept, term.form, term.article))
        jobs.append(Job(trial.replace("{}", term.source), (placed,)))
    return jobs


def _proxies(terms: Sequence[_Term], pair: Pair, back: Engine | None) -> list[list[Carrier]]:
    """Other words for each term: what a model makes of its official form, the other way round."""
    if back is None:
        return [[] for _ in terms]
    turned = Pair(pair.target, pair.source)
    answers = back.translate((Request(term.form, turned) for term in terms), Decoding(nbest=_BACK))
    return [
        [
            Carrier("proxy", words, term.form)
            for words in dict.fromkeys(text.strip(" .。") for text in answer.texts)
            if words and words not in {term.source, term.form}
        ]
        for term, answer in zip(terms, answers, strict=True)
    ]


def _anchors(term: _Term, pair: Pair) -> list[Carrier]:
    return [
        Carrier("anchor", anchor.names[pair.source], anchor.names[pair.target])
        for anchor in anchors_for(term.concept.kind, term.article)
        if pair.source in anchor.names and pair.target in anchor.names
    ]


def _best_head(engine: Engine, pair: Pair, terms: Sequence[_Term]) -> Head:
    """The head that most often looks at a name's source while the name is said; the last layer's first in doubt."""
    if not isinstance(engine, SupportsAlignment) or not isinstance(engine, SupportsHeads):
        return LAST_HEAD
    jobs = [job for term in terms for job in _jobs(term, pair)[:2]][:_HEAD_SAMPLE]
    answers = engine.translate((Request(job.text, pair) for job in jobs), Decoding())
    known: list[tuple[Request, str, Span, Span]] = []
    for job, answer in zip(jobs, answers, strict=True):
        placed = locate(job.held, answer.texts[0], lang(pair.target))
        if placed:
            known.append((Request(job.text, pair), answer.texts[0], job.held[0].span, placed[0].span))
    if not known:
        return LAST_HEAD

    def rate(head: Head) -> float:
        total = 0.0
        found = engine.align([(request, text) for request, text, _, _ in known], head=head)
        for one, (_, _, source, target) in zip(found, known, strict=True):
            shares = zip(mass(one, source), one.target, strict=True)
            inside = [share for share, piece in shares if piece.overlaps(target)]
            total += sum(inside) / max(len(inside), 1)
        return total / len(known)

    rates = {head: rate(head) for head in dict.fromkeys((LAST_HEAD, *engine.heads))}
    return max(rates, key=lambda head: rates[head])
