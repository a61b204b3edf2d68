"""How long mtkit takes to start: ``python benchmarks/startup.py [--runs N]``.

Prints the fastest of N runs of each command: seconds by the clock, processor seconds, and the latter as a multiple of
an empty Python, in one run on one machine; what is aimed at; and how many modules each command has loaded in the end.
The article has one sentence, and the model is the one in the box. tests/unit/test_startup.py bounds the modules.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import mtkit

SENTENCE = "中国—东盟媒体合作论坛9月17日在南宁开幕。"
RUN = ["-m", "mtkit"]
TO_STDOUT = ["--from", "zh", "--to", "vi", "-o", "-", "--allow-low-quality", "--no-cache"]
# name, arguments, seconds aimed at; {here} is a folder with an article and its PO file
COMMANDS: tuple[tuple[str, list[str], float | None], ...] = (
    ("python -c pass", ["-c", "pass"], None),
    ("import mtkit", ["-c", "import mtkit"], None),
    ("import typer", ["-c", "import typer"], None),
    ("mtkit --help", [*RUN, "--help"], 0.25),
    ("mtkit glossary find", [*RUN, "glossary", "find", "东盟秘书处", "--from", "zh"], None),
    ("mtkit check, one sentence", [*RUN, "check", "{here}/news.vi.po"], 0.5),
    ("mtkit status", [*RUN, "status", "{here}/news.vi.po"], None),
    (
        "mtkit translate, one sentence",
        [*RUN, "translate", "{here}/news.txt", *TO_STDOUT],
        1.5,
    ),
)  # fmt: skip
COUNT = """
import sys, runpy
sys.argv = sys.argv[1:]
try:
    {run}
finally:
    print(len(sys.modules), file=sys.stderr)
"""


def seconds(arguments: list[str]) -> tuple[float, float]:
    """Seconds by the clock and processor seconds of one run, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    # 1: check has found something
    # as installed: an environment that keeps Python from storing what it compiled would have it compile all each time
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, env={**env, "PYTHONUTF8": "1"})
    taken = time.perf_counter() - start
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def modules(arguments: list[str]) -> int:
    """How many modules a command has loaded when it ends."""
    if arguments[0] == "-c":
        program, rest = COUNT.format(run=arguments[1].replace("pass", "0")), ["-c"]
    else:
        program, rest = COUNT.format(run=f"runpy.run_module({arguments[1]!r}, run_name='__main__')"), arguments[1:]
    done = subprocess.run([sys.executable, "-c", program, *rest], capture_output=True, encoding="utf-8")
    return int(done.stderr.split()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as here:
        article, po = Path(here, "news.txt"), Path(here, "news.vi.po")
        article.write_text(SENTENCE + "\n", encoding="utf-8")
        translate = [part.format(here=here) for part in COMMANDS[-1][1]]
        done = subprocess.run([sys.executable, *translate], check=True, capture_output=True)
        po.write_bytes(done.stdout)
        commands = {name: [part.format(here=here) for part in arguments] for name, arguments, _ in COMMANDS}
        # interleaved, so that a noisy moment does not fall on one command alone
        taken = [{name: seconds(arguments) for name, arguments in commands.items()} for _ in range(runs)]
        counts = {name: modules(arguments) for name, arguments in commands.items()}
    empty = min(round_["python -c pass"][1] for round_ in taken)
    print(f"{'':<32}{'wall':>8}{'CPU':>8}{'x empty':>9}{'aim':>8}{'modules':>9}")
    for name, _, aim in COMMANDS:
        wall, cpu = (min(round_[name][n] for round_ in taken) for n in (0, 1))
        aimed = f"{aim:.2f} s" if aim else ""
        print(f"{name:<32}{wall:>6.3f} s{cpu:>6.3f} s{cpu / empty:>8.1f}x{aimed:>8}{counts[name]:>9}")
    python = f"Python {platform.python_version()} | {platform.machine()} | load {os.getloadavg()[0]:.1f}"
    print(f"signature: mtkit {mtkit.__version__} | best of {runs} | {python}")


if __name__ == "__main__":
    main()
