"""Are the names of a source in its translation, each in an accepted form? One answer, for the main path and the checks.

Accepted forms are counted by exclusive, maximal, boundary-aware matching: a name inside a longer name, or half under
another, is not a mention of its own. Forbidden forms are sought outside the accepted ones. Forms that the glossary
cannot choose between, and forms that are no longer in force, are said and never picked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mtkit.compose import compose
from mtkit.glossary import Concept, Glossary, Hit, Status, Term
from mtkit.glossary.normal import fold
from mtkit.lang import Lang, Pair
from mtkit.text import Span
from mtkit.unit import Issue, Severity

__all__ = ["Rendering", "counted", "doubt", "inconsistent", "residue", "verify"]

_CARRIER = re.compile(r"⟦[^⟧]{0,20}⟧|[⟦⟧▁⁇]|<unk>|</s>|>>[A-Za-z_]{2,12}<<")
_MINISTER = re.compile("部[长長]|Minister")
_BODY = re.compile("[\u4e00-\u9fff]{0,12}?(?:[协學学]会|[委联]员?会|公司|[局署院军台盟]|部(?!分)|大学)")
_ABBREVIATION = re.compile(r"(?<![A-Za-z])(?:[A-Z]{3,6}|U\.S\.)(?![A-Za-z])")
_CLOSING = {"(": ")", "（": "）", "[": "]"}
# what may be said in other words, or by a pronoun, in good prose
_SHORT = re.compile("[A-Z]{2,6}")
_DOTTED = 5  # letters of the longest abbreviation that is written with full stops
_LOOSE_KINDS = frozenset({"phrase", "place", "country", "abbr"})


@dataclass(frozen=True, slots=True)
class Rendering:
    """A source, its translation, and by which names they are judged; ``source`` None for a text that stands alone."""

    target: str
    target_lang: Lang
    glossary: Glossary
    day: date
    source: str | None = None
    source_lang: Lang | None = None
    publisher: str = ""

    def official(self, concept: Concept) -> Term | None:
        """The form to write; for Traditional Chinese, the Simplified row where there is no other."""
        return next(iter(self.choices(concept)), None)

    def choices(self, concept: Concept) -> tuple[Term, ...]:
        """The forms that could be written."""
        return _choices(concept, self.target_lang, self.day, self.publisher)

    def hits(self) -> tuple[Hit, ...]:
        """The concepts in the source, an abbreviation in brackets behind its own name counted with it."""
        if self.source is None or self.source_lang is None:
            return ()
        found = self.glossary.find(self.source, self.source_lang.code, day=self.day, publisher=self.publisher)
        if not _MINISTER.search(self.source):
            return counted(found, self.source)
        pair = Pair(self.source_lang.code, self.target_lang.code)
        made = compose(self.source, found, pair, self.glossary, self.day, self.publisher)
        # the country inside a ministry's name, where its minister is meant, is no mention of its own
        bodies = [part.span for parts in made.parts.values() for part in parts if part.concept.kind == "body"]
        own = [hit for hit in found if not any(span.covers(hit.span) and span != hit.span for span in bodies)]
        return counted(own, self.source)

    def accepted(self, hits: Sequence[Hit], among: frozenset[str] | None = None) -> dict[str, tuple[Hit, ...]]:
        """Accepted forms in the target by concept, exclusive and maximal among all concepts or ``among``.

        ``hits`` are those of the source. What stands inside an English name that was kept, for want of one in the
        target language, does not count.
        """
        found = self.glossary.accepted(
            self.target, self.target_lang.code, day=self.day, among=among, publisher=self.publisher
        )
        kept = self._kept_in_english(hits)
        return {
            concept: mine
            for concept, places in found.items()
            if (mine := tuple(hit for hit in counted(places, self.target) if not any(s.covers(hit.span) for s in kept)))
        }

    def _kept_in_english(self, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """Where English names of the source's concepts that have no form in the target language stand."""
        lacking = frozenset(hit.concept.id for hit in hits if not self.choices(hit.concept))
        if not lacking or self.target_lang.code == "en":
            return ()
        found = self.glossary.accepted(self.target, "en", day=self.day, among=lacking)
        return tuple(hit.span for places in found.values() for hit in places)


