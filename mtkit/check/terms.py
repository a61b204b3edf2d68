"""T: official names, by the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtkit.check.interface import Sample
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_terms"]

_CARRIER = re.compile(r"⟦[^⟧]{0,20}⟧|⟦|⟧")


def check_terms(sample: Sample) -> Iterator[Issue]:
    """T03 for now."""
    match = _CARRIER.search(sample.target)
    if match and match[0] not in (sample.source or ""):
        yield Issue(
            "T03", Severity.ERROR, f"a placeholder {match[0]} was left over in the target", target=Span(*match.span())
        )
