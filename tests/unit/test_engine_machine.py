"""Cores, limits of containers and devices."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.engine.machine import Place, cpu_quota, place, worker_count
from mtkit.errors import EngineError, UsageError


def system(root: Path, groups: str, files: dict[str, str]) -> Path:
    """A file system with what Linux says of control groups and cores."""
    for name, content in {"proc/self/cgroup": groups, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="ascii")
    return root


def test_a_limit_of_any_group_above_counts(tmp_path: Path) -> None:
    root = system(
        tmp_path,
        "0::/job.slice/unit.scope\n",
        {
            "sys/fs/cgroup/job.slice/unit.scope/cpu.max": "max 100000\n",
            "sys/fs/cgroup/job.slice/cpu.max": "250000 100000\n",
        },
    )
    assert cpu_quota(root) == 2.5


def test_the_smallest_limit_counts(tmp_path: Path) -> None:
    files = {"sys/fs/cgroup/a/cpu.max": "400000 100000", "sys/fs/cgroup/a/b/cpu.max": "50000 100000"}
    assert cpu_quota(system(tmp_path, "0::/a/b\n", files)) == 0.5


def test_a_container_whose_path_is_the_hosts_finds_its_own_limit_at_the_root(tmp_path: Path) -> None:
    root = system(tmp_path, "0::/../kubepods/pod7\n", {"sys/fs/cgroup/cpu.max": "150000 100000"})
    assert cpu_quota(root) == 1.5


def test_control_groups_of_the_first_version_are_read(tmp_path: Path) -> None:
    files = {
        "sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us": "300000\n",
        "sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us": "100000\n",
    }
    assert cpu_quota(system(tmp_path, "4:memory:/m\n3:cpu,cpuacct:/docker/x\n", files)) == 3.0


@pytest.mark.parametrize("content", ["max 100000", "", "-1", "nonsense", "100000 0"])
def test_no_limit_is_no_limit(tmp_path: Path, content: str) -> None:
    assert cpu_quota(system(tmp_path, "0::/\n", {"sys/fs/cgroup/cpu.max": content})) is None
    assert cpu_quota(tmp_path / "nothing here") is None


def test_workers_stay_within_the_limit_and_are_never_none(tmp_path: Path) -> None:
    small = system(tmp_path / "small", "0::/\n", {"sys/fs/cgroup/cpu.max": "10000 100000"})
    assert worker_count({}, system=small) == 1
    large = system(tmp_path / "large", "0::/\n", {"sys/fs/cgroup/cpu.max": "99900000 100000"})
    assert worker_count({}, system=large) == worker_count({}, system=tmp_path / "nothing here")
    assert worker_count({"MTKIT_THREADS": "5"}, system=small) == 5


def test_hardware_threads_of_one_core_are_one_worker(tmp_path: Path) -> None:
    files = {f"sys/devices/system/cpu/cpu{n}/topology/thread_siblings_list": "0-1023\n" for n in range(1024)}
    assert worker_count({}, system=system(tmp_path, "", files)) == 1


def no_gpu() -> bool:
    import ctranslate2

    try:
        return ctranslate2.get_cuda_device_count() == 0
    except RuntimeError:
        return True


def test_on_a_cpu_int8_is_taken() -> None:
    found = place("cpu", threads=3)
    assert (found.device, found.compute, found.workers, found.scale) == ("cpu", "int8", 3, 1)
    assert found.label == ""
    assert place("cpu", "float32", threads=1).label == "cpu.float32"
    assert place("cpu", "a type that no device has", threads=1).compute == "default"


@pytest.mark.skipif(not no_gpu(), reason="there is a graphics processor here")
def test_a_graphics_processor_that_is_not_there_is_one_line() -> None:
    assert place("auto", threads=1) == place("cpu", threads=1)
    with pytest.raises(EngineError, match="sees no CUDA device: use --device cpu") as caught:
        place("cuda")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(no_gpu(), reason="no graphics processor here")
def test_a_graphics_processor_is_found_and_kept_busy() -> None:
    found = place("auto")
    assert (found.device, found.label) == ("cuda", f"cuda.{found.compute}")
    assert found.scale > 1


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(UsageError, match="auto, cpu, cuda"):
        place("tpu")


def test_all_replicas_of_all_devices_are_workers() -> None:
    assert Place("cuda", "float16", (0, 1, 2), 2).workers == 6
