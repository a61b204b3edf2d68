"""A whole job, as a user runs it, against what the same weights can do: one command, a table, plots.

    python benchmarks/job.py --model embedded --to vi --to id --to th              # the model in the box
    python benchmarks/job.py --model stand-in --tokenizer DIR --argos              # a model of OPUS-MT's shape
    python benchmarks/job.py --only reuse --articles 1000 --beam 1                 # a second run, one changed sentence
    python benchmarks/job.py --only growth --growth 10000 --beam 1                 # 10, 100, 1,000, 10,000 articles

mtkit runs as ``mtkit translate`` in a process of its own, with MTKIT_HOME in a temporary folder and without its cache
where a first run is measured. Runs that are compared take turns, A B A B; the table has medians and the median of the
ratios of each round. A sum of CPU seconds stands beside the wall clock: it suffers less from a shared machine.
``--json FILE`` adds the figures to FILE, ``--plots DIR`` draws them. Parts: whole, reuse, costs, growth.
"""

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
from statistics import median
from typing import Any

import articles
import rivals

from mtkit import __version__

HERE = Path(__file__).resolve().parent
PARTS = ("whole", "reuse", "costs", "growth")
Figures = dict[str, Any]


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

    def flags(self, *more: str) -> list[str]:
        """The options of ``mtkit translate``, without input and output."""
        to = [flag for target in self.targets for flag in ("--to", target)]
        named = ["--model", str(self.model)] if self.model else []
        return ["--from", self.source, *to, "--beam", str(self.beam), "--allow-low-quality", "-q", *named, *more]


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


def whole(job: Job, options: argparse.Namespace) -> Figures:
    """The whole job against the ceiling, the loop and argos-translate."""
    full = full_model(job)
    warm(job)
    segments = job.work / "segments.jsonl"
    rows: dict[str, list[Figures]] = {}

    def note(name: str, found: Figures) -> None:
        rows.setdefault(name, []).append(found)
        print(f"  {name}: {found['seconds']:.1f} s, {found['cpu']:.1f} CPU s", file=sys.stderr, flush=True)

    unpruned = Job(job.folder, job.count, job.source, job.targets, job.beam, job.rounds, job.work, full)
    for _ in range(job.rounds):
        with fresh(job) as out:
            note("mtkit", run_mtkit(job, out, "--no-cache"))
            segments_of(out, job, segments)
        note("ceiling", run_rival("ceiling", job, segments, full))
        if job.model:
            with fresh(job) as out:
                note("mtkit without the glossary", run_mtkit(job, out, "--no-cache", "--no-glossary"))
            with fresh(job) as out:
                note("the same, all output pieces", run_mtkit(unpruned, out, "--no-cache", "--no-glossary"))
    held = rivals.read_segments(segments)
    tokens = rows["ceiling"][0]["tokens"]
    if job.model:
        few = ["--sample", str(options.sample)]
        for _ in range(job.rounds):
            note("generate, one by one", run_rival("loop", job, segments, job.model, *few))
            note("generate, batches of 16 as they arrive", run_rival("arrival", job, segments, job.model, *few))
    reason = ""
    if options.argos and job.model:
        reason = argos(job, options, segments, full, note)
    table = [
        {
            "name": name,
            "tokens": found[0].get("tokens", tokens),
            "seconds": median(run["seconds"] for run in found),
            "speed": median(run.get("tokens", tokens) / run["seconds"] for run in found),
            "cpu_speed": median(run.get("tokens", tokens) / run["cpu"] for run in found),
            "peak_mb": max(run["peak_mb"] for run in found),
            "ratio": paired(rows["mtkit"], found, tokens, "seconds"),
            "cpu_ratio": paired(rows["mtkit"], found, tokens, "cpu"),
        }
        for name, found in rows.items()
    ]
    print(f"\n{job.count} articles, {len(held)} segments ({len({s.text for s in held})} texts), {tokens} source tokens")
    print(f"{'':<40}{'tokens/s':>10}{'per CPU s':>10}{'MB':>7}{'mtkit is':>10}{'by CPU':>8}")
    for row in table:
        print(
            f"{row['name']:<40}{row['speed']:>10.0f}{row['cpu_speed']:>10.0f}{row['peak_mb']:>7.0f}"
            f"{row['ratio']:>8.2f} x{row['cpu_ratio']:>6.2f} x"
        )
    if reason:
        print(f"argos-translate: left out: {reason}")
    return {"segments": len(held), "tokens": tokens, "table": table, "argos": reason}


