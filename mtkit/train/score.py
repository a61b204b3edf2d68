"""Scores for the card: chrF and BLEU on a test set, on held-out text of our own kind, and how many marks are kept.

Everything is decoded as the product decodes it: the shipped int8 model, through the CTranslate2 engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.engine.ctranslate import CTranslateEngine
from mtkit.engine.interface import Decoding, Request
from mtkit.lang import Pair
from mtkit.train.config import Recipe, read_recipe
from mtkit.train.data import Example, development, load
from mtkit.train.export import write_card
from mtkit.train.marks import marks_in
from mtkit.train.rows import DataError

TESTSET = "FLORES-200 devtest"


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


def score(
    model: Path,
    *,
    config: Path,
    data: Path,
    lines: int | None = 200,
    own_lines: int = 100,
    beam: int = 4,
    progress: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measure a shipped model and write the scores into its card; give the card.

    ``lines`` of FLORES-200 devtest a direction (None: all), ``own_lines`` held-out patterns and sentences a direction.
    """
    recipe = read_recipe(config)
    engine = CTranslateEngine(model)
    card: dict[str, Any] = json.loads((model / "card.json").read_text(encoding="utf-8"))
    card["scores"] = {}
    for pair in recipe.pairs:
        source, target = (read_flores(data, lang, part="devtest", count=lines) for lang in pair)
        found = measure(translate(engine, source, pair, beam=beam), target, pair[1])
        card["scores"]["-".join(pair)] = found.row(TESTSET)
        progress(f"{'-'.join(pair)} {TESTSET}: chrF {found.chrf:.1f} BLEU {found.bleu:.1f} n {found.n}")
    card |= _own(engine, recipe, data, own_lines=own_lines, beam=beam, progress=progress)
    (model / "card.json").write_text(write_card(card), encoding="utf-8")
    return card


def _own(
    engine: CTranslateEngine,
    recipe: Recipe,
    data: Path,
    *,
    own_lines: int,
    beam: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """Measure held-out patterns and sentences -> the card's ``own_scores`` and ``marks_kept``."""
    corpus = load(data, recipe)
    own: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for pair in recipe.pairs:
        examples: list[Example] = development(corpus, pair, seed=recipe.optimiser.seed, count=own_lines)
        if not examples:
            continue
        texts = [example.source for example in examples]
        hypotheses = translate(engine, texts, pair, beam=beam)
        found = measure(hypotheses, [example.target for example in examples], pair[1])
        name = "-".join(pair)
        own[name] = {"chrF": round(found.chrf, 1), "BLEU": round(found.bleu, 1), "n": found.n}
        marks, sentences, total = marks_rate(texts, hypotheses)
        kept[name] = {"marks": round(marks, 3), "sentences": round(sentences, 3), "n": total}
        progress(f"{name} own: chrF {found.chrf:.1f} marks {marks:.3f} sentences {sentences:.3f} of {total} marks")
    return {"marks_kept": kept, "own_scores": own}
