"""From article to PO with the model in the box, as the README's first command does it."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from command import SAMPLES, Mtkit

from mtkit import Glossary, read, read_po, segments_of
from mtkit.unit import State

TARGETS = ("zh", "id", "vi", "th")
DAY = date(2025, 9, 18)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English sample in four languages, made once for the tests of this file."""
    import os
    import sys

    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "mtkit", "translate", str(SAMPLES / "forum.en.md"), "--from", "en", "-o", "out"]
    for target in TARGETS:
        command += ["--to", target]
    env = {**os.environ, "MTKIT_HOME": str(folder / "home"), "PYTHONWARNINGS": "error"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "embedded" in done.stderr
    assert done.stdout.split() == [f"out/forum.en.{target}.po" for target in TARGETS]
    return folder


@pytest.mark.parametrize("target", TARGETS)
def test_every_glossary_term_is_in_its_approved_form(made: Path, target: str) -> None:
    glossary = Glossary.bundled()
    units = read_po(made / f"out/forum.en.{target}.po").units
    seen = 0
    for unit in units:
        wanted: dict[str, int] = {}
        for use in unit.terms:
            if use.target and use.concept in glossary and glossary[use.concept].approved(target, DAY):
                wanted[use.concept] = wanted.get(use.concept, 0) + 1
        for concept, times in wanted.items():
            found = glossary.occurrences(unit.target, target, concept, day=DAY)
            assert len(found) >= times, (unit.segment.text, unit.target, concept)
            seen += times
    assert seen > 20


@pytest.mark.parametrize("target", TARGETS)
def test_units_are_fuzzy_in_order_and_none_is_lost(made: Path, target: str) -> None:
    document = read(SAMPLES / "forum.en.md", lang="en")
    units = read_po(made / f"out/forum.en.{target}.po").units
    assert [unit.segment.text for unit in units] == [segment.text for segment in segments_of(document)]
    assert {unit.state for unit in units} == {State.RAW}
    assert all(unit.trail and unit.trail[-1].model.startswith("mtkit-embedded@") for unit in units)


def test_gettext_accepts_the_files(made: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("msgfmt (gettext) is not installed")
    for target in TARGETS:
        command = [msgfmt, "-c", "--use-fuzzy", "-o", "/dev/null", str(made / f"out/forum.en.{target}.po")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_urls_addresses_and_markup_survive(made: Path) -> None:
    text = (made / "out/forum.en.vi.po").read_text(encoding="utf-8")
    held = [line for line in text.splitlines() if "desk@forum.example.org" in line and not line.startswith("#")]
    assert [line.partition(" ")[0] for line in held] == ["msgid", "msgstr"]


def test_a_second_run_changes_nothing_and_says_so(made: Path, mtkit: Mtkit) -> None:
    before = {path.name: path.read_bytes() for path in (made / "out").iterdir()}
    sample = SAMPLES / "forum.en.md"
    again = mtkit("translate", sample, "--from", "en", "--to", "zh", "--to", "th", "-o", made / "out")
    assert again.code == 0
    assert again.err.count("already made") == 2
    fresh = mtkit("translate", sample, "--from", "en", "--to", "zh", "--to", "th", "-o", made / "again")
    assert fresh.code == 0
    for path in (made / "again").iterdir():
        assert path.read_bytes() == before[path.name]


def test_a_file_that_a_person_worked_on_is_not_written_over(made: Path, mtkit: Mtkit, tmp_path: Path) -> None:
    target = tmp_path / "forum.en.zh.po"
    text = (made / "out/forum.en.zh.po").read_text(encoding="utf-8")
    target.write_text(text.replace("#, fuzzy\n", "", 1), encoding="utf-8")
    kept = target.read_bytes()
    result = mtkit("translate", SAMPLES / "forum.en.md", "--from", "en", "--to", "zh", "--beam", "1", "-o", tmp_path)
    assert result.code == 3
    assert "a person" in result.errors[0]
    assert target.read_bytes() == kept


def test_the_article_comes_back_in_its_layout(mtkit: Mtkit, tmp_path: Path) -> None:
    result = mtkit("translate", SAMPLES / "forum.zh.md", "--from", "zh", "--to", "en", "--format", "text")
    assert result.code == 0
    made_text = (tmp_path / "forum.zh.en.md").read_text(encoding="utf-8")
    source = (SAMPLES / "forum.zh.md").read_text(encoding="utf-8")
    assert made_text.count("\n") == source.count("\n")
    for kept in ("---\n", "| --- | --- | ---: |", "## ", "> ", "](https://forum.example.org/2025/programme)"):
        assert kept in made_text
    assert "ASEAN-China Centre" in made_text
    assert "China International Communications Group" in made_text


def test_stdin_to_stdout_as_text_and_as_json_lines(mtkit: Mtkit) -> None:
    text = "论坛由中国外文局和东盟秘书处共同主办。\n会议结束。\n".encode()
    plain = mtkit("translate", "-", "--from", "zh", "--to", "vi", "--format", "text", "-q", stdin=text)
    assert (plain.code, plain.err) == (0, "")
    assert plain.out.count("\n") == 2
    assert "Ban Thư ký ASEAN" in plain.out
    lines = mtkit("translate", "-", "--from", "zh", "--to", "vi", "--format", "jsonl", stdin=text).out.splitlines()
    first = json.loads(lines[0])
    assert first["source"] == "论坛由中国外文局和东盟秘书处共同主办。"
    assert {term["concept"] for term in first["terms"]} == {"cicg", "asean_sec"}
    assert len(lines) == 2
    headed = "---\ntitle: 东盟秘书处发布公报\ndate: 2025-03-04\n---\n\n会议结束。\n".encode()
    made = mtkit("translate", "-", "--from", "zh", "--to", "vi", stdin=headed).out
    assert '"Project-Id-Version: 东盟秘书处发布公报\\n"' in made and 'msgid "date: 2025-03-04"' not in made


def test_as_of_picks_the_name_in_force(mtkit: Mtkit) -> None:
    call = ["translate", "-", "--from", "zh", "--to", "en", "--format", "text", "-q"]
    text = "中国外文局主办论坛。".encode()
    assert "China International Communications Group" in mtkit(*call, "--as-of", "2025-01-01", stdin=text).out
    assert "China International Publishing Group" in mtkit(*call, "--as-of", "2020-01-01", stdin=text).out
    bare = mtkit(*call, "--no-glossary", stdin=text).out
    assert bare.strip()


def test_an_own_glossary_is_obeyed_and_the_wrong_form_in_the_source_is_understood(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "concept,kind,lang,term,status,case,authority,confidence\n"
        "desk,body,en,Joint Picture Desk,approved,sentence,the desk,high\n"
        "desk,body,en,Common Photo Office,forbidden,any,the desk,high\n"
        "desk,body,vi,Ban Ảnh chung,approved,sentence,the desk,high\n",
        encoding="utf-8",
    )
    call = ["translate", "-", "--from", "en", "--to", "vi", "--format", "text", "-q", "--glossary", "own.csv"]
    out = mtkit(*call, stdin=b"The Common Photo Office opened on Monday.\n").out
    assert "Ban Ảnh chung" in out


@pytest.mark.parametrize(
    "source",
    [
        "vi",
        "my",
        *(pytest.param(code, marks=pytest.mark.deep) for code in ("id", "ms", "fil", "th", "lo", "km", "ta", "pt")),
    ],
)
def test_every_language_goes_straight_to_chinese(mtkit: Mtkit, source: str) -> None:
    glossary = Glossary.bundled()
    asean = glossary["asean"].approved(source, DAY)
    assert asean is not None
    text = f"{asean.text} 2025\n".encode()
    result = mtkit(
        "translate", "-", "--from", source, "--to", "zh", "--format", "jsonl", "-q", "--allow-low-quality", stdin=text
    )
    assert result.code == 0
    unit = json.loads(result.out.splitlines()[0])
    assert "东盟" in unit["target"]
    assert [hop["pair"] for hop in unit["trail"]] == [f"{source}-zh"]


def test_torch_and_transformers_are_not_needed(mtkit: Mtkit, tmp_path: Path) -> None:
    block = (
        "import sys\n"
        "sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "from mtkit.cli.app import main\nmain()\n"
    )
    (tmp_path / "a.txt").write_text("东盟秘书处发布公报。\n", encoding="utf-8")
    assert mtkit("translate", "a.txt", "--from", "zh", "--to", "vi", python=block).code == 0
    assert mtkit("check", "a.vi.po", python=block).code in {0, 1}
    assert mtkit("segment", "a.txt", "--from", "zh", python=block).code == 0
    assert mtkit("glossary", "find", "东盟", "--from", "zh", python=block).code == 0


def test_one_line_of_python(tmp_path: Path) -> None:
    import mtkit as library

    text = library.translate("东盟秘书处发布公报。", source="zh", target="vi")
    assert "Ban Thư ký ASEAN" in text
