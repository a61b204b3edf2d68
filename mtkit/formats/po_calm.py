"""Work on many small values without the collector of cycles, which would look through all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["calm"]


@contextmanager
def calm() -> Iterator[None]:
    """No collection of cycles inside; afterwards as before.

    Entries and units hold no cycles, so that nothing is kept that would have been freed; a file of 100,000 units is
    read in two thirds of the time, and ten times as many take ten times as long, not fourteen. Whatever the order in
    which threads enter and leave, the collector is never left off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
