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
    "my": "ဇန်နဝါရီ|ဇန်န၀ါရီ ဖေဖော်ဝါရီ|ဖေဖေါ်ဝါရီ|ဖေဖော်၀ါရီ မတ်လ|မတ် ဧပြီ မေလ ဇွန် ဇူလိုင် \
ဩဂုတ်|သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ|နို၀င်ဘာ ဒီဇင်ဘာ",
    "ta": "ஜனவரி பிப்ரவரி|பெப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட்|ஆகஸ்டு|ஆகத்து செப்டம்பர்|செப்டெம்பர் \
அக்டோபர்|ஒக்டோபர் நவம்பர் டிசம்பர்",
}  # fmt: skip

# Monday first
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "zh": "[周週]一|星期一|礼拜一 [周週]二|星期二|礼拜二 [周週]三|星期三|礼拜三 [周週]四|星期四|礼拜四 \
[周週]五|星期五|礼拜五 [周週]六|星期六|礼拜六 [周週](?:日|天(?!文))|星期[日天]|礼拜[日天]",
    "id": "senin selasa rabu kamis jumat|jum'at sabtu minggu",
    "ms": "isnin selasa rabu khamis jumaat sabtu ahad",
    "fil": "lunes|monday martes|tuesday miyerkules|miyerkoles|wednesday huwebes|thursday biyernes|friday \
sabado|saturday linggo|sunday",
    "vi": "thứ\\shai|thứ\\s2 thứ\\sba|thứ\\s3 thứ\\stư|thứ\\s4 thứ\\snăm|thứ\\s5 thứ\\ssáu|thứ\\s6 thứ\\sbảy|thứ\\s7 \
chủ\\snhật",
    "pt": "segunda-feira|segunda terça-feira|terça quarta-feira|quarta quinta-feira|quinta sexta-feira|sexta \
sábado domingo",
    "th": "วันจันทร์ วันอังคาร วันพุธ วันพฤหัส วันศุกร์ วันเสาร์ วันอาทิตย์",
    "lo": "ວັນຈັນ ວັນອັງຄານ ວັນພຸດ ວັນພະຫັດ ວັນສຸກ ວັນເສົາ ວັນອາທິດ",
    "km": "ថ្ងៃច័ន្ទ|ថ្ងៃចន្ទ ថ្ងៃអង្គារ ថ្ងៃពុធ ថ្ងៃព្រហស្បតិ៍|ថ្ងៃព្រហស្បត្តិ៍ ថ្ងៃសុក្រ ថ្ងៃសៅរ៍ ថ្ងៃអាទិត្យ",
    "my": "တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ စနေ တနင်္ဂနွေ",
    "ta": "திங்கள்|திங்கட் செவ்வா புதன் வியாழ வெள்ளி சனி ஞாயி",
}  # fmt: skip


def _numbered(names: str) -> dict[str, int]:
    return {name: place for place, entry in enumerate(names.split(), 1) for name in entry.split("|")}


MONTHS: Mapping[str, Mapping[str, int]] = MappingProxyType({key: _numbered(names) for key, names in _MONTHS.items()})
"""Language -> name (lower case) -> 1..12."""

WEEKDAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {key: tuple(days.split()) for key, days in _WEEKDAYS.items()}
)
"""Language -> seven regular expressions, Monday first."""
