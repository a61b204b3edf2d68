"""Concepts, their terms, and where they occur in a text."""

from __future__ import annotations

from mtkit.glossary.book import Glossary
from mtkit.glossary.model import Article, Case, Concept, Hit, Status, Term

__all__ = ["Article", "Case", "Concept", "Glossary", "Hit", "Status", "Term"]
