"""What a merge has to say: lines for the person at the terminal, plain values for JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from mtkit.review.merge import Merged, Provenance
from mtkit.review.merge_match import shown
from mtkit.text import Segment
from mtkit.unit import State

__all__ = ["as_json", "finding_lines", "provenance_line", "refusal_lines", "stand_in_lines"]

_FEW = 5


def provenance_line(merged: Merged) -> str:
    """How the sentences came about, in one line."""
    said = merged.provenance
    counts = [
        (said.as_is, "approved as the machine gave them"),
        (said.post_edited, "post-edited"),
        (said.human, "by people alone"),
        (said.memory, "from the memory"),
        *((number, f"{state} (not reviewed)") for state, number in said.unreviewed),
    ]
    parts = [f"{number} {what}" for number, what in counts if number]
    line = f"{len(merged.units)} sentences" + (f": {', '.join(parts)}" if parts else "")
    if said.models:
        line += f"; models {', '.join(said.models)}"
    line += f"; glossary {said.glossary or 'none'}"
    return line + (f"; last edited by {said.editor}" + (f", {said.revised}" if said.revised else "")) * bool(
        said.editor
    )


def refusal_lines(merged: Merged, where: str) -> Iterator[str]:
    """Why an article is not written: how many units of each state are not reviewed, the first few, and the mend."""
    counts = ", ".join(f"{number} {state}" for state, number in merged.provenance.unreviewed)
    yield f"{where}: {len(merged.unreviewed)} of {len(merged.units)} sentences are not reviewed: {counts}"
    for item in merged.unreviewed[:_FEW]:
        yield f"{where}:{item.line}: {item.unit.state}: {shown(item.unit.segment.text)}"
    if len(merged.unreviewed) > _FEW:
        yield f"{where}: and {len(merged.unreviewed) - _FEW} more"
    yield f"{where}: review them (mtkit review {where}), or write it all the same with --allow-unreviewed"


def stand_in_lines(merged: Merged, where: str) -> Iterator[str]:
    """Each unit that nobody reviewed, and what stands in its place."""
    for item in merged.unreviewed:
        text = item.unit.target if item.unit.state is not State.UNTRANSLATED else item.unit.segment.text
        yield f"{where}:{item.line}: {item.unit.state}: {item.instead} stands there: {shown(text)}"


def finding_lines(merged: Merged, where: str, *, least: int) -> Iterator[str]:
    """What the checks say of approved units, of severity rank ``least`` or graver."""
    for item in merged.flagged:
        for issue in item.issues:
            if issue.severity.rank >= least:
                text = shown(item.unit.target)
                yield f"{where}:{item.line}: approved with {issue.severity} {issue.code}: {issue.message}: {text}"


def as_json(merged: Merged, *, po: str, file: str | None) -> dict[str, object]:
    """All of it as plain values; ``file`` is where the article was written, None if it was not."""
    return {
        "file": file,
        "po": po,
        "source": merged.document.id,
        "from": merged.document.lang,
        "to": merged.target,
        "sentences": len(merged.units),
        "reviewed": merged.reviewed,
        "sha256": hashlib.sha256(merged.data).hexdigest(),
        "unreviewed": [
            {**_place(item.unit.segment, item.line), "state": item.unit.state.value, "target": item.unit.target,
             "instead": item.instead}
            for item in merged.unreviewed
        ],
        "findings": [
            {**_place(item.unit.segment, item.line), "target": item.unit.target, "code": issue.code,
             "severity": issue.severity.value, "message": issue.message}
            for item in merged.flagged for issue in item.issues
        ],
        "provenance": _provenance(merged.provenance),
        "disclosure": merged.disclosure,
    }  # fmt: skip


def _place(segment: Segment, line: int) -> dict[str, object]:
    return {"id": segment.id, "line": line, "source": segment.text}


def _provenance(said: Provenance) -> dict[str, object]:
    return {
        "approved_as_is": said.as_is,
        "post_edited": said.post_edited,
        "human": said.human,
        "memory": said.memory,
        "unreviewed": {state.value: number for state, number in said.unreviewed},
        "by_machine": said.by_machine,
        "models": list(said.models),
        "glossary": said.glossary,
        "signature": said.signature,
        "editor": said.editor,
        "revised": said.revised,
    }
