"""C findings on codes that stand where they should: none, in any direction of thirteen languages."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

from mtkit.check import Sample
from mtkit.check.labels import check_labels
from mtkit.lang import lang

HELD_OUT = Path(__file__).parents[2] / "benchmarks" / "heldout" / "markup.jsonl"
CODES = ("zh", "en", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt", "tet")


def test_right_placings_are_not_flagged() -> None:
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for source, target in permutations(CODES, 2):
            ours, theirs = (
                [row[code]] if isinstance(row[code], str) else row[code] for code in (source, target)
            )  # fmt: skip
            for text in theirs:
                found = list(check_labels(Sample(text, lang(target), ours[0], lang(source))))
                assert found == [], (row["case"], source, target)
