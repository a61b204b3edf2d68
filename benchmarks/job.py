"""A whole job, as a user runs it, against what the same weights can do: one command, a table, plots.

    python benchmarks/job.py --model embedded --to vi --to id --to th              # the model in the box
    python benchmarks/job.py --model stand-in --tokenizer DIR --argos              # a model of OPUS-MT's shape
    python benchmarks/job.py --model stand-in --tokenizer DIR --no-glossary        # no names: what scheduling is worth
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
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import articles
import rivals
from job_runs import HERE, Figures, Job, fresh, full_model, run_mtkit, run_rival, segments_of, signature, stand_in, warm

PARTS = ("whole", "reuse", "costs", "growth")


def whole(job: Job, options: argparse.Namespace) -> Figures:
    """The whole job against the ceiling, the loop and argos-translate."""
    full = full_model(job)
    warm(job)
    segments = job.work / "segments.jsonl"
    rows: dict[str, list[Figures]] = {}

    def note(name: str, found: Figures) -> None:
        rows.setdefault(name, []).append(found)
        print(f"  {name}: {found['seconds']:.1f} s, {found['cpu']:.1f} CPU s", file=sys.stderr, flush=True)

    unpruned = replace(job, model=full)
    for _ in range(job.rounds):
        with fresh(job) as out:
            note("mtkit", run_mtkit(job, out, "--no-cache"))
            segments_of(out, job, segments)
        note("ceiling", run_rival("ceiling", job, segments, full))
        if job.model:
            with fresh(job) as out:
                note("mtkit, all output pieces", run_mtkit(unpruned, out, "--no-cache"))
    held = rivals.read_segments(segments)
    tokens = rows["ceiling"][0]["tokens"]
    if job.model:
        # two threads of torch stand in each other's way wherever a core is shared: compare the CPU seconds
        few = ["--sample", str(options.sample), "--threads", "1"]
        for _ in range(job.rounds):
            note("generate, one by one, one core", run_rival("loop", job, segments, job.model, *few))
            note("generate, 16 as they arrive, one core", run_rival("arrival", job, segments, job.model, *few))
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


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=("embedded", "stand-in"), default="embedded")
    parser.add_argument("--tokenizer", type=Path, help="source.spm, target.spm and vocab.json, for the stand-in")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--from", dest="source", default="zh", choices=articles.LANGUAGES)
    parser.add_argument("--to", action="append", help="default: vi, id and th; for the stand-in, en")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--no-glossary", action="store_true", help="mtkit leaves names to the model, as its rivals do")
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
        more = ("--no-glossary",) if options.no_glossary else ()
        job = Job(folder, options.articles, options.source, targets, options.beam, options.rounds, work, model, more)
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
