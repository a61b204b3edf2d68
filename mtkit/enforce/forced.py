"""T1 and T4: the engine is told what its answer must say.

``Forced`` says a name when attention comes to what it stands for. ``Searched`` looks for the best answer among all
that hold every name; where the model would rather not say one, such answers stutter, so that it is believed only if it
is neither far shorter or longer than what the model said freely, nor repeats itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.enforce.asked import read_all
from mtkit.enforce.interface import Climb, Desk, Draft, Outcome
from mtkit.enforce.views import view_of
from mtkit.engine.interface import Answer, Request, SupportsConstraints, SupportsForcing, Wanted
from mtkit.lang import Lang, lang

__all__ = ["Forced", "Searched"]

_SHORTEST, _LONGEST = 0.6, 1.6


@dataclass(frozen=True, slots=True)
class Forced:
    """T1: attention-guided forcing."""

    name: str = "force"

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether the engine can, and the job has something to hold."""
        return isinstance(desk.engine, SupportsForcing) and _view_takes(climb, desk)

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """One search for each job, all together."""
        engine = desk.engine
        if not isinstance(engine, SupportsForcing):
            return [() for _ in climbs]
        return _read(self.name, climbs, desk, engine.force(_wanted(climbs, desk), desk.decoding, head=desk.head))


@dataclass(frozen=True, slots=True)
class Searched:
    """T4: dynamic beam allocation."""

    name: str = "search"

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether the engine can, and the job has something to hold."""
        return isinstance(desk.engine, SupportsConstraints) and _view_takes(climb, desk)

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """One search for each job; what stutters is no outcome and no draft."""
        engine = desk.engine
        if not isinstance(engine, SupportsConstraints):
            return [() for _ in climbs]
        results = _read(self.name, climbs, desk, engine.constrain(_wanted(climbs, desk), desk.decoding))
        target = lang(desk.pair.target)
        return [
            result if isinstance(result, Outcome) and _is_plausible(result, climb, target) else ()
            for climb, result in zip(climbs, results, strict=True)
        ]


def _view_takes(climb: Climb, desk: Desk) -> bool:
    view = view_of(climb.job, desk)
    return view is not None and bool(view.phrases) and desk.takes(view.text)


def _wanted(climbs: Sequence[Climb], desk: Desk) -> list[Wanted]:
    views = [view_of(climb.job, desk) for climb in climbs]
    return [Wanted(Request(view.text, desk.pair), view.phrases) for view in views if view is not None]


def _read(
    tier: str, climbs: Sequence[Climb], desk: Desk, answers: Sequence[Answer | None]
) -> list[Outcome | tuple[Draft, ...]]:
    results: list[Outcome | tuple[Draft, ...]] = []
    for climb, answer in zip(climbs, answers, strict=True):
        view = view_of(climb.job, desk)
        results.append(read_all(tier, view, climb.job, desk, answer) if view is not None and answer else ())
    return results


def _is_plausible(outcome: Outcome, climb: Climb, target: Lang) -> bool:
    """Whether the outcome is as long as what the model said freely, and says nothing three words long twice."""
    best = climb.best
    if best is not None:
        free = len(best.view.rescue(best.text)[0])
        if not _SHORTEST <= len(outcome.text) / max(free, 1) <= _LONGEST:
            return False
    text = outcome.text
    for place in sorted((place for place in outcome.placed if not place.is_code), reverse=True, key=lambda p: p.span):
        text = text[: place.span.start] + "\0" + text[place.span.end :]
    run = 3 if target.spaced else 8  # words, or characters where words are not parted
    words = re.findall(r"\w+|\0", text) if target.spaced else [char for char in text if not char.isspace()]
    runs = [tuple(words[n : n + run]) for n in range(len(words) - run + 1)]
    told = [one for one in runs if set(one) != {"\0"}]
    return len(set(told)) == len(told)
