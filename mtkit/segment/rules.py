"""The rule segmenter: end marks, closing marks, abbreviations, quotations; the facts come from ``data/<lang>.toml``.

A line is read once from left to right. Each run of end marks takes the closing quotation marks, brackets and
footnote signs behind it along, and then the place is judged by what stands on both sides, within a fixed distance:
the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mtkit.segment.facts import Facts
from mtkit.segment.interface import Sentence
from mtkit.segment.judge import Judge, Place
from mtkit.segment.scan import Pair, lines, outermost, pairs, skip_blank
from mtkit.text import Span

__all__ = ["VERSION", "Quotes", "RuleSegmenter", "tile"]

VERSION = 1
"""Raised whenever the same text may be cut elsewhere; it is part of every segmenter's name."""

Quotes = Literal["auto", "split", "keep"]

_FOOTNOTE = re.compile(r"\[\s?[0-9]{1,3}(?:\s?[-–,]\s?[0-9]{1,3}){0,9}\s?\]")
_SUPERSCRIPT = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Line:
    """What is known of a line before it is cut: ``brackets`` and ``quotations`` do not overlap among themselves."""

    end: int
    last_word: int  # the last letter or digit: what is behind it begins no sentence
    brackets: tuple[Pair, ...]
    quotations: tuple[Pair, ...]
    whole: tuple[Pair, ...]
    opened: dict[int, int]  # where the mark that closes at the key was opened
    quote_ends: frozenset[int]


