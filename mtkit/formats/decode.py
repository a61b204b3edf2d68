"""Bytes to text and back, without changing one of them.

The order of guesses: a byte-order mark; UTF-16 without a mark if there are NULs and one byte order gives plausible
text; a charset that the file declares (HTML, XML), unless it is valid UTF-8 and reads worse otherwise; UTF-8,
strictly; TIS-620 (as Windows-874) for Thai; GB18030 or Big5 if most of what comes out are frequent Chinese
characters; Windows-1252 for the Latin-script languages that it was made for. A guess counts only if encoding the
text again gives the same bytes. Anything else is refused, with the place of the first byte that is wrong.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from mtkit.errors import BadInputError, DocumentError
from mtkit.lang import lang as language

__all__ = ["MAX_BYTES", "Decoded", "check_text", "declared_charset", "decode", "encode", "read_lines"]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; an article is thousands of times smaller."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file (.doc, .xls, .ppt)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")  # not \t \n \v \f \r, nor the separators 1C-1F
_SURROGATE = re.compile("[\ud800-\udfff]")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)["']""")
_WEB_CODECS = frozenset(
    {"utf-8", "gb18030", "big5", "big5hkscs", "cp874", "cp866", "koi8-r", "koi8-u", "mac-roman", "shift_jis", "euc_jp",
     "euc_kr", "iso2022_jp", *(f"cp{page}" for page in range(1250, 1259)), *(f"iso8859-{n}" for n in range(2, 17))}
)  # fmt: skip
"""Python's names for what a web page may declare (WHATWG Encoding, 4.2); other codecs turn text into other things."""
_CP1252_LANGS = frozenset({"en", "pt", "tet", "id", "ms", "fil"})
_CP1252_MARKS = frozenset("‘’“”–—…•«»ªº°©®€£§´·¿¡×½¼¾\u00a0\u00ad")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_STRAY_THAI = re.compile(
    "(?<![\u0e01-\u0e2e\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
)
"""A Thai mark without a letter to stand on, or a leading vowel without a consonant after it."""
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the codec that read it, and the byte-order mark in front of it."""

    text: str
    encoding: str
    bom: bytes = b""


def declared_charset(data: bytes) -> str | None:
    """The Python codec that an HTML or XML file names in its first 2048 bytes; None if none, or an unknown one."""
    found = _XML_CHARSET.search(data, 0, 2048) or _META_CHARSET.search(data, 0, 2048)
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    if name in {"gb2312", "gbk", "x-gbk", "gb_2312-80", "chinese"}:  # as browsers do
        return "gb18030"
    if name in {"iso-8859-1", "latin1", "ascii", "us-ascii"}:
        return "cp1252"
    if name in {"windows-874", "dos-874", "tis-620", "iso-8859-11", "iso8859-11", "iso885911"}:
        return "cp874"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    return codec.name if codec.name in _WEB_CODECS else None


def decode(data: bytes, *, where: str, lang: str = "en", declared: str | None = None) -> Decoded:
    """The text of ``data``; see the module for the order of guesses.

    Raises DocumentError for binary files, for more than ``MAX_BYTES``, and for text in no encoding that fits.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{len(data) / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read; split it", where=where
        )
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return Decoded(_checked(_strictly(data[len(bom) :], codec, where, len(bom)), where), codec, bom)
    _refuse_binary(data, where)
    if b"\x00" in data:
        return _wide(data, where)
    text = _try(data, "utf-8")
    if declared not in {None, "utf-8"}:
        assumed = _try(data, declared or "")
        if assumed is not None and (text is None or data.isascii() or _chineseness(assumed) > _chineseness(text)):
            return Decoded(_checked(assumed, where), declared or "")
    if text is not None:
        return Decoded(_checked(text, where), "utf-8")
    return _legacy(data, where, lang)


