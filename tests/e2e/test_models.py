"""Pull, verify and use models from a hub on loopback; each command in a process of its own, warnings as errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny_marian
from hub_server import COMMIT, Hub, serve

from mtkit.engine.store import Store
from mtkit.errors import EngineError, ModelNotFoundError

TREE = Path(__file__).resolve().parents[2]
GENUINE = TREE.parent / "shared" / "data" / "models" / "opus-mt-zh-en-tokenizer"
MODEL = "Helsinki-NLP/opus-mt-zh-en"
TOKENLESS = "tiny/opus-mt-th-en"
PICKLED = "tiny/opus-mt-vi-en"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two small models with files that nobody needs, and one with only a pickled checkpoint."""
    import torch

    from mtkit.engine.weights import read_weights

    root = tmp_path_factory.mktemp("hub")
    tokenizer = GENUINE if GENUINE.is_dir() else None
    models = {
        MODEL: tiny_marian.write_checkpoint(root / "zh-en", tokenizer=tokenizer, width=8),
        TOKENLESS: tiny_marian.write_checkpoint(root / "th-en", tokens=()),
        PICKLED: tiny_marian.write_checkpoint(root / "vi-en", tokens=()),
    }
    state = {name: torch.tensor(array) for name, array in read_weights(models[PICKLED]).items()}
    torch.save(state, models[PICKLED] / "pytorch_model.bin")
    (models[PICKLED] / "model.safetensors").unlink()
    for name in (MODEL, TOKENLESS):
        for extra in ("pytorch_model.bin", "tf_model.h5", "rust_model.ot", "README.md"):
            (models[name] / extra).write_bytes(b"not wanted " * 1000)
    return models


