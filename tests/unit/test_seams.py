"""Punctuation, fragments, and the places of what a model moved."""

from __future__ import annotations

import pytest

from mtkit.glossary import Concept
from mtkit.lang import lang
from mtkit.mask import Code, Name, Placed
from mtkit.seams import chinese_marks, edges, fragment, guess_codes, locate, punctuation
from mtkit.text import Span


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        (", ", "zh", "，"),
        (". ", "zh", "。"),
        ("、", "vi", ", "),
        ("。", "en", ". "),
        ("（", "id", " ("),
        ("《", "fil", "“"),
        (".", "km", "។"),
        (".", "my", "။"),
        ("。", "th", ". "),
        (" — ", "zh", " — "),
    ],
)
def test_marks_are_spelt_as_the_target_writes_them(text: str, target: str, expected: str) -> None:
    assert punctuation(text, lang(target)) == expected


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        ("、以及", ("、", "以及", "")),
        (" and the ", (" ", "and the", " ")),
        ("។ ", ("។ ", "", "")),
        ("ที่กรุงเทพฯ)", ("", "ที่กรุงเทพฯ", ")")) if "ฯ".isalnum() else ("ที่กรุงเทพฯ)", ("", "ที่กรุงเทพ", "ฯ)")),
        ("", ("", "", "")),
    ],
)
def test_edges_part_words_from_marks(chunk: str, expected: tuple[str, str, str]) -> None:
    assert edges(chunk) == expected
    assert "".join(edges(chunk)) == chunk


@pytest.mark.parametrize(
    ("source", "output", "pair", "begins", "expected"),
    [
        ("由", "By.", ("zh", "en"), False, "by"),
        ("论坛由", "The forum was hosted by.", ("zh", "en"), True, "The forum was hosted by"),
        ("and the", "Dan.", ("en", "id"), False, "dan"),
        ("The forum", "Diễn đàn", ("en", "vi"), True, "Diễn đàn"),
        ("结束。", "It is over.", ("zh", "en"), False, "it is over."),
        ("and", "ASEAN", ("en", "id"), False, "ASEAN"),
    ],
)
def test_a_fragment_is_no_sentence(
    source: str, output: str, pair: tuple[str, str], begins: bool, expected: str
) -> None:
    assert fragment(source, output, lang(pair[0]), lang(pair[1]), begins=begins) == expected


def name(form: str) -> Placed:
    return Placed(Span(0, 1), Name(Concept(form, "body", ()), form))


def test_a_form_inside_a_longer_one_is_not_counted_for_itself() -> None:
    short, long = name("Ministry of Commerce"), name("Ministry of Commerce of China")
    assert locate([short, long], "the Ministry of Commerce of China met", lang("en")) is None
    found = locate([short, long], "the Ministry of Commerce of China and the Ministry of Commerce met", lang("en"))
    assert found is not None
    assert [p.what.form for p in found] == ["Ministry of Commerce of China", "Ministry of Commerce"]


def test_a_form_is_a_whole_word_in_spaced_scripts_only() -> None:
    assert locate([name("Lao")], "the Laos delegation", lang("en")) is None
    assert locate([name("ลาว")], "ประเทศลาวประกาศ", lang("th")) is not None


@pytest.mark.parametrize(("text", "target"), [("2000年以来的工作", "zh"), ("in the year 2000 and later", "en")])
def test_guessed_codes_keep_their_order_and_never_part_a_number(text: str, target: str) -> None:
    codes = [Placed(Span(at, at), Code(label)) for at, label in ((1, "{1}"), (3, "{/1}"))]
    placed = guess_codes("工作很重要", codes, text, (), lang(target))
    assert [p.what.form for p in placed] == ["{1}", "{/1}"]
    for p in placed:
        around = text[max(0, p.span.start - 1) : p.span.start + 1]
        assert not (len(around) == 2 and around.isascii() and around.isdigit())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("论坛开幕,来宾发言.", "论坛开幕，来宾发言。"),
        ("他说: “好”", "他说：“好”"),
        ("增长8.6%, 共1,200人", "增长8.6%，共1,200人"),
        ("见https://example.org/a,b", "见https://example.org/a,b"),
        ("ASEAN, 东盟?", "ASEAN，东盟？"),
        ("他在南宁 (广西首府) 说,会议10:30开始.", "他在南宁（广西首府）说，会议10:30开始。"),
        ('他说"好"... 然后离开', "他说“好”……然后离开"),
        ("A (B) C, D.", "A (B) C, D."),
    ],
)
def test_chinese_marks_are_full_width_between_chinese_characters(text: str, expected: str) -> None:
    assert chinese_marks(text) == expected