class RuleSegmenter:
    """Segments by marks. ``quotes`` as in ``segmenter``."""

    def __init__(self, facts: Facts, *, quotes: Quotes = "auto") -> None:
        self._facts = facts
        self._quotes = quotes
        self._judge = Judge(facts)
        self._closers = frozenset(facts.closers)
        self._marks = frozenset(facts.ends + facts.stops)
        ends, stops = re.escape(facts.ends), re.escape(facts.stops)
        self._end = re.compile(rf"[{ends}][{ends}{stops}]*|[{stops}]+(?:(?<=\.)\s\.){{0,5}}")
        opening = "".join([*facts.quotes, *facts.brackets])
        self._pair_marks = re.compile(f'["{re.escape(opening + facts.closers)}]')
        self._protect = re.compile("|".join(map(re.escape, facts.protect))) if facts.protect else None

    @property
    def name(self) -> str:
        """Name and version: ``rules-zh@1``; another treatment of quotations is part of it."""
        suffix = "" if self._quotes == "auto" else f"+quotes-{self._quotes}"
        return f"rules-{self._facts.lang}@{VERSION}{suffix}"

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of ``text``; they tile it. A text of white space alone is one sentence."""
        starts: list[int] = []
        for start, end in lines(text):
            starts.append(start)
            starts.extend(self.starts(text, start, end))
        return tile(text, starts)

    def starts(self, text: str, start: int, end: int) -> Iterator[int]:
        """Where the second and each later sentence of the line ``[start, end)`` begins."""
        line = self._read(text, start, end)
        sentence, word, at = start, -1, start
        bracket = quotation = whole = 0
        while match := self._end.search(text, at, end):
            at = after = self._take_closers(text, match.end(), line)
            if after > line.last_word:
                return
            if word < sentence:
                first = _WORD.search(text, sentence, end)
                word = first.start() if first else end
            if word > match.start():
                continue  # nothing has been said yet: "... and then", "!!!"
            bracket = _pass(line.brackets, bracket, match.start())
            quotation = _pass(line.quotations, quotation, match.start())
            whole = _pass(line.whole, whole, match.start())
            if (
                _holds(line.brackets, bracket, match.start(), after)
                or _holds(line.whole, whole, match.start(), match.end())
                or (
                    _holds(line.quotations, quotation, match.start(), after)
                    and self._stays_whole(text, sentence, line.quotations[quotation], line)
                )
            ):
                continue
            ahead = skip_blank(text, after, end)
            opened = _closed_at(line, match.end(), after)
            if self._judge.ends(Place(text, sentence, match.start(), match.end(), after, ahead, end, *opened)):
                sentence = at = ahead
                yield sentence

    def wholes(self, text: str, start: int, end: int) -> tuple[Pair, ...]:
        """The brackets and short quotations of a line that nothing cuts, in order, none inside another."""
        line = self._read(text, start, end)
        return tuple(outermost(sorted([*line.brackets, *line.quotations], key=lambda pair: pair.start)))

    def _read(self, text: str, start: int, end: int) -> _Line:
        facts = self._facts
        last_word = end - 1
        while last_word > start and not text[last_word].isalnum():
            last_word -= 1
        found = pairs(text, start, end, quotes=facts.quotes, brackets=facts.brackets, marks=self._pair_marks)
        limit = {"auto": facts.quote_limit, "split": 0, "keep": end - start}[self._quotes]
        protect = self._protect.finditer(text, start, end) if self._protect else ()
        return _Line(
            end,
            last_word,
            tuple(outermost([p for p in found if not p.quote and p.end - p.start <= facts.bracket_limit])),
            tuple(outermost([p for p in found if p.quote and p.end - p.start <= limit])),
            tuple(Pair(match.start() - 1, match.end(), quote=False) for match in protect),
            {pair.end: pair.start for pair in found},
            frozenset(pair.end for pair in found if pair.quote),
        )

    def _stays_whole(self, text: str, sentence: int, quotation: Pair, line: _Line) -> bool:
        """Whether a sentence inside ``quotation`` does not end there.

        By default a short quotation is left whole where a sentence frames it (``He said: “A. B.”``); one that stands
        on its own is cut like any other text.
        """
        if self._quotes == "keep":
            return True
        if sentence > quotation.start:
            return False  # already cut inside
        if _WORD.search(text, sentence, quotation.start):
            return True
        after = self._take_closers(text, quotation.end + 1, line)
        place = Place(
            text, sentence, after - 1, after, after, skip_blank(text, after, line.end), line.end, quotation.start
        )
        return self._judge.frames(place)

    def _take_closers(self, text: str, at: int, line: _Line) -> int:
        """The index behind the closing marks, further end marks and footnote signs that follow an end mark."""
        while at < line.end:
            char = text[at]
            if char in self._closers or char in _SUPERSCRIPT:
                at += 1
            elif char in "\"'":
                if at not in line.opened and not (at + 1 >= line.end or text[at + 1].isspace()):
                    break
                at += 1
            elif char in self._marks and (text[at - 1] in self._closers or text[at - 1] == '"'):
                at += 1
            elif char == "[" and (footnote := _FOOTNOTE.match(text, at, line.end)):
                at = footnote.end()
            else:
                ahead = skip_blank(text, at, min(line.end, at + 3))
                if ahead == at or ahead >= line.end:
                    break
                if footnote := _FOOTNOTE.match(text, ahead, line.end):
                    at = footnote.end()
                elif self._belongs(text, ahead, line):
                    at = ahead + 1
                else:
                    break
        return at

    def _belongs(self, text: str, at: int, line: _Line) -> bool:
        """Whether a mark belongs to the sentence before it although a space parts them: ``. ”``, ``။ ။``."""
        if text[at] in "!?":
            return at + 1 >= line.end or text[at + 1].isspace()
        return at in line.opened or (text[at] in self._facts.ends and text[at] not in "！？")


def _closed_at(line: _Line, start: int, end: int) -> tuple[int, int]:
    """Where the outermost quotation and bracket that close in ``[start, end)`` were opened; -1 for none."""
    quote = bracket = -1
    for at in range(max(start, end - 4), end):
        if at in line.quote_ends:
            quote = line.opened[at]
        elif at in line.opened:
            bracket = line.opened[at]
    return quote, bracket


def _pass(found: tuple[Pair, ...], index: int, at: int) -> int:
    """The index of the first pair from ``index`` on that does not end before ``at``."""
    while index < len(found) and found[index].end < at:
        index += 1
    return index


def _holds(found: tuple[Pair, ...], index: int, start: int, end: int) -> bool:
    return index < len(found) and found[index].start < start and end <= found[index].end


def tile(text: str, starts: list[int], guessed: frozenset[int] = frozenset()) -> tuple[Sentence, ...]:
    """Sentences from the indexes where they start, in order; ``guessed``: the starts that no mark shows.

    White space in front of the first belongs to it, all other white space to the sentence before.
    """
    if not text:
        return ()
    edges = [0, *starts[1:], len(text)]
    return tuple(Sentence(Span(start, end), end in guessed) for start, end in pairwise(edges))
