"""How offices are written with their body or country, per language. Only what is certain; the rest is "".

An office whose form depends on the holder's gender (pt) or on the case of the body's name (ta) is not composed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType

from mtkit.glossary import Article, Concept, Term

__all__ = ["CHINESE", "Office", "Region", "ministerial", "of_body", "region", "title_of_country", "with_person"]


class Office(StrEnum):
    """An office that a body has."""

    MINISTER = "minister"
    DEPUTY = "deputy"
    SECRETARY_GENERAL = "secretary-general"
    DEPUTY_SECRETARY_GENERAL = "deputy secretary-general"
    PARTY_SECRETARY = "general secretary"  # 总书记: of a party, never of an organisation
    SPOKESPERSON = "spokesperson"

    @property
    def ministerial(self) -> bool:
        """Whether it heads a ministry, or stands second there."""
        return self in {Office.MINISTER, Office.DEPUTY}


class Region(StrEnum):
    """Whose usage a country's titles follow."""

    CHINA = "china"
    ASEAN = "asean"
    SINGAPORE = "singapore"  # Minister for
    CAMBODIA = "cambodia"  # secretaries of state for deputies
    PHILIPPINES = "philippines"  # secretaries and undersecretaries
    OTHER = "other"


CHINESE = MappingProxyType(
    {
        "副部长": Office.DEPUTY,
        "部长": Office.MINISTER,
        "副秘书长": Office.DEPUTY_SECRETARY_GENERAL,
        "秘书长": Office.SECRETARY_GENERAL,
        "总书记": Office.PARTY_SECRETARY,
        "发言人": Office.SPOKESPERSON,
    }
)
_REGIONS = MappingProxyType(
    {
        **dict.fromkeys(["china", "people's republic of china"], Region.CHINA),
        **dict.fromkeys(
            ["brunei", "brunei darussalam", "indonesia", "laos", "lao pdr", "malaysia", "myanmar", "thailand",
             "timor-leste", "viet nam", "vietnam"],
            Region.ASEAN,
        ),
        "cambodia": Region.CAMBODIA,
        "philippines": Region.PHILIPPINES,
        "singapore": Region.SINGAPORE,
    }
)  # fmt: skip
_MINISTRY = MappingProxyType(
    {  # how a ministry's name begins, how its minister's and the deputy's do
        "id": ("Kementerian ", "Menteri ", "Wakil Menteri "),
        "ms": ("Kementerian ", "Menteri ", "Timbalan Menteri "),
        "vi": ("Bộ ", "Bộ trưởng Bộ ", "Thứ trưởng Bộ "),
        "th": ("กระทรวง", "รัฐมนตรีว่าการกระทรวง", "รัฐมนตรีช่วยว่าการกระทรวง"),
        "lo": ("ກະຊວງ", "ລັດຖະມົນຕີກະຊວງ", "ຮອງລັດຖະມົນຕີກະຊວງ"),
        "km": ("ក្រសួង", "រដ្ឋមន្ត្រីក្រសួង", ""),
    }
)
_OF_BODY = MappingProxyType(
    {  # {} is the body
        Office.SECRETARY_GENERAL: {
            "en": "Secretary-General of {}", "zh": "{}秘书长", "id": "Sekretaris Jenderal {}",
            "ms": "Setiausaha Agung {}", "vi": "Tổng Thư ký {}", "th": "เลขาธิการ{}", "lo": "ເລຂາທິການໃຫຍ່{}",
            "km": "អគ្គលេខាធិការ{}", "my": "{} အတွင်းရေးမှူးချုပ်", "fil": "Kalihim-Heneral ng {}",
        },
        Office.DEPUTY_SECRETARY_GENERAL: {
            "en": "Deputy Secretary-General of {}", "zh": "{}副秘书长", "id": "Wakil Sekretaris Jenderal {}",
            "ms": "Timbalan Setiausaha Agung {}", "vi": "Phó Tổng Thư ký {}", "th": "รองเลขาธิการ{}",
            "lo": "ຮອງເລຂາທິການໃຫຍ່{}", "km": "អគ្គលេខាធិការរង{}", "my": "{} ဒုတိယအတွင်းရေးမှူးချုပ်",
        },
        Office.PARTY_SECRETARY: {
            "en": "General Secretary of {}", "zh": "{}总书记", "id": "Sekretaris Jenderal {}",
            "ms": "Setiausaha Agung {}", "vi": "Tổng Bí thư {}", "th": "เลขาธิการใหญ่{}", "lo": "ເລຂາທິການໃຫຍ່{}",
        },
        Office.SPOKESPERSON: {
            "en": "Spokesperson of {}", "zh": "{}发言人", "id": "Juru Bicara {}", "ms": "Jurucakap {}",
            "vi": "Người phát ngôn {}", "th": "โฆษก{}", "lo": "ໂຄສົກ{}", "km": "អ្នកនាំពាក្យ{}",
            "fil": "Tagapagsalita ng {}",
        },
    }
)  # fmt: skip
_ENGLISH_MINISTRY = re.compile(r"Ministry (?P<of>of|for) (?P<rest>.+)")


