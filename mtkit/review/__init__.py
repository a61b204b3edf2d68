"""Review: what state a PO file is in, bringing it up to date with its article, and the article made of it."""

from __future__ import annotations
