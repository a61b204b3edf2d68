"""What other programs make of a PO file, and what a broken one is told."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from po_articles import VI_HEADER, ZH_VI, gettext, segment, vietnamese

from mtkit.errors import PoSyntaxError
from mtkit.formats import po
from mtkit.formats.po_second import NotReadError, cut, meant, new_blocks, second_reading
from mtkit.formats.sidecar import sidecar_path
from mtkit.unit import State, Unit

needs_gettext = pytest.mark.skipif(
    shutil.which("msgcat") is None, reason="gettext (msgcat, msgattrib) is not installed"
)
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: th\\n"\n"X-Source-Language: zh_CN\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
)


def blocks(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n\n")


@needs_gettext
def test_an_edit_in_a_file_that_poedit_wrapped_changes_the_lines_of_its_unit_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese(), path, VI_HEADER)
    old = '\n\n#~| msgid "旧"\n#~ msgid "旧句一，旧句二。"\n#~ msgstr "Câu cũ."\n'
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + old, encoding="utf-8")
    path.write_text(gettext("msgcat", "--width=40", path).stdout, encoding="utf-8")
    assert '\nmsgid ""\n"中国' in path.read_text(encoding="utf-8")
    before = blocks(path)
    file = po.read(path)
    po.save(file, path)
    assert blocks(path) == before
    entries = tuple(replace(e, msgstr="Bà nói.", flags=()) if e.msgid == "他说。" else e for e in file.entries)
    po.save(replace(file, entries=entries), path)
    changed = [n for n, (one, other) in enumerate(zip(before, blocks(path), strict=True)) if one != other]
    assert len(changed) == sum(entry.msgid == "他说。" and entry.msgstr != "Bà nói." for entry in file.entries) == 2
    assert all("Bà nói." in blocks(path)[n] for n in changed)


@needs_gettext
@pytest.mark.parametrize(
    ("tool", "options"),
    [
        ("msgcat", ["--width=79"]),
        ("msgcat", ["--no-wrap", "--sort-by-file"]),
        ("msgattrib", ["--width=60"]),
        ("msgconv", ["--to-code=UTF-8", "--width=30"]),
        ("msguniq", ["--width=79"]),
    ],
)
def test_gettexts_tools_change_no_unit(tool: str, options: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese(), path, VI_HEADER)
    done = gettext(tool, *options, path)
    assert done.returncode == 0, done.stderr
    path.write_text(done.stdout, encoding="utf-8")
    found = po.read(path)
    assert {unit.segment.id: unit for unit in found.units} == {unit.segment.id: unit for unit in vietnamese()}
    assert po.read(path, sidecar=False).units
    assert found.notes == ()


@needs_gettext
def test_msgattrib_clears_and_sets_the_flag_that_approves(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese()[:2], path, VI_HEADER)
    path.write_text(gettext("msgattrib", "--clear-fuzzy", path).stdout, encoding="utf-8")
    assert [unit.state for unit in po.read(path).units] == [State.APPROVED, State.APPROVED]
    path.write_text(gettext("msgattrib", "--set-fuzzy", path).stdout, encoding="utf-8")
    assert [unit.state for unit in po.read(path).units] == [State.RAW, State.RAW]


@needs_gettext
def test_a_gbk_file_of_msgconv_comes_back_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    text = HEAD.replace("th", "zh_TW").replace("zh_CN", "en") + 'msgid "He said."\nmsgstr "他说。"\n'
    path.write_text(text, encoding="utf-8")
    assert gettext("msgconv", "--to-code=GBK", "-o", tmp_path / "g.po", path).returncode == 0
    file = po.read(tmp_path / "g.po")
    assert file.units[0].target == "他说。"
    po.save(file, tmp_path / "g.po")
    assert (tmp_path / "g.po").read_text(encoding="utf-8") == text


def test_comments_that_weblate_dropped_are_restored_with_the_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese(), path, VI_HEADER)
    whole = path.read_text(encoding="utf-8")
    bare = "\n".join(line for line in whole.split("\n") if not line.startswith("#."))
    path.write_text(bare, encoding="utf-8")
    file = po.read(path)
    assert file.units == vietnamese()
    po.write(file.units, path, VI_HEADER, keep=file)
    assert path.read_text(encoding="utf-8") == whole


@needs_gettext
def test_two_versions_that_msgcat_put_side_by_side_are_noted(tmp_path: Path) -> None:
    for name, text in (("a.po", "ก"), ("b.po", "ข")):
        (tmp_path / name).write_text(HEAD + f'msgid "一"\nmsgstr "{text}"\n', encoding="utf-8")
    both = gettext("msgcat", tmp_path / "a.po", tmp_path / "b.po").stdout
    file = po.loads(both)
    assert file.units[0].state is State.EDITED
    assert [note.partition(": ")[2] for note in file.notes] == [
        "msgcat left several translations side by side; choose one"
    ]
    assert po.render(file) == both


MANY = (
    'msgid "一\nmsgstr "ก"\n\n'
    "msgid '二'\nmsgstr \"ข\"\n\n"
    '<<<<<<< HEAD\nmsgid "三"\nmsgstr "ค"\n=======\nmsgid "三"\nmsgstr "ฆ"\n>>>>>>> desk\n\n'
    'msgid "四"\nmsgstr "ง\n# a note\nmsgid "五"\nmsgstr "จ\\q"\n\n'
    'msgid "六"\nmsgstr "ฉ"\n\nmsgid "六"\nmsgstr "ช"\n\nmsgid "七"\n'
)


def test_all_that_is_wrong_in_a_file_is_named_with_its_line() -> None:
    with pytest.raises(PoSyntaxError) as caught:
        po.loads(HEAD + MANY, where="a.po")
    error = caught.value
    assert str(error).startswith("a.po:7: no closing quote")
    assert str(error).endswith("(and 6 more problems)")
    expected = (
        "a.po:10: text in single quotes in",
        "a.po:13: merge conflict mark in",
        "a.po:22: no closing quote in",
        "a.po:25: unknown escape \\q in",
        "a.po:30: entry '六' is already at line 27; delete one, or run msguniq",
        "a.po:34: file ends inside an entry in",
    )
    assert len(error.more) == len(expected)
    for line, start in zip(error.more, expected, strict=True):
        assert line.startswith(start)
    assert error.where == "a.po:7"


def test_thousands_of_problems_are_counted_and_not_all_spelt_out() -> None:
    with pytest.raises(PoSyntaxError, match="1999 more problems") as caught:
        po.loads("\n\n".join(f'msgid "{n}\nmsgstr ""' for n in range(2000)), where="a.po")
    assert len(caught.value.more) == 101
    assert caught.value.more[-1] == "a.po:304: and 1899 more problems from here on"


def test_the_second_reader_takes_only_what_is_written_here() -> None:
    text = po.dumps(vietnamese(), VI_HEADER)
    file = po.loads(text)
    assert second_reading(cut(text))[1:] == meant(file.entries)
    for bad in ('msgid "a"\nmsgstr "b"\n# late\nmsgid "c"\nmsgstr "d"\n', '"lost"\n', 'msgid "a\\q"\nmsgstr ""\n',
                'msgid "a"\nmsgid "b"\n', "junk\n", 'msgstr "b"\n', '#~ msgid "a"\nmsgstr "b"\n'):  # fmt: skip
        with pytest.raises(NotReadError):
            second_reading(cut(bad))


def test_polib_is_asked_about_what_is_new_and_about_nothing_else() -> None:
    text = po.dumps(vietnamese(), VI_HEADER)

    def new(before: str) -> list[str]:
        return new_blocks(cut(text), cut(before))

    assert new(text) == []
    assert new(text.replace("#. role: body | unit 3/8", "#. role: body | unit 4/9")) == []
    assert len(new(text.replace("(Hết)", "(Xong)"))) == 1
    assert len(new(text.replace('#, fuzzy\nmsgid "（完）"', 'msgid "（完）"'))) == 1
    assert new("") == cut(text)


def test_a_file_with_the_escape_of_the_bell_and_a_path_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEAD + 'msgid "一"\nmsgstr "\\a C:\\\\a"\n', encoding="utf-8")
    file = po.read(path)
    assert file.units[0].target == "\a C:\\a"
    po.save(replace(file, entries=(replace(file.entries[0], comments=("desk",)),)), path)
    assert po.read(path).units == file.units


@pytest.mark.deep
def test_an_edit_among_twenty_thousand_units_is_saved_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    units = [Unit(segment(f"p{n}.1", n, f"第{n}条消息：他说。"), ZH_VI, f"Tin {n}: ông nói.") for n in range(20_000)]
    po.write(units, path, VI_HEADER, sidecar=False)
    file = po.read(path)
    entries = list(file.entries)
    entries[10_000] = replace(entries[10_000], msgstr="Tin này: bà nói.", flags=())
    start = time.process_time()
    po.save(replace(file, entries=tuple(entries)), path)
    assert time.process_time() - start < 1.5  # a quarter of a second where nothing else runs
    assert po.read(path).units[10_000].state is State.APPROVED
    assert not sidecar_path(path).exists()
