"""E: names that no glossary has, and abbreviations.

Names in Latin letters stay as they are and are compared letter by letter; where Thai, Burmese, Tamil or Chinese spell
them by their sound, something must sound so. Chinese persons are compared with Hanyu
Pinyin, in Vietnamese with the Sino-Vietnamese reading. What no rule reads says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtkit.check.interface import Sample
from mtkit.check.names_abbreviations import abbreviations
from mtkit.check.names_chinese import Person, looks_foreign, persons
from mtkit.check.names_forms import people
from mtkit.check.names_latin import Token, altered, tokens
from mtkit.check.names_missing import missing
from mtkit.check.names_people import find_person, misread
from mtkit.lang import Script
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_names", "check_people"]

_LONG = 4000  # characters, from which no name is sought that neither a title nor a verb marks: it would take seconds


def check_names(sample: Sample) -> Iterator[Issue]:
    """E01 a name is spelt otherwise, E02 it is missing, E04 an abbreviation is missing."""
    source, source_lang = sample.source, sample.source_lang
    if source is None or source_lang is None or source == sample.target:
        return
    ours, theirs = tokens(source), tokens(sample.target)
    if ours:
        issues, lost = altered(sample, ours, theirs)
        yield from issues
        yield from missing(lost, ours, sample, source_lang)
        yield from abbreviations(sample, ours, theirs)
    if source_lang.script.is_han and sample.target_lang.script is Script.LATIN:
        yield from _persons(sample, source, theirs)


def _persons(sample: Sample, source: str, theirs: Sequence[Token]) -> Iterator[Issue]:
    told: list[Span] = []
    for person in persons(source):
        for issue in _chinese(person, sample, theirs):
            told.append(person.span)
            yield issue
    if sample.target_lang.base == "vi" or len(source) > _LONG:
        return
    for person, expected, place in misread(source, sample.target, theirs):
        if not any(span.overlaps(person.span) for span in told) and not _in_glossary(person.span, sample):
            said = place.of(sample.target)
            message = f"“{person.name}” is read {expected}, the target has “{said}”"
            severity = Severity.INFO if looks_foreign(person.name) else Severity.WARNING
            yield Issue("E01", severity, message, person.span, place)


def _chinese(person: Person, sample: Sample, theirs: Sequence[Token]) -> Iterator[Issue]:
    """E01 and E02 for a Chinese person in a target in Latin letters."""
    found = find_person(person.name, sample.target, sample.target_lang, theirs)
    if found is None or found.exact or _in_glossary(person.span, sample):
        return
    if found.span is not None:
        message = f"“{person.name}” is read {found.expected}, the target has “{found.span.of(sample.target)}”"
        severity = Severity.INFO if found.doubtful or looks_foreign(person.name) else Severity.WARNING
        yield Issue("E01", severity, message, person.span, found.span)
        return
    severity = Severity.WARNING if person.sure and not found.doubtful else Severity.INFO
    message = f"the source names “{person.name}” ({found.expected}), the target does not"
    yield Issue("E02", severity, message, person.span)


def _in_glossary(span: Span, sample: Sample) -> bool:
    """Whether the glossary knows what stands at ``span`` of the source."""
    if sample.glossary is None or sample.source is None or sample.source_lang is None:
        return False
    hits = sample.glossary.find(sample.source, sample.source_lang.code, day=sample.day, publisher=sample.publisher)
    return any(hit.span.overlaps(span) for hit in hits)


def check_people(samples: Sequence[Sample]) -> dict[int, list[Issue]]:
    """E03, one form for one person through an article or a batch, by the place of the sample in ``samples``.

    A later mention by the surname or the given name alone is no other form.
    """
    return people(samples)
