"""Number words of each language, as data.

A *unit* adds its value, a *scale* multiplies what stands before it. ``_u`` counts up from its first value, so that
``_u("zero one two")`` is 0, 1, 2. Words that count by sandhi or affix (Tamil, Filipino) are given as stems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

__all__ = ["LEXICONS", "Lexicon"]

_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of one language.

    ``teens`` add to the unit before them (Malay *belas*: +10). ``before`` are scales that may stand in front of
    their digits (Burmese, Tetum). ``half`` words say "and a half". ``linking`` words may stand inside one number.
    ``dot_groups`` says that a dot may part thousands, and a comma decimals.
    """

    units: Mapping[str, int]
    scales: Mapping[str, int]
    teens: Mapping[str, int] = field(default_factory=lambda: _NONE)
    before: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    linking: tuple[str, ...] = ()
    words: bool = True  # whether a number word ends at a word boundary
    dot_groups: bool = False


def _u(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Words counting up from ``first``; ``a|b`` are two words for one value."""
    values: dict[str, int] = {}
    for place, entry in enumerate(words.split()):
        values.update(dict.fromkeys(entry.split("|"), first + place * step))
    return values


def _v(**values: int) -> dict[str, int]:
    return values


_K, _M, _G, _T = 10**3, 10**6, 10**9, 10**12

_EN_UNITS = {
    **_u("zero one|once|single two|twice|both|couple|pair|double three|triple four five six seven eight nine ten"),
    **_u("eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 11),
    **_u("twenty|twenties thirty|thirties forty|forties fifty|fifties sixty|sixties", 20, 10),
    **_u("seventy|seventies eighty|eighties ninety|nineties", 70, 10),
    **_u("first second third|thirds fourth|quarter|quarters fifth|fifths sixth seventh eighth ninth tenth eleventh", 1),
    **_u("twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 12),
}
_EN_SCALES = {
    **_v(hundred=100, hundreds=100, thousand=_K, thousands=_K, million=_M, millions=_M, billion=_G, billions=_G),
    **_v(trillion=_T, trillions=_T, mn=_M, bn=_G, tn=_T, lakh=10**5, crore=10**7, dozen=12, dozens=12),
    **_v(hundredth=100, thousandth=_K),
}

_MALAY_UNITS = {
    **_u("nol|sifar|kosong satu|seorang|sebuah|suatu|seekor dua tiga empat lima enam tujuh delapan|lapan sembilan"),
    **_u("sepuluh sebelas", 10),
    **_u("pertama kedua|keduanya ketiga|ketiganya keempat kelima keenam ketujuh kedelapan|kelapan kesembilan", 1),
    **_u("kesepuluh kesebelas", 10),
    **_v(seratus=100, seribu=_K, sejuta=_M, semiliar=_G, pasangan=2, sepasang=2, selusin=12, berdua=2, bertiga=3),
}
_MALAY_SCALES = {
    **_v(puluh=10, puluhan=10, ratus=100, ratusan=100, ribu=_K, ribuan=_K, juta=_M, jutaan=_M, lusin=12, dozen=12),
    **_v(miliar=_G, milyar=_G, miliaran=_G, bilion=_G, billion=_G, triliun=_T, trilyun=_T, trilion=_T),
}

_FIL_TENS = "dalawampu tatlumpu apatnapu limampu animnapu pitumpu walumpu siyamnapu"
_FIL_UNITS = {
    **_EN_UNITS,
    **_u("sero isa|isang|una|unang|uno dalawa|dalawang|ikalawa|ikalawang|pangalawa|pangalawang|dos|kapwa"),
    **_u("tatlo|tatlong|ikatlo|ikatlong|pangatlo|pangatlong|tres apat|ikaapat|kuwatro|kwatro", 3),
    **_u("lima|limang|ikalima|ikalimang|singko anim|ikaanim|sais|seis pito|pitong|ikapito|ikapitong|siyete|siete", 5),
    **_u("walo|walong|ikawalo|ikawalong|otso|ocho siyam|ikasiyam|nuwebe|nueve", 8),
    **_u("sampu|sampung|ikasampu|ikasampung|diyes|dies|diez labing-isa|labing-isang|onse", 10),
    **_u("labindalawa|labindalawang|labing-dalawa|dose labintatlo|labintatlong|trese labing-apat|katorse", 12),
    **_u("labinlima|labinlimang|kinse labing-anim|disisais labimpito|labimpitong|disisiyete", 15),
    **_u("labingwalo|labing-walo|labing-walong|disiotso labinsiyam|labing-siyam|disinuwebe", 18),
    **_u(_FIL_TENS, 20, 10),
    **_u(" ".join(word + "ng" for word in _FIL_TENS.split()), 20, 10),
    **_u("bente|beinte trenta|treynta kuwarenta|kwarenta singkuwenta|singkwenta sisenta|sesenta", 20, 10),
    **_u("sitenta|setenta otsenta nobenta", 70, 10),
    **_v(isandaan=100, isandaang=100, sandaan=100, sandaang=100, siento=100, sanlibo=_K, sanlibong=_K),
}
_FIL_UNITS |= {prefix + word: n for word, n in _FIL_UNITS.items() if 10 < n < 20 for prefix in ("ika", "pan", "pang")}
_FIL_SCALES = {
    **_EN_SCALES,
    **_v(daan=100, daang=100, raan=100, raang=100, libo=_K, libong=_K, libu=_K, mil=_K, milyon=_M, milyong=_M),
    **_v(bilyon=_G, bilyong=_G, bilyun=_G, trilyon=_T, trilyong=_T, dosena=12, dosenang=12),
}

_VI_UNITS = {
    **_u("không một|mốt|nhất|giêng hai|nhì|đôi ba bốn|tư năm|lăm sáu bảy|bẩy tám chín mười"),
    "chạp": 12, "kép": 2, "cả hai": 2,
}  # fmt: skip
_VI_SCALES = {
    "mươi": 10, "chục": 10, "trăm": 100, "nghìn": _K, "ngàn": _K, "vạn": 10**4, "triệu": _M, "tỷ": _G, "tỉ": _G,
    "tá": 12,
}  # fmt: skip

_PT_UNITS = {
    **_u("zero um|uma dois|duas|dupla|par|ambos|ambas três quatro cinco seis sete oito nove dez onze doze treze"),
    **_u("quatorze|catorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove", 14),
    **_u("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10),
    **_u("cem|cento duzentos|duzentas trezentos|trezentas quatrocentos|quatrocentas quinhentos|quinhentas", 100, 100),
    **_u("seiscentos|seiscentas setecentos|setecentas oitocentos|oitocentas novecentos|novecentas", 600, 100),
    **_u("primeiro|primeira|primeiros|primeiras segundo|segunda terceiro|terceira quarto|quarta quinto|quinta", 1),
    **_u("sexto|sexta sétimo|sétima oitavo|oitava nono|nona décimo|décima", 6),
}
_PT_SCALES = {
    "mil": _K, "milhar": _K, "milhares": _K, "centenas": 100, "dezenas": 10, "dúzia": 12, "dúzias": 12,
    "milhão": _M, "milhões": _M, "bilhão": _G, "bilhões": _G, "trilhão": _T, "trilhões": _T,
    "bilião": _T, "biliões": _T,
}  # fmt: skip
_TET_UNITS = {**_PT_UNITS, **_u("zeru ida rua tolu haat lima neen hitu ualu sia sanulu|sanolu")}
_TET_SCALES = {**_PT_SCALES, "atus": 100, "rihun": _K, "tokon": _M, "miliaun": _M, "biliaun": _G, "nulu": 10}

_TH_UNITS = {**_u("ศูนย์ หนึ่ง|แรก สอง|คู่ สาม สี่ ห้า หก เจ็ด แปด เก้า"), "เอ็ด": 1, "ยี่": 2, "โหล": 12}
_TH_SCALES = {
    "สิบ": 10, "ร้อย": 100, "พัน": _K, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": _M, "ล้านล้าน": _T,
    "พันล้าน": _G,
}  # fmt: skip
_LO_UNITS = {
    **_u("ສູນ ໜຶ່ງ|ຫນຶ່ງ|ນຶ່ງ|ທຳອິດ|ທໍາອິດ ສອງ|ຄູ່ ສາມ ສີ່ ຫ້າ ຫົກ ເຈັດ ແປດ ເກົ້າ"), "ເອັດ": 1, "ຊາວ": 20,
}  # fmt: skip
_LO_SCALES = {
    "ສິບ": 10, "ຮ້ອຍ": 100, "ພັນ": _K, "ໝື່ນ": 10**4, "ຫມື່ນ": 10**4, "ແສນ": 10**5, "ລ້ານ": _M, "ຕື້": _G,
    "ລ້ານລ້ານ": _T, "ພັນລ້ານ": _G,
}  # fmt: skip
_KM_UNITS = {
    **_u("សូន្យ មួយ|ដំបូង ពីរ|គូ បី បួន ប្រាំ"), "ពិល": 2, "ដប់": 10, "ម្ភៃ": 20,
    **_u("សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប", 30, 10),
}  # fmt: skip
_KM_SCALES = {
    "រយ": 100, "ពាន់": _K, "ម៉ឺន": 10**4, "សែន": 10**5, "លាន": _M, "កោដិ": 10**7, "ពាន់លាន": _G,
    "ប៊ីលាន": _G, "ប៊ីលីយ៉ុន": _G, "ប៊ីលីយាន": _G, "ប៊ីលៀន": _G, "ទ្រីលាន": _T, "ត្រីលាន": _T, "ទ្រីលីយ៉ុន": _T, "ទ្រីលៀន": _T,
}  # fmt: skip
_MY_UNITS = {
    **_u("သုည တစ်|တဦး|ပထမ နှစ်|ဒုတိယ သုံး|တတိယ လေး|စတုတ္ထ ငါး|ပဉ္စမ ခြောက်|ဆဌမ ခုနစ်|ခုနှစ်|သတ္တမ ရှစ်|အဌမ ကိုး|နဝမ"),
    "ခွန်နှစ်": 7, "တဆယ်": 10, "ဒါဇင်": 12, "ဒသမ": 10,
}  # fmt: skip
_MY_SCALES = {
    "ဆယ်": 10, "ဆယ့်": 10, "ရာ": 100, "ရာ့": 100, "ထောင်": _K, "ထောင့်": _K, "သောင်း": 10**4, "သိန်း": 10**5,
    "သန်း": _M,
    "ကုဋေ": 10**7, "မီလီယံ": _M, "မီလီယမ်": _M, "မီလျံ": _M, "ဘီလီယံ": _G, "ဘီလီယမ်": _G, "ဘီလျံ": _G,
    "ထရီလီယံ": _T, "ထရီလျံ": _T, "ထရီလီယမ်": _T,
}  # fmt: skip
_TA_UNITS = {
    **_u("பூஜ்ஜிய|பூஜ்ய|சுழிய ஒன்ற|ஒரு|ஓர்|முதல|முதன்முத இரண்ட|இரு மூன்ற|மூவ நான்க|நாலு|நால்வ ஐந்த|ஐவ ஆறு|ஆறா ஏழு|ஏழா"),
    **_u("எட்டு|எட்டா ஒன்பத பத்து|பத்தா பதினொ|பதினோ பன்னிர பதின்மூன்ற|பதிமூன்ற பதினான்க பதினைந்த", 8),
    **_u("பதினாற பதினேழ பதினெட்ட பத்தொன்பத இருபத|இருபத்", 16),
    **_u("முப்பத|முப்பத் நாற்பத|நாற்பத் ஐம்பத|ஐம்பத் அறுபத|அறுபத் எழுபத|எழுபத் எண்பத|எண்பத் தொண்ணூற", 30, 10),
    **_u("இருநூற முந்நூற|முன்னூற நானூற ஐநூற|ஐந்நூற அறுநூற எழுநூற எண்ணூற தொள்ளாயிர", 200, 100),
}  # fmt: skip
_TA_SCALES = {
    "நூறு": 100, "நூற்": 100, "நூறா": 100, "ஆயிர": _K, "ாயிர": _K, "லட்ச": 10**5, "இலட்ச": 10**5, "லட்ஷ": 10**5,
    "கோடி": 10**7, "மில்லிய": _M, "மிலிய": _M, "பில்லிய": _G, "டிரில்லிய": _T, "ட்ரில்லிய": _T,
}  # fmt: skip

_EN = Lexicon(_EN_UNITS, _EN_SCALES, half=("half", "halves"), linking=("and",))
_MALAY = Lexicon(_MALAY_UNITS, _MALAY_SCALES, {"belas": 10}, half=("setengah", "separuh", "paruh"), dot_groups=True)
_ZH = Lexicon({}, {}, half=("半",), words=False)  # parsed from its characters

LEXICONS: Mapping[str, Lexicon] = MappingProxyType(
    {
        "en": _EN,
        "zh": _ZH,
        "id": _MALAY,
        "ms": replace(_MALAY, dot_groups=False),  # Malaysia, Singapore and Brunei write 1,234.5
        "fil": Lexicon(
            _FIL_UNITS, _FIL_SCALES, half=("kalahati", "kalahating", "half"), linking=("at", "t", "na", "and")
        ),
        "vi": Lexicon(_VI_UNITS, _VI_SCALES, half=("rưỡi", "nửa"), linking=("linh", "lẻ"), dot_groups=True),
        "pt": Lexicon(_PT_UNITS, _PT_SCALES, half=("meio", "meia", "metade"), linking=("e",), dot_groups=True),
        "tet": Lexicon(
            _TET_UNITS,
            _TET_SCALES,
            before=("rihun", "tokon", "miliaun", "biliaun"),
            half=("balu",),
            linking=("resin", "e"),
            dot_groups=True,
        ),
        "th": Lexicon(_TH_UNITS, _TH_SCALES, half=("ครึ่ง",), words=False),
        "lo": Lexicon(_LO_UNITS, _LO_SCALES, half=("ເຄິ່ງ",), words=False, dot_groups=True),
        "km": Lexicon(_KM_UNITS, _KM_SCALES, half=("កន្លះ", "ពាក់កណ្តាល"), words=False, dot_groups=True),
        "my": Lexicon(
            _MY_UNITS,
            _MY_SCALES,
            before=("သောင်း", "သိန်း", "သန်း", "ကုဋေ", "ဘီလီယံ", "ဘီလီယမ်", "ဘီလျံ", "ထရီလီယံ", "ထရီလျံ", "ထောင်"),
            half=("ခွဲ", "ဝက်"),
            words=False,
        ),
        "ta": Lexicon(_TA_UNITS, _TA_SCALES, half=("அரை", "பாதி"), words=False),
    }
)
