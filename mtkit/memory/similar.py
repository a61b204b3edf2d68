"""How like two texts of one language are, and which facts differ between them.

Texts are compared by indel distance (the normalised longest common subsequence, as in rapidfuzz): over characters in
Chinese, over clusters of a base and its marks in Thai, Lao, Khmer and Burmese, and over characters and words, half
and half, where words are parted by spaces. The score is symmetric, from 0 to 100, and 100 for equal texts alone. A
fact that changed caps it, for a sentence with another number is no translation at 95 percent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from functools import lru_cache

from mtkit.check.names_chinese import persons
from mtkit.check.negation import negations
from mtkit.check.numbers.calendar import MONTHS, WEEKDAYS
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.parse import month_names, numbers
from mtkit.glossary import Glossary
from mtkit.lang import LANGUAGES
from mtkit.text import Span

__all__ = ["ONE_FACT", "SEVERAL_FACTS", "changed_facts", "clusters", "score", "similarity"]

ONE_FACT, SEVERAL_FACTS = 80.0, 76.0
"""The highest score of a text in which one fact, or more of them, changed."""
_ALMOST = 99.0
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_", re.UNICODE)
_IN_BLOCKS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))
_MARKS = "".join(
    chr(code) for low, high in _IN_BLOCKS for code in range(low, high + 1) if unicodedata.category(chr(code))[0] == "M"
)
# a Khmer coeng and a Burmese virama bind the consonant that follows
_CLUSTER = re.compile(rf"[^\s\u200b](?:[\u17d2\u1039][^\s]|[{_MARKS}])*")
_NAME = re.compile(r"(?<![\w])(?:[A-Z]{2,}[\w-]*|\w*[a-z][A-Z]\w*)")
_CAPITAL = re.compile(r"(?<=[^.!?…:“\"'‘(\s]\s)[^\W\d_a-z][\w’'-]*")
_LIMIT = 4000
_WORDS_TOO = frozenset({"may", "march", "mar"})
_SHOWN = 3


@lru_cache(maxsize=1024)
def clusters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` with their marks, white space and zero-width spaces left out."""
    return tuple(_CLUSTER.findall(text))


def similarity(one: str, other: str, lang: str, *, least: float = 0) -> float:
    """How like the letters of two texts in the language ``lang`` are, from 0 to 100; 100 for equal texts alone.

    What cannot come to ``least`` may be given as 0, which is quicker.
    """
    if one == other:
        return 100.0
    from rapidfuzz.distance import Indel

    one, other = one[:_LIMIT], other[:_LIMIT]
    known = LANGUAGES.get(lang)

    def alike(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
        return 100 * Indel.normalized_similarity(a, b)

    if known is not None and not known.spaced:
        found = alike(one, other) if known.script.is_han else alike(clusters(one), clusters(other))
    else:
        found = alike(one.lower(), other.lower())
        if found < 2 * least - 100:
            return 0.0
        found = (found + alike(_words(one), _words(other))) / 2
    return min(found, _ALMOST)


def score(
    one: str, other: str, lang: str, *, glossary: Glossary | None = None, day: date = date.max
) -> tuple[float, tuple[str, ...]]:
    """The score of two texts, and the facts that changed from ``one`` to ``other``, by which it is capped."""
    found = similarity(one, other, lang)
    if found == 100:
        return found, ()
    changed = changed_facts(one, other, lang, glossary=glossary, day=day)
    cap = (100.0, ONE_FACT)[len(changed)] if len(changed) < 2 else SEVERAL_FACTS
    return min(found, cap), changed


def changed_facts(
    one: str, other: str, lang: str, *, glossary: Glossary | None = None, day: date = date.max
) -> tuple[str, ...]:
    """The numbers, dates, names and negations in which two texts of one language differ, as ``number 5 → 8``.

    Names are the concepts of ``glossary`` in force on ``day``, acronyms, Chinese persons with a title, and words with a
    capital inside a sentence.
    """
    base = lang.partition("-")[0]
    both = (one, other)
    told = {
        "number": [_numbers(text, base) for text in both],
        "date": [Counter(span.of(text) for span in _dates(text, base)) for text in both],
        "name": [_names(text, lang, glossary, day) for text in both],
    }
    changed = [_told(what, before, after) for what, (before, after) in told.items() if before != after]
    return (*changed, "negation") if negations(one, base) != negations(other, base) else tuple(changed)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def _numbers(text: str, base: str) -> Counter[str]:
    """Numbers by value. What names a day holds none (周五), and the Vietnamese not, which is also nought, is none."""
    days = _dates(text, base)
    found = [
        mention
        for mention in numbers(text, base).mentions
        if (mention.written or mention.value) and not any(mention.span.overlaps(day) for day in days)
    ]
    return Counter(" ".join(f"{value.normalize():f}" for value in mention.readings[0]) for mention in found)


@lru_cache(maxsize=4096)
def _dates(text: str, base: str) -> tuple[Span, ...]:
    """Where days of the week and months stand by name."""
    found = [Span(*match.span()) for day in WEEKDAYS.get(base, ()) for match in re.finditer(day, text)]
    months = month_names(base) if base in MONTHS else None
    named = months.finditer(plain_digits(text)) if months else ()
    sure = (match for match in named if match[0] not in _WORDS_TOO or text[match.start()].isupper())
    return (*found, *(Span(*match.span()) for match in sure))


def _names(text: str, lang: str, glossary: Glossary | None, day: date) -> Counter[str]:
    known = LANGUAGES.get(lang)
    days = _dates(text, lang.partition("-")[0])
    patterns = (_NAME, _CAPITAL) if known is not None and known.cased else (_NAME,)
    places = {Span(*match.span()) for pattern in patterns for match in pattern.finditer(text)}
    places |= {person.span for person in persons(text)} if lang in {"zh", "zh-Hant"} else set()
    found = [span.of(text) for span in sorted(places) if not any(span.overlaps(day) for day in days)]
    held = glossary.find(text, lang, day=day) if glossary is not None and known is not None else ()
    named = [hit.span.of(text) for hit in held]
    return Counter([*named, *(word for word in found if not any(word in name for name in named))])


def _told(what: str, one: Counter[str], other: Counter[str]) -> str:
    gone, new = (", ".join(sorted(some.elements())[:_SHOWN]) for some in (one - other, other - one))
    return f"{what} {gone or 'none'} → {new or 'none'}"
