"""The report of an adaptation: Markdown for people, with plots, whether the model was promoted or not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.engine.card import Card
from mtkit.lang import Pair
from mtkit.train.adapt_files import write_text
from mtkit.train.adapt_guard import Judged, Trial
from mtkit.train.adapt_loop import Moment, Standing
from mtkit.train.adapt_plan import Prepared
from mtkit.train.adapt_score import SIGNATURE, chrf, statistics

__all__ = ["Account", "write_report"]

REPORT = "report.md"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Account:
    """All that the report tells."""

    card: Card
    base: str
    pair: Pair
    made: Prepared
    standing: Standing
    desk: Trial
    general: Trial
    judged: Judged
    tolerance: float
    smoke: str
    general_rate: float
    peak: float


def write_report(out: Path, account: Account) -> Path:
    """Write report.md, curves.png, curves.svg, scores.png and scores.svg into ``out``; give the first."""
    draw_curves(out, account.standing.moments, account.standing.best)
    draw_scores(out, account.desk, account.general)
    write_text(out / REPORT, "\n".join(_lines(account)) + "\n")
    return out / REPORT


def _lines(account: Account) -> Iterable[str]:
    made, standing, judged = account.made, account.standing, account.judged
    yield f"# {account.card.name}: {account.base} adapted for {account.pair}\n"
    yield "**Passed.**\n" if judged.passed else "**Refused.** The model was not promoted:\n"
    yield from (f"- {reason}" for reason in judged.reasons)
    yield "\n## Scores\n"
    yield "| held-out set | sentences | before | after | change | 95 % of resamplings | with errors, before | after |"
    yield "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |"
    for name, trial in (("desk", account.desk), ("general", account.general)):
        found = trial.compared
        yield (
            f"| {name} | {found.n} | {found.before:.1f} | {found.after:.1f} | {found.change:+.1f} |"
            f" {found.low:+.1f} to {found.high:+.1f} | {trial.faulty_before:.1f} % | {trial.faulty_after:.1f} % |"
        )
    if made.agreement:
        yield (
            "\nThere were no general translations by people. The general score is how far the adapted model agrees "
            "with the base (100 before, by definition): it tells a change, not whether it is for the worse."
        )
    yield f"\n{SIGNATURE}; paired bootstrap, 1,000 samples; the models as used, int8, beam 4. Trial: {account.smoke}."
    yield (
        f"\nPromotion wants: the trial passed, a gain on the desk's set, and a general score that in 95 of 100"
        f" resamplings falls by no more than {account.tolerance:g} points."
    )
    yield "\n![scores](scores.png)\n\n![losses](curves.png)\n"
    yield from _data(made)
    yield "\n## Training\n"
    yield (
        f"{standing.step} steps, {standing.moments[-1].seconds:.0f} s; {standing.why}; weights of step"
        f" {standing.best}. Peak rate {account.peak:.2g}, {account.general_rate:g} general pairs for each of the desk."
    )
    yield "\n| step | epoch | training loss | desk | general |\n| ---: | ---: | ---: | ---: | ---: |"
    for moment in standing.moments:
        train = "" if math.isnan(moment.train) else f"{moment.train:.3f}"
        yield f"| {moment.step} | {moment.epoch:.1f} | {train} | {moment.desk:.3f} | {moment.general:.3f} |"
    yield "\nLosses are in nats a target piece; the training loss is smoothed, those on held-out sets are not."
    yield from _examples("Desk: what changed most", account.desk, references=True)
    yield from _examples(
        "General text: what moved furthest from its reference", account.general, references=not made.agreement
    )
    yield "\n## Base\n"
    yield f"{account.base}, licence {account.card.licence or 'unknown'}. It is as it was."


def _data(made: Prepared) -> Iterable[str]:
    yield "## Data\n"
    yield f"Held out by {made.by}; the desk's pairs come from {made.documents} documents.\n"
    yield "| set | pairs | SHA-256 |\n| --- | ---: | --- |"
    counts = {"desk train": made.train, "desk stop": made.stop, "desk test": made.test,
              "general train": made.general, "general test": made.general_test}  # fmt: skip
    digests = made.digests
    for name, couples in counts.items():
        yield f"| {name} | {len(couples)} | {digests.get(name, '')} |"
    for what, left_out in (("the desk's", made.left_out), ("general", made.general_left_out)):
        if left_out:
            yield f"\nLeft out of the {what} pairs:\n".replace("the the", "the")
            yield from (f"- {count} {reason}" for reason, count in _most_first(left_out))


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _examples(title: str, trial: Trial, *, references: bool) -> Iterable[str]:
    """The answers whose chrF moved most: up and down on the desk's set, down on the general one."""
    wanted = [couple.target for couple in trial.couples] if references else list(trial.before)
    one, other = (chrf(statistics(answers, wanted)) for answers in (trial.before, trial.after))
    moves = sorted((float(b - a), n) for n, (a, b) in enumerate(zip(one, other, strict=True)))
    worse = [item for item in moves[:_SHOWN] if item[0] < 0]
    better = [item for item in moves[::-1][:_SHOWN] if item[0] > 0]
    yield f"\n## {title}\n"
    yield f"{trial.changed} of {len(trial.couples)} answers differ.\n"
    for what, found in (("Better", better), ("Worse", worse)):
        if found:
            yield f"### {what}\n"
        for move, n in found:
            couple = trial.couples[n]
            yield f"- {move:+.0f}: {_plain(couple.source)}"
            yield f"    - before: {_plain(trial.before[n])}\n    - after: {_plain(trial.after[n])}"
            if references:
                yield f"    - approved: {_plain(couple.target)}"
        yield ""


