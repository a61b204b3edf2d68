"""What every engine promises, held against each of them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny_marian

from mtkit.engine.convert import convert
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.embedded import embedded_folder, load_embedded
from mtkit.engine.interface import (
    Decoding,
    Engine,
    Phrase,
    Request,
    SupportsAlignment,
    SupportsConstraints,
    SupportsForcing,
    SupportsPrefix,
    SupportsScoring,
    Wanted,
)
from mtkit.engine.table import TableEngine
from mtkit.errors import EngineError, UsageError
from mtkit.lang import Pair
from mtkit.text import Span

PAIRS = (Pair("en", "zh"), Pair("en", "vi"))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.write_checkpoint(tmp_path_factory.mktemp("hf") / "tiny")


@pytest.fixture(scope="module")
def converted(checkpoint: Path) -> Path:
    folder = convert(checkpoint, checkpoint.parent / "converted")
    (folder / "card.json").write_text(json.dumps(tiny_marian.card_json()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["table", "ctranslate", "embedded", "marian"])
def engine(request: pytest.FixtureRequest, converted: Path, checkpoint: Path) -> Engine:
    if request.param == "table":
        return TableEngine({(pair.source, pair.target): {} for pair in PAIRS}, max_tokens=128)
    if request.param == "ctranslate":
        return CTranslateEngine(CTranslateModel(converted, threads=2))
    if request.param == "embedded":
        if not (embedded_folder() / "model.bin").is_file():
            pytest.skip("this tree has no embedded model")
        return load_embedded()
    import torch

    from mtkit.engine.marian import MarianEngine

    torch.set_num_threads(1)  # threads that wait for a busy core make a tiny model a hundred times slower
    return MarianEngine(checkpoint, tiny_marian.card("tiny"), device="cpu")


def texts(count: int) -> list[str]:
    """Mixed sentences, some long, some blank, some twice."""
    rng = random.Random(3)
    mixed = [
        " ".join(rng.sample(tiny_marian.SENTENCES[:5], rng.randint(1, 2)))[: rng.randint(3, 120)] for _ in range(count)
    ]
    return [*mixed, "", "  ", mixed[0], "⟦0⟧ met ⟦1⟧ in Nanning."]


def requests(count: int = 40) -> list[Request]:
    rng = random.Random(5)
    return [Request(text, rng.choice(PAIRS)) for text in texts(count)]


def test_answers_keep_order_whatever_the_batches(engine: Engine) -> None:
    asked = requests(40 if engine.info.name != "marian" else 6)
    alone = [answer for request in asked for answer in engine.translate([request], Decoding(beam=2))]
    assert len(alone) == len(asked)
    for batch_tokens in (100, 4096):
        together = list(engine.translate(iter(asked), Decoding(beam=2, batch_tokens=batch_tokens)))
        assert together == alone
    mixed = list(range(len(asked)))
    random.Random(1).shuffle(mixed)
    shuffled = list(engine.translate([asked[index] for index in mixed], Decoding(beam=2)))
    assert [alone[index].texts for index in mixed] == [answer.texts for answer in shuffled]


def test_answers_repeat_exactly(engine: Engine) -> None:
    asked = requests(10)
    assert list(engine.translate(asked, Decoding())) == list(engine.translate(asked, Decoding()))


def test_hypotheses_come_best_first(engine: Engine) -> None:
    (answer,) = engine.translate([Request(tiny_marian.SENTENCES[0], PAIRS[0])], Decoding(beam=3, nbest=3))
    assert 1 <= len(answer.texts) <= 3
    assert len(answer.scores) == len(answer.texts)
    known = [score for score in answer.scores if score is not None]
    assert known == sorted(known, reverse=True)


def test_blank_texts_need_no_model(engine: Engine) -> None:
    blanks = [Request(text, PAIRS[0]) for text in ("", " ", "\n\t", "\u3000")]
    assert [answer.texts for answer in engine.translate(blanks, Decoding())] == [("",)] * 4


def test_a_foreign_pair_is_refused_before_anything_is_translated(engine: Engine) -> None:
    stream = engine.translate([Request("A text.", PAIRS[0]), Request("A text.", Pair("km", "lo"))], Decoding())
    with pytest.raises(EngineError, match="km-lo"):
        list(stream)


def test_a_text_beyond_the_model_is_refused_not_cut(engine: Engine) -> None:
    limit = engine.info.max_tokens
    text = "The ministers agreed "
    while engine.count(text, PAIRS[0]) <= limit:
        text += "and agreed "
    with pytest.raises(EngineError, match="The ministers agreed"):
        list(engine.translate([Request(text, PAIRS[0])], Decoding(beam=1)))


def test_requests_are_read_lazily(engine: Engine) -> None:
    def endless() -> Iterator[Request]:
        while True:
            yield Request("Trade grew.", PAIRS[0])

    stream = engine.translate(endless(), Decoding(beam=1))
    assert next(stream) == next(stream)


def test_counts_grow_with_the_text_and_include_the_end(engine: Engine) -> None:
    assert engine.count("", PAIRS[0]) >= 1
    assert engine.count("Trade grew by half.", PAIRS[0]) > engine.count("Trade grew.", PAIRS[0])


def test_odd_characters_do_not_break_an_engine(engine: Engine) -> None:
    odd = [
        "\ud800 half a pair",
        "null\0byte",
        "<unk></s><pad>",
        ">>fra<< prefix",
        "🙂" * 5,
        "\u200b\u200d",
        "x\u0301" * 9,
    ]
    answers = list(engine.translate([Request(text, PAIRS[0]) for text in odd], Decoding(beam=1)))
    assert len(answers) == len(odd)
    for answer in answers:
        assert "</s>" not in answer.texts[0] or engine.info.name == "table"


def test_info_is_complete(engine: Engine) -> None:
    info = engine.info
    assert set(PAIRS) <= set(info.pairs)
    assert info.name
    assert info.version
    assert info.label.startswith(info.model)
    assert 0 < info.max_tokens <= 512


def test_impossible_decodings_are_refused(engine: Engine) -> None:
    if engine.info.name == "table":
        pytest.skip("a table does not search")
    with pytest.raises(UsageError, match="at least 1"):
        list(engine.translate([Request("A text.", PAIRS[0])], Decoding(beam=0)))


def test_no_answer_has_a_mark_that_its_source_lacks(engine: Engine) -> None:
    sources = ["Trade grew.", "⟦1⟧ met reporters.", "⟦0⟧ met ⟦2⟧.", "The forum in Nanning closed."]
    answers = engine.translate([Request(text, PAIRS[0]) for text in sources], Decoding(beam=3, nbest=3))
    for source, answer in zip(sources, answers, strict=True):
        for text in answer.texts:
            assert not [mark for mark in engine.info.marks if mark in text and mark not in source]


def able(engine: Engine, kind: type) -> None:
    if not isinstance(engine, kind):
        pytest.skip(f"{engine.info.name} has no {kind.__name__}")


def test_an_alignment_covers_both_texts(engine: Engine) -> None:
    able(engine, SupportsAlignment)
    asked = [
        (Request(tiny_marian.SENTENCES[0], PAIRS[0]), tiny_marian.SENTENCES[4]),
        (Request("Trade grew by ７ percent.", PAIRS[1]), tiny_marian.SENTENCES[9]),
        (Request("Trade grew.", PAIRS[1]), ""),
    ]
    found = engine.align(asked)
    assert found[0].source == engine.align(asked[:1])[0].source
    for (request, text), one in zip(asked[:2], found, strict=False):
        assert "".join(span.of(request.text) for span in one.source) == "".join(request.text.split())
        assert "".join(span.of(text) for span in one.target) == "".join(text.split())
        assert len(one.weights) == len(one.target)
        for row in one.weights:
            assert len(row) == len(one.source)
            assert 0.0 <= sum(row) <= 1.001


def test_a_resumed_answer_begins_as_it_was_begun(engine: Engine) -> None:
    able(engine, SupportsPrefix)
    begun = [
        (Request(tiny_marian.SENTENCES[0], PAIRS[0]), "部长们"),
        (Request("⟦0⟧ met ⟦1⟧ in Nanning.", PAIRS[1]), "Các bộ trưởng ⟦1⟧"),
        (Request("Trade grew.", PAIRS[1]), "🙂 Ａ  \u200b鿿"),
        (Request("Trade grew.", PAIRS[1]), ""),
    ]
    answers = engine.resume(begun, Decoding(beam=2, nbest=2))
    assert [answer.texts for answer in answers[1:2]] == [engine.resume(begun[1:2], Decoding(beam=2, nbest=2))[0].texts]
    for (request, text), answer in zip(begun, answers, strict=True):
        for made in answer.texts:
            assert made.startswith(text)
            for mark in engine.info.marks:
                assert made.count(mark) <= request.text.count(mark) or text.count(mark) > 1


def test_scores_are_of_whole_answers_and_need_no_company(engine: Engine) -> None:
    able(engine, SupportsScoring)
    request = Request(tiny_marian.SENTENCES[0], PAIRS[0])
    batch = [(request, text) for text in (tiny_marian.SENTENCES[4], "⟦0⟧" + tiny_marian.SENTENCES[4], "部长们", "")]
    other = [(Request("Trade grew.", PAIRS[1]), tiny_marian.SENTENCES[9])]
    found = engine.score([batch, [], other])
    assert [len(scores) for scores in found] == [4, 0, 1]
    assert all(score < 0.0 for scores in found for score in scores)
    assert [engine.score([one])[0] for one in (batch, other)] == [found[0], found[2]]


def wanted(pair: Pair, text: str, *forms: tuple[str, str]) -> Wanted:
    """Each form stands for the next place of its word in the text."""
    phrases, at = [], 0
    for word, form in forms:
        start = text.index(word, at)
        phrases.append(Phrase(Span(start, start + len(word)), form))
        at = start + len(word)
    return Wanted(Request(text, pair), tuple(phrases))


ZH, VI = PAIRS
HARD = [
    wanted(ZH, "The ministers agreed on Monday.", ("ministers", "部长们")),
    wanted(VI, "The forum in Nanning closed.", ("forum", "Các bộ trưởng"), ("Nanning", "năm sau")),
    wanted(VI, "Trade grew", ("Trade", "Kim ngạch"), ("grew", "Kim ngạch thương mại")),
    wanted(ZH, ", ".join(["Jakarta"] * 10), *[("Jakarta", "雅加达")] * 10),
    wanted(VI, "“Trade” (Monday) grew.", ("Trade", "thương mại"), ("Monday", "cuối năm")),
    wanted(VI, "⟦0⟧ met ⟦1⟧.", ("⟦0⟧", "⟦0⟧"), ("⟦1⟧", "⟦1⟧")),
]


@pytest.mark.parametrize("beam", [1, 3])
def test_forced_answers_hold_every_phrase_whatever_the_model_would_say(engine: Engine, beam: int) -> None:
    able(engine, SupportsForcing)
    for one, answer in zip(HARD, engine.force(HARD, Decoding(beam=beam, nbest=beam)), strict=True):
        assert answer is not None
        for text in answer.texts:
            holds(one, text)


def test_constrained_answers_hold_every_phrase(engine: Engine) -> None:
    able(engine, SupportsConstraints)
    found = engine.constrain(HARD, Decoding(beam=4, nbest=2))
    assert sum(answer is not None for answer in found) >= 4
    for one, answer in zip(HARD, found, strict=True):
        for text in answer.texts if answer else ():
            holds(one, text)


def holds(one: Wanted, text: str) -> None:
    """Each phrase has a place of its own, longer ones first, at the edges of words."""
    for phrase in sorted(one.phrases, key=lambda phrase: -len(phrase.text)):
        edge = r"(?<!\w){}(?!\w)" if one.request.pair == VI and phrase.text[0].isalnum() else "{}"
        assert re.search(edge.format(re.escape(phrase.text)), text), (phrase.text, text)
        text = re.sub(edge.format(re.escape(phrase.text)), "|", text, count=1)


def test_a_phrase_that_the_pieces_cannot_spell_is_not_forced(engine: Engine) -> None:
    able(engine, SupportsForcing)
    assert engine.force([wanted(ZH, "Trade grew.", ("Trade", "🙂鿿"))], Decoding(beam=2)) == [None]


def test_forced_answers_do_not_depend_on_what_else_is_asked(engine: Engine) -> None:
    able(engine, SupportsForcing)
    together = engine.force(HARD, Decoding(beam=2, nbest=2))
    assert together[::-1] == engine.force(HARD[::-1], Decoding(beam=2, nbest=2))
