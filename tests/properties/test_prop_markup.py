"""Markup is well formed in every translation, whatever a model makes of it, in one hop or two."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, EngineInfo, Head, Request
from mtkit.finishing import Item
from mtkit.lang import Pair
from mtkit.pipeline import Leg, translate_segments
from mtkit.text import Segment, Span
from mtkit.unit import State, Unit

MARKS = tuple(f"⟦{n}⟧" for n in range(8))
LABEL = re.compile(r"\{(/?)(\d+)(/?)\}")
WORDS = {
    "en": ["forum ", "the ", "3,200 ", "Vientiane ", ". ", "“", "” ", "12 May", "https://forum.example.org ", "(", ")"],
    "zh": ["论坛", "3200名", "万象", "。", "“", "”", "5月12日", "https://forum.example.org", "（", "）", "，"],
    "th": ["การประชุม", "3,200 คน", "เวียงจันทน์ ", "“", "”", "12 พฤษภาคม", "ที่", "ๆ", "ก", "์"],
    "km": ["វេទិកា", "3.200 នាក់", "វៀងចន្ទន៍ ", "។", "«", "»", "ថ្ងៃទី12 ខែឧសភា", "ក្រសួង"],
    "vi": ["diễn đàn ", "3.200 ", "Viêng Chăn ", ". ", "“", "” ", "ngày 12 tháng 5 ", "tại "],
}


@dataclass
class Hostile:
    """Answers with random words of the target, and with the marks of the source lost, doubled, swapped or strange."""

    seed: int
    pair: Pair
    marks: tuple[str, ...]
    nbest: int = 2

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("table", "1", "hostile", str(self.seed), (self.pair,), marks=self.marks, max_tokens=200)

    def count(self, text: str, pair: Pair) -> int:
        return len(text) // 3 + 2

    def _say(self, text: str, n: int) -> str:
        chance = random.Random(f"{self.seed} {n} {text}")
        words = chance.choices(WORDS[self.pair.target], k=chance.randrange(12))
        given_ = re.findall("⟦[0-9]⟧", text)
        for mark in given_:
            words += [mark] * chance.choice((0, 1, 1, 1, 2))
        if self.marks and chance.random() < 0.2:
            words.append(chance.choice(self.marks))
        if chance.random() < 0.7:
            chance.shuffle(words)
        return "".join(words)

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            texts = tuple(self._say(request.text, n) for n in range(max(decoding.nbest, 1)))
            yield Answer(texts, (-1.0,) * len(texts))


class Looking(Hostile):
    """Looks anywhere."""

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        found = []
        for request, text in answers:
            chance = random.Random(f"{self.seed}{request.text}{text}")
            source = tuple(Span(n, n + 2) for n in range(0, len(request.text), 2))
            target = tuple(Span(n, min(n + 3, len(text))) for n in range(0, len(text), 3))
            rows = tuple(tuple(chance.random() for _ in source) for _ in target)
            found.append(Alignment(source, target, rows))
        return found


class Liking(Looking):
    """Finds anything probable; by the texts alone, so that company does not count."""

    def score(self, asked: Sequence[Sequence[tuple[Request, str]]]) -> list[tuple[float, ...]]:
        return [tuple(self._like(request.text, text) for request, text in batch) for batch in asked]

    def _like(self, request: str, text: str) -> float:
        return -random.Random(f"{self.seed}{request}|{text}").choice((0.0, 3.0, 40.0, 900.0))


@st.composite
def marked(draw: st.DrawFn, code: str) -> str:
    """A text with codes, nested as they may be; perhaps a pair that another sentence begins or ends."""
    number = 0

    def part(depth: int) -> str:
        nonlocal number
        out = ""
        for _ in range(draw(st.integers(0 if depth else 1, 3))):
            kind = draw(st.sampled_from(["word", "word", "single", "pair"] if depth < 3 else ["word"]))
            if kind == "word":
                out += draw(st.sampled_from(WORDS[code]))
            elif kind == "single":
                number += 1
                out += f"{{{number}/}}"
            else:
                number += 1
                mine = number
                out += f"{{{mine}}}{part(depth + 1)}{{/{mine}}}"
        return out

    text = part(0)
    loose = draw(st.sampled_from(["", "", "begun", "ended"]))
    number += 1
    if loose == "begun":
        text = text + f"{{/{number}}}" + draw(st.sampled_from(WORDS[code]))
    elif loose == "ended":
        text = draw(st.sampled_from(WORDS[code])) + f"{{{number}}}" + text
    return text


def is_well_formed(source: str, target: str) -> bool:
    """The same labels; whatever the source closes, the target closes in an order that nests."""
    if Counter(LABEL.findall(source)) != Counter(LABEL.findall(target)):
        return False
    opened = {number for closes, number, single in LABEL.findall(source) if not closes and not single}
    closed = {number for closes, number, _ in LABEL.findall(source) if closes}
    stack: list[str] = []
    for closes, number, single in LABEL.findall(target):
        if number not in opened & closed:
            continue
        if closes and (not stack or stack.pop() != number):
            return False
        if not closes and not single:
            stack.append(number)
    return not stack


def is_whole_or_untranslated(unit: Unit) -> bool:
    """Every code in its place; or, where a model said nothing, no text at all, which is said."""
    source = unit.segment.text
    if unit.state is State.UNTRANSLATED:
        return not unit.target and not unit.raw and [issue.code for issue in unit.issues] == ["L03"]
    said, asked = (LABEL.sub("", text).strip() for text in (unit.target, source))
    return bool(said or not asked) and is_well_formed(source, unit.target)


def translated(texts: Sequence[str], legs: Sequence[Leg]) -> list[str]:
    return [unit.target for unit in units_of(texts, legs)]


def units_of(texts: Sequence[str], legs: Sequence[Leg]) -> list[Unit]:
    segments = [Segment(f"b-{n}", Span(0, len(text)), text, text) for n, text in enumerate(texts)]
    items = [Item(segment, date(2026, 1, 1), has_codes=True) for segment in segments]
    pair = Pair(legs[0].pair.source, legs[-1].pair.target)
    return translate_segments(items, pair, legs, glossary=None, decoding=Decoding(nbest=2))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(marked("en"), min_size=1, max_size=3),
    st.sampled_from(["zh", "th", "km", "vi"]),
    st.integers(0, 99),
    st.sampled_from([(), MARKS]),
    st.sampled_from([Hostile, Looking, Liking]),
)
def test_one_hop(texts: list[str], target: str, seed: int, marks: tuple[str, ...], kind: type[Hostile]) -> None:
    legs = [Leg(Pair("en", target), kind(seed, Pair("en", target), marks))]
    units = units_of(texts, legs)
    for unit in units:
        assert is_whole_or_untranslated(unit), unit
    found = [unit.target for unit in units]
    assert found == translated(texts, legs)
    assert found[::-1] == translated(texts[::-1], legs)


PARTED = "https://forum.example.org3200名{1}{2/}{3}{4}3200名论坛https://forum.example.org{/4}论坛论坛{/3}{/1}"


@example([PARTED], 0, MARKS)  # in parts: the halves of pairs in each came back in another order
@settings(deadline=None, max_examples=50)
@given(st.lists(marked("zh"), min_size=1, max_size=2), st.integers(0, 99), st.sampled_from([(), MARKS]))
def test_two_hops(texts: list[str], seed: int, marks: tuple[str, ...]) -> None:
    first, second = Pair("zh", "en"), Pair("en", "th")
    legs = [Leg(first, Looking(seed, first, marks)), Leg(second, Hostile(seed, second, marks))]
    for unit in units_of(texts, legs):
        assert is_whole_or_untranslated(unit), unit


class Mute(Hostile):
    """Says nothing."""

    def _say(self, text: str, n: int) -> str:
        return " " * n


@pytest.mark.parametrize("marks", [(), MARKS])
@pytest.mark.parametrize("mute", [0, 1])
def test_codes_without_words_are_no_translation(mute: int, marks: tuple[str, ...]) -> None:
    texts = ["论坛{1}开幕{/1}。", "{1}{2}论坛{/2}{/1}", "见{1/}3200名", "论坛"]
    pairs = Pair("zh", "en"), Pair("en", "th")
    kinds = (Mute, Hostile) if mute == 0 else (Hostile, Mute)
    for unit in units_of(texts, [Leg(pair, kind(3, pair, marks)) for pair, kind in zip(pairs, kinds, strict=True)]):
        assert (unit.target, unit.raw, unit.state) == ("", "", State.UNTRANSLATED)
        assert [issue.code for issue in unit.issues] == ["L03"]
        assert unit.estimate is None and len(unit.trail) == 2
    (alone,) = units_of(["{1/}"], [Leg(pairs[0], Mute(3, pairs[0], marks))])
    assert alone.target == "{1/}", "where there is nothing to translate, the codes are all there is"


@settings(deadline=None, max_examples=60)
@given(marked("en"), st.sampled_from(["th", "km", "zh"]), st.integers(0, 99))
def test_no_code_parts_what_is_seen_as_one_character(text: str, target: str, seed: int) -> None:
    legs = [Leg(Pair("en", target), Looking(seed, Pair("en", target), ()))]
    (found,) = translated([text], legs)
    for match in LABEL.finditer(found):
        behind = LABEL.sub("", found[match.end() :])[:1]
        before = LABEL.sub("", found[: match.start()])[-1:]
        if before.strip() and behind:  # a sign without a letter before it has nothing to be parted from
            assert unicodedata.category(behind)[0] != "M" or not before.isalpha(), found
