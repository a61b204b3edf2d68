"""``mtkit glossary stats``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json

if TYPE_CHECKING:
    from mtkit.glossary.stats import Stats

__all__ = ["command"]

_AUTHORITIES = 10


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Glossaries of any format, as one; without any, the one in the box."),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All counts as one object.")] = False,
) -> None:
    """Count what a glossary holds: forms in each language, kinds, standing, authorities, and what has expired.

    \b
    Example:
      mtkit glossary stats my-terms.xlsx
    """
    from mtkit.glossary.stats import stats

    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    book = inputs.glossary_of(paths)
    if book is None:
        return
    found = stats(book.concepts, day=day)
    if as_json:
        emit_json({"glossary": f"{book.name}@{book.digest}", **asdict(found), "day": day.isoformat()})
        return
    emit(f"{book.name}@{book.digest}: {found.concepts} concepts, {found.terms} terms, on {day}")
    _lists(found)
    emit("")
    _coverage(found)


def _lists(found: Stats) -> None:
    emit(f"status: {_counts(found.statuses)}")
    emit(f"confidence: {_counts(found.confidences)}")
    most = dict(list(found.authorities.items())[:_AUTHORITIES])
    more = len(found.authorities) - len(most)
    emit(f"authority: {_counts(most)}" + (f"; and {more} more" if more > 0 else ""))
    emit(f"ended: {found.ended_terms} terms; concepts with no form in force: {', '.join(found.expired) or 'none'}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or '(none)'} {count}" for name, count in counts.items())


def _coverage(found: Stats) -> None:
    """Concepts with an approved form in force, by kind and language."""
    langs = list(found.forms)
    wide = max([len(kind) for kind in found.kinds] + [len("forms")])
    emit(f"{'':<{wide}}  " + " ".join(f"{code:>7}" for code in ["all", *langs]))
    for kind, row in found.covered.items():
        emit(f"{kind:<{wide}}  " + " ".join(f"{n:>7}" for n in [found.kinds[kind], *(row[code] for code in langs)]))
    totals = [sum(row[code] for row in found.covered.values()) for code in langs]
    emit(f"{'total':<{wide}}  " + " ".join(f"{n:>7}" for n in [found.concepts, *totals]))
    shares = [f"{100 * n / max(found.concepts, 1):.0f}%" for n in totals]
    emit(f"{'share':<{wide}}  " + " ".join(f"{n:>7}" for n in ["", *shares]))
    emit(f"{'forms':<{wide}}  " + " ".join(f"{n:>7}" for n in [found.terms, *found.forms.values()]))
