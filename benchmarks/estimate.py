"""Fit the calibration of quality estimates, and say how well they do on texts that they were not fitted on.

    python benchmarks/estimate.py collect --data DIR --cache FILE.jsonl     translate, check, translate back (minutes)
    python benchmarks/estimate.py fit --cache FILE.jsonl --out mtkit/estimate/calibration.toml
    python benchmarks/estimate.py report --cache FILE.jsonl

DIR holds ``flores200/devtest.LANG`` (FLORES-200 devtest, 1,012 lines each) and ``hyps/SRC-TGT/flores-test.opusmt.TGT``
(what OPUS-MT models say to them). Two kinds of texts are looked at: those of OPUS-MT, of which the text alone is known,
and those of the model in the box, with its log-probabilities. The label is chrF of the sentence. The first half of the
rows is fitted on, the second is measured on: rank correlations with the label, how many of the worst tenth are among
the tenth and the fifth that is estimated worst, and how far estimates are off on average, in ten groups.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from mtkit.checking import check_units
from mtkit.engine.embedded import embedded_folder
from mtkit.estimate import Calibration, agreement, calibrations, signals_of
from mtkit.estimate.calibration import REACH, read_calibrations
from mtkit.evaluate.interface import Row
from mtkit.evaluate.run import document_of, units_by_block
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.text import Kind, Segment, Span
from mtkit.translator import Translator
from mtkit.unit import Hop, Issue, Severity, Unit

DAY = date(2026, 11, 1)
CODES = {"tl": "fil"}
RIDGE = 4.0
BACK = ("zh-en", "en-zh", "zh-vi", "zh-th", "en-id", "id-en", "vi-en", "th-en", "en-my", "zh-km")
MODEL = "mtkit-embedded"
TEXT = ("short", "long", "size", "repeated", "copied", "errors", "warnings")
SETS = {
    "embedded-back": ("embedded", MODEL, ("logprob", *TEXT, "forced", "back")),
    "embedded": ("embedded", MODEL, ("logprob", *TEXT, "forced")),
    "text-back": ("opus", "", (*TEXT, "back")),
    "text": ("opus", "", TEXT),
}
DATA = {"embedded": "the model in the box, FLORES-200 devtest", "opus": "OPUS-MT, FLORES-200 devtest"}


@dataclass(frozen=True, slots=True)
class Case:
    """One translation with its signals and its label."""

    kind: str
    pair: str
    row: int
    signals: dict[str, float]
    label: float


# ---- collecting


def collect(data: Path, cache: Path, rows: int) -> None:
    """Write every unit with its back-translation to ``cache``, direction by direction; what is there is kept."""
    lines = cache.read_text(encoding="utf-8").splitlines() if cache.exists() else []
    done = {(one["kind"], one["pair"]) for one in map(json.loads, lines)}
    forth = Translator(day=DAY, allow_low_quality=True)
    back = Translator(day=DAY, allow_low_quality=True, glossary=None, beam=1)
    with cache.open("a", encoding="utf-8") as stream:
        for kind, pair, units in (*opus(data), *embedded(data, forth, rows)):
            if (kind, str(pair)) in done:
                continue
            made = list(units())
            again = [""] * len(made)
            if kind == "opus" or str(pair) in BACK:
                texts = [Row(str(n), "back", {pair.target: unit.target or "-"}) for n, (_, unit, _) in enumerate(made)]
                (translated,) = back.stream([document_of(texts, pair.target)], [pair.source])
                blocks = units_by_block(translated.document, translated.units)
                again = [" ".join(unit.target for unit in block) for block in blocks]
            for (row, unit, reference), said in zip(made, again, strict=True):
                stream.write(json.dumps(record(kind, row, unit, reference, said), ensure_ascii=False) + "\n")
            stream.flush()
            print(kind, pair, len(made), flush=True)


def forth_pairs() -> list[Pair]:
    """The directions of the model in the box."""
    card = json.loads((embedded_folder() / "card.json").read_text(encoding="utf-8"))
    return [Pair(*pair) for pair in card["pairs"]]


def flores(data: Path, code: str) -> list[str]:
    """The lines of FLORES-200 devtest in one language."""
    return (data / "flores200" / f"devtest.{code}").read_text(encoding="utf-8").splitlines()


def opus(data: Path) -> Iterator[tuple[str, Pair, object]]:
    """What OPUS-MT models said, checked as anybody's text."""
    book = Glossary.bundled()
    for folder in sorted(path for path in (data / "hyps").iterdir() if path.is_dir()):
        one, two = folder.name.split("-")
        pair = Pair(CODES.get(one, one), CODES.get(two, two))

        def units(folder: Path = folder, pair: Pair = pair, two: str = two) -> Iterator[tuple[int, Unit, str]]:
            texts = (folder / f"flores-test.opusmt.{two}").read_text(encoding="utf-8").splitlines()
            for n, (source, text, reference) in enumerate(
                zip(flores(data, pair.source), texts, flores(data, pair.target), strict=True)
            ):
                unit = Unit(Segment(str(n), Span(0, len(source)), source, source, Kind.BODY), pair, text, raw=text)
                (issues,) = check_units([unit], book, day=DAY)
                yield n, replace(unit, issues=issues), reference

        yield "opus", pair, units


