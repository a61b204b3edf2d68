"""Floors: weak hops are refused by name, with the mend; what passes, and what the file may hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mtkit.engine import Store, resolve
from mtkit.engine.card import Score
from mtkit.engine.embedded import embedded_folder
from mtkit.engine.quality import Floors, read_floors, shipped_floors
from mtkit.errors import ConfigError, LowQualityError
from mtkit.lang import Pair


@pytest.fixture
def weak(tmp_path) -> Path:
    """The shipped model with a card that says en-vi is poor, zh-en good and en-th unmeasured."""
    folder = tmp_path / "embedded"
    shutil.copytree(embedded_folder(), folder)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    row = {"BLEU": 1.0, "testset": "FLORES-200 devtest", "n": 10, "signature": ""}
    card["scores"] = {"en-vi": row | {"chrF": 3.5}, "zh-en": row | {"chrF": 44.0}}
    card["pairs"] = [["en", "vi"], ["zh", "en"], ["en", "th"]]
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def test_a_hop_under_its_floor_is_refused_with_the_mend(weak, tmp_path):
    store = Store(tmp_path / "store")
    with pytest.raises(LowQualityError) as caught:
        resolve(Pair("en", "vi"), store=store, embedded=weak)
    message = str(caught.value)
    assert "chrF 3.5" in message
    assert "floor of chrF" in message
    assert "mtkit models pull " in message
    assert "--allow-low-quality" in message
    assert caught.value.exit_code == 4
    with pytest.raises(LowQualityError, match="en-vi"):  # the second of two hops
        resolve(Pair("zh", "vi"), store=store, embedded=weak)
    route = resolve(Pair("zh", "vi"), store=store, embedded=weak, allow_low=True)
    assert [str(leg.pair) for leg in route.legs] == ["zh-en", "en-vi"]


def test_what_passes_or_was_never_measured_is_used_and_said(weak, tmp_path):
    store = Store(tmp_path / "store")
    (hint,) = resolve(Pair("zh", "en"), store=store, embedded=weak).hints
    assert "chrF 44.0" in hint
    (hint,) = resolve(Pair("en", "th"), store=store, embedded=weak).hints
    assert "not measured" in hint


def test_the_floor_goes_by_the_target_language():
    floors = Floors(20.0, {"zh": 6.0})
    assert floors.passes(Pair("en", "zh"), Score(chrf=6.0))
    assert not floors.passes(Pair("zh", "en"), Score(chrf=19.9))
    assert floors.passes(Pair("zh", "en"), Score(chrf=20.0))
    assert floors.passes(Pair("zh", "en"), None)
    assert floors.passes(Pair("zh", "en"), Score(bleu=1.0))


def test_the_shipped_floors_can_be_read():
    assert 0 < shipped_floors().floor(Pair("en", "zh")) < shipped_floors().floor(Pair("zh", "en"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[chrf]\nzh = 3.0\n", "needs a default"),
        ("chrf = 3\n", "needs a default"),
        ("[chrf]\ndefault = 20\nth = 'low'\n", "chrf.th must be a number"),
        ("[chrf]\ndefault = 200\n", "chrf.default must be a number from 0 to 100"),
        ("[chrf\n", "cannot read the floors"),
    ],
)
def test_a_bad_file_is_named_with_its_mend(tmp_path, text, said):
    path = tmp_path / "quality.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        read_floors(path)
    assert str(path) in str(caught.value)