def counted(hits: Sequence[Hit], text: str) -> tuple[Hit, ...]:
    """``hits``, sorted, without abbreviations in brackets that only repeat the name before them: "… Nations (UN)"."""
    kept: list[Hit] = []
    for n, hit in enumerate(hits):
        before = hits[n - 1] if n else None
        if before is None or before.concept.id != hit.concept.id or not _bracketed(before.span, hit.span, text):
            kept.append(hit)
    return tuple(kept)


def _bracketed(first: Span, second: Span, text: str) -> bool:
    """Whether ``second`` stands alone in brackets right after ``first``."""
    opening = text[first.end : second.start].strip()
    return opening in _CLOSING and text[second.end : second.end + 1] == _CLOSING[opening]


def doubt(hit: Hit, target: Lang, day: date, publisher: str = "") -> tuple[Term, ...]:
    """The forms that the glossary cannot choose between for ``hit``; () where it can.

    Either the words of the source belong to several concepts with different forms, or one of them has none; or the
    concept has forms of several houses and none for ``publisher``.
    """
    readings = [_choices(concept, target, day, publisher) for concept in (hit.concept, *hit.rivals)]
    unlike = {term.text: term for forms in reversed(readings) for term in reversed(forms)}
    sure = len(unlike) < 2 and (all(readings) or not any(readings))
    return () if sure else tuple(unlike[text] for text in dict.fromkeys(t.text for forms in readings for t in forms))


def _choices(concept: Concept, target: Lang, day: date, publisher: str) -> tuple[Term, ...]:
    own = concept.choices(target.code, day, publisher=publisher)
    return own or (concept.choices(target.base, day, publisher=publisher) if target.base != target.code else ())


def residue(source: str, target: str) -> Issue | None:
    """T03 for a mark, a carrier or a token of a model that was left over in ``target`` and is not in ``source``."""
    own = set(_CARRIER.findall(source))
    match = next((match for match in _CARRIER.finditer(target) if match[0] not in own), None)
    if match is None:
        return None
    return Issue(
        "T03", Severity.ERROR, f"a placeholder {match[0]} was left over in the target", target=Span(*match.span())
    )


def verify(text: Rendering) -> Iterator[Issue]:
    """T01 missing, T02 forbidden, T04 outdated, T05 ambiguous, T06 expired names, T08 names said too often.

    Fewer mentions than in the source are only a hint: good prose goes on with a pronoun.
    """
    if text.source is None:
        yield from _alone(text)
        return
    hits = text.hits()
    times = Counter(hit.concept.id for hit in hits)
    first = {hit.concept.id: hit for hit in reversed(hits)}
    flagged: set[str] = set()
    for concept_id, issue in _wrong(text, frozenset(times)):
        flagged.add(concept_id)
        yield issue
    if not times:
        return
    strict = text.accepted(hits)
    short = any(len(strict.get(concept_id, ())) < wanted for concept_id, wanted in times.items())
    loose = text.accepted(hits, frozenset(times)) if short else strict
    for concept_id in times:  # in the order of the source
        hit = first[concept_id]
        unsure = _unsure(text, hit, strict)
        if unsure is not None:
            yield unsure
        elif concept_id not in flagged:
            yield from _counts(text, hit, times[concept_id], strict.get(concept_id, ()), loose.get(concept_id, ()))


def _grave(concept: Concept, term: Term) -> bool:
    return term.confidence in {"high", ""} and concept.kind not in _LOOSE_KINDS


def _says(term: Term) -> str:
    authority = re.sub(r"^(?:seen|memory):\s*", "", term.authority).strip()
    return f"“{term.text}”" + (f", says {authority}" if authority else "")


def _unsure(text: Rendering, hit: Hit, strict: dict[str, tuple[Hit, ...]]) -> Issue | None:
    """T05 where the glossary cannot say which form is right, T06 where none is in force."""
    named = hit.span.of(text.source or "")
    forms = doubt(hit, text.target_lang, text.day, text.publisher)
    if forms:
        readings = (hit.concept, *hit.rivals)
        said = any(strict.get(concept.id) for concept in readings)
        grave = any(_grave(concept, term) for concept in readings for term in forms if term.concept == concept.id)
        shown = " or ".join(f"“{t.text}” ({t.publisher or t.concept})" for t in forms)
        lacking = [concept.id for concept in readings if not text.choices(concept)]
        shown += f" or {', '.join(lacking)}, which has no form" if lacking else ""
        mend = "name the publisher, or choose" if any(term.publisher for term in forms) else "choose"
        severity = Severity.ERROR if grave and not said else Severity.WARNING
        return Issue("T05", severity, f"“{named}” is {shown}, and the glossary cannot tell which: {mend}", hit.span)
    old = None if text.official(hit.concept) else _lapsed(text, hit.concept)
    if old is None:
        return None
    message = f"“{named}”: the form “{old.text}” {_in_force(old, text.day)} and the glossary has none for {text.day}"
    successor = hit.concept.replaced_by
    then = text.official(text.glossary[successor]) if successor in text.glossary else None
    mend = f"; its successor is {_says(then)}" if then else ""
    return Issue("T06", Severity.WARNING, message + mend, hit.span)


