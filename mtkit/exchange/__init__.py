"""Other people's files: bilingual ones filled in, and review files that go to other tools and come back."""

from __future__ import annotations

from mtkit.exchange.pretranslate import Filled, Left, Pretranslated, pretranslate

__all__ = ["Filled", "Left", "Pretranslated", "pretranslate"]
