"""The training recipe: one TOML file -> a frozen :class:`Recipe`."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from mtkit.errors import ConfigError

T = TypeVar("T")


class RecipeError(ConfigError):
    """A recipe that cannot be used: says which file and key, and the mend."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The network: widths in units, depths in layers."""

    width: int = 256
    inner: int = 1024
    encoder_layers: int = 4
    decoder_layers: int = 2
    heads: int = 4
    dropout: float = 0.1
    activation: str = "relu"
    positions: int = 512


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shared SentencePiece model."""

    pieces: int = 10_000
    kind: str = "unigram"
    coverage: float = 0.9997
    characters_per_language: int = 1_200_000


@dataclass(frozen=True, slots=True)
class Mixture:
    """What the batches are drawn from.

    ``directions`` weighs each "source-target"; ``shares`` weighs the kinds (pattern, plain, list, corpus) within a
    direction; ``corpora`` weighs each line of a corpus (0 or absent: left out), ``caps`` limits its lines.
    Marks also stand for words of the corpora in ``dictionaries``. A share ``echo`` of the examples copies its target
    text instead of translating. ``aligned`` names texts in many languages below the data folder, ``STEM.en``,
    ``STEM.zh`` ..., whose lines are taken as complete sentences.
    """

    directions: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    corpora: Mapping[str, float] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    synthetic: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()
    dictionaries: tuple[str, ...] = ()
    held_out: float = 0.05
    mark_share: float = 0.4
    echo: float = 0.0
    max_pieces: int = 80
    max_pieces_list: int = 160


@dataclass(frozen=True, slots=True)
class Optimiser:
    """Adam with warm-up, inverse square root, and a linear cool-down over the last ``cooldown`` of ``steps``.

    ``guide`` weighs the guided alignment, whose lexicon is made from ``guide_examples``; 0 turns it off.
    """

    steps: int = 10_000
    batch_tokens: int = 2048
    accumulate: int = 1
    peak_rate: float = 1.5e-3
    warmup: int = 600
    cooldown: int = 2000
    betas: tuple[float, float] = (0.9, 0.98)
    clip: float = 1.0
    smoothing: float = 0.1
    ema: float = 0.999
    guide: float = 1.0
    guide_examples: int = 60_000
    bfloat16: bool = True
    seed: int = 17


@dataclass(frozen=True, slots=True)
class Search:
    """How the exported model is decoded: penalties for repeated pieces and, above 1, for short answers."""

    repetition_penalty: float = 1.0
    length_penalty: float = 1.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to report, save and measure, in minutes of training."""

    save_minutes: float = 5.0
    measure_minutes: float = 20.0
    measure_lines: int = 64
    report_steps: int = 50
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a model, but for the data and the machine.

    ``domain`` is the folder of text of our own kind, and ``exclude`` lists files and folders with text that must never
    be trained on, ``own_test`` is the held-out set (JSON lines) that the card's own scores are measured on; all are
    written relative to the recipe's file, and whole once it is read.
    """

    name: str
    version: str
    licence: str = "Apache-2.0"
    limits: str = ""
    domain: str = ""
    exclude: tuple[str, ...] = ()
    own_test: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)
    shape: Shape = Shape()
    vocabulary: Vocabulary = Vocabulary()
    mixture: Mixture = Mixture()
    optimiser: Optimiser = Optimiser()
    schedule: Schedule = Schedule()
    search: Search = Search()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The (source, target) directions with a positive weight, sorted."""
        return tuple(split_pair(key) for key in sorted(self.mixture.directions) if self.mixture.directions[key] > 0)


def split_pair(key: str) -> tuple[str, str]:
    """``"en-zh"`` -> ``("en", "zh")``."""
    source, _, target = key.partition("-")
    return source, target


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises :class:`RecipeError` for a file that cannot be read, an unknown key (with the nearest known one), a value of
    the wrong type or a direction whose language has no target token.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path}: cannot read the recipe: {error}") from error
    recipe = _build(Recipe, raw, str(path))
    _check(recipe, str(path))
    return dataclasses.replace(
        recipe,
        domain=str(path.parent / recipe.domain) if recipe.domain else "",
        own_test=str(path.parent / recipe.own_test) if recipe.own_test else "",
        exclude=tuple(str(path.parent / other) for other in recipe.exclude),
    )


def _check(recipe: Recipe, where: str) -> None:
    if not recipe.pairs:
        raise RecipeError(f"{where}: [mixture.directions] names no direction: add one, such as en-zh = 1.0")
    for source, target in recipe.pairs:
        for lang in (source, target):
            if lang not in recipe.tokens:
                raise RecipeError(f"{where}: direction {source}-{target}: no target token for {lang!r} in [tokens]")
    longest = max(recipe.mixture.max_pieces, recipe.mixture.max_pieces_list)
    if recipe.shape.positions < longest:
        raise RecipeError(f"{where}: shape.positions {recipe.shape.positions} is below the longest example, {longest}")
    if recipe.shape.width % recipe.shape.heads:
        raise RecipeError(f"{where}: shape.width {recipe.shape.width} is not a multiple of heads {recipe.shape.heads}")


def _build(kind: type[T], raw: Mapping[str, Any], where: str) -> T:
    hints = get_type_hints(kind)
    known = {item.name for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise RecipeError(f"{where}: unknown key {key!r}{hint}")
        values[key] = _value(hints[key], value, f"{where}: {key}")
    missing = [
        item.name
        for item in dataclasses.fields(kind)  # type: ignore[arg-type]
        if item.name not in values
        and item.default is dataclasses.MISSING
        and item.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise RecipeError(f"{where}: missing key {missing[0]!r}")
    return kind(**values)


def _value(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise RecipeError(f"{where}: must be a table")
        return _build(hint, value, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint in (int, float, str, bool):
        if type(value) is not hint:
            raise RecipeError(f"{where}: must be {hint.__name__}, not {value!r}")
        return value
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return dict(value)
    raise RecipeError(f"{where}: cannot use {value!r}")
