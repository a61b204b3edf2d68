"""What the main path may rely on, of any memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit.lang import Pair
from mtkit.memory import Context, Entry, Memory, TranslationMemory

PAIR = Pair("zh", "lo")
HERE = Context("body", "0123456789ab")
KEPT = (
    Entry("会议结束。", "ກອງປະຊຸມປິດລົງ.", PAIR, HERE, changed="2025-01-01T00:00:00Z", document="a"),
    Entry("会议结束。", "ກອງປະຊຸມສິ້ນສຸດ.", PAIR, changed="2025-02-01T00:00:00Z", document="b"),
    Entry("会议将在万象结束。", "ກອງປະຊຸມຈະປິດລົງທີ່ວຽງຈັນ.", PAIR, HERE, changed="2025-01-01T00:00:00Z", document="c"),
)


@pytest.fixture(params=["open", "frozen"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TranslationMemory]:
    path = tmp_path / "memory.sqlite"
    with Memory.open(path) as first:
        first.add(KEPT)
    with Memory.open(path, frozen=request.param == "frozen") as opened:
        yield opened


def test_exact_gives_the_same_text_alone_in_context_first_then_the_newest(memory: TranslationMemory) -> None:
    assert [(one.entry.document, one.in_context, one.score) for one in memory.exact("会议结束。", PAIR, HERE)] == [
        ("a", True, 100),
        ("b", False, 100),
    ]
    assert [one.entry.document for one in memory.exact("会议结束。", PAIR)] == ["b", "a"]
    assert memory.exact("会议结束", PAIR) == ()


def test_fuzzy_never_gives_the_same_text_nor_less_than_was_asked_for(memory: TranslationMemory) -> None:
    found = memory.fuzzy("会议结束。", PAIR, threshold=50)
    assert [one.entry.document for one in found] == ["c"]
    assert 50 <= found[0].score < 100
    assert memory.fuzzy("会议结束。", PAIR, threshold=99) == ()
    assert len(memory.fuzzy("会议在万象结束。", PAIR, threshold=40, limit=2)) == 2


def test_another_pair_is_another_memory(memory: TranslationMemory) -> None:
    other = Pair("zh", "th")
    assert memory.exact("会议结束。", other) == memory.fuzzy("会议结束！", other) == ()
    assert memory.digest(other) != memory.digest(PAIR)


def test_use_does_not_change_the_digest_nor_the_answers(memory: TranslationMemory) -> None:
    before, found = memory.digest(PAIR), memory.exact("会议结束。", PAIR)
    memory.touch([found[0].entry.id])
    assert (memory.digest(PAIR), memory.exact("会议结束。", PAIR)) == (before, found)
