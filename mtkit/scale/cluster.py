"""A job on Ray: articles as the rows of a data set, a pool of workers that hold the models.

Ray Data hands blocks of articles to the workers as they become free, no more than they can take; a worker that dies is
started anew, and its block is done again. Nothing is lost by that, and nothing comes twice: what a worker makes of an
article does not depend on when, where or with which others it is made. What kills its workers again and again is
tried by itself, and is in the end a failure of one article, not of the job.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import secrets
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError, UsageError
from mtkit.progress import SILENT, Progress
from mtkit.scale.place import Place
from mtkit.scale.rows import as_made, as_task, made_row, places_of, task_row
from mtkit.scale.work import Made, Recipe, Task, Worker, failed

__all__ = ["Cluster", "run_on_ray"]

_MIB = 1 << 20
_WAVE_BYTES = 64 * _MIB  # articles that travel with their tasks: as many lie in the store at once
_WAVE_TASKS = 20_000
_NO_RAY = "--distributed ray needs Ray: pip install 'mtkit[ray]'"
_STALLS = 4  # a job in which nothing was done for so many times the timeout of a worker holds a frozen one


@dataclass(frozen=True, slots=True)
class Cluster:
    """How to use a cluster: ``workers`` of ``cpus`` and ``gpus`` each, by default as many as there is room for.

    A worker gets ``batch`` articles at a time, and ``ahead`` as many lots wait for it. One that shows no progress for
    ``timeout`` seconds is stopped, and its articles are done again, ``retries`` times at most.
    """

    workers: int | None = None
    cpus: float = 1
    gpus: float = 0
    timeout: float = 900
    retries: int = 3
    batch: int = 32
    ahead: int = 1


def run_on_ray(
    recipe: Recipe, tasks: Iterable[Task], *, cluster: Cluster | None = None, progress: Progress = SILENT
) -> Iterator[Made]:
    """What becomes of ``tasks``, in the order in which they are done. ``RAY_ADDRESS`` names a cluster to join.

    Without it, one is started on this machine, and stopped at the end. Raises UsageError where Ray is not installed;
    EngineError where the cluster cannot be reached or fails.
    """
    cluster = cluster or Cluster()
    if find_spec("ray") is None:
        raise UsageError(_NO_RAY)
    waves = _waves(tasks)
    first = next(waves, None)
    if first is None:  # no cluster is needed to do nothing
        return
    with _hushed():
        ray = _import_ray()
    with _session(ray, cluster, progress) as workers:
        kept = ray.put(recipe)  # once for all workers, also for those that are started anew
        for wave in chain([first], waves):
            yield from _wave(ray, kept, wave, replace(cluster, workers=workers), progress)


def _wave(ray: Any, recipe: Any, tasks: Sequence[Task], cluster: Cluster, progress: Progress) -> Iterator[Made]:
    """The tasks of a wave; those whose workers died are tried once more, each by itself."""
    left = {task.id: task for task in tasks}
    workers = cluster.workers or 1
    rounds = max(2, -(-len(tasks) // (cluster.batch * workers)))  # each worker has as many lots as any other
    size = -(-len(tasks) // (workers * rounds))
    for alone in (False, True):
        if not left:
            return
        if alone:
            progress.note(f"{len(left)} articles did not come back from their workers; each is tried by itself")
        # alone, none waits behind another in the same worker: it would be lost with it
        how = replace(cluster, retries=min(1, cluster.retries), batch=1, ahead=0) if alone else cluster
        for done, made in _blocks(ray, recipe, list(left.values()), how, 1 if alone else size):
            if left.pop(done, None) is not None:
                yield from made
    for task in left.values():
        yield failed(task, "", EngineError(f"{task.id}: its workers died or hung, tried by itself, too"))


def _blocks(
    ray: Any, recipe: Any, tasks: Sequence[Task], cluster: Cluster, size: int
) -> Iterator[tuple[str, list[Made]]]:
    """Each article with what became of it. An article whose worker died as often as is allowed is left out."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1
    context.execution_no_progress_timeout_s = _STALLS * cluster.timeout
    places = places_of(tasks)
    rows = [task_row(task, places) for task in tasks]
    data = ray.data.from_items(rows, override_num_blocks=-(-len(rows) // size)).map_batches(
        _Actor,
        fn_constructor_args=([recipe], places, cluster.timeout, cluster.cpus),  # in a list, a reference stays one
        compute=ray.data.ActorPoolStrategy(
            size=min(cluster.workers or 1, -(-len(rows) // size)), max_tasks_in_flight_per_actor=1 + cluster.ahead
        ),
        batch_size=None,
        batch_format="pyarrow",
        zero_copy_batch=True,
        num_cpus=cluster.cpus,
        num_gpus=cluster.gpus,
        max_restarts=-1,
        max_task_retries=cluster.retries,
    )
    try:
        for block in data.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from map(as_made, block.to_pylist())
    except import_module("ray.data.exceptions").ExecutionTimeoutError:
        return  # a whole process is frozen, its watch with it; what is left is told by its absence


class _Actor:
    """A worker as Ray Data sees it: a table of tasks in, a table of results out."""

    def __init__(self, recipe: list[Any], places: Sequence[Place], timeout: float, cpus: float) -> None:
        os.environ.setdefault("MTKIT_THREADS", str(max(1, int(cpus))))
        self._places = places
        self._watch = _Watch(timeout)
        self._worker = Worker(import_module("ray").get(recipe[0]), progress=self._watch)

    def __call__(self, table: Any) -> Any:
        """One row for each task: its id, and what became of it."""
        tasks = [as_task(row, self._places) for row in table.to_pylist()]
        results: dict[str, list[Made]] = {task.id: [] for task in tasks}
        with self._watch:
            for made in self._worker.do(tasks):
                self._watch.advance()
                results.setdefault(made.id, []).append(made)
        pyarrow = import_module("pyarrow")
        rows = [made_row(done, made) for done, made in results.items()]
        return pyarrow.table(
            {
                "made": pyarrow.array([row["made"] for row in rows], pyarrow.large_string()),
                "files": pyarrow.array([row["files"] for row in rows], pyarrow.list_(pyarrow.large_binary())),
            }
        )


class _Watch:
    """Ends this process when nothing moves for ``seconds``: whoever waits for it then tries elsewhere.

    The timer is faulthandler's, which runs outside Python and so sees a hang that holds Python's lock, too.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self.advance()

    def __exit__(self, *_: object) -> None:
        faulthandler.cancel_dump_traceback_later()

    def start(self, what: str, total: int | None = None) -> None:
        self.advance()

    def advance(self, steps: int = 1) -> None:
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=sys.__stderr__ or sys.stderr)

    def note(self, message: str) -> None:
        self.advance()

    def finish(self) -> None:
        self.advance()


def _waves(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """The tasks in lots that the store of a cluster can hold."""
    wave: list[Task] = []
    size = 0
    for task in tasks:
        wave.append(task)
        size += len(task.data or b"")
        if size >= _WAVE_BYTES or len(wave) >= _WAVE_TASKS:
            yield wave
            wave, size = [], 0
    if wave:
        yield wave


def _import_ray() -> Any:
    """Ray, told what it reads from the environment when it is imported: no report of its use, and a token.

    A cluster of this machine's own gets a token of this run alone, so that no other user may send it work; it is not
    kept in a file. To join a cluster, its token is found as Ray's documents say: RAY_AUTH_TOKEN, or ~/.ray/auth_token.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not os.environ.get("MTKIT_DEBUG"):
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what goes wrong is said by this process, in a line
    if not {"RAY_ADDRESS", "RAY_AUTH_MODE"} & set(os.environ) and "ray" not in sys.modules:
        os.environ.update({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)})
    try:
        ray = import_module("ray")
        import_module("ray.data")
    except ImportError:
        raise UsageError(_NO_RAY) from None
    return ray


@contextmanager
def _session(ray: Any, cluster: Cluster, progress: Progress) -> Iterator[int]:
    """A cluster joined or started; gives the number of workers that it has room for. Ray is left at the end."""
    began = time.monotonic()
    address = os.environ.get("RAY_ADDRESS", "").strip()
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if not address:
        count = cluster.workers or _room_here(cluster)
        options |= {
            "num_cpus": max(1, round(count * cluster.cpus)),
            "include_dashboard": False,
            "object_store_memory": max(100, 40 * count) * _MIB,
        }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _hushed():
                ray.init(address=address or "local", **options)
            for name in ("ray", "ray.data"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            workers = _room(ray, cluster)
            seconds = time.monotonic() - began
            progress.note(f"Ray {ray.__version__} {address or 'on this machine'}: {workers} workers, {seconds:.1f} s")
            yield workers
    except (ray.exceptions.RayError, ConnectionError, RuntimeError) as error:
        raise EngineError(f"Ray failed: {_line(error)}") from error
    finally:
        ray.shutdown()


@contextmanager
def _hushed() -> Iterator[None]:
    """Without what Ray's C++ side writes to stderr while it starts, such as that it was told to write less."""
    if os.environ.get("MTKIT_DEBUG"):
        yield
        return
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _room_here(cluster: Cluster) -> int:
    from mtkit.engine.machine import worker_count

    return max(1, int(worker_count() / cluster.cpus))


def _room(ray: Any, cluster: Cluster) -> int:
    """The number of workers: as many as asked for, who may have to wait for machines, else as fit now.

    Raises EngineError where none was asked for and not even one fits.
    """
    has = ray.cluster_resources()
    fit = [int(has.get("CPU", 0) / cluster.cpus)] if cluster.cpus else []
    fit += [int(has.get("GPU", 0) / cluster.gpus)] if cluster.gpus else []
    room = cluster.workers or min(fit, default=1)
    if room < 1:
        needs = f"{cluster.cpus:g} CPUs" + (f" and {cluster.gpus:g} GPUs" if cluster.gpus else "")
        raise EngineError(f"the cluster has no room for a worker of {needs}: ask for less, or add machines")
    return room


def _line(error: BaseException) -> str:
    """The last line that says something; a traceback from a worker stands before it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:300]
