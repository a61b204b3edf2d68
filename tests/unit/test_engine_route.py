"""The table of routes, the ways through it, and the trial of a model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_marian

from mtkit.engine.card import Card, read_card
from mtkit.engine.convert import convert
from mtkit.engine.ctranslate import worker_count
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.route import EnginePool, Leg, resolve
from mtkit.engine.routes import load_routes
from mtkit.engine.smoke import SENTENCES, fault, smoke_test
from mtkit.engine.store import Store, default_home, guess_pair, is_model_id
from mtkit.engine.stream import length_group, length_limit, loops
from mtkit.engine.table import TableEngine
from mtkit.errors import ConfigError, EngineError, ModelNotFoundError, NoRouteError, UsageError
from mtkit.lang import LANGUAGES, Pair

ZH_EN, EN_VI = "Helsinki-NLP/opus-mt-zh-en", "Helsinki-NLP/opus-mt-en-vi"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with a card, laid out as the embedded one."""
    root = tmp_path_factory.mktemp("shipped")
    folder = convert(tiny_marian.write_checkpoint(root / "hf"), root / "embedded")
    (folder / "card.json").write_text(json.dumps(tiny_marian.card_json()), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def put(store: Store, model: str, shipped: Path, *, passed: bool = True) -> None:
    """Lay a model into the store as a pull would."""
    folder = store.home / "models" / model.replace("/", "--")
    shutil.copytree(shipped, folder / "ctranslate")
    (folder / "source").mkdir()
    manifest = {
        "model": model, "commit": "c0ffee" * 6 + "c0ff", "requested": "main", "licence": "cc-by-4.0",
        "pulled": "2026-01-01", "files": {}, "tokens": [], "smoke": "passed" if passed else "failed on zh-en: looping",
        "passed": passed, "forced": False,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_the_table_that_ships_covers_both_ways_of_every_language() -> None:
    routes = load_routes()
    for code in LANGUAGES:
        if code != "en":
            assert any(entry.pair == Pair("en", code) for entry in routes.entries), code
            assert any(entry.pair == Pair(code, "en") for entry in routes.entries), code
    for entry in routes.entries:
        assert not entry.model or is_model_id(entry.model)
    assert "religious" in routes.of(Pair("en", "tet"))[0].note
    assert "unusable" in routes.of(Pair("en", "lo"))[0].note
    assert routes.tokens("Helsinki-NLP/opus-mt-en-zh")[Pair("en", "zh-Hant")] == ">>cmn_Hant<<"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[routes]]\nfrom = "zh"\nto = "en"\nmodell = "a/b"', "did you mean 'model'"),
        ('[[routes]]\nfrom = "zh"\nmodel = "a/b"', "'to' is missing"),
        ('[[routes]]\nfrom = "zhx"\nto = "en"\nmodel = "a/b"', "unknown language 'zhx'"),
        ('[[routes]]\nfrom = "zh"\nto = "en"', "give a model, or a note"),
        ('[[routes]]\nfrom = "zh"\nto = "en"\nmodel = "a/b"\ntoken = "eng"', "write it as >>vie<<"),
        ('[[routes]]\nfrom = "zh"\nto = "en"\nmodel = "a/b"\nchrf = "52"', "chrf must be float"),
        ('[[routes]]\nfrom = "zh"\nto = "en"\nmodel = "a/b"\nchrf = 52.0', "needs its testset"),
        ('[[routes]]\nfrom = "zh"\nto = "en"\nmodel = "a/b"\n' * 2, "stands twice"),
        ('[pivot]\nthru = "en"', "did you mean 'through'"),
        ("[[routes]\n", "cannot read the routes"),
        ("routes = 3", r"write each route as \[\[routes\]\]"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "routes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=expected) as caught:
        load_routes(path)
    assert str(path) in str(caught.value)


def test_nothing_here_names_what_to_pull(store: Store, shipped: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "no-embedded"
    with pytest.raises(NoRouteError, match=f"pull {ZH_EN} && mtkit models pull .*-mkh"):
        resolve(Pair("zh", "vi"), store=store, embedded=nothing)
    with pytest.raises(NoRouteError, match=r"for zh-tet: mtkit models pull Helsinki-NLP/opus-mt-en-tdt$"):
        resolve(Pair("zh", "tet"), store=store, embedded=shipped)
    with pytest.raises(NoRouteError, match="no OPUS-MT model from Tetum"):
        resolve(Pair("tet", "vi"), store=store, embedded=nothing)
    with pytest.raises(NoRouteError, match="one language"):
        resolve(Pair("zh", "zh-Hant"), store=store, embedded=nothing)
    with pytest.raises(UsageError, match="unknown engine 'moses': known are ctranslate, marian"):
        resolve(Pair("zh", "en"), store=store, engine="moses")


def test_the_embedded_model_goes_direct_and_by_pivot_and_says_what_is_better(store: Store, shipped: Path) -> None:
    direct = resolve(Pair("en", "zh"), store=store, embedded=shipped, allow_low=True)
    assert [leg.pair for leg in direct.legs] == [Pair("en", "zh")]
    assert direct.legs[0].token == ">>cmn_Hans<<"
    assert direct.hints == (
        "en-zh: translated by the embedded model tiny@seed7 (chrF 1.2, BLEU 0.1 (made up, 16 sentences)); "
        "mtkit models pull Helsinki-NLP/opus-mt-en-zh gets a larger one (chrF 30.2 (FLORES-200 devtest))",
    )
    pivot = resolve(Pair("zh", "vi"), store=store, embedded=shipped, allow_low=True)
    assert [str(leg.pair) for leg in pivot.legs] == ["zh-en", "en-vi"]
    assert pivot.pivots == ("en",)
    assert len(pivot.hints) == 2


def test_pulled_models_come_first_and_failed_ones_never(store: Store, shipped: Path) -> None:
    put(store, EN_VI, shipped)
    route = resolve(Pair("zh", "vi"), store=store, embedded=shipped)
    assert [leg.card.name for leg in route.legs] == ["tiny", EN_VI]
    assert route.notes == (f"en-vi: {EN_VI}: loses digits and names: check the numbers",)
    put(store, ZH_EN, shipped, passed=False)
    assert resolve(Pair("zh", "vi"), store=store, embedded=shipped).legs[0].embedded
    with pytest.raises(EngineError, match="failed its trial"):
        resolve(Pair("zh", "en"), store=store, model=ZH_EN)


def test_a_named_model_makes_the_hop_that_it_can(store: Store, shipped: Path) -> None:
    put(store, EN_VI, shipped)
    route = resolve(Pair("zh", "vi"), store=store, model=EN_VI, embedded=shipped)
    assert [leg.card.name for leg in route.legs] == ["tiny", EN_VI]
    with pytest.raises(NoRouteError, match="does not translate zh-th"):
        resolve(Pair("zh", "th"), store=store, model=EN_VI, embedded=shipped)
    with pytest.raises(ModelNotFoundError, match="mtkit models pull a/b"):
        resolve(Pair("zh", "vi"), store=store, model="a/b")
    with pytest.raises(ModelNotFoundError, match="neither a folder nor the id"):
        resolve(Pair("zh", "vi"), store=store, model="./nowhere/at/all")


def test_a_checkpoint_given_by_path_is_converted_once(store: Store, tmp_path: Path) -> None:
    folder = tiny_marian.write_checkpoint(tmp_path / "mine")
    route = resolve(Pair("en", "th"), store=store, model=folder)
    assert route.legs[0].token == ">>tha<<"
    for _ in range(2):
        engine = EnginePool(threads=1).engine(route.legs[0])
        assert engine.info.pairs == (Pair("en", "th"),)
    (kept,) = store.conversions.iterdir()
    assert (kept / "model.bin").is_file()


def test_a_target_that_the_model_lacks_is_refused_with_what_it_has(store: Store, tmp_path: Path) -> None:
    folder = tiny_marian.write_checkpoint(tmp_path / "mine")
    with pytest.raises(EngineError, match=r"no target token for Khmer \(>>khm<<\); it has .*>>vie<<"):
        resolve(Pair("en", "km"), store=store, model=folder)
    leg = Leg(
        Pair("en", "km"),
        "ctranslate",
        folder,
        Card("mine").serving({Pair("en", "km"): ">>khm<<"}),
        checkpoint=True,
        cache=tmp_path,
    )
    with pytest.raises(EngineError, match=r"mine has no target token >>khm<<; it has >>cmn_Hans<<"):
        EnginePool(threads=1).engine(leg)


def test_a_model_with_one_target_needs_no_token(store: Store, tmp_path: Path) -> None:
    plain = tiny_marian.write_checkpoint(tmp_path / "plain", tokens=())
    assert resolve(Pair("km", "lo"), store=store, model=plain).legs[0].token == ""
    leftovers = tiny_marian.write_checkpoint(tmp_path / "leftovers", tokens=(">>eng<<", ">>zho<<"))
    assert resolve(Pair("zh", "en"), store=store, model=leftovers).legs[0].token == ""
    known = tiny_marian.write_checkpoint(tmp_path / "opus-mt-en-zh")
    assert resolve(Pair("en", "zh"), store=store, model=known).legs[0].card.name == "Helsinki-NLP/opus-mt-en-zh"


def test_a_pool_loads_a_model_once_for_all_its_pairs(store: Store, shipped: Path) -> None:
    pool = EnginePool(threads=1)
    legs = [
        *resolve(Pair("zh", "vi"), store=store, embedded=shipped, allow_low=True).legs,
        *resolve(Pair("en", "zh"), store=store, embedded=shipped, allow_low=True).legs,
    ]
    engines = {id(pool.engine(leg)) for leg in legs}
    assert len(engines) == 1


def test_a_trial_tells_rubbish_from_a_translation() -> None:
    pair = Pair("en", "vi")
    good = dict(zip(SENTENCES["en"], SENTENCES["vi"], strict=True))
    assert smoke_test(TableEngine(good, pair)).passed
    assert not smoke_test(TableEngine({source: source for source in good}, pair)).passed
    one_bad = {**good, SENTENCES["en"][0]: ""}
    assert smoke_test(TableEngine(one_bad, pair)).passed
    assert len(smoke_test(TableEngine(one_bad, pair)).findings) == 1
    assert str(smoke_test(TableEngine(good, pair), [])).startswith("not tried")


@pytest.mark.parametrize(
    ("target", "pair", "expected"),
    [
        ("两国星期一签署了贸易协定。", Pair("en", "zh"), ""),
        ("ทั้งสองประเทศลงนามข้อตกลงการค้า", Pair("en", "th"), ""),
        ("", Pair("en", "zh"), "empty"),
        ("Two countries signed.", Pair("en", "zh"), "in another script than Chinese (Simplified)"),
        (
            "connect connect connect connect connect connect connect connect connect connect connect connect",
            Pair("en", "id"),
            "looping",
        ),
        ("的" * 40, Pair("en", "zh"), "looping"),
        ("the TWO countries signed a trade agreement on Monday!", Pair("en", "id"), "copied"),
        ("123 …", Pair("en", "zh"), "without a letter"),
    ],
)
def test_faults_are_named(target: str, pair: Pair, expected: str) -> None:
    assert fault(SENTENCES["en"][0], target, pair) == expected
    assert fault(SENTENCES["en"][0], "Hai nước", Pair("en", "vi"), ended=False) == "endless"


def test_every_language_has_sentences_in_its_own_script() -> None:
    for code in LANGUAGES:
        for sentence in SENTENCES[code]:
            other = Pair("vi" if code == "en" else "en", code)
            assert fault("x", sentence, other) == ""


def test_loops_are_seen_and_plain_repetition_is_not() -> None:
    assert loops(["a"] * 12)
    assert loops(["x", "a", "b", "c"] + ["d", "e", "f"] * 4)
    assert not loops(["a"] * 4)
    title = ["the", "minister", "of"]
    assert not loops([*title, "trade", "and", *title, "health", "and", *title, "state"])


def test_length_limits_follow_from_the_source_alone() -> None:
    assert [length_group(tokens) for tokens in (0, 1, 12, 13, 25, 512)] == [0, 12, 12, 24, 36, 516]
    assert length_limit(10, 512) == 52
    assert length_limit(400, 512) == 512
    assert all(length_limit(tokens, 512) > 1.5 * tokens for tokens in range(1, 330))


def test_the_store_follows_the_platform() -> None:
    assert default_home({"MTKIT_HOME": "/somewhere"}) == Path("/somewhere")
    assert default_home({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/mtkit")
    assert default_home({}, "linux") == Path.home() / ".local" / "share" / "mtkit"
    assert default_home({"LOCALAPPDATA": "C:/Local"}, "win32") == Path("C:/Local/mtkit")
    assert default_home({}, "darwin") == Path.home() / "Library" / "Application Support" / "mtkit"


def test_ids_and_pairs_are_read_from_names() -> None:
    assert is_model_id(ZH_EN)
    assert not any(map(is_model_id, ["opus-mt-zh-en", "a/b/c", "../x", "a/..", "", "a b/c"]))
    assert guess_pair("x/opus-mt-vi-en") == {Pair("vi", "en"): ""}
    assert guess_pair("x/marian") == {}


def test_threads_are_set_by_the_environment() -> None:
    assert worker_count({"MTKIT_THREADS": "3"}) == 3
    assert worker_count({}) >= 1
    for wrong in ("0", "-1", "many"):
        with pytest.raises(UsageError, match="MTKIT_THREADS"):
            worker_count({"MTKIT_THREADS": wrong})


def test_a_damaged_card_is_one_line(tmp_path: Path) -> None:
    assert read_card(tmp_path) is None
    for content in ("{", "[]", '{"name": "x", "pairs": [["en"]]}', '{"name": "x", "pairs": [["en", "xx"]]}', "{}"):
        (tmp_path / "card.json").write_text(content, encoding="utf-8")
        with pytest.raises(EngineError, match=r"card\.json"):
            read_card(tmp_path)


def test_a_card_survives_its_own_file(shipped: Path, tmp_path: Path) -> None:
    card = read_card(shipped)
    assert card is not None
    (tmp_path / "card.json").write_text(card.as_json(), encoding="utf-8")
    assert read_card(tmp_path) == card


def test_damaged_model_folders_are_one_line(shipped: Path, tmp_path: Path) -> None:
    for name, content in (
        ("model.bin", b"junk"),
        ("source.spm", b"junk"),
        ("shared_vocabulary.json", b"{"),
        ("target.spm", None),
    ):
        folder = tmp_path / name
        shutil.copytree(shipped, folder)
        (folder / name).unlink()
        if content is not None:
            (folder / name).write_bytes(content)
        leg = Leg(Pair("en", "zh"), "ctranslate", folder, Card("x").serving({Pair("en", "zh"): ""}))
        with pytest.raises(EngineError) as caught:
            EnginePool(threads=1).engine(leg)
        assert "\n" not in str(caught.value)


def test_an_answer_without_end_keeps_its_text_and_has_no_score(tmp_path: Path) -> None:
    folder = tiny_marian.write_checkpoint(tmp_path / "endless", eager_end=-100.0)
    leg = resolve(Pair("en", "th"), store=Store(tmp_path / "home"), model=folder).legs[0]
    (answer,) = EnginePool(threads=1).engine(leg).translate([Request("Trade grew.", leg.pair)], Decoding(beam=1))
    assert answer.texts[0]
    assert answer.scores == (None,)


def test_importing_the_room_loads_no_engine() -> None:
    code = (
        "import sys, mtkit.engine, mtkit.engine.route, mtkit.engine.store, mtkit.engine.convert\n"
        "print([name for name in ('ctranslate2', 'sentencepiece', 'torch', 'transformers', 'huggingface_hub', 'numpy')"
        " if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert result.stdout.strip() == "[]"
