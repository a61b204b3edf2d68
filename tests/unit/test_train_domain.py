"""Patterns, slots and guest lists, filled as each language writes them."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.train.domain import Domain, Row, capitalise, date, fill, guest_list, money, number, shell, year
from mtkit.train.marks import marks_in, same_marks

LANGS = ("en", "zh", "id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")


def filler(slot: str, en: str, zh: str, vi: str, pt: str) -> Row:
    texts = dict.fromkeys(LANGS, en.removeprefix("the ")) | {"en": en, "zh": zh, "vi": vi, "pt": pt}
    return Row(texts, slot)


DOMAIN = Domain(
    LANGS,
    (),
    (),
    {
        "BODY": (
            filler("BODY", "the river board", "河流局", "Cục Sông ngòi", "o Conselho do Rio"),
            filler("BODY", "the news union", "新闻联合会", "Liên hiệp Báo chí", "a União de Imprensa"),
            filler("BODY", "Harbour Radio", "海港电台", "Đài Cảng", "a Rádio do Porto"),
            filler("BODY", "the tea institute", "茶叶研究所", "Viện Trà", "o Instituto do Chá"),
            filler("BODY", "the map office", "地图署", "Cục Bản đồ", "o Gabinete de Mapas"),
            filler("BODY", "the night school", "夜校", "Trường đêm", "a Escola Noturna"),
        ),
        "PERSON": tuple(filler("PERSON", f"Guest {n}", f"嘉宾{n}", f"Khách {n}", f"Convidado {n}") for n in "ABCDEF"),
        "TITLE": tuple(filler("TITLE", f"Chair {n}", f"主席{n}", f"Chủ tịch {n}", f"Presidente {n}") for n in "ABCDEF"),
        "COUNTRY": (
            filler("COUNTRY", "Thailand", "泰国", "Thái Lan", "a Tailândia"),
            filler("COUNTRY", "the Philippines", "菲律宾", "Philippines", "as Filipinas"),
        ),
        "EVENT": (filler("EVENT", "the lantern fair", "灯会", "Hội Đèn lồng", "a Feira das Lanternas"),),
        "PLACE": (filler("PLACE", "Nanning", "南宁", "Nam Ninh", "Nanning"),),
        "WORK": (filler("WORK", "“Slow Boat”", "《慢船》", "“Thuyền chậm”", "Barco Lento"),),
    },
)


def row(**texts: str) -> Row:
    return Row(texts)


def test_dates_years_numbers_and_money_follow_each_language():
    assert date(12, 5, "en") == "12 May"
    assert date(12, 5, "en", variant=1) == "May 12"
    assert date(12, 5, "zh") == "5月12日"
    assert date(12, 5, "vi") == "ngày 12/5"
    assert date(12, 5, "th") == "12 พฤษภาคม"
    assert date(12, 5, "km") == "ថ្ងៃទី១២ ខែឧសភា"
    assert date(12, 5, "pt") == "12 de maio"
    assert year(2026, "th") == "2569"
    assert year(2026, "my") == "၂၀၂၆"
    assert [number(12345, lang) for lang in ("en", "zh", "id", "km")] == ["12,345", "12345", "12.345", "១២.៣៤៥"]
    assert money(300, "zh") == "3亿美元"
    assert money(45, "zh", yuan=True) == "4500万元"
    assert money(45, "en") == "45 million US dollars"


@given(st.integers(0, 2**31))
def test_twins_are_different_and_the_first_letter_is_a_capital(seed):
    pattern = row(en="{BODY1} and {BODY2} met in {PLACE1}.", zh="{BODY1}与{BODY2}在{PLACE1}会晤。")
    source, target = fill(pattern, DOMAIN, Random(seed), source="en", target="zh", mark_share=0.0)
    left, right = re.fullmatch(r"(.+) and (.+) met in Nanning\.", source).groups()
    assert left.lower() != right.lower()
    assert source[0].isupper()
    assert "{" not in source + target


@given(st.integers(0, 2**31))
def test_a_country_that_the_pattern_names_is_not_drawn(seed):
    pattern = row(en="Thailand and {COUNTRY1} agreed.", zh="泰国与{COUNTRY1}达成一致。")
    _, target = fill(pattern, DOMAIN, Random(seed), source="en", target="zh", mark_share=0.0)
    assert target == "泰国与菲律宾达成一致。"


@given(st.integers(0, 2**31), st.sampled_from(LANGS[1:]))
def test_filled_patterns_have_the_same_marks_on_both_sides(seed, lang):
    slots = "{BODY1} {PERSON1} {TITLE1} {DATE1} {NUM1} {PCT1} {MONEY1} {YEAR1} {WORK1}"
    pattern = row(en=slots, **{lang: " ".join(reversed(slots.split()))})
    for source, target in (("en", lang), (lang, "en")):
        texts = fill(pattern, DOMAIN, Random(seed), source=source, target=target, mark_share=0.5)
        assert same_marks(*texts)


@given(st.integers(0, 2**31), st.sampled_from(LANGS), st.sampled_from(LANGS))
def test_guest_lists_have_the_same_marks_on_both_sides(seed, source, target):
    texts = guest_list(DOMAIN, Random(seed), source=source, target=target, mark_share=0.5)
    assert same_marks(*texts)
    assert not re.search(r"[{}]", "".join(texts))


def test_guest_lists_reach_a_dozen_marks_and_reorder_them():
    drawn = [guest_list(DOMAIN, Random(seed), source="zh", target="en", mark_share=1.0) for seed in range(200)]
    assert max(len(marks_in(source)) for source, _ in drawn) >= 12
    assert any(marks_in(source) != marks_in(target) for source, target in drawn)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("the river board", "en", "the ⟦3⟧"),
        ("The River Board", "en", "the ⟦3⟧"),
        ("Harbour Radio", "en", "⟦3⟧"),
        ("《慢船》", "zh", "《⟦3⟧》"),
        ("o Conselho do Rio", "pt", "o ⟦3⟧"),
    ],
)
def test_articles_and_quotation_marks_stay_outside_the_mark(text, lang, expected):
    assert shell(text, "⟦3⟧", lang) == expected


def test_a_portuguese_article_is_dropped_with_the_gender_it_tells():
    assert shell("o Conselho do Rio", "⟦3⟧", "pt", drop_article=True) == "⟦3⟧"


def test_capitals_come_behind_an_opening_quotation_mark_and_only_where_there_are_capitals():
    assert capitalise("“the fair” opened", "en") == "“The fair” opened"
    assert capitalise("the fair", "zh") == "the fair"
    assert capitalise("", "en") == ""


def test_a_portuguese_list_contracts_de_with_the_article():
    drawn = [guest_list(DOMAIN, Random(seed), source="en", target="pt", mark_share=0.0)[1] for seed in range(100)]
    assert any(" do Conselho" in text for text in drawn)
    assert not any(re.search(r"\bde [oa]s? ", text) for text in drawn)
