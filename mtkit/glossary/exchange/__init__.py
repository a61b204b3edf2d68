"""Formats of glossaries, in and out. One module for each; ``mtkit.glossary.files`` chooses by the file's suffix."""

from __future__ import annotations

from types import MappingProxyType

from mtkit.glossary.exchange.interface import Format, Loss, Sheet
from mtkit.glossary.exchange.losses import losses
from mtkit.glossary.exchange.omegat import OMEGAT
from mtkit.glossary.exchange.table import CSV, TSV
from mtkit.glossary.exchange.tbx_write import TBX, TBX_2008, WEBLATE_TBX
from mtkit.glossary.exchange.weblate import WEBLATE_CSV
from mtkit.glossary.exchange.xlsx import XLSX

__all__ = ["FORMATS", "Format", "Loss", "Sheet", "losses"]

FORMATS = MappingProxyType(
    {form.name: form for form in (CSV, TSV, XLSX, TBX, TBX_2008, OMEGAT, WEBLATE_CSV, WEBLATE_TBX)}
)
"""The formats by name."""
