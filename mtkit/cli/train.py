"""``mtkit train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtkit.cli.output import progress_for

__all__ = ["command"]


def command(
    config: Annotated[Path, typer.Option(metavar="FILE", help="The recipe, such as configs/train/embedded.toml.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder of bitext that the recipe names.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the state and the model are kept; resumed from there.")
    ],
    max_minutes: Annotated[
        float | None, typer.Option(help="Stop after this long, state saved; run again to go on.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Train a MarianMT model from bitext, in slices if need be.

    \b
    Example:
      mtkit train --config configs/train/embedded.toml --data bitext --out state --max-minutes 9
    """
    from mtkit.train import train

    train(config, data=data, out=out, max_minutes=max_minutes, device=device, progress=progress_for(quiet=quiet))
