"""What the engines with a network share: check, encode, batch, decode; answers in the order of the requests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mtkit.engine.batch import run_batches, window_for
from mtkit.engine.card import Card
from mtkit.engine.interface import Answer, Decoding, EngineInfo, Request
from mtkit.engine.pieces import Pieces
from mtkit.errors import EngineError, UsageError
from mtkit.lang import Pair

__all__ = [
    "EMPTY",
    "Guess",
    "Source",
    "answers",
    "engine_info",
    "filler",
    "length_group",
    "length_limit",
    "loops",
    "marks_in",
]

_GROUP = 12
EMPTY = Answer(("",), (0.0,))


@dataclass(frozen=True, slots=True)
class Guess:
    """One hypothesis: its pieces, mean log-probability per piece, and whether the model itself ended it."""

    pieces: tuple[str, ...]
    score: float
    ended: bool


Source: TypeAlias = tuple[str, ...]
Translate: TypeAlias = Callable[[Sequence[Sequence[Source]]], Iterable[Sequence[tuple[Guess, ...]]]]


def answers(
    requests: Iterable[Request],
    decoding: Decoding,
    *,
    info: EngineInfo,
    card: Card,
    pieces: Pieces,
    translate_batches: Translate,
    scale: int = 1,
    alone: Callable[[Source], bool] | None = None,
) -> Iterator[Answer]:
    """The answers to ``requests``, in order; batches, and windows if need be, are ``scale`` times the usual size.

    A source for which ``alone`` holds has a batch of its own.

    Raises EngineError for a request outside ``info.pairs`` or above ``info.max_tokens``, UsageError for a decoding
    without a beam. Of a window of requests none is decoded if one is refused.
    """
    if decoding.beam < 1 or decoding.nbest < 1 or decoding.batch_tokens < 1:
        raise UsageError(f"beam, nbest and batch_tokens must be at least 1, not {decoding}")

    def sources() -> Iterator[Source]:
        for request in requests:
            yield _source(request, info, card, pieces)

    budget = decoding.batch_tokens * scale
    single = alone or _never
    stream = run_batches(
        sources(),
        size_of=lambda source: budget if single(source) else length_group(len(source)),
        group_of=lambda source: (single(source), length_group(len(source)), marks_in(source, info.marks)),
        translate_batches=lambda batches: _translate_filled(batches, translate_batches),
        budget=budget,
        window=window_for(budget),
    )
    for guesses in stream:
        yield _answer(guesses, pieces) if guesses else EMPTY


def _never(_: Source) -> bool:
    return False


def _translate_filled(
    batches: Sequence[Sequence[Source]], translate_batches: Translate
) -> Iterator[Sequence[tuple[Guess, ...]]]:
    """Blank sources (length 0) are a group of their own and need no model."""
    filled = [batch for batch in batches if batch[0]]
    results = iter(translate_batches(filled) if filled else ())
    return (next(results) if batch[0] else [() for _ in batch] for batch in batches)


def _source(request: Request, info: EngineInfo, card: Card, pieces: Pieces) -> Source:
    if request.pair not in info.pairs:
        known = ", ".join(str(pair) for pair in info.pairs)
        raise EngineError(f"{info.label} does not translate {request.pair}: it has {known or 'no pairs'}")
    if not request.text.strip():
        return ()
    source = pieces.encode(request.text, card.token(request.pair))
    if len(source) > info.max_tokens:
        raise EngineError(
            f"a text of {len(source)} tokens is longer than the {info.max_tokens} that {info.label} takes: "
            f"split it first: {request.text[:40]!r}"
        )
    return source


def _answer(guesses: Sequence[Guess], pieces: Pieces) -> Answer:
    """An answer that was stopped by the length limit keeps its text; its score is None."""
    return Answer(
        tuple(pieces.decode(guess.pieces) for guess in guesses),
        tuple(round(guess.score, 4) if guess.ended and math.isfinite(guess.score) else None for guess in guesses),
    )


def marks_in(source: Source, marks: Sequence[str]) -> tuple[str, ...]:
    """The marks of the model that stand in ``source``, in the model's order.

    Sources of one batch have the same ones, so that an engine can forbid all others for the whole batch: a mark that
    the source lacks is never right.
    """
    held = set(source)
    return tuple(mark for mark in marks if mark in held)


def length_group(tokens: int) -> int:
    """Sources of one group may be decoded together: the next multiple of 12; 0 for an empty source.

    What depends on the length of a batch follows from its group, and so from the source alone: the length limit of the
    answer, and how far an engine pads. Padding changes sums in their last digits, and now and then a word with them.
    """
    return -(-tokens // _GROUP) * _GROUP


def filler(batch: Sequence[Source], marks: Sequence[str], positions: int) -> tuple[Source, ...]:
    """A source that makes an engine pad ``batch`` to its ``length_group``; () if the longest is that long.

    It is the longest one, its last word drawn out: an answer to it ends about when the others do, and is thrown away.
    """
    longest = max(batch, key=len)
    lacking = min(length_group(len(longest)), positions) - len(longest)
    if lacking <= 0:
        return ()
    last = next((piece for piece in reversed(longest[:-1]) if piece not in marks), "\u2581")
    return ((*longest[:-1], *(last,) * lacking, longest[-1]),)


def length_limit(tokens: int, positions: int) -> int:
    """How many target pieces an answer to a source of ``tokens`` may have, ``</s>`` included.

    Three times its group and 16 more: translations between these languages stay below twice the source.
    """
    return min(3 * length_group(tokens) + 16, positions)


def loops(pieces: Sequence[str], *, longest: int = 12, covered: int = 12, times: int = 4) -> bool:
    """Whether a run of up to ``longest`` pieces repeats without a break, ``times`` or more, over ``covered`` pieces."""
    for period in range(1, longest + 1):
        run = 0
        for index in range(period, len(pieces)):
            run = run + 1 if pieces[index] == pieces[index - period] else 0
            if run and run + period >= max(covered, times * period):
                return True
    return False


def engine_info(name: str, version: str, card: Card, *, positions: int, sha256: str) -> EngineInfo:
    """What an engine says of itself, from the card of its model and the positions of its network."""
    pairs: tuple[Pair, ...] = card.pairs
    return EngineInfo(
        name=name,
        version=version,
        model=card.name,
        revision=card.revision or card.version,
        pairs=pairs,
        sha256=sha256,
        marks=card.marks,
        max_tokens=min(card.max_tokens, positions),
        licence=card.licence,
        scores={key: str(score) for key, score in sorted(card.scores.items())},
    )
