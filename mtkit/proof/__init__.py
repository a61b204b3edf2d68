"""The proof page: one HTML file that shows an article, its translations and what was found in them."""

from __future__ import annotations
