"""Batches across requests: who goes with whom, whose answer is whose, what is refused."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

import pytest

from mtkit.errors import DocumentError
from mtkit.formats import read_text
from mtkit.lang import Pair
from mtkit.pipeline import Translation
from mtkit.serve.batching import Batcher, Batching, FullError, Observer, StoppingError
from mtkit.text import Document
from mtkit.unit import Signature

ZH_VI, ZH_EN = Pair("zh", "vi"), Pair("zh", "en")
SIGNED = Signature("0", "table", (), "none", "rules", "")


class Mill:
    """Work that notes what it is given, and can be held up."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, int, list[str]]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, documents: Sequence[Document], pair: Pair, turn: int) -> list[Translation]:
        self.batches.append((str(pair), turn, [document.text for document in documents]))
        assert self.gate.wait(10)
        if any("坏" in document.text for document in documents):
            raise DocumentError("a bad text", where="text")
        return [Translation(document, pair.target, (), SIGNED, date(2026, 1, 1)) for document in documents]


class Heard(Observer):
    def __init__(self) -> None:
        self.levels: list[tuple[int, int]] = []
        self.sizes: list[int] = []

    def waiting(self, requests: int, characters: int) -> None:
        self.levels.append((requests, characters))

    def batch(self, pair: Pair, requests: int, characters: int, seconds: float) -> None:
        self.sizes.append(requests)
        assert seconds > 0


def run(act: Callable[[Batcher, Mill], Awaitable[Any]], **options: Any) -> tuple[Any, Mill, Heard]:
    mill, heard = Mill(), Heard()

    async def main() -> Any:
        batcher = Batcher(mill, Batching(**options), observer=heard)
        try:
            return await act(batcher, mill)
        finally:
            mill.gate.set()
            await asyncio.get_running_loop().run_in_executor(None, batcher.close)

    return asyncio.run(main()), mill, heard


def texts(*said: str) -> list[Document]:
    return [read_text(text, lang="zh") for text in said]


def sources(done: Sequence[Translation]) -> list[str]:
    return [translation.document.text for translation in done]


def test_those_who_ask_together_go_together_and_each_gets_his_own() -> None:
    async def act(batcher: Batcher, mill: Mill) -> list[Any]:
        asked = [texts(f"第{n}句。", f"又一句{n}。") for n in range(20)]
        return await asyncio.gather(*(batcher.translate(each, ZH_VI) for each in asked))

    done, mill, heard = run(act, linger=0.05)
    assert [sources(each) for each in done] == [[f"第{n}句。", f"又一句{n}。"] for n in range(20)]
    assert len(mill.batches) == 1
    assert len(mill.batches[0][2]) == 40
    assert heard.sizes == [20]
    assert heard.levels[-1] == (0, 0)


def test_each_direction_and_alternative_goes_alone() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        await asyncio.gather(
            batcher.translate(texts("一。"), ZH_VI),
            batcher.translate(texts("二。"), ZH_EN),
            batcher.translate(texts("三。"), ZH_VI, turn=1),
            batcher.translate(texts("四。"), ZH_VI),
        )

    _, mill, _ = run(act, linger=0.05)
    assert sorted(mill.batches) == [("zh-en", 0, ["二。"]), ("zh-vi", 0, ["一。", "四。"]), ("zh-vi", 1, ["三。"])]


def test_a_batch_is_bounded_and_a_long_request_goes_alone() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        long = "长" * 50 + "。"
        await asyncio.gather(
            *(batcher.translate(texts(text), ZH_VI) for text in ("一。", long, "二。", "三。", "四。"))
        )

    _, mill, _ = run(act, linger=0.05, requests=2, characters=20, workers=1)
    assert [len(batch[2]) for batch in mill.batches] == [1, 1, 2, 1]


def test_one_bad_text_is_its_senders_trouble_alone() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        asked = [batcher.translate(texts(text), ZH_VI) for text in ("一。", "坏。", "二。")]
        return await asyncio.gather(*asked, return_exceptions=True)

    (first, bad, second), _, _ = run(act, linger=0.05)
    assert sources(first) == ["一。"]
    assert isinstance(bad, DocumentError)
    assert sources(second) == ["二。"]


