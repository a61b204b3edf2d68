"""What a model is adapted on: approved pairs, cleaned, with documents held out that it never sees.

Which document is held out follows from the hash of its name, so the same memory gives the same plan, and a document
that comes new to the desk moves no other. Authors, dates and names of files are read to choose by and then dropped:
what is kept is texts and hashes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from mtkit.check import CODES, Sample, check
from mtkit.errors import BadInputError, MtkitError, UsageError
from mtkit.formats import po
from mtkit.glossary import Glossary
from mtkit.lang import Pair, lang
from mtkit.memory import Entry, Memory, Provenance
from mtkit.memory.harvest import harvest
from mtkit.memory.tmx_read import Skip
from mtkit.memory.tmx_read import read as read_tmx
from mtkit.train.rows import clean, fold
from mtkit.unit import Severity

__all__ = [
    "Couple",
    "Gathered",
    "TooFewError",
    "cleaned",
    "digest",
    "from_memory",
    "from_po",
    "from_tables",
    "from_tmx",
    "split",
    "without",
]

_LABEL = re.compile(r"\{/?\d{1,3}/?\}")
_SPREAD = float(1 << 64)
_MOST_HELD = 500


class TooFewError(MtkitError):
    """There is not enough to learn from, or to measure on: says how much there is and how much is needed."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Couple:
    """A text and its translation. ``document`` is where it is from ("" if unknown), ``when`` the time of approval."""

    source: str
    target: str
    document: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Couples that may be used, and how many were left out, by reason."""

    couples: tuple[Couple, ...]
    left_out: Mapping[str, int]

    def __add__(self, other: Gathered) -> Gathered:
        both = Counter(self.left_out) + Counter(other.left_out)
        return Gathered((*self.couples, *other.couples), MappingProxyType(dict(sorted(both.items()))))


def _gathered(couples: Iterable[Couple], reasons: Mapping[str, int]) -> Gathered:
    return Gathered(tuple(couples), MappingProxyType(dict(sorted(reasons.items()))))


def _couple(entry: Entry) -> Couple:
    return Couple(entry.source, entry.target, entry.document, entry.changed)


def from_memory(path: Path, pair: Pair) -> Gathered:
    """The approved translations of a memory that are in force. Raises BadInputError."""
    with Memory.open(path, create=False, frozen=True) as held:
        return _gathered((_couple(entry) for entry in held.entries(pair=pair)), {})


def from_po(paths: Iterable[Path], pair: Pair) -> Gathered:
    """The approved units of PO files, or of those in folders. Raises BadInputError."""
    couples: list[Couple] = []
    reasons: Counter[str] = Counter()
    for path in _files(paths, ".po"):
        file = po.read(path, pair=pair)
        found = harvest(file, document=path.as_posix())
        if file.pair != pair:
            reasons[f"in another pair of languages than {pair}"] += len(file.units)
            continue
        couples += map(_couple, found.entries)
        reasons.update(found.skipped)
    return _gathered(couples, reasons)


def _files(paths: Iterable[Path], suffix: str) -> Iterator[Path]:
    for path in paths:
        inside = sorted(path.rglob(f"*{suffix}")) if path.is_dir() else [path]
        if not inside:
            raise BadInputError(f"no {suffix} files in this folder", where=str(path))
        yield from inside


def from_tmx(paths: Iterable[Path], pair: Pair) -> Gathered:
    """The translations of TMX files; machine text that says so is left out. Raises BadInputError."""
    couples: list[Couple] = []
    reasons: Counter[str] = Counter()
    for path in _files(paths, ".tmx"):
        for found in read_tmx(path, source=pair.source, target=pair.target):
            if isinstance(found, Skip):
                reasons[found.reason] += 1
            elif found.provenance is Provenance.MACHINE:
                reasons["raw machine text"] += 1
            else:
                couples.append(_couple(found))
    return _gathered(couples, reasons)


def from_tables(paths: Iterable[Path], pair: Pair) -> Gathered:
    """Translations from .tsv files (source, tab, target; a third column names the document), .tmx and .po files."""
    total = _gathered((), {})
    for path in paths:
        if path.is_dir() or path.suffix == ".po":
            total += from_po([path], pair)
        elif path.suffix == ".tmx":
            total += from_tmx([path], pair)
        else:
            total += _gathered(_rows(path), {})
    return total


def _rows(path: Path) -> list[Couple]:
    rows = []
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            raise BadInputError("no tab: write source, tab, target", where=f"{path}:{number}")
        rows.append(Couple(cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
    return rows


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, without an empty last one. Raises BadInputError."""
    try:
        return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise BadInputError("not UTF-8: convert it first", where=str(path)) from error
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error


def plain(text: str) -> str:
    """A text as the model is to meet it: without labels of inline codes, braces single, white space even."""
    if "{" in text or "}" in text:
        text = _LABEL.sub("", text.replace("{{", "\x00").replace("}}", "\x01"))
        text = text.replace("\x00", "{").replace("\x01", "}")
    return clean(text)


