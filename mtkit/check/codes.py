"""The codes of findings and what each means, in one line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from mtkit.errors import UsageError

__all__ = ["CODES", "GROUPS", "describe"]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "C": "inline codes: labels such as {1} and {/1}",
        "E": "names of people and places that no glossary has, and abbreviations",
        "G": "negation",
        "L": "length: an empty, far too short or far too long target",
        "M": "how the translation was made; found while translating, not by checking",
        "N": "numbers, compared by value across scripts and counting words",
        "P": "punctuation, brackets and quotation marks",
        "R": "repetition: loops and doubled words",
        "S": "script and language of the target, damaged characters",
        "T": "terms: official names from the glossary",
        "U": "untranslated text, web addresses",
        "X": "across units: one source with two translations, and the like",
    }
)

CODES: Mapping[str, str] = MappingProxyType(
    {
        "C01": "an inline code is missing, new, doubled or out of order",
        "C02": "a literal brace was lost or added",
        "C03": "inline codes enclose something else than in the source",
        "C04": "a pair of inline codes encloses nothing",
        "E01": "a name is spelt otherwise than in the source",
        "E02": "a name of the source is missing",
        "E03": "one person has two names in an article or a batch",
        "E04": "an abbreviation of the source is missing",
        "G01": "the source denies, the target does not",
        "G02": "the target denies, the source does not",
        "L01": "the target is far shorter or longer than its source",
        "L02": "the target is clearly shorter or longer than usual",
        "L03": "the target is empty",
        "L04": "a headline is too long for its place",
        "L05": "a subtitle does not fit its cues, or is too long to read in their time",
        "M01": "translated in pieces around official names",
        "M02": "the place of inline codes was guessed",
        "M03": "longer than the model takes, translated in parts",
        "M04": "no approved form in the target language: the English name stands",
        "M05": "the model did not come to an end and was stopped",
        "M06": "an official form is missing, and no way of holding it worked",
        "M07": "a title was composed, or could not be, next to a person whom the glossary does not know",
        "N01": "another number stands in the place of the source's",
        "N02": "a number is off by a power of ten",
        "N03": "a number of the source is missing",
        "N04": "a number that the source does not have",
        "N05": "another month than in the source",
        "N06": "another day of the week than in the source",
        "N07": "another currency than in the source, or none",
        "N08": "percent, percentage points or per mille changed or lost",
        "N09": "another date than in the source",
        "N10": "the day of the week does not fit the date",
        "P01": "a bracket is not closed or not opened",
        "P02": "a quotation mark is not closed or not opened",
        "P03": "brackets or quotation marks of the source were lost",
        "P04": "the sentence ends with another kind of mark than the source",
        "P05": "a mark of another script",
        "P06": "a doubled mark",
        "P07": "a blank before a mark",
        "P08": "a headline ends with a full stop that the source does not have",
        "R01": "a loop: the same words three times or more",
        "R02": "the same words twice in a row",
        "S01": "the target is in the wrong language or script",
        "S02": "text in a foreign script was left over",
        "S03": "damaged characters",
        "S04": "Burmese in the Zawgyi encoding, not Unicode",
        "S05": "Traditional characters in a Simplified text, or the reverse",
        "S06": "a vowel sign or tone mark without its letter",
        "S07": "the marks above and below the letters are missing",
        "S08": "invisible or decomposed characters",
        "T01": "a term's official form is missing",
        "T02": "a form that the glossary forbids",
        "T03": "a placeholder was left over",
        "T04": "a form that was not in force on the article's date",
        "T05": "the glossary cannot tell which form is right",
        "T06": "the glossary has no form that is in force on the article's date",
        "T07": "one thing has several names in one article",
        "T08": "a term is there more often than in the source",
        "U01": "the target is the source, untranslated",
        "U02": "a part of the source stands untranslated in the target",
        "U03": "a web or mail address was changed",
        "X01": "one source has different translations",
        "X02": "different sources have one translation",
        "X03": "the number of paragraphs differs",
    }
)


def describe(code: str) -> str:
    """One line on a code ("N01") or a group of codes ("N"). Raises UsageError for any other."""
    wanted = code.strip().upper()
    text = CODES.get(wanted) or GROUPS.get(wanted)
    if text is None:
        near = difflib.get_close_matches(wanted, CODES, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"unknown check code {code!r}: {hint}groups are {', '.join(GROUPS)}, codes run from C01 to X03"
        )  # fmt: skip
    return text
