"""ZIP packages of strangers: a guarded reader, and a writer that changes a few parts and copies all else.

Nothing is unpacked to a disk. The directory is checked as a whole before a byte of a part is read: how many parts
there are, how large they say they are and how hard they are packed; that no name leads out of the package or comes
twice; that nothing is encrypted; and that no two parts share bytes (overlapping parts make the densest bombs). A part
that is read is unpacked no further than the size it declares, and must have its checksum.

Layout of the records: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.14 to 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mtkit.errors import DocumentError

__all__ = ["MAX_PART", "MAX_PARTS", "MAX_RATIO", "MAX_TOTAL", "Archive", "Entry", "open_archive"]

MAX_PARTS = 4096
"""How many parts a package may have; a long report with a picture on every page has some hundreds."""
MAX_PART = 64 << 20
"""Bytes of one part that is read."""
MAX_TOTAL = 512 << 20
"""Bytes of all parts, as they say."""
MAX_RATIO = 200
"""How many times smaller a part of more than ``_SMALL`` bytes may be packed; text of a report is 5 to 30 times."""

_SMALL = 4 << 20
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END64, _LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
_HEADER = struct.Struct("<4s5H3I2H")
_RECORD = struct.Struct("<4s6H3I5H2I")
_TAIL = struct.Struct("<4s4H2IH")
_TAIL64 = struct.Struct("<4sQ2H2I4Q")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DESCRIPTOR = 0x0008
_UTF8 = 0x0800
_FULL = 0xFFFFFFFF
_ZIP64 = 0x0001
_AGAIN = "save it anew in the program that wrote it"


@dataclass(frozen=True, slots=True)
class Entry:
    """One part. ``at`` is where its local header begins, ``data`` where its packed bytes do; ``end`` is where the next
    part or the directory begins. ``extra`` and ``comment`` are as in the directory, ``head`` the record's fixed part.
    """

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int
    extra: bytes
    comment: bytes
    head: tuple[int, ...]
    data: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """A package whose directory has been checked. ``entries`` are in the order of the directory."""

    raw: bytes = field(repr=False)
    entries: tuple[Entry, ...]
    comment: bytes = b""

    @property
    def names(self) -> tuple[str, ...]:
        """The parts by name."""
        return tuple(entry.name for entry in self.entries)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises DocumentError if it is not there, too large or damaged; KeyError never."""
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None:
            raise DocumentError(f"the package has no part {name}: {_AGAIN}")
        return _unpacked(self.raw, entry)

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The package with the bytes of some parts replaced; the same bytes on each call.

        Order, names, dates and methods stay, and so does every byte of the other parts; if nothing differs, the
        package itself comes back. Raises DocumentError for a part that it does not have.
        """
        unknown = next((name for name in parts if name not in self.names), None)
        if unknown is not None:
            raise DocumentError(f"the package has no part {unknown}: {_AGAIN}")
        changed = {
            entry.name: parts[entry.name]
            for entry in self.entries
            if entry.name in parts and parts[entry.name] != _unpacked(self.raw, entry)
        }
        return _written(self, changed) if changed else self.raw


def open_archive(data: bytes) -> Archive:
    """The package in ``data``. Raises DocumentError, one line, for whatever is damaged or not to be trusted."""
    if not data.startswith(_LOCAL):
        raise DocumentError(f"is no ZIP package, although its name says so: {_AGAIN}")
    start, count, end, comment = _directory(data)
    entries = _records(data, start, count, end)
    _check_names(entries)
    _check_sizes(entries)
    order = sorted(entries, key=lambda entry: entry.at)
    ends = {before.at: after.at for before, after in pairwise(order)}
    placed = tuple(_placed(data, entry, ends.get(entry.at, start)) for entry in entries)
    if len({entry.at for entry in entries}) != len(entries) or (order and order[0].at):
        raise DocumentError(f"parts of the ZIP package share bytes, as in a ZIP bomb: {_AGAIN}")
    return Archive(data, placed, comment)


def _damaged(what: str) -> DocumentError:
    return DocumentError(f"the ZIP package is damaged ({what}): copy the file again, or {_AGAIN}")


def _directory(data: bytes) -> tuple[int, int, int, bytes]:
    """Where the directory begins, how many records it has, where it ends, and the comment behind it."""
    at = data.rfind(_END, max(0, len(data) - _TAIL.size - 0xFFFF))
    while at >= 0:
        if at + _TAIL.size <= len(data):
            tail = _TAIL.unpack_from(data, at)
            if at + _TAIL.size + tail[7] == len(data):
                break
        at = data.rfind(_END, max(0, len(data) - _TAIL.size - 0xFFFF), at)
    if at < 0:
        raise _damaged("its directory is missing, as if the file were cut")
    _, disk, first, here, count, size, start, _ = tail
    end = at
    if 0xFFFF in (disk, first, here, count) or _FULL in (size, start):
        end, disk, first, here, count, size, start = _directory64(data, at)
    if disk or first or here != count:
        raise DocumentError(f"the ZIP package is one of several volumes: {_AGAIN}")
    if count > MAX_PARTS:
        raise DocumentError(f"the ZIP package has {count} parts, more than the {MAX_PARTS} that are read: {_AGAIN}")
    if start + size != end:
        raise _damaged("its directory is not where it should be")
    return start, count, end, data[at + _TAIL.size :]


def _directory64(data: bytes, at: int) -> tuple[int, ...]:
    if at < 20 or data[at - 20 : at - 16] != _LOCATOR:
        raise _damaged("its directory is not where it should be")
    (where,) = struct.unpack_from("<Q", data, at - 12)
    if where + _TAIL64.size > at or data[where : where + 4] != _END64:
        raise _damaged("its directory is not where it should be")
    _, _, _, _, disk, first, here, count, size, start = _TAIL64.unpack_from(data, where)
    return where, disk, first, here, count, size, start


def _records(data: bytes, at: int, count: int, end: int) -> list[Entry]:
    entries: list[Entry] = []
    for _ in range(count):
        if at + _RECORD.size > end or data[at : at + 4] != _CENTRAL:
            raise _damaged("a record of its directory")
        head = _RECORD.unpack_from(data, at)
        _, _, _, flags, method, _, _, crc, packed, size, *lengths, _, _, _, offset = head
        name_at = at + _RECORD.size
        extra_at = name_at + lengths[0]
        comment_at = extra_at + lengths[1]
        at = comment_at + lengths[2]
        if at > end:
            raise _damaged("a record of its directory")
        raw_name, extra = data[name_at:extra_at], data[extra_at:comment_at]
        packed, size, offset = _wide(extra, packed, size, offset)
        name = _name(raw_name, utf8=bool(flags & _UTF8))
        if flags & _ENCRYPTED:
            raise DocumentError(f"the part {name} is encrypted: save the file without a password")
        if method not in {_STORED, _DEFLATED}:
            raise DocumentError(f"the part {name} is packed in an unusual way (method {method}): {_AGAIN}")
        if method == _STORED and packed != size:
            raise _damaged(f"the sizes of {name}")
        record = Entry(name, raw_name, flags, method, crc, packed, size, offset, extra, data[comment_at:at], head[1:])
        entries.append(record)
    if at != end:
        raise _damaged("what is behind its directory")
    return entries


def _wide(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset, from the Zip64 field where the record says that they are there (APPNOTE 4.5.3)."""
    wide = next((value for kind, value in _fields(extra) if kind == _ZIP64), b"")
    values = [struct.unpack_from("<Q", wide, at)[0] for at in range(0, len(wide) - 7, 8)]
    out: list[int] = []
    for value in (size, packed, offset):
        if value == _FULL:
            if not values:
                raise _damaged("the size of a part")
            out.append(values.pop(0))
        else:
            out.append(value)
    return out[1], out[0], out[2]


