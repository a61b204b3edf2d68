"""Translate a test set with the glossary and without, and score both; or score the PO files that are there."""

from __future__ import annotations

import hashlib
import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from mtkit import __version__
from mtkit.errors import BadInputError, EngineError
from mtkit.evaluate.interface import Direction, EvalSet, Example, Row, TermReport
from mtkit.evaluate.terms import RULE, score_terms
from mtkit.formats import po
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES, Pair
from mtkit.outputs import as_article
from mtkit.progress import SILENT, Progress
from mtkit.text import Block, Document, Kind, Span
from mtkit.translator import Translator
from mtkit.unit import Severity, Unit

__all__ = ["chrf", "document_of", "evaluate_po", "evaluate_terms", "po_files", "translate_rows", "units_by_block"]

NO_CHRF = "chrF was not measured: it needs sacrebleu (pip install 'mtkit[train]')"
_GAP = "\n\n"
_AS_OF = re.compile(r"as-of:(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class _Pass:
    """One run over the rows of a direction."""

    examples: tuple[Example, ...]
    tiers: Counter[str]
    seconds: float
    signature: str


def evaluate_terms(
    testset: EvalSet,
    pairs: Sequence[Pair],
    *,
    glossary: Glossary,
    engine: str | None = None,
    model: str | Path | None = None,
    beam: int = 4,
    day: date | None = None,
    repeats: int = 3,
    allow_low_quality: bool = False,
    progress: Progress = SILENT,
) -> TermReport:
    """Translate the rows of ``testset`` in each of ``pairs``, with ``glossary`` and without, and score the names.

    The rows of one document are translated as one article. ``day``, by default today, is the day of the names.
    The two runs take turns ``repeats`` times for the ratio of their times. Raises BadInputError where no row has a
    source text of a pair; else as ``Translator.stream``.
    """
    names_of = day or datetime.now(tz=UTC).date()
    options = {"engine": engine, "model": model, "beam": beam, "day": names_of, "allow_low_quality": allow_low_quality}
    named = Translator(glossary=glossary, **options)  # type: ignore[arg-type]
    bare = Translator(glossary=None, **options)  # type: ignore[arg-type]
    directions = []
    for pair in pairs:
        rows = [row for row in testset.rows if pair.source in row.texts]
        if not rows:
            raise BadInputError(f"no row has a text in {pair.source}", where=testset.name)
        progress.start(f"{pair}", 2 * repeats)
        found = _interleaved(named, bare, rows, pair, repeats, progress)
        progress.finish()
        direction = _direction(pair, *found, glossary=glossary, day=names_of)
        tail = f"set:{testset.name}@{testset.digest}|n:{len(rows)}|repeats:{repeats}"
        directions.append(replace(direction, signature=f"{found[0][0].signature}|match:{RULE}|{tail}"))
    notes = (NO_CHRF,) if not _has_sacrebleu() else ()
    return TermReport(testset.name, testset.digest, names_of, tuple(directions), notes)


def _interleaved(
    named: Translator, bare: Translator, rows: Sequence[Row], pair: Pair, repeats: int, progress: Progress
) -> tuple[list[_Pass], list[_Pass]]:
    """``repeats`` runs of each, one after the other, each of them first in turn; the models are loaded before."""
    ones: list[_Pass] = []
    others: list[_Pass] = []
    for translator in (bare, named):
        translate_rows(translator, rows[:2], pair)
    for turn in range(max(1, repeats)):
        order = ((bare, others), (named, ones)) if turn % 2 == 0 else ((named, ones), (bare, others))
        for translator, kept in order:
            kept.append(translate_rows(translator, rows, pair))
            progress.advance()
    return ones, others


def translate_rows(translator: Translator, rows: Sequence[Row], pair: Pair) -> _Pass:
    """The rows as articles through a translator, and the CPU time that this took."""
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.document)]
    documents = [document_of(group, pair.source) for group in groups]
    began = time.process_time()
    translations = list(translator.stream(documents, [pair.target]))
    seconds = time.process_time() - began
    examples: list[Example] = []
    tiers: Counter[str] = Counter()
    for group, translation in zip(groups, translations, strict=True):
        texts = as_article(translation).decode("utf-8").split(_GAP)
        if len(texts) != len(group):
            raise EngineError(f"{group[0].document}: {len(group)} rows came back as {len(texts)}")
        units = units_by_block(translation.document, translation.units)
        tiers.update(unit.trail[-1].tier for unit in translation.units if unit.terms and unit.trail)
        for row, text, own in zip(group, texts, units, strict=True):
            flagged = any(unit.worst is Severity.ERROR for unit in own)
            reference = row.texts.get(pair.target, "")
            examples.append(Example(row.id, row.document, row.texts[pair.source], text, reference, flagged))
    signature = str(translations[0].signature) if translations else ""
    return _Pass(tuple(examples), tiers, seconds, signature)


def document_of(rows: Sequence[Row], code: str) -> Document:
    """An article with a block for each row."""
    blocks: list[Block] = []
    at = 0
    for row in rows:
        blocks.append(Block(Kind.BODY, Span(at, at + len(row.texts[code]))))
        at += len(row.texts[code]) + len(_GAP)
    return Document(rows[0].document, code, _GAP.join(row.texts[code] for row in rows), tuple(blocks))


