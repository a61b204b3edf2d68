"""Reading, segmenting, tiling and writing hold for any text, however hostile."""

from __future__ import annotations

import re
import sys
from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import DocumentError
from mtkit.formats import read_bytes, read_text, write
from mtkit.segment.document import segment_document, tiles
from mtkit.segment.interface import Sentence
from mtkit.text import Document, Role, Span

FORMATS = ("text", "markdown", "html")

WORDS = [
    "论坛在南宁举行。", "他说：“合作很重要！”", "การประชุมเปิดขึ้น", " วันศุกร์ ", "វេទិកា​បាន​បើក។ ", "ဖိုရမ် ဖွင့်သည်။ ",
    "Diễn đàn khai mạc. ",
    "The forum opened. ", "R&D", "AT&T", "1.5 ", "{1}", "{{", "}}", "{/1}", "{2/}", "é", "e\u0301", "\u200b",
    "\ufeff", "\u00a0", "\u3000",
    "😀", "\U0001f1fb\U0001f1f3", "\u2028", "\x85", "\x0b", "\x0c", "\x1c",
]  # fmt: skip
MARKUP = {
    "text": ["\n", "\n\n", "\r\n", "\r", "- ", "1. ", "Photo: ", "Skip to main content\n", "责任编辑：某某\n", "\t"],
    "markdown": [
        "\n", "\n\n", "\r\n", "\r", "  \n", "\\\n", "# ", "## ", "> ", ">", "- ", "1. ", "    ", "\t", "---\n",
        "```\n", "~~~\n", "|", " | ", "\n|---|---|\n",
        "*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "](u)", "](<u v> \"t\")", "![", "[r]", "\n[r]: /u\n",
        "[^1]", "\n[^1]: ",
        "<b>", "</b>", "<br>", "<!-- ", " -->", "<a href='\n'>", "<https://e.org>", "https://e.org/a_b_c", "&amp;",
        "&#38;", "&nope;", "&nbsp;", "&", "\\", "\\*", "\\|",
        "title: ", "description: '", "summary: >\n", '"', "'", "\n===\n", ": ", "!",
    ],
    "html": [
        "\n", "\r\n", "\r", "  ", "\t", "<p>", "</p>", "<p", "<div class='share'>", "</div>", "<article>",
        "</article>", "<nav>", "</nav>", "<b>", "</b>", "<i>", "</i>",
        "<a href=\"u\">", "<a href=u>", "</a>", "<br>", "<br/>", "<img src=x alt='", "'>", "\">", "<img alt=bare>",
        "<code>", "</code>", "<pre>", "</pre>",
        "<script>", "</script>", "<style>", "</style>", "<textarea>", "<!--", "-->", "<!-->", "<![CDATA[", "]]>",
        "<![if x]>", "<![x[", "<!doctype html>", "<?php ", "?>", "<", ">", "</", "< ", "<3",
        "&amp;", "&#38;", "&lt;", "&nbsp;", "&#x1F600;", "&#0;", "&#xD800;", "&#10;", "&notit;", "&copy", "&",
        "<span translate=no>", "<span class=notranslate>", "</span>",
        "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<html lang=zh>", "<head>", "<body>",
        "</body>", "<title>", "</title>", "<meta name=description content='",
        "<blockquote>", "<figcaption>", "<h1>", "</h1>", "<SVG>", "</svg>", "<template>", "<noscript>", "=", "\"", "'",
    ],
}  # fmt: skip


class Splitter:
    """A small segmenter of the tests' own: after final marks and at line ends."""

    name = "test@1"
    _end = re.compile(r"(?:[.!?](?=\s)|[。！？។။])[”’]?\s*|[\n\r\v\f\x85\u2028\u2029]+")

    def sentences(self, text: str) -> list[Sentence]:
        ends = [*(match.end() for match in self._end.finditer(text)), len(text)]
        starts = [0, *ends]
        return [Sentence(Span(a, b)) for a, b in zip(starts, ends, strict=False) if b > a]


def documents(fmt: str) -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKUP[fmt]), st.text(max_size=4))
    return st.lists(pieces, max_size=40).map("".join)


