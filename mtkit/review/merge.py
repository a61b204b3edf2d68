"""The article back: what editors approved in a PO file, in the layout of its source.

Every character outside the sentences is the source's. What nobody has reviewed is not published by accident: it is
named, with what stands in its place, and the caller decides.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mtkit import formats
from mtkit.check.wholes import unbroken
from mtkit.checking import check_file
from mtkit.errors import BadInputError
from mtkit.formats.po import PoFile
from mtkit.formats.po_file import TWO_VERSIONS
from mtkit.formats.po_text import normal
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES
from mtkit.review.cut import cut_like, demand_tagger
from mtkit.review.disclosure import close_with, wording
from mtkit.review.merge_match import match_units, or_the_map, texts_in_common
from mtkit.text import Document
from mtkit.unit import Issue, Origin, State, Unit

__all__ = ["Flagged", "Merged", "Provenance", "StandIn", "merge", "source_hash"]

_INSTEAD = {
    State.RAW: "machine text that nobody has reviewed",
    State.EDITED: "text that an editor has begun and not signed off",
    State.STALE: "text that was approved for an earlier source",
    State.UNTRANSLATED: "the source text",
}
_NOBODY = "mtkit (machine translation, not reviewed)"


@dataclass(frozen=True, slots=True)
class StandIn:
    """A unit that is not reviewed, the line of its entry in the PO file (0 if not known), and what stands for it."""

    unit: Unit
    line: int
    instead: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """An approved unit with what the checks say of it, gravest first."""

    unit: Unit
    line: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the sentences of an article came about: numbers of sentences, and who and what made them.

    ``as_is`` are approved as the machine gave them, ``post_edited`` were changed first, ``human`` have no machine
    text behind them, ``memory`` came from the translation memory; the rest is not reviewed, by state.
    """

    as_is: int
    post_edited: int
    human: int
    memory: int
    unreviewed: tuple[tuple[State, int], ...]
    models: tuple[str, ...]
    glossary: str
    signature: str
    editor: str
    revised: str
    by_machine: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """An article in its target language; ``data`` are the bytes of the file.

    ``disclosure`` is the line that was added, "" if none was.
    """

    document: Document
    target: str
    data: bytes
    units: tuple[Unit, ...]
    unreviewed: tuple[StandIn, ...]
    flagged: tuple[Flagged, ...]
    provenance: Provenance
    disclosure: str = ""

    @property
    def reviewed(self) -> bool:
        """Whether every sentence is approved."""
        return not self.unreviewed


def merge(
    document: Document,
    file: PoFile,
    glossary: Glossary | None = None,
    *,
    where: str = "",
    disclose: bool = False,
    own_words: str = "",
) -> Merged:
    """``document`` in the language of ``file``, the PO file made of it; the same bytes on each call.

    A unit that is not reviewed gives what ``StandIn.instead`` says; whether that may be published is for the caller.
    ``disclose`` adds a line that says how the article was translated, if a machine had a part in it: ``own_words``,
    or the wording for the language, which speaks of a model and is left out where none was asked. ``where`` names the
    PO file in messages.

    Raises BadInputError if ``file`` was made of another document, of another state of it, or of another pair, and if
    its entries are not the sentences of ``document``.
    """
    target = _demand_pair(document, file, where)
    segments = cut_like(file, document)
    hashed = file.header.get("X-Mtkit-Source-Hash", "")
    if hashed and hashed != source_hash(document):
        raise _another(document, file, texts_in_common(file, segments), where)
    if segments and not texts_in_common(file, segments):
        raise _another(document, file, 0, where)
    try:
        units = match_units(file, document, segments, where=where)
    except BadInputError:
        demand_tagger(file, document, where)
        raise
    if both := next((entry for entry in file.entries if TWO_VERSIONS in entry.msgstr and not entry.obsolete), None):
        message = "msgcat left several translations side by side (#-#-#-#-#): choose one"
        raise BadInputError(message, where=f"{where}:{both.line}")
    lines = {entry.msgid: entry.line for entry in reversed(file.entries)}
    issues = check_file(replace(file, units=units), glossary)
    told = [lines.get(normal(unit.segment.text), 0) for unit in units]
    unreviewed = tuple(
        StandIn(unit, line, _INSTEAD[unit.state])
        for unit, line in zip(units, told, strict=True)
        if unit.state is not State.APPROVED
    )
    flagged = tuple(
        Flagged(unit, line, tuple(sorted(found, key=lambda issue: -issue.severity.rank)))
        for unit, line, found in zip(units, told, issues, strict=True)
        if unit.state is State.APPROVED and found
    )
    provenance = _provenance(units, file)
    targets = {unit.segment.id: unit.target for unit in units}
    text = formats.spell(document, targets, segments, lang=target, keep=unbroken(units))
    said = ""
    # between Simplified and Traditional Chinese characters are converted: no model wrote any of it
    one_language = LANGUAGES[document.lang].base == LANGUAGES[target].base
    if disclose and provenance.by_machine and (own_words or not one_language):
        said = wording(target, reviewed=not unreviewed, own=own_words)
        text = close_with(said, text, document, segments, lang=target)
    return Merged(document, target, formats.pack(document, text), units, unreviewed, flagged, provenance, said)


