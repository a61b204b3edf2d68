"""The systems that are scored: mtkit with some of its options, texts from a file, what PO files recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mtkit.errors import BadInputError, UsageError
from mtkit.evaluate.batches import plain
from mtkit.evaluate.interface import Row
from mtkit.evaluate.run import po_files, translate_rows
from mtkit.evaluate.scores import Batch, Output
from mtkit.evaluate.sets import is_po, lines_of
from mtkit.formats import po
from mtkit.glossary import Glossary
from mtkit.translator import Translator

__all__ = ["KEYS", "MACHINE", "RECORDED", "System", "parse_systems"]

MACHINE = "mtkit"
RECORDED = "recorded"
KEYS = ("glossary", "model", "engine", "beam")
_OFF = frozenset({"off", "no", "none"})


@dataclass(frozen=True, slots=True)
class System:
    """A system by name. ``path``: its texts are there; ``options``: it is mtkit; neither: what the PO files recorded.

    The options are ``glossary`` (on, off, or a file), ``model``, ``engine`` and ``beam``.
    """

    name: str
    options: Mapping[str, str] | None = None
    path: Path | None = None

    @classmethod
    def parse(cls, text: str) -> System:
        """The system that ``[NAME:]KEY=VALUE,...``, a file's name, ``mtkit`` or ``recorded`` means.

        Raises UsageError for anything else.
        """
        if text == RECORDED:
            return cls(RECORDED)
        if text == MACHINE:
            return cls(MACHINE, {})
        if Path(text).exists():
            return cls(Path(text).name, path=Path(text))
        name, colon, said = text.partition(":") if ":" in text.partition("=")[0] else ("", "", text)
        if "=" not in said:
            raise UsageError(
                f"no system {text!r}: give a file of translations, {MACHINE}, {RECORDED}, or options such as "
                "bare:glossary=off,beam=1"
            )
        options: dict[str, str] = {}
        for part in said.split(","):
            key, _, value = (piece.strip() for piece in part.partition("="))
            if key not in KEYS or not value:
                raise UsageError(f"system {text!r}: {part.strip()!r} is none of {', '.join(f'{k}=' for k in KEYS)}")
            options[key] = value
        if not options.get("beam", "1").isdecimal() or not 1 <= int(options.get("beam", "1")) <= 32:
            raise UsageError(f"system {text!r}: beam is a number from 1 to 32")
        return cls(name if colon else said, options)


def parse_systems(texts: Sequence[str], *, recorded: bool) -> tuple[System, ...]:
    """The systems that are asked for; by default mtkit, or, for reviewed PO files, what they recorded.

    Raises UsageError for two of one name, and for ``recorded`` where nothing is.
    """
    found = [System.parse(text) for text in texts] or [System(RECORDED) if recorded else System(MACHINE, {})]
    names = [system.name for system in found]
    if len(set(names)) < len(names):
        twice = [system for system in found if names.count(system.name) > 1]
        if len({str(system.path or system.options) for system in twice}) < len(twice):
            raise UsageError(f"the system {twice[0].name} is named twice")
        found = [System(str(s.path), s.options, s.path) if s.path and s in twice else s for s in found]
        if len({system.name for system in found}) < len(found):
            raise UsageError(f"two systems are named {twice[0].name}: give one another name, as in NAME:beam=1")
    if not recorded and any(system.options is None and system.path is None for system in found):
        raise UsageError("recorded is what reviewed PO files hold: this test set has no machine text of its own")
    return tuple(found)


@dataclass(slots=True)
class Runner:
    """Gives what systems say to batches; a translator is loaded once for each set of options."""

    glossary: Glossary | None
    day: date | None
    allow_low_quality: bool = False
    _loaded: dict[str, Translator] = field(default_factory=dict)

    def output(self, system: System, batch: Batch) -> Output:
        """What ``system`` says. Raises as ``Translator.stream``, and BadInputError for a file that does not fit."""
        if system.path is not None:
            return _from_file(system, system.path, batch)
        if system.options is None:
            return Output(system.name, tuple(p.recorded for p in batch.passages), batch.made)
        rows = [
            Row(p.id, p.document, {batch.pair.source: p.source, batch.pair.target: p.reference}) for p in batch.passages
        ]
        found = translate_rows(self._translator(system.options), rows, batch.pair)
        return Output(system.name, tuple(example.target for example in found.examples), found.signature)

    def _translator(self, options: Mapping[str, str]) -> Translator:
        key = repr(sorted(options.items()))
        if key not in self._loaded:
            said = options.get("glossary", "on")
            glossary: Glossary | Path | None = self.glossary if said == "on" else Path(said)
            self._loaded[key] = Translator(
                glossary=None if said in _OFF else glossary,
                engine=options.get("engine"),
                model=options.get("model"),
                beam=int(options.get("beam", "4")),
                day=self.day,
                allow_low_quality=self.allow_low_quality,
            )
        return self._loaded[key]


def _from_file(system: System, path: Path, batch: Batch) -> Output:
    """Translations in a file: a PO file by its sources, any other text line by line."""
    if is_po(path):
        return _from_po(system, path, batch)
    lines = lines_of(path, batch.pair.target)
    if len(lines) == len(batch.passages):
        texts = tuple(" ".join(line.split()) for line in lines)
    elif len(lines) == batch.lines:
        texts = tuple(" ".join(lines[p.line].split()) for p in batch.passages)
    else:
        message = f"has {len(lines)} lines, {batch.name} has {batch.lines}: line n must translate line n"
        raise BadInputError(message, where=str(path))
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    return Output(system.name, texts, f"file:{path.name}@{digest}")


def _from_po(system: System, path: Path, batch: Batch) -> Output:
    known: dict[str, str] = {}
    made = set()
    for one in po_files([path]):
        file = po.read(one, pair=batch.pair)
        if file.pair == batch.pair:
            made.add(file.header.get("X-Mtkit-Signature", ""))
            known.update((plain(unit.segment.text), plain(unit.target)) for unit in file.units if unit.target.strip())
    missing = next((p for p in batch.passages if p.source not in known), None)
    if missing is not None:
        message = f"has no translation of “{missing.source[:60]}” ({missing.id}): a system must translate every passage"
        raise BadInputError(message, where=str(path))
    by = sorted(made - {""})
    return Output(
        system.name, tuple(known[p.source] for p in batch.passages), by[0] if len(by) == 1 else f"file:{path.name}"
    )
