"""Work on slices of a long list in several processes, where the system can fork one safely."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

__all__ = ["processors", "spread"]

_Result = TypeVar("_Result")


def processors() -> int:
    """How many processors this process may use, four at most; 1 where forking is not safe."""
    if sys.platform != "linux":
        return 1
    return min(4, len(os.sched_getaffinity(0)))


def spread(work: Callable[[int, int], list[_Result]], total: int, jobs: int) -> Iterator[_Result]:
    """What ``work(start, stop)`` gives for all of ``range(total)``, in order, from up to ``jobs`` processes.

    The first slice is done here. With one job, other threads running, or a system other than Linux, all of it is. A
    slice whose process died is done again here, so that an exception is raised where the caller can see it.
    """
    if jobs < 2 or sys.platform != "linux" or threading.active_count() > 1:
        yield from work(0, total)
        return
    bounds = [total * n // jobs for n in range(jobs + 1)]
    slices = list(pairwise(bounds))
    fork = multiprocessing.get_context("fork")  # the work is a closure over what was read: nothing is copied
    children = []
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # what is in a buffer now would be written twice
    for start, stop in slices[1:]:
        ours, theirs = fork.Pipe(duplex=False)
        child = fork.Process(target=_serve, args=(theirs, work, start, stop), daemon=True)
        child.start()
        theirs.close()
        children.append((child, ours, start, stop))
    yield from work(*slices[0])
    for child, ours, start, stop in children:
        try:
            results: list[_Result] = ours.recv()
        except EOFError:
            results = work(start, stop)
        ours.close()
        child.join()
        yield from results


def _serve(pipe: Connection, work: Callable[[int, int], list[_Result]], start: int, stop: int) -> None:
    """Send what ``work`` gives; nothing where it fails, which the reader sees by the end of the pipe."""
    with Path(os.devnull).open("w", encoding="utf-8") as sys.stderr:
        pipe.send(work(start, stop))
        pipe.close()
