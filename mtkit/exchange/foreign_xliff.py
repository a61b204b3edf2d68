"""Somebody's XLIFF file with its untranslated segments filled in, every other character as it was.

In 1.x a filled target says ``state="needs-review-translation"`` and where it came from (``state-qualifier``); in 2.x
its segment is ``translated`` and the unit holds the text as a candidate, with the model's confidence, in the module
that is made for it. Files of Trados keep their segments (``mrk``), and are told that these are drafts of a machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from mtkit.errors import DocumentError, OutputError
from mtkit.exchange.inline import is_icu, is_key
from mtkit.exchange.result import Filled, Left, Pretranslated
from mtkit.exchange.slots import Answer, Slot, Translates, translated
from mtkit.exchange.xliff_file import Piece, XliffFile, XliffUnit, known_language, parse_xliff
from mtkit.exchange.xliff_parts import plain, set_attributes, slot_of
from mtkit.lang import Pair
from mtkit.lang import lang as language
from mtkit.xmlsafe import Element, decode, encode

__all__ = ["MATCHES", "confidence", "fill_xliff", "match_element"]

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
ITS = "http://www.w3.org/2005/11/its"
SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
_UNTOUCHED = frozenset({"", "new", "needs-translation", "initial"})
_TOOL = "mt-confidence|urn:mtkit:log-probability"
_INDENT = 200
_BLANK = re.compile(r"\s*")
_DATA_REFS = re.compile(
    r"\s(?:dataRef|dataRefStart|dataRefEnd|subFlows|subFlowsStart|subFlowsEnd)\s*=\s*(\"[^\"]*\"|'[^']*')"
)

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A piece to fill, and what goes around its translation."""

    unit: XliffUnit
    piece: Piece
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Done:
    """A piece with its translation as it is to be written."""

    asked: _Asked
    raw: str
    answer: Answer


def fill_xliff(data: bytes, translator: Translates, *, name: str, to: str, source: str | None = None) -> Pretranslated:
    """The XLIFF file in ``data`` with its untranslated segments filled in by ``translator``.

    ``to`` is the language that is wanted, ``source`` that of the sources, where the file does not say. Segments with
    a translation, approved or in a later state, and all that is marked as not to be translated stay to the
    character. Raises DocumentError for what is no XLIFF, or one of another language pair.
    """
    text, codec, bom = decode(data, name, error=DocumentError)
    file = parse_xliff(text, name)
    pair = _pair(file, to, source)
    asked, slots, left, finished = [], list[Slot](), list[Left](), 0
    for unit in file.units:
        for piece in unit.pieces:
            reason = unit.reason or _reason(file, unit, piece)
            if reason is None:
                finished += 1
            elif reason:
                left.append(Left(_place(unit, piece), reason))
            else:
                slot, before, after = slot_of(file.inner(piece.source), keep_space=unit.keep_space)
                asked.append(_Asked(unit, piece, before, after))
                slots.append(slot)
    answers = translated(slots, translator, id=name, lang=pair.source, to=pair.target)
    done = []
    for ask, answer in zip(asked, answers, strict=True):
        if answer.raw:
            done.append(_Done(ask, ask.before + answer.raw + ask.after, answer))
        else:
            left.append(Left(_place(ask.unit, ask.piece), "the model gave no translation"))
    edits = [*_languages(file, pair), *_edits(file, done)] if done else []
    written = _spliced(text, edits)
    _demand_meant(written, file, done)
    filled = tuple(_filled(file, one) for one in done)
    return Pretranslated(encode(written, codec, bom), pair, filled, tuple(left), finished)


def confidence(score: float | None) -> float | None:
    """A score as a share of one: the probability that the model gave each token, on average. It is not calibrated."""
    return None if score is None or not math.isfinite(score) else round(min(1.0, math.exp(score)), 4)


def match_element(
    source: str, target: str, *, ref: str, memory: bool, origin: str, score: float | None,
    estimate: float | None = None, similarity: int | None = None,
) -> str:  # fmt: skip
    """A candidate as the ``match`` of XLIFF 2.x, its contents raw XML; the prefixes ``mtc`` and ``its`` are declared.

    ``matchQuality`` is what a metric says of a candidate: our ``estimate``, else the confidence. The confidence is that
    of ITS 2.0, which the model gives of itself, with the tool that gave it.
    """
    said = f" ref={quoteattr(ref)} type={quoteattr('tm' if memory else 'mt')} origin={quoteattr(origin)}"
    sure = confidence(score)
    if similarity is not None:
        said += f' similarity="{similarity}"'
    quality = sure if estimate is None else estimate
    if quality is not None and not memory:
        said += f' matchQuality="{quality * 100:.2f}"'
    if sure is not None and not memory:
        said += f' its:annotatorsRef="{_TOOL}" its:mtConfidence="{sure:.4f}"'
    bare = _DATA_REFS.sub("", source), _DATA_REFS.sub("", target)
    return f"<mtc:match{said}><source>{bare[0]}</source><target>{bare[1]}</target></mtc:match>"


