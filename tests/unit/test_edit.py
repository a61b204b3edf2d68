"""Edits of PO entries and sessions: what changes, what stays, and what others wrote meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from po_articles import KM_HEADER, VI_HEADER, gettext, khmer, vietnamese

from mtkit.errors import OutputError
from mtkit.formats import po
from mtkit.formats.po import Entry
from mtkit.locking import locked
from mtkit.review.edit import (
    EditError,
    StaleEditError,
    approve,
    edit_entry,
    merged,
    reopen,
    set_state,
    silence,
    stamped,
)
from mtkit.review.edit_file import BlockedError, OpenFile, SharedKeyError
from mtkit.review.edit_phrase import phrase_spans, replaced
from mtkit.review.edit_session import NotThereError, Session
from mtkit.review.entries import entry_key, entry_version
from mtkit.unit import State

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=8)))
HASH = "mtkit-mt-hash: 0123456789ab"
ENTRY = Entry(
    "会议将于周五举行。", "Hội nghị diễn ra vào thứ Sáu.", comments=("请核对日期",), extracted=("role: body", HASH),
    references=("a.md:1",), flags=("fuzzy", "no-wrap"),
)  # fmt: skip
STALE = Entry("双方同意深化合作。", "Hai bên nhất trí.", extracted=("mtkit-state: stale", HASH), flags=("fuzzy",),
              previous="双方同意加强合作。")  # fmt: skip


def session_of(path: Path, **more: object) -> Session:
    return Session([path], clock=lambda: NOON, **more)  # type: ignore[arg-type]


@pytest.fixture
def vi(tmp_path: Path) -> Path:
    path = tmp_path / "forum.vi.po"
    po.write(vietnamese(), path, VI_HEADER)
    return path


@pytest.fixture
def km(tmp_path: Path) -> Path:
    path = tmp_path / "mekong.km.po"
    po.write(khmer(), path, KM_HEADER)
    return path


def entry_of(path: Path, text: str) -> Entry:
    return next(entry for entry in po.read(path).entries if text in entry.msgid)


def named(path: Path, text: str) -> tuple[str, str]:
    entry = entry_of(path, text)
    return entry_key(entry), entry_version(entry)


def rewrite(path: Path, old: str, new: str) -> None:
    """As another program would: in its own time, so that the file is at rest when it is looked at."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    rest(path)


def rest(path: Path) -> None:
    old = time.time() - 60

    os.utime(path, (old, old))


# entries


def test_an_edit_changes_the_text_and_nothing_else() -> None:
    new = edit_entry(ENTRY, "Hội nghị sẽ diễn ra vào thứ Bảy.")
    assert new == Entry(
        ENTRY.msgid, "Hội nghị sẽ diễn ra vào thứ Bảy.", None, ENTRY.comments, ENTRY.extracted, ENTRY.references,
        ("fuzzy", "no-wrap"),
    )  # fmt: skip


def test_an_edit_is_written_in_nfc_and_agrees_with_the_source_in_line_feeds() -> None:
    entry = Entry("图：港口\n", "x\n")
    assert edit_entry(entry, "Ảnh: cảng\r\nbiển").msgstr == "Ảnh: cảng\nbiển\n"
    assert edit_entry(entry, "\n\nAnh\n").msgstr == "Anh\n"


def test_an_edit_of_an_approved_text_is_a_draft_and_the_same_text_is_no_edit() -> None:
    signed = approve(ENTRY)
    assert signed.flags == ("no-wrap",)
    assert edit_entry(signed, signed.msgstr) is signed
    assert edit_entry(signed, "Họp thứ Bảy.").fuzzy


def test_approval_settles_an_earlier_source() -> None:
    signed = approve(STALE)
    assert (signed.fuzzy, signed.previous, signed.extracted) == (False, None, (HASH,))


def test_an_empty_text_makes_an_entry_untranslated_and_cannot_be_approved() -> None:
    empty = set_state(STALE, State.UNTRANSLATED)
    assert (empty.msgstr, empty.flags, empty.previous) == ("", (), None)
    assert reopen(empty) == empty
    with pytest.raises(EditError, match="empty translation"):
        approve(empty)
    assert edit_entry(ENTRY, " \n").msgstr == ""


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "half \ud83d"])
def test_what_a_po_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(EditError, match=r"U\+"):
        edit_entry(ENTRY, text)


