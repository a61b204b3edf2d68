"""Units as HTML: a source beside its translations, with findings, names and how each came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtkit.proof.marks import Mark, Name, diff, marked, plain, shown
from mtkit.proof.words import Words

__all__ = ["row", "sections", "tag_of"]

_View = Mapping[str, Any]
_RANK = {"info": 1, "warning": 2, "error": 3}


def tag_of(code: str) -> str:
    """The ``lang`` attribute of texts in ``code``: it picks fonts and the breaking of lines."""
    return "zh-Hans" if code == "zh" else code


def sections(files: Sequence[_View]) -> list[list[_View]]:
    """Files that translate the same segments stand side by side, whoever made them; others stand alone."""
    found: dict[tuple[object, ...], list[_View]] = {}
    for file in files:
        segments = tuple((unit["source"], unit["kind"]) for unit in file["units"])
        found.setdefault((file["source"], segments), []).append(file)
    return list(found.values())


def row(files: Sequence[_View], at: int, words: Words) -> str:
    """The units of all ``files`` at place ``at`` (from 0), beside their source."""
    units = [file["units"][at] for file in files]
    cells = "".join(_cell(file, unit, words) for file, unit in zip(files, units, strict=True))
    unit = units[0]
    kind = unit["kind"]
    label = "" if kind == "body" else words.span(kind, css="kind")
    number = f'<a class="n" href="#{files[0]["id"]}-{unit["place"]}">{unit["place"]}</a>'
    source = f'<p class="t" lang="{tag_of(files[0]["source"])}">{_source(files, units)}</p>'
    return (
        f'<div class="row k-{kind}"><div class="src"><p class="m">{number}{label}</p>{source}</div>'
        f'<div class="us">{cells}</div></div>\n'
    )


def _source(files: Sequence[_View], units: Sequence[_View]) -> str:
    """The source with what is to be said of it in all languages."""
    said: dict[tuple[int, int], list[str]] = {}
    marks: list[Mark] = []
    for file, unit in zip(files, units, strict=True):
        for term in unit["terms"]:
            for start, end in term["source"]:
                said.setdefault((start, end), []).append(f"{file['target']}: {_saying(term)}")
        for n, issue in enumerate(unit["issues"]):
            if issue["source"]:
                marks.append(_mark(issue["source"], issue, f"{file['id']}.{n}"))
    names = [Name(start, end, "\n".join(dict.fromkeys(lines))) for (start, end), lines in said.items()]
    return marked(units[0]["source"], names, marks)


def _mark(ends: Sequence[int], issue: _View, ref: str) -> Mark:
    return Mark(ends[0], ends[1], issue["severity"], ref)


def _saying(term: _View) -> str:
    form = term["form"] or "–"
    return f"{form} · {term['authority']}" if term["authority"] else form


def _cell(file: _View, unit: _View, words: Words) -> str:
    """One translation: what stands in its element, and the element with what filters go by."""
    worst = max((issue["severity"] for issue in unit["issues"]), key=_RANK.__getitem__, default="")
    codes = " ".join(dict.fromkeys(issue["code"] for issue in unit["issues"]))
    return (
        f'<div class="u" id="{file["id"]}-{unit["place"]}" data-f="{file["id"]}" data-st="{unit["state"]}"'
        f' data-sev="{worst}" data-codes="{codes}"{_quality(unit)} role="group">{_inside(file, unit, words)}</div>'
    )


def _quality(unit: _View) -> str:
    """What the order goes by among units with the same findings; nothing for a text that a person has touched."""
    return f' data-q="{unit["estimate"]["value"]:.4f}"' if unit["estimate"] else ""


def _inside(file: _View, unit: _View, words: Words) -> str:
    state = unit["state"]
    lang = tag_of(file["target"])
    parts = [
        f'<p class="m">{words.span(state, css="st")}{words.span("lang-" + file["target"], css="lg")}</p>',
        f'<p class="t" lang="{lang}">{_target(unit)}</p>'
        if unit["target"]
        else words.span("no_text", tag="p", css="t no"),
    ]
    if unit["diff"]["previous"]:
        was = diff(unit["diff"]["previous"])
        was = f'<p class="t" lang="{tag_of(file["source"])}">{was}</p>'
        parts.append(f'<div class="was">{words.span("was_source", tag="p")}{was}</div>')
    if unit["issues"]:
        lines = "".join(_finding(n, issue, words) for n, issue in enumerate(unit["issues"]))
        parts.append(f'<ul class="fs">{lines}</ul>')
    if unit["silenced"]:
        parts.append(f'<p class="sil">{words.span("silenced")}: {", ".join(unit["silenced"])}</p>')
    parts.append(_details(file, unit, words))
    return "".join(parts)


def _target(unit: _View) -> str:
    marks = [_mark(issue["target"], issue, str(n)) for n, issue in enumerate(unit["issues"]) if issue["target"]]
    names = []
    for term in unit["terms"]:
        first = term["source"][:1]
        in_source = unit["source"][first[0][0] : first[0][1]] if first else term["concept"]
        names += [Name(start, end, f"{in_source} → {_saying(term)}") for start, end in term["target"]]
    return marked(unit["target"], names, marks)


def _finding(n: int, issue: _View, words: Words) -> str:
    code, severity = issue["code"], issue["severity"]
    title = f"{code} {words.text('code-' + code)}" if words.ui == "zh" else code
    return (
        f'<li class="{severity}" data-i="{n}">{words.span(severity, tag="b")}'
        f' <a href="#{code}" data-c="{code}">{title}</a>'
        f' <span class="msg" lang="en">{shown(issue["message"])}</span></li>'
    )


def _details(file: _View, unit: _View, words: Words) -> str:
    lang = tag_of(file["target"])
    rows: list[tuple[str, str]] = []
    if unit["diff"]["raw"]:
        rows.append(("machine_text", f'<dd class="t" lang="{lang}">{diff(unit["diff"]["raw"])}</dd>'))
    elif unit["raw"] and unit["state"] != "raw":
        rows.append(
            (
                "machine_same" if unit["target"] else "machine_gone",
                f'<dd class="t" lang="{lang}">{shown(unit["raw"])}</dd>',
            )
        )
    if unit["pivot"]:
        pivot = unit["pivot"]
        text = f'<span class="t" lang="{tag_of(pivot["lang"])}">{shown(pivot["text"])}</span>'
        rows.append(("pivot", f"<dd>{words.span('lang-' + pivot['lang'], css='dim')} {text}</dd>"))
    if unit["terms"]:
        items = "".join(_term(file, unit, term, words) for term in unit["terms"])
        rows.append(("terms", f"<dd><ul>{items}</ul></dd>"))
    if unit["score"] is not None:
        rows.append(("score", f"<dd>{unit['score']:.2f} {words.span('uncalibrated', css='dim')}</dd>"))
    if unit["estimate"]:
        guess, about = unit["estimate"], words.span("estimate_about", css="dim")
        how = f'<br><span class="dim" lang="en">{shown(guess["how"])}</span>'
        rows.append(("estimate", f"<dd>{guess['value']:.2f} {about}{how}</dd>"))
    if unit["target"]:
        made = words.span(unit["origin"]) + (f" · {shown(unit['model'])}" if unit["model"] else "")
        rows.append(("origin", f"<dd>{made}</dd>"))
    if unit["comments"]:
        rows.append(("comments", "".join(f"<dd>{shown(line)}</dd>" for line in unit["comments"])))
    if not rows:
        return ""
    inside = "".join(words.span(key, tag="dt") + html for key, html in rows)
    return f"<details>{words.span('details', tag='summary')}<dl>{inside}</dl></details>"


def _term(file: _View, unit: _View, term: _View, words: Words) -> str:
    first = term["source"][:1]
    in_source = unit["source"][first[0][0] : first[0][1]] if first else term["concept"]
    form = (
        f'<b class="t" lang="{tag_of(file["target"])}">{shown(term["form"])}</b>'
        if term["form"]
        else words.span("no_form")
    )
    authority = shown(term["authority"])
    if term.get("url"):
        authority = f'<a href="{plain(term["url"])}" rel="noreferrer noopener" target="_blank">{authority}</a>'
    said = f' <span class="dim">{authority}</span>' if authority else ""
    return f'<li><span class="t" lang="{tag_of(file["source"])}">{shown(in_source)}</span> → {form}{said}</li>'
