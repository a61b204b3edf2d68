"""Conversion without torch: the same pieces as transformers, and readers that trust nothing."""

from __future__ import annotations

import json
import os
import pickle
import struct
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
import tiny_marian

from mtkit.engine.convert import convert, sine_positions
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.pieces import Pieces
from mtkit.engine.weights import read_pickled, read_safetensors, read_weights
from mtkit.errors import EngineError, ModelNotFoundError
from mtkit.lang import Pair

EN_ZH = Pair("en", "zh")
GENUINE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "models"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.write_checkpoint(tmp_path_factory.mktemp("convert") / "hf")


@pytest.fixture
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def same_pieces(folder: Path, work: Path, *, beam: int, token: str = ">>cmn_Hans<<", count: int = 8) -> None:
    """Float32 CTranslate2 and transformers give the same texts and scores."""
    from mtkit.engine.marian import MarianEngine

    card = tiny_marian.card().serving({EN_ZH: token})
    ours = CTranslateEngine(CTranslateModel(convert(folder, work, quantization="float32"), compute="float32"), card)
    reference = MarianEngine(folder, card, device="cpu")
    asked = [Request(text, EN_ZH) for text in tiny_marian.SENTENCES[:count]]
    mine = list(ours.translate(asked, Decoding(beam=beam)))
    theirs = list(reference.translate(asked, Decoding(beam=beam)))
    assert [answer.texts for answer in mine] == [answer.texts for answer in theirs]
    assert any(len(answer.texts[0]) > 3 for answer in mine)
    for one, other in zip(mine, theirs, strict=True):
        assert one.scores == pytest.approx(other.scores, abs=2e-3)


VARIANTS = {
    "opus-mt": {},
    "tc-big": {"width": 32, "activation_function": "relu", "encoder_layers": 3, "max_position_embeddings": 1024},
    "gelu": {"activation_function": "gelu", "encoder_attention_heads": 2, "scale_embedding": False},
    "two vocabularies": {"separate": True},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_float32_equals_transformers(variant: str, tmp_path: Path, one_thread: None) -> None:
    folder = tiny_marian.write_checkpoint(tmp_path / "hf", **VARIANTS[variant])
    same_pieces(folder, tmp_path / "ct2", beam=1)


def test_float32_equals_transformers_in_beam_search(checkpoint: Path, tmp_path: Path, one_thread: None) -> None:
    same_pieces(checkpoint, tmp_path / "ct2", beam=3, count=4)


@pytest.mark.parametrize(
    ("name", "token"), [("opus-mt-zh-en-tokenizer", ""), ("opus-mt-tc-big-en-pt-tokenizer", ">>por<<")]
)
def test_genuine_tokenisers_convert(name: str, token: str, tmp_path: Path, one_thread: None) -> None:
    if not (GENUINE / name).is_dir():
        pytest.skip("the genuine OPUS-MT tokenisers are not beside this tree")
    folder = tiny_marian.write_checkpoint(tmp_path / "hf", tokenizer=GENUINE / name, width=8)
    from mtkit.engine.marian import MarianEngine

    card = tiny_marian.card().serving({EN_ZH: token})
    card = type(card)(card.name, pairs=card.pairs, target_tokens=card.target_tokens)
    ours = CTranslateEngine(
        CTranslateModel(convert(folder, tmp_path / "c", quantization="float32"), compute="float32"), card
    )
    reference = MarianEngine(folder, card, device="cpu")
    asked = [Request(text, EN_ZH) for text in tiny_marian.SENTENCES[:3]]
    assert [answer.texts for answer in ours.translate(asked, Decoding(beam=1))] == [
        answer.texts for answer in reference.translate(asked, Decoding(beam=1))
    ]


def test_pieces_are_those_of_the_marian_tokeniser(checkpoint: Path) -> None:
    from transformers import MarianTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends a package that changes nothing here
        theirs = MarianTokenizer.from_pretrained(str(checkpoint))
    vocabulary = json.loads((checkpoint / "vocab.json").read_text(encoding="utf-8"))
    ours = Pieces(checkpoint, list(vocabulary))
    for text in tiny_marian.SENTENCES:
        ids = [vocabulary.get(piece, vocabulary["<unk>"]) for piece in ours.encode(text, ">>vie<<")]
        assert ids == theirs(f">>vie<<{text}").input_ids


def test_pruned_and_full_models_agree_on_what_both_can_write(checkpoint: Path, tmp_path: Path) -> None:
    full = CTranslateModel(convert(checkpoint, tmp_path / "full"))
    pruned = CTranslateModel(convert(checkpoint, tmp_path / "pruned", prune=True))
    kept = set(json.loads((tmp_path / "pruned" / "target_vocabulary.json").read_text(encoding="utf-8")))
    whole = json.loads((tmp_path / "full" / "shared_vocabulary.json").read_text(encoding="utf-8"))
    assert kept < set(whole)
    sources = [full.pieces.encode(text, ">>vie<<") for text in tiny_marian.SENTENCES]
    assert sources == [pruned.pieces.encode(text, ">>vie<<") for text in tiny_marian.SENTENCES]
    (ours,) = full.translate_batches([sources], Decoding(beam=1))
    (theirs,) = pruned.translate_batches([sources], Decoding(beam=1))
    writable = [
        (one[0].pieces, other[0].pieces)
        for one, other in zip(ours, theirs, strict=True)
        if kept.issuperset(one[0].pieces)
    ]
    assert writable
    assert all(one == other for one, other in writable)


def test_a_pickled_checkpoint_converts_alike(checkpoint: Path, tmp_path: Path) -> None:
    import torch

    state = {name: torch.tensor(array) for name, array in read_weights(checkpoint).items()}
    for new in (True, False):
        path = tmp_path / f"{new}.bin"
        torch.save(state, path, _use_new_zipfile_serialization=new)
        arrays = read_pickled(path)
        assert arrays.keys() == state.keys()
        assert all(np.array_equal(arrays[name], tensor.numpy()) for name, tensor in state.items())


def test_views_halves_and_parameters_are_read(tmp_path: Path) -> None:
    import torch

    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    state = {
        "turned": base.t(),
        "part": base[1:3, 2:5],
        "half": base.to(torch.float16),
        "brain": base.to(torch.bfloat16),
        "parameter": torch.nn.Parameter(base),
        "number": torch.tensor(3),
    }
    torch.save(state, tmp_path / "views.bin")
    arrays = read_pickled(tmp_path / "views.bin")
    for name, tensor in state.items():
        assert np.array_equal(np.asarray(arrays[name], np.float32), tensor.detach().to(torch.float32).numpy()), name


class Evil:
    def __reduce__(self) -> tuple:
        return os.system, ("touch evil-was-here",)


def test_a_pickle_that_names_anything_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("zip.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"a": Evil()}))
    magic = [pickle.dumps(value, 2) for value in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, Evil())]
    Path("old.bin").write_bytes(b"".join(magic))
    Path("bare.bin").write_bytes(pickle.dumps(Evil()))
    for name in ("zip.bin", "old.bin", "bare.bin"):
        with pytest.raises(EngineError, match=r"(posix|nt|os)\.system, which is no tensor"):
            read_pickled(Path(name))
    assert not Path("evil-was-here").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x80", b"PK\x03\x04 not a zip", b"\x80\x02}q\x00.", Random(64).randbytes(64)]
)
def test_damaged_pickles_are_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"not a sound PyTorch checkpoint|which is no tensor") as caught:
        read_pickled(path)
    assert "\n" not in str(caught.value)


