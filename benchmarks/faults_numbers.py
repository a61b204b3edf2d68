# ruff: noqa: ARG001 - every fault has the same five parameters
"""Faults in numbers, money, shares, dates and marks, to be planted into good translations.

Each ``plant_*`` takes (source, target, source language, target language, random) and gives the spoiled target, or None
where it cannot be planted. ``PLANTS`` has them all, each with the codes that should find it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

Plant = Callable[[str, str, str, str, random.Random], "str | None"]

_DOLLAR = {
    "en": "(?:U\\.?S\\.? |American )?dollars?|USD", "zh": "美元|美金", "id": "dolar(?: AS| Amerika Serikat)?",
    "ms": "dolar(?: AS| Amerika Syarikat)?", "fil": "dolyar(?: ng US)?", "vi": "(?:đô la|đô-la)(?: Mỹ)?|USD",
    "th": "(?:ดอลลาร์|ดอลล่าร์)(?:สหรัฐฯ?)?", "lo": "ໂດລາ(?:ສະຫະລັດ)?", "km": "ដុល្លារ(?:អាមេរិក)?", "my": "(?:အမေရိကန်)?ဒေါ်လာ",
    "ta": "(?:அமெரிக்க )?டாலர்", "pt": "dólares(?: americanos)?",
}  # fmt: skip
_OTHERS = {
    "en": ("yuan", "euros", "ringgit", "yen"), "zh": ("元人民币", "欧元", "林吉特", "日元"),
    "id": ("yuan", "euro", "ringgit", "rupiah"),
    "ms": ("yuan", "euro", "ringgit", "rupiah"), "fil": ("yuan", "euro", "ringgit", "piso"),
    "vi": ("nhân dân tệ", "euro", "ringgit", "đồng"), "th": ("หยวน", "ยูโร", "ริงกิต", "บาท"),
    "lo": ("ຢວນ", "ເອີໂຣ", "ຣິງກິດ", "ກີບ"),
    "km": ("យ័ន", "អឺរ៉ូ", "រីងហ្គីត", "រៀល"), "my": ("ယွမ်", "ယူရို", "ရင်းဂစ်", "ကျပ်"), "ta": ("யுவான்", "யூரோ", "ரிங்கிட்", "ரூபாய்"),
    "pt": ("yuans", "euros", "ringgits", "ienes"),
}  # fmt: skip
_PERCENT = {
    "en": " ?per ?cent| ?%", "zh": "%|％", "id": " ?persen| ?%", "ms": " ?peratus| ?%", "fil": " ?porsi?yento| ?%",
    "vi": " ?phần trăm| ?%", "th": " ?(?:เปอร์เซ็นต์|%)", "lo": " ?(?:ເປີເຊັນ|%)", "km": " ?(?:ភាគរយ|%)",
    "my": " ?(?:ရာခိုင်နှုန်း|%)", "ta": " ?(?:சதவீதம்|சதவிகிதம்|%)", "pt": " ?por cento| ?%",
}  # fmt: skip
_POINTS = {
    "en": " percentage points", "zh": "个百分点", "id": " poin persentase", "ms": " mata peratusan",
    "fil": " percentage points",
    "vi": " điểm phần trăm", "th": "จุดเปอร์เซ็นต์", "lo": "ຈຸດເປີເຊັນ", "km": "ចំណុចភាគរយ", "my": " ရာခိုင်နှုန်းမှတ်",
    "ta": " சதவீதப் புள்ளிகள்", "pt": " pontos percentuais",
}  # fmt: skip
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "ms": "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
    "fil": "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    "ta": "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
}
_WEEKDAYS = {
    "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday", "zh": "周一,周二,周三,周四,周五,周六,周日",
    "id": "Senin,Selasa,Rabu,Kamis,Jumat,Sabtu", "ms": "Isnin,Selasa,Rabu,Khamis,Jumaat,Sabtu,Ahad",
    "fil": "Lunes,Martes,Miyerkules,Huwebes,Biyernes,Sabado,Linggo",
    "vi": "thứ Hai,thứ Ba,thứ Tư,thứ Năm,thứ Sáu,thứ Bảy,Chủ Nhật",
    "pt": "segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado,domingo",
    "th": "วันจันทร์,วันอังคาร,วันพุธ,วันพฤหัสบดี,วันศุกร์,วันเสาร์,วันอาทิตย์",
    "lo": "ວັນຈັນ,ວັນອັງຄານ,ວັນພຸດ,ວັນພະຫັດ,ວັນສຸກ,ວັນເສົາ,ວັນອາທິດ",
    "km": "ថ្ងៃចន្ទ,ថ្ងៃអង្គារ,ថ្ងៃពុធ,ថ្ងៃព្រហស្បតិ៍,ថ្ងៃសុក្រ,ថ្ងៃសៅរ៍,ថ្ងៃអាទិត្យ",
    "my": "တနင်္လာနေ့,အင်္ဂါနေ့,ဗုဒ္ဓဟူးနေ့,ကြာသပတေးနေ့,သောကြာနေ့,စနေနေ့,တနင်္ဂနွေနေ့",
    "ta": "திங்கட்கிழமை,செவ்வாய்க்கிழமை,புதன்கிழமை,வியாழக்கிழமை,வெள்ளிக்கிழமை,சனிக்கிழமை,ஞாயிற்றுக்கிழமை",
}  # fmt: skip
_SCALES = {
    "en": ("million", "billion"), "zh": ("万", "亿"), "id": ("juta", "miliar"), "ms": ("juta", "bilion"),
    "fil": ("milyon", "bilyon"), "vi": ("triệu", "tỷ"), "th": ("ล้าน", "หมื่น"), "lo": ("ລ້ານ", "ຕື້"),
    "km": ("លាន", "ពាន់"), "my": ("သန်း", "သိန်း"), "ta": ("மில்லியன்", "பில்லியன்"), "pt": ("milhões", "bilhões"),
}  # fmt: skip
# a sentence about money, with a place for the amount: FLORES has few of them
_TODAY = {
    "en": "{m} {d}, 2024", "zh": "2024年{n}月{d}日", "id": "{d} {m} 2024", "ms": "{d} {m} 2024",
    "fil": "ika-{d} ng {m} 2024",
    "vi": "ngày {d} tháng {n} năm 2024", "th": "วันที่ {d} {m} 2567", "lo": "ວັນທີ {d} {m} 2024",
    "km": "ថ្ងៃទី{d} ខែ{m} ឆ្នាំ2024",
    "my": "2024 ခုနှစ် {m}လ {d} ရက်", "ta": "2024 {m} {d}", "pt": "{d} de {m} de 2024",
}  # fmt: skip
_MONEY = {
    "en": "{n} million {c}", "zh": "{w}万{c}", "id": "{n} juta {c}", "ms": "{n} juta {c}", "fil": "{n} milyong {c}",
    "vi": "{n} triệu {c}", "th": "{n} ล้าน{c}", "lo": "{n} ລ້ານ{c}", "km": "{n} លាន{c}", "my": "{c} {n} သန်း",
    "ta": "{n} மில்லியன் {c}", "pt": "{n} milhões de {c}",
}  # fmt: skip


def _date(code: str, month: int, day: int) -> str:
    name = _MONTHS[code].split()[month - 1] if code in _MONTHS else ""
    return _TODAY[code].format(d=day, n=month, m=name)


def _money(code: str, number: int, which: int) -> str:
    return _MONEY[code].format(n=number, w=number * 100, c=_OTHERS[code][which])


def with_facts(source: str, target: str, sl: str, tl: str, rng: random.Random) -> tuple[str, str]:
    """The pair with one more right date and one more right amount on both sides, in brackets at the end."""
    month, day, number, which = rng.randint(1, 12), rng.randint(1, 12), rng.randint(11, 89), rng.randrange(3)
    left, right = (f" ({_date(code, month, day)}; {_money(code, number, which)})" for code in (sl, tl))
    return source + left, target + right


def plant_currency(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Another currency in the place of the dollar."""
    match = re.search(rf"(?<=[0-9๐-๙០-៩၀-၉ a-zึ-๎]) ?(?:{_DOLLAR[tl]})(?!\w*[%])", target)
    if match is None or not re.search(rf"[$]|{_DOLLAR[sl]}", source) or not re.search(r"\d", source):
        return None
    blank = " " if match[0].startswith(" ") else ""
    return target[: match.start()] + blank + rng.choice(_OTHERS[tl]) + target[match.end() :]


