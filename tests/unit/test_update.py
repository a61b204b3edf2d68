"""A PO file brought up to date: what stays, what is translated, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from live_story import Desk, Machine, article

from mtkit.errors import BadInputError, OutputError
from mtkit.formats import po, read_text
from mtkit.formats.sidecar import read_sidecar, sidecar_path
from mtkit.outputs import po_text
from mtkit.review.entries import entries_of
from mtkit.review.update import preview, update, write_update
from mtkit.unit import Origin, State

V1 = """洪水造成5人死亡。

中国政府已向灾区派出医疗队。东盟对中国的支持表示感谢。

双方同意深化防洪合作。会议将于周五在万象举行。
"""
KILLED, SENT, THANKS = "洪水造成5人死亡。", "中国政府已向灾区派出医疗队。", "东盟对中国的支持表示感谢。"
AGREED, MEETING = "双方同意深化防洪合作。", "会议将于周五在万象举行。"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "zh", "vi", V1)


def spelt(entry: po.Entry) -> tuple[object, ...]:
    """What an editor sees of an entry."""
    return entry.msgid, entry.msgstr, entry.msgctxt, entry.flags, entry.comments, entry.previous


def test_an_unchanged_source_changes_no_byte_even_of_a_file_that_lost_its_facts(desk: Desk) -> None:
    desk.approve(KILLED, "Lũ lụt làm 5 người chết.")
    desk.drop_facts()
    before = desk.path.read_bytes()
    done = desk.update(V1)
    assert not done.needed
    assert desk.path.read_bytes() == before
    assert desk.machine.asked == []


def test_only_the_changed_sentence_goes_to_the_machine(desk: Desk) -> None:
    done = desk.update(V1.replace("感谢", "衷心感谢"))
    assert desk.machine.asked == ["东盟对中国的支持表示衷心感谢。"]
    assert dict(done.counts) == {"kept": 4, "moved": 0, "changed": 1, "new": 0, "removed": 0, "returned": 0}
    entry = desk.entry("东盟对中国的支持表示衷心感谢。")
    assert (entry.msgstr, entry.flags, entry.previous) == ("[vi] 东盟对中国的支持表示衷心感谢。", ("fuzzy",), None)
    assert desk.obsolete() == []  # machine text that nobody touched is worth nothing once its sentence changed


def test_an_approved_entry_stays_to_the_byte_when_its_paragraph_moves(desk: Desk) -> None:
    desk.approve(AGREED, "Hai bên nhất trí hợp tác sâu về phòng lũ.", comment="từ của Bộ Nông nghiệp")
    before = spelt(desk.entry(AGREED))
    first, second, third = V1.strip().split("\n\n")
    done = desk.update(f"{third}\n\n{first}\n\n{second}\n")
    assert spelt(desk.entry(AGREED)) == before
    assert [entry.msgid for entry in desk.file().entries] == [AGREED, MEETING, KILLED, SENT, THANKS]
    assert desk.entry(AGREED).references == ("story.txt:1",)
    assert "role: body | unit 1/5" in desk.entry(AGREED).extracted
    assert done.counts["kept"] == 5
    assert done.counts["moved"] in {2, 3}
    assert desk.machine.asked == []


def test_a_safe_change_keeps_the_persons_text_as_stale(desk: Desk) -> None:
    desk.approve(THANKS, "ASEAN cảm ơn sự ủng hộ của Trung Quốc.", comment="đã đối chiếu")
    done = desk.update(V1.replace("表示感谢", "再次表示感谢"))
    entry = desk.entry("东盟对中国的支持再次表示感谢。")
    assert entry.msgstr == "ASEAN cảm ơn sự ủng hộ của Trung Quốc."
    assert entry.flags == ("fuzzy",)
    assert entry.previous == THANKS
    assert entry.comments == ("đã đối chiếu",)
    assert "mtkit-fresh: [vi] 东盟对中国的支持再次表示感谢。" in entry.extracted
    assert desk.obsolete() == []
    assert [change.outcome for change in done.changes] == ["stale"]
    (unit,) = [unit for unit in desk.file().units if unit.state is State.STALE]
    assert unit.previous == THANKS


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        (KILLED, "洪水造成8人死亡。", "number 5 -> 8 人死亡"),
        (MEETING, "会议将于周四在万象举行。", "date 周五 -> 周四"),
        (MEETING, "会议不会于周五在万象举行。", "negation + 不会"),
    ],
)
def test_no_stale_text_sits_across_a_changed_fact(desk: Desk, old: str, new: str, fact: str) -> None:
    desk.approve(old, "Câu mà người đã duyệt.", comment="giữ lại")
    done = desk.update(V1.replace(old, new))
    entry = desk.entry(new)
    assert (entry.msgstr, entry.flags, entry.previous) == (
        desk.machine(article(new, "zh")).units[0].target,
        ("fuzzy",),
        None,
    )
    assert f"mtkit-changed: {fact}" in entry.extracted
    assert f"mtkit-before: {old}" in entry.extracted
    assert "mtkit-before-target approved: Câu mà người đã duyệt." in entry.extracted
    assert entry.comments == ("giữ lại",)
    assert desk.obsolete() == [(old, "Câu mà người đã duyệt.")]
    (change,) = done.changes
    assert (change.event, change.outcome, change.place, change.before) == ("changed", "set aside", change.place, old)
    assert [str(one) for one in change.facts] == [fact]
    assert [unit.state for unit in desk.file().units if unit.segment.text == new] == [State.RAW]


def test_what_came_back_is_approved_again(desk: Desk) -> None:
    desk.approve(KILLED, "Lũ lụt làm 5 người chết.", comment="số của Xinhua")
    before = spelt(desk.entry(KILLED))
    desk.update(V1.replace("5人", "8人"))
    done = desk.update(V1)
    assert spelt(desk.entry(KILLED)) == before
    assert done.counts["returned"] == 1
    assert [source for source, _ in desk.obsolete()] == ["洪水造成8人死亡。"]  # the machine's; nobody's work


def test_a_sentence_that_went_is_obsolete_and_comes_back_as_it_was(desk: Desk) -> None:
    desk.approve(THANKS, "ASEAN cảm ơn Trung Quốc.", comment="giữ")
    before = spelt(desk.entry(THANKS))
    done = desk.update(V1.replace(THANKS, ""))
    assert desk.obsolete() == [(THANKS, "ASEAN cảm ơn Trung Quốc.")]
    assert [(change.event, change.before, change.outcome) for change in done.changes] == [
        ("removed", THANKS, "obsolete")
    ]
    (back,) = desk.update(V1).changes
    assert (back.event, back.state, back.outcome) == ("returned", State.APPROVED, "kept")
    assert spelt(desk.entry(THANKS)) == before
    assert desk.machine.asked == []


def test_a_stale_text_whose_wording_comes_back_is_approved_again(desk: Desk) -> None:
    desk.approve(THANKS, "ASEAN cảm ơn sự ủng hộ của Trung Quốc.")
    before = spelt(desk.entry(THANKS))
    desk.update(V1.replace("表示感谢", "再次表示感谢"))
    desk.update(V1)
    assert spelt(desk.entry(THANKS)) == before
    assert not any(line.startswith(("mtkit-was", "mtkit-fresh")) for line in desk.entry(THANKS).extracted)


def test_a_stale_text_that_was_edited_since_is_not_approved_by_its_old_wording(desk: Desk) -> None:
    desk.approve(THANKS, "ASEAN cảm ơn sự ủng hộ của Trung Quốc.")
    desk.update(V1.replace("表示感谢", "再次表示感谢"))
    desk.edit("东盟对中国的支持再次表示感谢。", lambda entry: replace(entry, msgstr="ASEAN một lần nữa cảm ơn."))
    desk.update(V1)
    entry = desk.entry(THANKS)
    assert (entry.msgstr, entry.fuzzy) == ("ASEAN một lần nữa cảm ơn.", True)
    assert entry.previous == "东盟对中国的支持再次表示感谢。"


def test_a_stale_text_is_measured_by_the_wording_it_was_made_for(desk: Desk) -> None:
    """Two safe steps are not one safe step: 5 -> (reworded) -> 8 must not carry the approved 5."""
    desk.approve(KILLED, "Lũ lụt làm 5 người chết.")
    desk.update(V1.replace(KILLED, "洪水已造成5人死亡。"))
    assert desk.entry("洪水已造成5人死亡。").previous == KILLED
    desk.update(V1.replace(KILLED, "洪水已造成8人死亡。"))
    entry = desk.entry("洪水已造成8人死亡。")
    assert (entry.msgstr, entry.previous) == ("[vi] 洪水已造成8人死亡。", None)
    assert ("洪水已造成5人死亡。", "Lũ lụt làm 5 người chết.") in desk.obsolete()


def test_a_draft_is_kept_like_any_other_text_of_a_person(desk: Desk) -> None:
    desk.write(MEETING, "Hội nghị sẽ họp thứ Sáu…")
    desk.update(V1.replace("周五", "周四"))
    assert desk.obsolete() == [(MEETING, "Hội nghị sẽ họp thứ Sáu…")]
    note = "mtkit-before-target edited: Hội nghị sẽ họp thứ Sáu…"
    assert note in desk.entry("会议将于周四在万象举行。").extracted


def test_a_silence_does_not_pass_to_another_text(desk: Desk) -> None:
    desk.approve(KILLED, "Lũ lụt làm năm người chết.", comment="mtkit-ignore: N03")
    desk.write(SENT, "[vi] 中国政府已向灾区派出医疗队。")  # the machine's own text, with a comment
    desk.edit(SENT, lambda entry: replace(entry, comments=("mtkit-ignore: S01", "hỏi lại")))
    desk.update(V1.replace("5人", "8人").replace("派出医疗队", "派出第二支医疗队"))
    assert desk.entry("洪水造成8人死亡。").comments == ()
    assert desk.entry("中国政府已向灾区派出第二支医疗队。").comments == ("hỏi lại",)
    kept = {entry.msgid: entry.comments for entry in desk.file().entries if entry.obsolete}
    assert kept == {KILLED: ("mtkit-ignore: N03",), SENT: ("mtkit-ignore: S01", "hỏi lại")}


def test_a_split_sentence_is_translated_part_by_part_and_loses_nothing(tmp_path: Path) -> None:
    whole = "The ministers agreed on trade and transport, and they will meet again in Hanoi."
    desk = Desk(tmp_path, "en", "vi", f"The talks ended.\n\n{whole}\n\nThe river fell.\n")
    desk.approve(whole, "Các bộ trưởng nhất trí và sẽ gặp lại ở Hà Nội.", comment="dài")
    parts = "The ministers agreed on trade and transport. They will meet again in Hanoi."
    done = desk.update(f"The talks ended.\n\n{parts}\n\nThe river fell.\n")
    assert [(change.event, change.outcome, change.place) for change in done.changes] == [
        ("split", "set aside", 2), ("split", "set aside", 3),
    ]  # fmt: skip
    assert desk.obsolete() == [(whole, "Các bộ trưởng nhất trí và sẽ gặp lại ở Hà Nội.")]
    assert desk.entry("The ministers agreed on trade and transport.").comments == ("dài",)
    assert desk.entry("They will meet again in Hanoi.").comments == ()
    back = desk.update(f"The talks ended.\n\n{whole}\n\nThe river fell.\n")
    assert back.counts["returned"] == 1
    assert not desk.entry(whole).fuzzy


def test_merged_sentences_keep_both_translations(tmp_path: Path) -> None:
    parts = ("The ministers agreed on trade and transport.", "They will meet again in Hanoi.")
    desk = Desk(tmp_path, "en", "vi", f"The talks ended.\n\n{' '.join(parts)}\n")
    desk.approve(parts[0], "Câu một.")
    desk.approve(parts[1], "Câu hai.")
    whole = "The ministers agreed on trade and transport and will meet again in Hanoi."
    done = desk.update(f"The talks ended.\n\n{whole}\n")
    assert [(change.event, change.before) for change in done.changes] == [("merged", " ".join(parts))]
    assert desk.obsolete() == [(parts[0], "Câu một."), (parts[1], "Câu hai.")]
    notes = [line for line in desk.entry(whole).extracted if line.startswith("mtkit-before-target")]
    assert notes == ["mtkit-before-target approved: Câu một.", "mtkit-before-target approved: Câu hai."]


def test_inline_codes_that_changed_are_no_safe_change(tmp_path: Path) -> None:
    document = read_text(
        "The ministers signed the **long** agreement on trade.\n", id="a.md", lang="en", format="markdown"
    )
    path = tmp_path / "a.vi.po"
    from mtkit.outputs import write_po

    write_po(Machine("vi")(document), path)
    file = po.read(path, sidecar=False)
    done = replace(file.entries[0], msgstr="Các bộ trưởng đã ký hiệp định {1}dài{/1} về thương mại.", flags=())
    po.save(replace(file, entries=(done,)), path)
    plain = read_text("The ministers signed the long agreement on trade.\n", id="a.md", lang="en", format="markdown")
    (change,) = update(po.read(path), plain, Machine("vi")).changes
    assert (change.outcome, [fact.kind for fact in change.facts]) == ("set aside", ["markup"])


def test_one_of_two_places_of_a_sentence_changes(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "en", "vi", "He agreed with the plan.\n\nTalks went on.\n\nHe agreed with the plan.\n")
    desk.approve("He agreed with the plan.", "Ông tán thành kế hoạch.")
    desk.update("He agreed with the plan.\n\nTalks went on.\n\nHe fully agreed with the plan.\n")
    assert desk.entry("He agreed with the plan.").references == ("story.txt:1",)
    assert not desk.entry("He agreed with the plan.").fuzzy
    assert desk.entry("He fully agreed with the plan.").previous == "He agreed with the plan."
    assert desk.obsolete() == []


def test_another_kind_of_block_loses_no_approval(tmp_path: Path) -> None:
    from mtkit.outputs import write_po

    path = tmp_path / "a.vi.po"
    write_po(
        Machine("vi")(read_text("# Rice arrives\n\nRice came by ship.\n", id="a.md", lang="en", format="markdown")),
        path,
    )
    file = po.read(path, sidecar=False)
    approved = replace(file.entries[0], msgstr="Gạo đã tới", flags=())
    po.save(replace(file, entries=(approved, file.entries[1])), path)
    moved = read_text("Rice came by ship.\n\n- Rice arrives\n", id="a.md", lang="en", format="markdown")
    done = update(po.read(path), moved, Machine("vi"))
    (entry,) = [entry for entry in done.file.entries if entry.msgid == "Rice arrives"]
    assert (entry.msgstr, entry.flags, entry.msgctxt) == ("Gạo đã tới", (), approved.msgctxt)
    assert "role: item | unit 2/2" in entry.extracted


def test_the_header_follows_the_source_and_keeps_what_the_editor_put_there(desk: Desk) -> None:
    file = po.read(desk.path, sidecar=False)
    named = {**file.header, "Last-Translator": "Desk Seven <desk7@example.org>", "X-Poedit-Basepath": "."}
    po.save(replace(file, header=named), desk.path)
    desk.update(V1.replace("5人", "8人"))
    header = desk.file().header
    assert header["Last-Translator"] == "Desk Seven <desk7@example.org>"
    assert header["X-Poedit-Basepath"] == "."
    assert header["X-Mtkit-Source-Hash"] != named["X-Mtkit-Source-Hash"]
    assert list(header) == list(named)


def test_a_header_that_lacks_what_gettext_wants_is_filled_up(desk: Desk) -> None:
    file = po.read(desk.path, sidecar=False)
    bare = {name: file.header[name] for name in ("Content-Type", "Language", "X-Source-Language")}
    po.save(replace(file, header=bare), desk.path)
    desk.update(V1.replace("5人", "8人"))
    header = desk.file().header
    assert set(bare) < set(header)
    assert header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert header["Last-Translator"] == "mtkit (machine translation, not reviewed)"


def test_the_sidecar_follows(desk: Desk) -> None:
    desk.approve(SENT, "Trung Quốc đã cử đội y tế.")
    desk.update(V1.replace("5人", "8人"))
    known = read_sidecar(sidecar_path(desk.path))
    assert [unit.segment.text for unit in known.units] == ["洪水造成8人死亡。", SENT, THANKS, AGREED, MEETING]
    assert known.units[1].raw == "[vi] 中国政府已向灾区派出医疗队。"
    desk.drop_facts()  # and gives back what another program dropped
    states = [unit.state for unit in desk.file().units]
    assert states == [State.RAW, State.APPROVED, State.RAW, State.RAW, State.RAW]


def test_facts_that_were_dropped_come_back_with_the_next_change(desk: Desk) -> None:
    desk.drop_facts()
    desk.update(V1.replace("5人", "8人"))
    assert [unit.state for unit in desk.file().units] == [State.RAW] * 5
    assert all(any(line.startswith("mtkit-mt-hash") for line in entry.extracted) for entry in desk.file().entries)


def test_an_entry_that_another_program_added_empty_is_translated(desk: Desk) -> None:
    file = po.read(desk.path, sidecar=False)
    po.save(replace(file, entries=(*file.entries, po.Entry("新闻发布会下午举行。"))), desk.path)
    desk.update(V1 + "\n新闻发布会下午举行。\n")
    assert desk.entry("新闻发布会下午举行。").msgstr == "[vi] 新闻发布会下午举行。"


def test_a_template_with_the_facts_of_the_new_version_passes_no_old_machine_text_off(desk: Desk) -> None:
    """msgmerge takes ``#.`` from the template: from one that is a cleared PO file of the new version, mtkit's own."""
    meeting, killed = "会议不会于周五在万象举行。", "洪水造成8人死亡。"
    new = V1.replace(MEETING, meeting).replace(KILLED, killed)
    facts = {entry.msgid: entry.extracted for entry in po.loads(po_text(Machine("vi")(article(new, "zh")))).entries}
    desk.edit(MEETING, lambda entry: replace(entry, msgid=meeting, extracted=facts[meeting]))
    desk.edit(KILLED, lambda entry: replace(entry, msgid=killed, msgstr="", flags=(), extracted=facts[killed]))
    desk.update(new)
    for text in (meeting, killed):
        entry = desk.entry(text)
        assert (entry.msgstr, entry.flags, entry.previous) == (f"[vi] {text}", ("fuzzy",), None)