def units_by_block(document: Document, units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of each block of ``document``."""
    return [[unit for unit in units if block.span.covers(unit.segment.span)] for block in document.blocks]


def _direction(
    pair: Pair, ones: Sequence[_Pass], others: Sequence[_Pass], *, glossary: Glossary, day: date
) -> Direction:
    """Everything that is said of one direction, but for its signature."""
    named, bare = ones[0].examples, others[0].examples
    scored = score_terms(named, pair, glossary, day=day)
    has_terms = [bool(glossary.find(example.source, pair.source, day=day)) for example in named]
    both = list(zip(named, bare, has_terms, strict=True))
    referred = [(one, other) for one, other, has in both if has and one.reference]
    plain = [(one, other) for one, other, has in both if not has]
    plain_referred = [(one, other) for one, other in plain if one.reference]
    with_names, without = _chrf_of(referred)
    plain_one, plain_other = _chrf_of(plain_referred)
    known = [replace(one, target=one.reference, flagged=False) for one in named if one.reference]
    ratios = [one.seconds / other.seconds for one, other in zip(ones, others, strict=True) if other.seconds]
    return Direction(
        pair,
        scored,
        bare=score_terms(bare, pair, glossary, day=day).counts,
        oracle=score_terms(known, pair, glossary, day=day).counts if known else None,
        chrf=with_names,
        chrf_bare=without,
        chrf_segments=len(referred),
        plain=len(plain),
        plain_changed=sum(one.target != other.target for one, other in plain),
        plain_chrf_change=None if plain_one is None or plain_other is None else plain_one - plain_other,
        time_ratio=statistics.median(ratios) if ratios else None,
        repeats=len(ratios),
        tiers=_ranked(ones[0].tiers),
    )


def _ranked(tiers: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(tiers.items(), key=lambda item: (-item[1], item[0])))


def _chrf_of(pairs: Sequence[tuple[Example, Example]]) -> tuple[float | None, float | None]:
    references = [one.reference for one, _ in pairs]
    return chrf([one.target for one, _ in pairs], references), chrf([other.target for _, other in pairs], references)


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float | None:
    """Corpus chrF2 (Popović 2015, sacrebleu's defaults) in points of 100; None without texts or sacrebleu."""
    if not hypotheses or not _has_sacrebleu():
        return None
    from sacrebleu.metrics.chrf import CHRF

    return float(CHRF().corpus_score(list(hypotheses), [list(references)]).score)


def _has_sacrebleu() -> bool:
    try:
        import sacrebleu  # noqa: F401
    except ImportError:
        return False
    return True


def evaluate_po(
    paths: Sequence[Path], glossary: Glossary, *, pair: Pair | None = None, day: date | None = None,
    limit: int | None = None,
) -> TermReport:  # fmt: skip
    """Score the translations that are in PO files, each an article; units without a translation are passed over.

    ``pair`` is for files whose header does not name the languages. ``day``, by default the one that all the files were
    made for, else today, is the day of the names. ``limit`` keeps the first so many units of each direction. Raises
    PoSyntaxError for a file that gettext would refuse, BadInputError where nothing can be scored.
    """
    files = [(path, po.read(path, pair=pair)) for path in po_files(paths)]
    names_of = day or _made_for([file for _, file in files])
    found: dict[Pair, list[Example]] = {}
    tiers: dict[Pair, Counter[str]] = {}
    made: dict[Pair, set[str]] = {}
    digest = hashlib.sha256()
    for path, file in files:
        way = file.pair
        if file.units and not {way.source, way.target} <= set(LANGUAGES):
            message = "the header does not name both languages (X-Source-Language, Language): give --from and --to"
            raise BadInputError(message, where=str(path))
        digest.update(path.read_bytes())
        kept = found.setdefault(way, [])
        units = [unit for unit in file.units if unit.target.strip()]
        units = units if limit is None else units[: max(0, limit - len(kept))]
        kept += [_example(path, unit) for unit in units]
        used = (unit.trail[-1].tier for unit in units if unit.terms and unit.trail)
        tiers.setdefault(way, Counter()).update(used)
        made.setdefault(way, set()).add(file.header.get("X-Mtkit-Signature", ""))
    name = Path(paths[0]).name if len(paths) == 1 else f"{len(paths)} files"
    directions = [
        _po_direction(way, examples, glossary, names_of, tiers[way], made[way])
        for way, examples in found.items()
        if examples
    ]
    if not directions:
        raise BadInputError("no unit is translated: there is nothing to score", where=str(paths[0]))
    return TermReport(name, digest.hexdigest()[:12], names_of, tuple(directions))


def _made_for(files: Sequence[po.PoFile]) -> date:
    """The day whose names all the files were made with, else today."""
    days = {match[1] for f in files if (match := _AS_OF.search(f.header.get("X-Mtkit-Signature", "")))}
    return date.fromisoformat(days.pop()) if len(days) == 1 else datetime.now(tz=UTC).date()


def po_files(paths: Sequence[Path]) -> list[Path]:
    """The PO files that are named, folders by what is in them. Raises BadInputError for folders without any."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.po")) if path.is_dir() else [path]
    if not files:
        raise BadInputError("no PO files in this folder", where=str(paths[0]))
    return files


def _example(path: Path, unit: Unit) -> Example:
    flagged = unit.worst is Severity.ERROR
    return Example(f"{path.name}:{unit.segment.id}", str(path), unit.segment.text, unit.target, flagged=flagged)


def _po_direction(
    way: Pair, examples: Sequence[Example], glossary: Glossary, day: date, tiers: Counter[str], made: set[str]
) -> Direction:
    by = made.pop() if len(made) == 1 else ""
    parts = [by or f"mtkit:{__version__}|models:not said", f"scored with:{glossary.name}@{glossary.digest}"]
    parts += [f"as-of:{day.isoformat()}", f"match:{RULE}", f"n:{len(examples)}"]
    plain = sum(not glossary.find(example.source, way.source, day=day) for example in examples)
    scored = score_terms(examples, way, glossary, day=day)
    return Direction(way, scored, plain=plain, tiers=_ranked(tiers), signature="|".join(parts))
