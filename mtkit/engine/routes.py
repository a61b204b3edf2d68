"""The table of routes: which model goes from one language to another, with its target token and published score."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.engine.card import Score
from mtkit.errors import ConfigError, UnknownLanguageError
from mtkit.lang import Pair
from mtkit.resources import resource

__all__ = ["RouteEntry", "RouteTable", "load_routes"]


_NO_SCORE = Score()


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """One line of the table; ``model`` is "" where no model is of use and ``note`` says why."""

    pair: Pair
    model: str = ""
    token: str = ""
    score: Score = _NO_SCORE
    licence: str = ""
    revision: str = ""
    note: str = ""
    kind: str = "direct"
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class RouteTable:
    """All entries, best first per pair, and the language that pivots go through ("" for none)."""

    entries: tuple[RouteEntry, ...]
    pivot: str = "en"

    def of(self, pair: Pair) -> tuple[RouteEntry, ...]:
        """The entries with a model for ``pair``, best first."""
        return tuple(entry for entry in self.entries if entry.pair == pair and entry.model)

    def recommended(self, pair: Pair) -> RouteEntry | None:
        """The entry to propose for ``pair``; None if no model is of use."""
        found = self.of(pair)
        return next((entry for entry in found if entry.recommended), found[0] if found else None)

    def tokens(self, model: str) -> Mapping[Pair, str]:
        """The pairs that ``model`` serves, each with its target token."""
        return MappingProxyType({entry.pair: entry.token for entry in self.entries if entry.model == model})

    def entry(self, pair: Pair, model: str) -> RouteEntry | None:
        """What is known of ``model`` for ``pair``."""
        return next((entry for entry in self.of(pair) if entry.model == model), None)

    def note(self, pair: Pair) -> str:
        """Why there is no model for ``pair``, or ""."""
        return next((entry.note for entry in self.entries if entry.pair == pair and not entry.model), "")

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that the table names, in its order."""
        return tuple(dict.fromkeys(entry.model for entry in self.entries if entry.model))


_KEYS: Mapping[str, type] = MappingProxyType(
    {
        "from": str, "to": str, "model": str, "token": str, "bleu": float, "chrf": float, "testset": str,
        "licence": str, "revision": str, "note": str, "kind": str, "recommended": bool,
    }
)  # fmt: skip


def load_routes(path: Path | None = None) -> RouteTable:
    """Read a table of routes; by default the one that comes with mtkit.

    Raises ConfigError, with the line's number among the entries and the nearest known key, for anything unknown.
    """
    place = path or resource("configs", "routes.toml")
    try:
        raw = tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{place}: cannot read the routes: {error}") from error
    _known(raw, ("pivot", "routes"), str(place))
    pivot = raw.get("pivot", {})
    if not isinstance(pivot, dict) or not isinstance(pivot.get("through", ""), str):
        raise ConfigError(f'{place}: [pivot] wants: through = "en"')
    _known(pivot, ("through",), f"{place}: [pivot]")
    rows = raw.get("routes", [])
    if not isinstance(rows, list):
        raise ConfigError(f"{place}: write each route as [[routes]]")
    entries = tuple(_entry(row, f"{place}: route {number}") for number, row in enumerate(rows, 1))
    seen: set[tuple[Pair, str]] = set()
    for number, entry in enumerate(entries, 1):
        if (entry.pair, entry.model) in seen:
            raise ConfigError(f"{place}: route {number}: {entry.pair} by {entry.model or 'no model'} stands twice")
        seen.add((entry.pair, entry.model))
    return RouteTable(entries, pivot.get("through", ""))


def _known(table: Mapping[str, Any], keys: Mapping[str, type] | tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, list(keys), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(keys)}"
            raise ConfigError(f"{where}: unknown key {key!r}: {hint}")


def _entry(row: Any, where: str) -> RouteEntry:
    if not isinstance(row, dict):
        raise ConfigError(f"{where}: write each route as [[routes]]")
    _known(row, _KEYS, where)
    for key, value in row.items():
        kinds = (int, float) if _KEYS[key] is float else (_KEYS[key],)
        if not isinstance(value, kinds) or (isinstance(value, bool) and _KEYS[key] is not bool):
            raise ConfigError(f"{where}: {key} must be {_KEYS[key].__name__}, not {value!r}")
    try:
        pair = Pair.of(row["from"], row["to"])
    except KeyError as error:
        raise ConfigError(f"{where}: {error.args[0]!r} is missing") from error
    except UnknownLanguageError as error:
        raise ConfigError(f"{where}: {error}") from error
    if not row.get("model") and not row.get("note"):
        raise ConfigError(f"{where}: give a model, or a note that says why there is none")
    token = row.get("token", "")
    if token and not (token.startswith(">>") and token.endswith("<<")):
        raise ConfigError(f"{where}: {token!r} is no target token: write it as >>vie<<")
    if row.get("kind", "direct") != "direct":
        raise ConfigError(f"{where}: kind {row['kind']!r} is unknown: only direct routes are listed, pivots follow")
    score = Score(chrf=_float(row.get("chrf")), bleu=_float(row.get("bleu")), testset=row.get("testset", ""))
    if (score.chrf is not None or score.bleu is not None) and not score.testset:
        raise ConfigError(f"{where}: a score needs its testset")
    return RouteEntry(
        pair,
        model=row.get("model", ""),
        token=token,
        score=score,
        licence=row.get("licence", ""),
        revision=row.get("revision", ""),
        note=row.get("note", ""),
        recommended=row.get("recommended", False),
    )


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)
