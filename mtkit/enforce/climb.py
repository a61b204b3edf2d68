"""Bring texts through one model with every placed thing in the answer.

A job climbs tiers in rising order of cost, and only as far as it must:

    marks    the model was trained to copy marks: mask, translate, restore, verify
    marks-2  the same with other marks and without inline codes, whose places are then guessed
    as-is    a stock model, asked plainly: does it know the name by itself?
    inline   a stock model, with the approved form written into the source text
    pieces   translate what stands between the placed things, and join: always holds, reads worst

Each tier is verified on the text it gives; ``pieces`` needs no luck, so that no job comes out without its terms.
``TIERS`` is the seam for further methods: anything with ``texts`` and ``outcome``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from mtkit.engine.interface import Answer, Decoding, Engine, EngineInfo, Request
from mtkit.lang import Pair, lang
from mtkit.mask import Masked, Placed, join, mask, restore
from mtkit.seams import edges, fragment, guess_codes, locate, punctuation
from mtkit.segment import fit
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["TIERS", "Job", "Outcome", "Tier", "carry"]


@dataclass(frozen=True, slots=True)
class Job:
    """A text to bring through a model, and what must come back in it. ``placed`` is sorted, not overlapping."""

    text: str
    placed: tuple[Placed, ...] = ()

    @property
    def held(self) -> tuple[Placed, ...]:
        """The names and literals: what an answer may not lack."""
        return tuple(place for place in self.placed if not place.is_code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: the text, where the placed things are in it, by which tier, and what the editor should know."""

    text: str
    placed: tuple[Placed, ...]
    tier: str
    score: float | None = None
    issues: tuple[Issue, ...] = ()


class Tier(Protocol):
    """One way to hold the placed things."""

    @property
    def name(self) -> str:
        """As provenance names it."""

    def texts(self, job: Job, pair: Pair, info: EngineInfo) -> tuple[str, ...] | None:
        """What to ask the model; None where this tier has nothing to offer for the job."""

    def outcome(self, job: Job, pair: Pair, info: EngineInfo, answers: Sequence[Answer]) -> Outcome | None:
        """What the answers make; None if a placed thing is not in its form."""


GUESSED_CODES = Issue("M02", Severity.WARNING, "the place of the markup was guessed: check what it encloses")
PIECED = Issue(
    "M01", Severity.WARNING, "translated in pieces around its official names: check word order and small words"
)
CUT_OFF = Issue(
    "M05", Severity.WARNING, "the model did not come to an end and was stopped: the translation may break off or repeat"
)
PARTED = Issue("M03", Severity.INFO, "longer than the model takes: translated in parts and joined")


@dataclass(frozen=True, slots=True)
class Plain:
    """Nothing is placed: the model's best answer is the outcome."""

    name: str = "plain"

    def texts(self, job: Job, pair: Pair, info: EngineInfo) -> tuple[str, ...] | None:
        return None if job.placed else (job.text,)

    def outcome(self, job: Job, pair: Pair, info: EngineInfo, answers: Sequence[Answer]) -> Outcome | None:
        answer = answers[0]
        restored = restore(Masked(job.text, (), ()), answer.texts[0], pair.target, marks=info.marks)
        return Outcome(restored.text, (), self.name, answer.scores[0], _ended(answer.scores[:1]))


@dataclass(frozen=True, slots=True)
class Marked:
    """Marks that the model copies, all of ``placed`` or the names alone; ``turn`` picks other marks."""

    name: str
    with_codes: bool
    turn: int = 0

    def _mask(self, job: Job, info: EngineInfo) -> Masked:
        marks = info.marks[self.turn :] + info.marks[: self.turn]
        return mask(job.text, job.placed if self.with_codes else job.held, marks)

    def texts(self, job: Job, pair: Pair, info: EngineInfo) -> tuple[str, ...] | None:
        if not info.marks or not job.placed or not (self.with_codes or job.held):
            return None
        masked = self._mask(job, info)
        wanted = job.placed if self.with_codes else job.held
        return (masked.text,) if len(masked.placed) == len(wanted) else None

    def outcome(self, job: Job, pair: Pair, info: EngineInfo, answers: Sequence[Answer]) -> Outcome | None:
        masked = self._mask(job, info)
        for text, score in zip(answers[0].texts, answers[0].scores, strict=True):
            restored = restore(masked, text, pair.target, marks=info.marks)
            if restored.complete and _in_order(restored.placed):
                outcome = Outcome(restored.text, restored.placed, self.name, score, _ended([score]))
                return _with_codes(job, outcome, pair)
        return None


