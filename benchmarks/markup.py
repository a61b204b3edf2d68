"""Inline markup: is it always well formed, and does it come to stand where it belongs?

    python benchmarks/markup.py [--part test] [--langs th,km] [--own] [--unscored] [--plain] [--wrong] [--json FILE]

The sentences are those of benchmarks/heldout/markup.jsonl. By default the reference translation is forced as the
model's answer, without its codes, and mtkit has to put them in: placement is judged, and not translation. The alignment
is that of the model in the box, as of a stock model, which knows no marks, and it is asked how probable it finds
stretches. ``--unscored`` does not ask, ``--plain`` takes the alignment away, too (engines that give neither, and
languages that the model does not know). ``--own`` lets the model in the box translate, with the codes put in afterwards
and with codes that it is shown under its marks, and compares both with the references.

A code is right if it encloses exactly what the reference encloses, or stands exactly where it stands; blanks do not
count. ``said`` is the share of units that carry a warning (M02), ``silent`` the share of wrong units without one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from mtkit.check import Sample, check
from mtkit.enforce import Job, Outcome, carry
from mtkit.engine.interface import LAST_HEAD, Alignment, Answer, Decoding, Engine, EngineInfo, Head, Request
from mtkit.lang import Pair, lang
from mtkit.placing import place, target_text
from mtkit.text import Segment, Span

SET = Path(__file__).parent / "heldout" / "markup.jsonl"
LANGS = ["zh", "en", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt", "tet"]
DAY = date(2026, 1, 1)
LABEL = re.compile(r"\{(/?)(\d+)(/?)\}")


@dataclass
class Score:
    """Counts of one direction or language."""

    units: int = 0
    formed: int = 0
    whole: int = 0
    codes: int = 0
    right: int = 0
    said: int = 0
    silent: int = 0
    overlap: list[float] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count the units of ``other``, too."""
        for name in ("units", "formed", "whole", "codes", "right", "said", "silent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.overlap += other.overlap

    def line(self) -> str:
        """The figures in percent."""

        def share(part: float, of: float) -> str:
            return f"{100 * part / of:6.1f}" if of else "     -"

        return " ".join(
            (
                f"{self.units:5d} {self.codes:6d}",
                share(self.formed, self.units),
                share(self.right, self.codes),
                share(self.whole, self.units),
                share(sum(self.overlap), len(self.overlap)),
                share(self.said, self.units),
                share(self.silent, self.units),
            )
        )


HEAD = "units  codes formed  right  whole overlap  said silent   (percent)"


class Forced:
    """An engine that answers one sentence with what it was told, and all else as the model in the box does.

    ``inner`` None: an engine without alignment.
    """

    def __init__(self, sentence: str, answer: str, pair: Pair, inner: Engine | None) -> None:
        self._sentence, self._answer, self._inner = sentence, answer, inner
        pairs = tuple(dict.fromkeys((pair, *(inner.info.pairs if inner else ()))))
        self._info = EngineInfo("forced", "1", "forced", "1", pairs, max_tokens=512)

    @property
    def info(self) -> EngineInfo:
        """No marks."""
        return self._info

    def count(self, text: str, pair: Pair) -> int:
        """No text of the set is long."""
        return len(text) // 8 + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        """The answer as written down, or the model's own."""
        for request in requests:
            if request.text == self._sentence:
                yield Answer((self._answer,), (-0.5,))
            else:
                yield from self._inner.translate([request], decoding) if self._inner else [Answer(("",), (-9.0,))]


class ForcedAligned(Forced):
    """``Forced`` with the attention of the model in the box."""

    def align(self, answers: Sequence[tuple[Request, str]], *, head: Head = LAST_HEAD) -> list[Alignment]:
        """What the model in the box looks at."""
        return self._inner.align(answers, head=head)  # type: ignore[union-attr]


class ForcedScored(ForcedAligned):
    """``ForcedAligned`` that is asked, too, how probable it finds an answer."""

    def score(self, asked: Sequence[Sequence[tuple[Request, str]]]) -> list[tuple[float, ...]]:
        """How probable the model in the box finds them."""
        return self._inner.score(asked)  # type: ignore[union-attr, no-any-return]


def rows(part: str) -> list[dict[str, str | list[str]]]:
    """The rows of a part of the set: "test", "dev" or "all"."""
    found = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if part in {"all", row["part"]}]


