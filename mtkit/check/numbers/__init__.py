"""N: numbers compared by value, across scripts, counting words and ways of grouping."""

from __future__ import annotations

from mtkit.check.numbers.compare import check_numbers

__all__ = ["check_numbers"]
