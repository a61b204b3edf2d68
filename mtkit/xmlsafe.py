"""XML of strangers: the one place where mtkit reads it.

Nothing that a file says is done: no entity is expanded, nothing is fetched (a document type that only names itself
is passed over), and depth, sizes and counts are bounded. Whatever is refused is one line with file and line number.
A ``Stream`` reads a file of any size in the memory of a chunk; ``tree`` gives the elements of a text with their
places in it, for a format that changes a few of them and leaves every other character alone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from mtkit.errors import BadInputError

__all__ = ["XML", "Element", "Limits", "Stream", "decode", "encode", "tree"]

XML = "http://www.w3.org/XML/1998/namespace"
_CHUNK = 1 << 16
_ENTITY = "declares or uses an entity of its own, which is never expanded: write the character itself"
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_UNMARKED = (b"<\0?\0", b"\0<\0?")  # how UTF-16 begins without a byte order mark
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    (_UNMARKED[0], "utf-16-le"), (_UNMARKED[1], "utf-16-be"),
)  # fmt: skip
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file of one kind may hold; ``what`` is that kind, for the line that refuses a file ("glossary").

    ``token`` counts bytes of one tag or run of text; ``attributes`` those of one element; ``elements`` all of them.
    """

    what: str = "text that mtkit knows"
    depth: int = 64
    attributes: int = 256
    token: int = 4 << 20
    elements: int = 20_000_000
    doctype: bool = True


class Stream:
    """A guarded expat parser that is fed bytes and calls handlers.

    ``start`` gets an element's name and attributes as expat gives them, ``namespace + " " + name``; ``end`` the name;
    ``characters`` runs of text, joined as far as they come in. Each error is of the class ``error``, with ``where``
    and the line. A handler may call ``refuse``.
    """

    def __init__(
        self,
        where: str,
        *,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] = lambda _: None,
        characters: Callable[[str], None] = lambda _: None,
        limits: Limits = Limits(),
        error: type[BadInputError] = BadInputError,
        encoding: str | None = None,
    ) -> None:
        self.where, self.limits, self.error = where, limits, error
        self._start, self._end = start, end
        self._depth = self._elements = self._fed = 0
        self._parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser = self._parser
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.AttlistDeclHandler = self._attlist
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity

    @property
    def line(self) -> int:
        """The line that is being read, from 1."""
        return self._parser.CurrentLineNumber

    @property
    def byte(self) -> int:
        """The byte at which the thing that is being handled begins (of an empty element's end: where it ends)."""
        return self._parser.CurrentByteIndex

    def refuse(self, message: str) -> NoReturn:
        """Raise the stream's error with the place that is being read."""
        raise self.error(message, where=f"{self.where}:{self.line}")

    def feed(self, data: bytes) -> None:
        """Read ``data``, the whole file or a part of it. Raises the stream's error."""
        for at in range(0, len(data), _CHUNK):
            self._parse(data[at : at + _CHUNK], last=False)

    def close(self) -> None:
        """The file ends here. Raises the stream's error if more should have come."""
        self._parse(b"", last=True)

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = f"is no well-formed XML ({expat.ErrorString(error.code)}, column {error.offset + 1})"
            mend = "save it anew in the program that wrote it"
            raise self.error(f"{reason}: {mend}", where=f"{self.where}:{error.lineno}") from None
        except (ValueError, LookupError) as error:  # an encoding that expat does not have
            raise self.error(f"cannot be read as XML ({error}): save it as UTF-8", where=self.where) from None
        # expat begins a token again with each chunk, so that a long one takes time with the square of its length
        if self._fed - max(0, self.byte) > self.limits.token and not last:
            size = f"{self.limits.token >> 20} MiB"
            self.refuse(f"holds a tag or text of more than {size}: this is no {self.limits.what}")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        limits = self.limits
        if self._depth > limits.depth:
            local = name.rpartition(" ")[2]
            self.refuse(f"element {local}: elements lie more than {limits.depth} deep: this is no {limits.what}")
        if self._elements > limits.elements:
            self.refuse(f"has more than {limits.elements} elements: this is no {limits.what}")
        if len(attributes) > limits.attributes:
            local = name.rpartition(" ")[2]
            self.refuse(f"element {local} has more than {limits.attributes} attributes: this is no {limits.what}")
        self._start(name, attributes)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._end(name)

    def _doctype(self, *_: object) -> None:
        if not self.limits.doctype:
            self.refuse(f"declares a document type, which no {self.limits.what} needs: save it anew without one")

    def _attlist(self, *_: object) -> None:
        self.refuse("declares attributes of its own, which are never filled in: write them where they belong")

    def _entity(self, *_: object) -> int:
        self.refuse(_ENTITY)


