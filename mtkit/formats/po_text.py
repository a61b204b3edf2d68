"""The spelling of text in PO files: what may stand in a string, in a comment and in a reference.

gettext compares strings byte by byte and Python does not normalise, so a PO holds NFC, line feeds and nothing
invisible that an editor would lose. The text as it was is in the sidecar.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote as percent
from urllib.parse import unquote

from mtkit.errors import PoSyntaxError

__all__ = ["decode_string", "digest", "encode_string", "fit", "flat", "normal", "token", "untoken"]

# C0 but for tab and line feed, DEL, and lone surrogates, which UTF-8 cannot hold
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NOT_IN_COMMENTS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r",
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
}  # fmt: skip
_ESCAPED = re.compile(r'[\\"\n\t\r\a\x08\f\v]')
_PLAIN = {escape[1]: char for char, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{2}))+)|\\(.)", re.DOTALL)
_NOT_IN_TOKENS = re.compile(r"[^\w/.+@~,;=!$&'()*#|\[\]{}<>^-]")


def normal(text: str) -> str:
    """``text`` as a PO string holds it: NFC, line feeds only, U+FFFD for what no PO may hold."""
    if text.isprintable():  # neither controls nor surrogates
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def fit(target: str, source: str) -> str:
    """``target`` with line feeds at its ends just where ``source`` has them, as ``msgfmt -c`` demands."""
    core = target.strip("\n")
    if not core:
        return ""
    return "\n" * source.startswith("\n") + core + "\n" * source.endswith("\n")


def digest(text: str, length: int = 12) -> str:
    """The first ``length`` hex digits of SHA-256 of the normal, trimmed text; survives an editor's white space."""
    return hashlib.sha256(normal(text).strip().encode()).hexdigest()[:length]


def flat(text: str) -> str:
    """``text`` as one line of a comment: NFC, a blank for each control character or line separator, trimmed."""
    if not text.isprintable():
        text = _NOT_IN_COMMENTS.sub(" ", text)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def token(text: str) -> str:
    """``text`` as one word of a comment or reference: blanks, colons, percent signs and controls as ``%XX``."""
    return _NOT_IN_TOKENS.sub(_percent, text) if _NOT_IN_TOKENS.search(text) else text


def _percent(match: re.Match[str]) -> str:
    char = match[0]
    if ord(char) > 0xA0 and char.isprintable() and not char.isspace():
        return char
    return percent(char, safe="", errors="surrogatepass")


def untoken(word: str) -> str:
    """What ``token`` made ``word`` from."""
    return unquote(word, errors="surrogatepass") if "%" in word else word


def encode_string(text: str) -> str:
    """``text`` as quoted PO lines, laid out as ``msgcat --no-wrap`` does: one line, or one for each line feed."""
    if "\n" not in text[:-1]:
        return f'"{_escape(text)}"'
    lines = (f'"{_escape(line)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text))
    return "\n".join(('""', *lines))


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)


def decode_string(text: str) -> str:
    """The characters that ``text``, taken from between quotes, stands for.

    Raises PoSyntaxError, without a place, for an escape that gettext refuses too.
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        numbers = re.findall(r"\\(?:x([0-9A-Fa-f]{2})|([0-7]{1,3}))", match[1])
        values = [int(hexadecimal, 16) if hexadecimal else int(octal, 8) for hexadecimal, octal in numbers]
        try:
            char = bytes(values).decode()
        except (UnicodeDecodeError, ValueError):
            raise PoSyntaxError(f"escape {match[1]} is not UTF-8; write the character itself") from None
        if _UNWRITABLE.search(char) and char not in _ESCAPES:
            raise PoSyntaxError(f"escape {match[1]} is a control character; delete it")
        return char
    if match[2] in _PLAIN:
        return _PLAIN[match[2]]
    raise PoSyntaxError(f"unknown escape \\{match[2]}; write the character itself, or \\\\ for a backslash")