def _lapsed(text: Rendering, concept: Concept) -> Term | None:
    """The approved form that is nearest to being in force, where none is."""
    codes = {text.target_lang.code, text.target_lang.base}
    forms = [t for t in concept.terms if t.lang in codes and t.status is Status.APPROVED and not t.valid_on(text.day)]
    return max(forms, key=lambda t: (t.valid_to or date.max, t.text), default=None)


def _in_force(term: Term, day: date) -> str:
    return f"was in force until {term.valid_to}" if term.valid_to and day > term.valid_to else (
        f"was in force from {term.valid_from}"
    )  # fmt: skip


def _expired(text: Rendering, concept: Concept) -> tuple[Term, Span] | None:
    """A form of the concept that stands in the target and was not in force on the day."""
    codes = {text.target_lang.code, text.target_lang.base}
    before, behind = (r"(?<!\w)", r"(?!\w)") if text.target_lang.spaced else ("", "")
    for term in concept.terms:
        if (
            term.lang in codes
            and term.status not in {Status.FORBIDDEN, Status.PROPOSED}
            and not term.valid_on(text.day)
        ):
            match = re.search(before + re.escape(term.text) + behind, text.target)
            if match:
                return term, Span(*match.span())
    return None


def _expiry(text: Rendering, concept: Concept, term: Term, place: Span) -> Issue:
    official = text.official(concept)
    better = f"; the form in force is {_says(official)}" if official else ""
    grave = official is not None and _grave(concept, official)
    severity = Severity.ERROR if grave else Severity.WARNING
    return Issue("T04", severity, f"“{term.text}” {_in_force(term, text.day)}{better}", target=place)


def _wrong(text: Rendering, known: frozenset[str]) -> Iterator[tuple[str, Issue]]:
    """Forbidden forms, with the ids of their concepts; a hint where the source does not name the concept."""
    for hit in text.glossary.forbidden(text.target, text.target_lang.code, day=text.day):
        official = text.official(hit.concept)
        right = f": the official form is {_says(official)}" if official else ""
        sure = text.source is None or hit.concept.id in known
        severity = Severity.ERROR if sure else Severity.INFO
        yield (
            hit.concept.id,
            Issue("T02", severity, f"“{hit.span.of(text.target)}” is not used{right}", target=hit.span),
        )


def _alone(text: Rendering) -> Iterator[Issue]:
    """A text without a source: what must not stand in it."""
    flagged: set[str] = set()
    for concept_id, issue in _wrong(text, frozenset()):
        flagged.add(concept_id)
        yield issue
    for concept in text.glossary.concepts:
        old = _expired(text, concept) if concept.id not in flagged else None
        if old is not None:
            yield _expiry(text, concept, *old)


def _counts(text: Rendering, hit: Hit, wanted: int, strict: Sequence[Hit], loose: Sequence[Hit]) -> Iterator[Issue]:
    """What to say of a concept that the source names ``wanted`` times.

    ``strict`` are its mentions in the target among all concepts, ``loose`` among those of the source.
    """
    named, said = hit.span.of(text.source or ""), len(strict)
    official = text.official(hit.concept)
    if said >= wanted:
        if said > wanted + 1 and official is not None and _grave(hit.concept, official):
            message = f"source has “{named}” {wanted}x, target {said}x: is it doubled?"
            yield Issue("T08", Severity.INFO, message, hit.span, strict[-1].span)
        return
    if said or len(loose) >= wanted:
        inside = " (the others inside longer names)" if len(loose) > said else ""
        message = f"source has “{named}” {wanted} times, target {said}{inside}"
        severity = Severity.INFO if said else Severity.WARNING
        yield Issue("T01", severity, message, hit.span)
        return
    old = _expired(text, hit.concept)
    found = _expiry(text, hit.concept, *old) if old else _missing(text, hit, wanted)
    if found is not None:
        yield found


