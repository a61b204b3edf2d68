"""The history of a run and its plot; a run that begins with the weights of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.errors import EngineError
from mtkit.train.measure import HISTORY, PLOT, Point, history, note, plot


def test_a_history_is_read_as_it_was_noted(tmp_path):
    points = [
        Point(50, 1000, 3.5, 6.1),
        Point(100, 2000, 7.0, 5.2, {"en-zh": 5.0}, {"en-zh": 3.5}),
    ]
    for point in points:
        note(tmp_path, point)
    assert history(tmp_path) == points
    assert history(tmp_path / "nothing") == []


def test_steps_made_again_after_a_kill_count_once_and_a_cut_line_is_left_out(tmp_path):
    for step, loss in ((50, 6.0), (100, 5.0), (150, 4.5), (100, 5.1)):
        note(tmp_path, Point(step, step * 10, 1.0, loss))
    with (tmp_path / HISTORY).open("a", encoding="utf-8") as stream:
        stream.write('{"step": 150, "tok')
    assert [(point.step, point.train_loss) for point in history(tmp_path)] == [(50, 6.0), (100, 5.1)]


def test_the_plot_is_a_picture_of_both_measures(tmp_path):
    pytest.importorskip("matplotlib", reason="a plot needs matplotlib")
    for step in range(1, 6):
        note(tmp_path, Point(step, step * 1000, step * 2.0, 7.0 - step))
        measured = {"en-zh": 6.5 - step, "zh-en": 6.0 - step}
        note(tmp_path, Point(step * 10, step * 1000, step * 2.0, 7.0 - step, measured, {"en-zh": 2.0 * step}))
    drawn = plot(tmp_path)
    assert drawn == tmp_path / PLOT
    data = drawn.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert (width, height) == (1320, 550)


def test_nothing_to_draw_is_said(tmp_path):
    pytest.importorskip("matplotlib", reason="a plot needs matplotlib")
    with pytest.raises(EngineError, match="no history to draw"):
        plot(Path(tmp_path))
