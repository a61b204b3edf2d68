"""``mtkit train``."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, say
from mtkit.errors import EngineError, UsageError
from mtkit.lang import Pair

if TYPE_CHECKING:
    from mtkit.train.adapt import Order

__all__ = ["command"]


def command(
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Train anew by a recipe, such as configs/train/embedded.toml.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Where the state is kept; run again to go on from there."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of bitext that the recipe names: train/, domain/.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Do not train: export the state to DIR as int8; with --data, score it too."),
    ] = None,
    start_from: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Begin with the weights and vocabulary of another run: its --out."),
    ] = None,
    score_lines: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="With --export: score on the first N test lines, not all.")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Adapt this model: a folder, the id of a model that is here, or embedded."),
    ] = None,
    source: Annotated[str | None, typer.Option("--from", "-f", metavar="LANG", help="Adapt: source language.")] = None,
    target: Annotated[str | None, typer.Option("--to", "-t", metavar="LANG", help="Adapt: target language.")] = None,
    from_memory: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Learn from the approved translations of this memory.")
    ] = None,
    from_po: Annotated[
        list[Path] | None, typer.Option(metavar="PO|DIR", help="Learn from the approved units of PO files; repeat.")
    ] = None,
    from_tmx: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Learn from TMX files; repeat.")] = None,
    general: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="General translations (TSV, TMX, PO) to mix in and to test on; repeat."),
    ] = None,
    general_test: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="General translations to test on alone, in place of a part of --general."),
    ] = None,
    monolingual: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="General text in the source language, one sentence a line, to rehearse on."),
    ] = None,
    general_ratio: Annotated[
        float, typer.Option(metavar="R", min=0, max=20, help="General pairs for each pair of the desk.")
    ] = 1.0,
    held_out: Annotated[
        float, typer.Option(metavar="SHARE", min=0.02, max=0.5, help="Share of the desk's documents to hold out.")
    ] = 0.1,
    tolerance: Annotated[
        float | None,
        typer.Option(metavar="N", min=0, help="Points of chrF that the general score may lose; 1, see the manual."),
    ] = None,
    epochs: Annotated[int, typer.Option(metavar="N", min=1, help="Rounds through the desk's pairs, at most.")] = 12,
    rate: Annotated[
        float, typer.Option(metavar="R", min=0, help="Learning rate; by default by the width of the network.")
    ] = 0.0,
    batch_tokens: Annotated[int, typer.Option(metavar="N", min=64, help="Pieces a batch.")] = 1024,
    dropout: Annotated[
        float | None, typer.Option(metavar="R", min=0, max=0.9, help="Drop-out while adapting; by default the base's.")
    ] = None,
    marks: Annotated[
        float,
        typer.Option(metavar="SHARE", min=0, max=1, help="Share of pairs with marks for names, for a base with marks."),
    ] = 0.0,
    glossary: inputs.Glossaries = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it: local/NAME; by default as DIR.")] = "",
    *,
    no_promote: Annotated[bool, typer.Option("--no-promote", help="Judge the adapted model, do not use it.")] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Another order and drop-out.")] = 17,
    max_minutes: Annotated[
        float | None, typer.Option(metavar="N", help="Train for so many minutes; a recipe stops there, state saved.")
    ] = None,
    device: Annotated[str, typer.Option(metavar="cpu|cuda", help="What to train on.")] = "cpu",
) -> None:
    """Adapt a MarianMT model to what a desk approved, or train one anew from bitext by a recipe.

    An adapted model is used for its pair only if it is better on the desk's held-out documents and no worse on general
    text; else the exit code is 1. The base stays as it is. A run that was stopped goes on when started again.

    \b
    Examples:
      mtkit train --from-memory desk.sqlite --general news.tsv --base embedded --from zh --to vi -o adapted
      mtkit train --from-po out/ --monolingual news.zh --base Helsinki-NLP/opus-mt-zh-vi --from zh --to vi -o adapted
      mtkit train --config configs/train/embedded.toml --data bitext --out state --max-minutes 9
      mtkit train --config configs/train/embedded.toml --data bitext --out state --export model
    """
    if out is None:
        raise UsageError("--out DIR (-o) is missing: name the folder that the state is kept in")
    adapting = from_memory is not None or from_po or from_tmx or base is not None
    if config is not None and adapting:
        raise UsageError("--config trains by a recipe, --base adapts a model: give one of them")
    if config is not None:
        _demand_torch()
        _by_recipe(
            config, out, data=data, export=export, start_from=start_from, score_lines=score_lines,
            max_minutes=max_minutes, device=device,
        )  # fmt: skip
        return
    if not adapting:
        raise UsageError(
            "nothing to learn from: give --from-memory FILE, --from-po or --from-tmx with --base MODEL, or --config"
        )
    if base is None or source is None or target is None:
        raise UsageError("--base MODEL, --from LANG and --to LANG go with --from-memory, --from-po and --from-tmx")
    if from_memory is None and not from_po and not from_tmx:
        raise UsageError("nothing to learn from: give --from-memory FILE, --from-po PO or --from-tmx FILE")
    _demand_torch()
    from mtkit.train.adapt import Order
    from mtkit.train.adapt_loop import Plan
    from mtkit.train.adapt_plan import Sources

    _adapt(
        Order(
            base,
            Pair.of(source, target),
            out,
            Sources(
                from_memory,
                tuple(from_po or ()),
                tuple(from_tmx or ()),
                tuple(general or ()),
                tuple(general_test or ()),
                tuple(monolingual or ()),
            ),
            Plan(
                epochs=epochs,
                ratio=general_ratio,
                rate=rate,
                batch_tokens=batch_tokens,
                dropout=dropout,
                mark_share=marks,
                seed=seed,
            ),
            name=name,
            share=held_out,
            tolerance=tolerance,
            device=device,
            promote=not no_promote,
            glossary=inputs.glossary_of(glossary) if glossary or marks else None,
            max_minutes=max_minutes,
        )
    )


def _demand_torch() -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        raise EngineError("training needs torch and transformers: install mtkit in full (see the README)") from None


def _adapt(order: Order) -> None:
    from mtkit.train.adapt import adapt

    outcome = adapt(order, stop=_stopped_by_signals(), progress=lambda line: say(f"mtkit: {line}"))
    for line in outcome.lines:
        if outcome.finished:
            emit(line)
        else:
            say(f"mtkit: {line}")
    if not outcome.finished:
        say("mtkit: stopped; what is done is saved, and the same words go on from there")
        raise typer.Exit(130)
    if not outcome.passed:
        raise typer.Exit(1)


def _stopped_by_signals() -> Callable[[], bool]:
    """Ctrl-C or a polite kill: stop at the next step, state saved; a second Ctrl-C stops at once."""
    halted = threading.Event()

    def halt(number: int, _: object) -> None:
        if halted.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        halted.set()

    signal.signal(signal.SIGTERM, halt)
    signal.signal(signal.SIGINT, halt)
    return halted.is_set


def _by_recipe(
    config: Path,
    out: Path,
    *,
    data: Path | None,
    export: Path | None,
    start_from: Path | None,
    score_lines: int | None,
    max_minutes: float | None,
    device: str,
) -> None:
    if export is not None:
        from mtkit.train.export import export as export_model

        export_model(out, export, config=config)
        if data is not None:
            from mtkit.train.score import score

            score(export, config=config, data=data, lines=score_lines, progress=say)
        return
    if data is None:
        raise UsageError("--data DIR is needed to train")
    from mtkit.train.loop import train

    halted = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: halted.set())
    outcome = train(
        config,
        data=data,
        out=out,
        max_minutes=max_minutes,
        start=start_from,
        device=device,
        stop=halted.is_set,
        progress=say,
    )
    say(f"mtkit: {'finished' if outcome.finished else 'stopped'} at step {outcome.steps}, loss {outcome.loss:.3f}")
    if outcome.finished:
        from mtkit.train.measure import plot

        say(f"mtkit: {plot(out)}: loss and chrF over the whole run")
