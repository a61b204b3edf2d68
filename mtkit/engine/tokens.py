"""Target tokens for a model that comes without a card: found in its own vocabulary, never made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mtkit.engine.pieces import is_target_token, read_vocabularies
from mtkit.errors import EngineError
from mtkit.lang import Pair, lang

__all__ = ["target_token"]

# What OPUS-MT models call each language, the most telling first. Three-letter codes are ISO 639-3.
_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("eng",),
        "zh": ("cmn_Hans", "zho_Hans", "cmn", "zho"),
        "zh-Hant": ("cmn_Hant", "zho_Hant"),
        "id": ("ind",),
        "ms": ("msa", "zsm_Latn", "zlm_Latn"),
        "fil": ("tgl", "tgl_Latn", "fil"),
        "vi": ("vie",),
        "th": ("tha",),
        "lo": ("lao",),
        "km": ("khm",),
        "my": ("mya",),
        "ta": ("tam",),
        "pt": ("por",),
        "tet": ("tet", "tdt"),
    }
)


def target_token(folder: Path, pair: Pair) -> str:
    """The target token for ``pair`` in the vocabulary of the model in ``folder``; "" if it needs none.

    A model with one target language needs none; its vocabulary has no such tokens, or, into English, only leftovers of
    its own two languages. Raises EngineError, with the tokens there are, if the vocabulary lacks the target.
    """
    tokens = [piece for piece in _symbols(folder) if is_target_token(piece)]
    wanted = [f">>{code}<<" for code in _CODES[pair.target]]
    own = {f">>{code}<<" for code in (*_CODES[pair.source], *_CODES[pair.target])}
    if not tokens or (pair.target == "en" and set(tokens) <= own):
        return ""
    found = next((token for token in wanted if token in tokens), None)
    if found is None:
        name = lang(pair.target).name
        raise EngineError(f"{folder}: no target token for {name} ({', '.join(wanted)}); it has {', '.join(tokens)}")
    return found


def _symbols(folder: Path) -> list[str]:
    path = folder / "vocab.json"
    if not path.is_file():
        return read_vocabularies(folder)[0]
    try:
        return [str(symbol) for symbol in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot be read ({error}): pull or copy the model again") from error
