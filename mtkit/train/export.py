"""Export: a checkpoint -> a CTranslate2 int8 model folder with its pieces and its card."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError
from mtkit.train.config import Recipe, read_recipe
from mtkit.train.marks import MARKS
from mtkit.train.model import make_model
from mtkit.train.vocab import END, PAD, UNKNOWN, Coder

SHIPPED = ("model.bin", "config.json", "shared_vocabulary.json", "source.spm", "target.spm", "card.json")

LICENCES = {
    "aosp": "Apache-2.0",
    "bible-pd": "public domain",
    "cncf-glossary": "CC-BY-4.0",
    "electron-docs": "MIT",
    "flores200-dev": "CC-BY-SA-4.0",
    "joshua-sents": "CC-BY-SA-3.0",
    "lexicon-wiktionary-omw": "CC-BY-SA-3.0",
    "mgsm": "CC-BY-4.0",
    "ms-coop-docs": "MIT, machine-made",
    "opensource-guide": "CC-BY-4.0",
    "python-docs": "PSF-2.0",
    "react-docs": "CC-BY-4.0",
    "tatoeba": "CC-BY-2.0-FR",
    "tico19-dev": "CC0-1.0",
    "tico19-terms": "CC0-1.0",
    "tldr": "CC-BY-4.0",
    "udhr": "United Nations, free to use",
    "ud-csui": "CC-BY-SA-4.0",
    "ud-pud": "CC-BY-SA-3.0",
}
DOMAIN = "mtkit patterns and sentences (CC0-1.0)"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was shipped: the folder, its size in bytes, the revision on its card, the number of parameters."""

    folder: Path
    size: int
    revision: str
    parameters: int


def export(out: Path, dest: Path, *, config: Path, device: str = "cpu") -> Exported:
    """Convert the averaged weights of the checkpoint in ``out`` and write the model folder ``dest``.

    The Transformers checkpoint stays in ``out``/hf. The card has no scores yet: :mod:`mtkit.train.score` writes them.
    Files of an earlier model in ``dest`` are replaced. Raises EngineError where ``out`` has no checkpoint.
    """
    import ctranslate2

    recipe = read_recipe(config)
    state = _read(out)
    parameters = save_transformers(out, recipe, state)
    dest.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dest.parent, prefix=f".{dest.name}-") as scratch:
        folder = Path(scratch) / "model"
        converter = ctranslate2.converters.TransformersConverter(str(out / "hf"))
        with warnings.catch_warnings():
            # Marian's punctuation normaliser is no part of this model.
            warnings.filterwarnings("ignore", message=".*sacremoses.*")
            converter.convert(str(folder), quantization="int8")
        for name in ("source.spm", "target.spm"):
            shutil.copyfile(out / name, folder / name)
        revision = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()[:12]
        card = make_card(recipe, state, revision=revision, parameters=parameters, device=device)
        (folder / "card.json").write_text(write_card(card), encoding="utf-8")
        for name in SHIPPED:
            (folder / name).replace(dest / name)
    size = sum((dest / name).stat().st_size for name in SHIPPED)
    return Exported(dest, size, revision, parameters)


def _read(out: Path) -> dict[str, Any]:
    import torch

    path = out / "checkpoint.pt"
    if not path.is_file():
        raise EngineError(f"{path}: no checkpoint here: train first, with the same --out")
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def save_transformers(out: Path, recipe: Recipe, state: Mapping[str, Any]) -> int:
    """Write ``out``/hf, a MarianMT checkpoint with its tokenizer, from a training state; give the parameter count."""
    import torch

    coder = Coder(out, recipe.tokens)
    model = make_model(recipe, coder)
    model.load_state_dict(state["model"])
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.copy_(state["average"][name])
    folder = out / "hf"
    model.save_pretrained(folder)
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copyfile(out / name, folder / name)
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "mul",
        "target_lang": "mul",
        "eos_token": END,
        "unk_token": UNKNOWN,
        "pad_token": PAD,
        "model_max_length": recipe.shape.positions,
        "separate_vocabs": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    return sum(weight.numel() for weight in model.parameters())


def make_card(
    recipe: Recipe, state: Mapping[str, Any], *, revision: str, parameters: int, device: str
) -> dict[str, Any]:
    """Fill in the card of a model, but for its scores."""
    used = {name for name, weight in recipe.mixture.corpora.items() if weight > 0}
    used |= {stem.removeprefix("eval/").replace("/", "-") for stem in recipe.mixture.aligned}
    return {
        "name": recipe.name,
        "version": recipe.version,
        "revision": revision,
        "parameters": parameters,
        "licence": recipe.licence,
        "pairs": [list(pair) for pair in recipe.pairs],
        "target_tokens": dict(sorted(recipe.tokens.items())),
        "marks": list(MARKS),
        "max_tokens": recipe.mixture.max_pieces_list,
        "trained_on": [DOMAIN, *(f"{name} ({LICENCES.get(name, 'licence not recorded')})" for name in sorted(used))],
        "training": {
            "steps": state["step"],
            "tokens": state["tokens"],
            "hours": round(state["seconds"] / 3600, 2),
            "tokens_per_second": round(state["tokens"] / max(state["seconds"], 1)),
            "device": device,
            "seed": recipe.optimiser.seed,
        },
        "search": asdict(recipe.search),
        "scores": {},
        "own_scores": {},
        "marks_kept": {},
        "limits": recipe.limits,
    }


def write_card(card: Mapping[str, Any]) -> str:
    """Give the text of card.json: one key a line, pairs and marks on a line of their own."""
    lines = []
    for key, value in card.items():
        if key in ("scores", "own_scores", "marks_kept"):
            rows = [f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(value.items())]
            text = "{\n" + ",\n".join(rows) + "\n  }" if rows else "{}"
        else:
            text = json.dumps(value, ensure_ascii=False)
        lines.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
