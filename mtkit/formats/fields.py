"""Which fields of structured files are text: the lists of ``configs/fields.toml``, or those of a file of one's own."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.errors import ConfigError
from mtkit.resources import resource
from mtkit.text import Kind

__all__ = ["FieldMap", "Fields", "Take", "load", "usual"]

_LISTS = ("translate", "html", "text", "never", "through", "language", "date")
_MODES = ("html", "text", "translate")
_TABLES = ("json", "feed")
_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Take:
    """That a field is translated: what it is in its article, and whether it is ``html``, ``text``, or to be told."""

    kind: Kind
    mode: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The lists for one format; names as ``_plain`` spells them, with dots between the steps of a path."""

    lists: Mapping[str, frozenset[str]]
    kinds: Mapping[str, Kind]

    def take(self, path: Sequence[str]) -> Take | None:
        """Whether the field at the end of ``path`` is translated, and as what."""
        names = [_plain(name) for name in path]
        while len(names) > 1 and self._has("through", names):
            names.pop()
        if any(name in self.lists["never"] for name in names) or self._has("never", names):
            return None
        for mode in _MODES:
            if self._has(mode, names):
                return Take(self._kind(names), "auto" if mode == "translate" else mode)
        return None

    def is_language(self, name: str) -> bool:
        """Whether a field of this name says a language."""
        return _plain(name) in self.lists["language"]

    def is_date(self, name: str) -> bool:
        """Whether a field of this name has the day of the article."""
        return _plain(name) in self.lists["date"]

    def _has(self, what: str, names: Sequence[str]) -> bool:
        return any(".".join(names[at:]) in self.lists[what] for at in range(max(0, len(names) - 4), len(names)))

    def _kind(self, names: Sequence[str]) -> Kind:
        for at in range(max(0, len(names) - 4), len(names)):
            if kind := self.kinds.get(".".join(names[at:])):
                return kind
        return Kind.BODY


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The lists for all formats. ``digest`` tells one map from another; "" for the usual one."""

    json: Fields
    feed: Fields
    digest: str = ""


@lru_cache(maxsize=1)
def usual() -> FieldMap:
    """The map of ``configs/fields.toml``."""
    path = resource("configs", "fields.toml")
    data = _read(path)
    json, feed = (_fields(data[name], {}, f"{path.name}: [{name}]") for name in _TABLES)
    return FieldMap(json, feed)


def load(path: Path | None) -> FieldMap:
    """The map in the file at ``path``, lists that it lacks from the usual one; None gives that itself.

    Raises ConfigError for a file that cannot be read, an unknown table, list or kind, and a list that is none.
    """
    if path is None:
        return usual()
    data, where = _read(path), path.as_posix()
    for name in data:
        if name not in _TABLES:
            raise ConfigError(f"{where}: {_unknown('table', name, _TABLES)}")
    base = _read(resource("configs", "fields.toml"))
    json, feed = (_fields(data.get(name, {}), base[name], f"{where}: [{name}]") for name in _TABLES)
    digest = hashlib.blake2b(repr(sorted(data.items())).encode(), digest_size=6).hexdigest()
    return FieldMap(json, feed, digest)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST:
            raise ConfigError(f"{path}: more than 1 MiB: this is no map of fields")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(f"{path}: cannot be read: {reason}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None


def _fields(given: Any, base: Mapping[str, Any], where: str) -> Fields:
    if not isinstance(given, dict):
        raise ConfigError(f"{where} is no table")
    for name in given:
        if name not in _LISTS and name != "kinds":
            raise ConfigError(f"{where}: {_unknown('list', name, (*_LISTS, 'kinds'))}")
    table = {**base, **given}
    lists = {
        name: frozenset(_plain(entry) for entry in _names(table.get(name, []), f"{where} {name}")) for name in _LISTS
    }
    kinds: dict[str, Kind] = {}
    told = table.get("kinds", {})
    if not isinstance(told, dict):
        raise ConfigError(f"{where} kinds is no table")
    known = tuple(kind.value for kind in Kind if kind not in {Kind.SKIP, Kind.CUE})
    for name, entries in told.items():
        if name not in known:
            raise ConfigError(f"{where} kinds: {_unknown('kind', name, known)}")
        kinds.update((_plain(entry), Kind(name)) for entry in _names(entries, f"{where} kinds.{name}"))
    return Fields(MappingProxyType(lists), MappingProxyType(kinds))


def _names(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise ConfigError(f"{where} is no list of names")
    return value


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"unknown {what} {name!r}" + (f": did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}")


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "") or name
