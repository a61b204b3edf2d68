"""``mtkit models``."""

from __future__ import annotations

import typer

__all__ = ["app"]

app = typer.Typer(help="Models: what is here, what a route wants, and how to get it.", no_args_is_help=True)
