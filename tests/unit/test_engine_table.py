"""The table engine and the batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.engine.batch import plan_batches, run_batches
from mtkit.engine.interface import Decoding, Request
from mtkit.engine.table import TableEngine
from mtkit.errors import EngineError
from mtkit.lang import Pair

ZH_VI = Pair("zh", "vi")


def test_a_table_answers_what_it_was_told_and_echoes_the_rest() -> None:
    engine = TableEngine({("zh", "vi"): {"南宁论坛闭幕。": "Diễn đàn Nam Ninh bế mạc."}})
    answers = list(
        engine.translate(
            [Request("南宁论坛闭幕。", ZH_VI), Request("⟦0⟧ 抵达。", ZH_VI), Request(" ", ZH_VI)], Decoding()
        )
    )
    assert [answer.texts for answer in answers] == [("Diễn đàn Nam Ninh bế mạc.",), ("[vi] ⟦0⟧ 抵达。",), ("",)]


def test_a_table_spoils_marks_on_demand() -> None:
    engine = TableEngine({}, ZH_VI, marks=("⟦0⟧", "⟦1⟧"), drop=["⟦0⟧"], duplicate=["⟦1⟧"])
    (answer,) = engine.translate([Request("⟦0⟧会见⟦1⟧。", ZH_VI)], Decoding())
    assert answer.texts == ("[vi] 会见⟦1⟧ ⟦1⟧。",)
    assert engine.info.marks == ("⟦0⟧", "⟦1⟧")


def test_a_table_gives_hypotheses_in_their_order() -> None:
    engine = TableEngine({"你好": ("Xin chào", "Chào bạn", "Chào")}, ZH_VI)
    (answer,) = engine.translate([Request("你好", ZH_VI)], Decoding(nbest=2))
    assert answer.texts == ("Xin chào", "Chào bạn")
    assert answer.scores == (0.0, 0.0)


def test_a_table_counts_marks_words_and_characters() -> None:
    engine = TableEngine({}, ZH_VI, marks=("⟦0⟧",), max_tokens=4)
    assert engine.count("⟦0⟧ met reporters", ZH_VI) == 4
    assert engine.count("部长会见", ZH_VI) == 5
    with pytest.raises(EngineError, match="split it first"):
        list(engine.translate([Request("部长会见", ZH_VI)], Decoding()))


def test_a_table_refuses_pairs_it_lacks() -> None:
    with pytest.raises(EngineError, match="no pair zh-th: it has zh-vi"):
        list(TableEngine({}, ZH_VI).translate([Request("你好", Pair("zh", "th"))], Decoding()))
    with pytest.raises(EngineError, match="needs its pair"):
        TableEngine({("zh", "vi"): "Xin chào"})  # type: ignore[dict-item]


@given(st.lists(st.text(max_size=30), max_size=80), st.integers(1, 60), st.integers(1, 20))
def test_batches_keep_order_and_decode_each_item_once(items: list[str], budget: int, window: int) -> None:
    seen: list[str] = []

    def shout(batches: Sequence[Sequence[str]]) -> Iterator[list[str]]:
        for batch in batches:
            seen.extend(batch)
            yield [text.upper() for text in batch]

    got = list(run_batches(items, size_of=len, translate_batches=shout, window=window, budget=budget))
    assert got == [text.upper() for text in items]
    windows = [items[start : start + window] for start in range(0, len(items), window)]
    assert len(seen) == sum(len(set(held)) for held in windows)


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 900))
def test_a_batch_stays_in_its_budget_and_group(sizes: list[int], budget: int) -> None:
    batches = plan_batches(sizes, size_of=lambda size: size, budget=budget, group_of=lambda size: (size // 100,))
    assert sorted(size for batch in batches for size in batch) == sorted(sizes)
    for batch in batches:
        assert len(batch) == 1 or max(batch) * len(batch) <= budget
        assert len({size // 100 for size in batch}) == 1
    longest = [batch[0] for batch in batches]
    assert longest == sorted(longest, reverse=True)


def test_requests_are_read_lazily() -> None:
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    def same(batches: Sequence[Sequence[int]]) -> Iterator[Sequence[int]]:
        yield from batches

    stream = run_batches(numbers(), size_of=lambda _: 1, translate_batches=same, window=10)
    assert read == []
    assert [next(stream) for _ in range(11)] == list(range(11))
    assert len(read) == 30  # one window ahead of what is being handed out
