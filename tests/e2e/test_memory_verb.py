"""The memory as a desk uses it: translate, approve, keep, translate the next article, exchange."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Mtkit
from typer.testing import CliRunner

from mtkit import read_po
from mtkit.cli.app import app
from mtkit.errors import MtkitError
from mtkit.memory import Memory
from mtkit.unit import Origin, State

ARTICLE = """China-ASEAN media forum opens in Nanning

Journalists from eleven countries met in Nanning on Thursday. They agreed to exchange 200 programmes next year.

The forum ends on Saturday.
"""
TRANSLATE = ("--from", "en", "--to", "vi", "-o", "out", "-q")


def approve(path: Path, *, but: str = "") -> None:
    """Sign off every unit of a PO file, as a person does in an editor, but the one with the text ``but``."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    blocks = [block if but and but in block else block.replace("#, fuzzy\n", "") for block in blocks]
    text = "\n\n".join(blocks)
    text = text.replace("mtkit (machine translation, not reviewed)", "Lan <lan@example.org>")
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def desk(mtkit: Mtkit, tmp_path: Path) -> Path:
    """A folder with a memory of one approved article."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert mtkit("translate", "a.txt", *TRANSLATE).code == 0
    approve(tmp_path / "out/a.vi.po", but="ends on Saturday")
    done = mtkit("memory", "add", "out", "--memory", "m.sqlite", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["added"], told["skipped"]) == (3, {"raw": 1})
    return tmp_path


def test_the_next_article_reuses_what_was_approved(mtkit: Mtkit, desk: Path) -> None:
    (desk / "b.txt").write_text(ARTICLE.replace("200", "300").replace("Saturday", "Sunday"), encoding="utf-8")
    done = mtkit("translate", "b.txt", *TRANSLATE, "--memory", "m.sqlite", "--memory-approved")
    assert done.code == 0
    units = read_po(desk / "out/b.vi.po").units
    assert [(unit.state, unit.origin) for unit in units] == [
        (State.RAW, Origin.MEMORY),
        (State.APPROVED, Origin.MEMORY),
        (State.RAW, Origin.MACHINE),
        (State.RAW, Origin.MACHINE),
    ]
    text = (desk / "out/b.vi.po").read_text(encoding="utf-8")
    assert "#. mtkit-memory: approved 100% | Lan <lan@example.org> | " in text
    assert text.count("#. mtkit-tm: 80% ") == 1
    assert "number 300 → 200" in text
    again = mtkit("translate", "b.txt", *TRANSLATE[:-1], "--memory", "m.sqlite", "--memory-approved")
    assert "already made, nothing has changed" in again.err
    assert (desk / "out/b.vi.po").read_text(encoding="utf-8") == text
    assert mtkit("memory", "add", "out/b.vi.po", "--memory", "m.sqlite").out.startswith("out/b.vi.po: 0 added")
    stats = json.loads(mtkit("memory", "stats", "--memory", "m.sqlite", "--json", "--verify").out)
    assert (stats["entries"], stats["used"], stats["pairs"], stats["damage"]) == (3, 2, {"en-vi": 3}, [])


@pytest.mark.deep
def test_the_memory_of_the_environment_is_used_and_can_be_left_out(mtkit: Mtkit, desk: Path) -> None:
    env = {"MTKIT_MEMORY": "m.sqlite"}
    (desk / "b.txt").write_text(ARTICLE, encoding="utf-8")
    assert "from the memory" in mtkit("translate", "b.txt", *TRANSLATE[:-1], env=env).err
    none = mtkit("translate", "b.txt", *TRANSLATE[:-1], "--no-memory", "-o", "alone", env=env)
    assert "from the memory" not in none.err
    missing = mtkit("translate", "b.txt", *TRANSLATE[:-1], "-o", "new", env={"MTKIT_MEMORY": "not-yet.sqlite"})
    assert missing.code == 0
    assert "no memory here yet" in missing.err
    assert not (desk / "not-yet.sqlite").exists()


@pytest.mark.deep
def test_exchange_search_and_prune(mtkit: Mtkit, desk: Path) -> None:
    where = ("--memory", "m.sqlite")
    assert mtkit("memory", "export", "tm/auto/desk.tmx", *where).out == "tm/auto/desk.tmx\n"
    assert "3 added" in mtkit("memory", "import", "tm/auto/desk.tmx", "--memory", "n.sqlite").out
    assert "3 known" in mtkit("memory", "import", "tm/auto/desk.tmx", "--memory", "n.sqlite").out
    found = mtkit(
        "memory", "search", "They agreed to exchange 400 programmes next year.", *where, "-f", "en", "-t", "vi"
    )
    assert found.out.startswith("80% (number 400 → 200)\ten-vi\tThey agreed")
    assert len(mtkit("memory", "search", "NANNING", *where).out.splitlines()) == 2
    gone = mtkit("memory", "prune", "--document", "a.txt", "--dry-run", *where)
    assert "3 would be removed" in gone.err
    assert "3 removed" in mtkit("memory", "prune", "--document", "a.txt", *where).err
    assert mtkit("memory", "search", "Nanning", *where).out == ""


@pytest.mark.deep
def test_raw_text_is_kept_apart_and_only_where_it_is_asked_for(mtkit: Mtkit, desk: Path) -> None:
    where = ("--memory", "m.sqlite")
    assert "0 raw machine texts" in mtkit("memory", "export", "mt.tmx", "--mt", *where).err
    assert "1 of raw machine text, kept apart" in mtkit("memory", "add", "out", "--mt", *where).out
    assert mtkit("memory", "search", "Saturday", *where).out == ""
    mtkit("memory", "export", "mt.tmx", "--mt", *where)
    mtkit("memory", "export", "good.tmx", *where)
    assert "Saturday" in (desk / "mt.tmx").read_text(encoding="utf-8")
    assert "Saturday" not in (desk / "good.tmx").read_text(encoding="utf-8")
    back = mtkit("memory", "import", "mt.tmx", "--memory", "n.sqlite")
    assert "0 added" in back.out
    assert "1 of raw machine text, kept apart" in back.out


@pytest.mark.deep
def test_an_approval_with_an_error_is_kept_and_named_or_left_out(mtkit: Mtkit, desk: Path) -> None:
    po = desk / "out/a.vi.po"
    po.write_text(po.read_text(encoding="utf-8").replace(", 200 ", ", 2000 "), encoding="utf-8")
    named = mtkit("memory", "add", "out", "--memory", "m.sqlite")
    assert "approved with an error, kept all the same: N0" in named.err
    assert "1 changed" in named.out
    strict = mtkit("memory", "add", "out", "--memory", "other.sqlite", "--strict")
    assert "left out: 1 raw, 1 with errors" in strict.out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["memory", "stats", "--memory", "none.sqlite"], 3, "there is no memory here"),
        (["memory", "stats", "--memory", "a.txt"], 3, "is no sound translation memory"),
        (["memory", "stats", "--memory", ""], 2, "--memory is empty"),
        (["memory", "add", "empty", "--memory", "m.sqlite"], 3, "no PO files in this folder"),
        (["memory", "search", " ", "--memory", "m.sqlite"], 2, "nothing to search for"),
        (["memory", "search", "x", "--from", "zh", "--memory", "m.sqlite"], 2, "name both languages"),
        (["memory", "import", "a.txt", "--memory", "m.sqlite"], 3, "is no well-formed XML"),
        (["memory", "import", "none.tmx", "--memory", "m.sqlite"], 3, "cannot be read"),
        (["memory", "export", "m.sqlite", "--memory", "m.sqlite"], 2, "is the memory itself"),
        (["memory", "prune", "--memory", "m.sqlite"], 2, "nothing says what to prune"),
        (["memory", "prune", "--before", "soon", "--memory", "m.sqlite"], 2, "is not a date"),
        (["translate", "a.txt", *TRANSLATE, "--memory", "none.sqlite"], 3, "there is no memory here"),
        (["translate", "a.txt", *TRANSLATE, "--memory", "m.sqlite", "--no-memory"], 2, "exclude each other"),
    ],
)
def test_what_cannot_be_is_one_line_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    Memory.open(tmp_path / "m.sqlite").close()
    error = CliRunner().invoke(app, args).exception
    assert isinstance(error, MtkitError)
    assert error.exit_code == code
    assert said in str(error)
    assert "\n" not in str(error)


def test_no_memory_is_begun_for_files_that_are_not_there(mtkit: Mtkit, tmp_path: Path) -> None:
    done = mtkit("memory", "add", "nothing.po", "--memory", "new.sqlite")
    assert (done.code, done.err.strip()) == (3, "mtkit: error: nothing.po: no such file")
    assert not (tmp_path / "new.sqlite").exists()
