"""The arithmetic of docs/scale.md is that of benchmarks/scale.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def paper(*options: str) -> dict[str, list[str]]:
    """The rows of the table: the values by the name."""
    command = [sys.executable, str(ROOT / "benchmarks" / "scale.py"), "paper", *options]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {line[:46].strip(): line[46:].split() for line in said.splitlines() if len(line) > 46}


def test_the_table_of_the_page_is_what_the_script_prints(page: str) -> None:
    rows = paper()
    for name, shown in (
        ("times each article is decoded", "times each article is decoded"),
        ("cores for decoding", "cores for decoding"),
        ("cores for Python around it", "cores for Python around it"),
        ("machines of 32 cores", "machines of 32 cores"),
        ("price of a day, cores alone", "price, cores alone, at 0.04 a core-hour"),
        ("price of a day, GPUs (assumed speed)", "price, GPUs at 2.00 an hour (assumed speed)"),
        ("price of 1,000 articles, cores alone", "price of 1,000 articles, cores alone"),
    ):
        assert f"| {shown} | {' | '.join(rows[name])} |" in page, name
    (people,) = rows["people who read 1% of the files"]
    assert f"| {people} |" in page


def test_what_is_doubled_costs_double() -> None:
    once, twice = paper(), paper("--articles", "2e6")
    for name in ("cores for decoding", "price of a day, cores alone"):
        first, second = (float(rows[name][0].replace(",", "")) for rows in (once, twice))
        assert second == pytest.approx(2 * first, rel=0.01)
    assert twice["price of 1,000 articles, cores alone"] == once["price of 1,000 articles, cores alone"]
    unshared = paper("--pivots", "0")
    assert unshared["cores for decoding"][0] == unshared["cores for decoding"][2]