def test_notes_that_polib_wrapped_leave_no_pieces_behind(desk: Desk) -> None:
    import polib

    wrapped = polib.pofile(str(desk.path))  # at 78, its default
    for entry in wrapped:
        entry.comment = entry.comment.replace("table@1", "a-model-of-the-house@0123456789ab")
        entry.comment += "\nSee the map on page 3."
    wrapped.save()
    assert "\n#. tier=plain" in desk.path.read_text(encoding="utf-8")
    desk.update(V1.replace("5人", "8人"))
    lines = [line for line in desk.entry("洪水造成8人死亡。").extracted if not line.startswith(("mtkit-", "role: "))]
    assert lines == ["See the map on page 3."]


def test_another_context_loses_no_approval(desk: Desk) -> None:
    """msgmerge makes the old entry obsolete, and adds an empty one with the context of its template."""
    desk.approve(KILLED, "Lũ lụt làm 5 người chết.")
    file = po.read(desk.path, sidecar=False)
    old = next(entry for entry in file.entries if entry.msgid == KILLED)
    bare = replace(old, msgstr="", flags=(), extracted=(), msgctxt="headline")
    entries = (bare, *(entry for entry in file.entries if entry is not old), replace(old, obsolete=True))
    po.save(replace(file, entries=entries), desk.path)
    desk.update(V1)
    assert (desk.entry(KILLED).msgstr, desk.entry(KILLED).flags) == ("Lũ lụt làm 5 người chết.", ())
    assert desk.machine.asked == []
    before = desk.path.read_bytes()
    desk.update(V1)
    assert desk.path.read_bytes() == before


