"""C: the labels of inline codes, which must come through whole, and around the same things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mtkit.check.certain import certain
from mtkit.check.interface import Sample
from mtkit.lang import Pair
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_labels"]

_LABEL = re.compile(r"(?<!\{)\{(?:/\d+|\d+/?)\}(?!\})")


@dataclass(slots=True)
class _Labels:
    """The labels of a text: where each is, what pairs enclose, and the first that is out of order."""

    text: str
    pairs: dict[str, Span] = field(default_factory=dict)
    singles: dict[str, Span] = field(default_factory=dict)
    early: Span | None = None  # a closing label before its opening one
    crossed: tuple[str, str, Span] | None = None  # the pair that ends, the one that is open inside it, where

    @property
    def bare(self) -> str:
        """The text with blanks in the place of labels, as long as before."""
        return _LABEL.sub(lambda match: " " * len(match[0]), self.text)


def _read(text: str) -> _Labels:
    """The labels of ``text``. A pair that is begun or ended in another sentence reaches to that end of the text."""
    found = _Labels(text)
    order = list(_LABEL.finditer(text))
    opened = {match[0].strip("{/}") for match in order if "/" not in match[0]}
    stack: list[tuple[str, int]] = []
    for match in order:
        number, span = match[0].strip("{/}"), Span(*match.span())
        if match[0].endswith("/}"):
            found.singles.setdefault(number, span)
        elif "/" not in match[0]:
            stack.append((number, span.end))
        elif any(number == name for name, _ in stack):
            if stack[-1][0] != number and found.crossed is None:
                found.crossed = (number, stack[-1][0], span)
            start = next(at for name, at in stack if name == number)
            stack = [(name, at) for name, at in stack if name != number]
            found.pairs.setdefault(number, Span(start, span.start))
        elif number in opened:
            found.early = found.early or span
        else:
            found.pairs.setdefault(number, Span(0, span.start))
    for number, start in stack:
        found.pairs.setdefault(number, Span(start, len(text)))
    return found


def check_labels(sample: Sample) -> Iterator[Issue]:
    """C01 for labels that are lost, new, doubled or cross; C02 for literal braces; C03, C04 for what they enclose."""
    if sample.source is None or not ("{" in sample.source or "{" in sample.target or "}" in sample.target):
        return
    source, target = _read(sample.source), _read(sample.target)
    wrong = list(_counted(sample.source, sample.target)) or list(_ordered(source, target))
    yield from wrong
    if not wrong and (source.pairs or source.singles):
        yield from _enclosed(sample, source, target)
    for brace in ("{{", "}}"):
        if sample.source.count(brace) != sample.target.count(brace):
            yield Issue(
                "C02", Severity.WARNING,
                f"source has {brace} {sample.source.count(brace)}x, target {sample.target.count(brace)}x",
            )  # fmt: skip


def _counted(source: str, target: str) -> Iterator[Issue]:
    ours, theirs = (Counter(_LABEL.findall(text)) for text in (source, target))
    for label in sorted(ours | theirs):
        wanted, got = ours[label], theirs[label]
        if wanted == got:
            continue
        place_s = _first(source, label) if wanted else None
        place_t = _first(target, label) if got else None
        if not got:
            message = f"{label} is missing{_purpose(label)}"
        elif not wanted:
            message = f"{label} is not in the source: take it out"
        elif got > wanted:
            message = f"{label} is there {got} times, and {wanted} in the source: keep the one that is in its place"
        else:
            message = f"{label} is there {got} times, and {wanted} in the source"
        yield Issue("C01", Severity.ERROR, message, place_s, place_t)


def _purpose(label: str) -> str:
    if label.endswith("/}"):
        return ": put it where the picture, note or line break stands in the source"
    number = label.strip("{/}")
    if label.startswith("{/"):
        return f": it ends what {{{number}}} begins"
    return f": it begins what {{/{number}}} ends"


def _ordered(source: _Labels, target: _Labels) -> Iterator[Issue]:
    if target.early is not None and source.early is None:
        closing = target.early.of(target.text)
        message = f"{closing} stands before {{{closing[2:]} in the target"
        yield Issue("C01", Severity.ERROR, message, target=target.early)
    elif target.crossed is not None and source.crossed is None:
        outer, inner, span = target.crossed
        message = f"{{{outer}}} and {{{inner}}} cross: {{/{inner}}} must stand before {{/{outer}}}, or behind both"
        yield Issue("C01", Severity.ERROR, message, target=span)


def _enclosed(sample: Sample, source: _Labels, target: _Labels) -> Iterator[Issue]:
    """C04 for pairs that lost what they enclosed, C03 for those that enclose something else."""
    empty = {
        number
        for number, span in source.pairs.items()
        if number in target.pairs and source.bare[span.start : span.end].strip()
        and not target.bare[target.pairs[number].start : target.pairs[number].end].strip()
    }  # fmt: skip
    for number in sorted(empty, key=int):
        message = f"{{{number}}} encloses “{_short(source, number)}” in the source, and nothing in the target"
        yield Issue("C04", Severity.WARNING, message, source.pairs[number], _whole(target, number))
    if sample.source_lang is None:
        return
    pair = Pair(sample.source_lang.code, sample.target_lang.code)
    for one, other in certain(source.bare, target.bare, pair):
        for number, span in source.pairs.items():
            if number in empty or number not in target.pairs:
                continue
            around = target.pairs[number]
            there = around.covers(other) and not span.overlaps(one)
            if not there and not (span.covers(one) and not around.overlaps(other)):
                continue  # also where a part is inside: "on 30 June" for "30 June"
            said = other.of(target.bare) if there else one.of(source.bare)
            here, but = ("target", "source") if there else ("source", "target")
            message = f"{{{number}}} encloses “{said}” in the {here}, but not in the {but}"
            yield Issue("C03", Severity.WARNING, message, one, other)
    yield from _nested(source, target)


def _nested(source: _Labels, target: _Labels) -> Iterator[Issue]:
    """C03 where one code is inside another on one side only."""
    for number, span in sorted(_all(source).items()):
        there = _all(target).get(number)
        for outer, around in sorted(source.pairs.items()):
            if outer == number or there is None or outer not in target.pairs or span == around:
                continue
            inside, still = around.covers(span), target.pairs[outer].covers(there)
            if inside and not still:
                message = f"{{{number}}} is inside {{{outer}}} in the source, but not in the target"
                yield Issue("C03", Severity.WARNING, message, _mark(source, number), _mark(target, number))


def _all(labels: _Labels) -> Mapping[str, Span]:
    return {**labels.singles, **labels.pairs}


def _mark(labels: _Labels, number: str) -> Span:
    span = labels.singles.get(number)
    return span if span is not None else _whole(labels, number)


def _whole(labels: _Labels, number: str) -> Span:
    """The pair with its labels."""
    span = labels.pairs[number]
    opening, closing = f"{{{number}}}", f"{{/{number}}}"
    start = span.start - len(opening) if labels.text.endswith(opening, 0, span.start) else span.start
    return Span(start, span.end + len(closing) if labels.text.startswith(closing, span.end) else span.end)


def _short(labels: _Labels, number: str) -> str:
    words = " ".join(_LABEL.sub("", labels.pairs[number].of(labels.text)).split())
    return words if len(words) <= 40 else words[:39] + "…"


def _first(text: str, label: str) -> Span:
    start = text.index(label)
    return Span(start, start + len(label))
