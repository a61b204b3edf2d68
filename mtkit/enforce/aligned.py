"""T2 and T3: where would the name have come? Attention says; the name is put there.

``Resumed`` keeps an answer up to that place, adds the name and lets the model go on, name by name from left to right,
so that what follows agrees with it. ``Replaced`` puts the name over the words that came in its place and leaves the
rest as it is; it asks for a sure alignment. Both work on the draft that holds most, under marks or as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtkit.enforce.interface import Climb, Desk, Draft, Outcome, ended
from mtkit.enforce.views import with_codes
from mtkit.engine.interface import Alignment, Phrase, Request, SupportsAlignment, SupportsPrefix
from mtkit.engine.spans import mass
from mtkit.lang import Lang, lang
from mtkit.text import Span

__all__ = ["Replaced", "Resumed"]

_ENTERS = 0.5  # the share of attention with which an answer enters a name
_SURE = 0.6
_ROUNDS = 4
_BEAM = 2
_STOPS = ".!?。！？။។ "


@dataclass(frozen=True, slots=True)
class _Work:
    """A draft under repair; what stands before ``fixed`` is done."""

    draft: Draft
    fixed: int = 0
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class Resumed:
    """T2: keep the answer up to the place of a name, add the name, and let the model go on."""

    name: str = "prefix"

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether there is a draft to begin from."""
        able = isinstance(desk.engine, SupportsAlignment) and isinstance(desk.engine, SupportsPrefix)
        return able and climb.best is not None and bool(climb.best.view.phrases)

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """Round by round the next name of every job; names that were taken for one another are set right at once."""
        works = {n: _Work(climb.best) for n, climb in enumerate(climbs) if climb.best is not None}
        for _ in range(_ROUNDS):
            open_ = [n for n, work in works.items() if not work.hopeless and _lacks(work.draft)]
            if not open_:
                break
            self._round(works, open_, desk)
        return [_result(self.name, climb, works[n].draft, desk) for n, climb in enumerate(climbs)]

    def _round(self, works: dict[int, _Work], open_: Sequence[int], desk: Desk) -> None:
        engine = desk.engine
        if not isinstance(engine, SupportsAlignment) or not isinstance(engine, SupportsPrefix):
            return
        begun: list[tuple[Request, str]] = []
        going: list[int] = []
        for n, found in zip(open_, _aligned([works[n].draft for n in open_], desk), strict=True):
            works[n] = replace(works[n], draft=_untangled(works[n], found))
            begin = _beginning(works[n], found, lang(desk.pair.target))
            if begin is None:
                works[n] = replace(works[n], hopeless=True)
            elif _lacks(works[n].draft):
                begun.append((Request(works[n].draft.view.text, desk.pair), begin))
                going.append(n)
        # what is left to say is short: two hypotheses are enough
        beam = min(desk.decoding.beam, _BEAM)
        decoding = replace(desk.decoding, beam=beam, nbest=beam)
        for n, (_, begin), answer in zip(going, begun, engine.resume(begun, decoding), strict=True):
            drafts = [Draft(works[n].draft.view, *one) for one in zip(answer.texts, answer.scores, strict=True)]
            done = next((draft for draft in drafts if not _lacks(draft)), None)
            works[n] = _Work(done or drafts[0], fixed=len(begin))


@dataclass(frozen=True, slots=True)
class Replaced:
    """T3: put the name over the words that came in its place."""

    name: str = "replace"

    def suits(self, climb: Climb, desk: Desk) -> bool:
        """Whether there is a draft to mend."""
        return isinstance(desk.engine, SupportsAlignment) and climb.best is not None and bool(climb.best.view.phrases)

    def attempt(self, climbs: Sequence[Climb], desk: Desk) -> list[Outcome | tuple[Draft, ...]]:
        """One alignment for each job."""
        drafts = [climb.best for climb in climbs if climb.best is not None]
        found = _aligned(drafts, desk)
        return [
            _result(self.name, climb, _replaced(draft, one, lang(desk.pair.target)), desk)
            for climb, draft, one in zip(climbs, drafts, found, strict=True)
        ]


def _aligned(drafts: Sequence[Draft], desk: Desk) -> list[Alignment]:
    """The alignments of ``drafts``; empty ones where nothing is missing, and none is needed."""
    engine = desk.engine
    lacking = [n for n, draft in enumerate(drafts) if _missing(draft)]
    done = [Alignment((), (), ())] * len(drafts)
    if isinstance(engine, SupportsAlignment):
        asked = [(Request(drafts[n].view.text, desk.pair), drafts[n].text) for n in lacking]
        for n, found in zip(lacking, engine.align(asked, head=desk.head), strict=True):
            done[n] = found
    return done


