"""The training rows that the project carries: whole, in their own scripts, and nothing of any test in them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from mtkit.segment import segmenter
from mtkit.train.config import read_recipe
from mtkit.train.domain import _FIGURES
from mtkit.train.rows import fold, read_domain, read_rows, read_test_lines

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "configs" / "train" / "domain"
RECIPE = ROOT / "configs" / "train" / "embedded.toml"
FILES = sorted(FOLDER.glob("*.jsonl"))
_SLOT = re.compile(r"\{([A-Z]+)\d\}")
# A line this short says nothing of where it is from: a word, a name, a date.
LEAST = 15
# Read here, since each test runs without the settings of the machine.
DATA = os.environ.get("MTKIT_DATA")


def texts() -> set[str]:
    return {fold(text) for path in FILES for row in read_rows(path) for text in row.texts.values()}


def leaks(lines: frozenset[str]) -> list[str]:
    ours = texts()
    return sorted(line for line in lines if len(line) >= LEAST and line in ours)


def test_nothing_of_our_own_test_sets_or_the_samples_is_trained_on():
    for folder in ("heldout", "termsets"):
        held_out = read_test_lines(ROOT / "none", [ROOT / "benchmarks" / folder])
        assert len(held_out) > 1000
        assert leaks(held_out) == []
    spoken: set[str] = set()
    for path in sorted((ROOT / "samples").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        spoken |= {fold(s.span.of(text)) for s in segmenter(path.suffixes[0][1:]).sentences(text)}
    assert len(spoken) > 10
    assert leaks(frozenset(spoken)) == []


def test_nothing_of_a_public_test_set_is_trained_on():
    if not DATA or not (Path(DATA) / "eval").is_dir():
        pytest.skip("MTKIT_DATA names no folder with eval/: the public test sets are not at hand")
    lines = read_test_lines(Path(DATA))
    assert len(lines) > 10_000
    assert leaks(lines) == []


def test_a_leak_would_be_found():
    line = fold(read_rows(FILES[0])[0].texts["en"])
    assert leaks(frozenset({line})) == [line]


def test_the_recipe_leaves_out_what_these_tests_check():
    recipe = read_recipe(RECIPE)
    kept_out = {ROOT / "benchmarks" / "heldout", ROOT / "benchmarks" / "termsets", ROOT / "samples"}
    assert {Path(path).resolve() for path in recipe.exclude} == kept_out
    assert Path(recipe.domain).resolve() == FOLDER
    assert Path(recipe.own_test).resolve().is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_have_the_same_slots_in_every_language_and_no_stray_space(path):
    for row in read_rows(path):
        slots = {lang: sorted(match.group() for match in _SLOT.finditer(text)) for lang, text in row.texts.items()}
        assert len({tuple(found) for found in slots.values()}) == 1, row.texts["en"]
        assert all(text and text == text.strip() and "  " not in text for text in row.texts.values())


def test_every_slot_has_fillers():
    for domain in read_domain(FOLDER):
        for row in domain.patterns:
            for match in _SLOT.finditer(row.texts["en"]):
                assert match.group(1) in _FIGURES or domain.fillers.get(match.group(1)), row.texts["en"]


def test_rows_in_all_languages_are_there_in_number():
    rows = [row for path in FILES if path.name.startswith("plain") for row in read_rows(path)]
    assert sum(len(row.texts) == 12 for row in rows) > 1000
    assert json.loads(FILES[0].read_text(encoding="utf-8").splitlines()[0])["theme"]
