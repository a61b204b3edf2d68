"""The untranslated texts of a file as one document, which goes through the pipeline like an article."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from mtkit.estimate import valid
from mtkit.exchange.inline import Spelling
from mtkit.formats.interface import Parsed, Place
from mtkit.formats.splice import LABEL, splice
from mtkit.pipeline import Translation
from mtkit.text import Block, Code, Document, Kind, Role, Segment, Span
from mtkit.unit import Hop, Issue, Origin, Severity, TermUse, Unit

__all__ = ["Answer", "Slot", "Translates", "document_of", "translated"]

_BETWEEN = "\n\n"
_CARRIER = "html"  # a format with codes, whose documents these pass for; it is never asked to read or write them


class Translates(Protocol):
    """What brings a document into a language: a Translator, or a Pipeline."""

    def translate(self, document: Document, to: str) -> Translation:
        """The document in the language ``to``."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One text to be translated: how it stands in its file, the codes in it, and how text is spelt there.

    ``held`` are placeholders, which stand for words and come back as they are.
    """

    raw: str
    codes: tuple[Code, ...]
    spelling: Spelling
    held: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a slot: its raw translation, "" if there is none, and what is to be said of it.

    ``score`` is that of its weakest sentence: the model's log-probability per token, or None.
    """

    raw: str
    units: tuple[Unit, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def hops(self) -> tuple[Hop, ...]:
        """The steps of its first sentence that a model translated."""
        return next((unit.trail for unit in self.units if unit.trail), ())

    @property
    def score(self) -> float | None:
        """The score of the weakest step of the weakest sentence."""
        scores = [hop.score for unit in self.units for hop in unit.trail]
        known = [score for score in scores if score is not None and math.isfinite(score)]
        return min(known) if known and len(known) == len(scores) else None

    @property
    def estimate(self) -> float | None:
        """The lowest estimate of its machine sentences, None where it has none."""
        known = [found.value for unit in self.units if (found := valid(unit))]
        return min(known, default=None)

    @property
    def from_memory(self) -> bool:
        """Whether a person's approved text was put in, and no model was asked."""
        return bool(self.units) and all(unit.origin is Origin.MEMORY for unit in self.units)

    @property
    def terms(self) -> tuple[TermUse, ...]:
        """The glossary concepts met in it."""
        return tuple(use for unit in self.units for use in unit.terms)


@dataclass(frozen=True, slots=True)
class _Speller:
    """A format that spells text as one slot does."""

    spelling: Spelling
    name: str = _CARRIER
    suffixes: tuple[str, ...] = ()
    has_codes: bool = True

    def parse(self, text: str, lang: str) -> Parsed:
        return (), {}

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        return self.spelling.escape(text)

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        return "".join(raw for raw, _ in parts)

    def seal(self, rendered: str, place: Place) -> str:
        return rendered

    def relabel(self, written: str, lang: str) -> str:
        return written


@dataclass(frozen=True, slots=True)
class _Masked:
    """A slot with a literal, such as ``⟦100⟧``, in the place of each placeholder, for it is held like any other."""

    slot: Slot
    signs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, slot: Slot) -> _Masked:
        free = (sign for n in count(100) if (sign := f"⟦{n}⟧") not in slot.raw)
        signs: list[tuple[str, str]] = []
        out, at, shifts = [], 0, list[tuple[int, int]]()
        for span, sign in zip(slot.held, free, strict=False):
            signs.append((sign, span.of(slot.raw)))
            out += [slot.raw[at : span.start], sign]
            shifts.append((span.end, len(sign) - len(span)))
            at = span.end
        raw = "".join([*out, slot.raw[at:]])
        codes = tuple(
            replace(code, span=code.span.shift(sum(by for end, by in shifts if end <= code.span.start)))
            for code in slot.codes
        )
        return cls(replace(slot, raw=raw, codes=codes, held=()), tuple(signs))

    def restored(self, raw: str) -> tuple[str, list[Issue]]:
        """``raw`` with the placeholders in it again, each once, and what is to be said of those that were lost."""
        issues = []
        for sign, form in self.signs:
            if sign not in raw:
                raw = f"{raw} {sign}" if raw[-1:].strip() else raw + sign
                message = f"{form} was lost in translation and put back at the end: put it in its place"
                issues.append(Issue("C01", Severity.ERROR, message))
            elif raw.count(sign) > 1:
                first = raw.index(sign) + len(sign)
                raw = raw[:first] + raw[first:].replace(sign, "")
                issues.append(Issue("C01", Severity.ERROR, f"{form} came back twice; one was taken out"))
        return self.said(raw), issues

    def said(self, text: str) -> str:
        """``text`` with placeholders in the place of their signs."""
        for sign, form in self.signs:
            text = text.replace(sign, form)
        return text


