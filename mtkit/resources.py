"""Where the data files of mtkit lie: in the package when installed, at the root of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path

from mtkit.errors import ConfigError

__all__ = ["resource"]

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The file or folder that ships with mtkit under ``parts``: ``resource("glossaries", "china-asean.csv")``.

    Looks in ``mtkit/data`` first (an installed wheel), then beside the package (a checkout). Raises ConfigError
    when it is in neither.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ConfigError(f"{'/'.join(parts)} is missing from this installation of mtkit: install it again")
