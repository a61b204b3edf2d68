"""What this machine lends to a model: cores, and graphics processors that CTranslate2 can use."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mtkit.errors import EngineError, UsageError

__all__ = ["DEVICES", "Place", "cpu_quota", "place", "worker_count"]

DEVICES = ("auto", "cpu", "cuda")
# The first that a device supports. Half precision is what graphics processors are quick at; a model stored as int8 is
# widened when it is loaded. On a CPU int8 is quickest by far, and bfloat16 a trap where there is no unit for it.
_COMPUTE: Mapping[str, tuple[str, ...]] = {
    "cpu": ("int8", "int8_float32"),
    "cuda": ("float16", "bfloat16", "int8_float16", "int8_bfloat16", "int8"),
}
# A graphics processor is only busy with far larger batches than a core.
_SCALE: Mapping[str, int] = {"cpu": 1, "cuda": 16}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model decodes.

    ``compute`` is a CTranslate2 computation type, ``indices`` are the devices, ``replicas`` how many batches each of
    them decodes at once. ``scale`` is how many times the usual batch fits.
    """

    device: str
    compute: str
    indices: tuple[int, ...] = (0,)
    replicas: int = 1
    scale: int = 1

    @property
    def workers(self) -> int:
        """How many batches are decoded at once."""
        return self.replicas * len(self.indices)

    @property
    def label(self) -> str:
        """How provenance names what is not the usual: "", or "cuda.float16"."""
        return "" if (self.device, self.compute) == ("cpu", "int8") else f"{self.device}.{self.compute}"


def place(device: str = "auto", compute: str = "auto", *, threads: int | None = None) -> Place:
    """Where to decode, with the first computation type that suits the device.

    ``auto`` takes a graphics processor if CTranslate2 sees one that it can use. One replica for each of them; on a CPU
    ``threads`` (default: ``worker_count``). Raises EngineError for ``cuda`` where there is none, UsageError for an
    unknown device.
    """
    if device not in DEVICES:
        raise UsageError(f"unknown device {device!r}: give {', '.join(DEVICES)}")
    if device != "cpu":
        count = _cuda_devices()
        types = _supported("cuda") if count else frozenset()
        if count and types:
            return Place("cuda", _chosen("cuda", compute, types), tuple(range(count)), 1, _SCALE["cuda"])
        if device == "cuda":
            raise EngineError(
                "ctranslate2 sees no CUDA device: use --device cpu, or install an NVIDIA driver and the CUDA 12 "
                "libraries (cuBLAS, cuDNN)"
            )
    return Place("cpu", _chosen("cpu", compute, _supported("cpu")), (0,), threads or worker_count(), _SCALE["cpu"])


def _cuda_devices() -> int:
    import ctranslate2

    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return 0


def _supported(device: str) -> frozenset[str]:
    import ctranslate2

    try:
        return frozenset(ctranslate2.get_supported_compute_types(device))
    except (RuntimeError, ValueError):
        return frozenset()


def _chosen(device: str, wanted: str, supported: Collection[str]) -> str:
    """``wanted`` if the device has it, else the first of ours; ``default`` is the type that the model is stored in."""
    ranked = _COMPUTE[device] if wanted == "auto" else (wanted,)
    return next((name for name in ranked if name in supported), "default")


def worker_count(environment: Mapping[str, str] | None = None, *, system: Path = Path("/")) -> int:
    """How many batches to decode at once on CPU: ``MTKIT_THREADS``, else the physical cores this process may use.

    That is bounded by the CPU time that a container grants (``cpu_quota``). ``system`` is the root of the file system.
    Raises UsageError for a setting that is no positive number.
    """
    wanted = (os.environ if environment is None else environment).get("MTKIT_THREADS", "").strip()
    if wanted:
        if not wanted.isdecimal() or int(wanted) < 1:
            raise UsageError(f"MTKIT_THREADS={wanted}: give a number of threads, 1 or more")
        return int(wanted)
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    cores = len({_siblings(cpu, system) for cpu in allowed})
    quota = cpu_quota(system)
    return max(min(cores, math.ceil(quota)) if quota else cores, 1)


def cpu_quota(system: Path = Path("/")) -> float | None:
    """How many CPUs' time the control groups of this process grant it; None where they set no limit.

    Reads ``cpu.max`` of version 2 and ``cpu.cfs_quota_us`` of version 1, of the process's own group and of all above
    it (https://docs.kernel.org/admin-guide/cgroup-v2.html).
    """
    base = system / "sys/fs/cgroup"
    limits = []
    for line in _read(system / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        roots = [base / controllers, base / "cpu", base / "cpu,cpuacct"] if controllers else [base, base / "unified"]
        for root in roots:
            own = PurePosixPath(path.lstrip("/"))
            # inside a container the path may be that of the host, and the group's own files lie at the root
            limits += [_quota(root / step) for step in (own, *own.parents) if ".." not in step.parts]
    found = [limit for limit in limits if limit is not None]
    return min(found) if found else None


def _quota(group: Path) -> float | None:
    quota, _, period = _read(group / "cpu.max").strip().partition(" ")
    if not quota:
        quota, period = (_read(group / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period"))
    if not (quota.isdecimal() and period.isdecimal() and int(quota) and int(period)):
        return None  # "max", -1, or no such file
    return int(quota) / int(period)


def _siblings(cpu: int, system: Path) -> str:
    """The hardware threads that share a core with ``cpu``, as Linux lists them; elsewhere the number itself."""
    return _read(system / f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").strip() or str(cpu)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
