"""The training recipe: what it says, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.train.config import RecipeError, read_recipe

SHIPPED = Path(__file__).parents[2] / "configs" / "train" / "embedded.toml"
MINIMAL = """
name = "tiny"
version = "0"
[tokens]
en = ">>eng<<"
zh = ">>cmn_Hans<<"
[mixture.directions]
en-zh = 1
zh-en = 0.0
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_recipe_goes_between_english_chinese_and_every_other_language():
    recipe = read_recipe(SHIPPED)
    pairs = set(recipe.pairs)
    others = ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")
    wanted = {(hub, other) for hub in ("en", "zh") for other in (*others, "en", "zh") if hub != other}
    assert pairs == wanted | {(other, hub) for hub, other in wanted}
    assert recipe.tokens["zh"] == ">>cmn_Hans<<"
    assert set(recipe.mixture.dictionaries) <= set(recipe.mixture.corpora)


def test_a_minimal_recipe_takes_the_defaults_and_whole_numbers_for_weights(tmp_path):
    recipe = read_recipe(written(tmp_path, MINIMAL))
    assert recipe.pairs == (("en", "zh"),)
    assert recipe.shape.width == 256
    assert recipe.optimiser.betas == (0.9, 0.98)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ("[optimiser]\nwarmups = 3\n", "unknown key 'warmups'; did you mean 'warmup'"),
        ("[shape]\nwidth = '256'\n", "width: must be int, not '256'"),
        ("[shape]\nwidth = 250\n", "not a multiple of heads"),
        ("[shape]\npositions = 100\n", "positions 100 is below the longest example, 160"),
        ("[shape]\nheads = true\n", "heads: must be int"),
        ("[schedule]\nthreads = [\n", "cannot read the recipe"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path, extra, says):
    with pytest.raises(RecipeError, match=r"recipe\.toml") as caught:
        read_recipe(written(tmp_path, MINIMAL + extra))
    assert says in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_direction_needs_the_target_tokens_of_both_languages(tmp_path):
    with pytest.raises(RecipeError, match="no target token for 'lo'"):
        read_recipe(written(tmp_path, MINIMAL + "zh-lo = 1.0\n"))


def test_a_recipe_without_a_name_or_a_file_is_refused(tmp_path):
    with pytest.raises(RecipeError, match="missing key 'name'"):
        read_recipe(written(tmp_path, MINIMAL.replace('name = "tiny"', "")))
    with pytest.raises(RecipeError, match="cannot read the recipe"):
        read_recipe(tmp_path / "absent.toml")
