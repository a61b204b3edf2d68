"""The training loop: seeded, resumable, one checkpoint file."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mtkit.train.align import by_languages, lexicon
from mtkit.train.config import Optimiser, Recipe, RecipeError, read_recipe
from mtkit.train.data import Corpus, Example, draw_examples, load, texts_by_language
from mtkit.train.measure import Point, chrf_of, held_out, history, note
from mtkit.train.model import Coded, batch_loss, dimensions, make_model
from mtkit.train.vocab import Coder, build

Progress = Callable[[str], None]
POOL = 16_384


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where training stands: steps and target tokens so far, seconds of training, the last mean loss (nats a piece)."""

    steps: int
    tokens: int
    seconds: float
    loss: float
    finished: bool


def rate(step: int, plan: Optimiser) -> float:
    """Give the learning rate of a step (from 1): linear warm-up, inverse square root, linear cool-down to zero."""
    value = plan.peak_rate * min(step / plan.warmup, math.sqrt(plan.warmup / step))
    left = plan.steps - step
    return value * left / plan.cooldown if left < plan.cooldown else value


def batches(coded: Sequence[Coded], rng: Random, *, tokens: int) -> list[list[int]]:
    """Cut examples into batches of like length: each at most ``tokens`` padded pieces on its longer side."""
    order = sorted(range(len(coded)), key=lambda index: (len(coded[index][1]), len(coded[index][0]), index))
    cut: list[list[int]] = []
    widest = 0
    for index in order:
        width = max(len(coded[index][0]), len(coded[index][1]))
        widest = max(widest, width)
        if not cut or widest * (len(cut[-1]) + 1) > tokens:
            cut.append([])
            widest = width
        cut[-1].append(index)
    rng.shuffle(cut)
    return cut


def _stream(
    corpus: Corpus, coder: Coder, recipe: Recipe, pool: int, skip: int
) -> Iterator[tuple[int, int, list[Coded]]]:
    """Give (pool, batches taken from it, batch) for ever, from a place that a checkpoint names."""
    mixture, plan = corpus.mixture, recipe.optimiser
    while True:
        examples = draw_examples(corpus, seed=plan.seed, pool=pool, count=POOL)
        coded: list[Coded] = []
        for example, pair in zip(examples, coder.encode(examples), strict=True):
            if max(map(len, pair)) <= (mixture.max_pieces_list if example.long else mixture.max_pieces):
                coded.append(pair)
        cut = batches(coded, Random(f"{plan.seed}:{pool}:order"), tokens=plan.batch_tokens)
        for place in range(skip, len(cut)):
            yield pool, place + 1, [coded[index] for index in cut[place]]
        pool, skip = pool + 1, 0


def _copy_vocabulary(start: Path, out: Path) -> None:
    for name in ("source.spm", "target.spm", "vocab.json"):
        if not (start / name).is_file():
            raise RecipeError(f"{start / name}: no such file: --start-from names the --out of a run")
        shutil.copyfile(start / name, out / name)