def variants(value: str | list[str]) -> list[str]:
    """A translation by the placings of its codes that are right."""
    return [value] if isinstance(value, str) else value


def bare(text: str) -> str:
    """``text`` without labels."""
    return LABEL.sub("", text)


def answer_of(text: str, code: str) -> str:
    """What a model would say: ``text`` without labels, and with a blank where a code alone parts two words."""
    glued = re.sub(r"(?<=[\w.!?:;%])((?:\{/\d+\})*)\{\d+/\}(?=\w)", r"\1 ", text) if lang(code).spaced else text
    return bare(glued)


def places(text: str) -> dict[str, tuple[object, ...]]:
    """Where each code of ``text`` stands, in characters that are no blanks; a single one with what is open there."""
    at = done = 0
    begun: dict[str, int] = {}
    found: dict[str, tuple[object, ...]] = {}
    for match in LABEL.finditer(text):
        done += len(re.sub(r"\s", "", text[at : match.start()]))
        at = match.end()
        closes, number, single = match.groups()
        if single:
            found[number] = ("single", done, tuple(sorted(begun)))
        elif closes:
            found[number] = ("pair", begun.pop(number, 0), done)
        else:
            begun[number] = done
    length = done + len(re.sub(r"\s", "", text[at:]))
    found.update({number: ("pair", start, length) for number, start in begun.items()})
    return found


def well_formed(source: str, target: str) -> bool:
    """Whether ``target`` has the labels of ``source``, pairs open before they close, and none crosses another."""
    if Counter(LABEL.findall(source)) != Counter(LABEL.findall(target)):
        return False
    stack: list[str] = []
    for closes, number, single in LABEL.findall(target):
        if closes:
            if not stack or stack.pop() != number:
                return False
        elif not single:
            stack.append(number)
    return not stack


def judge(source: str, target: str, wanted: Sequence[str], *, said: bool) -> Score:
    """The score of one unit against the best of the right placings."""
    got, formed = places(target), well_formed(source, target)
    best = None
    for reference in wanted:
        right = places(reference)
        hits = sum(got.get(number) == place for number, place in right.items())
        if best is None or hits > best[0]:
            best = (hits, right)
    hits, right = best or (0, {})
    whole = hits == len(right)
    score = Score(1, formed, whole, len(right), hits, said, not whole and not said)
    for number, one in right.items():
        if one[0] == "pair":
            other = got.get(number, ("pair", 0, 0))
            both = max(0, min(one[2], other[2]) - max(one[1], other[1]))  # type: ignore[call-overload]
            either = (one[2] - one[1]) + (other[2] - other[1])  # type: ignore[operator]
            score.overlap.append(2 * both / either if either else 1.0)
    return score


def translated(text: str, pair: Pair, engine: Engine) -> tuple[str, Outcome, Job]:
    """``text`` with labels, brought through ``engine``; what the editor gets, the outcome and the job."""
    segment = Segment("b-0", Span(0, len(text)), text, text)
    job = place(segment, pair, None, DAY, has_codes=True).job
    (outcome,) = carry([job], pair, engine, Decoding(beam=1))
    return target_text(outcome, pair.target, has_codes=True), outcome, job


def forced(
    row: dict[str, str | list[str]], pair: Pair, inner: Engine | None, *, scores: bool = True
) -> tuple[Score, str]:
    """The score of one row in one direction, and the text; ``scores``: the model says how probable it finds answers."""
    source, wanted = variants(row[pair.source])[0], variants(row[pair.target])
    text, answer = answer_of(source, pair.source), answer_of(wanted[0], pair.target)
    kind = Forced if inner is None else ForcedScored if scores else ForcedAligned
    made, outcome, _ = translated(source, pair, kind(text, answer, pair, inner))
    said = any(issue.code == "M02" for issue in outcome.issues)
    return judge(source, made, wanted, said=said), made


