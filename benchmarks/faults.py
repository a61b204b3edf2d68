# ruff: noqa: ARG001 - every fault has the same five parameters
"""Faults of machines and of hurried hands, to be planted into good translations.

Each ``plant_*`` takes (source, target, source language, target language, random) and gives the spoiled target, or None
where it cannot be planted. ``PLANTS`` has them all; those of names and numbers are in files of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date

from mtkit.glossary import Glossary

GLOSSARY = Glossary.bundled()

Plant = Callable[[str, str, str, str, random.Random], "str | None"]
_SCALES = {
    "en": ("million", "billion"), "zh": ("万", "亿"), "id": ("juta", "miliar"), "ms": ("juta", "bilion"),
    "fil": ("milyon", "bilyon"), "vi": ("triệu", "tỷ"), "th": ("ล้าน", "พัน"), "lo": ("ລ້ານ", "ພັນ"),
    "km": ("លាន", "ពាន់"), "my": ("သန်း", "သိန်း"), "ta": ("மில்லியன்", "பில்லியன்"), "pt": ("milhões", "bilhões"),
}  # fmt: skip
_LOOP_UNITS = {"th": 8, "lo": 8, "km": 8, "my": 8, "zh": 4}


def plant_number_changed(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One digit changed."""
    found = list(re.finditer(r"\d", target)) if re.search(r"\d", source) else []
    if not found:
        return None
    match = rng.choice(found)
    old = int(match[0])
    new = chr(ord(match[0]) - old + (old + rng.randint(1, 9)) % 10)
    return target[: match.start()] + new + target[match.end() :]


