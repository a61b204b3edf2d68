# ruff: noqa: ARG001 - every fault has the same five parameters
"""Faults in names, abbreviations and negation, planted in good translations.

Each ``plant_*`` takes (source, target, source language, target language, random) and gives the spoiled target, or None
where it cannot be planted.
"""

from __future__ import annotations

import random
import re
import unicodedata

__all__ = [
    "plant_abbreviation_deleted",
    "plant_diacritic_lost",
    "plant_name_deleted",
    "plant_name_letter",
    "plant_negation_added",
    "plant_negation_deleted",
]

# a negation that can go without a trace, and what stands there without it; words that only look like one are left out
_DENY = {
    "en": r"\b(?:not|never)\b(?! only| just| merely| simply| least) ?|n['’]t\b",
    "zh": "(?<![有对了毫从])(?:没有|并没有|没|并不|不)"
    "(?![仅但断久少管论过同得只止单禁足时等错])(?!如说|相上|相同|尽相同)",
    "id": r"\b(?:tidak|bukan|belum)\b(?! hanya| saja| cuma| sekadar| lama| kurang| lain) ?",
    "ms": r"\b(?:tidak|bukan|belum)\b(?! hanya| sahaja| sekadar| lama| kurang| lain) ?",
    "fil": r"\b[Hh]indi\b(?! lamang| lang| bababa) ?",
    "vi": r"\b(?:không|chưa)\b(?! chỉ| những| khí| gian| quân| trung| lâu| đầy| kích| dây| ít| ngừng)"
    r"(?<!hàng không)(?<!hay không) ?",
    "th": "(?<!หรือ)(?<!พลาด)ไม่(?!เพียง|ใช่เพียง|ใช่แค่|ว่า|นาน|น้อย|กี่|เช่น|งั้น)",
    "lo": "(?<!ຫຼື)(?<!ຫລື)ບໍ່(?!ພຽງ|ວ່າ|ດົນ|ໜ້ອຍ)",
    "km": "(?<!ឬ)មិន(?!ត្រឹម|គ្រាន់|ថា|យូរ|តែ)",
    "my": "(?<!ရှိ)(?<!သို့)(?<!ဟုတ်)မ(?=ရှိ|ဖြစ်|နိုင်|သိ|လုပ်|ပြု|ပါ|ပေး|တွေ့)",
    "pt": r"\b[Nn]ão\b(?! só| apenas| somente| obstante) ?",
    "tet": r"\bla\b ?",
}
_DENIES = {
    "en": r"\b(?:not|never|no|cannot|none|nor|nobody|nothing)\b|n['’]t\b",
    "zh": "不(?![仅但断久少管论过同得只止单足])|没|未(?!来)|无(?!论)",
    "id": r"\b(?:tidak|bukan|belum|tanpa|jangan|tak)\b",
    "ms": r"\b(?:tidak|bukan|belum|tanpa|jangan|tak)\b",
    "fil": r"\b(?:hindi|huwag|wala|walang)\b",
    "vi": r"\b(?:không|chưa|chẳng|đừng)\b(?! chỉ| những| khí| gian| quân| trung| lâu| đầy)",
    "th": "ไม่|มิ",
    "lo": "ບໍ່",
    "km": "មិន|គ្មាន|ពុំ",
    "my": "မ(?:ဟုတ်|ရှိ|ဖြစ်|ရ|နိုင်|သိ|လုပ်|ပြု|ပါ|ပေး)|ဘူး",
    "ta": "ில்லை|இல்லை|ாது|ாத|ாமல்",
    "pt": r"\b(?:não|nunca|nem|sem|nenhum)\b",
    "tet": r"\bla\b|seidauk",
}
_ADD = {  # what is denied, and how
    "en": [(r"\b(is|are|was|were|will|can|has|have|had|could|would|should|may|must)\b(?! not|n't)", r"\1 not")],
    "zh": [
        ("(?<!不)(会|能|可以|应该|是(?!否|非)|愿意)", r"不\1"),
        ("(?<!没)(有(?!没))", r"没\1"),
        ("(?<!没有)(发现|达成|宣布|同意)", r"没有\1"),
    ],
    "id": [(r"(?<!tidak )\b(akan|dapat|bisa|telah|mampu|boleh|harus)\b", r"tidak \1"), (r"\badalah\b", "bukan")],
    "ms": [(r"(?<!tidak )\b(akan|dapat|boleh|telah|mampu|harus|perlu)\b", r"tidak \1"), (r"\badalah\b", "bukan")],
    "fil": [(r"\bay\b(?! hindi)", "ay hindi"), (r"^(\w)", r"Hindi \1")],
    "vi": [
        (r"\bcó thể\b", "không thể"),
        (r"\b(sẽ|đã)\b(?! không)", r"\1 không"),
        (r"\blà\b", "không phải là"),
        (r"\bcó\b", "không có"),
    ],
    "th": [("(?<!ไม่)(สามารถ)", r"ไม่\1"), ("จะ(?!ไม่|ต้|ะ)", "จะไม่"), ("(?<!ไม่)(เป็น|มี)", r"ไม่\1")],
    "lo": [("(?<!ບໍ່)(ສາມາດ|ເປັນ|ມີ)", r"ບໍ່\1"), ("ຈະ(?!ບໍ່)", "ຈະບໍ່")],
    "km": [("(?<!មិន)(អាច)", r"មិន\1"), ("នឹង(?!មិន)", "នឹងមិន"), ("បាន(?!មិន)", "មិនបាន")],
    "my": [
        ("(?<!မ)(ဖြစ်ပါသည်|ဖြစ်သည်)", "မဟုတ်ပါ"), ("(?<!မ)ရှိသည်", "မရှိပါ"),
        ("ဖြစ်နိုင်သည်", "မဖြစ်နိုင်ပါ"), ("နိုင်သည်", "နိုင်ခြင်းမရှိပါ"),
        ("ခဲ့သည်", "ခဲ့ခြင်းမရှိပါ")],
    "ta": [("முடியும்", "முடியாது"), ("வேண்டும்", "வேண்டாம்"), ("(?:உள்ளது|இருந்தது|உள்ளன)", "இல்லை"),
        ("(?<=[கடப])ப்பட்டது", "ப்படவில்லை"), ("கூறினார்", "கூறவில்லை"),
    ],
    "pt": [(r"(?<!não )\b(é|são|foi|será|pode|tem|está|foram|deve|vai|podem|era|havia)\b", r"não \1")],
    "tet": [(r"\b(bele|sei)\b", r"la \1")],
}  # fmt: skip
_TA_DENY = (("முடியாது", "முடியும்"), ("க்காது", "க்கும்"), ("இல்லை", "உள்ளது"), ("வில்லை", "த்தது"), ("ாமல்", "ி"))