def directions(target: str) -> list[Pair]:
    """The directions into ``target`` that are measured."""
    if target in {"en", "zh"}:
        return [Pair(code, target) for code in LANGS if code not in {target, "tet"}]
    return [Pair("en", target), Pair("zh", target)]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", default="test", choices=("test", "dev", "all"))
    options.add_argument("--langs", default="")
    options.add_argument("--own", action="store_true")
    options.add_argument("--plain", action="store_true")
    options.add_argument("--unscored", action="store_true")
    options.add_argument("--wrong", action="store_true", help="print what is wrong; not for the test part, if you tune")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    from mtkit.engine.embedded import load_embedded

    box = load_embedded(threads=1)
    wanted = given.langs.split(",") if given.langs else LANGS
    if given.own:
        own(box, rows(given.part), wanted)
        return
    total, record = Score(), {}
    print(f"{'':8} {HEAD}")
    for target in wanted:
        score = Score()
        for pair in directions(target):
            inner = box if pair in box.info.pairs and not given.plain else None
            for row in rows(given.part):
                one, text = forced(row, pair, inner, scores=not given.unscored)
                score.add(one)
                if given.wrong and not one.whole:
                    print(f"  {pair} {row['case']} {'said' if one.said else 'SILENT'}")
                    print(f"    want {row[pair.target]}\n    got  {text}")
        total.add(score)
        record[target] = score
        print(f"{target:8} {score.line()}", flush=True)
    print(f"{'all':8} {total.line()}")
    if given.json:
        value = {code: {k: v for k, v in vars(score).items() if k != "overlap"} for code, score in record.items()}
        given.json.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


class Unaligned:
    """An engine that has marks and cannot align: it is shown the codes."""

    def __init__(self, inner: Engine) -> None:
        self.info, self.count, self.translate = inner.info, inner.count, inner.translate


def inside(text: str) -> dict[str, str]:
    """What each pair of codes encloses, without the codes in it."""
    found = {}
    for match in re.finditer(r"\{(\d+)\}", text):
        end = text.find(f"{{/{match[1]}}}", match.end())
        if end >= 0:
            found[match[1]] = bare(text[match.end() : end]).strip()
    return found


@dataclass
class Own:
    """Counts of translations of the model's own."""

    formed: int = 0
    said: int = 0
    flagged: int = 0
    empty: int = 0
    texts: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    enclosed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, source: str, reference: str, pair: Pair, engine: Engine) -> None:
        """Count one sentence."""
        text, outcome, _ = translated(source, pair, engine)
        sample = Sample(text, lang(pair.target), source, lang(pair.source))
        self.formed += well_formed(source, text)
        self.said += any(issue.code == "M02" for issue in outcome.issues)
        self.flagged += any(issue.code.startswith("C") for issue in check(sample))
        self.texts.append(bare(text))
        self.references.append(bare(reference))
        ours = inside(text)
        pairs = [(ours.get(number, ""), words) for number, words in inside(reference).items()]
        self.empty += sum(not words for words, _ in pairs)
        self.enclosed += pairs

    def join(self, other: Own) -> None:
        """Count the sentences of ``other``, too."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def line(self, chrf: Any) -> str:
        """The figures."""
        units = len(self.texts)
        percent = [100 * n / units for n in (self.formed, self.said, self.flagged)]
        score = chrf.corpus_score(self.texts, [self.references]).score
        likeness = sum(chrf.sentence_score(ours, [words]).score for ours, words in self.enclosed) / len(self.enclosed)
        return (
            f"{units:5d} {percent[0]:6.1f} {score:6.1f} {likeness:6.1f} "
            f"{percent[1]:6.1f} {percent[2]:6.1f} {self.empty:5d}"
        )


def own(box: Engine, found: Sequence[dict[str, str | list[str]]], wanted: Sequence[str]) -> None:
    """The model's own translations, codes put in afterwards or shown under its marks, against the references.

    chrF of the texts without codes, and the mean chrF of what codes enclose: of two translations by one model, the one
    whose codes stand better has more of the reference's words in them.
    """
    from sacrebleu import CHRF

    chrf = CHRF()
    print(f"{'':8} {'codes':>10} units formed   chrF inside    M02   C.. empty   (percent; chrF; pairs)")
    totals = {"afterwards": Own(), "shown": Own()}
    for target in wanted:
        for name, engine in (("afterwards", box), ("shown", Unaligned(box))):
            mine = Own()
            for pair in directions(target):
                for row in found if pair in box.info.pairs else ():
                    mine.add(variants(row[pair.source])[0], variants(row[pair.target])[0], pair, engine)
            if mine.texts:
                print(f"{target:8} {name:>10} {mine.line(chrf)}", flush=True)
                totals[name].join(mine)
    for name, score in totals.items():
        print(f"{'all':8} {name:>10} {score.line(chrf)}")
    print(f"signature: {chrf.get_signature()}")


if __name__ == "__main__":
    main()
