"""Estimates of the units in PO files, with a back-translation on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mtkit.checking import check_file
from mtkit.errors import BadInputError, NoRouteError
from mtkit.estimate import estimate, valid, worst_first
from mtkit.evaluate.batches import plain
from mtkit.evaluate.interface import Row
from mtkit.evaluate.run import document_of, po_files, units_by_block
from mtkit.formats import po
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES
from mtkit.translator import Translator
from mtkit.unit import Estimate, Issue, Unit

__all__ = ["Judged", "judge_files"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit: the file it is in, what was found in it now, its estimate, if it is machine text that nobody touched.

    ``back`` is the back-translation that the estimate went by, "" if none.
    """

    path: Path
    unit: Unit
    issues: tuple[Issue, ...]
    estimate: Estimate | None
    back: str = ""


def judge_files(
    paths: Sequence[Path],
    glossary: Glossary | None,
    *,
    day: date | None = None,
    publisher: str = "",
    back_translate: bool = False,
    allow_low_quality: bool = False,
) -> tuple[tuple[Judged, ...], ...]:
    """The units of each PO file, the worst first: findings, then estimates; approved units last.

    With ``back_translate``, each machine text that nobody touched is translated back by the usual models, without
    names, and the estimate goes by how much of the source that has. Raises BadInputError for files that cannot be read
    or do not name their languages; as ``Translator.stream`` where no model leads back.
    """
    translator = Translator(glossary=None, beam=1, allow_low_quality=allow_low_quality) if back_translate else None
    found = []
    for path in po_files(paths):
        file = po.read(path)
        if file.units and not {file.pair.source, file.pair.target} <= set(LANGUAGES):
            message = "the header does not name both languages (X-Source-Language, Language): write them there"
            raise BadInputError(message, where=str(path))
        issues = check_file(file, glossary, day=day, publisher=publisher)
        backs = _backs(path, file, translator) if translator else {}
        judged = [
            Judged(path, unit, said, _estimate(unit, said, backs), backs.get(unit.segment.id, ""))
            for unit, said in zip(file.units, issues, strict=True)
        ]
        shown = [replace(one.unit, estimate=one.estimate) if one.estimate else one.unit for one in judged]
        found.append(tuple(judged[at] for at in worst_first(shown, issues)))
    return tuple(found)


def _estimate(unit: Unit, issues: tuple[Issue, ...], backs: dict[str, str]) -> Estimate | None:
    known = valid(unit)
    back = backs.get(unit.segment.id)
    if known is None or back is None:
        return known
    return estimate(replace(unit, issues=issues), back=back)


def _backs(path: Path, file: po.PoFile, translator: Translator) -> dict[str, str]:
    """The machine texts of a file, translated back, by segment id."""
    asked = [unit for unit in file.units if valid(unit) is not None and plain(unit.target)]
    if not asked:
        return {}
    source, target = file.pair.source, file.pair.target
    rows = [Row(unit.segment.id, "back", {target: plain(unit.target)}) for unit in asked]
    document = document_of(rows, target)
    try:
        (made,) = translator.stream([document], [source])
    except NoRouteError as error:
        raise type(error)(f"{path}: cannot be translated back: {error}") from None
    blocks = units_by_block(document, made.units)
    return {unit.segment.id: " ".join(part.target for part in block) for unit, block in zip(asked, blocks, strict=True)}
