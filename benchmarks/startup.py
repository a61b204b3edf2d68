"""How long mtkit takes to start: ``python benchmarks/startup.py [--runs N]``.

Prints the fastest of N runs of each command, in processor seconds and as a multiple of an empty Python, in one run on
one machine; and the modules that ``mtkit --help`` loads of those that are heavy.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys

import mtkit

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import mtkit": ["-c", "import mtkit"],
    "mtkit --help": ["-m", "mtkit", "--help"],
    "mtkit glossary find": ["-m", "mtkit", "glossary", "find", "东盟秘书处", "--from", "zh"],
    "import typer": ["-c", "import typer"],
}
HEAVY = ("torch", "transformers", "ctranslate2", "sentencepiece", "numpy", "polib")


def seconds(arguments: list[str]) -> float:
    """Processor seconds of one run, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    # interleaved, so that a noisy moment does not fall on one command alone
    taken = [{name: seconds(arguments) for name, arguments in COMMANDS.items()} for _ in range(runs)]
    best = {name: min(round_[name] for round_ in taken) for name in COMMANDS}
    empty = best["python -c pass"]
    for name, spent in best.items():
        print(f"{name:<22} {spent:6.3f} s  {spent / empty:5.1f} x")
    code = f"import sys, mtkit.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    print(f"heavy modules loaded by mtkit --help: {loaded}")
    python = f"Python {platform.python_version()} | {platform.machine()}"
    print(f"signature: mtkit {mtkit.__version__} | best of {runs} | {python}")


if __name__ == "__main__":
    main()