@dataclass(frozen=True, slots=True)
class Trusted:
    """A stock model's own answer, taken if every form can be found in it; ``inline`` writes the forms in first."""

    name: str
    inline: bool

    def texts(self, job: Job, pair: Pair, info: EngineInfo) -> tuple[str, ...] | None:
        if info.marks or not job.placed:
            return None
        if not self.inline:
            return (job.text,)
        return (_written_in(job),) if job.held else None

    def outcome(self, job: Job, pair: Pair, info: EngineInfo, answers: Sequence[Answer]) -> Outcome | None:
        for text, score in zip(answers[0].texts, answers[0].scores, strict=True):
            placed = locate(job.held, text, lang(pair.target))
            if placed is not None:
                return _with_codes(job, Outcome(text, placed, self.name, score, _ended([score])), pair)
        return None


@dataclass(frozen=True, slots=True)
class Pieces:
    """Everything between the placed names on its own, then joined in the order of the source."""

    name: str = "pieces"

    def texts(self, job: Job, pair: Pair, info: EngineInfo) -> tuple[str, ...] | None:
        return tuple(core for _, core, _ in _chunks(job) if core)

    def outcome(self, job: Job, pair: Pair, info: EngineInfo, answers: Sequence[Answer]) -> Outcome | None:
        held, target = job.held, lang(pair.target)
        left = iter(answers)
        pieces: list[str | Placed] = []
        scores: list[float] = []
        for n, (before, core, after) in enumerate(_chunks(job)):
            pieces.append(punctuation(before, target))
            if core:
                answer = next(left)
                bare = restore(Masked(core, (), ()), answer.texts[0], pair.target, marks=info.marks).text
                pieces.append(fragment(core, bare, lang(pair.source), target, begins=n == 0))
                scores += [score for score in answer.scores[:1] if score is not None]
            pieces.append(punctuation(after, target))
            pieces += held[n : n + 1]
        text, placed = join(pieces, target)
        shift = len(text) - len(text.lstrip())
        text = text.strip()
        placed = tuple(replace(place, span=place.span.shift(-shift)) for place in placed)
        score = sum(scores) / len(scores) if scores else None
        pieced = bool(held) and bool(answers)
        issues = ((PIECED,) if pieced else ()) + _ended([answer.scores[0] for answer in answers])
        outcome = Outcome(text, placed, self.name if pieced else "plain", score, issues)
        return _with_codes(job, outcome, pair)


TIERS: tuple[Tier, ...] = (
    Plain(),
    Marked("marks", with_codes=True),
    Marked("marks-2", with_codes=False, turn=7),
    Trusted("as-is", inline=False),
    Trusted("inline", inline=True),
    Pieces(),
)


def carry(
    jobs: Sequence[Job], pair: Pair, engine: Engine, decoding: Decoding, *, tiers: Sequence[Tier] = TIERS
) -> list[Outcome]:
    """One outcome per job, in order: each job's text in ``pair.target``, holding what was placed in it.

    Jobs longer than the model takes, or with more placed things than it has marks, are parted at the best place and
    joined again. Raises EngineError where the model fails.
    """
    parted = [_part(job, pair, engine) for job in jobs]
    flat = [part for parts in parted for part in parts]
    outcomes: dict[int, Outcome] = {}
    for tier in tiers:
        plans = {
            n: texts
            for n, job in enumerate(flat)
            if n not in outcomes
            and (texts := tier.texts(job, pair, engine.info)) is not None
            # names written in may make a text longer than its source
            and all(engine.count(text, pair) <= engine.info.max_tokens for text in texts)
        }
        answers = engine.translate((Request(text, pair) for texts in plans.values() for text in texts), decoding)
        for n, texts in plans.items():
            outcome = tier.outcome(flat[n], pair, engine.info, list(islice(answers, len(texts))))
            if outcome is not None:
                outcomes[n] = outcome
    done = iter([outcomes[n] for n in range(len(flat))])
    return [_joined(list(islice(done, len(parts))), pair) for parts in parted]


