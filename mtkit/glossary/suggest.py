"""Candidates for the glossary, mined from reviewed translations.

A stretch of the source that comes back is paired with the stretch of the approved texts that comes back with it (Dice's
coefficient over sentences). Names that the glossary has and the editors used are set aside first; names that it has
and the editors did not use contradict it. Where the machine's text is known, the candidates that editors put in by
hand come first. Nothing here is approved: the rows are ``proposed``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from mtkit.glossary.book import Glossary
from mtkit.glossary.exchange.pairs import name_ids
from mtkit.glossary.grams import Gram, grams, tokens
from mtkit.glossary.model import Concept, Status, Term
from mtkit.lang import Pair
from mtkit.text import Span
from mtkit.unit import State, Unit

__all__ = ["Candidate", "proposals", "suggest"]

_LEAST_DICE = 0.7
_MAX_FORM = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source form with the form that editors approved for it.

    ``units`` hold both; ``sources`` hold the source form at all; in ``changed`` of them the machine's text had
    something else, most often ``machine``. ``concept`` is the glossary's own if it has one without this form.
    ``places`` are the first of the units.
    """

    pair: Pair
    source: str
    target: str
    units: int
    sources: int
    changed: int
    machine: str
    concept: str
    dice: float
    places: tuple[str, ...]

    @property
    def why(self) -> str:
        """The evidence in one line."""
        parts = [f"in {self.units} of {self.sources} reviewed units"]
        if self.changed:
            instead = f" ({self.machine!r})" if self.machine else ""
            parts.append(f"editors changed the machine's text{instead} in {self.changed}")
        if self.concept:
            parts.append(f"the glossary's {self.concept!r} has another form or none")
        return "; ".join([*parts, f"as in {', '.join(self.places)}"])


@dataclass(frozen=True, slots=True)
class _Line:
    """A reviewed unit with its place, and the stretches that the glossary accounts for on either side."""

    place: str
    unit: Unit
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    unmet: tuple[str, ...]


def suggest(
    units: Iterable[tuple[str, Unit]], glossary: Glossary, *, day: date, least: int = 2, most: int = 200
) -> tuple[Candidate, ...]:
    """Candidates from ``units`` with their places, the best first, at most ``most``.

    Units that nobody approved are left out. ``least`` is in how many units a form must stand, at least 2.
    """
    by_pair: dict[Pair, list[_Line]] = defaultdict(list)
    for place, unit in units:
        if unit.state is State.APPROVED and unit.target:
            by_pair[unit.pair].append(_line(place, unit, glossary, day))
    found = [
        candidate for pair in sorted(by_pair) for candidate in _of_pair(pair, by_pair[pair], glossary, max(least, 2))
    ]
    found.sort(key=lambda c: (-c.changed, -c.units, -c.dice, c.pair, c.source))
    return tuple(found[:most])


def _line(place: str, unit: Unit, glossary: Glossary, day: date) -> _Line:
    text, pair = unit.segment.text, unit.pair
    hits = glossary.find(text, pair.source, day=day)
    ids = {hit.concept.id for hit in hits}
    met = glossary.accepted(unit.target, pair.target, day=day, among=ids)
    covered = tuple(hit.span for hit in hits)
    used = tuple(hit.span for found in met.values() for hit in found)
    return _Line(place, unit, covered, used, tuple(sorted(ids - set(met))))


def _of_pair(pair: Pair, lines: Sequence[_Line], glossary: Glossary, least: int) -> Iterator[Candidate]:
    targets = grams([(line.unit.target, tokens(line.unit.target, line.target)) for line in lines], least=least)
    holders: dict[int, list[Gram]] = defaultdict(list)
    for gram in targets:
        for number in gram.where:
            holders[number].append(gram)
    scored = []
    for source, concept in _sources(lines, glossary, pair, least):
        for target, dice, shift in _partners(source, holders, least):
            scored.append((-dice, -len(source.where), shift, -source.size, -target.size, source, target, concept))
    scored.sort(key=lambda item: (*item[:5], item[5].text, item[6].text))
    taken: list[tuple[Gram, Gram]] = []
    for dice, _, _, _, _, source, target, concept in scored:
        if not any(_same(source, one) or _same(target, two) for one, two in taken):
            taken.append((source, target))
            yield _candidate(pair, source, target, concept, -dice, lines)