@pytest.mark.parametrize("state", [State.RAW, State.STALE])
def test_nobody_makes_machine_text(state: State) -> None:
    with pytest.raises(EditError, match="nobody can make"):
        set_state(ENTRY, state)


def test_silencing_keeps_what_else_the_comments_say() -> None:
    once = silence(ENTRY, "N01", on=True)
    assert once.comments == ("请核对日期", "mtkit-ignore: N01")
    twice = silence(once, "P02", on=True)
    assert twice.comments == ("请核对日期", "mtkit-ignore: N01 P02")
    assert silence(twice, "N01", on=True) is twice
    assert silence(twice, "N01", on=False).comments == ("请核对日期", "mtkit-ignore: P02")
    assert silence(once, "N01", on=False) == ENTRY


def test_words_after_silenced_codes_stay() -> None:
    entry = Entry("a", "b", comments=("mtkit-ignore: N01 as agreed with the desk",))
    assert silence(entry, "P02", on=True).comments == (*entry.comments, "mtkit-ignore: P02")
    assert silence(entry, "N01", on=False).comments == ("mtkit-ignore: as agreed with the desk",)


def test_a_group_that_is_silenced_and_unknown_codes_are_refused() -> None:
    entry = Entry("a", "b", comments=("mtkit-ignore: N",))
    assert silence(entry, "N01", on=True) is entry
    with pytest.raises(EditError, match="all of N"):
        silence(entry, "N01", on=False)
    with pytest.raises(EditError, match="no finding"):
        silence(entry, "Z99", on=True)


def test_merging_takes_over_what_others_did_elsewhere() -> None:
    ours = silence(approve(ENTRY), "N01", on=True)
    theirs = Entry(
        ENTRY.msgid, ENTRY.msgstr, None, ("已核对", "请核对日期"), ENTRY.extracted, ("b.md:7",), ("fuzzy", "c-format")
    )
    both = merged(ENTRY, ours, theirs)
    assert both.comments == ("已核对", "请核对日期", "mtkit-ignore: N01")
    assert (both.references, both.flags, both.msgstr) == (("b.md:7",), ("c-format",), ENTRY.msgstr)


def test_merging_refuses_two_changes_of_one_translation() -> None:
    with pytest.raises(StaleEditError):
        merged(ENTRY, approve(ENTRY), edit_entry(ENTRY, "Họp."))
    same = edit_entry(ENTRY, "Họp.")
    assert merged(ENTRY, same, same) == same


def test_the_header_says_when_and_by_whom(vi: Path) -> None:
    file = stamped(po.read(vi), NOON, "Ban Biên tập <desk@example.org>")
    assert file.header["PO-Revision-Date"] == "2026-11-24 12:00+0800"
    assert file.header["Last-Translator"] == "Ban Biên tập <desk@example.org>"
    assert list(file.header) == list(po.read(vi).header)
    assert stamped(file, NOON).header["Last-Translator"] == "Ban Biên tập <desk@example.org>"


# phrases


@pytest.mark.parametrize(
    ("text", "phrase", "language", "places"),
    [
        ("Bộ trưởng và Bộ Thương mại", "Bộ", "vi", [(0, 2), (13, 15)]),
        ("Hội nghị, hội nghị", "hội", "vi", [(10, 13)]),
        ("Kerjasama kerja", "kerja", "id", [(10, 15)]),
        ("第二届论坛，论坛闭幕", "论坛", "zh", [(3, 5), (6, 8)]),
        ("ก่อนการประชุม", "ก", "th", []),  # never without its marks and vowels
        ("การประชุมและการลงทุน", "การ", "th", [(0, 3), (12, 15)]),
        ("នៅថ្ងៃសុក្រ", "ក", "km", []),  # a letter with one stacked below it
        ("នៅថ្ងៃសុក្រ", "ថ្ងៃ", "km", [(2, 6)]),
        ("မြန်မာနိုင်ငံ မြန်မာ", "မြန်မာ", "my", [(0, 6), (14, 20)]),
        ("{1}5{/1} và 1", "1", "vi", [(12, 13)]),  # an inline code is no word
        ("{1}thứ Sáu{/1} tới", "{1}thứ Sáu{/1}", "vi", [(0, 14)]),
        ("aaaa", "aa", "zh", [(0, 2), (2, 4)]),
        ("abc", "", "en", []),
    ],
)
def test_a_phrase_is_found_as_words_of_its_own(text: str, phrase: str, language: str, places: list) -> None:
    assert [(span.start, span.end) for span in phrase_spans(text, phrase, language)] == places


