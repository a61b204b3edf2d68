"""Are the names where they should be? Counts over translated segments.

The matching is that of ``mtkit.verify``, by which the main path and the checks judge: forms are found maximal and at
word boundaries, a form inside a longer one or half under it is no mention of its own. On top of it, every occurrence in
the source needs a place of its own in the target (maximum bipartite matching), also where two concepts share a form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from mtkit.evaluate.interface import Counts, Example, Failure, Fault, Scored, total
from mtkit.glossary import Concept, Glossary, Hit, Status
from mtkit.glossary.normal import fold
from mtkit.lang import Pair, lang
from mtkit.text import Span
from mtkit.verify import Rendering, doubt, inconsistent

__all__ = ["RULE", "own_places", "score_terms"]

RULE = "exclusive-maximal:1"
"""The matching rule as signatures name it; the number rises when a rate of the same text would change."""


def score_terms(examples: Sequence[Example], pair: Pair, glossary: Glossary, *, day: date) -> Scored:
    """Count the names of ``examples``; examples of one document follow each other.

    *Surface*: an accepted form stands in the target, each non-overlapping stretch counted once for a concept; capitals,
    word boundaries and other concepts do not count. *Exclusive*: see the module; the concepts of the source compete for
    places in the target. Exclusive is never more than surface.
    """
    scored: list[Scored] = []
    for _, group in groupby(examples, key=lambda example: example.document):
        members = list(group)
        judged = [_Judged.of(example, pair, glossary, day) for example in members]
        scored += [_segment(one) for one in judged]
        scored.append(_document(judged))
    return Scored(total(one.counts for one in scored), tuple(failure for one in scored for failure in one.failures))


@dataclass(frozen=True, slots=True)
class _Judged:
    """An example with the concepts of its source: all, and by id the hits that are covered."""

    example: Example
    text: Rendering
    hits: tuple[Hit, ...]
    covered: Mapping[str, tuple[Hit, ...]]
    found: Mapping[str, tuple[Hit, ...]]  # accepted forms in the target, among all concepts of the glossary

    @classmethod
    def of(cls, example: Example, pair: Pair, glossary: Glossary, day: date) -> _Judged:
        source, target = lang(pair.source), lang(pair.target)
        text = Rendering(example.target, target, glossary, day, example.source, source)
        hits = text.hits()
        covered: dict[str, tuple[Hit, ...]] = {}
        for hit in hits:
            if text.official(hit.concept) is not None and not doubt(hit, target, day):
                covered[hit.concept.id] = (*covered.get(hit.concept.id, ()), hit)
        return cls(example, text, hits, covered, text.accepted(hits) if covered else {})

    @property
    def among(self) -> frozenset[str]:
        """Every concept that the source may mean."""
        return frozenset(concept.id for hit in self.hits for concept in (hit.concept, *hit.rivals))

    def wanted(self, concept: Concept) -> str:
        """The form to write."""
        term = self.text.official(concept)
        return term.text if term else ""

    def failure(self, fault: Fault, concept: Concept, named: str, found: str = "") -> Failure:
        """A failure of this example."""
        example = self.example
        return Failure(example.id, fault, concept.id, named, self.wanted(concept), found, example.flagged)


def _segment(one: _Judged) -> Scored:
    """The counts of one segment, but for what only a document shows."""
    example, text = one.example, one.text
    terms = sum(map(len, one.covered.values()))
    counts = Counts(
        segments=1,
        with_terms=bool(terms),
        flagged=example.flagged,
        terms=terms,
        passed=0 if example.flagged else terms,
        unsure=sum(bool(doubt(hit, text.target_lang, text.day)) for hit in one.hits),
    )
    if not one.hits:
        return Scored(counts)
    among = one.among
    held = own_places({name: len(hits) for name, hits in one.covered.items()}, _spans(text.accepted(one.hits, among)))
    loose = {name: max(held[name], _surface(one, name)) for name in one.covered}
    spare = _spare(one)
    wrong = text.glossary.forbidden(example.target, text.target_lang.code, day=text.day, concepts=among)
    counts = replace(
        counts,
        surface=sum(min(len(hits), loose[name]) for name, hits in one.covered.items()),
        exclusive=sum(held.values()),
        passed_held=0 if example.flagged else sum(held.values()),
        forbidden=len(wrong),
        doubled=sum(max(0, extra) for extra in spare.values()),
    )
    return Scored(counts, tuple(_failures(one, held, spare, wrong)))


def _failures(
    one: _Judged, held: Mapping[str, int], spare: Mapping[str, int], wrong: Sequence[Hit]
) -> Iterator[Failure]:
    source, target = one.example.source, one.example.target
    for name, hits in one.covered.items():
        for hit in hits[held[name] :]:
            yield one.failure(Fault.MISSING, hit.concept, hit.span.of(source))
        for _ in range(spare.get(name, 0)):
            yield one.failure(Fault.DOUBLED, hits[0].concept, hits[0].span.of(source), one.wanted(hits[0].concept))
    named = {hit.concept.id: hit.span.of(source) for hit in reversed(one.hits)}
    for hit in wrong:
        yield one.failure(Fault.FORBIDDEN, hit.concept, named.get(hit.concept.id, ""), hit.span.of(target))


def _spans(found: Mapping[str, Sequence[Hit]]) -> dict[str, list[Span]]:
    return {name: [hit.span for hit in hits] for name, hits in found.items()}


def _spare(one: _Judged) -> dict[str, int]:
    """Mentions of each covered concept in the target, outside longer names, that no occurrence in the source needs."""
    places = _spans(one.found)
    taken = _owners({name: len(hits) for name, hits in one.covered.items()}, places)
    return {name: sum(place not in taken for place in places.get(name, ())) for name in one.covered}


def own_places(wanted: Mapping[str, int], places: Mapping[str, Sequence[Span]]) -> dict[str, int]:
    """How many of the ``wanted`` occurrences of each concept have one of its ``places`` for themselves.

    The sum is the greatest that is possible; of equals, concepts that come first are served first.
    """
    served = Counter(_owners(wanted, places).values())
    return {name: served[name] for name in wanted}


def _owners(wanted: Mapping[str, int], places: Mapping[str, Sequence[Span]]) -> dict[Span, str]:
    """The concept that each place is given to, by maximum bipartite matching (Kuhn's algorithm)."""
    owner: dict[Span, tuple[str, int]] = {}

    def serve(occurrence: tuple[str, int], tried: set[Span]) -> bool:
        for place in places.get(occurrence[0], ()):
            if place not in tried:
                tried.add(place)
                if place not in owner or serve(owner[place], tried):
                    owner[place] = occurrence
                    return True
        return False

    for name, times in wanted.items():
        for n in range(times):
            if not serve((name, n), set()):
                break
    return {place: name for place, (name, _) in owner.items()}


def _surface(one: _Judged, name: str) -> int:
    """How many stretches of the target, none over another, spell an accepted form of a concept."""
    text, code = one.text, one.text.target_lang.code
    concept = text.glossary[name]
    chinese = text.target_lang.base == "zh"
    forms = {form for base in {code, text.target_lang.base} for form in concept.accepted(base, text.day)}
    folded = sorted({fold(form, chinese=chinese).lower for form in forms} - {""}, key=lambda form: (-len(form), form))
    if not folded:
        return 0
    pattern = "|".join(map(re.escape, folded))
    return len(re.findall(pattern, fold(one.example.target, chinese=chinese).lower))


def _document(judged: Sequence[_Judged]) -> Scored:
    """One rendering for one concept? Counted over the segments of one document."""
    texts = [one.text for one in judged]
    uses: Counter[str] = Counter()
    for one in judged:
        for name in one.covered:
            uses[name] += sum(hit.term.status is not Status.DERIVED for hit in one.found.get(name, ()))
    repeated = {name for name, times in uses.items() if times > 1}
    if len({hit.term.text for one in judged for name in repeated for hit in one.found.get(name, ())}) <= len(repeated):
        return Scored(Counts(repeated=len(repeated)))  # one form each: spare the closer look
    failures: list[Failure] = []
    for n, issues in sorted(inconsistent(texts).items()):
        one = judged[n]
        for issue in issues:
            names = (name for name in one.covered if any(hit.span == issue.target for hit in one.found.get(name, ())))
            concept = next(names, None)
            if concept is not None and concept in repeated and issue.target is not None:
                hit = one.covered[concept][0]
                said = issue.target.of(one.example.target)
                failures.append(one.failure(Fault.UNLIKE, hit.concept, hit.span.of(one.example.source), said))
    unlike = {failure.concept for failure in failures}
    return Scored(Counts(repeated=len(repeated), unlike=len(unlike)), tuple(failures))
