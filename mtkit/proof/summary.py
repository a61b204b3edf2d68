"""The top of the page: totals, the state of review in each language, findings by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mtkit.proof.marks import shown
from mtkit.proof.words import Words
from mtkit.unit import State

__all__ = ["STATES", "by_code", "codes_in", "states_table", "totals", "worst_of"]

_View = Mapping[str, Any]
STATES = tuple(state.value for state in (State.APPROVED, State.EDITED, State.RAW, State.STALE, State.UNTRANSLATED))
"""The states in the order of the bars: what is done first, what is not begun last."""
_GRAVE = ("error", "warning", "info")
_WIDTH = 240


def _units(files: Sequence[_View]) -> Iterator[tuple[_View, _View]]:
    for file in files:
        for unit in file["units"]:
            yield file, unit


def totals(files: Sequence[_View], words: Words) -> str:
    """Five numbers: units, reviewed, waiting, errors and warnings."""
    states = Counter(unit["state"] for _, unit in _units(files))
    found = Counter(issue["severity"] for _, unit in _units(files) for issue in unit["issues"])
    every, done = sum(states.values()), states["approved"]
    numbers = {
        "units": every,
        "reviewed": done,
        "waiting": every - done,
        "errors": found["error"],
        "warnings": found["warning"],
        "notes": found["info"],
    }
    return "".join(
        f'<div class="total" data-t="{key}"><dd>{number}</dd>{words.span(key, tag="dt")}</div>'
        for key, number in numbers.items()
    )


def states_table(files: Sequence[_View], words: Words) -> str:
    """One row for each file: a stacked bar, and the same in figures."""
    heads = "".join(words.span(state, tag="th", css=f"st-{state}") for state in STATES)
    rows = []
    for file in files:
        counts = Counter(unit["state"] for unit in file["units"])
        cells = "".join(f'<td data-st="{state}">{counts[state]}</td>' for state in STATES)
        name = words.span(f"lang-{file['target']}")
        rows.append(
            f'<tr data-f="{file["id"]}"><th scope="row">{name}<span class="dim file">{shown(file["name"])}</span></th>'
            f'<td class="bar">{bar([counts[state] for state in STATES])}</td>{cells}</tr>'
        )
    head = f"<thead><tr>{words.span('language', tag='th')}<td></td>{heads}</tr></thead>"
    caption = words.span("by_language", tag="caption")
    return f'<table class="states">{caption}{head}<tbody>{"".join(rows)}</tbody></table>'


def bar(counts: Sequence[int]) -> str:
    """A stacked bar of the states; the figures stand beside it, so that it is hidden from screen readers."""
    whole = sum(counts) or 1
    parts, at = [], 0
    for state, count in zip(STATES, counts, strict=True):
        width = round(_WIDTH * count / whole, 1)
        start = round(_WIDTH * at / whole, 1)
        parts.append(f'<rect class="st-{state}" x="{start:g}" y="0" width="{width:g}" height="12"></rect>')
        at += count
    return (
        f'<svg viewBox="0 0 {_WIDTH} 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def codes_in(files: Sequence[_View]) -> list[tuple[str, str, int]]:
    """Codes that were found, with their gravest severity and how often; the gravest first, then the most frequent."""
    times: Counter[str] = Counter()
    worst: dict[str, str] = {}
    for _, unit in _units(files):
        for issue in unit["issues"]:
            code, severity = issue["code"], issue["severity"]
            times[code] += 1
            worst[code] = min(worst.get(code, severity), severity, key=_GRAVE.index)
    order = sorted(times, key=lambda code: (_GRAVE.index(worst[code]), -times[code], code))
    return [(code, worst[code], times[code]) for code in order]


def by_code(files: Sequence[_View], words: Words) -> str:
    """The codes with a bar each and what they mean."""
    found = codes_in(files)
    most = max((times for _, _, times in found), default=1)
    rows = "".join(
        f'<tr data-c="{code}"><th scope="row"><a href="#{code}">{code}</a></th>'
        f'<td class="bar"><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="{severity}" x="0" y="0" width="{round(100 * times / most, 1):g}" height="12"></rect></svg></td>'
        f'<td class="times">{times}</td><td>{words.span(f"code-{code}")}'
        f"{words.span(severity, css='sev ' + severity)}</td></tr>"
        for code, severity, times in found
    )
    if not rows:
        return words.span("none", tag="p", css="dim")
    heads = words.span("code", tag="th") + "<td></td>" + words.span("count", tag="th") + words.span("meaning", tag="th")
    caption = words.span("by_code", tag="caption")
    return f'<table class="codes">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def worst_of(files: Sequence[_View]) -> str:
    """The anchor of the unit with the gravest findings, "" if nothing was found."""

    def weight(unit: _View) -> list[int]:
        found = [issue["severity"] for issue in unit["issues"]]
        return [found.count(severity) for severity in _GRAVE]

    ranked = max(_units(files), key=lambda pair: weight(pair[1]), default=None)
    if ranked is None or not ranked[1]["issues"]:
        return ""
    return f"{ranked[0]['id']}-{ranked[1]['place']}"
