"""Finding forms in folded text: leftmost-longest, with boundaries that know the script.

Forms stand sorted, as in a dictionary, each with a link to the longest other form that begins it. Every form that
begins the text from some place on is then the one just before that text in the order, or reached from it by links
(all that sorts between a form and a text that it begins, begins with it as well). This finds what an Aho-Corasick
automaton finds, keeps no node per character, is compiled by one sort, and costs a place of the text one set
look-up, and a binary search where a form may begin.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mtkit.glossary.model import Case, Concept, Status, Term
from mtkit.glossary.normal import Folded, fold, is_unspaced
from mtkit.text import Span

__all__ = ["Form", "Index", "Match", "index", "is_chinese", "scan"]

_HEAD = 3
_ENDINGS = "\u0bcd\u0bc1"  # the Tamil pulli and sign u, which give way to the vowel of a case ending
_TAMIL_STEM = 4  # a shorter Tamil form must stand alone: too many words begin like it
_CURRENCY = "$\u00a3\u00a5\u20ac\u20b1\u0e3f"
# after a Chinese ministry's name: the minister, or departments and parts in general
_OFFICE = re.compile("副?部?长|[门分]")
# after an English ministry's name: another ministry, with more tasks
_PORTFOLIO = re.compile(
    r",?(?: and)? (?:commerce|communications?|cooperation|culture|economy|employment|energy|environment|immigration"
    r"|industry|information|innovation|international|investment|religious|research|science|sports?|technology|tourism"
    r"|trade|training|youth)\b"
)
_HYPHENS = "-\u2010\u2011"
_NOT_LATIN = re.compile("[^\x00-\u02ff\u1e00-\u20cf]")
_LATIN_START = re.compile(r"(?<!\w)\w|[^\w ]")
_LOOSE = frozenset({"country", "abbr", "body", "media", "place", "event", "document"})
_STACKERS = "\u17d2\u1039"  # Khmer coeng, Burmese virama: what follows hangs below what stands before
# Thai and Lao vowels that are written before their consonant
_LEADING = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
_TRAILING = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"  # and those written after it that are no marks
_BURMESE_FINAL = re.compile("[\u1000-\u1021]\u1037?[\u1039\u103a]")
_SUFFIX = MappingProxyType(
    {
        "id": re.compile(r"(?:nya|lah|kah|pun)(?!\w)"),
        "ms": re.compile(r"(?:nya|lah|kah|pun)(?!\w)"),
        "fil": re.compile(r"(?:ng|g)(?!\w)"),
    }
)
_DEPUTY = MappingProxyType(
    {
        "en": re.compile(r"\b(?:deputy|vice|assistant|under)[- ]$"),
        "zh": re.compile("(?:副|助理)$"),
        "id": re.compile(r"\bwakil $"),
        "ms": re.compile(r"\b(?:timbalan|naib) $"),
        "fil": re.compile(r"\b(?:pangalawang|bise|katuwang na) $"),
        "vi": re.compile(r"\bphó $"),
        "th": re.compile("(?:รอง|ผู้ช่วย)$"),
        "lo": re.compile("(?:ຮອງ|ຜູ້ຊ່ວຍ)$"),
        "km": re.compile("(?:អនុ|រង|ជំនួយការ)$"),
        "my": re.compile("ဒု(?:တိယ)?$"),
        "ta": re.compile("துணை $"),
        "pt": re.compile(r"\bvice-$"),
    }
)
"""What makes another, lower office of a title when it stands before it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term: its text, its abbreviation or its later mention, folded."""

    concept: Concept
    term: Term
    exact: str
    case: Case

    @property
    def tight(self) -> bool:
        """Whether a hyphen next to the form makes another word of it (Under-Secretary-General)."""
        return self.concept.kind not in _LOOSE or self.term.status is Status.FORBIDDEN

    def fits(self, found: str) -> bool:
        """Whether the capitals of ``found`` (folded, case kept) suit the form."""
        if self.case is Case.ANY or found == self.exact:
            return True
        if self.case is Case.FIXED:
            return False
        return found in {self.exact[:1].upper() + self.exact[1:], self.exact.upper()}


@dataclass(frozen=True, slots=True)
class Index:
    """Forms of one language by their small letters.

    ``names`` are the keys of ``forms``, sorted; ``shorter[n]`` is the place of the longest other name that begins
    ``names[n]``, or -1. ``heads`` are the first three characters of the names, ``short`` the names that have no more
    than two, ``longest`` is the length of the longest.
    """

    lang: str
    forms: Mapping[str, tuple[Form, ...]]
    names: tuple[str, ...]
    shorter: tuple[int, ...]
    heads: frozenset[str]
    short: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the folded text, the raw stretch behind it, and every form that stands there."""

    start: int
    end: int
    span: Span
    forms: tuple[Form, ...]


