"""Make a shortlist for a model folder, try it on texts that it was not made from, and keep it where nothing is lost."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit import __version__
from mtkit.engine.card import Card
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.pieces import Pieces, read_vocabularies
from mtkit.engine.shortlist import BEAMS, EACH, FREQUENT, RECORD, VMAP, Shortlist, Trial, cannot_list, make_table, write
from mtkit.errors import BadInputError, EngineError
from mtkit.lang import Pair
from mtkit.progress import SILENT, Progress

__all__ = ["LOSS", "build_shortlist", "chrf"]

LOSS = 0.1  # points of chrF that may be lost
_TESTED = 200  # texts
_LEAST = 40


def build_shortlist(
    folder: Path,
    card: Card,
    pair: Pair,
    texts: Sequence[str],
    references: Sequence[str] | None = None,
    *,
    forms: Iterable[str] = (),
    always: bool = False,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Shortlist:
    """Make, try and store the shortlist of the model in ``folder`` for ``pair``; gives what was stored.

    ``texts`` are in the source language; every tenth (up to 200) is kept back for the trial. ``references`` are their
    translations; without them the model's own answers teach it, and the loss is measured against those. ``forms`` are
    names that must be sayable. A width of the search uses the shortlist if less than ``LOSS`` points of chrF are lost
    and it is quicker than full batches, or, with ``always``, at any speed. Raises BadInputError for too few texts,
    EngineError for a model that cannot have one.
    """
    if len(texts) < 10 * _LEAST:
        raise BadInputError(f"{len(texts)} texts are too few to make and try a shortlist: give {10 * _LEAST} or more")
    if references is not None and len(references) != len(texts):
        raise BadInputError(f"{len(texts)} texts but {len(references)} references: they must go line by line")
    if reason := cannot_list(read_vocabularies(folder)[1], card):
        raise EngineError(f"{card.name} can have no shortlist: {reason}")
    held = [n for n in range(len(texts)) if n % 10 == 5][:_TESTED]
    rest = sorted(set(range(len(texts))) - set(held))
    with tempfile.TemporaryDirectory(prefix="mtkit-shortlist-") as room:
        # beside the folder, whose old shortlist must not be measured against the new one
        full = CTranslateEngine(CTranslateModel(_link(folder, Path(room) / "full"), threads=threads), card)
        said = [references[n] for n in rest] if references is not None else _answers(full, pair, texts, rest, progress)
        table = _table(full, folder, pair, [texts[n] for n in rest], said, forms)
        origin = "references" if references is not None else "answers of the model"
        signature = f"{len(rest)} texts with {origin}, each:{EACH}, frequent:{FREQUENT}, mtkit {__version__}"
        made = Shortlist(str(pair), card.token(pair), "", signature, BEAMS, ())
        tried = _link(folder, Path(room) / "listed")
        write(tried, table, model=full.info.sha256, shortlist=made)
        listed = CTranslateEngine(CTranslateModel(tried, threads=threads), card)
        tests = [texts[n] for n in held]
        wanted = [references[n] for n in held] if references is not None else None
        trials = []
        for beam in BEAMS:
            progress.note(f"try the shortlist on {len(tests)} texts, beam {beam}")
            trials.append(_trial(full, listed, pair, tests, wanted, beam))
    use = tuple(trial.beam for trial in trials if trial.loss < LOSS and (always or trial.speed > 1))
    found = Shortlist(str(pair), card.token(pair), "", signature, use, tuple(trials))
    return write(folder, table if use else None, model=full.info.sha256, shortlist=found)


def _table(
    engine: CTranslateEngine, folder: Path, pair: Pair, texts: Sequence[str], said: Sequence[str], forms: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    vocabulary, target = read_vocabularies(folder)
    pieces = Pieces(folder, vocabulary)
    pairs = [
        (engine.pieces(text, pair), pieces.encode_target(answer)) for text, answer in zip(texts, said, strict=True)
    ]
    return make_table(pairs, pieces, target, forms=forms)


def _answers(
    engine: CTranslateEngine, pair: Pair, texts: Sequence[str], wanted: Sequence[int], progress: Progress
) -> list[str]:
    progress.note(f"translate {len(wanted)} texts to learn from")
    answers = engine.translate([Request(texts[n], pair) for n in wanted], Decoding(beam=1))
    return [answer.texts[0] for answer in answers]


def _trial(
    full: CTranslateEngine,
    listed: CTranslateEngine,
    pair: Pair,
    texts: Sequence[str],
    references: Sequence[str] | None,
    beam: int,
) -> Trial:
    decoding = Decoding(beam=beam)
    requests = [Request(text, pair) for text in texts]
    seconds: dict[CTranslateEngine, list[float]] = {full: [], listed: []}
    made: dict[CTranslateEngine, list[str]] = {}
    for _ in range(2):  # turn by turn, so that both see the same machine
        for engine in (full, listed):
            begun = time.perf_counter()
            made[engine] = [answer.texts[0] for answer in engine.translate(requests, decoding)]
            seconds[engine].append(time.perf_counter() - begun)
    one, other = made[full], made[listed]
    wanted = references or one
    return Trial(
        beam=beam,
        texts=len(texts),
        listed=sum(listed.listed(request, decoding) for request in requests),
        same=sum(a == b for a, b in zip(one, other, strict=True)),
        loss=round(chrf(one, wanted) - chrf(other, wanted), 4),
        against="references" if references else "full answers",
        speed=round(min(seconds[full]) / min(seconds[listed]), 3),
    )


def chrf(answers: Sequence[str], references: Sequence[str], *, order: int = 6, beta: float = 2.0) -> float:
    """The chrF of a corpus, in points of 100: the F score of character n-grams, white space left out.

    Popovic (2015), "chrF: character n-gram F-score for automatic MT evaluation"; as sacrebleu counts it, with n-grams
    summed over the corpus, precision and recall averaged over orders.
    """
    totals = [[0, 0, 0] for _ in range(order)]
    for answer, reference in zip(answers, references, strict=True):
        one, other = ("".join(text.split()) for text in (answer, reference))
        for n, total in enumerate(totals, 1):
            mine, theirs = _ngrams(one, n), _ngrams(other, n)
            total[0] += (mine & theirs).total()
            total[1] += mine.total()
            total[2] += theirs.total()
    shares = [(met / given, met / wanted) for met, given, wanted in totals if given and wanted]
    if not shares:
        return 0.0
    precision, recall = (sum(column) / len(shares) for column in zip(*shares, strict=True))
    below = beta**2 * precision + recall
    return 100 * (1 + beta**2) * precision * recall / below if below else 0.0


def _ngrams(text: str, n: int) -> Counter[str]:
    return Counter(text[at : at + n] for at in range(len(text) - n + 1))


def _link(source: Path, target: Path) -> Path:
    """The model's files under second names, without its own shortlist."""
    target.mkdir()
    for path in source.iterdir():
        if path.is_file() and path.name not in {RECORD, VMAP}:
            try:
                os.link(path, target / path.name)
            except OSError:
                shutil.copyfile(path, target / path.name)
    return target
