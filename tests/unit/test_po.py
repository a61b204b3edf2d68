"""PO files of mtkit's own: layout, states, what stays of an earlier file, atomic writing."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from po_articles import EN_KM, KM_HEADER, VI_HEADER, ZH_VI, gettext, khmer, segment, vietnamese

import mtkit
from mtkit.errors import BadInputError, MtkitError, UsageError
from mtkit.formats import po
from mtkit.formats.po_facts import as_in_po
from mtkit.formats.sidecar import dumps_sidecar
from mtkit.lang import LANGUAGES
from mtkit.text import Kind
from mtkit.unit import Origin, Severity, State, Unit

GOLDEN = Path(__file__).parent.parent / "golden" / "po"
ARTICLES = {"zh-vi": (vietnamese(), VI_HEADER), "en-km": (khmer(), KM_HEADER)}
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext (msgfmt, msgcat) is not installed")


def golden(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode().replace("mtkit 0.1.0", f"mtkit {mtkit.__version__}")


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_written_as_the_golden_files_have_them(name: str) -> None:
    units, header = ARTICLES[name]
    assert po.dumps(units, header) == golden(f"{name}.po")
    assert dumps_sidecar(units, header) == golden(f"{name}.mtkit.jsonl")


@pytest.mark.parametrize("name", ARTICLES)
def test_a_file_of_mtkit_comes_back_byte_for_byte(name: str) -> None:
    text = golden(f"{name}.po")
    found = po.loads(text)
    assert po.render(found) == text
    assert found.notes == ()
    assert po.dumps(found.units, po.header_of(found.header), keep=found) == text


@pytest.mark.parametrize("name", ARTICLES)
def test_units_come_back_but_for_what_only_the_sidecar_holds(name: str) -> None:
    units, header = ARTICLES[name]
    assert po.loads(po.dumps(units, header)).units == tuple(as_in_po(unit) for unit in units)


@pytest.mark.parametrize("name", ARTICLES)
def test_with_the_sidecar_units_come_back_exactly(name: str, tmp_path: Path) -> None:
    units, header = ARTICLES[name]
    po.write(units, tmp_path / "a.po", header)
    assert po.read(tmp_path / "a.po").units == units
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mtkit.jsonl", "a.po"]


def test_what_the_po_alone_gives_back_is_what_an_editor_sees() -> None:
    unit = po.loads(golden("zh-vi.po")).units[1]
    assert unit.segment.text == "中国商务部{1}周五{/1}表示，双边贸易额达5.67万亿元，同比增长8.6%。"
    assert (unit.pair, unit.state, unit.origin) == (ZH_VI, State.RAW, Origin.MACHINE)
    assert unit.raw == unit.target == unit.trail[1].text
    assert unit.trail[0].text.startswith("China's Ministry of Commerce said {1}on Friday{/1}")
    assert [(hop.pair.target, hop.score, hop.tier) for hop in unit.trail] == [
        ("en", -0.7, "marks"),
        ("vi", -0.9, "plain"),
    ]
    assert [(issue.severity, issue.code, issue.message) for issue in unit.issues] == [
        (Severity.ERROR, "N01", "5.67万亿 ~ 5,67 tỷ"),
        (Severity.WARNING, "L02", "8.6% is missing"),
    ]
    assert unit.terms[0].authority == "https://english.mofcom.gov.cn (en)"


@needs_gettext
def test_gettext_accepts_what_is_written_and_msgcat_changes_nothing(tmp_path: Path) -> None:
    for name, (units, header) in ARTICLES.items():
        path = tmp_path / f"{name}.po"
        po.write(units, path, header)
        checked = gettext("msgfmt", "-c", "--use-fuzzy", "-o", os.devnull, path)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert gettext("msgcat", "--no-wrap", path).stdout == path.read_text(encoding="utf-8")


@needs_gettext
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_header_of_every_language_satisfies_msgfmt(code: str, tmp_path: Path) -> None:
    source = "zh" if code != "zh" else "en"
    header = replace(VI_HEADER, source=source, target=code)
    unit = replace(vietnamese()[0], pair=replace(ZH_VI, source=source, target=code), trail=())
    po.write([unit], tmp_path / "a.po", header)
    checked = gettext("msgfmt", "-c", "--use-fuzzy", "-o", os.devnull, tmp_path / "a.po")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert po.read(tmp_path / "a.po").pair == unit.pair


def test_only_gettexts_own_flag_is_written_and_previous_only_for_stale_text() -> None:
    for name in ARTICLES:
        for entry in po.loads(golden(f"{name}.po")).entries:
            assert entry.flags in {(), ("fuzzy",)}
    found = {entry.msgid: entry for entry in po.loads(golden("zh-vi.po")).entries}
    assert [text for text, entry in found.items() if entry.previous is not None] == ["双方同意深化蓝色经济合作。"]


@pytest.mark.parametrize(
    ("edit", "state", "origin"),
    [
        (lambda text: text, State.RAW, Origin.MACHINE),
        (lambda text: text.replace("#, fuzzy\n", ""), State.APPROVED, Origin.MACHINE),
        (lambda text: text.replace("Hội nghị", "Cuộc họp"), State.EDITED, Origin.HUMAN),
        (lambda text: text.replace("#, fuzzy\n", "").replace("Hội nghị", "Cuộc họp"), State.APPROVED, Origin.HUMAN),
        (lambda text: text.replace('"Hội nghị vào thứ Sáu."', '""'), State.UNTRANSLATED, Origin.MACHINE),
        (lambda text: text.replace('"Hội nghị vào thứ Sáu."', '" Hội nghị vào thứ Sáu. "'), State.RAW, Origin.MACHINE),
        (lambda text: text.replace("#, fuzzy", '#, fuzzy\n#| msgid "会议"'), State.STALE, Origin.MACHINE),
    ],
)
def test_state_follows_from_text_and_fuzzy_flag(edit, state: State, origin: Origin, tmp_path: Path) -> None:
    target = "Hội nghị vào thứ Sáu."
    path = tmp_path / "a.po"
    po.write([Unit(segment("p1.1", 0, "会议将于周五举行。"), ZH_VI, target, raw=target)], path, VI_HEADER)
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    for sidecar in (True, False):
        unit = po.read(path, sidecar=sidecar).units[0]
        assert (unit.state, unit.origin) == (state, origin)
    assert po.read(path).units[0].raw == target


def test_stale_without_a_known_source_stays_stale_until_it_is_signed_off() -> None:
    unit = Unit(segment("p1.1", 0, "双方签署协议。"), ZH_VI, "Hai bên ký thỏa thuận.", State.STALE, Origin.HUMAN)
    text = po.dumps([unit], VI_HEADER)
    assert "#|" not in text
    assert po.loads(text).units[0].state is State.STALE
    assert po.loads(text.replace("#, fuzzy\n", "")).units[0].state is State.APPROVED


def test_the_same_text_with_other_targets_is_split_by_the_segment_before_never_by_place() -> None:
    def unit(name: str, text: str, target: str) -> Unit:
        return Unit(segment(name, 0, text), ZH_VI, target)

    units = [unit("1", "甲方表示", "Bên A"), unit("2", "他说。", "Ông nói."), unit("3", "乙方表示", "Bên B")]
    units.append(unit("4", "他说。", "Bà nói."))
    contexts = [entry.msgctxt for entry in po.compose(units, VI_HEADER).entries]
    assert contexts[:3] == [None, None, None]
    assert contexts[3] is not None and contexts[3].startswith("body~")
    moved = [unit("0", "开头。", "Mở đầu."), *units]
    assert [entry.msgctxt for entry in po.compose(moved, VI_HEADER).entries][1:] == contexts
    assert po.loads(po.dumps(units, VI_HEADER)).units == tuple(as_in_po(unit) for unit in units)


def test_an_edit_to_a_shared_entry_reaches_all_its_units(tmp_path: Path) -> None:
    po.write(vietnamese(), tmp_path / "a.po", VI_HEADER)
    text = (tmp_path / "a.po").read_text(encoding="utf-8").replace('"Ông nói."', '"Bà nói."')
    (tmp_path / "a.po").write_text(text, encoding="utf-8")
    units = po.read(tmp_path / "a.po").units
    assert [unit.target for unit in units if unit.segment.id in {"p2.2", "p3.2"}] == ["Bà nói.", "Bà nói."]
    assert [unit.segment.id for unit in units] == [unit.segment.id for unit in vietnamese()]


def test_an_earlier_file_keeps_what_its_editor_put_there() -> None:
    text = golden("en-km.po").replace(
        "#. role: quote | unit 2/4\n", "# អ្នកកែសម្រួល៖ ពិនិត្យ​ឈ្មោះ\n#. context: interview\n#. role: quote | unit 2/4\n"
    )
    text = text.replace(
        "Last-Translator: mtkit (machine translation, not reviewed)", "Last-Translator: Desk <d@example.org>"
    )
    text = text.replace("#: mekong.html:2\n", "#: mekong.html:2\n#, no-wrap\n").replace(
        '"X-Domain', '"X-Poedit-Basepath: .\\n"\n"X-Domain'
    )
    text += '\n#~ msgid "Old sentence."\n#~ msgstr "ចាស់"\n'
    old = po.loads("# Mekong desk\n" + text)
    units = [unit for unit in khmer() if unit.segment.id != "1"]
    new = po.compose(units, replace(KM_HEADER, created="2026-12-01T00:00:00Z"), keep=old)
    entry = next(entry for entry in new.entries if entry.msgid.startswith("He said"))
    assert entry.comments == ("អ្នកកែសម្រួល៖ ពិនិត្យ​ឈ្មោះ",)
    assert entry.extracted[-1] == "context: interview"
    assert entry.flags == ("no-wrap",)
    assert new.header["Last-Translator"] == "Desk <d@example.org>"
    assert new.header["PO-Revision-Date"] == "2026-11-23 02:00+0000"
    assert new.header["POT-Creation-Date"] == "2026-12-01 00:00+0000"
    assert new.header["X-Poedit-Basepath"] == "."
    assert new.head is not None and new.head.comments == ("Mekong desk",)
    gone = [(entry.msgid, entry.flags) for entry in new.entries if entry.obsolete]
    assert gone == [("The meeting will be held on Friday.", ("fuzzy",)), ("Old sentence.", ())]
    again = po.compose(units, replace(KM_HEADER, created="2026-12-01T00:00:00Z"), keep=new)
    assert po.render(again) == po.render(new) == po.render(po.loads(po.render(new)))


def test_text_that_comes_back_takes_the_place_of_its_obsolete_entry() -> None:
    without = po.compose(khmer()[1:], KM_HEADER, keep=po.compose(khmer(), KM_HEADER))
    assert [entry.obsolete for entry in without.entries] == [False, False, False, True]
    back = po.compose(khmer(), KM_HEADER, keep=without)
    assert po.render(back) == golden("en-km.po")


def test_a_text_made_earlier_keeps_the_glossary_it_was_made_with() -> None:
    old = po.compose(vietnamese(), VI_HEADER)
    new = po.compose(vietnamese(), replace(VI_HEADER, glossary="asean@99999999"), keep=old)
    assert "glossary=asean@99999999" not in po.render(new)
    target = "Trung Quốc, ASEAN ký hiệp định thương mại số"
    changed = replace(vietnamese()[0], target=target, raw=target)
    newer = po.compose([changed], replace(VI_HEADER, glossary="asean@99999999"), keep=old)
    assert "glossary=asean@5c1d20aa" not in po.render(replace(newer, entries=newer.entries[:1]))


def test_msgstr_has_line_feeds_at_its_ends_only_where_msgid_has(tmp_path: Path) -> None:
    unit = Unit(segment("p1.1", 0, "会议结束。"), ZH_VI, "\nHội nghị kết thúc.\n\n")
    entry = po.compose([unit], VI_HEADER).entries[0]
    assert entry.msgstr == "Hội nghị kết thúc."
    po.write([unit], tmp_path / "a.po", VI_HEADER)
    assert po.read(tmp_path / "a.po").units == (unit,)


def test_what_no_po_may_hold_is_shown_not_dropped() -> None:
    unit = Unit(segment("p1.1", 0, "价格\x0b上涨\ud800"), ZH_VI, "Giá\x00 tăng\r\nmạnh")
    entry = po.compose([unit], VI_HEADER).entries[0]
    assert (entry.msgid, entry.msgstr) == ("价格\ufffd上涨\ufffd", "Giá\ufffd tăng\nmạnh")
    assert po.loads(po.dumps([unit], VI_HEADER)).units[0].state is State.RAW


def test_controls_do_not_get_into_comments() -> None:
    hop = replace(vietnamese()[0].trail[0], text="a\rb\u2028c\x85d\x07e\n#~ f")
    unit = replace(vietnamese()[0], trail=(hop, vietnamese()[0].trail[1]))
    assert "#. mtkit-pivot en: a b c d e #~ f" in po.dumps([unit], VI_HEADER).split("\n")


@needs_gettext
def test_a_comment_that_ends_in_a_backslash_does_not_swallow_the_next_line(tmp_path: Path) -> None:
    issue = replace(vietnamese()[1].issues[0], message="stray \\")
    units = [replace(unit, issues=(issue,)) for unit in vietnamese()]
    po.write(units, tmp_path / "a.po", VI_HEADER)
    assert po.loads(gettext("msgcat", tmp_path / "a.po").stdout).entries == po.compose(units, VI_HEADER).entries


@pytest.mark.parametrize(
    ("units", "header", "error", "message"),
    [
        (khmer(), VI_HEADER, UsageError, "unit '1' is en-km, the file zh-vi"),
        ([Unit(segment("p1.1", 0, "\n"), ZH_VI, "x")], VI_HEADER, BadInputError, "segment 'p1.1' has no text"),
        ([vietnamese()[0], vietnamese()[0]], VI_HEADER, UsageError, "two segments have the id 'p1.1'"),
        ((), replace(VI_HEADER, created="2026-11-23T10:00:00"), UsageError, "not ISO 8601 with an offset"),
        ((), replace(VI_HEADER, created="yesterday"), UsageError, "not ISO 8601 with an offset"),
    ],
)
def test_what_cannot_be_a_po_is_refused_before_anything_is_written(
    units, header, error, message, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message):
        po.write(units, tmp_path / "a.po", header)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(khmer(), path, KM_HEADER, sidecar=False)
    before = path.read_bytes()
    bad = po.compose(khmer(), KM_HEADER)
    twisted = replace(
        bad, entries=(replace(bad.entries[0], extracted=('x\nmsgid "hidden"\nmsgstr ""',)), *bad.entries[1:])
    )
    with pytest.raises(MtkitError, match=r"not written, .*; report this"):
        po.save(twisted, path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["a.po"]


def test_a_folder_that_takes_no_file_gives_one_line(tmp_path: Path) -> None:
    with pytest.raises(MtkitError, match=r"cannot be written: .*; what was there is unchanged"):
        po.write(khmer(), tmp_path / "missing" / "a.po", KM_HEADER)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(khmer(), path, KM_HEADER, sidecar=False)
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
    try:
        with pytest.raises(MtkitError, match="cannot be written"):
            po.write(khmer(), path, KM_HEADER, sidecar=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["a.po"]


def test_mode_and_link_of_the_old_file_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.po", tmp_path / "a.po"
    real.write_text("", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    po.write(khmer(), link, KM_HEADER, sidecar=False)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert po.read(real).units == tuple(as_in_po(unit) for unit in khmer())


def test_polib_reads_the_same_and_its_wrapping_does_no_harm(tmp_path: Path) -> None:
    po.write(vietnamese(), tmp_path / "a.po", VI_HEADER)
    theirs = polib.pofile(str(tmp_path / "a.po"), wrapwidth=30)
    theirs.save()
    assert po.read(tmp_path / "a.po").units == vietnamese()


def test_the_order_of_entries_does_not_matter_to_the_order_of_units() -> None:
    found = po.compose(vietnamese(), VI_HEADER)
    turned = po.loads(po.render(replace(found, entries=found.entries[::-1])))
    assert [unit.segment.id for unit in turned.units] == [unit.segment.id for unit in vietnamese()]


def test_the_header_comes_back() -> None:
    found = po.header_of(po.loads(golden("en-km.po")).header)
    expected = replace(KM_HEADER, created="2026-11-23T02:00:00+00:00", extra={"X-Domain": "news"})
    assert found == expected


def test_twenty_thousand_units_take_seconds_not_minutes() -> None:
    units = [Unit(segment(f"p{n}.1", n, f"第{n}条消息：他说。"), ZH_VI, f"Tin {n}: ông nói.") for n in range(20_000)]
    start = time.process_time()
    text = po.dumps(units, VI_HEADER)
    assert len(po.loads(text).units) == 20_000
    assert time.process_time() - start < 12  # a check that compares each with each takes over 20


def test_kinds_are_kept_without_comments() -> None:
    found = po.compose([replace(unit, pair=ZH_VI) for unit in vietnamese()], VI_HEADER)
    bare = replace(found, entries=tuple(replace(entry, extracted=()) for entry in found.entries))
    kinds = {unit.segment.kind for unit in po.loads(po.render(bare)).units if unit.segment.text == "他说。"}
    assert kinds == {Kind.BODY, Kind.QUOTE}


def test_english_source_is_named_in_the_header() -> None:
    assert po.loads(po.dumps(khmer(), KM_HEADER)).pair == EN_KM
