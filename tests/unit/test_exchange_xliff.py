"""Somebody's XLIFF file, filled in: what is filled and how, and that nothing else changes."""

from __future__ import annotations

import codecs
import difflib
import re

import pytest
from exchange_files import MEMOQ_XLIFF, OMEGAT_XLIFF, TRADOS_SDLXLIFF, WEBLATE_XLIFF, XLIFF_20, pipeline

from mtkit.errors import DocumentError
from mtkit.exchange import Pretranslated, pretranslate
from mtkit.exchange.checked import check_xliff
from mtkit.exchange.xliff_file import parse_xliff
from mtkit.exchange.xliff_parts import attributes_of, set_attributes, slot_of
from mtkit.xmlsafe import tree


def fill(text: str, source: str, target: str, *, name: str = "a.xlf", **table: str) -> Pretranslated:
    return pretranslate(text.encode(), pipeline(source, target, table.get("table")), name=name, to=target)


def added(before: str, after: str) -> str:
    """What was put in; the test fails if anything was taken away but in tags."""
    out = []
    for kind, low, high, first, last in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        assert kind in {"equal", "insert"} or before[low:high].strip(' /<>"') == "", before[low:high]
        out.append(after[first:last] if kind != "equal" else "")
    return "".join(out)


def element(text: str, name: str) -> str:
    """The unit of that id as it is written."""
    root = tree(text, "f")
    unit = next(one for one in root.walk() if one.attributes.get("id") == name and one.name in {"unit", "trans-unit"})
    return text[unit.start : unit.end]


def test_a_file_as_omegat_has_it() -> None:
    done = fill(OMEGAT_XLIFF, "zh", "th", table={"会议持续两天。": "การประชุมมีขึ้นสองวัน"})
    text = done.data.decode()
    state = 'state="needs-review-translation" state-qualifier="leveraged-mt"'
    one = element(text, "1")
    assert f"\n<target {state}>" in one
    assert '<g id="1">' in one.partition("<target")[2]
    two = element(text, "2")
    assert f'<target xml:lang="th-TH" {state}>' in two
    for code in (
        '<bpt id="1">&lt;a href="/live"&gt;</bpt>',
        '<ept id="1">&lt;/a&gt;</ept>',
        '<ph id="2">&lt;br/&gt;</ph>',
    ):
        assert two.count(code) == 2
    assert "การประชุมมีขึ้นสองวัน</target>" in two
    assert element(text, "3") == element(OMEGAT_XLIFF, "3")
    assert element(text, "4") == element(OMEGAT_XLIFF, "4")
    assert "[th] 主编</target>" in element(text, "5")
    assert [left.reason for left in done.left] == ["marked as not to be translated"]
    assert (len(done.filled), done.finished) == (3, 1)
    assert text.replace(one, "").replace(two, "").startswith(OMEGAT_XLIFF[:200])


def test_a_file_as_memoq_writes_it_keeps_its_extras() -> None:
    text = fill(MEMOQ_XLIFF, "en", "km").data.decode()
    one = element(text, "1")
    assert '<target xml:space="preserve" state="needs-review-translation"' in one
    assert one.count('<bpt id="1" rid="1" ctype="bold">{}</bpt>') == 2
    assert '<mq:insertedmatch matchtype="1"><source>x</source><target>y</target></mq:insertedmatch>' in one
    assert element(text, "2") == element(MEMOQ_XLIFF, "2")
    assert added(MEMOQ_XLIFF, text)


def test_a_file_of_trados_is_filled_in_segment_by_segment() -> None:
    done = fill(TRADOS_SDLXLIFF, "en", "vi", name="note.docx.sdlxliff")
    text = done.data.decode()
    first, second = element(text, "6e1f"), element(text, "6e20")
    assert '<mrk mtype="seg" mid="1">Diễn đàn khai mạc.</mrk></g> <mrk mtype="seg" mid="2">[vi] It closes on' in first
    assert first.count('<x id="9"/>') == 2
    assert '<sdl:seg id="1" conf="ApprovedTranslation" origin="interactive" />' in first
    assert '<sdl:seg id="2" conf="Draft" origin="mt" origin-system="mtkit" />' in first
    assert '<target><mrk mtype="seg" mid="3">[vi] Two days.</mrk></target><sdl:seg-defs>' in second
    assert (len(done.filled), done.finished) == (2, 1)