def safetensors(header: object, body: bytes = b"") -> bytes:
    head = json.dumps(header).encode()
    return struct.pack("<Q", len(head)) + head + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 16,
        safetensors([]),
        safetensors({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}, b"1234"),
        safetensors({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 16]}}, bytes(16)),
        safetensors({"a": {"dtype": "F33", "shape": [4], "data_offsets": [0, 16]}}, bytes(16)),
        safetensors({"a": {"dtype": "F32", "shape": [4], "data_offsets": [-16, 0]}}, bytes(16)),
    ],
)
def test_damaged_safetensors_are_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(EngineError, match="not a sound safetensors file") as caught:
        read_safetensors(path)
    assert "\n" not in str(caught.value)


def test_safetensors_are_read_as_their_own_library_reads_them(checkpoint: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    state = {
        "a": torch.randn(3, 5),
        "b": torch.randn(7).to(torch.bfloat16),
        "c": torch.zeros(0, 4),
        "d": torch.tensor(2),
    }
    save_file(state, tmp_path / "model.safetensors", metadata={"format": "pt"})
    arrays = read_safetensors(tmp_path / "model.safetensors")
    assert arrays.keys() == state.keys()
    for name, tensor in state.items():
        assert np.array_equal(np.asarray(arrays[name], np.float32), tensor.to(torch.float32).numpy())
        assert arrays[name].shape == tuple(tensor.shape)


def test_what_is_no_marian_model_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"no config\.json here"):
        convert(tmp_path, tmp_path / "out")
    other = tiny_marian.write_checkpoint(tmp_path / "bert", model_type="bert")
    with pytest.raises(EngineError, match="model_type is 'bert'"):
        convert(other, tmp_path / "out")
    deeper = tiny_marian.write_checkpoint(tmp_path / "deeper")
    config = json.loads((deeper / "config.json").read_text(encoding="utf-8"))
    (deeper / "config.json").write_text(json.dumps({**config, "encoder_layers": 9}), encoding="utf-8")
    with pytest.raises(EngineError, match=r"the checkpoint lacks 'model\.encoder\.layers\.2"):
        convert(deeper, tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def test_an_older_conversion_is_replaced_whole_and_a_closed_place_is_one_line(checkpoint: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "model.bin").write_bytes(b"old")
    convert(checkpoint, target)
    assert (target / "model.bin").stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [target]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EngineError, match="cannot write the converted model"):
        convert(checkpoint, tmp_path / "file" / "out")


def test_sine_positions_are_those_of_transformers() -> None:
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    theirs = MarianSinusoidalPositionalEmbedding(40, 16)
    theirs.weight.data = theirs.create_weight() if hasattr(theirs, "create_weight") else theirs._init_weight().data
    assert np.allclose(sine_positions(40, 16), theirs.weight.detach().numpy(), atol=1e-6)
