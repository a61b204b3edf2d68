"""What systems are scored on: test sets of several formats, and the desk's own PO files, approvals alone."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.errors import BadInputError, UsageError
from mtkit.evaluate.run import po_files
from mtkit.evaluate.scores import Batch, Passage
from mtkit.evaluate.sets import is_po, lines_of, read_jsonl
from mtkit.formats import po
from mtkit.lang import LANGUAGES, Pair
from mtkit.unit import Origin, State, Unit

__all__ = ["batches_of", "plain", "reviewed"]

_LABEL = re.compile(r"\{/?[0-9]{1,6}/?\}")
_SPACES = re.compile(r"[^\S\u00a0]+")


def batches_of(paths: Sequence[Path], pairs: Sequence[Pair], *, limit: int | None = None) -> tuple[Batch, ...]:
    """The batches in ``paths``, one for each direction; ``limit`` keeps the first so many passages of each.

    PO files name their languages themselves. Else ``pairs`` are asked for: of JSON Lines as many as you like; of TMX,
    TSV (a first row of language codes, or SOURCE and REFERENCE) and two aligned text files one. Raises UsageError for
    other calls, BadInputError, with file, line and mend, for what cannot be read or has nothing to score.
    """
    if all(is_po(path) for path in paths):
        return reviewed(paths, pairs[0] if len(pairs) == 1 else None, limit=limit)
    if any(is_po(path) for path in paths):
        raise UsageError("PO files are scored alone: give no other files with them")
    if not pairs:
        raise UsageError("say what to translate: --from LANG --to LANG")
    suffix = paths[0].suffix.lower()
    if len(paths) > 2 or (len(paths) == 2 and len(pairs) > 1):
        raise UsageError("a test set is one file, or two aligned text files, SOURCE REFERENCE, with one --to")
    if len(paths) == 2:
        return (_aligned(paths[0], paths[1], pairs[0], limit),)
    if suffix == ".tmx":
        return tuple(_tmx(paths[0], pair, limit) for pair in pairs)
    if suffix in {".tsv", ".tab"}:
        return tuple(_tsv(paths[0], pair, limit) for pair in pairs)
    if suffix in {".jsonl", ".json", ".ndjson"}:
        return tuple(_jsonl(paths[0], pair, limit) for pair in pairs)
    raise UsageError(
        f"{paths[0]}: no references: give a second text file with them, or a test set as .jsonl, .tsv or .tmx"
    )


def _batch(name: str, pair: Pair, passages: Iterable[Passage], limit: int | None, *, lines: int, where: str) -> Batch:
    found = tuple(passages)
    if not found:
        raise BadInputError(f"nothing has both a text in {pair.source} and one in {pair.target}", where=where)
    found = found if limit is None else found[:limit]
    text = "\n".join("\t".join((p.id, p.document, p.source, p.reference)) for p in found)
    return Batch(name, hashlib.sha256(f"{pair}\n{text}".encode()).hexdigest()[:12], pair, found, lines)


def _aligned(source: Path, reference: Path, pair: Pair, limit: int | None) -> Batch:
    sources, references = lines_of(source, pair.source), lines_of(reference, pair.target)
    if len(sources) != len(references):
        message = f"has {len(references)} lines, {source} has {len(sources)}: line n must translate line n"
        raise BadInputError(message, where=str(reference))
    rows = (
        Passage(str(n + 1), f"row {n + 1}", _clean(one), _clean(two), line=n)
        for n, (one, two) in enumerate(zip(sources, references, strict=True))
        if one.strip() and two.strip()
    )
    return _batch(source.name, pair, rows, limit, lines=len(sources), where=str(source))


def _jsonl(path: Path, pair: Pair, limit: int | None) -> Batch:
    rows = read_jsonl(path).rows
    passages = (
        Passage(row.id, row.document, row.texts[pair.source], row.texts[pair.target], line=n)
        for n, row in enumerate(rows)
        if pair.source in row.texts and pair.target in row.texts
    )
    return _batch(path.stem, pair, passages, limit, lines=len(rows), where=str(path))


def _tsv(path: Path, pair: Pair, limit: int | None) -> Batch:
    lines = lines_of(path, pair.source)
    if not lines:
        raise BadInputError("is empty: write SOURCE, a tab and REFERENCE on each line", where=str(path))
    head = [cell.strip() for cell in lines[0].split("\t")]
    named = pair.source in head and pair.target in head
    columns = (head.index(pair.source), head.index(pair.target)) if named else (0, 1)
    others = [cell for cell in head if cell in LANGUAGES]
    if not named and len(others) >= 2:
        missing = next(code for code in (pair.source, pair.target) if code not in head)
        raise BadInputError(f"no column {missing}: there are {', '.join(head)}", where=f"{path}:1")
    document = head.index("document") if named and "document" in head else None
    passages: list[Passage] = []
    body = lines[1:] if named else lines
    for n, line in enumerate(body):
        at = n + 1 + named
        if not line.strip():
            continue
        (cells,) = csv.reader(io.StringIO(line), delimiter="\t", quoting=csv.QUOTE_NONE)
        if len(cells) <= max(columns):
            raise BadInputError(f"{len(cells)} columns, where {max(columns) + 1} are needed", where=f"{path}:{at}")
        one, two = _clean(cells[columns[0]]), _clean(cells[columns[1]])
        about = cells[document].strip() if document is not None and len(cells) > document else ""
        if one and two:
            passages.append(Passage(str(at), f"document {about}" if about else f"row {at}", one, two, line=n))
    return _batch(path.stem, pair, passages, limit, lines=len(body), where=str(path))


def _tmx(path: Path, pair: Pair, limit: int | None) -> Batch:
    from mtkit.memory import tmx_read
    from mtkit.memory.interface import Entry, Provenance

    entries = [
        entry
        for entry in tmx_read.read(path, source=pair.source, target=pair.target)
        if isinstance(entry, Entry) and entry.provenance is not Provenance.MACHINE
    ]
    passages = (
        Passage(
            str(n + 1),
            f"document {entry.document}" if entry.document else f"row {n + 1}",
            plain(entry.source),
            plain(entry.target),
            line=n,
        )
        for n, entry in enumerate(entries)
    )
    return _batch(path.stem, pair, passages, limit, lines=len(entries), where=str(path))


def reviewed(paths: Sequence[Path], pair: Pair | None = None, *, limit: int | None = None) -> tuple[Batch, ...]:
    """The approved units of PO files, by direction: the approved text as reference, the machine's own as ``recorded``.

    Units whose machine text is not known, and texts from the memory, are passed over: they say nothing of a system. A
    text that stands in one file several times counts once. Raises BadInputError where no unit is approved.
    """
    files = [(path, po.read(path, pair=pair)) for path in po_files(paths)]
    found: dict[Pair, list[Passage]] = {}
    made: dict[Pair, set[str]] = {}
    approved = 0
    for path, file in files:
        way = file.pair
        if file.units and not {way.source, way.target} <= set(LANGUAGES):
            message = "the header does not name both languages (X-Source-Language, Language): give --from and --to"
            raise BadInputError(message, where=str(path))
        units = [unit for unit in file.units if unit.state is State.APPROVED and unit.target.strip()]
        approved += len(units)
        kept: dict[tuple[str, str], Unit] = {}
        for unit in filter(_says_something, units):
            kept.setdefault((unit.segment.text, unit.target), unit)
        if kept:
            made.setdefault(way, set()).add(file.header.get("X-Mtkit-Signature", ""))
        passages = found.setdefault(way, [])
        for unit in kept.values():
            one, two = plain(unit.segment.text), plain(unit.target)
            recorded = plain(unit.raw)
            passages.append(Passage(f"{path.name}:{unit.segment.id}", str(path), one, two, recorded, len(passages)))
    name = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    batches = []
    for way, passages in found.items():
        if passages:
            batch = _batch(name, way, passages, limit, lines=len(passages), where=str(paths[0]))
            by = sorted(made[way] - {""})
            batches.append(_with_signature(batch, by[0] if len(by) == 1 else f"mtkit: {len(by)} signatures"))
    if not batches:
        what = "no unit is approved" if not approved else "of no approved unit the machine's own text is known"
        raise BadInputError(f"{what}: there is nothing to score", where=str(paths[0]))
    return tuple(batches)


def _with_signature(batch: Batch, made: str) -> Batch:
    return Batch(batch.name, batch.digest, batch.pair, batch.passages, batch.lines, made)


def _says_something(unit: Unit) -> bool:
    return bool(unit.raw.strip()) and unit.origin is not Origin.MEMORY


def plain(text: str) -> str:
    """``text`` without the labels of inline codes, on one line."""
    if _LABEL.search(text):
        text = _LABEL.sub("", text).replace("{{", "{").replace("}}", "}")
    return _clean(text)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
