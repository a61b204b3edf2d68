"""XML from strangers, read by expat: no entity is expanded, nothing is fetched, depth and size are bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from mtkit.errors import GlossaryError

__all__ = ["LANG", "Node", "scan", "scan_only"]

LANG = "xml:lang"
_XML = "http://www.w3.org/XML/1998/namespace "
_MAX_DEPTH = 32
_MAX_TEXT = 100_000
_MAX_NODES = 20_000
_ENTITY = "declares or uses an entity of its own, which is never expanded: write the character itself"


@dataclass(slots=True)
class Node:
    """An element without its namespace: its attributes, its text, and its children in order."""

    name: str
    attributes: Mapping[str, str]
    line: int
    parts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element and of the markup in it (``hi``, ``foreign``)."""
        return "".join(self.parts)


class _Scan:
    """The handlers of one file: elements in ``wanted`` are built as trees and handed on, others are passed over."""

    def __init__(self, where: str, wanted: frozenset[str], found: Callable[[Node], None]) -> None:
        self.where, self.wanted, self.found = where, wanted, found
        self.path: list[str] = []
        self.open: list[Node] = []
        self.nodes = self.length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.entity
        self.parser.ExternalEntityRefHandler = self.entity

    def refuse(self, message: str) -> GlossaryError:
        return GlossaryError(message, where=f"{self.where}:{self.parser.CurrentLineNumber}")

    def entity(self, *_: object) -> int:
        raise self.refuse(_ENTITY)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.path.append(local)
        if len(self.path) > _MAX_DEPTH:
            raise self.refuse(f"element {local}: elements lie more than {_MAX_DEPTH} deep: this is no glossary")
        if not self.open and local not in self.wanted:
            return
        if not self.open:
            self.nodes = self.length = 0
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            raise self.refuse(f"element {local}: an entry has more than {_MAX_NODES} elements: split it")
        plain = {key.replace(_XML, "xml:").rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(local, plain, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, name: str) -> None:
        self.path.pop()
        if not self.open:
            return
        node = self.open.pop()
        if not self.open:
            self.found(node)
        elif node.name in {"hi", "foreign", "bpt", "ept", "ph", "it", "hn"}:
            self.open[-1].parts.append(node.text)
            self.open[-1].children.remove(node)

    def characters(self, text: str) -> None:
        if not self.open:
            return
        self.length += len(text)
        if self.length > _MAX_TEXT:
            raise self.refuse(f"an entry holds more than {_MAX_TEXT} characters: split it")
        self.open[-1].parts.append(text)


def scan(raw: bytes, where: str, wanted: frozenset[str], found: Callable[[Node], None]) -> str:
    """Hand every element named in ``wanted`` to ``found``, as a tree, in order; return the root's name.

    Raises GlossaryError with file and line for XML that is not well formed, entities of its own (expanded or not,
    inside or outside), and what is deeper or larger than a glossary is.
    """
    state = _Scan(where, wanted, found)
    root: list[str] = []
    start = state.start

    def first(name: str, attributes: dict[str, str]) -> None:
        root.append(name.rpartition(" ")[2])
        state.parser.StartElementHandler = start
        start(name, attributes)

    state.parser.StartElementHandler = first
    _parse(state.parser, raw, where)
    return root[0] if root else ""


def scan_only(raw: bytes, where: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``start`` for every element of ``raw``; raises GlossaryError for any document type at all."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise GlossaryError(f"declares a document type, which no workbook needs: {_SAVE}", where=where)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    _parse(parser, raw, where)


_SAVE = "save it anew in a spreadsheet program"


def _parse(parser: expat.XMLParserType, raw: bytes, where: str) -> None:
    try:
        parser.Parse(raw, True)  # noqa: FBT003 (expat takes no names)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        mend = "save it anew in the program that wrote it"
        raise GlossaryError(
            f"is no well-formed XML ({reason}, column {error.offset + 1}): {mend}", where=f"{where}:{error.lineno}"
        ) from None
    except (ValueError, LookupError) as error:  # an encoding that expat does not have
        raise GlossaryError(f"cannot be read as XML ({error}): save it as UTF-8", where=where) from None
