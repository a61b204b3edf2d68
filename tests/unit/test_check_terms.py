"""Terms against a small glossary of invented and public bodies."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.check import Sample, check
from mtkit.glossary import Concept, Glossary, Status, Term
from mtkit.lang import lang
from mtkit.unit import Issue, Severity

CENTRE = Concept(
    "acc",
    "body",
    (
        Term("acc", "zh", "中国—东盟中心", confidence="high"),
        Term("acc", "en", "ASEAN-China Centre", abbreviation="ACC", authority="asean-china-center.org"),
        Term("acc", "en", "China-ASEAN Center", Status.FORBIDDEN),
    ),
)
PHRASE = Concept(
    "bonds",
    "phrase",
    (
        Term("bonds", "zh", "民心相通", confidence="high"),
        Term("bonds", "en", "people-to-people ties", confidence="medium"),
        Term("bonds", "en", "people-to-people bonds", Status.ADMITTED),
    ),
)
MINISTRY = Concept(
    "ministry",
    "body",
    (
        Term("ministry", "zh", "新闻文化部"),
        Term("ministry", "en", "Ministry of Information and Culture", valid_to=date(2025, 2, 28), confidence="high"),
        Term("ministry", "en", "Ministry of Culture", valid_from=date(2025, 3, 1), confidence="high"),
    ),
)
BOOK = Glossary.of((CENTRE, PHRASE, MINISTRY), name="test")


def issues(source: str | None, target: str, *, day: date = date(2026, 1, 1)) -> list[Issue]:
    sample = Sample(
        target=target, target_lang=lang("en"), source=source, source_lang=lang("zh") if source else None,
        glossary=BOOK, day=day,
    )  # fmt: skip
    return list(check(sample, select=["T"]))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("中国—东盟中心举办了论坛。", "The ASEAN-China Centre held a forum."),
        ("中国—东盟中心举办了论坛。", "The ACC held a forum."),
        ("论坛促进民心相通。", "The forum furthers people-to-people bonds."),
        ("论坛今天开幕。", "The forum opened today."),
    ],
)
def test_right_terms_pass(source: str, target: str) -> None:
    assert issues(source, target) == []


def test_missing_body_is_an_error_that_names_the_authority() -> None:
    (issue,) = issues("中国—东盟中心举办了论坛。", "The centre held a forum.")
    assert (issue.code, issue.severity) == ("T01", Severity.ERROR)
    assert "“ASEAN-China Centre”, says asean-china-center.org" in issue.message
    assert issue.source is not None and issue.source.of("中国—东盟中心举办了论坛。") == "中国—东盟中心"


def test_fewer_mentions_than_the_source_are_a_hint() -> None:
    source = "中国—东盟中心的代表和中国—东盟中心的秘书长。"
    found = issues(source, "A delegate of the ASEAN-China Centre and its secretary.")
    assert [(issue.code, issue.severity) for issue in found] == [("T01", Severity.INFO)]


def test_missing_phrase_is_a_warning() -> None:
    (issue,) = issues("论坛促进民心相通。", "The forum brings people together.")
    assert (issue.code, issue.severity) == ("T01", Severity.WARNING)


def test_forbidden_form_is_named_once() -> None:
    target = "The China-ASEAN Center held a forum."
    (issue,) = issues("中国—东盟中心举办了论坛。", target)
    assert (issue.code, issue.severity) == ("T02", Severity.ERROR)
    assert issue.target is not None and issue.target.of(target) == "China-ASEAN Center"
    assert "ASEAN-China Centre" in issue.message


def test_forbidden_form_without_its_concept_is_a_hint() -> None:
    (issue,) = issues("论坛今天开幕。", "The China-ASEAN Center held a forum.")
    assert (issue.code, issue.severity) == ("T02", Severity.INFO)


def test_single_text_has_only_forbidden_and_outdated_forms() -> None:
    assert [i.code for i in issues(None, "The China-ASEAN Center met the Ministry of Information and Culture.")] == [
        "T02",
        "T04",
    ]


def test_day_of_the_article_picks_the_form() -> None:
    old = "The Ministry of Information and Culture replied."
    assert issues("新闻文化部作出答复。", old, day=date(2024, 5, 1)) == []
    (issue,) = issues("新闻文化部作出答复。", old, day=date(2026, 5, 1))
    assert (issue.code, issue.severity) == ("T04", Severity.ERROR)
    assert "2025-02-28" in issue.message and "Ministry of Culture" in issue.message


def test_no_glossary_no_terms() -> None:
    sample = Sample(target="The centre.", target_lang=lang("en"), source="中国—东盟中心。", source_lang=lang("zh"))
    assert check(sample, select=["T"]) == ()
