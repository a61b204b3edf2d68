"""Check whole files: PO files of any maker, two documents, and single texts."""

from __future__ import annotations

from mtkit.checking.documents import check_documents, check_lines, check_text
from mtkit.checking.finding import Finding, worst_first
from mtkit.checking.units import check_batch, check_file, check_po, check_units

__all__ = [
    "Finding",
    "check_batch",
    "check_documents",
    "check_file",
    "check_lines",
    "check_po",
    "check_text",
    "check_units",
    "worst_first",
]