def test_a_phrase_is_replaced_everywhere_it_is_found() -> None:
    assert replaced("Bộ Ngoại giao, Bộ trưởng", "Bộ", "bộ", "vi") == "bộ Ngoại giao, bộ trưởng"
    assert replaced("论坛与论坛", "论坛", "峰会", "zh") == "峰会与峰会"


# sessions


def test_a_change_is_on_the_disk_at_once_and_states_derive_from_it(vi: Path) -> None:
    session = session_of(vi, who="Desk <desk@example.org>")
    key, version = named(vi, "中国与东盟")
    session.edit("f0", key, version, target="Trung Quốc và ASEAN ký thỏa thuận số")
    unit = next(unit for unit in po.read(vi).units if unit.segment.id == "p1.1")
    assert (unit.state, unit.target) == (State.EDITED, "Trung Quốc và ASEAN ký thỏa thuận số")
    session.edit("f0", key, named(vi, "中国与东盟")[1], state=State.APPROVED)
    file = po.read(vi)
    unit = next(unit for unit in file.units if unit.segment.id == "p1.1")
    assert unit.state is State.APPROVED
    assert unit.raw == "Trung Quốc và ASEAN ký hiệp định thương mại số"
    assert file.header["Last-Translator"] == "Desk <desk@example.org>"
    assert not list(vi.parent.glob(".*"))


def test_all_else_stays_to_the_byte(vi: Path) -> None:
    before = vi.read_text(encoding="utf-8").split("\n\n")
    session = session_of(vi)
    key, version = named(vi, "会议将于下周")
    session.edit("f0", key, version, target="Hội nghị diễn ra tuần tới tại Jakarta.", state=State.APPROVED)
    after = vi.read_text(encoding="utf-8").split("\n\n")
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [0, 4]


def test_an_edit_for_another_version_writes_nothing(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "中国与东盟")
    session.edit("f0", key, version, target="Một")
    before = vi.read_bytes()
    with pytest.raises(StaleEditError):
        session.edit("f0", key, version, target="Hai")
    assert vi.read_bytes() == before
    assert session.entry("f0", key).msgstr == "Một"


def test_what_others_wrote_elsewhere_is_taken_over(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "中国与东盟")
    rewrite(vi, 'msgstr "(Hết)"', 'msgstr "(Hết tin)"')
    session.edit("f0", key, version, target="Một")
    assert entry_of(vi, "（完）").msgstr == "(Hết tin)"
    assert entry_of(vi, "中国与东盟").msgstr == "Một"


def test_one_sentence_changed_on_both_sides_is_a_conflict(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "（完）")
    rewrite(vi, 'msgstr "(Hết)"', 'msgstr "(Hết tin)"')
    with pytest.raises(StaleEditError, match="changed meanwhile"):
        session.edit("f0", key, version, target="Hết.")
    assert entry_of(vi, "（完）").msgstr == "(Hết tin)"
    assert session.entry("f0", key).msgstr == "(Hết tin)"


def test_a_text_that_another_program_wrote_over_is_kept_for_its_writer(vi: Path) -> None:
    session = session_of(vi)
    old = vi.read_bytes()
    key, version = named(vi, "（完）")
    session.edit("f0", key, version, target="Hết bài.")
    vi.write_bytes(old)  # an editor that had the file open saves its own copy
    rest(vi)
    assert session.look()
    assert session.lost["f0", key].msgstr == "Hết bài."
    with pytest.raises(StaleEditError, match="not undone"):
        rewrite(vi, 'msgstr "(Hết)"', 'msgstr "(Hết tin)"')
        session.undo()
    session.edit("f0", key, named(vi, "（完）")[1], target="Hết bài.")
    assert not session.lost


def test_such_a_text_outlives_the_session_and_goes_when_it_is_settled(vi: Path) -> None:
    old = vi.read_bytes()
    key, version = named(vi, "（完）")
    session = session_of(vi)
    session.edit("f0", key, version, target="Hết bài.", state=State.APPROVED)
    vi.write_bytes(old)
    rest(vi)
    session.look()
    kept = vi.with_name("forum.vi.po.kept")
    assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in po.read(kept).entries] == [
        ("（完）", "Hết bài.", False)
    ]
    again = session_of(vi)
    assert again.lost["f0", key].msgstr == "Hết bài."
    again.forget("f0", key)
    assert not kept.exists()
    assert not again.lost
    assert vi.read_bytes() == old


