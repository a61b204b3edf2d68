"""Articles in and out: text, Markdown and HTML files as documents, and translations spliced back into them.

``read`` keeps the decoded file as it is and says which stretches are to be translated; ``write`` replaces those
stretches and leaves every other character alone. Nothing is ever parsed and serialised again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath

from mtkit.errors import DocumentError
from mtkit.formats.decode import MAX_BYTES, check_text, declared_charset, decode, encode
from mtkit.formats.fields import FieldMap
from mtkit.formats.interface import NOTHING, Cued, Format, Keep, Layout, Mapped, Package
from mtkit.formats.registry import FORMATS, for_file, format_for, parsed
from mtkit.formats.splice import splice
from mtkit.lang import lang as language
from mtkit.text import Document, Segment

__all__ = [
    "FORMATS", "format_for", "pack", "read", "read_bytes", "read_file", "read_text", "source_of", "spell", "write",
]  # fmt: skip


_DECLARING = frozenset({"html", "feed"})
"""The formats whose files say their own encoding."""


def read(
    path: Path | str,
    *,
    lang: str,
    format: str | None = None,  # noqa: A002
    id: str | None = None,  # noqa: A002
    fields: FieldMap | None = None,
) -> Document:
    """The document in a file. ``format`` is a name of ``FORMATS``, by default what the suffix says.

    ``id`` is by default the path, relative where that is possible.

    Raises DocumentError if the file is missing, unreadable, a directory, too large, binary or in no known encoding.
    """
    path = Path(path)
    data = read_file(path, format=format)
    where = path.as_posix()
    name = (format_for(format) if format else for_file(where)).name
    return read_bytes(data, id=id or _id_of(path), lang=lang, format=name, fields=fields)


def _id_of(path: Path) -> str:
    """A path as an id, which PO files pass on: relative to here, or the name alone."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name


def read_file(path: Path, *, format: str | None = None) -> bytes:  # noqa: A002
    """The bytes of an article, read once: what is done with them is of one state of the file.

    Raises DocumentError if the file is missing, unreadable, a directory or too large, if it changes meanwhile, or no
    format takes it.
    """
    where = PurePath(path).as_posix()
    if format:
        format_for(format)
    try:
        if not path.exists():
            raise DocumentError("no such file", where=where)
        if not path.is_file():
            kind = "a directory" if path.is_dir() else "not a regular file"
            raise DocumentError(f"{kind}, not an article; name a file", where=where)
        before = path.stat()
        if before.st_size > MAX_BYTES:
            mend = f"{before.st_size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read; split it"
            raise DocumentError(mend, where=where)
        if not format:
            for_file(where)
        data = path.read_bytes()
        after = path.stat()
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}", where=where) from None
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (after.st_ino, after.st_size, after.st_mtime_ns):
        raise DocumentError("changed while it was read; try again when nobody writes it any more", where=where)
    return data


def read_bytes(
    data: bytes,
    *,
    id: str,  # noqa: A002
    lang: str,
    format: str | None = None,  # noqa: A002
    fields: FieldMap | None = None,
) -> Document:
    """The document in ``data``; ``id`` leads error messages and, unless ``format`` is given, names the format.

    What has no name (``-``, the standard input) is Markdown where YAML front matter leads it, else text.
    ``fields`` says what is text in JSON and feeds, in place of the usual map.
    """
    fmt = format_for(format) if format else _nameless(data, lang) if id == "-" else for_file(id)
    if fields is not None and isinstance(fmt, Mapped):
        fmt = fmt.mapped(fields)
    if isinstance(fmt, Package):
        return _unpacked(data, id, lang, fmt, fmt)
    declared = declared_charset(data) if fmt.name in _DECLARING else None
    decoded = decode(data, where=id, lang=lang, declared=declared)
    document = _parse(decoded.text, id, lang, fmt)
    if fields is not None and fields.digest and isinstance(fmt, Mapped):
        document = replace(document, meta={**document.meta, "fields": fields.digest})
    return replace(document, encoding=decoded.encoding, bom=decoded.bom)


def _nameless(data: bytes, lang: str) -> Format:
    from mtkit.formats.front_matter import is_headed

    return format_for("markdown" if is_headed(decode(data, where="-", lang=lang).text) else "text")


def read_text(text: str, *, id: str = "-", lang: str, format: str = "text") -> Document:  # noqa: A002
    """The document in a text that is already decoded. DocumentError if it holds control characters."""
    return _parse(check_text(text, id), id, lang, format_for(format))


def write(
    document: Document,
    translations: Mapping[str, str],
    segments: Sequence[Segment],
    *,
    lang: str,
    keep: Keep = NOTHING,
) -> bytes:
    """The file that ``document`` was read from, in the language ``lang``.

    ``translations`` maps ids of ``segments`` to text with labels; segments without one keep their source. The bytes
    are in the source's encoding, with its byte-order mark, if that can spell the result; else in UTF-8, and an HTML
    file then declares so. With every translation equal to its source the bytes are those that were read. Subtitles do
    not part the words of a sentence that are to ``keep`` together where a line holds them.
    """
    return pack(document, spell(document, translations, segments, lang=lang, keep=keep))


def spell(
    document: Document,
    translations: Mapping[str, str],
    segments: Sequence[Segment],
    *,
    lang: str,
    keep: Keep = NOTHING,
) -> str:
    """The text that ``write`` writes, before it is encoded."""
    fmt = format_for(document.format)
    target = language(lang).code
    if isinstance(fmt, Cued):
        return fmt.lay(document, translations, segments, lang=target, keep=keep)
    if isinstance(fmt, Layout):
        return fmt.lay(document, translations, segments, lang=target)
    text = splice(document, translations, segments, fmt, lang=target)
    return fmt.relabel(text, target) if target != language(document.lang).code else text


def pack(document: Document, text: str) -> bytes:
    """``text`` in the encoding of ``document``, if that can spell it; else in UTF-8, and an HTML file declares so.

    Of a package, the parts that ``text`` holds are replaced; the others come from ``document.carrier``.
    """
    fmt = format_for(document.format)
    if isinstance(fmt, Package):
        with _placed(document.id):
            return fmt.repack(document.carrier, text)
    try:
        return encode(text, encoding=document.encoding, bom=document.bom, where=document.id)
    except UnicodeEncodeError:
        if document.format in _DECLARING:
            from mtkit.formats.html import declare_utf8

            text = declare_utf8(text)
        return encode(text, encoding="utf-8", where=document.id)


def source_of(document: Document) -> bytes:
    """The bytes that ``document`` was read from."""
    if document.carrier:
        return document.carrier
    return encode(document.text, encoding=document.encoding, bom=document.bom, where=document.id)


def _unpacked(data: bytes, id: str, lang: str, fmt: Format, package: Package) -> Document:  # noqa: A002
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read; split it"
        raise DocumentError(size, where=id)
    with _placed(id):
        return replace(_parse(package.unpack(data), id, lang, fmt), carrier=data)


@contextmanager
def _placed(id: str) -> Iterator[None]:  # noqa: A002
    """The file's name in front of what is said of one of its parts."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(str(error), where=id) from None


def _parse(text: str, id: str, lang: str, fmt: Format) -> Document:  # noqa: A002
    code = language(lang).code
    blocks, meta = parsed(fmt, text, code, id)
    return Document(id, code, text, blocks, fmt.name, meta)