def is_chinese(lang: str) -> bool:
    """Whether ``lang`` is written in Chinese characters, of either kind."""
    return lang.partition("-")[0] == "zh"


def index(lang: str, rows: Iterable[tuple[Concept, Term, str, Case]]) -> Index:
    """Index ``rows`` of concept, term, text and case for texts in ``lang``."""
    forms: dict[str, list[Form]] = {}
    for concept, term, text, case in rows:
        folded = fold(text, chinese=is_chinese(lang))
        exact, lower = folded.exact, folded.lower
        if lang == "ta" and len(exact) > _TAMIL_STEM:
            exact, lower = exact.rstrip(_ENDINGS), lower.rstrip(_ENDINGS)
        if exact:
            forms.setdefault(lower, []).append(Form(concept, term, exact, case))
    names = tuple(sorted(forms))
    return Index(
        lang,
        MappingProxyType({name: tuple(forms[name]) for name in names}),
        names,
        _shorter(names),
        frozenset(name[:_HEAD] for name in names if len(name) >= _HEAD),
        frozenset(name for name in names if len(name) < _HEAD),
        max(map(len, names), default=0),
    )


def _shorter(names: Sequence[str]) -> tuple[int, ...]:
    """For each of the sorted ``names``, the place of the longest other one that begins it, or -1."""
    links: list[int] = []
    open_names: list[int] = []
    for place, name in enumerate(names):
        while open_names and not name.startswith(names[open_names[-1]]):
            open_names.pop()
        links.append(open_names[-1] if open_names else -1)
        open_names.append(place)
    return tuple(links)


def scan(raw: str, folded: Folded, index: Index, keep: Callable[[Form], bool]) -> Iterator[Match]:
    """Leftmost-longest matches, disjoint and in order, of the forms that ``keep`` lets through."""
    end = 0
    for place in _beginnings(folded.lower, index):
        if place < end:
            continue
        found = _from(raw, folded, index, keep, place)
        if found:
            yield found
            end = found.end


def _beginnings(lower: str, index: Index) -> list[int]:
    """The places of a text where a name of ``index`` may begin."""
    heads, short = index.heads, index.short
    # inside a word of Latin letters none begins
    starts = range(len(lower)) if _NOT_LATIN.search(lower) else [m.start() for m in _LATIN_START.finditer(lower)]
    places = [place for place in starts if lower[place : place + _HEAD] in heads]
    if not short:
        return places
    brief = {place for width in {len(name) for name in short} for place in starts
             if lower[place : place + width] in short}  # fmt: skip
    return sorted(brief.union(places)) if brief else places


def _from(raw: str, folded: Folded, index: Index, keep: Callable[[Form], bool], start: int) -> Match | None:
    """The longest match that begins at ``start`` of the folded text."""
    ahead = folded.lower[start : start + index.longest]
    nearest = bisect_right(index.names, ahead) - 1
    while nearest >= 0:
        name = index.names[nearest]
        if ahead.startswith(name):
            found = _at(raw, folded, index, keep, start, start + len(name))
            if found:
                return found
        nearest = index.shorter[nearest]
    return None


