"""``mtkit models shortlist`` on a model of random weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tiny_marian
from command import Mtkit

from mtkit.engine.convert import convert
from mtkit.lang import Pair

CARD = replace(tiny_marian.card(), marks=()).serving({Pair("en", "vi"): ">>vie<<"})


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return convert(tiny_marian.write_checkpoint(folder / "hf"), folder / "ctranslate", card=CARD)


def texts(folder: Path, name: str, lines: list[str]) -> str:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_a_shortlist_is_made_told_of_and_taken_away(mtkit: Mtkit, converted: Path, tmp_path: Path) -> None:
    lines = [tiny_marian.SENTENCES[n % 4][: 20 + n % 60] for n in range(400)]
    pairs = texts(tmp_path, "pairs.tsv", [f"{line}\tThương mại tăng." for line in lines])
    call = ["models", "shortlist", str(converted), "--from", "en", "--to", "vi"]
    made = mtkit(*call, "--text", pairs, "--always", "-q")
    assert made.code == 0, made.err
    assert made.out.startswith("en-vi: ")
    assert "beam 4: " in made.out
    assert "against references" in made.out
    assert (converted / "shortlist.json").is_file()
    gone = mtkit(*call, "--remove")
    assert gone.code == 0
    assert "is gone" in gone.err
    assert not (converted / "shortlist.json").exists()
    assert not (converted / "vmap.txt").exists()


def test_what_cannot_be_made_is_one_line(mtkit: Mtkit, converted: Path, tmp_path: Path) -> None:
    call = ["models", "shortlist", str(converted), "--from", "en", "--to", "vi"]
    few = texts(tmp_path, "few.txt", ["Trade grew."] * 3)
    for options, code, message in (
        ([], 2, "--text is missing"),
        (["--text", few], 3, "3 texts are too few"),
        (["--text", str(tmp_path / "none.txt")], 3, "cannot be read"),
        (["--text", few, "--references", texts(tmp_path, "refs.txt", ["a"])], 3, "one each"),
        (["--text", texts(tmp_path, "no.tsv", ["no tab here"])], 3, "no.tsv:1: no tab"),
    ):
        found = mtkit(*call, *options)
        assert found.code == code, found.err
        assert len(found.errors) == 1
        assert message in found.errors[0]
