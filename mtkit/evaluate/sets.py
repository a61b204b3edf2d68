"""Test sets from files: JSON Lines with a text under each language code, pairs of aligned text files, PO files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.errors import BadInputError, UsageError
from mtkit.evaluate.interface import EvalSet, Row
from mtkit.formats.decode import read_lines
from mtkit.lang import LANGUAGES, Pair

__all__ = ["eval_set", "is_po", "lines_of", "read_aligned", "read_jsonl", "read_set"]

_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r]")


def eval_set(name: str, rows: Iterable[Row]) -> EvalSet:
    """The set of ``rows`` with its digest."""
    found = tuple(rows)
    canonical = [[row.id, row.document, sorted(row.texts.items())] for row in found]
    text = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
    return EvalSet(name, hashlib.sha256(text.encode("utf-8")).hexdigest()[:12], found)


def is_po(path: Path | str) -> bool:
    """Whether a path names a PO file or a folder of them."""
    return Path(path).suffix in {".po", ".pot"} or Path(path).is_dir()


def lines_of(path: Path, code: str) -> list[str]:
    """The lines of a text file, ended by line feeds or carriage returns alone. Raises BadInputError."""
    return read_lines(path, code, ends=_LINE_END)


def read_set(paths: Sequence[Path], pair: Pair | None = None, *, limit: int | None = None) -> EvalSet:
    """The test set in one file of JSON Lines, or in two text files of which line n of the second translates line n.

    Two text files need ``pair``. ``limit`` keeps the first so many rows. Raises UsageError for other numbers of
    files, BadInputError, with file, line and mend, for what cannot be read.
    """
    if len(paths) == 1:
        found = read_jsonl(paths[0])
    elif len(paths) == 2 and pair is not None:
        found = read_aligned(paths[0], paths[1], pair)
    else:
        raise UsageError(
            "a test set is one file of JSON Lines, or two aligned text files (SOURCE REFERENCE) with one --from and "
            "one --to, or PO files"
        )
    return found if limit is None else eval_set(found.name, found.rows[:limit])


def read_jsonl(path: Path) -> EvalSet:
    """One JSON object a line: a text under each language code; ``row`` (a name) and ``document`` are optional strings.

    (``id`` is Indonesian.) Other keys, such as ``theme``, are passed over. A row without ``document`` is a document of
    its own. Raises BadInputError.
    """
    rows: list[Row] = []
    for number, line in enumerate(read_lines(path, "en", ends=_LINE_END), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            raw = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInputError(f"not JSON ({error.msg}): write one object a line", where=where) from None
        if not isinstance(raw, dict):
            raise BadInputError('not an object: write {"en": ..., "zh": ...}', where=where)
        texts = {code: raw[code] for code in LANGUAGES if code in raw}
        if not texts:
            raise BadInputError(f"no text under a language code: known are {', '.join(LANGUAGES)}", where=where)
        rows.append(_row(texts, raw, str(number), where))
    if not rows:
        raise BadInputError("no rows: write one JSON object a line", where=str(path))
    return eval_set(path.stem, rows)


def _row(texts: dict[str, object], raw: dict[str, object], number: str, where: str) -> Row:
    name = raw.get("row", number)
    document = raw.get("document", "")
    for key, value in [*texts.items(), ("row", name), ("document", document)]:
        if not isinstance(value, str):
            raise BadInputError(f"{key} is no text: put it in quotes", where=where)
    return Row(str(name), f"document {document}" if document else f"row {number}", _clean(texts))


def _clean(texts: dict[str, object]) -> dict[str, str]:
    return {code: _BREAKS.sub(" ", str(text)).strip() for code, text in texts.items() if str(text).strip()}


def read_aligned(source: Path, reference: Path, pair: Pair) -> EvalSet:
    """Two plain-text files, line by line; each line is a document of its own. Raises BadInputError."""
    sources, references = (
        read_lines(source, pair.source, ends=_LINE_END),
        read_lines(reference, pair.target, ends=_LINE_END),
    )
    if len(sources) != len(references):
        message = f"has {len(references)} lines, {source} has {len(sources)}: line n must translate line n"
        raise BadInputError(message, where=str(reference))
    rows = [
        Row(str(n), f"row {n}", _clean({pair.source: one, pair.target: two}))
        for n, (one, two) in enumerate(zip(sources, references, strict=True), 1)
        if one.strip()
    ]
    if not rows:
        raise BadInputError("no lines with text", where=str(source))
    return eval_set(source.name, rows)
