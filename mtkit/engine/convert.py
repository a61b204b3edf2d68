"""MarianMT checkpoints (config.json, vocab.json, weights) to CTranslate2 model folders, without torch.

The mapping follows the architecture of Marian (Junczys-Dowmunt et al., 2018): post-norm Transformer, fixed sine
positions, a decoder that starts from a zero embedding. The ``<pad>`` row that transformers adds for that start is
dropped. Float32 folders give the output of transformers, token for token; int8 ones come close.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mtkit.engine.card import CARD_FILE, Card
from mtkit.engine.pieces import END, PAD, UNKNOWN, Pieces, is_target_token
from mtkit.engine.weights import read_weights
from mtkit.errors import EngineError, ModelNotFoundError

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["convert", "is_marian_folder", "put_folder", "read_config"]

_ACTIVATIONS = {
    "swish": "SWISH", "silu": "SWISH", "relu": "RELU", "gelu": "GELU",
    "gelu_new": "GELUTanh", "gelu_fast": "GELUTanh", "gelu_pytorch_tanh": "GELUTanh",
}  # fmt: skip


def is_marian_folder(folder: Path) -> bool:
    """Whether ``folder`` looks like a MarianMT checkpoint: its configuration and vocabulary are there."""
    return (folder / "config.json").is_file() and (folder / "vocab.json").is_file()


def read_config(folder: Path) -> Mapping[str, Any]:
    """``config.json`` of a checkpoint; EngineError if it is not of the MarianMT architecture."""
    config = _read_json(folder / "config.json")
    if not isinstance(config, dict) or config.get("model_type") != "marian":
        kind = config.get("model_type") if isinstance(config, dict) else None
        raise EngineError(f"{folder / 'config.json'}: model_type is {kind!r}, not 'marian': only MarianMT models work")
    for key in ("normalize_before", "normalize_embedding"):
        if config.get(key):
            raise EngineError(f"{folder / 'config.json'}: {key} is set, which transformers ignores: cannot be trusted")
    return config


def convert(
    source: Path, target: Path, *, quantization: str = "int8", card: Card | None = None, prune: bool = False
) -> Path:
    """Convert the checkpoint in ``source`` into the new folder ``target``; returns ``target``.

    ``quantization`` is a CTranslate2 type ("float32", "int8" ...). ``prune`` keeps, on each side, only the symbols that
    its SentencePiece model can make. The folder gets source.spm, target.spm and, if given, ``card``. It appears whole
    or not at all. Raises ModelNotFoundError for a missing file, EngineError for one that cannot be used.
    """
    for name in ("config.json", "vocab.json", "source.spm", "target.spm"):
        if not (source / name).is_file():
            raise ModelNotFoundError(f"{source}: no {name} here: give the folder of a MarianMT model")
    config = read_config(source)
    weights = read_weights(source)
    try:
        spec = _Builder(source, config, weights).build(prune=prune)
    except KeyError as error:
        raise EngineError(f"{source}: the checkpoint lacks {error}: pull or copy it again") from error
    spec.validate()
    spec.optimize(quantization=None if quantization == "float32" else quantization)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as room:
            _write(spec, source, Path(room) / "model", card)
            put_folder(Path(room) / "model", target)
    except OSError as error:
        raise EngineError(f"{target}: cannot write the converted model: {error.strerror or error}") from error
    return target


def _write(spec: Any, source: Path, folder: Path, card: Card | None) -> None:
    folder.mkdir()
    spec.save(str(folder))
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(source / name, folder / name)
    if card is not None:
        (folder / CARD_FILE).write_text(card.as_json(), encoding="utf-8")


def put_folder(made: Path, target: Path) -> None:
    """Move the finished folder ``made`` to ``target``; an older one there ends beside ``made``, to be deleted."""
    if target.exists():
        target.replace(made.with_name("old"))
    made.replace(target)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelNotFoundError(f"{path}: missing: pull or copy the model again") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot be read ({error}): pull or copy the model again") from error


class _Builder:
    """One conversion: names of transformers on the left, specs of CTranslate2 on the right."""

    def __init__(self, folder: Path, config: Mapping[str, Any], weights: Mapping[str, Array]) -> None:
        self.folder, self.config, self.weights = folder, config, weights

    def build(self, *, prune: bool) -> Any:
        from ctranslate2.specs import common_spec, transformer_spec

        config = self.config
        activation = _ACTIVATIONS.get(config.get("activation_function", "gelu"))
        if activation is None:
            raise EngineError(f"{self.folder}: unknown activation {config.get('activation_function')!r}")
        options = {"pre_norm": False, "activation": getattr(common_spec.Activation, activation)}
        spec = transformer_spec.TransformerSpec(
            transformer_spec.TransformerEncoderSpec(
                config["encoder_layers"], config["encoder_attention_heads"], **options
            ),
            transformer_spec.TransformerDecoderSpec(
                config["decoder_layers"], config["decoder_attention_heads"], **options
            ),
        )
        spec.config.eos_token = spec.config.decoder_start_token = END
        spec.config.unk_token = UNKNOWN
        spec.decoder.start_from_zero_embedding = True
        self._layers(spec.encoder, "encoder")
        self._layers(spec.decoder, "decoder")
        self._symbols(spec, prune=prune)
        return spec

    def _layers(self, part: Any, side: str) -> None:
        config = self.config
        part.scale_embeddings = math.sqrt(config["d_model"]) if config.get("scale_embedding") else 1.0
        part.position_encodings.encodings = sine_positions(config["max_position_embeddings"], config["d_model"])
        for index, layer in enumerate(part.layer):
            base = f"model.{side}.layers.{index}"
            self._attention(layer.self_attention, f"{base}.self_attn", fused=3)
            self._norm(layer.self_attention.layer_norm, f"{base}.self_attn_layer_norm")
            if side == "decoder":
                self._attention(layer.attention, f"{base}.encoder_attn", fused=1)
                self._norm(layer.attention.layer_norm, f"{base}.encoder_attn_layer_norm")
            self._linear(layer.ffn.linear_0, f"{base}.fc1")
            self._linear(layer.ffn.linear_1, f"{base}.fc2")
            self._norm(layer.ffn.layer_norm, f"{base}.final_layer_norm")

    def _attention(self, spec: Any, base: str, *, fused: int) -> None:
        """Self-attention fuses query, key and value into one product; attention to the source fuses key and value."""
        names = [f"{base}.{name}" for name in ("q_proj", "k_proj", "v_proj")]
        for linear, group in zip(spec.linear, (names[:fused], names[fused:]), strict=False):
            if group:
                self._fused(linear, group)
        self._linear(spec.linear[-1], f"{base}.out_proj")

    def _fused(self, spec: Any, names: list[str]) -> None:
        import numpy as np

        spec.weight = np.concatenate([self._own(f"{name}.weight") for name in names])
        spec.bias = np.concatenate([self._own(f"{name}.bias") for name in names])

    def _linear(self, spec: Any, name: str) -> None:
        spec.weight, spec.bias = self._own(f"{name}.weight"), self._own(f"{name}.bias")

    def _norm(self, spec: Any, name: str) -> None:
        spec.gamma, spec.beta = self._own(f"{name}.weight"), self._own(f"{name}.bias")

    def _own(self, name: str) -> Array:
        """A writable float32 copy: CTranslate2 quantises in place."""
        import numpy as np

        return np.array(self.weights[name], dtype=np.float32)

    def _first(self, *names: str) -> str:
        """The first of ``names`` that the checkpoint has; which ones it has depends on what is tied."""
        return next((name for name in names if name in self.weights), names[0])

    def _symbols(self, spec: Any, *, prune: bool) -> None:
        """Embeddings, output layer and vocabularies, without the row of ``<pad>``."""
        shared = self.config.get("share_encoder_decoder_embeddings", True)
        own = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight")
        source_name = self._first("model.shared.weight", own[0]) if shared else own[0]
        target_name = self._first("model.shared.weight", own[1]) if shared else own[1]
        head_name = self._first("lm_head.weight", target_name)
        source_rows = self._rows("vocab.json", self.weights[source_name])
        separate = not shared and (self.folder / "target_vocab.json").is_file()
        target_rows = self._rows("target_vocab.json", self.weights[target_name]) if separate else source_rows
        if prune:
            source_rows, target_rows = self._producible(source_rows, target_rows)
        source = self._own(source_name)[list(source_rows.values())]
        kept = list(target_rows.values())
        same = source_name == target_name and source_rows == target_rows
        target = source if same else self._own(target_name)[kept]
        head = self._own(head_name)[kept]
        spec.encoder.embeddings[0].weight = source
        spec.decoder.embeddings.weight = target
        spec.decoder.projection.weight = target if (head == target).all() else head
        if "final_logits_bias" in self.weights:
            bias = self._own("final_logits_bias").reshape(-1)[kept]
            if bias.any():
                spec.decoder.projection.bias = bias
        spec.register_source_vocabulary(list(source_rows))
        spec.register_target_vocabulary(list(target_rows))

    def _rows(self, name: str, matrix: Array) -> dict[str, int]:
        """The symbols of a vocabulary file with their rows of ``matrix``, in that order; without ``<pad>``."""
        vocabulary = _read_json(self.folder / name)
        where = self.folder / name
        if not isinstance(vocabulary, dict) or END not in vocabulary or UNKNOWN not in vocabulary:
            raise EngineError(f"{where}: not the vocabulary of a MarianMT model: pull or copy it again")
        ordered = sorted(vocabulary.items(), key=lambda item: item[1])
        if [row for _, row in ordered] != list(range(len(ordered))) or len(ordered) > matrix.shape[0]:
            raise EngineError(f"{where}: {len(ordered)} symbols do not fit the {matrix.shape[0]} rows of the network")
        return {symbol: row for symbol, row in ordered if symbol != PAD}

    def _producible(
        self, source_rows: dict[str, int], target_rows: dict[str, int]
    ) -> tuple[dict[str, int], dict[str, int]]:
        pieces = Pieces(self.folder, list(source_rows))
        kept = {END, UNKNOWN, *filter(is_target_token, source_rows)}
        sources, targets = pieces.inventory()
        return (
            {symbol: row for symbol, row in source_rows.items() if symbol in sources or symbol in kept},
            {symbol: row for symbol, row in target_rows.items() if symbol in targets or symbol in {END, UNKNOWN}},
        )


def sine_positions(count: int, width: int) -> Array:
    """The (count, width) float32 sine positions of Marian: sines in the first half, cosines in the second."""
    import numpy as np

    angle = np.arange(count)[:, None] / np.power(10000, 2 * (np.arange(width) // 2) / width)[None, :]
    table = np.zeros((count, width), dtype=np.float32)
    half = width // 2 + width % 2
    table[:, :half] = np.sin(angle[:, 0::2])
    table[:, half:] = np.cos(angle[:, 1::2])
    return table