def plant_currency_of_facts(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Another currency in the amount of ``with_facts``."""
    place = target.rfind("; ")
    for which, name in enumerate(_OTHERS[tl][:3]):
        if place >= 0 and name in target[place:]:
            other = _OTHERS[tl][rng.choice([n for n in range(4) if n != which])]
            return target[:place] + target[place:].replace(name, other)
    return None


def plant_currency_lost(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """No currency in the amount of ``with_facts``."""
    place = target.rfind("; ")
    name = next((name for name in _OTHERS[tl][:3] if place >= 0 and name in target[place:]), None)
    if name is None or any(other in target[:place] for other in _OTHERS[tl]):
        return None
    return target[:place] + target[place:].replace(name, "").replace(" de )", ")").replace(" )", ")")


def plant_percent_lost(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The percent sign or word is gone, where it stands once."""
    found = list(re.finditer(rf"(?<=[0-9๐-๙០-៩၀-၉])(?:{_PERCENT[tl]})", target))
    if len(found) != 1 or not re.search("[%％]|per ?cent|百分之", source):
        return None
    return target[: found[0].start()] + target[found[0].end() :]


def plant_percent_to_points(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Percent became percentage points."""
    found = list(re.finditer(rf"(?<=[0-9๐-๙០-៩၀-၉])(?:{_PERCENT[tl]})", target))
    if len(found) != 1 or not re.search("[%％]|per ?cent|百分之", source):
        return None
    return target[: found[0].start()] + _POINTS[tl] + target[found[0].end() :]


def plant_per_mille(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Percent became per mille."""
    if len(re.findall("[%％]", target)) != 1 or not re.search("[%％]|per ?cent|百分之", source):
        return None
    return re.sub("[%％]", "‰", target)


def _facts_date(target: str) -> int:
    return target.rfind(" (")


def plant_day_and_month_exchanged(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The date of ``with_facts`` in figures, day and month in the wrong order."""
    place, end = _facts_date(target), target.rfind("; ")
    digits = [int(n) for n in re.findall(r"\d+", target[place:end])]
    for month in range(1, 13):
        for day in range(1, 13):
            if place >= 0 and month != day and target[place:end] == f" ({_date(tl, month, day)}" and len(digits) >= 2:
                return f"{target[:place]} ({_date(tl, day, month)}{target[end:]}"
    return None


def plant_numeric_date_exchanged(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The date of ``with_facts`` as figures with strokes, in the order of another language."""
    place, end = _facts_date(target), target.rfind("; ")
    if place < 0 or tl in {"en", "fil"}:
        return None
    for month in range(1, 13):
        for day in range(1, 13):
            if month != day and target[place:end] == f" ({_date(tl, month, day)}":
                return f"{target[:place]} ({month:02}/{day:02}/2024{target[end:]}"
    return None


def plant_year_by_543(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The year of ``with_facts`` in the wrong era."""
    end = target.rfind("; ")
    place = _facts_date(target)
    if place < 0:
        return None
    wrong = target[place:end].replace("2567", "3110") if "2567" in target[place:end] else None
    wrong = wrong or target[place:end].replace("2024", "2567" if tl not in {"th", "lo", "km"} else "1481")
    return target[:place] + wrong + target[end:] if wrong != target[place:end] else None


def plant_weekday_changed(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Another day of the week, where one is named."""
    names = _WEEKDAYS[tl].split(",")
    found = [name for name in names if name in target]
    if len(found) != 1 or not any(name in source for name in _WEEKDAYS[sl].split(",")):
        return None
    return target.replace(found[0], rng.choice([name for name in names if name != found[0]]))


def plant_weekday_of_date(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A weekday that is not that of the date of ``with_facts``."""
    place, end = _facts_date(target), target.rfind("; ")
    for month in range(1, 13):
        for day in range(1, 13):
            if place >= 0 and target[place:end] == f" ({_date(tl, month, day)}":
                right = date(2024, month, day).weekday()
                names = _WEEKDAYS[tl].split(",")
                name = rng.choice([name for n, name in enumerate(names) if n != right])
                return f"{target[:place]} ({name}, {_date(tl, month, day)}{target[end:]}"
    return None


def plant_scale_changed(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """万 became 亿, million became billion, or the like."""
    small, large = _SCALES[tl]
    match = re.search(rf"(?<=[0-9๐-๙០-៩၀-၉])(\s?)({small}|{large})", target)
    if match is None or not re.search(r"\d", source):
        return None
    return target[: match.start(2)] + (large if match[2] == small else small) + target[match.end(2) :]


def plant_marks_stripped(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The marks above and below the letters are gone."""
    if tl not in {"vi", "pt", "th", "lo", "km", "my", "ta"} or len(target) < 60:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", target) if unicodedata.category(c) != "Mn")
    plain = plain.replace("đ", "d").replace("Đ", "D")
    changed = sum(c not in plain for c in set(target))
    return plain if plain != target and (tl != "pt" or changed >= 3) else None


def plant_decomposed(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Letters and their marks as characters of their own (NFD)."""
    if tl not in {"vi", "pt"}:
        return None
    spoiled = unicodedata.normalize("NFD", target)
    return spoiled if spoiled != target else None


def plant_invisible(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A mark of direction, a soft hyphen, a byte order mark in the middle of the text."""
    place = rng.randrange(1, len(target)) if len(target) > 1 else 0
    return target[:place] + rng.choice("\u202e\u200f\u00ad\ufeff\u2066") + target[place:] if place else None


PLANTS: Mapping[Plant, tuple[str, ...]] = {
    plant_currency: ("N07",),
    plant_currency_of_facts: ("N07",),
    plant_currency_lost: ("N07",),
    plant_percent_lost: ("N08",),
    plant_percent_to_points: ("N08",),
    plant_per_mille: ("N08",),
    plant_day_and_month_exchanged: ("N05", "N09"),
    plant_numeric_date_exchanged: ("N09",),
    plant_year_by_543: ("N01", "N09"),
    plant_weekday_changed: ("N06", "N10"),
    plant_weekday_of_date: ("N10",),
    plant_scale_changed: ("N01", "N02"),
    plant_marks_stripped: ("S07",),
    plant_decomposed: ("S08",),
    plant_invisible: ("S08",),
}
"""Each fault with the codes of which one should find it."""

NEED_FACTS = frozenset(
    {
        plant_currency_of_facts, plant_currency_lost, plant_day_and_month_exchanged, plant_numeric_date_exchanged,
        plant_year_by_543, plant_weekday_of_date,
    }
)  # fmt: skip
"""Faults that are planted into a pair that ``with_facts`` has made."""
