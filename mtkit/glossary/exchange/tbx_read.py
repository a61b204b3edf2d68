"""Reading TBX: ISO 30042:2008 (martif) and ISO 30042:2019 (tbx), styles DCA and DCT, and what Weblate makes of it.

Data categories come as ``<termNote type="administrativeStatus">`` (DCA) or ``<min:administrativeStatus>`` (DCT); both
are the category ``administrativeStatus`` here. Columns of ours that TBX-Basic has no category for stand in notes that
begin with ``mtkit:``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mtkit.errors import GlossaryError
from mtkit.glossary.exchange.interface import MAX_ROWS, Loss, Sheet
from mtkit.glossary.exchange.pairs import name_ids, valid_id
from mtkit.glossary.exchange.xml_scan import LANG, Node, scan
from mtkit.glossary.rules import KINDS, Problem, Row, guarded
from mtkit.lang import Pair

__all__ = ["ELEMENTS", "FORBIDDEN_MARK", "LABEL", "LABELLED", "read"]

LABEL = re.compile(r"mtkit:([a-z_]+)=(.*)", re.DOTALL)
LABELLED = frozenset(
    {"status", "case", "article", "abbreviation", "later", "confidence", "valid_from", "valid_to", "publisher",
     "authority", "note", "about", "replaced_by", "kind"}
)  # fmt: skip
FORBIDDEN_MARK = re.compile(r"\.FORBIDDEN-\d+$")
"""The end of an entry's id that holds a forbidden translation of another entry, as Weblate wants them."""
ELEMENTS = MappingProxyType(
    {
        "concept": "conceptEntry id", "kind": "subjectField", "lang": "langSec xml:lang", "term": "term",
        "status": "administrativeStatus", "authority": "source", "publisher": "customerSubset",
        **{name: f"note (mtkit:{name})" for name in ("case", "article", "abbreviation", "later", "confidence")},
        **{name: f"note (mtkit:{name})" for name in ("valid_from", "valid_to", "replaced_by")},
        "about": "note", "note": "note",
    }
)  # fmt: skip
"""How TBX calls the columns, for messages; the elements of 2008 are termEntry and langSet."""

_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGS = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec", "termGrp"})
_GROUPS = frozenset({"descripGrp", "adminGrp", "termNoteGrp", "transacGrp"})
_TYPED = frozenset({"descrip", "admin", "termNote", "transac", "ref", "xref", "date", "adminNote", "descripNote"})
_STATUSES = MappingProxyType(
    {
        "preferredterm": "approved", "preferred": "approved", "approved": "approved",
        "admittedterm": "admitted", "admitted": "admitted",
        "deprecatedterm": "forbidden", "deprecated": "forbidden", "forbidden": "forbidden",
        "supersededterm": "forbidden", "superseded": "forbidden", "obsolete": "forbidden",
    }
)  # fmt: skip
_PARTS_OF_NAMES = frozenset({"abbreviation", "acronym", "initialism", "shortform", "short form", "symbol"})


@dataclass(slots=True)
class _Said:
    """What is said at one level: values by column, and the categories that have none."""

    values: dict[str, str] = field(default_factory=dict)
    other: list[tuple[str, str]] = field(default_factory=list)

    def add(self, column: str, text: str) -> None:
        """Note ``text`` for ``column``; what is said twice is joined."""
        before = self.values.get(column)
        self.values[column] = f"{before}\n{text}" if before else text


