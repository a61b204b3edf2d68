"""Single values of ``mtkit.toml``: of the right kind, and paths relative to the file."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from mtkit.config.keys import Key, Kind
from mtkit.errors import UnknownLanguageError
from mtkit.lang import lang

__all__ = ["FaultError", "parsed"]


class FaultError(ValueError):
    """What is wrong with a value: the end of a sentence that begins with the key's name."""


def parsed(key: Key, value: object, folder: Path) -> object:
    """``value`` as the verbs take it; ``folder`` is the file's. Raises FaultError."""
    if key.kind is Kind.SWITCH:
        if not isinstance(value, bool):
            raise FaultError(f"is true or false, not {_shown(value)}")
        return value
    if key.kind is Kind.COUNT:
        return _count(key, value)
    if key.kind is Kind.CHOICE:
        return _choice(key, value)
    if key.kind in _LISTS:
        return tuple(dict.fromkeys(_single(key, text, folder) for text in _texts(value)))
    if key.kind is Kind.TEXT:
        if not isinstance(value, str):
            raise FaultError(f"is a text in quotation marks, not {_shown(value)}")
        return " ".join(value.split())
    return _single(key, _text(value), folder)


_LISTS = frozenset({Kind.LANGS, Kind.PATHS, Kind.CODES})


def _single(key: Key, text: str, folder: Path) -> str:
    """One text that is a language, a code, or the place of something."""
    if key.kind is Kind.LANG:
        return _lang(text)
    if key.kind is Kind.LANGS:
        return text if _lang(text) == "zh-Hant" else _lang(text)  # zh-TW says which characters, too
    if key.kind is Kind.CODES:
        if not re.fullmatch(r"[A-Za-z](?:[0-9]{2})?", text):
            raise FaultError(f"is a list of codes such as N01 and groups such as N, not {_shown(text)}")
        return text.upper()
    if text in key.words:
        return text
    return _model(text, folder) if key.kind is Kind.MODEL else _placed(text, folder)


def _count(key: Key, value: object) -> int:
    limits = f"a whole number from {key.least} to {key.most}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise FaultError(f"is {limits}, not {_shown(value)}")
    if not key.least <= value <= key.most:
        raise FaultError(f"is {limits}, not {value}")
    return value


def _choice(key: Key, value: object) -> str:
    known = ", ".join(key.words)
    if isinstance(value, bool) and not value and "off" in key.words:
        return "off"
    if not isinstance(value, str):
        raise FaultError(f"is one of {known}, not {_shown(value)}")
    if value in key.words:
        return value
    near = difflib.get_close_matches(value.lower(), key.words, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise FaultError(f"is one of {known}, not {_shown(value)}" + (f": {hint.strip()}" if hint else ""))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FaultError(f"is a text in quotation marks, not {_shown(value)}")
    if not value.strip():
        raise FaultError("is empty: leave it out")
    if "\0" in value:
        raise FaultError("holds a NUL: no name can")
    return value.strip()


def _texts(value: object) -> list[str]:
    """A list of texts; one text is a list of one."""
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise FaultError(f'is a list such as ["one", "two"], not {_shown(value)}')
    if not rows:
        raise FaultError("is an empty list: leave it out")
    return [_text(row) for row in rows]


def _lang(code: str) -> str:
    try:
        return lang(code).code
    except UnknownLanguageError as error:
        raise FaultError(f"names an {error}") from None


def _placed(name: str, folder: Path) -> str:
    """A path relative to the file, as it is from the working directory; addresses (s3://...) as they are."""
    if "://" in name:
        return name
    path = folder / Path(name).expanduser()
    try:
        near = os.path.relpath(path)
    except (OSError, ValueError):  # another drive; no working directory
        return str(path)
    return near if not Path(name).expanduser().is_absolute() else str(path)


def _model(name: str, folder: Path) -> str:
    """A folder that is there, or is written as one, relative to the file; else the id of a model."""
    path = folder / Path(name).expanduser()
    is_path = name.startswith((".", "/", "~")) or path.is_dir()
    if not is_path:
        return name
    placed = _placed(name, folder)
    return placed if placed.startswith((".", "/")) or Path(placed).is_absolute() else f"./{placed}"


def _shown(value: object) -> str:
    shown = repr(value) if not isinstance(value, dict) else "a table"
    shown = {"True": "true", "False": "false"}.get(shown, shown)
    return shown if len(shown) <= 60 else shown[:57] + "..."
