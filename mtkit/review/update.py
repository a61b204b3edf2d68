"""A PO file brought up to date with a new version of its article, without losing a character that a person wrote.

``update`` makes a new PoFile of an old one and the article as it is now; ``write_update`` puts it in the place of the
old, unless that was changed meanwhile. What is done with a changed sentence, and why, is in ``update_plan``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from mtkit.errors import BadInputError, OutputError
from mtkit.formats import po
from mtkit.formats.po import PoFile
from mtkit.formats.po_header import Header, fields, header_of
from mtkit.formats.po_text import normal
from mtkit.formats.sidecar import sidecar_path, write_sidecar
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES
from mtkit.lang import lang as language
from mtkit.locking import locked
from mtkit.outputs import header_of as header_of_translation
from mtkit.pipeline import Translation, segments_of
from mtkit.review.cut import cut_by, cut_like, demand_tagger
from mtkit.review.facts import FactChange
from mtkit.review.merge import source_hash
from mtkit.review.update_entries import entries_for
from mtkit.review.update_plan import Plan, Way, plan
from mtkit.text import Document, Kind, Segment
from mtkit.unit import State, Unit

__all__ = ["Change", "Translate", "Update", "preview", "update", "write_update"]

Translate = Callable[[Document], Translation]
"""What makes machine text: the document it is given has all the text, and blocks for the changed sentences alone."""

_ALIEN = 0.2
_FEW = 2
_WANTED = (  # what msgfmt -c and editors look for in a header
    "Project-Id-Version", "PO-Revision-Date", "Last-Translator", "Language-Team", "Language", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding", "Plural-Forms", "X-Source-Language",
)  # fmt: skip
_REWORDED = frozenset({"changed", "split", "merged"})


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that is not as it was.

    ``event`` is ``changed``, ``split``, ``merged``, ``new``, ``removed``, ``returned`` or ``moved``. ``place`` counts
    from 1, in the new version; of a removed sentence, in the old one. ``before`` is the old wording, ``state`` and
    ``target`` what stood for it. ``outcome`` says what stands there now: ``kept``, ``afresh`` (machine text, nobody's
    work was touched), ``set aside`` (machine text; a person's is obsolete), ``stale`` (a person's text of the old
    wording) or ``obsolete``.
    """

    event: str
    place: int
    kind: Kind
    source: str
    before: str = ""
    facts: tuple[FactChange, ...] = ()
    state: State | None = None
    target: str = ""
    outcome: str = "kept"


@dataclass(frozen=True, slots=True)
class Update:
    """A PO file after an update, and what was changed in it.

    ``file`` is the very one that was given where ``needed`` is False: there is nothing to write. ``counts`` has
    ``kept`` (moved ones among them), ``moved``, ``changed``, ``new``, ``removed`` and ``returned``, in sentences.
    ``contexts`` is the msgctxt of each unit. ``header`` is what the sidecar says of the file.
    """

    file: PoFile
    changes: tuple[Change, ...]
    counts: Mapping[str, int]
    needed: bool
    header: Header
    contexts: tuple[str | None, ...] = ()


def preview(
    file: PoFile,
    document: Document,
    *,
    where: str = "",
    glossary: Glossary | None = None,
    day: date = date.max,
    publisher: str = "",
    force: bool = False,
) -> Update:
    """What ``update`` would do, without any translation: ``file`` of the result is the old one."""
    document = _named(file, document)
    made = _planned(file, document, where, glossary, day, publisher, force=force)
    return Update(file, _changes(made), _counts(made), not _idle(file, document, made), header_of(file.header))


def update(
    file: PoFile,
    document: Document,
    translate: Translate,
    *,
    where: str = "",
    glossary: Glossary | None = None,
    day: date = date.max,
    publisher: str = "",
    force: bool = False,
) -> Update:
    """``file`` for the article as ``document`` has it now.

    ``translate`` is called once, if any sentence needs machine text. ``glossary``, ``day`` and ``publisher`` tell
    names in the source. Raises BadInputError, ``where`` in front, for a file of another language or, unless ``force``,
    of another article; and whatever ``translate`` raises. Updating twice is updating once.
    """
    document = _named(file, document)
    made = _planned(file, document, where, glossary, day, publisher, force=force)
    changes, counts = _changes(made), _counts(made)
    if _idle(file, document, made):
        return Update(file, changes, counts, needed=False, header=header_of(file.header))
    fresh, translation = _fresh(file, document, made, translate)
    signed = header_of_translation(translation).glossary if translation else ""
    entries, units, contexts = entries_for(file, made, fresh, document=document.id, glossary=signed)
    named = _header(file, document, units, translation)
    new = PoFile(MappingProxyType(named), entries, units, file.head, file.tail)
    return Update(new, changes, counts, needed=True, header=header_of(named), contexts=contexts)


