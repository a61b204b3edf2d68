"""An answer follows from its text alone: not a digit of its score depends on what else was asked."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mtkit.engine import embedded_card
from mtkit.engine.ctranslate import POSITIONS, CTranslateEngine
from mtkit.engine.embedded import embedded_folder
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.stream import Guess, Source, answers, filler, length_group
from mtkit.lang import Pair

HELDOUT = Path(__file__).parents[2] / "benchmarks" / "heldout" / "news.jsonl"
ROWS = [json.loads(line) for line in HELDOUT.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def engine() -> CTranslateEngine:
    card = embedded_card()
    assert card is not None
    return CTranslateEngine(embedded_folder(), card)


@pytest.mark.parametrize(("pair", "beam"), [(Pair("zh", "vi"), 1), (Pair("en", "th"), 4), (Pair("km", "en"), 1)])
def test_answers_are_the_same_alone_and_in_any_company(engine: CTranslateEngine, pair: Pair, beam: int) -> None:
    decoding = Decoding(beam=beam, nbest=beam)
    requests = [Request(row[pair.source], pair) for row in ROWS[:48]]
    alone = [next(engine.translate([request], decoding)) for request in requests]
    shuffled = list(enumerate(requests))
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)
        some = shuffled[: 16 * (seed + 1)]
        answers = engine.translate([request for _, request in some], decoding)
        for (number, request), answer in zip(some, answers, strict=True):
            assert answer == alone[number], request.text


def test_alignments_and_continuations_are_the_same_too(engine: CTranslateEngine) -> None:
    pair = Pair("zh", "en")
    begun = [(Request(row["zh"], pair), row["en"][: 12 + n % 9]) for n, row in enumerate(ROWS[:24])]
    decoding = Decoding(beam=2)
    together = engine.resume(begun, decoding)
    assert together == [engine.resume([one], decoding)[0] for one in begun]
    said = [(request, row["en"]) for (request, _), row in zip(begun, ROWS, strict=False)]
    aligned = engine.align(said)
    assert aligned == [engine.align([one])[0] for one in said]


def test_how_far_a_source_is_padded_depends_on_it_alone(engine: CTranslateEngine) -> None:
    """Padding changes the last digits of sums, which now and then is another word: some 3 units in 1,000."""
    pair = Pair("en", "id")
    seen: list[set[int]] = []

    def note(batches: Sequence[Sequence[Source]]) -> Iterator[list[tuple[Guess, ...]]]:
        for batch in batches:
            seen.append({length_group(len(source)) for source in batch})
            longest = max(len(source) for source in (*batch, *filler(batch, engine.info.marks, POSITIONS)))
            assert {longest} == seen[-1]
            yield [(Guess((), 0.0, ended=True),) for _ in batch]

    requests = [Request(row["en"], pair) for row in ROWS]
    model = engine._model
    made = answers(
        requests, Decoding(), info=engine.info, card=engine.card, pieces=model.pieces, translate_batches=note
    )
    assert len(list(made)) == len(requests)
    assert len(seen) < len(requests) / 3
