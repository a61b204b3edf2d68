"""How each language denies: the tables of ``data/negation.toml`` as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["SIMPLIFIED", "Negation", "negation_of"]


@dataclass(frozen=True, slots=True)
class Negation:
    """How one language denies.

    ``hints``: a text without any of them has no negation (a cheap test). ``cue`` finds, from left to right, what only
    looks like a negation (group ``no``), a plain one (``yes``) and one that other languages often say without
    (``inner``, ``weak``). ``half`` finds what is negative by a part of a word or by its sense (un-, -less, fail): one
    answers one negation of the other side. ``also`` finds more of that kind, and vaguer: it makes any a hint.
    """

    hints: tuple[str, ...]
    cue: re.Pattern[str]
    half: re.Pattern[str]
    also: re.Pattern[str]


SIMPLIFIED = str.maketrans(
    "沒無過僅斷論難絕認決對棄缺滅誤遠與單滿錯時禁顧後會願應來從並屬請準許當約數線機盡離開動齊鬥險獨顯贊飛亞馬錫淹營緬須還幾們變雖讓亂嚴",
    "没无过仅断论难绝认决对弃缺灭误远与单满错时禁顾后会愿应来从并属请准许当约数线机尽离开动齐斗险独显赞飞亚马锡淹营缅须还几们变虽让乱严",
)
"""What turns Traditional characters into those of the table of Chinese."""

_NOTHING = re.compile(r"(?!)")


@cache
def negation_of(base: str) -> Negation | None:
    """How the language ``base`` ("zh") denies; None for one without a table."""
    table = _tables().get(base)
    if table is None:
        return None
    spaced = bool(table.get("spaced", True))
    edged = spaced and base not in {"my", "ta"}
    also = re.compile(_edged(_words(table["also"]), spaced=edged))
    half = re.compile(_edged(_words(table["half"]), spaced=edged)) if "half" in table else _NOTHING
    if base == "my":
        return Negation(("မ",), _burmese(table), half, also)
    if base == "ta":
        return Negation(("ல்ல", "ாத", "ாது", "ாம", "ன்றி", "ண்டாம்", "மாட்டா", "முடியா"), _tamil(), half, also)
    kinds = [(name, _words(table[name])) for name in ("no", "inner", "yes", "weak") if name in table]
    cue = "|".join(f"(?P<{name}>{_edged(words, spaced=spaced)})" for name, words in kinds)
    return Negation(tuple(table["hints"].split()), re.compile(cue), half, also)


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("mtkit.check").joinpath("data", "negation.toml").read_text(encoding="utf-8"))


def _words(text: str) -> str:
    """An alternation of the words of ``text``: ``_`` is white space, ``*`` at the end any ending."""
    words = [word[:-1] + r"\w*" if word.endswith("*") else word for word in text.split()]
    return "|".join(words).replace("_", r"\s+")


def _edged(words: str, *, spaced: bool) -> str:
    return rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])" if spaced else words


def _burmese(table: Mapping[str, str]) -> re.Pattern[str]:
    """The prefix မ before a verb: plain before common verbs, weak before any other syllable."""
    before = "".join(f"(?<!{syllable}မ)" for syllable in table["inside"].split())
    # "before", "not being": such forms deny inside a phrase, and other languages say them in a word
    inner = r"(?![\u1000-\u109f]{0,12}?(?:သော(?!\u103a|ကြောင့်)|မီ|ခင်|စေရန်))"
    before = f"(?:{before}(?<!လက်မ)|(?<=လက်မ)(?=ခံ))"  # "inch, thumb", but not in "accept"
    syllable = r"[က-အ](?![\u1037\u1039\u103a])"
    finite = r"(?=[\u1000-\u109f]{0,14}?(?:ဘူး|ပါ|ပေ|ခဲ့|နိုင်|သေး|တော့|ချေ))"
    yes = f"(?P<yes>(?:{_words(table['verbs'])}){inner}{finite})"
    is_not = r"မ(?<!သို့မ)ဟုတ်(?=ပါ|ဘူး|ဘဲ|ပေ|ခဲ့|တော့)"  # denies behind any word
    rest = f"မ{before}(?!{_words(table['other'])})(?:{yes}|(?P<weak>{syllable}{inner}))"
    return re.compile(f"(?P<plain>{is_not})|{rest}")


def _tamil() -> re.Pattern[str]:
    """The endings -illai, -aatu, -aata, -aamal and words built with them; its vowel signs are no ``\\w``."""
    letter = r"[\u0b82-\u0bd7]"
    inside = f"(?<={letter}{letter})"
    only = "".join(f"(?<!{word})" for word in ("மட்டுமல்ல", "மட்டும் அல்ல", "மட்டுமில்ல", "மட்டும் இல்ல"))
    yes = (
        "ல்லை(?<!எல்லை)(?<!தொல்லை)(?<!கொல்லை)(?<!முல்லை)(?<!நெல்லை)",
        f"{inside}{only}ா(?:து|தே)(?!{letter})",
        f"{inside}{only}ாதென",
        f"(?<={letter}){only}ாமல்",
        "வேண்டாம்",
        "மாட்டா",
    )
    weak = (
        f"{inside}{only}ா(?:தது|தவ|ததா|தபடி|ததை|ததற்|த(?!{letter}))",
        f"(?<!மட்டும் )அல்ல(?!{letter})",
        f"(?<!மட்டும)ின்றி(?!{letter})",
        "(?<!மட்டும் )இன்றி",
        "முடியா",
        f"மல்ல(?<!மட்டுமல்ல)(?!{letter})",
    )
    return re.compile(f"(?P<yes>{'|'.join(yes)})|(?P<weak>{'|'.join(weak)})")
