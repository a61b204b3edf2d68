"""Which paragraphs belong together, and two documents checked by them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.check.paragraphs import Paragraph, align
from mtkit.checking import check_documents
from mtkit.checking.documents import paragraphs_of, uneven
from mtkit.formats import read_text
from mtkit.text import Kind

ZH = [
    "中国—东盟媒体合作论坛在昆明开幕",
    "论坛周三在云南昆明开幕，来自东盟十国的240名代表出席，为期三天。",
    "“我们愿同东盟媒体分享经验。”一位与会编辑说。",
    "老挝广播电台的记者在发言中介绍了中老铁路沿线旅游业的发展情况，并播放了一部12分钟的纪录片。",
    "会议期间，双方将签署15项合作协议。",
    "下一届论坛定于2027年在吉隆坡举行。",
]
EN = [
    "China-ASEAN media forum opens in Kunming",
    "The three-day forum opened in Kunming, Yunnan, on Wednesday with 240 delegates from the ten ASEAN countries.",
    "“We would like to share our experience with media in ASEAN,” an editor at the forum said.",
    "A reporter of Lao National Radio spoke of how tourism has grown along the China-Laos Railway and showed "
    "a documentary of 12 minutes.",
    "Both sides will sign 15 cooperation agreements during the meeting.",
    "The next forum is to be held in Kuala Lumpur in 2027.",
]


def sides(before: list[str], after: list[str]) -> tuple[list[Paragraph], list[Paragraph]]:
    return [Paragraph(text, Kind.BODY, "zh") for text in before], [Paragraph(text, Kind.BODY, "en") for text in after]


@pytest.mark.parametrize("gone", range(6))
def test_the_paragraph_that_is_missing_is_named(gone: int) -> None:
    before, after = sides(ZH, EN[:gone] + EN[gone + 1 :])
    lone = [bead.source.start for bead in align(before, after) if not bead.target]
    assert lone == [gone]
    (issue,) = uneven(before, after)
    assert f"paragraph {gone + 1} of the source is missing" in issue.message


@pytest.mark.parametrize("new", range(6))
def test_the_paragraph_that_is_new_is_named(new: int) -> None:
    before, after = sides(ZH[:new] + ZH[new + 1 :], EN)
    assert [bead.target.start for bead in align(before, after) if not bead.source] == [new]


def test_joined_and_parted_paragraphs_are_hints() -> None:
    joined = [*EN[:4], f"{EN[4]} {EN[5]}"]
    assert [issue.severity for issue in uneven(*sides(ZH, joined))] == ["info"]
    first, _, second = EN[3].partition(" and showed ")
    assert [issue.severity for issue in uneven(*sides(ZH, [*EN[:3], first, second, *EN[4:]]))] == ["info"]


def test_as_many_paragraphs_are_taken_one_by_one() -> None:
    assert uneven(*sides(ZH, EN)) == []
    assert uneven(*sides([], [])) == []


TEXT = st.sampled_from([*ZH, *EN, "2027", "。"])


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=7), st.lists(TEXT, max_size=7))
def test_beads_cover_both_sides_once_in_order(before: list[str], after: list[str]) -> None:
    beads = align(*sides(before, after))
    assert [n for bead in beads for n in bead.source] == list(range(len(before)))
    assert [n for bead in beads for n in bead.target] == list(range(len(after)))
    assert all(len(bead.source) + len(bead.target) in {1, 2, 3} for bead in beads)


def test_paragraphs_have_their_words_kind_and_line() -> None:
    text = "# 论坛开幕\n\n论坛在**昆明**开幕。[代表](https://example.org)出席{会议}。\n\n```\ncode\n```\n\n- 第一项\n"
    document = read_text(text, lang="zh", format="markdown", id="a.md")
    assert [(p.text, p.kind, p.line) for p in paragraphs_of(document, None, None)] == [  # type: ignore[arg-type]
        ("论坛开幕", Kind.HEADLINE, 1),
        ("论坛在昆明开幕。代表出席{会议}。", Kind.BODY, 3),
        ("第一项", Kind.ITEM, 9),
    ]


def test_documents_of_two_formats_are_checked_by_paragraphs() -> None:
    source = read_text("# " + "\n\n".join(ZH), lang="zh", format="markdown", id="a.md")
    wrong = [text.replace("15", "50") for text in EN]
    html = (
        f"<html><body><h1>{wrong[0]}.</h1>\n" + "\n".join(f"<p>{text}</p>" for text in wrong[1:]) + "\n</body></html>"
    )
    target = read_text(html, lang="en", format="html", id="b.html")
    found = [(f.issue.code, f.line, f.unit) for f in check_documents(source, target, None) if f.issue.severity.rank]
    assert found == [("P08", 1, "line-1"), ("N01", 5, "line-5")]
    short = read_text(html.replace(f"<p>{wrong[3]}</p>\n", ""), lang="en", format="html", id="b.html")
    codes = [(f.issue.code, f.line) for f in check_documents(source, short, None) if f.issue.severity.rank]
    assert codes == [("P08", 1), ("X03", 4), ("N01", 4)]
    assert not list(check_documents(source, short, None, select=["U"]))


def test_a_document_without_words_has_no_findings_of_its_own() -> None:
    empty = read_text("", lang="en", format="text", id="b.txt")
    source = read_text(ZH[1], lang="zh", format="text", id="a.txt")
    assert [(f.issue.code, f.line) for f in check_documents(source, empty, None)] == [("X03", 1)]
    assert list(check_documents(empty, empty, None)) == []