@pytest.fixture
def hub(folders: dict[str, Path]) -> Iterator[Hub]:
    with serve(folders) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(code: str, hub_url: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with mtkit, the hub's address and a store of its own, without torch; every warning is an error."""
    head = (
        "import sys\n"
        "sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "from mtkit.errors import MtkitError\n"
        "from mtkit.engine import *\n"
        "from mtkit.lang import Pair\n"
        "store = Store()\n"
        "try:\n"
    )
    body = "".join(f"    {line}\n" for line in code.strip().splitlines())
    tail = "except MtkitError as error:\n    print(error, file=sys.stderr)\n    sys.exit(error.exit_code)\n"
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("HF_", "MTKIT_"))},
        "HF_ENDPOINT": hub_url, "HF_HUB_OFFLINE": "0", "HF_HOME": str(home / "hf"), "MTKIT_HOME": str(home),
        "MTKIT_THREADS": "1", "PYTHONPATH": str(TREE), "HF_HUB_DISABLE_XET": "1", "no_proxy": "127.0.0.1",
        **environment,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore:builtin type:DeprecationWarning", "-c", head + body + tail],
        env=env, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The error line of a failed command; it must be the only one."""
    assert result.returncode == 4, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    return result.stderr.strip()


def test_pull_verify_translate_and_go_offline(hub: Hub, home: Path) -> None:
    pulled = run(
        f"entry = store.pull({MODEL!r}, force=True)\nprint(entry.commit, entry.licence, entry.forced)", hub.url, home
    )
    assert pulled.returncode == 0, pulled.stderr
    assert pulled.stdout.split() == [COMMIT, "cc-by-4.0", "True"]
    assert pulled.stderr == ""
    assert sorted(hub.fetched()) == ["config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json"]

    manifest = json.loads(next(home.glob("models/*/manifest.json")).read_text(encoding="utf-8"))
    assert manifest["requested"] == "main"
    assert len(manifest["files"]["source/model.safetensors"]) == 64
    assert not list(home.glob("partial/*"))

    hub.log.clear()
    offline = run(
        f"print(store.verify({MODEL!r}).usable, store.path({MODEL!r}).name)\n"
        "route = resolve(Pair('zh', 'en'), store=store)\n"
        "engine = load(route.legs[0])\n"
        "answers = list(engine.translate([Request('南宁论坛闭幕。', Pair('zh', 'en'))] * 2, Decoding(beam=2)))\n"
        "print(len(answers), answers[0] == answers[1], engine.info.label, bool(answers[0].texts[0]))\n"
        "print('huggingface_hub' in sys.modules)",
        hub.url,
        home,
        HF_HUB_OFFLINE="1",
    )
    assert offline.returncode == 0, offline.stderr
    assert offline.stdout.splitlines() == ["True ctranslate", f"2 True {MODEL}@{COMMIT} True", "False"]
    assert hub.log == []


def test_a_model_that_fails_its_trial_is_kept_but_not_used(hub: Hub, home: Path) -> None:
    result = run(
        f"entry = store.pull({TOKENLESS!r})\nprint(entry.passed, entry.usable, entry.smoke)\nstore.path({TOKENLESS!r})",
        hub.url,
        home,
    )
    assert result.stdout.startswith("False False failed on th-en: th-en: ")
    assert f"{TOKENLESS} failed its trial" in one_line(result)
    assert (home / "models" / "tiny--opus-mt-th-en" / "ctranslate" / "model.bin").is_file()
    hub.log.clear()
    forced = run(f"store.pull({TOKENLESS!r}, force=True)\nprint(store.path({TOKENLESS!r}).name)", hub.url, home)
    assert forced.stdout.strip() == "ctranslate", forced.stderr
    assert hub.fetched() == []


def test_only_a_pickle_is_read_by_the_restricted_reader(hub: Hub, home: Path) -> None:
    result = run(f"print(store.pull({PICKLED!r}, force=True).commit)", hub.url, home)
    assert result.returncode == 0, result.stderr
    assert "pytorch_model.bin" in hub.fetched()


def test_a_model_that_is_here_is_not_fetched_again_and_any_change_shows(hub: Hub, home: Path) -> None:
    result = run(
        f"store.pull({TOKENLESS!r}, force=True)\n"
        f"print(store.pull({TOKENLESS!r}).commit, len(store.list()))\n"
        f"print(store.verify({TOKENLESS!r}).forced)",
        hub.url,
        home,
    )
    assert result.stdout.split() == [COMMIT, "1", "True"], result.stderr
    assert hub.fetched().count("config.json") == 1
    store = Store(home)
    weights = next(home.glob("models/*/ctranslate/model.bin"))
    content = bytearray(weights.read_bytes())
    content[-5] ^= 1
    weights.write_bytes(content)
    with pytest.raises(EngineError, match=r"ctranslate/model\.bin has changed on disk"):
        store.verify(TOKENLESS)
    weights.unlink()
    with pytest.raises(EngineError, match=r"ctranslate/model\.bin is missing"):
        store.verify(TOKENLESS)
    store.remove(TOKENLESS)
    assert store.list() == ()
    assert list((home / "models").iterdir()) == []
    with pytest.raises(ModelNotFoundError, match="is not here: mtkit models pull"):
        store.remove(TOKENLESS)


def test_a_broken_download_goes_on_where_it_broke(hub: Hub, home: Path) -> None:
    hub.break_once.add("vocab.json")
    result = run(f"print(store.pull({TOKENLESS!r}, force=True).commit)", hub.url, home)
    if result.returncode:
        one_line(result)
        result = run(f"print(store.pull({TOKENLESS!r}, force=True).commit)", hub.url, home)
    assert result.stdout.strip() == COMMIT, result.stderr
    assert hub.fetched().count("config.json") == 1
    whole = [path for method, path, span in hub.log if method == "GET" and path.endswith("vocab.json") and not span]
    ranged = [span for method, path, span in hub.log if path.endswith("vocab.json") and span]
    assert len(whole) + len(ranged) == 2


def test_a_damaged_download_is_refused(hub: Hub, home: Path) -> None:
    hub.spoil.add("model.safetensors")
    line = one_line(run(f"store.pull({TOKENLESS!r}, force=True)", hub.url, home))
    assert "model.safetensors was damaged on its way" in line
    assert not list(home.glob("models/*/manifest.json"))
    hub.spoil.clear()
    assert run(f"store.pull({TOKENLESS!r}, force=True)", hub.url, home).returncode == 0


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("store.pull('nobody/nothing')", "has no model nobody/nothing"),
        (f"store.pull({TOKENLESS!r}, revision='v9')", "has no revision v9"),
        ("store.pull('../../etc/passwd')", "is no id of a model"),
        (f"store.path({TOKENLESS!r})", f"is not here: mtkit models pull {TOKENLESS}"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(call: str, expected: str, hub: Hub, home: Path) -> None:
    assert expected in one_line(run(call, hub.url, home))


def test_a_gated_model_and_a_silent_network(hub: Hub, home: Path) -> None:
    hub.gated.add(TOKENLESS)
    assert "is gated" in one_line(run(f"store.pull({TOKENLESS!r})", hub.url, home))
    assert "cannot reach" in one_line(run(f"store.pull({TOKENLESS!r})", "http://127.0.0.1:9", home))
    assert "HF_HUB_OFFLINE" in one_line(run(f"store.pull({TOKENLESS!r})", hub.url, home, HF_HUB_OFFLINE="1"))


def test_everything_but_marian_works_without_torch(folders: dict[str, Path], home: Path) -> None:
    result = run(
        f"route = resolve(Pair('th', 'en'), store=store, model={str(folders[TOKENLESS])!r})\n"
        "engine = load(route.legs[0])\n"
        "print(len(list(engine.translate([Request('รัฐมนตรีเห็นพ้อง', Pair('th', 'en'))], Decoding()))))\n"
        f"load(resolve(Pair('th', 'en'), store=store, model={str(folders[TOKENLESS])!r}, engine='marian').legs[0])",
        "http://127.0.0.1:9",
        home,
    )
    assert result.stdout.strip() == "1", result.stderr
    assert "the marian engine needs torch and transformers" in one_line(result)
