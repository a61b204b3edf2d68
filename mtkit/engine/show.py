"""A model's card as a person reads it: Markdown that is plain enough for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mtkit.engine.card import Card, Score
from mtkit.engine.routes import RouteTable
from mtkit.lang import Pair, lang

__all__ = ["card_markdown"]

_COLUMNS = ("pair", "chrF", "BLEU", "own chrF", "own BLEU", "marks kept", "OPUS-MT chrF", "OPUS-MT BLEU")
# BLEU counts words between spaces: without them it says nothing that can be compared.
_NO_WORDS = ("zh", "th", "lo", "km", "my")


def card_markdown(card: Card, routes: RouteTable, *, size: int | None = None) -> str:
    """Write out a card: what the model is, what it was trained on, how good it is beside published OPUS-MT scores.

    ``size`` is of the model on disk, in bytes.
    """
    parts = [f"# {card.name}", "\n".join(f"- {line}" for line in _facts(card, size))]
    if card.limits:
        parts += ["## What it cannot do", card.limits]
    if card.trained_on:
        parts += ["## Trained on", "\n".join(f"- {name}" for name in card.trained_on)]
    if card.scores or card.own_scores:
        parts += ["## Scores", _table(_COLUMNS, [_row(card, pair, routes) for pair in card.pairs])]
        parts.append("\n".join(f"- {line}" for line in _notes(card)))
    return "\n\n".join(parts) + "\n"


def _facts(card: Card, size: int | None) -> list[str]:
    facts = [("version", " ".join(part for part in (card.version, card.revision and f"({card.revision})") if part))]
    facts += [("licence", card.licence), ("parameters", f"{card.parameters:,}" if card.parameters else "")]
    facts += [("size", f"{size / 1e6:.1f} MB" if size else ""), ("longest text", f"{card.max_tokens} pieces")]
    sources = sorted({pair.source for pair in card.pairs})
    facts.append(("directions", f"{len(card.pairs)}, from {', '.join(lang(code).name for code in sources)}"))
    facts.append(("marks", f"copies {len(card.marks)}: {card.marks[0]} to {card.marks[-1]}" if card.marks else ""))
    facts.append(("training", _training(card.training)))
    return [f"{name}: {value}" for name, value in facts if value]


def _training(training: Mapping[str, object]) -> str:
    parts = [f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}" for key, value in training.items()]
    return ", ".join(parts)


def _row(card: Card, pair: Pair, routes: RouteTable) -> tuple[str, ...]:
    public, own = card.scores.get(str(pair)), card.own_scores.get(str(pair))
    kept = card.marks_kept.get(str(pair))
    peer = routes.recommended(pair)
    other = peer.score if peer is not None and "FLORES" in peer.score.testset else None
    return (
        str(pair),
        *_numbers(public, pair),
        *_numbers(own, pair),
        f"{100 * kept:.1f} %" if kept is not None else "",
        *_numbers(other, pair),
    )


def _numbers(score: Score | None, pair: Pair) -> tuple[str, str]:
    if score is None:
        return "", ""
    bleu = None if pair.target in _NO_WORDS and "tok:" not in score.signature else score.bleu
    return tuple("" if value is None else f"{value:.1f}" for value in (score.chrf, bleu))  # type: ignore[return-value]


def _notes(card: Card) -> list[str]:
    lines = []
    for kind, scores in (("chrF and BLEU", card.scores), ("own chrF and BLEU", card.own_scores)):
        for testset, n, signature in sorted({(s.testset, s.n, s.signature) for s in scores.values()}):
            lines.append(f"{kind}: {testset}, {n} sentences, {signature}")
    if card.marks_kept:
        lines.append(
            "marks kept: the share of marks in held-out sentences that came out exactly once, at the first try"
        )
    lines.append(
        "OPUS-MT: the model that mtkit proposes for the direction, as published (FLORES devtest); none: no score"
    )
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table whose columns also line up in a terminal."""
    cells = [tuple(head), *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join([first, *rest])} |"

    rule = "| " + " | ".join("-" * w if n == 0 else "-" * (w - 1) + ":" for n, w in enumerate(widths)) + " |"
    return "\n".join([line(cells[0]), rule, *(line(row) for row in cells[1:])])
