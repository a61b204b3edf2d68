"""Sentences of our own kind: patterns with slots, their fillers, and guest lists, filled afresh for every batch.

A pattern is one sentence in three or four languages with slots such as ``{BODY1}``. Filling it draws a filler for each
slot, or writes a date, year, number, share or sum of money the way each language does, or puts a mark in its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from mtkit.figures import native_digits, write_number
from mtkit.train.marks import MARKS, draw

_SLOT = re.compile(r"\{([A-Z]+)(\d)\}")
_QUOTES = "\"'“”‘’《》「」"
_ARTICLES = {"en": ("the ",), "pt": ("o ", "a ", "os ", "as ")}
_CONTRACTIONS = re.compile(r"\bde (o|a|os|as) (?=\w|⟦)")
_CASED = ("en", "id", "ms", "fil", "vi", "pt")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a domain file: the same text in several languages, and the slot it fills, if it is a filler."""

    texts: Mapping[str, str]
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """One set of domain files: its languages, its patterns, its plain sentences and its fillers by slot."""

    languages: tuple[str, ...]
    patterns: tuple[Row, ...]
    plain: tuple[Row, ...]
    fillers: Mapping[str, tuple[Row, ...]]

    def covers(self, source: str, target: str) -> bool:
        """Say whether both languages are in this set."""
        return source in self.languages and target in self.languages


