"""Names of months and weekdays in each language, as data.

A name may be given as a stem; ``a|b`` are two names for one month. Chinese and Vietnamese count their months and are
read by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MONTHS", "WEEKDAYS"]

_EN_MONTHS = "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept \
october|oct november|nov december|dec"
_PT_MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"

_MONTHS = {
    "en": _EN_MONTHS,
    "id": "januari februari maret april mei juni juli agustus september oktober november|nopember desember",
    "ms": "januari februari mac april mei jun julai ogos september oktober november disember",
    "fil": "enero|january pebrero|february marso|march abril|april mayo hunyo|june hulyo|july agosto|august \
setyembre|september oktubre|october nobyembre|november disyembre|december",
    "pt": _PT_MONTHS,
    "tet": "janeiru|janeiro fevereiru|fevereiro marsu|março abríl|abril maiu|maio juñu|junho jullu|julho agostu|agosto \
setembru|setembro outubru|outubro novembru|novembro dezembru|dezembro",
    "th": "มกราคม|มกรา|ม.ค. กุมภาพันธ์|กุมภา|ก.พ. มีนาคม|มีนา|มี.ค. เมษายน|เมษา|เม.ย. พฤษภาคม|พฤษภา|พ.ค. \
มิถุนายน|มิถุนา|มิ.ย. กรกฎาคม|กรกฎา|ก.ค. สิงหาคม|สิงหา|ส.ค. กันยายน|กันยา|ก.ย. ตุลาคม|ตุลา|ต.ค. \
พฤศจิกายน|พฤศจิกา|พ.ย. ธันวาคม|ธันวา|ธ.ค.",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "km": "មករា កុម្ភៈ|កុម្ភះ|គុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ|ဇန်န၀ါရီ ဖေဖော်ဝါရီ|ဖေဖေါ်ဝါရီ|ဖေဖော်၀ါရီ မတ်လ ဧပြီ မေလ ဇွန် ဇူလိုင် \
ဩဂုတ်|သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ|နို၀င်ဘာ ဒီဇင်ဘာ",
    "ta": "ஜனவரி பிப்ரவரி|பெப்ரவரி மார்ச ஏப்ரல மே ஜூன ஜூலை ஆகஸ்ட|ஆகத்து செப்டம்பர|செப்டெம்பர அக்டோபர|ஒக்டோபர \
நவம்பர டிசம்பர",
}  # fmt: skip

# Monday first, as regular expressions for text as it is written. Names that are ordinary words as well (Portuguese
# "quinta", Indonesian "minggu") are only given in the form that can be nothing else.
_ZH_WEEK = "(?:(?<![一两二三四五六七八九十每几])[周週]|星期|礼拜|禮拜)"
_WEEKDAYS = {
    "en": "Mondays?|Mon\\. Tuesdays?|Tue\\. Wednesdays?|Wed\\. Thursdays?|Thu\\. Fridays?|Fri\\. Saturdays? Sundays?",
    "zh": " ".join([*(_ZH_WEEK + day + "(?![次个週周])" for day in "一二三四五六"), _ZH_WEEK + "[日天](?![文气])"]),
    "id": "(?i:senin) (?i:selasa) (?i:rabu) (?i:kamis) (?i:jumat|jum'at) (?i:sabtu) (?i:hari\\sminggu|ahad)",
    "ms": "(?i:isnin) (?i:selasa) (?i:rabu) (?i:khamis) (?i:jumaat) (?i:sabtu) (?i:ahad)",
    "fil": "Lunes|Monday Martes|Tuesday Miyerkules|Miyerkoles|Wednesday Huwebes|Thursday Biyernes|Friday \
Sabado|Saturday Linggo|Sunday",
    "vi": "[Tt]hứ\\sHai [Tt]hứ\\sBa [Tt]hứ\\sTư [Tt]hứ\\sNăm [Tt]hứ\\sSáu [Tt]hứ\\sBảy [Cc]hủ\\s[Nn]hật",
    "pt": "(?i:segunda-feira) (?i:terça-feira) (?i:quarta-feira) (?i:quinta-feira) (?i:sexta-feira) (?i:sábado) \
(?i:domingo)",
    "th": "วันจันทร์ วันอังคาร วันพุธ วันพฤหัส วันศุกร์ วันเสาร์ วันอาทิตย์",
    "lo": "ວັນຈັນ ວັນອັງຄານ ວັນພຸດ ວັນພະຫັດ ວັນສຸກ ວັນເສົາ ວັນອາທິດ",
    "km": "ថ្ងៃច័ន្ទ|ថ្ងៃចន្ទ|ថ្ងៃច័ន្ត ថ្ងៃអង្គារ ថ្ងៃពុធ ថ្ងៃព្រហ ថ្ងៃសុក្រ ថ្ងៃសៅរ៍ ថ្ងៃអាទិត្យ",
    "my": "တနင်္လာ အင်္ဂါနေ့ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာနေ့ စနေနေ့ တနင်္ဂနွေ",
    "ta": "திங்க[ளட்்]*\\s?கிழமை செவ்வா\\S*?கிழமை புதன்\\S*?கிழமை வியாழ\\S*?கிழமை வெள்ளி\\S*?கிழமை சனி\\S*?கிழமை \
ஞாயி\\S*?கிழமை",
}  # fmt: skip


def _numbered(names: str) -> dict[str, int]:
    return {name: place for place, entry in enumerate(names.split(), 1) for name in entry.split("|")}


MONTHS: Mapping[str, Mapping[str, int]] = MappingProxyType({key: _numbered(names) for key, names in _MONTHS.items()})
"""Language -> name (lower case) -> 1..12."""

WEEKDAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {key: tuple(days.split()) for key, days in _WEEKDAYS.items()}
)
"""Language -> seven regular expressions, Monday first."""

_SHORT = "may mar march mac mei jun jan sep dec nov oct apr aug feb มีนา เมษา กันยา สิงหา மே"
AMBIGUOUS_MONTHS = frozenset(_SHORT.split())
"""Names of months that are other words, too, or too short to be sure of."""