def test_cdata_stays_cdata_and_escaped_markup_stays_escaped() -> None:
    text = fill(WEBLATE_XLIFF, "en", "vi").data.decode()
    one = element(text, "welcome")
    assert re.search(r'<target state="needs-review-translation"[^>]*><!\[CDATA\[.*<b>%s</b> & .*\]\]></target>', one)
    two = element(text, "items")
    target = two.partition("<target")[2]
    assert "&lt;b&gt;{count}&lt;/b&gt;" in target
    assert "messages &amp; 2 drafts.</target>" in target
    assert element(text, "done") == element(WEBLATE_XLIFF, "done")
    assert text.partition("<file")[0] == WEBLATE_XLIFF.partition("<file")[0]


def test_xliff_2_has_candidates_with_the_models_confidence() -> None:
    done = fill(XLIFF_20, "en", "my")
    text = done.data.decode()
    unit = element(text, "u1")
    root = tree(text, "f")
    found = next(one for one in root.walk() if one.attributes.get("id") == "u1" and one.name == "unit")
    assert [child.name for child in found.children] == [
        "matches", "notes", "originalData", "segment", "ignorable", "segment",
    ]  # fmt: skip
    segments = [child for child in found.children if child.name == "segment"]
    assert [segment.attributes for segment in segments] == [
        {"id": "s1", "state": "translated"}, {"id": "mtkit-1", "state": "translated"},
    ]  # fmt: skip
    assert '<pc id="1" dataRefStart="d1" dataRefEnd="d2">trust</pc>' in unit.partition("<target>")[2]
    match, other = found.children[0].children
    assert match.attributes["ref"] == "#s1"
    assert other.attributes["ref"] == "#mtkit-1"
    assert match.attributes["http://www.w3.org/2005/11/its mtConfidence"] == "1.0000"
    assert match.attributes["type"] == "mt"
    # Quality by a metric is the estimate, which the value of the file has, too.
    assert match.attributes["matchQuality"] == f"{100 * done.filled[0].estimate:.2f}"
    assert 0 < done.filled[0].estimate < 1
    assert [child.space for child in match.children] == ["urn:oasis:names:tc:xliff:document:2.0"] * 2
    assert "dataRef" not in text[match.start : match.end]
    assert element(text, "u2") == element(XLIFF_20, "u2")
    assert element(text, "u3") == element(XLIFF_20, "u3")
    assert added(XLIFF_20, text)


@pytest.mark.parametrize("text", [OMEGAT_XLIFF, MEMOQ_XLIFF, TRADOS_SDLXLIFF, WEBLATE_XLIFF, XLIFF_20])
@pytest.mark.parametrize("how", ["plain", "windows", "mark", "utf-16"])
def test_bytes_around_what_is_filled_in_stay_and_a_second_run_does_nothing(text: str, how: str) -> None:
    said = re.search(r'(?:target-language|trgLang)="(\w+)', text)
    source = re.search(r'(?:source-language|srcLang)="(\w+)', text)
    assert said
    assert source
    data = {
        "plain": text.encode(),
        "windows": text.replace("\n", "\r\n").encode(),
        "mark": codecs.BOM_UTF8 + text.encode(),
        "utf-16": codecs.BOM_UTF16_LE + re.sub("utf-8", "utf-16", text, flags=re.IGNORECASE).encode("utf-16-le"),
    }[how]
    machine = pipeline(source[1], said[1])
    done = pretranslate(data, machine, name="a.xlf", to=said[1])
    again = pretranslate(done.data, machine, name="a.xlf", to=said[1])
    assert done.filled
    assert (again.data, again.filled) == (done.data, ())
    assert len(done.data) > len(data)
    assert "\r" not in "".join(one.source + one.target for one in done.filled).replace("\r\n", "")
    if how == "windows":
        assert done.data.count(b"\n") == done.data.count(b"\r\n")
    assert done.data[:80] == data[:80]
    assert done.data[-60:] == data[-60:]


def test_the_target_language_is_written_where_it_is_missing() -> None:
    text = OMEGAT_XLIFF.replace(' target-language="th-TH"', "")
    assert ' target-language="th">' in fill(text, "zh", "th").data.decode()
    text = XLIFF_20.replace(' trgLang="my"', "")
    assert ' srcLang="en" trgLang="my">' in fill(text, "en", "my").data.decode()
    text = OMEGAT_XLIFF.replace(' target-language="th-TH"', "").replace("<group ", '<group translate="no" ')
    assert fill(text, "zh", "th").data.decode() == text  # nothing to fill in, nothing to say