def paired(ours: Sequence[Figures], theirs: Sequence[Figures], tokens: int, unit: str) -> float:
    """How many times as fast as the other mtkit is, the median over the rounds."""
    return median(
        (tokens / one[unit]) / (other.get("tokens", tokens) / other[unit])
        for one, other in zip(ours, theirs, strict=False)
    )


def full_model(job: Job) -> Path:
    """The model as CTranslate2's own users have it: with every output piece."""
    from mtkit.engine.card import Card
    from mtkit.engine.convert import convert
    from mtkit.engine.embedded import embedded_folder
    from mtkit.lang import Pair

    if job.model is None:
        return embedded_folder()
    folder = job.work / "full" / job.model.name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        convert(job.model, folder, card=Card(job.model.name, pairs=(Pair(job.source, job.targets[0]),)))
    return folder


def argos(job: Job, options: argparse.Namespace, segments: Path, full: Path, note: Any) -> str:
    """Run argos-translate in an environment of its own; why not, if it cannot be had."""
    place = options.argos_env or job.work / "argos"
    python = place / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
            subprocess.run(
                [str(python), "-m", "pip", "install", "-q", "argostranslate"], check=True, capture_output=True
            )
        package = job.work / "argos-package"
        if not package.exists():
            rivals.argos_package(full, package, job.source, job.targets[0])
        few = list(rivals.sample(rivals.read_segments(segments), options.sample * 4))
        path = job.work / "argos.jsonl"
        path.write_text("".join(json.dumps({"text": s.text, "to": s.to}) + "\n" for s in few), encoding="utf-8")
        tokens = sum(map(len, rivals.encoded(full, few, job.source)))
        for _ in range(job.rounds):
            note("argos-translate", run_rival("argos", job, path, package, "--tokens", str(tokens), python=str(python)))
    except subprocess.CalledProcessError as error:
        return f"it cannot be installed ({(error.stderr or b'')[-200:]!r})"
    except SystemExit as error:
        return str(error)
    return ""


@contextlib.contextmanager
def fresh(job: Job) -> Iterator[Path]:
    """An empty output folder."""
    with tempfile.TemporaryDirectory(dir=job.work) as folder:
        yield Path(folder) / "out"