def _missing(text: Rendering, hit: Hit, times: int) -> Issue | None:
    official = text.official(hit.concept)
    accepted = hit.concept.accepted(text.target_lang.code, text.day, publisher=text.publisher)
    if (official is None and not accepted) or _dotted(text, accepted):
        return None
    named = hit.span.of(text.source or "")
    often = f" ({times} times)" if times > 1 else ""
    if official is None:
        return Issue("T01", Severity.WARNING, f"source has “{named}”{often}, target lacks “{accepted[0]}”", hit.span)
    mild = Severity.INFO if _abbreviated(text, hit) else Severity.WARNING
    return Issue(
        "T01",
        Severity.ERROR if _grave(hit.concept, official) and not _kept(text, hit.concept) else mild,
        f"source has “{named}”{often}, target lacks the official form {_says(official)}",
        source=hit.span,
    )


def _dotted(text: Rendering, accepted: Sequence[str]) -> bool:
    """Whether the target has an accepted abbreviation with full stops between its letters: U.N., U.S."""
    short = (form for form in accepted if form.isascii() and form.isalpha() and form.isupper() and len(form) <= _DOTTED)
    return any("".join(f"{letter}." for letter in form) in text.target for form in short)


def _kept(text: Rendering, concept: Concept) -> bool:
    """Whether an abbreviation that some language has for ``concept`` stands in the target: WHO 公布了建议."""
    short = {form for term in concept.terms for form in (term.text, term.abbreviation) if _SHORT.fullmatch(form)}
    if not short:
        return False
    return re.search(rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(short))})(?![A-Za-z0-9])", text.target) is not None


def _abbreviated(text: Rendering, hit: Hit) -> bool:
    """Whether a country only begins a Chinese body's name that the target abbreviates: 美国航天局, NASA."""
    return (
        hit.concept.kind == "country"
        and _BODY.match(text.source or "", hit.span.end) is not None
        and _ABBREVIATION.search(text.target) is not None
    )


def inconsistent(texts: Sequence[Rendering]) -> dict[int, list[Issue]]:
    """T07 where the texts of one document call one thing by several names, by the place of the text.

    A name, its abbreviation and its later form are one rendering. Forms built on a name (Chinese for China) do not
    count. The rendering that holds the form to write is right, else the first.
    """
    uses: dict[str, list[tuple[int, Hit]]] = {}
    for n, text in enumerate(texts):
        hits = text.hits()
        found = text.accepted(hits) if hits else {}
        for concept_id in dict.fromkeys(hit.concept.id for hit in hits):
            uses.setdefault(concept_id, []).extend((n, hit) for hit in found.get(concept_id, ()))
    issues: dict[int, list[Issue]] = {}
    for members in uses.values():
        for n, issue in _unlike(texts, [use for use in members if use[1].term.status is not Status.DERIVED]):
            issues.setdefault(n, []).append(issue)
    return issues


def _unlike(texts: Sequence[Rendering], uses: Sequence[tuple[int, Hit]]) -> Iterator[tuple[int, Issue]]:
    if len({hit.term.text for _, hit in uses}) < 2:
        return
    text, (_, one) = texts[uses[0][0]], uses[0]
    official = text.official(one.concept)
    groups = _groups(one.concept)
    kinds = [groups[hit.term.text] for _, hit in uses]
    right = groups.get(official.text, kinds[0]) if official else kinds[0]
    main = right if right in kinds else kinds[0]
    usual = next(hit for (_, hit), kind in zip(uses, kinds, strict=True) if kind == main).term.text
    severity = Severity.INFO if one.concept.kind in _LOOSE_KINDS else Severity.WARNING
    said: set[int] = set()
    for (n, hit), kind in zip(uses, kinds, strict=True):
        if kind != main and n not in said:
            said.add(n)
            message = f"“{hit.span.of(texts[n].target)}” here, “{usual}” elsewhere in the article: one thing, one name"
            yield n, Issue("T07", severity, message, target=hit.span)


def _groups(concept: Concept) -> dict[str, str]:
    """For each term of a concept, a name for all the terms that share a form with it."""
    group: dict[str, str] = {}
    owner: dict[str, str] = {}
    for term in concept.terms:
        forms = [fold(form).lower for form in (term.text, term.abbreviation, term.later) if form]
        name = next((owner[form] for form in forms if form in owner), term.text)
        owner.update(dict.fromkeys(forms, name))
        group.setdefault(term.text, name)
    return group
