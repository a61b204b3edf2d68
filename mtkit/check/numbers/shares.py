"""N08: percent, percentage points, per mille and basis points that changed or were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from mtkit.check.numbers.parse import Mention, Numbers
from mtkit.unit import Issue, Severity

__all__ = ["check_shares"]

_SHOWN = {"percent": "percent", "point": "percentage points", "mille": "per mille", "basis": "basis points"}
_ANY = "%|٪"
# behind the number: percentage points, per mille, basis points, percent
_AFTER: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "en": ("percentage[- ]points?|percent points?|%[- ]points?|pct points?|pp\\b|points? percentage",
               "per ?mille\\b|per thousand", "basis points?|bps?\\b", "per ?cent|pct\\b|percentage\\b(?! point)"),
        "zh": ("个?百分点|個百分點|%点", "‰", "个?基点|個基點", "percent"),
        "id": ("poin persen(?:tase)?|persen(?:tase)? poin|% poin", "per ?mil\\b|permil", "basis poin|poin basis",
               "persen"),
        "ms": ("mata peratus(?:an)?|peratus mata|% mata", "per ?mil\\b|permil", "mata asas", "peratus(?:an)?"),
        "fil": ("(?:mga )?(?:porsyento|porsiyento|bahagdan)ng puntos?|puntos? (?:ng )?porsi?yento|percentage points?|"
                "puntong porsi?yento", "kada libo|per ?mil\\b", "basis points?",
                "porsi?yento|porsento|bahagdan|per ?cent"),
        "vi": ("điểm (?:phần trăm|%|phần)", "phần nghìn|phần ngàn", "điểm cơ bản", "phần trăm"),
        "th": ("จุดเปอร์เซ็นต์|จุดร้อยละ|เปอร์เซ็นต์พอยต์|จุดเปอร์เซนต์", "ต่อพัน|เปอร์มิลล์", "จุดพื้นฐาน|เบสิสพอยต์",
               "เปอร์เซ็นต์|เปอร์เซนต์|เปอร์เซ็น|เปอร์เซ็นท์"),
        "lo": ("ຈຸດ(?:ສ່ວນຮ້ອຍ|ເປີເຊັນ)", "ສ່ວນພັນ", "ຈຸດພື້ນຖານ",
               "ເປີເຊັນ|ເປີເຊັນຕ໌|ເປີເຊັນທ໌|ເປີເຊັນຕ|ສ່ວນຮ້ອຍ|ເປີເຊັ້ນ|ເປັຍເຊັນ"),
        "km": ("(?:ចំណុច|ពិន្ទុ)ភាគរយ|ភាគរយ(?:ចំណុច|ពិន្ទុ)|ចំណុច%", "ភាគពាន់", "ចំណុចមូលដ្ឋាន", "ភាគរយ"),
        "my": ("ရာခိုင်နှုန်း ?(?:မှတ်|အမှတ်|ပွိုင့်)", "ထောင်နှုန်း", "အခြေခံအမှတ်", "ရာခိုင်နှုန်း|ရာနှုန်း|ရာခိုင်း|ရာခိုင်နှုံး"),
        "ta": ("(?:சதவீத|சதவிகித|விழுக்காட்டு)(?:ப்)? ?புள்ளி", "ஆயிரத்திற்கு", "அடிப்படைப் ?புள்ளி",
               "சத ?வீத|சத ?விகித|விழுக்காடு|விழுக்காட|சதம"),
        "pt": ("pontos? percentua(?:is|l)|pontos? porcentua(?:is|l)|p\\.? ?p\\.", "por mil\\b", "pontos?[- ]base",
               "por ?cento"),
        "tet": ("pontu pursentu|pontos? persentuais", "por mil\\b", "pontu baze", "por ?sentu|porsentu|por ?cento"),
    }
)  # fmt: skip
# before the number; the Chinese and Thai ways
_BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "zh": (("percent", "百分之"), ("mille", "千分之"), ("basis", "万分之")),
        "th": (("percent", "ร้อยละ"),),
        "lo": (("percent", "ຮ້ອຍລະ|ຮ້ອຍລະ່|ສ່ວນຮ້ອຍ"),),
        "my": (("percent", "ရာခိုင်နှုန်း"),),
        "vi": (("percent", "tỷ lệ phần trăm"),),
    }
)
_GAP = re.compile(r"[^.。;；!?！？\n]{1,16}")
_NEVER = "(?!)"


@lru_cache(maxsize=32)
def _finders(base: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    point, mille, basis, percent = _AFTER[base]
    gap = "[\u0b80-\u0bff]{0,6}[ \u00a0-]?" if base == "ta" else "[ \u00a0\u200b-]{0,2}"
    after = re.compile(
        f"{gap}(?:(?P<point>{point})|(?P<basis>{basis})|(?P<mille>‰|{mille})|(?P<percent>{_ANY}|{percent}))"
    )
    before = "|".join(f"(?P<{kind}>{words})" for kind, words in _BEFORE.get(base, ())) or _NEVER
    return after, re.compile(f"(?:{before})[ \u00a0\u200b]?(?:ที่ ?)?$")


@lru_cache(maxsize=32)
def _words(base: str) -> re.Pattern[str]:
    words = [*_AFTER[base], *(words for _, words in _BEFORE.get(base, ())), _ANY, "‰"]
    return re.compile("|".join(words))


def _kinds(of: Numbers, base: str) -> list[str]:
    """For each number of a text, the kind of share that it is, or "": 5 in "5 to 7 percent" is percent, too."""
    after, before = _finders(base)
    text, kinds = of.text, list[str]()
    for number in of.mentions:
        match = after.match(text, number.span.end)
        if match is None and base in _BEFORE:
            match = before.search(text[max(0, number.span.start - 20) : number.span.start])
        kinds.append((match.lastgroup or "") if match else "")
    for n in range(len(kinds) - 2, -1, -1):
        this, following = of.mentions[n], of.mentions[n + 1]
        if not kinds[n] and kinds[n + 1] and _GAP.fullmatch(text, this.span.end, following.span.start):
            kinds[n] = kinds[n + 1] + "?"
    return kinds


def _same(number: Mention, others: Sequence[Mention]) -> list[int]:
    return [n for n, m in enumerate(others) if any(reading in m.readings for reading in number.readings)]


def check_shares(source: Numbers, target: Numbers, bases: tuple[str, str], texts: tuple[str, str]) -> Iterator[Issue]:
    """N08 for each number that is a percentage, point or the like on one side and something else on the other.

    A number that is not on the other side at all is left to N01 and N03.
    """
    if bases[0] not in _AFTER or bases[1] not in _AFTER or not (source.mentions and target.mentions):
        return
    left, right = _kinds(source, bases[0]), _kinds(target, bases[1])
    if not any(left) and not any(right):
        return
    yield from _differ(source, left, target, right)
    lost = _lost(source, left, target, right)
    if lost is not None and not _words(bases[1]).search(target.text):
        number, place, kind = lost
        yield Issue(
            "N08", Severity.WARNING,
            f"source has {number.span.of(texts[0])} {_SHOWN[kind]}, target has {place.span.of(texts[1])} alone",
            number.span, place.span,
        )  # fmt: skip
    new = _lost(target, right, source, left)
    if new is not None and not _words(bases[0]).search(source.text):
        number, place, kind = new
        yield Issue(
            "N08", Severity.WARNING,
            f"target has {number.span.of(texts[1])} {_SHOWN[kind]}, source has {place.span.of(texts[0])} alone",
            place.span, number.span,
        )  # fmt: skip


def _lost(
    source: Numbers, left: Sequence[str], target: Numbers, right: Sequence[str]
) -> tuple[Mention, Mention, str] | None:
    """The first number of ``source`` with a kind whose like in ``target`` has none."""
    for number, kind in zip(source.mentions, left, strict=True):
        if not kind or kind.endswith("?"):
            continue
        same = [n for n in _same(number, target.mentions) if number.written or target.mentions[n].written]
        if same and not any(right[n] for n in same):
            return number, target.mentions[same[0]], kind
    return None


def _differ(source: Numbers, left: Sequence[str], target: Numbers, right: Sequence[str]) -> Iterator[Issue]:
    """Numbers whose kind is another: points that became percent, percent that became per mille."""
    for number, kind in zip(source.mentions, left, strict=True):
        same = _same(number, target.mentions)
        others = [n for n in same if right[n]]
        if not kind or kind.endswith("?") or not others or any(right[n].rstrip("?") == kind for n in others):
            continue
        if all(right[n].endswith("?") for n in others):
            continue
        n = next(n for n in others if not right[n].endswith("?"))
        place = target.mentions[n]
        if any(left[k].rstrip("?") == right[n] for k in _same(place, source.mentions)):
            continue  # the source says both of one number
        yield Issue(
            "N08", Severity.ERROR,
            f"source has {number.span.of(source.text)} {_SHOWN[kind]}, "
            f"target has {place.span.of(target.text)} {_SHOWN[right[n]]}",
            number.span, place.span,
        )  # fmt: skip
