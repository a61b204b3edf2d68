"""Words that deny, by language: enough to see that one of two like sentences says no and the other does not."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from mtkit.lang import LANGUAGES

__all__ = ["negations"]

# what would be found inside other words (不断, 非常, 不仅) is taken out first
_HARMLESS = MappingProxyType(
    {
        "zh": "不断|不斷|不仅|不僅|不但|不同|不久|不少|不错|不錯|不过|不過|不管|不论|不論|不得不|非常|非洲|非法|无论|"
        "無論|未来|未來|南非|东非|東非|西非|北非|中非|非盟|无线|無線|无锡|無錫|差不多|不丹|莫斯科|莫桑比克",
        "th": "ไม่ว่า|ไม่เพียง|ไม่น้อย|ไม่นาน",
        "lo": "ບໍ່ວ່າ|ບໍ່ພຽງ",
        "km": "មិនត្រឹមតែ",
        "vi": "không chỉ|không những|không gian|không khí|hàng không|không quân|trên không",
        "id": "tidak hanya|bukan hanya|tidak sedikit",
        "ms": "bukan sahaja|tidak hanya|tidak sedikit",
        "en": "not only|not just|not least",
        "fil": "hindi lamang|hindi lang",
        "pt": "não só|não apenas",
    }
)
_DENY = MappingProxyType(
    {
        "zh": "不|没有|沒有|没能|未|无法|無法|非|勿|否认|否認|否决|否決|拒绝|拒絕|禁止|毫无|毫無",
        "th": "ไม่|มิได้|มิใช่|ปฏิเสธ|ห้าม|ไร้",
        "lo": "ບໍ່|ມິໄດ້|ປະຕິເສດ|ຫ້າມ",
        "km": "មិន|ពុំ|គ្មាន|កុំ|បដិសេធ",
        "my": "မ[\u1000-\u1021][\u102b-\u103e]*[\u1000-\u1021\u102b-\u103e]{0,8}(?:ဘူး|ပါ၊|ပါ။|ပေ)|မဟုတ်|မရှိ|ငြင်း",
        "vi": "không|chưa|chẳng|đừng|phủ nhận|bác bỏ|từ chối|cấm",
        "id": "tidak|bukan|tak|belum|jangan|tanpa|menolak|membantah|melarang|dilarang",
        "ms": "tidak|bukan|tak|belum|jangan|tanpa|menolak|menafikan|melarang|dilarang",
        "fil": "hindi|wala|walang|huwag|di|itinanggi|tinanggihan|ipinagbawal",
        "en": r"not|no|never|none|neither|nor|without|cannot|\w+n['’]t|den(?:y|ies|ied)|refuse[sd]?|reject(?:s|ed)?|"
        r"ban(?:s|ned)?|fail(?:s|ed)?",
        "pt": "não|nunca|nem|sem|nenhum|nenhuma|jamais|nega|negou|recusou|rejeitou|proibiu",
        "tet": "la|lae|seidauk|nunka|labele",
        "ta": "இல்லை|அல்ல|வேண்டாம்|மறுத்த\\w*|முடியாது|கூடாது",
    }
)


@lru_cache(maxsize=32)
def _patterns(base: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    deny, harmless = _DENY.get(base), _HARMLESS.get(base)
    if deny is None:
        return None, None
    parted = LANGUAGES[base].spaced and base != "ta"
    spelt = (rf"(?<!\w)(?:{one})(?!\w)" if parted else one for one in (deny, harmless) if one)
    found = [re.compile(one, re.IGNORECASE) for one in spelt]
    return found[0], found[1] if harmless else None


def negations(text: str, lang: str) -> tuple[str, ...]:
    """The words of ``text`` that deny, in order; () for a language without a list."""
    deny, harmless = _patterns(lang.partition("-")[0])
    if deny is None:
        return ()
    return tuple(deny.findall(harmless.sub(" ", text) if harmless else text))
