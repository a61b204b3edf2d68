"""Drawings of what job.py measured: ``python benchmarks/plots.py FIGURES.json OUT_DIR`` (needs the extra ``train``)."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Figures = dict[str, Any]
INK, OURS, THEIRS, SOFT = "#1f2933", "#0b6e4f", "#8895a7", "#d9dee5"
DECODING = "decoding"


def draw(runs: Sequence[Figures], folder: Path) -> list[Path]:
    """Draw what is in ``runs``, as small SVG files in ``folder``; the files."""
    import matplotlib

    matplotlib.use("svg")
    # the same figures give the same bytes
    matplotlib.rcParams.update(
        {"svg.hashsalt": "mtkit", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}
    )
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for run in runs:
        model, beam = run["signature"]["model"], run["signature"]["beam"]
        if "whole" in run:
            made.append(_whole(run["whole"], f"{model}, beam {beam}", folder / f"whole-{model}-{beam}.svg"))
        if "costs" in run:
            made.append(_profile(run["costs"]["profile"], model, beam, folder / f"profile-{model}-{beam}.svg"))
        if "growth" in run:
            made.append(_growth(run["growth"]["rows"], folder / f"growth-{model}-{beam}.svg"))
    return made


def _figure(height: float, columns: int = 1) -> tuple[Any, Any]:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=(7.2, height), layout="constrained")
    for axis in axes if columns > 1 else [axes]:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(colors=INK)
    return figure, axes


def _save(figure: Any, path: Path) -> Path:
    from matplotlib import pyplot

    figure.savefig(path, metadata={"Date": None, "Creator": "benchmarks/plots.py"})
    pyplot.close(figure)
    return path


def _whole(found: Figures, title: str, path: Path) -> Path:
    rows = sorted(found["table"], key=lambda row: row["cpu_speed"])
    figure, axis = _figure(0.8 + 0.38 * len(rows))
    speeds = [row["cpu_speed"] for row in rows]
    bars = axis.barh(
        [row["name"].replace("ceiling", "CTranslate2 alone (the ceiling)") for row in rows],
        speeds,
        color=[OURS if row["name"].startswith("mtkit") else THEIRS for row in rows],
    )
    axis.bar_label(bars, [f"{speed:,.0f}" for speed in speeds], padding=4, color=INK)
    axis.set_xlim(0, 1.15 * max(speeds))
    axis.set_xlabel("source tokens per CPU second")
    axis.set_title(title, loc="left", color=INK)
    return _save(figure, path)


def _profile(found: dict[str, float], model: str, beam: int, path: Path) -> Path:
    total = sum(found.values())
    rows = sorted((seconds / total * 100, name) for name, seconds in found.items() if seconds / total > 0.002)
    figure, axis = _figure(0.8 + 0.3 * len(rows))
    bars = axis.barh(
        [name for _, name in rows],
        [share for share, _ in rows],
        color=[THEIRS if name == DECODING else OURS for _, name in rows],
    )
    axis.bar_label(bars, [f"{share:.1f} %" for share, _ in rows], padding=4, color=INK)
    axis.set_xlim(0, 1.15 * rows[-1][0])
    axis.set_xlabel("share of all CPU time")
    axis.set_title(f"where the time goes: {model}, beam {beam}", loc="left", color=INK)
    return _save(figure, path)


def _growth(rows: Sequence[Figures], path: Path) -> Path:
    figure, (left, right) = _figure(2.8, columns=2)
    counts = [row["articles"] for row in rows]
    left.plot(counts, [1000 * row["cpu"] / row["articles"] for row in rows], "o-", color=OURS)
    left.set(xscale="log", xlabel="articles", ylabel="CPU ms an article", ylim=(0, None))
    right.plot(counts, [row["peak_mb"] for row in rows], "o-", color=OURS)
    right.set(xscale="log", xlabel="articles", ylabel="peak memory, MB", ylim=(0, None))
    for axis in (left, right):
        axis.set_xticks(counts, [f"{count:,}" for count in counts])
        axis.minorticks_off()
        axis.grid(axis="y", color=SOFT)
    return _save(figure, path)


def main() -> None:
    """Draw the figures of a file that job.py wrote."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    for path in draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])):
        print(path)


if __name__ == "__main__":
    main()
