"""A PO file is never replaced by that of another article, and an article that changed is made anew as ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Mtkit

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{}</title><link>https://example.org/</link><description>{}</description>
<item><title>{}</title><link>https://example.org/1</link><description>{}</description></item></channel></rss>
"""
CHINESE = FEED.format("论坛新闻", "每周更新。", "会议结束", "共有3个国家参加。")
VIETNAMESE = FEED.format("Tin diễn đàn", "Cập nhật hằng tuần.", "Hội nghị bế mạc", "Có ba nước tham gia.")
ROUTE = ("--to", "en", "-o", "out", "--allow-low-quality")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_twin_by_its_stem_from_another_language_is_refused(mtkit: Mtkit, tmp_path: Path) -> None:
    put(tmp_path / "feed.rss", CHINESE)
    put(tmp_path / "feed.xml", VIETNAMESE)
    assert mtkit("translate", "feed.rss", "--from", "zh", *ROUTE).code == 0
    kept = (tmp_path / "out/feed.en.po").read_bytes()
    refused = mtkit("translate", "feed.xml", "--from", "vi", *ROUTE)
    assert refused.code == 3
    (line,) = refused.errors
    assert "out/feed.en.po: holds the translation of another document (feed.rss, zh to en)" in line
    assert line.endswith("choose another place with -o, or move it away")
    assert (tmp_path / "out/feed.en.po").read_bytes() == kept
    assert "already made" in mtkit("translate", "feed.rss", "--from", "zh", *ROUTE).err


@pytest.mark.deep
def test_the_same_article_is_made_anew_from_wherever_it_lies(mtkit: Mtkit, tmp_path: Path) -> None:
    put(tmp_path / "mon/note.txt", "会议结束。\n共有3个国家参加。\n代表们于周五离开。\n")
    call = ("--from", "zh", *ROUTE)
    assert mtkit("translate", "mon/note.txt", *call).code == 0
    made = (tmp_path / "out/note.en.po").read_bytes()
    assert mtkit("translate", str(tmp_path / "mon/note.txt"), *call).code == 0
    assert (tmp_path / "out/note.en.po").read_bytes() == made
    put(tmp_path / "moved/note.txt", "会议结束。\n共有5个国家参加。\n代表们于周六离开。\n")
    assert mtkit("translate", "moved/note.txt", *call).code == 0
    assert "共有5个国家参加" in (tmp_path / "out/note.en.po").read_text(encoding="utf-8")
    put(tmp_path / "note.md", "会议结束。\n\n共有5个国家参加。\n\n代表们于周六离开。\n")
    assert mtkit("translate", "note.md", *call).code == 0, "the same text under another ending"
    put(tmp_path / "short.txt", "会议结束。\n")
    assert mtkit("translate", "short.txt", *call).code == 0
    put(tmp_path / "short.txt", "会议开始。\n")
    assert mtkit("translate", "short.txt", *call).code == 0, "all of a short note may change"
    put(tmp_path / "daily.txt", "会议结束。\n共有3个国家参加。\n代表们于周五离开。\n")
    assert mtkit("translate", "daily.txt", *call).code == 0
    put(tmp_path / "daily.txt", "铁路将在雨季前通车。\n部长们访问了工厂。\n")
    assert mtkit("translate", "daily.txt", *call).code == 0, "what has one name is one article, new as it may be"


def test_a_language_that_was_named_wrongly_is_mended_in_place(mtkit: Mtkit, tmp_path: Path) -> None:
    put(tmp_path / "note.txt", "会议结束。\n共有3个国家参加。\n代表们于周五离开。\n")
    assert mtkit("translate", "note.txt", "--from", "vi", *ROUTE).code == 0
    assert mtkit("translate", "note.txt", "--from", "zh", *ROUTE).code == 0
    assert "X-Source-Language: zh" in (tmp_path / "out/note.en.po").read_text(encoding="utf-8")
