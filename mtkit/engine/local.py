"""Local models: adapted on this machine, kept in the store's home, and in use for their pair until somebody undoes it.

<home>/adapted/<name>/manifest.json   what it was made of, every file's SHA-256, how it scored
                      source/         the checkpoint, for the marian engine and for adapting it further
                      ctranslate/     the same model, converted to int8
<home>/adapted/uses.json              which of them stands for which pair
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit.engine.card import Card, read_card
from mtkit.engine.weights import file_digest
from mtkit.errors import EngineError, ModelNotFoundError, UsageError
from mtkit.lang import Pair

__all__ = ["PREFIX", "Local", "Locals", "is_local_id"]

PREFIX = "local/"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,80}")


def is_local_id(text: str) -> bool:
    """Whether ``text`` names a local model: ``local/NAME``."""
    return text.startswith(PREFIX) and _NAME.fullmatch(text.removeprefix(PREFIX)) is not None


@dataclass(frozen=True, slots=True)
class Local:
    """A local model: ``model`` is its id, ``base`` what it was adapted from, ``summary`` its scores in one line.

    ``files`` maps each file, relative to ``folder``, to its SHA-256.
    """

    model: str
    folder: Path
    pair: Pair
    base: str
    made: str
    summary: str
    files: Mapping[str, str]

    @property
    def source(self) -> Path:
        """The checkpoint as transformers loads it."""
        return self.folder / "source"

    @property
    def converted(self) -> Path:
        """The CTranslate2 folder."""
        return self.folder / "ctranslate"

    @property
    def size(self) -> int:
        """Bytes on disk of its files."""
        return sum(path.stat().st_size for name in self.files if (path := self.folder / name).is_file())

    @property
    def card(self) -> Card:
        """Its card. Raises EngineError for one that is gone or damaged."""
        card = read_card(self.converted)
        if card is None:
            raise EngineError(f"{self.model}: its card is gone: mtkit models remove {self.model}, then adapt it again")
        return card


class Locals:
    """The local models under ``home``."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "adapted"

    def list(self) -> tuple[Local, ...]:
        """All of them, by name. EngineError for a manifest that cannot be read."""
        found = sorted(self.folder.glob("*/manifest.json"))
        return tuple(_read(path) for path in found if not path.parent.name.startswith("."))

    def find(self, model: str) -> Local | None:
        """The local model of that id, or None."""
        if not is_local_id(model):
            return None
        path = self._place(model) / "manifest.json"
        return _read(path) if path.is_file() else None

    def get(self, model: str) -> Local:
        """The local model of that id; ModelNotFoundError, with those there are, if there is none."""
        found = self.find(model)
        if found is None:
            known = ", ".join(local.model for local in self.list()) or "none"
            raise ModelNotFoundError(f"{model} is not here; local models: {known}")
        return found

    def of(self, pair: Pair) -> Local | None:
        """The local model in use for ``pair``, or None."""
        name = self._uses().get(str(pair), "")
        return self.find(name) if name else None

    def add(self, name: str, made: Path, manifest: Mapping[str, Any]) -> Local:
        """Copy ``made`` (source/ and ctranslate/) into the store as ``local/NAME``, whole or not at all.

        ``manifest`` says pair, base, made and summary. Raises UsageError for a name that is taken or cannot be one.
        """
        model = f"{PREFIX}{name}"
        if not is_local_id(model):
            raise UsageError(f"{name!r} is no name for a model: use letters, digits, '.', '-' and '_'")
        if self.find(model) is not None:
            raise UsageError(f"{model} is here already: give another --name, or mtkit models remove {model}")
        self.folder.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=self.folder))
        try:
            for part in ("source", "ctranslate"):
                shutil.copytree(made / part, room / part)
            files = sorted(path for path in room.rglob("*") if path.is_file())
            digests = {path.relative_to(room).as_posix(): file_digest(path) for path in files}
            text = json.dumps({**manifest, "model": model, "files": digests}, ensure_ascii=False, indent=2)
            (room / "manifest.json").write_text(text + "\n", encoding="utf-8")
            room.chmod(0o755)
            room.replace(self._place(model))
        finally:
            shutil.rmtree(room, ignore_errors=True)
        return self.get(model)

    def verify(self, model: str) -> Local:
        """Hash every file again. Raises EngineError for one that is missing or differs."""
        found = self.get(model)
        for name, digest in found.files.items():
            path = found.folder / name
            if not path.is_file() or file_digest(path) != digest:
                what = "has changed on disk" if path.is_file() else "is missing"
                raise EngineError(f"{model}: {name} {what}: mtkit models remove {model}, then adapt it again")
        return found

    def use(self, model: str) -> Local:
        """Let a local model stand for its pair, from now on."""
        found = self.get(model)
        self._write({**self._uses(), str(found.pair): model})
        return found

    def forget(self, model: str) -> bool:
        """Take a local model out of use; it stays here. Whether it was in use."""
        found = self.get(model)
        uses = self._uses()
        if uses.get(str(found.pair)) != model:
            return False
        self._write({pair: name for pair, name in uses.items() if name != model})
        return True

    def remove(self, model: str) -> None:
        """Take a local model out of use and delete it."""
        self.forget(model)
        with tempfile.TemporaryDirectory(prefix=".gone-", dir=self.folder) as gone:
            self._place(model).replace(Path(gone) / "model")

    def _place(self, model: str) -> Path:
        return self.folder / model.removeprefix(PREFIX)

    def _uses(self) -> dict[str, str]:
        path = self.folder / "uses.json"
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise EngineError(f"{path}: cannot be read: delete it; mtkit models use ID chooses anew") from error
        if not isinstance(value, dict):
            raise EngineError(f"{path}: cannot be read: delete it; mtkit models use ID chooses anew")
        return {str(pair): str(name) for pair, name in value.items()}

    def _write(self, uses: Mapping[str, str]) -> None:
        path = self.folder / "uses.json"
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(dict(sorted(uses.items())), indent=1) + "\n", encoding="utf-8")
        draft.replace(path)


def _read(path: Path) -> Local:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Local(
            model=str(value["model"]),
            folder=path.parent,
            pair=Pair.of(*value["pair"]),
            base=str(value["base"]),
            made=str(value["made"]),
            summary=str(value["summary"]),
            files=MappingProxyType({str(name): str(digest) for name, digest in value["files"].items()}),
        )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError, UsageError) as error:
        raise EngineError(f"{path}: cannot be read: delete {path.parent} and adapt the model again") from error
