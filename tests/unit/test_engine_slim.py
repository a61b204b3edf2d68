"""A conversion with fewer output pieces is used only where it changes no answer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tiny_marian

from mtkit.engine.card import Card
from mtkit.engine.ctranslate import CTranslateEngine
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.pieces import Pieces, read_vocabularies
from mtkit.engine.slim import convert_slim, trial_texts
from mtkit.engine.weights import read_weights
from mtkit.lang import Pair

PAIR = Pair("zh", "vi")
CARD = Card("tiny").serving({PAIR: ">>vie<<"})


def leaning(folder: Path, *, to_foreign: float) -> Path:
    """A checkpoint that likes pieces which target.spm cannot make by ``to_foreign`` (natural logarithm)."""
    tiny_marian.write_checkpoint(folder)
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    own = Pieces(folder, list(vocabulary)).inventory()[1] | {"</s>", "<unk>"}
    weights = {name: np.array(array) for name, array in read_weights(folder).items()}
    for piece, row in vocabulary.items():
        if piece not in own:
            weights["final_logits_bias"][0, row] += to_foreign
    tiny_marian.write_safetensors(folder / "model.safetensors", weights)
    return folder


def test_pieces_that_the_model_never_writes_are_left_out_and_the_answers_stay(tmp_path: Path) -> None:
    checkpoint = leaning(tmp_path / "hub", to_foreign=-60.0)
    slim = convert_slim(checkpoint, tmp_path / "model", card=CARD)
    assert slim.taken
    assert slim.same == slim.tried == len(trial_texts(PAIR)) > 20
    assert len(read_vocabularies(tmp_path / "model")[1]) == slim.kept < slim.of
    assert "same answers" in str(slim)
    engine = CTranslateEngine(tmp_path / "model")
    answers = list(engine.translate([Request(text, PAIR) for text in tiny_marian.SENTENCES], Decoding(beam=2)))
    assert any(answer.texts[0] for answer in answers)


def test_a_model_that_would_answer_otherwise_keeps_all_its_pieces(tmp_path: Path) -> None:
    checkpoint = leaning(tmp_path / "hub", to_foreign=3.0)
    slim = convert_slim(checkpoint, tmp_path / "model", card=CARD)
    assert not slim.taken
    assert slim.same < slim.tried
    assert len(read_vocabularies(tmp_path / "model")[1]) == slim.of
    assert "fewer changed" in str(slim)


def test_a_model_of_unknown_languages_is_converted_in_full(tmp_path: Path) -> None:
    checkpoint = leaning(tmp_path / "hub", to_foreign=-60.0)
    slim = convert_slim(checkpoint, tmp_path / "model", card=Card("tiny"))
    assert not slim.taken
    assert not slim.tried
    assert (tmp_path / "model" / "model.bin").is_file()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("source", ["zh", "th", "km", "my", "lo", "ta", "id"])
def test_models_are_tried_on_sentences_and_names_of_their_source(source: str) -> None:
    texts = trial_texts(Pair(source, "en"))
    assert len(texts) > 20
    assert len(set(texts)) == len(texts)
