# ruff: noqa: ARG001 - every fault has the same four parameters
"""How the checks do on human translations, on planted faults and on machine output.

    python benchmarks/checks.py --data DIR                 share of good segments with findings, per pair
    python benchmarks/checks.py --data DIR --faults        share of planted faults that are caught
    python benchmarks/checks.py --data DIR --hyps          findings in real machine output
    python benchmarks/checks.py --data DIR --lengths       the median lengths behind check/length.py

DIR holds flores200/dev.XX, flores200/devtest.XX, tico19/tico19-test.XX and hyps/XX-YY/*.YY, one segment a line.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from mtkit.check import Sample, check
from mtkit.check.length import english_letters
from mtkit.glossary import Glossary
from mtkit.lang import lang
from mtkit.unit import Severity

LANGS = ("en", "zh", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")
SETS = ("flores200/dev", "flores200/devtest", "tico19/tico19-test")
Pair = tuple[str, str]
GLOSSARY = Glossary.bundled()


def lines(data: Path, name: str, code: str) -> list[str] | None:
    path = data / f"{name}.{code}"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else None


def pairs(data: Path, source: str, target: str, limit: int) -> list[Pair]:
    """Up to ``limit`` pairs of each set, spread over it."""
    found: list[Pair] = []
    for name in SETS:
        left, right = lines(data, name, source), lines(data, name, target)
        if left is None or right is None:
            continue
        both = list(zip(left, right, strict=True))
        step = max(1, len(both) // limit) if limit else 1
        found += both[::step]
    return found


def directions() -> Iterator[Pair]:
    for hub in ("en", "zh"):
        for other in LANGS:
            if other != hub:
                yield hub, other
                if other not in {"en", "zh"}:
                    yield other, hub


def sample_of(source: str, target: str, sl: str, tl: str) -> Sample:
    return Sample(target=target, target_lang=lang(tl), source=source, source_lang=lang(sl), glossary=GLOSSARY)


def findings(source: str, target: str, sl: str, tl: str) -> dict[str, Severity]:
    """The gravest severity per code."""
    worst: dict[str, Severity] = {}
    for issue in check(sample_of(source, target, sl, tl)):
        if issue.code not in worst or issue.severity.rank > worst[issue.code].rank:
            worst[issue.code] = issue.severity
    return worst


def rates(title: str, sample: list[Pair], sl: str, tl: str, show: str) -> None:
    errors, warnings, infos = 0, 0, 0
    codes: Counter[str] = Counter()
    start = time.process_time()
    for source, target in sample:
        worst = findings(source, target, sl, tl)
        ranks = {severity.rank for severity in worst.values()}
        errors += 2 in ranks
        warnings += 1 in ranks
        infos += 0 in ranks
        codes.update(f"{code}{'iwe'[severity.rank]}" for code, severity in worst.items() if severity.rank)
        if show and any(f"{code}{'iwe'[s.rank]}".startswith(show) for code, s in worst.items()):
            print("  <", source, "\n  >", target)
            for issue in check(sample_of(source, target, sl, tl)):
                print("     ", issue.code, issue.severity.value, issue.message)
    n = max(1, len(sample))
    speed = len(sample) / (time.process_time() - start)
    top = " ".join(f"{code}:{100 * k / n:.1f}" for code, k in codes.most_common(9))
    print(f"{title:<8} n={n:<5} error {100 * errors / n:4.1f} %  warning {100 * warnings / n:4.1f} %  "
          f"info {100 * infos / n:4.1f} %  {speed:5.0f}/s  {top}")  # fmt: skip


# Faults: each takes (source, target, random, target language) and gives the spoiled target, or None where it cannot.
Fault = Callable[[str, str, random.Random, str], "str | None"]
_SCALES = {
    "en": ("million", "billion"), "zh": ("万", "亿"), "id": ("juta", "miliar"), "ms": ("juta", "bilion"),
    "fil": ("milyon", "bilyon"), "vi": ("triệu", "tỷ"), "th": ("ล้าน", "พัน"), "lo": ("ລ້ານ", "ພັນ"),
    "km": ("លាន", "ពាន់"), "my": ("သန်း", "သိန်း"), "ta": ("மில்லியன்", "பில்லியன்"), "pt": ("milhões", "bilhões"),
}  # fmt: skip
_LOOP_UNITS = {"th": 8, "lo": 8, "km": 8, "my": 8, "zh": 4}


def number_changed(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    found = list(re.finditer(r"\d", target)) if re.search(r"\d", source) else []
    if not found:
        return None
    match = rng.choice(found)
    old = int(match[0])
    new = chr(ord(match[0]) - old + (old + rng.randint(1, 9)) % 10)
    return target[: match.start()] + new + target[match.end() :]


def digit_dropped(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    found = list(re.finditer(r"\d{2,}", target)) if re.search(r"\d", source) else []
    if not found:
        return None
    match = rng.choice(found)
    return target[: match.end() - 1] + target[match.end() :]


def number_gone(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    found = list(re.finditer(r"\d{2,}", target)) if re.search(r"\d", source) else []
    return target[: found[0].start()] + target[found[0].end() :] if found else None


def scale_swapped(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    small, large = _SCALES[tl]
    match = re.search(rf"(?<=\d)(\s?)({small}|{large})", target)
    if match is None:
        return None
    return target[: match.start(2)] + (large if match[2] == small else small) + target[match.end(2) :]


def han_left(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", source)
    if tl == "zh" or not runs:
        return None
    place = target.find(" ", len(target) // 3)
    place = place if place > 0 else len(target) // 2
    return target[:place] + rng.choice(runs)[:4] + target[place:]


def english_left(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    if tl == "en" or re.search(r"[^\x00-\u024f\u2000-\u206f]", source):
        return None
    words = source.split()
    return target[: len(target) // 2] + " " + " ".join(words[-8:]) if len(words) > 16 else None


def copied(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    return source


def bracket_lost(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    marks = [m.start() for m in re.finditer(r"[()（）]", target)]
    if len(marks) < 2 or len(marks) % 2:
        return None
    place = rng.choice(marks)
    return target[:place] + target[place + 1 :]


def quote_lost(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    marks = [m.start() for m in re.finditer('[“”"「」]', target)]
    if len(marks) < 2 or len(marks) % 2:
        return None
    place = rng.choice(marks)
    return target[:place] + target[place + 1 :]


def loop(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    if tl in _LOOP_UNITS:
        unit = target[len(target) // 2 :][: _LOOP_UNITS[tl]]
        place = len(target) // 2 + len(unit)
        return target[:place] + unit * rng.randint(3, 6) + target[place:]
    words = target.split()
    if len(words) < 6:
        return None
    at, size = rng.randrange(len(words) - 3), rng.randint(1, 3)
    return " ".join(words[: at + size] + words[at : at + size] * rng.randint(3, 6) + words[at + size :])


def half_cut(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    return target[: len(target) // 2] if len(target) > (16 if tl == "zh" else 40) else None


def half_gone(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    """The first half is missing, the end and its mark are there."""
    return target[len(target) // 2 :] if len(target) > (16 if tl == "zh" else 40) else None


def end_mark(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    if not target or target[-1] not in ".。។။?？!！" or not source.rstrip('"”」') or tl in {"th", "lo"}:
        return None
    question = target[-1] in "?？"
    options = ["", "。" if tl != "zh" else ".", "," if tl != "zh" else "，"] + ([] if question else ["?"])
    return target[:-1] + rng.choice([option for option in options if option != target[-1]])


def replacement(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    place = rng.randrange(len(target))
    return target[:place] + "\ufffd" + target[place + 1 :]


def zawgyi(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    if tl != "my":
        return None
    text = re.sub("([\u1000-\u1021])([\u103b-\u103e]*)\u1031", "\u1031\\1\\2", target)
    return text.replace("\u1039", "").replace("\u103a", "\u1039").replace("\u103b", "\u103a")


def mojibake(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    spoiled = target.encode("utf-8").decode("cp1252", errors="replace")
    return spoiled if spoiled != target else None


def traditional(source: str, target: str, rng: random.Random, tl: str) -> str | None:
    table = str.maketrans("国个们来时说这对过会学长东车门问开关电", "國個們來時說這對過會學長東車門問開關電")
    return target.translate(table) if tl == "zh" and target.translate(table) != target else None


def term_gone(source: str, target: str, rng: random.Random, tl: str) -> str | None:
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


FAULTS: tuple[Fault, ...] = (
    number_changed, digit_dropped, number_gone, scale_swapped, han_left, english_left, copied, bracket_lost, quote_lost,
    loop, half_cut, half_gone, end_mark, replacement, zawgyi, mojibake, traditional,
    term_gone,
)  # fmt: skip


def foreign(data: Path, tl: str, name: str = SETS[1]) -> list[str]:
    """The same lines in another language than asked for."""
    near = {"lo": "th", "th": "lo", "id": "en", "ms": "en", "km": "th", "my": "th", "zh": "en", "en": "id"}
    return lines(data, name, near.get(tl, "id")) or []


def plant(data: Path, limit: int, seed: int, show: str) -> None:
    """Prints, per fault, the share caught in each direction: at any severity, and as warning or error."""
    table: dict[str, dict[str, list[int]]] = {}
    for sl, tl in directions():
        sample = pairs(data, sl, tl, limit)
        rng = random.Random(f"{seed}{sl}{tl}")
        spoiled = [(fault.__name__, s, fault(s, t, rng, tl), t) for fault in FAULTS for s, t in sample if t.strip()]
        left, other = lines(data, SETS[1], sl), foreign(data, tl)
        if left and other:
            step = max(1, len(left) // limit)
            spoiled += [("wrong_language", s, t, "") for s, t in zip(left[::step], other[::step], strict=True)]
        for name, source, target, good in spoiled:
            if target is None:
                continue
            before = findings(source, good, sl, tl) if good else {}
            after = findings(source, target, sl, tl)
            new = {c for c, s in after.items() if c not in before or s.rank > before[c].rank}
            cell = table.setdefault(name, {}).setdefault(tl, [0, 0, 0, 0])
            cell[0] += 1
            cell[1] += bool(new)
            cell[2] += any(after[c].rank >= 1 for c in new)
            cell[3] += any(after[c].rank == 2 for c in new)
            if show == name and not new:
                print("  <", source, "\n  >", target)
    print(f"{'fault':<16}{'n':>6}{'any':>7}{'warn+':>7}{'error':>7}   any, per target language")
    for name, row in table.items():
        n, caught, warned, wrong = (sum(cell[k] for cell in row.values()) for k in range(4))
        each = " ".join(f"{tl}:{100 * cell[1] / cell[0]:.0f}" for tl, cell in sorted(row.items()))
        print(f"{name:<16}{n:>6}{100 * caught / n:>6.1f}%{100 * warned / n:>6.1f}%{100 * wrong / n:>6.1f}%   {each}")


def hypotheses(data: Path, limit: int, show: str) -> None:
    """Findings in machine output."""
    for folder in sorted((data / "hyps").iterdir()):
        if not folder.is_dir():
            continue
        sl, tl = ("fil" if code == "tl" else code for code in folder.name.split("-"))
        left = lines(data, SETS[1], sl)
        right = next(p for p in sorted(folder.iterdir()) if p.suffix == f".{folder.name.split('-')[1]}")
        texts = right.read_text(encoding="utf-8").split("\n")
        if left is not None:
            sample = list(zip(left, texts, strict=False))
            rates(f"{sl}-{tl}", sample[:: max(1, len(sample) // limit) if limit else 1], sl, tl, show)


def lengths(data: Path) -> None:
    """Prints the median length of each language over English, without blanks."""
    for code in LANGS:
        ratios = [
            sum(not c.isspace() for c in right) / sum(not c.isspace() for c in left)
            for left, right in pairs(data, "en", code, 0)
            if len(left) >= 40
        ] if code != "en" else [1.0]  # fmt: skip
        units = [
            english_letters(right, code) / english_letters(left, "en")
            for left, right in pairs(data, "en", code, 0)
            if len(left) >= 40
        ] if code != "en" else [1.0]  # fmt: skip
        print(f"{code:<4} median {statistics.median(ratios):.3f}  after weighting {statistics.median(units):.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=300, help="segments of each set and pair (default 300)")
    parser.add_argument("--full", action="store_true", help="all segments")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--hyps", action="store_true")
    parser.add_argument("--lengths", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pair", help="one direction only, such as zh-vi")
    parser.add_argument("--show", default="", help="print segments with this finding (N01e), or uncaught of this fault")
    args = parser.parse_args()
    limit = 0 if args.full else args.limit
    if args.lengths:
        lengths(args.data)
    elif args.faults:
        plant(args.data, limit or 1012, args.seed, args.show)
    elif args.hyps:
        hypotheses(args.data, limit, args.show)
    else:
        for sl, tl in directions():
            if args.pair in {None, f"{sl}-{tl}"}:
                rates(f"{sl}-{tl}", pairs(args.data, sl, tl, limit), sl, tl, args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