def _base(lang: str) -> str:
    return lang.partition("-")[0]


def _denials(text: str, lang: str) -> int:
    return len(re.findall(_DENIES[_base(lang)], text, re.IGNORECASE))


def plant_negation_deleted(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One negation of the target left out, where each answers one of the source."""
    denied = _denials(source, sl)
    if not denied or denied < _denials(target, tl):
        return None
    if _base(tl) == "ta":
        found = [(old, new) for old, new in _TA_DENY if old in target]
        return target.replace(*rng.choice(found), 1) if found else None
    places = list(re.finditer(_DENY[_base(tl)], target))
    if not places:
        return None
    place = rng.choice(places)
    return target[: place.start()] + target[place.end() :]


def plant_negation_added(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One more negation in a target that has as many as the source, at least."""
    if _denials(target, tl) < _denials(source, sl):
        return None
    for pattern, new in _ADD[_base(tl)]:
        places = list(re.finditer(pattern, target))
        if places:
            place = rng.choice(places)
            return target[: place.start()] + place.expand(new) + target[place.end() :]
    return None


_CAPITAL = (
    r"(?<![^\W_])(?<!\w[’'-])[A-Z\u00c0-\u00de\u0110\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}"
    r"(?![^\W_]|[’'.-]\w)"
)
_CALENDAR = """
january february march april may june july august september october november december januari februari
maret april mei juni juli agustus oktober desember mac jun julai ogos disember monday tuesday wednesday
thursday friday saturday sunday the and its this that abril agosto setembro marso hunyo hulyo god
"""
_MONTHS = frozenset(_CALENDAR.split())
# words with a capital that may stay as they are and are no names by themselves
_GENERAL = """
american april argentine award bay british center centre christian corporation council east english european french
german giant hospital indian internet islamic italian japanese justice land medical museum muslim national north
office olympic pacific post roman scottish service show slalom south spanish square street supreme university west
wild yoga
"""
_NO_NAMES = frozenset(_GENERAL.split()) | _MONTHS
_IN_BRACKETS = re.compile(r"[(（][^)）]*$")


def _names(source: str, target: str) -> list[re.Match[str]]:
    """Words with a capital inside a sentence of the target that stand in the source, as they are or as read."""
    read = _pinyin(source) if re.search("[\u4e00-\u9fff]", source) else ""
    found = []
    for match in re.finditer(_CAPITAL, target):
        word, before = match[0], target[: match.start()].rstrip()
        if word.lower() in _MONTHS or word.isupper() or not before or before[-1] in '.!?:;"“‘(':
            continue
        if re.search(rf"(?<!\w){word}(?!\w)", source) or (len(word) > 4 and word.lower() in read):
            found.append(match)
    return found


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(re.sub("[^\u4e00-\u9fff]", "", text)))