def embedded(data: Path, translator: Translator, rows: int) -> Iterator[tuple[str, Pair, object]]:
    """What the model in the box says, with names, marks and tiers as in daily use; rows of one segment alone."""
    for pair in (*forth_pairs(), Pair("id", "vi"), Pair("th", "ms")):

        def units(pair: Pair = pair) -> Iterator[tuple[int, Unit, str]]:
            sources, references = flores(data, pair.source), flores(data, pair.target)
            texts = [Row(str(n), "flores", {pair.source: text}) for n, text in enumerate(sources[:rows])]
            (made,) = translator.stream([document_of(texts, pair.source)], [pair.target])
            for n, block in enumerate(units_by_block(made.document, made.units)):
                if len(block) == 1 and block[0].target:
                    yield n, block[0], references[n]

        yield "embedded", pair, units


def record(kind: str, row: int, unit: Unit, reference: str, back: str) -> dict[str, object]:
    """A unit as a line of the cache."""
    return {
        "kind": kind, "pair": str(unit.pair), "row": row, "source": unit.segment.text, "target": unit.target,
        "reference": reference, "back": back, "issues": [[i.code, i.severity.value] for i in unit.issues],
        "trail": [[str(h.pair), h.model, h.score, h.tier] for h in unit.trail],
    }  # fmt: skip


def cases(cache: Path) -> list[Case]:
    """The cache as signals and labels."""
    found = []
    for line in cache.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        pair = Pair(*one["pair"].split("-"))
        source = one["source"]
        unit = Unit(
            Segment(str(one["row"]), Span(0, len(source)), source, source, Kind.BODY), pair, one["target"],
            issues=tuple(Issue(code, Severity(severity), "") for code, severity in one["issues"]),
            trail=tuple(Hop(Pair(*p.split("-")), model, "", score, tier) for p, model, score, tier in one["trail"]),
            raw=one["target"],
        )  # fmt: skip
        signals = dict(signals_of(unit, back=one["back"] or None))
        found.append(Case(one["kind"], one["pair"], one["row"], signals, agreement(one["target"], one["reference"])))
    return found


# ---- fitting


