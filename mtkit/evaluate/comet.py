"""COMET, where its package is installed and its weights are here. Nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from mtkit.errors import EngineError

__all__ = ["NOT_MEASURED", "comet_of", "has_comet"]

NOT_MEASURED = (
    "COMET was not measured: it needs the package unbabel-comet (pip install unbabel-comet) and weights on this "
    "machine, named with --comet PATH"
)
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TORCH_FORCE_WEIGHTS_ONLY_LOAD": "1"}


def has_comet() -> bool:
    """Whether the package is installed; it is not loaded."""
    return find_spec("comet") is not None


def comet_of(
    checkpoint: Path, sources: Sequence[str], texts: Sequence[str], references: Sequence[str]
) -> tuple[tuple[float, ...], str]:
    """The COMET score of each segment (Rei et al. 2020), as the model gives it, and a signature.

    ``checkpoint`` is a .ckpt file, or the folder of one as ``comet-download`` leaves it. Checkpoints are read without
    running code, as tensors alone. Raises EngineError where the package or the weights are missing or cannot be read.
    """
    if not has_comet():
        raise EngineError("COMET needs its package: pip install unbabel-comet")
    found = checkpoint if checkpoint.is_file() else next(iter(sorted(checkpoint.rglob("*.ckpt"))), None)
    if found is None:
        raise EngineError(f"{checkpoint}: no COMET weights (.ckpt) here: name the file or the folder that has them")
    with _offline():
        comet = import_module("comet")
        model = _loaded(comet, found)
        data = [
            {"src": source, "mt": text, "ref": reference}
            for source, text, reference in zip(sources, texts, references, strict=True)
        ]
        scores = model.predict(data, batch_size=8, gpus=0, progress_bar=False).scores
    version = getattr(comet, "__version__", "unknown")
    name = found.parent.parent.name if found.parent.name == "checkpoints" else found.stem
    return tuple(map(float, scores)), f"comet:{version}|model:{name}"


def _loaded(comet: Any, path: Path) -> Any:
    try:
        return comet.load_from_checkpoint(str(path), local_files_only=True)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, ImportError, EOFError, UnpicklingError) as error:
        first = str(error).strip().splitlines()
        raise EngineError(
            f"{path}: cannot be used as COMET weights: {first[0] if first else type(error).__name__}"
        ) from error


@contextmanager
def _offline() -> Iterator[None]:
    """No network, and no code out of checkpoints, while COMET loads and works."""
    before = {name: os.environ.get(name) for name in _OFFLINE}
    os.environ.update(_OFFLINE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
