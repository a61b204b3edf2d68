"""The model store: models pulled once, pinned to a commit, hashed, converted and tried; offline from then on.

<home>/models/<owner>--<name>/manifest.json   what it is, where from, every file's SHA-256, how the trial went
                              source/         the checkpoint as the hub has it
                              ctranslate/     the same model, converted to int8
<home>/converted/<sha256>/                    checkpoints given by path, converted
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mtkit import __version__
from mtkit.engine.card import Card, Score
from mtkit.engine.hub import RemoteModel, fetch, look_up
from mtkit.engine.routes import RouteTable, load_routes
from mtkit.engine.smoke import SmokeReport, smoke_test
from mtkit.engine.weights import file_digest
from mtkit.errors import EngineError, ModelNotFoundError, UnknownLanguageError
from mtkit.lang import Pair
from mtkit.progress import SILENT, Progress

__all__ = ["Store", "Stored", "default_home", "is_model_id"]

_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_QUANTIZATION = "int8"


def is_model_id(text: str) -> bool:
    """Whether ``text`` has the form of a model's id on the hub: owner/name."""
    return _ID.fullmatch(text) is not None and ".." not in text


def default_home(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """Where mtkit keeps models: ``MTKIT_HOME``, else the data folder of the platform's conventions."""
    env = os.environ if environment is None else environment
    if env.get("MTKIT_HOME"):
        return Path(env["MTKIT_HOME"]).expanduser()
    if platform == "win32":
        return Path(env.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "mtkit"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mtkit"
    return Path(env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mtkit"


@dataclass(frozen=True, slots=True)
class Stored:
    """A pulled model: its manifest.

    ``smoke`` is the result of the trial in one line, ``passed`` its outcome; ``forced`` says that the model is used
    although it failed. ``files`` maps each file, relative to ``folder``, to its SHA-256, ``tokens`` each pair to
    its target token.
    """

    model: str
    folder: Path
    commit: str
    requested: str
    licence: str
    pulled: str
    files: Mapping[str, str]
    tokens: Mapping[Pair, str]
    smoke: str
    passed: bool
    forced: bool

    @property
    def usable(self) -> bool:
        """Whether routes may use it."""
        return self.passed or self.forced

    @property
    def size(self) -> int:
        """Bytes on disk of its files."""
        return sum(path.stat().st_size for name in self.files if (path := self.folder / name).is_file())

    @property
    def source(self) -> Path:
        """The checkpoint as transformers loads it."""
        return self.folder / "source"

    @property
    def converted(self) -> Path:
        """The CTranslate2 folder."""
        return self.folder / "ctranslate"


class Store:
    """The models under ``home`` (default: ``default_home()``)."""

    def __init__(self, home: Path | None = None, *, routes: RouteTable | None = None) -> None:
        self.home = home or default_home()
        self._routes = routes

    @property
    def routes(self) -> RouteTable:
        """The table that says which pairs a model serves."""
        if self._routes is None:
            self._routes = load_routes()
        return self._routes

    @property
    def conversions(self) -> Path:
        """Where conversions of checkpoints given by path are kept."""
        return self.home / "converted"

    def list(self) -> tuple[Stored, ...]:
        """The pulled models, by name. EngineError for a manifest that cannot be read."""
        found = sorted((self.home / "models").glob("*/manifest.json"))
        # a folder with a leading dot is one that a pull is still building, or was when it was killed
        return tuple(_read_manifest(path) for path in found if not path.parent.name.startswith("."))

    def find(self, model: str) -> Stored | None:
        """The pulled model of that id, or None."""
        path = self._folder(model) / "manifest.json"
        return _read_manifest(path) if path.is_file() else None

    def get(self, model: str) -> Stored:
        """The pulled model of that id; ModelNotFoundError, with the command that pulls it, if there is none."""
        found = self.find(model)
        if found is None:
            raise ModelNotFoundError(f"{model} is not here: mtkit models pull {model}")
        return found

    def path(self, model: str, *, force: bool = False) -> Path:
        """The converted folder of a pulled model; EngineError if its trial failed, unless ``force``."""
        found = self.get(model)
        if not found.usable and not force:
            raise EngineError(f"{model} failed its trial ({found.smoke}): pull it with --force to use it all the same")
        return found.converted

    def card(self, model: str) -> Card:
        """The card of a pulled model: its pairs and target tokens as the routes have them now."""
        found = self.get(model)
        tokens = self.routes.tokens(model) or found.tokens
        return make_card(model, tokens, self.routes, revision=found.commit, licence=found.licence)

    def pull(
        self,
        model: str,
        *,
        revision: str | None = None,
        pairs: Mapping[Pair, str] | None = None,
        force: bool = False,
        progress: Progress = SILENT,
    ) -> Stored:
        """Fetch, check, convert and try a model; gives what is then in the store.

        ``revision`` is a branch, tag or commit (default: the one in the routes, else main); it is pinned to its commit.
        ``pairs`` maps each pair to its target token, for a model that the routes do not know. A model that fails its
        trial is kept but not used, unless ``force``. A model that is here already at that revision is left as it is.
        Raises ModelNotFoundError and EngineError with one line each; nothing half done is ever seen.
        """
        if not is_model_id(model):
            raise ModelNotFoundError(f"{model!r} is no id of a model: write owner/name (mtkit models list)")
        wanted = revision or self._pinned(model) or "main"
        here = self.find(model)
        if here is not None and wanted in {here.requested, here.commit}:
            if force and not here.usable:
                return _mark(here, forced=True)
            progress.note(f"{model} is here already, at {here.commit[:12]}")
            return here
        remote = look_up(model, revision=wanted)
        partial = self.home / "partial" / f"{_slug(model)}@{remote.commit}"
        try:
            partial.mkdir(parents=True, exist_ok=True)
            digests = fetch(remote, partial, progress=progress)
            tokens = pairs or self._tokens(model)
            return self._install(remote, partial, digests, wanted, tokens, force=force, progress=progress)
        except OSError as error:
            raise _store_error(model, error) from error

    def verify(self, model: str) -> Stored:
        """Hash every file again and repeat the trial; gives the manifest with its new result.

        Raises EngineError for a file that is missing or differs.
        """
        found = self.get(model)
        for name, digest in found.files.items():
            path = found.folder / name
            if not path.is_file():
                raise EngineError(f"{model}: {name} is missing: mtkit models remove {model}, then pull it again")
            if file_digest(path) != digest:
                raise EngineError(
                    f"{model}: {name} has changed on disk: mtkit models remove {model}, then pull it again"
                )
        report = _trial(found.converted, self.card(model))
        return _mark(found, smoke=str(report), passed=report.passed, findings=list(report.findings))

    def remove(self, model: str) -> None:
        """Delete a pulled model; ModelNotFoundError if there is none."""
        found = self.get(model)
        with tempfile.TemporaryDirectory(prefix=".gone-", dir=found.folder.parent) as gone:
            found.folder.replace(Path(gone) / "model")

    def _install(
        self,
        remote: RemoteModel,
        partial: Path,
        digests: Mapping[str, str],
        wanted: str,
        tokens: Mapping[Pair, str],
        *,
        force: bool,
        progress: Progress,
    ) -> Stored:
        """Build the model's folder aside and move it into place whole."""
        from mtkit.engine.slim import convert_slim

        models = self.home / "models"
        models.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{_slug(remote.model)}.", dir=models))
        try:
            source = room / "source"
            source.mkdir()
            for name in digests:
                _link(partial / name, source / name)
            progress.note(f"convert {remote.model} to {_QUANTIZATION}")
            card = make_card(remote.model, tokens, self.routes, revision=remote.commit, licence=remote.licence)
            slim = convert_slim(source, room / "ctranslate", card=card, quantization=_QUANTIZATION)
            progress.note(f"{remote.model}: {slim}")
            report = _trial(room / "ctranslate", card)
            progress.note(f"{remote.model}: trial {report}")
            manifest = _manifest(remote, room, wanted, report, force=force)
            manifest["vocabulary"] = str(slim)
            manifest["tokens"] = [[pair.source, pair.target, token] for pair, token in sorted(tokens.items())]
            _write_manifest(room, manifest)
            room.chmod(0o755)
            target = self._folder(remote.model)
            if target.exists():
                self.remove(remote.model)
            room.replace(target)
        finally:
            shutil.rmtree(room, ignore_errors=True)
        shutil.rmtree(partial, ignore_errors=True)
        return _read_manifest(self._folder(remote.model) / "manifest.json")

    def _folder(self, model: str) -> Path:
        if not is_model_id(model):
            raise ModelNotFoundError(f"{model!r} is no id of a model: write owner/name (mtkit models list)")
        return self.home / "models" / _slug(model)

    def _pinned(self, model: str) -> str:
        return next((entry.revision for entry in self.routes.entries if entry.model == model and entry.revision), "")

    def _tokens(self, model: str) -> Mapping[Pair, str]:
        return self.routes.tokens(model) or guess_pair(model)


def guess_pair(model: str) -> Mapping[Pair, str]:
    """The pair that a name such as opus-mt-vi-en tells; empty where it tells none."""
    parts = model.rpartition("/")[2].split("-")
    try:
        return MappingProxyType({Pair.of(parts[-2], parts[-1]): ""})
    except (IndexError, UnknownLanguageError):
        return MappingProxyType({})


def make_card(
    model: str, tokens: Mapping[Pair, str], routes: RouteTable, *, revision: str = "", licence: str = ""
) -> Card:
    """The card of a model from the hub, as far as the routes and the hub tell."""
    scores: dict[str, Score] = {}
    for pair in tokens:
        entry = routes.entry(pair, model)
        if entry is not None and entry.score.testset:
            scores[str(pair)] = entry.score
    known = next((entry.licence for entry in routes.entries if entry.model == model and entry.licence), "")
    return Card(model, revision=revision, licence=licence or known, scores=scores).serving(tokens)


def _trial(folder: Path, card: Card) -> SmokeReport:
    from mtkit.engine.ctranslate import CTranslateEngine, CTranslateModel

    return smoke_test(CTranslateEngine(CTranslateModel(folder), card))


def _link(source: Path, target: Path) -> None:
    """A second name for a file where the file system has such, else a copy: a pull may need gigabytes."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _manifest(remote: RemoteModel, room: Path, wanted: str, report: SmokeReport, *, force: bool) -> dict[str, Any]:
    import ctranslate2

    files = sorted(path for path in room.rglob("*") if path.is_file())
    return {
        "model": remote.model,
        "commit": remote.commit,
        "requested": wanted,
        "licence": remote.licence,
        "pulled": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {path.relative_to(room).as_posix(): file_digest(path) for path in files},
        "quantization": _QUANTIZATION,
        "ctranslate2": ctranslate2.__version__,
        "mtkit": __version__,
        "smoke": str(report),
        "passed": report.passed,
        "findings": list(report.findings),
        "forced": force,
    }


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    path = folder / "manifest.json"
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def _mark(stored: Stored, **changes: Any) -> Stored:
    """Change what the manifest of a pulled model says."""
    path = stored.folder / "manifest.json"
    _write_manifest(stored.folder, {**_raw_manifest(path), **changes})
    return _read_manifest(path)


def _raw_manifest(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineError(f"{path}: cannot be read: delete {path.parent} and pull the model again") from error
    if not isinstance(value, dict):
        raise EngineError(f"{path}: cannot be read: delete {path.parent} and pull the model again")
    return value


def _read_manifest(path: Path) -> Stored:
    value = _raw_manifest(path)
    try:
        return Stored(
            model=str(value["model"]),
            folder=path.parent,
            commit=str(value["commit"]),
            requested=str(value["requested"]),
            licence=str(value["licence"]),
            pulled=str(value["pulled"]),
            files=MappingProxyType({str(name): str(digest) for name, digest in value["files"].items()}),
            tokens=MappingProxyType({Pair(source, target): token for source, target, token in value["tokens"]}),
            smoke=str(value["smoke"]),
            passed=value["passed"] is True,
            forced=value["forced"] is True,
        )
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise EngineError(f"{path}: cannot be read: delete {path.parent} and pull the model again") from error


def _slug(model: str) -> str:
    return model.replace("/", "--")


def _store_error(model: str, error: OSError) -> EngineError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EngineError(f"the disk is full: free some space and pull {model} again")
    return EngineError(f"cannot store {model}: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
