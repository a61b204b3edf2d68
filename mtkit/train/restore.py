"""A converted model back to a MarianMT checkpoint, so that the model in the box can be trained further.

Format: ctranslate2/specs/model_spec.py (binary version 6): named arrays in a row, int8 matrices with a scale for each
row. What comes back is the network as it is used, so training goes on from the very weights whose answers the desk has
seen.
"""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mtkit.engine.pieces import END, PAD, UNKNOWN
from mtkit.errors import EngineError
from mtkit.train.adapt_files import write_json

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["read_converted", "restore"]

_TYPES = ("<f4", "i1", "<i2", "<i4", "<f2")
_ACTIVATIONS = {0: "relu", 1: "gelu_new", 2: "swish", 3: "gelu"}
_VERSION = 6


class _Bytes:
    """A file that is read from front to back."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, kind: str) -> int:
        (value,) = struct.unpack_from(f"<{kind}", self._data, self._at)
        self._at += struct.calcsize(f"<{kind}")
        return int(value)

    def text(self) -> str:
        return self.take(self.number("H")).removesuffix(b"\x00").decode("utf-8")

    def take(self, size: int) -> bytes:
        if size > len(self._data) - self._at:
            raise ValueError("it is cut short")
        self._at += size
        return self._data[self._at - size : self._at]


def read_converted(path: Path) -> dict[str, Array]:
    """The arrays of a model.bin, int8 matrices as float32, names of aliases too. Raises EngineError."""
    import numpy as np

    try:
        file = _Bytes(path.read_bytes())
        if file.number("I") != _VERSION:
            raise ValueError("it is of another version of the format")
        file.text()  # the name of the architecture
        file.number("I")
        arrays: dict[str, Array] = {}
        for _ in range(file.number("I")):
            name = file.text()
            shape = [file.number("I") for _ in range(file.number("B"))]
            kind = np.dtype(_TYPES[file.number("B")])
            arrays[name] = np.frombuffer(file.take(file.number("I")), dtype=kind).reshape(shape)
        for name in [name for name in arrays if f"{name}_scale" in arrays]:
            scale = arrays.pop(f"{name}_scale").astype(np.float32)
            arrays[name] = arrays[name].astype(np.float32) / scale.reshape(-1, *[1] * (arrays[name].ndim - 1))
        for _ in range(file.number("I")):
            alias, own = file.text(), file.text()
            if own in arrays:
                arrays[alias] = arrays[own]
    except (OSError, ValueError, IndexError, struct.error, UnicodeDecodeError) as error:
        raise EngineError(f"{path}: not a converted model that can be read back ({error})") from error
    return arrays


def restore(folder: Path, out: Path) -> Path:
    """Write the checkpoint of the converted model in ``folder`` into ``out``; gives ``out``.

    Raises EngineError for a model with a vocabulary for each side (a slim conversion), or of another architecture.
    """
    shared = folder / "shared_vocabulary.json"
    if not shared.is_file():
        raise EngineError(f"{folder}: a slim conversion cannot be trained: give the checkpoint that it was made from")
    arrays = read_converted(folder / "model.bin")
    symbols = json.loads(shared.read_text(encoding="utf-8"))
    if not {END, UNKNOWN} <= set(symbols) or int(arrays["decoder/pre_norm"]) != 0:
        raise EngineError(f"{folder}: not a converted MarianMT model")
    state, config = _state(arrays, len(symbols)), _config(arrays, symbols)
    out.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(folder / name, out / name)
    write_json(out / "vocab.json", {symbol: row for row, symbol in enumerate([*symbols, PAD])})
    write_json(out / "config.json", config)
    _save(out / "model.safetensors", state)
    return out


def _layers(arrays: Mapping[str, Array], side: str) -> int:
    count = 0
    while f"{side}/layer_{count}/ffn/linear_0/weight" in arrays:
        count += 1
    return count


def _config(arrays: Mapping[str, Array], symbols: list[str]) -> dict[str, Any]:
    pad = len(symbols)
    width = int(arrays["decoder/embeddings/weight"].shape[1])
    activation = _ACTIVATIONS.get(int(arrays["decoder/activation"]), "")
    if not activation:
        raise EngineError("the converted model has an activation that MarianMT does not")
    sides = {
        key: value
        for side in ("encoder", "decoder")
        for key, value in (
            (f"{side}_layers", _layers(arrays, side)),
            (f"{side}_attention_heads", int(arrays[f"{side}/num_heads"])),
            (f"{side}_ffn_dim", int(arrays[f"{side}/layer_0/ffn/linear_0/weight"].shape[0])),
        )
    }
    return {
        "model_type": "marian", "architectures": ["MarianMTModel"], "activation_function": activation,
        "d_model": width, **sides, "num_hidden_layers": sides["encoder_layers"],
        "max_position_embeddings": int(arrays["decoder/position_encodings/encodings"].shape[0]),
        "scale_embedding": float(arrays["decoder/scale_embeddings"]) != 1.0, "static_position_embeddings": True,
        "vocab_size": pad + 1, "decoder_vocab_size": pad + 1, "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True, "eos_token_id": symbols.index(END), "forced_eos_token_id": None,
        "pad_token_id": pad, "decoder_start_token_id": pad, "bos_token_id": None, "is_encoder_decoder": True,
        "dropout": 0.0, "init_std": 0.02, "use_cache": True,
    }  # fmt: skip


def _state(arrays: Mapping[str, Array], rows: int) -> dict[str, Array]:
    import numpy as np

    def row_of_pad(matrix: Array) -> Array:
        return np.concatenate([matrix, np.zeros((1, *matrix.shape[1:]), dtype=np.float32)])

    state = {"model.shared.weight": row_of_pad(arrays["decoder/embeddings/weight"])}
    bias = arrays.get("decoder/projection/bias", np.zeros(rows, dtype=np.float32))
    state["final_logits_bias"] = row_of_pad(bias).reshape(1, -1)
    for side in ("encoder", "decoder"):
        for index in range(_layers(arrays, side)):
            theirs, ours = f"{side}/layer_{index}", f"model.{side}.layers.{index}"
            _attention(state, arrays, f"{theirs}/self_attention", f"{ours}.self_attn")
            if side == "decoder":
                _attention(state, arrays, f"{theirs}/attention", f"{ours}.encoder_attn")
            for n in (0, 1):
                for kind in ("weight", "bias"):
                    state[f"{ours}.fc{n + 1}.{kind}"] = arrays[f"{theirs}/ffn/linear_{n}/{kind}"]
            _norm(state, arrays, f"{theirs}/ffn/layer_norm", f"{ours}.final_layer_norm")
    return {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in state.items()}


def _attention(state: dict[str, Array], arrays: Mapping[str, Array], theirs: str, ours: str) -> None:
    """Query, key and value lie in one product, or key and value in the second; the last one goes out."""
    import numpy as np

    fused = f"{theirs}/linear_2/weight" not in arrays
    for kind in ("weight", "bias"):
        first = arrays[f"{theirs}/linear_0/{kind}"]
        parts = np.split(first, 3) if fused else [first, *np.split(arrays[f"{theirs}/linear_1/{kind}"], 2)]
        for name, part in zip(("q_proj", "k_proj", "v_proj"), parts, strict=True):
            state[f"{ours}.{name}.{kind}"] = part
        state[f"{ours}.out_proj.{kind}"] = arrays[f"{theirs}/linear_{1 if fused else 2}/{kind}"]
    _norm(state, arrays, f"{theirs}/layer_norm", f"{ours}_layer_norm")


def _norm(state: dict[str, Array], arrays: Mapping[str, Array], theirs: str, ours: str) -> None:
    state[f"{ours}.weight"], state[f"{ours}.bias"] = arrays[f"{theirs}/gamma"], arrays[f"{theirs}/beta"]


def _save(path: Path, state: Mapping[str, Array]) -> None:
    import torch

    from mtkit.train.adapt_files import save_tensors

    save_tensors(path, {name: torch.tensor(array) for name, array in state.items()})