@dataclass(slots=True)
class Element:
    """An element with its places in the text it was read from, in code points.

    ``name`` is without its prefix, ``space`` the namespace ("" for none); ``attributes`` are by plain name where they
    have no namespace, else by ``namespace + " " + name``. ``[start, inner)`` is the start tag, ``[outer, end)`` the end
    tag; of an empty element's tag ``<x/>``, ``inner == outer == end``. ``content`` holds text and elements in order.
    """

    space: str
    name: str
    attributes: Mapping[str, str]
    line: int
    start: int
    inner: int = 0
    outer: int = 0
    end: int = 0
    content: list[Element | str] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether it is written as one empty tag, ``<x/>``."""
        return self.inner == self.end

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [part for part in self.content if not isinstance(part, str)]

    @property
    def text(self) -> str:
        """All text inside, that of the elements inside too."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def child(self, name: str, space: str | None = None) -> Element | None:
        """The first element directly inside of that name (in the element's own namespace where none is given)."""
        wanted = self.space if space is None else space
        return next((part for part in self.children if part.name == name and part.space == wanted), None)

    def walk(self) -> Iterator[Element]:
        """The element and all inside, in the order of their start tags."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)


class _Planter:
    """The handlers of ``tree``."""

    def __init__(self, text: str, where: str, limits: Limits, error: type[BadInputError]) -> None:
        self.text = text
        self.data = text.encode("utf-8", "surrogatepass")
        self.seen = self.place = 0
        self.root: Element | None = None
        self.open: list[Element] = []
        self.run: list[str] = []
        self.stream = Stream(
            where, start=self.start, end=self.end, characters=self.characters, limits=limits, error=error,
            encoding="utf-8",
        )  # fmt: skip

    def here(self) -> int:
        """The place in the text of what is being handled; these only ever grow."""
        byte = self.stream.byte
        if byte > self.seen:
            self.place += len(self.data[self.seen : byte].decode("utf-8", "surrogatepass"))
            self.seen = byte
        return self.place

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.flush()
        space, _, local = name.rpartition(" ")
        element = Element(space, local, attributes, self.stream.line, self.here())
        tag = _TAG.match(self.text, element.start)
        if tag is None:
            self.stream.refuse("holds a tag that cannot be found again: save it anew in the program that wrote it")
        element.inner = tag.end()
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.flush()
        element = self.open.pop()
        if self.text[element.inner - 2] == "/":
            element.outer = element.end = element.inner
            return
        element.outer = self.here()
        element.end = self.text.index(">", element.outer) + 1

    def characters(self, text: str) -> None:
        self.run.append(text)

    def flush(self) -> None:
        """Close the run of text in hand."""
        if self.run:
            self.open[-1].content.append("".join(self.run))
            self.run.clear()


def tree(text: str, where: str, *, limits: Limits = Limits(), error: type[BadInputError] = BadInputError) -> Element:
    """The root element of ``text``, a decoded XML file, with the places of all elements in it.

    Whatever encoding the text says it has is passed over. Raises ``error`` with ``where`` and the line.
    """
    planter = _Planter(text, where, limits, error)
    planter.stream.feed(planter.data)
    planter.stream.close()
    if planter.root is None:  # expat has refused it by then
        raise error("holds no element", where=where)
    return planter.root


def decode(data: bytes, where: str, *, error: type[BadInputError] = BadInputError) -> tuple[str, str, bytes]:
    """The text of an XML file, the Python codec it was in, and the bytes of its byte order mark.

    The mark decides, then what the file declares, then UTF-8. ``encode`` gives the same bytes back. Raises ``error``
    for an encoding that is unknown, or not the one the bytes are in.
    """
    declared = _DECLARED.match(data)
    unmarked = (b"", declared[1].decode("ascii") if declared else "utf-8")
    bom, codec = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), unmarked)
    bom = b"" if bom in _UNMARKED else bom
    try:
        known = codecs.lookup(codec)
        if not known._is_text_encoding:  # a codec such as zip is none of texts
            raise LookupError(codec)
        text = data[len(bom) :].decode(known.name)
    except LookupError:
        raise error(f"says that it is in {codec!r}, which is not known: save it as UTF-8", where=where) from None
    except UnicodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1 if isinstance(fault, UnicodeDecodeError) else 1
        raise error(f"holds bytes that are no {codec}: save it as UTF-8", where=f"{where}:{line}") from None
    if text.encode(known.name) != data[len(bom) :]:
        raise error(f"is in {codec} spelt in an unusual way: save it as UTF-8", where=where)
    return text, known.name, bom


def encode(text: str, codec: str, bom: bytes = b"") -> bytes:
    """The bytes of an XML text; a character that the encoding lacks becomes a reference such as ``&#3588;``."""
    return bom + text.encode(codec, "xmlcharrefreplace")
