"""``mtkit models use`` and ``forget``: which adapted model stands for its pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli.output import say

if TYPE_CHECKING:
    from mtkit.engine.local import Local, Locals

__all__ = ["ModelRow", "forget_command", "local_models", "rows", "use_command"]

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


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A direction and a model for it, as ``mtkit models list`` has them; ``base`` is what an adapted one is made of."""

    pair: str
    model: str
    score: str
    licence: str
    here: str
    base: str | None = None

    @property
    def plain(self) -> dict[str, object]:
        """The row for machines."""
        said: dict[str, object] = {
            "pair": self.pair,
            "model": self.model,
            "score": self.score,
            "licence": self.licence,
            "here": self.here,
        }
        return said if self.base is None else {**said, "base": self.base}

    @property
    def line(self) -> tuple[str, str, str, str]:
        """The row for people."""
        return self.pair, self.here, self.model, f"{self.score}  [{self.licence}]" if self.licence else self.score


def rows(source: str | None, target: str | None) -> list[ModelRow]:
    """The adapted models between two languages (None: any), those in use marked."""
    held = local_models()
    return [
        _row(local, "in use" if (used := held.of(local.pair)) and used.model == local.model else "here")
        for local in held.list()
        if source in {None, local.pair.source} and target in {None, local.pair.target}
    ]


def _row(local: Local, standing: str) -> ModelRow:
    card, pair = local.card, str(local.pair)
    own = card.own_scores.get(pair)
    score = "; ".join(str(found) for found in (card.scores.get(pair), own) if found is not None) or "not measured"
    return ModelRow(pair, local.model, score, card.licence, standing, local.base)
