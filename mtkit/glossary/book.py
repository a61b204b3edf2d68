"""The glossary: concepts by id, compiled once for finding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from mtkit.glossary import files
from mtkit.glossary.match import Form, Index, Match, index, is_chinese, scan
from mtkit.glossary.model import Case, Concept, Hit, Status, Term
from mtkit.glossary.normal import fold
from mtkit.lang import lang as known_lang
from mtkit.resources import resource

__all__ = ["Glossary"]

_STATUS_RANK = {Status.APPROVED: 0, Status.ADMITTED: 1, Status.DERIVED: 2, Status.FORBIDDEN: 3, Status.PROPOSED: 4}
_KIND_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("person", "body", "media", "title", "event", "document", "place", "country", "abbr", "phrase")
    )
}
_Row = tuple[Concept, Term, str, Case]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in a fixed order, with what finds them in text.

    ``digest`` is the first 12 hex digits of the SHA-256 of the concepts in canonical form: two glossaries that say
    the same have the same digest, whatever the order of rows or columns.

    Build one by ``load``, ``of`` or ``bundled``, which check what they are given.
    """

    name: str
    concepts: tuple[Concept, ...]
    _by_id: dict[str, Concept] = field(init=False, repr=False, compare=False)
    _indexes: dict[tuple[str, str], Index] = field(init=False, repr=False, compare=False, default_factory=dict)
    _digests: list[str] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {concept.id: concept for concept in self.concepts})

    @classmethod
    def load(cls, *paths: Path | str) -> Glossary:
        """One glossary of one or more files; later files override concepts of earlier ones.

        Any format of ``mtkit.glossary.exchange``, told by its suffix: CSV, TSV, XLSX, TBX, OmegaT, Weblate.
        Raises GlossaryError with file, row, column and the mend; nothing is half-loaded.
        """
        concepts: dict[str, Concept] = {}
        for path in paths:
            for concept in files.load(Path(path)):
                concepts[concept.id] = concept
        return cls("+".join(Path(path).stem for path in paths) or "none", tuple(concepts.values()))

    @classmethod
    def of(cls, concepts: Iterable[Concept], *, name: str = "glossary") -> Glossary:
        """A glossary of ``concepts`` made in code, held to the same rules as a file.

        Raises GlossaryError when a rule is broken, or an id occurs twice.
        """
        return cls(name, files.checked(concepts))

    @classmethod
    def bundled(cls) -> Glossary:
        """The glossary that ships with mtkit: official names of joint China-ASEAN media content."""
        return cls.load(resource("glossaries", "china-asean.csv"))

    @property
    def digest(self) -> str:
        """See the class."""
        if not self._digests:
            # a memo, as each translation is signed with it: whoever computes it, it is the same
            self._digests.append(self._digest())
        return self._digests[0]

    def _digest(self) -> str:
        canonical = sorted(
            [c.id, c.kind, c.replaced_by, c.note, sorted(files.cells(c, term) for term in c.terms)]
            for c in self.concepts
        )
        text = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]

    def __getitem__(self, concept_id: str) -> Concept:
        return self._by_id[concept_id]

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._by_id

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def find(
        self, text: str, lang: str, *, day: date, publisher: str = "", without: Collection[str] = ()
    ) -> tuple[Hit, ...]:
        """Concepts in a source text: leftmost-longest, not overlapping, sorted.

        Approved, admitted and forbidden forms are all understood, and those not in force on ``day`` too (an old
        name in an archive piece still means its concept). Where a form belongs to several concepts, one in force
        on ``day`` wins, then the usage of ``publisher`` over everybody's over another house's, then the better
        standing, then the more specific kind, then the id; those that come after by kind or id alone are ``rivals`` of
        the hit. Concepts whose ids are in ``without`` are passed over, so that what stands inside them is found.
        """
        keep = (lambda form: form.concept.id not in without) if without else _any
        found = self._scan(text, lang, "source", keep)
        return tuple(_settled(match, day, publisher) for match in found)

    def forbidden(self, text: str, lang: str, *, day: date, concepts: Iterable[str] | None = None) -> tuple[Hit, ...]:
        """Forbidden forms that stand in a target text, outside every accepted form of any concept.

        ``concepts`` limits the search to those ids; None looks for all. A forbidden form that holds an accepted one
        whole (China-ASEAN Center holds China) is found; one inside an accepted form, or half over it, is not.
        """
        wanted = None if concepts is None else frozenset(concepts)

        def wrong(form: Form) -> bool:
            return form.term.valid_on(day) and (wanted is None or form.concept.id in wanted)

        found = tuple(self._scan(text, lang, "forbidden", wrong))
        if not found:
            return ()
        accepted = [match.span for match in self._scan(text, lang, "accepted", lambda form: form.term.valid_on(day))]
        hits = []
        for match in found:
            over = [span for span in accepted if span.overlaps(match.span)]
            if all(match.span.covers(span) and match.span != span for span in over):
                hits.append(_hit(match, min(match.forms, key=lambda form: _rank(form, day))))
        return tuple(hits)

    def occurrences(
        self, text: str, lang: str, concept_id: str, *, day: date, among: Iterable[str] | None = None,
        publisher: str = "",
    ) -> tuple[Hit, ...]:  # fmt: skip
        """Where accepted forms of one concept stand in a target text, by exclusive maximal matching.

        A shorter concept's form inside a longer concept's accepted form does not count. ``among`` names the
        concepts that compete, best those found in the source: a longer name that the source does not hold then
        hides none. None lets all compete.
        """
        ids = None if among is None else {*among, concept_id}
        return self.accepted(text, lang, day=day, among=ids, publisher=publisher).get(concept_id, ())

    def accepted(
        self, text: str, lang: str, *, day: date, among: Iterable[str] | None = None, publisher: str = ""
    ) -> dict[str, tuple[Hit, ...]]:
        """The ``occurrences`` of every concept (of ``among``) in one pass, by id; absent ones are left out.

        With ``publisher``, forms that another house claims for itself do not count.
        """
        ids = None if among is None else frozenset(among)
        hits: dict[str, list[Hit]] = {}
        for match in self._scan(
            text,
            lang,
            "accepted",
            lambda form: (
                form.term.valid_on(day)
                and (ids is None or form.concept.id in ids)
                and not (publisher and form.term.claim(publisher) == 2)
            ),
        ):
            best: dict[str, Form] = {}
            for form in sorted(match.forms, key=lambda form: _rank(form, day)):
                best.setdefault(form.concept.id, form)
            for concept_id, form in best.items():
                hits.setdefault(concept_id, []).append(_hit(match, form))
        return {concept_id: tuple(found) for concept_id, found in hits.items()}

    def _scan(self, text: str, lang: str, role: str, keep: Callable[[Form], bool]) -> Iterator[Match]:
        code = known_lang(lang).code
        compiled = self._indexes.get((code, role))
        if compiled is None:
            # a memo: whoever compiles it, it is the same index
            compiled = self._indexes[code, role] = index(code, _ROWS[role](self.concepts, code))
        return scan(text, fold(text, chinese=is_chinese(code)), compiled, keep)


