"""What a sentence and its later wording say differently: numbers, dates, names, denials, and the words most at stake.

Both texts are in one language. The comparison leans to the safe side: what it takes for a change of fact costs an
editor a look at two translations, what it overlooks may leave five killed in print where there were eight.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from mtkit.check.negation_data import SIMPLIFIED, negation_of
from mtkit.check.numbers.calendar import MONTHS, WEEKDAYS
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.parse import Mention, month_names, numbers
from mtkit.lang import LANGUAGES
from mtkit.review.facts_data import BODIES, CHINESE_NAME, DAYS, HONORIFICS, OPENERS, QUANTITY_MARKS, SENSES
from mtkit.text import Span

if TYPE_CHECKING:
    from mtkit.glossary import Glossary

__all__ = ["FactChange", "fact_changes"]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that differs: what stood in the old text and what stands in the new one, "" where there is nothing.

    ``kind`` is ``number``, ``date``, ``name``, ``negation`` or ``sense`` (up, down, dead, hurt, missing); of inline
    codes, ``markup``. ``about`` is what follows it in the text, a few words or characters, for the reader's sake. The
    spans are places in the two texts.
    """

    kind: str
    old: str
    new: str
    about: str = ""
    old_span: Span | None = None
    new_span: Span | None = None

    def __str__(self) -> str:
        """``number 5 -> 8 killed``; ``negation + not``; ``name - Hun Sen``."""
        if self.old and self.new:
            said = f"{self.old} -> {self.new}"
        else:
            said = f"+ {self.new}" if self.new else f"- {self.old}"
        return f"{self.kind} {said} {self.about}".rstrip()


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact in one text: ``value`` is what it comes to, by which two are the same."""

    value: object
    span: Span
    note: str = ""


def fact_changes(
    old: str, new: str, lang: str, *, glossary: Glossary | None = None, day: date = date.max, publisher: str = ""
) -> tuple[FactChange, ...]:
    """What ``new`` says otherwise than ``old``, numbers first, each kind in the order of the text.

    ``glossary`` knows names by their concept, so that two names of one body are the same; Latin words with a capital
    count as names where capitals mean something, and every Latin word where the text is in another script.
    """
    known = LANGUAGES.get(lang)
    base = known.base if known else lang.partition("-")[0]
    concepts_old, concepts_new = (_concepts(text, lang, glossary, day, publisher) for text in (old, new))
    dates_old, dates_new = _dates(old, base), _dates(new, base)
    numbers_old, numbers_new = _outside(_numbers(old, base), dates_old), _outside(_numbers(new, base), dates_new)
    senses_old, senses_new = _senses(old, base), _senses(new, base)
    by_kind = (
        ("number", numbers_old, numbers_new),
        ("date", dates_old, dates_new),
        (
            "name",
            [*concepts_old, *_names(old, base, new, [*concepts_old, *dates_old, *numbers_old])],
            [*concepts_new, *_names(new, base, old, [*concepts_new, *dates_new, *numbers_new])],
        ),
        ("negation", _outside(_denials(old, base), senses_old), _outside(_denials(new, base), senses_new)),
        ("sense", senses_old, senses_new),
    )
    return tuple(change for kind, before, after in by_kind for change in _compared(kind, before, after, old, new))


def _compared(kind: str, before: Sequence[_Fact], after: Sequence[_Fact], old: str, new: str) -> list[FactChange]:
    gone, come = _without(before, after), _without(after, before)
    found = []
    for n in range(max(len(gone), len(come))):
        lost = gone[n] if n < len(gone) else None
        made = come[n] if n < len(come) else None
        shown = (made, new) if made else (lost, old)
        about = _about(shown[1], shown[0].span) if shown[0] and kind == "number" else ""
        found.append(
            FactChange(
                kind,
                lost.span.of(old) if lost else "",
                made.span.of(new) if made else "",
                about,
                lost.span if lost else None,
                made.span if made else None,
            )
        )
    return found


def _without(facts: Sequence[_Fact], others: Sequence[_Fact]) -> list[_Fact]:
    """The facts that ``others`` do not have, or not as often, in the order of the text."""
    have = Counter(fact.value for fact in others)
    left = []
    for fact in sorted(facts, key=lambda fact: fact.span):
        if have[fact.value]:
            have[fact.value] -= 1
        else:
            left.append(fact)
    return left


_WORDS_SHOWN, _CHARACTERS_SHOWN = 3, 8


def _about(text: str, span: Span) -> str:
    """A few words after ``span``, or, where words are not parted by spaces, a few characters; up to a mark."""
    match = re.match(r"\s?[^,.;:!?(){“”\"«»「」，。；：！？（）、။៖។\d]*", text[span.end :])
    words = match[0].split() if match else []
    said = " ".join(words[:_WORDS_SHOWN])
    if not words or (len(said) <= 4 * _CHARACTERS_SHOWN and " " in said) or words[0].isascii():
        return said
    end = min(_CHARACTERS_SHOWN, len(said))
    while end < len(said) and unicodedata.category(said[end])[0] == "M":
        end += 1  # a vowel sign stays with its letter
    return said[:end].strip()


_COUNTED = tuple("人名个個位艘架辆輛家国國票")  # 一 begins many words that count nothing


def _counts(text: str, mention: Mention) -> bool:
    """Whether a number in words is one: not the Vietnamese not, which is also zero, and not 一 in another word."""
    if mention.span.of(text) == "一":
        return text[mention.span.end : mention.span.end + 1] in _COUNTED
    return mention.value != 0


def _numbers(text: str, base: str) -> list[_Fact]:
    """Numbers by value, those in words too, and the signs that say what they count."""
    if base not in LANGUAGES:
        return [_Fact(match[0], Span(*match.span())) for match in re.finditer(r"\d[\d.,:/-]*\d|\d", plain_digits(text))]
    found = [
        _Fact(mention.readings, mention.span)
        for mention in numbers(text, base).mentions
        if mention.written or _counts(text, mention)
    ]
    for at, char in enumerate(text):
        if char in QUANTITY_MARKS or unicodedata.category(char) == "Sc":
            found.append(_Fact(unicodedata.normalize("NFKC", char), Span(at, at + 1)))
    return found


@lru_cache(maxsize=64)
def _day_words(base: str) -> re.Pattern[str] | None:
    days = [f"(?P<r{n}>{pattern})" for n, pattern in enumerate(DAYS.get(base, ()))]
    return re.compile("|".join(days)) if days else None


def _dates(text: str, base: str) -> list[_Fact]:
    """Months and days of the week by name, and days by their distance from today."""
    found = []
    lower = _lowered(text)
    for n, day in enumerate(WEEKDAYS.get(base, ())):
        found += [_Fact(("weekday", n), Span(*match.span())) for match in re.finditer(day, text)]
    months = month_names(base)
    for match in months.finditer(plain_digits(lower)) if months else ():
        if base != "en" or match[0] not in {"may", "march", "mar"} or text[match.start()].isupper():
            found.append(_Fact(("month", _month(base, match[0])), Span(*match.span())))
    words = _day_words(base)
    for match in words.finditer(lower) if words else ():
        found.append(_Fact(("day", match.lastgroup), Span(*match.span())))
    return found


def _month(base: str, name: str) -> int | str:
    return MONTHS[base].get(name, name)


def _denials(text: str, base: str) -> list[_Fact]:
    """What denies, by its form or its sense. Plain negations may stand for each other, other words for none."""
    facts = negation_of(base)
    if facts is None:
        return []
    lower = _lowered(text).translate(SIMPLIFIED) if base == "zh" else _lowered(text)
    cues = [(match.lastgroup, Span(*match.span())) for match in facts.cue.finditer(lower)]
    senses = [Span(*match.span()) for match in facts.also.finditer(lower)]
    found = [_Fact("not", span) for kind, span in cues if kind != "no"]
    return found + [
        _Fact(span.of(lower), span) for span in senses if not any(span.overlaps(other) for _, other in cues)
    ]


def _senses(text: str, base: str) -> list[_Fact]:
    """What rises, falls, or happened to people: two words of one group are the same."""
    lower = _lowered(text)
    groups = SENSES.get(base, ())
    return [_Fact(n, Span(*match.span())) for n, group in enumerate(groups) for match in group.finditer(lower)]


def _lowered(text: str) -> str:
    """In small letters, at the same offsets."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _concepts(text: str, lang: str, glossary: Glossary | None, day: date, publisher: str) -> list[_Fact]:
    if glossary is None or lang not in LANGUAGES:
        return []
    hits = glossary.find(text, lang, day=day, publisher=publisher)
    return [_Fact(("concept", hit.concept.id), hit.span) for hit in hits]


