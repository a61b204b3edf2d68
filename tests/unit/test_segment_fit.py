"""Cutting what is too long for a model."""

from __future__ import annotations

import pytest

from mtkit.errors import UnknownLanguageError, UsageError
from mtkit.segment import fit
from mtkit.text import Span


def words(text):
    return len(text.split())


def pieces(text, limit, count=len, *, lang="en", keep=()):
    return [span.of(text) for span in fit(text, limit, count, lang=lang, keep=keep)]


def test_a_text_that_fits_is_one_piece_and_counted_once():
    calls = []
    assert fit("A short line.", 20, lambda text: calls.append(text) or len(text), lang="en") == (Span(0, 13),)
    assert calls == ["A short line."]
    assert fit("", 20, len, lang="en") == ()


def test_sentences_come_before_clauses_and_clauses_before_commas():
    text = "He said: “We came to listen, learn; act. We leave with one plan, friends.”"
    assert pieces(text, 50) == ["He said: “We came to listen, learn; act. ", "We leave with one plan, friends.”"]
    text = "The ministers met in Vientiane, talked for hours; the envoys waited, and the press left early"
    assert pieces(text, 60) == [
        "The ministers met in Vientiane, talked for hours; ",
        "the envoys waited, and the press left early",
    ]
    text = "The ministers met in Vientiane and talked, the envoys waited in the corridor outside"
    assert pieces(text, 60) == [
        "The ministers met in Vientiane and talked, ",
        "the envoys waited in the corridor outside",
    ]


@pytest.mark.parametrize(
    ("lang", "text", "limit", "expected"),
    [
        ("zh", "论坛在德州开幕，来自东盟的嘉宾出席；会议为期两天，随后参观", 20,
         ["论坛在德州开幕，来自东盟的嘉宾出席；", "会议为期两天，随后参观"]),
        ("zh", "出席活动的有文化部部长、旅游部部长、外交部副部长、驻华大使", 20,
         ["出席活动的有文化部部长、", "旅游部部长、外交部副部长、驻华大使"]),
        ("my", "ရုပ်ရှင်၊ ဓာတ်ပုံ၊ စာအုပ် စသည်တို့ကို", 24, ["ရုပ်ရှင်၊ ဓာတ်ပုံ၊ ", "စာအုပ် စသည်တို့ကို"]),
        ("km", "រដ្ឋមន្ត្រីបានថ្លែងថា៖ កិច្ចសហប្រតិបត្តិការ", 24, ["រដ្ឋមន្ត្រីបានថ្លែងថា៖ ", "កិច្ចសហប្រតិបត្តិការ"]),
        ("th", "การประชุมความร่วมมือ จัดขึ้นที่เมืองหลวง", 24, ["การประชุมความร่วมมือ ", "จัดขึ้นที่เมืองหลวง"]),
    ],
)  # fmt: skip
def test_the_marks_of_each_script(lang, text, limit, expected):
    assert pieces(text, limit, lang=lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "whole"),
    [
        ("th", "เก้าน้ำใจไทย" * 6, ["เก้", "น้ำ", "ใจ", "ไท"]),
        ("lo", "ເກົ້ານ້ຳໃຈລາວ" * 6, ["ເກົ້", "ນ້ຳ", "ໃຈ"]),
        ("km", "ស្ត្រីខ្មែរ" * 8, ["ស្ត្រី", "ខ្មែ"]),
        ("my", "ကျွန်ုပ်မန္တလေးကျောင်း" * 6, ["ကျွန်ု", "န္တ", "ကျော", "င်း"]),
        ("ta", "ஸ்ரீநிவாசன்" * 8, ["ரீ", "நி", "ன்"]),
        ("en", "e\u0301👩‍👩‍👧🇹🇭👍🏽" * 12, ["e\u0301", "👩‍👩‍👧", "🇹🇭", "👍🏽"]),
    ],
)
def test_no_cut_inside_a_cluster(lang, text, whole):
    for limit in range(12, 24):
        cuts = [span.end for span in fit(text, limit, len, lang=lang)][:-1]
        assert cuts
        for unit in whole:
            at = text.find(unit)
            while at >= 0:
                assert not any(at < cut < at + len(unit) for cut in cuts), (unit, limit)
                at = text.find(unit, at + 1)


def test_no_cut_inside_what_is_to_be_kept():
    text = "the Ministry of Information, Culture and Tourism of the Lao PDR, and others, too"
    keep = Span(4, 63)
    assert keep.of(text) == "Ministry of Information, Culture and Tourism of the Lao PDR"
    assert pieces(text, 60, keep=[keep]) == ["the ", keep.of(text), ", and others, too"]


def test_a_kept_span_longer_than_the_limit_stands_alone():
    text = "aaa bbbbbbbbbbbbbbbbbbbb ccc"
    assert pieces(text, 8, keep=[Span(4, 24), Span(10, 24), Span(6, 6)]) == ["aaa ", "b" * 20, " ccc"]


def test_numbers_and_times_are_not_cut_at_their_marks():
    text = "Trade rose to 1,234,567 at 10:30 and to 9,876,543 at 11:45 in the morning of that day"
    cuts = "|".join(pieces(text, 40))
    for number in ("1,234,567", "10:30", "9,876,543", "11:45"):
        assert number in cuts


def test_pieces_are_balanced_and_count_is_called_seldom():
    text = " ".join(f"word{i}" for i in range(1000))
    calls = []

    def count(piece):
        calls.append(piece)
        return words(piece) + 1

    counts = [words(span.of(text)) for span in fit(text, 101, count, lang="en")]
    assert max(counts) <= 100
    assert min(counts) >= 50
    assert len(calls) <= 2 * len(counts)


def test_a_limit_that_nothing_meets_still_ends():
    assert pieces("e\u0301e\u0301", 1) == ["e\u0301", "e\u0301"]
    assert pieces("ab", 5, lambda _: 9) == ["a", "b"]


def test_errors():
    with pytest.raises(UsageError, match="at most 0 tokens cannot hold text"):
        fit("text", 0, len, lang="en")
    with pytest.raises(UnknownLanguageError):
        fit("text that is long", 5, len, lang="tlh")


def test_a_very_long_text_takes_no_time():
    assert len(fit("字" * 200_000, 500, len, lang="zh")) <= 500
