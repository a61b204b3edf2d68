"""XML of glossaries, read by ``mtkit.xmlsafe`` and cut into entries; the size of an entry is bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mtkit.errors import GlossaryError
from mtkit.xmlsafe import XML, Limits, Stream

__all__ = ["LANG", "Node", "scan", "scan_only"]

LANG = "xml:lang"
_XML = f"{XML} "
_LIMITS = Limits("glossary", depth=32)
_BOOK = Limits("workbook", depth=256, doctype=False)
_MAX_TEXT = 100_000
_MAX_NODES = 20_000


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
        self.wanted, self.found = wanted, found
        self.root = ""
        self.open: list[Node] = []
        self.nodes = self.length = 0
        self.stream = Stream(
            where, start=self.start, end=self.end, characters=self.characters, limits=_LIMITS, error=GlossaryError
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.root = self.root or local
        if not self.open and local not in self.wanted:
            return
        if not self.open:
            self.nodes = self.length = 0
        self.nodes += 1
        if self.nodes > _MAX_NODES:
            self.stream.refuse(f"element {local}: an entry has more than {_MAX_NODES} elements: split it")
        plain = {key.replace(_XML, "xml:").rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(local, plain, self.stream.line)
        if self.open:
            self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, name: str) -> None:
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
            self.stream.refuse(f"an entry holds more than {_MAX_TEXT} characters: split it")
        self.open[-1].parts.append(text)


def scan(raw: bytes, where: str, wanted: frozenset[str], found: Callable[[Node], None]) -> str:
    """Hand every element named in ``wanted`` to ``found``, as a tree, in order; return the root's name.

    Raises GlossaryError with file and line for XML that is not well formed, entities of its own (expanded or not,
    inside or outside), and what is deeper or larger than a glossary is.
    """
    state = _Scan(where, wanted, found)
    state.stream.feed(raw)
    state.stream.close()
    return state.root


def scan_only(raw: bytes, where: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``start`` for every element of ``raw``; raises GlossaryError for any document type at all."""

    def plain(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(" ")[2], attributes)

    stream = Stream(where, start=plain, limits=_BOOK, error=GlossaryError)
    stream.feed(raw)
    stream.close()
