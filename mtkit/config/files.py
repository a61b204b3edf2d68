"""Where ``mtkit.toml`` lies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mtkit.errors import ConfigError

__all__ = ["FILE", "OFF", "VARIABLE", "find"]

FILE = "mtkit.toml"
OFF = "off"
VARIABLE = "MTKIT_CONFIG"


def find(start: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Path | None:
    """The file that counts in the folder ``start``, by default the working directory; None if there is none.

    ``MTKIT_CONFIG`` names it, or is "off". Else it is the first ``mtkit.toml`` on the way up to the home folder, or,
    outside of that, to the root of the file system. Raises ConfigError if ``MTKIT_CONFIG`` names no file.
    """
    env = os.environ if environment is None else environment
    said = env.get(VARIABLE, "").strip()
    if said.lower() == OFF:
        return None
    if said:
        path = Path(said).expanduser()
        if not path.is_file():
            raise ConfigError(f"{VARIABLE}: {said} is not a file: name one, or say {OFF!r}")
        return path
    try:
        here = Path(start or ".").absolute()
    except OSError:  # the working directory is gone
        return None
    home = Path(env.get("HOME") or env.get("USERPROFILE") or "~").expanduser()
    for folder in (here, *here.parents):
        path = folder / FILE
        if _is_file(path):
            return path
        if folder == home:
            return None
    return None


def _is_file(path: Path) -> bool:
    """Whether there is a file; a folder that may not be looked into has none for us."""
    try:
        return path.is_file()
    except OSError:
        return False
