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


def codes_in(files: Sequence[_View]) -> list[tuple[str, dict[str, int]]]:
    """Codes that were found, each with how often by severity, gravest first; the gravest first, then the most frequent.

    One code can have several severities: of a wrong number some are certain and some are to be looked at.
    """
    found: dict[str, Counter[str]] = {}
    for _, unit in _units(files):
        for issue in unit["issues"]:
            found.setdefault(issue["code"], Counter())[issue["severity"]] += 1
    by = {code: {grave: times[grave] for grave in _GRAVE if times[grave]} for code, times in found.items()}
    return sorted(by.items(), key=lambda one: (_GRAVE.index(next(iter(one[1]))), -sum(one[1].values()), one[0]))


def by_code(files: Sequence[_View], words: Words) -> str:
    """The codes with a bar each, in the colours of their severities, and what they mean."""
    found = codes_in(files)
    most = max((sum(times.values()) for _, times in found), default=1)
    rows = "".join(
        f'<tr data-c="{code}"><th scope="row"><a href="#{code}">{code}</a></th>'
        f'<td class="bar"><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'{_stretches(times, most)}</svg></td><td class="times">{sum(times.values())}</td>'
        f"<td>{words.span(f'code-{code}')}{_severities(times, words)}</td></tr>"
        for code, times in found
    )
    if not rows:
        return words.span("none", tag="p", css="dim")
    heads = words.span("code", tag="th") + "<td></td>" + words.span("count", tag="th") + words.span("meaning", tag="th")
    caption = words.span("by_code", tag="caption")
    return f'<table class="codes">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _stretches(times: Mapping[str, int], most: int) -> str:
    """The bar of a code, a stretch for each severity."""
    parts, at = [], 0
    for severity, count in times.items():
        start, width = round(100 * at / most, 1), round(100 * count / most, 1)
        parts.append(f'<rect class="{severity}" x="{start:g}" y="0" width="{width:g}" height="12"></rect>')
        at += count
    return "".join(parts)


def _severities(times: Mapping[str, int], words: Words) -> str:
    """The severities of a code; with how often, where there are several."""
    if len(times) == 1:
        return words.span(next(iter(times)), css=f"sev {next(iter(times))}")
    return "".join(f'<span class="sev {grave}">{words.span(grave)} {count}</span>' for grave, count in times.items())


def worst_of(files: Sequence[_View]) -> str:
    """The anchor of the unit with the gravest findings, "" if nothing was found."""

    def weight(unit: _View) -> list[int]:
        found = [issue["severity"] for issue in unit["issues"]]
        return [found.count(severity) for severity in _GRAVE]

    ranked = max(_units(files), key=lambda pair: weight(pair[1]), default=None)
    if ranked is None or not ranked[1]["issues"]:
        return ""
    return f"{ranked[0]['id']}-{ranked[1]['place']}"
