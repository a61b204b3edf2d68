"""A short trial of a model: some checkpoints load without complaint and answer with rubbish.

Three plain sentences per source language must not come out empty, endless, looping, copied or in another script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mtkit.engine.interface import Decoding, Engine, Request
from mtkit.engine.stream import loops
from mtkit.lang import Pair, Script, lang

__all__ = ["SENTENCES", "SmokeReport", "fault", "smoke_test"]

SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "en": (
            "The two countries signed a trade agreement on Monday.",
            "Many students want to learn a new language.",
            "The meeting will be held next month in the capital.",
        ),
        "zh": ("两国星期一签署了贸易协定。", "许多学生想学习一门新语言。", "会议将于下个月在首都举行。"),
        "zh-Hant": ("兩國星期一簽署了貿易協定。", "許多學生想學習一門新語言。", "會議將於下個月在首都舉行。"),
        "id": (
            "Kedua negara menandatangani perjanjian dagang pada hari Senin.",
            "Banyak siswa ingin belajar bahasa baru.",
            "Pertemuan akan diadakan bulan depan di ibu kota.",
        ),
        "ms": (
            "Kedua-dua negara menandatangani perjanjian perdagangan pada hari Isnin.",
            "Ramai pelajar mahu mempelajari bahasa baharu.",
            "Mesyuarat itu akan diadakan bulan depan di ibu negara.",
        ),
        "fil": (
            "Nilagdaan ng dalawang bansa ang kasunduan sa kalakalan noong Lunes.",
            "Maraming mag-aaral ang gustong matuto ng bagong wika.",
            "Gaganapin ang pulong sa susunod na buwan sa kabisera.",
        ),
        "vi": (
            "Hai nước đã ký hiệp định thương mại vào thứ Hai.",
            "Nhiều sinh viên muốn học một ngôn ngữ mới.",
            "Cuộc họp sẽ được tổ chức vào tháng tới tại thủ đô.",
        ),
        "th": (
            "ทั้งสองประเทศลงนามข้อตกลงการค้าเมื่อวันจันทร์",
            "นักเรียนหลายคนอยากเรียนภาษาใหม่",
            "การประชุมจะจัดขึ้นในเดือนหน้าที่เมืองหลวง",
        ),
        "lo": (
            "ສອງປະເທດໄດ້ເຊັນສັນຍາການຄ້າໃນວັນຈັນ",
            "ນັກຮຽນຫຼາຍຄົນຢາກຮຽນພາສາໃໝ່",
            "ກອງປະຊຸມຈະຈັດຂຶ້ນໃນເດືອນໜ້າຢູ່ນະຄອນຫຼວງ",
        ),
        "km": (
            "ប្រទេសទាំងពីរបានចុះហត្ថលេខាលើកិច្ចព្រមព្រៀងពាណិជ្ជកម្មនៅថ្ងៃច័ន្ទ។",
            "សិស្សជាច្រើនចង់រៀនភាសាថ្មី។",
            "កិច្ចប្រជុំនឹងធ្វើឡើងនៅខែក្រោយក្នុងរដ្ឋធានី។",
        ),
        "my": (
            "နှစ်နိုင်ငံသည် တနင်္လာနေ့တွင် ကုန်သွယ်ရေးသဘောတူညီချက်ကို လက်မှတ်ရေးထိုးခဲ့သည်။",
            "ကျောင်းသားများစွာသည် ဘာသာစကားအသစ်ကို သင်ယူလိုကြသည်။",
            "အစည်းအဝေးကို လာမည့်လတွင် မြို့တော်၌ ကျင်းပမည်။",
        ),
        "ta": (
            "இரு நாடுகளும் திங்களன்று வர்த்தக ஒப்பந்தத்தில் கையெழுத்திட்டன.",
            "பல மாணவர்கள் புதிய மொழியைக் கற்க விரும்புகிறார்கள்.",
            "கூட்டம் அடுத்த மாதம் தலைநகரில் நடைபெறும்.",
        ),
        "pt": (
            "Os dois países assinaram um acordo comercial na segunda-feira.",
            "Muitos estudantes querem aprender uma nova língua.",
            "A reunião será realizada no próximo mês na capital.",
        ),
        "tet": (
            "Nasaun rua asina akordu komersiál iha loron-segunda.",
            "Estudante barak hakarak aprende lian foun.",
            "Enkontru sei hala'o iha fulan oin iha kapitál.",
        ),
    }
)
_BLOCKS: Mapping[Script, str] = MappingProxyType(
    {
        Script.HANS: "㐀-鿿", Script.HANT: "㐀-鿿", Script.THAI: "\u0e00-\u0e7f", Script.LAO: "\u0e80-\u0eff",
        Script.KHMER: "\u1780-\u17ff", Script.BURMESE: "\u1000-\u109f", Script.TAMIL: "\u0b80-\u0bff",
        Script.LATIN: "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SmokeReport:
    """What the trial found: ``tried`` pairs, and one line for each fault; ``passed`` if no pair failed.

    A pair fails when fewer than two of its three sentences come out sound.
    """

    tried: tuple[Pair, ...]
    failed: tuple[Pair, ...]
    findings: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether no pair failed."""
        return not self.failed

    def __str__(self) -> str:
        if not self.tried:
            return "not tried: the languages of the model are not known"
        if self.passed:
            return f"passed on {', '.join(map(str, self.tried))}"
        worst = next(line for line in self.findings if line.startswith(f"{self.failed[0]}: "))
        return f"failed on {', '.join(map(str, self.failed))}: {worst}"


def smoke_test(engine: Engine, pairs: Iterable[Pair] | None = None) -> SmokeReport:
    """Translate the sentences of each pair's source language, greedily, and look at the answers."""
    tried = tuple(engine.info.pairs if pairs is None else pairs)
    findings: list[str] = []
    failed: list[Pair] = []
    for pair in tried:
        sources = SENTENCES[pair.source]
        answers = engine.translate([Request(source, pair) for source in sources], Decoding(beam=1))
        faults = [
            f"{pair}: {source!r} came out {found}: {answer.texts[0][:60]!r}"
            for source, answer in zip(sources, answers, strict=True)
            if (found := fault(source, answer.texts[0], pair, ended=answer.scores[0] is not None))
        ]
        findings += faults
        if len(faults) > 1:
            failed.append(pair)
    return SmokeReport(tried, tuple(failed), tuple(findings))


def fault(source: str, target: str, pair: Pair, *, ended: bool = True) -> str:
    """What is plainly wrong with ``target`` as a translation of ``source``: a short phrase, or ""."""
    if not target.strip():
        return "empty"
    if not ended:
        return "endless"
    if loops(target.split()) or loops(tuple(target)):
        return "looping"
    if _letters(source) == _letters(target):
        return "copied"
    script = lang(pair.target).script
    letters = _letters(target)
    if not letters:
        return "without a letter"
    right = len(re.findall(f"[{_BLOCKS[script]}]", letters))
    return "" if 2 * right >= len(letters) else f"in another script than {lang(pair.target).name}"


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if unicodedata.category(char)[0] in "LM")
