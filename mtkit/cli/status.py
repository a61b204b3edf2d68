"""``mtkit status``."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say
from mtkit.errors import BadInputError, MtkitError
from mtkit.unit import Severity, State

if TYPE_CHECKING:
    from mtkit.review.status import Status, Worst

__all__ = ["command"]

_WIDTH = 80
_NAME = 21
_STATES = (State.UNTRANSLATED, State.RAW, State.EDITED, State.STALE, State.APPROVED)
_HEADS = ("units", "none", "raw", "edit", "stale", "appr")
_NAMED = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE.po|DIR", help="PO files, or folders of them.")],
    glossary: inputs.Glossaries = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day whose names count; by default the one a file is of, else today."),
    ] = None,
    publisher: inputs.Publisher = "",
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A finding's code to leave out; repeat for more.")
    ] = None,
    silence: inputs.Silence = None,
    rate: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Source words an hour that your editors do, for the time left."),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(min=0, max=100, metavar="PERCENT", help="Exit 1 if less of a file is approved."),
    ] = None,
    worst: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Name the N units to read first, by findings and estimated quality."),
    ] = 0,
    *,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object a file: states, words, issues, time left, last editor.")
    ] = False,
) -> None:
    """Say how far the review of PO files has come: units by state, words and time left, findings, last editor.

    Words are of the source; where it writes no spaces, 1.6 Chinese characters count as a word, and 5 code points of
    Thai and Lao or 6 of Khmer and Burmese. The time left is an estimate. See docs/review.md.

    \b
    Examples:
      mtkit status out/
      mtkit status out/forum.vi.po --fail-under 100
    """
    from mtkit.formats import po
    from mtkit.review.status import status_of, total_of, worst_of

    book = inputs.glossary_of(glossary, none=no_glossary)
    day = inputs.parse_day(as_of)
    quiet = inputs.silenced_of(silence or ())
    found: list[Status] = []
    failed, under = 0, False
    for path in inputs.po_files(paths):
        try:
            if isinstance(path, MtkitError):
                raise path
            file, left_out = po.read(path), frozenset(ignore or ())
            status = status_of(file, book, day=day, publisher=publisher, ignore=left_out, silenced=quiet, rate=rate)
            first = (
                worst_of(file, book, many=worst, day=day, publisher=publisher, ignore=left_out, silenced=quiet)
                if worst
                else ()
            )
        except BadInputError as error:
            failed += 1
            say(f"mtkit: error: {error}")
            continue
        if not found and not as_json:
            _heads()
        found.append(status)
        under = under or (fail_under is not None and status.approved < fail_under)
        if as_json:
            emit_json(_as_json(path, status) | ({"worst": [_worst_json(one) for one in first]} if worst else {}))
        else:
            _show(str(path), status)
            for one in first:
                _show_worst(one)
    if len(found) > 1 and not as_json:
        emit("-" * _WIDTH)
        _show("total", total_of(found))
    if failed:
        raise typer.Exit(BadInputError.exit_code)
    if under:
        say(f"mtkit: less than {fail_under:g} % is approved")
        raise typer.Exit(1)


def _heads() -> None:
    cells = "".join(f"{head:>6}" for head in _HEADS)
    emit(f"{'file':<{_NAME}}{cells}{'%':>5}{'words':>7}  time left")


def _show(name: str, status: Status) -> None:
    cells = "".join(f"{n:>6}" for n in (status.units, *(status.states[state] for state in _STATES)))
    percent = int(status.approved)  # never rounded up to 100
    emit(f"{_fitted(name)}{cells}{percent:>5}{status.work.words_left:>7}  {_time(status.work.minutes)}".rstrip())
    if status.pair is not None:
        touched = any(status.states[state] for state in (State.EDITED, State.STALE, State.APPROVED))
        edited = "edited, the header does not say by whom" if touched else "not edited yet"
        if status.editor:
            edited = f"last edited by {status.editor}, {status.edited}"
        _emit_wrapped(f"{status.pair.source} to {status.pair.target}, {edited}")
    if status.note:
        _emit_wrapped(status.note)
    for severity, codes in status.issues.items():
        if codes:
            count = sum(codes.values())
            plural = "s" if count > 1 else ""
            each = ", ".join(f"{code} {n}" if n > 1 else code for code, n in codes.items())
            _emit_wrapped(f"{count} {_NAMED[severity]}{plural}: {each}")


def _show_worst(one: Worst) -> None:
    """A unit to read first: its id, its estimate, the codes found in it, how it begins."""
    from mtkit.captions import width

    codes = ",".join(dict.fromkeys(issue.code for issue in one.issues))
    quality = f"{one.estimate.value:.2f}" if one.estimate else "-"
    source = " ".join(one.unit.segment.text.split())
    shown = f"{one.unit.segment.id}  {quality}  {codes or '-'}  "
    while width(shown + source) > _WIDTH - 4:
        source = source.removesuffix("…")[:-1] + "…"
        if len(source) < 2:
            break
    emit(f"    {shown}{source}")


def _worst_json(one: Worst) -> dict[str, object]:
    return {
        "unit": one.unit.segment.id,
        "state": one.unit.state.value,
        "findings": [issue.code for issue in one.issues],
        "estimate": one.estimate.value if one.estimate else None,
        "how": one.estimate.how if one.estimate else "",
        "source": one.unit.segment.text,
        "target": one.unit.target,
    }


def _emit_wrapped(text: str) -> None:
    for line in textwrap.wrap(text, _WIDTH - 2, subsequent_indent="  "):
        emit(f"  {line}")


def _fitted(name: str) -> str:
    """``name`` in just the columns it has; of one that is too long the end is shown."""
    from mtkit.captions import width

    shown = name
    while width(shown) > _NAME - 1:
        shown = "…" + shown.removeprefix("…")[1:]
    return shown + " " * (_NAME - width(shown))


def _time(minutes: tuple[int, int]) -> str:
    """A range of minutes as one reads it: ``20-40 min``, ``1.5-3 h``; nothing left is ``-``."""
    low, high = minutes
    if high == 0:
        return "-"
    if high <= 5:
        return "~5 min"
    if high < 90:
        low, high = 5 * round(low / 5) or 5, 5 * round(high / 5)
        return f"~{low}-{high} min" if low < high else f"~{high} min"
    return f"~{_hours(low)}-{_hours(high)} h"


def _hours(minutes: int) -> str:
    return f"{round(minutes / 60)}" if minutes >= 600 else f"{round(minutes / 30) / 2:g}"


def _as_json(path: Path, status: Status) -> dict[str, object]:
    low, high = status.work.minutes
    issues: Mapping[str, object] = {severity.value: dict(codes) for severity, codes in status.issues.items()}
    return {
        "file": str(path),
        "document": status.document,
        "from": status.pair.source if status.pair else "",
        "to": status.pair.target if status.pair else "",
        "units": status.units,
        "states": {state.value: n for state, n in status.states.items()},
        "approved_percent": round(status.approved, 2),
        "words": status.work.words,
        "words_left": status.work.words_left,
        "issues": issues,
        "estimate": {"minutes_from": low, "minutes_to": high},
        "last_translator": status.editor,
        "revision_date": status.edited,
        "note": status.note,
    }