def _part(job: Job, pair: Pair, engine: Engine) -> list[Job]:
    """``job`` as one or more jobs that the model takes whole."""
    limit = engine.info.max_tokens
    room = len(engine.info.marks) or len(job.placed)

    def count(text: str) -> int:
        return engine.count(text, pair)

    tokens = count(job.text)
    if tokens + len(job.placed) <= limit and len(job.placed) <= room:
        return [job]
    target = max(8, min(limit - len(job.placed), tokens // 2 + 8 if len(job.placed) > room else limit))
    spans = fit(job.text, target, count, lang=pair.source, keep=[place.span for place in job.held])
    parts = list(_cut(job, spans))
    if len(parts) == 1:
        return parts
    return [piece for part in parts for piece in (_part(part, pair, engine) if part != job else [part])]


def _cut(job: Job, spans: Sequence[Span]) -> Iterator[Job]:
    left = list(job.placed)
    for n, span in enumerate(spans):
        last = n == len(spans) - 1
        mine = [p for p in left if p.span.start < span.end or last]
        left = left[len(mine) :]
        yield Job(span.of(job.text), tuple(replace(p, span=p.span.shift(-span.start)) for p in mine))


def _joined(parts: Sequence[Outcome], pair: Pair) -> Outcome:
    if len(parts) == 1:
        return parts[0]
    gap = " " if lang(pair.target).spaced else ""
    text = ""
    placed: list[Placed] = []
    for part in parts:
        text += gap if text and part.text and not text.endswith(" ") else ""
        placed += [replace(place, span=place.span.shift(len(text))) for place in part.placed]
        text += part.text.strip()
    scores = [part.score for part in parts if part.score is not None]
    issues = dict.fromkeys([*(issue for part in parts for issue in part.issues), PARTED])
    tier = "+".join(dict.fromkeys(part.tier for part in parts))
    return Outcome(text, tuple(placed), tier, sum(scores) / len(scores) if scores else None, tuple(issues))


def _with_codes(job: Job, outcome: Outcome, pair: Pair) -> Outcome:
    """``outcome`` with the job's inline codes in it; where the model did not place them, at guessed places."""
    codes = [place for place in job.placed if place.is_code]
    if not codes or any(place.is_code for place in outcome.placed):
        return outcome
    placed = guess_codes(job.text, codes, outcome.text, outcome.placed, lang(pair.target))
    return replace(outcome, placed=placed, issues=(*outcome.issues, GUESSED_CODES))


def _ended(scores: Sequence[float | None]) -> tuple[Issue, ...]:
    """What to say where an engine gives no score, its sign that an answer ran into the length limit."""
    return (CUT_OFF,) if None in scores else ()


def _in_order(placed: Sequence[Placed]) -> bool:
    """Whether code pairs still open before they close."""
    seen: set[str] = set()
    for place in placed:
        if place.is_code:
            label = place.what.form
            if label.startswith("{/") and "{" + label[2:] not in seen and label.replace("/", "") in _openers(placed):
                return False
            seen.add(label)
    return True


def _openers(placed: Sequence[Placed]) -> set[str]:
    return {place.what.form for place in placed if place.is_code and "/" not in place.what.form}


def _written_in(job: Job) -> str:
    """The job's text with each held form in the place of its source words."""
    parts: list[str] = []
    at = 0
    for place in job.held:
        parts += [job.text[at : place.span.start], place.what.form]
        at = place.span.end
    return "".join([*parts, job.text[at:]])


def _chunks(job: Job) -> Iterator[tuple[str, str, str]]:
    """What stands before, between and after the held things, as ``edges`` parts it."""
    at = 0
    for place in job.held:
        yield edges(job.text[at : place.span.start])
        at = place.span.end
    yield edges(job.text[at:])
