"""By which endings bilingual files are known: they hold sources and translations both, and are no articles."""

from __future__ import annotations

__all__ = ["PO_ENDINGS", "XLIFF_ENDINGS"]

PO_ENDINGS = (".po", ".pot")
XLIFF_ENDINGS = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf")
