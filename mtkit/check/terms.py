"""T: official names, by the glossary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mtkit.check.interface import Sample
from mtkit.glossary import Concept, Glossary, Hit, Status, Term
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_terms"]

_CARRIER = re.compile(r"⟦[^⟧]{0,20}⟧|⟦|⟧")
# what may be said in other words, or by a pronoun, in good prose
_LOOSE_KINDS = frozenset({"phrase", "place", "country", "abbr"})


def _grave(concept: Concept, term: Term) -> bool:
    return term.confidence in {"high", ""} and concept.kind not in _LOOSE_KINDS


def _official(concept: Concept, sample: Sample) -> Term | None:
    """The form to write; for Traditional Chinese, the Simplified row where there is no other."""
    code = sample.target_lang.code
    found = concept.approved(code, sample.day)
    if found is None and code != sample.target_lang.base:
        found = concept.approved(sample.target_lang.base, sample.day)
    return found


def _says(term: Term) -> str:
    authority = re.sub(r"^(?:seen|memory):\s*", "", term.authority).strip()
    return f"“{term.text}”" + (f", says {authority}" if authority else "")


def _expired(concept: Concept, sample: Sample) -> Term | None:
    """A form of the concept that stands in the target and was not in force on the day."""
    codes = {sample.target_lang.code, sample.target_lang.base}
    for term in concept.terms:
        if term.lang in codes and term.status is not Status.FORBIDDEN and not term.valid_on(sample.day):
            before, behind = (r"(?<!\w)", r"(?!\w)") if sample.target_lang.spaced else ("", "")
            if re.search(before + re.escape(term.text) + behind, sample.target):
                return term
    return None


def _expiry(concept: Concept, term: Term, sample: Sample) -> Issue:
    place = sample.target.index(term.text)
    until = f" until {term.valid_to}" if term.valid_to and sample.day > term.valid_to else f" from {term.valid_from}"
    official = _official(concept, sample)
    better = f"; the form in force is {_says(official)}" if official else ""
    grave = official is not None and _grave(concept, official)
    return Issue(
        "T04",
        Severity.ERROR if grave else Severity.WARNING,
        f"“{term.text}” was in force{until}{better}",
        target=Span(place, place + len(term.text)),
    )


def _wrong(sample: Sample, glossary: Glossary, known: frozenset[str]) -> Iterator[tuple[str, Issue]]:
    """Forbidden forms, with the ids of their concepts."""
    for hit in glossary.forbidden(sample.target, sample.target_lang.code, day=sample.day):
        official = _official(hit.concept, sample)
        right = f": the official form is {_says(official)}" if official else ""
        sure = sample.source is None or hit.concept.id in known
        yield (
            hit.concept.id,
            Issue(
                "T02",
                Severity.ERROR if sure else Severity.WARNING,
                f"“{hit.span.of(sample.target)}” is not used{right}",
                target=hit.span,
            ),
        )


def _missing(sample: Sample, hit: Hit, times: int) -> Issue | None:
    official = _official(hit.concept, sample)
    accepted = hit.concept.accepted(sample.target_lang.code, sample.day)
    if official is None and not accepted:
        return None
    named = hit.span.of(sample.source or "")
    often = f" ({times} times)" if times > 1 else ""
    if official is None:
        return Issue("T01", Severity.WARNING, f"source has “{named}”{often}, target lacks “{accepted[0]}”", hit.span)
    return Issue(
        "T01",
        Severity.ERROR if _grave(hit.concept, official) else Severity.WARNING,
        f"source has “{named}”{often}, target lacks the official form {_says(official)}",
        source=hit.span,
    )


def _alone(sample: Sample, glossary: Glossary) -> Iterator[Issue]:
    """A text without a source: what must not stand in it."""
    flagged: set[str] = set()
    for concept_id, issue in _wrong(sample, glossary, frozenset()):
        flagged.add(concept_id)
        yield issue
    for concept in glossary.concepts:
        old = _expired(concept, sample) if concept.id not in flagged else None
        if old is not None:
            yield _expiry(concept, old, sample)


def _lacking(sample: Sample, hit: Hit, wanted: int, said: int) -> Issue | None:
    """What to say of a concept that the source names ``wanted`` times and the target, rightly, ``said`` times."""
    if said >= wanted:
        return None
    if said:
        named = hit.span.of(sample.source or "")
        return Issue("T01", Severity.INFO, f"source has “{named}” {wanted} times, target {said}", hit.span)
    old = _expired(hit.concept, sample)
    return _expiry(hit.concept, old, sample) if old else _missing(sample, hit, wanted)


def _against_source(sample: Sample, glossary: Glossary, source: str, code: str) -> Iterator[Issue]:
    first: dict[str, Hit] = {}
    times: Counter[str] = Counter()
    for hit in glossary.find(source, code, day=sample.day):
        first.setdefault(hit.concept.id, hit)
        times[hit.concept.id] += 1
    flagged: set[str] = set()
    for concept_id, issue in _wrong(sample, glossary, frozenset(first)):
        flagged.add(concept_id)
        yield issue
    present = glossary.accepted(sample.target, sample.target_lang.code, day=sample.day) if first else {}
    for concept_id, hit in first.items():
        if concept_id not in flagged:
            found = _lacking(sample, hit, times[concept_id], len(present.get(concept_id, ())))
            if found is not None:
                yield found


def check_terms(sample: Sample) -> Iterator[Issue]:
    """T01 missing, T02 forbidden and T04 outdated forms, by ``sample.glossary``; T03 placeholders left over.

    Fewer mentions than in the source are only a hint: good prose goes on with a pronoun.
    """
    own = set(_CARRIER.findall(sample.source or ""))
    match = next((match for match in _CARRIER.finditer(sample.target) if match[0] not in own), None)
    if match:
        yield Issue(
            "T03", Severity.ERROR, f"a placeholder {match[0]} was left over in the target", target=Span(*match.span())
        )
    if sample.glossary is None:
        return
    if sample.source is None or sample.source_lang is None:
        yield from _alone(sample, sample.glossary)
    else:
        yield from _against_source(sample, sample.glossary, sample.source, sample.source_lang.code)