def plant_name_letter(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One letter of a name, not the first, changed to another of its kind."""
    found = [match for match in _names(source, target) if len(match[0]) > 3]
    if not found:
        return None
    match = rng.choice(found)
    word = match[0]
    place = rng.randrange(1, len(word))
    kind = "aeiou" if word[place].lower() in "aeiou" else "bcdfghklmnprstvwz"
    new = rng.choice([letter for letter in kind if letter != word[place].lower()])
    spoiled = word[:place] + new + word[place + 1 :]
    return re.sub(rf"(?<!\w){word}(?!\w)", spoiled, target) if spoiled not in source else None


def plant_name_deleted(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """A name left out wherever it stands, with the words of it beside it.

    What stands in brackets is left alone: it repeats, in the letters of the source, a name that is there already.
    """
    every = _names(source, target)
    glossed = {match[0] for match in every if _IN_BRACKETS.search(target[: match.start()])}
    found = [match for match in every if match[0] not in glossed]
    own = [match for match in found if match[0].lower() not in _NO_NAMES]
    if not own:
        return None
    first = rng.choice(own)
    start, end = first.span()
    for match in found:
        if match.start() - end == 1 and target[end] == " ":
            end = match.end()
    for match in reversed(found):
        if start - match.end() == 1 and target[match.end()] == " ":
            start = match.start()
    name = target[start:end]
    return re.sub(rf" ?(?<!\w){re.escape(name)}(?!\w)", "", target)


def plant_diacritic_lost(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """One mark of a name that the source writes with it."""
    found = []
    for match in re.finditer(_CAPITAL, target):
        if match[0].isascii() or not re.search(rf"(?<!\w){match[0]}(?!\w)", source):
            continue
        found += [match.start() + n for n, char in enumerate(match[0]) if not char.isascii()]
    if not found:
        return None
    place = rng.choice(found)
    plain = unicodedata.normalize("NFD", target[place].replace("đ", "d").replace("Đ", "D"))[0]
    return target[:place] + plain + target[place + 1 :] if plain != target[place] else None


def plant_abbreviation_deleted(source: str, target: str, sl: str, tl: str, rng: random.Random) -> str | None:
    """An abbreviation of two capitals or more left out wherever it stands."""
    found = [
        name
        for name in dict.fromkeys(re.findall(r"(?<![^\W_])[A-Z]{2,7}(?![^\W_])", target))
        if re.search(rf"(?<![^\W_]){name}(?![^\W_])", source) and not re.fullmatch("[IVXLC]+|AD|BC|AM|PM", name)
    ]
    if not found:
        return None
    name = rng.choice(found)
    spoiled = re.sub(rf" ?(?<![^\W_]){name}(?![^\W_])", "", target)
    return re.sub(r" ?(?:\(\s*\)|（\s*）)", "", spoiled)