def test_two_entries_of_one_text_that_lost_their_facts_are_told_apart(desk: Desk) -> None:
    file = po.read(desk.path, sidecar=False)
    both = [
        replace(entry, msgctxt=context, extracted=(), flags=flags)
        for entry in file.entries
        if entry.msgid == KILLED
        for context, flags in (("item", ("fuzzy",)), ("quote", ()))
    ]
    po.save(replace(file, entries=(*both, *(entry for entry in file.entries if entry.msgid != KILLED))), desk.path)
    assert [entry.msgctxt for entry in entries_of(desk.file()) if entry and entry.msgid == KILLED] == ["item", "quote"]
    desk.update(V1)  # the sentence stands once: the approval counts
    assert desk.entry(KILLED).flags == ()


def test_a_sentence_that_an_editor_left_empty_stays_empty(desk: Desk) -> None:
    desk.edit(SENT, lambda entry: replace(entry, msgstr="", flags=()))
    desk.update(V1.replace("5人", "8人"))
    assert desk.entry(SENT).msgstr == ""
    assert desk.machine.asked == ["洪水造成8人死亡。"]


def test_preview_asks_no_machine_and_says_the_same(desk: Desk) -> None:
    desk.approve(KILLED, "Lũ lụt làm 5 người chết.")
    document = article(V1.replace("5人", "8人"), "zh")
    shown = preview(desk.file(), document)
    assert desk.machine.asked == []
    done = update(desk.file(), document, desk.machine)
    assert (shown.changes, shown.counts) == (done.changes, done.counts)


