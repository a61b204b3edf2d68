"""Batches that the memory is too small for, that never come back, or that someone stops waiting for."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mtkit.engine.running import Running, Watch, time_limit
from mtkit.errors import EngineError, UsageError

FOLDER = Path("a model")


@dataclass
class Promise:
    """What CTranslate2 gives for a text: kept ``after`` some seconds, with a result or an error."""

    result_: object
    after: float = 0.0
    since: float = field(default_factory=time.monotonic)

    def done(self) -> bool:
        return time.monotonic() - self.since >= self.after

    def result(self) -> object:
        if isinstance(self.result_, Exception):
            raise self.result_
        return self.result_


@dataclass
class Decoder:
    """Decodes texts to their lengths; batches over ``room`` characters fail as CTranslate2 does."""

    room: int = 10**9
    error: Exception = field(default_factory=lambda: RuntimeError("std::bad_alloc"))
    after: float = 0.0
    batches: list[list[str]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    @property
    def num_active_batches(self) -> int:
        return sum(not promise.done() for promise in self.promises)

    def start(self, batch: Sequence[str]) -> list[Promise]:
        self.batches.append(list(batch))
        fails = sum(map(len, batch)) > self.room
        made = [Promise(self.error if fails else len(text), self.after) for text in batch]
        self.promises += made[:1]
        return made

    def run(self, *texts: str) -> list[object]:
        return self.begin(Watch(FOLDER, self, workers=2), *texts).results()

    def begin(self, watch: Watch, *texts: str) -> Running[str]:
        return Running(texts, self.start, watch, folder=FOLDER, pieces=10, name=lambda text: text[:12])


TEXTS = ("部长们周一同意", "南宁论坛闭幕", "สวัสดี", "Trade", "x")


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("std::bad_alloc"),
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
        MemoryError("std::bad_alloc"),
    ],
)
def test_a_batch_too_large_for_the_memory_is_halved_until_it_fits(error: Exception) -> None:
    decoder = Decoder(room=8, error=error)
    assert decoder.run(*TEXTS) == [len(text) for text in TEXTS]
    assert decoder.batches[0] == list(TEXTS)
    fitting = [batch for batch in decoder.batches if sum(map(len, batch)) <= 8]
    assert [text for batch in fitting for text in batch] == list(TEXTS)


def test_a_text_too_large_for_the_memory_is_named_with_the_mend() -> None:
    with pytest.raises(EngineError, match=r"'部长们周一同意'.*--beam") as caught:
        Decoder(room=6).run(*TEXTS)
    assert "\n" not in str(caught.value)


def test_any_other_failure_is_not_tried_again() -> None:
    decoder = Decoder(room=1, error=RuntimeError("No position encodings\nare defined"))
    with pytest.raises(EngineError, match="a model: the model failed: No position encodings are defined"):
        decoder.run(*TEXTS)
    assert len(decoder.batches) == 1


def test_a_batch_that_does_not_come_back_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTKIT_TIMEOUT", "0.2")
    begun = time.monotonic()
    with pytest.raises(EngineError, match=r"hangs: a batch did not come back within 0\.2 seconds") as caught:
        Decoder(after=3).run("Trade grew.")
    assert 0.2 <= time.monotonic() - begun < 5
    assert caught.value.exit_code == 4


def test_the_time_in_the_queue_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten batches one after another, each well within its limit, the last long after it was handed over."""
    monkeypatch.setenv("MTKIT_TIMEOUT", "0.4")
    decoder, begun = Decoder(), []
    watch = Watch(FOLDER, decoder, workers=99)
    for n in range(10):
        decoder.after = 0.15 * n
        begun.append(decoder.begin(watch, "Trade"))
    assert [running.results() for running in begun] == [[5]] * 10


def test_those_who_wait_can_be_told_to_stop() -> None:
    decoder = Decoder(after=3)
    watch = Watch(FOLDER, decoder, workers=2)
    threading.Timer(0.1, watch.stop).start()
    begun = time.monotonic()
    with pytest.raises(EngineError, match="stopped"):
        decoder.begin(watch, "Trade grew.").results()
    assert time.monotonic() - begun < 2


def test_no_more_is_handed_over_than_keeps_the_workers_busy_and_nothing_that_nobody_wants() -> None:
    decoder = Decoder(after=0.05)
    watch = Watch(FOLDER, decoder, workers=2)
    begun = [decoder.begin(watch, f"text {n}") for n in range(9)]
    assert len(decoder.batches) == 4
    del begun[5:8]
    assert [running.results() for running in begun] == [[6]] * 6
    assert [batch[0] for batch in decoder.batches] == [f"text {n}" for n in (0, 1, 2, 3, 4, 8)]


def test_the_limit_grows_with_the_work_and_can_be_set() -> None:
    assert time_limit(40_000, {}) > time_limit(10, {}) > 60
    assert time_limit(40_000, {"MTKIT_TIMEOUT": "7.5"}) == 7.5
    for wrong in ("0", "-3", "soon", "nan"):
        with pytest.raises(UsageError, match="MTKIT_TIMEOUT"):
            time_limit(1, {"MTKIT_TIMEOUT": wrong})
