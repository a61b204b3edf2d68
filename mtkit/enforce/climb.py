"""The climb: each job goes up the tiers as far as it must, all jobs of a round together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from mtkit.enforce.aligned import Replaced, Resumed
from mtkit.enforce.asked import Marked, Plain, Trusted
from mtkit.enforce.calibration import Calibration
from mtkit.enforce.carriers import Carried
from mtkit.enforce.codes import settle
from mtkit.enforce.forced import Forced, Searched
from mtkit.enforce.interface import PARTED, Asking, Climb, Desk, Draft, Job, Outcome, Tier, missing_term
from mtkit.enforce.numbered import Numbered, Summed
from mtkit.enforce.peeling import peel, put_back
from mtkit.enforce.pieces import Pieces, kept
from mtkit.engine.interface import Decoding, Engine, Request
from mtkit.lang import Pair, lang
from mtkit.mask import Placed
from mtkit.segment import fit
from mtkit.text import Span
from mtkit.unit import Issue

__all__ = ["TIERS", "carry"]

TIERS: tuple[Tier, ...] = (
    Numbered(),
    Summed(),
    Plain(),
    Marked("marks", codes=True),
    Marked("marks-2", codes=False, turn=7),
    Carried(),
    Trusted("as-is", inline=False),
    Trusted("inline", inline=True),
    Forced(),
    Resumed(),
    Replaced(),
    Searched(),
    Pieces(),
)


def carry(
    jobs: Sequence[Job],
    pair: Pair,
    engine: Engine,
    decoding: Decoding,
    *,
    tiers: Sequence[Tier] = TIERS,
    calibration: Calibration | None = None,
) -> list[Outcome]:
    """One outcome per job, in order: each job's text in ``pair.target``, holding what was placed in it.

    A held thing that is not in its form is named by an M06 error of its outcome: there is no third way. Jobs longer
    than the model takes, or with more placed things than it has marks, are parted at the best place and joined again.
    Raises EngineError where the model fails.
    """
    desk = Desk(pair, engine, decoding, calibration)
    parted = [_part(job, pair, engine) for job in jobs]
    flat = [part for parts in parted for part in parts]
    inner, ends = zip(*map(peel, flat), strict=True) if flat else ((), ())
    climbed = settle(inner, _climb(inner, desk, tiers), desk)
    whole = [put_back(peeled, outcome) for peeled, outcome in zip(ends, climbed, strict=True)]
    done = iter([_held_to_promise(job, outcome) for job, outcome in zip(flat, whole, strict=True)])
    return [_joined(list(islice(done, len(parts))), pair) for parts in parted]


def _climb(jobs: Sequence[Job], desk: Desk, tiers: Sequence[Tier]) -> list[Outcome]:
    """Rounds: every open job goes to the next tier that has something to offer; plain questions are asked at once."""
    climbs = {n: Climb(job) for n, job in enumerate(jobs)}
    step = dict.fromkeys(climbs, 0)
    outcomes: dict[int, Outcome] = {}
    while climbs:
        asked: dict[int, tuple[str, ...]] = {}
        working: dict[int, list[int]] = {}
        for n, climb in list(climbs.items()):
            found = _next(climb, desk, tiers, step[n])
            if found is None:
                outcomes[n] = kept(climbs.pop(n), desk)
                continue
            step[n], texts = found
            if texts is None:
                working.setdefault(step[n], []).append(n)
            else:
                asked[n] = texts
        results = _ask(asked, climbs, step, desk, tiers)
        for at, members in sorted(working.items()):
            tier = tiers[at]
            if not isinstance(tier, Asking):
                made = tier.attempt([climbs[n] for n in members], desk)
                results.update(zip(members, made, strict=True))
        for n, result in results.items():
            if isinstance(result, Outcome):
                outcomes[n] = result
                del climbs[n]
            else:
                step[n] += 1
                climbs[n] = replace(climbs[n], drafts=climbs[n].drafts + result)
    return [outcomes[n] for n in range(len(jobs))]


def _next(climb: Climb, desk: Desk, tiers: Sequence[Tier], start: int) -> tuple[int, tuple[str, ...] | None] | None:
    """The place of the next tier for a job, with its questions if it asks any; None behind the last."""
    for at in range(start, len(tiers)):
        tier = tiers[at]
        if isinstance(tier, Asking):
            texts = tier.texts(climb, desk)
            # names written in may make a text longer than its source
            if texts is not None and desk.takes(*texts):
                return at, texts
        elif tier.suits(climb, desk):
            return at, None
    return None


def _ask(
    asked: dict[int, tuple[str, ...]], climbs: dict[int, Climb], step: dict[int, int], desk: Desk, tiers: Sequence[Tier]
) -> dict[int, Outcome | tuple[Draft, ...]]:
    answers = desk.engine.translate(
        (Request(text, desk.pair) for texts in asked.values() for text in texts), desk.decoding
    )
    results: dict[int, Outcome | tuple[Draft, ...]] = {}
    for n, texts in asked.items():
        tier = tiers[step[n]]
        mine = list(islice(answers, len(texts)))
        if isinstance(tier, Asking):
            results[n] = tier.outcome(climbs[n], desk, mine)
    return results


def _held_to_promise(job: Job, outcome: Outcome) -> Outcome:
    """``outcome``, with an error for each held thing that does not stand in its form at a place of its own."""
    left = [place for place in outcome.placed if not place.is_code and _stands(place, outcome.text)]
    missing: list[Issue] = []
    for place in job.held:
        found = next((n for n, other in enumerate(left) if other.what == place.what), None)
        if found is None:
            missing.append(missing_term(place.span.of(job.text), place.what.form))
        else:
            del left[found]
    return replace(outcome, issues=(*outcome.issues, *dict.fromkeys(missing))) if missing else outcome


def _stands(place: Placed, text: str) -> bool:
    form, found = place.what.form, place.span.of(text)
    return found in {form, form[:1].upper() + form[1:]}


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
