"""What holds for numbers, dates, money and folding, whatever the text."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mtkit.check import Sample
from mtkit.check.numbers import check_numbers
from mtkit.check.numbers.daybook import days
from mtkit.check.numbers.lexicon import LEXICONS
from mtkit.check.numbers.parse import prepared
from mtkit.check.numbers.patterns import one_of
from mtkit.check.script import check_script
from mtkit.glossary.normal import _fold_by_character, fold
from mtkit.lang import LANGUAGES, lang
from mtkit.unit import Severity

PIECES = (
    "12", "2024", "2567", "9月12日", "元", "$", "US$", "%", "百分之", "กันยายน", "ล้าน", "บาท", "พ.ศ.", "ກີບ", "រៀល",
    "ကျပ်", "သန်း", "triệu", "đồng", "million", "yuan", "/", "-", ",", ".", " ", "\u200b", "\u00ad",
    "e\u0301", "ี", "่", "်", "்", "国", "國",
    "२", "1,5", "৫", "Thursday", "thứ Năm", "\u202e", "İ", "Σ", "{1}", "{/1}", "—", "\n\n",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
CODES = st.sampled_from(sorted(LANGUAGES))
DATES = {
    "en": "{d} September {y}", "zh": "{y}年9月{d}日", "id": "{d} September {y}", "vi": "ngày {d} tháng 9 năm {y}",
    "km": "ថ្ងៃទី{d} ខែកញ្ញា ឆ្នាំ{y}", "my": "{y} ခုနှစ် စက်တင်ဘာ {d} ရက်", "pt": "{d} de setembro de {y}",
}  # fmt: skip


@given(TEXTS, TEXTS, CODES, CODES)
def test_findings_lie_in_their_texts(source: str, target: str, a: str, b: str) -> None:
    sample = Sample(target=target, target_lang=lang(b), source=source, source_lang=lang(a))
    for issue in [*check_numbers(sample), *check_script(sample)]:
        assert issue.source is None or 0 <= issue.source.start <= issue.source.end <= len(source)
        assert issue.target is None or 0 <= issue.target.start <= issue.target.end <= len(target)


@given(TEXTS, st.sampled_from(sorted(LEXICONS)))
def test_dates_are_in_order_and_apart(text: str, base: str) -> None:
    found = days(prepared(text), base)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(1 <= m <= 12 and 1 <= d <= 31 for day in found for _, m, d in day.readings)


@given(TEXTS, st.booleans())
def test_folding_by_stretches_is_folding_by_character(text: str, chinese: bool) -> None:
    one, other = fold(text, chinese=chinese), _fold_by_character(text, chinese=chinese)
    assert (one.exact, one.lower) == (other.exact, other.lower)
    assert (list(one.starts), list(one.ends)) == (list(other.starts), list(other.ends))


@given(st.lists(st.text("abc.|(", min_size=1, max_size=4), min_size=1, max_size=8), st.text("abc.|(", max_size=20))
def test_a_tree_of_words_finds_what_a_list_finds(words: list[str], text: str) -> None:
    plain = "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    assert re.findall(one_of(words), text) == re.findall(plain, text)


@given(st.integers(1, 30), st.integers(1, 30), st.sampled_from(sorted(DATES)), st.sampled_from(sorted(DATES)))
def test_one_day_is_one_day_and_another_is_another(d: int, other: int, a: str, b: str) -> None:
    source, target = DATES[a].format(d=d, y=2024), DATES[b].format(d=other, y=2024)
    sample = Sample(target=target, target_lang=lang(b), source=source, source_lang=lang(a))
    wrong = [issue for issue in check_numbers(sample) if issue.severity is not Severity.INFO]
    assert bool(wrong) == (d != other)


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)))
def test_a_year_of_the_buddhist_era_is_that_of_the_common_era(day: date) -> None:
    (found,) = days(prepared(f"วันที่ {day.day} ก.ย. {day.year + 543}"), "th")[:1] or (None,)
    assert found is None or found.readings[0][0] == day.year