def _any(_: Form) -> bool:
    return True


def _hit(match: Match, form: Form) -> Hit:
    return Hit(match.span, form.concept, form.term)


def _settled(match: Match, day: date, publisher: str) -> Hit:
    """The hit of the best form of ``match``, with the concepts that only their kind or id puts behind it."""

    def right(form: Form) -> tuple[bool, int, int]:
        return not form.term.valid_on(day), form.term.claim(publisher), _STATUS_RANK[form.term.status]

    ranked = sorted(match.forms, key=lambda form: (right(form), _rank(form, day)))
    best = ranked[0]
    equals = {form.concept.id: form.concept for form in ranked if right(form) == right(best)}
    rivals = tuple(concept for concept in equals.values() if concept.id != best.concept.id)
    return Hit(match.span, best.concept, best.term, rivals)


def _rank(form: Form, day: date) -> tuple[bool, int, int, str, str, str]:
    """The order of preference among forms at one place; it does not depend on the order of rows."""
    kind = _KIND_RANK.get(form.concept.kind, len(_KIND_RANK))
    term = form.term
    return (not term.valid_on(day), _STATUS_RANK[term.status], kind, form.concept.id, term.text, term.publisher)


def _terms(concepts: Iterable[Concept], langs: frozenset[str]) -> Iterator[tuple[Concept, Term]]:
    for concept in concepts:
        for term in concept.terms:
            if term.lang in langs:
                yield concept, term


def _source_rows(concepts: Iterable[Concept], code: str) -> Iterator[_Row]:
    """Names and abbreviations that stand for a concept in a source; for Chinese, in either kind of characters."""
    langs = frozenset({"zh", "zh-Hant"}) if is_chinese(code) else frozenset({code})
    for concept, term in _terms(concepts, langs):
        if term.status not in {Status.DERIVED, Status.PROPOSED}:
            yield concept, term, term.text, term.case
            if term.abbreviation and term.status is not Status.FORBIDDEN:
                yield concept, term, term.abbreviation, Case.FIXED


def _target_langs(code: str) -> frozenset[str]:
    # a Simplified row says what is right in Traditional characters too, but not the other way round
    return frozenset({"zh", "zh-Hant"}) if code == "zh-Hant" else frozenset({code})


def _accepted_rows(concepts: Iterable[Concept], code: str) -> Iterator[_Row]:
    langs = _target_langs(code)
    for concept, term in _terms(concepts, langs):
        if term.status not in {Status.FORBIDDEN, Status.PROPOSED}:
            wrong = (t.text.lower() for t in concept.terms if t.lang in langs and t.status is Status.FORBIDDEN)
            # where capitals alone part right from wrong (ASEAN, Asean), they count on both sides
            yield concept, term, term.text, Case.FIXED if term.text.lower() in wrong else term.case
            if term.abbreviation:
                yield concept, term, term.abbreviation, Case.FIXED
            if term.later:
                yield concept, term, term.later, term.case


def _forbidden_rows(concepts: Iterable[Concept], code: str) -> Iterator[_Row]:
    langs = _target_langs(code)
    for concept, term in _terms(concepts, langs):
        if term.status is Status.FORBIDDEN:
            right = chain.from_iterable(
                (other.text, other.abbreviation, other.later)
                for other in concept.terms
                if other.lang in langs and other.status not in {Status.FORBIDDEN, Status.PROPOSED}
            )
            only_case = any(text.lower() == term.text.lower() for text in right)
            yield concept, term, term.text, Case.FIXED if only_case else term.case


_ROWS: dict[str, Callable[[Iterable[Concept], str], Iterator[_Row]]] = {
    "source": _source_rows,
    "accepted": _accepted_rows,
    "forbidden": _forbidden_rows,
}
