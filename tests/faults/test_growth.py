"""Five times the articles: the same memory."""

from __future__ import annotations

import sys

import pytest
from job_runs import Desk, articles


@pytest.mark.deep
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other ways")
def test_memory_is_flat(desk: Desk) -> None:
    peaks = {}
    for count in (300, 1500):  # the smaller one fills the windows in flight
        articles(desk.folder / "in", count=count, lines=4)
        ended = desk.run("-o", f"out-{count}", "-q")
        assert (ended.code, len(ended.files("done"))) == (0, 2 * count), ended.err
        peaks[count] = ended.peak
    assert peaks[1500] < 1.5 * peaks[300], peaks
