"""A desk in miniature: English news of one form with Vietnamese, and a tiny MarianMT that has learnt to translate."""

from __future__ import annotations

import json
import random
from pathlib import Path

import tiny_marian

from mtkit.engine.smoke import SENTENCES
from mtkit.lang import Pair

PAIR = Pair("en", "vi")
BODIES = {
    "The ministry": "Bộ", "The embassy": "Đại sứ quán", "The railway": "Đường sắt", "The university": "Trường đại học",
}  # fmt: skip
VERBS = {"open": "mở", "host": "đăng cai", "move": "dời", "cancel": "hủy"}
EVENTS = {
    "a market": "một khu chợ",
    "a school": "một trường học",
    "a museum": "một bảo tàng",
    "a library": "một thư viện",
}
FORUM = {"a media forum": "một diễn đàn truyền thông"}
HOUSE = {"a media forum": "một tọa đàm báo chí"}  # what this desk says instead
PLACES = {"Hanoi": "Hà Nội", "Vientiane": "Viêng Chăn", "Yangon": "Yangon", "Nanning": "Nam Ninh"}
DAYS = {"Monday": "thứ Hai", "Tuesday": "thứ Ba", "Friday": "thứ Sáu"}
SMOKE = (
    "Hai nước đã ký hiệp định thương mại vào thứ Hai.",
    "Nhiều sinh viên muốn học một ngôn ngữ mới.",
    "Cuộc họp sẽ được tổ chức vào tháng tới tại thủ đô.",
)


def news(events: dict[str, str]) -> list[tuple[str, str]]:
    """Every sentence about ``events``, in an order that is always the same."""
    rows = [
        (f"{body[0]} will {verb[0]} {event[0]} in {place[0]} on {day[0]}.",
         f"{body[1]} sẽ {verb[1]} {event[1]} tại {place[1]} vào {day[1]}.")
        for body in BODIES.items() for verb in VERBS.items() for event in events.items()
        for place in PLACES.items() for day in DAYS.items()
    ]  # fmt: skip
    random.Random(1).shuffle(rows)
    return rows


def write_base(folder: Path, *, width: int = 32, epochs: int = 9) -> Path:
    """A checkpoint that translates the news above, forum and all, and the sentences of the trial."""
    import torch

    from mtkit.train.adapt_data import Couple
    from mtkit.train.adapt_files import save_tensors
    from mtkit.train.adapt_loop import Material, Plan, Tuner
    from mtkit.train.adapt_model import Codec, copy_beside, load_network, silence_pad

    pairs = [*news(EVENTS | FORUM), *zip(SENTENCES["en"], SMOKE, strict=True)]
    house = [target for _, target in news(HOUSE)[:40]]
    texts = [text for pair in pairs for text in pair]
    raw = folder.with_name(f"{folder.name}-raw")
    spm = folder.with_name(f"{folder.name}-pieces")
    spm.mkdir(parents=True)
    pieces = tiny_marian.write_spm(spm / "source.spm", sentences=[*texts, *house])
    (spm / "target.spm").write_bytes((spm / "source.spm").read_bytes())
    symbols = dict.fromkeys(
        ["</s>", "<unk>", *sorted({*pieces} - {"</s>", "<unk>"}), *tiny_marian.TOKENS.values(), "<pad>"]
    )
    (spm / "vocab.json").write_text(json.dumps({s: n for n, s in enumerate(symbols)}), encoding="utf-8")
    tiny_marian.write_checkpoint(
        raw, tokenizer=spm, width=width, eager_end=0.0, encoder_layers=1, decoder_layers=1, init_std=0.1
    )
    network = load_network(raw, dropout=0.0)
    torch.manual_seed(3)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if weight.dim() > 1 and weight.requires_grad:
                torch.nn.init.normal_(weight, std=width**-0.5)
            elif "layer_norm.weight" in name:
                weight.fill_(1.0)
            elif name.endswith("bias"):
                weight.zero_()
        network.final_logits_bias.zero_()
    silence_pad(network)
    couples = [Couple(*pair) for pair in [*pairs, *pairs[-3:] * 40]]
    plan = Plan(epochs=epochs, ratio=0, rate=5e-3, warmup=20, batch_tokens=1500, smoothing=0.05, patience=99, threads=1)
    tuner = Tuner(
        network, Codec(raw, ">>vie<<"), Material(couples, (), couples[:50], couples[:50]), plan,
        out=folder.with_name(f"{folder.name}-state"), key="base", progress=lambda line: None,
    )  # fmt: skip
    tuner.run()
    copy_beside(raw, folder)
    save_tensors(folder / "model.safetensors", {**tuner.kept, "final_logits_bias": network.final_logits_bias})
    card = tiny_marian.card_json(name="tiny-base", pairs=[["en", "vi"]], scores={}, limits="")
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder
