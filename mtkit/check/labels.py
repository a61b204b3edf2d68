"""C: the labels of inline codes, which must come through whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mtkit.check.interface import Sample
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_labels"]

_LABEL = re.compile(r"(?<!\{)\{(?:/\d+|\d+/?)\}(?!\})")


def _first(text: str, label: str) -> Span:
    start = text.index(label)
    return Span(start, start + len(label))


def check_labels(sample: Sample) -> Iterator[Issue]:
    """C01 for labels that differ as a multiset or cross, C02 for literal braces."""
    if sample.source is None or not ("{" in sample.source or "{" in sample.target or "}" in sample.target):
        return
    source, target = (Counter(_LABEL.findall(text)) for text in (sample.source, sample.target))
    for label in sorted(source | target):
        wanted, got = source[label], target[label]
        if wanted == got:
            continue
        place_s = _first(sample.source, label) if wanted else None
        place_t = _first(sample.target, label) if got else None
        yield Issue("C01", Severity.ERROR, f"source has {label} {wanted}x, target {got}x", place_s, place_t)
    if source == target:
        order = _LABEL.findall(sample.target)
        for number in sorted({label.strip("{/}") for label in order}, key=int):
            opened, closed = f"{{{number}}}", f"{{/{number}}}"
            if opened in order and closed in order and order.index(closed) < order.index(opened):
                yield Issue(
                    "C01", Severity.ERROR, f"{closed} stands before {opened} in the target",
                    target=_first(sample.target, closed),
                )  # fmt: skip
    for brace in ("{{", "}}"):
        if sample.source.count(brace) != sample.target.count(brace):
            yield Issue(
                "C02", Severity.WARNING,
                f"source has {brace} {sample.source.count(brace)}x, target {sample.target.count(brace)}x",
            )  # fmt: skip
