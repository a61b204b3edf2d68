"""Keep estimates beside a PO file, in its sidecar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mtkit.errors import BadInputError
from mtkit.formats.sidecar import read_sidecar, sidecar_path, write_sidecar
from mtkit.unit import Estimate

__all__ = ["keep"]


def keep(path: Path, estimates: Mapping[str, Estimate]) -> int:
    """Write ``estimates``, by segment id, into the sidecar of the PO file at ``path``; how many found their unit.

    All else there stays as it is. Raises BadInputError where there is no sidecar or it is damaged, OutputError if it
    cannot be written.
    """
    beside = sidecar_path(path)
    if not beside.is_file():
        raise BadInputError(f"has no {beside.name} beside it, where estimates are kept", where=str(path))
    known = read_sidecar(beside)
    units = [
        replace(unit, estimate=estimates[unit.segment.id]) if unit.segment.id in estimates else unit
        for unit in known.units
    ]
    write_sidecar(units, beside, known.header, placed=known.contexts)
    return sum(unit.segment.id in estimates for unit in units)
