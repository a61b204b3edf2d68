"""A finding: an issue with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mtkit.unit import Issue

__all__ = ["Finding", "worst_first"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One issue with its place: the file, the unit's id (``line-3`` in a document), and both texts.

    ``line`` counts from 1 in ``file``: of a PO file it is that of ``msgstr``; 0 where there is none.
    ``quality`` is the estimate of the unit (mtkit.estimate), of machine text that nobody has touched.
    """

    file: str
    unit: str
    issue: Issue
    source: str
    target: str
    line: int = 0
    quality: float | None = None


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before the rest, lower estimates first; else the order of the files."""
    return sorted(findings, key=lambda one: (-one.issue.severity.rank, 1.0 if one.quality is None else one.quality))
