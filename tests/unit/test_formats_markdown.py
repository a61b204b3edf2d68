"""Markdown: blocks, codes with their places, front matter, and text that must not become markup."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from mtkit.formats import read_bytes, read_text, write
from mtkit.segment.document import segment_document
from mtkit.segment.interface import Sentence
from mtkit.text import Kind, Span


class Lines:
    """A segmenter that cuts at line ends only."""

    name = "lines@1"

    def sentences(self, text):
        ends = [*(at + 1 for at, char in enumerate(text) if char == "\n"), len(text)]
        return [Sentence(Span(a, b)) for a, b in zip([0, *ends], ends, strict=False) if b > a]


def seen(text, lang="en"):
    document = read_text(text, lang=lang, format="markdown")
    return [(segment.kind.value, segment.text) for segment in segment_document(document, Lines())]


def translate(text, *targets):
    document = read_text(text, lang="en", format="markdown")
    segments = segment_document(document, Lines())
    chosen = dict(zip((s.id for s in segments), targets, strict=False))
    return write(document, chosen, segments, lang="zh").decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Head #\n\nText\n", [("headline", "Head"), ("body", "Text")]),
        ("Head\n====\n", [("headline", "Head")]),
        ("- one\n- two\n  three\n    1. four\n", [("item", "one"), ("item", "two three"), ("item", "four")]),
        ("> one\n> two\nlazy\n", [("quote", "one two lazy")]),
        ("> - one\n>   two\n", [("item", "one two")]),
        ("- > one\n  > two\n", [("quote", "one two")]),
        ("| a | b |\n|--|--|\n| c \\| d | `e\\|f` g |\n", [("cell", "a"), ("cell", "b"), ("cell", "c | d"), ("cell", "{1/} g")]),  # noqa: E501
        ("> | a | b |\n> |--|--|\n> | c | c |\n", [("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "c")]),
        ("One  \ntwo\\\nthree\n", [("body", "One"), ("body", "two"), ("body", "three")]),
        ("One\r\ntwo\r\n\r\nthree\r\n", [("body", "One two"), ("body", "three")]),
        ("One\rtwo\r\rthree\r", [("body", "One two"), ("body", "three")]),
        ("\tcode\n\n```\ncode\n```\n\n<div>\nraw\n</div>\n\n[r]: /u 'title'\n\nText\n", [("body", "Text")]),
        ("**a *b* c** d", [("body", "{1}a {2}b{/2} c{/1} d")]),
        ("a ~~b~~ ***c*** d", [("body", "a {1}b{/1} {2}{3}c{/3}{/2} d")]),
        ("[a *b*](u \"t\") [c][r] [r] <https://e.org/a_b> https://e.org/a_b_c\n\n[r]: /u\n", [("body", "{1}a {2}b{/2}{/1} {3}c{/3} {4}r{/4} <https://e.org/a_b> https://e.org/a_b_c")]),  # noqa: E501
        ("a `b` \\* &amp; &copy; <b>c</b> <br> d{1}", [("body", "a {1/} * & © {2}c{/2}"), ("body", "d{{1}}")]),
        ("![alt *x*](u)\n", [("meta", "alt {1}x{/1}")]),
        ("[![alt](u)](v)\n", [("meta", "alt")]),
        ("![alt](u)\n*Caption.*\n", [("meta", "alt"), ("caption", "Caption.")]),
        ("a ![alt](u) b\n", [("body", "a {1/} b")]),
        ("a[^1] b.[^1]\n\n[^1]: Note *here*.\n", [("body", "a{1/} b."), ("body", "Note {1}here{/1}.")]),
        ("看[^1]这\n\n[^1]: 脚注\n", [("body", "看{1/}这"), ("body", "脚注")]),
        ("* * *\n\n---\n\n…\n", []),
        ("　　段落一\n段落二\n", [("body", "段落一段落二")]),
        ("1\\. not a list\n", [("body", "1. not a list")]),
        ("*a\n> b*\n", [("body", "*a"), ("quote", "b*")]),
        ("*open\nand **never closed\n", [("body", "*open and **never closed")]),
    ],
)  # fmt: skip
def test_what_a_translator_sees(text, expected):
    assert seen(text, "zh" if any(char > "\u3000" for char in text) else "en") == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Text\n", "# no heading", "\\# no heading\n"),
        ("Text\n", "- no item", "\\- no item\n"),
        ("Text\n", "1. no item", "1\\. no item\n"),
        ("Text\n", "2024. aasta", "2024\\. aasta\n"),
        ("Text\n", "3.5 triliun", "3.5 triliun\n"),
        ("Text\n", "*a* _b_ `c` [d](e) a_b 2 * 3", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) a_b 2 * 3\n"),
        ("Text\n", "R&D &amp; <b> a<b", "R&D \\&amp; \\<b> a\\<b\n"),
        ("Text\n", "one\n\ntwo", "one two\n"),
        ("| a |\n|---|\n| Text |\n", "", "| a |\n|---|\n| Text |\n"),
        ("see [it](u)\n", "Wow!{1}này{/1}", "Wow\\![này](u)\n"),
        ("a **b** c\n", "{1}“词”{/1}后", "<strong>“词”</strong>后\n"),
        ("a **b** c\n", "前{1}词{/1}后", "前**词**后\n"),
        ("a _b_ c\n", "前{1}词{/1}后", "前*词*后\n"),
        ("a _b_ c\n", "x {1}y{/1} z", "x _y_ z\n"),
        ("a **b** c\n", "x{1} y {/1}z", "x<strong> y </strong>z\n"),
        ("a **b** c\n", "x {1}{/1}y", "x y\n"),
        ("a **b *c*** d\n", "{2}x{/2}，{1}y{/1}", "*x*，**y**\n"),
        ("a ~~b~~ c\n", "前{1}（词）{/1}后", "前<del>（词）</del>后\n"),
    ],
)
def test_what_is_written(text, target, expected):
    assert translate(text, target) == expected


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        ("Forum opens", "论坛开幕", "论坛开幕"),
        ("Forum opens", "Forum: day one", '"Forum: day one"'),
        ("Forum opens", "Forum #1", '"Forum #1"'),
        ("Forum opens", "“Forum” opens", "“Forum” opens"),
        ("Forum opens", '"Forum" opens', '"\\"Forum\\" opens"'),
        ("Forum opens", "2024", '"2024"'),
        ("Forum opens", "No", '"No"'),
        ('"Forum opens"', 'a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("'Forum opens'", "it's", "'it''s'"),
        ("Forum opens # note", "Diễn đàn", "Diễn đàn # note"),
    ],
)
def test_the_header_stays_valid(value, target, expected):
    text = f"---\ntitle: {value}\ndate: 2025-01-02\n---\n\nText\n"
    assert translate(text, target) == f"---\ntitle: {expected}\ndate: 2025-01-02\n---\n\nText\n"
    yaml = pytest.importorskip("yaml")
    assert yaml.safe_load(translate(text, target).split("---")[1])["title"] == target


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("title: One\ndate: 2025-01-02\nauthor: 'Desk'", [("headline", "One")]),
        ('title: "A \\"b\\" \\u4e2d"', [("headline", 'A "b" 中')]),
        ("summary: >\n  one\n  two\n\n  three", [("standfirst", "one two"), ("standfirst", "three")]),
        ("description: |\n  one\n  two", [("meta", "one"), ("meta", "two")]),
        ("title: goes\n  on", []),
        ('title: [a, b]\ntags: {a: b}\ntitle: &x y\ntitle: "open', []),
        ("nested:\n  title: no", []),
        ("slug: no\ncaption: Yes", [("caption", "Yes")]),
    ],
)
def test_which_values_of_the_header_are_translated(header, expected):
    assert seen(f"---\n{header}\n---\n") == expected
    assert seen(f"---\r\n{header}\r\n---\r\n".replace("\r\n", "\n").replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ntitle: 东盟秘书处发布公报\ndate: 2025-03-04\n---\n\n会议结束。\n", "markdown"),
        ("\ufeff---\r\n# note\ntitle: >\n  เวที\r\ntags:\n- asean\n\nslug: a\r\n...\r\nจบ\r\n", "markdown"),
        ("---\n会议结束。\n---\n", "text"),
        ("---\nForum opens: delegates came.\n---\nJakarta: They met.\n---\n", "text"),
        ("---\n\n---\nThe end.\n", "text"),
        ("---\ntitle: open\n", "text"),
        ("title: no header\n", "text"),
    ],
)
def test_what_comes_without_a_name_is_markdown_where_a_header_leads_it(text, name):
    document = read_bytes(text.encode(), id="-", lang="zh")
    assert document.format == name
    assert document.meta.get("title") != "---"
    assert read_bytes(text.encode(), id="-", lang="zh", format="text").format == "text"


def test_other_headers_are_left_alone():
    assert seen("+++\ntitle = 'x'\n+++\n\nText\n") == [("body", "Text")]
    assert seen("---\n\nText between rules\n") == [("body", "Text between rules")]
    document = read_text(
        "---\ntitle: 'It''s'\nauthor: Desk\ndate: 2025-01-02\n---\n# Other\n", lang="en", format="markdown"
    )
    assert document.meta == {"title": "It's", "author": "Desk", "date": "2025-01-02"}


def test_codes_stand_where_markdown_it_finds_the_markup():
    """What is rendered from the labelled text is what markdown-it renders from the source."""
    source = "A **b *c* d** `e` [f *g*](/u) ~~h~~ **i**j _k_ l*m*n **o** p\\*q &lt; r"
    document = read_text(source, lang="en", format="markdown")
    block = document.blocks[0]
    html = MarkdownIt("commonmark").enable("strikethrough").renderInline(source)
    tags = {"**": "strong", "*": "em", "_": "em", "~~": "s"}
    out, done = [], 0
    for code in block.codes:
        raw = code.span.of(source)
        out.append(source[done : code.span.start])
        done = code.span.end
        if raw in tags:
            out.append(f"<{'/' if code.role.value == 'close' else ''}{tags[raw]}>")
        elif raw.startswith("`"):
            out.append(f"<code>{code.text}</code>")
        elif code.role.value == "char":
            out.append(code.text.replace("<", "&lt;"))
        else:
            out.append('<a href="/u">' if raw == "[" else "</a>")
    assert "".join([*out, source[done:]]) == html


def test_a_block_of_a_list_keeps_its_indentation_when_written():
    text = "- one\n\n  two\n  three\n\n> four\n> five\n"
    assert translate(text, "一", "二三", "四五") == "- 一\n\n  二三\n\n> 四五\n"


def test_kinds_are_those_of_the_innermost_container():
    document = read_text("> 1. a\n>\n>    > b\n", lang="en", format="markdown")
    assert [block.kind for block in document.blocks] == [Kind.ITEM, Kind.QUOTE]
