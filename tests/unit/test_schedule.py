"""Parts in flight: results in order, few at once, errors in their place."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.schedule import InFlight, flights_for


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 4))
def test_results_come_in_the_order_of_the_parts(naps: list[int], threads: int) -> None:
    def do(part: tuple[int, int]) -> int:
        time.sleep(part[1] / 1000)
        return part[0] * 2

    parts = list(enumerate(naps))
    with InFlight(iter(parts), do, threads=threads) as flight:
        assert list(flight) == [(part, part[0] * 2) for part in parts]


def test_no_more_is_read_than_is_in_flight() -> None:
    read: list[int] = []
    taken = 0

    def parts() -> Iterator[int]:
        for n in range(50):
            read.append(n)
            assert len(read) - taken <= 2 * 3 + 1
            yield n

    with InFlight(parts(), lambda n: n, threads=3) as flight:
        for part, _ in flight:
            taken = part + 1
            flight.fill()
    assert len(read) == 50


def test_parts_are_worked_on_side_by_side() -> None:
    meet = threading.Barrier(3, timeout=30)
    with InFlight(range(3), lambda _: meet.wait(), threads=3) as flight:
        assert len(list(flight)) == 3


@pytest.mark.parametrize("where", ["parts", "do"])
def test_an_error_comes_behind_the_results_before_it(where: str) -> None:
    def parts() -> Iterator[int]:
        yield from range(5)
        if where == "parts":
            raise ValueError("here")
        yield 5

    def do(n: int) -> int:
        if n == 5:
            raise ValueError("here")
        return n

    seen: list[int] = []
    with pytest.raises(ValueError, match="here"), InFlight(parts(), do, threads=4) as flight:
        for part, _ in flight:
            seen.append(part)
    assert seen == [0, 1, 2, 3, 4]


def test_whoever_leaves_early_starts_nothing_more() -> None:
    begun: list[int] = []

    def do(n: int) -> None:
        begun.append(n)
        time.sleep(0.02)

    with InFlight(iter(range(1000)), do, threads=2) as flight:
        next(iter(flight))
    time.sleep(0.1)
    so_far = len(begun)
    time.sleep(0.1)
    assert len(begun) == so_far < 10


@pytest.mark.parametrize(("workers", "flights"), [(1, 3), (2, 3), (4, 3), (8, 4), (64, 18)])
def test_there_are_more_in_flight_where_more_is_decoded_at_once(workers: int, flights: int) -> None:
    assert flights_for(workers) == flights