def write_update(done: Update, path: Path, *, seen: bytes, sidecar: bool = True) -> None:
    """Put the file of ``done`` at ``path``, and the sidecar beside it; whole or not at all.

    ``seen`` are the bytes that the update was made of. Raises OutputError if there are others at ``path`` by now, or
    it cannot be written; what is there then stays as it is.
    """
    if not done.needed:
        return

    def last_look() -> None:
        try:
            same = path.read_bytes() == seen
        except OSError:
            same = False
        if not same:
            raise OutputError(f"{path}: was changed by another program meanwhile, and is left as it is; run this again")

    with locked(path):
        last_look()
        if sidecar:
            write_sidecar(done.file.units, sidecar_path(path), done.header, placed=done.contexts)
        po.save(done.file, path, last_look=last_look)


def _named(file: PoFile, document: Document) -> Document:
    """``document`` by the name that the file has for it: an article that was renamed is still the same."""
    return replace(document, id=file.header.get("X-Mtkit-Document") or document.id)


def _planned(
    file: PoFile,
    document: Document,
    where: str,
    glossary: Glossary | None,
    day: date,
    publisher: str,
    *,
    force: bool,
) -> Plan:
    pair = file.pair
    for code, field in ((pair.source, "X-Source-Language"), (pair.target, "Language")):
        if code not in LANGUAGES:
            raise BadInputError(f"the header does not name its language ({field}): add it", where=where)
    if document.lang != pair.source:
        theirs, ours = language(pair.source).name, language(document.lang).name
        raise BadInputError(
            f"is translated from {theirs}, and the article is {ours}: give its own article", where=where
        )
    if not force:
        demand_tagger(file, document, where)
    made = plan(file, cut_like(file, document), glossary=glossary, day=day, publisher=publisher)
    sizes = len(made.olds), len(made.segments)
    if force or not made.olds:
        return made
    if (made.shared == 0 and max(sizes) >= _FEW) or made.shared < _ALIEN * min(sizes):
        said = f"has {made.shared} of {sizes[1]} sentences in common with the article ({document.id})"
        raise BadInputError(f"{said}: it is of another one; give its own, or --force if this is it", where=where)
    return made


def _idle(file: PoFile, document: Document, made: Plan) -> bool:
    """Whether there is nothing to do: the file was made for this very source, and has all of it."""
    same = file.header.get("X-Mtkit-Source-Hash") == source_hash(document)
    return same and not made.gone and all(group.way is Way.KEEP for group in made.groups)


def _header(file: PoFile, document: Document, units: Sequence[Unit], translation: Translation | None) -> dict[str, str]:
    """The header's fields: what the new source and its translation say, all else as it was, in its order."""
    now: dict[str, str] = {"X-Mtkit-Document": document.id, "X-Mtkit-Source-Hash": source_hash(document)}
    if translation is not None:
        header = header_of_translation(translation)
        made = fields(header, units, file.header)
        signed = ("X-Mtkit-Model", "X-Mtkit-Glossary", "X-Mtkit-Signature", "POT-Creation-Date")
        now |= {name: made[name] for name in signed}
        if not cut_by(file):  # by which the next update cuts, whatever this machine would do
            now["X-Mtkit-Segmenter"] = made["X-Mtkit-Segmenter"]
        plural = any(entry.plural is not None for entry in file.entries)  # whose forms another program has counted
        now |= {name: made[name] for name in _WANTED if name not in file.header and not (plural and "Plural" in name)}
    return {**file.header, **now}


