"""What a job says while it runs."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from mtkit.captions import width
from mtkit.cli.output import emit_table
from mtkit.cli.report import Report
from mtkit.engine.table import TableEngine
from mtkit.formats import read_text
from mtkit.lang import Pair
from mtkit.outputs import counts
from mtkit.pipeline import Leg, Pipeline, Translation

SIZES = {"a.txt": 300, "b.txt": 100}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def made(name: str, target: str = "vi") -> Translation:
    engine = TableEngine({("zh", target): {}})
    line = Pipeline(lambda pair: [Leg(Pair("zh", target), engine)], day=date(2026, 1, 1))
    return line.translate(read_text("会议在北京开幕。\n代表发言。\n", id=name, lang="zh"), target)


def report(clock: Clock, stream: io.StringIO, **options: bool) -> Report:
    return Report(SIZES, ["vi", "th"], **{"as_json": False, "quiet": False, **options}, clock=clock, stream=stream)


def done(told: Report, name: str, target: str) -> None:
    translation = made(name, target)
    told.done(Path(f"{name}.{target}.po"), translation, dict(counts(translation)))


def test_a_terminal_shows_one_line_that_goes_in_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    clock, screen = Clock(), Terminal()
    told = report(clock, screen)
    told.advance(4)
    clock.now += 10
    done(told, "a.txt", "vi")
    clock.now += 1
    told.advance(4)
    last = screen.getvalue().split("\r\x1b[K")[-1]
    # 300 of 800 bytes in eleven seconds: the other 500 take 18
    assert last == "0/2 articles, 8 segments, 1 words/s, 18 s left"
    assert "\n" not in screen.getvalue()
    told.finished()
    assert screen.getvalue().endswith("\r\x1b[K")
    assert capsys.readouterr().out == "a.txt.vi.po\n"


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    told = report(clock, io.StringIO())
    for _ in range(100):
        clock.now += 1
        told.advance(1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0] == "mtkit: 0/2 articles, 30 segments"


def test_a_machine_is_told_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    told = report(clock, io.StringIO(), as_json=True, quiet=True)
    told.started(Path("out"))
    done(told, "a.txt", "vi")
    told.skipped(Path("a.txt.th.po"), "a.txt", "th")
    clock.now += 11
    told.advance(2)
    told.failed("b.txt: binary", "b.txt")
    told.finished(interrupted=True)
    captured = capsys.readouterr()
    events = [json.loads(line) for line in captured.out.splitlines()]
    assert [event["event"] for event in events] == ["started", "done", "skipped", "progress", "failed", "finished"]
    progress, finished = events[3], events[5]
    assert (progress["articles"], progress["segments"], progress["seconds"]) == (1, 2, 11)
    totals = [finished[name] for name in ("articles", "done", "skipped", "failed", "units", "interrupted")]
    assert totals == [2, 1, 1, 1, 2, True]
    assert captured.err == "mtkit: error: b.txt: binary\n"


def test_nothing_depends_on_the_clock_of_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    def jumping() -> float:
        raise AssertionError("asked for the time of day")

    monkeypatch.setattr(time, "time", jumping)
    told = Report(SIZES, ["vi"], as_json=False, quiet=True, stream=io.StringIO())
    told.advance(3)
    told.finished()


def test_columns_stand_below_each_other_whatever_stands_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    name = "local/中国东盟新闻联合编辑部-改编-2026-11-23"
    rows = [
        ("en-vi", "here", "a/b", "chrF 1"),
        ("zh-Hant-en", "in use", name + "-" * 30, "chrF 2"),
        ("th-lo", "", "ที่/นี่", ""),
    ]
    emit_table(rows, least=(8, 10))
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "th-lo                   ที่/นี่"
    for n, (row, line) in enumerate(zip(rows[:2], lines, strict=False)):
        places = [width(line[: line.index(text)]) for text in row]
        assert places == [0, 12, 24, 24 + width(name) + 32], n
    emit_table([("a", "b\nc")])
    assert capsys.readouterr().out == "a  b\\nc\n"
    emit_table([])
    assert capsys.readouterr().out == ""
