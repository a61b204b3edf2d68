"""Plain text: what is a block, a headline, a caption, and what is not part of the article."""

from __future__ import annotations

import pytest

from mtkit.formats import read_text
from mtkit.formats.text import joint
from mtkit.text import Kind


def kinds(text, lang="en"):
    document = read_text(text, lang=lang)
    return [(block.kind.value, block.span.of(text)) for block in document.blocks]


def test_each_line_is_a_block_and_white_space_is_layout():
    text = "\ufeff标题行在此\r\n\r\n　　第一段。 \r第二段。\u2028第三段。\n\u200b\n"
    assert kinds(text, "zh") == [
        ("headline", "标题行在此"),
        ("body", "第一段。"),
        ("body", "第二段。"),
        ("body", "第三段。"),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Forum opens in Dili\n\nDelegates came.\n", "headline"),
        ("Forum opens in Dili.\n\nDelegates came.\n", "body"),
        ("Forum opens in Dili\n", "body"),
        ("Forum opens in Dili\nShort line\n", "body"),
        ("Forum opens in Dili\n" + "Delegates from eleven countries came to the opening on Friday. " * 3, "headline"),
        ("---\n\nDelegates came to the opening from eleven countries on Friday.\n", "body"),
        ("វេទិកាបើកនៅភ្នំពេញ\n\nអ្នកសារព័ត៌មានបានចូលរួម។\n", "headline"),
    ],
)
def test_a_headline_is_short_and_set_apart(text, first):
    assert kinds(text)[0][0] == first


def test_boilerplate_is_skipped_only_at_the_top_and_the_end():
    middle = "\n\n".join(f"Paragraph number {n} of the article." for n in range(40))
    text = f"Skip to main content\n\nForum opens\n\n{middle[:800]}\n\nPrivacy Policy\n\n{middle[800:]}\n\nQuotes delayed at least 20 minutes.\n"  # noqa: E501
    found = kinds(text)
    assert found[0] == ("skip", "Skip to main content")
    assert found[1] == ("headline", "Forum opens")
    assert found[-1][0] == "skip"
    assert ("body", "Privacy Policy") in found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("来源：示例新闻网", "byline"), ("记者：某某", "byline"), ("本报记者 某某", "byline"), ("By Staff Writer", "byline"), ("ที่มา: สำนักข่าว", "byline"),  # noqa: E501
        ("图为会议现场。", "caption"), ("Photo: Organisers", "caption"), ("Ảnh: Ban tổ chức", "caption"), ("ဓာတ်ပုံ- တက်ရောက်သူများ", "caption"),  # noqa: E501
        ("责任编辑：某某", "skip"), ("【打印】【关闭】", "skip"), ("分享到：", "skip"), ("© 2025 Example News", "skip"), ("เว็บไซต์นี้ใช้คุกกี้เพื่อประสบการณ์ที่ดี", "skip"),  # noqa: E501
        ("By the end of 2024 the forum had met six times", "body"), ("来源国的游客增加了。", "body"), ("Sharing a border helps trade", "body"),  # noqa: E501
        ("未经授权不得转载", "skip"), ("版权所有 示例新闻网", "skip"), ("未经授权的拍摄将受到处罚。", "body"), ("版权所有者表示欢迎。", "body"),  # noqa: E501
    ],
)  # fmt: skip
def test_lines_are_told_apart(line, kind):
    found = kinds(f"标题\n\n这是正文的第一段，说明会议的情况。\n\n{line}\n", "zh")
    assert found[-1] == (kind, line)


def test_hard_wrapped_paragraphs_are_joined():
    wrapped = (
        "The eleventh member of ASEAN is hosting its first meeting of\r\n"
        "editors from China and South-East Asia this week, with sixty\r\n"
        "delegates attending. The three-day programme covers training,\r\n"
        "translation, a joint calendar of festivals, and the exchange\r\n"
        "of pictures.\r\n"
    )
    document = read_text(wrapped, lang="en")
    assert len(document.blocks) == 1
    assert [code.text for code in document.blocks[0].codes] == [" "] * 4


def test_verse_lists_and_news_lines_are_not_joined():
    lines = "Rice fields in the rain,\nthe river carries a boat,\nlanterns on the bridge.\nNobody is late.\nThe market opens.\n"  # noqa: E501
    assert len(kinds(lines)) == 5
    news = "The forum opened on Friday in the capital with many guests. \n" * 6
    assert len(kinds(news)) == 6
    assert kinds("Agenda\n\n- Training\n* Pictures\n• Calendar\n")[1:] == [
        ("item", "Training"),
        ("item", "Pictures"),
        ("item", "Calendar"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "meaning"),
    [
        ("a", "b", " "), ("中", "文", ""), ("中", "a", " "), ("，", "我", ""),
        ("ไ", "ท", " "), ("។", "ក", " "), ("။", "မ", " "), ("ລ", "າ", " "), ("த", "ம", " "),
    ],
)  # fmt: skip
def test_a_line_break_is_a_blank_but_inside_chinese(before, after, meaning):
    assert joint(before, after) == meaning


def test_the_title_is_in_meta():
    assert read_text("Forum opens in Dili\n\nDelegates came.\n", lang="en").meta == {"title": "Forum opens in Dili"}
    assert read_text("{1} literal braces\n", lang="en").blocks[0].kind is Kind.BODY
