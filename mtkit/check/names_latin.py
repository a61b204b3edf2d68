"""Names in Latin letters: the same in source and target, in whatever script the rest is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.check.interface import Sample
from mtkit.check.names_words import alike, own_words, titles, translated
from mtkit.lang import Lang, Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["Token", "bare", "is_translated", "latin_names", "tokens"]

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
_VIETNAMESE = re.compile(
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


def _first(token: Token, text: str) -> bool:
    return _START.search(text[max(0, token.start - 4) : token.start]) is not None


def _key(word: str) -> str:
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


def latin_names(sample: Sample, ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Issue]:
    """E01 and E02 by the words with a capital of both sides, ``ours`` of the source and ``theirs`` of the target."""
    source, source_lang = sample.source, sample.source_lang
    if source is None or source_lang is None:
        return
    mine, other = {token.text for token in ours}, {token.text for token in theirs}
    if mine <= other:
        return
    fresh = [token for token in theirs if token.text not in mine]
    lost = [token for token in ours if token.text not in other]
    if _all_capitals(ours) or _all_capitals(theirs):
        return
    matched: set[str] = set()
    used: set[int] = set()
    for token in fresh:
        found = _altered(token, ours, lost, sample, source_lang)
        if found is None:
            continue
        matched.add(found[0].text)
        if found[1] is not None and token.start not in used:
            used.add(token.start)
            yield found[1]
    yield from _missing([token for token in lost if token.text not in matched], ours, sample, source_lang)


def _all_capitals(found: Sequence[Token]) -> bool:
    return len(found) > 2 and sum(token.text.isupper() for token in found) * 5 >= len(found) * 4


def is_translated(token: Token, language: Lang) -> bool:
    """Whether a word with a capital is one that ``language`` translates, not a name that is kept."""
    words = translated(language.base)
    low = token.text.lower()
    return low in words or ("-" in low and any(part in words for part in low.split("-")))


def _alike_in_both(token: Token, source: str, target: str) -> bool:
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
    return any(len(near) > 2 and near in sample.target for near in _neighbours(name, sample.source or ""))


def _neighbours(name: Token, source: str) -> Iterator[str]:
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
    common = is_translated(name, source_lang) and not _alike_in_both(name, source_lang.base, target_base)
    if common and (distance > 1 or (_key(token.text) == _key(name.text) and not _beside(name, sample))):
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
    same = _key(token.text) == _key(name.text)
    inflected = _is_inflected(bare(name.text), bare(token.text))
    if common:
        return Issue("E01", Severity.INFO, f"{message}: check the spelling", name.span, token.span)
    if (same or inflected) and not _beside(name, sample):
        first = _first(token, sample.target) or _first(name, source)
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


def _missing(lost: Sequence[Token], ours: Sequence[Token], sample: Sample, source_lang: Lang) -> Iterator[Issue]:
    """E02 for names of the source that are not in the target, where its letters would keep them."""
    if not lost:
        return
    if sample.target_lang.script is not Script.LATIN and not _usually_kept(lost, ours, sample, source_lang):
        return
    source, target = sample.source or "", sample.target.lower()
    latin = sample.target_lang.script is Script.LATIN
    if source_lang.script is Script.LATIN and _headline(source, ours):
        return
    done: set[str] = set()
    for token in lost:
        low = token.text.lower()
        if low in done or low in target or bare(low) in target:
            continue
        done.add(low)
        if not (_is_kept(token, sample, source_lang) or (latin and _is_place(token, sample, source_lang))):
            continue
        kept = any(near.lower() in target for near in _neighbours(token, source))
        title = _titled(token, source, source_lang)
        first = source_lang.script is Script.LATIN and _first(token, source)
        if first and not kept and not title and not (source_lang.base == "en" and _is_subject(token, source)):
            continue
        if title or kept or len(token.text) > 2:
            sure = title and not kept and len(token.text) > 2 and latin and source_lang.base in {"en", "pt"}
            severity = Severity.WARNING if sure else Severity.INFO
            yield Issue("E02", severity, f"the source names “{token.text}”, the target does not", token.span)


def _is_place(token: Token, sample: Sample, source_lang: Lang) -> bool:
    """Whether a word that is translated, or built like one, has no word in the target that could be it."""
    low = token.text.lower()
    if low not in alike():
        source = sample.source or ""
        if source_lang.base not in {"id", "ms", "pt"} or is_translated(token, source_lang) or not token.text.isalpha():
            return False
        if token.text.isupper() or _first(token, source) or any(_neighbours(token, source)):
            return False  # a capital that stands alone inside a sentence is a name's
    from rapidfuzz import fuzz

    key = _key(token.text)
    words = (_key(match[0].replace("-", "")) for match in _WORDS.finditer(sample.target))
    return not any(word[:1] == key[:1] and fuzz.ratio(word, key) >= 100 * _NEAR for word in words)


_WORDS = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:-[^\W\d_]+)*")
_NEAR = 0.7

# what follows a name at the head of an English sentence; a noun there would have an article or be a plural
_SUBJECT = re.compile(
    r"['’]s\b| (?:said|says|told|also|had|has|was|did|will|won|added|who|then|later|wrote|began|met|took|became|"
    r"[a-z]+ed)\b"
)
_NOUNS = (
    "s",
    "ing",
    "ly",
    "tion",
    "ment",
    "ity",
    "ness",
    "one",
    "body",
    "thing",
    "er",
    "ry",
    "ce",
    "ship",
    "ance",
    "ure",
    "ogy",
)


def _usually_kept(lost: Sequence[Token], ours: Sequence[Token], sample: Sample, source_lang: Lang) -> bool:
    """Whether a target in another script leaves names in Latin letters as they are, instead of spelling their sound."""
    names = {token.text for token in ours if len(token.text) > 2 and _is_kept(token, sample, source_lang)}
    gone = len(names & {token.text for token in lost})
    if source_lang.script is Script.LATIN or sample.target_lang.script.is_han:
        return gone * 3 <= len(names)
    return gone < len(names) or sample.target_lang.base in {"lo", "km"}


def _is_subject(token: Token, source: str) -> bool:
    """Whether a word at the head of an English sentence is a name by what follows it."""
    match = _SUBJECT.match(source, token.end)
    return match is not None and (match[0][0] != " " or not token.text.lower().endswith(_NOUNS))


def _headline(source: str, ours: Sequence[Token]) -> bool:
    return len(ours) > 4 and len(ours) * 3 > len(source.split()) * 2


def _is_kept(token: Token, sample: Sample, source_lang: Lang) -> bool:
    """Whether the word would stay as it is in a target in Latin letters."""
    word = token.text
    alike = _alike_in_both(token, source_lang.base, sample.target_lang.base)
    if alike:
        return True
    if len(word) < 2 or is_translated(token, source_lang) or word.isupper() or any(c.isdigit() for c in word):
        return False
    if source_lang.base == "vi":
        return _VIETNAMESE.fullmatch(bare(word)) is None or _titled(token, sample.source or "", source_lang)
    general, low = _GENERAL.get(source_lang.base), bare(word)
    if general is None or general.search(low) is None:
        return True
    foreign = _FOREIGN.get(source_lang.base)
    return foreign is not None and foreign.search(low) is not None


_ENGLISH = (
    r"(?:tions?|ments?|ness|ships?|hood|ological|ology|istic|ism|ists?|ities|ity|ese|ish|ians?|ually|ally|ings?|able|ible|ful|"
    r"less|ous|ives?|ary|ories|ory|ics|ances?|ences?)$"
)
_MALAY = r"^(?:pe[nmrl]|ke.*an$|ber|me[nm]|ter|di|se)|(?:asi|isme|ika|kan|ia|an|is|tas|gi|nya)$"
_FOREIGN = {  # letters that a language's own words hardly have
    "id": re.compile(r"[qvx]|th|ph|ck|oo|ee|sh|([bdfgklmnprst])\1"),
    "ms": re.compile(r"[qvx]|th|ph|ck|oo|ee|sh|([bdfgklmnprst])\1"),
    "fil": re.compile(r"[cfjqvxz]|th|ph|oo|ee|sh|([bdfgklmnprst])\1"),
}
_GENERAL = {  # how words are built that no name is
    "en": re.compile(_ENGLISH),
    "id": re.compile(f"{_MALAY}|{_ENGLISH}"),
    "ms": re.compile(f"{_MALAY}|{_ENGLISH}"),
    "fil": re.compile(
        r"^(?:pa[gmn]|ka|ma|tag|pin|na|um|ik|in)|(?:ng|y[oa]|iy[oa]|iko|ika|an[oa]|han|on|in|[aeiou]s|k)$|"
        + _ENGLISH
    ),
    "pt": re.compile(
        r"(?:ção|ções|dade|mente|ismo|istas?|ais?|ões|ia|ias|ic[oa]s?|eir[oa]s?|an[oa]s?|[êe]s|[êe]nci[ao]s?|ad[oa]s?)$|[ãõç]"
    ),
    "tet": re.compile(r"(?:saun|dade|mentu|ál|ár|iku|ika|adu|ada|ia)$"),
}  # fmt: skip


def _titled(token: Token, source: str, source_lang: Lang) -> bool:
    """Whether a title of a person stands before ``token``, or before the name that it is a part of."""
    known = titles(source_lang.base)
    if not known:
        return False
    words = re.findall(r"[^\W\d_][\w'’-]*\.?", source[max(0, token.start - 48) : token.start])
    for n, word in enumerate(reversed(words[-3:])):
        if word.lower().rstrip(".") in known and (word[0].isupper() or source_lang.base in {"vi", "fil"}):
            return True
        if not word[0].isupper() or n > 1:
            return False
    return False
