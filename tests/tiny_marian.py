"""Tiny MarianMT checkpoints for tests: real layout, real SentencePiece models, random weights. Needs no torch."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import sentencepiece

SENTENCES = (
    "The ministers agreed on Monday to open a second rail link before the end of next year.",
    "Trade between the two sides grew by 7.2 percent in the first nine months of 2025.",
    "The forum in Nanning closed with a joint statement on marine cooperation.",
    "“We will share the data with all members,” the secretary-general told reporters in Jakarta.",
    "部长们周一同意在明年年底前开通第二条铁路线。",
    "今年前九个月，双边贸易额增长百分之七点二。",
    "南宁论坛闭幕，与会各方发表了海洋合作联合声明。",
    "秘书长在雅加达对记者说，我们将与所有成员共享数据。",
    "Các bộ trưởng đã nhất trí mở tuyến đường sắt thứ hai trước cuối năm sau.",
    "Kim ngạch thương mại hai chiều tăng 7,2 phần trăm trong chín tháng đầu năm.",
    "รัฐมนตรีเห็นพ้องให้เปิดเส้นทางรถไฟสายที่สองก่อนสิ้นปีหน้า",
    "เลขาธิการกล่าวกับผู้สื่อข่าวที่กรุงจาการ์ตาว่าจะแบ่งปันข้อมูลกับสมาชิกทุกประเทศ",
    "Para menteri sepakat membuka jalur kereta kedua sebelum akhir tahun depan.",
    "រដ្ឋមន្ត្រីបានឯកភាពគ្នាបើកផ្លូវរថភ្លើងទីពីរមុនដំណាច់ឆ្នាំក្រោយ។",
    "ဝန်ကြီးများက ဒုတိယရထားလမ်းကို လာမည့်နှစ်ကုန်မတိုင်မီ ဖွင့်လှစ်ရန် သဘောတူခဲ့ကြသည်။",
    "அமைச்சர்கள் இரண்டாவது ரயில் பாதையை அடுத்த ஆண்டு இறுதிக்குள் திறக்க ஒப்புக்கொண்டனர்.",
)
MARKS = ("⟦0⟧", "⟦1⟧", "⟦2⟧")
TOKENS = {"en": ">>eng<<", "zh": ">>cmn_Hans<<", "vi": ">>vie<<", "th": ">>tha<<"}


def write_spm(path: Path, *, sentences: Iterable[str] = SENTENCES, marks: tuple[str, ...] = MARKS) -> list[str]:
    """Train a small SentencePiece model into ``path``; returns its pieces."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*sentences] * 3),
        model_writer=model,
        vocab_size=420,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=",".join(marks),
        minloglevel=2,
        num_threads=1,
    )
    path.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(index) for index in range(processor.vocab_size()) if not processor.is_control(index)]


def write_safetensors(path: Path, arrays: dict[str, np.ndarray]) -> None:
    header, offset = {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(array.tobytes() for array in arrays.values()))


def random_state(
    config: dict, *, seed: int = 7, spread: float = 0.35, eager_end: float = 4.0, separate: bool = False
) -> dict[str, np.ndarray]:
    """Random weights of a MarianMT, named as transformers names them; ``eager_end`` makes ``</s>`` likelier."""
    rng = np.random.default_rng(seed)
    width, rows = config["d_model"], config["vocab_size"]
    state: dict[str, np.ndarray] = {}

    def matrix(name: str, *shape: int, scale: float = spread) -> None:
        state[name] = rng.normal(0, scale, shape).astype(np.float32)

    def linear(name: str, outs: int, ins: int) -> None:
        matrix(f"{name}.weight", outs, ins)
        matrix(f"{name}.bias", outs, scale=0.1)

    def norm(name: str) -> None:
        state[f"{name}.weight"] = rng.uniform(0.6, 1.4, width).astype(np.float32)
        matrix(f"{name}.bias", width, scale=0.1)

    if separate:
        matrix("model.encoder.embed_tokens.weight", rows, width)
        matrix("model.decoder.embed_tokens.weight", config["decoder_vocab_size"], width)
        for side in ("encoder", "decoder"):
            state[f"model.{side}.embed_tokens.weight"][config["pad_token_id"]] = 0
        state["lm_head.weight"] = state["model.decoder.embed_tokens.weight"]
    else:
        matrix("model.shared.weight", rows, width)
        state["model.shared.weight"][config["pad_token_id"]] = 0
    for side in ("encoder", "decoder"):
        for index in range(config[f"{side}_layers"]):
            base = f"model.{side}.layers.{index}"
            for part in ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",):
                for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    linear(f"{base}.{part}.{name}", width, width)
                norm(f"{base}.{part}_layer_norm")
            linear(f"{base}.fc1", config[f"{side}_ffn_dim"], width)
            linear(f"{base}.fc2", width, config[f"{side}_ffn_dim"])
            norm(f"{base}.final_layer_norm")
    bias = rng.normal(0, 0.3, (1, config["decoder_vocab_size"])).astype(np.float32)
    bias[0, config["eos_token_id"]] = eager_end
    state["final_logits_bias"] = bias
    return state


