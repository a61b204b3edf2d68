"""What can be seen of a machine text that may tell how good it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from mtkit.check.length import english_letters
from mtkit.estimate.agreement import agreement
from mtkit.lang import lang
from mtkit.unit import Severity, Unit

__all__ = ["BACK", "LOGPROB", "NAMES", "signals_of"]

LOGPROB, BACK = "logprob", "back"
NAMES = (LOGPROB, "short", "long", "size", "repeated", "copied", "errors", "warnings", "forced", BACK)
"""The signals, in the order in which they are told."""

_LABEL = re.compile(r"\{/?\d+/?\}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_GRAM = 6  # characters
_FLOOR = -8.0
_MOST = 3.0  # findings of one severity that make a difference
_SOFT = frozenset({"plain", "marks", "numbers"})  # tiers in which the model wrote its sentence freely


def signals_of(unit: Unit, *, back: str | None = None) -> Mapping[str, float]:
    """The signals of the machine text of ``unit``; what cannot be known is left out.

    ``logprob``: log-probability per token, that of the weaker hop. ``short``, ``long``: how far the length, in English
    letters' worth, falls short of that of the source or goes beyond it, as the logarithm of the ratio. ``size``: the
    logarithm of the source's letters. ``repeated``: share of 6-grams of characters that stood there before. ``copied``:
    share of the source's words that stand in the target unchanged. ``errors``, ``warnings``: findings, no more than 3.
    ``forced``: 1 if names had to be forced in. ``back``: chrF of ``back``, a back-translation, with the source.
    """
    source, target = _LABEL.sub("", unit.segment.text), _LABEL.sub("", unit.raw or unit.target)
    found: dict[str, float] = {}
    scores = [hop.score for hop in unit.trail]
    if scores and all(score is not None and math.isfinite(score) for score in scores):
        found[LOGPROB] = max(_FLOOR, min(score for score in scores if score is not None))
    before = english_letters(source, lang(unit.pair.source).base)
    after = english_letters(target, lang(unit.pair.target).base)
    ratio = math.log((after + 8) / (before + 8))
    found["short"], found["long"] = max(0.0, -ratio), max(0.0, ratio)
    found["size"] = math.log(before + 8)
    found["repeated"] = _repeated(target)
    found["copied"] = _copied(source, target)
    severities = [issue.severity for issue in unit.issues]
    found["errors"] = min(_MOST, float(severities.count(Severity.ERROR)))
    found["warnings"] = min(_MOST, float(severities.count(Severity.WARNING)))
    found["forced"] = float(any(set(hop.tier.split("+")) - _SOFT for hop in unit.trail))
    if back is not None:
        found[BACK] = agreement(back, source)
    return {name: round(found[name], 6) for name in NAMES if name in found}


def _repeated(text: str) -> float:
    many = len(text) - _GRAM + 1
    return 1 - len({text[i : i + _GRAM] for i in range(many)}) / many if many > 0 else 0.0


def _copied(source: str, target: str) -> float:
    """The share of words in small letters, which are no names, that were not translated."""
    words = {word for word in _WORD.findall(source) if word == word.lower() and word != word.upper()}
    return len(words & set(_WORD.findall(target))) / len(words) if words else 0.0
