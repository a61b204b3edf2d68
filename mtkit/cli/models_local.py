"""``mtkit models use`` and ``forget``: which adapted model stands for its pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli.output import emit, emit_json, say

if TYPE_CHECKING:
    from mtkit.engine.local import Local, Locals

__all__ = ["forget_command", "list_local", "local_models", "use_command"]

LocalModel = Annotated[str, typer.Argument(metavar="ID", help="A local model's id: local/NAME.")]


def local_models() -> Locals:
    """The local models of this machine."""
    from mtkit.engine import default_home
    from mtkit.engine.local import Locals

    return Locals(default_home())


def use_command(model: LocalModel) -> None:
    """Let an adapted model translate its pair from now on, in place of pulled ones and the one in the box.

    \b
    Example:
      mtkit models use local/desk-2026
    """
    found = local_models().use(model)
    say(f"mtkit: {found.model} now translates {found.pair}")


def forget_command(model: LocalModel) -> None:
    """Take an adapted model out of use: its pair is translated as before. It stays here.

    \b
    Example:
      mtkit models forget local/desk-2026
    """
    held = local_models()
    pair = held.get(model).pair
    if held.forget(model):
        say(f"mtkit: {model} no longer translates {pair}; mtkit models use {model} brings it back")
    else:
        say(f"mtkit: {model} was not in use")


def list_local(source: str | None, target: str | None, *, as_json: bool) -> None:
    """Print the adapted models between two languages (None: any), those in use marked."""
    held = local_models()
    for local in held.list():
        if source in {None, local.pair.source} and target in {None, local.pair.target}:
            in_use = held.of(local.pair)
            _row(local, "in use" if in_use is not None and in_use.model == local.model else "here", as_json=as_json)


def _row(local: Local, standing: str, *, as_json: bool) -> None:
    card, pair = local.card, str(local.pair)
    own = card.own_scores.get(pair)
    score = "; ".join(str(found) for found in (card.scores.get(pair), own) if found is not None) or "not measured"
    if as_json:
        emit_json(
            {"pair": pair, "model": local.model, "score": score, "licence": card.licence, "here": standing,
             "base": local.base}
        )  # fmt: skip
    else:
        emit(f"{pair:<9} {standing:<10} {local.model:<52} {score}{f'  [{card.licence}]' if card.licence else ''}")
