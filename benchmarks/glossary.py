"""How long the glossary takes: loading, linting, converting, finding in a segment, and texts made to be slow.

    python benchmarks/glossary.py

Prints one line per measurement: processor time, median of the repeats. The larger glossaries are the bundled one with
more concepts of the same make: names of ministries in English and Chinese, which share their beginnings.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mtkit.glossary import Concept, Glossary, Term
from mtkit.glossary.exchange import FORMATS
from mtkit.glossary.lint import lint

DAY = date(2026, 1, 1)
EN = (
    "Counselor Chen of the Department of Asian Affairs of the Ministry of Foreign Affairs and the Secretary-General of "
    "the ASEAN-China Centre attended the opening of the China-ASEAN Expo in Guangxi, where the Vietnam News Agency, "
    "Xinhua News Agency and 150 guests from ASEAN countries signed a memorandum of understanding."
)
ZH = (
    "外交部亚洲司参赞和中国—东盟中心秘书长出席了在广西壮族自治区举行的中国—东盟博览会开幕式，越南通讯社、新华社以及"
    "来自东盟国家的150名嘉宾见证了谅解备忘录的签署，老挝新闻文化旅游部副部长致辞。"
)
TH = "ศูนย์อาเซียน-จีนและกรมประชาสัมพันธ์ร่วมจัดงานแสดงสินค้าจีน-อาเซียน โดยมีรองเลขาธิการอาเซียนเข้าร่วมที่ประเทศไทย"
TASKS = ("Water", "Energy", "Health", "Trade", "Labour", "Land", "Forests", "Roads", "Ports", "Youth")
SIGNS = "水能卫贸劳土林路港青文教财法农科"


def enlarged(size: int) -> Glossary:
    """The bundled glossary with made-up ministries up to ``size`` concepts."""
    concepts = list(Glossary.bundled())
    for number in range(size - len(concepts)):
        name = f"m{number}"
        tasks = " and ".join(TASKS[int(digit)] for digit in f"{number:05d}"[-3:])
        sign = "".join(SIGNS[int(digit, 16)] for digit in f"{number:05x}")
        terms = (Term(name, "en", f"Ministry of {tasks} No. {number}"), Term(name, "zh", f"中国{sign}部"))
        concepts.append(Concept(name, "body", terms))
    return Glossary.of(concepts)


def median_ms(work: Callable[[], object], repeats: int = 51) -> float:
    """Median processor time of ``work`` in milliseconds, after one call to warm up."""
    work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def files(rows: int) -> None:
    """Load, write and lint a glossary of ``rows`` rows in each format that holds everything."""
    kept: list[Concept] = []
    count = 0
    for concept in enlarged(rows):
        if count + len(concept.terms) > rows:
            break
        kept.append(concept)
        count += len(concept.terms)
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS.values():
            if form.paired:
                continue
            path = Path(folder, f"terms{form.suffixes[0]}")
            write = median_ms(lambda path=path, form=form: path.write_bytes(form.write(kept, None, DAY)), 1)
            load = median_ms(lambda path=path: Glossary.load(path), 1)
            print(f"{count} rows as {form.name}: write {write:.0f} ms, load {load:.0f} ms")
        print(f"{count} rows: lint {median_ms(lambda: lint(Path(folder, 'terms.csv'), day=DAY), 1):.0f} ms")


def main() -> None:
    print(f"load the bundled glossary: {median_ms(Glossary.bundled, 5):.0f} ms")
    files(20_000)
    for size in (len(Glossary.bundled()), 5_000, 20_000):
        book = enlarged(size)
        start = time.process_time()
        book.find("", "en", day=DAY)
        compiled = (time.process_time() - start) * 1000
        print(f"{size} concepts: compile English in {compiled:.0f} ms")
        for lang, text in (("en", EN), ("zh", ZH), ("th", TH)):
            hits = len(book.find(text, lang, day=DAY))
            find = median_ms(lambda book=book, text=text, lang=lang: book.find(text, lang, day=DAY))
            bad = median_ms(lambda book=book, text=text, lang=lang: book.forbidden(text, lang, day=DAY))
            print(f"  {lang}, {len(text)} characters, {hits} hits: find {find:.2f} ms, forbidden {bad:.2f} ms")
    forms = ["中" * length + "国" for length in range(1, 200)]
    hostile = Glossary.of(Concept(f"h{n}", "body", (Term(f"h{n}", "zh", form),)) for n, form in enumerate(forms))
    for length in (1_000, 10_000, 100_000):
        spent = median_ms(lambda length=length: hostile.find("中" * length, "zh", day=DAY), 1)
        print(f"199 forms 中…中国 against {length} times 中: {spent:.0f} ms")


if __name__ == "__main__":
    main()