def _pair(file: XliffFile, to: str, source: str | None) -> Pair:
    wanted = language(to)
    stated, into = (known_language(tag) for tag in file.languages)
    if into is not None and into.code != wanted.code:
        raise DocumentError(f"is into {into.name}, not into {wanted.name}: correct --to", where=file.where)
    if file.languages[1] and into is None:
        raise DocumentError(f"is into {file.languages[1]!r}, which is not known: correct it there", where=file.where)
    first = language(source) if source else stated
    if first is None:
        raise DocumentError("does not say which language its sources are in: name it with --from", where=file.where)
    if source and stated is not None and stated.code != first.code:
        raise DocumentError(f"has sources in {stated.name}, not in {first.name}: leave out --from", where=file.where)
    if first.code == wanted.code:
        raise DocumentError(f"would go from {first.name} into {wanted.name}: correct --to", where=file.where)
    return Pair(first.code, wanted.code)


def _place(unit: XliffUnit, piece: Piece) -> str:
    return f"line {piece.source.line}, unit {unit.id}"


def _reason(file: XliffFile, unit: XliffUnit, piece: Piece) -> str | None:
    """Why a piece is not to be filled: None for one with a translation, "" for none."""
    source, target = file.shown(piece.source), file.shown(piece.target)
    holder = piece.holder.attributes if piece.holder is not None else {}
    state = holder.get("state", "")
    if unit.element.attributes.get("approved") == "yes" or state not in _UNTOUCHED | {"needs-l10n"}:
        return None
    if target.strip() and (target != source or not state):
        return None
    if not source.strip():
        return "it has no source text"
    if is_icu(source):
        return "an ICU message with branches: translate it by hand"
    if is_key(source):
        return "its source is the name of a text, not the text: use the file of the source language"
    return ""


def _edits(file: XliffFile, done: list[_Done]) -> Iterator[Edit]:
    """What is to be written where, unit by unit."""
    by_unit: dict[int, list[_Done]] = {}
    for one in done:
        by_unit.setdefault(id(one.asked.unit.element), []).append(one)
    for row in by_unit.values():
        if file.version == 2:
            yield from _edits_2(file, row)
        elif row[0].asked.piece.mid:
            yield from _segmented(file, row)
        else:
            yield from _target_1(file, row[0])


def _target_1(file: XliffFile, one: _Done) -> Iterator[Edit]:
    """The target of a unit of 1.x: in the place of the one that is there, else behind the source."""
    piece, element = one.asked.piece, one.asked.unit.element
    said = {"state": "needs-review-translation", "state-qualifier": _qualifier(one.answer)}
    if piece.target is not None:
        yield from _refilled(file.text, piece.target, one.raw, said)
        return
    after = element.child("seg-source") or piece.source
    yield _new_target(file.text, piece.source, after, one.raw, said)


def _qualifier(answer: Answer) -> str:
    return "leveraged-tm" if answer.from_memory else "leveraged-mt"


def _refilled(text: str, element: Element, raw: str, said: dict[str, str]) -> Iterator[Edit]:
    """An element that is there with other content and attributes."""
    tag = set_attributes(text[element.start : element.inner], said)
    if element.closed:
        name = tag[1:].split()[0].rstrip("/>")
        opened = tag[: tag.rindex("/")].rstrip() + ">"
        yield element.start, element.end, f"{opened}{raw}</{name}>"
        return
    yield element.start, element.outer, tag + raw


def _new_target(text: str, source: Element, after: Element, raw: str, said: dict[str, str]) -> Edit:
    """A target of its own behind ``after``, laid out as the source is."""
    name = text[source.start + 1 : source.inner].split()[0].rstrip("/>")
    prefix = name[: -len("source")]
    before = text[max(0, source.start - _INDENT) : source.start]
    blank = before[len(before.rstrip()) :]
    tag = set_attributes(f"<{prefix}target>", said)
    return after.end, after.end, f"{blank}{tag}{raw}</{prefix}target>"


def _segmented(file: XliffFile, row: list[_Done]) -> Iterator[Edit]:
    """The segments of a unit of 1.x: in the marks that its target has, else in a copy of the segmented source."""
    element, text = row[0].asked.unit.element, file.text
    target, cut = element.child("target"), element.child("seg-source")
    marked = [one for one in row if one.asked.piece.target is not None]
    for one in marked:
        if one.asked.piece.target is not None:
            yield from _refilled(text, one.asked.piece.target, one.raw, {})
    if not marked and cut is not None:
        inside = [
            (piece.source, next((one.raw for one in row if one.asked.piece is piece), ""))
            for piece in row[0].asked.unit.pieces
        ]
        edits = [edit for source, raw in inside for edit in _refilled(text, source, raw, {})]
        raw = _spliced(text, edits, cut.inner, cut.outer)
        if target is not None:
            yield from _refilled(text, target, raw, {})
        else:
            first = element.child("source") or cut
            yield _new_target(text, first, cut, raw, {})
    mids = {one.asked.piece.mid: one.answer for one in row}
    for said in element.walk():  # what Trados says of a segment
        if said.space == SDL and said.name == "seg" and said.attributes.get("id") in mids:
            by = "tm" if mids[said.attributes["id"]].from_memory else "mt"
            tag = set_attributes(
                text[said.start : said.inner], {"conf": "Draft", "origin": by, "origin-system": "mtkit"}
            )
            yield said.start, said.inner, tag


