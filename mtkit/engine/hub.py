"""The model hub: the only part of mtkit that reaches out, and only when a model is pulled.

The endpoint is that of huggingface_hub (``HF_ENDPOINT``). Files land in a folder that survives an interruption: what is
there in full is not fetched again.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.engine.weights import WEIGHT_FILES, file_digest
from mtkit.errors import EngineError, ModelNotFoundError
from mtkit.progress import SILENT, Progress

__all__ = ["RemoteFile", "RemoteModel", "fetch", "look_up"]

_NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
_WELCOME = ("target_vocab.json", "tokenizer_config.json", "generation_config.json")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository; ``sha256`` is known for large files, ``git`` (SHA-1 of the blob) for small ones."""

    name: str
    size: int
    sha256: str = ""
    git: str = ""


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """A model at one commit, with the files that mtkit wants of it."""

    model: str
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str = ""


def look_up(model: str, *, revision: str = "main") -> RemoteModel:
    """What the hub has of ``model`` at ``revision``, as a commit and the files to fetch.

    Weights in safetensors come first; a pickled checkpoint is taken only where there are none. Raises
    ModelNotFoundError for an unknown model or revision or one without the files of MarianMT, EngineError for a hub
    that cannot be reached or refuses.
    """
    from huggingface_hub import HfApi

    with _one_line(model, revision):
        info = HfApi().model_info(model, revision=revision, files_metadata=True)
    found = {file.rfilename: file for file in info.siblings or ()}
    weights = next((name for name in WEIGHT_FILES if name in found), None)
    missing = [name for name in _NEEDED if name not in found] + ([WEIGHT_FILES[0]] if weights is None else [])
    if missing:
        raise ModelNotFoundError(f"{model} has no {missing[0]}: it is not a MarianMT model that transformers can load")
    wanted = [*_NEEDED, *(name for name in _WELCOME if name in found), str(weights)]
    return RemoteModel(
        model,
        str(info.sha),
        tuple(_remote_file(found[name]) for name in wanted),
        licence=str(getattr(info.card_data, "license", None) or ""),
    )


def _remote_file(file: Any) -> RemoteFile:
    lfs = file.lfs
    return RemoteFile(
        file.rfilename,
        size=int((lfs.size if lfs else file.size) or 0),
        sha256=str(lfs.sha256) if lfs else "",
        git="" if lfs else str(file.blob_id or ""),
    )


def fetch(remote: RemoteModel, folder: Path, *, progress: Progress = SILENT) -> dict[str, str]:
    """Bring the files of ``remote`` into ``folder``; gives the SHA-256 of each.

    Every file is compared with the digest that the hub announced; one that differs is removed. Raises EngineError for
    that, for a broken connection and a full disk.
    """
    from huggingface_hub import hf_hub_download

    digests: dict[str, str] = {}
    progress.start(f"pull {remote.model}", sum(file.size for file in remote.files))
    for file in remote.files:
        with _one_line(remote.model, remote.commit):
            hf_hub_download(
                remote.model,
                file.name,
                revision=remote.commit,
                local_dir=folder,
                tqdm_class=_bar(progress),
            )
        digests[file.name] = _checked(remote, file, folder / file.name)
    progress.finish()
    return digests


def _checked(remote: RemoteModel, file: RemoteFile, path: Path) -> str:
    digest = file_digest(path)
    if (file.sha256 and digest != file.sha256) or (file.git and git_digest(path) != file.git):
        path.unlink()
        raise EngineError(f"{remote.model}: {file.name} was damaged on its way (its hash differs): pull again")
    return digest


def git_digest(path: Path) -> str:
    """The name that git gives to the contents of a file."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _bar(progress: Progress) -> Any:
    """A silent stand-in for tqdm that passes the bytes on to ``progress``."""
    import huggingface_hub.utils as utils

    base: Any = utils.tqdm  # type: ignore[attr-defined]

    class Bar(base):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> None:
            progress.advance(int(n or 0))

    return Bar


@contextmanager
def _one_line(model: str, revision: str) -> Iterator[None]:
    """Turn what huggingface_hub raises into one line with the mend."""
    from huggingface_hub import errors

    try:
        yield
    except (OSError, errors.EntryNotFoundError, errors.HFValidationError, _transport_error()) as error:
        raise _explain(error, model, revision) from error


def _explain(error: Exception, model: str, revision: str) -> EngineError:
    from huggingface_hub import constants, errors

    endpoint = constants.ENDPOINT
    unknown = f"{endpoint} has no model {model}, or it is private: check the name (mtkit models list) or log in"
    unreachable = f"cannot reach {endpoint} to pull {model}: check the network, or set HF_ENDPOINT to a mirror"
    match error:
        case errors.GatedRepoError():
            return EngineError(f"{model} is gated: accept its terms on {endpoint} and log in (hf auth login)")
        case errors.RevisionNotFoundError():
            return ModelNotFoundError(f"{model} has no revision {revision}: give a branch, tag or commit of it")
        case errors.RepositoryNotFoundError() | errors.HFValidationError():
            return ModelNotFoundError(unknown)
        case errors.RemoteEntryNotFoundError():
            return ModelNotFoundError(f"{model}: a file vanished from {endpoint}: pull again")
        case errors.OfflineModeIsEnabled():
            return EngineError(f"{model} cannot be pulled: HF_HUB_OFFLINE is set; unset it and pull again")
        case errors.HfHubHTTPError() if error.response.status_code == 401:
            return ModelNotFoundError(unknown)
        case errors.HfHubHTTPError():
            return EngineError(f"{endpoint} answered {error.response.status_code} for {model}: try again later")
        case errors.LocalEntryNotFoundError() | ConnectionError():
            return EngineError(unreachable)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return EngineError(f"the disk is full: free some space and pull {model} again")
        case OSError(errno=int(number)):
            return EngineError(f"cannot store {model}: {os.strerror(number)}: {error.filename or ''}".rstrip(": "))
        case OSError():
            return EngineError(f"{model}: the download broke off ({' '.join(str(error).split())[:120]}): pull again")
    return EngineError(unreachable)


def _transport_error() -> type[Exception]:
    """What the HTTP library under huggingface_hub raises: HfHubHTTPError derives from it."""
    from huggingface_hub.errors import HfHubHTTPError

    bases: list[type[Exception]] = [
        base for base in HfHubHTTPError.__mro__ if base.__name__ == "HTTPError" and issubclass(base, Exception)
    ]
    return bases[0] if bases else HfHubHTTPError