def plant_digit_dropped(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The last digit of a number left out."""
    found = list(re.finditer(r"\d{2,}", target)) if re.search(r"\d", source) else []
    if not found:
        return None
    match = rng.choice(found)
    return target[: match.end() - 1] + target[match.end() :]


def plant_number_gone(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A number left out."""
    found = list(re.finditer(r"\d{2,}", target)) if re.search(r"\d", source) else []
    return target[: found[0].start()] + target[found[0].end() :] if found else None


def plant_scale_swapped(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Million for billion, 万 for 亿."""
    small, large = _SCALES[tl]
    match = re.search(rf"(?<=\d)(\s?)({small}|{large})", target)
    if match is None:
        return None
    return target[: match.start(2)] + (large if match[2] == small else small) + target[match.end(2) :]


def plant_han_left(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Chinese characters of the source left over."""
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", source)
    if tl == "zh" or not runs:
        return None
    place = target.find(" ", len(target) // 3)
    place = place if place > 0 else len(target) // 2
    return target[:place] + rng.choice(runs)[:4] + target[place:]


def plant_english_left(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The end of the source left as it was."""
    if tl == "en" or re.search(r"[^\x00-\u024f\u2000-\u206f]", source):
        return None
    words = source.split()
    return target[: len(target) // 2] + " " + " ".join(words[-8:]) if len(words) > 16 else None


def plant_copied(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The source itself."""
    return source


def plant_bracket_lost(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One bracket left out."""
    marks = [m.start() for m in re.finditer(r"[()（）]", target)]
    if len(marks) < 2 or len(marks) % 2:
        return None
    place = rng.choice(marks)
    return target[:place] + target[place + 1 :]


def plant_quote_lost(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One quotation mark left out."""
    marks = [m.start() for m in re.finditer('[“”"「」]', target)]
    if len(marks) < 2 or len(marks) % 2:
        return None
    place = rng.choice(marks)
    return target[:place] + target[place + 1 :]


def plant_loop(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Some words said 3 to 6 times more."""
    if tl in _LOOP_UNITS:
        unit = target[len(target) // 2 :][: _LOOP_UNITS[tl]]
        place = len(target) // 2 + len(unit)
        return target[:place] + unit * rng.randint(3, 6) + target[place:]
    words = target.split()
    if len(words) < 6:
        return None
    at, size = rng.randrange(len(words) - 3), rng.randint(1, 3)
    return " ".join(words[: at + size] + words[at : at + size] * rng.randint(3, 6) + words[at + size :])


def plant_half_cut(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The second half missing."""
    return target[: len(target) // 2] if len(target) > (16 if tl == "zh" else 40) else None


def plant_half_gone(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The first half is missing, the end and its mark are there."""
    return target[len(target) // 2 :] if len(target) > (16 if tl == "zh" else 40) else None


def plant_end_mark(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The end mark changed or left out."""
    if not target or target[-1] not in ".。។။?？!！" or not source.rstrip('"”」') or tl in {"th", "lo"}:
        return None
    question = target[-1] in "?？"
    options = ["", "。" if tl != "zh" else ".", "," if tl != "zh" else "，"] + ([] if question else ["?"])
    return target[:-1] + rng.choice([option for option in options if option != target[-1]])


def plant_replacement(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One character turned to U+FFFD."""
    place = rng.randrange(len(target))
    return target[:place] + "\ufffd" + target[place + 1 :]


def plant_zawgyi(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Burmese in the Zawgyi encoding."""
    if tl != "my":
        return None
    text = re.sub("([\u1000-\u1021])([\u103b-\u103e]*)\u1031", "\u1031\\1\\2", target)
    return text.replace("\u1039", "").replace("\u103a", "\u1039").replace("\u103b", "\u103a")


def plant_mojibake(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """UTF-8 read as Windows-1252."""
    spoiled = target.encode("utf-8").decode("cp1252", errors="replace")
    return spoiled if spoiled != target else None


def plant_traditional(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Some Traditional characters in Simplified text."""
    table = str.maketrans("国个们来时说这对过会学长东车门问开关电", "國個們來時說這對過會學長東車門問開關電")
    return target.translate(table) if tl == "zh" and target.translate(table) != target else None


def plant_term_gone(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """An official form replaced by nothing, or by a form that the glossary forbids."""
    code = "zh" if re.search(r"[\u4e00-\u9fff]", source) else "en"
    if not source.isascii() and code == "en":
        return None
    present = GLOSSARY.accepted(target, tl, day=date.max)
    hits = [h for h in GLOSSARY.find(source, code, day=date.max) if len(present.get(h.concept.id, ())) == 1]
    if not hits:
        return None
    hit = rng.choice(hits)
    span = present[hit.concept.id][0].span
    wrong = hit.concept.forbidden(tl)
    return target[: span.start] + (rng.choice(wrong) if wrong else "") + target[span.end :]


def plant_clause_gone(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """All after the first third of a longer sentence missing but its end mark."""
    if len(target) < (24 if tl == "zh" else 60):
        return None
    mark = target[-1] if not target[-1].isalnum() and tl not in {"th", "lo"} else ""
    return target[: len(target) // 3] + mark


def plant_speech_unmarked(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Both marks of a quotation of four words or more left out."""
    if len(re.findall('[“”"「」]', target)) != 2 or (target[0] in '“"「') > (source[0] in '“"「'):
        return None  # the second: what is left of the quoting in a table of texts
    match = re.search('[“"「]([^“”"「」]{18,})[”"」]', target)
    quoted = re.search('[“"「]([^“”"「」]{9,})[”"」]', source)
    return target[: match.start()] + match[1] + target[match.end() :] if match and quoted else None


def plant_blank_before_mark(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A blank before a comma or a stop, in Latin letters."""
    places = [m.start() for m in re.finditer(r"(?<=\w)[,.](?=\s|$)", target)]
    if tl not in {"en", "id", "ms", "fil", "vi", "pt"} or not places:
        return None
    place = rng.choice(places)
    return target[:place] + " " + target[place:]


def plant_mark_doubled(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A comma or a stop twice."""
    places = [m.start() for m in re.finditer(r"(?<=\w)[,.，。។။](?=\s|$|\w)(?!\d)", target)]
    if not places:
        return None
    place = rng.choice(places)
    return target[:place] + target[place] + target[place:]


def plant_foreign_stop(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """The stop of Chinese at the end of another language, half-width commas in Chinese."""
    if tl == "zh":
        spoiled = re.sub("(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", ",", target)
        return spoiled if spoiled != target else None
    return target.rstrip(".។။") + "。" if target.endswith((".", "។", "။")) else None


def plant_word_doubled(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """Four words in a row said twice, or 12 (20 Burmese) characters in scripts without blanks."""
    if tl in {"th", "lo", "km", "my", "zh"}:
        at, size = len(target) // 3, 20 if tl == "my" else 12
        return target[: at + size] + target[at : at + size] + target[at + size :] if len(target) > 60 else None
    words = target.split()
    if len(words) < 10:
        return None
    at = rng.randrange(len(words) - 6)
    return " ".join([*words[: at + 4], *words[at : at + 4], *words[at + 4 :]])


PLANTS: tuple[Plant, ...] = (
    plant_number_changed, plant_digit_dropped, plant_number_gone, plant_scale_swapped, plant_han_left,
    plant_english_left, plant_copied, plant_bracket_lost, plant_quote_lost, plant_speech_unmarked, plant_loop,
    plant_word_doubled, plant_half_cut, plant_half_gone, plant_clause_gone, plant_end_mark, plant_mark_doubled,
    plant_blank_before_mark, plant_foreign_stop, plant_replacement, plant_zawgyi, plant_mojibake, plant_traditional,
    plant_term_gone,
)  # fmt: skip
