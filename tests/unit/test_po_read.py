"""Reading PO files that others made, mended or broke."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from po_articles import VI_HEADER, ZH_VI, gettext, segment, vietnamese

from mtkit.errors import PoSyntaxError
from mtkit.formats import po
from mtkit.formats.po_lex import decode
from mtkit.lang import Pair
from mtkit.unit import Origin, State, Unit

HEAD = (
    'msgid ""\nmsgstr ""\n"Language: th\\n"\n"X-Source-Language: zh_CN\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
)
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext (msgfmt, msgcat) is not installed")


def one(body: str) -> po.Entry:
    """The single entry of ``body``."""
    entries = po.loads(HEAD + body).entries
    assert len(entries) == 1
    return entries[0]


def test_a_strangers_file_has_units_with_ids_of_their_own() -> None:
    body = '#: app.c:90\n#, fuzzy\nmsgctxt "menu"\nmsgid "文件"\nmsgstr "แฟ้ม"\n\n'
    body += '#: app.c:10\nmsgid "编辑"\nmsgstr "แก้ไข"\n'
    found = po.loads(HEAD + body)
    assert [(unit.target, unit.state, unit.origin) for unit in found.units] == [
        ("แฟ้ม", State.EDITED, Origin.HUMAN),  # fuzzy, but not known to be a machine's: never to be overwritten
        ("แก้ไข", State.APPROVED, Origin.HUMAN),
    ]
    assert found.pair == Pair("zh", "th")
    ids = [unit.segment.id for unit in found.units]
    assert ids == [unit.segment.id for unit in po.loads(HEAD + body).units]
    assert len(set(ids)) == 2
    assert po.loads(po.render(found)) == found


def test_languages_that_mtkit_has_no_facts_for_and_files_that_name_none() -> None:
    assert po.loads(HEAD.replace("th", "fr_CA")).pair == Pair("zh", "fr-CA")
    found = po.loads('msgid "a"\nmsgstr "b"\n')
    assert found.pair == Pair("und", "und")
    assert found.notes == ("no header: languages and charset are not stated",)
    assert po.loads('msgid "a"\nmsgstr "b"\n', pair=Pair("en", "km")).units[0].pair == Pair("en", "km")
    assert po.render(found) == 'msgid "a"\nmsgstr "b"\n'


def test_flags_of_the_new_kind_are_read_and_written_as_the_old() -> None:
    found = po.loads(HEAD + '#, no-wrap\n#= fuzzy, no-wrap\nmsgid "a"\nmsgstr "b"\n')
    assert found.entries[0].flags == ("no-wrap", "fuzzy")
    assert found.units[0].state is State.EDITED
    assert "#, no-wrap, fuzzy\n" in po.render(found)
    assert "#=" in found.notes[0]


def test_marks_without_a_blank() -> None:
    entry = one('#,fuzzy\n#.extracted\n#comment\n#:a.md:1\n#|msgid "old"\nmsgid"a"\nmsgstr"b"\n')
    assert (entry.flags, entry.extracted, entry.comments) == (("fuzzy",), ("extracted",), ("comment",))
    assert (entry.references, entry.previous, entry.msgid, entry.msgstr) == (("a.md:1",), "old", "a", "b")


def test_wrapped_strings_and_strings_side_by_side() -> None:
    assert one('msgid ""\n"一、"\n  "二、"\nmsgstr "ก" "ข"\n"ค"\n').msgstr == "กขค"
    assert one('msgid "" "一"\nmsgstr ""\n').msgid == "一"


def test_escapes() -> None:
    entry = one(r'msgid "a\tb\\n\"c\" \x41\344\270\255 \a"' + '\nmsgstr "\\r\\n"\n')
    assert entry.msgid == 'a\tb\\n"c" A中 \a'
    assert entry.msgstr == "\r\n"
    assert one(po.render(po.PoFile({}, (entry,), ()))) == entry


def test_references_with_blanks() -> None:
    found = po.loads(HEAD + '#: \u2068新闻 稿/a b.md\u2069:3 c.md:4\nmsgid "a"\nmsgstr ""\n')
    assert found.entries[0].references == ("新闻%20稿/a%20b.md:3", "c.md:4")
    assert "U+2068" in found.notes[0]


def test_obsolete_entries_keep_everything() -> None:
    body = (
        '# desk\n#, fuzzy\n#~| msgctxt "x"\n#~| msgid "旧"\n#~ msgctxt "body"\n#~ msgid "一"\n#~ "二"\n#~ msgstr "ก"\n'
    )
    entry = one(body)
    assert (entry.obsolete, entry.fuzzy, entry.comments) == (True, True, ("desk",))
    assert (entry.previous_ctxt, entry.previous, entry.msgid, entry.msgstr) == ("x", "旧", "一二", "ก")
    assert po.loads(HEAD + body).units == ()
    assert po.render(po.loads(HEAD + body)) == HEAD + body
    changed = replace(po.loads(HEAD + body), entries=(replace(entry, msgstr="ข"),))
    assert po.render(changed) == HEAD + body.replace('"一"\n#~ "二"', '"一二"').replace("ก", "ข")


def test_plural_entries_are_kept_and_noted() -> None:
    body = '#| msgid "a"\n#| msgid_plural "b"\nmsgid "%d day"\nmsgid_plural "%d days"\n'
    body += 'msgstr[0] "วัน"\nmsgstr[1] "หลายวัน"\n'
    found = po.loads(HEAD + body)
    assert found.units == ()
    assert "plural" in found.notes[0]
    assert po.render(found) == HEAD + body


def test_comments_at_the_end_of_the_file_stay() -> None:
    text = HEAD + 'msgid "a"\nmsgstr "b"\n\n# the end\n'
    assert po.render(po.loads(text)) == text


def test_a_domain_is_left_out_with_a_note() -> None:
    found = po.loads('domain "messages"\n' + HEAD + 'msgid "a"\nmsgstr "b"\n')
    assert found.notes == ("line 1: domain 'messages' is not kept",)
    assert len(found.units) == 1


def test_line_separators_and_zero_width_spaces_are_text() -> None:
    text = "ก\u2028ข\u2029ค\x85ง\u200bจ\xadฉ\ufeff"
    entry = one(f'msgid "一"\nmsgstr "{text}"\n')
    assert entry.msgstr == text


BROKEN = [
    ('msgid "会议结束。\nmsgstr "x"\n', 7, "no closing quote in 'msgid \"会议结束。'; end the line with \","),
    ('msgid "a"\nmsgstr "x\n', 8, "no closing quote"),
    ('msgid "a"\nmsgstr ""\n"x\n', 9, "no closing quote"),
    ('msgid "a"\nmsgstr x"\n', 8, "text not in double quotes"),
    ("msgid 'a'\nmsgstr \"\"\n", 7, "text in single quotes"),
    ('msgid "a "b" c"\nmsgstr ""\n', 7, "quote inside the text"),
    ('msgid "a" b\nmsgstr ""\n', 7, "text after the closing quote"),
    ('msgid "\\u4e2d"\nmsgstr ""\n', 7, "unknown escape \\u in"),
    ('msgid "\\xff"\nmsgstr ""\n', 7, "escape \\xff is not UTF-8"),
    ('msgid "\\000"\nmsgstr ""\n', 7, "escape \\000 is a control character"),
    ('msgid "a\x00"\nmsgstr ""\n', 7, "NUL byte"),
    ('msgid "a"\nmsgstr "\x0b"\n', 8, "control character"),
    ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 7, "merge conflict mark"),
    ('msgid "a"\n=======\nmsgstr "b"\n', 8, "merge conflict mark"),
    ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 9, "msgid after msgid"),
    ('msgid "a"\n# note\nmsgstr "c"\n', 8, "comment inside an entry"),
    ('msgstr "c"\n', 7, "msgstr at the start of an entry"),
    ('msgid "a"\nmsgstr "c"\nmsgstr "d"\n', 9, "msgstr at the start of an entry"),
    ('msgid "a"\n', 8, "file ends inside an entry"),
    ('msgctxt "a"\n', 8, "file ends inside an entry"),
    ('msgid "a"\n#~ msgstr "b"\n', 8, "entry partly obsolete"),
    ("translated by the desk\n", 7, "not a line of a PO file"),
    ('domain "a"\nmsgid "a"\nmsgstr "b"\ndomain "b"\n', 10, "second domain"),
    ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 10, "entry 'a' is already at line 7"),
    ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 10, "entry 'a' is already at line 7"),
]


@pytest.mark.parametrize(("body", "line", "what"), BROKEN)
def test_what_gettext_refuses_is_refused_with_line_text_and_mend(body: str, line: int, what: str) -> None:
    with pytest.raises(PoSyntaxError) as caught:
        po.loads(HEAD + body, where="news/a.po")
    message = str(caught.value)
    assert message.startswith(f"news/a.po:{line}: {what}")
    assert "; " in message
    assert "\n" not in message


@needs_gettext
def test_gettext_refuses_the_same(tmp_path: Path) -> None:
    """The rules above are gettext's own, but for bytes that no text has and for domains, which it knows."""
    ours = ("control character", "escape \\", "NUL byte", "second domain")
    kept = [body for body, _, what in BROKEN if not what.startswith(ours)]
    assert len(kept) > 15
    accepted = []
    for number, body in enumerate(kept):
        path = tmp_path / f"{number}.po"
        path.write_text(HEAD + body, encoding="utf-8")
        if gettext("msgfmt", "-o", "/dev/null", path).returncode == 0:
            accepted.append(body)
    assert accepted == []


