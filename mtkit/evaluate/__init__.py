"""Evaluation: how good translations are, by what can be counted, each figure with a signature.

``mtkit evaluate terms`` is ``read_set`` and ``evaluate_terms``, or ``evaluate_po`` for files that are translated, and
``as_text``, ``as_json`` or ``plot`` of the report.
"""

from __future__ import annotations

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
from mtkit.evaluate.report import as_json, as_text, details, plot, ready_to_plot
from mtkit.evaluate.run import chrf, evaluate_po, evaluate_terms
from mtkit.evaluate.sets import eval_set, is_po, read_aligned, read_jsonl, read_set
from mtkit.evaluate.terms import RULE, score_terms

__all__ = [
    "RULE",
    "Counts",
    "Direction",
    "EvalSet",
    "Example",
    "Failure",
    "Fault",
    "Row",
    "Scored",
    "TermReport",
    "as_json",
    "as_text",
    "chrf",
    "details",
    "eval_set",
    "evaluate_po",
    "evaluate_terms",
    "is_po",
    "plot",
    "read_aligned",
    "read_jsonl",
    "read_set",
    "ready_to_plot",
    "score_terms",
    "total",
]
