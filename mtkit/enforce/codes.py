"""Inline codes that a model was not shown, or did not bring back: put into the answer where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtkit.enforce.interface import GUESSED_CODES, Desk, Job, Outcome, guessed
from mtkit.enforce.links import link
from mtkit.enforce.nesting import nested
from mtkit.enforce.projection import project
from mtkit.engine.interface import Alignment, Request, SupportsAlignment
from mtkit.lang import Pair
from mtkit.mask import Placed
from mtkit.text import Span

__all__ = ["settle"]


def settle(jobs: Sequence[Job], outcomes: Sequence[Outcome], desk: Desk) -> list[Outcome]:
    """``outcomes`` with the codes of ``jobs`` where the words stand that they belong to, where they were guessed.

    One alignment for all of them, and one the other way round if the engine knows it.
    """
    open_ = [n for n, outcome in enumerate(outcomes) if GUESSED_CODES in outcome.issues]
    there = _aligned([(jobs[n].text, outcomes[n].text) for n in open_], desk.pair, desk)
    back = _aligned([(outcomes[n].text, jobs[n].text) for n in open_], Pair(desk.pair.target, desk.pair.source), desk)
    done = list(outcomes)
    for n, one, other in zip(open_, there, back, strict=True):
        done[n] = _settled(jobs[n], outcomes[n], desk.pair, one, other)
    return done


def _aligned(texts: Sequence[tuple[str, str]], pair: Pair, desk: Desk) -> list[Alignment | None]:
    """The alignment of each pair of texts; None where the engine gives none, or the text is too long for it."""
    engine = desk.engine
    if not isinstance(engine, SupportsAlignment) or pair not in desk.info.pairs:
        return [None] * len(texts)
    limit = desk.info.max_tokens
    able = [n for n, (source, target) in enumerate(texts) if source.strip() and target.strip()
            and engine.count(source, pair) <= limit and engine.count(target, pair) <= 2 * limit]  # fmt: skip
    found: list[Alignment | None] = [None] * len(texts)
    if able:
        asked = [(Request(texts[n][0], pair), texts[n][1]) for n in able]
        for n, alignment in zip(able, engine.align(asked, head=desk.head), strict=True):
            found[n] = alignment
    return found


def _settled(job: Job, outcome: Outcome, pair: Pair, there: Alignment | None, back: Alignment | None) -> Outcome:
    nodes = nested(job.codes, len(job.text))
    if nodes is None:
        return outcome  # they cross in the source: the guess keeps their order
    held = tuple(place for place in outcome.placed if not place.is_code)
    links = link(job.text, outcome.text, pair, there=there, back=back, same=_same(job.held, held))
    made = project(job.text, outcome.text, nodes, links, pair)
    issues = tuple(issue for issue in outcome.issues if issue != GUESSED_CODES)
    if made.doubtful:
        issues += (guessed(made.doubtful),)
    return replace(outcome, placed=_merged(held, made.placed), issues=issues)


def _same(ours: Sequence[Placed], theirs: Sequence[Placed]) -> tuple[tuple[Span, Span], ...]:
    """What is held, on both sides; equal things in their order."""
    left = list(theirs)
    found = []
    for place in ours:
        at = next((n for n, other in enumerate(left) if other.what == place.what), None)
        if at is not None and len(place.span) and len(left[at].span):
            found.append((place.span, left.pop(at).span))
    return tuple(found)


def _merged(held: Sequence[Placed], codes: Sequence[Placed]) -> tuple[Placed, ...]:
    """Both in one order: codes as they are, before the held thing that begins where they stand."""
    out: list[Placed] = []
    left = sorted(held, key=lambda place: place.span)
    for code in codes:
        while left and left[0].span.end <= code.span.start and left[0].span.start < code.span.start:
            out.append(left.pop(0))
        out.append(code)
    return (*out, *left)
