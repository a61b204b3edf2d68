"""Documents cut into segments: markup at the cuts, labels, stable names, and tiles that cover everything."""

from __future__ import annotations

import pytest

from mtkit.formats import FORMATS, read_text
from mtkit.segment.document import PLAIN_FORMATS, segment_document, tiles
from mtkit.segment.interface import Sentence
from mtkit.text import Block, Code, Document, Kind, Role, Span


class Stops:
    """Cuts after a full stop and the spaces behind it, and at line ends."""

    name = "stops@1"

    def sentences(self, text):
        out, start, at = [], 0, 0
        while at < len(text):
            if text[at] in ".。\n":
                at += 1
                while at < len(text) and text[at] in "  \n":
                    at += 1
                out.append(Sentence(Span(start, at), guessed=text[start] == "ก"))
                start = at
            else:
                at += 1
        return [*out, Sentence(Span(start, at))] if start < at else out


def cut(text, fmt="html", lang="en"):
    return segment_document(read_text(text, lang=lang, format=fmt), Stops())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A. <b>B.</b> C.</p>", [("A.", "A."), ("B.", "B."), ("C.", "C.")]),
        ("<p><b>A. B.</b></p>", [("A.", "A."), ("B.", "B.")]),
        ("<p>A <b>b.</b> <i>C</i> d.</p>", [("A {1}b.{/1}", "A <b>b.</b>"), ("{1}C{/1} d.", "<i>C</i> d.")]),
        ("<p>A.<i> B</i> c.</p>", [("A.", "A."), ("{1} B{/1} c.", "<i> B</i> c.")]),
        ("<p>A<b> b. C</b> d.</p>", [("A{1} b.", "A<b> b."), ("C{/1} d.", "C</b> d.")]),
        ("<p>A.<img src=x> B.</p>", [("A.", "A."), ("B.", "B.")]),
        ("<p>A b <img src=x> c. D <img src=y> e.</p>", [("A b {1/} c.", "A b <img src=x> c."), ("D {1/} e.", "D <img src=y> e.")]),  # noqa: E501
        ("<p>A.<br><b>B</b> c.</p>", [("A.", "A."), ("{1}B{/1} c.", "<b>B</b> c.")]),
        ("<p>A b<br>c d.</p>", [("A b", "A b"), ("c d.", "c d.")]),
        ("<p><b>A</b> <i>b</i></p>", [("{1}A{/1} {2}b{/2}", "<b>A</b> <i>b</i>")]),
        ("<p><i><b>A b</b></i></p>", [("A b", "A b")]),
        ("<p>Use <code>x.y</code> now. <code>z</code> too.</p>", [("Use {1/} now.", "Use <code>x.y</code> now."), ("{1/} too.", "<code>z</code> too.")]),  # noqa: E501
        ("<p>A &#46; B</p>", [("A .", "A &#46;"), ("B", "B")]),
        ("<p>&nbsp;A.&nbsp; &nbsp;B.&nbsp;</p>", [("A.", "A."), ("B.", "B.")]),
        ("<p>... <b>.</b> ! A</p>", [("! A", "! A")]),
    ],
)  # fmt: skip
def test_markup_goes_with_the_sentence_it_belongs_to(html, expected):
    segments = cut(html)
    assert [(segment.text, segment.source) for segment in segments] == expected
    for segment in segments:
        assert segment.span.of(html) == segment.source


def test_braces_are_doubled_only_where_there_are_codes():
    assert [s.text for s in cut("<p>a {1} }b</p>")] == ["a {{1}} }}b"]
    assert [s.text for s in cut("a {1} }b", "text")] == ["a {1} }b"]
    assert {name for name, fmt in FORMATS.items() if not fmt.has_codes} == set(PLAIN_FORMATS)


def test_a_boundary_inside_a_character_reference_moves_behind_it():
    class Mid(Stops):
        def sentences(self, text):
            return [Sentence(Span(0, 3)), Sentence(Span(3, len(text)))]

    block = Block(Kind.BODY, Span(0, 9), (Code(Span(2, 7), Role.CHAR, text="xyz"),))
    document = Document("-", "en", "a &xyz; b", (block,), format="html")
    assert [(s.source, s.text) for s in segment_document(document, Mid())] == [("a &xyz;", "a xyz"), ("b", "b")]


def test_names_do_not_change_when_something_else_does():
    before = cut("<p>One. Two. One.</p><h1>One.</h1>")
    after = cut("<p>New <b>start</b>.</p>\n<p>One. Changed. One.</p><h1>One.</h1>")
    names = [segment.id for segment in before]
    assert names[2] == names[0] + "~2"
    assert names[3][0] == "h"
    assert [s.id for s in after if s.text == "One."] == [names[0], names[2], names[3]]
    assert all(len(name.partition("~")[0]) == 10 for name in names)


def test_labels_are_counted_within_the_sentence():
    first = cut("<p>A <b>b</b> c. D <i>e</i> f.</p>")
    second = cut("<p>A b c. D <i>e</i> f.</p>")
    assert first[1].text == second[1].text == "D {1}e{/1} f."
    assert first[1].id == second[1].id


def test_skipped_blocks_and_ornaments_have_no_segments():
    text = "Skip to main content\n\nHead line\n\n***\n\n2024\n\n— — —\n\nText.\n"
    assert [s.text for s in cut(text, "text")] == ["Head line", "2024", "Text."]


def test_guessed_boundaries_are_passed_on():
    assert [s.guessed for s in cut("กข. B.", "text")] == [True, False]


@pytest.mark.parametrize(
    ("text", "fmt", "expected"),
    [
        ("", "text", []),
        (" \n ", "text", [("skip-1", " \n ")]),
        ("\n A. B.\n\nC.\n", "text", [("A.", "\n A. "), ("B.", "B.\n\n"), ("C.", "C.\n")]),
        ("***\nA.\n", "text", [("skip-1", "***\n"), ("A.", "A.\n")]),
        ("A.\n***\nB.\n***", "text", [("A.", "A."), ("skip-1", "\n***\n"), ("B.", "B."), ("skip-2", "\n***")]),
        ("<p>A. B.</p>\n", "html", [("skip-1", "<p>"), ("A.", "A. "), ("B.", "B."), ("skip-2", "</p>\n")]),
    ],
)
def test_tiles_cover_the_document(text, fmt, expected):
    document = read_text(text, lang="en", format=fmt)
    segments = segment_document(document, Stops())
    names = {segment.id: segment.text for segment in segments}
    found = [(names.get(name, name), span.of(text)) for name, _, span in tiles(document, segments)]
    assert found == expected
    assert all(kind == "skip" for name, kind, _ in tiles(document, segments) if name.startswith("skip-"))
