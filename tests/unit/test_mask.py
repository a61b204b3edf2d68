"""Masking and restoring, case by case."""

from __future__ import annotations

import pytest

from mtkit.glossary import Article, Concept
from mtkit.lang import lang
from mtkit.mask import Code, Literal, Name, Placed, find_literals, fold, join, mask, render, restore
from mtkit.text import Span

MARKS = tuple(f"⟦{n}⟧" for n in range(6))


def name(form: str, article: Article = Article.UNKNOWN) -> Name:
    return Name(Concept(form.lower(), "body", ()), form, article)


def placed(text: str, *forms: tuple[str, str]) -> tuple[Placed, ...]:
    return tuple(
        Placed(Span(text.index(source), text.index(source) + len(source)), name(form)) for source, form in forms
    )


def test_a_masked_text_holds_marks_in_the_place_of_names() -> None:
    text = "论坛由中国外文局和中国—东盟中心共同主办。"
    masked = mask(text, placed(text, ("中国外文局", "CICG"), ("中国—东盟中心", "ASEAN-China Centre")), MARKS)
    assert masked.text == "论坛由⟦0⟧和⟦1⟧共同主办。"


def test_the_answer_may_put_the_names_in_another_order() -> None:
    text = "中国—东盟中心秘书长在北京表示"
    masked = mask(text, placed(text, ("中国—东盟中心", "ASEAN-China Centre"), ("北京", "Beijing")), MARKS)
    restored = restore(masked, "In ⟦1⟧, the Secretary-General of the ⟦0⟧ said", "en")
    assert restored.text == "In Beijing, the Secretary-General of the ASEAN-China Centre said"
    assert restored.complete
    assert [p.span.of(restored.text) for p in restored.placed] == ["Beijing", "ASEAN-China Centre"]


def test_a_mark_that_does_not_come_back_is_missing_and_a_second_one_is_dropped() -> None:
    text = "北京和河内"
    masked = mask(text, placed(text, ("北京", "Bắc Kinh"), ("河内", "Hà Nội")), MARKS)
    restored = restore(masked, "⟦0⟧ và ⟦0⟧ ⟦4⟧", "vi", marks=MARKS)
    assert restored.text.startswith("Bắc Kinh và")
    assert [p.what.form for p in restored.missing] == ["Hà Nội"]
    assert restored.doubled == 2
    assert "⟦" not in restored.text


def test_a_text_that_already_looks_like_a_mark_keeps_it() -> None:
    text = "图⟦0⟧由新华社提供"
    literals = find_literals(text)
    assert [p.what for p in literals] == [Literal("⟦0⟧")]
    everything = tuple(sorted((*literals, *placed(text, ("新华社", "Xinhua News Agency"))), key=lambda p: p.span))
    masked = mask(text, everything, MARKS)
    assert masked.text == "图⟦0⟧由⟦1⟧提供" or "⟦0⟧" not in masked.marks
    restored = restore(masked, masked.text, "en", marks=MARKS)
    assert "⟦0⟧" in restored.text
    assert "Xinhua News Agency" in restored.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("见https://forum.example.org/2025/日程。", ["https://forum.example.org/2025/"]),
        ("see www.example.org/a, please.", ["www.example.org/a"]),
        ("mail desk@forum.example.org.", ["desk@forum.example.org"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("no address here: 3.5, U.S.", []),
    ],
)
def test_addresses_are_literals_without_the_marks_after_them(text: str, found: list[str]) -> None:
    assert [p.what.form for p in find_literals(text)] == found