def read_or_none(text: str, fmt: str, lang: str = "zh") -> Document | None:
    try:
        return read_text(text, lang=lang, format=fmt)
    except DocumentError as error:
        assert "\n" not in str(error)
        return None


@pytest.mark.parametrize("fmt", FORMATS)
def test_blocks_codes_segments_and_tiles_are_in_order(fmt):
    @settings(max_examples=60, deadline=None)
    @given(documents(fmt))
    def holds(text):
        document = read_or_none(text, fmt)
        if document is None:
            return
        check_blocks(document)
        segments = segment_document(document, Splitter())
        check_segments(document, segments)
        spans = [span for _, _, span in tiles(document, segments)]
        assert "".join(span.of(text) for span in spans) == text
        assert all(len(span) for span in spans)
        ids = [name for name, _, _ in tiles(document, segments)]
        assert len(set(ids)) == len(ids)

    holds()


def check_blocks(document: Document) -> None:
    done = 0
    for block in document.blocks:
        assert done <= block.span.start < block.span.end <= len(document.text)
        done, at = block.span.end, block.span.start
        opened: list[int] = []
        for code in block.codes:
            assert at <= code.span.start < code.span.end <= block.span.end
            at = code.span.end
            if code.role is Role.OPEN:
                opened.append(code.number)
            elif code.role is Role.CLOSE:
                assert opened.pop() == code.number
        assert not opened


def check_segments(document: Document, segments) -> None:
    done = 0
    for segment in segments:
        assert done <= segment.span.start < segment.span.end
        done = segment.span.end
        assert segment.source == segment.span.of(document.text)
        assert segment.source == segment.source.strip()
        assert any(char.isalnum() for char in segment.text)
        assert sum(block.span.covers(segment.span) for block in document.blocks) == 1
        numbers = [code.number for code in segment.codes if code.role is not Role.CHAR]
        assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert len({segment.id for segment in segments}) == len(segments)


@pytest.mark.parametrize("fmt", FORMATS)
def test_writing_every_source_gives_the_same_bytes(fmt):
    @settings(max_examples=60, deadline=None)
    @given(documents(fmt), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
    def holds(text, codec):
        try:
            data = text.encode(codec)
            document = read_bytes(data, id="x", lang="zh", format=fmt)
        except (DocumentError, UnicodeEncodeError):
            return
        segments = segment_document(document, Splitter())
        assert write(document, {s.id: s.text for s in segments}, segments, lang="zh") == data
        assert write(document, {}, segments, lang="zh") == data

    holds()


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_is_around_the_segments_is_kept_whatever_the_translation(fmt):
    targets = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKUP[fmt])), max_size=6).map("".join)

    @settings(max_examples=60, deadline=None)
    @given(documents(fmt), targets)
    def holds(text, target):
        document = read_or_none(text, fmt)
        if document is None:
            return
        segments = segment_document(document, Splitter())
        written = write(document, {s.id: target for s in segments}, segments, lang="zh").decode()
        at = done = 0
        for block in document.blocks:  # outside the blocks nothing changes; plain header values may get quotes
            gap = text[done : block.span.start]
            done = block.span.end
            found = written.find(gap, at)
            assert found >= 0
            at = found + len(gap)
        assert written.endswith(text[done:])
        if not target.strip():
            assert written == text

    holds()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(FORMATS))
def test_any_bytes_are_read_exactly_or_refused_in_one_line(data, fmt):
    try:
        document = read_bytes(data, id="a.bin", lang="en", format=fmt)
    except DocumentError as error:
        assert str(error).startswith("a.bin: ")
        assert "\n" not in str(error)
        return
    assert write(document, {}, (), lang="en") == data


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_come_back_byte_for_byte(codec):
    sentences = {
        "gb18030": "中国和东盟国家的媒体代表在南宁举行会议，讨论合作计划。",
        "big5": "中國和東協國家的媒體代表在南寧舉行會議，討論合作計畫。",
        "cp1252": "A cooperação entre os meios de comunicação começou em Díli.",
    }
    sentence = sentences.get(codec, "ASEAN: " + sentences["gb18030"])

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from([sentence, "\r\n", "\n\n", "ASEAN 2024 "]), min_size=3, max_size=12).map("".join))
    def holds(text):
        data = (sentence + text).encode(codec)
        document = read_bytes(data, id="x.txt", lang="pt")
        assert document.text == sentence + text
        segments = segment_document(document, Splitter())
        assert write(document, {s.id: s.text for s in segments}, segments, lang="pt") == data

    holds()


