"""What territories are called: the Unicode CLDR's names, and where a newsroom writes otherwise.

CLDR (read through babel) names every territory in thirteen of our languages, for menus and forms. News of China and
ASEAN follows the state itself, the United Nations and ASEAN where these differ, or drops what CLDR adds in brackets:
``OVERRIDES`` says where. The bundled glossary holds the forms in full, so that an editor sees all of them and mtkit
runs without babel; ``fill`` makes them, and the tests hold the file to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from mtkit.errors import ConfigError
from mtkit.glossary.model import Article, Case, Concept, Status, Term
from mtkit.glossary.normal import INVISIBLE
from mtkit.lang import LANGUAGES, lang

__all__ = ["OVERRIDES", "REGIONS", "cldr_name", "fill", "territory"]

REGIONS = MappingProxyType(
    {
        "cn": "CN", "bn": "BN", "kh": "KH", "id": "ID", "la": "LA", "my": "MY", "mm": "MM", "ph": "PH", "sg": "SG",
        "th": "TH", "tl": "TL", "vn": "VN", "us": "US", "jp": "JP", "kr": "KR", "hk": "HK", "macao": "MO",
    }
)  # fmt: skip
"""Concept ids of territories in the bundled glossary, with their ISO 3166-1 codes."""

_LOCALES = MappingProxyType({"zh": "zh_Hans", "zh-Hant": "zh_Hant_HK", "pt": "pt_PT"})
_LATIN_BRUNEI = ("en", "id", "ms", "fil", "vi", "pt", "tet")

OVERRIDES: MappingProxyType[str, MappingProxyType[str, str]] = MappingProxyType(
    {
        "cn": MappingProxyType({"tet": "Xina"}),
        # what the state calls itself in its own language
        "la": MappingProxyType({"lo": "ສປປ ລາວ", "tet": "Laos"}),
        # two words at the United Nations and ASEAN
        "vn": MappingProxyType({"en": "Viet Nam", "tet": "Vietname"}),
        # the bare syllable is the people's name as well
        "th": MappingProxyType({"th": "ประเทศไทย", "lo": "ປະເທດໄທ", "tet": "Tailándia"}),
        "kh": MappingProxyType({"tet": "Kambodja"}),
        # the United Nations' and ASEAN's name, in the spelling of the press
        "mm": MappingProxyType({"ta": "மியான்மர்", "pt": "Myanmar", "tet": "Myanmar"}),
        "id": MappingProxyType({"zh-Hant": "印度尼西亞", "tet": "Indonézia"}),
        "my": MappingProxyType({"tet": "Malázia"}),
        "sg": MappingProxyType({"tet": "Singapura"}),
        "ph": MappingProxyType({"tet": "Filipinas"}),
        # the full name at the United Nations and ASEAN; CLDR gives the short one
        "bn": MappingProxyType(
            dict.fromkeys(_LATIN_BRUNEI, "Brunei Darussalam") | {"th": "บรูไนดารุสซาลาม", "zh-Hant": "文萊"}
        ),
        # with the hyphen, as the state writes it
        "tl": MappingProxyType({"id": "Timor-Leste", "lo": "ຕີມໍ-ເລສເຕ", "km": "ទីម័រខាងកើត", "tet": "Timor-Leste"}),
        "us": MappingProxyType({"lo": "ສະຫະລັດອາເມລິກາ", "my": "အမေရိကန်ပြည်ထောင်စု"}),
        "kr": MappingProxyType({"en": "Republic of Korea", "zh-Hant": "韓國", "lo": "ສ ເກົາຫຼີ"}),
        # CLDR adds what the two regions belong to
        "hk": MappingProxyType(
            dict.fromkeys(("en", "id", "ms", "fil", "pt", "tet"), "Hong Kong")
            | {"zh": "香港", "zh-Hant": "香港", "vi": "Hồng Kông", "th": "ฮ่องกง", "lo": "ຮ່ອງກົງ", "km": "ហុងកុង"}
            | {"ta": "ஹாங்காங்"}
        ),
        "macao": MappingProxyType(
            dict.fromkeys(("ms", "fil", "pt"), "Macau")
            | {"en": "Macao", "zh": "澳门", "zh-Hant": "澳門", "id": "Makau", "tet": "Makau", "vi": "Ma Cao"}
            | {"th": "มาเก๊า", "lo": "ມາກາວ", "km": "ម៉ាកាវ", "ta": "மகாவ்"}
        ),
    }
)
"""Concept id, language, form: where the glossary does not follow CLDR, or CLDR has no such language."""

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


@lru_cache(maxsize=len(LANGUAGES))
def _names(code: str) -> MappingProxyType[str, str]:
    """CLDR's names in one language by region code; empty where CLDR lacks the language."""
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        raise ConfigError("names of territories need babel: pip install babel") from None
    try:
        return MappingProxyType(dict(Locale.parse(_LOCALES.get(code, code)).territories))
    except UnknownLocaleError:
        return MappingProxyType({})


def cldr_name(region: str, language: str) -> str:
    """CLDR's name of ``region`` (ISO 3166-1) in ``language``, without a second name in brackets; "" where it has none.

    Raises UnknownLanguageError, and ConfigError where babel is not installed. Chinese in traditional characters is
    that of Hong Kong, Portuguese that of Portugal.
    """
    name = _names(lang(language).code).get(region, "")
    return _BRACKETS.sub("", "".join(char for char in name if char not in INVISIBLE))


def territory(concept: str, language: str) -> str:
    """The form for one of ``REGIONS`` in ``language``: the override, else CLDR's; "" where neither has one.

    Raises KeyError for another concept, otherwise as ``cldr_name``.
    """
    region, code = REGIONS[concept], lang(language).code
    return _override(concept, code) or cldr_name(region, code)


def _override(concept: str, code: str) -> str:
    return OVERRIDES[concept].get(code, "") if concept in OVERRIDES else ""


def fill(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """``concepts``, those of ``REGIONS`` with an approved form in each language that they left empty.

    What stands is not changed. Raises ConfigError where babel is not installed.
    """
    return tuple(_filled(concept) if concept.id in REGIONS else concept for concept in concepts)


def _filled(concept: Concept) -> Concept:
    has = {term.lang for term in concept.terms if term.status is Status.APPROVED}
    names = {code: territory(concept.id, code) for code in LANGUAGES if code not in has}
    added = (
        Term(
            concept.id,
            code,
            name,
            case=Case.SENTENCE if LANGUAGES[code].cased else Case.FIXED,
            article=Article.NONE if code == "en" else Article.UNKNOWN,
            authority="official usage" if _override(concept.id, code) else "CLDR",
            confidence="high",
        )
        for code, name in names.items()
        if name
    )
    return replace(concept, terms=(*concept.terms, *added))
