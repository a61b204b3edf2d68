"""How job.py runs mtkit and its rivals: each in a process of its own, with what it took."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import articles

from mtkit import __version__

HERE = Path(__file__).resolve().parent
Figures = dict[str, Any]
_CONVERT = """
import sys
from pathlib import Path
from mtkit.engine.card import Card
from mtkit.engine.convert import convert
from mtkit.lang import Pair

model, folder, source, target = sys.argv[1:]
convert(Path(model), Path(folder), card=Card(Path(model).name, pairs=(Pair(source, target),)))
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What is translated, with what, and how often."""

    folder: Path
    count: int
    source: str
    targets: tuple[str, ...]
    beam: int
    rounds: int
    work: Path
    model: Path | None  # None: the one in the box
    more: tuple[str, ...] = ()  # options of mtkit

    def flags(self, *more: str) -> list[str]:
        """The options of ``mtkit translate``, without input and output."""
        to = [flag for target in self.targets for flag in ("--to", target)]
        named = ["--model", str(self.model)] if self.model else []
        return [
            "--from",
            self.source,
            *to,
            "--beam",
            str(self.beam),
            "--allow-low-quality",
            "-q",
            *named,
            *self.more,
            *more,
        ]


def run_mtkit(job: Job, out: Path, *more: str, runner: Sequence[str] = ("-m", "mtkit"), inputs: str = "") -> Figures:
    """Seconds, CPU seconds and peak memory of one call, in a process of its own; raises SystemExit if it fails."""
    env = {**os.environ, "MTKIT_HOME": str(job.work / "home"), "PYTHONUTF8": "1"}
    command = [sys.executable, *runner, "translate", inputs or str(job.folder), "-o", str(out), *job.flags(*more)]
    start = time.perf_counter()
    with (job.work / "log.txt").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        log.seek(0)
        said = log.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{said[-2000:]}")
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "said": said,
    }


def run_rival(name: str, job: Job, segments: Path, model: Path, *more: str, python: str = sys.executable) -> Figures:
    """What rivals.py prints."""
    command = [python, str(HERE / "rivals.py"), name, str(segments), str(model)]
    command += ["--from", job.source, "--beam", str(job.beam), "--threads", str(cores()), *more]
    found = subprocess.run(command, capture_output=True, encoding="utf-8")
    if found.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {found.returncode}\n{found.stderr[-2000:]}")
    result: Figures = json.loads(found.stdout.splitlines()[-1])
    return result


def cores() -> int:
    """The physical cores, as mtkit counts them."""
    from mtkit.engine.ctranslate import worker_count

    return worker_count()


def segments_of(out: Path, job: Job, path: Path) -> int:
    """Write the segments of a finished job as JSON lines, in order of arrival, from its PO files; how many."""
    import polib

    rows = []
    for target in job.targets:
        for file in sorted(out.rglob(f"*.{target}.po")):
            rows += [{"text": entry.msgid, "to": target} for entry in polib.pofile(str(file)) if not entry.obsolete]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def warm(job: Job) -> None:
    """Convert the model and fill the caches of the disk, with an article that is not of the job."""
    place = job.work / "warm"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / "warm.md").write_text(articles.article(999_999, job.source), encoding="utf-8")
    run_mtkit(job, place / "out", "--no-cache", inputs=str(place / "warm.md"))


def full_model(job: Job) -> Path:
    """The model as CTranslate2's own users have it: with every output piece."""
    from mtkit.engine.embedded import embedded_folder

    if job.model is None:
        return embedded_folder()
    folder = job.work / "full" / job.model.name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # in a process of its own: what this one ever held would count as the peak of the processes that it starts
        names = [str(job.model), str(folder), job.source, job.targets[0]]
        subprocess.run([sys.executable, "-c", _CONVERT, *names], check=True)
    return folder


@contextlib.contextmanager
def fresh(job: Job) -> Iterator[Path]:
    """An empty output folder."""
    with tempfile.TemporaryDirectory(dir=job.work) as folder:
        yield Path(folder) / "out"


def signature(options: argparse.Namespace) -> Figures:
    """What the figures depend on."""
    import ctranslate2

    cpu = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    return {
        "mtkit": __version__,
        "ctranslate2": ctranslate2.__version__,
        "python": platform.python_version(),
        "cpu": cpu,
        "cores": cores(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "date": datetime.now(tz=UTC).isoformat(timespec="minutes"),
        "command": " ".join(["benchmarks/job.py", *sys.argv[1:]]),
        "model": options.model,
        "beam": options.beam,
        "rounds": options.rounds,
    }


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def stand_in(work: Path, tokenizer: Path, source: str, target: str) -> Path:
    """The model of OPUS-MT's shape, under the name of the model whose tokeniser it has."""
    folder = work / f"opus-mt-{source}-{target}"
    if not folder.exists():
        command = [sys.executable, str(HERE / "stand_in.py"), str(tokenizer), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    return folder
