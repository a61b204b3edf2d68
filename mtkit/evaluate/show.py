"""Scores as lines of text and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from mtkit.evaluate.scores import Compared, ScoreReport, Scores

__all__ = ["grades", "metric_names", "score_json", "score_text"]

_LEGEND = (
    "BLEU, chrF, terms (official names held, by the strict rule): more is better; TER, edits (characters to change for "
    "each 100 of the reference), words (words to change for each 100): less is better; same: segments that need no "
    "change; errors, warnings: findings for each 100 segments; in points of 100",
    "the interval holds 95 percent of bootstrap resamples; p is two-sided, by paired bootstrap resampling (Koehn 2004)",
)


def metric_names(scores: Sequence[Scores]) -> list[str]:
    """The metrics that any of the systems has, in their order."""
    return list(dict.fromkeys(name for one in scores for name in one.scores))


def grades(scores: Scores) -> tuple[float, float]:
    """Errors and warnings for each 100 segments."""
    ranks = [issue.severity.rank for issues in scores.findings for issue in issues]
    many = max(1, scores.segments)
    return 100 * ranks.count(2) / many, 100 * ranks.count(1) / many


def _number(value: float | None, name: str = "") -> str:
    if value is None:
        return "-"
    if name == "COMET":
        return f"{value:.4f}"
    return "99.9" if 99.95 <= value < 100 else f"{value:.1f}"


def score_text(report: ScoreReport, *, documents: bool = False) -> Iterator[str]:
    """A table for each direction, then what was compared, what the figures mean, and every signature."""
    yield f"{report.testset}@{report.digest}, names of {report.day.isoformat()}"
    for pair in report.pairs:
        found = report.of(pair)
        names = metric_names(found)
        yield ""
        yield f"{pair}, {found[0].segments} segments"
        head = ["system", *(piece for name in names for piece in (name, "95 %")), "words", "same", "errors", "warnings"]
        yield from _table([head, *(_cells(one, names) for one in found)])
        for one in found:
            codes = ", ".join(f"{code} {times}" for code, times in one.codes.items())
            names_said = f"{one.terms.terms} official names; " if one.terms else ""
            yield f"  {one.system}: {names_said}findings: {codes or 'none'}"
        if documents and any(one.documents for one in found):
            yield from _documents(found, names)
        for compared in report.compared:
            if compared.pair == pair:
                yield from _compared(compared)
    yield ""
    yield from _LEGEND
    for one in report.systems:
        yield f"{one.pair} {one.system}: {one.signature}"
    for pair in report.pairs:
        for name in metric_names(report.of(pair)):
            shown = next(one.scores[name] for one in report.of(pair) if name in one.scores)
            yield f"{pair} {name}: {shown.signature}"


def _cells(one: Scores, names: Sequence[str]) -> list[str]:
    cells = [one.system]
    for name in names:
        shown = one.scores.get(name)
        cells += ["-", ""] if shown is None else [
            _number(shown.value, name), f"{_number(shown.low, name)}-{_number(shown.high, name)}",
        ]  # fmt: skip
    return [*cells, _number(one.edits.words), _number(one.edits.untouched), *map(_number, grades(one))]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join([first.strip().ljust(widths[0]), *others]).rstrip()


def _documents(found: Sequence[Scores], names: Sequence[str]) -> Iterator[str]:
    """Each document's scores, the worst first by chrF, or by whatever there is."""
    by = "chrF" if "chrF" in names else names[0]
    for one in found:
        yield f"  {one.system}, by document, the lowest {by} first"
        order = sorted(one.documents, key=lambda name: (one.documents[name].get(by, 0.0), name))
        rows = [["document", "segments", *names]]
        for name in order:
            values = [_number(one.documents[name].get(metric), metric) for metric in names]
            rows.append([name, str(one.lengths[name]), *values])
        yield from ("  " + line for line in _table(rows))


def _compared(compared: Compared) -> Iterator[str]:
    yield f"  {compared.other} against {compared.first}"
    rows = [["metric", compared.first, compared.other, "difference", "95 %", "p", "won"]]
    for name, found in compared.differences.items():
        places = 4 if name == "COMET" else 2
        rows.append(
            [
                name, f"{found.first:.{places}f}", f"{found.other:.{places}f}", f"{found.value:+.{places}f}",
                f"{found.low:+.{places}f} to {found.high:+.{places}f}", f"{found.p:.3f}", f"{100 * found.won:.0f} %",
            ]
        )  # fmt: skip
    yield from _table(rows)
    yield f"  {compared.signature}"


def score_json(report: ScoreReport) -> Iterator[dict[str, Any]]:
    """One object for each system and direction, then one for each comparison."""
    head = {"testset": report.testset, "testset_digest": report.digest, "as_of": report.day.isoformat()}
    for one in report.systems:
        errors, warnings = grades(one)
        yield {
            "kind": "scores",
            **head,
            "pair": str(one.pair),
            "system": one.system,
            "segments": one.segments,
            "scores": {name: asdict(shown) for name, shown in one.scores.items()},
            "edits": asdict(one.edits),
            "terms": asdict(one.terms) if one.terms else None,
            "findings": one.codes,
            "errors_per_100": errors,
            "warnings_per_100": warnings,
            "documents": {name: {"segments": one.lengths[name], **scores} for name, scores in one.documents.items()},
            "signature": one.signature,
            "notes": list(report.notes),
        }
    for compared in report.compared:
        yield {
            "kind": "comparison",
            **head,
            "pair": str(compared.pair),
            "first": compared.first,
            "other": compared.other,
            "differences": {
                name: {**asdict(found), "difference": found.value} for name, found in compared.differences.items()
            },
            "signature": compared.signature,
        }
