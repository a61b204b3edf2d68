"""Review files: a PO file to XLIFF and back, and what becomes of the work of two people."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from po_articles import KM_HEADER, VI_HEADER, khmer, vietnamese

from mtkit.errors import BadInputError, DocumentError, UsageError
from mtkit.estimate import estimate
from mtkit.exchange.content import Markup, as_text, content, labels_in
from mtkit.exchange.review_in import Brought, bring_back, holds_work, original_of
from mtkit.exchange.review_out import review_xliff
from mtkit.formats import po
from mtkit.review.entries import entry_key
from mtkit.unit import State
from mtkit.xmlsafe import tree

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
VERSIONS = ("2.1", "1.2")
MEETING = "会议将于下周在雅加达举行。"


@pytest.fixture
def forum(tmp_path: Path) -> Path:
    """A PO file of an article in review, with its sidecar."""
    path = tmp_path / "forum.vi.po"
    po.write(vietnamese(), path, VI_HEADER)
    return path


def given_out(path: Path, version: str) -> str:
    return review_xliff(po.read(path), version=version, name=path.name)


def brought(text: str, path: Path) -> Brought:
    return bring_back(text.encode(), path, name="forum.vi.xlf", who="Desk editor", clock=lambda: NOON)


def unit_of(text: str, source: str) -> str:
    """The unit of a source, as it is written."""
    found = [
        m[0] for m in re.finditer(r"<(trans-unit|unit) .*?</\1>\n", text, re.DOTALL) if f"<source>{source}<" in m[0]
    ]
    assert len(found) == 1, source
    return found[0]


def worked(text: str, source: str, target: str, *, signed: bool = False) -> str:
    """``text`` after a translator has written ``target`` for ``source`` in a tool, and signed it off or not."""
    unit = unit_of(text, source)
    done = re.sub(r"\n<target.*?</target>", "", unit)
    if 'version="1.2"' in text:
        done = done.replace("<trans-unit ", '<trans-unit approved="yes" ') if signed else done
        head, _, rest = done.partition("</source>\n")
        done = f"{head}</source>\n<target>{target}</target>\n{rest}"
    else:
        done = re.sub(
            r'<segment id="s1" .*?>', f'<segment id="s1" state="{"final" if signed else "translated"}">', done
        )
        head, end, rest = done.rpartition("</source>\n")
        done = f"{head}{end}<target>{target}</target>\n{rest}"
    return text.replace(unit, done)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_nobody_touched_comes_back_to_nothing(forum: Path, version: str) -> None:
    before = forum.read_bytes()
    done = brought(given_out(forum, version), forum)
    assert (done.changed, done.conflicts, done.refused) == (0, (), ())
    assert done.same == len(po.read(forum).entries)
    assert forum.read_bytes() == before


@pytest.mark.parametrize("version", VERSIONS)
def test_work_and_approvals_come_back(forum: Path, version: str) -> None:
    text = worked(given_out(forum, version), MEETING, "Hội nghị sẽ diễn ra tại Jakarta vào tuần tới.", signed=True)
    text = worked(text, "双方同意深化蓝色经济合作。", "Hai bên nhất trí làm sâu sắc hợp tác kinh tế xanh.")
    done = brought(text, forum)
    assert (done.changed, done.approved, done.conflicts, done.refused) == (2, 1, (), ())
    file = po.read(forum)
    units = {unit.segment.text: unit for unit in file.units}
    assert units[MEETING].state is State.APPROVED
    assert units[MEETING].target == "Hội nghị sẽ diễn ra tại Jakarta vào tuần tới."
    assert units["双方同意深化蓝色经济合作。"].target == "Hai bên nhất trí làm sâu sắc hợp tác kinh tế xanh."
    assert units["双方同意深化蓝色经济合作。"].state is not State.APPROVED
    assert file.header["Last-Translator"] == "Desk editor"
    assert brought(text, forum).changed == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_codes_are_elements_and_come_back_as_labels(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    shown = "g" if version == "1.2" else "pc"
    unit = next(m[0] for m in re.finditer(r"<(trans-unit|unit) .*?</\1>\n", text, re.DOTALL) if "中国商务部" in m[0])
    assert f'<{shown} id="1"' in unit
    assert "&lt;b&gt;" in unit
    assert "{1}周五" not in unit
    target = (
        re.findall(r"<target.*?</target>", unit)[-1] if version == "2.1" else re.search("<target.*?</target>", unit)[0]
    )
    moved = target.replace("hôm thứ Sáu", "ngày thứ Sáu")
    done = brought(text.replace(target, moved), forum)
    assert done.changed == 1
    assert "{1}ngày thứ Sáu{/1}" in forum.read_text(encoding="utf-8")


@pytest.mark.parametrize("version", VERSIONS)
def test_broken_codes_are_refused_for_their_unit_alone(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    broken = text.replace("hôm thứ Sáu", "thứ Sáu")
    shown = "g" if version == "1.2" else "pc"
    broken = re.sub(rf"<{shown} id=\"1\"[^>]*>(thứ Sáu)</{shown}>", r"\1", broken)
    done = brought(worked(broken, MEETING, "Hội nghị sẽ diễn ra."), forum)
    assert done.changed == 1
    (refused,) = done.refused
    assert refused.reason == "codes are broken ({/1} {1} missing): put them as they are in the source"
    assert refused.line > 1
    stranger = re.sub(r"(<target.*?>)(Hội nghị)", r'\1<ph id="77"/>\2', worked(text, MEETING, "Hội nghị."))
    (refused,) = brought(stranger, forum).refused
    assert refused.reason == "holds a code that was not there, <ph>: take it out"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_another_person_did_meanwhile_is_never_lost(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    po_text = forum.read_text(encoding="utf-8")
    forum.write_text(po_text.replace('"Ông ấy phát biểu."', '"Ông phát biểu."'), encoding="utf-8")
    mine = worked(text, MEETING, "Hội nghị sẽ họp tuần tới.", signed=True)
    quote = next(
        m[0] for m in re.finditer(r"<(trans-unit|unit) .*?</\1>\n", text, re.DOTALL) if "Ông ấy phát biểu" in m[0]
    )
    mine = mine.replace(quote, quote.replace(">Ông ấy phát biểu.</target>", ">Ông ấy tuyên bố.</target>"))
    done = brought(mine, forum)
    assert done.changed == 1
    (conflict,) = done.conflicts
    assert "set aside" in conflict.reason
    after = po.read(forum)
    assert "Ông phát biểu." in {unit.target for unit in after.units}
    assert done.kept is not None
    kept = po.read(done.kept, sidecar=False)
    assert [(entry_key(entry), entry.msgstr) for entry in kept.entries] == [(conflict.unit, "Ông ấy tuyên bố.")]
    both = text.replace(quote, quote.replace(">Ông ấy phát biểu.</target>", ">Ông phát biểu.</target>"))
    assert brought(both, forum).conflicts == ()  # both wrote the same


@pytest.mark.parametrize("version", VERSIONS)
def test_a_tool_that_drops_what_it_does_not_know_loses_nobodys_work(forum: Path, version: str) -> None:
    text = re.sub(r' mtkit:base="[^"]*"', "", given_out(forum, version))
    assert brought(text, forum).changed == 0
    done = brought(worked(text, MEETING, "Hội nghị sẽ họp."), forum)
    assert (done.changed, done.conflicts) == (1, ())
    later = worked(text, MEETING, "Hội nghị sẽ diễn ra.")
    assert len(brought(later, forum).conflicts) == 1  # a person's text by now: nobody can tell who was first


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_taken_back_and_what_comes_back_empty(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    empty = re.sub(r">Ông nói\.</target>", "></target>", text)
    done = brought(empty, forum)
    assert [one.reason for one in done.refused] == ["came back empty: the PO file keeps its translation"]
    unsigned = text.replace(' approved="yes"', "").replace('state="final"', 'state="translated"')
    assert brought(unsigned, forum).changed == 1
    assert {unit.state for unit in po.read(forum).units if unit.target == "Ông nói."} == {State.RAW}


@pytest.mark.parametrize("version", VERSIONS)
def test_it_can_be_told_whether_a_translator_has_begun(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    assert not holds_work(text.encode(), "f")
    assert holds_work(worked(text, MEETING, "Hội nghị.").encode(), "f")
    assert holds_work(re.sub(' (approved="yes"|state="final")', "", text).encode(), "f")
    assert holds_work(text.replace("mtkit:base", "base").encode(), "f")
    assert holds_work(b"<xliff", "f")


def test_a_tool_may_cut_a_unit_anew(forum: Path) -> None:
    text = worked(given_out(forum, "2.1"), MEETING, "Hội nghị sẽ họp.", signed=True)
    unit = unit_of(text, MEETING)
    cut = re.sub(
        r"<segment.*</segment>\n",
        '<segment id="s1" state="final"><source>会议将于下周</source><target>Hội nghị</target></segment>'
        "<ignorable><source></source><target> </target></ignorable>"
        '<segment id="s2" state="reviewed"><source>在雅加达举行。</source><target>sẽ họp.</target></segment>\n',
        unit,
        flags=re.DOTALL,
    )
    done = brought(text.replace(unit, cut), forum)
    assert (done.changed, done.approved) == (1, 1)
    assert po.read(forum).units[3].target == "Hội nghị sẽ họp."


@pytest.mark.parametrize("version", VERSIONS)
def test_states_candidates_terms_and_findings_are_there(forum: Path, version: str) -> None:
    text = given_out(forum, version)
    root = tree(text, "f")
    names = [element.name for element in root.walk()]
    if version == "2.1":
        states = {e.attributes["state"] for e in root.walk() if e.name == "segment"}
        assert states == {"initial", "translated", "final"}
        assert root.attributes["srcLang"] == "zh-CN"
        assert root.attributes["trgLang"] == "vi"
        sure = [
            e.attributes.get("http://www.w3.org/2005/11/its mtConfidence") for e in root.walk() if e.name == "match"
        ]
        assert sure[:2] == ["0.7077", "0.4066"]  # what the model says of itself, and what we say of it
        quality = [e.attributes.get("matchQuality") for e in root.walk() if e.name == "match"]
        known = [f"{estimate(unit).value * 100:.2f}" for unit in po.read(forum).units if unit.trail]
        assert quality[:2] == known[:2] and set(quality[2:]) == {None}  # none of the memory's
        assert names.count("glossEntry") == 2
    else:
        qualifiers = [e.attributes.get("state-qualifier") for e in root.walk() if e.name == "target" and e.attributes]
        assert qualifiers.count("leveraged-mt") == 2
        assert qualifiers.count("leveraged-tm") == 1
        assert [e.attributes.get("match-quality") for e in root.walk() if e.name == "alt-trans"][:2] == [
            f"{estimate(unit).value * 100:.0f}%" for unit in po.read(forum).units if unit.trail
        ][:2]
    notes = [e.text for e in root.walk() if e.name == "note"]
    assert "N01 error: 5.67万亿 ~ 5,67 tỷ" in notes
    assert "the source has changed since this was translated; it was made for: 双方同意加强蓝色经济合作。" in notes


ORDER_1 = ("source", "target", "note", "alt-trans")
ORDER_2 = ("matches", "glossary", "notes", "originalData", "segment")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("units", "header"), [(vietnamese(), VI_HEADER), (khmer(), KM_HEADER)])
def test_the_rules_of_xliff_hold(tmp_path: Path, version: str, units, header) -> None:
    path = tmp_path / "a.po"
    po.write(units, path, header)
    demand_rules(given_out(path, version))


def demand_rules(text: str) -> None:
    """What the standards ask and a reader can count on: order, unique ids, codes that are those of the source."""
    root = tree(text, "f")
    two = root.attributes["version"] == "2.1"
    rows = [element for element in root.walk() if element.name == ("unit" if two else "trans-unit")]
    ids = [row.attributes["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w.-]+", name) for name in ids)
    order = ORDER_2 if two else ORDER_1
    for row in rows:
        places = [order.index(child.name) for child in row.children]
        assert places == sorted(places)
        holder = row.child("segment") if two else row
        assert holder is not None
        source, target = holder.child("source"), holder.child("target")
        assert source is not None
        wanted = codes_of(source)
        assert len({name for _, name in wanted}) == len(wanted)
        if target is not None:
            assert {name for _, name in codes_of(target)} <= {name for _, name in wanted}
        data = {e.attributes["id"] for e in row.walk() if e.name == "data"}
        refs = {v for e in holder.walk() for k, v in e.attributes.items() if k.startswith("dataRef")}
        assert refs <= data
        if two:
            spans = [e.attributes["ref"] for e in row.walk() if e.name == "match"]
            assert set(spans) <= {"#s1"}
            if holder.attributes["state"] != "initial":
                assert target is not None
            assert re.fullmatch(r"mtkit:[a-z]+", holder.attributes.get("subState", "mtkit:x"))


def codes_of(element) -> list[tuple[str, str]]:
    found = [(inner.name, inner.attributes.get("id", "")) for inner in list(element.walk())[1:]]
    starts = {inner.attributes["id"] for inner in element.walk() if inner.name == "sc"}
    for inner in element.walk():  # half a pair refers to the other half, or says that it is alone
        if inner.name in {"sc", "ec"}:
            ends = [e.attributes.get("startRef") for e in element.walk() if e.name == "ec"]
            alone = inner.attributes.get("isolated") == "yes"
            there = inner.attributes.get("id") in ends or inner.attributes.get("startRef") in starts
            assert alone is not there
            assert ("id" in inner.attributes) is (alone or inner.name == "sc")
    return [(name, code) for name, code in found if code]


LABELS = st.lists(
    st.sampled_from(["{1}", "{/1}", "{2}", "{/2}", "{3/}", "{{", "}}", "会议 & <b>", " ", "ขอ]]>"]), max_size=9
)


@settings(max_examples=100)
@given(LABELS, LABELS, st.sampled_from([1, 2]))
def test_any_text_with_labels_comes_back(source: list[str], target: list[str], version: int) -> None:
    once = [part for n, part in enumerate(source) if part not in source[:n] or not labels_in(part)]
    markup = Markup(frozenset(labels_in("".join(once))), {"{1}": "<b>", "{/1}": "</b>"})
    for parts in (once, target):
        text = "".join(parts)
        spelt = content(text, markup, version)
        element = tree(f"<t>{spelt}</t>", "f")
        back = as_text(element, labelled=True)
        known = [part for n, part in enumerate(parts) if part in markup.labels and part not in parts[:n]]
        assert labels_in(back) == known
        if labels_in(text) == known:
            assert back == text
        assert len(codes_of(element)) == len({name for _, name in codes_of(element)})


def test_crossed_and_parted_pairs_are_halves() -> None:
    markup = Markup(frozenset(["{1}", "{/1}", "{2}", "{/2}", "{3}", "{4/}"]), {"{1}": "<b>", "{/1}": "</b>"})
    text = "{1}Các {2}bộ trưởng{/1} họp{/2} {3}{4/}"
    assert re.findall("<(/?..) ?([^ >]*)", content(text, markup, 2)) == [
        ("sc", 'id="1"'), ("sc", 'id="2"'), ("ec", 'startRef="1"'), ("ec", 'startRef="2"'), ("sc", 'id="3"'),
        ("ph", 'id="4"'),
    ]  # fmt: skip
    assert content(text, markup, 2).count('isolated="yes"') == 1
    assert re.findall("<(..?) ([^ >]*)", content(text, markup, 1)) == [
        ("bx", 'id="1"'), ("bx", 'id="2"'), ("ex", 'id="1e"'), ("ex", 'id="2e"'), ("bx", 'id="3"'), ("x", 'id="4"'),
    ]  # fmt: skip


def test_what_cannot_be_given_out_or_taken_back(forum: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"2\.1 or 1\.2"):
        review_xliff(po.read(forum), version="2.0", name="a.po")
    with pytest.raises(BadInputError, match="does not name its languages"):
        review_xliff(po.loads('msgid "a"\nmsgstr "b"\n'), name="a.po")
    text = given_out(forum, "2.1")
    for wrong, said in [
        (text.replace('trgLang="vi"', 'trgLang="th"'), "another language pair"),
        (text.replace('srcLang="zh-CN"', 'srcLang="en"'), "another language pair"),
        ("<a/>", "is no XLIFF"),
        (text[:500], "no well-formed XML"),
    ]:
        with pytest.raises(DocumentError, match=said):
            brought(wrong, forum)
    assert original_of(text.encode(), "f") == "forum.vi.po"
    with pytest.raises(DocumentError, match="name it with --into"):
        original_of(text.replace('original="forum.vi.po"', 'original="../x"').encode(), "f")
    gone = re.sub(r'<unit id="\w+"', '<unit id="nobody"', text)
    done = brought(gone, forum)
    assert {one.reason for one in done.refused} == {
        "its sentence is no longer in the PO file", "there are two units of this id: keep one",
    }  # fmt: skip
    other = text.replace(f"<source>{MEETING}</source>\n</segment>", "<source>别的</source>\n</segment>")
    assert [one.reason for one in brought(other, forum).refused] == [
        "its source is another than in the PO file: export it again"
    ]
