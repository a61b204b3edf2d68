"""Scores as one HTML page with plots: it loads nothing, runs no script, and takes light or dark from the reader."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TypeVar

from mtkit import __version__
from mtkit.check import CODES
from mtkit.evaluate import svg
from mtkit.evaluate.scores import Compared, ScoreReport, Scores
from mtkit.evaluate.show import grades, metric_names
from mtkit.formats.po_disk import make_folder, replace_file
from mtkit.lang import LANGUAGES, Pair, lang

__all__ = ["score_page", "write_page"]

_CSS = Path(__file__).with_name("page.css")
_BINS = ((0.0, "none"), (0.1, "to 10 %"), (0.2, "to 20 %"), (0.4, "to 40 %"), (0.6, "to 60 %"), (9.0, "more"))
_NAMES = {
    "BLEU": "BLEU, more is better",
    "chrF": "chrF, more is better",
    "TER": "TER, less is better",
    "COMET": "COMET, more is better",
    "edits": "Characters to edit, for each 100 of the reference; less is better",
    "terms": "Official names held, in points of 100",
}
_MOST_DOCUMENTS, _MOST_CODES = 25, 20
_SURE = 0.05
_T = TypeVar("_T")


def write_page(report: ScoreReport, path: Path) -> None:
    """Write the page, whole or not at all. Raises OutputError if that fails."""
    make_folder(path.parent)
    replace_file(path, score_page(report).encode("utf-8", "backslashreplace"))


def score_page(report: ScoreReport) -> str:
    """The page, the same bytes for the same report."""
    style = _CSS.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = f"Scores of {report.testset}"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ',
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n",
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n',
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        f'<header><h1>{escape(title)}</h1><p class="dim">{escape(report.digest)}, names of {report.day}</p>',
        _notes(report),
        "</header>\n<main>\n",
        *(_direction(report, pair) for pair in report.pairs),
        _signatures(report),
        f'</main>\n<footer class="dim"><p>mtkit {__version__}</p></footer>\n</body>\n</html>\n',
    ]
    return "".join(parts)


def _notes(report: ScoreReport) -> str:
    if not report.notes:
        return ""
    return f'<ul class="notes">{"".join(f"<li>{escape(note)}</li>" for note in report.notes)}</ul>'


def _named(code: str) -> str:
    return lang(code).name if code in LANGUAGES else code


def _direction(report: ScoreReport, pair: Pair) -> str:
    """Everything on one direction."""
    found = report.of(pair)
    title = f"{_named(pair.source)} to {_named(pair.target)}, {found[0].segments} segments"
    cards = [_card("Scores", _table(found), wide=True)]
    cards += [_compared(one) for one in report.compared if one.pair == pair]
    for name in metric_names(found):
        rows = [
            svg.Bar(one.system, shown.value, shown.low, shown.high, shade, _shown(shown.value, name))
            for one, shade in zip(found, svg.shades(len(found)), strict=True)
            if (shown := one.scores.get(name))
        ]
        cards.append(_card(_NAMES.get(name, name), _plot(svg.bars, rows, f"{name} of each system")))
    cards += [_edits(found), _codes(found), _documents(found)]
    return f'<section><h2>{escape(title)}</h2><div class="cards">{"".join(cards)}</div></section>\n'


def _card(title: str, inside: str, *, wide: bool = False) -> str:
    return f'<div class="card{" wide" if wide else ""}"><h3>{escape(title)}</h3>{inside}</div>'


def _plot(draw: Callable[[Sequence[_T], str, int], str], rows: Sequence[_T], title: str) -> str:
    """A plot for the screen and one for the telephone; the style shows one of them."""
    broad, narrow = draw(rows, title, svg.BROAD), draw(rows, title, svg.NARROW)
    return f'<div class="broad">{broad}</div><div class="narrow">{narrow}</div>'


def _shown(value: float | None, name: str = "") -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if name == "COMET" else "99.9" if 99.95 <= value < 100 else f"{value:.1f}"


def _key(found: Sequence[Scores]) -> str:
    """Which colour is whose."""
    items = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" class="s{shade}"/></svg>'
        f"{escape(one.system)}</li>"
        for one, shade in zip(found, svg.shades(len(found)), strict=True)
    )
    return f'<ul class="key">{items}</ul>'


def _table(found: Sequence[Scores]) -> str:
    names = metric_names(found)
    heads = ["system", *names, "words to edit", "no change needed", "errors for 100", "warnings for 100"]
    rows = ""
    for one in found:
        cells = [escape(one.system)]
        for name in names:
            shown = one.scores.get(name)
            cells.append(
                "-" if shown is None else f"{_shown(shown.value, name)} "
                f"<small>{_shown(shown.low, name)}–{_shown(shown.high, name)}</small>"
            )  # fmt: skip
        cells += [_shown(one.edits.words), _shown(one.edits.untouched), *map(_shown, grades(one))]
        inside = "".join(
            f'<td role="cell" data-name="{escape(head)}">{cell}</td>'
            for head, cell in zip(heads[1:], cells[1:], strict=True)
        )
        rows += f'<tr role="row"><th scope="row" role="rowheader">{cells[0]}</th>{inside}</tr>'
    head = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in heads)
    # The roles say that it is a table where the style lays it as a list.
    return f'<table role="table"><thead><tr role="row">{head}</tr></thead><tbody>{rows}</tbody></table>'


def _compared(one: Compared) -> str:
    """Which of two systems is better, and how sure that is."""
    rows = []
    for name, found in one.differences.items():
        rising = name not in {"TER", "edits"}
        kind = "unsure" if found.p >= _SURE else "better" if (found.value > 0) is rising else "worse"
        scale = 100 if name == "COMET" else 1
        label = f"{name} ×100" if name == "COMET" else name
        said = f"{found.value * scale:+.2f}, p {found.p:.3f}"
        rows.append(svg.Span(label, found.value * scale, found.low * scale, found.high * scale, kind, said))
    plot = _plot(svg.differences, rows, f"Differences between {one.other} and {one.first}, with 95 percent intervals")
    colours = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="4" class="{kind}"/></svg>{said}</li>'
        for kind, said in (("better", "better"), ("worse", "worse"), ("unsure", f"not sure (p ≥ {_SURE:g})"))
    )
    about = f'<p class="dim">{escape(one.signature)}</p>'
    return _card(f"{one.other} less {one.first}", f'<ul class="key">{colours}</ul>{plot}{about}')


def _edits(found: Sequence[Scores]) -> str:
    """How many segments need how much work."""
    groups = []
    low = -1.0
    for high, label in _BINS:
        shares = [
            100 * sum(low < share <= high for share in one.distances) / max(1, len(one.distances)) for one in found
        ]
        groups.append((label, shares))
        low = high
    plot = _plot(svg.histogram, groups, "Share of segments by characters to edit")
    return _card("Segments by how much is to edit, share of characters; in points of 100", _key(found) + plot)


def _codes(found: Sequence[Scores]) -> str:
    """Findings by code, for each 100 segments."""
    totals: dict[str, int] = {}
    for one in found:
        for code, times in one.codes.items():
            totals[code] = totals.get(code, 0) + times
    if not totals:
        return ""
    most = sorted(totals, key=lambda code: (-totals[code], code))[:_MOST_CODES]
    rows = [
        svg.Bar(
            _cut(f"{code} {CODES.get(code, '')}") if n == 0 else "",
            100 * one.codes.get(code, 0) / max(1, one.segments),
            shade=shade,
        )
        for code in most
        for n, (one, shade) in enumerate(zip(found, svg.shades(len(found)), strict=True))
    ]
    return _card("Findings for each 100 segments", _key(found) + _plot(svg.bars, rows, "Findings by code"))


def _cut(text: str) -> str:
    return text if len(text) <= 30 else text[:29].rstrip() + "…"


def _documents(found: Sequence[Scores]) -> str:
    """chrF of each document, the lowest first."""
    names = list(found[0].documents)
    by = "chrF" if names and "chrF" in found[0].documents[names[0]] else ""
    if not names or not by:
        return ""
    order = sorted(names, key=lambda name: (min(one.documents[name][by] for one in found), name))
    rows = [(name, [one.documents[name][by] for one in found]) for name in order[:_MOST_DOCUMENTS]]
    more = f", the lowest {_MOST_DOCUMENTS} of {len(order)}" if len(order) > _MOST_DOCUMENTS else ""
    return _card(f"{by} by document{more}", _key(found) + _plot(svg.dots, rows, f"{by} by document"))


def _signatures(report: ScoreReport) -> str:
    """How every figure was made."""
    lines = [(f"{one.pair} {one.system}", one.signature) for one in report.systems]
    for pair in report.pairs:
        for name in metric_names(report.of(pair)):
            shown = next(one.scores[name] for one in report.of(pair) if name in one.scores)
            lines.append((f"{pair} {name}", shown.signature))
    inside = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in lines)
    return f'<section><h2>Signatures</h2><div class="card"><dl class="signs">{inside}</dl></div></section>\n'
