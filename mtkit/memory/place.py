"""Where the memory lies when nobody says otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mtkit.engine.store import default_home
from mtkit.errors import UsageError

__all__ = ["DEFAULT", "default_path", "path_of"]

DEFAULT = "default"
"""What ``--memory`` and ``MTKIT_MEMORY`` say for the usual place."""


def default_path(environment: Mapping[str, str] | None = None) -> Path:
    """``memory.sqlite`` in the folder where mtkit keeps its data, which ``MTKIT_HOME`` moves."""
    return default_home(environment) / "memory.sqlite"


def path_of(given: str | None, environment: Mapping[str, str] | None = None) -> Path | None:
    """The file that ``--memory`` names, else ``MTKIT_MEMORY``; None where neither says anything.

    Raises UsageError for an empty name.
    """
    env = os.environ if environment is None else environment
    said = given if given is not None else env.get("MTKIT_MEMORY") or None
    if said is None:
        return None
    if not said.strip():
        raise UsageError(f"--memory is empty: name a file, or {DEFAULT!r} for the usual place, {default_path(env)}")
    return default_path(env) if said == DEFAULT else Path(said).expanduser()