def test_bytes_in_every_encoding(tmp_path: Path) -> None:
    text = HEAD.replace("th", "vi") + 'msgid "会议将于周五举行。"\nmsgstr "Hội nghị"\n'
    cases = {
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
        "utf-16": text.encode("utf-16"),
        "utf-16-be": text.encode("utf-16-be"),
        "gb18030": text.replace("charset=UTF-8", "charset=GB18030").encode("gb18030"),
    }
    expected = po.loads(text)
    for name, data in cases.items():
        path = tmp_path / f"{name}.po"
        path.write_bytes(data)
        found = po.read(path)
        assert [unit.target for unit in found.units] == ["Hội nghị"], name
        assert len(found.notes) == 1, name
        po.save(found, path)
        again = path.read_bytes().decode()
        assert again == po.render(expected).replace("GB18030", "UTF-8"), name


def test_gbk_is_read_as_declared(tmp_path: Path) -> None:
    text = HEAD.replace("charset=UTF-8", "charset=gbk") + 'msgid "Friday"\nmsgstr "周五"\n'
    (tmp_path / "a.po").write_bytes(text.encode("gbk"))
    found = po.read(tmp_path / "a.po")
    assert found.units[0].target == "周五"
    assert found.header["Content-Type"] == "text/plain; charset=UTF-8"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            'msgid "a"\nmsgstr "周五"\n'.encode("gbk"),
            "a.po:2: byte 0xd6 is not UTF-8; it may be GB18030: .*declare the",
        ),
        ((HEAD + 'msgid "周"\n').encode("gbk"), "a.po:7: byte 0xd6 is not UTF-8; .*correct the charset"),
        (b'msgid "a\xff"\n', "a.po:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (HEAD.replace("UTF-8", "KLINGON").encode(), "a.po: unknown charset 'KLINGON'; write charset=UTF-8"),
        ("\ufeff".encode("utf-16-le") + b"m", "a.po:1: byte 0x6d is not UTF-16-LE"),
    ],
)
def test_bytes_that_cannot_be_read(data: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.po").write_bytes(data)
    with pytest.raises(PoSyntaxError, match=message):
        po.read(Path("a.po"))


def test_text_without_a_keyword() -> None:
    with pytest.raises(
        PoSyntaxError, match="line 1: text without a keyword in '\"lost\"'; put msgid or msgstr before it"
    ):
        po.loads('"lost"\n')


def test_a_path_that_is_not_there_gives_one_line(tmp_path: Path) -> None:
    with pytest.raises(PoSyntaxError, match=r"none\.po: cannot be read: No such file"):
        po.read(tmp_path / "none.po")
    with pytest.raises(PoSyntaxError, match="cannot be read"):
        po.read(tmp_path)


def test_a_template_charset_is_utf_8() -> None:
    assert decode(b'"Content-Type: text/plain; charset=CHARSET\\n"\n')[1] == ()


@needs_gettext
def test_msgcat_and_msgmerge_change_nothing_that_matters(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(vietnamese(), path, VI_HEADER)
    wrapped = gettext("msgcat", "--width=40", "--sort-output", path).stdout
    path.write_text(wrapped, encoding="utf-8")
    assert po.read(path).units == vietnamese()
    template = tmp_path / "a.pot"
    template.write_text(
        "".join(line + "\n" for line in wrapped.split("\n") if not line.startswith("#.")), encoding="utf-8"
    )
    merged = gettext("msgmerge", "--no-fuzzy-matching", path, template).stdout
    assert "#. " not in merged
    path.write_text(merged, encoding="utf-8")
    assert po.read(path).units == vietnamese()


@needs_gettext
def test_machine_text_that_msgmerge_moved_to_a_negated_sentence_is_not_taken_for_a_persons(tmp_path: Path) -> None:
    target = "Hội nghị sẽ diễn ra vào thứ Sáu."
    path, template = tmp_path / "a.po", tmp_path / "a.pot"
    unit = Unit(segment("p1.1", 0, "东盟外长会议将于周五举行。"), ZH_VI, target, raw=target)
    for state, expected in ((State.RAW, State.RAW), (State.APPROVED, State.STALE)):
        po.write([replace(unit, state=state)], path, VI_HEADER)
        template.write_text('msgid "东盟外长会议不会于周五举行。"\nmsgstr ""\n', encoding="utf-8")
        path.write_text(gettext("msgmerge", "--previous", path, template).stdout, encoding="utf-8")
        found = po.read(path).units
        assert [unit.segment.text for unit in found] == ["东盟外长会议不会于周五举行。"]
        assert (found[0].target, found[0].state, found[0].origin) == (target, expected, Origin.MACHINE)


def test_damaged_facts_are_left_to_the_editor() -> None:
    body = "#. mtkit-mt-hash: nonsense\n#. mtkit-qa: fatal X\n#. mtkit-term: no arrow\n#. role: body\n#. mtkit-mt: m\n"
    found = po.loads(HEAD + body + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n')
    assert found.units[0].state is State.EDITED
    assert (found.units[0].issues, found.units[0].terms, found.units[0].trail) == ((), (), ())
    assert body in po.render(found)


def test_control_characters_in_comments_are_mended_with_a_note() -> None:
    found = po.loads(HEAD + '# a\x07b\rc\nmsgid "a"\nmsgstr "b"\n')
    assert found.entries[0].comments == ("a b c",)
    assert len(found.notes) >= 1


def test_reading_and_writing_a_memory_hit_keeps_its_origin() -> None:
    unit = Unit(segment("p1.1", 0, "（完）"), ZH_VI, "(Hết)", State.RAW, Origin.MEMORY)
    assert po.loads(po.dumps([unit], VI_HEADER)).units[0].origin is Origin.MEMORY