def test_a_kept_file_that_cannot_be_read_is_left_alone(vi: Path) -> None:
    kept = vi.with_name("forum.vi.po.kept")
    kept.write_text('msgid "', encoding="utf-8")
    session = session_of(vi)
    old = vi.read_bytes()
    key, version = named(vi, "（完）")
    session.edit("f0", key, version, target="Hết bài.")
    vi.write_bytes(old)
    rest(vi)
    session.look()
    assert session.lost["f0", key].msgstr == "Hết bài."
    assert kept.read_text(encoding="utf-8") == 'msgid "'


def test_undo_and_redo_go_through_all_changes(vi: Path) -> None:
    first = {entry.key: entry for entry in po.read(vi).entries}
    session = session_of(vi)
    for text, target in (("中国与东盟", "Một"), ("（完）", "Hai"), ("中国与东盟", "Ba")):
        key, version = named(vi, text)
        session.edit("f0", key, version, target=target, state=State.APPROVED)
    last = {entry.key: entry for entry in po.read(vi).entries}
    for _ in range(3):
        session.undo()
    assert {entry.key: entry for entry in po.read(vi).entries} == first
    assert not session.touched
    with pytest.raises(EditError, match="nothing to undo"):
        session.undo()
    for _ in range(3):
        session.redo()
    assert {entry.key: entry for entry in po.read(vi).entries} == last
    with pytest.raises(EditError, match="nothing to do again"):
        session.redo()


def test_lines_that_another_program_wrapped_are_left_and_come_back_with_an_undo(vi: Path) -> None:
    assert gettext("msgcat", "--width=40", "-o", vi, vi).returncode == 0
    first = vi.read_text(encoding="utf-8").split("\n\n")
    session = session_of(vi)
    key, version = named(vi, "中国商务部")
    session.edit("f0", key, version, target="Bộ Thương mại Trung Quốc {1}hôm thứ Sáu{/1} cho biết.")
    now = vi.read_text(encoding="utf-8").split("\n\n")
    assert sum(a != b for a, b in zip(first, now, strict=True)) == 2  # the sentence and the header
    session.undo()
    assert vi.read_text(encoding="utf-8").split("\n\n")[1:] == first[1:]


def test_undo_keeps_what_others_changed_beside_it(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "（完）")
    session.edit("f0", key, version, target="Hết bài.")
    rewrite(vi, 'msgid "（完）"', '# xem lại\nmsgid "（完）"')
    session.undo()
    assert entry_of(vi, "（完）").msgstr == "(Hết)"
    assert "xem lại" in vi.read_text(encoding="utf-8")


def test_an_undo_that_was_refused_does_not_block_the_one_before(vi: Path) -> None:
    session = session_of(vi)
    for text, target in (("中国与东盟", "Một"), ("（完）", "Hai")):
        key, version = named(vi, text)
        session.edit("f0", key, version, target=target)
    rewrite(vi, 'msgstr "Hai"', 'msgstr "Hai tin"')
    with pytest.raises(StaleEditError, match="not undone"):
        session.undo()
    session.undo()
    assert entry_of(vi, "（完）").msgstr == "Hai tin"
    assert entry_of(vi, "中国与东盟").msgstr.startswith("Trung Quốc")


