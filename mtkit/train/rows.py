"""Reading what examples are made of: rows in many languages, and the lines of test sets that must stay out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit.errors import BadInputError
from mtkit.train.domain import Domain, Row

_LETTERS = re.compile(r"[^\w]+", re.UNICODE)
_LABELS = ("theme", "slot")


class DataError(BadInputError):
    """Training data that cannot be read: says which file and line."""


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, lower case: two lines are the same line when their folds are equal."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def clean(text: str) -> str:
    """Compose the text (NFC) and reduce its white space to single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


_CODE = re.compile(r"\{/?\d+/?\}")


def read_test_lines(folder: Path, others: Iterable[Path] = ()) -> frozenset[str]:
    """Fold every line of every test file (``*test.*``) below ``folder``/eval, and of every text below ``others``.

    In JSON lines each text counts. ``others`` are files or folders that hold what must never be trained on.
    """
    lines: set[str] = set()
    paths = sorted((folder / "eval").rglob("*test.*"))
    for other in others:
        paths += sorted(other.rglob("*")) if other.is_dir() else [other]
    for path in paths:
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                texts = _values(line) if path.suffix == ".jsonl" else [line]
                lines.update(fold(text) for text in texts)
    return frozenset(line for line in lines if line)


def _values(line: str) -> list[str]:
    """The texts of a row, without inline codes; a text may be given in several wordings."""
    found: list[str] = []
    for key, value in json.loads(line).items():
        if key not in _LABELS:
            found += value if isinstance(value, list) else [value]
    return [_CODE.sub("", text) for text in found if isinstance(text, str)]


def read_rows(path: Path) -> list[Row]:
    """Read one domain file. Raises :class:`DataError` with the line of the first broken row."""
    rows: list[Row] = []
    for count, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{path}:{count}: not JSON: {error.msg}") from error
        texts = {key: clean(value) for key, value in raw.items() if key not in _LABELS}
        if "en" not in texts:
            raise DataError(f"{path}:{count}: no English text")
        rows.append(Row(texts, raw.get("slot", "")))
    return rows


def read_domain(folder: Path, *, banned: frozenset[str] = frozenset()) -> list[Domain]:
    """Read every set of domain files of a folder, in the order of their names, without test lines.

    A set is ``plain.NAME.jsonl`` with complete sentences, or ``patterns.NAME.jsonl`` with its ``slots.NAME.jsonl``, or
    all three. Its languages are those that every row has.
    """
    sets: list[Domain] = []
    for name in sorted({path.name.split(".")[1] for path in folder.glob("*.*.jsonl")}):
        parts = {kind: folder / f"{kind}.{name}.jsonl" for kind in ("patterns", "plain", "slots")}
        read = {kind: read_rows(path) if path.exists() else [] for kind, path in parts.items()}
        if read["patterns"] and not read["slots"]:
            raise DataError(f"{parts['patterns']}: its fillers are missing: write {parts['slots'].name} beside it")
        sets.append(_domain(read["patterns"], read["plain"], read["slots"], banned=banned))
    return [domain for domain in sets if domain.patterns or domain.plain]


def _domain(patterns: Sequence[Row], plain: Sequence[Row], slots: Sequence[Row], *, banned: frozenset[str]) -> Domain:
    fillers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in slots:
        fillers[row.slot].append(row)
    kept = [row for row in plain if not any(fold(text) in banned for text in row.texts.values())]
    everywhere = [set(row.texts) for row in [*patterns, *kept]]
    languages = tuple(sorted(set.intersection(*everywhere))) if everywhere else ()
    grouped = {slot: tuple(rows) for slot, rows in sorted(fillers.items())}
    return Domain(languages, tuple(patterns), tuple(kept), grouped)


def read_aligned(stem: Path, *, banned: frozenset[str] = frozenset()) -> Domain:
    """Read a text in many languages, ``STEM.en``, ``STEM.zh`` ..., aligned by line, as a set of complete sentences.

    Raises :class:`DataError` where there is no such file or the files differ in length.
    """
    texts: dict[str, list[str]] = {}
    for path in sorted(stem.parent.glob(f"{stem.name}.*")):
        texts[path.suffix[1:]] = path.read_text(encoding="utf-8").splitlines()
    if "en" not in texts:
        raise DataError(f"{stem}.en: no such file: put the aligned text there, or take it out of the recipe")
    for lang, lines in texts.items():
        if len(lines) != len(texts["en"]):
            raise DataError(f"{stem}.{lang}: {len(lines)} lines, but {len(texts['en'])} in {stem.name}.en")
    rows = [Row({lang: clean(lines[index]) for lang, lines in texts.items()}) for index in range(len(texts["en"]))]
    return _domain((), rows, (), banned=banned)
