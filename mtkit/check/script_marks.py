"""S07 and S08: letters without their marks, and characters that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mtkit.check.interface import Sample
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_invisible", "check_marks"]

# language -> marks above and below; the letters beside them; a stretch of letters without any that no good text has:
# about twice the longest one in 2,000 news sentences (36, 33, 30, 21 and 35 letters)
_MARKED: Mapping[str, tuple[str, str, int]] = MappingProxyType(
    {
        "th": ("\u0e31\u0e34-\u0e3a\u0e47-\u0e4e", "\u0e01-\u0e2e\u0e30\u0e32\u0e33\u0e40-\u0e45", 60),
        "lo": (
            "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd", "\u0e81-\u0eae\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec4\u0edc-\u0edf", 60,
        ),
        "km": ("\u17b7-\u17bd\u17c6\u17c9-\u17d3\u17dd", "\u1780-\u17b3\u17b6\u17be-\u17c5\u17c7\u17c8", 50),
        "my": (
            "\u102d-\u1030\u1032-\u1037\u1039\u103a\u103d\u103e",
            "\u1000-\u102c\u1031\u1038\u103b\u103c\u103f\u104c-\u104f", 45,
        ),
        "ta": ("\u0bc0\u0bcd\u0b82", "\u0b83-\u0bbf\u0bc1\u0bc2\u0bc6-\u0bcc", 60),
    }
)  # fmt: skip
_LEAST = 40  # letters of a whole text that has no mark at all
_SPLIT = {base: re.compile(f"[{marks}]") for base, (marks, _, _) in _MARKED.items()}
_LETTERS = {base: re.compile(f"[{letters}]") for base, (_, letters, _) in _MARKED.items()}
_RUNS = {
    base: re.compile(f"[{letters}](?:[{letters} \u200b\u00a0]*[{letters}])?")
    for base, (_, letters, _) in _MARKED.items()
}

_NOT_ASCII = re.compile("[^\x00-\x7f\u2010-\u2027]")
_WORD = re.compile(r"[^\W\d_]+")
# a Vietnamese syllable without its marks; few words of other languages have this shape
_SYLLABLE = re.compile(
    "(?:n(?:gh?|h)?|[bdlmrsvx]|ch?|gh?|gi|kh?|ph?|qu|t[hr]?|h)?(?:[aeiouy]|[aeo][iouy]|o[ae]|[iuy][aeou]|u[iy]|ie|ye|uy[ae]|o[ae]i|"
    "[iu]eu|ieu|u[oa][iyu]|yeu|oay)(?:ch?|m|ng?|nh|p|t)?"
)
_STRETCH = 40  # characters without a mark, in a Vietnamese text, that are looked at
# Portuguese words and endings that are never written without their marks
_BARE_PT = re.compile(
    r"(?<!\w)(?:nao|entao|tambem|alem|apos|atraves|voce|voces|sao|estao|serao|irao|tres|paises|milhoes|bilhoes|regiao|orgao|"
    r"cidadaos|chines|portugues|inicio|varios|varias|proximos?|proximas?|ultim[oa]s?|unic[oa]s?|ate|ja|so|virus|propri[oa]s?|"
    r"historias?|memorias?|policia|familias?|numeros?|seculos?|musicas?|publicos?|politicas?|economic[oa]s?|areas?|aereas?|"
    r"alguem|ninguem|possivel|possiveis|disponivel|topicos?|facil|dificil|(?!influ|evid|difer|dist|fin|ag)\w{3,}(?:encias?|ancias?)|"
    r"\w{3,}[ae]rios?|(?!tra|gra|na)\w{3,}avel|\w{3,}ivel|\w{2,}(?:cao|coes|soes|oes|aveis|iveis))(?!\w)"
)
_MARK_PT = re.compile("[áâãàéêíóôõúç]")

_HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_HIDDEN_NAMES = MappingProxyType(
    {
        "\u00ad": "a soft hyphen", "\u200b": "a zero-width space", "\u200c": "a zero-width non-joiner",
        "\u200d": "a zero-width joiner", "\u2060": "a word joiner", "\ufeff": "a byte order mark",
    }
)  # fmt: skip
_SPACE_FINE = frozenset({"km", "th", "lo", "my"})  # where U+200B parts words
_JOINERS = "\u200c\u200d"
_COMBINING = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\u0300-\u036f]")


def check_marks(sample: Sample) -> Iterator[Issue]:
    """S07: a long stretch without the signs above and below that every text in the language has."""
    base = sample.target_lang.base
    if base in _MARKED:
        found = _bare_letters(sample.target, base)
    elif base == "vi":
        found = _bare_vietnamese(sample.target)
    elif base == "pt":
        found = _bare_portuguese(sample.target)
    else:
        return
    if found is None:
        return
    span, severity = found
    shown = span.of(sample.target)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    message = f"{sample.target_lang.name} without the marks above and below its letters: “{shown}”"
    yield Issue("S07", severity, message, target=span)


def _bare_letters(text: str, base: str) -> tuple[Span, Severity] | None:
    pieces = _SPLIT[base].split(text)
    longest = max(map(len, pieces))
    if longest < min(_LEAST, _MARKED[base][2]):
        return None
    letters = _LETTERS[base]
    runs = [(len(letters.findall(match[0])), Span(*match.span())) for match in _RUNS[base].finditer(text)]
    most, span = max(runs, key=lambda run: run[0], default=(0, Span(0, 0)))
    if most >= _MARKED[base][2]:
        return span, Severity.ERROR
    if len(pieces) == 1 and sum(n for n, _ in runs) >= _LEAST:
        return span, Severity.WARNING
    return None


def _bare_vietnamese(text: str) -> tuple[Span, Severity] | None:
    """A stretch of plain letters made of Vietnamese syllables."""
    if max(map(len, _NOT_ASCII.split(text))) < _STRETCH:
        return None
    start = 0
    for piece in _NOT_ASCII.split(text):
        words = _WORD.findall(piece) if len(piece) >= _STRETCH else []
        small = [word for word in words if word.islower()]
        bare = sum(_SYLLABLE.fullmatch(word) is not None for word in small)
        if len(small) >= 6 and 10 * bare >= 9 * len(small):
            return Span(start, start + len(piece.rstrip())), Severity.ERROR
        start += len(piece) + 1
    return None


def _bare_portuguese(text: str) -> tuple[Span, Severity] | None:
    lower = text.lower()
    found = list(_BARE_PT.finditer(lower))
    if not found or len(lower) != len(text):
        return None
    span = Span(found[0].start(), found[0].end())
    marked = len(_MARK_PT.findall(lower))
    if len(found) >= 2 and not marked:
        return span, Severity.ERROR
    return (span, Severity.WARNING) if len(found) > marked else None


def check_invisible(sample: Sample) -> Iterator[Issue]:
    """S08: characters without a glyph that mean nothing here, and letters parted from their marks (not NFC)."""
    text = sample.target
    if text.isascii():
        return
    match = next((match for match in _HIDDEN.finditer(text) if not _belongs(match, sample)), None)
    if match:
        c = match[0]
        name = _HIDDEN_NAMES.get(c, f"an invisible character U+{ord(c):04X}")
        severity = Severity.ERROR if c >= "\U000e0000" else Severity.INFO if c == "\u200b" else Severity.WARNING
        if sample.source is not None and c in sample.source:
            severity = Severity.INFO
        near = text[max(0, match.start() - 6) : match.end() + 6].replace(c, "|")
        yield Issue("S08", severity, f"target has {name} in “{near}”", target=Span(*match.span()))
    if not unicodedata.is_normalized("NFC", text):
        yield from _decomposed(sample)


def _belongs(match: re.Match[str], sample: Sample) -> bool:
    """Whether an invisible character does its work where it stands."""
    c, text = match[0], match.string
    if c == "\u200b":
        return sample.target_lang.base in _SPACE_FINE
    if c == "\ufeff":
        return match.start() == 0
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if c in _JOINERS and before:
        joins = "\u0900" <= before <= "\u0dff" or "\u1000" <= before <= "\u109f" or "\u1780" <= before <= "\u17ff"
        arabic = "\u0600" <= before <= "\u08ff"
        return joins or arabic or before == "\ufe0f" or unicodedata.category(before) in {"So", "Sk"}
    if c in "\u200e\u200f":
        return any("\u0590" <= d <= "\u08ff" for d in before + after)
    return c >= "\U000e0000" and "\U0001f3f4" in text  # the flags of England, Scotland and Wales


def _decomposed(sample: Sample) -> Iterator[Issue]:
    """Letters that have a character of their own; another order of marks is no fault."""
    text = sample.target
    match = _COMBINING.search(text)
    if match and len(unicodedata.normalize("NFC", match[0])) == 1:
        many = len(_COMBINING.findall(text))
        yield Issue(
            "S08", Severity.WARNING, f"target has letters parted from their marks {many} times (not NFC): “{match[0]}”",
            target=Span(*match.span()),
        )  # fmt: skip
    elif len(unicodedata.normalize("NFC", text)) < len(text):
        yield Issue("S08", Severity.INFO, "target has letters in two parts (not NFC)")
