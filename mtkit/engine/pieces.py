"""Texts to pieces and back, as MarianMT models want them.

Pieces are strings, looked up by the model in its own vocabulary; the identifiers inside a SentencePiece model mean
nothing here. Encoding uses ``source.spm``, decoding ``target.spm``. The target token, where a model needs one, leads
the source, and ``</s>`` ends it: without that, a model never stops.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError

__all__ = ["END", "UNKNOWN", "Pieces", "is_target_token", "read_vocabularies"]

END = "</s>"
UNKNOWN = "<unk>"
PAD = "<pad>"


def is_target_token(piece: str) -> bool:
    """Whether a piece is a target token such as ``>>vie<<``."""
    return piece.startswith(">>") and piece.endswith("<<") and len(piece) > 4


class Pieces:
    """The two SentencePiece models of a folder, and the source vocabulary of its network.

    Raises EngineError for a missing or damaged file.
    """

    def __init__(self, folder: Path, vocabulary: Sequence[str]) -> None:
        self._folder = folder
        self._source = _processor(folder / "source.spm")
        self._target = _processor(folder / "target.spm")
        self._vocabulary = frozenset(vocabulary)
        self.target_tokens = tuple(sorted(filter(is_target_token, self._vocabulary)))

    def __contains__(self, piece: object) -> bool:
        return piece in self._vocabulary

    def encode(self, text: str, token: str = "") -> tuple[str, ...]:
        """The pieces of ``text``, led by ``token`` if there is one and closed by ``</s>``."""
        # a lone surrogate has no UTF-8 form; SentencePiece would refuse the whole text for it
        clean = text.encode("utf-8", "replace").decode("utf-8")
        pieces: list[str] = self._source.encode(clean, out_type=str)
        return (*((token,) if token else ()), *pieces, END)

    def encode_target(self, text: str) -> tuple[str, ...]:
        """The pieces of ``text`` as the model would write it; without an end."""
        clean = text.encode("utf-8", "replace").decode("utf-8")
        pieces: list[str] = self._target.encode(clean, out_type=str)
        return tuple(pieces)

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of target pieces; control pieces are left out."""
        plain = [piece for piece in pieces if piece not in {END, PAD}]
        text: str = self._target.decode_pieces(plain)
        return text.replace("\u2581", " ").strip()

    def unknown(self, text: str) -> tuple[str, ...]:
        """The pieces of ``text`` that the network has no symbol for."""
        return tuple(piece for piece in self.encode(text) if piece not in self._vocabulary)

    def inventory(self) -> tuple[frozenset[str], frozenset[str]]:
        """The pieces that source.spm and target.spm can make."""
        source, target = (
            frozenset(model.id_to_piece(index) for index in range(model.vocab_size()) if not model.is_control(index))
            for model in (self._source, self._target)
        )
        return source, target

    def check_token(self, token: str, model: str) -> None:
        """Raise EngineError, with the tokens there are, if the network does not know the target token ``token``."""
        if token and token not in self._vocabulary:
            known = ", ".join(self.target_tokens) or "none: it has one target language"
            raise EngineError(f"{model} has no target token {token}; it has {known}")

    def check_marks(self, marks: Sequence[str], model: str) -> None:
        """Raise EngineError unless each mark is one symbol of the network."""
        for mark in marks:
            inner = [piece for piece in self._source.encode(mark, out_type=str) if piece != "\u2581"]
            if inner != [mark] or mark not in self._vocabulary:
                raise EngineError(f"{model}: the card lists the mark {mark}, which is no symbol of the model")


def _processor(path: Path) -> Any:
    import sentencepiece

    if not path.is_file():
        raise EngineError(f"{path}: missing; pull or copy the model again, with its .spm files")
    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (RuntimeError, OSError) as error:
        raise EngineError(f"{path}: not a SentencePiece model; pull or copy the model again") from error


def read_vocabularies(folder: Path) -> tuple[list[str], list[str]]:
    """The source and target vocabularies of a CTranslate2 model folder, in the order of the network's rows."""
    shared = folder / "shared_vocabulary.json"
    if shared.is_file():
        pieces = _read_list(shared)
        return pieces, pieces
    return _read_list(folder / "source_vocabulary.json"), _read_list(folder / "target_vocabulary.json")


def _read_list(path: Path) -> list[str]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot read the model's vocabulary; pull or copy the model again") from error
    if not isinstance(value, list) or not all(isinstance(piece, str) for piece in value):
        raise EngineError(f"{path}: not a list of pieces; pull or copy the model again")
    return value
