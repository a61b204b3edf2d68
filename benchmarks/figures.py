"""Sums of the news (9823亿美元, 5.6 million) through the model in the box: how many come out right, by how they travel.

    python benchmarks/figures.py [--to vi --to th ...] [--from zh ...] [--show N02]

Forty-two sentences of our own in nine languages, all with a number and its counting word, each into every language of
``--to`` that the model in the box has a way to. Three runs: all numbers left to the model; numbers without a counting
word carried by value, with their currencies; sums carried, too, with theirs. For each, the findings of the check of
numbers and, counted on its own, the sums of the source whose value is nowhere in the translation.
``--show`` prints the translations with that code.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import mtkit
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.parse import numbers
from mtkit.check.numbers.sums import Sum, sums
from mtkit.enforce.climb import TIERS
from mtkit.enforce.numbered import Numbered, Summed
from mtkit.engine.embedded import embedded_folder
from mtkit.errors import NoRouteError
from mtkit.formats import read_text
from mtkit.lang import lang

SENTENCES = {
    "zh": (
        "2024年，中国与东盟贸易额达9823亿美元，同比增长7.8%。",
        "截至6月底，铁路累计发送旅客560万人次。",
        "两国签署18份合作文件，总投资1.2万亿元。",
        "该项目将惠及沿线3.5亿人口。",
        "全年粮食产量达到6.95亿吨，比上年增加1109万吨。",
        "工程总造价3亿5000万元，工期26个月。",
        "近12.6万名观众参观了展览。",
        "海关数据显示，上半年出口额为2045.6亿元。",
        "基金规模将扩大到500亿美元，覆盖15个国家。",
        "平台注册用户超过8000万，日均访问量1250万次。",
    ),
    "en": (
        "Trade between the two sides reached 982.3 billion US dollars in 2024.",
        "The railway has carried 5.6 million passengers since it opened.",
        "The bank will lend $2.5 billion to small firms over three years.",
        "Exports of durian rose to 1.2 million tonnes, worth 45.3 billion baht.",
        "The port handled 350 million tonnes of cargo last year.",
        "Some 30 million people watched the broadcast.",
    ),
    "th": (
        "การส่งออกมีมูลค่า 982,300 ล้านดอลลาร์ในปี 2567",
        "มีนักท่องเที่ยวเดินทางเข้าประเทศ 3.2 ล้านคน",
        "โครงการใช้งบประมาณ 1.5 แสนล้านบาท",
        "โรงงานผลิตรถยนต์ได้ 2.4 แสนคันต่อปี",
    ),
    "vi": (
        "Kim ngạch thương mại đạt 15 tỷ USD trong năm 2024.",
        "Dự án có tổng vốn 1.250 tỷ đồng.",
        "Có 3,5 triệu lượt khách đến thăm thành phố.",
        "Ngân hàng cho vay 15 nghìn tỷ đồng.",
    ),
    "id": (
        "Nilai perdagangan kedua negara mencapai 147,8 miliar dolar AS.",
        "Sebanyak 1,5 juta orang menerima bantuan itu.",
        "Pemerintah menyiapkan anggaran Rp3,6 triliun.",
        "Produksi beras naik menjadi 31 juta ton.",
    ),
    "km": (
        "ពាណិជ្ជកម្មរវាងប្រទេសទាំងពីរមានទំហំ ១៥ ពាន់លានដុល្លារ។",
        "មានភ្ញៀវទេសចរ ៥ លាននាក់មកលេងប្រាសាទ។",
        "គម្រោងនេះចំណាយ ២,៥ លានដុល្លារ។",
        "រោងចក្រផលិតបាន ៣០០ លានគ្រឿងក្នុងមួយឆ្នាំ។",
    ),
    "my": (
        "ကုန်သွယ်မှုပမာဏသည် အမေရိကန်ဒေါ်လာ ၉ ဒသမ ၅ ဘီလီယံ ရှိသည်။",
        "ခရီးသွား ၁၀ သိန်း လာရောက်ခဲ့သည်။",
        "ရထားလမ်းသည် ဒေါ်လာ ၃၅၀ သန်း ကုန်ကျသည်။",
        "လူဦးရေ ၅၅ သန်း နေထိုင်သည်။",
    ),
    "ta": (
        "இரு நாடுகளின் வர்த்தகம் 15 பில்லியன் டாலரை எட்டியது.",
        "திட்டத்திற்கு 25 கோடி ரூபாய் ஒதுக்கப்பட்டது.",
        "சுமார் 12 லட்சம் பேர் வந்தனர்.",
    ),
    "lo": (
        "ມູນຄ່າການຄ້າບັນລຸ 5,6 ຕື້ໂດລາ.",
        "ມີນັກທ່ອງທ່ຽວ 3 ລ້ານຄົນ ມາຢ້ຽມຢາມ.",
        "ໂຄງການນີ້ໃຊ້ທຶນ 120 ລ້ານໂດລາ.",
    ),
}
COUNTED = ("sentences", "sums", "lost", "errors", "flagged")
TARGETS = ("en", "zh", "id", "vi", "th", "my")


def _no_sums(text: str, base: str) -> tuple[Sum, ...]:
    return tuple(replace(one, value=None) for one in sums(text, base))


@contextmanager
def _travelling(how: str) -> Iterator[None]:
    """Numbers as they travel in one run: with the "model", "plain" ones by value, or "sums", too."""
    left = {"model": (Numbered, Summed), "plain": (Summed,), "sums": ()}[how]
    tiers = tuple(tier for tier in TIERS if not isinstance(tier, left))
    with (
        patch("mtkit.enforce.climb.carry.__kwdefaults__", {"tiers": tiers, "calibration": None}),
        patch("mtkit.figures.sums", sums if how == "sums" else _no_sums),
    ):
        yield


def _lost(source: str, target: str, a: str, b: str) -> tuple[int, int]:
    """How many sums a source has, and how many of their values its translation lacks."""
    pool = numbers(target, lang(b).base).pool
    values = [one.value for one in sums(plain_digits(source), lang(a).base) if one.value is not None]
    return len(values), sum(value not in pool for value in values)


def _run(how: str, sources: list[str], targets: list[str], show: set[str]) -> tuple[Counter[str], Counter[str]]:
    """The findings by code, and counts of the sums, for all pairs in one run."""
    found: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    with _travelling(how), mtkit.Translator(model=embedded_folder()) as translator:
        for a in sources:
            document = read_text("\n\n".join(SENTENCES[a]), lang=a)
            for b in targets:
                if a == b:
                    continue
                try:
                    units = translator.translate(document, b).units
                except NoRouteError:
                    continue
                for unit in units:
                    total, lost = _lost(unit.segment.text, unit.target, a, b)
                    counts.update(sentences=1, sums=total, lost=lost)
                    counts["by " + unit.trail[-1].tier] += 1
                    codes = [issue.code for issue in unit.issues if issue.code.startswith("N")]
                    severe = [
                        issue for issue in unit.issues if issue.code.startswith("N") and issue.severity == "error"
                    ]
                    found.update(codes)
                    counts.update(errors=len(severe), flagged=bool(codes))
                    if show & {*codes, "all"}:
                        print(how, f"{a}-{b}", *codes, unit.trail[-1].tier)
                        print(f"  {unit.segment.text}\n  {unit.target}")
    return found, counts


def main() -> None:
    """Print one line for each way that numbers travel."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="sources", action="append", choices=SENTENCES, help="a source language")
    parser.add_argument("--to", dest="targets", action="append", help=f"a target language (by default {TARGETS})")
    parser.add_argument("--run", action="append", choices=("model", "plain", "sums"), help="a run, by default all")
    parser.add_argument(
        "--show", action="append", default=[], metavar="CODE", help="print what has this finding, or all"
    )
    options = parser.parse_args()
    print("run   ", *COUNTED, "findings", "tiers", sep="  ")
    for how in options.run or ("model", "plain", "sums"):
        sources, targets = options.sources or list(SENTENCES), options.targets or list(TARGETS)
        found, counts = _run(how, sources, targets, set(options.show))
        tiers = {key: n for key, n in sorted(counts.items()) if key not in COUNTED}
        row = "  ".join(f"{counts[key]:{len(key)}}" for key in COUNTED)
        print(f"{how:6}  {row}  {dict(sorted(found.items()))} {tiers}", flush=True)


if __name__ == "__main__":
    main()