# How a language writes a day and month: {d} the day, {m} the month's number, {n} the month's name.
_DATES = {
    "en": ("{d} {n}", "{n} {d}"),
    "zh": ("{m}月{d}日",),
    "id": ("{d} {n}",),
    "ms": ("{d} {n}",),
    "fil": ("ika-{d} ng {n}",),
    "vi": ("ngày {d}/{m}",),
    "th": ("{d} {n}",),
    "lo": ("ວັນທີ {d} {n}",),
    "km": ("ថ្ងៃទី{d} ខែ{n}",),
    "my": ("{n} {d} ရက်",),
    "ta": ("{n} {d}",),
    "pt": ("{d} de {n}",),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "ms": "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
    "fil": "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    "ta": "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_PERCENT = {
    "en": "{x} percent", "zh": "{x}%", "id": "{x} persen", "ms": "{x} peratus", "fil": "{x} porsiyento", "vi": "{x}%",
    "th": "ร้อยละ {x}", "lo": "{x}%", "km": "{x}%", "my": "{x} ရာခိုင်နှုန်း", "ta": "{x} சதவீதம்", "pt": "{x}%",
}  # fmt: skip
_MILLION_DOLLARS = {
    "en": "{x} million US dollars", "id": "{x} juta dolar AS", "ms": "{x} juta dolar AS",
    "fil": "{x} milyong dolyar", "vi": "{x} triệu USD", "th": "{x} ล้านดอลลาร์สหรัฐ", "lo": "{x} ລ້ານໂດລາສະຫະລັດ",
    "km": "{x} លានដុល្លារអាមេរិក", "my": "အမေရိကန်ဒေါ်လာ {x} သန်း", "ta": "{x} மில்லியன் அமெரிக்க டாலர்",
    "pt": "{x} milhões de dólares",
}  # fmt: skip
_MILLION_YUAN = {
    "en": "{x} million yuan", "id": "{x} juta yuan", "ms": "{x} juta yuan", "fil": "{x} milyong yuan",
    "vi": "{x} triệu nhân dân tệ", "th": "{x} ล้านหยวน", "lo": "{x} ລ້ານຢວນ", "km": "{x} លានយ័ន",
    "my": "ယွမ် {x} သန်း", "ta": "{x} மில்லியன் யுவான்", "pt": "{x} milhões de yuans",
}  # fmt: skip


def number(value: int, lang: str) -> str:
    """Write a whole number as the news of ``lang`` does: its digits, its grouping from four digits on."""
    return write_number(value, lang)


def _decimal(tenths: int, lang: str) -> str:
    return write_number(Decimal(tenths) / 10, lang, places=1 if tenths % 10 else 0, grouped=False)


def date(day: int, month: int, lang: str, *, variant: int = 0) -> str:
    """Write a day and month: "12 May", 5月12日, "ngày 12/5" with its word, "12 พฤษภาคม" without."""
    forms = _DATES[lang]
    name = _MONTHS.get(lang, "").split()
    form = forms[variant % len(forms)]
    return native_digits(form.format(d=day, m=month, n=name[month - 1] if name else ""), lang)


def year(value: int, lang: str) -> str:
    """Write a year of the common era in bare digits; Thai counts in the Buddhist Era."""
    return native_digits(str(value + 543 if lang == "th" else value), lang)


def money(millions: int, lang: str, *, yuan: bool = False) -> str:
    """Write a sum of ``millions``, with its unit and currency."""
    if lang == "zh":
        amount = f"{millions / 100:g}亿" if millions >= 100 else f"{millions * 100}万"
        return amount + ("元" if yuan else "美元")
    forms = _MILLION_YUAN if yuan else _MILLION_DOLLARS
    return forms[lang].format(x=number(millions, lang))


def _figure(slot: str, rng: Random, source: str, target: str) -> tuple[str, str]:
    """Write the same fresh date, year, number, share or sum in both languages."""
    if slot == "DATE":
        day, month, variant = rng.randint(1, 28), rng.randint(1, 12), rng.randint(0, 1)
        return date(day, month, source, variant=variant), date(day, month, target, variant=variant)
    if slot == "YEAR":
        value = rng.randint(1950, 2035)
        return year(value, source), year(value, target)
    if slot == "PCT":
        tenths = rng.randint(11, 990) if rng.random() < 0.5 else 10 * rng.randint(2, 99)
        a, b = _decimal(tenths, source), _decimal(tenths, target)
        return _PERCENT[source].format(x=a), _PERCENT[target].format(x=b)
    if slot == "MONEY":
        millions, yuan = rng.choice((rng.randint(2, 99), 100 * rng.randint(1, 90))), rng.random() < 0.4
        return money(millions, source, yuan=yuan), money(millions, target, yuan=yuan)
    value = rng.choice((rng.randint(2, 99), rng.randint(100, 999), rng.randint(1000, 99_999)))
    return number(value, source), number(value, target)


_FIGURES = ("DATE", "YEAR", "PCT", "MONEY", "NUM")


def shell(filler: str, mark: str, lang: str, *, drop_article: bool = False) -> str:
    """Put ``mark`` in the place of a filler's name; its quotation marks and English or Portuguese article stay outside.

    ``drop_article`` drops a Portuguese article instead: the gender of what a mark stands for is not known.
    """
    article = next((word for word in _ARTICLES.get(lang, ()) if filler.lower().startswith(word)), "")
    opening = filler[0] if filler[:1] and filler[0] in _QUOTES else ""
    closing = filler[-1] if filler[-1:] and filler[-1] in _QUOTES else ""
    return ("" if drop_article else article) + opening + mark + closing


def capitalise(text: str, lang: str) -> str:
    """Capitalise the first letter of a filled sentence, behind an opening quotation mark too."""
    start = 1 if text[:1] and text[0] in _QUOTES else 0
    if lang not in _CASED or not text[start:]:
        return text
    return text[:start] + text[start].upper() + text[start + 1 :]


def fill(
    pattern: Row,
    domain: Domain,
    rng: Random,
    *,
    source: str,
    target: str,
    mark_share: float = 0.4,
) -> tuple[str, str]:
    """Fill a pattern in two languages -> (source text, target text).

    Three in eight examples have no mark, as many have one in every slot that can hold one, and the rest in about half:
    ``mark_share`` moves that balance. Twins (``PERSON1``, ``PERSON2``) get different fillers, and a country that the
    pattern names itself is not drawn.
    """
    left, right = pattern.texts[source], pattern.texts[target]
    slots = sorted({match.group(0) for match in _SLOT.finditer(left)})
    lot = rng.random()
    rate = 0.0 if lot >= 2 * mark_share else 1.0 if lot < mark_share else 0.5
    marks = draw(rng, len(slots))
    used: set[str] = set()
    for slot, mark in zip(slots, marks, strict=False):
        kind = slot.strip("{}0123456789")
        if kind in _FIGURES:
            a, b = _figure(kind, rng, source, target)
            # A run puts marks for numbers alone: a date or a sum has words in it.
            masked = rng.random() < rate * (0.1 if kind in ("DATE", "MONEY", "PCT") else 0.6)
        else:
            row = _choose(domain.fillers.get(kind, ()), rng, used, pattern.texts["en"])
            a, b = row.texts[source], row.texts[target]
            masked = rng.random() < rate * (0.2 if kind == "QUOTE" else 1.0)
        if masked:
            a = shell(a, mark, source, drop_article=source == "pt" and rng.random() < 0.5)
            b = shell(b, mark, target, drop_article=target == "pt")
        left, right = left.replace(slot, a), right.replace(slot, b)
    return capitalise(left, source), capitalise(right, target)


def _choose(rows: Sequence[Row], rng: Random, used: set[str], pattern: str) -> Row:
    if not rows:
        raise ValueError(f"no filler for a slot of {pattern!r}: add one to the slots file of its set")
    free = [row for row in rows if row.texts["en"] not in used]
    if rows[0].slot == "COUNTRY":
        free = [row for row in free if row.texts["en"].removeprefix("the ") not in pattern] or free
    row = rng.choice(free or list(rows))
    used.add(row.texts["en"])
    return row


@cache
def _lists() -> dict[str, dict[str, Any]]:
    text = files("mtkit.train").joinpath("lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def guest_list(
    domain: Domain,
    rng: Random,
    *,
    source: str,
    target: str,
    mark_share: float = 0.4,
    most: int = 6,
) -> tuple[str, str]:
    """Write a list of two to ``most`` guests in two languages, with up to twelve marks or more -> (source, target)."""
    left, right = _lists()[source], _lists()[target]
    lot = rng.random()
    rate = 0.0 if lot >= 2 * mark_share else 1.0 if lot < mark_share else 0.5
    marks = draw(rng, len(MARKS))
    used: set[str] = set()

    def part(kind: str) -> tuple[str, str]:
        row = _choose(domain.fillers[kind], rng, used, "")
        a, b = row.texts[source], row.texts[target]
        if marks and rng.random() < rate:
            mark = marks.pop()
            a = shell(a, mark, source, drop_article=source == "pt" and rng.random() < 0.5)
            b = shell(b, mark, target, drop_article=target == "pt")
        return a, b

    items: list[tuple[str, str]] = []
    form = rng.randrange(5)
    for _ in range(rng.randint(2, most)):
        form = form if rng.random() < 0.6 else rng.randrange(5)
        items.append(_join_item(left["items"][form], right["items"][form], part))
    frame = rng.randrange(len(left["frames"]))
    last = rng.randrange(2)
    listed = (
        _join([a for a, _ in items], left, last),
        _join([b for _, b in items], right, last),
    )
    a, b = left["frames"][frame], right["frames"][frame]
    for slot, kind in (("{E}", "EVENT"), ("{L}", "PLACE")):
        if slot in a:
            one, two = part(kind)
            a, b = a.replace(slot, one), b.replace(slot, two)
    return _polish(a.replace("{LIST}", listed[0]), source), _polish(b.replace("{LIST}", listed[1]), target)


def _join_item(left: str, right: str, part: Any) -> tuple[str, str]:
    for slot, kind in (("{P}", "PERSON"), ("{T}", "TITLE"), ("{B}", "BODY")):
        if slot in left or slot in right:
            a, b = part(kind)
            left, right = left.replace(slot, a), right.replace(slot, b)
    return left, right


def _join(items: list[str], forms: Mapping[str, Any], last: int) -> str:
    joined: str = forms["join"].join(items[:-1])
    before_last: str = forms["last"][last % len(forms["last"])]
    return joined + before_last + items[-1]


def _polish(text: str, lang: str) -> str:
    if lang == "pt":
        text = _CONTRACTIONS.sub(r"d\1 ", text)
    return capitalise(text, lang)