def test_a_replacement_is_one_change_and_approvals_need_a_new_look(tmp_path: Path) -> None:
    path = tmp_path / "a.th.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: th\\nX-Source-Language: zh_CN\\n"\n\n'
        'msgid "论坛开幕"\nmsgstr "เวทีเปิดแล้ว"\n\nmsgid "论坛闭幕"\nmsgstr "เวทีปิดแล้ว"\n\n'
        '#, fuzzy\nmsgid "在论坛上"\nmsgstr "บนเวที เวที"\n\nmsgid "其他"\nmsgstr "อื่น"\n',
        encoding="utf-8",
    )
    session = session_of(path)
    key, _ = named(path, "论坛开幕")
    places = session.places("f0", key, "เวที", "การประชุม")
    assert [(place.target, place.after) for place in places] == [
        ("เวทีปิดแล้ว", "การประชุมปิดแล้ว"),
        ("บนเวที เวที", "บนการประชุม การประชุม"),
    ]
    assert len(session.replace("f0", key, "เวที", "การประชุม").patches) == 2
    assert entry_of(path, "闭幕").fuzzy
    assert entry_of(path, "开幕").msgstr == "เวทีเปิดแล้ว"
    session.undo()
    assert (entry_of(path, "闭幕").msgstr, entry_of(path, "闭幕").fuzzy) == ("เวทีปิดแล้ว", False)
    session.replace("f0", key, "เวที", "การประชุม", keep=True)
    assert not entry_of(path, "闭幕").fuzzy
    assert entry_of(path, "在论坛上").fuzzy
    with pytest.raises(EditError, match="phrase"):
        session.places("f0", key, "เวที", "เวที")


def test_a_replacement_goes_through_the_files_of_one_language(tmp_path: Path, vi: Path, km: Path) -> None:
    other = tmp_path / "other.vi.po"
    other.write_bytes(vi.read_bytes())
    session = Session([vi, km, other], clock=lambda: NOON)
    key, _ = named(vi, "（完）")
    places = session.places("f0", key, "Ông", "Bà")
    assert {place.file for place in places} == {"f0", "f2"}
    session.replace("f0", key, "Ông", "Bà", only=[(places[-1].file, places[-1].key)])
    assert "Bà" not in vi.read_text(encoding="utf-8")
    assert "Bà" in other.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [b'msgid "', b"<<<<<<< ours\n", b"\xff\xfe\xff", b""],
    ids=["cut off", "conflict marks", "no text", "empty"],
)
def test_a_damaged_file_blocks_writing_until_it_is_mended(vi: Path, damage: bytes) -> None:
    session = session_of(vi)
    good = vi.read_bytes()
    key, version = named(vi, "（完）")
    bad = good + damage if damage.startswith((b"msgid", b"<")) else damage
    vi.write_bytes(bad)
    rest(vi)
    assert not session.look()
    with pytest.raises(BlockedError):
        session.edit("f0", key, version, target="Hết bài.")
    assert vi.read_bytes() == bad
    vi.write_bytes(good)
    session.edit("f0", key, version, target="Hết bài.")
    assert entry_of(vi, "（完）").msgstr == "Hết bài."


def test_a_file_cut_off_between_two_sentences_blocks_writing(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "中国与东盟")
    good = vi.read_bytes()
    cut = b"\n\n".join(good.split(b"\n\n")[:-2]) + b"\n"
    vi.write_bytes(cut)
    rest(vi)
    with pytest.raises(BlockedError, match="lost its last 2 sentences"):
        session.edit("f0", key, version, target="Một")
    assert vi.read_bytes() == cut
    vi.write_bytes(good)
    session.edit("f0", key, version, target="Một")
    assert entry_of(vi, "（完）").msgstr == "(Hết)"


def test_a_file_that_is_gone_blocks_writing(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "（完）")
    aside = vi.rename(vi.with_suffix(".bak"))
    with pytest.raises(BlockedError, match="cannot be read"):
        session.edit("f0", key, version, target="Hết bài.")
    assert not vi.exists()
    aside.rename(vi)
    session.edit("f0", key, version, target="Hết bài.")


def test_what_is_still_being_written_is_waited_for(vi: Path) -> None:
    session = session_of(vi)
    key, version = named(vi, "中国与东盟")
    whole = vi.read_bytes().replace(b"(H", b"[H")
    blocks = whole.split(b"\n\n")
    writing = threading.Event()

    def write_slowly() -> None:
        with vi.open("wb") as stream:
            for block in blocks:
                stream.write(block + b"\n\n")
                stream.flush()
                writing.set()
                time.sleep(0.06)

    thread = threading.Thread(target=write_slowly)
    thread.start()
    writing.wait()
    session.edit("f0", key, version, target="Một")
    thread.join()
    assert [entry.msgid for entry in po.read(vi).entries] == [entry.msgid for entry in po.loads(whole.decode()).entries]
    assert "[Hết)" in vi.read_text(encoding="utf-8")
    assert entry_of(vi, "中国与东盟").msgstr == "Một"


