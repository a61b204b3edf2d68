"""``mtkit`` with a part left out or with timers around its parts, for job.py; the product has no such switches.

    python benchmarks/job_parts.py --without checks translate ...
    python benchmarks/job_parts.py --timers translate ...

``--timers`` ends stderr with one JSON line: CPU seconds by part, each without the parts inside it. Python's threads are
timed one by one; what the process spent beyond them are the threads of the decoder.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# a function or method, and the part that its time counts for
TIMED = {
    "mtkit.glossary.book:Glossary.bundled": "loading the glossary",
    "mtkit.formats:read": "reading and parsing articles",
    "mtkit.formats:read_bytes": "reading and parsing articles",
    "mtkit.segment.document:segment_document": "segmenting",
    "mtkit.placing:look": "finding names, planning mentions",
    "mtkit.placing:place": "finding names, planning mentions",
    "mtkit.placing:relabel": "finding names, planning mentions",
    "mtkit.mentions:plan": "finding names, planning mentions",
    "mtkit.enforce.climb:carry": "tiers: masks, restoring, judging answers",
    "mtkit.enforce.recall:carry_anew": "keys and records of the cache",
    "mtkit.engine.pieces:Pieces.encode": "tokenising",
    "mtkit.engine.pieces:Pieces.encode_target": "tokenising",
    "mtkit.engine.pieces:Pieces.decode": "tokenising",
    "mtkit.placing:target_text": "tiers: masks, restoring, judging answers",
    "mtkit.check:check": "checks",
    "mtkit.check.terms:check_renderings": "checks",
    "mtkit.formats.po:write": "PO and sidecar",
    "mtkit.outputs:write_po": "PO and sidecar",
    "mtkit.outputs:standing": "what lies there already",
}


class Timers:
    """CPU seconds of each part, on whichever thread it runs, without the parts that it calls."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._lock = threading.Lock()
        self._running = threading.local()

    def wrap(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        """``function``, timed."""

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            stack: list[float] = self._running.__dict__.setdefault("stack", [])
            stack.append(0.0)
            start = time.thread_time()
            try:
                return function(*arguments, **named)
            finally:
                taken = time.thread_time() - start
                inside = stack.pop()
                if stack:
                    stack[-1] += taken
                with self._lock:
                    self.spent[part] = self.spent.get(part, 0.0) + taken - inside
                    if not stack:
                        self.spent["_parts"] = self.spent.get("_parts", 0.0) + taken

        return timed

    def count(self, name: str, seconds: float) -> None:
        """Add seconds that were measured elsewhere."""
        with self._lock:
            self.spent[name] = self.spent.get(name, 0.0) + seconds

    def report(self) -> dict[str, float]:
        """Seconds by part, all of the process."""
        self.count("_python", time.thread_time())
        found = {name: seconds for name, seconds in self.spent.items() if not name.startswith("_")}
        python = self.spent["_python"]
        found["start-up, scheduling, all else"] = max(python - self.spent.get("_parts", 0.0), 0.0)
        found["decoding"] = max(time.process_time() - python, 0.0)
        return found


def replace(place: str, make: Callable[[Any], Any]) -> None:
    """Put ``make(old)`` wherever mtkit's modules know the function ``place`` ("module:name" or "module:Class.name")."""
    module_name, _, name = place.partition(":")
    module = importlib.import_module(module_name)
    owner_name, dot, method = name.partition(".")
    owner: Any = getattr(module, owner_name) if dot else module
    name = method if dot else owner_name
    held = owner.__dict__.get(name)
    if held is None:
        print(f"job_parts: {place} is not there: its time counts for what calls it", file=sys.stderr)
        return
    if isinstance(held, classmethod | staticmethod):
        setattr(owner, name, type(held)(make(held.__func__)))
        return
    new = make(held)
    setattr(owner, name, new)
    for other in [loaded for key, loaded in sys.modules.items() if key.partition(".")[0] == "mtkit"]:
        for known, value in list(vars(other).items()):
            if value is held:
                setattr(other, known, new)


def load_all() -> None:
    """Import what a job imports, so that each name that is replaced is replaced everywhere."""
    for name in ("mtkit.translator", "mtkit.outputs", "mtkit.cli.translate", "mtkit.pipeline", "mtkit.enforce"):
        importlib.import_module(name)


def no_file(_units: Any, path: Any, *_: Any, **__: Any) -> None:
    """In place of a PO file: an empty one."""
    Path(path).write_bytes(b"")


def time_threads(timers: Timers) -> None:
    """Count the CPU seconds of every thread of Python's own when it ends."""
    run = threading.Thread.run

    def timed(thread: threading.Thread) -> None:
        try:
            run(thread)
        finally:
            timers.count("_python", time.thread_time())

    setattr(threading.Thread, "run", timed)  # noqa: B010


def main() -> None:
    """Run mtkit's command line."""
    arguments = sys.argv[1:]
    timers = None
    while arguments and arguments[0].startswith("--"):
        switch = arguments.pop(0)
        without = arguments.pop(0) if switch == "--without" else ""
        if switch == "--timers":
            timers = Timers()
            load_all()
            time_threads(timers)
            for place, part in TIMED.items():
                replace(place, functools.partial(timers.wrap, part=part))
        elif without == "checks":
            load_all()
            replace("mtkit.check:check", lambda _: lambda *_, **__: ())
            replace("mtkit.check.terms:check_renderings", lambda _: lambda *_, **__: {})
        elif without == "po":
            load_all()
            replace("mtkit.formats.po:write", lambda _: no_file)
    sys.argv = ["mtkit", *arguments]
    from mtkit.cli.app import main as mtkit

    code = 0
    try:
        mtkit()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    if timers is not None:
        print(json.dumps(timers.report()), file=sys.stderr)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