def test_a_file_of_another_article_or_language_is_refused(desk: Desk) -> None:
    other = article("印尼雅加达今天开通新的地铁线路。\n\n乘客排起了长队。\n", "zh")
    with pytest.raises(BadInputError, match=r"story\.vi\.po: has 0 of 2 sentences in common .*--force") as refused:
        update(desk.file(), other, desk.machine, where="story.vi.po")
    assert "\n" not in str(refused.value)
    english = article("Five people were killed in the flood.\n", "en")
    with pytest.raises(BadInputError, match=r"is translated from Chinese \(Simplified\), and the article is English"):
        update(desk.file(), english, desk.machine)
    forced = update(desk.file(), other, desk.machine, force=True)
    assert dict(forced.counts) == {"kept": 0, "moved": 0, "changed": 0, "new": 2, "removed": 5, "returned": 0}


def test_a_file_that_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    seen = desk.path.read_bytes()
    done = update(desk.file(), article(V1.replace("5人", "8人"), "zh"), desk.machine)
    desk.approve(SENT, "Trung Quốc đã cử đội y tế.")  # somebody saves in another window
    now, beside = desk.path.read_bytes(), sidecar_path(desk.path).read_bytes()
    with pytest.raises(OutputError, match="changed by another program meanwhile"):
        write_update(done, desk.path, seen=seen)
    assert desk.path.read_bytes() == now
    assert sidecar_path(desk.path).read_bytes() == beside
    assert sorted(path.name for path in desk.path.parent.iterdir()) == ["story.vi.mtkit.jsonl", "story.vi.po"]