def test_a_program_that_writes_at_the_last_moment_is_not_written_over(vi: Path, monkeypatch) -> None:
    session = session_of(vi)
    key, version = named(vi, "中国与东盟")
    real = OpenFile._still

    def meanwhile(file: OpenFile) -> None:  # the new file lies ready beside the old
        rewrite(vi, "(Hết)", "(Hết tin)")
        real(file)

    monkeypatch.setattr(OpenFile, "_still", meanwhile)
    with pytest.raises(BlockedError, match="at this moment"):
        session.edit("f0", key, version, target="Một")
    monkeypatch.undo()
    session.edit("f0", key, version, target="Một")
    assert entry_of(vi, "（完）").msgstr == "(Hết tin)"
    assert session.can_undo == 1


def test_a_change_that_sets_the_time_back_is_seen_before_writing(vi: Path) -> None:
    session = session_of(vi)
    rest(vi)
    session.look()
    told = vi.stat()
    key, version = named(vi, "（完）")
    vi.write_bytes(vi.read_bytes().replace("(Hết)".encode(), "(Xết)".encode()))
    os.utime(vi, ns=(told.st_atime_ns, told.st_mtime_ns))
    with pytest.raises(StaleEditError):
        session.edit("f0", key, version, target="Hết bài.")
    assert entry_of(vi, "（完）").msgstr == "(Xết)"


def test_a_write_that_fails_changes_nothing(vi: Path, monkeypatch) -> None:
    session = session_of(vi)
    key, version = named(vi, "（完）")
    before = vi.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mtkit.formats.po_disk._write", full)
    with pytest.raises(OutputError, match="No space"):
        session.edit("f0", key, version, target="Hết bài.")
    assert vi.read_bytes() == before
    assert session.can_undo == 0
    assert session.entry("f0", key).msgstr == "(Hết)"


def test_entries_that_differ_in_blanks_alone_are_left_to_a_po_editor(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: vi\\nX-Source-Language: en\\n"\n\n'
        'msgid "Port"\nmsgstr "Cảng"\n\nmsgid "Port "\nmsgstr "Cảng "\n',
        encoding="utf-8",
    )
    session = session_of(path)
    key, version = named(path, "Port")
    with pytest.raises(SharedKeyError, match="blanks"):
        session.edit("f0", key, version, target="Bến cảng")


def test_unknown_files_and_sentences_are_said_to_be_gone(vi: Path) -> None:
    session = session_of(vi)
    with pytest.raises(NotThereError):
        session.edit("f1", "0" * 12, "0" * 12, target="x")
    with pytest.raises(NotThereError):
        session.edit("../f0", "0" * 12, "0" * 12, target="x")
    with pytest.raises(NotThereError):
        session.edit("f0", "0" * 12, "0" * 12, target="x")


def test_burmese_and_khmer_keep_their_invisible_word_breaks(km: Path) -> None:
    session = session_of(km)
    key, version = named(km, "Friday")
    text = "ការប្រជុំ\u200bនឹង\u200bធ្វើឡើង\u200bថ្ងៃសៅរ៍។"
    session.edit("f0", key, version, target=text, state=State.APPROVED)
    assert entry_of(km, "Friday").msgstr == text


# the lock


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    order: list[str] = []

    def other() -> None:
        with locked(path):
            order.append("other")

    with locked(path):
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.15)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]
    with locked(path), pytest.raises(OutputError, match="another mtkit"), locked(path, wait=0.1):
        pass
    assert not list(tmp_path.iterdir())


def test_the_lock_holds_between_processes_and_dies_with_them(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    code = (
        "import sys, time; from pathlib import Path; from mtkit.locking import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(OutputError), locked(path, wait=0.2):
            pass
    finally:
        process.kill()
        process.communicate()
    with locked(path, wait=2):
        pass


def test_two_sessions_do_not_lose_each_others_edits(vi: Path) -> None:
    texts = ["中国与东盟", "（完）", "会议将于下周", "双方同意深化"]
    keys = [named(vi, text)[0] for text in texts]

    def work(mine: list[str], name: str) -> None:
        session = session_of(vi)
        for n in range(6):
            for key in mine:
                session.look()
                session.edit("f0", key, entry_version(session.entry("f0", key)), target=f"{name} {n}")

    threads = [threading.Thread(target=work, args=(keys[n::2], f"người {n}")) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry_of(vi, text).msgstr for text in texts] == ["người 0 5", "người 1 5", "người 0 5", "người 1 5"]
