"""Names in Latin letters: the same in source and target, in whatever script the rest is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.check.interface import Sample
from mtkit.check.names_words import own_words, translated
from mtkit.lang import Lang, Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = [
    "VIETNAMESE", "Token", "alike_in_both", "altered", "bare", "is_first", "is_translated", "neighbours", "sound_key",
    "tokens",
]  # fmt: skip

_TOKEN = re.compile(
    r"[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff](?<![^\W_].)['’A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f-]+"
)
_POSSESSIVE = re.compile("(?:['’]s?|-)$")
_START = re.compile(r"(?:^|[.!?:;。！？：…]\s*|[\"“‘«「『(（]|\n)\s*$")
_MARKS = re.compile("[\u0300-\u036f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[\w-]+\.(?:com|org|net|cn|gov|edu|info)\b|[@#]\w+", re.ASCII)
_DOMAIN = re.compile(r"\.(?:com|org|net|cn|gov|edu|info)\b")
_INFLECTED = re.compile(r"(?:n|an|ian|i|s|es|ns|ans|ese|ic|ish|er|ers|nya|kah|lah|pun|ng|ing|o|a|os|as|y)?$")

# a vowel of Vietnamese, and what a syllable of it looks like without its marks
VIETNAMESE = re.compile(
    r"(?:ngh?|nh|th|tr|ph|ch|kh|gh|gi|qu|[bcdghklmnpqrstvx])?(?:uy[eê]?|i[eê]u?|y[eê]u?|u[oô]i?|[ou]?a[iouy]?|[ou]?e[ou]?|oi|ui|uu|iu|ia|ua|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with a capital, without an English genitive's ending."""

    text: str
    start: int
    first: bool = False  # at the start of a sentence

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """In small letters, without marks above and below: "São" becomes "sao", "Đức" "duc"."""
    low = text.lower().replace("đ", "d").replace("ð", "d")
    return low if low.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", low))


def tokens(text: str) -> list[Token]:
    """The words of ``text`` with a capital in it, of two letters or more, in order; addresses are left out."""
    if "@" in text or "://" in text or "www." in text or _DOMAIN.search(text):
        text = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if not word[0].isupper():
            continue
        if not word.isalnum():
            word = _POSSESSIVE.sub("", word)
        if len(word) > 1:
            found.append(Token(word, match.start()))
    return found


def is_first(token: Token, text: str) -> bool:
    """Whether ``token`` stands where any word has a capital."""
    return _START.search(text[max(0, token.start - 4) : token.start]) is not None


def sound_key(word: str) -> str:
    """``word`` as it sounds across the spellings of the languages here: Ethiopia and Etiopia are one."""
    key = bare(word)
    for old, new in _SOUNDS:
        if old in key:
            key = key.replace(old, new)
    key = _DOUBLE.sub(r"\1", key)
    return _ENDING.sub("", key) if len(key) > 4 else key


