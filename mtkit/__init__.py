"""mtkit: machine translation and localisation for joint media content between China and ASEAN."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
