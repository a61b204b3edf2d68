"""T: official names, by the glossary. What is right is said in ``mtkit.verify``, once for all who ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtkit.check.interface import Sample
from mtkit.unit import Issue
from mtkit.verify import Rendering, inconsistent, residue, verify

__all__ = ["check_renderings", "check_terms"]


def check_terms(sample: Sample) -> Iterator[Issue]:
    """T01 to T08 by ``sample.glossary``, but for T07; T03, placeholders left over, without one as well."""
    left = residue(sample.source or "", sample.target)
    if left is not None:
        yield left
    rendering = _rendering(sample)
    if rendering is not None:
        yield from verify(rendering)


def check_renderings(samples: Sequence[Sample]) -> dict[int, list[Issue]]:
    """T07, one name for one thing in all of a document, by the place of the sample in ``samples``."""
    judged = [(n, found) for n, sample in enumerate(samples) if (found := _rendering(sample)) is not None]
    return {judged[n][0]: issues for n, issues in inconsistent([found for _, found in judged]).items()}


def _rendering(sample: Sample) -> Rendering | None:
    if sample.glossary is None:
        return None
    lone = sample.source is None or sample.source_lang is None
    return Rendering(
        sample.target,
        sample.target_lang,
        sample.glossary,
        sample.day,
        None if lone else sample.source,
        sample.source_lang,
        sample.publisher,
    )
