"""Scores of translations against references, by sacrebleu: statistics of each segment, so that they can be resampled.

BLEU is that of Papineni et al. 2002 as sacrebleu defines it (Post 2018), chrF is chrF2 of Popović 2015, TER is that of
Snover et al. 2006. The score of a set of segments follows from the sum of their statistics.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError, UsageError
from mtkit.lang import lang

__all__ = ["METRICS", "SPACELESS", "Tally", "bleu_tokeniser", "demand_sacrebleu", "explained", "tally"]

METRICS = ("BLEU", "chrF", "TER")
SPACELESS = frozenset({"th", "lo", "km", "my"})
"""Languages that write no spaces between words: BLEU over words has no meaning there."""

_TOKENISERS = ("13a", "char", "intl", "zh", "none", "flores200")
_FLORES = "flores200sacrebleuspm"


@dataclass(frozen=True, slots=True)
class Tally:
    """One metric over the segments of one system: a row of statistics for each, and what their sum says.

    ``score`` gives points of 100 for the sum of rows. ``rising`` says whether more is better. ``signature`` is
    sacrebleu's own, or says how the figure is made. ``pooled`` is false where a score without rows is 0, not nothing.
    """

    name: str
    rows: Sequence[Sequence[float]]
    score: Callable[[Any], float]
    signature: str
    rising: bool = True


def demand_sacrebleu() -> None:
    """Raise EngineError, with the mend, where sacrebleu is not installed."""
    try:
        import sacrebleu  # noqa: F401
    except ImportError:
        raise EngineError("scores are counted by sacrebleu: pip install 'mtkit[train]'") from None


def bleu_tokeniser(target: str, wanted: str | None = None) -> str:
    """The tokeniser of BLEU for a target language, by sacrebleu's name.

    ``zh`` for Chinese, single characters for Thai, Lao, Khmer and Burmese, ``13a`` otherwise; or the ``wanted`` one.
    ``flores200`` cuts every language into subwords, and is only used where its model is here: nothing is fetched.
    Raises UsageError for an unknown one and for a model that is not here.
    """
    if wanted is None:
        base = lang(target).base
        return "zh" if base == "zh" else "char" if base in SPACELESS else "13a"
    if wanted not in _TOKENISERS:
        raise UsageError(f"unknown tokeniser {wanted!r}: known are {', '.join(_TOKENISERS)}")
    if wanted == "flores200" and not _flores_model().is_file():
        raise UsageError(f"the tokeniser flores200 needs its model, which is not here: put it at {_flores_model()}")
    return wanted


def _flores_model() -> Path:
    """Where sacrebleu keeps the model of flores200."""
    home = os.environ.get("SACREBLEU") or str(Path("~").expanduser() / ".sacrebleu")
    return Path(home) / "models" / _FLORES


def explained(target: str, tokeniser: str | None = None) -> tuple[str, ...]:
    """What must be said of scores in this language, a line each."""
    if lang(target).base not in SPACELESS:
        return ()
    cut = bleu_tokeniser(target, tokeniser)
    over = "single characters (tok:char)" if cut == "char" else f"the pieces of {cut}"
    return (
        f"{target} writes no spaces between words, so that BLEU over words would mean nothing: it is over {over}, not "
        "to be held against BLEU over words in other languages; trust chrF",
        f"{target}: TER is not given, for it counts words; the edit distance in characters says the same",
    )


def tally(
    name: str, hypotheses: Sequence[str], references: Sequence[str], target: str, *, tokeniser: str | None = None
) -> Tally | None:
    """Count one of ``METRICS``; None for TER in a language without spaces between words."""
    metric = _metric(name, target, tokeniser)
    if metric is None:
        return None
    rows = metric._extract_corpus_statistics(list(hypotheses), [list(references)])

    def score(total: Any) -> float:
        return float(metric._compute_score_from_stats(total).score)

    return Tally(name, rows, score, str(metric.get_signature()), rising=name != "TER")


def _metric(name: str, target: str, tokeniser: str | None) -> Any:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    base = lang(target).base
    if name == "BLEU":
        return BLEU(tokenize=bleu_tokeniser(target, tokeniser), force=True)
    if name == "chrF":
        return CHRF()
    if name == "TER":
        if base in SPACELESS:
            return None
        chinese = base == "zh"
        return TER(normalized=chinese, asian_support=chinese)
    raise UsageError(f"unknown metric {name!r}: known are {', '.join(METRICS)}")