_BODY, _BEGINS = 8, 4  # characters of a name that are compared, from its end or beginning
_LETTER = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LATIN = re.compile(rf"[{_LETTER}][{_LETTER}\u0300-\u036f0-9'’.-]*[{_LETTER}0-9]|[{_LETTER}]")


def _outside(facts: Sequence[_Fact], held: Sequence[_Fact]) -> list[_Fact]:
    """The facts that lie in none of ``held``: the five of Friday (周五) is no number, and no name."""
    return [fact for fact in facts if not any(fact.span.overlaps(other.span) for other in held)]


def _names(text: str, base: str, other: str, held: Sequence[_Fact]) -> list[_Fact]:
    """Names that no glossary knows, outside what it does (``held``)."""
    found = _outside(_latin_names(text, base, other), held)
    if base in HONORIFICS:
        # without spaces the end of a name is not known: its beginning tells two names apart
        people = HONORIFICS[base].finditer(text)
        found += [_Fact(("person", match[1][:_BEGINS]), Span(*match.span(1))) for match in people]
    if base in BODIES:
        end = slice(-_BODY, None) if base in {"zh", "my"} else slice(_BEGINS)  # where it says what it is behind it
        bodies = [_Fact(("body", m[1][end]), Span(m.start(1), m.end(1))) for m in BODIES[base].finditer(text)]
        found += [body for body in _outside(bodies, [*held, *found]) if body.span.of(text)[end] not in other]
    if base == "zh":
        named = [_Fact(("person", match[0]), Span(*match.span())) for match in CHINESE_NAME.finditer(text)]
        found += [person for person in _outside(named, held) if person.span.of(text) not in other]
    return found


def _latin_names(text: str, base: str, other: str) -> list[_Fact]:
    known = LANGUAGES.get(base)
    if known is None or not known.cased:
        return [_Fact(("word", match[0]), Span(*match.span())) for match in _LATIN.finditer(text)]
    openers = OPENERS.get(base, frozenset())
    beside = {match[0].casefold() for match in _LATIN.finditer(other)}
    found = []
    for match in _LATIN.finditer(text):
        word = match[0]
        if not any(char.isupper() for char in word):
            continue
        before = text[: match.start()].rstrip(" \"'“‘«(\u00a0")
        if (not before or before[-1] in ".!?:") and (word.casefold() in openers or word.casefold() in beside):
            continue
        found.append(_Fact(("word", word.removesuffix("'s").removesuffix("’s")), Span(*match.span())))
    return found
