"""The compact model that comes with mtkit, for every pair of its card, without a download."""

from __future__ import annotations

from pathlib import Path

from mtkit.engine.card import Card, read_card
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.errors import ModelNotFoundError

__all__ = ["embedded_card", "embedded_folder", "load_embedded"]


def embedded_folder() -> Path:
    """Where the shipped model lies (or would lie)."""
    return Path(__file__).resolve().parent.parent / "data" / "embedded"


def embedded_card(folder: Path | None = None) -> Card | None:
    """The card of the shipped model; None if this installation has none."""
    place = folder or embedded_folder()
    return read_card(place) if (place / "model.bin").is_file() else None


def load_embedded(folder: Path | None = None, *, threads: int | None = None) -> CTranslateEngine:
    """The shipped model as an engine.

    ``folder`` is where another model of the same layout lies. Raises ModelNotFoundError if there is none, EngineError
    if it is damaged.
    """
    place = folder or embedded_folder()
    card = embedded_card(place)
    if card is None:
        raise ModelNotFoundError(f"{place}: this installation has no embedded model: install mtkit again, or pull one")
    return CTranslateEngine(CTranslateModel(place, threads=threads), card)
