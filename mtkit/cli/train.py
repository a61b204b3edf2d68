"""``mtkit train``."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli.output import say
from mtkit.errors import EngineError, UsageError

__all__ = ["command"]


def command(
    config: Annotated[Path, typer.Option(metavar="FILE", help="The recipe, such as configs/train/embedded.toml.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the state is kept; run again to go on from there.")],
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of bitext that the recipe names: train/, domain/.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Do not train: export the state to DIR as int8; with --data, score it too."),
    ] = None,
    start_from: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Begin with the weights and vocabulary of another run: its --out."),
    ] = None,
    score_lines: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="With --export: score on the first N test lines, not all.")
    ] = None,
    max_minutes: Annotated[float | None, typer.Option(help="Stop after so many minutes, state saved.")] = None,
    device: Annotated[str, typer.Option(metavar="cpu|cuda", help="What to train on.")] = "cpu",
) -> None:
    """Train a MarianMT model from bitext, in slices if need be, and export it.

    \b
    Examples:
      mtkit train --config configs/train/embedded.toml --data bitext --out state --max-minutes 9
      mtkit train --config configs/train/embedded.toml --data bitext --out state --export model
    """
    try:
        import torch  # noqa: F401
    except ImportError:
        raise EngineError("training needs torch and transformers: install mtkit in full (see the README)") from None
    if export is not None:
        from mtkit.train.export import export as export_model

        export_model(out, export, config=config)
        if data is not None:
            from mtkit.train.score import score

            score(export, config=config, data=data, lines=score_lines, progress=say)
        return
    if data is None:
        raise UsageError("--data DIR is needed to train")
    from mtkit.train.loop import train

    halted = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: halted.set())
    outcome = train(
        config,
        data=data,
        out=out,
        max_minutes=max_minutes,
        start=start_from,
        device=device,
        stop=halted.is_set,
        progress=say,
    )
    say(f"mtkit: {'finished' if outcome.finished else 'stopped'} at step {outcome.steps}, loss {outcome.loss:.3f}")
    if outcome.finished:
        from mtkit.train.measure import plot

        say(f"mtkit: {plot(out)}: loss and chrF over the whole run")
