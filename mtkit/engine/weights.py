"""Weights files to numpy arrays, without torch: safetensors, and PyTorch checkpoints through a restricted reader.

A PyTorch checkpoint is a pickle, and a pickle runs whatever it names. The reader here knows the handful of names that
a plain state dict needs and refuses every other by name, before anything is run.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeAlias

from mtkit.errors import EngineError, ModelNotFoundError

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = [
    "WEIGHT_FILES",
    "expected_digest",
    "file_digest",
    "read_pickled",
    "read_safetensors",
    "read_weights",
    "weights_file",
]

WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")  # in the order of preference

_SAFE_TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U8": "u1", "BOOL": "?",
}  # fmt: skip
_STORAGES = {
    "DoubleStorage": "<f8", "FloatStorage": "<f4", "HalfStorage": "<f2", "BFloat16Storage": "bf16",
    "LongStorage": "<i8", "IntStorage": "<i4", "ShortStorage": "<i2", "CharStorage": "i1", "ByteStorage": "u1",
    "BoolStorage": "?",
}  # fmt: skip
_LARGEST_HEADER = 100_000_000


def read_weights(folder: Path) -> Mapping[str, Array]:
    """The named arrays of the checkpoint in ``folder``: model.safetensors, else pytorch_model.bin.

    Raises ModelNotFoundError if it has neither, EngineError for a damaged file or a pickle that names anything else
    than tensors.
    """
    path = weights_file(folder)
    return read_safetensors(path) if path.suffix == ".safetensors" else read_pickled(path)


def expected_digest(folder: Path, card: str = "") -> str:
    """The SHA-256 that model.bin in ``folder`` had when it came here: ``card``, what the manifest of a pulled model
    beside the folder says, or "" where neither knows.
    """
    if card:
        return card
    try:
        value = json.loads((folder.parent / "manifest.json").read_text(encoding="utf-8"))
        return str(value["files"].get(f"{folder.name}/model.bin", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""  # no pulled model


def weights_file(folder: Path) -> Path:
    """The weights of the checkpoint in ``folder``; ModelNotFoundError if it has none."""
    for name in WEIGHT_FILES:
        if (folder / name).is_file():
            return folder / name
    raise ModelNotFoundError(f"{folder}: neither {WEIGHT_FILES[0]} nor {WEIGHT_FILES[1]} here: pull the model again")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_safetensors(path: Path) -> dict[str, Array]:
    """The arrays of a safetensors file, mapped and read-only; bfloat16 comes as float32.

    Format: https://huggingface.co/docs/safetensors. Raises EngineError for a file that breaks it.
    """
    import numpy as np

    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
        (size,) = struct.unpack("<Q", data[:8].tobytes())
        if size > min(_LARGEST_HEADER, len(data) - 8):
            raise ValueError("its header is longer than the file")
        header = json.loads(data[8 : 8 + size].tobytes())
        return {name: _safe_array(data, 8 + size, entry) for name, entry in header.items() if name != "__metadata__"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise EngineError(f"{path}: not a sound safetensors file ({error}): pull or copy the model again") from error


def _safe_array(data: Array, base: int, entry: Mapping[str, Any]) -> Array:
    import numpy as np

    kind = np.dtype(_SAFE_TYPES[entry["dtype"]])
    start, end = entry["data_offsets"]
    shape = tuple(int(length) for length in entry["shape"])
    if not 0 <= start <= end <= len(data) - base or math.prod(shape) * kind.itemsize != end - start:
        raise ValueError("an array lies outside the file")
    array = np.frombuffer(data, dtype=kind, count=math.prod(shape), offset=base + start).reshape(shape)
    return _widen(array) if entry["dtype"] == "BF16" else array


def _widen(array: Array) -> Array:
    """Bfloat16 bits to float32: they are its upper half."""
    import numpy as np

    return (array.astype(np.uint32) << np.uint32(16)).view(np.float32)


class _Storage:
    """A stretch of numbers that tensors are views of; filled at once (zip files) or later (the older format)."""

    __slots__ = ("data", "kind", "size")

    def __init__(self, kind: str, size: int, data: bytes | None = None) -> None:
        self.kind, self.size, self.data = kind, size, data

    @property
    def width(self) -> int:
        import numpy as np

        return 2 if self.kind == "bf16" else np.dtype(self.kind).itemsize

    def array(self) -> Array:
        import numpy as np

        if self.data is None or len(self.data) != self.size * self.width:
            raise ValueError("a tensor has no data")
        if self.kind == "bf16":
            return _widen(np.frombuffer(self.data, dtype="<u2"))
        return np.frombuffer(self.data, dtype=self.kind)


class _Tensor:
    """A view of a storage, as the pickle describes it."""

    __slots__ = ("offset", "shape", "storage", "strides")

    def __init__(self, storage: object, offset: object, shape: object, strides: object, *_: object) -> None:
        if not isinstance(storage, _Storage) or not isinstance(offset, int):
            raise pickle.UnpicklingError("a tensor without a storage")
        if not isinstance(shape, tuple) or not isinstance(strides, tuple) or len(shape) != len(strides):
            raise pickle.UnpicklingError("a tensor without a shape")
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def array(self) -> Array:
        import numpy as np

        flat = self.storage.array()
        last = self.offset + sum((length - 1) * stride for length, stride in zip(self.shape, self.strides, strict=True))
        if self.offset < 0 or min((*self.shape, *self.strides), default=0) < 0 or last >= max(len(flat), 1):
            raise ValueError("a tensor reaches beyond its data")
        steps = [stride * flat.itemsize for stride in self.strides]
        return np.lib.stride_tricks.as_strided(flat[self.offset :], self.shape, steps, writeable=False)


def _parameter(data: object, *_: object) -> object:
    return data


class _Reader(pickle.Unpickler):
    """An unpickler that knows tensors and dictionaries only."""

    def __init__(self, stream: IO[bytes], load: Callable[[str, str, int], _Storage]) -> None:
        super().__init__(stream)
        self._load = load

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _Tensor
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return _parameter
        if module == "torch" and name in _STORAGES:
            return _Kind(_STORAGES[name])
        raise _RefusedError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        # ("storage", type, key, device, numbers[, view])
        if not isinstance(pid, tuple) or len(pid) < 5 or pid[0] != "storage" or not isinstance(pid[1], _Kind):
            raise pickle.UnpicklingError("an unknown kind of storage")
        return self._load(str(pid[2]), pid[1].code, int(pid[4]))


class _Kind:
    """The type of a storage; not callable, so a pickle cannot make anything of it."""

    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code


class _RefusedError(Exception):
    """A pickle named something that is no tensor."""


def read_pickled(path: Path) -> dict[str, Array]:
    """The arrays of a PyTorch state dict (zip format, or the older one of PyTorch before 1.6).

    Raises EngineError, naming the culprit, for a pickle that names anything but tensors, and for a damaged file.
    """
    try:
        state = _read_zip(path) if zipfile.is_zipfile(path) else _read_old(path)
        if not isinstance(state, dict):
            raise ValueError("it holds no state dict")
        return {str(name): tensor.array() for name, tensor in state.items() if isinstance(tensor, _Tensor)}
    except _RefusedError as error:
        raise EngineError(
            f"{path}: refused: the checkpoint names {error}, which is no tensor; use a model with {WEIGHT_FILES[0]}"
        ) from error
    except (
        OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, EOFError, OverflowError, MemoryError,
        struct.error, pickle.UnpicklingError, zipfile.BadZipFile,
    ) as error:  # fmt: skip
        _damaged(path, error)


def _damaged(path: Path, error: Exception) -> NoReturn:
    raise EngineError(f"{path}: not a sound PyTorch checkpoint ({error}): pull or copy the model again") from error


def _read_zip(path: Path) -> object:
    with zipfile.ZipFile(path) as archive:
        index = next((name for name in archive.namelist() if name.endswith("/data.pkl")), None)
        if index is None:
            raise ValueError("it has no data.pkl")
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise ValueError("its parts are compressed")
        root = index.removesuffix("data.pkl")
        byteorder = f"{root}byteorder"
        if byteorder in archive.namelist() and archive.read(byteorder) != b"little":
            raise ValueError("its numbers are big-endian")
        held: dict[str, _Storage] = {}

        def load(key: str, kind: str, size: int) -> _Storage:
            if key not in held:
                held[key] = _Storage(kind, size, archive.read(f"{root}data/{key}"))
            return held[key]

        return _Reader(io.BytesIO(archive.read(index)), load).load()


def _read_old(path: Path) -> object:
    """Magic number, protocol, system facts, the pickle, the keys of its storages; then each one's length and bytes."""
    held: dict[str, _Storage] = {}

    def load(key: str, kind: str, size: int) -> _Storage:
        return held.setdefault(key, _Storage(kind, size))

    with path.open("rb") as stream:

        def part() -> Any:
            return _Reader(stream, load).load()

        if part() != 0x1950A86A20F9469CFC6C or part() != 1001:
            raise ValueError("its first bytes are of no known format")
        facts = part()
        if not isinstance(facts, dict) or facts.get("little_endian") is not True:
            raise ValueError("its numbers are big-endian")
        state = part()
        for key in part():
            storage = held[str(key)]
            (count,) = struct.unpack("<q", stream.read(8))
            if count != storage.size:
                raise ValueError("a storage has another length than its tensors")
            storage.data = stream.read(count * storage.width)
    return state
