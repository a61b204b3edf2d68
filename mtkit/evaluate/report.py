"""A report as text, as plain values for JSON, and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError, UsageError
from mtkit.evaluate.interface import Counts, Direction, Failure, TermReport, total
from mtkit.formats.po_disk import make_folder, replace_file

__all__ = ["as_json", "as_text", "details", "plot", "ready_to_plot"]

_HEAD = (
    "pair", "rows", "terms", "surface", "exclusive", "passed", "bare", "oracle", "forbidden", "doubled", "consistent",
    "flagged", "chrF", "bare", "plain", "changed", "time",
)  # fmt: skip
LEGEND = (
    "surface, exclusive: share of terms in the target by the loose and the strict rule; passed: exclusive, in rows "
    "without an error",
    "bare: the same without the glossary; oracle: exclusive in the references; forbidden, doubled: for each 100 terms",
    "consistent: concepts with one rendering in their document; chrF: of rows with terms; plain: rows without terms, "
    "changed: how many of them the glossary changed; time: with the glossary by without, CPU",
)


def as_text(report: TermReport) -> Iterator[str]:
    """The lines of a table, a row for each direction in the order of the report, then tiers and signatures."""
    rows = [_HEAD, *(_cells(direction) for direction in report.directions)]
    if len(report.directions) > 1:
        rows.append(_sum_cells(report))
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    yield f"{report.testset}@{report.digest}, names of {report.day.isoformat()}"
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first.strip().ljust(widths[0]), *others])
    for direction in report.directions:
        if direction.tiers:
            yield f"{direction.pair} tiers: " + ", ".join(f"{name} {times}" for name, times in direction.tiers)
    yield from LEGEND
    for direction in report.directions:
        yield f"{direction.pair} signature: {direction.signature}"


def _cells(direction: Direction) -> tuple[str, ...]:
    changed = "-" if direction.plain_changed is None else str(direction.plain_changed)
    ratio = "-" if direction.time_ratio is None else f"{direction.time_ratio:.2f}x"
    bare = direction.bare.exclusive_rate if direction.bare else None
    oracle = direction.oracle.exclusive_rate if direction.oracle else None
    return (
        *_count_cells(str(direction.pair), direction.named.counts, bare, oracle),
        _shown(direction.chrf), _shown(direction.chrf_bare), str(direction.plain), changed, ratio,
    )  # fmt: skip


def _count_cells(name: str, counts: Counts, bare: float | None, oracle: float | None) -> tuple[str, ...]:
    rates = (counts.surface_rate, counts.exclusive_rate, counts.passed_rate, bare, oracle, counts.forbidden_rate,
             counts.doubled_rate, counts.consistency)  # fmt: skip
    return (name, str(counts.segments), str(counts.terms), *map(_shown, rates), str(counts.flagged))


def _sum_cells(report: TermReport) -> tuple[str, ...]:
    """The line for all directions: rates over all of their terms; scores and times do not add up."""
    bare = [direction.bare for direction in report.directions if direction.bare]
    oracle = [direction.oracle for direction in report.directions if direction.oracle]
    changed = [direction.plain_changed for direction in report.directions if direction.plain_changed is not None]
    counts = total(direction.named.counts for direction in report.directions)
    cells = _count_cells("all", counts, total(bare).exclusive_rate, total(oracle).exclusive_rate)
    plain = sum(direction.plain for direction in report.directions)
    return (*cells, "-", "-", str(plain), str(sum(changed)) if changed else "-", "-")


def _shown(rate: float | None) -> str:
    """One decimal; what is not quite all is never shown as 100.0."""
    if rate is None:
        return "-"
    return "99.9" if 99.95 <= rate < 100 else f"{rate:.1f}"


def details(report: TermReport) -> Iterator[str]:
    """A line for each occurrence that failed, the worst direction first."""
    for direction in report.worst_first:
        for failure in direction.named.failures:
            yield f"{direction.pair} {failure.row}: {_said(failure)}"


def _said(failure: Failure) -> str:
    found = f", not “{failure.found}”" if failure.found and failure.found != failure.wanted else ""
    seen = " (flagged)" if failure.flagged else ""
    return f"{failure.fault} {failure.concept}: “{failure.named}” is “{failure.wanted}”{found}{seen}"


def as_json(report: TermReport, *, failures: bool = False) -> Iterator[dict[str, Any]]:
    """One object for each direction, in the order of the report; rates in points of 100, None where there is none."""
    for direction in report.directions:
        counts = direction.named.counts
        value: dict[str, Any] = {
            "testset": report.testset,
            "testset_digest": report.digest,
            "as_of": report.day.isoformat(),
            "pair": str(direction.pair),
            **_rates(counts),
            **asdict(counts),
            "bare": {**_rates(direction.bare), **asdict(direction.bare)} if direction.bare else None,
            "oracle": {**_rates(direction.oracle), **asdict(direction.oracle)} if direction.oracle else None,
            "chrf": direction.chrf,
            "chrf_bare": direction.chrf_bare,
            "chrf_segments": direction.chrf_segments,
            "plain": direction.plain,
            "plain_changed": direction.plain_changed,
            "plain_chrf_change": direction.plain_chrf_change,
            "time_ratio": direction.time_ratio,
            "repeats": direction.repeats,
            "tiers": dict(direction.tiers),
            "signature": direction.signature,
            "notes": list(report.notes),
        }
        if failures:
            value["failures"] = [asdict(failure) for failure in direction.named.failures]
        yield value


def _rates(counts: Counts) -> dict[str, float | None]:
    return {
        "surface_rate": counts.surface_rate,
        "exclusive_rate": counts.exclusive_rate,
        "passed_rate": counts.passed_rate,
        "forbidden_rate": counts.forbidden_rate,
        "doubled_rate": counts.doubled_rate,
        "consistency": counts.consistency,
    }


def ready_to_plot(path: Path) -> None:
    """Raise what ``plot`` would for a name or a missing library, before any work is done."""
    if path.suffix.lower() != ".png":
        raise UsageError(f"--plot {path}: the picture is PNG: give it a name that ends in .png")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise EngineError("a plot needs matplotlib: pip install 'mtkit[train]'") from None


def plot(report: TermReport, path: Path) -> None:
    """Draw the report to a PNG file: term success, chrF with and without the glossary, tiers, by direction.

    Raises EngineError where matplotlib is not installed, UsageError for another ending, OutputError if the file
    cannot be written.
    """
    ready_to_plot(path)
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    found = report.directions
    names = [str(direction.pair) for direction in found]
    height = max(3.0, 0.5 * len(found) + 1.5)
    figure, axes = pyplot.subplots(1, 3, figsize=(14, height), layout="constrained", sharey=True)
    _bars(axes[0], names, {
        "with glossary": [direction.named.counts.exclusive_rate for direction in found],
        "without": [direction.bare.exclusive_rate if direction.bare else None for direction in found],
        "references": [direction.oracle.exclusive_rate if direction.oracle else None for direction in found],
    }, "terms in the target, exclusive (%)")  # fmt: skip
    _bars(axes[1], names, {
        "with glossary": [direction.chrf for direction in found],
        "without": [direction.chrf_bare for direction in found],
    }, "chrF, rows with terms")  # fmt: skip
    _tiers(axes[2], found)
    axes[0].invert_yaxis()
    figure.suptitle(f"{report.testset}@{report.digest}, names of {report.day.isoformat()}", fontsize=9)
    data = BytesIO()
    figure.savefig(data, dpi=110, format="png", metadata={"Software": None})
    pyplot.close(figure)
    make_folder(path.parent)
    replace_file(path, data.getvalue())


def _bars(axis: Any, names: list[str], series: dict[str, list[float | None]], label: str) -> None:
    """Horizontal bars, side by side in each row; a rate that is not known has none."""
    shown = {name: values for name, values in series.items() if any(value is not None for value in values)}
    width = 0.8 / max(1, len(shown))
    for n, (name, values) in enumerate(shown.items()):
        at = [place - 0.4 + width * (n + 0.5) for place in range(len(names))]
        axis.barh(at, [value or 0.0 for value in values], height=width, label=name)
    axis.set(xlim=(0, 100), xlabel=label, yticks=range(len(names)), yticklabels=names)
    if shown:
        axis.legend(fontsize=7)


def _tiers(axis: Any, found: tuple[Direction, ...]) -> None:
    """The share of each tier among the units with terms, stacked."""
    every = dict.fromkeys(name for direction in found for name, _ in direction.tiers)
    left = [0.0] * len(found)
    for name in every:
        wide = [100 * dict(d.tiers).get(name, 0) / max(1, sum(times for _, times in d.tiers)) for d in found]
        axis.barh(range(len(found)), wide, left=left, height=0.7, label=name)
        left = [a + b for a, b in zip(left, wide, strict=True)]
    axis.set(xlim=(0, 100), xlabel="units with terms by tier (%)")
    if every:
        axis.legend(fontsize=7)
