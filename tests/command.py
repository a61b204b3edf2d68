"""What the end-to-end tests say of a finished command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        """The lines that say what failed."""
        return [line for line in self.err.splitlines() if line.startswith("mtkit: error: ")]


Mtkit = Callable[..., Result]