def _edits_2(file: XliffFile, row: list[_Done]) -> Iterator[Edit]:
    """The segments of a unit of 2.x, and the candidates that it then has."""
    text, matches = file.text, []
    taken = {inner.attributes["id"] for inner in row[0].asked.unit.element.walk() if "id" in inner.attributes}
    for one in row:
        piece = one.asked.piece
        holder, ref = piece.holder, piece.mid
        if holder is None:
            continue
        said: dict[str, str | None] = {"state": "translated", "subState": None}
        if not ref:
            ref = next(name for n in range(1, len(taken) + 2) if (name := f"mtkit-{n}") not in taken)
            taken.add(ref)
            said = {"id": ref, **said}
        yield holder.start, holder.inner, set_attributes(text[holder.start : holder.inner], said)
        if piece.target is not None:
            yield from _refilled(text, piece.target, one.raw, {})
        else:
            yield _new_target(text, piece.source, piece.source, one.raw, {})
        origin = one.answer.hops[-1].model if one.answer.hops else "mtkit"
        raw = file.inner(piece.source)
        matches.append(
            match_element(
                raw,
                one.raw,
                ref=f"#{ref}",
                memory=one.answer.from_memory,
                origin=origin,
                score=one.answer.score,
                estimate=one.answer.estimate,
            )
        )
    yield _matches(file, row[0].asked.unit.element, matches)


def _matches(file: XliffFile, unit: Element, matches: list[str]) -> Edit:
    """The candidates of a unit: at the end of those it has, else in an element of their own before all else."""
    space = unit.space
    prefixed = [
        match.replace("<source>", f'<source xmlns="{space}">').replace("<target>", f'<target xmlns="{space}">')
        for match in matches
    ]
    there = unit.child("matches", MATCHES)
    declared = f'xmlns:mtc="{MATCHES}" xmlns:its="{ITS}"'
    if there is not None and not there.closed:
        added = "".join(match.replace("<mtc:match", f"<mtc:match {declared}", 1) for match in prefixed)
        return there.outer, there.outer, added
    unprefixed = file.text[unit.start + 1 : unit.inner].startswith("unit")
    blank = _BLANK.match(file.text, unit.inner)
    inner = "".join(matches if unprefixed else prefixed)
    return unit.inner, unit.inner, f"{blank[0] if blank else ''}<mtc:matches {declared}>{inner}</mtc:matches>"


def _languages(file: XliffFile, pair: Pair) -> Iterator[Edit]:
    """The target language, where the file does not name it."""
    if file.languages[1]:
        return
    tag = language(pair.target).gettext.replace("_", "-")
    places = [(file.root, "trgLang")] if file.version == 2 else [(one, "target-language") for one in file.files]
    for element, name in places:
        yield element.start, element.inner, set_attributes(file.text[element.start : element.inner], {name: tag})


def _spliced(text: str, edits: list[Edit], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with the edits made in it; they do not overlap."""
    out, at = [], start
    for first, last, said in sorted(edits, key=lambda edit: edit[:2]):
        out += [text[at:first], said]
        at = last
    return "".join([*out, text[at:end]])


def _demand_meant(written: str, file: XliffFile, done: list[_Done]) -> None:
    """Raise OutputError unless a reading of ``written`` finds all units, and the targets that were meant."""
    meant = {(id(one.asked.unit.element), id(one.asked.piece)): one.raw for one in done}
    again = parse_xliff(written, file.where)
    pieces = [(unit, piece) for unit in file.units for piece in unit.pieces]
    found = [piece for unit in again.units for piece in unit.pieces]
    if len(pieces) != len(found):
        raise OutputError(f"{file.where}: not written, a unit would be lost; report this")
    for (unit, piece), other in zip(pieces, found, strict=True):
        raw = meant.get((id(unit.element), id(piece)))
        before = file.inner(piece.target) if piece.target is not None else ""
        after = again.inner(other.target) if other.target is not None else ""
        same = file.inner(piece.source) == again.inner(other.source)
        if not same or after != (before if raw is None else raw):
            raise OutputError(f"{file.where}: not written, unit {unit.id} would not be read back; report this")


def _filled(file: XliffFile, one: _Done) -> Filled:
    source, answer = file.shown(one.asked.piece.source), one.answer
    place = _place(one.asked.unit, one.asked.piece)
    return Filled(place, source, plain(one.raw), answer.issues, answer.score, answer.from_memory, answer.estimate)
