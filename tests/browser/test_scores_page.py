"""The page of scores on a telephone, a tablet and a screen: nothing runs out of the window, no letter is too small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mtkit.evaluate import Batch, Passage, evaluate_systems, parse_systems, score_page
from mtkit.lang import Pair

pytestmark = pytest.mark.deep
SOURCES = ["Trade grew by 8.6 percent.", "The railway opens next March.", "The talks end on Friday."]
WANTED = ["贸易额增长8.6%。", "铁路明年三月通车。", "会谈周五结束。"]
NAMES = ("opus-mt-en-zh-adapted-2026-11-03-step-12000.txt", "中国东盟新闻联合编辑部改编之后的模型的译文.txt")


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two systems with long names, compared."""
    folder = tmp_path_factory.mktemp("scores")
    for name, texts in zip(NAMES, (WANTED, ["贸易增长。", "铁路。", "会谈。"]), strict=True):
        (folder / name).write_text("\n".join(texts) + "\n", encoding="utf-8")
    passages = tuple(
        Passage(str(n), f"d{n}", source, wanted, "", n)
        for n, (source, wanted) in enumerate(zip(SOURCES, WANTED, strict=True))
    )
    report = evaluate_systems(
        [Batch("news-" + "x" * 60, "0123456789ab", Pair("en", "zh"), passages, 3, "")],
        parse_systems([str(folder / name) for name in NAMES], recorded=False),
        glossary=None, day=date(2026, 11, 1), comparing=True, resamples=50,
    )  # fmt: skip
    path = folder / "scores.html"
    path.write_text(score_page(report), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [320, 390, 820, 1100, 1280])
def test_nothing_runs_out_of_the_window(open_page: Callable[..., Any], scores: Path, width: int) -> None:
    page = open_page(scores.as_uri(), width=width, expect=(f"asked for {scores.as_uri()}",))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = """[...document.querySelectorAll('main *')].filter(one => !one.closest('thead') &&
        one.getClientRects().length && one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML)"""
    assert page.evaluate(beyond) == []
    cut = "[...document.querySelectorAll('.card')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(cut) == 0
    # A plot's letters are 12 and 13 units of its own width: how many pixels are they here?
    sizes = """[...document.querySelectorAll('svg[role=img]')].filter(one => one.getClientRects().length)
        .map(one => 12 * one.getBoundingClientRect().width / one.viewBox.baseVal.width)"""
    drawn = page.evaluate(sizes)
    assert len(drawn) > 5 and all(size > 8.5 for size in drawn), drawn


@pytest.mark.parametrize("width", [390, 1280])
def test_each_figure_stands_with_its_name(open_page: Callable[..., Any], scores: Path, width: int) -> None:
    page = open_page(scores.as_uri(), width=width, expect=(f"asked for {scores.as_uri()}",))
    row = page.get_by_role("table").get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").inner_text() == NAMES[0]
    assert row.get_by_role("cell").count() == page.get_by_role("columnheader").count() - 1
    name = "getComputedStyle(document.querySelector('td'), '::before').content"
    assert page.evaluate(name) == ('"BLEU"' if width < 1088 else "none")
