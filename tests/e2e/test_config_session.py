"""A desk settles things once: mtkit init, mtkit.toml, and every verb from then on."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command import Mtkit

ARTICLE = "东盟秘书长在雅加达会见中国大使。\n\n双方说：“合作很好。”\n"


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has settled nothing, with a home of their own."""
    names = ("MTKIT_CONFIG", "MTKIT_PROFILE", "MTKIT_MEMORY", "MTKIT_CACHE", "MTKIT_THREADS")
    return {**dict.fromkeys(names, ""), "HOME": str(tmp_path), "MTKIT_HOME": str(tmp_path / "home")}


@pytest.mark.deep
def test_a_new_desk_from_init_to_the_merged_article(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    (tmp_path / "forum.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.bak", encoding="utf-8")
    begun = mtkit("init", "--to", "vi", env=alone)
    assert (begun.code, begun.out.split()) == (0, ["glossaries/desk.csv", ".gitignore", "mtkit.toml"])
    assert begun.err.splitlines()[1:] == [
        "  mtkit translate forum.md",
        "  mtkit review out/forum.vi.po",
        "  mtkit merge forum.md out/forum.vi.po",
    ]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.bak\nout/\n"
    written = (tmp_path / "mtkit.toml").read_text(encoding="utf-8")
    assert 'from = "zh"  # as in forum.md' in written

    again = mtkit("init", "--to", "th", env=alone)
    assert (again.code, again.out) == (2, "")
    assert (tmp_path / "mtkit.toml").read_text(encoding="utf-8") == written

    assert mtkit("config", "check", env=alone).code == 0
    assert mtkit("config", "path", env=alone).out.strip() == str(tmp_path / "mtkit.toml")

    # what the file says and what is typed give the same bytes
    assert mtkit("translate", "forum.md", env=alone).out == "out/forum.vi.po\n"
    typed = mtkit("translate", "forum.md", "--from", "zh", "--to", "vi", "-o", "typed", "-g", "china-asean",
                  "-g", "glossaries/desk.csv", env={**alone, "MTKIT_CONFIG": "off"})  # fmt: skip
    assert typed.code == 0
    assert (tmp_path / "typed/forum.vi.po").read_bytes() == (tmp_path / "out/forum.vi.po").read_bytes()

    # from below, the file counts as well, and its paths are its own
    (tmp_path / "articles").mkdir()
    inside = [sys.executable, "-m", "mtkit", "translate", "../forum.md"]
    done = subprocess.run(inside, cwd=tmp_path / "articles", env={**os.environ, **alone}, capture_output=True, text=True, check=False)  # noqa: E501 # fmt: skip
    assert done.returncode == 0
    assert "../out/forum.vi.po: already made, nothing has changed" in done.stderr

    # stdin still goes to stdout
    piped = mtkit("translate", "-", "--format", "text", stdin=ARTICLE.encode(), env=alone)
    assert piped.code == 0
    assert "ASEAN" in piped.out

    # words of the house by language; the command line wins
    with (tmp_path / "mtkit.toml").open("a", encoding="utf-8") as file:
        file.write('[disclosure-text]\nvi = "Bản dịch máy."\nth = "แปลด้วยเครื่อง"\n')
    merged = mtkit("merge", "forum.md", "out/forum.vi.po", "--allow-unreviewed", "-o", "-", env=alone)
    assert merged.out.rstrip().endswith("*Bản dịch máy.*")
    own = mtkit("merge", "forum.md", "out/forum.vi.po", "--allow-unreviewed", "-o", "-", "--disclosure-text", "Dịch bởi máy", env=alone)  # noqa: E501 # fmt: skip
    assert own.out.rstrip().endswith("*Dịch bởi máy*")
    none = mtkit("merge", "forum.md", "out/forum.vi.po", "--allow-unreviewed", "-o", "-", "--no-disclosure", env=alone)
    assert "Bản dịch" not in none.out


@pytest.mark.deep
def test_profiles_the_environment_and_the_command_line(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    (tmp_path / "mtkit.toml").write_text(
        'from = "zh"\nto = ["vi"]\nbeam = 2\nglossary = "china-asean"\nmemory = "desk.sqlite"\n'
        '[profile.radio]\nto = ["id"]\nbeam = 3\n[profile.radio.style]\nquotes = "straight"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")

    def signature(*args: str, **env: str) -> str:
        done = mtkit(*args, env={**alone, **env})
        assert done.code == 0, done.err
        return next(line for line in done.out.splitlines() if line.startswith('"X-Mtkit-Signature'))

    assert "|beam:2|" in signature("translate", "a.txt", "-o", "-")
    radio = signature("--profile", "radio", "translate", "a.txt", "-o", "-")
    assert "|beam:3|" in radio
    assert radio.endswith('|style:quotes=straight\\n"')
    assert signature("translate", "a.txt", "-o", "-", MTKIT_PROFILE="radio") == radio
    assert "|beam:1|" in signature("translate", "a.txt", "-o", "-", "--beam", "1", "--profile", "radio")
    row = signature("translate", "a.txt", "-o", "-", "--profile", "radio", "--style", "ellipsis=sign")
    assert row.endswith('|style:quotes=straight,ellipsis=sign\\n"')
    assert "|glossary:none|" in signature("translate", "a.txt", "-o", "-", "--no-glossary")

    waiting = mtkit("translate", "a.txt", "-o", "-", "--format", "text", env=alone)
    assert "desk.sqlite: no memory here yet (mtkit.toml:5): nothing to reuse" in waiting.err
    assert mtkit("translate", "a.txt", "-o", "-", "--memory", "none.sqlite", env=alone).code != 0
    shown = json.loads(mtkit("config", "show", "--json", "--profile", "radio", env={**alone, "MTKIT_THREADS": "2"}).out)
    assert shown["profile"] == "radio"
    assert shown["values"]["threads"] == {"value": "2", "origin": "MTKIT_THREADS"}
    assert shown["values"]["beam"] == {"value": 3, "origin": "mtkit.toml:8"}
    assert shown["values"]["from"] == {"value": "zh", "origin": "mtkit.toml:1"}
    assert shown["values"]["mentions"]["origin"] == "default"
    lines = mtkit("config", "show", env=alone).out.splitlines()
    assert any(line.split() == ["to", "vi", "(mtkit.toml:2)"] for line in lines)


@pytest.mark.deep
def test_a_wrong_file_stops_every_verb_that_asks_it_and_no_other(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:  # fmt: skip # noqa: E501
    (tmp_path / "mtkit.toml").write_text('from = "zh"\ntoo = ["vi"]\n[checks]\nignore = 1\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    said = [
        "mtkit: error: mtkit.toml:2: unknown key 'too': did you mean 'to'?",
        'mtkit: error: mtkit.toml:4: checks.ignore is a list such as ["one", "two"], not 1',
    ]
    for verb in (["translate", "a.txt"], ["status", "a.po"], ["config", "show"], ["config", "check"]):
        done = mtkit(*verb, env=alone)
        assert (done.code, done.errors, done.out) == (2, said, ""), verb
    for verb in (["--help"], ["translate", "--help"], ["glossary", "stats"], ["config", "path"]):
        assert mtkit(*verb, env=alone).code == 0, verb
    assert mtkit("status", "nothing.po", env={**alone, "MTKIT_CONFIG": "off"}).code == 3


def test_config_check_looks_at_what_the_file_names(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    (tmp_path / "mtkit.toml").write_text(
        'fields = "gone.toml"\nglossary = ["china-asean", "gone.csv"]\nmodel = "./gone"\n'
        '[profile.a.checks]\nselect = ["N99"]\n',
        encoding="utf-8",
    )
    done = mtkit("config", "check", env=alone)
    assert done.code == 2
    assert [line.split(": ")[2] for line in done.errors] == [
        "mtkit.toml:2",
        "mtkit.toml:1",
        "mtkit.toml:3",
        "mtkit.toml:5",
    ]
    assert "gone.csv" in done.errors[0]
    assert "N99" in done.errors[3]


@pytest.mark.deep
def test_a_finding_that_the_desk_accepts_is_silent(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    (tmp_path / "a.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'
        '"X-Source-Language: zh\\n"\n\nmsgid "会议有12国参加。"\nmsgstr "Hội nghị có 13 nước tham dự."\n',
        encoding="utf-8",
    )
    assert "N01" in mtkit("check", "a.po", env=alone).out
    (tmp_path / "mtkit.toml").write_text('[checks.silenced]\n"会议有12国参加。" = "N01"\n', encoding="utf-8")
    done = mtkit("check", "a.po", env=alone)
    assert (done.code, done.out) == (0, "")
    assert "N01" not in mtkit("status", "a.po", env=alone).out
    assert "N01" in mtkit("status", "a.po", env={**alone, "MTKIT_CONFIG": "off"}).out
    assert mtkit("check", "a.po", "--silence", "N01", env=alone).code == 2


def test_a_file_that_names_its_source_is_taken_at_its_word(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    (tmp_path / "mtkit.toml").write_text('from = "zh"\nto = ["vi"]\noutput = "out"\n', encoding="utf-8")
    (tmp_path / "site.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'
        '"X-Source-Language: en\\n"\n\nmsgid "The forum opened in Jakarta."\nmsgstr ""\n',
        encoding="utf-8",
    )
    done = mtkit("translate", "site.po", "--in-place", env=alone)
    assert done.code == 0, done.err
    assert "Jakarta" in (tmp_path / "site.po").read_text(encoding="utf-8").rpartition("msgstr")[2]


def test_init_tells_by_itself_what_a_folder_holds(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    desk = tmp_path / "desk"
    (desk / "glossaries").mkdir(parents=True)
    (desk / "glossaries" / "ours.csv").write_text("concept,kind,lang,term,status\n", encoding="utf-8")
    (desk / "old.vi.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'
        '"X-Source-Language: th\\n"\n\nmsgid "สวัสดี"\nmsgstr "Xin chào"\n',
        encoding="utf-8",
    )
    done = mtkit("init", "desk", "--yes", env=alone)
    assert (done.code, done.out.split()) == (0, ["desk/.gitignore", "desk/mtkit.toml"])
    text = (desk / "mtkit.toml").read_text(encoding="utf-8")
    assert 'from = "th"  # as in old.vi.po' in text
    assert 'to = ["vi"]' in text
    assert 'glossary = ["china-asean", "glossaries/ours.csv"]' in text
    bare = mtkit("init", "bare", env=alone)
    assert "name your languages in bare/mtkit.toml" in bare.err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert mtkit("init", "file", env=alone).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_init_makes_no_desk_from_a_language_into_itself(mtkit: Mtkit, tmp_path: Path, alone: dict[str, str]) -> None:
    done = mtkit("init", "desk", "--from", "zh", "--to", "vi", "--to", "zh", "--yes", env=alone)
    assert (done.code, done.err) == (2, "mtkit: error: zh is both --from and --to: leave it out of the targets\n")
    assert not (tmp_path / "desk").exists()


def test_init_asks_on_a_terminal_for_what_it_cannot_find(tmp_path: Path, alone: dict[str, str]) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "mtkit", "init"]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **alone}, stdin=slave, stdout=subprocess.PIPE, stderr=slave) as process:  # noqa: E501 # fmt: skip
        os.close(slave)
        os.write(master, b"km\nvi, xx\nvi, th\n")
        assert process.wait(timeout=60) == 0
        said = os.read(master, 65536).decode()
    os.close(master)
    assert "unknown language 'xx'" in said
    text = (tmp_path / "mtkit.toml").read_text(encoding="utf-8")
    assert 'from = "km"\nto = ["vi", "th"]\n' in text