def test_a_full_queue_refuses_at_once_and_says_when_to_come_again() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        mill.gate.clear()
        begun = [asyncio.ensure_future(batcher.translate(texts("甲。"), ZH_VI)) for _ in range(1)]
        await asyncio.sleep(0.05)  # in the mill
        begun += [asyncio.ensure_future(batcher.translate(texts("乙。"), ZH_VI)) for _ in range(3)]
        await asyncio.sleep(0.02)
        with pytest.raises(FullError) as full:
            await batcher.translate(texts("丙。"), ZH_VI)
        begun[-1].cancel()  # who gives up makes room
        await asyncio.sleep(0.01)
        begun[-1] = asyncio.ensure_future(batcher.translate(texts("丙。"), ZH_VI))
        await asyncio.sleep(0.01)
        mill.gate.set()
        return full.value.after, [sources(each) for each in await asyncio.gather(*begun)]

    (after, done), mill, _ = run(act, linger=0.0, workers=1, waiting=3)
    assert 1 <= after <= 60
    assert done == [["甲。"], ["乙。"], ["乙。"], ["丙。"]]
    assert sum(len(batch[2]) for batch in mill.batches) == 4


def test_characters_bound_the_queue_too() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        mill.gate.clear()
        first = asyncio.ensure_future(batcher.translate(texts("甲。"), ZH_VI))
        await asyncio.sleep(0.05)
        one = asyncio.ensure_future(batcher.translate(texts("很长的一句话。" * 20), ZH_VI))  # alone it may be long
        await asyncio.sleep(0.01)
        with pytest.raises(FullError):
            await batcher.translate(texts("短。"), ZH_VI)
        mill.gate.set()
        await asyncio.gather(first, one)

    run(act, linger=0.0, workers=1, waiting_characters=100)


def test_nobody_is_kept_waiting_by_a_stream_of_another_direction() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        mill.gate.clear()
        asked = [asyncio.ensure_future(batcher.translate(texts("先。"), ZH_VI))]
        await asyncio.sleep(0.03)
        for n in range(6):
            asked.append(asyncio.ensure_future(batcher.translate(texts(f"{n}。"), ZH_EN if n == 1 else ZH_VI)))
            await asyncio.sleep(0.002)
        mill.gate.set()
        await asyncio.gather(*asked)

    _, mill, _ = run(act, linger=0.0, workers=1, requests=1)
    assert [batch[2][0] for batch in mill.batches] == ["先。", "0。", "1。", "2。", "3。", "4。", "5。"]


def test_a_closed_batcher_begins_nothing() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        await batcher.translate(texts("一。"), ZH_VI)
        batcher.close()
        with pytest.raises(StoppingError):
            await batcher.translate(texts("二。"), ZH_VI)
        assert await batcher_of_nothing(batcher) is None

    async def batcher_of_nothing(batcher: Batcher) -> None:
        assert batcher.stopping

    run(act)


def test_those_who_come_one_shortly_behind_the_other_go_together() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        asked = []
        for n in range(12):
            asked.append(asyncio.ensure_future(batcher.translate(texts(f"{n}。"), ZH_VI)))
            await asyncio.sleep(0.01)
        await asyncio.gather(*asked)

    _, mill, _ = run(act, linger=0.1, workers=4)
    assert [len(batch[2]) for batch in mill.batches] == [12]


def test_nobody_waits_for_company_without_end() -> None:
    async def act(batcher: Batcher, mill: Mill) -> Any:
        asked = []
        for n in range(40):
            asked.append(asyncio.ensure_future(batcher.translate(texts(f"{n}。"), ZH_VI)))
            await asyncio.sleep(0.01)
        await asyncio.gather(*asked)

    _, mill, _ = run(act, linger=0.012, workers=4)
    assert len(mill.batches) >= 2
    assert sum(len(batch[2]) for batch in mill.batches) == 40
