"""Checks: what an editor should look at before a translation is published.

``check(sample)`` runs them all; each finding is an ``Issue`` with a stable code. Groups of codes are in ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from mtkit.check.codes import CODES, describe
from mtkit.check.interface import Check, Sample
from mtkit.check.labels import check_labels
from mtkit.check.length import check_length
from mtkit.check.numbers import check_numbers
from mtkit.check.punctuation import check_punctuation
from mtkit.check.repetition import check_repetition
from mtkit.check.script import check_script
from mtkit.check.terms import check_terms
from mtkit.check.untranslated import check_untranslated
from mtkit.errors import UsageError
from mtkit.unit import Issue

__all__ = ["CHECKS", "CODES", "Check", "Sample", "check", "describe"]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "C": check_labels,
        "L": check_length,
        "N": check_numbers,
        "P": check_punctuation,
        "R": check_repetition,
        "S": check_script,
        "T": check_terms,
        "U": check_untranslated,
    }
)
"""The built-in checks by the letter that their codes begin with; ``describe`` says what each looks at."""


def _matches(code: str, wanted: Collection[str]) -> bool:
    return any(code.startswith(prefix.strip().upper()) for prefix in wanted)


def _known(wanted: Collection[str]) -> None:
    if isinstance(wanted, str):
        raise UsageError(f"check codes are given as a list, not as the string {wanted!r}")
    for code in wanted:
        describe(code)


def _one_line(issue: Issue) -> Issue:
    """The issue with its message on one line, whatever the text that it quotes."""
    lines = issue.message.splitlines()
    return issue if len(lines) == 1 and lines[0] == issue.message else replace(issue, message=" ".join(lines))


def _order(issue: Issue) -> tuple[int, str, int, int, int, int, str]:
    target, source = issue.target, issue.source
    return (
        -issue.severity.rank,
        issue.code,
        target.start if target else -1,
        target.end if target else -1,
        source.start if source else -1,
        source.end if source else -1,
        issue.message,
    )


def check(sample: Sample, *, select: Collection[str] | None = None, ignore: Collection[str] = ()) -> tuple[Issue, ...]:
    """What is found in ``sample``, the gravest first, then by code and place.

    ``select`` and ``ignore`` hold codes ("N01") or groups ("N"); None selects all. Raises UsageError for an
    unknown code. An empty target gives L03 alone.
    """
    if select is not None:
        _known(select)
    _known(ignore)
    found: set[Issue] = set()
    if not sample.target.strip():
        found.update(check_length(sample))
    else:
        for group, find in CHECKS.items():
            if select is not None and not any(code.strip().upper().startswith(group) for code in select):
                continue
            if any(code.strip().upper() == group for code in ignore):
                continue
            found.update(find(sample))
    kept = (i for i in found if (select is None or _matches(i.code, select)) and not _matches(i.code, ignore))
    return tuple(sorted((_one_line(issue) for issue in kept), key=_order))
