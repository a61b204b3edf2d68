"""Where the translations of a call go."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath

from mtkit.cli import inputs
from mtkit.errors import UsageError

__all__ = ["OutputFormat", "Plan"]


class OutputFormat(StrEnum):
    """What is written."""

    PO = "po"
    TEXT = "text"
    JSONL = "jsonl"


class Plan:
    """Where each translation goes."""

    def __init__(
        self, items: Sequence[inputs.Input], targets: Sequence[str], output: str | None, output_format: OutputFormat
    ) -> None:
        self.format = output_format
        only_stdin = all(item.path is None for item in items)
        one = len(items) == 1 and len(targets) == 1
        self.stdout = output == "-" or (output is None and only_stdin)
        if self.stdout and not one and output_format is not OutputFormat.JSONL:
            raise UsageError("stdout takes one article and one language: give -o DIR for more, or --format jsonl")
        self.file, self.folder = None, Path()
        if output == "":
            raise UsageError("-o is empty: give a folder or a file ('.' is this folder)")
        if output and not self.stdout:
            self.file, self.folder = (Path(output), Path()) if _names_file(output) else (None, Path(output))
        if self.file and not one:
            raise UsageError(f"-o {output} is one file, but there is more to write: give a folder")
        self.folders: set[Path] = set()  # in which there will be files
        stems = Counter(item.name.with_suffix("") for item in items)
        # two articles that differ in their ending alone keep it, so that neither is lost
        self._twins = {str(item.name) for item in items if stems[item.name.with_suffix("")] > 1}
        if not self.stdout:
            self._refuse_losses(items, targets)

    def _refuse_losses(self, items: Sequence[inputs.Input], targets: Sequence[str]) -> None:
        """Raise UsageError if a file to be written is an article of this call, or is to be written twice."""
        real = _Real()
        articles = {real(item.path) for item in items if item.path is not None}
        taken: dict[str, inputs.Input] = {}
        for item in items:
            for target in targets:
                path = self.path(str(item.name), target)
                self.folders.add(path.parent)
                if (place := real(path)) in articles:
                    raise UsageError(f"{path} would be written over, and it is an article to translate: change -o")
                if (other := taken.setdefault(place, item)) is not item:
                    both = f"{other.path} and {item.path}"
                    raise UsageError(f"{both} would both be written to {path}: give the folder that holds them both")

    def path(self, document_id: str, target: str) -> Path:
        """The file for one article in one language."""
        return self.file or self.folder / self.name(document_id, target)

    def name(self, document_id: str, target: str) -> str:
        """The file's name in the folder of the job, with ``/`` between folders."""
        name = PurePosixPath("stdin.txt" if document_id == "-" else document_id)
        stem = str(name) if document_id in self._twins else str(name.with_suffix(""))
        suffix = {OutputFormat.PO: ".po", OutputFormat.JSONL: ".jsonl", OutputFormat.TEXT: name.suffix}[self.format]
        return f"{stem}.{target}{suffix}"


class _Real:
    """Paths as they really are; each folder is looked up once."""

    def __init__(self) -> None:
        self._folders: dict[Path, str] = {}

    def __call__(self, path: Path) -> str:
        if path.is_symlink():
            return os.path.realpath(path)
        if path.parent not in self._folders:
            self._folders[path.parent] = os.path.realpath(path.parent)
        return f"{self._folders[path.parent]}{os.sep}{path.name}"


def _names_file(output: str) -> bool:
    """Whether ``-o`` names a file rather than a folder: it has a suffix, such as .po but not the .18 of a date."""
    return bool(re.search(r"[^/]\.[^\W\d]\w*$", output)) and not Path(output).is_dir()