def _lacks(draft: Draft) -> bool:
    return draft.view.read(draft.text) is None


def _result(tier: str, climb: Climb, draft: Draft, desk: Desk) -> Outcome | tuple[Draft, ...]:
    made = draft.view.read(draft.text)
    if made is None or draft.score is None:
        return (draft,)
    return with_codes(climb.job, Outcome(*made, tier, draft.score, ended(draft.score)), desk.pair)


def _missing(draft: Draft) -> list[Phrase]:
    found = draft.view.found(draft.text)
    return [phrase for phrase, span in zip(draft.view.phrases, found, strict=True) if not span]


def _doubled(draft: Draft, start: int) -> tuple[int, str] | None:
    """Where, from ``start`` on, a mark comes that came before, and which; None if none does."""
    again = []
    for phrase, span in zip(draft.view.phrases, draft.view.found(draft.text), strict=True):
        if span and draft.view.text.count(phrase.text) == 1:
            at = draft.text.find(phrase.text, max(span[1], start))
            again += [(at, phrase.text)] if at >= 0 else []
    return min(again, default=None)


def _untangled(work: _Work, found: Alignment) -> Draft:
    """The draft with each mark that comes again read as the missing one that attention was on: taken for one another.

    A mark says nothing of what it stands for, so that the rest of the text agrees with either.
    """
    draft, start = work.draft, work.fixed
    for _ in draft.view.phrases:
        missing, again = _missing(draft), _doubled(draft, start)
        if not missing or again is None:
            break
        at, form = again
        here = next((n for n, piece in enumerate(found.target) if piece.end > at), -1)
        best = max(missing, key=lambda phrase: mass(found, phrase.span)[here])
        if len(best.text) != len(form):
            break  # what follows would no longer be where the alignment has it
        draft = replace(draft, text=draft.text[:at] + best.text + draft.text[at + len(form) :])
        start = at
    return draft


def _beginning(work: _Work, found: Alignment, target: Lang) -> str | None:
    """The answer up to the first thing that is wrong with it, with the name that belongs there; None if unclear."""
    draft = work.draft
    places: list[tuple[int, int, Phrase]] = []
    for order, phrase in enumerate(_missing(draft)):
        at = _place(phrase, found, work.fixed)
        if at is not None:
            places.append((at, order, phrase))
    again = _doubled(draft, work.fixed)
    if again is not None and (not places or min(places)[0] >= again[0]):
        return draft.text[: again[0]].rstrip()
    if places:
        at, _, phrase = min(places)
        return _with(draft.text[:at], phrase.text, target)
    # all is said but a name: it comes last
    bare, missing = draft.text.rstrip(_STOPS), _missing(draft)
    return _with(bare, missing[0].text, target) if missing and len(bare) >= work.fixed else None


def _place(phrase: Phrase, found: Alignment, fixed: int) -> int | None:
    """Where in the answer the name should begin: where attention enters its words, or comes nearest."""
    shares = [
        share if piece.start >= fixed else 0.0
        for share, piece in zip(mass(found, phrase.span), found.target, strict=True)
    ]
    first = next((n for n, share in enumerate(shares) if share >= _ENTERS), -1)
    if first < 0 and max(shares, default=0.0) > 0.0:
        first = shares.index(max(shares))
    return found.target[first].start if first >= 0 else None


def _with(text: str, form: str, target: Lang) -> str:
    begun = text.rstrip()
    gap = " " if begun and (target.spaced or text != begun) and begun[-1] not in "([“‘\"'-—–/" else ""
    return begun + gap + form


def _replaced(draft: Draft, found: Alignment, target: Lang) -> Draft:
    """``draft`` with each missing phrase over the words that attend to its source, where that is sure."""
    taken = [Span(*span) for span in draft.view.found(draft.text) if len(span) == 2]
    changes: list[tuple[Span, str]] = []
    for phrase in _missing(draft):
        span = _run(mass(found, phrase.span), found)
        if span is None:
            continue
        span = _whole_words(span, draft.text) if target.spaced else span
        if len(span) and not any(map(span.overlaps, taken)):
            taken.append(span)
            changes.append((span, phrase.text))
    text = draft.text
    for span, form in sorted(changes, reverse=True):
        text = text[: span.start] + form + text[span.end :]
    return replace(draft, text=text)


def _run(shares: Sequence[float], found: Alignment) -> Span | None:
    """The one stretch of the answer whose pieces are surely of the phrase; None if there is none, or several."""
    sure = [n for n, share in enumerate(shares) if share >= _SURE]
    if not sure or sure[-1] - sure[0] + 1 != len(sure):
        return None
    return Span(found.target[sure[0]].start, found.target[sure[-1]].end)


def _whole_words(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and start < len(text) and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)
