"""Whatever the text, the checks answer, in order, with spans inside it; and the same number is the same number."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.check import CODES, Sample, check
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.parse import numbers
from mtkit.lang import LANGUAGES, lang
from mtkit.unit import Issue

CODES_OF_LANGUAGES = st.sampled_from(sorted(LANGUAGES))
PIECES = st.sampled_from(
    ["2024", "1.234,5", "3", "万", "亿", "百万", " million ", "ล้าน", "သန်း", "(", "”", '"', "«", "{1}", "{/1}", "{{",
     "https://a.example/1", "，", "..", "⟦1⟧", "\ufffd", "เ", "က", "汉字", "the of and", "ជា", "லட்சம்", "ໝື່ນ", "6月",
     "thứ Hai", "\n", "covid-19", "½", "ສອງ", "一二三"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8).map("".join)

DIGITS = {"th": 0x0E50, "lo": 0x0ED0, "km": 0x17E0, "my": 0x1040, "ta": 0x0BE6}


@settings(max_examples=100)
@given(TEXTS, TEXTS, CODES_OF_LANGUAGES, CODES_OF_LANGUAGES)
def test_any_text_gives_ordered_findings_with_true_spans(source: str, target: str, one: str, other: str) -> None:
    sample = Sample(target=target, target_lang=lang(other), source=source, source_lang=lang(one))
    found = check(sample)
    assert found == check(sample)
    ranks = [(-issue.severity.rank, issue.code) for issue in found]
    assert ranks == sorted(ranks)
    for issue in found:
        assert issue.code in CODES
        assert issue.message.splitlines() == [issue.message]
        for span, text in ((issue.source, source), (issue.target, target)):
            assert span is None or 0 <= span.start <= span.end <= len(text)


@settings(max_examples=50)
@given(TEXTS, CODES_OF_LANGUAGES)
def test_a_text_has_its_own_numbers(text: str, code: str) -> None:
    found = numbers(text, lang(code).base)
    assert all(mention.met_by(found.pool) for mention in found.mentions)


@settings(max_examples=100)
@given(st.integers(10, 10**9), st.sampled_from(sorted(DIGITS)))
def test_native_digits_are_the_same_number(value: int, code: str) -> None:
    native = "".join(chr(DIGITS[code] + int(digit)) for digit in str(value))
    assert plain_digits(native) == str(value)
    sample = Sample(target=f"{native}", target_lang=lang(code), source=f"{value:,}", source_lang=lang("en"))
    assert check(sample, select=["N"]) == ()


@settings(max_examples=100)
@given(st.integers(1, 9999), st.sampled_from(["万", "亿", "万亿"]))
def test_chinese_scales_equal_plain_digits(value: int, scale: str) -> None:
    times = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    sample = Sample(
        target=f"{value * times:,} people", target_lang=lang("en"), source=f"{value}{scale}人", source_lang=lang("zh")
    )
    assert check(sample, select=["N"]) == ()


def _wrong_scale(value: int, scale: str) -> tuple[Issue, ...]:
    words = {"万": "million", "亿": "million"}
    sample = Sample(
        target=f"{value} {words[scale]} people", target_lang=lang("en"), source=f"{value}{scale}人",
        source_lang=lang("zh"),
    )  # fmt: skip
    return check(sample, select=["N"])


@settings(max_examples=50)
@given(st.integers(1, 9999).filter(lambda n: n % 10), st.sampled_from(["万", "亿"]))
def test_a_wrong_scale_is_always_an_error(value: int, scale: str) -> None:
    assert [issue.code for issue in _wrong_scale(value, scale)] == ["N02"]