def document_of(slots: Sequence[Slot], *, id: str, lang: str) -> Document:  # noqa: A002 (as documents call it)
    """The document of ``slots``: each is a block, with an empty line between."""
    blocks, at = [], 0
    for slot in slots:
        codes = tuple(replace(code, span=code.span.shift(at)) for code in slot.codes)
        blocks.append(Block(Kind.BODY, Span(at, at + len(slot.raw)), codes))
        at += len(slot.raw) + len(_BETWEEN)
    return Document(id, lang, _BETWEEN.join(slot.raw for slot in slots), tuple(blocks), _CARRIER)


def translated(slots: Sequence[Slot], translator: Translates, *, id: str, lang: str, to: str) -> list[Answer]:  # noqa: A002
    """The answers for ``slots``, in their order. Raises as the translator does."""
    if not slots:
        return []
    masked = [_Masked.of(slot) for slot in slots]
    document = document_of([one.slot for one in masked], id=id, lang=lang)
    units = translator.translate(document, to).units
    starts = [block.span.start for block in document.blocks]
    inside: list[list[Unit]] = [[] for _ in slots]
    for unit in units:
        inside[bisect_right(starts, unit.segment.span.start) - 1].append(unit)
    return [
        _answer(one, tuple(row), start, lang=lang, to=to)
        for one, row, start in zip(masked, inside, starts, strict=True)
    ]


def _answer(masked: _Masked, units: tuple[Unit, ...], start: int, *, lang: str, to: str) -> Answer:
    slot = masked.slot
    if any(not unit.target.strip() for unit in units):
        return Answer("", units)
    segments = [_moved(unit.segment, start) for unit in units]
    block = Block(Kind.BODY, Span(0, len(slot.raw)), slot.codes)
    document = Document("-", lang, slot.raw, (block,), _CARRIER)
    targets = {segment.id: unit.target for segment, unit in zip(segments, units, strict=True)}
    raw = splice(document, targets, segments, _Speller(slot.spelling), lang=to)
    raw, lost = masked.restored(raw)
    found = [issue for unit in units for issue in (*unit.issues, *_lost(unit))]
    said = [replace(issue, message=masked.said(issue.message)) for issue in found]
    return Answer(raw, units, tuple(dict.fromkeys([*lost, *said])))


def _moved(segment: Segment, by: int) -> Segment:
    codes = tuple(replace(code, span=code.span.shift(-by)) for code in segment.codes)
    return replace(segment, span=segment.span.shift(-by), codes=codes)


def _lost(unit: Unit) -> Iterator[Issue]:
    """What is to be said of codes that are put back because the translation had lost them, or had them crossed."""
    segment = unit.segment
    wanted = {code.label: code for code in segment.codes if code.role is not Role.CHAR}
    found = [match[0] for match in LABEL.finditer(unit.target) if match["number"] is not None]
    for label, code in wanted.items():
        both = [label, *([f"{{/{code.number}}}"] if code.role is Role.OPEN else [])]
        if any(one in wanted and found.count(one) != 1 for one in both) and code.role is not Role.CLOSE:
            markup = code.span.shift(-segment.span.start).of(segment.source)
            shown = _decoded(markup)
            message = f"{shown} was lost in translation and put back at an end: put it in its place"
            yield Issue("C01", Severity.ERROR, message)
    places = {label: at for at, label in enumerate(found)}
    pairs = [(label, f"{{/{code.number}}}") for label, code in wanted.items() if code.role is Role.OPEN]
    if any(close in wanted and places.get(label, 0) > places.get(close, math.inf) for label, close in pairs):
        yield Issue("C01", Severity.ERROR, "markup came back crossed and was put right: check what it encloses")


def _decoded(markup: str) -> str:
    return " ".join(markup.split())[:60]