def fitted(name: str, every: Sequence[Case]) -> Calibration:
    """Logistic regression of the label, with an intercept for each direction, by Newton's method, ridge on weights."""
    _, model, names = SETS[name]
    usable = [case for case in every if set(names) <= set(case.signals)]
    pairs = sorted({case.pair for case in usable})
    table = np.array([[case.signals[key] for key in names] for case in usable])
    mean, scale = table.mean(0), table.std(0)
    scale[scale == 0] = 1.0
    dummies = np.array([[case.pair == pair for pair in pairs] for case in usable], dtype=float)
    full = np.hstack([np.clip((table - mean) / scale, -REACH, REACH), dummies])
    labels = np.array([case.label for case in usable])
    ridge = np.array([RIDGE] * len(names) + [1e-3] * len(pairs))
    weights = np.zeros(full.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-full @ weights))
        slope = full.T @ (labels - guess) - ridge * weights
        step = np.linalg.solve((full.T * (guess * (1 - guess))) @ full + np.diag(ridge), slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    own = {pair: round(float(w), 4) for pair, w in zip(pairs, weights[len(names) :], strict=True)}
    numbers = {
        key: (round(float(m), 4), round(float(s), 4), round(float(w), 4))
        for key, m, s, w in zip(names, mean, scale, weights, strict=False)
    }
    data = f"{DATA[SETS[name][0]]}, {len(pairs)} directions, {len(usable)} segments"
    general = round(float(np.mean(list(own.values()))), 4)
    digest = hashlib.sha256(json.dumps([name, general, numbers, own]).encode()).hexdigest()[:8]
    return Calibration(name, model, data, "expects:chrF2", digest, general, numbers, own)


def halves(every: Sequence[Case], kind: str) -> tuple[list[Case], list[Case]]:
    """The first half of the rows, and the second."""
    mine = [case for case in every if case.kind == kind]
    middle = (max(case.row for case in mine) + 1) // 2
    return [case for case in mine if case.row < middle], [case for case in mine if case.row >= middle]


def as_toml(found: Sequence[Calibration]) -> str:
    """The file."""
    lines = ["# What signals meant for the quality of translations, the most telling first; benchmarks/estimate.py."]
    lines += ["# Each signal has the mean and the spread it had, and its weight.", ""]
    for one in found:
        lines += [
            f"[calibration.{one.name}]",
            f'model = "{one.model}"',
            f'data = "{one.data}"',
            f'label = "{one.label}"',
        ]
        lines += [f'digest = "{one.digest}"', f"intercept = {one.intercept}", f"[calibration.{one.name}.signals]"]
        lines += [f"{key} = [{m}, {s}, {w}]" for key, (m, s, w) in one.weights.items()]
        lines += [f"[calibration.{one.name}.pairs]", *(f"{pair} = {value}" for pair, value in one.pairs.items()), ""]
    return "\n".join(lines)


# ---- measuring


def ranks(values: Sequence[float]) -> np.ndarray:
    """Ranks from 0, equals share theirs."""
    _, inverse, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[inverse]


def spearman(one: Sequence[float], two: Sequence[float]) -> float:
    """Spearman's rank correlation; 0 where one of them is constant."""
    a, b = ranks(one), ranks(two)
    return float(np.corrcoef(a, b)[0, 1]) if a.std() and b.std() else 0.0


def kendall(one: Sequence[float], two: Sequence[float]) -> float:
    """Kendall's tau-b."""
    a, b = np.asarray(one), np.asarray(two)
    signs_a, signs_b = np.sign(a[:, None] - a[None, :]), np.sign(b[:, None] - b[None, :])
    base = np.sqrt(float((signs_a**2).sum()) * float((signs_b**2).sum()))
    return float((signs_a * signs_b).sum() / base) if base else 0.0


def found_worst(guess: Sequence[float], labels: Sequence[float], share: float) -> float:
    """How much of the worst tenth is in the ``share`` that is estimated worst."""
    many, looked = max(1, len(labels) // 10), max(1, round(len(labels) * share))
    worst = set(np.argsort(labels, kind="stable")[:many].tolist())
    return len(worst & set(np.argsort(guess, kind="stable")[:looked].tolist())) / many


def off(guess: Sequence[float], labels: Sequence[float]) -> float:
    """How far estimates are off the mean label, on average over ten groups of rising estimate."""
    order = np.argsort(guess, kind="stable")
    groups = [group for group in np.array_split(order, 10) if len(group)]
    return float(np.mean([abs(np.mean(np.asarray(guess)[g]) - np.mean(np.asarray(labels)[g])) for g in groups]))


def report(every: Sequence[Case], found: Sequence[Calibration]) -> None:
    """Print how the calibrations do on the second half of the rows."""
    for one in found:
        kind = SETS[one.name][0]
        first, second = halves(every, kind)
        test = [case for case in second if set(one.weights) <= set(case.signals)]
        groups: dict[str, list[Case]] = defaultdict(list)
        for case in test:
            groups[case.pair].append(case)
        print(f"\n{one.name}@{one.digest}: {one.data}; measured on {len(test)} others")
        print(f"{'pair':8}{'n':>6}{'chrF':>7}{'rho':>7}{'tau':>7}{'10%':>6}{'20%':>6}{'off':>7}{'unseen':>8}")
        sums = []
        for pair, mine in groups.items():
            labels = [case.label for case in mine]
            guess = [one.value(case.signals, Pair(*pair.split("-"))) for case in mine]
            others = [case for case in first if case.pair != pair]
            unseen = fitted(one.name, others)
            blind = [unseen.value(case.signals, Pair(*pair.split("-"))) for case in mine]
            row = (float(np.mean(labels)), spearman(guess, labels), kendall(guess, labels),
                   found_worst(guess, labels, 0.1), found_worst(guess, labels, 0.2), off(guess, labels),
                   spearman(blind, labels))  # fmt: skip
            sums.append(row)
            print(line(pair, len(mine), row))
        print(line("mean", len(test), tuple(np.mean(sums, axis=0))))
        print("signals alone, rho: " + ", ".join(alone(groups, name) for name in one.weights))


def line(pair: str, many: int, row: Sequence[float]) -> str:
    """One row of the table."""
    chrf, rho, tau, tenth, fifth, away, blind = row
    return f"{pair:8}{many:6}{100 * chrf:7.1f}{rho:7.2f}{tau:7.2f}{tenth:6.0%}{fifth:6.0%}{100 * away:7.1f}{blind:8.2f}"


def alone(groups: dict[str, list[Case]], name: str) -> str:
    """What one signal is worth, mean over directions."""
    values = [spearman([c.signals[name] for c in mine], [c.label for c in mine]) for mine in groups.values()]
    return f"{name} {np.mean(values):+.2f}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("collect", "fit", "report"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--rows", type=int, default=400, help="rows for each direction of the model in the box")
    given = parser.parse_args()
    if given.what == "collect":
        if given.data is None:
            parser.error("collect needs --data")
        collect(given.data, given.cache, given.rows)
        return
    every = cases(given.cache)
    if given.what == "fit":
        if given.out is None:
            parser.error("fit needs --out")
        found = [fitted(name, halves(every, SETS[name][0])[0]) for name in SETS]
        given.out.write_text(as_toml(found), encoding="utf-8")
        report(every, read_calibrations(given.out))
        return
    report(every, calibrations())


if __name__ == "__main__":
    main()
