"""How a run stands: loss and chrF on held-out text while it trains, kept as a history, drawn as a plot at the end."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mtkit.errors import EngineError
from mtkit.train.data import Corpus, Example, development
from mtkit.train.vocab import Coder

HISTORY, PLOT = "history.jsonl", "training.png"


@dataclass(frozen=True, slots=True)
class Point:
    """One moment of a run: target pieces seen so far, the mean training loss (smoothed, nats a piece).

    ``loss`` (nats a piece, unsmoothed) and ``chrf`` (chrF2, points of 100, greedy) are by direction, on held-out text;
    empty where only the training loss was noted.
    """

    step: int
    tokens: int
    seconds: float
    train_loss: float
    loss: Mapping[str, float] = field(default_factory=dict)
    chrf: Mapping[str, float] = field(default_factory=dict)


def note(out: Path, point: Point) -> None:
    """Add a point to the history in ``out``."""
    with (out / HISTORY).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(point)) + "\n")


def history(out: Path) -> list[Point]:
    """Read the history of a run, its steps in order; a point that a resumed run made again counts once.

    A last line that a kill cut short is left out.
    """
    path = out / HISTORY
    points: dict[int, Point] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            point = Point(**json.loads(line))
        except (json.JSONDecodeError, TypeError):
            continue
        for step in [step for step in points if step >= point.step]:
            del points[step]
        points[point.step] = point
    return list(points.values())


def held_out(corpus: Corpus, *, seed: int, count: int) -> dict[tuple[str, str], list[Example]]:
    """Draw up to ``count`` held-out examples for each direction that has any."""
    drawn = {pair: development(corpus, pair, seed=seed, count=count) for pair in sorted(corpus.sources)}
    return {pair: examples for pair, examples in drawn.items() if examples}


def chrf_of(model: Any, coder: Coder, examples: Sequence[Example], *, device: str, most: int = 120) -> float:
    """Decode greedily with Transformers and give chrF2 (Popović 2015, as sacrebleu defines it) in points of 100."""
    import torch
    from sacrebleu.metrics.chrf import CHRF

    order = sorted(range(len(examples)), key=lambda index: len(examples[index].source))
    coded = coder.encode(examples)
    found = [""] * len(examples)
    for start in range(0, len(order), 16):
        part = order[start : start + 16]
        width = max(len(coded[index][0]) for index in part)
        rows = [coded[index][0] + [coder.pad] * (width - len(coded[index][0])) for index in part]
        source = torch.tensor(rows, device=device)
        with torch.no_grad():
            answers = model.generate(
                input_ids=source,
                attention_mask=(source != coder.pad).long(),
                num_beams=1,
                do_sample=False,
                max_new_tokens=min(most, 2 * width + 10),
            )
        for index, answer in zip(part, answers.tolist(), strict=True):
            found[index] = coder.decode(answer[1:])
    return float(CHRF().corpus_score(found, [[example.target for example in examples]]).score)


def plot(out: Path) -> Path:
    """Draw the history of ``out``: losses and chrF over the target pieces seen -> ``out``/training.png.

    Raises EngineError where matplotlib is not installed or there is nothing to draw.
    """
    try:
        import matplotlib
    except ImportError:
        raise EngineError("a plot needs matplotlib: pip install 'mtkit[train]'") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    points = history(out)
    if not points:
        raise EngineError(f"{out}: no history to draw: train first, with the same --out")
    measured = [point for point in points if point.loss]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(12, 5), layout="constrained")
    left.plot([p.tokens / 1e6 for p in points], [p.train_loss for p in points], color="0.6", label="training, smoothed")
    tokens = [p.tokens / 1e6 for p in measured]
    left.plot(tokens, [_mean(p.loss) for p in measured], "o-", label="held out, mean of directions")
    left.set(xlabel="target pieces seen (millions)", ylabel="loss (nats a piece)")
    left.legend()
    for name in sorted({name for p in measured for name in p.chrf}):
        series = [p.chrf.get(name, math.nan) for p in measured]
        right.plot(tokens, series, lw=0.8, alpha=0.6)
        right.annotate(name, (tokens[-1], series[-1]), fontsize=6, xytext=(3, 0), textcoords="offset points")
    right.plot(tokens, [_mean(p.chrf) for p in measured], "k-", lw=2, label="mean of directions")
    right.set(xlabel="target pieces seen (millions)", ylabel="chrF on held-out text, greedy")
    right.legend()
    figure.savefig(out / PLOT, dpi=110)
    pyplot.close(figure)
    return out / PLOT


def _mean(values: Mapping[str, float]) -> float:
    known = [value for value in values.values() if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan
