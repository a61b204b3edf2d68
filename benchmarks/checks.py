"""How the checks do on human translations, on planted faults and on machine output.

    python benchmarks/checks.py --data DIR                 share of good segments with findings, per direction and code
    python benchmarks/checks.py --data DIR --faults        share of planted faults that are caught, per language
    python benchmarks/checks.py --data DIR --hyps          findings in real machine output, per direction and code
    python benchmarks/checks.py --data DIR --paragraphs    how often a paragraph that is missing is named
    python benchmarks/checks.py --data DIR --speed         seconds for 10,000 units
    python benchmarks/checks.py --data DIR --lengths       the medians behind check/length.py

DIR holds flores200/devtest.XX, hyps/XX-YY/*.YY and, for --sets, other sets such as tico19/tico19-test.XX, one segment
a line. Tables are printed as Markdown.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import faults
import faults_names
import faults_numbers

from mtkit.check import CODES, Sample, check
from mtkit.check.length import columns, english_letters
from mtkit.check.paragraphs import Paragraph, align
from mtkit.checking.documents import named_in
from mtkit.glossary import Glossary
from mtkit.lang import Pair as Direction
from mtkit.lang import lang
from mtkit.text import Kind, Segment, Span
from mtkit.unit import Severity, Unit

LANGS = ("en", "zh", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")
DEVTEST = "flores200/devtest"
Pair = tuple[str, str]
Counts = Counter[str]
GLOSSARY = Glossary.bundled()


def lines(data: Path, name: str, code: str) -> list[str] | None:
    path = data / f"{name}.{code}"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else None


def pairs(data: Path, source: str, target: str, limit: int, sets: tuple[str, ...] = (DEVTEST,)) -> list[Pair]:
    """Up to ``limit`` pairs of each set, spread over it; 0 for all."""
    found: list[Pair] = []
    for name in sets:
        left, right = lines(data, name, source), lines(data, name, target)
        if left is None or right is None:
            continue
        both = list(zip(left, right, strict=True))
        found += both[:: max(1, len(both) // limit) if limit else 1]
    return found


def directions(only: str | None = None) -> Iterator[Pair]:
    for hub in ("en", "zh"):
        for other in LANGS:
            for pair in ((hub, other), (other, hub)):
                twice = other in {"en", "zh"} and pair[0] != hub
                if other != hub and not twice and only in {None, "-".join(pair)}:
                    yield pair


def sample_of(source: str, target: str, sl: str, tl: str) -> Sample:
    return Sample(target=target, target_lang=lang(tl), source=source, source_lang=lang(sl), glossary=GLOSSARY)


def findings(source: str, target: str, sl: str, tl: str) -> dict[str, Severity]:
    """The gravest severity per code."""
    worst: dict[str, Severity] = {}
    for issue in check(sample_of(source, target, sl, tl)):
        if issue.code not in worst or issue.severity.rank > worst[issue.code].rank:
            worst[issue.code] = issue.severity
    return worst


def new_codes(before: Sample, after: Sample) -> dict[str, Severity]:
    """The codes that ``after`` has and ``before`` has not, or less often, or less gravely."""
    sides = []
    for sample in (before, after):
        counts: Counter[tuple[str, int]] = Counter()
        for issue in check(sample) if sample.target else ():
            counts.update((issue.code, rank) for rank in range(issue.severity.rank + 1))
        sides.append(counts)
    grave = {severity.rank: severity for severity in Severity}
    fresh = sorted(sides[1] - sides[0])
    return {code: grave[rank] for code, rank in fresh}


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells: object) -> None:
    row(*cells)
    row(*("---" for _ in cells))


def percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f}"


def rates(sample: list[Pair], sl: str, tl: str, show: str) -> Counts:
    """Segments with errors, warnings and hints ("2", "1", "0"), and each code at each severity ("N01 error")."""
    counts: Counts = Counter(n=len(sample))
    for source, target in sample:
        worst = findings(source, target, sl, tl)
        counts.update({str(severity.rank) for severity in worst.values()})
        counts.update(f"{code} {severity.value}" for code, severity in worst.items() if severity.rank)
        if show and any(f"{code} {severity.value}".startswith(show) for code, severity in worst.items()):
            print("  <", source, "\n  >", target)
            for issue in check(sample_of(source, target, sl, tl)):
                print("     ", issue.code, issue.severity.value, issue.message)
    return counts


def false_alarms(data: Path, limit: int, only: str | None, sets: tuple[str, ...], show: str) -> None:
    """Prints errors and warnings in human translations: by direction, and by code."""
    found: dict[Pair, Counts] = {}
    start = time.perf_counter()
    for sl, tl in directions(only):
        found[sl, tl] = rates(pairs(data, sl, tl, limit, sets), sl, tl, show)
    took = time.perf_counter() - start
    head("direction", "segments", "error %", "warning %", "hint %", "codes, % of segments")
    for (sl, tl), counts in found.items():
        codes = [(key, n) for key, n in counts.most_common() if len(key) > 1 and n * 500 >= counts["n"]]
        top = ", ".join(f"{key} {percent(n, counts['n'])}" for key, n in codes[:7])
        row(f"{sl}-{tl}", counts["n"], *(percent(counts[k], counts["n"]) for k in "210"), top)
    total = sum(found.values(), Counter())
    worst = [max(found.values(), key=lambda c: c[k] / max(1, c["n"])) for k in "21"]
    print(
        f"\n{total['n']} pairs in {len(found)} directions: errors {percent(total['2'], total['n'])} % on average, "
        f"{percent(worst[0]['2'], worst[0]['n'])} % at most; warnings {percent(total['1'], total['n'])} %, "
        f"{percent(worst[1]['1'], worst[1]['n'])} % at most; {total['n'] / took:.0f} segments a second\n"
    )
    targets = [tl for tl in LANGS if any(pair[1] == tl for pair in found)]
    by_target = {tl: sum((c for pair, c in found.items() if pair[1] == tl), Counter()) for tl in targets}
    head("code", *targets)
    for code in CODES:
        shares = [
            (by_target[tl][f"{code} error"], by_target[tl][f"{code} warning"], by_target[tl]["n"]) for tl in targets
        ]
        if any(e or w for e, w, _ in shares):
            row(code, *(f"{100 * e / n:.2f} / {100 * w / n:.2f}" if e or w else "" for e, w, n in shares))


def foreign(data: Path, tl: str) -> list[str]:
    """The same lines in another language than asked for."""
    near = {"lo": "th", "th": "lo", "id": "en", "ms": "en", "km": "th", "my": "th", "zh": "en", "en": "id"}
    return lines(data, DEVTEST, near.get(tl, "id")) or []


def is_clean(source: str, target: str, sl: str, tl: str) -> bool:
    """Whether nothing above a hint is found; a fault in a sentence that has some already tells nothing."""
    return not any(severity.rank for severity in findings(source, target, sl, tl).values())


def planted(data: Path, sl: str, tl: str, limit: int, seed: int, show: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Kind of fault, source, good target, spoiled target."""
    rng = random.Random(f"{seed}{sl}{tl}")
    sample = [pair for pair in pairs(data, sl, tl, 12 * limit) if is_clean(*pair, sl, tl)]
    named = [getattr(faults_names, name) for name in dir(faults_names) if name.startswith("plant_")]
    for plant in (*faults.PLANTS, *named, *faults_numbers.PLANTS):
        if show and plant.__name__ != f"plant_{show}":
            continue
        rng.shuffle(sample)
        count = 0
        for source, target in sample:
            before, good = source, target
            if plant in faults_numbers.NEED_FACTS:
                before, good = faults_numbers.with_facts(source, target, sl, tl, rng)
            spoiled = plant(before, good, sl, tl, rng)
            if spoiled is not None and spoiled != good:
                yield plant.__name__.removeprefix("plant_"), before, good, spoiled
                count += 1
                if count == limit:
                    break
    left, other = lines(data, DEVTEST, sl), foreign(data, tl)
    for source, target in list(zip(left or [], other, strict=True))[:: max(1, len(other) // limit)]:
        yield "wrong_language", source, "", target


def recall(data: Path, limit: int, seed: int, only: str | None, show: str) -> None:
    """Prints, per fault, the share caught at any severity, as warning or error, and as error; and per language."""
    table: dict[str, dict[str, Counts]] = {}
    for sl, tl in directions(only):
        for name, source, good, spoiled in planted(data, sl, tl, limit, seed, show):
            new = new_codes(sample_of(source, good, sl, tl), sample_of(source, spoiled, sl, tl))
            cell = table.setdefault(name, {}).setdefault(tl, Counter())
            cell["n"] += 1
            cell["any"] += bool(new)
            cell["warned"] += any(severity.rank >= 1 for severity in new.values())
            cell["wrong"] += any(severity.rank == 2 for severity in new.values())
            if show == name and not new:
                print("  <", source, "\n  >", good, "\n  !", spoiled)
    head("fault", "planted", "caught %", "as warning or error %", "as error %", *LANGS)
    for name, cells in table.items():
        total = sum(cells.values(), Counter())
        shares = (percent(total[key], total["n"]) for key in ("any", "warned", "wrong"))
        each = (percent(cells[tl]["any"], cells[tl]["n"]) if tl in cells else "" for tl in LANGS)
        row(name.replace("_", " "), total["n"], *shares, *each)


def hypotheses(data: Path, limit: int, show: str) -> None:
    """Prints findings in machine output, by direction and code."""
    head("direction", "segments", "error %", "warning %", "codes, % of segments")
    for folder in sorted((data / "hyps").iterdir()):
        if not folder.is_dir():
            continue
        sl, tl = ("fil" if code == "tl" else code for code in folder.name.split("-"))
        left = lines(data, DEVTEST, sl)
        right = next(p for p in sorted(folder.iterdir()) if p.suffix == f".{folder.name.split('-')[1]}")
        texts = right.read_text(encoding="utf-8").split("\n")
        if left is not None:
            sample = list(zip(left, texts, strict=False))
            counts = rates(sample[:: max(1, len(sample) // limit) if limit else 1], sl, tl, show)
            top = ", ".join(f"{key} {percent(n, counts['n'])}" for key, n in counts.most_common() if len(key) > 1)
            row(f"{sl}-{tl}", counts["n"], percent(counts["2"], counts["n"]), percent(counts["1"], counts["n"]), top)


def paragraphs(data: Path, seed: int) -> None:
    """Prints how often the very sentence that was left out of 6 to 30 is named, each being taken for a paragraph."""
    head("direction", "left out", "named %", "one of its neighbours %")
    for sl, tl in directions():
        left, right = lines(data, DEVTEST, sl) or [], lines(data, DEVTEST, tl) or []
        rng, counts = random.Random(f"{seed}{sl}{tl}"), Counter[str]()
        for _ in range(60):
            start, size = rng.randrange(900), rng.randrange(6, 31)
            gone = rng.randrange(size)
            before, after = (
                [
                    Paragraph(text, Kind.BODY, code, names=named_in(text, lang(code), GLOSSARY, date.max))
                    for text in side
                ]
                for side, code in ((left[start : start + size], sl), (right[start : start + size], tl))
            )
            named = [bead.source.start for bead in align(before, after[:gone] + after[gone + 1 :]) if not bead.target]
            counts["n"] += 1
            counts["exact"] += named == [gone]
            counts["near"] += len(named) == 1 and abs(named[0] - gone) == 1
        row(f"{sl}-{tl}", counts["n"], percent(counts["exact"], counts["n"]), percent(counts["near"], counts["n"]))


def speed(data: Path, count: int = 10_000) -> None:
    """Prints the seconds that units of one batch take, all directions mixed, with the bundled glossary."""
    from mtkit.checking import check_units

    units: list[Unit] = []
    each = -(-count // 42)
    for sl, tl in directions():
        for n, (source, target) in enumerate(pairs(data, sl, tl, each)[:each]):
            segment = Segment(f"{sl}-{tl}-{n}", Span(0, len(source)), source, source)
            units.append(Unit(segment, Direction(sl, tl), target))
    by_direction: dict[Direction, list[Unit]] = {}
    for unit in units[:count]:
        by_direction.setdefault(unit.pair, []).append(unit)
    start, cpu = time.perf_counter(), time.process_time()
    found = sum(len(issues) for batch in by_direction.values() for issues in check_units(batch, GLOSSARY, day=date.max))
    took, used = time.perf_counter() - start, time.process_time() - cpu
    heavy = [name for name in ("torch", "transformers", "ctranslate2", "polib") if name in sys.modules]
    print(f"{count} units: {took:.1f} s ({used:.1f} s of one core), {found} findings; loaded: {heavy or 'none'}")


def lengths(data: Path) -> None:
    """Prints the median length of each language over English, without blanks, and in columns."""
    head("language", "length", "after weighting", "columns of short sentences")
    for code in LANGS:
        both = pairs(data, "en", code, 0, ("flores200/dev", DEVTEST)) if code != "en" else []
        long = [(left, right) for left, right in both if len(left) >= 40]
        ratios = [sum(not c.isspace() for c in r) / sum(not c.isspace() for c in left) for left, r in long] or [1.0]
        units = [english_letters(right, code) / english_letters(left, "en") for left, right in long] or [1.0]
        wide = [columns(right) / columns(left) for left, right in both if columns(left) < 110] or [1.0]
        row(code, *(f"{statistics.median(values):.3f}" for values in (ratios, units, wide)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--limit", type=int, default=0, help="segments of each direction; default all, faults 25 a kind"
    )
    for name in ("faults", "hyps", "paragraphs", "speed", "lengths"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", default=DEVTEST, help=f"test sets, with commas (default {DEVTEST})")
    parser.add_argument("--pair", help="one direction only, such as zh-vi")
    parser.add_argument("--show", default="", help="print segments with this finding ('N01 error'), or uncaught faults")
    args = parser.parse_args()
    if args.lengths:
        lengths(args.data)
    elif args.speed:
        speed(args.data)
    elif args.paragraphs:
        paragraphs(args.data, args.seed)
    elif args.faults:
        recall(args.data, args.limit or 25, args.seed, args.pair, args.show)
    elif args.hyps:
        hypotheses(args.data, args.limit, args.show)
    else:
        false_alarms(args.data, args.limit, args.pair, tuple(args.sets.split(",")), args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
