"""The date of an article, in the ways in which articles say it."""

from __future__ import annotations

from datetime import date

import pytest

from mtkit.dating import date_in, date_of
from mtkit.formats import read_text
from mtkit.pipeline import day_of

DAY = date(2025, 9, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-18",
        "2025-09-18T08:30:00+08:00",
        "2025/9/18 08:30",
        "18 September 2025",
        "Sept. 18, 2025",
        "Thu, 18 Sep 2025 08:30:00 +0800",
        "18/09/2025",
        "09/18/2025",
        "2025年9月18日 08:30",
        "２０２５年９月１８日",
        "18 tháng 9 năm 2025",
        "ngày 18/9/2025",
        "18 September 2025",
        "Setyembre 18, 2025",
        "18 de setembro de 2025",
        "18 กันยายน 2568",
        "18 ก.ย. 2568",
        "18 กันยายน พ.ศ. 2568",
        "18 ກັນຍາ 2025",
        "18 កញ្ញា 2025",
        "18 செப்டம்பர் 2025",
        "၁၈ စက်တင်ဘာ ၂၀၂၅",
    ],
)
def test_a_date_is_read_in_any_of_the_usual_ways(text: str) -> None:
    assert date_in(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "03/04/2025", "2025", "9月18日", "September 2025", "2025-13-40", "18 Mumble 2025", "1200/9/18", "0000-01-01"],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert date_in(text) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("---\ndate: 2025-09-18\n---\n\nText.\n", "markdown"),
        ('---\ntitle: X\npublished: "18 September 2025"\n---\n\nText.\n', "markdown"),
        ("---\ndate: 20250918\n---\n\nText.\n", "markdown"),
        ("# A forum\n\nNANNING, 18 September 2025 — Editors met here.\n", "markdown"),
        ("Forum opens\n\nNANNING, Sept. 18, 2025 (Xinhua) -- Editors met here on Wednesday.\n", "text"),
        ("论坛开幕\n\n新华社南宁2025年9月18日电 编辑们在此会面。\n", "text"),
        ("论坛开幕\n\n（南宁，2025年9月18日）编辑们在此会面。\n", "text"),
        ("论坛开幕\n2025-09-18 08:30 来源：示例社\n编辑们在此会面，讨论了合作。\n", "text"),
        ("Editors met here on Wednesday to talk.\n\nThey agreed.\n\n18 September 2025\n", "text"),
        ('<meta property="article:published_time" content="2025-09-18T08:30:00+08:00"><p>Text.</p>', "html"),
        ('<meta name="publishdate" content="2025-09-18"><p>Text.</p>', "html"),
        ('<meta name="DC.date.issued" content="18 September 2025"><p>Text.</p>', "html"),
        ('<article><h1>Forum</h1><time datetime="2025-09-18">Thursday</time><p>Text here.</p></article>', "html"),
        ("<article><h1>Forum</h1><p>NANNING, 18 September 2025 — Editors met.</p></article>", "html"),
    ],
)
def test_the_articles_own_date_is_found(text: str, form: str) -> None:
    document = read_text(text, id="a", lang="zh" if "论坛" in text else "en", format=form)
    assert date_of(document) == DAY == day_of(document)


def test_a_date_in_the_middle_of_a_story_is_not_its_own() -> None:
    text = (
        "Editors met in Nanning to talk about pictures.\n\nThe forum of 18 September 2020 was the first of its kind.\n"
    )
    assert date_of(read_text(text, lang="en")) is None


def test_front_matter_wins_over_the_dateline() -> None:
    text = "---\ndate: 2025-09-18\n---\n\nNANNING, 1 January 2020 — Editors met here.\n"
    assert date_of(read_text(text, lang="en", format="markdown")) == DAY
