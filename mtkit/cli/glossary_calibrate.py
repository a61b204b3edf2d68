"""``mtkit glossary calibrate``."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, progress_for, say
from mtkit.errors import NoRouteError, UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.engine import EnginePool, Store
    from mtkit.engine.interface import Engine

__all__ = ["command"]


def command(
    model: Annotated[str, typer.Option("--model", metavar="ID|DIR", help="The model: owner/name, or a folder.")],
    source: Annotated[str, typer.Option("--from", "-f", metavar="LANG", help="The language it translates from.")],
    target: Annotated[str, typer.Option("--to", "-t", metavar="LANG", help="The language it translates into.")],
    glossary: inputs.Glossaries = None,
    engine: Annotated[str | None, typer.Option(metavar="NAME", help="ctranslate (default) or marian.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day whose names count; today.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N names.")] = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Find out which stand-in brings each name of the glossary through a stock model; translate uses what is found.

    A run that was stopped goes on where it was. Optional: without it names are held by slower ways.

    \b
    Example:
      mtkit glossary calibrate --model Helsinki-NLP/opus-mt-zh-vi --from zh --to vi
    """
    from mtkit.calibrate import calibrate
    from mtkit.engine import EnginePool, Store, resolve

    pair = Pair.of(source, target)
    book = inputs.glossary_of(glossary)
    if book is None:
        return
    day = inputs.parse_day(as_of) or datetime.now(tz=UTC).date()
    store, pool = Store(), EnginePool()
    route = resolve(pair, store=store, engine=engine, model=model)
    if len(route.legs) != 1:
        raise UsageError(f"{model} does not translate {pair} in one step: calibrate one step at a time ({route})")
    made, path = calibrate(
        pool.engine(route.legs[0]),
        pair,
        book,
        day,
        back=_back(pair, store, pool),
        limit=limit,
        progress=progress_for(quiet=quiet),
    )
    kinds = Counter(carrier.kind for carrier in made.carriers.get(pair, {}).values())
    head = made.head(pair)
    for kind, times in sorted(kinds.items()):
        emit(f"{kind}\t{times}")
    say(f"mtkit: attention is read from layer {head.layer}, head {head.head}", quiet=quiet)
    emit(str(path))


def _back(pair: Pair, store: Store, pool: EnginePool) -> Engine | None:
    """An engine for the other way round; None where there is none in one step."""
    from mtkit.engine import resolve

    try:
        route = resolve(Pair(pair.target, pair.source), store=store)
    except NoRouteError:
        return None
    return pool.engine(route.legs[0]) if len(route.legs) == 1 else None
