"""What stands in the page: the head with its totals, the filters, the documents, and what the codes mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtkit.check import CODES
from mtkit.check.explain import explain
from mtkit.proof.cells import row, sections, tag_of
from mtkit.proof.marks import plain, shown
from mtkit.proof.summary import STATES, by_code, codes_in, states_table, totals, worst_of
from mtkit.proof.words import Words

__all__ = ["body"]

_View = Mapping[str, Any]
_RANK = {"error": 1_000_000, "warning": 1_000, "info": 1}


def body(data: _View, said: Words, sort: str) -> str:
    """All that is between ``<body>`` and the data; ``sort`` is "article" or "worst"."""
    files = data["files"]
    groups = sections(files)
    worst = worst_of(files)
    link = f'<a class="button" id="worst" href="#{worst}" data-s="worst">{said.text("worst")}</a>' if worst else ""
    parts = [
        f'<a class="skip" href="#main" data-s="skip">{said.text("skip")}</a>',
        f'<header><div class="top"><h1>{shown(data["title"])}</h1><div class="tools" id="tools"></div></div>',
        '<section class="summary" aria-labelledby="sum-h"><h2 id="sum-h" class="vh" data-s="summary">',
        f'{said.text("summary")}</h2><div class="figures"><dl class="totals">{totals(files, said)}</dl>{link}</div>',
        '<div class="charts">',
        *_boxed("states", "by_language", states_table(files, said), said),
        *_boxed("codes", "by_code", by_code(files, said), said),
        "</div>",
        "</section></header>\n",
        _filters(files, said, sort),
        '<main id="main" tabindex="-1">\n',
        *(_section(n, group, said, sort, alone=len(groups) == 1) for n, group in enumerate(groups)),
        f'<p id="nothing" class="dim" data-s="nothing" hidden>{said.text("nothing")}</p></main>\n',
        _about(CODES if data["mode"] == "review" else [code for code, _ in codes_in(files)], said),
        f'<footer class="dim">{said.span("made_by", data["version"], tag="p")}</footer>\n',
    ]
    return "".join(parts)


def _boxed(id: str, label: str, table: str, said: Words) -> tuple[str, str]:  # noqa: A002 (HTML's own word)
    """A table that may be scrolled, with the keyboard as well."""
    return (
        f'<div class="scroll" id="{id}" tabindex="0" role="region" aria-label="{plain(said.text(label))}">',
        f"{table}</div>",
    )


def _section(n: int, files: Sequence[_View], said: Words, sort: str, *, alone: bool) -> str:
    """One document with its translations side by side."""
    order = list(range(len(files[0]["units"])))
    if sort == "worst":
        order.sort(key=lambda at: _badness([file["units"][at] for file in files]))
    rows = "".join(row(files, at, said) for at in order)
    names = " · ".join(shown(file["name"]) for file in files)
    tongues = ", ".join(said.span(f"lang-{file['target']}") for file in files)
    ways = f"{said.span('lang-' + files[0]['source'])} → {tongues}"
    hide = ' class="vh"' if alone else ""
    return (
        f'<section class="doc" id="d{n}" data-n="{len(files) if len(files) < 5 else 3}" aria-labelledby="d{n}-h">'
        f'<h2 id="d{n}-h"{hide}>{shown(files[0]["document"])}</h2><p class="about dim">{ways} · {names}</p>\n'
        f"{rows}</section>\n"
    )


def _weight(unit: _View) -> int:
    return sum(_RANK[issue["severity"]] for issue in unit["issues"])


def _badness(units: Sequence[_View]) -> tuple[int, float]:
    """The order of work on a row: its findings first, then the lowest estimate of its machine texts."""
    return -sum(map(_weight, units)), min((u["estimate"]["value"] for u in units if u["estimate"]), default=1.0)


def _filters(files: Sequence[_View], said: Words, sort: str) -> str:
    """The bar of filters; the script brings it to life, and without it it is not shown."""
    states = [("", "all_states"), ("waiting", "waiting"), *((state, state) for state in STATES)]
    grades = ["all_findings", "only_errors", "only_warnings", "only_any", "only_clean"]
    levels = list(zip(("", "error", "warning", "info", "clean"), grades, strict=True))
    tongues = [("", "all_languages"), *((file["id"], f"lang-{file['target']}") for file in files)]
    codes = "".join(
        f'<option value="{code}">{code} ({sum(times.values())})</option>' for code, times in codes_in(files)
    )
    every = f'<option value="" data-s="all_codes">{said.text("all_codes")}</option>'
    orders = [("article", "in_order"), ("worst", "worst_first")]
    box = '<input type="search" id="f-text" autocomplete="off" spellcheck="false">'
    return (
        f'<div role="search" id="bar" hidden><form id="filters" aria-label="{plain(said.text("filters"))}">'
        f'<label class="grow">{said.span("search")}{box}</label>'
        f"{_select('f-state', 'state', states, said)}{_select('f-sev', 'severity', levels, said)}"
        f'<label>{said.span("code")}<select id="f-code">{every}{codes}</select></label>'
        f"{_select('f-lang', 'language', tongues, said) if len(files) > 1 else ''}"
        f"{_select('f-order', 'order', orders, said, sort)}"
        f'<button type="reset" data-s="reset">{said.text("reset")}</button></form>'
        f'<p id="count" class="dim" role="status"></p></div>\n'
    )


def _select(
    id: str,  # noqa: A002 (HTML's own word)
    label: str,
    options: Sequence[tuple[str, str]],
    said: Words,
    chosen: str = "",
) -> str:
    inside = ""
    for value, key in options:
        on = " selected" if value and value == chosen else ""
        inside += f'<option value="{value}" data-s="{key}"{on}>{said.text(key)}</option>'
    return f'<label>{said.span(label)}<select id="{id}">{inside}</select></label>'


def _about(codes: Iterable[str], said: Words) -> str:
    """What the codes mean that were found; on a review page any may yet be found."""
    terms = "".join(_explained(code, said) for code in sorted(codes))
    if not terms:
        return ""
    return f'<section class="about-codes" id="about">{said.span("about_codes", tag="h2")}<dl>{terms}</dl></section>\n'


def _explained(code: str, said: Words) -> str:
    """One code: what it finds, why it matters, an example, the mend."""
    one = explain(code)
    line = f"<dt>{code}</dt><dd>{said.span('code-' + code, tag='b')}</dd>"
    line += f'<dd lang="en">{shown(one.finds)} {shown(one.why)}</dd>'
    for example in one.examples[:1]:
        source = " ".join(example.source)
        line += f'<dd><span class="t" lang="{tag_of(example.source_lang)}">{shown(source)}</span></dd>'
        for key, texts in (("wrong", example.bad), ("right", example.good)):
            text = " ".join(texts).strip()
            if text:
                line += f"<dd>{said.span(key, css='dim')} "
                line += f'<span class="t" lang="{tag_of(example.target_lang)}">{shown(text)}</span></dd>'
    return f'<div id="{code}">{line}<dd lang="en">{shown(one.mend)}</dd></div>'
