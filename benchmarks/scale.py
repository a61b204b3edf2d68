"""Many machines: what Ray costs against a local run, and on paper, from measured figures, what a day's news costs.

    python benchmarks/scale.py ray [--articles 120] [--rounds 2]      # two Ray workers against two local cores
    python benchmarks/scale.py measure --tokenizer DIR --json FILE    # what one core does, and how large files are
    python benchmarks/scale.py paper [--inputs FILE] [--articles 1e6] [--core-hour 0.04] ...

``ray`` runs small and large jobs in turn, local and on Ray, and takes the difference of the two: seconds of work
without those of starting, which are printed apart. ``measure`` decodes on one thread with a model of OPUS-MT's base
shape (stand_in.py; DIR holds the tokeniser of such a model), runs whole jobs with the model in the box, and counts
processor seconds; a second run, which finds every answer in the cache, shows what Python does around decoding.
``paper`` is arithmetic over those figures: each assumption is an option, prices too. Nothing in it was measured on a
GPU.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from statistics import median
from typing import Any

import articles

from mtkit import __version__

DAY = 86_400
Figures = dict[str, Any]


# --- Ray against local ---


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one run: by the clock, and of processors, all processes below it counted."""

    wall: float
    cpu: float


def seconds_of(folder: Path, out: Path, targets: list[str], *more: str) -> tuple[Spent, str]:
    """What one ``mtkit translate`` took, and what it said on stderr."""
    to = [flag for target in targets for flag in ("--to", target)]
    command = [sys.executable, "-m", "mtkit", "translate", str(folder), "--from", "zh", *to, "-o", str(out)]
    command += ["--no-cache", "--allow-low-quality", *more]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MTKIT_HOME": str(out.parent / "home")}
    began = time.perf_counter()
    taken: dict[int, float] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        while running.poll() is None:
            taken.update(processor_seconds(running.pid))
            time.sleep(0.1)
        spent = time.perf_counter() - began
        said.seek(0)
        text = said.read()
    if running.returncode:
        raise SystemExit(text)
    return Spent(spent, sum(taken.values())), text


def processor_seconds(pid: int) -> dict[int, float]:
    """Processor seconds so far of a process and all below it (Linux)."""
    seen: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        seen[int(path.parent.name)] = int(values[1]), (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")
    below, found = {pid}, {pid}
    while found:
        found = {child for child, (parent, _) in seen.items() if parent in found} - below
        below |= found
    return {child: seen[child][1] for child in below if child in seen}


def same(one: Path, other: Path) -> bool:
    """Whether two outputs hold the same files, byte for byte."""

    def held(folder: Path) -> Figures:
        found = (path for path in folder.rglob("*") if path.is_file() and ".mtkit" not in path.parts)
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}

    return held(one) == held(other)


