"""What was found out about a model and a glossary: which carrier brings which name through, and which head looks."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.engine.interface import LAST_HEAD, EngineInfo, Head
from mtkit.engine.store import default_home
from mtkit.errors import EngineError, OutputError
from mtkit.glossary import Glossary
from mtkit.lang import Pair

__all__ = ["KINDS", "Calibration", "Carrier", "calibration_file", "calibration_of", "read_calibration"]

KINDS = ("name", "proxy", "anchor", "inline", "none")
"""The name itself; other words for it in the source language; a well-known name of the same kind; the approved form."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """What to write in the place of a name, and what the model makes of that, to be replaced by the approved form.

    ``exact`` of ``of`` trial sentences came out right. ``kind`` "none" says that nothing did often enough.
    """

    kind: str
    source: str = ""
    says: str = ""
    exact: int = 0
    of: int = 0


_NO_CARRIERS: Mapping[str, Carrier] = MappingProxyType({})
_NO_HEADS: Mapping[Pair, Head] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Calibration:
    """Carriers by pair and ``key``, and the best head by pair, of one model with one glossary."""

    model: str
    glossary: str
    carriers: Mapping[Pair, Mapping[str, Carrier]] = field(default_factory=lambda: MappingProxyType({}))
    heads: Mapping[Pair, Head] = field(default_factory=lambda: _NO_HEADS)

    @staticmethod
    def key(source: str, form: str) -> str:
        """How a name is known here: what stands in the source, and what must stand in the target."""
        return f"{source}\t{form}"

    def carrier(self, pair: Pair, source: str, form: str) -> Carrier | None:
        """The carrier that was found for a name, or None."""
        found = self.carriers.get(pair, _NO_CARRIERS).get(self.key(source, form))
        return found if found is not None and found.kind != "none" else None

    def head(self, pair: Pair) -> Head:
        """The head whose attention tells best what comes from what."""
        return self.heads.get(pair, LAST_HEAD)

    @property
    def digest(self) -> str:
        """The first 12 hex digits of the SHA-256 of its file."""
        return hashlib.sha256(self.as_json().encode("utf-8")).hexdigest()[:12]

    def as_json(self) -> str:
        """The text of its file."""
        pairs = {
            str(pair): {
                "head": [self.head(pair).layer, self.head(pair).head],
                "carriers": {
                    key: {"kind": c.kind, "source": c.source, "says": c.says, "exact": c.exact, "of": c.of}
                    for key, c in sorted(self.carriers.get(pair, _NO_CARRIERS).items())
                },
            }
            for pair in sorted({*self.carriers, *self.heads})
        }
        value = {"version": 1, "model": self.model, "glossary": self.glossary, "pairs": pairs}
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    def write(self, path: Path) -> None:
        """Write its file, whole or not at all. Raises OutputError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(self.as_json())
                    file.flush()
                    os.fsync(file.fileno())
                Path(draft).replace(path)
            finally:
                Path(draft).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def model_digest(info: EngineInfo) -> str:
    """What tells one model from another: its weights, else its name and revision."""
    return info.sha256 or hashlib.sha256(info.label.encode("utf-8")).hexdigest()


def calibration_file(info: EngineInfo, glossary: str, home: Path | None = None) -> Path:
    """Where the calibration of a model with the glossary of that digest is kept."""
    name = re.sub(r"[^\w.-]", "-", f"{info.name}-{model_digest(info)[:24]}-{glossary}.json")
    return (home or default_home()) / "calibration" / name


def calibration_of(info: EngineInfo, glossary: Glossary | None, home: Path | None = None) -> Calibration | None:
    """The calibration of a model with a glossary, where there is one; a model trained with marks needs none.

    Raises EngineError for a file that is damaged.
    """
    folder = (home or default_home()) / "calibration"
    if info.marks or glossary is None or not folder.is_dir():
        return None
    path = calibration_file(info, glossary.digest, home)
    return read_calibration(path) if path.is_file() else None


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file. Raises EngineError, with the mend, for one that cannot be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return _calibration(value)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise EngineError(
            f"{path}: no calibration that can be read ({error}): delete it and calibrate again"
        ) from error


def _calibration(value: Any) -> Calibration:
    carriers: dict[Pair, Mapping[str, Carrier]] = {}
    heads: dict[Pair, Head] = {}
    for name, row in value["pairs"].items():
        pair = _pair(str(name))
        heads[pair] = Head(int(row["head"][0]), int(row["head"][1]))
        carriers[pair] = MappingProxyType({str(key): _carrier(one) for key, one in row["carriers"].items()})
    return Calibration(str(value["model"]), str(value["glossary"]), MappingProxyType(carriers), MappingProxyType(heads))


def _carrier(row: Any) -> Carrier:
    if row["kind"] not in KINDS:
        raise ValueError(f"no kind of carrier: {row['kind']}")
    return Carrier(row["kind"], str(row["source"]), str(row["says"]), int(row["exact"]), int(row["of"]))


def _pair(name: str) -> Pair:
    for at in (n for n, char in enumerate(name) if char == "-"):
        source, target = name[:at], name[at + 1 :]
        if target and str(Pair(source, target)) == name and not target.startswith("Hant-"):
            return Pair(source, target)
    raise ValueError(f"no pair of languages: {name}")
