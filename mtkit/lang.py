"""The languages of mtkit: their codes, and the facts that several rooms need.

Codes are BCP 47 as the command line takes them; ``zh`` means Simplified Chinese, ``zh-Hant`` Traditional.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from mtkit.errors import UnknownLanguageError

__all__ = ["LANGUAGES", "Lang", "Pair", "Script", "lang"]


class Script(StrEnum):
    """The writing systems of the languages here (ISO 15924)."""

    LATIN = "Latn"
    HANS = "Hans"
    HANT = "Hant"
    THAI = "Thai"
    LAO = "Laoo"
    KHMER = "Khmr"
    BURMESE = "Mymr"
    TAMIL = "Taml"

    @property
    def is_han(self) -> bool:
        """Whether it is written in Chinese characters."""
        return self in {Script.HANS, Script.HANT}


@dataclass(frozen=True, slots=True)
class Lang:
    """Facts about one language.

    ``code`` is BCP 47, ``gettext`` the spelling in PO headers, ``plural`` the Plural-Forms of gettext.
    ``spaced`` says whether words are parted by spaces; ``cased`` whether the script has capitals.
    """

    code: str
    name: str
    script: Script
    gettext: str
    plural: str
    spaced: bool = True
    cased: bool = True

    def __str__(self) -> str:
        return self.code

    @property
    def base(self) -> str:
        """The code without its script: ``zh`` for ``zh-Hant``."""
        return self.code.partition("-")[0]


_ONE = "nplurals=1; plural=0;"
_TWO = "nplurals=2; plural=(n != 1);"
_TWO_FROM_TWO = "nplurals=2; plural=(n > 1);"

LANGUAGES = MappingProxyType(
    {
        entry.code: entry
        for entry in (
            Lang("en", "English", Script.LATIN, "en", _TWO),
            Lang("zh", "Chinese (Simplified)", Script.HANS, "zh_CN", _ONE, spaced=False, cased=False),
            Lang("zh-Hant", "Chinese (Traditional)", Script.HANT, "zh_TW", _ONE, spaced=False, cased=False),
            Lang("id", "Indonesian", Script.LATIN, "id", _ONE),
            Lang("ms", "Malay", Script.LATIN, "ms", _ONE),
            Lang("fil", "Filipino", Script.LATIN, "fil", _TWO_FROM_TWO),
            Lang("vi", "Vietnamese", Script.LATIN, "vi", _ONE),
            Lang("th", "Thai", Script.THAI, "th", _ONE, spaced=False, cased=False),
            Lang("lo", "Lao", Script.LAO, "lo", _ONE, spaced=False, cased=False),
            Lang("km", "Khmer", Script.KHMER, "km", _ONE, spaced=False, cased=False),
            Lang("my", "Burmese", Script.BURMESE, "my", _ONE, spaced=False, cased=False),
            Lang("ta", "Tamil", Script.TAMIL, "ta", _TWO, cased=False),
            Lang("pt", "Portuguese", Script.LATIN, "pt", _TWO),
            Lang("tet", "Tetum", Script.LATIN, "tet", _TWO),
        )
    }
)

_ALIASES = MappingProxyType(
    {
        "cmn": "zh", "zh-cn": "zh", "zh-sg": "zh", "zh-hans": "zh", "zh-hans-cn": "zh",
        "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant-tw": "zh-Hant",
        "zh-hant-hk": "zh-Hant", "zh-hant-mo": "zh-Hant",
        "tl": "fil", "in": "id", "msa": "ms", "zsm": "ms", "ind": "id", "vie": "vi", "tha": "th", "lao": "lo",
        "khm": "km", "mya": "my", "tam": "ta", "por": "pt", "pt-pt": "pt", "pt-br": "pt", "pt-tl": "pt",
        "tdt": "tet", "eng": "en", "en-us": "en", "en-gb": "en",
    }
)  # fmt: skip

_REGION = re.compile(r"[a-z]{2}|\d{3}")


@lru_cache(maxsize=256)
def lang(code: str) -> Lang:
    """The language that ``code`` names, in any common spelling (``zh_CN``, ``tl``, ``zh-TW``, ``vi-VN``).

    Raises UnknownLanguageError, with the nearest known code, for any other.
    """
    wanted = code.strip().replace("_", "-")
    known = {key.lower(): entry for key, entry in LANGUAGES.items()}
    entry = known.get(_ALIASES.get(wanted.lower(), wanted).lower())
    if entry is not None:
        return entry
    base, _, region = wanted.lower().partition("-")
    if _REGION.fullmatch(region) and _ALIASES.get(base, base) in LANGUAGES:  # of the others, a region changes nothing
        return lang(base)
    if re.search(r"[,;\s]", wanted):
        raise UnknownLanguageError(f"unknown language {code!r}: one code each; repeat the option for more")
    near = difflib.get_close_matches(wanted.lower(), [*known, *_ALIASES], n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UnknownLanguageError(f"unknown language {code!r}: {hint}known are {', '.join(LANGUAGES)}")


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A direction of translation, by the codes of ``LANGUAGES``."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"

    @classmethod
    def of(cls, source: str, target: str) -> Pair:
        """The pair of two codes in any spelling; UnknownLanguageError for an unknown one."""
        return cls(lang(source).code, lang(target).code)
