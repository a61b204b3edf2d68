"""What the golden files do not show: treatments of quotations, the tables, and that time grows with length alone."""

from __future__ import annotations

import time

import pytest

from mtkit.errors import ConfigError, UnknownLanguageError, UsageError
from mtkit.segment import facts as tables
from mtkit.segment import segmenter


def cut(lang, text, **options):
    return [sentence.span.of(text).strip() for sentence in segmenter(lang, **options).sentences(text)]


def test_codes_come_in_any_spelling():
    assert segmenter("zh_TW").name == "rules-zh-Hant@1"
    assert segmenter("tl") is segmenter("fil")
    with pytest.raises(UnknownLanguageError):
        segmenter("tlh")


def test_an_unknown_treatment_of_quotations_is_named():
    with pytest.raises(UsageError, match="unknown quotes 'all': known are auto, split, keep"):
        segmenter("en", quotes="all")


FRAMED = "He said: “It works. It is cheap.” We left."
ALONE = "“It works. It is cheap.” We left."


def test_auto_keeps_a_quotation_in_a_frame_whole_and_cuts_one_on_its_own():
    assert cut("en", FRAMED) == ["He said: “It works. It is cheap.”", "We left."]
    assert cut("en", ALONE) == ["“It works.", "It is cheap.”", "We left."]


def test_split_and_keep():
    assert cut("en", FRAMED, quotes="split") == ["He said: “It works.", "It is cheap.”", "We left."]
    assert cut("en", ALONE, quotes="keep") == ["“It works. It is cheap.”", "We left."]


def test_auto_cuts_a_framed_quotation_that_is_long():
    inner = "This sentence of the long statement has nine words. " * 6
    pieces = cut("en", f"The minister said: “{inner.strip()}” We left.")
    assert len(pieces) == 7


def test_a_stray_quotation_mark_holds_nothing_together():
    assert cut("en", 'The 24" screen broke. We bought “another. It works.') == [
        'The 24" screen broke.',
        "We bought “another.",
        "It works.",
    ]


def test_closing_marks_and_footnotes_stay_with_their_sentence():
    text = "It ended.”) Next. [4] Then (it went on.)² Over. ”\n"
    assert cut("en", text) == ["It ended.”)", "Next. [4]", "Then (it went on.)²", "Over. ”"]


def test_what_is_behind_the_last_word_begins_no_sentence():
    assert cut("en", "It ended! :) -- *") == ["It ended! :) -- *"]


def test_white_space_goes_with_the_sentence_before():
    text = "  One.  Two.\u00a0\r\n\r\n\tThree.\n"
    spans = [sentence.span.of(text) for sentence in segmenter("en").sentences(text)]
    assert spans == ["  One.  ", "Two.\u00a0\r\n\r\n\t", "Three.\n"]


def test_a_byte_order_mark_and_invisible_spaces_are_white_space():
    text = "\ufeffប្រជុំ។\u200bបន្ទាប់។"
    assert [s.span.of(text) for s in segmenter("km").sentences(text)] == ["\ufeffប្រជុំ។\u200b", "បន្ទាប់។"]


@pytest.mark.parametrize("title", ["Mr", "Gen", "H.E", "Prof"])
def test_a_title_does_not_end_a_sentence_even_in_capitals(title):
    assert len(cut("en", f"We met {title}. Tan.")) == 1
    assert len(cut("en", f"WE MET {title.upper()}. TAN.")) == 1


def test_a_missing_space_is_forgiven_before_a_word_that_begins_sentences():
    assert cut("en", "The forum ended.The guests left by e.Car at www.ended.The") == [
        "The forum ended.",
        "The guests left by e.Car at www.ended.The",
    ]


@pytest.mark.deep
@pytest.mark.parametrize(
    "unit",
    ["(", ".", '"', "“", "”", "「", "。", "!", '?"', "...", ". ", " .", "a.", "[1]", "!!! ((", "“。", "1. ", "'"],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_time_grows_with_the_length_alone(lang, unit):
    def seconds(length):
        text = unit * (length // len(unit))
        start = time.perf_counter()
        assert "".join(s.span.of(text) for s in segmenter(lang).sentences(text)) == text
        return time.perf_counter() - start

    # a quadratic rule would take minutes; the bound leaves room for a slow, shared machine
    assert seconds(200_000) < 10


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Put one table in place of the package's and read it, past the cache."""

    def read(content):
        (tmp_path / "data").mkdir()
        for name in ("common", "en"):
            source = tables.files("mtkit.segment").joinpath("data", f"{name}.toml")
            (tmp_path / "data" / f"{name}.toml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "data" / "fil.toml").write_text(content, encoding="utf-8")
        monkeypatch.setattr(tables, "files", lambda _: tmp_path)
        return tables.facts.__wrapped__("fil")

    return read


def test_a_table_adds_to_its_base(table):
    known = table('base = "en"\n[abbreviations]\nnever = ["Kgg"]\nmonths = ["Dis"]\n[limits]\nquote = 9\n')
    assert {"Kgg", "Sen", "Dr"} <= known.never
    assert "Dis" in known.numeric
    assert known.quote_limit == 9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x = 1\n", "unknown key 'x'; known are base, marks, abbreviations, words, limits"),
        ("[words]\nstarter = []\n", "unknown key words.starter; known are continues"),
        ('[abbreviations]\nnever = "Mr"\n', "wrong value for abbreviations.never; see the top of data/en.toml"),
        ('[abbreviations]\nnever = [" "]\n', "wrong value for abbreviations.never"),
        ('[marks]\nquotes = ["«"]\n', "wrong value for marks.quotes"),
        ("[marks]\nglued = 1\n", "wrong value for marks.glued"),
        ("[limits]\nquote = true\n", "wrong value for limits.quote"),
        ('base = "fil"\n', "its bases lead back to it"),
        ('base = "tlh"\n', "tlh.toml: no such table"),
        ("base = \n", "fil.toml: Invalid value"),
    ],
)
def test_a_wrong_table_is_named_with_its_key(table, content, message):
    with pytest.raises(ConfigError) as caught:
        table(content)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
