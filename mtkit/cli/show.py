"""``mtkit show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit
from mtkit.errors import BadInputError

if TYPE_CHECKING:
    from mtkit.unit import Unit

__all__ = ["command"]


def command(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE.po|DIR", help="PO files, or folders of them.")],
    units: Annotated[int, typer.Option("--units", "-n", min=1, help="How many units of each file.")] = 5,
    *,
    worst: Annotated[
        bool, typer.Option("--worst", help="The gravest findings first, not the order of the text.")
    ] = False,
) -> None:
    """Show units of PO files in the terminal: source, target, terms and findings.

    \b
    Example:
      mtkit show out/forum.vi.po --worst -n 10
    """
    from mtkit.formats import po

    for path in inputs.po_files(paths):
        if isinstance(path, BadInputError):
            raise path
        file = po.read(path)
        waiting = list({unit.segment.text: unit for unit in file.units if unit.target}.values())
        if worst:
            waiting.sort(key=lambda unit: -(unit.worst.rank + 1 if unit.worst else 0))
        states = ", ".join(f"{n} {state}" for state, n in _states(file.units).items())
        emit(f"{path}: {len(file.units)} units ({states})")
        for unit in waiting[:units]:
            _print(unit)
        emit("")


def _states(units: tuple[Unit, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for unit in units:
        found[unit.state.value] = found.get(unit.state.value, 0) + 1
    return found


def _print(unit: Unit) -> None:
    emit("")
    emit(f"  {unit.pair.source:>7}  {unit.segment.text}")
    emit(f"  {unit.pair.target:>7}  {unit.target}")
    for use in unit.terms:
        said = f", says {use.authority}" if use.authority else ""
        emit(f"     term  {use.source} -> {use.target or '(no approved form)'}{said}")
    for issue in unit.issues:
        emit(f"  {issue.severity.value:>7}  {issue.code} {issue.message}")
