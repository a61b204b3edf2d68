"""``mtkit glossary diff``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json, say

__all__ = ["command"]


def command(
    before: Annotated[str, typer.Argument(metavar="A", help="A glossary of any format; 'china-asean' is in the box.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The one to compare it with.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object a difference: what, concept, lang, term, field, before, after.")
    ] = False,
) -> None:
    """Say what differs between two glossaries: concepts and terms added, removed, changed. Exits 1 if any does.

    The order of rows and the format of the files do not count.

    \b
    Example:
      mtkit glossary diff china-asean my-terms.xlsx
    """
    from mtkit.glossary import files
    from mtkit.glossary.compare import compare
    from mtkit.resources import resource

    paths = [
        resource("glossaries", f"{inputs.BUNDLED}.csv") if p == inputs.BUNDLED else Path(p) for p in (before, after)
    ]
    one, two = (files.load(path) for path in paths)
    changes = compare(one, two)
    for change in changes:
        if as_json:
            emit_json(asdict(change))
        else:
            emit(change.line)
    touched = Counter(change.what for change in changes if not change.lang and change.what != "changed")
    changed = {change.concept for change in changes if change.lang or change.what == "changed"}
    say(f"mtkit: {touched['added']} concepts added, {touched['removed']} removed, {len(changed)} changed")
    if changes:
        raise typer.Exit(1)
