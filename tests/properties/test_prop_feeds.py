"""Subtitles, JSON and feeds, cut and flipped: refused with one line, or read and written back byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.clusters import cluster_boundary
from mtkit.errors import DocumentError
from mtkit.formats import read_bytes, write
from mtkit.linebreak import breaks
from mtkit.segment import segmenter
from mtkit.segment.document import segment_document, tiles
from mtkit.text import Document, Segment

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
FILES = sorted(p for p in GOLDEN.iterdir() if p.suffix != ".expected" and ".out." not in p.name)
TIMES = re.compile(r"^[ \t]*[\d:,.]+[ \t]*-->[^\r\n]*", re.MULTILINE)
WORDS = [
    "论坛在昆明开幕，", "“合作很重要！”", "การประชุมเปิดขึ้นแล้ว", " ", "វេទិកាត្រូវបានបើក ", "ဖိုရမ် ဖွင့်သည်။ ", "ກອງປະຊຸມ",
    "சென்னை ", "Diễn đàn khai mạc. ", "R&D <b>", "]]>", "</p>", '"', "'", "\\", "\\u0041", "/", "{{1}}", "{1}", "{/1}",
    "-->", "30,5 %", "(", "「", "«", "😀", "e\u0301", "\u200b", "\u00a0", "\u2028", "00:00:01,000 --> 00:00:02,000",
    "\n", "♪", "- ",
]  # fmt: skip


@cache
def plain(path: Path) -> bytes:
    return path.read_bytes()


def lang_of(path: Path) -> str:
    return path.name.split(".")[-2]


def segments_in(document: Document) -> tuple[Segment, ...]:
    return segment_document(document, segmenter(document.lang))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Path, bytes]:
    """One of the files with a few bytes cut, doubled, flipped or put in."""
    path = draw(st.sampled_from(FILES))
    data = plain(path)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        put = draw(
            st.one_of(
                st.just(b""),
                st.just(data[start:end] * 2),
                st.sampled_from(
                    [
                        b"\r",
                        b"\n\n",
                        b"<",
                        b">",
                        b"&",
                        b'"',
                        b"]]>",
                        b"<![CDATA[",
                        b"{\\an8}",
                        b"<i>",
                        b"</i>",
                        b"\\",
                        b"{",
                        b"}",
                    ]
                ),
                st.binary(max_size=3),
            )
        )
        data = data[:start] + put + data[end:]
    return path, data


@given(damaged())
@settings(max_examples=40, deadline=None)
def test_a_damaged_file_is_refused_or_comes_back(case: tuple[Path, bytes]) -> None:
    path, data = case
    try:
        document = read_bytes(data, id=path.name, lang=lang_of(path))
    except DocumentError as error:
        assert "\n" not in str(error)
        assert str(error).startswith(path.name)
        return
    ends = [end for block in document.blocks for end in (block.span.start, block.span.end)]
    assert ends == sorted(ends)
    for block in document.blocks:
        inner = [end for code in block.codes for end in (code.span.start, code.span.end)]
        assert inner == sorted(inner)
        assert all(block.span.covers(code.span) for code in block.codes)
    segments = segments_in(document)
    assert "".join(span.of(document.text) for _, _, span in tiles(document, segments)) == document.text
    same = {segment.id: segment.text for segment in segments}
    assert write(document, same, segments, lang=document.lang) == data
    written = write(document, {name: "Đã dịch: " + text for name, text in same.items()}, segments, lang="vi")
    if document.encoding != "utf-8":  # what was guessed for broken bytes may not be guessed again
        return
    again = read_bytes(written, id=path.name, lang="vi")
    if path.suffix in {".srt", ".vtt"}:
        assert TIMES.findall(again.text) == TIMES.findall(document.text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@given(said=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join), min_size=12, max_size=12),
       to=st.sampled_from(["en", "zh", "th", "km", "my", "lo", "ta"]))  # fmt: skip
@settings(max_examples=8, deadline=None)
def test_whatever_is_written_the_file_keeps_its_shape(path: Path, said: list[str], to: str) -> None:
    document = read_bytes(plain(path), id=path.name, lang=lang_of(path))
    segments = segments_in(document)
    targets = {segment.id: text for segment, text in zip(segments, said, strict=False)}
    written = write(document, targets, segments, lang=to)
    SHAPES[path.suffix](document.text, written.decode("utf-8-sig"))


def same_times(before: str, after: str) -> None:
    """Times, indexes and settings are those of the source, and no cue has become two."""
    assert TIMES.findall(after) == TIMES.findall(before)


def same_json(before: str, after: str) -> None:
    assert shape(json.loads(before, object_pairs_hook=list)) == shape(json.loads(after, object_pairs_hook=list))


def same_lines(before: str, after: str) -> None:
    for old, new in zip(before.splitlines(), after.split("\n"), strict=True):
        assert bool(old) == bool(new)
        if old:
            same_json(old, new)


def shape(value: object) -> object:
    """A JSON value without its strings."""
    if isinstance(value, list):
        return [(part[0], shape(part[1])) if isinstance(part, tuple) else shape(part) for part in value]
    return "" if isinstance(value, str) else value


def same_tree(before: str, after: str) -> None:
    old, new = (ElementTree.fromstring(text) for text in (before, after))
    names = [[element.tag for element in root.iter()] for root in (old, new)]
    assert names[0] == names[1]
    links = [
        [element.text for element in root.iter() if element.tag.endswith(("link", "guid", "pubDate"))]
        for root in (old, new)
    ]
    assert links[0] == links[1]


SHAPES: dict[str, Callable[[str, str], None]] = {
    ".srt": same_times, ".vtt": same_times, ".json": same_json, ".jsonl": same_lines, ".rss": same_tree,
    ".atom": same_tree, ".xml": same_tree,
}  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join),
    st.sampled_from(["zh", "th", "km", "my", "lo", "ta", "en"]),
)
@settings(max_examples=100, deadline=None)
def test_no_line_ends_inside_a_cluster_or_behind_an_opening_mark(text: str, lang: str) -> None:
    for at, _ in breaks(text, lang):
        assert 0 < at < len(text)
        assert cluster_boundary(text, at)
        assert text[:at].rstrip()[-1:] not in set("([{「«“") or text[:at].rstrip() == ""
        assert text[at] not in "，。！？)」»”%"
