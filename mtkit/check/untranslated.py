"""U: text that was copied, and addresses that were not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import unquote

from mtkit.check.interface import Sample
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["check_untranslated"]

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”‘’«»（）()，。；、！？【】《》「」{}]+", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SEAM = re.compile(r"(?<=[A-Za-z0-9/])(?=[\u0b80-\u0bff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff])")
_CLOSE = frozenset({"id", "ms"})  # so alike that a short sentence may be the same in both
_RUN = 6  # words copied in a row


def _addresses(text: str) -> Counter[str]:
    if "://" not in text and "www." not in text.lower() and "@" not in text:
        return Counter()
    found = [unquote(url).rstrip(".,;:!?។။…/").lower() for url in _URL.findall(_ascii_end(text))]
    return Counter([*found, *(mail.rstrip(".").lower() for mail in _MAIL.findall(text))])


def _ascii_end(text: str) -> str:
    """A blank between an address and letters of another script that follow it without one."""
    return _SEAM.sub(" ", text)


def _is_name(words: list[str]) -> bool:
    """Whether the words can stay as they are: names and abbreviations only."""
    return all(word[0].isupper() or len(word) <= 1 for word in words)


def _copied(source: str, target: str) -> Span | None:
    """A run of words of the source, most of them in small letters, in the target as they were."""
    words = list(_WORD.finditer(target))
    if len(words) < _RUN:
        return None
    have = [w[0] for w in _WORD.finditer(source)]
    runs = {tuple(have[i : i + _RUN]) for i in range(len(have) - _RUN + 1)}
    for i in range(len(words) - _RUN + 1):
        run = tuple(w[0] for w in words[i : i + _RUN])
        if run in runs and sum(word[0].islower() for word in run) >= 3:
            return Span(words[i].start(), words[i + _RUN - 1].end())
    return None


def check_untranslated(sample: Sample) -> Iterator[Issue]:
    """U01 for a copy of the source, U02 for a copied stretch, U03 for addresses that differ."""
    if sample.source is None or sample.source_lang is None or not sample.target.strip():
        return
    source, target = sample.source.strip(), sample.target.strip()
    wanted, got = _addresses(source), _addresses(target)
    for lost, new in zip_longest(sorted((wanted - got).elements()), sorted((got - wanted).elements())):
        has = f"target has {new}" if new else "target does not"
        message = f"source has the address {lost}, {has}" if lost else f"target has the address {new}, source does not"
        yield Issue("U03", Severity.ERROR, message)
    if sample.source_lang.base == sample.target_lang.base:
        return
    close = {sample.source_lang.base, sample.target_lang.base} == _CLOSE
    if source.casefold() == target.casefold():
        words = _WORD.findall(_MAIL.sub(" ", _URL.sub(" ", source)))
        if not words:
            return
        han = bool(_HAN.search(source))
        if _is_name(words) and not (han and len(source) > 4):
            if len(words) > 5:
                yield Issue("U01", Severity.WARNING, "the target is the same as the source")
            return
        mild = close or len(words) < 3
        yield Issue(
            "U01",
            Severity.WARNING if mild and not han else Severity.ERROR,
            "the target is the same as the source: it was not translated",
        )
        return
    if close or _HAN.search(source):
        return
    span = _copied(source, sample.target)
    if span is not None:
        yield Issue("U02", Severity.WARNING, f"“{span.of(sample.target)}” was left as in the source", target=span)
