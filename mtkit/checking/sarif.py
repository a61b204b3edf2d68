"""Findings as SARIF 2.1.0, which editors and code-scanning services read.

The format is that of the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from mtkit import __version__
from mtkit.check.codes import CODES
from mtkit.check.explain import explain, lines, markdown
from mtkit.checking.finding import Finding
from mtkit.unit import Severity

__all__ = ["sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PAGE = "mtkit:docs/checks.md"  # helpUri must be absolute; the page ships with the project
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Iterable[Finding], *, exit_code: int) -> dict[str, object]:
    """One run with all ``findings``, in their order, and a rule for each code.

    Files are named by URIs relative to the working directory, with ``/`` between folders on every system.
    """
    index = {code: n for n, code in enumerate(CODES)}
    seen: Counter[tuple[str, str, str]] = Counter()
    results = []
    for finding in findings:
        key = finding.file, finding.source, finding.issue.code
        results.append(_result(finding, index[finding.issue.code], seen[key]))
        seen[key] += 1
    driver = {
        "name": "mtkit",
        "version": __version__,
        "shortDescription": {"text": "Checks of translations"},
        "rules": [_rule(code) for code in CODES],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "exitCode": exit_code}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, object]:
    one = explain(code)
    usual = one.severity.split()[0].strip(";,")
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in _words(one.title)),
        "shortDescription": {"text": one.title[:1].upper() + one.title[1:] + "."},
        "fullDescription": {"text": f"{one.finds} {one.why}"},
        "help": {"text": "\n".join(lines(code)), "markdown": markdown(code)},
        "helpUri": f"{_PAGE}#{code.lower()}",
        "defaultConfiguration": {"level": _LEVELS[Severity(usual)]},
    }


def _words(title: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in title.replace("'", "")).split()


def _result(finding: Finding, index: int, number: int) -> dict[str, object]:
    issue = finding.issue
    uri = _uri(finding.file)
    location: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if finding.line:
        location["region"] = {"startLine": finding.line}
    digest = hashlib.sha256("\x04".join((uri, finding.source, issue.code, str(number))).encode())
    spans = {
        name: [span.start, span.end]
        for name, span in (("sourceSpan", issue.source), ("targetSpan", issue.target))
        if span is not None
    }
    return {
        "ruleId": issue.code,
        "ruleIndex": index,
        "level": _LEVELS[issue.severity],
        "message": {"text": issue.message},
        "locations": [{"physicalLocation": location, "logicalLocations": [{"name": finding.unit}]}],
        "partialFingerprints": {"unitAndCode/v1": digest.hexdigest()[:32]},
        "properties": {"source": finding.source, "target": finding.target, **spans},
    }


def _uri(name: str) -> str:
    """The relative URI of a file, from the working directory."""
    path = PurePath(name)
    if path.is_absolute():
        path = PurePath(os.path.relpath(path))
    return quote(path.as_posix())
