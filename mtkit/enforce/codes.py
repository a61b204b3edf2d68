"""Inline codes that a model was not shown, or did not bring back: put into the answer where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtkit.enforce.interface import GUESSED_CODES, Desk, Job, Outcome, guessed
from mtkit.enforce.lexis import AFTER, BEFORE
from mtkit.enforce.liking import Work, likings
from mtkit.enforce.links import Said, link
from mtkit.enforce.nesting import Node, nested
from mtkit.enforce.projection import project
from mtkit.enforce.stretch import texts_of
from mtkit.enforce.tokenised import tokens
from mtkit.engine.interface import Alignment, Request, SupportsAlignment
from mtkit.lang import Pair, lang
from mtkit.mask import Placed
from mtkit.text import Span

__all__ = ["settle"]

_LONG = 60  # characters of a stretch that is asked for by itself
_SHORT = 3


def settle(jobs: Sequence[Job], outcomes: Sequence[Outcome], desk: Desk) -> list[Outcome]:
    """``outcomes`` with the codes of ``jobs`` where the words stand that they belong to, where they were guessed.

    One alignment for all of them, and one the other way round if the engine knows it.
    """
    open_ = [n for n, outcome in enumerate(outcomes) if GUESSED_CODES in outcome.issues]
    there = _aligned([(jobs[n].text, outcomes[n].text) for n in open_], desk.pair, desk)
    back = _aligned([(outcomes[n].text, jobs[n].text) for n in open_], Pair(desk.pair.target, desk.pair.source), desk)
    said = _said([(jobs[n], outcomes[n]) for n in open_], desk)
    works = [
        _linked(jobs[n], outcomes[n], desk.pair, one, other, told)
        for n, one, other, told in zip(open_, there, back, said, strict=True)
    ]
    liked = likings(works, desk)
    done = list(outcomes)
    for n, work, liking in zip(open_, works, liked, strict=True):
        done[n] = _settled(outcomes[n], replace(work, texts=replace(work.texts, liking=liking)))
    return [_hugging(outcome) for outcome in done]


def _hugging(outcome: Outcome) -> Outcome:
    """``outcome`` with blanks outside of pairs, where a model left them inside."""
    if not any(place.is_code for place in outcome.placed):
        return outcome
    text, placed = outcome.text, list(outcome.placed)
    for n in reversed(range(len(placed))):
        if placed[n].is_code and "/" not in placed[n].what.form:
            bound = placed[n + 1].span.start if n + 1 < len(placed) else len(text)
            at = placed[n].span.start
            while at < bound and text[at] == " ":
                at += 1
            placed[n] = replace(placed[n], span=Span(at, at))
    for n, place in enumerate(placed):
        if place.is_code and place.what.form.startswith("{/"):
            bound = placed[n - 1].span.end if n else 0
            at = place.span.start
            while at > bound and text[at - 1] == " ":
                at -= 1
            placed[n] = replace(place, span=Span(at, at))
    return replace(outcome, placed=tuple(placed))


def _said(works: Sequence[tuple[Job, Outcome]], desk: Desk) -> list[list[Said]]:
    """What the model says of each stretch inside codes and of each long word, by itself; of the target's, back."""
    asked: list[tuple[int, Said]] = []
    both = Pair(desk.pair.target, desk.pair.source)
    for n, (job, outcome) in enumerate(works):
        asked += [(n, Said(span, "")) for span in _stretches(job, desk.pair.source)]
        if both in desk.info.pairs:
            asked += [(n, Said(span, "", turned=True)) for span in _words(outcome.text, both.source)]
    requests = []
    for n, one in asked:
        job, outcome = works[n]
        pair = both if one.turned else desk.pair
        requests.append(Request(one.span.of(outcome.text if one.turned else job.text), pair))
    answers = desk.engine.translate(requests, replace(desk.decoding, beam=1, nbest=1))
    found: list[list[Said]] = [[] for _ in works]
    for (n, one), answer in zip(asked, answers, strict=True):
        found[n].append(replace(one, text=answer.texts[0]))
    return found


def _stretches(job: Job, source: str) -> list[Span]:
    pairs = [node.span for node in _every(nested(job.codes, len(job.text)) or ()) if not node.single]
    spans = {span for span in pairs if 0 < len(span.of(job.text).strip()) <= _LONG}
    return sorted({*spans, *_words(job.text, source)})


def _words(text: str, code: str) -> list[Span]:
    """The words of ``text`` that are worth asking for: no numbers, no small words."""
    small = {*BEFORE.get(lang(code).base, ()), *AFTER.get(lang(code).base, ())}
    return [
        token.span
        for token in tokens(text, code)
        if len(word := token.span.of(text)) >= _SHORT and word.lower() not in small and any(map(str.isalpha, word))
    ]


def _every(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _every(node.inner)


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


def _linked(
    job: Job, outcome: Outcome, pair: Pair, there: Alignment | None, back: Alignment | None, said: Sequence[Said]
) -> Work:
    held = tuple(place for place in outcome.placed if not place.is_code)
    breaks = [code.span.start for code in job.codes]
    same = _same(job.held, held)
    links = link(job.text, outcome.text, pair, there=there, back=back, same=same, said=said, breaks=breaks)
    return Work(texts_of(job.text, outcome.text, pair, links), nested(job.codes, len(job.text)))


def _settled(outcome: Outcome, work: Work) -> Outcome:
    if work.nodes is None:
        return outcome  # they cross in the source: the guess keeps their order
    made = project(work.texts, work.nodes)
    held = tuple(place for place in outcome.placed if not place.is_code)
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