def against_ray(options: argparse.Namespace) -> None:
    """Print local and Ray, paired."""
    ways = {"local": ("--threads", "2"), "ray": ("--distributed", "ray", "--workers", "2")}
    counts = (options.articles // 6, options.articles)
    taken: dict[tuple[str, int], list[Spent]] = {}
    with tempfile.TemporaryDirectory() as work:
        for count in counts:
            articles.write(count, Path(work, f"in{count}"), "zh")
        for round_ in range(options.rounds):
            for count in counts:
                for name, more in ways.items():
                    out = Path(work, f"{name}{count}.{round_}")
                    spent, said = seconds_of(Path(work, f"in{count}"), out, options.to, *more)
                    taken.setdefault((name, count), []).append(spent)
                    ready = next((line for line in said.splitlines() if "workers, " in line), "")
                    ready = f"   {ready.removeprefix('mtkit: ')}" if ready else ""
                    print(
                        f"{name:<6} {count:>4} articles {spent.wall:7.1f} s, CPU {spent.cpu:6.1f} s{ready}", flush=True
                    )
                if not same(Path(work, f"local{count}.{round_}"), Path(work, f"ray{count}.{round_}")):
                    print("THE FILES DIFFER", flush=True)
    few, many = counts
    for unit in ("wall", "cpu"):
        spent_by = {key: [getattr(one, unit) for one in runs] for key, runs in taken.items()}
        work_of = {n: [b - a for a, b in zip(spent_by[n, few], spent_by[n, many], strict=True)] for n in ways}
        for name in ways:
            each = median(work_of[name]) / (many - few)
            begin = max(median(spent_by[name, few]) - each * few, 0.0)
            print(f"{unit:<5} {name:<6} {each:.3f} s an article, {begin:.1f} s to start and end")
        ratio = median(r / o for r, o in zip(work_of["ray"], work_of["local"], strict=True))
        whole = median(r / o for r, o in zip(spent_by["ray", many], spent_by["local", many], strict=True))
        print(f"{unit:<5} Ray to local: {ratio:.2f} of the work alone, {whole:.2f} of whole jobs of {many} articles")
    print(signature(f"{len(options.to)} targets, beam 4, embedded model, {options.rounds} rounds, load {load()}"))


# --- what one core does ---


def decode(engine: Any, pair: Any, texts: list[str], beam: int) -> float:
    """Source tokens per processor second of one thread, the model loaded before."""
    from mtkit.engine.interface import Decoding, Request

    decoding = Decoding(beam=beam, nbest=beam)
    tokens: int = sum(engine.count(text, pair) for text in texts)
    list(engine.translate([Request(text, pair) for text in texts[:8]], decoding))
    began = time.process_time()
    list(engine.translate([Request(text, pair) for text in texts], decoding))
    return tokens / (time.process_time() - began)


def stand_in_speed(tokenizer: Path, texts: list[str]) -> Figures:
    """The model of OPUS-MT's base shape, greedy and at beam 4, as mtkit converts it."""
    from mtkit.engine.route import EnginePool, resolve
    from mtkit.engine.store import Store
    from mtkit.lang import Pair

    pair = Pair("zh", "en")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "opus-mt-zh-en")
        command = [sys.executable, str(Path(__file__).with_name("stand_in.py")), str(tokenizer), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        store = Store(Path(work, "home"))
        engine = EnginePool(threads=1, device="cpu").engine(resolve(pair, store=store, model=folder).legs[0])
        tokens = sum(engine.count(text, pair) for text in texts) / len(texts)
        return {
            "greedy": decode(engine, pair, texts, 1),
            "beam4": decode(engine, pair, texts, 4),
            "tokens_a_segment": tokens,
        }


def around(count: int, targets: list[str]) -> Figures:
    """Whole jobs with the model in the box, in this process: first, and once more with every answer in the cache."""
    from mtkit import Translator, formats
    from mtkit.cache import Recent
    from mtkit.outputs import write

    cache, found = Recent(limit=1 << 30), {}
    with tempfile.TemporaryDirectory() as work:
        paths = articles.write(count, Path(work, "in"), "zh")
        for turn in ("first", "again"):
            units = 0
            with Translator(allow_low_quality=True, threads=1, cache=cache) as translator:
                translator.key("zh", targets[0])  # loads the model
                began = time.process_time()
                documents = (formats.read(path, lang="zh", id=path.name) for path in paths)
                for made in translator.stream(documents, to=targets):
                    units += len(made.units)
                    write(made, Path(work, turn, f"{made.document.id}.{made.target}.po"), "po")
                found[turn] = (time.process_time() - began) / units
        sizes = {
            kind: sum(path.stat().st_size for path in Path(work, "first").glob(f"*.{kind}"))
            for kind in ("po", "mtkit.jsonl")
        }
        source = sum(path.stat().st_size for path in paths)
    whole, again, decoded = found["first"] * 1000, found["again"] * 1000, embedded(count, targets) * 1000
    return {
        "units_an_article": units / count / len(targets),
        "whole_ms": whole,
        "decoding_ms": decoded,
        "around_ms": again,
        # names that are not held at first are asked for again, in other ways, and loops are searched once more
        "climb": max((whole - again) / decoded, 1.0),
        "article_bytes": source / count,
        "po_bytes": sizes["po"] / units,
        "sidecar_bytes": sizes["mtkit.jsonl"] / units,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def embedded(count: int, targets: list[str]) -> float:
    """Processor seconds of the model in the box for a segment of these articles, decoded alone."""
    from mtkit.engine.embedded import load_embedded
    from mtkit.lang import Pair

    engine = load_embedded(threads=1)
    texts = [text for number in range(count) for text in segments(number)]
    spent = 0.0
    for target in targets:
        pair = Pair("zh", target)
        tokens = sum(engine.count(text, pair) for text in texts)
        spent += tokens / decode(engine, pair, texts, 4)
    return spent / len(texts) / len(targets)


def segments(number: int) -> list[str]:
    """The texts of an article's segments."""
    from mtkit import read_text, segments_of

    document = read_text(articles.article(number, "zh"), lang="zh", format="markdown")
    return [segment.text for segment in segments_of(document)]


def measure(options: argparse.Namespace) -> None:
    """Print what ``paper`` needs, and keep it."""
    texts = list(dict.fromkeys(text for number in range(40) for text in segments(number)))[:400]
    found = around(options.articles, options.to)
    if options.tokenizer:
        found |= stand_in_speed(options.tokenizer, texts)
    for name, value in found.items():
        print(f"{name:<20} {value:10.3f}")
    print(signature(f"{options.articles} articles, {len(options.to)} targets, one thread, load {load()}"))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


# --- on paper ---


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the arithmetic rests on. Prices are whatever you pay, in whatever money you pay it."""

    articles: float = 1e6  # a day
    sentences: float = 25  # an article
    tokens: float = 27  # a sentence, in the source of a hop
    targets: int = 12
    pivots: int = 11  # targets that are reached over a pivot, the pivot itself being a target
    beam4: float = 500.0  # tokens a second and core
    greedy: float = 1250.0
    climb: float = 1.34  # decoding in all, by decoding each text once: the tiers that hold names ask again
    around_ms: float = 1.43  # processor time of a unit, all but decoding
    po_bytes: float = 606.0  # of a unit
    sidecar_bytes: float = 927.0
    article_bytes: float = 2_704.0
    busy: float = 0.7  # of the time a core works on this
    machine_cores: int = 32
    gpu: float = 60_000.0  # tokens a second and GPU at beam 4: an assumption, measured nowhere here
    core_hour: float = 0.04
    gpu_hour: float = 2.0
    gb_month: float = 0.02
    puts_1000: float = 0.005
    kept_days: float = 30
    read_share: float = 0.01  # of the files that a person reads
    read_minutes: float = 6.0  # a file
    person_hours: float = 6.0  # a day

    @property
    def units(self) -> float:
        """Units a day."""
        return self.articles * self.sentences * self.targets

    @property
    def files(self) -> float:
        """PO files and sidecars a day."""
        return 2 * self.articles * self.targets


@dataclass(frozen=True, slots=True)
class Day:
    """A day's decoding at ``speed`` tokens a second and core, each article decoded ``hops`` times."""

    paper: Paper
    speed: float
    hops: int

    @property
    def tokens(self) -> float:
        """Tokens that are decoded."""
        return self.paper.articles * self.paper.sentences * self.paper.tokens * self.hops

    @property
    def cores(self) -> float:
        """Cores that decode."""
        return self.tokens * self.paper.climb / self.speed / DAY / self.paper.busy

    @property
    def python(self) -> float:
        """Cores for all the rest: a unit is found, placed, checked and written once, however many hops it took."""
        return self.paper.units * self.paper.around_ms / 1000 / DAY / self.paper.busy

    @property
    def gpus(self) -> float:
        """GPUs in place of the cores that decode; greedy is quicker on them as on cores."""
        return self.tokens * self.paper.climb / (self.paper.gpu * self.speed / self.paper.beam4) / DAY / self.paper.busy

    @property
    def price_cores(self) -> float:
        """Of a day on cores alone."""
        return (self.cores + self.python) * 24 * self.paper.core_hour

    @property
    def price_gpus(self) -> float:
        """Of a day with GPUs, and cores for the rest."""
        return self.gpus * 24 * self.paper.gpu_hour + self.python * 24 * self.paper.core_hour


def table(paper: Paper) -> list[list[str]]:
    """What a day takes, at beam 4, greedy, and at beam 4 where no first hop is shared."""
    shared, apart = paper.targets, paper.targets + paper.pivots
    days = [Day(paper, paper.beam4, shared), Day(paper, paper.greedy, shared), Day(paper, paper.beam4, apart)]
    machines = f"machines of {paper.machine_cores} cores"
    each = "price of 1,000 articles, cores alone"
    return [
        ["", "beam 4", "greedy", "unshared"],
        ["times each article is decoded", *(f"{day.hops}" for day in days)],
        ["tokens decoded a day (10^9)", *(f"{day.tokens / 1e9:.1f}" for day in days)],
        ["cores for decoding", *(f"{day.cores:,.0f}" for day in days)],
        ["cores for Python around it", *(f"{day.python:,.0f}" for day in days)],
        ["share of Python", *(f"{day.python / (day.python + day.cores):.0%}" for day in days)],
        [machines, *(f"{(day.cores + day.python) / paper.machine_cores:,.1f}" for day in days)],
        ["or GPUs (assumed speed), and cores for Python", *(f"{day.gpus:,.1f}" for day in days)],
        ["price of a day, cores alone", *(f"{day.price_cores:,.0f}" for day in days)],
        ["price of a day, GPUs (assumed speed)", *(f"{day.price_gpus:,.0f}" for day in days)],
        [each, *(f"{1000 * day.price_cores / paper.articles:.2f}" for day in days)],
    ]


def beside(paper: Paper) -> list[tuple[str, str]]:
    """What does not depend on how it is decoded."""
    files, size = paper.files, paper.units * (paper.po_bytes + paper.sidecar_bytes)
    readers = paper.articles * paper.targets * paper.read_share * paper.read_minutes / 60 / paper.person_hours
    return [
        ("files written a day (10^6)", f"{files / 1e6:.1f}"),
        ("files written a second", f"{files / DAY:,.0f}"),
        ("PO files a day (GB)", f"{paper.units * paper.po_bytes / 1e9:,.0f}"),
        ("sidecars a day (GB)", f"{paper.units * paper.sidecar_bytes / 1e9:,.0f}"),
        ("articles read a day (GB)", f"{paper.articles * paper.article_bytes / 1e9:,.1f}"),
        (f"kept for {paper.kept_days:g} days (TB)", f"{size * paper.kept_days / 1e12:,.1f}"),
        ("price of a month's storage", f"{size * paper.kept_days / 1e9 * paper.gb_month:,.0f}"),
        ("price of a day's PUTs in an object store", f"{files / 1000 * paper.puts_1000:,.0f}"),
        (f"people who read {paper.read_share:.0%} of the files", f"{readers:,.0f}"),
    ]


def on_paper(options: argparse.Namespace) -> None:
    """Print the assumptions and what follows from them."""
    paper = Paper()
    if options.inputs:
        known = json.loads(options.inputs.read_text(encoding="utf-8"))
        measured = {f.name: known.get(f.name) for f in fields(Paper)}
        paper = replace(paper, **{name: value for name, value in measured.items() if value is not None})
    given = {f.name: getattr(options, f"paper_{f.name}") for f in fields(Paper)}
    paper = replace(paper, **{name: type(getattr(paper, name))(v) for name, v in given.items() if v is not None})
    for name, value in asdict(paper).items():
        print(f"  {name:<14} {value:,.4g}" if isinstance(value, float) else f"  {name:<14} {value}")
    print()
    for name, *values in table(paper):
        print(f"{name:<46}" + "".join(f"{value:>10}" for value in values))
    print()
    for name, value in beside(paper):
        print(f"{name:<46}{value:>10}")


def load() -> str:
    """The machine's load over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def signature(what: str) -> str:
    """What a number is quoted with."""
    return f"signature: mtkit {__version__} | {what} | Python {platform.python_version()} | {platform.machine()}"


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    ray = verbs.add_parser("ray", help="Ray with two workers against a local run on two cores")
    ray.add_argument("--articles", type=int, default=120)
    ray.add_argument("--rounds", type=int, default=2)
    ray.add_argument("--to", action="append")
    ray.set_defaults(run=against_ray)
    one = verbs.add_parser("measure", help="what one core does, and how large files are")
    one.add_argument("--tokenizer", type=Path, help="source.spm, target.spm and vocab.json of an OPUS-MT model")
    one.add_argument("--articles", type=int, default=40)
    one.add_argument("--to", action="append")
    one.add_argument("--json", type=Path)
    one.set_defaults(run=measure)
    paper = verbs.add_parser("paper", help="what a day's news costs")
    paper.add_argument("--inputs", type=Path, help="what measure wrote")
    for field in fields(Paper):
        paper.add_argument(f"--{field.name.replace('_', '-')}", dest=f"paper_{field.name}", type=float)
    paper.set_defaults(run=on_paper)
    options = parser.parse_args()
    if getattr(options, "to", None) is None:
        options.to = ["vi", "th"]
    options.run(options)


if __name__ == "__main__":
    main()