def region(country: Concept | None) -> Region:
    """Whose usage the titles of ``country`` follow, told by its English names."""
    if country is None:
        return Region.OTHER
    names = (term.text.lower().removeprefix("the ") for term in country.terms if term.lang == "en")
    return next((_REGIONS[name] for name in names if name in _REGIONS), Region.OTHER)


def ministerial(lang: str, body: str, office: Office, where: Region) -> str:
    """The minister, or the deputy, of the ministry ``body`` in ``lang``; "" where the form is not certain.

    English: Vice Minister in China, Deputy Minister in ASEAN; Singapore has Ministers for. Philippine secretaries and
    the deputies of Singapore and Cambodia, which are of several ranks, are not composed.
    """
    deputy = office is Office.DEPUTY
    uncertain = {Region.OTHER, Region.PHILIPPINES} | ({Region.SINGAPORE, Region.CAMBODIA} if deputy else set())
    if where in uncertain:
        return ""
    if lang == "en":
        found = _ENGLISH_MINISTRY.fullmatch(body)
        if found is None:
            return ""
        of = "for" if where is Region.SINGAPORE else found["of"]
        head = "Minister" if not deputy else "Vice Minister" if where is Region.CHINA else "Deputy Minister"
        return f"{head} {of} {found['rest']}"
    if lang == "zh":
        return body + ("副部长" if deputy else "部长") if body.endswith("部") else ""
    if lang == "my":
        return f"{body} ဒုတိယဝန်ကြီး" if deputy and body.endswith("ဝန်ကြီးဌာန") else ""
    if lang not in _MINISTRY or (lang == "ms" and deputy and where is Region.CHINA):
        return ""  # Malay writes Naib and Timbalan Menteri for China's
    head, minister, second = _MINISTRY[lang]
    new = second if deputy else minister
    return new + body.removeprefix(head) if new and body.startswith(head) else ""


def of_body(lang: str, body: Term, office: Office) -> str:
    """The holder of ``office`` in ``body``, in ``lang``; "" where the form is not certain."""
    pattern = _OF_BODY.get(office, {}).get(lang, "")
    the = "the " if lang == "en" and body.article is Article.THE and not body.text.lower().startswith("the ") else ""
    return pattern.format(the + body.text) if pattern else ""


def title_of_country(lang: str, title: str, country: Term) -> str:
    """``title`` of ``country`` in ``lang``: Minister of Commerce of the Philippines; "" where it is not certain."""
    the = "the " if lang == "en" and country.article is Article.THE else ""
    patterns = {
        "en": f"{title} of {the}{country.text}", "zh": f"{country.text}{title}", "vi": f"{title} {country.text}",
        "id": f"{title} {country.text}", "ms": f"{title} {country.text}", "th": f"{title}{country.text}",
        "lo": f"{title}{country.text}", "km": f"{title}{country.text}", "fil": f"{title} ng {country.text}",
    }  # fmt: skip
    return patterns.get(lang, "")


def with_person(lang: str, title: str, person: str) -> str:
    """A person and their title in the order of ``lang``; "" where it depends on more than the two."""
    if lang == "en":
        return f"{person}, {title}"
    if lang == "zh":
        return title + person
    return f"{title} {person}" if lang in {"id", "ms", "fil", "vi", "th", "lo", "km", "my"} else ""
