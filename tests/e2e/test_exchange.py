"""A translator's and an editor's sessions with other tools, by the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import SAMPLES, Mtkit
from exchange_files import TRADOS_SDLXLIFF, WEBLATE_PO, WEBLATE_XLIFF

from mtkit import read_po
from mtkit.unit import State


def test_a_po_of_weblate_is_filled_in_in_place_and_a_second_call_does_nothing(mtkit: Mtkit, tmp_path: Path) -> None:
    path = tmp_path / "vi.po"
    path.write_text(WEBLATE_PO, encoding="utf-8")
    done = mtkit("translate", "vi.po", "--to", "vi", "--in-place")
    assert (done.code, done.out) == (0, "vi.po\n")
    assert "vi.po: 3 filled in for review, 2 had a translation; 1 left" in done.err
    assert "vi.po: line 55: not filled in: an ICU message with branches: translate it by hand" in done.err
    text = path.read_text(encoding="utf-8")
    for kept in ("%(desk)s", "<strong>%(count)d</strong>", "100%%", "{date:%d %B}"):
        assert text.count(kept) == 2
    assert mtkit("translate", "vi.po", "--to", "vi", "--in-place", "-q").code == 0
    assert path.read_text(encoding="utf-8") == text
    checked = mtkit("check", "vi.po", "--fail-on", "error", "--select", "C")
    assert checked.code == 0, checked
    assert not list(tmp_path.glob(".*"))


@pytest.mark.deep
def test_xliff_goes_to_a_folder_with_its_name(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "app.xliff").write_text(WEBLATE_XLIFF, encoding="utf-8")
    (tmp_path / "note.sdlxliff").write_text(TRADOS_SDLXLIFF, encoding="utf-8")
    done = mtkit("translate", "app.xliff", "note.sdlxliff", "--from", "en", "--to", "vi", "-o", "out", "--json")
    assert done.code == 0, done.err
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [(one["written"], len(one["filled"]), one["finished"]) for one in told] == [
        ("out/app.xliff", 2, 1), ("out/note.sdlxliff", 2, 1),
    ]  # fmt: skip
    assert 'state="needs-review-translation"' in (tmp_path / "out/app.xliff").read_text(encoding="utf-8")
    assert (tmp_path / "app.xliff").read_text(encoding="utf-8") == WEBLATE_XLIFF
    checked = mtkit("check", "out/app.xliff", "out/note.sdlxliff", "--select", "C", "--json")
    assert checked.code == 0, checked
    wrong = (tmp_path / "out/app.xliff").read_text(encoding="utf-8").replace(">Đã lưu<", ">Đã lưu 7 lần<")
    (tmp_path / "out/app.xliff").write_text(wrong, encoding="utf-8")
    checked = mtkit("check", "out/app.xliff", "--select", "N04", "--fail-on", "info", "--json")
    assert checked.code == 1
    assert [(json.loads(line)["unit"], json.loads(line)["code"]) for line in checked.out.splitlines()] == [
        ("done", "N04")
    ]


@pytest.mark.deep
@pytest.mark.parametrize("form", ["xliff2", "xliff12"])
def test_an_article_goes_to_a_translator_and_comes_back(mtkit: Mtkit, tmp_path: Path, form: str) -> None:
    assert mtkit("translate", SAMPLES / "forum.en.md", "--from", "en", "--to", "vi", "-o", "out").code == 0
    done = mtkit("export", "out", "--format", form, "-o", "to")
    assert (done.code, done.out) == (0, "to/forum.en.vi.xlf\n")
    path = tmp_path / "to/forum.en.vi.xlf"
    text = path.read_text(encoding="utf-8")
    assert mtkit("import", path, "--into", "out").code == 0
    assert {unit.state for unit in read_po(tmp_path / "out/forum.en.vi.po").units} == {State.RAW}
    # the translator signs off what is there, but writes one sentence anew and breaks the codes of another
    signed = text.replace('state="translated" subState="mtkit:raw"', 'state="final"').replace(
        "<trans-unit ", '<trans-unit approved="yes" '
    )
    signed = re.sub(r"(<source>Media partners .*?</source>\n<target.*?>).*?</target>", r"\1Đối tác.</target>", signed)
    element = "pc" if form == "xliff2" else "g"
    broken = re.search(rf"\n<target[^>]*>(?:(?!</target>).)*<{element} .*?</target>", signed)
    assert broken
    signed = signed.replace(broken[0], re.sub(rf"</?{element}\b[^>]*>", "", broken[0]))
    path.write_text(signed, encoding="utf-8")
    again = mtkit("export", "out", "--format", form, "-o", "to")
    assert again.code == 3
    assert "is there already, with work in it: 'mtkit import' it, or move it away" in again.err
    assert path.read_text(encoding="utf-8") == signed
    back = mtkit("import", path, "--into", "out/forum.en.vi.po", "--by", "Desk of the forum", "--json")
    assert back.code == 1
    told = json.loads(back.out)
    assert told["refused"] == 1
    assert re.search(r"not taken, codes are broken \(\{/?1\}.* missing\)", back.err)
    file = read_po(tmp_path / "out/forum.en.vi.po")
    states = [unit.state for unit in file.units]
    assert states.count(State.RAW) == 1
    assert states.count(State.APPROVED) == len(states) - 1
    assert "Đối tác." in {unit.target for unit in file.units}
    assert file.header["Last-Translator"] == "Desk of the forum"


@pytest.mark.deep
def test_a_conflict_is_set_aside_where_the_review_finds_it(mtkit: Mtkit, tmp_path: Path) -> None:
    from mtkit.review.edit_session import Session

    assert mtkit("translate", SAMPLES / "forum.en.md", "--from", "en", "--to", "vi", "-o", ".").code == 0
    assert mtkit("export", "forum.en.vi.po").code == 0
    path, po_path = tmp_path / "forum.en.vi.xlf", tmp_path / "forum.en.vi.po"
    first = read_po(po_path).units[0].target
    po_path.write_text(po_path.read_text(encoding="utf-8").replace(first, "Của biên tập viên"), encoding="utf-8")
    spelt = f"<target>{first}</target>\n</segment>"
    text = path.read_text(encoding="utf-8")
    assert text.count(spelt) == 1
    path.write_text(text.replace(spelt, spelt.replace(first, "Của người dịch")), encoding="utf-8")
    done = mtkit("import", "forum.en.vi.xlf")
    assert done.code == 1
    assert "was changed in the PO file too: the translator's text is set aside, in forum.en.vi.po.kept" in done.err
    assert read_po(po_path).units[0].target == "Của biên tập viên"
    session = Session([po_path])
    assert [entry.msgstr for entry in session.lost.values()] == ["Của người dịch"]


def test_one_file_may_be_named(mtkit: Mtkit, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO_TO_VI, encoding="utf-8")
    done = mtkit("export", "a.po", "--format", "xliff12", "-o", "out/for-linh.xlf")
    assert (done.code, done.out) == (0, "out/for-linh.xlf\n")
    assert (tmp_path / "out" / "for-linh.xlf").read_text(encoding="utf-8").startswith("<?xml")


def test_memories_for_omegat(mtkit: Mtkit, tmp_path: Path) -> None:
    assert mtkit("translate", SAMPLES / "forum.en.md", "--from", "en", "--to", "vi", "-o", "out").code == 0
    assert mtkit("export", "out", "--format", "tmx", "--mt", "-o", "omegat/tm/mt").code == 0
    assert (tmp_path / "omegat/tm/mt/forum.en.vi.tmx").read_text(encoding="utf-8").count("<tu ") > 20
    done = mtkit("export", "out", "--format", "tmx", "-o", "omegat/tm/auto")
    assert "0 approved translations" in done.err


PO_TO_VI = 'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"X-Source-Language: en\\n"\n\nmsgid "Save"\nmsgstr ""\n'


@pytest.mark.deep
@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["translate", "a.po", "--to", "vi"], 2, "say where the filled-in file goes: -o FILE or DIR, or --in-place"),
        (["translate", "a.po", "--to", "vi", "-o", "a.po"], 2, "that is what --in-place is for"),
        (["translate", "a.po", "--to", "vi", "-o", "."], 2, "that is what --in-place is for"),
        (["translate", "a.po", "--to", "vi", "--in-place", "-o", "x"], 2, "--in-place and -o exclude each other"),
        (["translate", "a.po", "--to", "vi", "--to", "th", "--in-place"], 2, "into one language"),
        (["translate", "a.po", "b.txt", "--to", "vi", "--in-place"], 2, "name them in calls of their own"),
        (["translate", "t.pot", "--to", "vi", "--in-place"], 2, "a template serves all languages"),
        (["translate", "a.po", "--to", "th", "--in-place"], 3, "a.po: is into Vietnamese by its header"),
        (["translate", "gone.po", "--to", "vi", "--in-place"], 3, "gone.po: cannot be read"),
        (["translate", "b.txt", "--to", "vi"], 2, "name the language of the articles: --from LANG"),
        (["translate", "b.txt", "--from", "en", "--to", "vi", "--in-place"], 2, "--in-place is for PO and XLIFF files"),
        (["translate", "bomb.xlf", "--to", "vi", "--in-place"], 3, "declares or uses an entity of its own"),
        (["translate", "a.po", "--to", "vi", "--in-place", "--format", "jsonl"], 2, "are for articles"),
        (["export", "gone.po"], 3, "gone.po: cannot be read"),
        (["export", "empty"], 2, "no PO files in this folder"),
        (["export", "a.po", "--mt"], 2, "--mt is for --format tmx"),
        (["export", "a.po", "sub/a.po", "-o", "x"], 2, "would both be written to x/a.xlf"),
        (["export", "a.po", "sub/a.po", "-o", "x.xlf"], 2, "would both be written to x.xlf"),
        (["export", "a.po", "-o", "-"], 2, "-o - is no place"),
        (["memory", "export", "-"], 2, "goes to the disk, not to stdout"),
        (["import", "a.tmx"], 2, "mtkit memory import"),
        (["import", "gone.xlf"], 3, "gone.xlf: cannot be read"),
        (["import", "bomb.xlf"], 3, "an entity of its own"),
        (["import", "other.xlf"], 3, "name it with --into"),
        (["import", "named.xlf"], 2, "nowhere.po is not there: name the PO file with --into"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    mtkit: Mtkit, tmp_path: Path, args: list[str], code: int, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "sub").mkdir()
    for name in ("a.po", "sub/a.po"):
        (tmp_path / name).write_text(PO_TO_VI, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Save", encoding="utf-8")
    (tmp_path / "bomb.xlf").write_text('<!DOCTYPE xliff [<!ENTITY a "b">]><xliff version="1.2"/>', encoding="utf-8")
    (tmp_path / "other.xlf").write_text('<xliff version="1.2"/>', encoding="utf-8")
    (tmp_path / "named.xlf").write_text('<xliff version="1.2"><file original="nowhere.po"/></xliff>', encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = mtkit(*args)
    assert done.code == code, done
    assert said in done.err
    assert len(done.errors) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