def _fields(extra: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        found.append((kind, extra[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def _name(raw: bytes, *, utf8: bool) -> str:
    """A part's name. Raises DocumentError for one that leads out of the package or is none."""
    try:
        name = raw.decode("utf-8" if utf8 else "cp437")
    except UnicodeDecodeError:
        raise _damaged("a part's name") from None
    astray = any(step in {"", ".", ".."} for step in name.removesuffix("/").split("/"))
    if astray or any(char in name for char in "\\:") or not name.isprintable():
        shown = name.encode("ascii", "backslashreplace").decode()[:80]
        raise DocumentError(f"a part has the name {shown!r}, which could lead out of the package: {_AGAIN}")
    return name


def _check_names(entries: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        folded = entry.name.casefold()
        if folded in seen:
            raise DocumentError(f"the ZIP package has two parts named {entry.name}: {_AGAIN}")
        seen.add(folded)


def _check_sizes(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.size > _SMALL and entry.size > MAX_RATIO * entry.packed:
            times = entry.size // max(1, entry.packed)
            raise DocumentError(f"the part {entry.name} is packed {times} times smaller, as in a ZIP bomb: {_AGAIN}")
    total = sum(entry.size for entry in entries)
    if total > MAX_TOTAL:
        limit = f"more than the {MAX_TOTAL >> 20} MB that are read: split it"
        raise DocumentError(f"the parts come to {total >> 20} MB, {limit}")


def _placed(data: bytes, entry: Entry, end: int) -> Entry:
    """``entry`` with the place of its data, which must lie before ``end``; its local header must say the same."""
    if entry.at + _HEADER.size > end or data[entry.at : entry.at + 4] != _LOCAL:
        raise _damaged(f"the header of {entry.name}")
    _, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _HEADER.unpack_from(data, entry.at)
    name_at = entry.at + _HEADER.size
    start = name_at + name_size + extra_size
    if data[name_at : name_at + name_size] != entry.raw_name or method != entry.method or flags & _ENCRYPTED:
        raise _damaged(f"the header of {entry.name} is not that of the directory")
    told = (crc, packed, size) == (entry.crc, entry.packed, entry.size)
    if not flags & _DESCRIPTOR and _FULL not in (packed, size) and not told:
        raise _damaged(f"the header of {entry.name} is not that of the directory")
    if start + entry.packed > end:
        raise _damaged(f"the data of {entry.name}")
    return replace(entry, data=start, end=end)


def _unpacked(raw: bytes, entry: Entry) -> bytes:
    if entry.size > MAX_PART:
        limit = f"more than the {MAX_PART >> 20} MB that are read: split it"
        raise DocumentError(f"the part {entry.name} has {entry.size >> 20} MB, {limit}")
    packed = raw[entry.data : entry.data + entry.packed]
    if entry.method == _STORED:
        content = packed
    else:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflate.decompress(packed, entry.size + 1)
        except zlib.error:
            raise _damaged(f"the data of {entry.name}") from None
        if not inflate.eof and len(content) <= entry.size:
            raise _damaged(f"the data of {entry.name}")
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise _damaged(f"the data of {entry.name}")
    return content


def _written(archive: Archive, changed: Mapping[str, bytes]) -> bytes:
    out: list[bytes] = []
    at = 0
    new: dict[str, Entry] = {}
    for entry in sorted(archive.entries, key=lambda entry: entry.at):
        if entry.name in changed:
            renewed, piece = _renewed(archive.raw, entry, changed[entry.name])
        else:
            renewed, piece = entry, archive.raw[entry.at : entry.end]
        new[entry.name] = replace(renewed, at=at)
        out.append(piece)
        at += len(piece)
    records = b"".join(_record(new[entry.name]) for entry in archive.entries)
    count = len(archive.entries)
    tail = _TAIL.pack(_END, 0, 0, count, count, len(records), at, len(archive.comment))
    return b"".join([*out, records, tail, archive.comment])


def _renewed(raw: bytes, entry: Entry, content: bytes) -> tuple[Entry, bytes]:
    """``entry`` with other content, and its bytes: local header and data, no data descriptor behind them."""
    if entry.method == _DEFLATED:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = deflate.compress(content) + deflate.flush()
    else:
        packed = content
    head = _HEADER.unpack_from(raw, entry.at)
    flags = entry.flags & ~_DESCRIPTOR
    name_at = entry.at + _HEADER.size
    extra = _narrow(raw[name_at + head[9] : entry.data])
    crc = zlib.crc32(content)
    header = _HEADER.pack(
        _LOCAL, head[1], flags, *head[3:6], crc, len(packed), len(content), len(entry.raw_name), len(extra)
    )
    renewed = replace(entry, flags=flags, crc=crc, packed=len(packed), size=len(content))
    return renewed, header + entry.raw_name + extra + packed


def _narrow(extra: bytes) -> bytes:
    """``extra`` without its Zip64 field; as it is if it has none."""
    fields = _fields(extra)
    if all(kind != _ZIP64 for kind, _ in fields):
        return extra
    return b"".join(struct.pack("<2H", kind, len(value)) + value for kind, value in fields if kind != _ZIP64)


def _record(entry: Entry) -> bytes:
    """The directory's record of ``entry``."""
    extra = _narrow(entry.extra)
    made, needed, _, method, time, day = entry.head[:6]
    disk, inside, outside = entry.head[12:15]
    lengths = (len(entry.raw_name), len(extra), len(entry.comment))
    fixed = _RECORD.pack(
        _CENTRAL, made, needed, entry.flags, method, time, day, entry.crc, entry.packed, entry.size, *lengths, disk,
        inside, outside, entry.at,
    )  # fmt: skip
    return fixed + entry.raw_name + extra + entry.comment
