"""A real model in a process of its own that runs out of memory, is interrupted, or finds its file damaged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny_marian

from mtkit.engine.convert import convert
from mtkit.engine.ctranslate import CTranslateModel
from mtkit.engine.weights import file_digest
from mtkit.errors import EngineError

BEGIN = """
import itertools, sys
from pathlib import Path
import tiny_marian
from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel
from mtkit.engine.interface import Decoding, Request
from mtkit.lang import Pair
engine = CTranslateEngine(CTranslateModel(Path(sys.argv[1]), threads=1), tiny_marian.card())
texts = [f"{tiny_marian.SENTENCES[n % 4]} {n}" for n in range(24)]
requests = [Request(text, Pair("en", "vi")) for text in texts]
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return convert(tiny_marian.write_checkpoint(folder / "hf", width=64), folder / "ctranslate")


def process(code: str, model: Path) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
    )


@pytest.mark.deep
@pytest.mark.skipif(sys.platform != "linux", reason="the limit of address space is held on Linux alone")
def test_a_batch_beyond_the_memory_comes_out_the_same_in_parts(model: Path) -> None:
    code = """
import resource
from mtkit.engine.running import Running
halves, anew = [], Running._anew
Running._anew = lambda running, half: halves.append(len(half)) or anew(running, half)
many = [Request(f"{text} {n}", Pair("en", "vi")) for n in range(3) for text in texts]
list(engine.translate(many[:1], Decoding(beam=8)))
status = Path("/proc/self/status").read_text()
held = int(next(line for line in status.splitlines() if line.startswith("VmSize")).split()[1])
resource.setrlimit(resource.RLIMIT_AS, ((held + 3072) * 1024,) * 2)
large = list(engine.translate(many, Decoding(beam=8, batch_tokens=10**6)))
small = list(engine.translate(many[:8], Decoding(beam=8, batch_tokens=128)))
print(len(halves) > 1, large[:8] == small)
"""
    out, errors = process(code, model).communicate(timeout=120)
    assert out.split() == ["True", "True"], errors


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal")
def test_an_interrupted_process_ends_at_once(model: Path) -> None:
    code = """
print("ready", flush=True)
try:
    for n, _ in enumerate(engine.translate(itertools.cycle(requests), Decoding(beam=6))):
        if n == 0:
            print("going", flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""
    running = process(code, model)
    assert running.stdout is not None
    assert [running.stdout.readline().strip() for _ in range(2)] == ["ready", "going"]
    asked = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert time.monotonic() - asked < 20


def test_a_truncated_model_is_one_line(model: Path, tmp_path: Path) -> None:
    for name in ("config.json", "shared_vocabulary.json", "source.spm", "target.spm"):
        (tmp_path / name).write_bytes((model / name).read_bytes())
    whole = (model / "model.bin").read_bytes()
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / "model.bin").write_bytes(whole[:length])
        with pytest.raises(EngineError, match="pull or convert it again") as caught:
            CTranslateModel(tmp_path, threads=1)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["card.json", "../manifest.json"])
def test_a_model_that_is_not_the_one_that_came_is_not_used(model: Path, tmp_path: Path, place: str) -> None:
    folder = tmp_path / "ctranslate"
    folder.mkdir()
    for path in model.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    digest = file_digest(folder / "model.bin")
    known = (
        tiny_marian.card_json(sha256=digest) if place == "card.json" else {"files": {"ctranslate/model.bin": digest}}
    )
    (folder / place).write_text(json.dumps(known), encoding="utf-8")
    assert CTranslateModel(folder, threads=1).sha256 == digest
    raw = bytearray((folder / "model.bin").read_bytes())
    raw[-100] ^= 1  # a bit that the format does not miss
    (folder / "model.bin").write_bytes(raw)
    with pytest.raises(EngineError, match="cut short or changed"):
        CTranslateModel(folder, threads=1)


def test_a_graphics_processor_that_cannot_be_used_is_left_alone_unless_it_is_asked_for(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine that has one, and a driver, but not what CTranslate2 needs with it."""
    from mtkit.engine import opened
    from mtkit.engine.machine import Place, place

    seen = Place("cuda", "float16", (10**6,))
    monkeypatch.setattr(opened, "place", lambda device, *rest, **more: seen if device != "cpu" else place("cpu"))
    assert CTranslateModel(model, device="auto").place.device == "cpu"
    with pytest.raises(EngineError, match="cannot load the model") as caught:
        CTranslateModel(model, device="cuda")
    assert "\n" not in str(caught.value)