def test_prefixed_elements_and_foreign_ones_in_a_source() -> None:
    text = (
        '<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><x:file source-language="en" '
        'target-language="vi" original="a" datatype="plaintext"><x:body><x:trans-unit id="1"><x:source>Read '
        '<x:g id="1">it</x:g> <y:z xmlns:y="urn:y">now</y:z>.</x:source></x:trans-unit></x:body></x:file></x:xliff>'
    )
    done = fill(text, "en", "vi").data.decode()
    assert '</x:source><x:target state="needs-review-translation"' in done
    assert done.count('<x:g id="1">') == 2
    assert done.count('<y:z xmlns:y="urn:y">') == 2
    two = XLIFF_20.replace("<", "<q:").replace("<q:/", "</q:").replace("<q:?", "<?").replace("<q:!", "<!")
    two = two.replace("xmlns=", "xmlns:q=")
    again = fill(two, "en", "my").data.decode()
    assert len(parse_xliff(again, "f").units) == 3
    assert '<source xmlns="urn:oasis:names:tc:xliff:document:2.0">' not in again or "<mtc:match" in again


def test_a_target_of_somebody_without_marks_is_not_touched() -> None:
    text = TRADOS_SDLXLIFF.replace(
        '</seg-source><sdl:seg-defs><sdl:seg id="3"',
        '</seg-source><target>Hai ngày.</target><sdl:seg-defs><sdl:seg id="3"',
    )
    done = fill(text, "en", "vi")
    assert "<target>Hai ngày.</target>" in done.data.decode()
    assert len(done.filled) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html/>", "is no XLIFF: its first element is html"),
        ('<xliff version="3.0"/>', "is XLIFF 3.0: 1.0 to 1.2 and 2.x are read"),
        ("<xliff/>", "of no version"),
        (OMEGAT_XLIFF[:300], "is no well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + OMEGAT_XLIFF.partition("?>")[2], "declares or uses an entity of its own"),
        (OMEGAT_XLIFF.replace("th-TH", "vi-VN"), "is into Vietnamese, not into Thai"),
        (OMEGAT_XLIFF.replace("th-TH", "tlh"), "is into 'tlh', which is not known"),
        (OMEGAT_XLIFF.replace('source-language="zh-CN" ', ""), "name it with --from"),
        (OMEGAT_XLIFF.replace("zh-CN", "th"), "would go from Thai into Thai"),
        (OMEGAT_XLIFF.replace("</xliff>", '<file original="b" source-language="en"><body/></file></xliff>'),
         "holds files of several language pairs"),
        (OMEGAT_XLIFF.replace("<body>", "<body>" + "<group>" * 200).replace("</body>", "</group>" * 200 + "</body>"),
         "elements lie more than 128 deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_in_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        fill(text, "zh", "th")
    assert said in str(caught.value)
    assert str(caught.value).startswith("a.xlf")
    assert "\n" not in str(caught.value)


def test_attributes_are_set_in_their_place() -> None:
    tag = "<target xml:lang='vi' x:a=\"state='new'\" state='new'/>"
    assert set_attributes(tag, {"state": "final"}) == "<target xml:lang='vi' x:a=\"state='new'\" state=\"final\"/>"
    assert set_attributes(tag, {"state": None}) == "<target xml:lang='vi' x:a=\"state='new'\"/>"
    assert set_attributes("<target >", {"a": 'x"<'}) == "<target a='x\"&lt;' >"
    assert attributes_of("<a b=\"1&gt;2\" c:d='&quot;'>") == {"b": "1>2", "c:d": '"'}


def test_soft_line_ends_are_blanks_unless_white_space_counts() -> None:
    raw = "One sentence\n      goes on."
    assert [code.text for code in slot_of(raw, keep_space=False)[0].codes] == [" "]
    assert [code.text for code in slot_of(raw, keep_space=True)[0].codes] == ["\n"]


def test_translations_of_somebody_are_checked_with_their_codes() -> None:
    text = OMEGAT_XLIFF.replace('<target xml:lang="th-TH"></target>', "<target>คลิก<bpt id='1'>x</bpt>ถ่ายทอดสด</target>")
    found = list(check_xliff(text.encode(), None, name="a.xlf", select=["C"]))
    assert [(one.unit, one.issue.code, one.line) for one in found] == [("2", "C01", 12)] * len(found)
    assert len(found) >= 1
    whole = text.replace("ถ่ายทอดสด", "ถ่ายทอดสด<ept id='1'>x</ept>. <ph id='2'/>ประชุมสองวัน")
    assert list(check_xliff(whole.encode(), None, name="a.xlf", select=["C"])) == []
    two = XLIFF_20.replace("<target>ပိတ်သည်</target>", "<target>ပိတ်သည် 7</target>")
    assert [one.issue.code for one in check_xliff(two.encode(), None, name="a.xlf", select=["N"])] == ["N04"]
    with pytest.raises(DocumentError, match="give --from and --to"):
        list(check_xliff(OMEGAT_XLIFF.replace("th-TH", "tlh").encode(), None, name="a.xlf"))
