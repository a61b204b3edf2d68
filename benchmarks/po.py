"""How long PO files of 10,000 and 100,000 units take: written, loaded with their sidecar, updated and saved.

    python benchmarks/po.py [UNITS ...]

Updated means composed again with ``keep=``: a sentence in a hundred has a new translation, and a new sentence stands
in front, so that every unit has another place. Times are seconds of the process on its CPU, with the wall clock behind
(a shared machine makes the second one longer); ``ratio`` is how much longer ten times as many units take.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mtkit.formats import po
from mtkit.formats.sidecar import sidecar_path, write_sidecar
from mtkit.lang import Pair
from mtkit.text import Segment, Span
from mtkit.unit import Hop, Issue, Severity, State, TermUse, Unit

_T = TypeVar("_T")
PAIR = Pair("zh", "vi")
HEADER = po.Header(
    project="benchmark", source="zh", target="vi", document="news.md", sha256="0" * 64, signature="mtkit:0",
    glossary="china-asean@0", created="2026-11-23T10:00:00+08:00", segmenter="rules-zh@1",
)  # fmt: skip
STEPS = ("write", "load", "load, PO alone", "update", "save", "sidecar", "edit one and save")
COUNTED = ("load", "update", "save", "sidecar")


def article(size: int) -> list[Unit]:
    """Units with two hops, a term and a finding each; every third is approved."""
    units = []
    for n in range(size):
        source = f"中国商务部周五表示，双边贸易额达{n}亿元，同比增长8.6%。"
        target = f"Bộ Thương mại Trung Quốc cho biết hôm thứ Sáu, kim ngạch thương mại song phương đạt {n} trăm triệu."
        english = f"China's Ministry of Commerce said on Friday that bilateral trade was {n} hundred million yuan."
        trail = (Hop(Pair("zh", "en"), "a@1", english, -0.2), Hop(Pair("en", "vi"), "b@2", target, -0.3))
        terms = (TermUse("cn-mofcom", "中国商务部", "Bộ Thương mại Trung Quốc", "https://english.mofcom.gov.cn"),)
        issues = (Issue("N01", Severity.WARNING, "8.6% is missing", Span(20, 24)),)
        segment = Segment(f"b-{n:08x}", Span(n * 40, n * 40 + len(source)), source, source)
        state = State.RAW if n % 3 else State.APPROVED
        units.append(Unit(segment, PAIR, target, state, issues=issues, terms=terms, trail=trail, raw=target))
    return units


def measure(size: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds on the CPU and by the clock for each step."""
    taken: dict[str, tuple[float, float]] = {}

    def timed(name: str, step: Callable[[], _T]) -> _T:
        cpu, wall = time.process_time(), time.perf_counter()
        result = step()
        taken[name] = time.process_time() - cpu, time.perf_counter() - wall
        return result

    path = folder / f"{size}.vi.po"
    units = article(size)
    timed("write", lambda: po.write(units, path, HEADER))
    timed("load, PO alone", lambda: po.read(path, sidecar=False))
    file = timed("load", lambda: po.read(path))
    first = Unit(Segment("b-first", Span(0, 5), "最新消息。", "最新消息。"), PAIR, "Tin mới nhất.", raw="Tin mới nhất.")
    changed = [replace(u, target=u.target + " (x)", raw=u.raw + " (x)") if n % 100 == 1 else u
               for n, u in enumerate(file.units)]  # fmt: skip
    newer = [first, *changed]
    updated = timed("update", lambda: po.compose(newer, HEADER, keep=file))
    timed("save", lambda: po.save(updated, path))
    timed("sidecar", lambda: write_sidecar(newer, sidecar_path(path), HEADER))
    entries = list(updated.entries)
    entries[size // 2] = replace(entries[size // 2], msgstr="Đã sửa.", flags=())
    timed("edit one and save", lambda: po.save(replace(updated, entries=tuple(entries)), path))
    return taken


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        found = {size: measure(size, Path(folder)) for size in sizes}
    print(f"{'CPU s (wall s)':20}" + "".join(f"{size:>18,}" for size in sizes) + f"{'ratio':>8}")
    rows = {step: [found[size][step] for size in sizes] for step in STEPS}
    totals = [[found[size][step] for step in COUNTED] for size in sizes]
    rows["load, update, save"] = [(sum(c for c, _ in total), sum(w for _, w in total)) for total in totals]
    for step, times in rows.items():
        shown = "".join(f"{f'{cpu:.2f} ({wall:.2f})':>18}" for cpu, wall in times)
        print(f"{step:20}{shown}{times[-1][0] / times[0][0]:>8.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
