"""The parts of a Word file that hold words, as one text, and back into the package.

The text begins each part with a line of its own: a form feed (which no XML can hold), what the part is, and its name.
Beside the text of the article there are the styles, which say what is a heading, and the settings, which say the
language. Which part is what is told by the package's content types (ECMA-376 part 2, 10.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mtkit import xmlsafe
from mtkit.errors import DocumentError
from mtkit.formats.zipped import MAX_PART, Archive, open_archive

__all__ = ["Part", "Role", "parts", "repack", "unpack"]

_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LIMITS = xmlsafe.Limits(what="Word file", depth=128, elements=5_000_000, doctype=False)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_HEAD = re.compile(r"\f(?P<role>[a-z]+) (?P<name>[^\f\n]+)\n")
_AGAIN = "save it as .docx in a word processor"


class Role(StrEnum):
    """What a part is, in the order in which parts come in the text."""

    BODY = "document"
    FOOTNOTES = "footnotes"
    ENDNOTES = "endnotes"
    HEADER = "header"
    FOOTER = "footer"
    CORE = "core"
    STYLES = "styles"
    SETTINGS = "settings"


_ROLES = {
    f"{_OFFICE}wordprocessingml.document.main+xml": Role.BODY,
    f"{_OFFICE}wordprocessingml.footnotes+xml": Role.FOOTNOTES,
    f"{_OFFICE}wordprocessingml.endnotes+xml": Role.ENDNOTES,
    f"{_OFFICE}wordprocessingml.header+xml": Role.HEADER,
    f"{_OFFICE}wordprocessingml.footer+xml": Role.FOOTER,
    "application/vnd.openxmlformats-package.core-properties+xml": Role.CORE,
    f"{_OFFICE}wordprocessingml.styles+xml": Role.STYLES,
    f"{_OFFICE}wordprocessingml.settings+xml": Role.SETTINGS,
}
_OTHERS = (
    ("wordprocessingml.template", "a Word template"), ("spreadsheetml", "an Excel workbook"),
    ("presentationml", "a PowerPoint file"), ("oasis.opendocument", "an OpenDocument file"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part in the text: the XML is ``[start, end)`` of it."""

    role: Role
    name: str
    start: int
    end: int


def parts(text: str) -> list[Part]:
    """The parts that a text holds. Raises DocumentError for a text that ``unpack`` has not made."""
    found = [
        (Role(match["role"]), match["name"], match.start(), match.end())
        for match in _HEAD.finditer(text)
        if match["role"] in set(Role)
    ]
    if not found or found[0][2] or len(found) != text.count("\f"):
        raise DocumentError(f"is not the text of a Word file: {_AGAIN}")
    ends = [start for _, _, start, _ in found[1:]] + [len(text)]
    return [Part(role, name, start, end) for (role, name, _, start), end in zip(found, ends, strict=True)]


def unpack(data: bytes) -> str:
    """The text of the package ``data``. Raises DocumentError for what is no Word file, damaged, or has macros."""
    if data.startswith(_OLE):
        raise DocumentError(f"is an old .doc, or locked with a password: {_AGAIN}, without a password")
    archive = open_archive(data)
    chosen = _chosen(archive)
    out: list[str] = []
    total = 0
    for role, name in chosen:
        raw = archive.read(name)
        total += len(raw)
        if total > MAX_PART:
            limit = f"more than the {MAX_PART >> 20} MB that are read: split it"
            raise DocumentError(f"its text and styles come to {total >> 20} MB, {limit}")
        _check(raw, name)
        xml, _, _ = xmlsafe.decode(raw, name, error=DocumentError)
        out.append(f"\f{role} {name}\n{xml}")
    return "".join(out)


def repack(carrier: bytes, text: str) -> bytes:
    """The package ``carrier`` with the parts of ``text``; all others byte for byte. Raises DocumentError."""
    if not carrier:
        raise DocumentError("there is no Word file to write into: read it from a .docx file")
    archive = open_archive(carrier)
    held = parts(text)
    if [(part.role, part.name) for part in held] != _chosen(archive):
        raise DocumentError(f"the text is not of this Word file: {_AGAIN}")
    changed: dict[str, bytes] = {}
    for part in held:
        raw = archive.read(part.name)
        before, codec, bom = xmlsafe.decode(raw, part.name, error=DocumentError)
        after = text[part.start : part.end]
        if after != before:
            data = xmlsafe.encode(after, codec, bom)
            _check(data, part.name)
            changed[part.name] = data
    return archive.with_parts(changed)


def _check(raw: bytes, name: str) -> None:
    """Raise DocumentError unless the part is XML that can be trusted."""
    stream = xmlsafe.Stream(name, start=lambda _name, _attributes: None, limits=_LIMITS, error=DocumentError)
    stream.feed(raw)
    stream.close()


def _chosen(archive: Archive) -> list[tuple[Role, str]]:
    """The parts of the text, in its order. Raises DocumentError if this is no Word file, or one with macros."""
    types = dict(_content_types(archive))
    for name, kind in types.items():
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower() or "vbaproject" in name.lower():
            raise DocumentError(f"holds macros ({name}), which are never taken: {_AGAIN}, without macros")
    bodies = [name for name, kind in types.items() if _ROLES.get(kind) is Role.BODY]
    if len(bodies) != 1:
        seems = next((what for mark, what in _OTHERS if any(mark in kind for kind in types.values())), "")
        what = f"is {seems}, not a Word document" if seems and not bodies else f"has {len(bodies) or 'no'} main text"
        raise DocumentError(f"{what}: {_AGAIN}")
    folder = bodies[0].rpartition("/")[0]
    blocks = f"{folder}/glossary/".lstrip("/")  # building blocks: a document of their own, never shown
    order = list(Role)
    found: list[tuple[Role, str]] = []
    once: set[Role] = set()
    for name, kind in types.items():
        role = _ROLES.get(kind)
        if role is None or name.startswith(blocks) or (role in once and role not in {Role.HEADER, Role.FOOTER}):
            continue
        once.add(role)
        found.append((role, name))
    return sorted(found, key=lambda item: order.index(item[0]))


def _content_types(archive: Archive) -> Iterator[tuple[str, str]]:
    """The content type of each part, in the order of the package."""
    if _TYPES not in archive.names:
        raise DocumentError(f"is a ZIP archive, but no Word file: {_AGAIN}")
    raw = archive.read(_TYPES)
    _check(raw, _TYPES)
    text, _, _ = xmlsafe.decode(raw, _TYPES, error=DocumentError)
    root = xmlsafe.tree(text, _TYPES, limits=_LIMITS, error=DocumentError)
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in root.children:
        kind = element.attributes.get("ContentType", "")
        if element.name == "Default":
            defaults[element.attributes.get("Extension", "").lower()] = kind
        elif element.name == "Override":
            overrides[element.attributes.get("PartName", "").lstrip("/").lower()] = kind
    for name in archive.names:
        ending = name.rpartition(".")[2].lower()
        yield name, overrides.get(name.lower(), defaults.get(ending, ""))
