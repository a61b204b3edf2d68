"""Shortlists: what stands in them, when they are used, and that an answer still follows from its text alone."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_marian

from mtkit.engine.convert import convert
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.lexical import likeliest
from mtkit.engine.pieces import Pieces, read_vocabularies
from mtkit.engine.shortlist import (
    RECORD,
    VMAP,
    Shortlist,
    always,
    cannot_list,
    make_table,
    read_shortlist,
    remove,
    write,
)
from mtkit.engine.shortlist_trial import build_shortlist, chrf
from mtkit.errors import BadInputError, EngineError
from mtkit.lang import Pair

PAIR = Pair("en", "vi")
TOKEN = ">>vie<<"
CARD = replace(tiny_marian.card(), marks=())
MADE = Shortlist(str(PAIR), TOKEN, "", "by hand", (1, 4), ())


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return convert(tiny_marian.write_checkpoint(folder / "hf"), folder / "ctranslate")


@pytest.fixture
def folder(converted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(converted, tmp_path / "model"))


def engine(folder: Path) -> CTranslateEngine:
    return CTranslateEngine(CTranslateModel(folder, threads=1), CARD)


def sha256(folder: Path) -> str:
    return engine(folder).info.sha256


def narrow(folder: Path, *, known: int = 10**6) -> dict[str, tuple[str, ...]]:
    """A table with ten pieces of its own for each source piece, other ones for each."""
    source, target = read_vocabularies(folder)
    rng = random.Random(4)
    rows = {piece: tuple(rng.sample(target, 10)) for piece in source[:known] if piece != TOKEN}
    return {"": ("</s>", *rng.sample(target, 20)), **rows}


def requests(count: int = 24) -> list[Request]:
    rng = random.Random(6)
    return [Request(rng.choice(tiny_marian.SENTENCES[:4])[n : rng.randint(30, 80)], PAIR) for n in range(count)] + [
        Request("", PAIR),
        Request("Trade grew.", Pair("en", "th")),
    ]


def test_ctranslate_unites_what_the_texts_of_a_batch_may_need(folder: Path) -> None:
    """The reason for batches of one. If this fails, they are no longer needed."""
    source, target = read_vocabularies(folder)
    one, other = target[30], target[31]
    (folder / VMAP).write_text(f"\t</s>\n{source[40]}\t{one}\n{source[41]}\t{other}\n", encoding="utf-8")
    model = CTranslateModel(folder, threads=1)._translator
    options = {
        "use_vmap": True,
        "beam_size": 1,
        "max_decoding_length": 6,
        "min_decoding_length": 6,
        "disable_unk": True,
    }

    def said(*sources: str) -> list[set[str]]:
        batch = [[piece, "</s>"] for piece in sources]
        return [set(result.hypotheses[0]) for result in model.translate_batch(batch, **options)]

    alone = [said(source[40])[0], said(source[41])[0]]
    assert alone == [{one}, {other}]
    assert any(words - own for words, own in zip(said(source[40], source[41]), alone, strict=True))


@pytest.mark.parametrize("beam", [1, 3])
def test_an_answer_with_a_shortlist_follows_from_its_text_alone(folder: Path, beam: int) -> None:
    asked, decoding = requests(), Decoding(beam=beam)
    plain = [answer.texts for answer in engine(folder).translate(asked, decoding)]
    write(folder, narrow(folder), model=sha256(folder), shortlist=MADE)
    listed = engine(folder)
    alone = [next(listed.translate([request], decoding)) for request in asked]
    assert list(listed.translate(asked, decoding)) == alone
    assert list(listed.translate(asked[::-1], Decoding(beam=beam, batch_tokens=9999))) == alone[::-1]
    assert sum(listed.listed(request, decoding) for request in asked) > len(asked) // 2
    assert [answer.texts for answer in alone] != plain
    assert alone[-1].texts == plain[-1], "another target language has no shortlist"


def test_a_text_with_a_piece_that_the_table_does_not_know_has_all_pieces(folder: Path) -> None:
    plain = engine(folder)
    write(folder, narrow(folder, known=200), model=sha256(folder), shortlist=MADE)
    listed = engine(folder)
    decoding, asked = Decoding(beam=1), [request for request in requests() if request.text]
    known = read_shortlist(folder).known  # type: ignore[union-attr]
    open_ = [request for request in asked if set(listed.pieces(request.text, request.pair)[1:]) - known]
    assert 0 < len(open_) <= len(asked)
    assert [request for request in asked if not listed.listed(request, decoding)] == open_
    assert list(listed.translate(open_, decoding)) == list(plain.translate(open_, decoding))


def test_provenance_names_a_shortlist_that_is_used_and_no_other(folder: Path) -> None:
    before = engine(folder).info.version
    made = write(folder, narrow(folder), model=sha256(folder), shortlist=MADE)
    assert engine(folder).info.version == f"{before}+shortlist.{made.digest[:8]}"
    write(folder, None, model=sha256(folder), shortlist=Shortlist(str(PAIR), TOKEN, "", "too slow", (), ()))
    assert engine(folder).info.version == before
    assert not (folder / VMAP).exists()
    assert remove(folder)
    assert not remove(folder)
    assert engine(folder).info.version == before


def test_the_width_of_the_search_decides() -> None:
    wide = Shortlist(str(PAIR), TOKEN, "", "", (4,), (), frozenset({"a", "</s>"}))
    assert [wide.serves((TOKEN, "a", "</s>"), beam) for beam in (1, 2, 4, 10)] == [False, True, True, True]
    assert not wide.serves((), 4)
    assert not wide.serves((">>tha<<", "a", "</s>"), 4)
    assert not wide.serves((TOKEN, "b", "</s>"), 4)


def test_a_shortlist_of_other_files_is_refused(folder: Path) -> None:
    write(folder, narrow(folder), model=sha256(folder), shortlist=MADE)
    vmap, record = (folder / VMAP).read_bytes(), (folder / RECORD).read_text(encoding="utf-8")
    (folder / VMAP).write_bytes(vmap + b"x\ty\n")
    with pytest.raises(EngineError, match="made for other files"):
        CTranslateModel(folder, threads=1)
    (folder / VMAP).unlink()
    with pytest.raises(EngineError, match=r"vmap\.txt: cannot be read"):
        CTranslateModel(folder, threads=1)
    (folder / VMAP).write_bytes(vmap)
    (folder / RECORD).write_text(json.dumps({**json.loads(record), "model": "0" * 64}), encoding="utf-8")
    with pytest.raises(EngineError, match="made for other files"):
        CTranslateModel(folder, threads=1)
    for damaged in ("{", "[]", "{}", '{"use": 3}'):
        (folder / RECORD).write_text(damaged, encoding="utf-8")
        with pytest.raises(EngineError, match=RECORD):
            read_shortlist(folder)


def test_models_that_ctranslate_would_damage_have_none(folder: Path) -> None:
    """The map of rows is not cleared between shortlists, and repetitions are counted in rows of the whole."""
    texts = [f"{tiny_marian.SENTENCES[n % 4]} {n}" for n in range(400)]
    with pytest.raises(EngineError, match="it has marks"):
        build_shortlist(folder, tiny_marian.card(), PAIR, texts)
    assert cannot_list(["</s>", "<unk>", "a"], CARD) == ""
    assert "first pieces" in cannot_list(["<unk>", "</s>", "a"], None)
    assert "penalty" in cannot_list(["</s>", "<unk>"], replace(CARD, search={"repetition_penalty": 1.2}))
    write(folder, narrow(folder), model=sha256(folder), shortlist=MADE)
    (folder / "card.json").write_text(tiny_marian.card().as_json(), encoding="utf-8")
    with pytest.raises(EngineError, match="no shortlist can be used here"):
        CTranslateModel(folder, threads=1)


def test_pieces_that_mean_each_other_are_found() -> None:
    words = {"贸易": "trade", "增长": "grew", "论坛": "forum", "开幕": "opened", "铁路": "rail"}
    rng = random.Random(2)
    pairs = []
    for _ in range(60):
        chosen = rng.sample(sorted(words), 3)
        pairs.append((chosen, ["the", *(words[word] for word in rng.sample(chosen, 3))]))
    found = likeliest(pairs, 2)
    assert {word: rows[0] for word, rows in found.items()} == words
    assert all(len(rows) == 2 for rows in found.values())
    assert likeliest([], 3) == likeliest([([], ["a"])], 3) == {}


def test_what_every_answer_may_need_is_always_there(folder: Path) -> None:
    source, target = read_vocabularies(folder)
    pieces = Pieces(folder, source)
    pairs = [(pieces.encode(text), pieces.encode_target(text)) for text in tiny_marian.SENTENCES[:3] * 3]
    form = tiny_marian.SENTENCES[8]
    table = make_table(pairs, pieces, target, forms=[form], each=2, frequent=5)
    assert set(always(target)) <= set(table[""])
    assert {"</s>", *pieces.encode_target(form)} & set(target) <= set(table[""])
    assert {piece for piece in target if piece.strip("\u2581").isdigit()} <= set(table[""])
    for piece, rows in table.items():
        assert piece == "" or piece not in target or piece in {*rows, *table[""]}, "what is copied"
        assert not set(rows) - set(target)
    assert not {piece for piece in pieces.encode(tiny_marian.SENTENCES[5]) if "部" in piece} & set(table)


def test_a_shortlist_is_tried_on_texts_that_it_was_not_made_from(folder: Path) -> None:
    texts = [f"{tiny_marian.SENTENCES[n % 4]} {n}" for n in range(400)]
    made = build_shortlist(folder, CARD, PAIR, texts, ["Thương mại tăng."] * 400, threads=1, always=True)
    assert [trial.beam for trial in made.trials] == [1, 4]
    for trial in made.trials:
        assert trial.texts == 40
        assert 0 < trial.listed <= 40
        assert (trial.loss < 0.1) == (trial.beam in made.use)
    assert read_shortlist(folder, model=sha256(folder)) == made
    assert (folder / VMAP).exists() == bool(made.use)
    with pytest.raises(BadInputError, match="too few"):
        build_shortlist(folder, CARD, PAIR, texts[:399])
    with pytest.raises(BadInputError, match="line by line"):
        build_shortlist(folder, CARD, PAIR, texts, ["Thương mại tăng."])


def test_chrf_is_that_of_sacrebleu() -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    answers = ["贸易额增长百分之七点二。", "Kim ngạch tăng 7,2 phần trăm", "รัฐมนตรีเห็นพ้อง", "a"]
    wanted = ["双边贸易额增长7.2%。", "Kim ngạch thương mại tăng 7,2 phần trăm.", "รัฐมนตรีเห็นพ้องให้เปิด", "a b"]
    assert chrf(answers, wanted) == pytest.approx(sacrebleu.corpus_chrf(answers, [wanted]).score, abs=1e-6)
    assert chrf(wanted, wanted) == pytest.approx(100.0)
    assert chrf([], []) == 0.0
