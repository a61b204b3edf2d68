"""Plots as SVG that takes its colours from the page: bars with intervals, differences, dots, histograms."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["BROAD", "NARROW", "Bar", "Span", "bars", "differences", "dots", "histogram", "shades"]

BROAD, NARROW = 640, 340
"""The width of a plot where there is room, and on a telephone: its letters keep their size."""
_ROW = 24
_TOP, _BOTTOM = 6, 26
_SHADES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart of bars: what it is, how long, its interval, and the colour of its series."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    shade: int = 0
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One difference: where it lies, with ``kind`` "better", "worse" or "unsure"."""

    label: str
    value: float
    low: float
    high: float
    kind: str
    shown: str = ""


def shades(count: int) -> list[int]:
    """The colours of so many series."""
    return [n % _SHADES for n in range(count)]


def _short(text: str, width: int) -> str:
    """``text``, cut in the middle where it is long: both ends tell files apart."""
    most = 30 if width >= BROAD else 14
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-(most - most // 2 - 1) :]}"


def _room(labels: Sequence[str], width: int) -> int:
    """The room of the longest label, about."""
    sizes = [sum(13 if unicodedata.east_asian_width(c) in "WF" else 7.4 for c in _short(one, width)) for one in labels]
    return min(width * 2 // 5, round(max(sizes, default=0)) + 14)


def _steps(low: float, high: float) -> list[float]:
    """Round numbers from ``low`` to ``high``, some four or five."""
    reach = (high - low) or 1.0
    raw = reach / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def _svg(width: int, height: float, title: str, parts: Sequence[str]) -> str:
    said = escape(title)
    return (
        f'<svg viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{said}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{said}</title>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{escape(text)}</text>'


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale from values to places, with its grid."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return self.left + share * (self.right - self.left)

    def grid(self, bottom: float) -> str:
        lines = ""
        for step in _steps(self.low, self.high):
            x = self.at(step)
            css = "zero" if step == 0 else "grid"
            lines += f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom:.1f}" class="{css}"/>'
            lines += _text(x, bottom + 16, f"{step:g}", "tick", "middle")
        return lines


def bars(rows: Sequence[Bar], title: str, width: int = BROAD) -> str:
    """Bars from zero, each with its value at the end and, where there is one, its interval."""
    most = max([row.high if row.high is not None else row.value for row in rows], default=1.0) or 1.0
    axis = _Axis(0.0, most * 1.02, _room([row.label for row in rows], width), width - 60)
    bottom = _TOP + _ROW * len(rows)
    parts = [axis.grid(bottom)]
    for n, row in enumerate(rows):
        y = _TOP + n * _ROW
        middle, end = y + _ROW / 2, axis.at(row.value)
        parts.append(_text(axis.left - 8, middle + 4, _short(row.label, width), "label", "end"))
        wide = max(0.0, end - axis.left)
        parts.append(f'<rect x="{axis.left}" y="{y + 4}" width="{wide:.1f}" height="{_ROW - 8}" class="s{row.shade}"/>')
        reach = end
        if row.low is not None and row.high is not None:
            low, reach = axis.at(row.low), axis.at(row.high)
            ends = f"M{low:.1f} {middle - 4}v8M{reach:.1f} {middle - 4}v8"
            parts.append(f'<path d="M{low:.1f} {middle}H{reach:.1f}{ends}" class="whisker"/>')
        parts.append(_text(max(end, reach) + 6, middle + 4, row.shown or f"{row.value:.1f}", "value"))
    return _svg(width, bottom + _BOTTOM, title, parts)


def differences(rows: Sequence[Span], title: str, width: int = BROAD) -> str:
    """Differences with their intervals about zero."""
    reach = max([abs(end) for row in rows for end in (row.low, row.high, row.value)], default=1.0) or 1.0
    axis = _Axis(-reach * 1.05, reach * 1.05, _room([row.label for row in rows], width), width - 130)
    bottom = _TOP + _ROW * len(rows)
    parts = [axis.grid(bottom)]
    for n, row in enumerate(rows):
        middle = _TOP + n * _ROW + _ROW / 2
        low, high = axis.at(row.low), axis.at(row.high)
        parts.append(_text(axis.left - 8, middle + 4, _short(row.label, width), "label", "end"))
        parts.append(f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" class="reach {row.kind}"/>')
        parts.append(f'<circle cx="{axis.at(row.value):.1f}" cy="{middle}" r="5" class="{row.kind}"/>')
        parts.append(_text(width - 124, middle + 4, row.shown, "value"))
    return _svg(width, bottom + _BOTTOM, title, parts)


def dots(rows: Sequence[tuple[str, Sequence[float]]], title: str, width: int = BROAD) -> str:
    """A row of dots for each label, one for each series, on one scale."""
    values = [value for _, series in rows for value in series]
    low, high = min(values, default=0.0), max(values, default=1.0)
    spare = (high - low) * 0.05 or 1.0
    axis = _Axis(low - spare, high + spare, _room([label for label, _ in rows], width), width - 20)
    bottom = _TOP + _ROW * len(rows)
    parts = [axis.grid(bottom)]
    for n, (label, series) in enumerate(rows):
        middle = _TOP + n * _ROW + _ROW / 2
        ends = [axis.at(value) for value in series]
        parts.append(_text(axis.left - 8, middle + 4, _short(label, width), "label", "end"))
        parts.append(f'<line x1="{min(ends):.1f}" x2="{max(ends):.1f}" y1="{middle}" y2="{middle}" class="between"/>')
        for shade, x in zip(shades(len(series)), ends, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{middle}" r="5" class="s{shade}"/>')
    return _svg(width, bottom + _BOTTOM, title, parts)


def histogram(groups: Sequence[tuple[str, Sequence[float]]], title: str, width: int = BROAD) -> str:
    """Columns by group, one for each series, in points of 100."""
    height, left, right = 190.0, 40.0, width - 10.0
    most = max([value for _, series in groups for value in series], default=1.0) or 1.0
    steps = _steps(0.0, most * 1.05)
    parts = []
    for step in steps:
        y = _TOP + (height - _TOP) * (1 - step / (most * 1.05))
        parts.append(
            f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" class="{"zero" if not step else "grid"}"/>'
        )
        parts.append(_text(left - 6, y + 4, f"{step:g}", "tick", "end"))
    wide = (right - left) / max(1, len(groups))
    for n, (label, series) in enumerate(groups):
        each = wide * 0.8 / max(1, len(series))
        for k, (shade, value) in enumerate(zip(shades(len(series)), series, strict=True)):
            tall = (height - _TOP) * value / (most * 1.05)
            x = left + n * wide + wide * 0.1 + k * each
            parts.append(f'<rect x="{x:.1f}" y="{height - tall:.1f}" width="{max(1.0, each - 1):.1f}" '
                         f'height="{tall:.1f}" class="s{shade}"/>')  # fmt: skip
        parts.append(_text(left + (n + 0.5) * wide, height + 16, label, "tick", "middle"))
    return _svg(width, height + _BOTTOM, title, parts)