def test_plural_entries_of_another_maker_stay(desk: Desk) -> None:
    file = po.read(desk.path, sidecar=False)
    plural = po.Entry("%d day", plural="%d days", plurals=("%d ngày",))
    po.save(replace(file, entries=(plural, *file.entries)), desk.path)
    desk.update(V1.replace("5人", "8人"))
    (kept,) = [entry for entry in desk.file().entries if entry.plural is not None]
    assert (kept.msgid, kept.plurals, kept.obsolete) == ("%d day", ("%d ngày",), False)


def test_a_long_article_pays_for_its_changed_sentence_alone(tmp_path: Path) -> None:
    lines = [f"Sentence number {n} of the long report says something of its own." for n in range(400)]
    desk = Desk(tmp_path, "en", "vi", "\n\n".join(lines) + "\n")
    lines[200] = lines[200].replace("something", "another thing")
    desk.update("\n\n".join(lines) + "\n")
    assert desk.machine.asked == [lines[200]]


def test_memory_and_machine_are_told_apart_by_the_update(desk: Desk) -> None:
    """A text that is kept stale is a person's, though the machine once wrote it: it was approved."""
    desk.approve(THANKS)
    desk.update(V1.replace("表示感谢", "再次表示感谢"))
    (unit,) = [unit for unit in desk.file().units if unit.state is State.STALE]
    assert unit.origin is Origin.HUMAN
