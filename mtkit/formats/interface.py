"""What a document format is: it reads an article into blocks, and spells plain text in its own syntax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from mtkit.formats.fields import FieldMap
from mtkit.text import Block, Code, Document, Segment

__all__ = [
    "NOTHING", "Claiming", "Cued", "Format", "Keep", "Layout", "Mapped", "Package", "Parsed", "Place", "Timed",
]  # fmt: skip

Parsed = tuple[tuple[Block, ...], dict[str, str]]
"""Blocks in order, and what the article says of itself (``title``, ``date``, ``author``, ``lang``)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of translated text goes, for formats whose spelling depends on it.

    ``text`` is the whole source, ``block`` the block written into, ``start`` the offset of the replaced segment.
    ``leads``: nothing of the segment comes before the piece. ``follows``: what comes right after it in the
    file, if anything: the raw markup of a code, or the next character of the source.
    """

    text: str
    block: Block
    start: int
    leads: bool = True
    follows: str = ""


class Format(Protocol):
    """One file format. Stateless; reading and writing of bytes is done around it."""

    @property
    def name(self) -> str:
        """``text``, ``markdown``, ``html``."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file endings it takes, lower case, with the dot."""

    @property
    def has_codes(self) -> bool:
        """Whether blocks can hold inline codes, so that literal braces are doubled in segments."""

    def parse(self, text: str, lang: str) -> Parsed:
        """The blocks of a decoded file. Sorted, not overlapping; codes likewise within their block."""

    def escape(self, text: str, codes: tuple[Code, ...], place: Place | None = None) -> str:
        """Plain translated text as this format spells it where ``codes`` stood (``&`` as ``&amp;``).

        Without ``place`` the spelling is the one that is safe inside running text.
        """

    def knit(self, parts: Sequence[tuple[str, Code | None]], before: str, after: str) -> str:
        """A sentence from its spelled text and the raw markup of its codes, between two characters of the file."""

    def seal(self, rendered: str, place: Place) -> str:
        """A whole block after its segments were replaced: the last word on quoting (plain YAML scalars)."""

    def relabel(self, written: str, lang: str) -> str:
        """The written file with its own declaration of language set to ``lang``, where it has one."""


@runtime_checkable
class Layout(Protocol):
    """A format that writes a file itself, because where text goes depends on more than the segment's own place."""

    def lay(
        self, document: Document, translations: Mapping[str, str], segments: Sequence[Segment], *, lang: str
    ) -> str:
        """The whole file in ``lang``, its own declarations of language with it.

        As ``formats.spell``: a segment without a translation, or with one equal to its text, stays as it is, and with
        no other the text of ``document`` comes back, but for its declared language.
        """


Keep = Mapping[str, Sequence[str]]
"""Id of a segment -> words of its translation that should not be parted: official names, sums."""

NOTHING: Keep = MappingProxyType({})
"""Nothing is to be kept together."""


@runtime_checkable
class Cued(Protocol):
    """A format with a layout that deals sentences out over cues on a screen."""

    def lay(
        self, document: Document, translations: Mapping[str, str], segments: Sequence[Segment], *, lang: str, keep: Keep
    ) -> str:
        """As ``Layout.lay``; what is to ``keep`` stands in one cue and on one line wherever a line holds it."""

    def timed(self, document: Document, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """As ``Timed.timed``."""


@runtime_checkable
class Package(Protocol):
    """A format whose files are packages of parts, such as DOCX: some hold text, the others are carried along."""

    def unpack(self, data: bytes) -> str:
        """The text of the parts that can hold words, one after the other, as ``parse`` and ``repack`` expect it.

        Raises DocumentError, with the part as its place, for a package that is damaged or not to be trusted.
        """

    def repack(self, carrier: bytes, text: str) -> bytes:
        """The package ``carrier`` with the parts as ``text`` has them; all else is copied byte for byte.

        With the text that ``unpack`` gave, the result is ``carrier``.
        """


@runtime_checkable
class Mapped(Protocol):
    """A format in which a map of fields says what is text."""

    def mapped(self, fields: FieldMap) -> Format:
        """The same format with another map."""


@runtime_checkable
class Claiming(Protocol):
    """A format whose endings other kinds of files have, too."""

    def claims(self, head: bytes) -> bool:
        """Whether a file that begins with ``head``, its first 4096 bytes, looks like one of the format."""


@runtime_checkable
class Timed(Protocol):
    """A format whose sentences have only so much room."""

    def timed(self, document: Document, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """``segments`` of ``document`` with the ``room`` of each."""
