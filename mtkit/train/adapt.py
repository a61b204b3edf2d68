"""Adapt a MarianMT model to what a desk approved, and promote it only if nothing else got worse.

Everything a run needs lies in its folder (data.json, state.safetensors, ...), each file whole or not there: a run that
was killed is started again with the same words and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mtkit import __version__
from mtkit.engine.card import CARD_FILE, Card, Score
from mtkit.engine.interface import Engine
from mtkit.engine.local import PREFIX, Locals, is_local_id
from mtkit.engine.slim import convert_slim
from mtkit.engine.smoke import smoke_test
from mtkit.engine.store import Store
from mtkit.engine.weights import file_digest
from mtkit.errors import EngineError, UsageError
from mtkit.glossary import Glossary
from mtkit.lang import Pair
from mtkit.train.adapt_base import Base, find_base
from mtkit.train.adapt_data import Couple, demand_pair
from mtkit.train.adapt_files import (
    begun_whole,
    demand_room,
    output_error,
    read_json,
    save_tensors,
    write_json,
    write_text,
)
from mtkit.train.adapt_guard import AGREEMENT, TOLERANCE, Judged, Trial, judge, translate_all, try_both
from mtkit.train.adapt_loop import Material, Plan, Standing, Tuner, default_rate
from mtkit.train.adapt_model import Codec, copy_beside, load_network
from mtkit.train.adapt_plan import Least, Prepared, Sources, key_of, prepare, rehearse
from mtkit.train.adapt_report import Account, write_report
from mtkit.train.score import measure

__all__ = ["Order", "Outcome", "adapt"]

VERDICT, BASE, MADE, CHECKPOINT = "verdict.json", "base", "ctranslate", "source"
_WATCHED = 100


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. ``share`` of the desk's documents is held out, half to stop by and half to test on.

    ``tolerance`` is in points of chrF (None: 1 with references, 30 where agreement with the base is measured).
    ``glossary`` lets the checks judge terms, and lends its names to the marks. ``name`` is what the model is to be
    called, ``local/NAME`` in full; without ``promote`` it is made and judged, and that is all.
    """

    base: str
    pair: Pair
    out: Path
    sources: Sources
    plan: Plan = field(default_factory=Plan)
    least: Least = field(default_factory=Least)
    name: str = ""
    share: float = 0.1
    tolerance: float | None = None
    device: str = "cpu"
    beam: int = 4
    promote: bool = True
    glossary: Glossary | None = None
    max_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. ``finished`` is False for a run that was stopped and can go on.

    ``model`` is the id of the promoted model, "" if there is none. ``lines`` say it all to a person.
    """

    finished: bool
    passed: bool = False
    model: str = ""
    reasons: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    report: Path | None = None
    scores: dict[str, Any] = field(default_factory=dict)


def adapt(
    order: Order,
    *,
    store: Store | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[str], None] = print,
) -> Outcome:
    """Adapt the base, judge the result, and promote it if it passes; goes on where ``order.out`` holds a run.

    Raises EngineError for a base that is no MarianMT model and where torch is missing, UsageError for an order that
    contradicts itself, TooFewError for too few pairs, BadInputError for files that cannot be read, OutputError for a
    place that cannot be written (what was saved before stays).
    """
    run = _Run(order, store or Store(), stop, progress)
    known = read_json(order.out / VERDICT)
    if known is not None and not run.asks_more(known):
        progress(f"{order.out}: finished before; name another -o to adapt anew")
        return run.told(known)
    try:
        return run.go(known)
    except OSError as error:
        raise output_error(Path(str(error.filename or order.out)), error) from error


class _Run:
    def __init__(self, order: Order, store: Store, stop: Callable[[], bool], progress: Callable[[str], None]) -> None:
        self.order, self.store, self.stop, self.say = order, store, stop, progress
        self.name = order.name or order.out.resolve().name
        demand_pair(order.pair)
        if not is_local_id(f"{PREFIX}{self.name}"):
            raise UsageError(f"{self.name!r} is no name for a model: use letters, digits, '.', '-' and '_' in --name")

    def asks_more(self, known: dict[str, Any]) -> bool:
        """Whether a finished run is to be judged by another tolerance, or promoted after all."""
        order = self.order
        other = order.tolerance is not None and order.tolerance != known["tolerance"]
        return other or (known["passed"] and order.promote and not known["model"])

    def go(self, known: dict[str, Any] | None) -> Outcome:
        """All of it; where there is a verdict, ``known``, all but the training."""
        order = self.order
        if order.promote and Locals(self.store.home).find(f"{PREFIX}{self.name}") is not None:
            raise UsageError(f"{PREFIX}{self.name} is here already: give another --name, or remove it first")
        demand_torch(order.device)
        with begun_whole(order.out, BASE):
            base = find_base(order.base, order.pair, store=self.store, room=order.out / BASE)
            codec = Codec(base.folder, base.leg.token)
            if order.plan.mark_share > 0:
                codec.pieces.check_marks(base.card.marks, base.label)
                if not base.card.marks:
                    raise UsageError(f"{base.label} has no marks in its vocabulary: leave --marks out")
            most = min(base.card.max_tokens, 256)
            made = prepare(
                order.sources, order.pair, order.out,
                options={"base": order.base, "digest": base.digest, "pair": str(order.pair), "seed": order.plan.seed,
                         "glossary": order.glossary is not None},
                fits=lambda source, target: codec.fits(source, target, most),
                glossary=order.glossary, share=order.share, ratio=order.plan.ratio, least=order.least,
            )  # fmt: skip
        self._tell_plan(made, base)
        network = load_network(base.folder, dropout=order.plan.dropout)
        weights = sum(weight.numel() for weight in network.parameters())
        # the state (weights, best ones, two moments), the checkpoint, its conversions, and what the store gets
        demand_room(order.out, 4 * weights * 9)
        rehearsed = rehearse(made, base.engine, order.pair, order.out, stop=self.stop, progress=self.say)
        if rehearsed is None:
            return Outcome(finished=False)
        made = _with(made, rehearsed)
        standing, tuner = self._train(network, codec, made, base, known)
        if not standing.done:
            return Outcome(finished=False, lines=(f"stopped at step {standing.step}; the same words go on from there",))
        self.say(f"{standing.why}; best at step {standing.best}")
        card = self._card(base, made, standing, weights)
        self._export(base, tuner, card)
        return self._judge(base, made, standing, card)

    def _tell_plan(self, made: Prepared, base: Base) -> None:
        held = f"{len(made.stop)} to stop by and {len(made.test)} to test on, held out by {made.by}"
        self.say(f"{base.label} for {self.order.pair}: {len(made.train)} pairs of the desk to learn from, {held}")
        for reason, count in made.left_out.items():
            self.say(f"left out: {count} {reason}")
        if made.agreement:
            self.say(
                f"general: {len(made.rehearsed) - made.to_test} sentences that the base translates itself,"
                f" {made.to_test} more to test whether both still agree"
            )
        else:
            self.say(f"general: {len(made.general)} pairs to mix in, {len(made.general_test)} to test on")

    def _train(
        self, network: Any, codec: Codec, made: Prepared, base: Base, known: dict[str, Any] | None
    ) -> tuple[Standing, Tuner]:
        order = self.order
        plan = {k: v for k, v in asdict(order.plan).items() if k not in {"save_minutes", "threads"}}
        terms: list[tuple[str, str]] = []
        if order.plan.mark_share > 0 and order.glossary is not None:
            terms = term_pairs(order.glossary, order.pair)
        key = key_of({"base": base.digest, "data": made.digests, "plan": plan, "terms": terms, "device": order.device})
        watch = made.general_test[:_WATCHED]
        material = Material(made.train, made.general, made.stop, watch, terms)
        tuner = Tuner(
            network, codec, material, order.plan, out=order.out, key=key, device=order.device, progress=self.say
        )
        if known is not None:
            return replace(tuner.run(max_steps=0), done=True, why=known["why"]), tuner
        return tuner.run(stop=self.stop, max_minutes=order.max_minutes), tuner

    def _card(self, base: Base, made: Prepared, standing: Standing, weights: int) -> Card:
        order, pair, old = self.order, self.order.pair, base.card
        general = "sentences that the base translated itself" if made.agreement else "general pairs"
        return replace(
            old.serving({pair: base.leg.token}),
            name=f"{PREFIX}{self.name}",
            version="",
            revision="",
            parameters=weights,
            scores={},
            own_scores={},
            marks_kept={},
            trained_on=(
                f"{base.label} ({old.licence or 'licence unknown'})",
                f"{len(made.train)} pairs that the desk approved (the desk's own)",
                f"{len(made.general)} {general}",
            ),
            training={
                "base": base.label, "steps": standing.step, "best": standing.best, "seconds": _seconds(standing),
                "rate": order.plan.rate or "by width", "ratio": order.plan.ratio, "seed": order.plan.seed,
                "device": order.device, "made": datetime.now(UTC).date().isoformat(), "mtkit": __version__,
                **{f"sha256 of {name}": value for name, value in made.digests.items()},
            },
            limits=" ".join(part for part in ("Adapted to the texts of one desk.", old.limits) if part),
            sha256="",
        )  # fmt: skip

    def _export(self, base: Base, tuner: Tuner, card: Card) -> None:
        """The best weights as a checkpoint, and as the int8 model that will be used."""
        folder = self.order.out / CHECKPOINT
        self.say("convert to int8")
        copy_beside(base.folder, folder)
        bias = {"final_logits_bias": tuner.model.final_logits_bias}
        save_tensors(folder / "model.safetensors", {**tuner.kept, **bias})
        convert_slim(folder, self.order.out / MADE, card=card)

    def _judge(self, base: Base, made: Prepared, standing: Standing, card: Card) -> Outcome:
        order = self.order
        after = _engine(order.out / MADE, card)
        smoke = smoke_test(after, [order.pair])
        self.say(f"trial: {smoke}")
        before = base.engine()
        tests: dict[str, Trial] = {}
        for name, couples in (("desk", made.test), ("general", made.general_test)):
            texts = [couple.source for couple in couples]
            self.say(f"translate {len(texts)} held-out sentences, {name}, before and after")
            one, other = (translate_all(engine, texts, order.pair, beam=order.beam) for engine in (before, after))
            agreement = made.agreement and name == "general"
            tests[name] = try_both(couples, one, other, order.pair, glossary=order.glossary, agreement=agreement)
        tolerance = order.tolerance
        if tolerance is None:
            tolerance = AGREEMENT if made.agreement else TOLERANCE
        judged = judge(tests["desk"], tests["general"], smoke, tolerance=tolerance)
        card = self._scored(card, base, made, tests)
        write_text(order.out / MADE / CARD_FILE, card.as_json())
        account = Account(
            card=card, base=base.label, pair=order.pair, made=made, standing=standing, desk=tests["desk"],
            general=tests["general"], judged=judged, tolerance=tolerance, smoke=str(smoke),
            general_rate=order.plan.ratio, peak=order.plan.rate or default_rate(_width(order.out / CHECKPOINT)),
        )  # fmt: skip
        report = write_report(order.out, account)
        return self._close(judged, tests, account, report)

    def _scored(self, card: Card, base: Base, made: Prepared, tests: dict[str, Trial]) -> Card:
        """The card with what was measured: public scores are those of the general test set, own ones of the desk."""
        pair = self.order.pair

        def score(trial: Trial, references: Sequence[str], testset: str) -> Score:
            found = measure(trial.after, references, pair.target)
            return Score(round(found.chrf, 1), round(found.bleu, 1), testset, found.n, found.signature)

        desk = score(tests["desk"], [c.target for c in made.test], "held-out text of the desk")
        old = base.card.scores.get(str(pair))
        if not made.agreement:
            general = score(tests["general"], [c.target for c in made.general_test], "held-out general text")
        elif old is not None:
            general = replace(old, testset=f"{old.testset}, before it was adapted".removeprefix(", "))
        else:
            general = None
        digest = file_digest(self.order.out / MADE / "model.bin")
        return replace(
            card,
            revision=digest[:12],
            sha256=digest,
            scores={str(pair): general} if general is not None else {},
            own_scores={str(pair): desk},
        )

    def _close(self, judged: Judged, tests: dict[str, Trial], account: Account, report: Path) -> Outcome:
        """Promote what passed, and write down what came of it."""
        order, model = self.order, ""
        lines = [f"{name}: {trial.compared}" for name, trial in tests.items()]
        if judged.passed and order.promote:
            manifest = {
                "pair": [order.pair.source, order.pair.target], "base": account.base, "summary": "; ".join(lines),
                "made": datetime.now(UTC).isoformat(timespec="seconds"), "mtkit": __version__,
            }  # fmt: skip
            locals_ = Locals(self.store.home)
            model = locals_.add(self.name, order.out, manifest).model
            locals_.use(model)
        scores = {name: {**asdict(trial.compared), "changed": trial.changed} for name, trial in tests.items()}
        verdict = {
            "passed": judged.passed, "model": model, "reasons": list(judged.reasons), "lines": lines,
            "tolerance": account.tolerance, "why": account.standing.why, "scores": scores, "report": report.name,
            "revision": account.card.revision,
        }  # fmt: skip
        write_json(order.out / VERDICT, verdict)
        return self.told(verdict)

    def told(self, verdict: dict[str, Any]) -> Outcome:
        """The outcome as its file tells it."""
        out, pair = self.order.out, self.order.pair
        lines = [*verdict["lines"]]
        if verdict["model"]:
            name = verdict["model"]
            lines.append(f"promoted: {name} now translates {pair}; mtkit models forget {name} takes it back")
        elif verdict["passed"]:
            lines.append(f"passed, not promoted: use it with --model {out / MADE}")
        else:
            lines += [f"refused: {reason}" for reason in verdict["reasons"]]
            lines.append(f"not promoted; what it is and where it fails: {out / verdict['report']}")
        return Outcome(
            finished=True,
            passed=verdict["passed"],
            model=verdict["model"],
            reasons=tuple(verdict["reasons"]),
            lines=tuple(lines),
            report=out / verdict["report"],
            scores=verdict["scores"],
        )


def demand_torch(device: str) -> None:
    """Raise EngineError unless what adapting needs is installed, and the device is there."""
    try:
        import matplotlib  # noqa: F401
        import sacrebleu  # noqa: F401
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        raise EngineError(f"training needs {error.name}: pip install 'mtkit[train]'") from None
    if device not in {"cpu", "cuda"}:
        raise UsageError(f"--device {device!r} is unknown: cpu or cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise EngineError("torch sees no CUDA device: use --device cpu, or install a torch with CUDA")


def term_pairs(glossary: Glossary, pair: Pair) -> list[tuple[str, str]]:
    """The names of the glossary in both languages, as they are in force today."""
    found = []
    for concept in glossary:
        forms = [concept.approved(code, date.max) for code in (pair.source, pair.target)]
        if forms[0] is not None and forms[1] is not None:
            found.append((forms[0].text, forms[1].text))
    return sorted(set(found))


def _with(made: Prepared, rehearsed: tuple[tuple[Couple, ...], tuple[Couple, ...], int]) -> Prepared:
    learn, test, bad = rehearsed
    out = {**made.general_left_out, **({"rehearsed sentence that came out wrong": bad} if bad else {})}
    return replace(
        made, general=(*made.general, *learn), general_test=made.general_test or test, general_left_out=out
    )  # fmt: skip


def _engine(folder: Path, card: Card) -> Engine:
    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel

    return CTranslateEngine(CTranslateModel(folder), card)


def _seconds(standing: Standing) -> int:
    return round(standing.moments[-1].seconds) if standing.moments else 0


def _width(folder: Path) -> int:
    return int(read_json(folder / "config.json")["d_model"])