@pytest.mark.parametrize(
    ("before", "article", "form", "after", "expected"),
    [
        ("said by ", Article.THE, "ASEAN Secretariat", " today", "said by the ASEAN Secretariat today"),
        ("said by the ", Article.THE, "ASEAN Secretariat", "", "said by the ASEAN Secretariat"),
        ("", Article.THE, "ASEAN Secretariat", " said", "The ASEAN Secretariat said"),
        ("of the ", Article.NONE, "ASEAN", " states", "of ASEAN states"),
        ("at an ", Article.THE, "East Asia Summit", "", "at the East Asia Summit"),
        ("China's ", Article.THE, "Ministry of Commerce", "", "China's Ministry of Commerce"),
        ("", Article.UNKNOWN, "people-to-people bonds", " grow", "People-to-people bonds grow"),
        ("", Article.UNKNOWN, "iQIYI", " said", "iQIYI said"),
        ("", Article.THE, "ASEAN Secretariat", "", "ASEAN Secretariat"),
        ("", Article.THE, "ASEAN Secretariat", " (", "ASEAN Secretariat ("),
        ("the new ", Article.THE, "ASEAN Secretariat", " opened", "the new ASEAN Secretariat opened"),
        ("said Chinese ", Article.THE, "Ministry of Commerce", "", "said the Chinese Ministry of Commerce"),
        ("New ", Article.THE, "ASEAN Secretariat", " opens", "The new ASEAN Secretariat opens"),
        ("Lao ", Article.THE, "Ministry of Commerce", " said", "The Lao Ministry of Commerce said"),
        ("both countries' ", Article.THE, "Ministries of Commerce", "", "both countries' Ministries of Commerce"),
        ("and then ", Article.THE, "ASEAN Secretariat", " met", "and then the ASEAN Secretariat met"),
        ("the third ", Article.THE, "East Asia Summit", " met", "the third East Asia Summit met"),
        ("he told us ", Article.THE, "ASEAN Secretariat", " met", "he told us the ASEAN Secretariat met"),
        ("a pro-", Article.THE, "United Nations", " vote", "a pro-United Nations vote"),
        ("seat at (", Article.THE, "United Nations", ") today", "seat at (United Nations) today"),
        ("", Article.THE, "United Nations", "'s role", "The United Nations' role"),
        ("of ", Article.NONE, "ASEAN", " ’s role", "of ASEAN’s role"),
        ("held by ", Article.THE, "United Nations", "(UN)", "held by the United Nations (UN)"),
    ],
)
def test_english_articles_and_capitals(before: str, article: Article, form: str, after: str, expected: str) -> None:
    text, places = join([before, Placed(Span(0, 1), name(form, article)), after], lang("en"))
    assert text == expected
    assert places[0].span.of(text).lower() == form.lower()


@pytest.mark.parametrize(
    ("target", "pieces", "expected"),
    [
        ("zh", ["由 ", "中国外文局", " 主办"], "由中国外文局主办"),
        ("zh", ["在 ", "ASEAN", " 总部"], "在ASEAN总部"),
        ("th", ["โดย", "ASEAN", "ในจาการ์ตา"], "โดย ASEAN ในจาการ์ตา"),
        ("km", ["ដោយ", "CICG", "នៅ"], "ដោយ CICG នៅ"),
        ("lo", ["ໃນ ", "ອາຊຽນ", "ປີ"], "ໃນ ອາຊຽນປີ"),
        ("ta", ["இந்த", "ஆசியான்", "கூட்டம்"], "இந்த ஆசியான் கூட்டம்"),
        ("vi", ["của", "ASEAN", "(AMS)"], "của ASEAN (AMS)"),
        ("vi", ["do", "Trung tâm ASEAN-Trung Quốc", "tổ chức"], "do Trung tâm ASEAN-Trung Quốc tổ chức"),
        ("th", ["โดย", "สำนักเลขาธิการอาเซียน", "ในจาการ์ตา"], "โดยสำนักเลขาธิการอาเซียนในจาการ์ตา"),
        ("id", ["(", "KTT ASEAN", ")"], "(KTT ASEAN)"),
    ],
)
def test_seams_follow_the_script(target: str, pieces: list[str], expected: str) -> None:
    before, form, after = pieces
    assert join([before, Placed(Span(0, 1), name(form)), after], lang(target))[0] == expected


def test_codes_that_hug_a_name_travel_with_it() -> None:
    places = (
        Placed(Span(0, 0), Code("{1}")),
        Placed(Span(0, 5), name("ASEAN")),
        Placed(Span(5, 5), Code("{/1}")),
        Placed(Span(9, 9), Code("{2/}")),
    )
    folded = fold(places)
    assert len(folded) == 2
    assert render("ASEAN met", folded) == "{1}ASEAN{/1} met{2/}"


def test_literal_braces_are_doubled_where_there_are_labels() -> None:
    places = (Placed(Span(0, 0), Code("{1}")), Placed(Span(3, 3), Code("{/1}")))
    assert render("a{b}", places, escape=lambda t: t.replace("{", "{{").replace("}", "}}")) == "{1}a{{b{/1}}}"


@pytest.mark.parametrize(
    ("pieces", "target", "text"),
    [
        (("Chegou a ", "5,6 milhões", " pessoas."), "pt", "Chegou a 5,6 milhões de pessoas."),
        (("Chegou a ", "5,6 milhões", " em 2024."), "pt", "Chegou a 5,6 milhões em 2024."),
        (("Cerca de ", "5,6 milhões", " de pessoas."), "pt", "Cerca de 5,6 milhões de pessoas."),
        (("Umabot sa ", "5.6 milyon", " katao."), "fil", "Umabot sa 5.6 milyong katao."),
        (("Umabot sa ", "5.6 milyon", " ang bisita."), "fil", "Umabot sa 5.6 milyon ang bisita."),
    ],
)
def test_a_sum_takes_the_linker_of_its_language(pieces: tuple[str, str, str], target: str, text: str) -> None:
    before, form, after = pieces
    joined, (place,) = join([before, Placed(Span(0, 0), Literal(form)), after], lang(target))
    assert (joined, place.span.of(joined)) == (text, form)
