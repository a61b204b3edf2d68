"""A MarianMT checkpoint to be adapted: its network with gradients, its pieces, and the way back to a checkpoint."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mtkit.engine.convert import read_config
from mtkit.engine.pieces import END, PAD, UNKNOWN, Pieces
from mtkit.engine.weights import read_weights
from mtkit.errors import EngineError
from mtkit.train.model import Coded

__all__ = ["Codec", "coded_loss", "copy_beside", "load_network", "silence_pad", "trained"]

_POSITIONS = "embed_positions.weight"  # fixed by the architecture
# what a config.json of 2020 says of the search, and what the loss asks for
_SEARCH_KEYS = frozenset({"num_beams", "max_length", "bad_words_ids", "forced_eos_token_id", "model_type"})
_BESIDE = ("config.json", "generation_config.json", "vocab.json", "target_vocab.json", "tokenizer_config.json",
           "source.spm", "target.spm")  # fmt: skip


class Codec:
    """Texts to rows of the network. ``token`` leads each source ("" for none), ``</s>`` ends both sides."""

    def __init__(self, folder: Path, token: str) -> None:
        self.token = token
        self._sources = _vocabulary(folder / "vocab.json")
        own = folder / "target_vocab.json"
        self._targets = _vocabulary(own) if own.is_file() else self._sources
        self.pieces = Pieces(folder, list(self._sources))
        self.pieces.check_token(token, str(folder))

    def encode(self, couples: Sequence[tuple[str, str]]) -> list[Coded]:
        """(source rows, target rows) of each couple of texts."""
        return [(self._source(source), self._target(target)) for source, target in couples]

    def fits(self, source: str, target: str, most: int) -> bool:
        """Whether both sides have at most ``most`` rows."""
        return len(self._source(source)) <= most and len(self._target(target)) <= most

    def _source(self, text: str) -> list[int]:
        return [self._sources.get(p, self._sources[UNKNOWN]) for p in self.pieces.encode(text, self.token)]

    def _target(self, text: str) -> list[int]:
        unknown = self._targets[UNKNOWN]
        return [*(self._targets.get(p, unknown) for p in self.pieces.encode_target(text)), self._targets[END]]


def _vocabulary(path: Path) -> dict[str, int]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot be read ({error}): pull or copy the model again") from error
    if not isinstance(value, dict) or END not in value or UNKNOWN not in value or PAD not in value:
        raise EngineError(f"{path}: not the vocabulary of a MarianMT model: pull or copy it again")
    return {str(piece): int(row) for piece, row in value.items()}


def load_network(folder: Path, *, dropout: float | None = None) -> Any:
    """The network of the checkpoint in ``folder``, in float32 and with gradients. Raises EngineError."""
    import torch
    from transformers import MarianConfig, MarianMTModel
    from transformers.utils import logging

    said = {key: value for key, value in read_config(folder).items() if key not in _SEARCH_KEYS}
    arrays: Mapping[str, Any] = read_weights(folder)
    level = logging.get_verbosity()
    logging.set_verbosity(40)  # ERROR of the standard library's logging
    try:
        # a network that was trained without drop-out is disturbed by any: it keeps its own
        config = MarianConfig(**said) if dropout is None else MarianConfig(**{**said, "dropout": dropout})
        model = MarianMTModel(config)
        state = {
            name: torch.tensor(array, dtype=torch.float32)
            for name, array in arrays.items()
            if not name.endswith(_POSITIONS)
        }
        _tie(state, shared=config.share_encoder_decoder_embeddings)
        missing, unexpected = model.load_state_dict(state, strict=False)
    except (ValueError, TypeError, RuntimeError) as error:
        raise EngineError(f"{folder}: the weights do not fit config.json: {str(error).splitlines()[0]}") from error
    finally:
        logging.set_verbosity(level)
    missing = [name for name in missing if not name.endswith(_POSITIONS)]
    if missing or unexpected:
        raise EngineError(f"{folder}: the weights do not fit config.json: {(missing or unexpected)[0]}")
    for name, weight in model.named_parameters():
        if name.endswith(_POSITIONS):
            weight.requires_grad = False
    silence_pad(model)
    return model


def silence_pad(model: Any) -> None:
    """Make the embedding of ``<pad>`` zero: Marian's decoder starts from nothing, and so does a converted model."""
    import torch

    with torch.no_grad():
        for part in (model.model.encoder, model.model.decoder):
            part.embed_tokens.weight[model.config.pad_token_id] = 0


def _tie(state: dict[str, Any], *, shared: bool) -> None:
    """Fill in the names of tied matrices that a checkpoint may leave out."""
    if shared and "model.shared.weight" in state:
        for name in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"):
            state.setdefault(name, state["model.shared.weight"])
    elif "model.decoder.embed_tokens.weight" in state:
        state.setdefault("lm_head.weight", state["model.decoder.embed_tokens.weight"])


def trained(model: Any) -> dict[str, Any]:
    """The parameters that are trained, by name, each once."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def coded_loss(model: Any, batch: Sequence[Coded], *, smoothing: float, bfloat16: bool) -> tuple[Any, int]:
    """The mean cross-entropy of a batch in nats a target piece, smoothed, and how many pieces it has.

    The bias of the output layer, which OPUS-MT models have, rides along as one more column of its weights.
    """
    import torch

    from mtkit.train.loss import smoothed_cross_entropy

    pad, device = model.config.pad_token_id, model.lm_head.weight.device

    def padded(rows: Sequence[list[int]]) -> Any:
        width = max(map(len, rows))
        return torch.tensor([row + [pad] * (width - len(row)) for row in rows], device=device)

    source, target = padded([a for a, _ in batch]), padded([b for _, b in batch])
    start = torch.full_like(target[:, :1], model.config.decoder_start_token_id)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=bfloat16):
        hidden = model.model(
            input_ids=source,
            attention_mask=(source != pad).long(),
            decoder_input_ids=torch.cat([start, target[:, :-1]], dim=1),
            use_cache=False,
        ).last_hidden_state
    real = target != pad
    bias = model.final_logits_bias.reshape(-1, 1)
    kept = hidden[real]
    loss = smoothed_cross_entropy(
        torch.cat([kept, torch.ones_like(kept[:, :1])], dim=1),
        torch.cat([model.lm_head.weight, bias], dim=1),
        target[real],
        smoothing=smoothing,
        # <pad> is the last row of every published model, and is never said
        size=pad if pad == model.lm_head.weight.shape[0] - 1 else model.lm_head.weight.shape[0],
        bfloat16=bfloat16,
    )
    return loss, int(real.sum())


def copy_beside(base: Path, folder: Path) -> None:
    """Put what lies beside the weights of a checkpoint into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _BESIDE:
        if (base / name).is_file():
            shutil.copyfile(base / name, folder / name)