def _sources(lines: Sequence[_Line], glossary: Glossary, pair: Pair, least: int) -> Iterator[tuple[Gram, str]]:
    """What may be a source form: stretches that the glossary does not have, and its concepts that were not met."""
    texts = [(line.unit.segment.text, tokens(line.unit.segment.text, line.source)) for line in lines]
    for gram in grams(texts, least=least):
        yield gram, ""
    unmet: dict[str, dict[int, float]] = defaultdict(dict)
    for number, line in enumerate(lines):
        for concept in line.unmet:
            unmet[concept][number] = 0.5
    for concept, where in sorted(unmet.items()):
        if len(where) >= least:
            forms = [term.text for term in glossary[concept].terms if term.lang == pair.source]
            text = lines[next(iter(where))].unit.segment.text
            shown = next((form for form in forms if form in text), forms[0] if forms else concept)
            yield Gram(shown, where, len(tokens(shown))), concept


def _partners(source: Gram, holders: Mapping[int, Sequence[Gram]], least: int) -> Iterator[tuple[Gram, float, float]]:
    """Target stretches that come and go with ``source``: how nearly, and how far their places differ."""
    together = Counter(gram.text for number in source.where for gram in holders.get(number, ()))
    by_text = {gram.text: gram for number in source.where for gram in holders.get(number, ())}
    for text, count in together.items():
        gram = by_text[text]
        dice = 2 * count / (len(source.where) + len(gram.where))
        if count >= least and dice >= _LEAST_DICE and len(text) <= _MAX_FORM and len(source.text) <= _MAX_FORM:
            shifts = [abs(gram.where[n] - place) for n, place in source.where.items() if n in gram.where]
            yield gram, dice, round(sum(shifts) / len(shifts), 6)


def _same(one: Gram, other: Gram) -> bool:
    """Whether two stretches are parts of each other in the same sentences."""
    return (one.text in other.text or other.text in one.text) and bool(one.where.keys() & other.where.keys())


def _candidate(pair: Pair, source: Gram, target: Gram, concept: str, dice: float, lines: Sequence[_Line]) -> Candidate:
    both = [number for number in source.where if number in target.where]
    changed = [n for n in both if _replaced(lines[n].unit, target.text)]
    said = Counter(text for n in changed if (text := _before(lines[n].unit, target.text)))
    machine = min(said, key=lambda text: (-said[text], text), default="")
    places = tuple(lines[number].place for number in both[:3])
    return Candidate(pair, source.text, target.text, len(both), len(source.where), len(changed), machine, concept,
                     round(dice, 3), places)  # fmt: skip


def _replaced(unit: Unit, form: str) -> bool:
    """Whether the machine's text is known and did not have ``form``."""
    return bool(unit.raw) and form.casefold() not in unit.raw.casefold()


def _before(unit: Unit, form: str) -> str:
    """What the machine had where the approved text has ``form``: "" if that cannot be told."""
    ours, theirs = tokens(unit.target), tokens(unit.raw)
    start = unit.target.casefold().find(form.casefold())
    inside = [n for n, token in enumerate(ours) if start <= token.span.start < start + len(form)]
    if start < 0 or not inside:
        return ""
    matcher = SequenceMatcher(None, [t.text for t in theirs], [t.text for t in ours], autojunk=False)
    met = [
        (one, two)
        for tag, one, two, three, four in matcher.get_opcodes()
        if tag != "equal" and three <= inside[-1] and four > inside[0] and two > one
    ]
    return unit.raw[theirs[met[0][0]].span.start : theirs[met[-1][1] - 1].span.end] if met else ""


def proposals(candidates: Iterable[Candidate], glossary: Glossary) -> tuple[Concept, ...]:
    """Concepts to review: the forms of each candidate as ``proposed`` rows with their evidence.

    A concept that the glossary has comes with all its rows, for a file's concept replaces the glossary's whole.
    """
    known = tuple(candidates)
    ids = name_ids([c.source for c in known if not c.concept])
    made: dict[str, Concept] = {}
    for candidate in known:
        name = candidate.concept or ids[candidate.source]
        concept = made.get(name)
        if concept is None:
            concept = glossary[name] if name in glossary else Concept(name, "phrase", ())
        made[name] = replace(concept, terms=(*concept.terms, *_rows(name, candidate, concept)))
    return tuple(made.values())


def _rows(name: str, candidate: Candidate, concept: Concept) -> Iterator[Term]:
    held = {(term.lang, term.text) for term in concept.terms}
    for lang, text, note in (
        (candidate.pair.source, candidate.source, ""),
        (candidate.pair.target, candidate.target, candidate.why),
    ):
        if (lang, text) not in held:
            yield Term(
                name, lang, text, Status.PROPOSED, authority="reviewed translations", confidence="low", note=note
            )
