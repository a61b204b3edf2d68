"""``mtkit train`` for a desk: from reviewed PO files to a model that translates, and back; killed and refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_desk
from command import Mtkit
from tiny_desk import EVENTS, HOUSE, PAIR, news

from mtkit.formats import po
from mtkit.text import Segment, Span
from mtkit.unit import Origin, State, Unit

TUNING = ("--rate", "2e-3", "--batch-tokens", "600", "--general-ratio", "2", "--epochs", "4", "--dropout", "0")
# the guard is tried elsewhere: a network of 40,000 weights is a frail thing
ROPE = ("--tolerance", "8")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_desk.write_base(tmp_path_factory.mktemp("train") / "base")


def write_po(path: Path, rows: list[tuple[str, str]], *, raw: int = 0) -> None:
    """A PO file whose units a person has approved, but for the last ``raw``."""
    units = []
    for n, (source, target) in enumerate(rows):
        state, origin = (State.RAW, Origin.MACHINE) if n >= len(rows) - raw else (State.APPROVED, Origin.HUMAN)
        segment = Segment(f"s{n}", Span(0, len(source)), source, source)
        units.append(Unit(segment, PAIR, target, state, origin, raw=target if state is State.RAW else ""))
    header = po.Header(
        project="desk", source="en", target="vi", document=path.stem, sha256="0" * 64, signature="", glossary="",
        created="2026-11-23T02:00:00Z", segmenter="rules-en@1",
    )  # fmt: skip
    po.write(units, path, header)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[str, ...]:
    """Reviewed files of a week, general text beside them; the words that name them."""
    (tmp_path / "out").mkdir()
    rows = news(HOUSE)
    for n in range(0, len(rows), 16):
        write_po(tmp_path / "out" / f"news-{n}.po", rows[n : n + 16], raw=1)
    lines = "".join(f"{a}\t{b}\n" for a, b in news(EVENTS)[:600])
    (tmp_path / "general.tsv").write_text(lines, encoding="utf-8")
    return ("--from-po", "out", "--general", "general.tsv", "--from", "en", "--to", "vi")


@pytest.mark.deep
def test_a_week_of_reviewed_files_becomes_a_model_that_can_be_taken_back(mtkit: Mtkit, tmp_path, base, desk):
    env = {"MTKIT_HOME": str(tmp_path / "home")}
    done = mtkit(
        "train", *desk, *TUNING, *ROPE, "--epochs", "6", "--base", base, "-o", "adapted", "--name", "week-47", env=env
    )
    assert done.code == 0, done.err
    assert "desk: chrF" in done.out and "general: chrF" in done.out
    assert "promoted: local/week-47 now translates en-vi" in done.out
    assert "left out: 12 raw" in done.err
    shown = mtkit("models", "list", "--here", env=env).out.splitlines()
    assert next(line for line in shown if "local/week-47" in line).split()[:3] == ["en-vi", "in", "use"]
    asked = "".join(f"{source}\n\n" for source, _ in news(HOUSE)[:12])
    (tmp_path / "a.txt").write_text(asked, encoding="utf-8")
    words = ("translate", "a.txt", "-o", "done", "--from", "en", "--to", "vi", "--no-glossary")
    made = mtkit(*words, env=env)
    said = next((tmp_path / "done").glob("*.po")).read_text(encoding="utf-8")
    assert "translated by local/week-47@" in made.err
    assert said.count("tọa đàm báo chí") >= 9, said
    assert mtkit("models", "verify", "local/week-47", env=env).code == 0
    assert "tiny-base" in mtkit("models", "show", "local/week-47", env=env).out
    assert mtkit("models", "forget", "local/week-47", env=env).code == 0
    again = mtkit("models", "list", "--here", env=env).out
    assert next(line for line in again.splitlines() if "local/week-47" in line).split()[1] == "here"
    assert "in use" not in again
    # it can be adapted further, and never under the name that it has
    taken = mtkit("train", *desk, "--base", "local/week-47", "-o", "more", "--name", "week-47", env=env)
    assert taken.code == 2 and "local/week-47 is here already" in taken.err
    assert mtkit("models", "remove", "local/week-47", env=env).code == 0
    gone = mtkit("models", "use", "local/week-47", env=env)
    assert gone.code == 4 and "local models: none" in gone.err


@pytest.mark.deep
def test_a_run_that_is_interrupted_or_killed_goes_on(mtkit: Mtkit, tmp_path, base, desk):
    ends = []
    for name, number in (("whole", None), ("interrupted", signal.SIGINT), ("killed", signal.SIGKILL)):
        words = ["train", *desk, *TUNING, *ROPE, "--epochs", "2", "--base", str(base), "-o", name, "--no-promote"]
        if number is not None:
            env = {**os.environ, "PYTHONWARNINGS": "error"}
            with subprocess.Popen(
                [sys.executable, "-m", "mtkit", *words], cwd=tmp_path, stderr=subprocess.PIPE, env=env, text=True
            ) as run:
                said = next(line for line in run.stderr if "step 1" in line or "step 2" in line)
                assert "left at most" in said
                run.send_signal(number)
                rest = run.stderr.read()
            assert run.returncode == (130 if number is signal.SIGINT else -signal.SIGKILL), rest
            assert (tmp_path / name / "state.safetensors").is_file() is (number is signal.SIGINT)
        done = mtkit(*words)
        assert ("goes on at step" in done.err) is (number is signal.SIGINT)
        assert "now translates" not in done.out, done.out
        ends.append((tmp_path / name / "source" / "model.safetensors").read_bytes())
    assert ends[0] == ends[1] == ends[2]


@pytest.mark.deep
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "--out DIR (-o) is missing"),
        (("-o", "x"), 2, "nothing to learn from"),
        (("-o", "x", "--base", "m", "--config", "c.toml"), 2, "give one of them"),
        (("-o", "x", "--base", "m"), 2, "--from LANG and --to LANG go with"),
        (("-o", "x", "--base", "m", "--from", "zh", "--to", "vi"), 2, "nothing to learn from"),
        (("-o", "x", "--base", "m/n", "--from", "zh", "--to", "vi", "--from-po", "a.po"), 4, "m/n is not here"),
        (
            ("-o", "x", "--base", "embedded", "--from", "vi", "--to", "th", "--from-po", "a.po"),
            2,
            "name another --base",
        ),
        (("-o", "x", "--base", "embedded", "--from", "zh", "--to", "zh-Hant", "--from-po", "a.po"), 2, "one language"),
        (("-o", "x", "--base", "embedded", "--from", "en", "--to", "vi", "--from-po", "a.po"), 2, "--monolingual FILE"),
        (
            ("-o", "x", "--base", "embedded", "--from", "en", "--to", "vi", "--from-po", "a.po", "--general", "g.tsv"),
            3,
            "a.po: cannot be read",
        ),
    ],
)
def test_a_wrong_call_is_one_line(mtkit: Mtkit, words: tuple[str, ...], code: int, says: str) -> None:
    done = mtkit("train", *words)
    assert done.code == code
    assert len(done.errors) == 1
    assert says in done.errors[0]


def test_without_torch_it_says_what_to_install(mtkit: Mtkit, tmp_path) -> None:
    code = "import sys; sys.modules['torch'] = None; sys.argv[0] = 'mtkit'; from mtkit.__main__ import run; run()"
    words = ("train", "--base", "embedded", "--from", "en", "--to", "vi", "--from-po", "a.po", "-o", "x")
    done = mtkit(*words, python=code)
    assert done.code == 4
    assert "training needs torch and transformers" in done.errors[0]
    assert not (tmp_path / "x").exists()
