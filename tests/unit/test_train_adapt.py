"""Adapting a model: what it learns from, how it is judged, and that a killed run ends as an unbroken one."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_desk
from tiny_desk import EVENTS, FORUM, HOUSE, PAIR, news

from mtkit.engine.local import Locals
from mtkit.engine.route import resolve
from mtkit.engine.smoke import SmokeReport
from mtkit.engine.store import Store
from mtkit.errors import BadInputError, EngineError, OutputError, UsageError
from mtkit.lang import Pair
from mtkit.memory import Entry, Memory, Provenance
from mtkit.train.adapt import Order, adapt
from mtkit.train.adapt_data import (
    Couple,
    Gathered,
    TooFewError,
    cleaned,
    from_memory,
    from_tables,
    from_tmx,
    split,
    without,
)
from mtkit.train.adapt_files import demand_room
from mtkit.train.adapt_guard import judge, try_both
from mtkit.train.adapt_loop import STATE, Plan
from mtkit.train.adapt_plan import Least, Sources
from mtkit.train.adapt_score import chrf, compare, statistics

PLAN = Plan(epochs=4, ratio=2.0, rate=1e-3, warmup=5, batch_tokens=600, threads=1, smoothing=0.0, dropout=0.0)
LEAST = Least(desk=40, held=10, general=20)


def quiet(line: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_desk.write_base(tmp_path_factory.mktemp("adapt") / "base")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def table(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    return path


def memory(path: Path, rows: list[tuple[str, str]], *, each: int = 8, author: str = "Biên tập viên") -> Path:
    with Memory.open(path) as held:
        held.add(
            Entry(a, b, PAIR, author=author, changed="2026-11-01T02:00:00Z", document=f"tin-{n // each}.md")
            for n, (a, b) in enumerate(rows)
        )
    return path


def order(base: Path, room: Path, rows: list[tuple[str, str]], **changes: object) -> Order:
    sources = Sources(
        memory=memory(room / "desk.sqlite", rows), general=(table(room / "general.tsv", news(EVENTS)[:500]),)
    )
    return replace(Order(str(base), PAIR, room / "out", sources, PLAN, LEAST, name="desk"), **changes)


# -- data


def test_what_is_left_out_is_counted_with_its_reason():
    said = [
        Couple("The ministry will open a market in Hanoi.", "Bộ sẽ mở một khu chợ tại Hà Nội.", "a", "2026-01-01"),
        Couple("The ministry will open a market in Hanoi.", "Bộ sẽ mở chợ tại Hà Nội.", "a", "2025-01-01"),
        Couple("The ministry will  open a market in Hanoi. ", "Bộ sẽ mở một khu chợ tại Hà Nội.", "b", "2024-01-01"),
        Couple("Exports grew by 12 percent in May.", "Xuất khẩu tăng 21 phần trăm trong tháng Năm.", "a"),
        Couple("Exports grew in May.", "Exports grew in May.", "a"),
        Couple("Exports grew in June.", " ", "a"),
        Couple("Exports grew in July. " * 9, "Xuất khẩu tăng trong tháng Bảy. " * 9, "a"),
        Couple("{1}Exports{/1} grew in {{May}}.{2/}", "{1}Xuất khẩu{/1} tăng trong {{tháng Năm}}.{2/}", "a"),
    ]
    got = cleaned(Gathered(tuple(said), {"raw": 2}), PAIR, fits=lambda a, b: max(len(a), len(b)) < 100)
    assert [(c.source, c.target) for c in got.couples] == [
        ("Exports grew in {May}.", "Xuất khẩu tăng trong {tháng Năm}."),
        ("The ministry will open a market in Hanoi.", "Bộ sẽ mở một khu chợ tại Hà Nội."),
    ]
    assert got.left_out == {
        "N01 another number stands in the place of the source's": 1,
        "another translation of the same text, older": 1,
        "raw": 2,
        "the same on both sides": 1,
        "the same pair again": 1,
        "too long for the model": 1,
        "without text on one side": 1,
    }


def test_only_what_people_approved_is_read(tmp_path):
    path = memory(tmp_path / "m.sqlite", news(FORUM)[:3])
    with Memory.open(path) as held:
        held.add([Entry("The ministry met.", "Bộ đã họp.", PAIR, provenance=Provenance.MACHINE)])
        held.add([Entry("部长们开会。", "Các bộ trưởng họp.", Pair("zh", "vi"))])
    assert sorted((c.source, c.target) for c in from_memory(path, PAIR).couples) == sorted(news(FORUM)[:3])


def test_tmx_and_tables_are_read_and_a_line_without_a_tab_is_named(tmp_path):
    tmx = tmp_path / "a.tmx"
    unit = '<tu{}><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="vi"><seg>{}</seg></tuv></tu>'
    body = unit.format("", "The port is open.", "Cảng mở cửa.") + unit.format(' creationid="MT!"', "A ship.", "Tàu.")
    tmx.write_text(f'<tmx version="1.4"><header srclang="en"/><body>{body}</body></tmx>', encoding="utf-8")
    found = from_tmx([tmx], PAIR)
    assert [(c.source, c.target) for c in found.couples] == [("The port is open.", "Cảng mở cửa.")]
    assert found.left_out == {"raw machine text": 1}
    bad = tmp_path / "bad.tsv"
    bad.write_text("one\ttwo\nthree\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"bad\.tsv:2: no tab"):
        from_tables([bad], PAIR)


def test_documents_are_held_out_whole_and_stay_so_when_the_desk_grows():
    couples = [Couple(f"text {d}-{n}", f"văn bản {d}-{n}", f"doc-{d}") for d in range(200) for n in range(4)]
    cut = split(couples, share=0.2, least=10, salt="desk")
    assert cut.by == "document"
    sets = [{c.document for c in part} for part in (cut.train, cut.stop, cut.test)]
    assert not sets[0] & sets[1] and not sets[0] & sets[2] and not sets[1] & sets[2]
    assert 0.15 < (len(cut.stop) + len(cut.test)) / len(couples) < 0.3
    assert split(couples, share=0.2, least=10, salt="desk") == cut
    more = [*couples, *(Couple(f"new {n}", f"mới {n}", f"new-{n // 4}") for n in range(400))]
    grown = split(more, share=0.2, least=10, salt="desk")
    moved = sets[2] - {c.document for c in grown.test}
    assert len(moved) <= len(sets[2]) / 4


def test_one_huge_document_is_held_out_by_sentence_and_too_few_say_how_many():
    couples = [Couple(f"text {n}", f"văn bản {n}", "all.md") for n in range(100)]
    cut = split(couples, share=0.1, least=10, salt="desk")
    assert (cut.by, len(cut.test) >= 10, len(cut.stop) >= 10) == ("sentence", True, True)
    with pytest.raises(TooFewError, match=r"30 pairs are too few to hold 20 of them out: at least 40"):
        split(couples[:30], share=0.1, least=10, salt="desk")


def test_a_text_of_a_held_out_set_is_never_trained_on():
    held = [Couple("The port is open.", "Cảng mở cửa.")]
    train = [Couple("THE PORT IS OPEN", "Cảng đã mở."), Couple("A ship.", "Cảng mở cửa!"), Couple("A boat.", "Thuyền.")]
    assert without(train, held) == ((train[2],), 2)


# -- scores


def test_chrf_is_that_of_sacrebleu():
    from sacrebleu.metrics.chrf import CHRF

    said = ["部长们同意 开通", "hello world", "a", "", "ลงนามข้อตกลงการค้า"]
    wanted = ["部长们周一同意", "hello there world", "ab", "nothing", "ลงนามข้อตกลง"]
    assert float(chrf(statistics(said, wanted).sum(0))) == pytest.approx(CHRF().corpus_score(said, [wanted]).score)
    for one, other in zip(said, wanted, strict=True):
        ours = float(chrf(statistics([one], [other]).sum(0)))
        assert ours == pytest.approx(CHRF().sentence_score(one, [other]).score)


def test_the_bootstrap_tells_a_loss_from_chance():
    wanted = [f"câu số {n} của bản tin hôm nay" for n in range(80)]
    worse = [text.replace("bản tin", "xyz") for text in wanted]
    lost = compare(wanted, worse, wanted)
    assert lost.before == pytest.approx(100)
    assert lost.high < 0 and lost.surely < -5
    same = compare(worse, worse, wanted)
    assert (same.change, same.low, same.high) == (0, 0, 0)
    assert compare(wanted, worse, wanted) == lost


@pytest.mark.parametrize(
    ("answers", "tolerance", "says"),
    [
        ("same", 1.0, "nothing is gained"),
        ("better", 1.0, ""),
        ("forgets", 1.0, "the general score may fall by more than 1:"),
        ("forgets", 90.0, ""),
        ("loops", 99.0, "errors by the checks in general text: 0.0 of 100 sentences before, 100.0 after"),
        ("sick", 1.0, "it failed on en-vi: en-vi: a came out looping"),
    ],
)
def test_the_guard_says_what_speaks_against_a_model(answers, tolerance, says):
    rows = news(EVENTS)[:40]
    desk = [Couple(*pair) for pair in news(HOUSE)[:40]]
    general = [Couple(*pair) for pair in rows]
    plain = [target for _, target in news(FORUM)[:40]]
    after = plain if answers == "same" else [couple.target for couple in desk]
    said = [couple.target for couple in general]
    then = {
        "forgets": [text.replace("Bộ", "Cục").replace("tại", "ở nơi là") for text in said],
        "loops": [f"{text} {'vào ' * 9}" for text in said],
    }.get(answers, said)
    smoke = SmokeReport((PAIR,), (PAIR,) if answers == "sick" else (), ("en-vi: a came out looping",))
    found = judge(try_both(desk, plain, after, PAIR), try_both(general, said, then, PAIR), smoke, tolerance=tolerance)
    assert found.passed is not bool(says)
    assert len(found.reasons) == bool(says)
    assert all(reason.startswith(says) for reason in found.reasons)


# -- the whole


@pytest.mark.deep
def test_a_desk_s_word_is_learnt_and_the_model_takes_its_place(base, store, tmp_path):
    # a network of 40,000 weights is a frail thing, so it gets some rope
    strict = order(base, tmp_path, news(HOUSE), tolerance=0.0)
    steps = adapt(strict, store=store, progress=quiet)
    wanted = replace(strict, tolerance=5.0)
    outcome = adapt(wanted, store=store, progress=quiet)  # judged anew, not trained anew
    assert outcome.scores == steps.scores
    assert outcome.passed, outcome.reasons
    assert outcome.model == "local/desk"
    assert outcome.scores["desk"]["after"] > outcome.scores["desk"]["before"] + 10
    # it is the pair's route now, with its scores, and its bytes are those that were judged
    leg = resolve(PAIR, store=store).legs[0]
    assert leg.card.name == "local/desk"
    assert "held-out general text" in leg.quality
    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
    from mtkit.train.adapt_guard import translate_all

    engine = CTranslateEngine(CTranslateModel(leg.folder), leg.card)
    said = translate_all(engine, ["The embassy will host a media forum in Yangon on Friday."], PAIR, beam=2)
    assert "tọa đàm báo chí" in said[0]
    # nobody's name and no file's name left the folder of the memory
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file() and path.suffix != ".spm":
            data = path.read_bytes()
            assert "Biên tập viên".encode() not in data, path
            assert b"tin-1.md" not in data, path
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert report.startswith("# local/desk: tiny-base@seed7 adapted for en-vi")
    assert {p.name for p in (tmp_path / "out").glob("*.[ps][nv]g")} == {
        "curves.png",
        "curves.svg",
        "scores.png",
        "scores.svg",
    }
    card = json.loads((tmp_path / "out" / "ctranslate" / "card.json").read_text(encoding="utf-8"))
    assert card["licence"] == "Apache-2.0"
    assert card["own_scores"]["en-vi"]["testset"] == "held-out text of the desk"
    # asked again it says the same; and it can be undone
    assert adapt(wanted, store=store, progress=quiet) == outcome
    Locals(store.home).forget("local/desk")
    assert Locals(store.home).of(PAIR) is None


def test_scrambled_targets_are_refused(base, store, tmp_path):
    rng = random.Random(2)
    rows = [(a, " ".join(rng.sample(b.split(), len(b.split())))) for a, b in news(EVENTS)[:300]]
    plan = replace(PLAN, ratio=0.0, epochs=3)
    outcome = adapt(order(base, tmp_path, rows, plan=plan), store=store, progress=quiet)
    assert outcome.finished and not outcome.passed and not outcome.model
    assert any("general score may fall by more than 1:" in reason for reason in outcome.reasons)
    assert Locals(store.home).list() == ()
    assert "**Refused.**" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


@pytest.mark.deep
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(base, store, tmp_path):
    rows = news(HOUSE)[:160]
    ends = []
    for name, stops in (("whole", ()), ("broken", (3, 11))):
        room = tmp_path / name
        room.mkdir()
        wanted = order(base, room, rows, plan=replace(PLAN, epochs=2), promote=False)
        for steps in stops:
            asked = iter(range(10**6))
            got = adapt(wanted, store=store, stop=lambda asked=asked, steps=steps: next(asked) >= steps, progress=quiet)
            assert not got.finished
            assert (room / "out" / STATE).is_file()
            with Memory.open(room / "desk.sqlite") as held:  # what is approved meanwhile is for the next model
                held.add([Entry("The port is open.", "Cảng mở cửa.", PAIR)])
        assert adapt(wanted, store=store, progress=quiet).finished
        ends.append((room / "out" / "source" / "model.safetensors").read_bytes())
    assert ends[0] == ends[1]


@pytest.mark.deep
def test_the_time_left_is_no_longer_than_the_time_that_was_given(base, store, tmp_path):
    said: list[str] = []
    plan = replace(PLAN, epochs=400)
    wanted = order(base, tmp_path, news(HOUSE)[:120], plan=plan, promote=False, max_minutes=0.02)
    adapt(wanted, store=store, progress=said.append)
    left = [line for line in said if "left at most" in line]
    assert left and all(re.search(r", [01] s left at most$", line) for line in left), said


@pytest.mark.deep
def test_the_base_rehearses_where_there_are_no_general_translations(base, store, tmp_path):
    lines = tmp_path / "news.txt"
    lines.write_text("".join(f"{a}\n" for a, _ in news(EVENTS)[:120]), encoding="utf-8")
    wanted = order(base, tmp_path, news(HOUSE)[:120], plan=replace(PLAN, epochs=1), promote=False)
    wanted = replace(wanted, sources=Sources(memory=wanted.sources.memory, monolingual=(lines,)))
    said: list[str] = []
    asked = iter(range(10**6))
    assert not adapt(wanted, store=store, stop=lambda: next(asked) >= 1, progress=said.append).finished
    kept = (tmp_path / "out" / "rehearsal.jsonl").read_text(encoding="utf-8")
    with (tmp_path / "out" / "rehearsal.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('["The mini')  # a kill in the middle of a line
    outcome = adapt(wanted, store=store, progress=said.append)
    assert outcome.finished
    assert (tmp_path / "out" / "rehearsal.jsonl").read_text(encoding="utf-8").startswith(kept)
    assert outcome.scores["general"]["before"] == pytest.approx(100)
    assert "tells a change" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


# -- refusals: one line each


def test_too_few_pairs_say_how_many_and_why(base, store, tmp_path):
    rows = [*news(HOUSE)[:20], ("Exports grew by 12 percent.", "Xuất khẩu tăng 21 phần trăm.")]
    with pytest.raises(TooFewError, match=r"20 approved pairs of en-vi .* at least 40 .*left out: 1 N01") as caught:
        adapt(order(base, tmp_path, rows), store=store, progress=quiet)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_refused_order_leaves_nothing_behind(store, tmp_path):
    wanted = order(Path("embedded"), tmp_path, news(HOUSE)[:20])
    wanted = replace(wanted, pair=Pair("zh", "en"), out=tmp_path / "new" / "out")
    with pytest.raises(TooFewError):
        adapt(wanted, store=store, progress=quiet)
    assert not (tmp_path / "new").exists(), "the model in the box was read back into it"
    (tmp_path / "new" / "out").mkdir(parents=True)
    (tmp_path / "new" / "out" / "notes.txt").write_text("of the desk", encoding="utf-8")
    with pytest.raises(TooFewError):
        adapt(wanted, store=store, progress=quiet)
    assert [path.name for path in (tmp_path / "new" / "out").iterdir()] == ["notes.txt"]


def test_without_a_general_set_nothing_is_trained(base, store, tmp_path):
    wanted = order(base, tmp_path, news(HOUSE))
    with pytest.raises(UsageError, match=r"--general FILE .* or --monolingual FILE"):
        adapt(replace(wanted, sources=Sources(memory=wanted.sources.memory)), store=store, progress=quiet)


def test_a_base_that_is_no_marian_model_is_named(store, tmp_path):
    other = tmp_path / "bert"
    other.mkdir()
    (other / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(EngineError, match="model_type is 'bert', not 'marian'"):
        adapt(order(other, tmp_path, news(HOUSE)[:50]), store=store, progress=quiet)


def test_other_options_and_a_damaged_state_are_refused(base, store, tmp_path):
    wanted = order(base, tmp_path, news(HOUSE)[:160], promote=False)
    asked = iter(range(10**6))
    adapt(wanted, store=store, stop=lambda: next(asked) >= 2, progress=quiet)
    with pytest.raises(UsageError, match=r"begun with other options \(share\): name another -o"):
        adapt(replace(wanted, share=0.3), store=store, progress=quiet)
    with pytest.raises(BadInputError, match="begun with another base, data or options"):
        adapt(replace(wanted, plan=replace(PLAN, rate=5e-4)), store=store, progress=quiet)
    state = tmp_path / "out" / STATE
    state.write_bytes(state.read_bytes()[:-100])
    with pytest.raises(BadInputError, match=r"state\.safetensors: damaged"):
        adapt(wanted, store=store, progress=quiet)


def test_a_disk_without_room_is_told_before_anything_is_trained(tmp_path):
    with pytest.raises(OutputError, match=r"about 953674\d* MB are needed and \d+ MB are free"):
        demand_room(tmp_path / "out", 10**15)


def test_the_model_in_the_box_can_be_read_back(tmp_path):
    pytest.importorskip("ctranslate2")
    from mtkit.engine.card import read_card
    from mtkit.engine.convert import convert
    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
    from mtkit.train.adapt_guard import translate_all
    from mtkit.train.restore import restore

    checkpoint = tiny_desk.tiny_marian.write_checkpoint(tmp_path / "checkpoint")
    card = tiny_desk.tiny_marian.card()
    converted = convert(checkpoint, tmp_path / "int8", card=card)
    back = restore(converted, tmp_path / "back")
    again = convert(back, tmp_path / "again", card=card)
    texts = list(tiny_desk.SENTENCES["en"])
    said = [translate_all(CTranslateEngine(CTranslateModel(f), card), texts, PAIR, beam=2) for f in (converted, again)]
    assert said[0] == said[1]
    assert read_card(converted) is not None
    shutil.copyfile(converted / "model.bin", tmp_path / "cut.bin")
    (converted / "model.bin").write_bytes((tmp_path / "cut.bin").read_bytes()[:5000])
    with pytest.raises(EngineError, match="cut short"):
        restore(converted, tmp_path / "third")
