"""The bytes of a PO file as text, in the charset that it declares."""

from __future__ import annotations

import codecs
import re

from mtkit.errors import PoSyntaxError

__all__ = ["decode", "place_of"]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, where: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a PO file, and notes on what was unusual in it.

    The declared charset decides, a byte order mark before it; GBK and GB2312 are read as their superset GB18030.
    Raises PoSyntaxError for an unknown charset, or bytes that are not in it, with the line of the first.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            note = f"read as {name.upper()} by its byte order mark, which gettext refuses; written back as UTF-8"
            return _decoded(data[len(bom) :], name, where), (note,)
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return _decoded(data, name, where), (f"read as {name.upper()}; written back as UTF-8",)
    declared = re.search(rb"charset=([A-Za-z0-9_:.\-]+)", head)
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.upper() in {"CHARSET", "UTF-8", "UTF8"}:
        return _decoded(data, "utf-8", where, declared=bool(declared)), ()
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        raise PoSyntaxError(f"unknown charset {name!r}; write charset=UTF-8 and save it so", where=where) from None
    if codec in {"gbk", "gb2312", "cp936"}:
        codec = "gb18030"
    text = _decoded(data, codec, where)
    return text, () if codec == "ascii" else (f"read as {codec.upper()} as declared; written back as UTF-8",)


def _decoded(data: bytes, codec: str, where: str, *, declared: bool = True) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not {codec.upper()}"
    mend = "save the file as UTF-8"
    if codec == "utf-8":
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            mend = "it may be GB18030: convert it, or " + ("correct" if declared else "declare") + " the charset"
    raise PoSyntaxError(f"{what}; {mend}", where=place_of(where, line))


def place_of(where: str, line: int) -> str:
    """A line of a file for a message: ``a.po:7``, or ``line 7`` where the file has no name."""
    return f"{where}:{line}" if where else f"line {line}"
