"""A number with a counting word keeps its value between all languages, and the check of numbers agrees."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.check import Sample
from mtkit.check.numbers import check_numbers
from mtkit.check.numbers.digits import plain_digits
from mtkit.check.numbers.parse import numbers
from mtkit.check.numbers.sums import sums
from mtkit.figures import figures, write_sum
from mtkit.lang import LANGUAGES, lang

CODES = sorted(LANGUAGES)
PAIRS = st.sampled_from([(a, b) for a in CODES for b in CODES if a != b])
# up to six digits that count, from ten thousands (2000 may be a year in Thai) to a hundred trillions
VALUES = st.builds(lambda digits, zeros: Decimal(digits) * 10**zeros, st.integers(10, 999_999), st.integers(3, 9))
# sentences that are nothing but a verb and a noun without numbers
AROUND = {
    "en": "Exports reached {} dollars.", "zh": "出口额达{}美元。", "zh-Hant": "出口額達{}美元。",
    "id": "Ekspor mencapai {} dolar.", "ms": "Eksport mencecah {} dolar.", "fil": "Umabot sa {} dolyar.",
    "vi": "Xuất khẩu đạt {} đô la.", "pt": "As exportações atingiram {} dólares.", "tet": "Esportasaun to'o dólar {}.",
    "th": "การส่งออก {} ดอลลาร์", "lo": "ສົ່ງອອກ {} ໂດລາ", "km": "ការនាំចេញ {} ដុល្លារ", "my": "ပို့ကုန် {} ဒေါ်လာ",
    "ta": "ஏற்றுமதி {} டாலர்.",
}  # fmt: skip


def _findings(source: str, a: str, target: str, b: str) -> list[str]:
    sample = Sample(target=target, target_lang=lang(b), source=source, source_lang=lang(a))
    return [issue.code for issue in check_numbers(sample)]


@settings(max_examples=300)
@given(VALUES, PAIRS)
def test_a_sum_that_is_carried_satisfies_the_check_both_ways(value: Decimal, pair: tuple[str, str]) -> None:
    a, b = pair
    source = AROUND[a].format(write_sum(value, a))
    (figure,) = figures(source, a, b)
    target = AROUND[b].format(figure.form)
    assert _findings(source, a, target, b) == []
    assert _findings(target, b, source, a) == []


@settings(max_examples=200)
@given(VALUES, st.sampled_from(CODES))
def test_what_is_written_with_a_counting_word_is_read_back_exactly(value: Decimal, code: str) -> None:
    form = write_sum(value, code)
    read = sums(plain_digits(form), lang(code).base)
    assert [one.value for one in read] in ([value], [])
    assert bool(read) == any(c.isalpha() and not c.isdigit() for c in form)


@given(VALUES, PAIRS, st.sampled_from(CODES))
def test_a_sum_is_worth_the_same_through_two_hops(value: Decimal, pair: tuple[str, str], through: str) -> None:
    a, b = pair
    (one,) = figures(AROUND[a].format(write_sum(value, a)), a, through)
    (two,) = figures(AROUND[through].format(one.form), through, b)
    assert (value,) in numbers(two.form, lang(b).base).mentions[0].readings


def test_every_pair_carries_the_sums_of_a_front_page() -> None:
    for value in map(Decimal, ("982300000000", "5600000", "1200000000000", "350000000")):
        for a in CODES:
            for b in CODES:
                source = AROUND[a].format(write_sum(value, a))
                (found,) = figures(source, a, b)
                assert found.form == write_sum(value, b), (a, b)
                assert _findings(source, a, AROUND[b].format(found.form), b) == []