def source_hash(document: Document) -> str:
    """SHA-256, in hex, of the file that ``document`` was read from."""
    return hashlib.sha256(formats.source_of(document)).hexdigest()


def _demand_pair(document: Document, file: PoFile, where: str) -> str:
    """The target language. Raises BadInputError where the file does not say it, or is not from the source's."""
    pair = file.pair
    if any(code not in LANGUAGES for code in (pair.source, pair.target)):
        message = "the header does not name both languages (X-Source-Language, Language): add them there"
        raise BadInputError(message, where=where)
    if pair.source != document.lang:
        what = f"translates from {LANGUAGES[pair.source].name}, and {document.id} is {LANGUAGES[document.lang].name}"
        raise BadInputError(f"{what}: give the PO file made of it", where=where)
    return pair.target


def _another(document: Document, file: PoFile, alike: int, where: str) -> BadInputError:
    """Why ``file`` does not fit ``document``: none of the sentences is in it, or some have changed."""
    made_of = file.header.get("X-Mtkit-Document", "") or "another article"
    if not alike:
        what = f"is the translation of {made_of}, and has no sentence of {document.id}: give the PO file made of it"
        return BadInputError(f"{what}{or_the_map(document)}", where=where)
    what = f"{document.id} has changed since this file was made of it: run mtkit update {document.id} {where} first"
    return BadInputError(what, where=where)


def _provenance(units: Sequence[Unit], file: PoFile) -> Provenance:
    approved = [unit for unit in units if unit.state is State.APPROVED]
    human = [unit for unit in approved if unit.origin is Origin.HUMAN]
    edited = sum(_by_machine(unit) for unit in human)
    states: Counter[State] = Counter(unit.state for unit in units)
    header = file.header
    editor = header.get("Last-Translator", "")
    return Provenance(
        as_is=sum(unit.origin is Origin.MACHINE for unit in approved),
        post_edited=edited,
        human=len(human) - edited,
        memory=sum(unit.origin is Origin.MEMORY for unit in approved),
        unreviewed=tuple((state, states[state]) for state in State if states[state] and state is not State.APPROVED),
        models=_models(units, header.get("X-Mtkit-Model", "")),
        glossary=header.get("X-Mtkit-Glossary", "none"),
        signature=header.get("X-Mtkit-Signature", ""),
        editor="" if editor == _NOBODY else editor,
        revised=header.get("PO-Revision-Date", ""),
        by_machine=any(map(_by_machine, units)),
    )


def _by_machine(unit: Unit) -> bool:
    """Whether a machine had a part in the text of ``unit``: not the memory, whose texts people approved."""
    recalled = unit.origin is Origin.MEMORY or any(match.use != "shown" for match in unit.matches)
    made = bool(unit.trail) or (bool(unit.raw) and not recalled) or unit.origin is Origin.MACHINE
    return made and unit.state is not State.UNTRANSLATED


def _models(units: Iterable[Unit], named: str) -> tuple[str, ...]:
    """The models, with revisions, behind the units; those of the header where the units do not tell."""
    used = dict.fromkeys(hop.model for unit in units for hop in unit.trail if hop.model)
    return tuple(used) or tuple(name for name in named.split(", ") if name and name != "none")
