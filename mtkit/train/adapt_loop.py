"""The loop of an adaptation: seeded, resumable at any step, stopped by the held-out desk set.

A run that is killed and goes on draws the same batches and the same drop-out as an unbroken one, so on one machine
it ends with the same bytes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from mtkit.errors import BadInputError
from mtkit.train.adapt_data import Couple
from mtkit.train.adapt_files import load_tensors, save_tensors
from mtkit.train.adapt_model import Codec, coded_loss, silence_pad, trained
from mtkit.train.loop import batches
from mtkit.train.marks import Terms, mark_pair
from mtkit.train.model import Coded

__all__ = ["Material", "Moment", "Plan", "Standing", "Tuner", "default_rate"]

STATE = "state.safetensors"
_BATCH_HELD = 2048


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is adapted. ``ratio`` counts general couples for each of the desk, in every epoch.

    ``rate`` is the peak of Adam's rate (0: by the width of the network), ``patience`` counts evaluations without a
    better loss on the desk's stop set, ``mark_share`` is the share of couples in which marks stand for names and
    numbers. ``dropout`` is the base's own where None is given. ``save_minutes`` and ``threads`` change no result but
    for the order of sums.
    """

    epochs: int = 12
    ratio: float = 1.0
    rate: float = 0.0
    warmup: int = 30
    batch_tokens: int = 1024
    smoothing: float = 0.1
    dropout: float | None = None
    clip: float = 1.0
    patience: int = 4
    mark_share: float = 0.0
    seed: int = 17
    save_minutes: float = 2.0
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Material:
    """What the loop learns from, stops by, and looks at: the desk's couples, general ones, and the terms to mark."""

    desk: Sequence[Couple]
    general: Sequence[Couple]
    stop: Sequence[Couple]
    watch: Sequence[Couple]
    terms: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """One evaluation: losses in nats a target piece, ``train`` smoothed and since the last one, NaN before the first.

    ``desk`` is on the stop set, ``general`` on a part of the held-out general set, which decides nothing here.
    """

    step: int
    epoch: float
    seconds: float
    train: float
    desk: float
    general: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a run stands; ``best`` is the step whose weights are kept, 0 for the base's own."""

    step: int
    best: int
    done: bool
    why: str
    moments: tuple[Moment, ...]


def default_rate(width: int) -> float:
    """5e-5 for the width of OPUS-MT's usual models (512), less for wider ones and more for narrower."""
    return 5e-5 * 512 / width


