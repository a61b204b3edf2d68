"""The data of the proof and review pages: plain values, ready for JSON.

Every span counts code points of the text that it is in. A file is named by ``f0``, ``f1`` ...; a unit of it by the
key of its PO entry, which units with one text may share, and by its place in the article, from 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

import mtkit
from mtkit.check import CODES, describe
from mtkit.checking import check_file
from mtkit.errors import BadInputError, UsageError
from mtkit.estimate import valid
from mtkit.formats.po import Entry, PoFile
from mtkit.formats.po_facts import parse_facts
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, lang
from mtkit.proof.diff import changes
from mtkit.proof.terms import terms_of
from mtkit.review.entries import entries_of, entry_key, entry_version, silenced_in
from mtkit.text import Span
from mtkit.unit import Issue, State, Unit

__all__ = ["day_and_publisher", "file_view", "page_of", "unit_view"]

_FIELDS = ("Project-Id-Version", "PO-Revision-Date", "Last-Translator", "X-Mtkit-Model", "X-Mtkit-Glossary")


def page_of(
    files: Sequence[tuple[str, PoFile]],
    *,
    mode: str = "proof",
    glossary: Glossary | None = None,
    day: date | None = None,
    publisher: str = "",
    title: str = "",
    revision: int = 0,
) -> dict[str, Any]:
    """The data of a page for named PO files, checked as they now stand.

    ``day`` and ``publisher`` are, where not given, those that each file was made for. ``title`` is by default that of
    the article. Raises BadInputError for a file that does not name its languages, UsageError where there is none.
    """
    if not files:
        raise UsageError("no PO file: name one, or a folder that has some")
    views = [
        file_view(f"f{n}", name, file, glossary=glossary, day=day, publisher=publisher, revision=revision)
        for n, (name, file) in enumerate(files)
    ]
    titles = dict.fromkeys(view["header"].get("Project-Id-Version") or view["document"] for view in views)
    return {
        "mode": mode,
        "title": title or " · ".join(list(titles)[:3]) + (" …" if len(titles) > 3 else ""),
        "version": mtkit.__version__,
        "files": views,
    }


def file_view(
    id: str,  # noqa: A002 (the page's word for it)
    name: str,
    file: PoFile,
    *,
    glossary: Glossary | None = None,
    day: date | None = None,
    publisher: str = "",
    revision: int = 0,
    issues: Sequence[Sequence[Issue]] | None = None,
) -> dict[str, Any]:
    """One file of the page; ``issues`` of its units, where they have been checked already.

    Raises BadInputError where the header does not name both languages.
    """
    pair = file.pair
    if pair.source not in LANGUAGES or pair.target not in LANGUAGES:
        message = "the header does not name both languages: write X-Source-Language and Language there"
        raise BadInputError(message, where=name)
    if issues is None:
        issues = check_file(file, glossary, day=day, publisher=publisher)
    on, house = day_and_publisher(file, day=day, publisher=publisher)
    units = [
        unit_view(unit, entry, found, place=place, glossary=glossary, day=on, publisher=house)
        for place, (unit, entry, found) in enumerate(zip(file.units, entries_of(file), issues, strict=True), start=1)
    ]
    return {
        "id": id,
        "name": name,
        "document": file.header.get("X-Mtkit-Document", "") or name,
        "source": pair.source,
        "target": pair.target,
        "source_name": lang(pair.source).name,
        "target_name": lang(pair.target).name,
        "signature": file.header.get("X-Mtkit-Signature", ""),
        "header": {field: file.header[field] for field in _FIELDS if file.header.get(field)},
        "changed": revision,
        "units": units,
    }


def day_and_publisher(file: PoFile, *, day: date | None = None, publisher: str = "") -> tuple[date, str]:
    """The day whose names count, and the house: those given, else the file's own, else today and none."""
    signature = file.header.get("X-Mtkit-Signature", "")
    made = re.search(r"as-of:(\d{4}-\d\d-\d\d)", signature)
    house = re.search(r"\|publisher:([^|]+)", signature)
    on = day or (date.fromisoformat(made[1]) if made else datetime.now(tz=UTC).date())
    return on, publisher or (house[1] if house else "")


def unit_view(
    unit: Unit,
    entry: Entry | None,
    issues: Sequence[Issue],
    *,
    place: int,
    glossary: Glossary | None = None,
    day: date,
    publisher: str = "",
) -> dict[str, Any]:
    """One unit of the page, as ``entry`` and ``issues`` have it now."""
    source, target = unit.segment.text, unit.target
    hop = unit.trail[-1] if unit.trail else None
    pivot = unit.trail[0] if len(unit.trail) > 1 else None
    score = hop.score if hop and hop.score is not None and isfinite(hop.score) else None
    guess = valid(unit)
    comments = (*entry.comments, *parse_facts(entry.extracted).lines) if entry else ()
    return {
        "key": entry_key(entry) if entry else "",
        "id": unit.segment.id,
        "place": place,
        "kind": unit.segment.kind.value,
        "source": source,
        "target": target,
        "state": unit.state.value,
        "origin": unit.origin.value,
        "raw": unit.raw,
        "previous": unit.previous,
        "score": score,
        "estimate": {"value": guess.value, "how": guess.how} if guess else None,
        "model": hop.model if hop else "",
        "pivot": {"lang": _known(pivot.pair.target), "text": pivot.text} if pivot else None,
        "version": entry_version(entry) if entry else "",
        "comments": [line for line in comments if not line.strip().startswith("mtkit-ignore:")],
        "silenced": list(silenced_in(entry)) if entry else [],
        "terms": terms_of(unit, glossary, day=day, publisher=publisher),
        "issues": [_issue(issue, source, target) for issue in issues if issue.code in CODES],
        "diff": {
            "raw": changes(unit.raw, target, unit.pair.target) if target and unit.raw else None,
            "previous": changes(unit.previous, source, unit.pair.source) if unit.state is State.STALE else None,
        },
    }


def _known(code: str) -> str:
    """``code``, if it is that of a language here: what a file says of itself may be anything."""
    return code if code in LANGUAGES else "und"


def _issue(issue: Issue, source: str, target: str) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "title": describe(issue.code),
        "source": _ends(issue.source, source),
        "target": _ends(issue.target, target),
    }


def _ends(span: Span | None, text: str) -> list[int] | None:
    """The ends of ``span``, if there is something there to be marked."""
    return [span.start, span.end] if span and 0 <= span.start < span.end <= len(text) else None
