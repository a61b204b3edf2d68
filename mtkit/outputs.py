"""What a translation becomes: a PO file for editors, the article in its own layout, or lines of JSON."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath

from mtkit import formats
from mtkit.check.wholes import unbroken
from mtkit.errors import BadInputError, OutputError
from mtkit.estimate import valid
from mtkit.formats import po
from mtkit.formats.po_disk import make_folder, replace_file
from mtkit.formats.po_file import PoFile
from mtkit.pipeline import Translation, segments_of
from mtkit.text import Document, Span
from mtkit.unit import Origin, Severity, State, Unit

__all__ = [
    "TOUCHED",
    "Standing",
    "as_article",
    "as_json",
    "counts",
    "header_of",
    "po_text",
    "source_sha256",
    "standing",
    "write",
    "write_po",
]

TOUCHED = (
    "a person has edited or approved units of this file, and it is not written over: "
    "choose another place with -o, or move it away"
)


class Standing(StrEnum):
    """What lies where a PO file is to go."""

    NEW = "new"  # nothing
    OLD = "old"  # machine text of another source, model, glossary or option
    DONE = "done"  # what would be written
    TOUCHED = "touched"  # a person's work


_HUMAN = frozenset({State.EDITED, State.APPROVED, State.STALE})


def header_of(translation: Translation) -> po.Header:
    """What the PO file of ``translation`` says of itself. Its time is the day of the article, not of the run."""
    document, signature = translation.document, translation.signature
    return po.Header(
        project=document.meta.get("title") or document.id,
        source=document.lang,
        target=translation.target,
        document=document.id,
        sha256=source_sha256(document),
        signature=str(signature),
        glossary=signature.glossary,
        created=f"{translation.day.isoformat()}T00:00:00+00:00",
        segmenter=signature.segmenter,
    )


def po_text(translation: Translation) -> str:
    """The PO file as text."""
    return po.dumps(translation.units, header_of(translation))


def standing(path: Path, document: Document, signature: str) -> Standing:
    """What lies at ``path``, where a PO file made of ``document`` with ``signature`` is to go.

    Raises PoSyntaxError if the file there cannot be read: better to ask than to write over it; BadInputError if it is
    of another document; OutputError for a name that no file can have.
    """
    try:
        if not path.exists():
            return Standing.NEW
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; choose another place") from None
    file = po.read(path)
    if any(_touched(unit) for unit in file.units):
        return Standing.TOUCHED
    same = (file.header.get("X-Mtkit-Signature"), file.header.get("X-Mtkit-Source-Hash"))
    if same == (signature, source_sha256(document)) and file.header.get("X-Mtkit-Document") == document.id:
        return Standing.DONE
    if _is_of_another(file, document):
        name, pair = file.header.get("X-Mtkit-Document") or "another document", file.pair
        raise BadInputError(
            f"holds the translation of another document ({name}, {pair.source} to {pair.target}), and is not written "
            "over: choose another place with -o, or move it away",
            where=str(path),
        )
    return Standing.OLD


_ALIKE = 0.25  # of the texts of a file under another name, or from another language, so many are in the same document


def _is_of_another(file: PoFile, document: Document) -> bool:
    """Whether ``file`` was clearly made of another document, and not of ``document`` as it was before.

    The place of an article says little: it is relative to the folder of the call. An article of the same name and
    language is the same one, however much of it is new. Otherwise what counts is, if its bytes have changed, how many
    of its sentences are still there.
    """
    said, sha256 = file.header.get("X-Mtkit-Document", ""), file.header.get("X-Mtkit-Source-Hash", "")
    before = {" ".join(unit.segment.text.split()) for unit in file.units}
    if not said or not before or sha256 == source_sha256(document):
        return False
    if PurePosixPath(said).name == PurePosixPath(document.id).name and file.pair.source == document.lang:
        return False
    kept = before & {" ".join(segment.text.split()) for segment in segments_of(document)}
    return len(kept) < _ALIKE * len(before)


def _touched(unit: Unit) -> bool:
    """Whether a person has had a hand in ``unit`` since it was written."""
    if unit.origin is Origin.MEMORY and any(match.use == "approved" for match in unit.matches):
        return unit.state is not State.APPROVED  # as it was put in
    return unit.state in _HUMAN


def write_po(translation: Translation, path: Path | str) -> None:
    """Write the PO file and its sidecar, each whole or not at all.

    A file in which a person has edited or approved a unit, or that is of another document, is never written over:
    BadInputError says so. Raises OutputError if the file cannot be written.
    """
    path = Path(path)
    if standing(path, translation.document, str(translation.signature)) is Standing.TOUCHED:
        raise BadInputError(TOUCHED, where=str(path))
    make_folder(path.parent)
    po.write(translation.units, path, header_of(translation))


def write(translation: Translation, path: Path, kind: str) -> None:
    """Write ``translation`` to ``path`` as ``po``, ``text`` or ``jsonl``; whole or not at all."""
    if kind == "po":
        write_po(translation, path)
        return
    make_folder(path.parent)
    if kind == "text":
        data = as_article(translation)
    else:
        data = "".join(json.dumps(as_json(unit), ensure_ascii=False) + "\n" for unit in translation.units).encode()
    replace_file(path, data)


def as_article(translation: Translation) -> bytes:
    """The translated article in the layout of its source."""
    targets = {unit.segment.id: unit.target for unit in translation.units if unit.target}
    segments = [unit.segment for unit in translation.units]
    keep = unbroken(translation.units)
    return formats.write(translation.document, targets, segments, lang=translation.target, keep=keep)


def as_json(unit: Unit) -> dict[str, object]:
    """One unit as plain values, for JSON Lines; spans count code points.

    ``estimate`` is of machine text that nobody has touched, null for any other; its ``how`` says what it goes by.
    """
    guess = valid(unit)
    return {
        "id": unit.segment.id,
        "kind": unit.segment.kind.value,
        "start": unit.segment.span.start,
        "end": unit.segment.span.end,
        "source": unit.segment.text,
        "target": unit.target,
        "source_lang": unit.pair.source,
        "target_lang": unit.pair.target,
        "state": unit.state.value,
        "origin": unit.origin.value,
        "estimate": {"value": guess.value, "how": guess.how} if guess else None,
        "terms": [
            {"concept": use.concept, "source": use.source, "target": use.target, "authority": use.authority}
            for use in unit.terms
        ],
        "issues": [
            {
                "code": issue.code,
                "severity": issue.severity.value,
                "message": issue.message,
                "source_span": _ends(issue.source),
                "target_span": _ends(issue.target),
            }
            for issue in unit.issues
        ],
        "trail": [
            {"pair": str(hop.pair), "model": hop.model, "tier": hop.tier, "score": hop.score, "text": hop.text}
            for hop in unit.trail
        ],
        "memory": [
            {
                "use": match.use,
                "score": match.score,
                "source": match.source,
                "target": match.target,
                "author": match.author,
                "date": match.date,
                "document": match.document,
                "changed": list(match.changed),
            }
            for match in unit.matches
        ],
    }


def counts(translation: Translation) -> Mapping[Severity, int]:
    """How many issues of each severity the units carry."""
    found = Counter(issue.severity for unit in translation.units for issue in unit.issues)
    return {severity: found.get(severity, 0) for severity in Severity}


def source_sha256(document: Document) -> str:
    """The SHA-256 of the bytes that ``document`` was read from."""
    return hashlib.sha256(formats.source_of(document)).hexdigest()


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
