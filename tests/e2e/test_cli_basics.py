"""Starting up, helping, segmenting, and refusing bad input in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import SAMPLES, Mtkit


def test_help_names_every_verb_and_the_exit_codes(mtkit: Mtkit) -> None:
    result = mtkit("--help")
    assert result.code == 0
    for verb in ("translate", "check", "segment", "show", "glossary", "models", "train", "evaluate"):
        assert f"  {verb} " in result.out
    assert "130" in result.out


@pytest.mark.parametrize("verb", ["--help", "check --help", "glossary find 东盟 --from zh", "segment - --from zh"])
def test_no_verb_but_translate_loads_an_engine(mtkit: Mtkit, verb: str) -> None:
    code = (
        "import sys\n"
        "from mtkit.cli.app import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    heavy = {'torch', 'transformers', 'ctranslate2', 'sentencepiece', 'numpy'} & set(sys.modules)\n"
        "    print('loaded', sorted(heavy), file=sys.stderr)\n"
    )
    assert "loaded []" in mtkit(*verb.split(), python=code, stdin="东盟峰会开幕。".encode()).err


def test_version(mtkit: Mtkit) -> None:
    assert mtkit("--version").out.startswith("mtkit 0.")


@pytest.mark.parametrize("call", ["check a.po --format xliff3", "export a.po --format xliff3", "proof a.po --ui xx"])
def test_a_word_that_is_none_of_an_options_is_told_with_those_that_are(mtkit: Mtkit, call: str) -> None:
    result = mtkit(*call.split())
    assert result.code == 2
    last = result.err.splitlines()[-1]
    assert last.startswith(f"Error: Invalid value for '{call.split()[2]}': '{call.split()[3]}' is not one of '")


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.name)
def test_json_segments_tile_the_file(mtkit: Mtkit, sample: Path) -> None:
    lang = sample.name.split(".")[1]
    lines = [json.loads(line) for line in mtkit("segment", sample, "--from", lang, "--json").out.splitlines()]
    text = sample.read_text(encoding="utf-8")
    assert "".join(line["text"] for line in lines) == text
    at = 0
    for line in lines:
        assert line["start"] == at
        assert text[line["start"] : line["end"]] == line["text"]
        at = line["end"]
    assert len({line["id"] for line in lines}) == len(lines)


def test_segments_of_stdin_one_a_line(mtkit: Mtkit) -> None:
    result = mtkit("segment", "-", "--from", "zh", stdin="“会议很成功。”他说。论坛由中国外文局主办。".encode())
    assert result.out.splitlines() == ["“会议很成功。”他说。", "论坛由中国外文局主办。"]


BAD = {
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 3),
    "nul.txt": (b"abc\x00def", 3),
    "broken.txt": ("论坛".encode() + b"\xff\xfe\xfa" + "开幕。".encode(), 3),
    "paper.pdf": (b"%PDF-1.7 ...", 3),
    "archive.docx": (b"PK\x03\x04....", 3),
}


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(BAD))
@pytest.mark.parametrize("verb", ["segment", "translate"])
def test_what_cannot_be_read_is_one_line_and_exit_code_3(mtkit: Mtkit, tmp_path: Path, name: str, verb: str) -> None:
    data, code = BAD[name]
    (tmp_path / name).write_bytes(data)
    result = mtkit(verb, name, "--from", "zh", *(["--to", "en"] if verb == "translate" else []))
    assert result.code == code
    assert len(result.errors) == 1
    assert name in result.errors[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["segment", "gone.txt", "--from", "zh"], 3, "gone.txt"),
        (["segment", "-", "--from", "klingon"], 2, "unknown language 'klingon'"),
        (["translate", "-", "--from", "zh", "--to", "vii"], 2, "did you mean 'vi'"),
        (["translate", "-", "--from", "zh", "--to", "vi", "--as-of", "soon"], 2, "2026-01-31"),
        (["translate", "-", "--from", "zh", "--to", "vi", "--model", "no/such/folder"], 4, "no/such/folder"),
        (["translate", "-", "--from", "tet", "--to", "zh"], 4, "tet"),
        (["translate", "-", "--from", "zh", "--to", "vi", "--glossary", "none.csv"], 3, "none.csv"),
        (["check", "notes.txt"], 2, "--to LANG"),
        (["check", "gone.po"], 3, "gone.po"),
        (["check", "a.txt", "--from", "zh"], 2, "--to"),
        (["glossary", "lint", "gone.csv"], 3, "gone.csv"),
        (["frobnicate"], 2, "frobnicate"),
        (["translate", "-", "--to", "vi"], 2, "--from"),
    ],
)
def test_a_wrong_call_says_what_and_the_mend(mtkit: Mtkit, args: list[str], code: int, says: str) -> None:
    result = mtkit(*args, stdin="会议结束。".encode())
    assert result.code == code, result
    assert says in result.err
    assert result.out == ""


def test_a_folder_goes_on_past_a_bad_file(mtkit: Mtkit, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("会议结束。\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01")
    (folder / "deep" / "c.md").write_text("# 论坛开幕\n", encoding="utf-8")
    result = mtkit("translate", "articles", "--from", "zh", "--to", "en", "-o", "out")
    assert result.code == 3
    assert len(result.errors) == 1
    assert sorted(p.relative_to(tmp_path / "out").as_posix() for p in tmp_path.glob("out/**/*.po")) == [
        "a.en.po",
        "deep/c.en.po",
    ]
