"""The house's style put to machine text: what is held stays as it is, codes stay at their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from mtkit.glossary import Concept, Glossary
from mtkit.mask import Name, Placed
from mtkit.seams import chinese_marks_in, edited
from mtkit.style import Edit, Rule, Style, conversion, rules
from mtkit.text import Span

__all__ = ["dressed"]

_ROUNDS = 4
_MODEL = "zh"  # what models of Traditional Chinese are asked for, see ``as_models_know``


def dressed(
    text: str,
    placed: Sequence[Placed],
    target: str,
    style: Style,
    *,
    form_of: Callable[[Name], str] = lambda name: name.form,
    glossary: Glossary | None = None,
    day: date = date.max,
    publisher: str = "",
) -> tuple[str, tuple[Placed, ...]]:
    """``text`` as the house writes ``target``, and ``placed`` where it is then.

    ``form_of`` gives a held name's form in ``target``, "" for none. Official forms of ``glossary`` that stand in the
    text without being held stay as they are; where characters are converted, they become those of ``target``.
    """
    found = tuple(placed)
    convert = conversion(style, target)
    if convert is not None:
        text, found = _converted(
            text, found, convert, form_of, _official(text, found, target, glossary, day, publisher)
        )

    def names_in(now: str) -> list[Span]:
        return [hit.span for hit in glossary.find(now, target, day=day, publisher=publisher)] if glossary else []

    wide = style.choice("width", target) == "full"
    for _ in range(_ROUNDS):  # a mark that one rule writes can be what another looks for
        before = text
        text, found = _by_rules(text, found, rules(style, target), names_in, wide=wide)
        if text == before:
            break
    return text, found


def _by_rules(
    text: str,
    found: tuple[Placed, ...],
    known: Sequence[Rule],
    official: Callable[[str], list[Span]],
    *,
    wide: bool,
) -> tuple[str, tuple[Placed, ...]]:
    """One round of the rules; what ``official`` finds in the text is left alone as what is held."""
    if wide:
        text, found = chinese_marks_in(text, found)
    for rule in known:
        held = [place.span for place in found if not place.is_code]
        edits = rule(text, held)
        if not edits:
            continue
        names = official(text)
        if names:
            edits = [edit for edit in rule(text, [*held, *names]) if not any(_inside(edit, span) for span in names)]
        at_codes = {place.span.start for place in found if place.is_code}
        # nothing is put in where a code stands: on which side it would be is not certain
        text, found = edited(text, found, [edit for edit in edits if edit[0] < edit[1] or edit[0] not in at_codes])
    return text, found


def _inside(edit: Edit, span: Span) -> bool:
    return span.start < edit[1] and edit[0] < span.end


def _converted(
    text: str,
    placed: Sequence[Placed],
    convert: Callable[[str], str],
    form_of: Callable[[Name], str],
    official: Sequence[tuple[Span, str]],
) -> tuple[str, tuple[Placed, ...]]:
    """``text`` in other characters: names in their own form, the rest by ``convert``, codes where they were."""
    whole = _without(text, placed)
    if convert(whole) == whole and not official:
        plain: Callable[[str], str] = str
    else:
        plain = convert
    stops = sorted([*((place.span, place, "") for place in placed), *((span, None, form) for span, form in official)],
                   key=lambda stop: stop[0])  # fmt: skip
    parts: list[str] = []
    moved: list[Placed] = []
    at = length = 0
    for span, place, form in stops:
        piece = plain(text[at : span.start])
        length += len(piece)
        if place is None:
            new = form
        elif isinstance(place.what, Name):
            new = form_of(place.what) or convert(span.of(text))
            moved.append(Placed(Span(length, length + len(new)), replace(place.what, form=new)))
        else:
            new = span.of(text)
            moved.append(Placed(Span(length, length + len(new)), place.what))
        parts += [piece, new]
        length += len(new)
        at = span.end
    return "".join([*parts, plain(text[at:])]), tuple(moved)


def _without(text: str, placed: Sequence[Placed]) -> str:
    """The text without what is held."""
    parts, at = [], 0
    for place in placed:
        parts.append(text[at : place.span.start])
        at = place.span.end
    return "".join([*parts, text[at:]])


def _official(
    text: str, placed: Sequence[Placed], target: str, glossary: Glossary | None, day: date, publisher: str
) -> list[tuple[Span, str]]:
    """Where the text has official forms of its own accord, and what they are in ``target``."""
    if glossary is None:
        return []
    found = []
    for hit in glossary.find(text, _MODEL, day=day, publisher=publisher):
        form = _counterpart(hit.concept, hit.span.of(text), target, day, publisher)
        if form and not any(_meet(hit.span, place.span) for place in placed):
            found.append((hit.span, form))
    return found


def _meet(one: Span, other: Span) -> bool:
    """Whether they overlap, or ``other`` is a code inside of ``one``."""
    return one.overlaps(other) or one.start < other.start < one.end


def _counterpart(concept: Concept, said: str, target: str, day: date, publisher: str) -> str:
    """The form in ``target`` for what ``said`` is among the concept's forms; "" where there is none for sure."""
    here = concept.approved(_MODEL, day, publisher=publisher)
    there = concept.approved(target, day, publisher=publisher)
    if here is None or there is None:
        return ""
    pairs = {here.later: there.later, here.abbreviation: there.abbreviation, here.text: there.text}
    return pairs.get(said, "")