_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ch", "k"), ("kh", "k"), ("ck", "k"), ("qu", "k"), ("lh", "l"), ("nh", "n"),
    ("mb", "nb"), ("sc", "s"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("x", "ks"), ("y", "i"), ("z", "s"), ("w", "v"),
    ("ou", "u"), ("oe", "e"), ("ae", "e"), ("ge", "je"), ("gi", "ji"), ("h", ""), ("j", "i"), ("v", "b"), ("gu", "g"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_ENDING = re.compile(r"(?:[aeiou]{1,2}|[aeiou][nsmlk]|[aeiou]ko|[nsmt])$")


def altered(sample: Sample, ours: Sequence[Token], theirs: Sequence[Token]) -> tuple[list[Issue], list[Token]]:
    """E01 by the words with a capital of both sides, and those of the source that are not in the target in any form.

    ``ours`` are the words of the source and ``theirs`` those of the target.
    """
    source, source_lang = sample.source, sample.source_lang
    issues: list[Issue] = []
    if source is None or source_lang is None:
        return issues, []
    mine, other = {token.text for token in ours}, {token.text for token in theirs}
    if mine <= other:
        return issues, []
    fresh = [token for token in theirs if token.text not in mine]
    lost = [token for token in ours if token.text not in other]
    if _all_capitals(ours) or _all_capitals(theirs):
        return issues, []
    matched: set[str] = set()
    used: set[int] = set()
    for token in fresh:
        found = _altered(token, ours, lost, sample, source_lang)
        if found is None:
            continue
        matched.add(found[0].text)
        if found[1] is not None and token.start not in used:
            used.add(token.start)
            issues.append(found[1])
    return issues, [token for token in lost if token.text not in matched]


def _all_capitals(found: Sequence[Token]) -> bool:
    return len(found) > 2 and sum(token.text.isupper() for token in found) * 5 >= len(found) * 4


def is_translated(token: Token, language: Lang) -> bool:
    """Whether a word with a capital is one that ``language`` translates, not a name that is kept."""
    words = translated(language.base)
    low = token.text.lower()
    return low in words or ("-" in low and any(part in words for part in low.split("-")))


def alike_in_both(token: Token, source: str, target: str) -> bool:
    """Whether a word that is translated is the same in both languages: Indonesia, November."""
    low = token.text.lower()
    return low in own_words(source) and low in own_words(target)


def _altered(
    token: Token, ours: Sequence[Token], lost: Sequence[Token], sample: Sample, source_lang: Lang
) -> tuple[Token, Issue | None] | None:
    """The word of the source that ``token`` spells in another way, and what to say of it."""
    from rapidfuzz.distance import DamerauLevenshtein as Distance

    plain = bare(token.text)
    best: tuple[int, bool, Token] | None = None
    for name in ours:
        gap = abs(len(name.text) - len(token.text))
        length = min(len(name.text), len(token.text))
        limit = 0 if length < 3 else 1 if length < 6 else 2
        if gap > limit + 1:
            continue
        distance = Distance.distance(plain, bare(name.text), score_cutoff=limit)
        if distance > limit:
            continue
        if length < 4 and distance and not _beside(name, sample):
            continue
        rank = (distance, name not in lost, name)
        if best is None or rank[:2] < best[:2]:
            best = rank
    if best is None:
        return None
    return best[2], _spelling(token, best[2], best[0], sample, source_lang, elsewhere=best[1])


def _beside(name: Token, sample: Sample) -> bool:
    """Whether a word of the same name, right before or after, stands in the target as it was."""
    return any(len(near) > 2 and near in sample.target for near in neighbours(name, sample.source or ""))


def neighbours(name: Token, source: str) -> Iterator[str]:
    """The words with a capital right before and right behind ``name``."""
    before = re.search(r"([^\W\d_]['’\w-]+)[ \u00a0]$", source[max(0, name.start - 24) : name.start])
    if before and before[1][0].isupper():
        yield before[1]
    behind = re.match(r"[ \u00a0]([^\W\d_]['’\w-]+)", source[name.end : name.end + 24])
    if behind and behind[1][0].isupper():
        yield _POSSESSIVE.sub("", behind[1])


def _spelling(
    token: Token, name: Token, distance: int, sample: Sample, source_lang: Lang, *, elsewhere: bool
) -> Issue | None:
    """What to say where ``token`` stands for ``name``; None where it is a translation or an inflected form."""
    source, target_base, low = sample.source or "", sample.target_lang.base, token.text.lower()
    if is_translated(token, sample.target_lang):
        return None
    common = is_translated(name, source_lang) and not alike_in_both(name, source_lang.base, target_base)
    if common and (distance > 1 or (sound_key(token.text) == sound_key(name.text) and not _beside(name, sample))):
        return None
    if _DAMAGED.search(token.text) or _DAMAGED.search(name.text):
        return None  # S03 says it
    message = f"the source has “{name.text}”, the target “{token.text}”"
    if low == name.text.lower():
        if token.text.isupper() or name.text.isupper() or elsewhere:
            return None
        return Issue("E01", Severity.INFO, f"{message}: check the capitals", name.span, token.span)
    if distance == 0:
        return _marks(token, name, message, source_lang.base, target_base)
    if common and _is_inflected(bare(name.text), low):
        return None
    if elsewhere and _INFLECTED.match(_rest(bare(token.text), bare(name.text))) is not None:
        return None
    same = sound_key(token.text) == sound_key(name.text)
    inflected = _is_inflected(bare(name.text), bare(token.text))
    if common:
        return Issue("E01", Severity.INFO, f"{message}: check the spelling", name.span, token.span)
    if (same or inflected) and not _beside(name, sample):
        first = is_first(token, sample.target) or is_first(name, source)
        return (
            None
            if first and inflected
            else Issue("E01", Severity.INFO, f"{message}: check the spelling", name.span, token.span)
        )
    sure = not same and not inflected and len(name.text) > 4 and not elsewhere and name.text[0] == token.text[0]
    sure = sure and name.text.isalpha() and token.text.isalpha() and not common
    sure = sure and (_beside(name, sample) or _in_foreign_text(sample))
    severity = Severity.WARNING if sure else Severity.INFO
    return Issue("E01", severity, f"{message}: is the name misspelt?", name.span, token.span)


def _in_foreign_text(sample: Sample) -> bool:
    """Whether one of the texts is not in Latin letters: a word in them stands there as it is, and is not adapted."""
    latin = Script.LATIN
    return sample.target_lang.script is not latin or (
        sample.source_lang is not None and sample.source_lang.script is not latin
    )


_DAMAGED = re.compile("[ÃâÂ](?![a-z])")


def _rest(one: str, other: str) -> str:
    """The longer word without the shorter one, or "?" where it does not begin with it."""
    short, long = sorted((one, other), key=len)
    return long[len(short) :] if long.startswith(short) else "?"


def _is_inflected(one: str, other: str) -> bool:
    """Whether the words differ by an ending alone: Australia, Australian; Pakistan, Pakistani."""
    rest = _rest(one, other)
    return rest != "?" and _INFLECTED.fullmatch(rest) is not None


def _marks(token: Token, name: Token, message: str, source: str, target: str) -> Issue | None:
    """A name that differs by marks alone: one that got marks is at home in Portuguese and Vietnamese."""
    marks, left = _count(name.text), _count(token.text)
    if not marks and target in {"pt", "vi", "tet"}:
        return None
    if left and left >= marks and target in {"pt", "tet"} and source not in {"pt", "tet", "vi"}:
        return Issue("E01", Severity.INFO, f"{message}: check the marks", name.span, token.span)
    lost = left < marks
    sure = lost and (target in {"vi", "pt", "tet"} or left > 0) and source not in {"pt", "tet"}
    verb = "marks were lost" if lost else "the marks differ"
    return Issue("E01", Severity.WARNING if sure else Severity.INFO, f"{message}: {verb}", name.span, token.span)


def _count(text: str) -> int:
    """The number of marks above and below the letters."""
    if text.isascii():
        return 0
    return len(_MARKS.findall(unicodedata.normalize("NFD", text))) + text.lower().count("đ")
