"""Codes at the ends of a text need no model: they are taken off before, and put on again afterwards.

A pair that encloses everything but marks at the ends, also several such pairs; and codes that stand alone before the
first word or behind the last. Marks that were outside stay outside.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.interface import Job, Outcome
from mtkit.enforce.tokenised import mark_class
from mtkit.mask import Code, Placed
from mtkit.text import Span

__all__ = ["Peel", "peel", "put_back"]


@dataclass(frozen=True, slots=True)
class Peel:
    """The codes that were taken off, in order, and the marks of the source that stand outside of each."""

    head: tuple[tuple[Placed, str], ...] = ()
    tail: tuple[tuple[Placed, str], ...] = ()


def peel(job: Job) -> tuple[Job, Peel]:
    """``job`` without the codes at its ends, and those codes."""
    first, last = _words(job)
    codes = job.codes
    head = [n for n, code in enumerate(codes) if code.span.start <= first]
    tail = [n for n, code in enumerate(codes) if code.span.start >= last and n not in head]
    while True:
        fine = {codes[n].what.form.strip("{/}") for n in (*head, *tail)}
        inside = {code.what.form.strip("{/}") for n, code in enumerate(codes) if n not in head and n not in tail}
        bad = fine & inside
        # of a pair that is not whole here, neither code is taken off, nor what stands further inside
        cut_head = next((i for i, n in enumerate(head) if codes[n].what.form.strip("{/}") in bad), None)
        cut_tail = next((i for i, n in reversed(list(enumerate(tail))) if codes[n].what.form.strip("{/}") in bad), None)
        if cut_head is None and cut_tail is None:
            break
        head = head[:cut_head] if cut_head is not None else head
        tail = tail[cut_tail + 1 :] if cut_tail is not None else tail
    if (not head and not tail) or first >= last:
        return job, Peel()
    off = {id(codes[n]) for n in (*head, *tail)}
    rest = tuple(place for place in job.placed if not place.is_code or id(place) not in off)
    return replace(job, placed=rest), Peel(
        tuple((codes[n], job.text[: codes[n].span.start].strip()) for n in head),
        tuple((codes[n], job.text[codes[n].span.start :].strip()) for n in tail),
    )


def put_back(peeled: Peel, outcome: Outcome) -> Outcome:
    """``outcome`` with the codes at its ends again."""
    if not peeled.head and not peeled.tail:
        return outcome
    text = outcome.text
    held = [place.span for place in outcome.placed if not place.is_code and len(place.span)]
    low = min([span.start for span in held], default=len(text))
    high = max([span.end for span in held], default=0)
    begin, end = len(text) - len(text.lstrip()), max(len(text.rstrip()), len(text) - len(text.lstrip()))
    head: list[Placed] = []
    at = 0
    for code, outside in peeled.head:
        at = max(at, min(_behind(text, begin, outside), low))
        head.append(Placed(Span(at, at), code.what))
    tail: list[Placed] = []
    at = end
    for code, outside in reversed(peeled.tail):
        at = min(at, max(_before(text, end, outside), high, head[-1].span.start if head else 0))
        tail.insert(0, Placed(Span(at, at), code.what))
    # what stood inside a pair at the ends stays inside
    inner = [_within(place, head[-1].span.start if head else 0, tail[0].span.start if tail else len(text))
             for place in outcome.placed]  # fmt: skip
    return replace(outcome, placed=(*head, *inner, *tail))


def _within(place: Placed, low: int, high: int) -> Placed:
    if not isinstance(place.what, Code):
        return place
    at = min(max(place.span.start, low), high)
    return replace(place, span=Span(at, at))


def _words(job: Job) -> tuple[int, int]:
    """Where the first word or held thing begins, and where the last one ends."""
    spans = [place.span for place in job.held]
    words = [n for n, char in enumerate(job.text) if char.isalnum() or unicodedata.category(char)[0] == "M"]
    first = min([*words[:1], *(span.start for span in spans)], default=len(job.text))
    last = max([*(n + 1 for n in words[-1:]), *(span.end for span in spans)], default=0)
    return first, last


def _behind(text: str, begin: int, outside: str) -> int:
    """The place in ``text`` that has the same marks before it as ``outside``."""
    at = begin
    for char in outside:
        if at < len(text) and mark_class(text[at]) == mark_class(char) >= 0:
            at += 1
    return at


def _before(text: str, end: int, outside: str) -> int:
    """The place in ``text`` that has the same marks behind it as ``outside``."""
    at = end
    for char in reversed(outside):
        if at > 0 and mark_class(text[at - 1]) == mark_class(char) >= 0:
            at -= 1
    return at


def _codes(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    return tuple(place for place in placed if place.is_code)