def reuse(job: Job, _: argparse.Namespace) -> Figures:
    """A first run, the same again, and again after one sentence of one article has changed."""
    warm(job)
    rows: dict[str, list[Figures]] = {"first": [], "again": [], "one sentence changed": []}
    some = sorted(job.folder.rglob("*.md"))[job.count // 2]
    before = some.read_text(encoding="utf-8")
    for _round in range(job.rounds):
        cache = job.work / "home" / "cache"
        shutil.rmtree(cache, ignore_errors=True)
        with fresh(job) as out:
            rows["first"].append(run_mtkit(job, out))
            rows["again"].append(run_mtkit(job, out))
            some.write_text(articles.changed(before), encoding="utf-8")
            rows["one sentence changed"].append(run_mtkit(job, out))
            some.write_text(before, encoding="utf-8")
    found = {
        name: {
            "seconds": median(run["seconds"] for run in runs),
            "cpu": median(run["cpu"] for run in runs),
            "share": median(run["seconds"] / first["seconds"] for run, first in zip(runs, rows["first"], strict=True)),
        }
        for name, runs in rows.items()
    }
    print(f"\n{job.count} articles, {', '.join(job.targets)}, beam {job.beam}")
    for name, row in found.items():
        times = 1 / row["share"]
        print(
            f"{name:<24}{row['seconds']:>9.2f} s {row['cpu']:>9.2f} CPU s {100 * row['share']:>8.2f} % {times:>8.1f} x"
        )
    return {"articles": job.count, "rows": found}


COSTS = {
    "everything": ((), ""),
    "without the glossary": (("--no-glossary",), ""),
    "without checks": ((), "checks"),
    "without writing PO": ((), "po"),
}


def costs(job: Job, _: argparse.Namespace) -> Figures:
    """What the glossary, the checks and the writing of PO cost, and where the time goes."""
    warm(job)
    rows: dict[str, list[Figures]] = {}
    spent: list[dict[str, float]] = []
    for _round in range(job.rounds):
        for name, (flags, without) in COSTS.items():
            with fresh(job) as out:
                runner = [str(HERE / "job_parts.py"), "--without", without]
                found = run_mtkit(job, out, "--no-cache", *flags, runner=runner)
                rows.setdefault(name, []).append(found)
                print(f"  {name}: {found['seconds']:.1f} s, {found['cpu']:.1f} CPU s", file=sys.stderr, flush=True)
        with fresh(job) as out:
            found = run_mtkit(job, out, "--no-cache", runner=[str(HERE / "job_parts.py"), "--timers"])
            spent.append(json.loads(found["said"].splitlines()[-1]))
    table = {
        name: {
            "seconds": median(run["seconds"] for run in runs),
            "cpu": median(run["cpu"] for run in runs),
            "ratio": median(a["seconds"] / b["seconds"] for a, b in zip(rows["everything"], runs, strict=True)),
            "cpu_ratio": median(a["cpu"] / b["cpu"] for a, b in zip(rows["everything"], runs, strict=True)),
        }
        for name, runs in rows.items()
    }
    print(f"\n{job.count} articles, {', '.join(job.targets)}, beam {job.beam}")
    print(f"{'':<24}{'s':>9}{'CPU s':>9}{'everything is':>16}{'by CPU':>9}")
    for name, row in table.items():
        print(f"{name:<24}{row['seconds']:>9.2f}{row['cpu']:>9.2f}{row['ratio']:>14.3f} x{row['cpu_ratio']:>7.3f} x")
    profile = {name: median(one.get(name, 0.0) for one in spent) for name in spent[0]}
    total = sum(profile.values())
    print(f"\n{'where the CPU time goes':<40}{'CPU s':>9}{'share':>9}")
    for name, seconds in sorted(profile.items(), key=lambda item: -item[1]):
        print(f"{name:<40}{seconds:>9.2f}{100 * seconds / total:>7.1f} %")
    return {"table": table, "profile": profile}


def growth(job: Job, options: argparse.Namespace) -> Figures:
    """Articles a second and peak memory from 10 articles on, ten times as many each time."""
    warm(job)
    rows = []
    count = 10
    while count <= options.growth:
        folder = job.work / f"growth-{count}"
        articles.write(count, folder, job.source)
        with fresh(job) as out:
            found = run_mtkit(job, out, "--no-cache", inputs=str(folder))
        rows.append({"articles": count, **{key: found[key] for key in ("seconds", "cpu", "peak_mb")}})
        print(
            f"{count:>6} articles {found['seconds']:>9.1f} s {found['cpu']:>9.1f} CPU s "
            f"{count / found['seconds']:>7.1f} articles/s {found['peak_mb']:>7.0f} MB",
            flush=True,
        )
        shutil.rmtree(folder)
        count *= 10
    return {"rows": rows}


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


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=("embedded", "stand-in"), default="embedded")
    parser.add_argument("--tokenizer", type=Path, help="source.spm, target.spm and vocab.json, for the stand-in")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--from", dest="source", default="zh", choices=articles.LANGUAGES)
    parser.add_argument("--to", action="append", help="default: vi, id and th; for the stand-in, en")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sample", type=int, default=48, help="segments for the loops of transformers")
    parser.add_argument("--argos", action="store_true", help="install argos-translate in a temporary environment")
    parser.add_argument("--argos-env", type=Path, help="or where such an environment is already")
    parser.add_argument("--growth", type=int, default=1000, help="the most articles of the part growth")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plots", type=Path)
    parser.add_argument("--work", type=Path, help="a folder for what is made on the way; kept")
    options = parser.parse_args()
    if options.model == "stand-in" and options.tokenizer is None:
        parser.error("--model stand-in needs --tokenizer DIR, the tokeniser of an OPUS-MT model")
    return options


def main() -> None:
    """Measure, print, and write what was asked for."""
    options = read_options()
    with contextlib.ExitStack() as stack:
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        work.mkdir(parents=True, exist_ok=True)
        targets = tuple(options.to or (["en"] if options.model == "stand-in" else ["vi", "id", "th"]))
        model = stand_in(work, options.tokenizer, options.source, targets[0]) if options.model == "stand-in" else None
        folder = work / f"articles-{options.source}-{options.articles}"
        articles.write(options.articles, folder, options.source)
        job = Job(folder, options.articles, options.source, targets, options.beam, options.rounds, work, model)
        figures: Figures = {"signature": signature(options)}
        for part in options.only or PARTS[:3]:
            figures[part] = {"whole": whole, "reuse": reuse, "costs": costs, "growth": growth}[part](job, options)
        print("signature: " + " | ".join(f"{key} {value}" for key, value in figures["signature"].items()))
        if options.json:
            held = json.loads(options.json.read_text(encoding="utf-8")) if options.json.exists() else []
            options.json.write_text(json.dumps([*held, figures], indent=1, ensure_ascii=False), encoding="utf-8")
        if options.plots:
            import plots

            plots.draw([figures], options.plots)


if __name__ == "__main__":
    main()