def _at(raw: str, folded: Folded, index: Index, keep: Callable[[Form], bool], start: int, end: int) -> Match | None:
    """The match at ``[start, end)`` of the folded text, if a form fits there."""
    if not _bounded(folded.exact, start, end, index.lang):
        return None
    exact = folded.exact[start:end]
    span = folded.span(start, end)
    hyphened = _hyphened(raw, span)
    fitting = tuple(
        form
        for form in index.forms[folded.lower[start:end]]
        if form.fits(exact)
        and not (hyphened and form.tight)
        and not (form.concept.kind == "title" and _deputy(folded.lower, start, index.lang))
        and not (form.concept.kind == "body" and _goes_on(folded, start, end, index.lang))
        and keep(form)
    )
    if not fitting:
        return None
    if index.lang == "ta" and start + _TAMIL_STEM <= end and raw[span.end : span.end + 1] in tuple(_ENDINGS):
        span = Span(span.start, span.end + 1)
    return Match(start, end, span, fitting)


def _hyphened(raw: str, span: Span) -> bool:
    """Whether a hyphen ties the stretch to a letter outside it."""
    before = raw[max(0, span.start - 2) : span.start]
    after = raw[span.end : span.end + 2]
    return (len(before) == 2 and before[1] in _HYPHENS and before[0].isalnum() and not is_unspaced(before[0])) or (
        len(after) == 2 and after[0] in _HYPHENS and after[1].isalnum() and not is_unspaced(after[1])
    )


def _deputy(lower: str, start: int, lang: str) -> bool:
    """Whether the title at ``start`` is only the end of a lower office's."""
    pattern = _DEPUTY.get(lang.partition("-")[0])
    return bool(pattern and pattern.search(lower[max(0, start - 16) : start]))


def _goes_on(folded: Folded, start: int, end: int, lang: str) -> bool:
    """Whether the ministry at ``[start, end)`` is only the beginning of another name."""
    if is_chinese(lang):
        return folded.exact[end - 1] == "部" and _OFFICE.match(folded.exact, end) is not None
    if lang == "en" and folded.lower.startswith(("ministry of ", "department of "), start):
        return _PORTFOLIO.match(folded.lower, end) is not None
    return False


@lru_cache(maxsize=4096)
def _spaced_letter(char: str) -> bool:
    """Whether ``char`` is a letter, digit or mark of a script that parts words by spaces."""
    return (char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M") and not is_unspaced(char)


@lru_cache(maxsize=4096)
def _hangs(char: str) -> bool:
    """Whether ``char`` belongs to the cluster of the letter before it."""
    return unicodedata.category(char)[0] == "M" or char in _TRAILING


def _bounded(text: str, start: int, end: int, lang: str) -> bool:
    """Whether ``[start, end)`` neither begins nor ends inside a word or a grapheme cluster."""
    if start:
        before, first = text[start - 1], text[start]
        if _spaced_letter(before) and _spaced_letter(first):
            return False
        if before in _STACKERS or before in _LEADING:
            return False
    if end == len(text):
        return True
    last, after = text[end - 1], text[end]
    if lang == "ta" and end - start >= _TAMIL_STEM:  # case endings are written on to the noun
        return not _hangs(after) or _tamil_stem(text, end)
    if _hangs(after) or (after in _LEADING and last in _LEADING):
        return False
    if "\u1000" <= after <= "\u1021" and _BURMESE_FINAL.match(text, end):
        return False
    if after in _CURRENCY and _spaced_letter(last):  # US$
        return False
    if _spaced_letter(last) and _spaced_letter(after):
        suffix = _SUFFIX.get(lang)
        return bool(suffix and last.islower() and suffix.match(text[end : end + 6]))
    return True


def _tamil_stem(text: str, end: int) -> bool:
    """Whether the stem that ends at ``end`` goes on with a vowel sign: the ending of a consonant that had a pulli."""
    return unicodedata.category(text[end - 1]) == "Lo" and unicodedata.category(text[end])[0] == "M"