@dataclass(slots=True)
class _Reader:
    """What has been read of one file."""

    where: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)

    def entry(self, node: Node) -> None:
        """Take in one entry."""
        name = node.attributes.get("id", "")
        place = f"line {node.line}, entry {name or '(without id)'}"
        said = _Said()
        for child in _flat(node):
            _take(child, said, _AT_CONCEPT)
        forms = [
            (language.attributes.get(LANG, ""), _form(part))
            for language in node.children
            if language.name in _LANGS
            for part in language.children
            if part.name in _TERMS
        ]
        for language in node.children:
            if language.name in _LANGS:
                said.other += [(_category(n), n.text) for n in _flat(language) if n.name != "note" or n.text.strip()]
        if not forms:
            self.problems.append(Problem(node.line, "term", "is missing: an entry names at least one term", place))
            return
        if len(self.rows) + len(forms) > MAX_ROWS:
            raise GlossaryError(f"more than {MAX_ROWS} terms: split it into several glossaries", where=self.where)
        self._rows(name, node, said, forms)
        for category, text in [*said.other, *(pair for _, form in forms for pair in form[2].other)]:
            self.left.setdefault(category, []).append(f"{text.strip()[:60]!r} in entry {name or node.line}")

    def _rows(self, name: str, node: Node, said: _Said, forms: list[tuple[str, tuple[Node, str, _Said]]]) -> None:
        marked = FORBIDDEN_MARK.search(name)
        concept = self._id(FORBIDDEN_MARK.sub("", name), forms[0][1][1], again=bool(marked))
        kind = said.values.pop("kind", "")
        if kind.lower() not in KINDS:
            if kind:
                said.other.append(("subjectField", kind))
            kind = "phrase"
        led: set[str] = {lang for lang, form in forms if form[2].values.get("status") == "approved"}
        for lang, (term, text, at_term) in forms:
            if marked and at_term.values.get("status") != "forbidden":
                continue  # the source, which its own entry has
            values = {"concept": concept, "kind": kind.lower(), "lang": lang, "term": text, **said.values}
            values |= at_term.values
            if not values.get("status"):
                values["status"] = "admitted" if lang in led or values.pop("short", "") else "approved"
                led.add(lang)
            values.pop("short", None)
            place = f"line {term.line}, entry {name or '(without id)'}"
            self.rows.append(Row(term.line, {key: guarded(value) for key, value in values.items()}, place))

    def _id(self, name: str, text: str, *, again: bool) -> str:
        """The concept's id for an entry's; names of other programs are made to fit."""
        known = name.removeprefix("_") if name[1:2].isdigit() else name
        if not valid_id(known):
            known = name_ids([name or text])[name or text]
        if again:
            return known
        fresh, count = known, 1
        while fresh in self.ids:
            count += 1
            fresh = f"{known[:58]}_{count}"
        if name and fresh != known and self.ids[known] == name:
            self.problems.append(Problem(0, "", f"entry id {name!r} occurs twice: make one of them another"))
        self.ids[fresh] = name
        return fresh


def _flat(node: Node) -> Iterator[Node]:
    """The data categories right below ``node``, those in groups too."""
    for child in node.children:
        if child.name in _GROUPS:
            yield from _flat(child)
        elif child.name not in _LANGS and child.name not in _TERMS and child.name != "term":
            yield child


def _category(node: Node) -> str:
    return node.attributes.get("type", "") or node.name if node.name in _TYPED else node.name


def _form(part: Node) -> tuple[Node, str, _Said]:
    """The term of a termSec, tig or ntig with what is said of it."""
    said = _Said()
    inner = next((child for child in part.children if child.name == "termGrp"), None)
    term = next(
        (child for holder in (part, inner) if holder for child in holder.children if child.name == "term"), part
    )
    for holder in (part, inner):
        for child in _flat(holder) if holder else ():
            _take(child, said, _AT_TERM)
    return term, term.text.strip() if term is not part else "", said


_AT_CONCEPT: Mapping[str, str] = MappingProxyType(
    {"subjectField": "kind", "definition": "about", "note": "about", "descrip": "about", "Usage note": "about"}
)
_AT_TERM: Mapping[str, str] = MappingProxyType(
    {
        "administrativeStatus": "status", "normativeAuthorization": "status", "source": "authority",
        "customerSubset": "publisher", "note": "note", "usageNote": "note", "termType": "short",
    }
)  # fmt: skip


def _take(node: Node, said: _Said, known: Mapping[str, str]) -> None:
    """Note what one data category says."""
    category, text = _category(node), node.text.strip()
    column = known.get(category, "")
    label = LABEL.fullmatch(text) if category == "note" else None
    if label and label[1] in LABELLED:
        column, text = label[1], label[2]
        said.values[column] = text
    elif column == "status":
        said.values["status"] = _STATUSES.get(text.lower().removesuffix("-admn-sts"), text)
    elif column == "short":
        if text.lower() in _PARTS_OF_NAMES:
            said.values["short"] = "yes"
        said.other.append((category, text))
    elif column and text:
        said.add(column, text)
    elif text:
        said.other.append((category, text))


def read(raw: bytes, where: str, _pair: Pair | None = None) -> Sheet:
    """The rows of a TBX file, with the line of each term for a number.

    A term without a status is approved if it is the first of its language in the entry, else admitted; superseded and
    obsolete ones are forbidden. Raises GlossaryError for what is no TBX.
    """
    reader = _Reader(where)
    root = scan(raw, where, _ENTRIES, reader.entry)
    if root not in {"martif", "tbx", "TBX"}:
        raise GlossaryError(f"is no TBX: its root is {root!r}, not martif (2008) or tbx (2019)", where=where)
    if not reader.rows and not reader.problems:
        raise GlossaryError("holds no termEntry (2008) or conceptEntry (2019): it is empty", where=where)
    left = tuple(Loss(name, len(found), found[0]) for name, found in sorted(reader.left.items()))
    return Sheet(tuple(reader.rows), tuple(reader.problems), left)
