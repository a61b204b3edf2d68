"""From Simplified Chinese to Traditional and back: one language, so that its characters are converted by no model."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.errors import EngineError, NoRouteError
from mtkit.lang import Pair

__all__ = ["CONVERSIONS", "Characters", "converts"]

CONVERSIONS = (Pair("zh", "zh-Hant"), Pair("zh-Hant", "zh"))
"""The directions in which characters alone are converted."""

_ROOM = 1 << 20  # characters: more than any segment has
_MARKS = tuple(f"⟦{n}⟧" for n in range(100))


def converts(pair: Pair) -> bool:
    """Whether ``pair`` is a matter of characters. Raises NoRouteError, with the mend, where OpenCC is not here."""
    if pair not in CONVERSIONS:
        return False
    if importlib.util.find_spec("opencc") is None:
        message = f"{pair}: no model is needed, but OpenCC, which converts the characters: pip install 'mtkit[hant]'"
        raise NoRouteError(message)
    return True


class Characters:
    """The engine of these directions; OpenCC converts, phrase by phrase.

    Into Simplified characters it does so itself. Into Traditional ones it gives the text as it is: which ones those are
    the house's style says (``variant``), which is put to this text as to every other.
    """

    def __init__(self) -> None:
        from importlib.metadata import version

        self._version = version("opencc")

    @property
    def info(self) -> EngineInfo:
        """Name, version, pairs."""
        return EngineInfo(
            name="opencc",
            version=f"opencc {self._version}",
            model="opencc",
            revision=self._version,
            pairs=CONVERSIONS,
            marks=_MARKS,
            max_tokens=_ROOM,
            licence="Apache-2.0",
        )

    def count(self, text: str, pair: Pair) -> int:
        """Characters of ``text``, and one for its end."""
        return len(text) + 1

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """Answers in the order of ``requests``, each the only one there is: its score, 0.0, says no more."""
        for request in requests:
            if request.pair not in CONVERSIONS:
                raise EngineError(f"OpenCC does not convert {request.pair}: {', '.join(map(str, CONVERSIONS))}")
            text = request.text if request.text.strip() else ""
            yield Answer((_simplifier().convert(text) if request.pair.target == "zh" else text,), (0.0,))


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