def write_checkpoint(
    folder: Path,
    *,
    tokenizer: Path | None = None,
    width: int = 16,
    seed: int = 7,
    eager_end: float = 4.0,
    tokens: Iterable[str] = tuple(TOKENS.values()),
    separate: bool = False,
    **changes: object,
) -> Path:
    """A MarianMT checkpoint in ``folder``: vocabulary and SentencePiece of its own, or those in ``tokenizer``."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary: dict[str, int]
    if tokenizer is not None:
        for name in ("source.spm", "target.spm"):
            (folder / name).write_bytes((tokenizer / name).read_bytes())
        vocabulary = json.loads((tokenizer / "vocab.json").read_text(encoding="utf-8"))
    else:
        source = write_spm(folder / "source.spm")
        target = write_spm(folder / "target.spm", sentences=SENTENCES[::-1][:12], marks=MARKS)
        symbols = dict.fromkeys(["</s>", "<unk>", *sorted({*source, *target} - {"</s>", "<unk>"}), *tokens, "<pad>"])
        vocabulary = {symbol: row for row, symbol in enumerate(symbols)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    config = {
        "model_type": "marian", "architectures": ["MarianMTModel"], "activation_function": "swish",
        "d_model": width, "encoder_layers": 2, "decoder_layers": 2, "encoder_ffn_dim": 2 * width,
        "decoder_ffn_dim": 2 * width, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
        "max_position_embeddings": 512, "scale_embedding": True, "static_position_embeddings": True,
        "vocab_size": len(vocabulary), "decoder_vocab_size": len(vocabulary),
        "share_encoder_decoder_embeddings": not separate, "tie_word_embeddings": True,
        "eos_token_id": vocabulary["</s>"], "forced_eos_token_id": vocabulary["</s>"],
        "pad_token_id": vocabulary["<pad>"], "decoder_start_token_id": vocabulary["<pad>"], "bos_token_id": 0,
        "is_encoder_decoder": True, "num_beams": 4, "max_length": 512, "bad_words_ids": [[vocabulary["<pad>"]]],
        "dropout": 0.1, "init_std": 0.02, "use_cache": True,
        **changes,
    }  # fmt: skip
    config["num_hidden_layers"] = config["encoder_layers"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    if separate:
        (folder / "target_vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
        (folder / "tokenizer_config.json").write_text('{"separate_vocabs": true}', encoding="utf-8")
    state = random_state(config, seed=seed, eager_end=eager_end, separate=separate)
    write_safetensors(folder / "model.safetensors", state)
    return folder


def card_json(**changes: object) -> dict:
    """The card of a model made of ``write_checkpoint``."""
    return {
        "name": "tiny", "version": "0.1", "revision": "seed7", "parameters": 20000, "licence": "Apache-2.0",
        "pairs": [["en", "zh"], ["zh", "en"], ["en", "vi"], ["en", "th"]],
        "target_tokens": TOKENS, "marks": list(MARKS), "max_tokens": 128,
        "scores": {"en-zh": {"chrF": 1.25, "BLEU": 0.1, "testset": "made up", "n": 16, "signature": "none"}},
        "limits": "random weights",
        **changes,
    }  # fmt: skip


def card(name: str = "tiny"):
    """The card of ``card_json`` as a value."""
    from mtkit.engine.card import Card
    from mtkit.lang import Pair

    raw = card_json(name=name)
    return Card(
        name=name,
        version=raw["version"],
        revision=raw["revision"],
        pairs=tuple(Pair(*pair) for pair in raw["pairs"]),
        target_tokens=TOKENS,
        marks=MARKS,
        max_tokens=raw["max_tokens"],
    )