SHELLS = {
    "text": ["Title here\n\n@\n\nThe end of it.\n"],
    "markdown": [
        "@\n", "# @\n\nText.\n", "- @\n- two\n", "1. @\n", "> @\n> \n> more\n", "| a | b |\n|---|---|\n| @ | c |\n",
        "@\n===\n", "text **@** text\n",
        "---\ntitle: @\n---\n\nText.\n", "---\ntitle: \"@\"\n---\n", "---\ntitle: '@'\n---\n",
        "---\nsummary: >\n  @\n---\n", "[@](https://e.org)\n", "![@](a.png)\n",
    ],
    "html": [
        "<p>@</p>", "<h1>@</h1><p>Text</p>", "<ul><li>@<li>two</ul>", "<table><tr><td>@<td>x</table>",
        "<p>text <b>@</b> text</p>", "<img alt='@'>", '<img alt="@">',
        "<img alt=@>", "<html><head><title>@</title></head><body><p>x</p></body></html>",
        "<meta name=description content='@'>",
    ],
}  # fmt: skip
HOSTILE = [
    "&", "&amp;", "&lt", "<", "<b>", "</p>", "<!--", "<?", ">", '"', "'", "`", "``", "*", "**", "_", "__", "~~", "[",
    "]", "](u)", "![", "#", "# ", "-", "- ", "+ ", "1. ", "1) ",
    "|", "\\", "\\*", "=", "===", "---", ":", ": ", " #", "!", "{", "}", "{1}", "[^1]", "a", "词", "ប្រទេស", " ", "  ",
    "~", "@", "%", ",", "https://e.org/a_b_c?x=1&y=2",
]  # fmt: skip


@pytest.mark.parametrize(("fmt", "shell"), [(fmt, shell) for fmt, shells in SHELLS.items() for shell in shells])
def test_a_translation_reads_back_as_it_was_written(fmt, shell):
    """Whatever an editor types is text in the written file: never markup, never a broken header."""
    source = read_text(shell.replace("@", "MARKED"), lang="en", format=fmt)
    segments = [s for s in segment_document(source, Whole()) if "MARKED" in s.text]
    assert len(segments) == 1

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8).map("".join))
    def holds(typed):
        words = " ".join(typed.split())
        if not any(char.isalnum() for char in words):
            words += "a"
        doubled = words if fmt == "text" else words.replace("{", "{{").replace("}", "}}")
        target = segments[0].text.replace("MARKED", doubled)
        written = write(source, {segments[0].id: target}, segments, lang="en").decode()
        if fmt == "text":  # there is no way to escape: the line itself is all there is
            assert target in written.splitlines()
            return
        again = read_text(written, lang="en", format=fmt)
        assert len(again.blocks) == len(source.blocks), written
        texts = [s.text for s in segment_document(again, Whole())]
        assert target in texts, written

    holds()


