"""From the text of ``mtkit.toml`` to a Config; what is wrong is said with its line and the nearest name."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mtkit.config.files import FILE, find
from mtkit.config.keys import KEYS, PROFILE, SECTIONS, Key
from mtkit.config.lines import lines_of
from mtkit.config.model import Config, Value
from mtkit.config.values import FaultError, parsed
from mtkit.errors import ConfigError, UnknownLanguageError
from mtkit.lang import lang

__all__ = ["load", "read"]

_MOST = 1 << 20  # bytes; a file of settings is far smaller
_SECRET = re.compile(r"(?:^|[-_.])(?:tokens?|passwords?|passwd|secrets?|api[-_]?keys?|credentials?)(?:$|[-_.])", re.I)


def load(
    start: Path | None = None, *, profile: str | None = None, environment: Mapping[str, str] | None = None
) -> Config:
    """What counts in the folder ``start``, by default the working directory, with the profile that is asked for.

    ``profile`` is the one of ``--profile``, else ``MTKIT_PROFILE`` names it. Raises ConfigError, with a line for
    everything that is wrong in the file.
    """
    env = os.environ if environment is None else environment
    return read(find(start, environment=env), profile=profile, environment=env)


def read(
    path: Path | None, *, profile: str | None = None, environment: Mapping[str, str] | None = None
) -> Config:  # fmt: skip
    """``load`` with a file that is named; None for none. Raises ConfigError."""
    env = os.environ if environment is None else environment
    wanted, origin = (profile, "--profile") if profile else (env.get("MTKIT_PROFILE", "").strip(), "MTKIT_PROFILE")
    values = {name: Value(key.default) for name, key in KEYS.items() if not key.tabled and not key.spread}
    profiles: tuple[str, ...] = ()
    if path is not None:
        said = _Said(path)
        profiles = said.profiles
        said.refuse_faults()
        values.update(said.top)
        if wanted:
            _demand(wanted, profiles, origin, path)
            values.update(said.of(wanted))
    elif wanted:
        raise ConfigError(f"{origin}: there is no {FILE} here, so no profile {wanted!r}: make one with mtkit init")
    values.update(_of_environment(env))
    return Config(MappingProxyType(_ordered(values)), path, wanted, profiles, origin if wanted else "")


def _demand(wanted: str, known: tuple[str, ...], origin: str, path: Path) -> None:
    if wanted in known:
        return
    near = difflib.get_close_matches(wanted, known, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    there = f"known are {', '.join(known)}" if known else "it has none"
    raise ConfigError(f"{origin}: {shown(path)} has no profile {wanted!r}: {hint}{there}")


def _of_environment(env: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for key in KEYS.values():
        if key.env and env.get(key.env, "").strip():
            yield key.name, Value(env[key.env].strip(), key.env, env=True)


def _ordered(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values in the order of the table of keys, those of one key by their names."""
    order = {name: n for n, name in enumerate(KEYS)}

    def place(name: str) -> tuple[int, str]:
        key = _key_of(name)
        return (order[key.name] if key else len(order), name)

    return {name: values[name] for name in sorted(values, key=place)}


def _key_of(name: str) -> Key | None:
    """The key whose value ``name`` names."""
    if name in KEYS:
        return KEYS[name]
    for key in KEYS.values():
        if key.tabled and name.startswith(f"{key.name}."):
            return key
        if key.spread and name.startswith(f"{key.section}.") and name.endswith(f".{key.bare}"):
            return key
    return None


def shown(path: Path) -> str:
    """A path as a person at this working directory would write it."""
    try:
        near = os.path.relpath(path)
    except (OSError, ValueError):
        return str(path)
    return str(path) if Path(near).parts[:3] == ("..", "..", "..") else near


@dataclass(frozen=True, slots=True)
class _Place:
    """The table that is read: the profile it belongs to, and its full name."""

    profile: str
    name: tuple[str, ...]


