"""G: is what the source denies denied in the target, and nothing else?

Negations are counted on both sides. One that is half a negation (unknown, lack) answers one of the other side. A text
that denies by the vaguer sense of a word (fail, avoid, 难) may well answer one too, so that a missing one is a hint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.check.interface import Sample
from mtkit.check.negation_data import SIMPLIFIED, Negation, negation_of
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_negation", "negations"]

_ZERO = "\u200b"


@dataclass(frozen=True, slots=True)
class _Side:
    """A text in small letters, its negations, and whether its offsets are those of the text as it was given."""

    text: str
    exact: bool
    facts: Negation
    cues: tuple[Span, ...]
    plain: bool  # one of the cues is a negation in every language
    places: tuple[int, ...] = ()  # where each character stood in the text as given; () where they are the same

    @property
    def wide(self) -> int:
        """The number of negations with those that are half ones."""
        halves = (match.span() for match in self.facts.half.finditer(self.text))
        own = sum(not any(cue.start < end and start < cue.end for cue in self.cues) for start, end in halves)
        return len(self.cues) + own

    @property
    def wordy(self) -> bool:
        """Whether it denies by the sense of a word."""
        return self.facts.also.search(self.text) is not None

    def place(self) -> Span | None:
        if not self.exact or not self.cues:
            return None
        cue = self.cues[0]
        return Span(self.places[cue.start], self.places[cue.end - 1] + 1) if self.places else cue


def _read(text: str, facts: Negation) -> _Side:
    exact = True
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text, exact = unicodedata.normalize("NFC", text), False
    places: tuple[int, ...] = ()
    if _ZERO in text:  # it parts the words of Khmer, Thai, Lao and Burmese, or does not
        places = tuple(n for n, char in enumerate(text) if char != _ZERO)
        text = text.replace(_ZERO, "")
    low = text.translate(SIMPLIFIED) if "不" in facts.hints else text.lower()
    if len(low) != len(text):
        low = text
    cues: list[Span] = []
    plain = False
    if any(hint in low for hint in facts.hints):
        for match in facts.cue.finditer(low):
            if match.lastgroup != "no":
                cues.append(Span(*match.span()))
                plain = plain or match.lastgroup in {"yes", "plain"}
    return _Side(low, exact, facts, tuple(cues), plain, places)


def negations(text: str, base: str) -> int:
    """How often ``text`` denies, in the language ``base`` ("zh"); 0 for a language without facts."""
    facts = negation_of(base)
    return len(_read(text, facts).cues) if facts else 0


def check_negation(sample: Sample) -> Iterator[Issue]:
    """G01 a negation of the source is lost, G02 the target denies what the source says."""
    if sample.source is None or sample.source_lang is None:
        return
    left, right = negation_of(sample.source_lang.base), negation_of(sample.target_lang.base)
    if left is None or right is None:
        return
    source, target = _read(sample.source, left), _read(sample.target, right)
    if len(source.cues) == len(target.cues):
        return
    if len(source.cues) > len(target.cues) and source.wide > target.wide:
        said = _said(source, target, "the source", "the target")
        yield Issue("G01", _grave(source, target), f"{said}: was a “not” lost?", source=source.place())
    elif len(target.cues) > len(source.cues) and target.wide > source.wide:
        said = _said(target, source, "the target", "the source")
        yield Issue("G02", _grave(target, source), f"{said}: does it say the opposite?", target=target.place())


def _said(more: _Side, fewer: _Side, one: str, other: str) -> str:
    word = more.cues[0].of(more.text).strip()
    if not fewer.cues:
        return f"{one} denies (“{word}”), {other} does not"
    return f"{one} denies {len(more.cues)} times, {other} {len(fewer.cues)}"


def _grave(more: _Side, fewer: _Side) -> Severity:
    """A warning where one side plainly denies and the other has no word that could answer it."""
    sure = more.plain and not fewer.cues and not fewer.wordy
    return Severity.WARNING if sure else Severity.INFO
