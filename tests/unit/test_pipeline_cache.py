"""The cache in the main path: nothing is asked twice, and nothing changes by it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mtkit.cache import DiskCache, Recent
from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.formats import read_text
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.pipeline import Leg, Pipeline, Translation
from mtkit.text import Document

DAY = date(2026, 1, 1)
MARKS = tuple(f"⟦{n}⟧" for n in range(12))
TEN = ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "pt")
TEXT = "会议开幕。\n东盟秘书处发布公报。\n代表们参观了展览，共有3场活动。\n会议开幕。\n"


class Counting:
    """Answers with its question, and counts what it was asked, by pair."""

    def __init__(self) -> None:
        pairs = (Pair("zh", "en"), *(Pair("en", code) for code in TEN), *(Pair("zh", code) for code in TEN))
        self.info = EngineInfo("counting", "1", "counting", "1", pairs, sha256="0" * 64, marks=MARKS)
        self.asked: Counter[str] = Counter()

    def count(self, text: str, pair: Pair) -> int:
        return len(text) + 2

    def translate(self, requests: Iterable[Request], decoding: Decoding) -> Iterator[Answer]:
        for request in requests:
            self.asked[str(request.pair)] += 1
            yield Answer((request.text,) * decoding.nbest, (-0.5,) * decoding.nbest)


def pivoting(engine: Counting, cache: Recent | DiskCache | None = None, **options: int) -> Pipeline:
    def legs(pair: Pair) -> list[Leg]:
        if pair.target == "en":
            return [Leg(pair, engine)]
        return [Leg(Pair(pair.source, "en"), engine), Leg(Pair("en", pair.target), engine)]

    return Pipeline(legs, glossary=Glossary.bundled(), decoding=Decoding(nbest=1), day=DAY, cache=cache, **options)


def article(text: str = TEXT, name: str = "a.txt") -> Document:
    return read_text(text, id=name, lang="zh")


def made(line: Pipeline, targets: Iterable[str] = TEN, *documents: Document) -> list[Translation]:
    return list(line.translate_all(documents or [article()], list(targets)))


def test_the_first_hop_is_made_once_for_ten_languages() -> None:
    one, ten = Counting(), Counting()
    made(pivoting(one), ["vi"])
    made(pivoting(ten), TEN)
    assert one.asked["zh-en"] == 3  # the sentence that stands twice is asked once
    assert ten.asked["zh-en"] == 3
    assert [ten.asked[f"en-{code}"] for code in TEN] == [one.asked["en-vi"]] * len(TEN)


def test_a_second_run_asks_nothing_and_says_the_same(tmp_path: Path) -> None:
    fresh = made(pivoting(Counting()))
    with DiskCache(tmp_path / "c.sqlite") as disk:
        assert made(pivoting(Counting(), Recent(disk))) == fresh
    again = Counting()
    with DiskCache(tmp_path / "c.sqlite") as disk:
        assert made(pivoting(again, Recent(disk))) == fresh
    assert not again.asked


def test_one_changed_sentence_costs_that_sentence(tmp_path: Path) -> None:
    changed = article(TEXT.replace("3场", "4场"))
    with DiskCache(tmp_path / "c.sqlite") as disk:
        made(pivoting(Counting(), Recent(disk)), ["vi"])
        engine = Counting()
        assert made(pivoting(engine, Recent(disk)), ["vi"], changed) == made(pivoting(Counting()), ["vi"], changed)
    assert engine.asked == {"zh-en": 1, "en-vi": 1}


@pytest.mark.deep
@pytest.mark.parametrize("damage", ["value", "table", "gone"])
def test_a_cache_that_fails_costs_itself_alone(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "c.sqlite"
    fresh = made(pivoting(Counting()))
    with DiskCache(path) as disk:
        made(pivoting(Counting(), Recent(disk)))
        db = sqlite3.connect(path)
        with db:
            if damage == "value":
                db.execute("UPDATE said SET value = x'0011'")
            else:
                db.execute("DROP TABLE said")
        db.close()
        if damage == "gone":
            path.unlink()
        engine = Counting()
        assert made(pivoting(engine, Recent(disk))) == fresh
        assert engine.asked
        assert disk.failed == (damage != "value")
