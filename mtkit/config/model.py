"""The values of configuration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from mtkit.config.keys import KEYS

__all__ = ["Config", "Value"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it is from: "default", "mtkit.toml:7", or the name of a variable or an option.

    ``set`` is false for a default.
    """

    value: object
    origin: str = "default"
    line: int = 0
    env: bool = False

    @property
    def in_file(self) -> bool:
        """Whether the file says it."""
        return self.line > 0


@dataclass(frozen=True, slots=True)
class Config:
    """What counts in a folder: every value by its key's name, in the order of the table of keys.

    ``path`` is the file, None where there is none; ``profile`` the one that was chosen, "" for none; ``profiles`` are
    the names of all. Values by language or text have names such as ``disclosure-text.vi`` and ``style.vi.quotes``.
    """

    values: Mapping[str, Value]
    path: Path | None = None
    profile: str = ""
    profiles: tuple[str, ...] = ()
    profile_origin: str = ""

    def __getitem__(self, name: str) -> object:
        return self.values[name].value

    def origin(self, name: str) -> str:
        """Where the value of ``name`` is from."""
        return self.values[name].origin

    def table(self, name: str) -> dict[str, object]:
        """What the keys of a table say, by their names in it: of ``disclosure-text`` by language."""
        start = f"{name}."
        return {key.removeprefix(start): value.value for key, value in self.values.items() if key.startswith(start)}

    def defaults(self, verb: str, params: Collection[str]) -> dict[str, object]:
        """What the file says for the options of ``verb``, which has ``params``, by the names of these.

        A variable of the environment is left to whoever reads it, and defaults to the verb itself.
        """
        found: dict[str, object] = {}
        for key in KEYS.values():
            param = key.param(verb, params)
            if not param:
                continue
            if key.tabled:
                pairs = [(name, value) for name, value in self.table(key.name).items()]
                if pairs:
                    found[param] = [f"{name}={_joined(value)}" for name, value in pairs]
            elif key.spread:
                rows = [name for name in self.values if _is_of(name, key.name)]
                said = [f"{_short(name, key.section)}={self[name]}" for name in rows]
                if said:
                    found[param] = [*_as_list(found.get(param)), *said]
            elif self.values[key.name].in_file:
                value = self.values[key.name].value
                found[param] = list(value) if isinstance(value, tuple) else value
        return found


def _is_of(name: str, key: str) -> bool:
    """Whether ``name`` is the value of ``key``, for all languages or for one: ``style.vi.quotes``."""
    section, _, bare = key.rpartition(".")
    return name == key or (name.startswith(f"{section}.") and name.endswith(f".{bare}"))


def _short(name: str, section: str) -> str:
    return name.removeprefix(f"{section}.")


def _joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
