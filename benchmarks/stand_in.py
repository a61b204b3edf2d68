"""A model of OPUS-MT's shape that needs no download, to time with: 6 + 6 layers, 512 wide, 65,000 pieces.

    python benchmarks/stand_in.py TOKENIZER_DIR OUT_DIR

TOKENIZER_DIR holds source.spm, target.spm and vocab.json of an OPUS-MT model. The weights are random but for two
things, set by hand: the last attention to the source looks at the piece whose turn it is, and the output layer knows a
target piece for every source piece (itself, where the target language has it, too). So it answers each source with
just as many pieces, stops by itself, and is as sure of itself as a trained model; what it says means nothing. Speed and
memory can be measured with it, quality cannot.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece

WIDTH, HEADS, LAYERS, INNER = 512, 8, 6, 2048
TURNS = 32  # pairs of sine and cosine that tell positions apart; embeddings are silent there
NOISE, EMBEDDING, SHARPNESS, LOUDNESS, TEMPER = 0.004, 0.06, 2.0, 4.0, 0.6
SILENT = [*range(TURNS), *range(WIDTH // 2, WIDTH // 2 + TURNS)]
# the slowest sines are 0 for all that fits: what a norm leaves there is the mean that it took from every place
STILL = [*range(WIDTH // 2 - 24, WIDTH // 2)]


def targets(folder: Path, vocabulary: dict[str, int]) -> np.ndarray:
    """For each row of the vocabulary, the row that is said for it: (rows,) of int."""
    rng = np.random.default_rng(5)
    can = {name: _inventory(folder / f"{name}.spm") for name in ("source", "target")}
    own = [row for piece, row in vocabulary.items() if piece in can["target"]]
    said = np.arange(len(vocabulary))
    foreign = [row for piece, row in vocabulary.items() if piece in can["source"] and piece not in can["target"]]
    said[foreign] = rng.choice(own, size=len(foreign))
    return said


def _inventory(path: Path) -> set[str]:
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return {model.id_to_piece(n) for n in range(model.vocab_size()) if not model.is_control(n)}


def weights(vocabulary: dict[str, int], said: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the checkpoint, named as transformers names them."""
    rng = np.random.default_rng(11)
    rows = len(vocabulary)

    def noise(*shape: int, scale: float = NOISE) -> np.ndarray:
        return rng.normal(0, scale, shape).astype(np.float32)

    shared = noise(rows, WIDTH, scale=EMBEDDING)
    shared[:, SILENT + STILL] = 0
    shared[vocabulary["<pad>"]] = 0
    state = {"model.shared.weight": shared}
    for side in ("encoder", "decoder"):
        for layer in range(LAYERS):
            base = f"model.{side}.layers.{layer}"
            for part in ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",):
                for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    state[f"{base}.{part}.{name}.weight"] = noise(WIDTH, WIDTH)
                    state[f"{base}.{part}.{name}.bias"] = np.zeros(WIDTH, np.float32)
            state[f"{base}.fc1.weight"], state[f"{base}.fc1.bias"] = noise(INNER, WIDTH), np.zeros(INNER, np.float32)
            state[f"{base}.fc2.weight"], state[f"{base}.fc2.bias"] = noise(WIDTH, INNER), np.zeros(WIDTH, np.float32)
            norms = ["self_attn_layer_norm", "final_layer_norm"]
            for name in [*norms, *(["encoder_attn_layer_norm"] if side == "decoder" else [])]:
                state[f"{base}.{name}.weight"] = np.ones(WIDTH, np.float32)
                state[f"{base}.{name}.bias"] = np.zeros(WIDTH, np.float32)
    _attend(state, f"model.decoder.layers.{LAYERS - 1}.encoder_attn")
    # the output layer: a target piece answers to the embedding of the source pieces that it is said for
    head = np.zeros((rows, WIDTH), np.float32)
    np.add.at(head, said, shared)
    count = np.bincount(said, minlength=rows)
    silent = count == 0
    head[silent] = noise(int(silent.sum()), WIDTH, scale=EMBEDDING)
    head[:, SILENT + STILL] = 0
    state["lm_head.weight"] = head * TEMPER
    bias = np.zeros((1, rows), np.float32)
    bias[0, silent] = -2.0
    bias[0, vocabulary["<pad>"]] = -1e4
    state["final_logits_bias"] = bias
    return state


def _attend(state: dict[str, np.ndarray], name: str) -> None:
    """Look at the same position, and hand on what stands there."""
    size = WIDTH // HEADS
    for part in ("q_proj", "k_proj"):
        matrix = state[f"{name}.{part}.weight"]
        for head in range(HEADS):
            for n, dim in enumerate(SILENT):
                matrix[head * size + n, dim] += SHARPNESS
                matrix[head * size + n, STILL] -= SHARPNESS / len(STILL)
    eye = np.eye(WIDTH, dtype=np.float32)
    state[f"{name}.v_proj.weight"] += eye
    state[f"{name}.out_proj.weight"] += LOUDNESS * eye


def write(tokenizer: Path, folder: Path) -> Path:
    """The checkpoint in ``folder``, as the hub would have it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copyfile(tokenizer / name, folder / name)
    vocabulary: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    config: dict[str, Any] = {
        "model_type": "marian", "architectures": ["MarianMTModel"], "activation_function": "swish",
        "d_model": WIDTH, "encoder_layers": LAYERS, "decoder_layers": LAYERS, "encoder_ffn_dim": INNER,
        "decoder_ffn_dim": INNER, "encoder_attention_heads": HEADS, "decoder_attention_heads": HEADS,
        "max_position_embeddings": 512, "scale_embedding": True, "static_position_embeddings": True,
        "vocab_size": len(vocabulary), "decoder_vocab_size": len(vocabulary),
        "share_encoder_decoder_embeddings": True, "tie_word_embeddings": False,
        "eos_token_id": vocabulary["</s>"], "forced_eos_token_id": vocabulary["</s>"],
        "pad_token_id": vocabulary["<pad>"], "decoder_start_token_id": vocabulary["<pad>"], "bos_token_id": 0,
        "num_beams": 4, "max_length": 512, "bad_words_ids": [[vocabulary["<pad>"]]],
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    _write_safetensors(folder / "model.safetensors", weights(vocabulary, targets(folder, vocabulary)))
    return folder


def _write_safetensors(path: Path, arrays: dict[str, np.ndarray]) -> None:
    header: dict[str, Any] = {}
    offset = 0
    for name, array in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", len(head)) + head)
        for array in arrays.values():
            stream.write(array.tobytes())


def main() -> None:
    """Write it, and say where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    folder = write(options.tokenizer, options.out)
    print(f"{folder}: {math.ceil((folder / 'model.safetensors').stat().st_size / 2**20)} MB")


if __name__ == "__main__":
    main()