class _Said:
    """What a file says, and what is wrong in it."""

    def __init__(self, path: Path) -> None:
        self._path, self._name, self._folder = path, shown(path), path.parent
        self._faults: list[tuple[int, str]] = []
        self.top: dict[str, Value] = {}
        self._profiles: dict[str, dict[str, Value]] = {}
        text = self._text()
        table = self._parsed(text)
        self._lines = lines_of(text)
        profiles = table.pop(PROFILE, {})
        self._take(table, _Place("", ()), self.top)
        if not isinstance(profiles, dict):
            self._fault((PROFILE,), f"[{PROFILE}.NAME] is a table: give each profile a name")
            profiles = {}
        for name, said in profiles.items():
            own = self._profiles.setdefault(name, {})
            if isinstance(said, dict):
                self._take(said, _Place(name, (PROFILE, name)), own)
            else:
                self._fault((PROFILE, name), f"{PROFILE}.{name} stands alone: write [{PROFILE}.NAME] above its keys")

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(self._profiles)

    def of(self, profile: str) -> dict[str, Value]:
        """What a profile says."""
        return self._profiles[profile]

    def refuse_faults(self) -> None:
        """Raise ConfigError if anything is wrong: the first fault leads, the others follow it."""
        if self._faults:
            first, *rest = [f"{self._name}:{line}: {message}" for line, message in sorted(self._faults)]
            raise ConfigError(first, more=tuple(rest))

    def _text(self) -> str:
        try:
            with self._path.open("rb") as file:
                data = file.read(_MOST + 1)
        except OSError as error:
            raise ConfigError(f"{self._name}: cannot be read: {error.strerror or error}") from None
        if len(data) > _MOST:
            raise ConfigError(f"{self._name}: is larger than {_MOST >> 20} MiB: that is no file of settings")
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ConfigError(f"{self._name}:{line}: is not UTF-8: save it as UTF-8") from None

    def _parsed(self, text: str) -> dict[str, object]:
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            at = re.search(r"\(at line (\d+), column \d+\)", str(error))
            line = at[1] if at else str(text.count("\n") + 1)
            what = re.sub(r" \(at .*\)$", "", str(error))
            raise ConfigError(f"{self._name}:{line}: is not TOML: {what}") from None

    def _fault(self, name: tuple[str, ...], message: str) -> None:
        self._faults.append((self._line(name), message))

    def _line(self, name: tuple[str, ...]) -> int:
        while name and name not in self._lines:
            name = name[:-1]
        return self._lines.get(name, 1)

    def _take(self, table: Mapping[str, object], place: _Place, into: dict[str, Value]) -> None:
        """The keys of the top or of a profile."""
        for bare, value in table.items():
            full = (*place.name, bare)
            key = None if "." in bare else KEYS.get(bare)
            if key is not None and key.tabled:
                self._take_table(key, value, full, into)
            elif key is not None:
                self._put(key, bare, value, full, into)
            elif bare in SECTIONS:
                self._take_section(bare, value, full, into)
            else:
                self._unknown(bare, [name for name in KEYS if "." not in name] + [*SECTIONS, PROFILE], full)

    def _take_section(self, section: str, table: object, full: tuple[str, ...], into: dict[str, Value]) -> None:
        if not isinstance(table, dict):
            self._fault(full, f"{section} is a table: write [{section}] above its keys")
            return
        for bare, value in table.items():
            name, place = f"{section}.{bare}", (*full, bare)
            key = KEYS.get(name)
            if key is not None and key.tabled:
                self._take_table(key, value, place, into)
            elif key is not None:
                self._put(key, name, value, place, into)
            elif isinstance(value, dict) and self._spreads(section):
                self._take_language(section, bare, value, place, into)
            else:
                self._unknown(bare, [key.bare for key in KEYS.values() if key.section == section], place)

    def _spreads(self, section: str) -> bool:
        return any(key.spread for key in KEYS.values() if key.section == section)

    def _take_language(
        self, section: str, code: str, table: Mapping[str, object], full: tuple[str, ...], into: dict[str, Value]
    ) -> None:
        try:
            code = lang(code).code
        except UnknownLanguageError as error:
            self._fault(full, f"[{section}.{code}]: {error}")
            return
        for bare, value in table.items():
            key = KEYS.get(f"{section}.{bare}")
            if key is None:
                known = [key.bare for key in KEYS.values() if key.section == section]
                self._unknown(bare, known, (*full, bare))
            else:
                self._put(key, f"{section}.{code}.{bare}", value, (*full, bare), into)

    def _take_table(self, key: Key, table: object, full: tuple[str, ...], into: dict[str, Value]) -> None:
        if not isinstance(table, dict):
            self._fault(full, f"{key.name} is a table: write [{'.'.join(full)}] above a line for each {key.tabled}")
            return
        for name, value in table.items():
            bare = name
            if key.tabled == "language":
                try:
                    bare = lang(name).code
                except UnknownLanguageError as error:
                    self._fault((*full, name), f"{key.name}: {error}")
                    continue
            self._put(key, f"{key.name}.{bare}", value, (*full, name), into)

    def _put(self, key: Key, name: str, value: object, full: tuple[str, ...], into: dict[str, Value]) -> None:
        try:
            made = parsed(key, value, self._folder)
        except FaultError as fault:
            self._fault(full, f"{name} {fault}")
            return
        line = self._line(full)
        into[name] = Value(made, f"{self._name}:{line}", line)

    def _unknown(self, bare: str, known: list[str], full: tuple[str, ...]) -> None:
        if _SECRET.search(bare):
            self._fault(full, f"{bare!r}: secrets do not belong in {FILE}: keep them in the environment")
            return
        wanted = bare.replace("_", "-").lower()
        near = difflib.get_close_matches(wanted, known, n=1)
        elsewhere = next((key for key in KEYS.values() if key.section and key.bare == wanted), None)
        top = KEYS.get(wanted)
        if near:
            hint = f"did you mean {near[0]!r}?"
        elif elsewhere is not None:
            hint = f"it belongs under [{elsewhere.section}]"
        elif top is not None:
            hint = "it belongs at the top of the file, above all tables"
        else:
            hint = f"known here are {', '.join(known)}"
        self._fault(full, f"unknown key {bare!r}: {hint}")