def read_lines(path: Path, lang: str, *, ends: re.Pattern[str]) -> list[str]:
    """The lines of a text file, parted by ``ends``; an empty one behind the last end does not count.

    Raises BadInputError for a file that cannot be read, DocumentError for one that is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror}", where=str(path)) from None
    lines = ends.split(decode(data, where=str(path), lang=lang).text)
    return lines[:-1] if lines and not lines[-1] else lines


def encode(text: str, *, encoding: str, bom: bytes = b"", where: str) -> bytes:
    """``text`` in ``encoding``, the mark in front. UnicodeEncodeError is left to the caller, who may fall back."""
    if found := _SURROGATE.search(text):
        raise DocumentError(
            f"the text to write holds half a character (U+{ord(found[0]):04X}); remove it from the translation",
            where=where,
        )
    return bom + text.encode(encoding)


def check_text(text: str, where: str) -> str:
    """``text`` itself, if it can be an article: no half characters, no control characters."""
    if found := _SURROGATE.search(text):
        raise DocumentError(
            f"half a character (U+{ord(found[0]):04X}) in line {_line(text, found.start())}; it cannot be saved",
            where=where,
        )
    return _checked(text, where)


def _checked(text: str, where: str) -> str:
    if found := _CONTROL.search(text):
        raise DocumentError(
            f"control character U+{ord(found[0]):04X} in line {_line(text, found.start())}: "
            "a binary file, or a stray character to remove",
            where=where,
        )
    return text


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_binary(data: bytes, where: str) -> None:
    if data.startswith(b"PK\x03\x04"):
        inside = data[: 1 << 20] + data[-(1 << 16) :]
        kinds = ((b"word/", "a Word document (.docx)"), (b"xl/", "an Excel workbook"), (b"ppt/", "a PowerPoint file"))
        seems = next((name for mark, name in kinds if mark in inside), "a ZIP archive")
    else:
        seems = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if seems:
        raise DocumentError(f"this is {seems}, not text; save it as .txt, .md or .html first", where=where)


def _strictly(data: bytes, codec: str, where: str, skipped: int = 0) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not valid {codec.upper()} at byte {error.start + skipped}, although the file begins as such; "
            "save it again as UTF-8",
            where=where,
        ) from None


def _try(data: bytes, codec: str) -> str | None:
    """The text, if ``data`` is valid in ``codec`` and comes back the same."""
    try:
        text = data.decode(codec)
        return text if codec == "utf-8" or text.encode(codec) == data else None
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes, where: str) -> Decoded:
    """UTF-16 without a mark, if one byte order gives assigned characters, no control characters, and spaces or stops.

    (NULs alone do not tell: "一" has one, too, on the other side.)
    """
    found: list[tuple[int, str, str]] = []
    for codec in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        text = _try(data, codec)
        if text is None or _CONTROL.search(text) or not _is_assigned(text[:_SAMPLE]):
            continue
        found.append((sum(text.count(mark) for mark in " \n\r,.，。"), codec, text))
    if (best := max(found, default=None)) is not None and best[0]:
        return Decoded(best[2], best[1])
    at = data.index(b"\x00")
    raise DocumentError(f"NUL at byte {at}: a binary file, not text; save it as UTF-8 text", where=where)


def _is_assigned(text: str) -> bool:
    return all(unicodedata.category(char) not in {"Cn", "Co"} for char in set(text))


def _legacy(data: bytes, where: str, lang: str) -> Decoded:
    """Neither UTF-8 nor UTF-16: a national encoding of Thai or Chinese, then Windows-1252; else the error of UTF-8."""
    if not _is_damaged_utf8(data):
        if language(lang).base == "th":  # before Chinese: two Thai letters are one frequent character of GB 2312
            text = _try(data, "cp874")
            if text is not None and not _CONTROL.search(text) and _is_plausible_thai(text):
                return Decoded(text, "cp874")
        scored = [
            (_chineseness(text), codec, text)
            for codec in ("gb18030", "big5")
            if (text := _try(data, codec)) is not None and not _CONTROL.search(text)
        ]
        best = max(scored, key=lambda entry: entry[0], default=None)
        if best is not None and best[0] >= 0.6:
            return Decoded(best[2], best[1])
        if language(lang).code in _CP1252_LANGS:
            text = _try(data, "cp1252")
            if text is not None and _is_plausible_latin(text):
                return Decoded(_checked(text, where), "cp1252")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at, line = error.start, data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"not valid UTF-8 at byte {at} (line {line}, byte 0x{data[at]:02X}), and in no other encoding that is "
            "known here; save it as UTF-8",
            where=where,
        ) from None
    raise AssertionError("only called for what is not UTF-8")


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8, so that a few bytes were damaged."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(1 for char in text if char > "\x7f") - broken
    return valid > 2 * broken


def _chineseness(text: str) -> float:
    """The share of characters outside ASCII that are frequent in Chinese: 0 for none.

    Frequent: the 3755 characters of GB 2312's first level, or Big5's first level (5401), and East Asian punctuation.
    """
    sample = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if not sample:
        return 0.0
    return sum(1 for char in sample if _is_frequent(char)) / len(sample)


def _is_frequent(char: str) -> bool:
    if not _HAN.match(char):
        return char in "“”‘’…—·　" or "\u3000" <= char <= "\u3015" or "\uff01" <= char <= "\uff5e"
    simplified = char.encode("gb2312", "ignore")
    if simplified:
        return simplified[0] <= 0xD7
    traditional = char.encode("big5", "ignore")
    return bool(traditional) and traditional < b"\xc6\x7f"


def _is_plausible_thai(text: str) -> bool:
    """Whether what is outside ASCII is Thai but for a tenth, and its marks stand on letters as Thai writes them."""
    odd = [char for char in text[:_SAMPLE] if char > "\x7f"]
    stray = len(_STRAY_THAI.findall(text[:_SAMPLE]))
    return sum("\u0e01" <= char <= "\u0e5b" for char in odd) * 10 >= len(odd) * 9 and stray * 50 <= len(odd)


def _is_plausible_latin(text: str) -> bool:
    """Whether the characters outside ASCII are few, and each is a letter next to letters or a typographic mark."""
    odd = [at for at, char in enumerate(text[:_SAMPLE]) if char > "\x7f"]
    if len(odd) * 5 > min(len(text), _SAMPLE):
        return False
    for at in odd:
        around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
        if text[at] not in _CP1252_MARKS and not (text[at].isalpha() and any(c.isalpha() for c in around)):
            return False
    return True