def _plain(text: str) -> str:
    """A text that Markdown leaves alone."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)


def draw_curves(out: Path, moments: Sequence[Moment], best: int) -> None:
    """The losses over the steps -> curves.png and curves.svg."""
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    steps = [moment.step for moment in moments]
    axes.plot(steps, [moment.train for moment in moments], color="0.6", label="training, smoothed")
    axes.plot(steps, [moment.desk for moment in moments], "o-", label="desk, held out to stop by")
    axes.plot(steps, [moment.general for moment in moments], "s-", label="general, held out")
    axes.axvline(best, color="0.4", ls=":", label=f"kept: step {best}")
    axes.set(xlabel="steps", ylabel="loss (nats a piece)")
    axes.legend()
    _save(figure, out / "curves")


def draw_scores(out: Path, desk: Trial, general: Trial) -> None:
    """chrF before and after with the interval of the change -> scores.png and scores.svg."""
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(figsize=(5, 4.2), layout="constrained")
    for place, trial in enumerate((desk, general)):
        found = trial.compared
        axes.bar(place - 0.2, found.before, 0.38, color="0.7", label="before" if place == 0 else None)
        spread = [[max(0.0, found.change - found.low)], [max(0.0, found.high - found.change)]]
        axes.bar(
            place + 0.2, found.after, 0.38, color="C0", yerr=spread, capsize=5, label="after" if place == 0 else None
        )
        axes.annotate(
            f"{found.change:+.1f}", (place + 0.2, found.after), (0, 12), textcoords="offset points", ha="center"
        )
    axes.set_xticks([0, 1], ["desk", "general"])
    axes.set(ylabel="chrF on held-out text", ylim=(0, 108))
    axes.legend(loc="upper left")
    _save(figure, out / "scores")


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "mtkit"
    from matplotlib import pyplot

    return pyplot


def _save(figure: Any, stem: Path) -> None:
    from matplotlib import pyplot

    figure.savefig(stem.with_suffix(".png"), dpi=110, metadata={"Software": None})
    figure.savefig(stem.with_suffix(".svg"), metadata={"Date": None})
    pyplot.close(figure)