def cleaned(
    found: Gathered, pair: Pair, *, glossary: Glossary | None = None, fits: Callable[[str, str], bool] | None = None
) -> Gathered:
    """Only what is worth learning from, in an order that depends on the texts alone; the rest counted by reason.

    Left out: what has no text on one side, stands twice, has a later translation, is too long for the model (``fits``
    says no), or has an error by the checks (those of terms only with a ``glossary``).
    """
    reasons = Counter(found.left_out)
    newest: dict[str, Couple] = {}
    for couple in sorted(found.couples, key=lambda c: (c.when, c.document, c.source, c.target), reverse=True):
        mine = replace(couple, source=plain(couple.source), target=plain(couple.target))
        if not mine.source or not mine.target:
            reasons["without text on one side"] += 1
        elif mine.source not in newest:
            newest[mine.source] = mine
        else:
            same = newest[mine.source].target == mine.target
            reasons["the same pair again" if same else "another translation of the same text, older"] += 1
    kept = []
    for text in sorted(newest):
        couple = newest[text]
        reason = _fault(couple, pair, glossary, fits)
        if reason:
            reasons[reason] += 1
        else:
            kept.append(couple)
    return _gathered(kept, reasons)


def _fault(couple: Couple, pair: Pair, glossary: Glossary | None, fits: Callable[[str, str], bool] | None) -> str:
    if fits is not None and not fits(couple.source, couple.target):
        return "too long for the model"
    if fold(couple.source) == fold(couple.target):
        return "the same on both sides"
    sample = Sample(couple.target, lang(pair.target), couple.source, lang(pair.source), glossary=glossary)
    for issue in check(sample, ignore=() if glossary is not None else ("T",)):
        if issue.severity is Severity.ERROR:
            return f"{issue.code} {CODES[issue.code]}"
    return ""


@dataclass(frozen=True, slots=True)
class Split:
    """Couples by what they are for; no text of one stands in another. ``by`` is "document" or "sentence"."""

    train: tuple[Couple, ...]
    stop: tuple[Couple, ...]
    test: tuple[Couple, ...]
    by: str


def split(couples: Sequence[Couple], *, share: float, least: int, salt: str, halves: bool = True) -> Split:
    """Hold out documents, those with the lowest hashes: ``share`` of them and of the pairs, ``least`` in each set.

    With ``halves`` the held-out share is for stopping and for testing, half of it each, else all for testing. Where
    that would leave less than half to train on, since documents are few or one is huge, sentences are held out in
    place of documents. Raises TooFewError where there are too few of these as well.
    """
    needed = least * (2 if halves else 1)
    each = max(least, round(len(couples) * share / (2 if halves else 1)))
    for by in ("document", "sentence") if any(couple.document for couple in couples) else ("sentence",):
        groups: dict[str, list[Couple]] = {}
        for couple in couples:
            groups.setdefault(couple.document if by == "document" and couple.document else couple.source, []).append(
                couple
            )
        order = sorted((place(f"{salt}:{key}"), key) for key in groups)
        test, rest = _lowest(order, groups, share / 2 if halves else share, each)
        stop, rest = _lowest(rest, groups, share, each) if halves else ([], rest)
        train = [couple for _, key in rest for couple in groups[key]]
        enough = len(test) >= least and (len(stop) >= least or not halves)
        if enough and 2 * len(train) >= len(couples):
            return Split(tuple(train), tuple(stop), tuple(test), by)
    raise TooFewError(
        f"{len(couples)} pairs are too few to hold {needed} of them out: at least {2 * needed} are needed"
    )


def _lowest(
    order: Sequence[tuple[float, str]], groups: Mapping[str, Sequence[Couple]], share: float, least: int
) -> tuple[list[Couple], Sequence[tuple[float, str]]]:
    taken: list[Couple] = []
    for number, (place, key) in enumerate(order):
        if (place >= share and len(taken) >= least) or len(taken) >= _MOST_HELD:
            return taken, order[number:]
        taken += groups[key]
    return taken, []


def place(key: str) -> float:
    """Where a key lies between 0 and 1, by its hash: always the same."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:8], "big") / _SPREAD


def without(couples: Iterable[Couple], *held: Iterable[Couple]) -> tuple[tuple[Couple, ...], int]:
    """The couples of which neither side stands in a held-out set, by letters and digits; and how many do."""
    every = list(couples)
    sources = {fold(couple.source) for group in held for couple in group}
    targets = {fold(couple.target) for group in held for couple in group}
    kept = tuple(c for c in every if fold(c.source) not in sources and fold(c.target) not in targets)
    return kept, len(every) - len(kept)


def digest(couples: Iterable[Couple]) -> str:
    """The SHA-256 of the texts, in their order: tells two sets apart, and says nothing else."""
    state = hashlib.sha256()
    for couple in couples:
        state.update(f"{couple.source}\t{couple.target}\n".encode("utf-8", "replace"))
    return state.hexdigest()


def demand_pair(pair: Pair) -> None:
    """Raise UsageError for two scripts of one language, which no model is needed for."""
    if lang(pair.source).base == lang(pair.target).base:
        raise UsageError(f"{pair}: one language; there is nothing to adapt")
