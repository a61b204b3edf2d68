"""E02: names of the source that are not in the target, in Latin letters or by their sound in another script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtkit.check.interface import Sample
from mtkit.check.names_latin import (
    VIETNAMESE,
    Token,
    alike_in_both,
    bare,
    is_first,
    is_translated,
    neighbours,
    sound_key,
)
from mtkit.check.names_sound import distance, is_known, weight
from mtkit.check.names_words import alike, titles
from mtkit.lang import Lang, Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["missing"]


def missing(lost: Sequence[Token], ours: Sequence[Token], sample: Sample, source_lang: Lang) -> Iterator[Issue]:
    """E02 for names of the source that are not in the target: in its letters, or by their sound.

    ``ours`` are the words with a capital of the source, and ``lost`` those of them that the target has not.
    """
    if not lost:
        return
    if sample.target_lang.script is not Script.LATIN and not _usually_kept(lost, ours, sample, source_lang):
        half = [token for token in lost if _is_half_kept(token, sample, source_lang)]
        for name in dict.fromkeys(token.text for token in half):
            place = next(token.span for token in half if token.text == name)
            yield Issue("E02", Severity.INFO, f"the source names “{name}”, the target does not", place)
        if source_lang.script is Script.LATIN:
            yield from _unheard([token for token in lost if token not in half], sample, source_lang)
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
        kept = any(near.lower() in target for near in neighbours(token, source))
        title = _titled(token, source, source_lang)
        first = source_lang.script is Script.LATIN and is_first(token, source)
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
        if token.text.isupper() or is_first(token, source) or any(neighbours(token, source)):
            return False  # a capital that stands alone inside a sentence is a name's
    from rapidfuzz import fuzz

    key = sound_key(token.text)
    words = (sound_key(match[0].replace("-", "")) for match in _WORDS.finditer(sample.target))
    return not any(word[:1] == key[:1] and fuzz.ratio(word, key) >= 100 * _NEAR for word in words)


_WORDS = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:-[^\W\d_]+)*")
_NEAR = 0.7

# the share of a name's sounds that may be missing or others before it counts as unheard: of a name of several words,
# and of one word; on good translations 97 of 100 names are heard within it
_UNHEARD = {Script.THAI: (0.3, 0.4), Script.TAMIL: (0.25, 0.25), Script.BURMESE: (0.35, 0.4)}
_UNHEARD_HAN = 0.35  # persons alone: Chinese translates the names of things


def _is_half_kept(token: Token, sample: Sample, source_lang: Lang) -> bool:
    """Whether a target in another script keeps the rest of this name, or names of its kind: WiFi, AstroNet."""
    word, target = token.text, sample.target
    if len(word) < 3 or word.isupper() or is_translated(token, source_lang):
        return False
    squeezed = _NO_LETTER.sub("", target).lower()
    if _NO_LETTER.sub("", word).lower() in squeezed or bare(word) in bare(target):
        return False
    if sample.target_lang.script.is_han and _BRAND.fullmatch(word):
        return True
    return any(
        len(near) > 3 and not near.isupper() and re.search(rf"(?<![A-Za-z]){re.escape(near)}(?![A-Za-z])", target)
        for near in neighbours(token, sample.source or "")
        if not is_translated(Token(near, 0), source_lang)
    )


_NO_LETTER = re.compile(r"[^A-Za-z]")
_BRAND = re.compile(
    r"(?!Mc|Mac|De[A-Z]|Di[A-Z]|La[A-Z]|Le[A-Z]|Du[A-Z]|Fitz)(?:[A-Z][a-z]+[A-Z][A-Za-z]*|[A-Z]{2}[a-z]{2,})(?<!s)"
)


def _unheard(lost: Sequence[Token], sample: Sample, source_lang: Lang) -> Iterator[Issue]:
    """E02 for names that a target in another script spells by their sound, where nothing in it sounds so."""
    script, source = sample.target_lang.script, sample.source or ""
    if not is_known(script) or len(sample.target) > _LONG:
        return
    limits = (_UNHEARD_HAN, 0.0) if script.is_han else _UNHEARD.get(script, (0.0, 0.0))
    low, done = sample.target.lower(), set[str]()
    for run in _runs(lost, sample, source_lang):
        words, first, last = [token.text for token in run], run[0], run[-1]
        whole, several = " ".join(words), len(run) > 1
        if whole in done:
            continue
        done.add(whole)
        limit = limits[0] if several else limits[1]
        if not limit or weight(whole) < (4 if several else 3) or any(word.lower() in low for word in words):
            continue
        person = _titled(first, source, source_lang) or _SUBJECT.match(source, last.end) is not None
        if (script.is_han or is_first(first, source)) and not person:
            continue
        if not several and any(neighbours(first, source)):
            continue
        parts = [whole, *(word for word in words if several and weight(word) > 2)]
        if all(distance(part, sample.target, script) > limit * weight(part) for part in parts):
            message = f"the source names “{whole}”, nothing in the target sounds like it"
            yield Issue("E02", Severity.INFO, message, Span(first.start, last.end))


def _runs(lost: Sequence[Token], sample: Sample, source_lang: Lang) -> list[list[Token]]:
    """Names of one or more words that stand side by side."""
    runs: list[list[Token]] = []
    for token in lost:
        if not _is_kept(token, sample, source_lang):
            continue
        if runs and (sample.source or "")[runs[-1][-1].end : token.start] in {" ", "\u00a0"}:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


_LONG = 2000  # characters, from which names are not sought by their sound

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
    alike = alike_in_both(token, source_lang.base, sample.target_lang.base)
    if alike:
        return True
    if len(word) < 2 or is_translated(token, source_lang) or word.isupper() or any(c.isdigit() for c in word):
        return False
    if source_lang.base == "vi":
        return VIETNAMESE.fullmatch(bare(word)) is None or _titled(token, sample.source or "", source_lang)
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
