"""How a phrase is spelt in pieces, and what a search that must say it may say next. No tensors here.

Attention-guided forcing after Hasler et al. (2018), "Neural Machine Translation Decoding with Terminology
Constraints": when cross-attention enters the source words of a phrase, the phrase is begun and said to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Progress", "Speller", "Spelling", "Turn", "advance", "entries", "turn"]

ENTERS = 0.5
"""The share of attention on its source words at which a phrase is begun."""

_OPENING = "([{“‘«‹<¿¡-\u2010\u2011/"
_EITHER = "\"'"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A phrase in pieces: at the beginning of a word, inside one (after a bracket), and where it stands in the source.

    ``apart`` says that no letter may follow it directly. ``once`` says that it must not come again (a mark).
    """

    word: tuple[str, ...]
    inner: tuple[str, ...]
    places: tuple[int, ...] = ()
    apart: bool = False
    once: bool = False


class Speller:
    """Spells phrases in the pieces of one model. ``known`` says which pieces the network has."""

    def __init__(
        self,
        encode: Callable[[str], tuple[str, ...]],
        decode: Callable[[Sequence[str]], str],
        known: Callable[[str], bool],
    ) -> None:
        self._encode, self._decode, self._known = encode, decode, known

    def spell(self, text: str, places: Sequence[int], *, spaced: bool, once: bool) -> Spelling | None:
        """The spelling of a phrase; None if the model's pieces cannot say it to the letter."""
        word = self._encode(text)
        inner = self._inner(text, word)
        if not word or not all(map(self._known, word)) or self._decode(word) != text:
            return None
        if not all(map(self._known, inner)) or self._decode(inner) != text:
            inner = ()
        return Spelling(word, inner, tuple(places), apart=spaced and text[-1:].isalnum(), once=once)

    def _inner(self, text: str, word: tuple[str, ...]) -> tuple[str, ...]:
        """The pieces of the phrase after a bracket, which is where vocabularies spell it without a blank before."""
        after = self._encode("(" + text)
        for opening in (("\u2581(",), ("\u2581", "(")):
            if after[: len(opening)] == opening:
                return after[len(opening) :]
        head = word[0].removeprefix("\u2581") if word else ""
        return (*([head] if head else []), *word[1:])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one hypothesis is: phrases said, the one that is begun, and the one being said with its next piece."""

    done: frozenset[int] = frozenset()
    begun: int = -1
    saying: tuple[str, ...] = ()
    at: int = 0
    free: int = 0  # pieces before this one belong to phrases that are said
    fresh: bool = False  # a phrase ended with the last piece

    @property
    def busy(self) -> bool:
        """Whether it is in the middle of a phrase."""
        return bool(self.saying)


def entries(spelling: Spelling, last: str, *, spaced: bool) -> tuple[tuple[str, ...], ...]:
    """The ways to begin a phrase after the piece ``last`` ("" at the start)."""
    if not last or not spelling.inner:
        return (spelling.word,)
    if last == "\u2581" or not spaced or last[-1] in _OPENING:
        return (spelling.inner,)
    if last[-1] in _EITHER:
        return tuple(dict.fromkeys([spelling.inner, spelling.word]))
    return (spelling.word,)


def advance(
    progress: Progress, pieces: Sequence[str], spellings: Sequence[Spelling], *, spaced: bool, forced: bool = True
) -> Progress:
    """``progress`` after the last of ``pieces``, all that was said so far.

    ``forced``: what is begun goes on to its end. Otherwise every phrase counts only once it is there.
    """
    piece = pieces[-1]
    if progress.busy and piece == progress.saying[progress.at]:
        if progress.at + 1 < len(progress.saying):
            return replace(progress, at=progress.at + 1, fresh=False)
        return Progress(progress.done | {progress.begun}, free=len(pieces), fresh=True)
    idle = Progress(progress.done, free=progress.free)
    last = pieces[-2] if len(pieces) > 1 else ""
    wanted = [progress.begun] if progress.begun >= 0 and not progress.busy else []
    if not forced:
        wanted = [n for n in range(len(spellings)) if n not in progress.done]
    for n in wanted:
        for way in sorted(entries(spellings[n], last, spaced=spaced), key=len, reverse=True):
            if way[0] == piece:
                if len(way) == 1:
                    return Progress(progress.done | {n}, free=len(pieces), fresh=True)
                return Progress(progress.done, begun=n, saying=way, at=1, free=progress.free)
    return _overheard(idle, pieces, spellings, spaced=spaced)


def _overheard(progress: Progress, pieces: Sequence[str], spellings: Sequence[Spelling], *, spaced: bool) -> Progress:
    """A phrase that the model said by itself."""
    for n, spelling in enumerate(spellings):
        if n in progress.done:
            continue
        for way in (spelling.word, spelling.inner):
            start = len(pieces) - len(way)
            if not way or start < progress.free or tuple(pieces[start:]) != way:
                continue
            if way in entries(spelling, pieces[start - 1] if start else "", spaced=spaced):
                return Progress(progress.done | {n}, free=len(pieces), fresh=True)
    return progress


@dataclass(frozen=True, slots=True)
class Turn:
    """What may come next: one of ``only`` (any piece, where it is empty), no end unless ``may_end``.

    ``apart``: no piece that would run on from the last word. ``progress`` knows what was begun. ``banned`` are pieces
    that must not come again.
    """

    progress: Progress
    only: tuple[str, ...] = ()
    may_end: bool = True
    apart: bool = False
    banned: tuple[str, ...] = ()


def turn(
    progress: Progress,
    last: str,
    spellings: Sequence[Spelling],
    attention: Sequence[float],
    *,
    spaced: bool,
    wants_end: bool,
) -> Turn:
    """The next turn of a forced search. ``wants_end``: the model would end here, or has talked long enough."""
    if progress.busy:
        return Turn(progress, only=(progress.saying[progress.at],), may_end=False)
    banned = tuple(spellings[n].word[-1] for n in sorted(progress.done) if spellings[n].once)
    apart = progress.fresh and any(spellings[n].apart for n in progress.done)
    open_ = [n for n in range(len(spellings)) if n not in progress.done]
    if not open_:
        return Turn(progress, apart=apart, banned=banned)
    shares = {n: sum(attention[place] for place in spellings[n].places) for n in open_}
    best = max(open_, key=lambda n: (shares[n], -n))
    if shares[best] < ENTERS and not wants_end:
        return Turn(progress, may_end=False, apart=apart, banned=banned)
    ways = entries(spellings[best], last, spaced=spaced)
    return Turn(replace(progress, begun=best, fresh=False), only=tuple(way[0] for way in ways), may_end=False)