class Tuner:
    """A network on its way: what it is, its optimiser, its place in the data, and the best weights so far."""

    def __init__(
        self,
        model: Any,
        codec: Codec,
        material: Material,
        plan: Plan,
        *,
        out: Path,
        key: str,
        device: str = "cpu",
        progress: Callable[[str], None] = print,
    ) -> None:
        """``key`` names base, data and plan: a state of another key in ``out`` is refused with BadInputError."""
        import torch

        if device == "cpu":
            torch.set_num_threads(plan.threads)
        self.model, self.codec, self.material, self.plan = model.to(device), codec, material, plan
        self.out, self.key, self.device, self.say = out, key, device, progress
        self.rate = plan.rate or default_rate(int(model.config.d_model))
        self.weights = trained(self.model)
        self.adam = torch.optim.Adam(list(self.weights.values()), lr=1e-9, betas=(0.9, 0.98), eps=1e-9, foreach=True)
        self.kept = {name: weight.detach().clone() for name, weight in self.weights.items()}
        self.terms = Terms(material.terms)
        self.step, self.epoch, self.place, self.seconds = 0, 0, 0, 0.0
        self.best, self.total, self.pieces = 0, 0.0, 0
        self.moments: list[Moment] = []
        self.until = math.inf  # where the time that is given ends
        self.held = {name: codec.encode([(c.source, c.target) for c in couples])
                     for name, couples in (("desk", material.stop), ("general", material.watch))}  # fmt: skip
        self.bfloat16 = device == "cuda"
        if (out / STATE).exists():
            self._resume()
        self.cut = self._epoch(self.epoch)
        self.every = max(10, math.ceil(len(self._epoch(0)) / 2))
        self.most = max(1, plan.epochs * len(self._epoch(0)))

    def _epoch(self, number: int) -> list[list[Coded]]:
        """The batches of an epoch: every couple of the desk, and as many general ones as the ratio says."""
        rng = Random(f"{self.plan.seed}:{number}")
        wanted = round(self.plan.ratio * len(self.material.desk))
        general = list(self.material.general)
        whole, rest = divmod(wanted, len(general)) if general else (0, 0)
        drawn = [*self.material.desk, *(general * whole), *rng.sample(general, rest)]
        texts = [(couple.source, couple.target) for couple in drawn]
        if self.plan.mark_share > 0:
            texts = [self._marked(*both, rng) if rng.random() < self.plan.mark_share else both for both in texts]
        coded = self.codec.encode(texts)
        cut = batches(coded, Random(f"{self.plan.seed}:{number}:order"), tokens=self.plan.batch_tokens)
        return [[coded[index] for index in batch] for batch in cut]

    def _marked(self, source: str, target: str, rng: Random) -> tuple[str, str]:
        return mark_pair(source, target, rng, terms=self.terms.near(source))

    def _note(self) -> dict[str, Any]:
        return {
            "key": self.key, "step": self.step, "epoch": self.epoch, "place": self.place, "seconds": self.seconds,
            "best": self.best, "total": self.total, "pieces": self.pieces,
            "moments": [asdict(moment) for moment in self.moments],
        }  # fmt: skip

    def save(self) -> None:
        """Write the state: whole or not at all. Raises OutputError."""
        tensors = {f"now.{name}": weight for name, weight in self.weights.items()}
        tensors |= {f"kept.{name}": weight for name, weight in self.kept.items()}
        for name, weight in self.weights.items():
            state = self.adam.state.get(weight)
            if state:
                tensors |= {f"first.{name}": state["exp_avg"], f"second.{name}": state["exp_avg_sq"]}
        save_tensors(self.out / STATE, tensors, self._note())

    def _resume(self) -> None:
        import torch

        tensors, note = load_tensors(self.out / STATE)
        if not isinstance(note, dict) or note.get("key") != self.key:
            raise BadInputError("begun with another base, data or options: name another -o", where=str(self.out))
        self.step, self.epoch, self.place = int(note["step"]), int(note["epoch"]), int(note["place"])
        self.seconds, self.best = float(note["seconds"]), int(note["best"])
        self.total, self.pieces = float(note["total"]), int(note["pieces"])
        self.moments = [Moment(**moment) for moment in note["moments"]]
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.copy_(tensors[f"now.{name}"])
                self.kept[name].copy_(tensors[f"kept.{name}"])
                if f"first.{name}" in tensors:
                    self.adam.state[weight] = {
                        "step": torch.tensor(float(self.step)),
                        "exp_avg": tensors[f"first.{name}"].to(self.device),
                        "exp_avg_sq": tensors[f"second.{name}"].to(self.device),
                    }
        self.say(f"goes on at step {self.step}")

    def run(
        self,
        *,
        stop: Callable[[], bool] = lambda: False,
        max_minutes: float | None = None,
        max_steps: int | None = None,
    ) -> Standing:
        """Train until the stop set says that it is enough, or ``stop``, the time or the steps say so; state saved."""
        began = saved = time.monotonic()
        before, first = self.seconds, self.step
        self.until = began + 60 * max_minutes if max_minutes is not None else math.inf
        if not self.moments:
            self._evaluate()
        why = self._over()
        while not why and not stop():
            if time.monotonic() >= self.until:
                why = f"the {max_minutes:g} minutes are over"
                break
            if max_steps is not None and self.step - first >= max_steps:
                break
            self._advance()
            self.seconds = before + time.monotonic() - began
            if self.step % self.every == 0:
                self._evaluate()
            why = self._over()
            if not why and time.monotonic() - saved >= 60 * self.plan.save_minutes:
                self.save()
                saved = time.monotonic()
        if why and self.moments[-1].step != self.step:
            self._evaluate()
        self.save()
        return Standing(self.step, self.best, bool(why), why, tuple(self.moments))

    def _over(self) -> str:
        if self.moments and len(self.moments) > self.plan.patience:
            since = sum(moment.step > self.best for moment in self.moments)
            if since >= self.plan.patience:
                return f"the desk's held-out set got no better after step {self.best}"
        return f"all {self.plan.epochs} epochs are done" if self.epoch >= self.plan.epochs else ""

    def _advance(self) -> None:
        import torch

        while self.place >= len(self.cut):
            self.epoch, self.place = self.epoch + 1, 0
            self.cut = self._epoch(self.epoch)
        self.step += 1
        # drop-out follows from the seed and the step alone, so that a resumed run repeats it
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        self.model.train()
        loss, count = coded_loss(
            self.model, self.cut[self.place], smoothing=self.plan.smoothing, bfloat16=self.bfloat16
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self.weights.values()), self.plan.clip, foreach=True)
        for group in self.adam.param_groups:
            group["lr"] = self._rate()
        self.adam.step()
        self.adam.zero_grad()
        silence_pad(self.model)
        self.total, self.pieces = self.total + float(loss.detach()) * count, self.pieces + count
        self.place += 1
        if self.place >= len(self.cut):
            self.epoch, self.place = self.epoch + 1, 0
            self.cut = self._epoch(self.epoch) if self.epoch < self.plan.epochs else []

    def _rate(self) -> float:
        """Linear warm-up, then a linear fall to a tenth at the last step."""
        fall = 1 - 0.9 * min(1.0, self.step / self.most)
        return self.rate * min(1.0, self.step / self.plan.warmup) * fall

    def _evaluate(self) -> None:
        desk, general = (self._loss(self.held[name]) for name in ("desk", "general"))
        better = not self.moments or desk < min(moment.desk for moment in self.moments)
        mean = self.total / self.pieces if self.pieces else math.nan
        epoch = self.epoch + (self.place / len(self.cut) if getattr(self, "cut", None) else 0.0)
        self.moments.append(Moment(self.step, round(epoch, 3), self.seconds, mean, desk, general))
        self.total, self.pieces = 0.0, 0
        if better:
            self.best = self.step
            self.kept = {name: weight.detach().clone() for name, weight in self.weights.items()}
        left = ""
        if self.step:
            seconds = (self.most - self.step) * self.seconds / self.step
            seconds = min(seconds, max(0.0, self.until - time.monotonic()))
            left = f", {_minutes(seconds)} left at most"
        loss = f"loss {mean:.3f}, " if self.step else ""
        self.say(
            f"step {self.step} of at most {self.most}: {loss}desk {desk:.3f}{' (best)' if better else ''},"
            f" general {general:.3f}{left}"
        )

    def _loss(self, coded: Sequence[Coded]) -> float:
        import torch

        self.model.eval()
        total, pieces = 0.0, 0
        with torch.no_grad():
            for cut in batches(coded, Random(0), tokens=_BATCH_HELD):
                loss, count = coded_loss(
                    self.model, [coded[index] for index in cut], smoothing=0.0, bfloat16=self.bfloat16
                )
                total, pieces = total + float(loss) * count, pieces + count
        return total / max(pieces, 1)


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
