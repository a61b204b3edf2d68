"""The card of a model folder: what it translates, how, and how well. ``card.json`` lies beside the weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.errors import EngineError, UnknownLanguageError
from mtkit.lang import Pair

__all__ = ["CARD_FILE", "Card", "Score", "read_card"]

CARD_FILE = "card.json"
_SEARCH = ("repetition_penalty", "length_penalty")
_EMPTY: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Score:
    """Measured quality of one pair: chrF and BLEU in points of 100, on ``n`` sentences of ``testset``."""

    chrf: float | None = None
    bleu: float | None = None
    testset: str = ""
    n: int = 0
    signature: str = ""

    def __str__(self) -> str:
        numbers = [f"chrF {self.chrf:.1f}"] if self.chrf is not None else []
        numbers += [f"BLEU {self.bleu:.1f}"] if self.bleu is not None else []
        where = ", ".join(part for part in (self.testset, f"{self.n} sentences" if self.n else "") if part)
        line = ", ".join(numbers) or "not measured"
        return f"{line} ({where})" if where else line


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a model.

    ``target_tokens`` maps a target code to the piece that leads the source ("" or absent: none is needed).
    ``marks`` are symbols that the model copies. ``max_tokens`` counts source tokens with the target token and ``</s>``.
    ``scores`` maps "en-zh" to what was measured on a public test set, ``own_scores`` on held-out text of mtkit's own
    kind, ``marks_kept`` to the share of marks that came exactly once. ``trained_on`` lists data with their licences,
    ``training`` says what it cost. ``search`` holds what suits its decoding, of
    ``repetition_penalty`` and ``length_penalty``. ``sha256`` is of the weights file.
    """

    name: str
    version: str = ""
    revision: str = ""
    licence: str = ""
    parameters: int = 0
    pairs: tuple[Pair, ...] = ()
    target_tokens: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    marks: tuple[str, ...] = ()
    max_tokens: int = 512
    scores: Mapping[str, Score] = field(default_factory=lambda: _EMPTY)
    own_scores: Mapping[str, Score] = field(default_factory=lambda: _EMPTY)
    marks_kept: Mapping[str, float] = field(default_factory=lambda: _EMPTY)
    trained_on: tuple[str, ...] = ()
    training: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    search: Mapping[str, float] = field(default_factory=lambda: _EMPTY)
    limits: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        for name in ("target_tokens", "scores", "own_scores", "marks_kept", "training", "search"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def token(self, pair: Pair) -> str:
        """The piece that leads a source going to ``pair.target``, or ""."""
        return self.target_tokens.get(pair.target, "")

    def serving(self, tokens: Mapping[Pair, str]) -> Card:
        """The card of the same model for exactly the pairs of ``tokens``, each with its target token."""
        return replace(
            self,
            pairs=tuple(sorted(tokens)),
            target_tokens={pair.target: token for pair, token in sorted(tokens.items()) if token},
        )

    def as_json(self) -> str:
        """The text of ``card.json``."""
        value = {
            "name": self.name,
            "version": self.version,
            "revision": self.revision,
            "parameters": self.parameters,
            "licence": self.licence,
            "pairs": [[pair.source, pair.target] for pair in self.pairs],
            "target_tokens": dict(sorted(self.target_tokens.items())),
            "marks": list(self.marks),
            "max_tokens": self.max_tokens,
            "scores": _rows(self.scores),
            **({"own_scores": _rows(self.own_scores)} if self.own_scores else {}),
            **(
                {"marks_kept": {key: {"marks": v} for key, v in sorted(self.marks_kept.items())}}
                if self.marks_kept
                else {}
            ),
            **({"trained_on": list(self.trained_on)} if self.trained_on else {}),
            **({"training": dict(self.training)} if self.training else {}),
            **({"search": dict(self.search)} if self.search else {}),
            "limits": self.limits,
            "sha256": self.sha256,
        }
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rows(scores: Mapping[str, Score]) -> dict[str, dict[str, Any]]:
    return {
        key: {"chrF": s.chrf, "BLEU": s.bleu, "testset": s.testset, "n": s.n, "signature": s.signature}
        for key, s in sorted(scores.items())
    }


def read_card(folder: Path) -> Card | None:
    """The card in ``folder``; None where there is none. EngineError for one that cannot be read."""
    path = folder / CARD_FILE
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot read the model's card: {error}") from error
    try:
        return _card(raw)
    except (KeyError, TypeError, ValueError, AttributeError, UnknownLanguageError) as error:
        raise EngineError(f"{path}: the model's card is damaged ({error}): pull or install the model again") from error


def _scores(raw: Any) -> dict[str, Score]:
    return {
        str(key): Score(
            chrf=_number(row.get("chrF")),
            bleu=_number(row.get("BLEU")),
            testset=str(row.get("testset") or ""),
            n=int(row.get("n") or 0),
            signature=_signature(row.get("signature")),
        )
        for key, row in (raw or {}).items()
    }


def _card(raw: Any) -> Card:
    return Card(
        name=str(raw["name"]),
        version=str(raw.get("version") or ""),
        revision=str(raw.get("revision") or ""),
        licence=str(raw.get("licence") or ""),
        parameters=int(raw.get("parameters") or 0),
        pairs=tuple(Pair.of(source, target) for source, target in raw.get("pairs") or ()),
        target_tokens={str(key): str(token) for key, token in (raw.get("target_tokens") or {}).items()},
        marks=tuple(str(mark) for mark in raw.get("marks") or ()),
        max_tokens=int(raw.get("max_tokens") or 512),
        scores=_scores(raw.get("scores")),
        own_scores=_scores(raw.get("own_scores")),
        marks_kept={str(key): float(row["marks"]) for key, row in (raw.get("marks_kept") or {}).items()},
        trained_on=tuple(str(name) for name in raw.get("trained_on") or ()),
        training=dict(raw.get("training") or {}),
        search={key: float((raw.get("search") or {})[key]) for key in _SEARCH if key in (raw.get("search") or {})},
        limits=str(raw.get("limits") or ""),
        sha256=str(raw.get("sha256") or ""),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _signature(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True) if value else ""