@pytest.mark.parametrize(
    ("fmt", "source", "raws"),
    [
        ("html", "<p>a <b>b</b> <i>c</i> <img src=x> d <a href=u>e</a></p>", ["<b>", "</b>", "<i>", "</i>", "<img src=x>", "<a href=u>", "</a>"]),  # noqa: E501
        ("html", "<p>{1} <b>b <i>c</i></b> {{</p>", ["<b>", "</b>", "<i>", "</i>"]),
        ("markdown", "a **b** [c](/u) `d` e ![f](/g) h\n", ["[", "](/u)", "`d`", "![f](/g)"]),
    ],
)  # fmt: skip
def test_labels_in_any_order_never_break_the_file(fmt, source, raws):
    """Lost, repeated, unknown, crossing: every code is written once, pairs stay pairs, no word is lost."""
    document = read_text(source, lang="en", format=fmt)
    segments = segment_document(document, Whole())
    pieces = [
        "{1}",
        "{/1}",
        "{2}",
        "{/2}",
        "{3}",
        "{/3}",
        "{3/}",
        "{4}",
        "{/4}",
        "{4/}",
        "{99}",
        "词",
        "k",
        " ",
        "{{",
        "!",
    ]

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.sampled_from(pieces), max_size=12))
    def holds(chosen):
        target = "".join([*chosen, "z"])
        written = write(document, {segments[0].id: target}, segments, lang="zh").decode()
        for raw in raws:
            assert written.count(raw) == source.count(raw), written
        again = read_text(written, lang="zh", format=fmt)
        check_blocks(again)
        words = re.sub(r"[^词kz]", "", "".join(s.text for s in segment_document(again, Whole())))
        assert words.replace("f", "") == re.sub(r"[^词kz]", "", target)
        if fmt == "html":
            opened = [
                code.span.of(written) for block in again.blocks for code in block.codes if code.role is Role.EMPTY
            ]
            assert all(raw.startswith("<img") for raw in opened)

    holds()


class Whole:
    """A segmenter that cuts only at line ends."""

    name = "whole@1"

    def sentences(self, text: str) -> list[Sentence]:
        return [Sentence(Span(match.start(), match.end())) for match in re.finditer(r"[^\n]*\n|[^\n]+", text)]


@pytest.mark.deep
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_wider_search(fmt):
    @settings(max_examples=2000, deadline=None)
    @given(documents(fmt))
    def holds(text):
        document = read_or_none(text, fmt)
        if document is not None:
            check_blocks(document)
            segments = segment_document(document, Splitter())
            check_segments(document, segments)
            assert write(document, {s.id: s.text for s in segments}, segments, lang="zh").decode() == text

    holds()


def sizes(fmt: str, factor: int) -> list[str]:
    """Inputs that are quadratic for careless readers, ``factor`` times as long as the shortest worth a measurement."""
    units = {
        "text": ["论坛开幕。", "论坛开幕。\n", "\n", " ", "- a\n", "a\r"],
        "markdown": [
            "**a *b ",
            "[a",
            "`a``b",
            "> ",
            "|a",
            "a **b** [c](d). ",
            "a\n",
            "<b>x",
            "&amp;",
            "![a](b)\n\n",
            "# a\n",
        ],
        "html": [
            "<div>x",
            "<b>x",
            "</b></p>x",
            "<",
            "<!--",
            "<a ",
            "&a",
            "<a x='",
            "<li>x",
            "<p><table>",
            "<i><b></i>x",
            "<code>x",
            "a<b>b</b>&amp;.\n",
        ],
    }
    return [unit * (factor * 3000 // len(unit)) for unit in units[fmt]]


@pytest.mark.deep
@pytest.mark.parametrize("fmt", FORMATS)
def test_work_grows_with_length_and_no_faster(fmt):
    """Four times the text takes some four times the calls; quadratic would be sixteen."""
    for short, long in zip(sizes(fmt, 1), sizes(fmt, 4), strict=True):
        calls = [calls_for(text, fmt) for text in (short, long)]
        assert calls[1] < 6 * calls[0] + 1000, (short[:20], calls)


def calls_for(text: str, fmt: str) -> int:
    """How many functions are called to read, cut and write ``text``; the same on any machine."""
    count = 0

    def note(frame, event, arg):
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(note)
    try:
        document = read_text(text, lang="en", format=fmt)
        segments = segment_document(document, Splitter())
        write(document, {s.id: s.text + "x" for s in segments}, segments, lang="vi")
        deque(tiles(document, segments), maxlen=0)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.deep
def test_fifty_megabytes_of_text_are_read_right():
    line = "来自十一个国家的代表出席了论坛的开幕式，讨论今后的合作计划。第二天举行了圆桌会议。\n"
    data = (line * (50_000_000 // len(line.encode()))).encode()
    document = read_bytes(data, id="big.txt", lang="zh")
    segments = segment_document(document, Splitter())
    assert len(segments) == 2 * len(document.blocks) == 2 * data.count(b"\n")
    assert write(document, {}, segments, lang="en") == data
