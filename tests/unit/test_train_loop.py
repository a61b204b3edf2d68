"""A micro training run: it learns, resumes to the same weights, and exports to a model that the engine loads."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from random import Random

import pytest

from mtkit.train.config import Optimiser, RecipeError
from mtkit.train.loop import batches, rate
from mtkit.train.marks import MARKS

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("transformers", reason="training needs transformers")
pytest.importorskip("sacrebleu", reason="scores need sacrebleu")

RECIPE = """
name = "micro"
version = "0"
limits = "It knows five verbs."
own_test = "own.jsonl"
[tokens]
en = ">>eng<<"
zh = ">>cmn_Hans<<"
[shape]
width = 32
inner = 48
encoder_layers = 1
decoder_layers = 1
heads = 2
dropout = 0.1
positions = 160
[vocabulary]
pieces = 470
kind = "bpe"
[mixture]
held_out = 0.2
[mixture.directions]
en-zh = 2.0
zh-en = 1.0
[mixture.shares]
pattern = 1.0
plain = 1.0
list = 0.5
corpus = 1.0
[mixture.corpora]
news = 1.0
[optimiser]
steps = {steps}
batch_tokens = 256
peak_rate = 5e-3
warmup = 4
cooldown = 4
bfloat16 = {bfloat16}
[schedule]
threads = 1
report_steps = 2
"""
NOUNS = [("fruit", "水果"), ("film", "电影"), ("tea", "茶叶"), ("rice", "大米"), ("rail", "铁路"), ("port", "港口")]
VERBS = [("opened", "开放"), ("grew", "增长"), ("returned", "回归"), ("closed", "关闭"), ("waited", "等待")]
DAYS = [("Monday", "周一"), ("Friday", "周五"), ("Sunday", "周日")]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in ("train", "domain", "eval/flores200"):
        (folder / name).mkdir(parents=True)
    pairs = [(f"The {a} {b} on {c}.", f"{x}{z}{y}。") for a, x in NOUNS for b, y in VERBS for c, z in DAYS]
    text = "".join(f"news\t{en}\t{zh}\n" for en, zh in pairs)
    (folder / "train" / "en-zh.tsv.xz").write_bytes(lzma.compress(text.encode()))
    rows = {
        "patterns": [
            {"en": f"{{BODY1}} said the {a} {b}.", "zh": f"{{BODY1}}说，{x}已{y}。"} for a, x in NOUNS for b, y in VERBS
        ],
        "plain": [
            {"en": f"All {a} {b}, she said.", "zh": f"她说，所有{x}都已{y}。"} for a, x in NOUNS for b, y in VERBS
        ],
        "slots": [
            {"slot": slot, "en": f"the {slot.lower()} of {en}", "zh": f"{en}{zh}"}
            for slot, zh in (("BODY", "处"), ("PERSON", "人"), ("TITLE", "长"), ("EVENT", "会"), ("PLACE", "地"))
            for en in "ABCDEFGH"
        ],
    }
    for name, values in rows.items():
        lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
        (folder / "domain" / f"{name}.zh.jsonl").write_text(lines, encoding="utf-8")
    (folder / "eval" / "flores200" / "devtest.en").write_text("The fruit waited.\nThe tea grew.\n", encoding="utf-8")
    (folder / "eval" / "flores200" / "devtest.zh").write_text("水果已等待。\n茶叶已增长。\n", encoding="utf-8")
    return folder


def recipe(folder: Path, *, steps: int = 12, bfloat16: bool = False) -> Path:
    own = [{"en": "CICG opened in 2024.", "zh": "中国外文局于2024年开放。"}, {"en": "12 films", "zh": "12部电影"}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in own)
    (folder / "own.jsonl").write_text(lines, encoding="utf-8")
    path = folder / "recipe.toml"
    path.write_text(RECIPE.format(steps=steps, bfloat16=str(bfloat16).lower()), encoding="utf-8")
    return path


def weights(out: Path):
    return torch.load(out / "checkpoint.pt", weights_only=True)


@pytest.mark.deep
def test_a_resumed_run_gives_the_weights_of_an_unbroken_run(data, tmp_path):
    from mtkit.train.loop import train

    config, said = recipe(tmp_path), []
    whole = train(config, data=data, out=tmp_path / "whole", progress=said.append)
    broken = train(config, data=data, out=tmp_path / "broken", max_steps=5, progress=said.append)
    assert (whole.steps, whole.finished, broken.steps, broken.finished) == (12, True, 5, False)
    resumed = train(config, data=data, out=tmp_path / "broken", progress=said.append)
    assert "resumed at step 5" in said
    assert resumed.tokens == whole.tokens
    one, two = weights(tmp_path / "whole"), weights(tmp_path / "broken")
    for part in ("model", "average"):
        for name, value in one[part].items():
            assert torch.equal(value, two[part][name]), (part, name)


@pytest.mark.deep
def test_training_learns_exports_and_the_engine_copies_the_card(data, tmp_path):
    from mtkit.engine.ctranslate import CTranslateEngine
    from mtkit.engine.interface import Decoding, Request
    from mtkit.lang import Pair
    from mtkit.train.export import export
    from mtkit.train.loop import train
    from mtkit.train.score import score

    config, said = recipe(tmp_path, steps=40, bfloat16=True), []
    train(config, data=data, out=tmp_path / "out", progress=said.append)
    losses = [float(line.split()[3]) for line in said if line.startswith("step ")]
    assert losses[-1] < losses[0] - 0.3
    shipped = export(tmp_path / "out", tmp_path / "model", config=config)
    assert shipped.size == sum(path.stat().st_size for path in (tmp_path / "model").iterdir())
    engine = CTranslateEngine(tmp_path / "model")
    assert engine.info.marks == MARKS
    assert engine.info.pairs == (Pair("en", "zh"), Pair("zh", "en"))
    # a mark is one piece, in Chinese without spaces too
    assert engine.count("⟦23⟧，⟦0⟧。", Pair("zh", "en")) == engine.count("，。", Pair("zh", "en")) + 2
    (answer,) = engine.translate([Request("The tea waited.", Pair("en", "zh"))], Decoding(beam=2))
    assert len(answer.texts) == 1
    card = score(tmp_path / "model", config=config, data=data, lines=2, beam=2, progress=said.append)
    assert card == json.loads((tmp_path / "model" / "card.json").read_text(encoding="utf-8"))
    assert card["training"]["steps"] == 40
    assert card["scores"]["en-zh"]["n"] == 2
    assert "tok:zh" in card["scores"]["en-zh"]["signature"]
    assert card["own_scores"]["zh-en"]["n"] == 2
    assert card["marks_kept"]["en-zh"]["n"] == 3


@pytest.mark.deep
def test_short_slices_measure_as_often_as_one_long_run(data, tmp_path):
    from mtkit.train.loop import train
    from mtkit.train.measure import history

    config = recipe(tmp_path, steps=6)
    text = config.read_text(encoding="utf-8").replace("report_steps = 2", "report_steps = 2\nmeasure_minutes = 1e-6")
    config.write_text(text, encoding="utf-8")
    for _ in range(3):
        outcome = train(config, data=data, out=tmp_path / "out", max_steps=2, progress=lambda _: None)
    measured = [point.step for point in history(tmp_path / "out") if point.loss]
    assert measured == [1, 2, 3, 4, 5, 6]
    assert outcome.loss == history(tmp_path / "out")[-1].train_loss


@pytest.mark.deep
def test_a_run_can_begin_with_the_weights_of_another(data, tmp_path):
    from mtkit.train.loop import train
    from mtkit.train.measure import history

    config, said = recipe(tmp_path, steps=3), []
    first = train(config, data=data, out=tmp_path / "first", progress=said.append)
    begun = train(
        config, data=data, out=tmp_path / "second", start=tmp_path / "first", max_steps=0, progress=said.append
    )
    assert (begun.steps, begun.tokens) == (0, first.tokens)
    one, two = weights(tmp_path / "first"), weights(tmp_path / "second")
    for name, value in one["average"].items():
        assert torch.equal(value, two["average"][name]), name
        assert torch.equal(value, two["model"][name]), name
    assert (tmp_path / "first" / "vocab.json").read_bytes() == (tmp_path / "second" / "vocab.json").read_bytes()
    (last,) = [point for point in history(tmp_path / "first") if point.loss]
    assert last.step == 3
    assert set(last.loss) == set(last.chrf) == {"en-zh", "zh-en"}
    with pytest.raises(RecipeError, match="--start-from names the --out of a run"):
        train(config, data=data, out=tmp_path / "third", start=tmp_path / "nowhere", progress=said.append)


@pytest.mark.deep
def test_a_checkpoint_of_another_shape_is_refused(data, tmp_path):
    from mtkit.train.loop import train

    train(recipe(tmp_path, steps=1), data=data, out=tmp_path / "out", progress=lambda _: None)
    path = tmp_path / "recipe.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("inner = 48", "inner = 64"), encoding="utf-8")
    with pytest.raises(RecipeError, match="another shape"):
        train(path, data=data, out=tmp_path / "out", progress=lambda _: None)


def test_the_sliced_loss_is_the_plain_one_with_its_gradients():
    from mtkit.train.loss import smoothed_cross_entropy

    torch.manual_seed(1)
    hidden = torch.randn(70, 16, requires_grad=True)
    weight = torch.randn(41, 16, requires_grad=True)
    target = torch.randint(0, 40, (70,))
    ours = smoothed_cross_entropy(hidden, weight, target, smoothing=0.1, size=40, bfloat16=False, chunk=32)
    plain = torch.nn.functional.cross_entropy(hidden @ weight[:40].T, target, label_smoothing=0.1)
    assert torch.allclose(ours, plain, atol=1e-5)
    for one, two in zip(
        torch.autograd.grad(ours, (hidden, weight)), torch.autograd.grad(plain, (hidden, weight)), strict=True
    ):
        assert torch.allclose(one, two, atol=1e-6)


def test_the_rate_warms_up_falls_and_ends_at_zero():
    plan = Optimiser(steps=1000, warmup=100, cooldown=200, peak_rate=1.0)
    rates = [rate(step, plan) for step in range(1, 1001)]
    assert max(rates) == rates[99] == 1.0
    assert rates[399] == pytest.approx(0.5)
    assert rates[-1] == 0.0
    assert rates[899] == pytest.approx((100 / 900) ** 0.5 / 2)


def test_batches_hold_each_example_once_within_the_budget():
    rng = Random(2)
    coded = [([0] * rng.randint(1, 40), [0] * rng.randint(1, 40)) for _ in range(300)]
    cut = batches(coded, Random(0), tokens=128)
    assert sorted(index for batch in cut for index in batch) == list(range(300))
    for batch in cut:
        width = max(len(side) for index in batch for side in coded[index])
        assert width * len(batch) <= 128
    assert cut == batches(coded, Random(0), tokens=128) != batches(coded, Random(1), tokens=128)