def _fresh(
    file: PoFile, document: Document, made: Plan, translate: Translate
) -> tuple[dict[int, Unit], Translation | None]:
    """Machine units for the sentences that need one, by their places; None for the translation if none does."""
    places = [group.members[0] for group in made.groups if group.way in {Way.AFRESH, Way.STALE}]
    if not places:
        return {}, None
    wanted = [made.segments[n] for n in places]
    translation = translate(_narrowed(document, wanted))
    if translation.target != file.pair.target:
        raise BadInputError(f"translated into {translation.target}, and the file is {file.pair.target}")
    by_span = {unit.segment.span: unit for unit in translation.units}
    fresh = {}
    for n, segment in zip(places, wanted, strict=True):
        unit = by_span.get(segment.span) or _joined(segment, translation.units)
        if unit is None or normal(unit.segment.text) != normal(segment.text):
            unit = Unit(segment, file.pair, "", State.UNTRANSLATED)
        fresh[n] = replace(unit, segment=segment)
    return fresh, translation


def _joined(segment: Segment, units: Sequence[Unit]) -> Unit | None:
    """One unit of those that tile ``segment``, which this machine cuts more finely than the file was cut."""
    inside = [unit for unit in units if segment.span.covers(unit.segment.span)]
    if not inside or normal(" ".join(unit.segment.text for unit in inside)) != normal(segment.text):
        return None
    target = " ".join(unit.target for unit in inside)
    terms = tuple(term for unit in inside for term in unit.terms)
    issues = tuple(replace(issue, source=None, target=None) for unit in inside for issue in unit.issues)
    return replace(
        inside[0], segment=segment, target=target, raw=target, terms=terms, issues=issues, matches=(), estimate=None
    )


def _narrowed(document: Document, wanted: Sequence[Segment]) -> Document:
    """``document`` with blocks for the ``wanted`` sentences alone: each by itself, or, where it does not come out as
    the same sentence then, its whole paragraph."""
    spans = {segment.span: segment for segment in wanted}
    alone = [
        replace(block, span=span, codes=tuple(code for code in block.codes if span.covers(code.span)))
        for block in document.blocks
        for span in sorted(spans)
        if block.span.covers(span)
    ]
    same = {segment.span for segment in segments_of(replace(document, blocks=tuple(alone)))
            if segment.span in spans and segment.text == spans[segment.span].text}  # fmt: skip
    if same == set(spans):
        return replace(document, blocks=tuple(alone))
    blocks = []
    for block in document.blocks:
        inside = [span for span in spans if block.span.covers(span)]
        if any(span not in same for span in inside):
            blocks.append(block)
        else:
            blocks += [one for one in alone if block.span.covers(one.span)]
    return replace(document, blocks=tuple(blocks))


def _changes(made: Plan) -> tuple[Change, ...]:
    """What is told of each sentence, in the order of the new version; the removed ones last."""
    moved = set(made.moved)
    found: list[Change] = []
    for group in made.groups:
        for n in group.members:
            segment = made.segments[n]
            if group.way is Way.KEEP and n not in moved:
                continue
            old = next((each for each in group.olds if each.human), group.olds[0] if group.olds else None)
            found.append(
                Change(
                    "moved" if group.way is Way.KEEP else group.event,
                    n + 1,
                    segment.kind,
                    segment.text,
                    before=" ".join(each.source for each in group.olds) if group.event in _REWORDED else "",
                    facts=group.facts if n == group.members[0] else (),
                    state=State.APPROVED if group.way is Way.RESTORE else old.unit.state if old else None,
                    target=old.entry.msgstr if old else "",
                    outcome=_outcome(group.way, set_aside=any(each.human for each in group.olds)),
                )
            )
    found.sort(key=lambda change: change.place)
    order = {id(old): at for at, old in enumerate(made.olds)}
    found += [
        Change("removed", order[id(old)] + 1, old.unit.segment.kind, "", old.entry.msgid, state=old.unit.state,
               target=old.entry.msgstr, outcome="obsolete")
        for old in made.gone
    ]  # fmt: skip
    return tuple(found)


def _outcome(way: Way, *, set_aside: bool) -> str:
    match way:
        case Way.STALE:
            return "stale"
        case Way.AFRESH:
            return "set aside" if set_aside else "afresh"
        case _:
            return "kept"


def _counts(made: Plan) -> Mapping[str, int]:
    events = Counter(group.event for group in made.groups for _ in group.members)
    kept = sum(len(group.members) for group in made.groups if group.way is Way.KEEP)
    return MappingProxyType(
        {
            "kept": kept,
            "moved": len(made.moved),
            "changed": events["changed"] + events["split"] + events["merged"],
            "new": events["new"],
            "removed": len(made.gone),
            "returned": events["returned"],
        }
    )
