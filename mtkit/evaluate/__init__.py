"""Evaluation: how good translations are, by what can be counted, each figure with a signature.

``mtkit evaluate terms`` is ``read_set`` and ``evaluate_terms``, or ``evaluate_po`` for files that are translated, and
``as_text``, ``as_json`` or ``plot`` of the report. ``mtkit evaluate`` is ``batches_of``, ``parse_systems`` and
``evaluate_systems``, and ``score_text``, ``score_json`` or ``write_page`` of its report.
"""

from __future__ import annotations

from mtkit.evaluate.batches import batches_of, reviewed
from mtkit.evaluate.bootstrap import RESAMPLES, SEED, Difference, compare, interval
from mtkit.evaluate.edits import edits_of, works_of
from mtkit.evaluate.interface import (
    Counts,
    Direction,
    EvalSet,
    Example,
    Failure,
    Fault,
    Row,
    Scored,
    TermReport,
    total,
)
from mtkit.evaluate.metrics import METRICS, Tally, bleu_tokeniser, tally
from mtkit.evaluate.page import score_page, write_page
from mtkit.evaluate.report import as_json, as_text, details, plot, ready_to_plot
from mtkit.evaluate.run import chrf, evaluate_po, evaluate_terms
from mtkit.evaluate.scores import Batch, Compared, Edits, Output, Passage, ScoreReport, Scores, Shown
from mtkit.evaluate.scoring import evaluate_systems
from mtkit.evaluate.sets import eval_set, is_po, read_aligned, read_jsonl, read_set
from mtkit.evaluate.show import score_json, score_text
from mtkit.evaluate.systems import System, parse_systems
from mtkit.evaluate.terms import RULE, score_terms

__all__ = [
    "METRICS",
    "RESAMPLES",
    "RULE",
    "SEED",
    "Batch",
    "Compared",
    "Counts",
    "Difference",
    "Direction",
    "Edits",
    "EvalSet",
    "Example",
    "Failure",
    "Fault",
    "Output",
    "Passage",
    "Row",
    "ScoreReport",
    "Scored",
    "Scores",
    "Shown",
    "System",
    "Tally",
    "TermReport",
    "as_json",
    "as_text",
    "batches_of",
    "bleu_tokeniser",
    "chrf",
    "compare",
    "details",
    "edits_of",
    "eval_set",
    "evaluate_po",
    "evaluate_systems",
    "evaluate_terms",
    "interval",
    "is_po",
    "parse_systems",
    "plot",
    "read_aligned",
    "read_jsonl",
    "read_set",
    "ready_to_plot",
    "reviewed",
    "score_json",
    "score_page",
    "score_terms",
    "score_text",
    "tally",
    "total",
    "works_of",
    "write_page",
]
