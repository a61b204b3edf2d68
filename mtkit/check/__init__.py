"""Checks: what an editor should look at before a translation is published.

``check(sample)`` runs all that look at one pair of texts, ``check_together(samples)`` those that look at many; each
finding is an ``Issue`` with a stable code. Groups of codes are in ``CHECKS`` and ``TOGETHER``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mtkit.check.across import check_across
from mtkit.check.codes import CODES, describe
from mtkit.check.interface import Check, Sample
from mtkit.check.labels import check_labels
from mtkit.check.length import check_length
from mtkit.check.names import check_names, check_people
from mtkit.check.negation import check_negation
from mtkit.check.numbers import check_numbers
from mtkit.check.punctuation import check_punctuation
from mtkit.check.repetition import check_repetition
from mtkit.check.script import check_script
from mtkit.check.terms import check_renderings, check_terms
from mtkit.check.untranslated import check_untranslated
from mtkit.errors import UsageError
from mtkit.unit import Issue

__all__ = [
    "CHECKS",
    "CODES",
    "TOGETHER",
    "Check",
    "Sample",
    "check",
    "check_together",
    "describe",
    "kept",
    "known",
    "ordered",
]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "C": check_labels,
        "E": check_names,
        "G": check_negation,
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

TOGETHER: Mapping[str, Callable[[Sequence[Sample]], Mapping[int, Sequence[Issue]]]] = MappingProxyType(
    {"E03": check_people, "T07": check_renderings, "X": check_across}
)
"""The checks that look at all samples of an article or a batch, by what they find; they answer by place."""


def _matches(code: str, wanted: Collection[str]) -> bool:
    return any(code.upper().startswith(prefix.strip().upper()) for prefix in wanted)


def known(*lists: Collection[str] | None) -> None:
    """Raise UsageError unless all in ``lists`` are codes or groups."""
    for wanted in lists:
        if isinstance(wanted, str):
            raise UsageError(f"check codes are given as a list, not as the string {wanted!r}")
        for code in wanted or ():
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
    known(select, ignore)
    found: set[Issue] = set()
    if not sample.target.strip():
        found.update(check_length(sample))
    else:
        for group, find in CHECKS.items():
            if _asked(group, select, ignore):
                found.update(find(sample))
    return ordered(_one_line(issue) for issue in kept(found, select, ignore))


def check_together(
    samples: Sequence[Sample], *, select: Collection[str] | None = None, ignore: Collection[str] = ()
) -> dict[int, list[Issue]]:
    """What is found across ``samples``, all of one direction, by their place; see ``check`` for the codes."""
    known(select, ignore)
    found: dict[int, list[Issue]] = {}
    for name, find in TOGETHER.items():
        if _asked(name, select, ignore):
            for place, issues in find(samples).items():
                mine = [_one_line(issue) for issue in kept(issues, select, ignore)]
                if mine:
                    found.setdefault(place, []).extend(mine)
    return found


def _asked(name: str, select: Collection[str] | None, ignore: Collection[str]) -> bool:
    """Whether a check that finds ``name``, a code or a group, could find anything that is wanted."""
    if select is None and not ignore:
        return True
    wanted = select is None or any(_matches(name, [code]) or _matches(code, [name]) for code in select)
    return wanted and not _matches(name, ignore)


def kept(issues: Iterable[Issue], select: Collection[str] | None, ignore: Collection[str]) -> list[Issue]:
    """The ``issues`` that are selected and not ignored, by codes or groups."""
    if select is None and not ignore:
        return list(issues)
    return [i for i in issues if (select is None or _matches(i.code, select)) and not _matches(i.code, ignore)]


def ordered(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """``issues``, the gravest first, then by code and place, each once."""
    return tuple(sorted(set(issues), key=_order))
