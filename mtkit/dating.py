"""The date of an article: what it says of itself, else its dateline.

Only whole dates count, with a year and without doubt: 03/04/2025 is none.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from mtkit.text import Document, Kind

__all__ = ["date_in", "date_of"]

_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_CHINESE = re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|º)?\.?\s+(?:de\s+|tháng\s+|ng\s+)?(\S+?),?\s+(?:de\s+|năm\s+)?"
                        r"(?:พ\.?ศ\.?\s*|ค\.?ศ\.?\s*)?(\d{4})(?!\d)")  # fmt: skip
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_MONTHS = (
    ("january", "januari", "enero", "janeiro", "มกราคม", "ม.ค.", "ມັງກອນ", "មករា", "ஜனவரி", "ဇန်နဝါရီ", "jan"),
    ("february", "februari", "pebrero", "fevereiro", "กุมภาพันธ์", "ก.พ.", "ກຸມພາ", "កុម្ភៈ", "பிப்ரவரி", "ဖေဖော်ဝါရီ", "feb"),
    ("march", "maret", "mac", "marso", "março", "มีนาคม", "มี.ค.", "ມີນາ", "មីនា", "மார்ச்", "မတ်", "mar"),
    ("april", "abril", "เมษายน", "เม.ย.", "ເມສາ", "មេសា", "ஏப்ரல்", "ဧပြီ", "apr"),
    ("may", "mei", "mayo", "maio", "พฤษภาคม", "พ.ค.", "ພຶດສະພາ", "ឧសភា", "மே", "မေ"),
    ("june", "juni", "jun", "hunyo", "junho", "มิถุนายน", "มิ.ย.", "ມິຖຸນາ", "មិថុនា", "ஜூன்", "ဇွန်"),
    ("july", "juli", "julai", "hulyo", "julho", "กรกฎาคม", "ก.ค.", "ກໍລະກົດ", "កក្កដា", "ஜூலை", "ဇူလိုင်", "jul"),
    ("august", "agustus", "ogos", "agosto", "สิงหาคม", "ส.ค.", "ສິງຫາ", "សីហា", "ஆகஸ்ட்", "ဩဂုတ်", "aug"),
    ("september", "setyembre", "setembro", "กันยายน", "ก.ย.", "ກັນຍາ", "កញ្ញា", "செப்டம்பர்", "စက်တင်ဘာ", "sep", "sept"),
    ("october", "oktober", "oktubre", "outubro", "ตุลาคม", "ต.ค.", "ຕຸລາ", "តុលា", "அக்டோபர்", "အောက်တိုဘာ", "oct"),
    ("november", "nopember", "nobyembre", "novembro", "พฤศจิกายน", "พ.ย.", "ພະຈິກ", "វិច្ឆិកា", "நவம்பர்", "နိုဝင်ဘာ", "nov"),
    ("december", "desember", "disember", "disyembre", "dezembro", "ธันวาคม", "ธ.ค.", "ທັນວາ", "ធ្នូ", "டிசம்பர்",
     "ဒီဇင်ဘာ", "dec"),
)  # fmt: skip
_MONTH = {unicodedata.normalize("NFC", name): n for n, names in enumerate(_MONTHS, 1) for name in names}
_BUDDHIST = 543
_HEAD = 90
_LINE = 60


def date_in(text: str) -> date | None:
    """The first whole date in ``text``, in the ways in which articles of these languages write one; None if none.

    A year after 2400 is of the Buddhist era. Of 18/09/2025 the day is sure, of 03/04/2025 it is not.
    """
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFC", text))
    found: list[tuple[int, date]] = []
    for pattern, order in ((_ISO, (1, 3, 4)), (_CHINESE, (1, 2, 3))):
        for match in pattern.finditer(plain):
            _note(found, match.start(), *(int(match[n]) for n in order))
    for match in _NUMBERS.finditer(plain):
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        if one == two or one > 12 >= two:
            _note(found, match.start(), year, two, one)
        elif two > 12 >= one:
            _note(found, match.start(), year, one, two)
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(plain):
            name = match[month].lower().rstrip(",")
            number = _MONTH.get(name) or _MONTH.get(name.rstrip(".")) or (int(name) if name.isdecimal() else 0)
            _note(found, match.start(), int(match[3]), number, int(match[day]))
    return min(found)[1] if found else None


def _note(found: list[tuple[int, date]], at: int, year: int, month: int, day: int) -> None:
    try:
        made = date(year - _BUDDHIST if year > 2400 else year, month, day)
    except ValueError:
        return
    if 1900 <= made.year <= 2200:
        found.append((at, made))


def date_of(document: Document) -> date | None:
    """The day of an article: its front matter's or meta tag's ``date``, else its byline's or dateline's; None if none.

    A dateline is at the head of one of the first three paragraphs, or a short line of its own among the first five
    or the last two.
    """
    said = document.meta.get("date", "").strip()
    compact = _COMPACT.fullmatch(said)
    if compact:
        found: list[tuple[int, date]] = []
        _note(found, 0, *map(int, compact.groups()))
        if found:
            return found[0][1]
    return (date_in(said) if said else None) or _dateline(document)


def _dateline(document: Document) -> date | None:
    blocks = [block for block in document.blocks if block.kind not in {Kind.SKIP, Kind.META}]
    for block in blocks:
        if block.kind is Kind.BYLINE and (day := date_in(block.shown(document.text))):
            return day
    body = [block for block in blocks if block.kind is Kind.BODY]
    for n, block in enumerate(body):
        line = block.shown(document.text)
        edge = n < 5 or n >= len(body) - 2
        if edge and len(line) <= _LINE and _alone(line) and (day := date_in(line)):
            return day
        if n < 3 and (head := _head(line)) and (day := date_in(head)):
            return day
    return None


def _alone(line: str) -> bool:
    """Whether a short line says when and where, and nothing more: it is no sentence."""
    return not line.rstrip().endswith((".", "。", "!", "！", "?", "？", "။", "។"))


_OPENING = re.compile(
    r"[^—–\n]{3,90}?\s?(?:—|–|--|\s-\s)"  # NANNING, 18 September 2025 —
    r"|[^，。\n]{2,40}?\d{1,2}\s*日\s*(?:电|讯|訊|電)"  # 新华社北京2025年9月18日电
    r"|\([^)\n]{6,60}\)|（[^）\n]{6,60}）"  # (Xinhua, 18 September 2025)
)


def _head(line: str) -> str:
    """What stands before the text of a paragraph: place and date up to the dash, or in brackets; "" if nothing."""
    match = _OPENING.match(line[: _HEAD + 10].lstrip())
    return match[0] if match else ""