class Run:
    """A training run in a folder: its vocabulary, its model, its place in the data."""

    def __init__(
        self, recipe: Recipe, *, data: Path, out: Path, start: Path | None, device: str, progress: Progress
    ) -> None:
        import torch

        self.recipe, self.out, self.device, self.progress = recipe, out, device, progress
        torch.set_num_threads(recipe.schedule.threads)
        self.corpus = load(data, recipe)
        sizes = ", ".join(f"{a}-{b} {len(pool.pairs)}" for (a, b), pool in sorted(self.corpus.sources.items()))
        progress(f"corpus pairs: {sizes}")
        begun = (out / "checkpoint.pt").exists()
        if start is not None and not begun:
            _copy_vocabulary(start, out)
        if not (out / "vocab.json").exists():
            progress("building the vocabulary")
            build(recipe, texts_by_language(self.corpus), out)
        self.coder = Coder(out, recipe.tokens)
        self.table = self._lexicon() if recipe.optimiser.guide > 0 else None
        self.model = make_model(recipe, self.coder).to(device)
        self.average = {name: value.detach().clone() for name, value in self.model.named_parameters()}
        plan = recipe.optimiser
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-9, betas=plan.betas, eps=1e-9, foreach=True)
        self.step, self.pool, self.place, self.tokens, self.seconds = 0, 0, 0, 0, 0.0
        self.astray, self.mean = 0.0, math.nan
        if begun:
            self._resume()
        elif start is not None:
            self._begin_from(start)

    def _lexicon(self) -> Any:
        """Find which pieces go together in the first pools of training examples."""
        import torch

        plan = self.recipe.optimiser
        examples = draw_examples(self.corpus, seed=plan.seed, pool=-1, count=plan.guide_examples)
        groups = by_languages([example.direction for example in examples], self.coder.encode(examples))
        table = lexicon(groups, self.coder.size, never=self.coder.never)
        return torch.from_numpy(table).to(self.device)

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def _read(self, path: Path) -> dict[str, Any]:
        import torch

        try:
            state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        except OSError as error:
            raise RecipeError(f"{path}: cannot read the state: {error.strerror}: name the --out of a run") from error
        if state["shape"] != dimensions(self.recipe):
            raise RecipeError(f"{path}: was made with another shape: choose another --out, or the old recipe")
        return state

    def _begin_from(self, start: Path) -> None:
        """Begin at step 0 with the averaged weights of another run; its tokens and seconds count on."""
        import torch

        state = self._read(start / "checkpoint.pt")
        self.model.load_state_dict(state["model"])
        with torch.no_grad():
            for name, weight in self.model.named_parameters():
                weight.copy_(state["average"][name])
                self.average[name].copy_(weight)
        self.tokens, self.seconds = state["tokens"], state["seconds"]
        self.progress(f"begun with the weights of {start}")

    def _resume(self) -> None:
        state = self._read(self.checkpoint)
        self.model.load_state_dict(state["model"])
        self.adam.load_state_dict(state["adam"])
        self.average = state["average"]
        self.step, self.pool, self.place = state["step"], state["pool"], state["place"]
        self.tokens, self.seconds = state["tokens"], state["seconds"]
        self.mean = state.get("mean", math.nan)
        self.progress(f"resumed at step {self.step}")

    def save(self) -> None:
        """Write the checkpoint: whole or not at all."""
        import torch

        state = {
            "shape": dimensions(self.recipe),
            "model": self.model.state_dict(),
            "adam": self.adam.state_dict(),
            "average": self.average,
            "step": self.step,
            "pool": self.pool,
            "place": self.place,
            "tokens": self.tokens,
            "seconds": self.seconds,
            "mean": self.mean,
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def advance(self, taken: Sequence[tuple[int, int, list[Coded]]]) -> float:
        """Make one step from one or more accumulated batches; give the mean loss in nats a piece."""
        import torch

        plan = self.recipe.optimiser
        self.step += 1
        # The drop-out of a step follows from the seed and the step alone, so that a resumed run repeats it.
        torch.manual_seed(plan.seed * 1_000_003 + self.step)
        total = 0.0
        for _, _, batch in taken:
            loss, whole, count = batch_loss(
                self.model,
                batch,
                plan,
                smoothing=plan.smoothing,
                device=self.device,
                table=self.table,
                space=self.coder.space,
            )
            (whole / len(taken)).backward()
            total += float(loss.detach()) / len(taken)
            self.astray += 0.02 * (float((whole - loss).detach()) - self.astray)
            self.tokens += count
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), plan.clip, foreach=True)
        for group in self.adam.param_groups:
            group["lr"] = rate(self.step, plan)
        self.adam.step()
        self.adam.zero_grad()
        decay = min(plan.ema, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            names = list(self.average)
            live = dict(self.model.named_parameters())
            torch._foreach_lerp_([self.average[name] for name in names], [live[name] for name in names], 1 - decay)
        self.pool, self.place, _ = taken[-1]
        return total

    def averaged(self) -> dict[str, Any]:
        """Give the state to ship: the live one, with the averaged weights."""
        state = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        aliases = dict(self.model.named_parameters(remove_duplicate=False))
        for name, alias in aliases.items():
            source = next(key for key, value in self.model.named_parameters() if value is alias)
            state[name] = self.average[source].clone()
        return state

    def measure(self) -> str:
        """Measure the averaged weights on held-out text, by direction; note it in the history; say it in a line."""
        import torch

        live = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.model.load_state_dict(self.averaged())
        self.model.eval()
        plan, schedule = self.recipe.optimiser, self.recipe.schedule
        losses: dict[str, float] = {}
        scores: dict[str, float] = {}
        for pair, examples in held_out(self.corpus, seed=plan.seed, count=schedule.measure_lines).items():
            losses["-".join(pair)] = self._loss(examples)
            scores["-".join(pair)] = chrf_of(self.model, self.coder, examples, device=self.device)
        self.model.load_state_dict(live)
        self.model.train()
        torch.manual_seed(plan.seed)
        note(self.out, Point(self.step, self.tokens, self.seconds, self.mean, losses, scores))
        return " ".join(f"{name} {losses[name]:.2f} chrF {scores[name]:.1f}" for name in losses)

    def _loss(self, examples: Sequence[Example]) -> float:
        import torch

        plan = self.recipe.optimiser
        total, pieces = 0.0, 0
        coded = self.coder.encode(examples)
        with torch.no_grad():
            for cut in batches(coded, Random(0), tokens=plan.batch_tokens):
                batch = [coded[index] for index in cut]
                loss, _, count = batch_loss(self.model, batch, plan, smoothing=0.0, device=self.device)
                total, pieces = total + float(loss) * count, pieces + count
        return total / pieces

    def run(
        self,
        max_minutes: float | None = None,
        max_steps: int | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Train to the last step, for ``max_minutes`` or ``max_steps``, or until ``stop``; save at the end."""
        plan, schedule = self.recipe.optimiser, self.recipe.schedule
        stream = _stream(self.corpus, self.coder, self.recipe, self.pool, self.place)
        began = saved = reported = time.monotonic()
        before, first, tokens = self.seconds, self.step, self.tokens
        # By seconds of training, so that short slices measure as often as one long run.
        measured = max((point.seconds for point in history(self.out) if point.loss), default=self.seconds)
        self.model.train()
        while self.step < plan.steps and not stop():
            now = time.monotonic()
            if max_minutes is not None and now - began >= 60 * max_minutes:
                break
            if max_steps is not None and self.step - first >= max_steps:
                break
            loss = self.advance([next(stream) for _ in range(plan.accumulate)])
            self.mean = loss if math.isnan(self.mean) else 0.98 * self.mean + 0.02 * loss
            now = time.monotonic()
            self.seconds = before + now - began
            if self.step % schedule.report_steps == 0:
                pace = (self.tokens - tokens) / (now - reported)
                self.progress(
                    f"step {self.step} loss {self.mean:.3f} astray {self.astray:.2f} rate {rate(self.step, plan):.2e}"
                    f" tokens {self.tokens} {pace:.0f}/s minutes {self.seconds / 60:.1f}"
                )
                note(self.out, Point(self.step, self.tokens, self.seconds, self.mean))
                reported, tokens = now, self.tokens
            if now - saved >= 60 * schedule.save_minutes:
                self.save()
                saved = time.monotonic()
            if self.seconds - measured >= 60 * schedule.measure_minutes:
                self.progress(f"held out at step {self.step}: {self.measure()}")
                measured, reported = self.seconds, time.monotonic()
        self.save()
        if self.step >= plan.steps and self.step > first:
            self.progress(f"held out at step {self.step}: {self.measure()}")
        return Outcome(self.step, self.tokens, self.seconds, self.mean, self.step >= plan.steps)


def train(
    config: Path,
    *,
    data: Path,
    out: Path,
    max_minutes: float | None = None,
    max_steps: int | None = None,
    start: Path | None = None,
    device: str = "cpu",
    stop: Callable[[], bool] = lambda: False,
    progress: Progress = print,
) -> Outcome:
    """Train the model of a recipe, or go on with it where ``out`` holds a checkpoint.

    ``start`` is the ``out`` of an earlier run of the same shape, whose vocabulary and weights a new run begins with.
    ``stop`` is asked before each step. A run that was stopped at a checkpoint and goes on gives the weights of an
    unbroken run. Raises :class:`~mtkit.train.config.RecipeError` and :class:`~mtkit.train.rows.DataError`.
    """
    recipe = read_recipe(config)
    out.mkdir(parents=True, exist_ok=True)
    run = Run(recipe, data=data, out=out, start=start, device=device, progress=progress)
    return run.run(max_minutes, max_steps, stop)
