"""Adapt the model in the box to a desk with a style of its own, and to two that do harm: what is learnt or refused.

    python benchmarks/adapt.py [--data DIR] [--pair en-id] [--work DIR] [--minutes 4] [KIND ...]

Kinds: desk, few (a quarter of it), rehearsal (no general translations), scrambled, shuffled.

The desk's pairs have the words that this desk wants in place of the usual ones (``STYLE``). They are FLORES-200 devtest
from DIR/eval, which the model has never seen, or without --data, patterns of configs/train/domain, filled in: of these
it knows much by heart, so that there is little to gain. General pairs are the complete sentences of that folder; the
general test set is what of them the model was never trained on, and benchmarks/heldout/news.jsonl. Nothing here is real
feedback of a desk: it shows that a style is learnt and that harm is caught.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from mtkit.engine.store import Store
from mtkit.lang import Pair
from mtkit.train.adapt import Order, adapt
from mtkit.train.adapt_loop import Plan
from mtkit.train.adapt_plan import Sources
from mtkit.train.data import held_out
from mtkit.train.domain import fill
from mtkit.train.rows import read_domain, read_rows

ROOT = Path(__file__).resolve().parents[1]
STYLE = {
    "id": {
        r"\bTiongkok\b": "China",
        r"\bakan\b": "bakal",
        r"\buntuk\b": "guna",
        r"\bkata\b": "ujar",
        r" persen\b": "%",
    },
}
TIMES = 2  # that each pattern is filled
GENERAL = 600  # pairs to mix in


@dataclass(frozen=True)
class Row:
    source: str
    target: str
    document: str


def desk(pair: Pair, data: Path | None) -> list[Row]:
    """What the desk approved, in its own words."""
    if data is not None:
        names = [data / "eval" / "flores200" / f"devtest.{code}" for code in (pair.source, pair.target)]
        sides = [name.read_text(encoding="utf-8").splitlines() for name in names]
        return [Row(one, styled(other, pair.target), "") for one, other in zip(*sides, strict=True)]
    rows = []
    rng = random.Random(3)
    for domain in read_domain(ROOT / "configs" / "train" / "domain"):
        if not domain.covers(pair.source, pair.target):
            continue
        for number, pattern in enumerate(domain.patterns):
            for _ in range(TIMES):
                source, target = fill(pattern, domain, rng, source=pair.source, target=pair.target, mark_share=0)
                if "⟦" not in source:
                    rows.append(Row(source, styled(target, pair.target), f"article-{number // 6}"))
    return rows


def styled(text: str, lang: str) -> str:
    for pattern, form in STYLE[lang].items():
        text = re.sub(pattern, form, text)
    return text


def general(pair: Pair) -> tuple[list[Row], list[Row]]:
    """General pairs to mix in, and those to test on, which the model in the box has never been trained on."""
    learn, test = [], []
    for domain in read_domain(ROOT / "configs" / "train" / "domain"):
        if domain.covers(pair.source, pair.target):
            for row in domain.plain:
                found = Row(row.texts[pair.source], row.texts[pair.target], "")
                (test if held_out(row.texts["en"], 0.05) else learn).append(found)
    random.Random(7).shuffle(learn)
    learn = learn[:GENERAL]
    news = read_rows(ROOT / "benchmarks" / "heldout" / "news.jsonl")
    return learn, [*test, *(Row(row.texts[pair.source], row.texts[pair.target], "") for row in news)]


def harmed(rows: list[Row], kind: str) -> list[Row]:
    """The same pairs with the words of each target in any order (scrambled), or with each other's (shuffled)."""
    rng = random.Random(5)
    if kind == "scrambled":
        return [Row(r.source, " ".join(rng.sample(r.target.split(), len(r.target.split()))), r.document) for r in rows]
    targets = [row.target for row in rows]
    rng.shuffle(targets)
    return [Row(row.source, target, row.document) for row, target in zip(rows, targets, strict=True)]


def write(path: Path, rows: list[Row]) -> Path:
    text = "".join(f"{row.source}\t{row.target}\t{row.document}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def memory(path: Path, rows: list[Row], pair: Pair) -> Path:
    from mtkit.memory import Entry, Memory

    with Memory.open(path) as held:
        held.add(Entry(row.source, row.target, pair, document=row.document) for row in rows)
    return path


def house_forms(out: Path, pair: Pair) -> str:
    """How often the desk's own words stand where the approved text has them, before and after."""
    from mtkit.engine.ctranslate import CTranslateEngine
    from mtkit.engine.embedded import load_embedded
    from mtkit.train.adapt_guard import translate_all

    test = json.loads((out / "data.json").read_text(encoding="utf-8"))["plan"]["test"]
    engines = {"before": load_embedded(), "after": CTranslateEngine(out / "ctranslate")}
    counts = dict.fromkeys(engines, 0)
    wanted = 0
    for form in STYLE[pair.target].values():
        mine = [(source, target) for source, target in test if form in target]
        wanted += len(mine)
        for name, engine in engines.items():
            counts[name] += sum(form in answer for answer in translate_all(engine, [s for s, _ in mine], pair, beam=4))
    return f"the desk's own words, where it wants them: {counts['before']} of {wanted} before, {counts['after']} after"


def trial(kind: str, pair: Pair, room: Path, data: Path | None, *, minutes: float, rate: float) -> None:
    rows = desk(pair, data)
    learn, test = general(pair)
    if kind in {"scrambled", "shuffled"}:
        rows = harmed(rows, kind)
    if kind == "few":
        rows = rows[::4]
    store = Store(room / "home")
    sources = Sources(
        memory=memory(room / f"{kind}.sqlite", rows, pair),
        general=() if kind == "rehearsal" else (write(room / "general.tsv", learn),),
        general_test=() if kind == "rehearsal" else (write(room / "test.tsv", test),),
    )
    if kind == "rehearsal":
        lines = room / "monolingual.txt"
        lines.write_text("".join(f"{row.source}\n" for row in [*learn, *test]), encoding="utf-8")
        sources = Sources(memory=sources.memory, monolingual=(lines,))
    began = time.monotonic()
    outcome = adapt(
        Order(
            "embedded",
            pair,
            room / kind,
            sources,
            Plan(rate=rate, ratio=0.5, threads=1),
            max_minutes=minutes,
        ),
        store=store,
        progress=lambda line: print(f"  {line}", flush=True),
    )
    print(f"{kind}: {'promoted' if outcome.model else 'refused'} after {time.monotonic() - began:.0f} s")
    for line in outcome.lines:
        print(f"  {line}")
    if kind in {"desk", "few", "rehearsal"}:
        print(f"  {house_forms(room / kind, pair)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=["desk", "scrambled"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--pair", default="en-id", choices=[f"en-{code}" for code in STYLE])
    parser.add_argument("--work", type=Path, help="keep everything here")
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    pair = Pair.of(*given.pair.split("-"))
    with tempfile.TemporaryDirectory() as scratch:
        room = given.work or Path(scratch)
        room.mkdir(parents=True, exist_ok=True)
        for kind in given.kinds:
            trial(kind, pair, room, given.data, minutes=given.minutes, rate=given.rate)


if __name__ == "__main__":
    main()
