"""Writing TBX: ISO 30042:2019 Basic in DCA style, ISO 30042:2008 (martif), and the bilingual kind of Weblate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mtkit.glossary.exchange.interface import Format
from mtkit.glossary.exchange.pairs import entries_of, pair_for_writing
from mtkit.glossary.exchange.tbx_read import LABEL, read
from mtkit.glossary.model import Concept, Status, Term
from mtkit.glossary.rules import values
from mtkit.lang import Pair

__all__ = ["TBX", "TBX_2008", "WEBLATE_TBX"]

_STATUSES = MappingProxyType(
    {
        Status.APPROVED: "preferredTerm-admn-sts",
        Status.ADMITTED: "admittedTerm-admn-sts",
        Status.DERIVED: "admittedTerm-admn-sts",
        Status.FORBIDDEN: "deprecatedTerm-admn-sts",
    }
)
_NOTES = ("case", "article", "abbreviation", "later", "confidence", "valid_from", "valid_to")
_DEFAULTS = MappingProxyType({"case": "sentence"})


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the editions call the same things."""

    head: str
    foot: str
    entry: str
    lang: str
    term: str


_2019 = _Dialect(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>mtkit glossary</p></sourceDesc></fileDesc></tbxHeader>\n"
    "<text><body>\n",
    "</body></text>\n</tbx>\n",
    "conceptEntry", "langSec", "termSec",
)  # fmt: skip
_2008 = _Dialect(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<martif type="TBX" xml:lang="en">\n'
    "<martifHeader><fileDesc><sourceDesc><p>mtkit glossary</p></sourceDesc></fileDesc></martifHeader>\n"
    "<text><body>\n",
    "</body></text>\n</martif>\n",
    "termEntry", "langSet", "tig",
)  # fmt: skip


def _escape(text: str) -> str:
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = text.replace(char, name)
    return text


def _element(name: str, text: str, **attributes: str) -> str:
    shown = "".join(f' {key}="{_escape(value)}"' for key, value in attributes.items())
    return f"<{name}{shown}>{_escape(text)}</{name}>"


def _note(column: str, text: str) -> str:
    """A note; one that would be taken for a labelled one gets a label."""
    labelled = column not in {"note", "about"} or LABEL.fullmatch(text)
    return _element("note", f"mtkit:{column}={text}" if labelled else text)


def _entry_id(concept: str) -> str:
    """The concept's id as an XML name, which no digit may begin."""
    return f"_{concept}" if concept[:1].isdigit() else concept


def _about_term(concept: Concept, term: Term) -> Iterator[str]:
    said = values(concept, term)
    if term.status in _STATUSES:
        yield _element("termNote", _STATUSES[term.status], type="administrativeStatus")
    if term.status in {Status.DERIVED, Status.PROPOSED}:
        yield _note("status", term.status)
    if term.publisher:
        yield _element("admin", term.publisher, type="customerSubset")
    if term.authority:
        yield _element("admin", term.authority, type="source")
    for column in _NOTES:
        if said[column] and said[column] != _DEFAULTS.get(column):
            yield _note(column, said[column])
    if term.note:
        yield _note("note", term.note)


def _entries(concepts: Iterable[Concept], dialect: _Dialect) -> Iterator[str]:
    for concept in concepts:
        yield f'<{dialect.entry} id="{_escape(_entry_id(concept.id))}">\n'
        yield f"  {_element('descrip', concept.kind, type='subjectField')}\n"
        for column, text in (("replaced_by", concept.replaced_by), ("about", concept.note)):
            if text:
                yield f"  {_note(column, text)}\n"
        for lang in dict.fromkeys(term.lang for term in concept.terms):
            yield f'  <{dialect.lang} xml:lang="{lang}">\n'
            for term in concept.terms:
                if term.lang == lang:
                    about = "".join(_about_term(concept, term))
                    yield f"    <{dialect.term}>{_element('term', term.text)}{about}</{dialect.term}>\n"
            yield f"  </{dialect.lang}>\n"
        yield f"</{dialect.entry}>\n"


def _write(concepts: Sequence[Concept], dialect: _Dialect) -> bytes:
    return "".join([dialect.head, *_entries(concepts, dialect), dialect.foot]).encode()


def _tbx(concepts: Sequence[Concept], _pair: Pair | None, _day: date) -> bytes:
    return _write(concepts, _2019)


def _martif(concepts: Sequence[Concept], _pair: Pair | None, _day: date) -> bytes:
    return _write(concepts, _2008)


def _weblate(concepts: Sequence[Concept], pair: Pair | None, day: date) -> bytes:
    """An entry for each source form with the form to write, and one for each forbidden translation."""
    both = pair_for_writing(pair, "a Weblate glossary")
    by_id = {concept.id: concept for concept in concepts}
    parts = [_2008.head]
    done: set[str] = set()
    for entry in entries_of(concepts, both, day, alternatives=False):
        if entry.concept in done:  # a second source form would be a second entry of the same id
            continue
        done.add(entry.concept)
        parts += _bilingual(_entry_id(entry.concept), both, entry.source, entry.target, entry.about, entry.note)
        wrong = dict.fromkeys(
            term.text
            for term in by_id[entry.concept].terms
            if (term.lang, term.status) == (both.target, Status.FORBIDDEN) and term.valid_on(day)
        )
        for number, text in enumerate(wrong, 1):
            name = f"{_entry_id(entry.concept)}.FORBIDDEN-{number}"
            parts += _bilingual(name, both, entry.source, text, "", "", forbidden=True)
    return "".join([*parts, _2008.foot]).encode()


def _bilingual(
    name: str, pair: Pair, source: str, target: str, about: str, note: str, *, forbidden: bool = False
) -> Iterator[str]:
    yield f'<termEntry id="{_escape(name)}">\n'
    if about:
        yield f"  {_element('descrip', about)}\n"
    yield f'  <langSet xml:lang="{pair.source}"><tig>{_element("term", source)}</tig></langSet>\n'
    flag = _element("termNote", "forbidden", type="administrativeStatus") if forbidden else ""
    said = _element("note", note, **{"from": "translator"}) if note else ""
    yield f'  <langSet xml:lang="{pair.target}"><tig>{_element("term", target)}{flag}{said}</tig></langSet>\n'
    yield "</termEntry>\n"


TBX = Format("tbx", "TBX-Basic of ISO 30042:2019, style DCA (read: DCT too)", (".tbx",), read, _tbx)
TBX_2008 = Format("tbx-2008", "TBX of ISO 30042:2008 (martif)", (".martif",), read, _martif)
WEBLATE_TBX = Format("weblate-tbx", "Weblate's glossary of one pair as TBX", (), read, _weblate, paired=True)
