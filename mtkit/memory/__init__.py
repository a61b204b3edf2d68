"""The translation memory: what people approved, found again exactly or nearly."""

from __future__ import annotations

from mtkit.memory.interface import (
    NOWHERE,
    Added,
    Context,
    Entry,
    Found,
    Provenance,
    Pruned,
    Stats,
    TranslationMemory,
)
from mtkit.memory.place import default_path, path_of
from mtkit.memory.store import Memory

__all__ = [
    "NOWHERE",
    "Added",
    "Context",
    "Entry",
    "Found",
    "Memory",
    "Provenance",
    "Pruned",
    "Stats",
    "TranslationMemory",
    "default_path",
    "path_of",
]
