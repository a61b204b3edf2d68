"""Scores for the card: chrF and BLEU on a test set, on held-out text of our own kind, and how many marks are kept.

Everything is decoded as the product decodes it: the shipped int8 model, through the CTranslate2 engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from mtkit.engine.ctranslate import CTranslateEngine
from mtkit.engine.interface import Decoding, Request
from mtkit.glossary import Glossary, Status
from mtkit.lang import Pair
from mtkit.train.config import read_recipe
from mtkit.train.domain import Row
from mtkit.train.export import write_card
from mtkit.train.marks import mark_pair, marks_in
from mtkit.train.rows import DataError, read_rows

TESTSET = "FLORES-200 devtest"
OWN = "mtkit held-out news"
# The names in force when the held-out set was written.
DAY = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """Corpus scores in points of 100 with their sacrebleu signatures."""

    chrf: float
    bleu: float
    n: int
    signature: str

    def row(self, testset: str) -> dict[str, Any]:
        """Give the row of a card."""
        return {
            "chrF": round(self.chrf, 1),
            "BLEU": round(self.bleu, 1),
            "testset": testset,
            "n": self.n,
            "signature": self.signature,
        }


def measure(hypotheses: Sequence[str], references: Sequence[str], target: str) -> Measured:
    """Score translations against one reference each.

    chrF is chrF2 of sacrebleu (Popović 2015). BLEU (Papineni et al. 2002, as sacrebleu defines it) takes the Chinese
    tokeniser for zh, single characters for scripts without word spaces (th, lo, km, my), and 13a otherwise.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    tokeniser = "zh" if target == "zh" else "char" if target in ("th", "lo", "km", "my") else "13a"
    chrf, bleu = CHRF(), BLEU(tokenize=tokeniser)
    first = chrf.corpus_score(list(hypotheses), [list(references)])
    second = bleu.corpus_score(list(hypotheses), [list(references)])
    signature = f"chrF {chrf.get_signature()} BLEU {bleu.get_signature()}"
    return Measured(first.score, second.score, len(hypotheses), signature)


def marks_rate(sources: Sequence[str], hypotheses: Sequence[str]) -> tuple[float, float, int]:
    """Count copied marks -> (share that came exactly once, share of sentences with exactly their marks, how many).

    Only sentences with a mark count; without any the shares are 1.
    """
    kept = total = whole = sentences = 0
    for source, hypothesis in zip(sources, hypotheses, strict=True):
        ours, theirs = marks_in(source), marks_in(hypothesis)
        if not ours:
            continue
        sentences += 1
        total += len(ours)
        kept += sum(theirs.count(mark) == 1 for mark in ours)
        whole += sorted(ours) == sorted(theirs)
    if not sentences:
        return 1.0, 1.0, 0
    return kept / total, whole / sentences, total


def translate(engine: CTranslateEngine, texts: Sequence[str], pair: tuple[str, str], *, beam: int) -> list[str]:
    """Translate texts that fit the model; one that is too long for it comes out empty, and is scored so."""
    direction = Pair(*pair)
    most = engine.info.max_tokens
    fits = [index for index, text in enumerate(texts) if engine.count(text, direction) <= most]
    answers = engine.translate((Request(texts[index], direction) for index in fits), Decoding(beam=beam))
    found = [""] * len(texts)
    for index, answer in zip(fits, answers, strict=True):
        found[index] = answer.texts[0]
    return found


def read_flores(folder: Path, lang: str, *, part: str, count: int | None) -> list[str]:
    """Read the first ``count`` lines of a FLORES file. Raises DataError where there is none."""
    path = folder / "eval" / "flores200" / f"{part}.{lang}"
    try:
        return path.read_text(encoding="utf-8").splitlines()[:count]
    except OSError as error:
        raise DataError(f"{path}: cannot read the test set: {error.strerror}") from error


def read_own(path: Path) -> list[Row]:
    """Read a held-out set of our own kind. Raises DataError where there is none."""
    if not path.is_file():
        raise DataError(f"{path}: cannot read the held-out set: name another as own_test in the recipe, or none")
    return read_rows(path)


def marked(
    rows: Sequence[Row], pair: tuple[str, str], glossary: Glossary, *, seed: int = 1
) -> tuple[list[str], list[str]]:
    """Put marks in the place of names, numbers and addresses -> (source texts, references), rows without any left out.

    A name is a concept of the glossary of which a form stands once in the source and once in the reference.
    """
    source, target = pair
    rng = Random(f"{seed}:{source}-{target}")
    found: list[tuple[str, str]] = []
    for row in rows:
        a, b = row.texts[source], row.texts[target]
        terms = [
            (hit.span.of(a), term.text)
            for hit in glossary.find(a, source, day=DAY)
            for term in hit.concept.terms
            if term.lang == target and term.status in (Status.APPROVED, Status.ADMITTED) and term.text in b
        ]
        one, two = mark_pair(a, b, rng, terms=terms)
        if marks_in(one):
            found.append((one, two))
    return [one for one, _ in found], [two for _, two in found]


def score(
    model: Path,
    *,
    config: Path,
    data: Path,
    lines: int | None = None,
    beam: int = 4,
    progress: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measure a shipped model and write the scores into its card; give the card.

    For each direction: ``lines`` of FLORES-200 devtest (None: all), the recipe's ``own_test``, and the marks it keeps.
    """
    recipe = read_recipe(config)
    engine = CTranslateEngine(model)
    card: dict[str, Any] = json.loads((model / "card.json").read_text(encoding="utf-8"))
    card |= {"scores": {}, "own_scores": {}, "marks_kept": {}}
    own = read_own(Path(recipe.own_test)) if recipe.own_test else []
    glossary = Glossary.bundled()
    for pair in recipe.pairs:
        name = "-".join(pair)
        source, target = (read_flores(data, lang, part="devtest", count=lines) for lang in pair)
        found = measure(translate(engine, source, pair, beam=beam), target, pair[1])
        card["scores"][name] = found.row(TESTSET)
        said = f"{name} {TESTSET}: chrF {found.chrf:.1f} BLEU {found.bleu:.1f} n {found.n}"
        rows = [row for row in own if set(pair) <= set(row.texts)]
        if rows:
            ours = measure(
                translate(engine, [row.texts[pair[0]] for row in rows], pair, beam=beam),
                [row.texts[pair[1]] for row in rows],
                pair[1],
            )
            card["own_scores"][name] = ours.row(OWN)
            said += f"; own: chrF {ours.chrf:.1f}"
            texts, _ = marked(rows, pair, glossary)
            hypotheses = translate(engine, texts, pair, beam=beam)
            marks, sentences, total = marks_rate(texts, hypotheses)
            card["marks_kept"][name] = {"marks": round(marks, 4), "sentences": round(sentences, 4), "n": total}
            said += f"; marks {marks:.3f} of {total}"
        progress(said)
    (model / "card.json").write_text(write_card(card), encoding="utf-8")
    return card
