"""From what models or the memory say to the unit that the editor gets, with all that is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mtkit.check import Sample, check
from mtkit.check.terms import check_renderings
from mtkit.enforce import Outcome
from mtkit.estimate import estimated
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.memory.interface import NOWHERE, Context
from mtkit.memory.lookup import Lookup, Offer
from mtkit.mentions import Mention
from mtkit.placing import PLAIN, Placing, Sighted, place, target_text
from mtkit.style import Style
from mtkit.text import Segment
from mtkit.unit import Hop, Issue, Origin, State, Unit

__all__ = ["Item", "consistent", "finish", "placed", "recall", "remembered", "unsaid"]


@dataclass(frozen=True, slots=True)
class Item:
    """A segment that waits for its turn, with what its document says.

    That is the day of the names, whether it has codes, whose usage counts, and, once they are known, what stands in
    the segment and which of its mentions are short. ``context`` is where it stands, for the memory.
    """

    segment: Segment
    day: date
    has_codes: bool
    publisher: str = ""
    sighted: Sighted | None = None
    mentions: tuple[Mention, ...] = ()
    context: Context = NOWHERE


def placed(item: Item, pair: Pair, glossary: Glossary | None) -> Placing:
    """What ``item`` holds for the models of the route of ``pair``, see ``place``."""
    return place(
        item.segment,
        pair,
        glossary,
        item.day,
        has_codes=item.has_codes,
        publisher=item.publisher,
        sighted=item.sighted,
        mentions=item.mentions,
    )


def recall(item: Item, pair: Pair, lookup: Lookup, glossary: Glossary | None) -> Offer:
    """What the memory has for a segment, held to the glossary in force as everything that is published."""
    segment = item.segment

    def faults(target: str) -> tuple[Issue, ...]:
        return check(_sample(segment, target, pair, glossary, item.day, item.publisher))

    return lookup.offer(segment.text, pair, item.context, faults, glossary=glossary, day=item.day)


def remembered(item: Item, pair: Pair, offer: Offer, glossary: Glossary | None) -> Unit:
    """The unit of a segment whose text the memory has: for a person to read, unless it was approved just here."""
    placing = placed(item, pair, glossary)
    terms = tuple(use if use.target in offer.target else replace(use, target="", authority="") for use in placing.terms)
    state = State.APPROVED if offer.approved else State.RAW
    return Unit(
        item.segment, pair, offer.target, state, Origin.MEMORY, offer.issues, terms, (), offer.target, "", offer.matches
    )


def unsaid(outcome: Outcome) -> Outcome:
    """``outcome`` of a model that said nothing: no text, no codes in it, and nothing to be said of where they are."""
    issues = tuple(issue for issue in outcome.issues if issue.code != "M02")
    return replace(outcome, text="", placed=(), issues=issues)


def finish(
    item: Item,
    pair: Pair,
    placing: Placing,
    trail: Sequence[Hop],
    outcome: Outcome,
    glossary: Glossary | None,
    *,
    style: Style = PLAIN,
) -> Unit:
    """The unit of one segment: its text for the editor, and everything that is to be said of it."""
    segment = item.segment
    target = target_text(
        outcome, pair.target, has_codes=item.has_codes, day=item.day, publisher=item.publisher, style=style,
        glossary=glossary,
    )  # fmt: skip
    sample = _sample(segment, target, pair, glossary, item.day, item.publisher)
    issues = (*placing.issues, *outcome.issues, *check(sample))
    state = State.RAW if target else State.UNTRANSLATED
    return estimated(Unit(segment, pair, target, state, Origin.MACHINE, issues, placing.terms, tuple(trail), target))


def consistent(units: Sequence[Unit], glossary: Glossary | None, day: date, *, publisher: str = "") -> tuple[Unit, ...]:
    """The ``units`` of one document, with a T07 on those that call a thing by another name than the rest."""
    if glossary is None or not any(_says_more(unit, glossary, day, publisher) for unit in units):
        return tuple(units)
    samples = [_sample(unit.segment, unit.target, unit.pair, glossary, day, publisher) for unit in units]
    found = check_renderings(samples)
    return tuple(
        replace(unit, issues=(*unit.issues, *found[n])) if n in found else unit for n, unit in enumerate(units)
    )


def _says_more(unit: Unit, glossary: Glossary, day: date, publisher: str) -> bool:
    """Whether a name of ``unit`` may stand in its target by another form than the one that was placed."""
    target = unit.target.lower()
    for use in unit.terms:
        placed = use.target.lower()
        if use.concept in glossary:
            forms = glossary[use.concept].accepted(unit.pair.target, day, publisher=publisher)
            if any(form.lower() in target and form.lower() not in placed for form in forms):
                return True
    return False


def _sample(segment: Segment, target: str, pair: Pair, glossary: Glossary | None, day: date, publisher: str) -> Sample:
    return Sample(
        target,
        lang(pair.target),
        segment.text,
        lang(pair.source),
        kind=segment.kind,
        glossary=glossary,
        day=day,
        publisher=publisher,
        room=segment.room,
    )
