"""Somebody's XLIFF file, 1.x or 2.x: its units as they lie in the text, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.errors import DocumentError, UnknownLanguageError
from mtkit.exchange.xliff_parts import plain
from mtkit.lang import Lang
from mtkit.lang import lang as language
from mtkit.xmlsafe import XML, Element, Limits, tree

__all__ = ["Piece", "XliffFile", "XliffUnit", "known_language", "parse_xliff"]

_LIMITS = Limits("XLIFF file", depth=128, elements=5_000_000)
_SPACE = f"{XML} space"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch to translate: a ``source`` with its ``target``, or the content of a segment's ``mrk``.

    ``source`` and ``target`` are elements whose content counts; ``target`` is None where there is none yet. ``holder``
    carries the state: the ``target`` of a 1.2 unit, the ``segment`` of a 2.x one. ``mid`` names a segment's ``mrk``.
    """

    source: Element
    target: Element | None
    holder: Element | None
    mid: str = ""


@dataclass(frozen=True, slots=True)
class XliffUnit:
    """A ``trans-unit``, or a ``unit``, with its pieces; ``reason`` says why it is not to be translated at all."""

    element: Element
    id: str
    pieces: tuple[Piece, ...]
    keep_space: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class XliffFile:
    """The text of a file, its version (1 or 2), its ``file`` elements and its units in order."""

    text: str
    where: str
    version: int
    root: Element
    files: tuple[Element, ...]
    units: tuple[XliffUnit, ...]
    languages: tuple[str, str]

    def inner(self, element: Element) -> str:
        """The content of an element as it is written."""
        return self.text[element.inner : element.outer]

    def shown(self, element: Element | None) -> str:
        """The content of an element as it is read."""
        return plain(self.inner(element)) if element is not None else ""


def parse_xliff(text: str, where: str) -> XliffFile:
    """The XLIFF file in ``text``.

    Raises DocumentError for what is none, for an unknown version, or languages that differ between its parts.
    """
    root = tree(text, where, limits=_LIMITS, error=DocumentError)
    if root.name != "xliff":
        raise DocumentError(f"is no XLIFF: its first element is {root.name}", where=f"{where}:{root.line}")
    said = root.attributes.get("version", "")
    version = {"1": 1, "2": 2}.get(said.partition(".")[0])
    if version is None:
        raise DocumentError(
            f"is XLIFF {said or 'of no version'}: 1.0 to 1.2 and 2.x are read", where=f"{where}:{root.line}"
        )
    files = tuple(element for element in root.children if element.name == "file")
    units = tuple(unit for file in files for unit in _units(file, version, keep=False, no=False))
    return XliffFile(text, where, version, root, files, units, _languages(root, files, version, where))


def _languages(root: Element, files: tuple[Element, ...], version: int, where: str) -> tuple[str, str]:
    """The tags of source and target, "" where the file has none."""
    if version == 2:
        return root.attributes.get("srcLang", ""), root.attributes.get("trgLang", "")
    pairs = {(file.attributes.get("source-language", ""), file.attributes.get("target-language", "")) for file in files}
    if len(pairs) > 1:
        raise DocumentError("holds files of several language pairs: split it, one pair for each file", where=where)
    return next(iter(pairs), ("", ""))


def _units(element: Element, version: int, *, keep: bool, no: bool) -> Iterator[XliffUnit]:
    """The units below ``element``; ``keep`` and ``no`` are what stands above: white space counts, not to translate."""
    keep = {"preserve": True, "default": False}.get(element.attributes.get(_SPACE, ""), keep)
    no = {"no": True, "yes": False}.get(element.attributes.get("translate", ""), no)
    if element.name == ("trans-unit" if version == 1 else "unit"):
        yield _unit(element, version, keep=keep, no=no)
        return
    for child in element.children:
        if child.name in {"body", "group", "trans-unit", "unit"}:
            yield from _units(child, version, keep=keep, no=no)


def _unit(element: Element, version: int, *, keep: bool, no: bool) -> XliffUnit:
    name = element.attributes.get("id", "")
    reason = "marked as not to be translated" if no else ""
    pieces = _pieces_1(element) if version == 1 else _pieces_2(element)
    return XliffUnit(element, name, tuple(pieces), keep, reason)


def _pieces_1(element: Element) -> Iterator[Piece]:
    source, target, cut = element.child("source"), element.child("target"), element.child("seg-source")
    if source is None:
        return
    segments = _segments(cut) if cut is not None else {}
    if not segments:
        yield Piece(source, target, target)
        return
    there = _segments(target) if target is not None else {}
    if target is not None and not there and target.text.strip():
        yield Piece(source, target, target)  # somebody wrote it without marks
        return
    for mid, segment in segments.items():
        if not there or mid in there:
            yield Piece(segment, there.get(mid), target, mid)


def _segments(element: Element) -> dict[str, Element]:
    """The segments marked in an element, by their ``mid``."""
    return {
        inner.attributes.get("mid", ""): inner
        for inner in element.walk()
        if inner.name == "mrk" and inner.attributes.get("mtype") == "seg"
    }


def _pieces_2(element: Element) -> Iterator[Piece]:
    for segment in element.children:
        if segment.name == "segment" and (source := segment.child("source")) is not None:
            yield Piece(source, segment.child("target"), segment, segment.attributes.get("id", ""))


def known_language(tag: str) -> Lang | None:
    """The language that a tag names, by its first parts where the whole is not known (``vi-VN``)."""
    parts = re.split(r"[-_@.]", tag.strip())
    for many in range(len(parts), 0, -1):
        try:
            return language("-".join(parts[:many]))
        except UnknownLanguageError:
            continue
    return None
