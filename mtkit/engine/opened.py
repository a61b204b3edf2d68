"""CTranslate2's network, opened where a device is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mtkit.engine.machine import Place, place
from mtkit.engine.pieces import END, UNKNOWN
from mtkit.errors import EngineError

__all__ = ["opened"]


def opened(folder: Path, device: str, compute: str, threads: int | None) -> tuple[Place, Any]:
    """The model, opened where ``device`` says; "auto" passes over a processor whose libraries are not there.

    Raises EngineError where it cannot be loaded.
    """
    places = [place(device, compute, threads=threads)]
    if device == "auto" and places[0].device == "cuda":
        places.append(place("cpu", compute, threads=threads))
    for where in places:
        try:
            return where, _open(folder, where)
        except (RuntimeError, ValueError, MemoryError) as error:
            failed = error
    reason = " ".join(str(failed).split())
    raise EngineError(f"{folder}: cannot load the model ({reason}): pull or convert it again") from failed


def _open(folder: Path, where: Place) -> Any:
    """CTranslate2 with the model, ready. Raises what it raises: RuntimeError, ValueError or MemoryError."""
    import ctranslate2

    translator = ctranslate2.Translator(
        str(folder),
        device=where.device,
        device_index=list(where.indices),
        compute_type=where.compute,
        inter_threads=where.replicas,
        intra_threads=1,
        max_queued_batches=-1,
    )
    if where.device == "cuda":  # its libraries are only looked for when something is decoded
        translator.translate_batch([[UNKNOWN, END]], beam_size=1, max_decoding_length=1)
    return translator
