"""Which language a text is in, of those that mtkit knows: by script where that decides it, else by its small words.

Seven languages here share the Latin script. Each has words that hardly any sentence does without and letters or pieces
of spelling that are its own; a text counts for the language whose evidence weighs most. No model, no data but the
lists below, linear time; what a text says in one word is a guess, and its confidence says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mtkit.serve.detect_data import ENDINGS, LETTERS, SIMPLIFIED, TRADITIONAL, WORDS

__all__ = ["Detected", "detect", "has_letters", "mistaken"]

_SAMPLE = 4000  # code points that are looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_BLOCKS = (
    ("th", 0x0E00, 0x0E7F),
    ("lo", 0x0E80, 0x0EFF),
    ("my", 0x1000, 0x109F),
    ("my", 0xAA60, 0xAA7F),
    ("km", 0x1780, 0x17FF),
    ("ta", 0x0B80, 0x0BFF),
    ("zh", 0x3400, 0x4DBF),
    ("zh", 0x4E00, 0x9FFF),
    ("zh", 0xF900, 0xFAFF),
    ("zh", 0x20000, 0x323AF),
    ("latin", 0x0041, 0x005A),
    ("latin", 0x0061, 0x007A),
    ("latin", 0x00C0, 0x024F),
    ("latin", 0x1E00, 0x1EFF),
)
# A letter of these scripts says more than one of Latin: a Chinese character is a word's worth.
_WEIGHT = {"zh": 3.0}
_PRIOR = 0.35  # evidence that every Latin language has before anything is read
_SURE = 90.0  # from here on a guess contradicts whoever named the language
_LETTERS = 40  # that a text has at least in which another script is no name or title, in letters of Latin
_LATIN_LETTERS = 200  # that a text has at least, to tell one Latin language from another with certainty
_KIN = frozenset({"id", "ms"})
_RANK = ("en", "id", "vi", "ms", "fil", "pt", "tet")  # where nothing speaks for any


@dataclass(frozen=True, slots=True)
class Detected:
    """A language code of mtkit, and how sure it is, 0 to 100."""

    language: str
    confidence: float


def has_letters(text: str) -> bool:
    """Whether there is anything in ``text`` that could be translated: a letter of any script."""
    return any(char.isalpha() for char in text)


def detect(texts: str | Iterable[str]) -> tuple[Detected, ...]:
    """The languages that ``texts`` (taken together) may be in, the likeliest first; never empty.

    A text without letters is English with confidence 0.
    """
    text = texts if isinstance(texts, str) else "\n".join(texts)
    sample = _ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:_SAMPLE]))
    scripts = _scripts(sample)
    if not scripts:
        return (Detected("en", 0.0),)
    total = sum(scripts.values())
    found: dict[str, float] = {}
    for script, weight in scripts.items():
        share = weight / total
        if script == "latin":
            for code, part in _latin(sample).items():
                found[code] = found.get(code, 0.0) + share * part
        elif script == "zh":
            hant = _traditional(sample)
            found["zh-Hant"], found["zh"] = share * hant, share * (1 - hant)
        else:
            found[script] = found.get(script, 0.0) + share
    sure = min(1.0, 0.6 + total / 60)  # a text of a few letters is never certain
    ranked = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    best = [Detected(code, round(100 * part * sure, 1)) for code, part in ranked if part >= 0.05]
    return tuple(best or [Detected(ranked[0][0], round(100 * ranked[0][1] * sure, 1))])


def mistaken(text: str, said: str) -> Detected | None:
    """The language that ``text`` is in, if it is certainly not in ``said``, a code of mtkit; None where that may be.

    Simplified and Traditional Chinese do not count as two. Of two languages in Latin letters, Indonesian and Malay
    above all, a long text alone is certain.
    """
    found = detect(text)
    best = found[0]
    kin = _KIN if best.language in _KIN else {best.language}  # which of the two is another question
    sure = sum(one.confidence for one in found if one.language in kin)
    if sure < _SURE or any(one.language == said for one in found):
        return None
    if best.language.partition("-")[0] == said.partition("-")[0]:
        return None
    latin = best.language in _RANK and said in _RANK
    return best if sum(_scripts(text[:_SAMPLE]).values()) >= (_LATIN_LETTERS if latin else _LETTERS) else None


def _scripts(text: str) -> dict[str, float]:
    """How much of ``text`` is in each script, in letters."""
    found: Counter[str] = Counter()
    for char, times in Counter(text).items():
        point = ord(char)
        script = next((name for name, first, last in _BLOCKS if first <= point <= last), None)
        if script is not None and char not in "×÷":
            found[script] += times
    return {script: times * _WEIGHT.get(script, 1.0) for script, times in sorted(found.items())}


def _traditional(text: str) -> float:
    """How likely Chinese is in Traditional characters: 1.0 or 0.0 as soon as any character tells."""
    hant = sum(text.count(char) for char in TRADITIONAL)
    hans = sum(text.count(char) for char in SIMPLIFIED)
    return 0.02 if hant == hans == 0 else hant / (hant + hans)


def _latin(text: str) -> dict[str, float]:
    """The share of each Latin language in the evidence, summing to 1."""
    words = [word.lower().replace("’", "'").replace("‘", "'").replace("`", "'") for word in _WORD.findall(text)]
    score = dict.fromkeys(_RANK, _PRIOR)
    for word, times in sorted(Counter(words).items()):
        telling = [code for code in _RANK if word in WORDS[code]]
        for code in telling:
            score[code] += times * WORDS[code][word] / len(telling)
        for code, ending, weight in ENDINGS:
            if len(word) > len(ending) + 2 and word.endswith(ending) and not telling:
                score[code] += times * weight
    lower = Counter(text.lower())
    for code, (letters, weight) in LETTERS.items():
        score[code] += weight * sum(lower[letter] for letter in letters)
    # evidence of one language grows against that of the others, as the text gets longer
    powered = {code: value**2 for code, value in score.items()}
    total = sum(powered.values())
    return {code: value / total for code, value in powered.items()}
